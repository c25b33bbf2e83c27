// SPDX-License-Identifier: MPL-2.0
// Builds a program with GNU as and ld and runs it under qemu-riscv64: the witness for the results of system
// calls and their traces. Needs permission to run, read and write.

import { assertEquals } from "@std/assert";
import { gnuToolsPresent, runGnu, withDirectory } from "../asm/goldens/gnu.ts";
import { DATA, ENTRY } from "./kernel/one_call.ts";

const QEMU = "qemu-riscv64";

async function isPresent(command: string): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

/** Whether the tools are installed. */
export const canWitness: boolean = await gnuToolsPresent() && await isPresent(QEMU);

/** The end of the name of a test that needs a witness, when there is none. */
export const witnessMissing: string = canWitness ? "" : " (skipped: no GNU tools or QEMU here)";

/** The result of a run. */
export interface WitnessRun {
  readonly stdout: Uint8Array;
  readonly stderr: string;
  readonly status: number;
}

/**
 * Builds a program from its source and calls `work` with a function that runs it in an empty
 * directory. Code is not relaxed, since the program does not set up gp.
 */
export function withWitness(
  source: string,
  work: (
    run: (options: readonly string[], ...args: string[]) => Promise<WitnessRun>,
  ) => Promise<void>,
): Promise<void> {
  return withDirectory(async (directory) => {
    const [text, object, program] = ["s", "o", "elf"].map((end) => `${directory}/a.${end}`);
    if (text === undefined || object === undefined || program === undefined) return;
    await Deno.writeTextFile(text, source);
    const assembled = await runGnu("as", ["-march=rv64im", "-o", object, text]);
    assertEquals(assembled.stderr, "");
    const hex = (address: bigint) => `0x${address.toString(16)}`;
    const places = [`-Ttext=${hex(ENTRY)}`, `-Tdata=${hex(DATA)}`];
    const linked = await runGnu("ld", ["--no-relax", "-o", program, ...places, object]);
    assertEquals(linked.stderr, "");
    await work(async (options, ...args) => {
      // Each run has an empty directory.
      const cwd = await Deno.makeTempDir({ dir: directory });
      const command = new Deno.Command(QEMU, {
        args: [...options, program, ...args],
        cwd,
        stdin: "null",
      });
      const { stdout, stderr, code } = await command.output();
      return { stdout, stderr: new TextDecoder().decode(stderr), status: code };
    });
  });
}
