// SPDX-License-Identifier: MPL-2.0
// The functions of floating point as a list for a module: semantics call them by name, and they call
// each other by index.

import { functionIndexes, type WasmFunction } from "../wasm/module.ts";
import {
  addition,
  conversion,
  division,
  fromInteger,
  fusedMultiplyAdd,
  multiplication,
  shiftPair,
  squareRoot,
} from "./arithmetic.ts";
import { classify, otherThanNan, toInteger, unordered, widen } from "./conversion.ts";
import { round, unpack } from "./rounding.ts";

/** The names of the functions, in the order in which they stand in a module. */
export const FLOAT_FUNCTIONS = [
  "unpack",
  "round",
  "shiftPair",
  "fadd",
  "fmul",
  "fdiv",
  "fsqrt",
  "fma",
  "convert",
  "fromInteger",
  "toInteger",
  "widen",
  "unordered",
  "otherThanNan",
  "classify",
] as const;

/** The name of a function of floating point. */
export type FloatFunction = (typeof FLOAT_FUNCTIONS)[number];

/** The indexes of the functions in a module where the first of them has this one. */
export const floatFunctionIndexes = (first: number): Readonly<Record<FloatFunction, number>> =>
  functionIndexes(FLOAT_FUNCTIONS, first);

/** The functions, for a module where the first has this index and `mulhu` that one. */
export function floatFunctions(
  first: number,
  mulhu: number,
): Readonly<Record<FloatFunction, WasmFunction>> {
  const callees = { ...floatFunctionIndexes(first), mulhu };
  return {
    unpack,
    round,
    shiftPair,
    fadd: addition(callees),
    fmul: multiplication(callees),
    fdiv: division(callees),
    fsqrt: squareRoot(callees),
    fma: fusedMultiplyAdd(callees),
    convert: conversion(callees),
    fromInteger: fromInteger(callees),
    toInteger,
    widen,
    unordered,
    otherThanNan: otherThanNan(callees),
    classify,
  };
}
