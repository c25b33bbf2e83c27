// SPDX-License-Identifier: MPL-2.0
// The floating-point registers as the host reads and writes them.

import { assertEquals, assertThrows } from "@std/assert";
import { testEngines } from "../harness.ts";

testEngines("floating-point registers start at 0, and keep 64 bits each", (machine) => {
  const { floatRegisters, registers } = machine();
  assertEquals(floatRegisters.toArray(), new Array(32).fill(0n));
  assertEquals(floatRegisters.areUsed, false);
  for (let register = 0; register < 32; register++) {
    floatRegisters.set(register, (1n << 64n) - 1n - BigInt(register));
  }
  for (let register = 0; register < 32; register++) {
    assertEquals(floatRegisters.get(register), (1n << 64n) - 1n - BigInt(register));
  }
  assertEquals(floatRegisters.areUsed, true);
  assertEquals(registers.toArray(), new Array(32).fill(0n));
});

testEngines("numbers of both precisions can be written and read back", (machine) => {
  const { floatRegisters } = machine();
  floatRegisters.setDouble(1, -0.1);
  assertEquals(floatRegisters.get(1), 0xbfb9_9999_9999_999an);
  assertEquals(floatRegisters.getDouble(1), -0.1);
  // A double is not a single.
  assertEquals(floatRegisters.getSingle(1), NaN);
  floatRegisters.setSingle(2, 0.1);
  assertEquals(floatRegisters.get(2), 0xffff_ffff_3dcc_cccdn);
  assertEquals(floatRegisters.getSingle(2), Math.fround(0.1));
  assertEquals(floatRegisters.getDouble(2), NaN);
});

testEngines("fcsr has eight bits", (machine) => {
  const { floatRegisters } = machine();
  assertEquals(floatRegisters.fcsr, 0);
  floatRegisters.fcsr = 0x1ff;
  assertEquals(floatRegisters.fcsr, 0xff);
  assertEquals(floatRegisters.areUsed, true);
});

testEngines("there are f0 to f31", (machine) => {
  const { floatRegisters } = machine();
  for (const register of [-1, 32, 0.5, NaN]) {
    assertThrows(() => floatRegisters.get(register), RangeError, "there are f0 to f31");
    assertThrows(() => floatRegisters.setSingle(register, 1), RangeError, "there are f0 to f31");
  }
});

testEngines("a machine that takes over the memory of another has its registers at 0", (machine) => {
  const first = machine();
  first.floatRegisters.setDouble(31, 1);
  first.floatRegisters.fcsr = 0x41;
  first.dispose();
  const { floatRegisters } = machine();
  assertEquals(floatRegisters.areUsed, false);
});
