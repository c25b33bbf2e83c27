// SPDX-License-Identifier: MPL-2.0
// Stop sites: they outlive their stops for a while, and addresses that share an entry of the stop table
// do not stop each other.

import { assertEquals } from "@std/assert";
import { acquireArena, releaseArena } from "../../../cpu/memory/arena.ts";
import { STOPS } from "../../../cpu/memory/layout.ts";
import { StopSites } from "../../../cpu/translator/stop_sites.ts";
import { TRANSLATED_END } from "../../../cpu/translator/regions/region.ts";
import { assertTrap, CODE, code, COUNT, ins, prepare, testEngines } from "../harness.ts";

Deno.test("a stop that comes and goes has one site, which goes when it is long idle", () => {
  const arena = acquireArena();
  const sites = new StopSites(arena);
  assertEquals(sites.add(0x1000n), 0x1000);
  assertEquals(sites.add(0x1000n), undefined);
  for (let count = 0; count < 3; count++) {
    sites.remove(0x1000n);
    sites.remove(0x1000n);
    assertEquals([sites.has(0x1000), sites.isIdle(0x1000)], [true, true]);
    assertEquals(sites.removeIdle(count), []);
    assertEquals(sites.add(0x1000n), undefined);
    assertEquals(sites.isIdle(0x1000), false);
  }
  sites.add(0x2000n);
  assertEquals(sites.removeIdle(1e12), []);
  sites.remove(0x1000n);
  assertEquals(sites.removeIdle(2e12), []);
  assertEquals(sites.removeIdle(2e12 + 1), []);
  assertEquals(sites.removeIdle(3e12), [0x1000]);
  assertEquals([sites.has(0x1000), sites.has(0x2000)], [false, true]);
  assertEquals(sites.add(0x1000n), 0x1000);
  releaseArena(arena);
});

Deno.test("there are no sites where no code is translated", () => {
  const arena = acquireArena();
  const sites = new StopSites(arena);
  for (const address of [0x1001n, -2n, BigInt(TRANSLATED_END), 2n ** 64n - 2n]) {
    assertEquals(sites.add(address), undefined);
    sites.remove(address);
  }
  releaseArena(arena);
});

testEngines("an idle site that shares an entry with a stop is passed", (machine) => {
  const distance = 2 * STOPS.count;
  const other = CODE + BigInt(distance);
  const subject = prepare(machine(), [
    { ...code([ins("jal", { imm: distance }), ins("ebreak")]), length: distance + 4096 },
  ]);
  const loop = [
    ins("addi", { rd: COUNT, rs1: COUNT, imm: -1 }),
    ins("beq", { rs1: COUNT, imm: 8 }),
    ins("jal", { imm: -distance - 8 }),
    ins("jal", { imm: 4 - distance - 12 }),
  ];
  for (const [index, word] of loop.entries()) {
    subject.memory.writeUint(other + BigInt(4 * index), 4, BigInt(word), "any");
  }
  subject.registers.set(COUNT, 6n);
  subject.addBreakpoint(other);
  assertEquals(subject.run(), { reason: "breakpoint", address: other });
  let calls = 0;
  subject.addProbe(CODE, () => calls++);
  subject.removeBreakpoint(other);
  assertTrap(subject.run(), "breakpoint", CODE + 4n);
  assertEquals([calls, subject.registers.get(COUNT)], [5, 0n]);
});
