// SPDX-License-Identifier: MPL-2.0
// Running one program in QEMU and on our machine: assembled and linked by the GNU tools, all that it
// writes. Programs use the system calls write (64) and exit (93) only.

import { assert, assertEquals } from "@std/assert";
import type { Machine } from "../../cpu/machine.ts";
import { rwx } from "./harness.ts";

const TOOLS = ["riscv64-linux-gnu-gcc", "riscv64-linux-gnu-objcopy", "qemu-riscv64"];

/** Where the GNU linker puts the program. */
export const START = 0x10_0000n;

function isInstalled(tool: string): boolean {
  try {
    return new Deno.Command(tool, { args: ["--version"], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

/** What a tool writes to its output. Nothing here takes long, so one that does not end is stopped. */
async function run(tool: string, args: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const signal = AbortSignal.timeout(60_000);
  const { success, stdout, stderr } = await new Deno.Command(tool, { args: [...args], signal })
    .output();
  assert(success, `${tool}: ${new TextDecoder().decode(stderr)}`);
  return stdout;
}

const missing = TOOLS.filter((tool) => !isInstalled(tool));

/** What to add to a test's name when it is skipped as a tool is missing; empty when none is. */
export const skippedWithoutQemu = missing.length === 0
  ? ""
  : ` (skipped: ${missing.join(", ")} not found)`;

/** Runs the linked program on our machine: all that it writes. */
export function outputOf(machine: Machine, image: Uint8Array): Uint8Array {
  machine.memory.map(START, Math.ceil(image.length / 4096) * 4096, rwx("rwx"));
  machine.memory.write(START, image);
  machine.pc = START;
  let written = new Uint8Array();
  machine.environmentCall = ({ registers, memory }) => {
    if (registers.get(17) !== 64n) return {};
    written = memory.read(registers.get(11), Number(registers.get(12)));
    registers.set(10, registers.get(12));
    return undefined;
  };
  assertEquals(machine.run({ maxInstructions: 1_000_000_000 }).reason, "environment");
  return written;
}

/** Assembles and links a program: the flat image for our machine, and what it writes under QEMU. */
export async function runWithQemu(
  source: string,
  architecture: string,
  abi: string,
): Promise<{ image: Uint8Array; expected: Uint8Array }> {
  const directory = await Deno.makeTempDir();
  try {
    const text = `${directory}/program.s`;
    const program = `${directory}/program`;
    const flat = `${directory}/program.bin`;
    await Deno.writeTextFile(text, source);
    const link = `-Wl,-N,--build-id=none,-Ttext=0x${START.toString(16)}`;
    const target = [`-march=${architecture}`, `-mabi=${abi}`, "-nostdlib", "-static", link];
    await run("riscv64-linux-gnu-gcc", [...target, "-o", program, text]);
    await run("riscv64-linux-gnu-objcopy", ["-O", "binary", program, flat]);
    return {
      image: await Deno.readFile(flat),
      expected: await run("qemu-riscv64", ["-cpu", "rv64,zbkb=true", program]),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
