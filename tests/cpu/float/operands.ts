// SPDX-License-Identifier: MPL-2.0
// The operations of F and D with operands to try them on: special numbers in all combinations, limits
// of conversions, and random ones.

import { type Encoding, ENCODINGS } from "../../../cpu/isa/encoding.ts";
import { FLOAT_OPERATIONS, type FloatOperation } from "./model.ts";
import {
  boundaryNumbers,
  type FormatName,
  INTEGER_OPERANDS,
  randomNumber,
  specialNumbers,
} from "./values.ts";
import type { Random } from "../values.ts";

/** Operands of one case: registers, or an integer in the first place. */
export type Operands = readonly [bigint, bigint, bigint];

/** An operation and how to call it. */
export interface Tried {
  readonly mnemonic: string;
  readonly operation: FloatOperation;
  readonly encoding: Encoding;
  /** How many operands it takes. */
  readonly count: number;
  /** The format of the operands. */
  readonly format: FormatName;
}

/** Whether the first operand is an integer. */
export function takesInteger({ floats }: Encoding): boolean {
  return !floats.has("rs1");
}

/** All operations on registers. */
export const OPERATIONS: readonly Tried[] = ENCODINGS.flatMap((encoding) => {
  const operation = FLOAT_OPERATIONS.get(encoding.mnemonic);
  if (operation === undefined) return [];
  const operands = encoding.row.operands.split(", ");
  const count = operands.filter((operand) => /^f?rs/.test(operand)).length;
  const format: FormatName = /\.s$/.test(encoding.mnemonic) || encoding.mnemonic === "fmv.x.w"
    ? "s"
    : "d";
  return [{ mnemonic: encoding.mnemonic, operation, encoding, count, format }];
});

/** How many random cases of each operation the environment asks for, if it does. */
export function requestedCases(): number | undefined {
  if (Deno.permissions.querySync({ name: "env" }).state !== "granted") return undefined;
  const text = Deno.env.get("LEVERET_FLOAT_CASES");
  return text === undefined ? undefined : Number(text);
}

/** Special numbers in all combinations, or those around limits where there is one operand. */
export function specialCases(
  { encoding, count, format }: Tried,
): readonly Operands[] {
  if (takesInteger(encoding)) return INTEGER_OPERANDS.map((a) => [BigInt.asUintN(64, a), 0n, 0n]);
  const numbers = specialNumbers(format);
  if (count === 1) {
    return [...numbers, ...boundaryNumbers(format)].map((a) => [a, 0n, 0n]);
  }
  const pairs = numbers.flatMap((a) => numbers.map((b): Operands => [a, b, b]));
  if (count === 2) return pairs;
  // The pairs, each with one third operand, in rotation.
  return pairs.map(([a, b], index) => [a, b, numbers[index * 7 % numbers.length] ?? 0n]);
}

/** Random operands. */
export function randomCase(
  random: Random,
  { encoding, format }: Tried,
): Operands {
  if (takesInteger(encoding)) {
    const shift = BigInt(random.below(64));
    return [random.word() >> shift, 0n, 0n];
  }
  const a = randomNumber(random, format);
  const b = randomNumber(random, format, a);
  // An addend near the product, as a cancellation needs it.
  const c = random.oneIn(2) ? randomNumber(random, format, a) : randomNumber(random, format, b);
  return [a, b, c];
}
