// SPDX-License-Identifier: MPL-2.0
// The small language that interpreter_goto.c and interpreter_switch.c run, and a program in it. An instruction
// is four bytes: the operation, then registers, a small number, or how far to jump from here.

enum { SET, MOVE, ADD, ADD_SMALL, MULTIPLY, JUMP, JUMP_BELOW, HALT };

// Of the numbers below the one in register 0, those that are x * x + y * y with x <= y: counts them in register 5,
// with a checksum in register 7.
static const signed char program[][4] = {
  {SET, 5, 0},
  {SET, 7, 0},
  {SET, 8, 31},
  {SET, 1, 0},           // x = 0
  {MULTIPLY, 3, 1, 1},   // for each x: register 3 = x * x
  {JUMP_BELOW, 3, 0, 2}, //
  {JUMP, 0, 0, 12},      //   no more: halt
  {MOVE, 2, 1},          //   y = x
  {MULTIPLY, 6, 2, 2},   //   for each y: register 6 = y * y
  {ADD, 4, 3, 6},        //     register 4 = the sum of both
  {JUMP_BELOW, 4, 0, 3}, //
  {ADD_SMALL, 1, 1},     //     no more: x += 1
  {JUMP, 0, 0, -8},      //
  {ADD_SMALL, 5, 1},     //
  {MULTIPLY, 7, 7, 8},   //
  {ADD, 7, 7, 4},        //
  {ADD_SMALL, 2, 1},     //     y += 1
  {JUMP, 0, 0, -9},      //
  {HALT},
};
