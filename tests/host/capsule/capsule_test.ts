// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { Capsule, CapsuleError, DivergenceError, Recording } from "../../../host/capsule/mod.ts";
import { readParts, writeParts } from "../../../host/capsule/capsule_file.ts";
import { readHeader, writeHeader } from "../../../host/capsule/header.ts";
import { denoFileSystem } from "../../../host/deno/file_system.ts";
import { CopyOnWriteFileSystem } from "../../../host/kernel/files/copy_on_write.ts";
import type { FileSystem } from "../../../host/kernel/files/file_system.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import type { Outcome } from "../../../host/process.ts";
import { Timeline } from "../../../host/timeline/timeline.ts";
import { stateOf } from "../timeline/states.ts";
import { CASES, eventsOf, kernelStateOf, piecewise, type RecordedCase } from "./programs.ts";

const decoder = new TextDecoder();

/** A run, and what can be compared of it. */
interface Recorded {
  readonly capsule: Uint8Array;
  readonly outcome: Outcome;
  readonly output: readonly string[];
  readonly events: readonly string[];
  readonly state: string;
  readonly kernel: unknown;
}

/** Output streams that keep what is written, with the number of the stream. */
function streams(): {
  readonly output: string[];
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
} {
  const output: string[] = [];
  return {
    output,
    stdout: (bytes) => void output.push(`1 ${decoder.decode(bytes)}`),
    stderr: (bytes) => void output.push(`2 ${decoder.decode(bytes)}`),
  };
}

/** Records a run to its end; its file system is mounted at /d, where it starts. */
async function record(
  { program, args = ["program"], stdin = "", seed = 0 }: RecordedCase,
  fileSystem: FileSystem,
): Promise<Recorded> {
  const { output, stdout, stderr } = streams();
  using recording = new Recording(program, {
    ...{ args, seed, stdout, stderr, stdin: piecewise(stdin), workingDirectory: "/d" },
    env: { HOME: "/d" },
    mounts: [{ at: "/d", fileSystem }],
  });
  const { process } = recording;
  const events = eventsOf(process);
  let outcome = recording.run();
  while (outcome.kind === "input") outcome = recording.run();
  return {
    ...{ capsule: await recording.capsule(), outcome, output, events },
    ...{ state: stateOf(process), kernel: kernelStateOf(process) },
  };
}

/** The same for a file system that is gone afterwards. */
async function recordWithFiles(
  each: RecordedCase,
  kind: "memory" | "host" | "copy",
): Promise<Recorded> {
  if (kind === "memory") return await record(each, new MemoryFileSystem());
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  try {
    const files = denoFileSystem(directory);
    return await record(each, kind === "host" ? files : new CopyOnWriteFileSystem(files));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

assert(CASES.length >= 20);
for (const [index, each] of CASES.entries()) {
  Deno.test(`a capsule of ${each.name} replays the same run on both engines`, async () => {
    const kind = (["host", "memory", "copy"] as const)[index % 3] ?? "host";
    const recorded = await recordWithFiles(each, kind);
    const capsule = await Capsule.read(recorded.capsule);
    for (const engine of ["stepper", "auto"] as const) {
      const { output, stdout, stderr } = streams();
      using replay = capsule.start({ engine, stdout, stderr });
      const { process } = replay;
      const events = eventsOf(process);
      assertEquals(replay.run(), recorded.outcome);
      assertEquals(output, recorded.output);
      assertEquals(events, recorded.events);
      assertEquals(stateOf(process), recorded.state);
      assertEquals(kernelStateOf(process), recorded.kernel);
    }
  });
}

Deno.test("a timeline on a replay has the moments of the recorded run", async () => {
  const [each] = CASES as [RecordedCase];
  const { capsule: file, state } = await recordWithFiles(each, "host");
  const capsule = await Capsule.read(file);
  const moments = [1, 5000, 77_777, 300_000, 500_001];
  const states: string[] = [];
  {
    using replay = capsule.start({ engine: "stepper" });
    for (const maxInstructions of moments) {
      replay.run({ maxInstructions });
      states.push(stateOf(replay.process));
    }
  }
  using replay = capsule.start();
  using timeline = new Timeline(replay.process, { spacing: 100_000 });
  while (timeline.run().kind === "input");
  assertEquals(stateOf(replay.process), state);
  for (const [index, moment] of [...moments.entries()].reverse()) {
    timeline.seek(moment);
    assertEquals(stateOf(replay.process), states[index]);
  }
});

const COPY = `
        .globl  _start
_start: li      a0, 0
        la      a1, buffer
        li      a2, 65536
        li      a7, 63
        ecall
        blez    a0, 1f
        mv      a2, a0
        li      a0, 1
        li      a7, 64
        ecall
        j       _start
1:      li      a7, 94
        ecall
        .bss
buffer: .zero   65536
`;

Deno.test("a capsule takes what was read, the program and less than 1 KiB", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(65536));
  const program = build([{ name: "copy.s", text: COPY }]);
  const sizeWith = async (size: number, piece: number) => {
    let at = 0;
    using recording = new Recording(program, {
      stdin: {
        read(buffer) {
          const part = bytes.subarray(at, Math.min(size, at + piece));
          buffer.set(part);
          at += part.length;
          return part.length;
        },
      },
    });
    assertEquals(recording.run(), { kind: "exited", status: 0 });
    return (await recording.capsule()).length;
  };
  const elf = writeElf(program);
  for (const [size, piece] of [[0, 1], [65536, 1], [65536, 1000], [65536, 65536]] as const) {
    const more = await sizeWith(size, piece) - size - elf.length;
    assert(more <= 1024, `${size} bytes, ${piece} a time: ${more}`);
  }
});

const READER = `
        .globl  _start
_start: li      s0, 20                  # the same file many times
1:      li      a0, -100
        la      a1, path
        li      a2, 0
        li      a7, 56
        ecall
        mv      s1, a0
        la      a1, buffer
        li      a2, 65536
        li      a7, 63
        ecall
        mv      a0, s1
        li      a7, 57
        ecall
        addi    s0, s0, -1
        bnez    s0, 1b
        li      a0, 0
        li      a7, 94
        ecall
        .section .rodata
path:   .asciz  "/f"
        .bss
buffer: .zero   65536
`;

Deno.test("a capsule has a file once, however often it is read", async () => {
  const f = crypto.getRandomValues(new Uint8Array(50_000));
  using recording = new Recording(build([{ name: "reader.s", text: READER }]), {
    mounts: [{ at: "/", fileSystem: new MemoryFileSystem({ f }) }],
  });
  recording.run();
  const file = await recording.capsule();
  assert(file.length < 50_000 + 2000, `${file.length}`);
  using replay = (await Capsule.read(file)).start();
  assertEquals(replay.run(), { kind: "exited", status: 0 });
  const { memory } = replay.process.machine;
  const at = recording.process.program.segments.at(-1)?.address ?? 0n;
  assertEquals(memory.read(at, 50_000, "any"), f);
});

const LOOP = `
        .globl  _start
_start: li      t0, 40000000
1:      addi    t0, t0, -1
        sd      t0, -8(sp)
        bnez    t0, 1b
        li      a0, 3
        li      a7, 93
        ecall
`;

Deno.test("a replay that is another run is noticed soon", async () => {
  const program = build([{ name: "loop.s", text: LOOP }]);
  using recording = new Recording(program);
  assertEquals(recording.run(), { kind: "exited", status: 3 });
  const { program: elf, ...parts } = await readParts(await recording.capsule());
  assert(elf !== undefined);
  // 40,000,000 in `lui t0, 9766; addiw t0, t0, -1536` becomes 40,000,001.
  const at = elf.findIndex((_, index) =>
    new DataView(elf.buffer, elf.byteOffset + index).byteLength >= 4 &&
    new DataView(elf.buffer, elf.byteOffset + index).getUint32(0, true) === 0xa002_829b
  );
  assert(at > 0);
  elf[at + 2] = 0x12;
  const changed = await Capsule.read(await writeParts({ ...parts, program: elf }));
  using replay = changed.start();
  const error = assertThrows(() => replay.run(), DivergenceError, "its registers");
  assert(error.instruction < 5_000_000, `${error.instruction}`);
});

Deno.test("a capsule without its last event, or with another end, is another run", async () => {
  const [each] = CASES as [RecordedCase];
  const { capsule } = await recordWithFiles(each, "host");
  const parts = await readParts(capsule.slice());
  const start = async (changed: Parameters<typeof writeParts>[0]) =>
    (await Capsule.read(await writeParts({ ...parts, ...changed }))).start();
  {
    using replay = await start({ events: parts.events!.slice(0, -3) });
    assertThrows(() => replay.run(), CapsuleError);
  }
  const header = readHeader(parts.header);
  {
    const end = { kind: "exited", status: 9 } as const;
    using replay = await start({ header: writeHeader({ ...header, end }) });
    assertThrows(() => replay.run(), DivergenceError, "ended otherwise");
  }
  {
    const { instructions } = header;
    using replay = await start({
      header: writeHeader({ ...header, instructions: instructions - 10 }),
    });
    assertThrows(() => replay.run(), DivergenceError);
  }
});

Deno.test("a capsule of a stopped run ends there", async () => {
  const program = build([{ name: "loop.s", text: LOOP }]);
  using recording = new Recording(program);
  assertEquals(recording.run({ maxInstructions: 4_194_304 }), { kind: "limit" });
  const file = await recording.capsule();
  const capsule = await Capsule.read(file);
  assertEquals(capsule.end, { kind: "stopped", by: "limit" });
  using replay = capsule.start();
  assertEquals(replay.run(), { kind: "limit" });
  assertEquals(replay.process.machine.instructions, 4_194_304);
  assertEquals(stateOf(replay.process), stateOf(recording.process));
});

Deno.test("what the process keeps of its output counts in a replay, too", async () => {
  const text = `
        .globl  _start
_start: li      a0, 1
        la      a1, _start
        li      a2, 100000
        li      a7, 64
        ecall
        bgez    a0, _start
        neg     a0, a0
        li      a7, 93
        ecall
        .bss
        .zero   200000
`;
  const program = build([{
    name: "much.s",
    text: text.replace("la      a1, _start", "mv a1, sp"),
  }]);
  using recording = new Recording(program, { memoryLimit: 2 ** 21 });
  const outcome = recording.run();
  const capsule = await Capsule.read(await recording.capsule());
  for (const options of [{}, { stdout: () => {} }]) {
    using replay = capsule.start(options);
    assertEquals(replay.run(), outcome);
  }
});

Deno.test("a file that is no capsule, or of another version, is refused", async () => {
  await assertRejects(() => Capsule.read(new Uint8Array(100)), CapsuleError, "it is not a capsule");
  using recording = new Recording(build([{ name: "loop.s", text: LOOP }]));
  recording.run({ maxInstructions: 10 });
  const file = await recording.capsule();
  await assertRejects(() => Capsule.read(file.slice(0, -9)), CapsuleError, "damaged");
  file[8] = 7;
  await assertRejects(() => Capsule.read(file), CapsuleError, "version 7");
});
