// SPDX-License-Identifier: MPL-2.0
// riscv_hwprobe, against the numbers of Linux' asm/hwprobe.h: it claims exactly what the assembler and the
// engines have.

import { assert, assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { Caller, DATA } from "./one_call.ts";

/** An instruction of each extension, and its bit RISCV_HWPROBE_EXT_… of RISCV_HWPROBE_KEY_IMA_EXT_0. */
const BITS: readonly (readonly [bit: number, name: string, instruction: string])[] = [
  [2, "v", "vsetvli a0, a1, e8, m1, ta, ma"],
  [3, "zba", "sh1add a0, a1, a2"],
  [4, "zbb", "clz a0, a1"],
  [5, "zbs", "bset a0, a1, a2"],
  [6, "zicboz", "cbo.zero (a0)"],
  [7, "zbc", "clmulr a0, a1, a2"],
  [8, "zbkb", "brev8 a0, a1"],
  [9, "zbkc", "clmul a0, a1, a2"],
  [10, "zbkx", "xperm8 a0, a1, a2"],
  [11, "zknd", "aes64ds a0, a1, a2"],
  [12, "zkne", "aes64es a0, a1, a2"],
  [13, "zknh", "sha256sum0 a0, a1"],
  [14, "zksed", "sm4ed a0, a1, a2, 0"],
  [15, "zksh", "sm3p0 a0, a1"],
  [27, "zfh", "fadd.h fa0, fa1, fa2"],
  [28, "zfhmin", "flh fa0, 0(a0)"],
  [32, "zfa", "fli.d fa0, 1.0"],
  [34, "zacas", "amocas.d a0, a2, (a1)"],
  [35, "zicond", "czero.eqz a0, a1, a2"],
  [36, "zihintpause", "pause"],
  [42, "zimop", "mop.r.0 a0, a1"],
  [44, "zcb", "c.lbu a0, 0(a1)"],
  [47, "zcmop", "c.mop.1"],
  [48, "zawrs", "wrs.nto"],
  [55, "zicbom", "cbo.clean (a0)"],
  [58, "zabha", "amoadd.b a0, a1, (a2)"],
  [60, "zicbop", "prefetch.r 0(a0)"],
];
const FD = 0n;
const C = 1n;
const ZCA = 43n;
const ZCD = 45n;
const ZAAMO = 56n;
const ZALRSC = 57n;

function has(instruction: string): boolean {
  return assemble({ name: "a.s", text: `${instruction}\n` }).object !== undefined;
}

/** The key and the value that the call leaves for a key. */
function probe(key: bigint): [bigint | undefined, bigint | undefined] {
  using caller = new Caller();
  caller.put([key, -7n]);
  assertEquals(caller.call("riscv_hwprobe", DATA, 1), 0n);
  const [found, value] = caller.words(2);
  return [found, value];
}

Deno.test("riscv_hwprobe() reports the extensions that the machine has, by Linux' bits", () => {
  let expected = 0n;
  for (const bit of [FD, C, ZCA, ZCD, ZAAMO, ZALRSC]) expected |= 1n << bit;
  const present = BITS.filter(([, , instruction]) => has(instruction));
  for (const [bit] of present) expected |= 1n << BigInt(bit);
  assertEquals(probe(4n), [4n, expected]);
  const names = present.map(([, name]) => name);
  for (const name of ["zcb", "zicbom", "zicbop", "zicboz"]) assert(names.includes(name), name);
});

Deno.test("riscv_hwprobe() has the keys of Linux, and -1 for others", () => {
  assertEquals(probe(3n), [3n, 1n]);
  // Misaligned accesses of integers are slow, by both keys; vectors have none.
  assertEquals(probe(5n), [5n, 2n]);
  assertEquals(probe(9n), [9n, 2n]);
  assertEquals(probe(10n), [10n, 4n]);
  for (const key of [6n, 12n, 15n]) assertEquals(probe(key), [key, 64n]);
  for (const key of [11n, 1000n, -1n]) assertEquals(probe(key), [-1n, 0n]);
});
