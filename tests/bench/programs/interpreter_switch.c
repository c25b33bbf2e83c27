// SPDX-License-Identifier: MPL-2.0
// An interpreter with one switch in a loop: one indirect jump, through the compiler's table, with all the
// operations as its targets.

#include "bench.h"
#include "interpreter.h"

long bench(long n) {
  word registers[16] = { n };
  const signed char (*at)[4] = program;
#define R(field) registers[(*at)[field]]
  for (;;) {
    switch ((*at)[0]) {
    case SET: R(1) = (*at)[2]; break;
    case MOVE: R(1) = R(2); break;
    case ADD: R(1) = R(2) + R(3); break;
    case ADD_SMALL: R(1) += (*at)[2]; break;
    case MULTIPLY: R(1) = R(2) * R(3); break;
    case JUMP: at += (*at)[3]; continue;
    case JUMP_BELOW: at += R(1) < R(2) ? (*at)[3] : 1; continue;
    case HALT: return registers[7] * 31 + registers[5];
    default: return 0;
    }
    at++;
  }
}
