// SPDX-License-Identifier: MPL-2.0
// Random system calls with random arguments, in sequences of one process each. The library throws nothing,
// and the engines come to the same end: outcome, instructions, answers, output. A plain test run makes some;
// for 100,000 sequences, other ones:
//
//     LEVERET_FUZZ=100000 LEVERET_FUZZ_SEED=2 deno task test tests/host/hostile/call_fuzz_test.ts

import { assertEquals, assertGreater, fail } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { EngineName } from "../../../cpu/machine.ts";
import { SYSCALLS } from "../../../host/kernel/calls/syscall_table.ts";
import { CopyOnWriteFileSystem } from "../../../host/kernel/files/copy_on_write.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { Process } from "../../../host/process.ts";
import { Draw } from "../../asm/fuzzing.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { withTempDirectory } from "../cli/harness.ts";
import { denoFileSystem } from "../../../host/deno/file_system.ts";

const CALLS = 40;
const CALL_SIZE = 64;
const DATA_SIZE = 1 << 14;
const MIB = 2 ** 20;
/** Handlers of signals may run for ever. */
const MAX_INSTRUCTIONS = 20_000;
const USUAL_COUNT = 150;
/** The engines that are compared with the stepper, in turn. */
const OTHERS = ["translator", "templates"] as const;

/** Makes the calls of a table, and keeps their answers. */
const PROGRAM = build([{
  name: "calls.s",
  text: `
        .globl  _start
_start: la      s0, table
        li      s1, ${CALLS}
1:      ld      a0, 0(s0)
        ld      a1, 8(s0)
        ld      a2, 16(s0)
        ld      a3, 24(s0)
        ld      a4, 32(s0)
        ld      a5, 40(s0)
        ld      a7, 48(s0)
        ecall
        sd      a0, 56(s0)
        addi    s0, s0, ${CALL_SIZE}
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        li      a7, 93
        ecall
        .bss
        .balign 4096
table:  .zero   ${CALLS * CALL_SIZE}
        .balign 4096
data:   .zero   ${DATA_SIZE}
`,
}]);
const TABLE = PROGRAM.symbol("table")?.value ?? 0n;
const DATA = PROGRAM.symbol("data")?.value ?? 0n;

const PATHS = [
  "/w",
  "/w/a",
  "/w/d/..",
  "/w/d/b",
  "b",
  "/tmp/x",
  "/dev/zero",
  "/proc/self/maps",
  "",
];
/** Whatever ends the program is left out of most sequences. */
const ENDS = ["exit", "exit_group"];
const NUMBERS = SYSCALLS.filter(({ name }) => !ENDS.includes(name)).map(({ number }) => number);

/** The paths, then structures: addresses, small numbers, anything. */
function dataOf(draw: Draw): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DATA_SIZE);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < DATA_SIZE; at += 8) view.setBigUint64(at, valueOf(draw), true);
  PATHS.forEach((path, index) => bytes.set(new TextEncoder().encode(`${path}\0`), index * 32));
  return bytes;
}

function valueOf(draw: Draw): bigint {
  switch (draw.below(9)) {
    case 0:
      return BigInt(draw.below(8));
    case 1:
      return BigInt.asUintN(64, -1n - BigInt(draw.below(128)));
    case 2:
      return 1n << BigInt(draw.below(64));
    case 3:
      return BigInt.asUintN(64, -1n << BigInt(draw.below(64)));
    case 4:
      return BigInt(draw.below(2 ** 31));
    case 5:
      return DATA + BigInt(32 * draw.below(PATHS.length));
    case 6:
      return TABLE + BigInt(draw.below(CALLS * CALL_SIZE));
    case 7:
      return 4096n * BigInt(draw.below(64));
    default:
      return DATA + BigInt(draw.below(DATA_SIZE));
  }
}

function tableOf(draw: Draw): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(CALLS * CALL_SIZE);
  const view = new DataView(bytes.buffer);
  for (let call = 0; call < CALLS; call++) {
    for (let argument = 0; argument < 6; argument++) {
      view.setBigUint64(call * CALL_SIZE + 8 * argument, valueOf(draw), true);
    }
    // AT_FDCWD, or calls for paths would seldom get further.
    if (draw.below(3) === 0) view.setBigInt64(call * CALL_SIZE, -100n, true);
    const number = draw.below(10) === 0 ? draw.below(500) : NUMBERS[draw.below(NUMBERS.length)]!;
    view.setBigUint64(call * CALL_SIZE + 48, BigInt(number), true);
  }
  return bytes;
}

/** Runs a sequence; returns what came of it, without host times. */
function run(engine: EngineName, index: number, directory: string): string {
  const draw = new Draw(FUZZ_SEED * 3_000_017n + BigInt(index));
  const fileSystem = index % 2 === 0
    ? new MemoryFileSystem({ a: "text", d: { b: "more" } })
    : new CopyOnWriteFileSystem(denoFileSystem(directory));
  using process = new Process(PROGRAM, {
    engine,
    eager: engine !== "stepper",
    memoryLimit: 4 * MIB,
    mounts: [{ at: "/w", fileSystem }],
  });
  const { memory } = process.machine;
  memory.write(TABLE, tableOf(draw));
  memory.write(DATA, dataOf(draw));
  const outcome = process.run({ maxInstructions: MAX_INSTRUCTIONS });
  const { registers, instructions, pc } = process.machine;
  const { stdout, stderr } = process.output;
  const answers = memory.isMapped(TABLE, CALLS * CALL_SIZE)
    ? memory.read(TABLE, CALLS * CALL_SIZE, "any").toHex()
    : "";
  const end = outcome.kind === "killed" ? outcome.signal.name : outcome.kind;
  return [end, instructions, pc, registers.get(10), stdout.length, stderr.length, answers].join(
    " ",
  );
}

const count = fuzzCount(USUAL_COUNT);

Deno.test(`${count} sequences of random system calls end alike in each engine`, async () => {
  if (!Number.isSafeInteger(count)) fail("LEVERET_FUZZ is not a number of cases");
  await withTempDirectory(async (directory) => {
    await Deno.mkdir(`${directory}/d`);
    await Deno.writeTextFile(`${directory}/a`, "text");
    await Deno.writeTextFile(`${directory}/d/b`, "more");
    const ends = new Map<string, number>();
    for (let index = 0; index < count; index++) {
      const seed = `seed ${FUZZ_SEED}, sequence ${index}`;
      let stepped: string;
      try {
        stepped = run("stepper", index, directory);
        const engine = OTHERS[(index >> 1) % OTHERS.length]!;
        assertEquals(run(engine, index, directory), stepped, `${seed}, ${engine}`);
      } catch (error) {
        throw new Error(`Cannot run ${seed}`, { cause: error });
      }
      const [end = ""] = stepped.split(" ");
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
    // Many must come to their end, or few calls would be made.
    assertGreater(ends.get("exited") ?? 0, count / 8, JSON.stringify([...ends]));
    assertEquals(await Deno.readTextFile(`${directory}/a`), "text");
    assertEquals([...Deno.readDirSync(directory)].length, 2);
  });
});
