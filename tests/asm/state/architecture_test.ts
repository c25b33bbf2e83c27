// SPDX-License-Identifier: MPL-2.0
// Architecture strings: what they name and imply, and the name with versions that ELF attributes get.

import { assertEquals, assertThrows } from "@std/assert";
import { Architecture, ArchitectureError } from "../../../asm/state/architecture.ts";

Deno.test("Architecture.name has single letters in canonical order, then long names", () => {
  assertEquals(Architecture.open.name, undefined);
  assertEquals(
    Architecture.parse("rv64gc_zbb_zba").name,
    "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zba1p0_zbb1p0_zicsr2p0_zifencei2p0",
  );
  assertEquals(
    Architecture.parse("rv64ihvcqam").change("-a").name?.split("_z")[0],
    "rv64i2p1_m2p0_f2p2_d2p2_q2p2_c2p0_v1p0_h1p0",
  );
});

Deno.test("by default all extensions are enabled, but none is named", () => {
  assertEquals([Architecture.open.has("Zbb"), Architecture.open.isNamed("Zbb")], [true, false]);
  const named = Architecture.open.change("+zbb");
  assertEquals([named.has("Zbb"), named.isNamed("Zbb")], [true, true]);
  const removed = named.change("-zbb");
  assertEquals([removed.has("Zbb"), removed.isNamed("Zbb")], [false, false]);
});

Deno.test("the letter b is unknown, as to GNU as 2.40", () => {
  for (const change of ["rv64gcb", "+b"]) {
    assertThrows(() => Architecture.open.change(change), ArchitectureError, "`b`");
  }
});
