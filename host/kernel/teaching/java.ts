// SPDX-License-Identifier: MPL-2.0
// Java's numbers, because RARS is a Java program: how it prints and reads floating-point numbers, and the
// generator of java.util.Random, so that a program with a seed gets RARS's own random numbers.

/** A number as Java's Double.toString gives it; with `isSingle` as Float.toString does. */
export function formatFloat(value: number, isSingle: boolean): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}Infinity`;
  if (size === 0) return `${sign}0.0`;
  const [mantissa = "", exponentText = "0"] = shortest(size, isSingle).split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/, "") || "0";
  const exponent = Number(exponentText);
  if (size < 1e-3 || size >= 1e7) {
    return `${sign}${digits[0]}.${digits.slice(1) || "0"}E${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** The fewest digits that read back as the same number, as `d.ddde+n`. */
function shortest(size: number, isSingle: boolean): string {
  if (!isSingle) return size.toExponential();
  for (let digits = 0; digits < 9; digits++) {
    const text = size.toExponential(digits);
    if (Math.fround(Number(text)) === size) return text;
  }
  return size.toExponential();
}

/** The int in a text, as Integer.parseInt reads it; undefined when there is none. */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}

/** The number in a text, as Double.parseDouble reads it; undefined when there is none. */
export function parseFloating(text: string): number | undefined {
  const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;
  if (decimal.test(text)) return Number(text.replace(/[fFdD]$/, ""));
  const word = /^([+-]?)(NaN|Infinity)$/.exec(text);
  if (word === null) return undefined;
  return word[2] === "NaN" ? NaN : word[1] === "-" ? -Infinity : Infinity;
}

const MULTIPLIER = 0x5_deec_e66dn;
const INCREMENT = 11n;
const STATE_BITS = 48;

/** The generator of java.util.Random: linear congruential, with 48 bits of state. */
export class JavaRandom {
  #state: bigint;

  /** The generator with that seed. */
  constructor(seed: bigint) {
    this.#state = BigInt.asUintN(STATE_BITS, seed ^ MULTIPLIER);
  }

  /** The next bits, at most 32, as an unsigned number. */
  #next(bits: number): number {
    this.#state = BigInt.asUintN(STATE_BITS, this.#state * MULTIPLIER + INCREMENT);
    return Number(this.#state >> BigInt(STATE_BITS - bits));
  }

  /** nextInt(): any int. */
  int(): number {
    return this.#next(32) | 0;
  }

  /** nextInt(bound): from 0 to `bound` - 1; the bound must be positive. */
  intBelow(bound: number): number {
    const bits = this.#next(31);
    // A power of two takes the high bits, which are the more random ones.
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(bits)) >> 31n);
    let value = bits;
    // Values after the last whole multiple of the bound would not be uniform.
    while (value - (value % bound) + (bound - 1) >= 2 ** 31) value = this.#next(31);
    return value % bound;
  }

  /** nextFloat(): from 0 to 1, in single precision. */
  float(): number {
    return this.#next(24) / 2 ** 24;
  }

  /** nextDouble(): from 0 to 1. */
  double(): number {
    return (this.#next(26) * 2 ** 27 + this.#next(27)) / 2 ** 53;
  }
}
