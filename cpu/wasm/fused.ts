// SPDX-License-Identifier: MPL-2.0
// Fused multiply-add as one machine instruction. WebAssembly has it only as a relaxed vector
// operation, which rounds once or twice, depending on the host's hardware (core specification,
// "Relaxed vector instructions"). So the host is tested before it is used; see `fusedProbe`.

import { type Code, type F32, type F64, f64, localDouble } from "./code.ts";
import type { WasmFunction } from "./module.ts";

/** The prefix of vector opcodes. */
const VECTOR = 0xfd;
const SPLAT_SINGLE = [VECTOR, 0x13];
const SPLAT_DOUBLE = [VECTOR, 0x14];
const FIRST_SINGLE = [VECTOR, 0x1f, 0];
const FIRST_DOUBLE = [VECTOR, 0x21, 0];
const MULTIPLY_ADD_SINGLE = [VECTOR, 0x85, 0x02];
const MULTIPLY_ADD_DOUBLE = [VECTOR, 0x87, 0x02];

const inFirstLane = (
  splat: Code,
  operation: Code,
  first: Code,
  operands: readonly Code[],
): Code => [operands.map((operand) => [operand, splat]), operation, first];

/** a x b + c in double precision. */
export const fusedDouble = (a: F64, b: F64, c: F64): F64 =>
  inFirstLane(SPLAT_DOUBLE, MULTIPLY_ADD_DOUBLE, FIRST_DOUBLE, [a, b, c]) as F64;

/** a x b + c in single precision. */
export const fusedSingle = (a: F32, b: F32, c: F32): F32 =>
  inFirstLane(SPLAT_SINGLE, MULTIPLY_ADD_SINGLE, FIRST_SINGLE, [a, b, c]) as F32;

/** The name that a module exports {@link fusedProbe} under. */
export const PROBE_EXPORT = "probe";

/** `probe(a, b, c)`: 1 if the fused a x b + c differs from the one that rounds twice. */
export const fusedProbe: WasmFunction = {
  params: ["f64", "f64", "f64"],
  results: ["i32"],
  locals: [],
  exportName: PROBE_EXPORT,
  body: f64.ne(
    fusedDouble(localDouble(0).get, localDouble(1).get, localDouble(2).get),
    f64.add(f64.mul(localDouble(0).get, localDouble(1).get), localDouble(2).get),
  ),
};
