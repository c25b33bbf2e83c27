// SPDX-License-Identifier: MPL-2.0
// Decimal numbers are rounded to the nearest number of a format: compared with exact integers, above
// all for numbers halfway between two, or very near that.

import { assertEquals } from "@std/assert";
import { type FloatFormat, parseFloatLiteral } from "../../../asm/text/float_literal.ts";
import { fc } from "../../properties.ts";

const FORMATS = { 4: { fraction: 23n, bias: 127n }, 8: { fraction: 52n, bias: 1023n } } as const;

/** The exact value of positive bits, and the value halfway to the next, times 2^1200. */
function scaled(bits: bigint, size: 4 | 8): { value: bigint; unit: bigint } {
  const { fraction, bias } = FORMATS[size];
  const field = bits >> fraction;
  const digits = BigInt.asUintN(Number(fraction), bits);
  const exponent = (field === 0n ? 1n : field) - bias - fraction + 1200n;
  const significand = field === 0n ? digits : digits | (1n << fraction);
  return { value: significand << exponent, unit: 1n << exponent };
}

/** A multiple of 2^-1200 in decimal: exact. */
function decimal(value: bigint): string {
  const places = 1200n;
  const whole = value >> places;
  const rest = (value - (whole << places)) * 10n ** places >> places;
  return `${whole}.${rest.toString().padStart(Number(places), "0")}`;
}

function bitsOf(text: string, size: 4 | 8): bigint {
  const literal = parseFloatLiteral(text, size);
  if (literal.kind !== "bits") throw new RangeError(`Cannot take ${text}: it is ${literal.kind}`);
  return literal.bits;
}

/** Positive finite bits of a format, without the largest, whose successor is infinite. */
const finite = (size: 4 | 8) => {
  const { fraction, bias } = FORMATS[size];
  return fc.bigInt({ min: 0n, max: ((2n * bias + 1n) << fraction) - 2n });
};

for (const size of [4, 8] as const) {
  Deno.test(`numbers are rounded correctly to ${size} bytes, also halfway between two`, () => {
    fc.assert(
      fc.property(finite(size), (bits) => {
        const { value, unit } = scaled(bits, size);
        const half = value + unit / 2n;
        const even = bits % 2n === 0n ? bits : bits + 1n;
        assertEquals(bitsOf(decimal(value), size), bits);
        assertEquals(bitsOf(decimal(half), size), even);
        assertEquals(bitsOf(`${decimal(half)}00000000000000001`, size), bits + 1n);
        assertEquals(bitsOf(decimal(half - 1n), size), bits);
        assertEquals(bitsOf(`-${decimal(half - 1n)}`, size), bits | (1n << BigInt(8 * size - 1)));
      }),
      { numRuns: 150 },
    );
  });
}

Deno.test("numbers that round to infinity are rejected, others become the largest number", () => {
  assertEquals(bitsOf("340282356779733661637539395458142568447", 4), 0x7f7f_ffffn);
  assertEquals(parseFloatLiteral("340282356779733661637539395458142568448", 4).kind, "tooLarge");
  assertEquals(bitsOf("1.797693134862315807e308", 8), 0x7fef_ffff_ffff_ffffn);
  assertEquals(parseFloatLiteral("1.797693134862315808e308", 8).kind, "tooLarge");
  assertEquals(parseFloatLiteral("1e999999999999", 8).kind, "tooLarge");
});

Deno.test("numbers that are too small become 0, and underflow", () => {
  for (const text of ["1e-400", "1e-999999999999", "-7e-46"]) {
    const literal = parseFloatLiteral(text, 4);
    assertEquals(literal.kind === "bits" && literal.underflows, true, text);
  }
  assertEquals(bitsOf("7.1e-46", 4), 1n);
  const zero = parseFloatLiteral("0.000e-5000", 8);
  assertEquals(zero, { kind: "bits", bits: 0n, underflows: false });
});

Deno.test("16-bit and extended numbers are rounded once, however many digits they have", () => {
  const cases: [text: string, format: FloatFormat, bits: bigint][] = [
    ["1.00048828125", "half", 0x3c00n],
    ["1.000488281250000000000000000001", "half", 0x3c01n],
    ["2.98023223876953125e-08", "half", 0n],
    ["2.980232238769531250001e-08", "half", 1n],
    ["6.103515625e-5", "half", 0x0400n],
    ["65519.99", "half", 0x7bffn],
    ["1.5", "brain", 0x3fc0n],
    ["-1.00390625", "brain", 0xbf80n],
    ["1.0039062500001", "brain", 0x3f81n],
    ["3.3895314e38", "brain", 0x7f7fn],
    ["9.2e-41", "brain", 1n],
    ["nan", "brain", 0x7fffn],
    ["snan", "brain", 0x7fbfn],
    ["-inf", "brain", 0xff80n],
    ["3.6451995318824746025e-4951", "extended", 1n],
    ["1.8225997659412373012e-4951", "extended", 0n],
    ["1e-20000000", "extended", 0n],
  ];
  for (const [text, format, bits] of cases) {
    const literal = parseFloatLiteral(text, format);
    assertEquals(literal.kind === "bits" ? literal.bits : literal.kind, bits, `${text} ${format}`);
  }
  for (const format of ["half", "brain", "extended"] as const) {
    assertEquals(parseFloatLiteral("1e5000", format).kind, "tooLarge");
  }
  assertEquals(parseFloatLiteral("65520", "half").kind, "tooLarge");
});

Deno.test("a bfloat16 number is the upper half of a single, rounded once", () => {
  const property = fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const single = new DataView(new ArrayBuffer(4));
    single.setFloat32(0, value);
    const whole = single.getUint32(0);
    const rounded = (whole + 0x7fff + ((whole >>> 16) & 1)) >>> 16;
    const literal = parseFloatLiteral(Object.is(value, -0) ? "-0" : `${value}`, "brain");
    if ((rounded & 0x7fff) >= 0x7f80) assertEquals(literal.kind, "tooLarge");
    else assertEquals(literal.kind === "bits" && literal.bits, BigInt(rounded), `${value}`);
  });
  fc.assert(property, { numRuns: 1000 });
});
