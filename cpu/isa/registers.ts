// SPDX-License-Identifier: MPL-2.0
// The names of the registers: x0 to x31 and f0 to f31, and the ABI's names for them (psABI,
// "Register Convention").

/** The ABI name of each integer register, by number. */
// deno-fmt-ignore
export const REGISTER_NAMES = [
  "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2",
  "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5",
  "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7",
  "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
] as const;

/** An ABI name of an integer register. */
export type RegisterName = (typeof REGISTER_NAMES)[number];

/** The number of each integer register by its ABI name: `REGISTER.sp` is 2. */
export const REGISTER: Readonly<Record<RegisterName, number>> = Object.fromEntries(
  REGISTER_NAMES.map((name, number) => [name, number]),
) as Record<RegisterName, number>;

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...REGISTER_NAMES.map((name, number): [string, number] => [name, number]),
  ...REGISTER_NAMES.map((_, number): [string, number] => [`x${number}`, number]),
  ["fp", 8],
]);

/** Every name an integer register goes by: x0 to x31, the ABI's, and fp for s0. */
export const ALL_REGISTER_NAMES: readonly string[] = [...NUMBERS.keys()];

/** The number, 0 to 31, of the integer register of that name; undefined when there is none. */
export function registerNumber(name: string): number | undefined {
  return NUMBERS.get(name);
}

const numbered = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${from + index}`);

/** The ABI name of each floating-point register, by number. */
export const FLOAT_REGISTER_NAMES: readonly string[] = [
  ...numbered("ft", 0, 7),
  ...numbered("fs", 0, 1),
  ...numbered("fa", 0, 7),
  ...numbered("fs", 2, 11),
  ...numbered("ft", 8, 11),
];

const FLOAT_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...FLOAT_REGISTER_NAMES.map((name, number): [string, number] => [name, number]),
  ...FLOAT_REGISTER_NAMES.map((_, number): [string, number] => [`f${number}`, number]),
]);

/** Every name a floating-point register goes by: f0 to f31, and the ABI's. */
export const ALL_FLOAT_REGISTER_NAMES: readonly string[] = [...FLOAT_NUMBERS.keys()];

/** The number, 0 to 31, of the floating-point register of that name; undefined when there is none. */
export function floatRegisterNumber(name: string): number | undefined {
  return FLOAT_NUMBERS.get(name);
}

/** The rounding modes by number, as instructions name them, without the reserved ones. */
export const ROUNDING_MODE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, "rne"],
  [1, "rtz"],
  [2, "rdn"],
  [3, "rup"],
  [4, "rmm"],
  [7, "dyn"],
]);
