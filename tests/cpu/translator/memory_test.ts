// SPDX-License-Identifier: MPL-2.0
// Memory under translated code, which remembers runs of pages that it may access: what happens when
// pages go, lose rights, are emptied or move while a loop keeps accessing them, at the borders of
// such runs, and when machines come and go.

import { assert, assertEquals } from "@std/assert";
import { acquireArena, releaseArena } from "../../../cpu/memory/arena.ts";
import { RANGE, RANGE_TABLE } from "../../../cpu/memory/layout.ts";
import { Machine } from "../../../cpu/machine.ts";
import type { Stop } from "../../../cpu/machine.ts";
import { FUZZ_SEED } from "../../fuzz_settings.ts";
import { PAGE, rwx } from "../harness.ts";
import { assembled, loaded, sideBySide, toItsEnd } from "../side_by_side.ts";
import { Random } from "../values.ts";

/** Some pages that the programs access: data, and on both sides nothing. */
const PAGES = 0x3f_5000_0000n;

/** Runs a program whose a1 points to 8 pages. */
function overPages(text: string, letters = "rw-") {
  return sideBySide(`li a1, ${PAGES}\n${text}`, (subject) => {
    subject.machine.memory.map(PAGES, 8 * 4096, rwx(letters));
    return toItsEnd(subject);
  });
}

/** The cause and the address of a trap. */
function faultOf(stop: Stop): string {
  return stop.reason === "trap"
    ? `${stop.trap.cause} at pages + 0x${(stop.trap.address - PAGES).toString(16)}`
    : stop.reason;
}

/** Walks over all pages forever; in the round that s0 counts to 0, makes a call in between. */
const walk = (access: string, service: string) => `
    li s0, 100
    mv s1, a1
  round:
    li s2, 512
    mv s3, s1
  loop:
    ${access}
    addi s3, s3, 64
    addi s2, s2, -1
    bnez s2, loop
    addi s0, s0, -1
    bltz s0, done
    bnez s0, round
    ${service}
    j round
  done:
    svc exit
`;

Deno.test("pages that go while a loop accesses them fault from then on", () => {
  const third = "lui t0, 2\nadd a0, s1, t0\nli a1, 8192\n";
  const cases: Readonly<Record<string, readonly [access: string, service: string]>> = {
    "load-page-fault at pages + 0x2000": ["ld t1, 0(s3)", `${third} svc unmap`],
    "store-page-fault at pages + 0x2000": ["sd s0, 0(s3)", `${third} li a2, 1\nsvc protect`],
    "load-page-fault at pages + 0x2004": ["lw t1, 4(s3)", `${third} li a2, 0\nsvc protect`],
  };
  for (const [fault, [access, service]] of Object.entries(cases)) {
    assertEquals(faultOf(overPages(walk(access, service)).end), fault);
  }
});

Deno.test("pages that are discarded or remapped while a loop accesses them are zero", () => {
  const third = "lui t0, 2\nadd a0, s1, t0\nli a1, 8192\n";
  const access = "ld t1, 0(s3)\nadd s4, s4, t1\naddi t1, t1, 1\nsd t1, 0(s3)";
  overPages(walk(access, `${third} svc discard`));
  overPages(walk(access, `${third} svc unmap\nli a2, 3\nsvc map`));
});

Deno.test("pages with equal low halves of their addresses are distinct", () => {
  // The walk goes on with the old upper half, and then with the new one.
  const service = `mv a0, s1\nli a1, 32768\nsvc unmap\nli t0, 1 << 33\nadd a0, s1, t0
    li a2, 3\nsvc map\n`;
  const old = overPages(walk("sd s0, 0(s3)", service)).end;
  assertEquals(faultOf(old), "store-page-fault at pages + 0x0");
  const anew = overPages(
    walk("ld t1, 0(s3)\nadd s4, s4, t1\nsd s0, 0(s3)", `${service} mv s1, a0`),
  );
  assertEquals(anew.end.reason, "environment");
  const back = overPages(walk("sd s0, 0(s3)", `${service} mv s1, a0\nli s0, 3\nsub s1, s1, t0`));
  assertEquals(faultOf(back.end), "store-page-fault at pages + 0x0");
});

Deno.test("accesses fault at the first byte past the end of their pages, and before them", () => {
  for (
    const [bytes, load, store] of [[8, "ld", "sd"], [4, "lw", "sw"], [2, "lhu", "sh"]] as const
  ) {
    for (let inside = bytes; inside >= 0; inside--) {
      const toEnd = 32768 - inside;
      for (
        const [access, cause] of [[`${load} t1, 0(s3)`, "load"], [`${store} s0, 0(s3)`, "store"]]
      ) {
        const { end } = overPages(walk(`${access}`, `li t0, ${toEnd}\nadd s1, s1, t0`));
        const expected = `${cause}-page-fault at pages + 0x8000`;
        // One access at the very end fits; the next one of the walk does not.
        const next = `${cause}-page-fault at pages + 0x${(toEnd + 64).toString(16)}`;
        assertEquals(faultOf(end), inside === bytes ? next : expected, `${access}, ${inside}`);
      }
    }
    const { end } = overPages(walk(`${load} t1, 0(s3)`, "addi s1, s1, -1"));
    assertEquals(faultOf(end), "load-page-fault at pages + 0x-1");
  }
});

Deno.test("misaligned accesses across pages with different rights fault as they should", () => {
  for (const letters of ["r--", "---", "-w-"]) {
    for (const access of ["ld t1, 0(s3)", "sd s0, 0(s3)", "lw t1, 0(s3)", "sw s0, 0(s3)"]) {
      for (const offset of [4089, 4092, 4093, 4096]) {
        sideBySide(
          `li a1, ${PAGES}\n${walk(access, `li t0, ${3 * 4096 + offset}\nadd s1, s1, t0`)}`,
          (subject) => {
            const { memory } = subject.machine;
            memory.map(PAGES, 16 * 4096, rwx("rw-"));
            // The walk of the first rounds does not get that far.
            memory.protect(PAGES + 10n * PAGE, 4096, rwx(letters));
            return toItsEnd(subject);
          },
        );
      }
    }
  }
});

Deno.test("a base register that moves between far pages finds each of them", () => {
  sideBySide(
    `
      li s0, 4000
      li a1, ${PAGES}
      li a2, 0x3f51000000
      mv s1, a1
    loop:
      # Swaps the addresses, so that the same access goes to either.
      xor s2, a1, a2
      xor s1, s1, s2
      ld t0, 8(s1)
      add t0, t0, s0
      sd t0, 8(s1)
      sb t0, 4095(s1)
      lbu t1, 2047(s1)
      addi s1, s1, 1
      lh t2, 0(s1)
      add a0, a0, t2
      addi s1, s1, -1
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    `.replace("4095(s1)", "1999(s1)"),
    (subject) => {
      subject.machine.memory.map(PAGES, 4096, rwx("rw-"));
      subject.machine.memory.map(0x3f_5100_0000n, 4096, rwx("rw-"));
      return toItsEnd(subject);
    },
  );
});

Deno.test("first touches are counted as the stepper counts them", () => {
  sideBySide(
    `
      li s0, 60
      li a1, ${PAGES}
      lui t1, 1
    loop:
      ld t0, 0(a1)
      sd s0, 8(a1)
      add a1, a1, t1
      addi s0, s0, -1
      bnez s0, loop
      svc exit
    `,
    ({ machine, seen }) => {
      machine.memory.map(PAGES, 64 * 4096, rwx("rw-"));
      seen.push(machine.run(), machine.memory.pagesTouched);
    },
  );
});

Deno.test("each page that goes is missed by accesses that are checked together", () => {
  for (let gone = 0; gone < 8; gone++) {
    const page = `li t0, ${gone * 4096}\nadd a0, s1, t0\nli a1, 4096\n`;
    const cases = [
      ["load", "ld t1, 0(s3)\nld t2, 2040(s3)", `${page} svc unmap`],
      ["store", "sd s0, 0(s3)\nsd s0, 2040(s3)", `${page} li a2, 1\nsvc protect`],
    ] as const;
    for (const [direction, access, service] of cases) {
      // The walk ends in the last page where 2048 bytes are left.
      const text = walk(access, service).replace("li s2, 512", "li s2, 480");
      const first = gone === 0 ? 0 : gone * 4096 + 2040 % 64;
      const fault = `${direction}-page-fault at pages + 0x${first.toString(16)}`;
      assertEquals(faultOf(overPages(text).end), fault);
    }
  }
});

Deno.test("slots that lose a right empty the ranges that reach into them, and no others", () => {
  const arena = acquireArena();
  const field = (entry: number, name: "start" | "length" | "misses" | "explored") =>
    (entry + RANGE[name]) / 4;
  /** An entry for a run of pages, for accesses of that size. */
  const entryFor = (slot: number, pages: number, size: number): number => {
    const entry = arena.allocateRange();
    arena.words32[field(entry, "start")] = slot * 4096;
    arena.words32[field(entry, "start") + 1] = 0x3f;
    arena.words32[field(entry, "length")] = pages * 4096 - (size - 1);
    arena.words32[field(entry, "misses")] = 7;
    arena.words32[field(entry, "explored")] = pages;
    return entry;
  };
  const isEmpty = (entry: number): boolean => arena.words32[field(entry, "length")] === 0;
  for (const first of [0x1, 0x100, 2 ** 20 - 3]) {
    for (const size of [1, 8, 4096]) {
      for (let from = first - 4; from <= first + 4; from++) {
        for (let count = 1; count <= 8; count++) {
          const entry = entryFor(first, 3, size);
          const other = entryFor(0x5000, 3, size);
          arena.forgetRanges(from, from + count);
          const reaches = from < first + 3 && from + count > first;
          assertEquals(isEmpty(entry), reaches, `${first}, ${size} bytes: ${from}, ${count} slots`);
          assert(!isEmpty(other));
          // What exploring has cost so far still counts.
          assertEquals(arena.words32[field(entry, "misses")], 7);
          assertEquals(arena.words32[field(entry, "explored")], 3);
        }
      }
    }
  }
  releaseArena(arena);
});

Deno.test("random changes of mappings between accesses take effect at once", () => {
  const AREA = 16;
  // Loads, spans that are checked together, stores, and code on the data's pages, with any stride.
  const text = `
    li s5, 4
    beq s2, zero, near
    addi s2, s2, -1
    beq s2, zero, wide
    addi s2, s2, -1
    beq s2, zero, stores
  jump:
    jalr ra, s1, 0
    svc exit
  near:
    ld t0, 0(s1)
    add s1, s1, s4
    addi s3, s3, -1
    bnez s3, near
    svc exit
  wide:
    lbu t0, -2040(s1)
    lw t1, 0(s1)
    ld t2, 2000(s1)
    add s1, s1, s4
    addi s3, s3, -1
    bnez s3, wide
    svc exit
  stores:
    sd s3, 0(s1)
    ld t1, 64(s1)
    sw s3, 128(s1)
    add s1, s1, s4
    addi s3, s3, -1
    bnez s3, stores
    svc exit
  `;
  const RET = 0x00008067n;
  for (let seed = 0; seed < 4; seed++) {
    sideBySide(text, (subject) => {
      const { machine, seen } = subject;
      const { memory, registers } = machine;
      const random = new Random(Number(FUZZ_SEED) + seed);
      // At the end of the slots, where the next page would be that of slot 0.
      const areas = [PAGES, 0x3f_ffff_0000n];
      for (let round = 0; round < 400; round++) {
        const area = random.pick(areas);
        const first = random.below(AREA);
        const at = area + BigInt(first * 4096);
        const length = (1 + random.below(AREA - first)) * 4096;
        const letters = random.pick(["rw-", "r--", "rwx", "---", "r-x"]);
        switch (random.below(8)) {
          case 0:
            memory.unmap(at, length);
            break;
          case 1:
            memory.protect(at, length, rwx(letters));
            break;
          case 2:
            memory.discard(at, length);
            break;
          case 3:
          case 4:
            if (memory.isFree(at, length)) memory.map(at, length, rwx("rwx"));
        }
        const start = area + BigInt(random.below(AREA) * 4096 + random.below(512) * 8);
        if (memory.isMapped(start, 8)) memory.writeUint(start, 4, RET, "any");
        for (let again = 0; again < 3; again++) {
          registers.set(9, start);
          registers.set(18, BigInt(random.below(4)));
          registers.set(19, BigInt(random.between(1, 200)));
          registers.set(20, BigInt(8 * random.between(-200, 400)));
          machine.pc = subject.at("_start");
          const stop = machine.run({ maxInstructions: machine.instructions + 2000 });
          seen.push(stop, machine.instructions, memory.pagesTouched);
        }
      }
      return seen.length;
    });
  }
});

Deno.test("the table of ranges gives each entry out once, and takes all of them back", () => {
  const arena = acquireArena();
  const entries = new Set<number>();
  while (arena.rangesLeft > 0) entries.add(arena.allocateRange());
  assertEquals(entries.size, RANGE.count);
  const end = RANGE_TABLE + RANGE.count * RANGE.size;
  assert([...entries].every((entry) => entry >= RANGE_TABLE && entry + RANGE.size <= end));
  releaseArena(arena);
  assertEquals(arena.rangesLeft, RANGE.count);
});

Deno.test("a machine finds nothing that the previous one left in its memory", () => {
  // The same addresses with other code, without code, and with other rights of the data.
  const loop = (body: string) =>
    assembled(
      `li a1, ${PAGES}\nli s0, 2000\nloop: ${body}\naddi s0, s0, -1\nbnez s0, loop\nsvc exit\n`,
    );
  const add = loop("sd s0, 0(a1)\nadd a0, a0, s0\ncall f\n j 1f\nf: addi a0, a0, 1\nret\n1:");
  const double = loop("ld t0, 0(a1)\nadd a0, a0, t0\ncall f\n j 1f\nf: addi a0, a0, 2\nret\n1:");
  const ends: unknown[] = [];
  for (let round = 0; round < 4; round++) {
    for (const eager of [true, false]) {
      for (const [program, letters] of [[add, "rw-"], [double, "r--"], [add, "r--"]] as const) {
        const { machine } = loaded(program, { eager });
        machine.memory.map(PAGES, 4096, rwx(letters));
        const stop = machine.run();
        ends.push(stop.reason === "environment" ? machine.registers.get(10) : faultOf(stop));
        machine.dispose();
      }
    }
    const empty = new Machine();
    empty.pc = 0x1_0000n;
    assertEquals(faultOf(empty.run()).split(" ")[0], "instruction-page-fault");
    empty.dispose();
  }
  const once = [2_003_000n, 4000n, "store-page-fault at pages + 0x0"];
  assertEquals(ends, Array.from({ length: 8 }, () => once).flat());
});

/** Bytes of resident memory that a process of its own reaches. */
function peakOf(what: "machines" | "workers" | "large machines"): number {
  const script = new URL("many_machines.ts", import.meta.url).pathname;
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-read", script, what],
  }).outputSync();
  assert(success, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

const GIB = 2 ** 30;

Deno.test("2,000 machines one after another stay within 1 GiB", () => {
  const peak = peakOf("machines");
  assert(peak < GIB, `${peak} bytes`);
});

Deno.test("8 workers with 100 machines each stay within 1 GiB", () => {
  const peak = peakOf("workers");
  assert(peak < GIB, `${peak} bytes`);
});

Deno.test("machines too large for the pool give their memory back", () => {
  const peak = peakOf("large machines");
  assert(peak < GIB, `${peak} bytes`);
});
