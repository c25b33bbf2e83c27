// SPDX-License-Identifier: MPL-2.0
// An interpreter that jumps from each operation straight to the next one's label: an indirect jump per
// operation, each at a place of its own (GNU C's labels as values).

#include "bench.h"
#include "interpreter.h"

long bench(long n) {
  static const void *const labels[] = {
    [SET] = &&set, [MOVE] = &&move, [ADD] = &&add, [ADD_SMALL] = &&add_small, [MULTIPLY] = &&multiply,
    [JUMP] = &&jump, [JUMP_BELOW] = &&jump_below, [HALT] = &&halt,
  };
  word registers[16] = { n };
  const signed char (*at)[4] = program;
#define DISPATCH goto *labels[(*at)[0]]
#define NEXT at++; DISPATCH
#define R(field) registers[(*at)[field]]
  DISPATCH;
set: R(1) = (*at)[2]; NEXT;
move: R(1) = R(2); NEXT;
add: R(1) = R(2) + R(3); NEXT;
add_small: R(1) += (*at)[2]; NEXT;
multiply: R(1) = R(2) * R(3); NEXT;
jump: at += (*at)[3]; DISPATCH;
jump_below: at += R(1) < R(2) ? (*at)[3] : 1; DISPATCH;
halt: return registers[7] * 31 + registers[5];
}
