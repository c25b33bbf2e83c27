// SPDX-License-Identifier: MPL-2.0
// Backtraces of compiled programs that have stopped are those of gdb, which debugs them under QEMU. Skipped,
// with the reason in the name, when a compiler, QEMU or gdb is missing. Needs permission to run, read and write.

import { assert, assertEquals } from "@std/assert";
import { readExecutable } from "../../../asm/object/elf/executable_reader.ts";
import { Process } from "../../../host/process.ts";
import { backtrace } from "../../../host/symbols/backtrace.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";

const SOURCES = new URL(".", import.meta.url).pathname;
const GDB = "gdb-multiarch";
const QEMU = "qemu-riscv64";

interface Case {
  readonly compiler: "gcc" | "g++";
  readonly source: string;
  readonly flags: readonly string[];
  /** Removes symbols and section headers. gdb then sees nothing, and ours must be those of before. */
  readonly isStripped?: true;
}

const DEBUG = ["-O2", "-g"];
const UNWIND = ["-O2", "-g", "-fasynchronous-unwind-tables"];

const CASES: readonly Case[] = [
  { compiler: "gcc", source: "stopping.c", flags: [...DEBUG, "-DHANDLES=0"] },
  { compiler: "gcc", source: "stopping.c", flags: [...DEBUG, "-DHANDLES=1"] },
  { compiler: "gcc", source: "stopping.c", flags: [...UNWIND, "-DHANDLES=2"] },
  { compiler: "gcc", source: "stopping.c", flags: ["-O1", "-g", "-DHANDLES=1"] },
  {
    compiler: "gcc",
    source: "stopping.c",
    flags: [...UNWIND, "-DHANDLES=1", "-Wl,--eh-frame-hdr"],
    isStripped: true,
  },
  { compiler: "g++", source: "throwing.cc", flags: ["-O2"] },
  { compiler: "g++", source: "throwing.cc", flags: ["-O0", "-g"] },
];

async function runs(command: string): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

const tools = [GDB, QEMU, "riscv64-linux-gnu-gcc", "riscv64-linux-gnu-g++"];
const present = await Promise.all(tools.map(runs));
const missing = tools.filter((_, index) => present[index] !== true);
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")} here)`;

/** The addresses of the frames that gdb shows; "handler" for a signal handler's. */
async function framesByGdb(
  directory: string,
  program: string,
  isHandled: boolean,
): Promise<string[]> {
  const socket = `${directory}/gdb`;
  const qemu = new Deno.Command(QEMU, {
    args: ["-g", socket, program],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    for (let tries = 0; tries < 200; tries++) {
      if (await Deno.stat(socket).then(() => true, () => false)) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const commands = [
      "set print address on",
      `target remote ${socket}`,
      `handle SIGSEGV ${isHandled ? "nostop pass" : "stop"}`,
      "handle SIGUSR1 nostop pass",
      "continue",
      // Frames at the beginning of a line have no address in `bt`.
      ...Array.from({ length: 40 }, () => ['printf "frame %p\\n", $pc', "up"]).flat(),
    ];
    const { stdout } = await new Deno.Command(GDB, {
      args: ["-nx", "-batch", ...commands.flatMap((command) => ["-ex", command]), program],
      stdin: "null",
    }).output();
    const lines = new TextDecoder().decode(stdout).split("\n");
    const addresses: string[] = [];
    let isHandler = false;
    for (const line of lines) {
      const [, address] = /^frame (0x[0-9a-f]+)/.exec(line) ?? [];
      if (address !== undefined) addresses.push(isHandler ? "handler" : address);
      isHandler = /^#\d+ +<signal handler called>/.test(line);
    }
    return addresses;
  } finally {
    try {
      qemu.kill();
    } catch {
      // It has ended.
    }
    await qemu.status;
  }
}

/** The addresses of our frames, with those of signal handlers' trampolines marked. */
function ownFrames(bytes: Uint8Array): { addresses: string[]; names: string[]; origins: string[] } {
  const image = readExecutable(bytes, "program");
  using process = new Process(image);
  const outcome = process.run({ maxInstructions: 10_000_000 });
  assertEquals(outcome.kind, "killed");
  const { memory, registers, pc } = process.machine;
  const { frames } = backtrace({ memory, registers: registers.toArray(), pc, image });
  return {
    addresses: frames.map(({ address }) => `0x${address.toString(16)}`),
    names: frames.map(({ symbol }) => symbol?.split("+")[0] ?? "?"),
    origins: frames.map(({ origin }) => origin),
  };
}

for (const { compiler, source, flags, isStripped } of CASES) {
  Deno.test({
    name: `backtrace of ${source}, ${flags.join(" ")}${isStripped ? ", stripped" : ""}${skipped}`,
    ignore: missing.length > 0,
    fn: () =>
      withDirectory(async (directory) => {
        const program = `${directory}/program`;
        const { success, stderr } = await new Deno.Command(`riscv64-linux-gnu-${compiler}`, {
          args: ["-static", ...flags, "-o", program, `${SOURCES}/${source}`],
        }).output();
        assert(success, new TextDecoder().decode(stderr));
        const bytes = await Deno.readFile(program);
        const own = ownFrames(bytes);
        assert(own.names.includes("main"), own.names.join());
        assert(!own.origins.includes("scan"));
        if (isStripped) {
          await new Deno.Command("riscv64-linux-gnu-strip", { args: [program] }).output();
          const stripped = await Deno.readFile(program);
          // Without section headers .eh_frame is found by the program headers.
          const E_SHOFF = 0x28;
          const E_SHNUM = 0x3c;
          stripped.fill(0, E_SHOFF, E_SHOFF + 8).fill(0, E_SHNUM, E_SHNUM + 4);
          assertEquals(ownFrames(stripped).addresses, own.addresses);
          return;
        }
        const expected = await framesByGdb(directory, program, !flags.includes("-DHANDLES=0"));
        assert(expected.length > 3, expected.join());
        // gdb shows the inlined functions as frames at the same address, and ends at main.
        const physical = expected.filter((address, index) =>
          address === "handler" || index === 0 || address !== expected[index - 1] ||
          own.addresses.filter((own) => own === address).length > 1
        );
        const shown = own.addresses.map((address, index) =>
          own.names[index] === "<signal handler called>" ? "handler" : address
        );
        const count = own.names.indexOf("main") + 1;
        // The machine stops before the ecall retires, QEMU after it.
        assertEquals(shown.slice(1, count), physical.slice(1, count));
      }),
  });
}
