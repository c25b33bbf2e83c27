// SPDX-License-Identifier: MPL-2.0
// The floating-point functions as part of a module. Semantics call them by name; the functions call
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

/** The names of the functions, in their order in a module. */
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

/** The name of a floating-point function. */
export type FloatFunction = (typeof FLOAT_FUNCTIONS)[number];

/** The indexes of the functions in a module where the first one has index `first`. */
export const floatFunctionIndexes = (first: number): Readonly<Record<FloatFunction, number>> =>
  functionIndexes(FLOAT_FUNCTIONS, first);

/** The functions, for a module where the first one has index `first`. */
export function floatFunctions(
  first: number,
  mulhu: number,
): Readonly<Record<FloatFunction, WasmFunction>> {
  const callees = { ...floatFunctionIndexes(first), mulhu };
  return {
    unpack: unpack(),
    round: round(),
    shiftPair,
    fadd: addition(callees),
    fmul: multiplication(callees),
    fdiv: division(callees),
    fsqrt: squareRoot(callees),
    fma: fusedMultiplyAdd(callees),
    convert: conversion(callees),
    fromInteger: fromInteger(callees),
    toInteger: toInteger(),
    widen: widen(),
    unordered: unordered(),
    otherThanNan: otherThanNan(callees),
    classify,
  };
}
