// SPDX-License-Identifier: MPL-2.0
// Makes objects with the GNU tools, for tests that link them, and links them with GNU ld at the addresses that
// our linker chose. Needs permission to run, read and write.

import { assertEquals } from "@std/assert";
import type { Program } from "../../asm/object/program.ts";
import { runGnu } from "./goldens/gnu.ts";

const decoder = new TextDecoder();

/** Whether a tool is installed and may be run. */
export async function isInstalled(tool: string): Promise<boolean> {
  if ((await Deno.permissions.query({ name: "run" })).state !== "granted") return false;
  try {
    return (await new Deno.Command(tool, { args: ["--version"], stdout: "null" }).output()).success;
  } catch {
    return false;
  }
}

/** Runs a tool, which must succeed without output. */
export async function runTool(tool: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(tool, { args }).output();
  assertEquals([success, decoder.decode(stderr)], [true, ""], `${tool} ${args.join(" ")}`);
}

/** Compiles C, or assembles a .s file, in a directory; returns the object's path. */
export async function compile(
  folder: string,
  file: string,
  text: string,
  options: readonly string[],
): Promise<string> {
  const path = `${folder}/${file}`;
  const object = `${path}.o`;
  await Deno.writeTextFile(path, text);
  await runTool("riscv64-linux-gnu-gcc", ...options, "-c", "-o", object, path);
  return object;
}

/** How a program ended under qemu-riscv64, and what it wrote. */
export async function underQemu(
  program: string,
  ...args: string[]
): Promise<{ status: number; stdout: string }> {
  const command = new Deno.Command("qemu-riscv64", { args: [program, ...args], stdin: "null" });
  const { code, stdout } = await command.output();
  return { status: code, stdout: decoder.decode(stdout) };
}

/** Input sections in the order in which linkers collect them for an output section. */
const COLLECTED: Readonly<Record<string, string>> = {
  ".text": "*(.text.unlikely .text.unlikely.*) *(.text.exit .text.exit.*) " +
    "*(.text.startup .text.startup.*) *(.text.hot .text.hot.*) *(.text .text.*)",
  ".bss": "*(.bss .bss.*) *(COMMON)",
};

/** A linker script with the addresses of a program's sections. */
function scriptFor(program: Program): string {
  const { threadLocal } = program;
  const sections = program.sections.map(({ name, address }) => {
    const list = COLLECTED[name] ?? `*(${name} ${name}.*)`;
    // .tbss comes right after .tdata, as everywhere.
    const tail = name === ".tdata" ? "\n .tbss : { *(.tbss .tbss.*) }" : "";
    const keepsPlace = threadLocal?.address === address && name !== ".tdata";
    return `${keepsPlace ? " .tbss : { *(.tbss .tbss.*) }\n" : ""} ${name} 0x${
      address.toString(16)
    } : { ${list} }${tail}`;
  });
  const symbols = ["__global_pointer$", "__init_array_start"].flatMap((name) => {
    const value = program.symbol(name)?.value;
    return value === undefined ? [] : `${name} = 0x${value.toString(16)};`;
  });
  // GNU ld makes a .got even if it is not used.
  const rest = program.sections.some(({ name }) => name === ".got")
    ? []
    : [" .got 0x4000000 : { *(.got .got.plt) }"];
  const left = [" /DISCARD/ : { *(.comment .note.* .riscv.attributes) }"];
  return ["SECTIONS {", ...sections, ...symbols, ...rest, ...left, "}", ""].join("\n");
}

/** The bytes of each section if GNU ld links the objects at the addresses of `program`. */
export async function linkedByGnu(
  folder: string,
  program: Program,
  objects: readonly string[],
  entry = "_start",
): Promise<Map<string, Uint8Array>> {
  const [script, output, bytes] = ["script", "gnu", "bytes"].map((name) => `${folder}/${name}`);
  if (script === undefined || output === undefined || bytes === undefined) return new Map();
  await Deno.writeTextFile(script, scriptFor(program));
  const args = ["--no-relax", "--no-warn-rwx-segments", "-static", "-e", entry];
  const { stderr } = await runGnu("ld", [...args, "-T", script, "-o", output, ...objects]);
  assertEquals(stderr, "");
  const sections = new Map<string, Uint8Array>();
  for (const { name } of program.sections) {
    if (name.startsWith(".bss") || name.startsWith(".sbss")) continue;
    await runGnu("objcopy", ["-O", "binary", "-j", name, output, bytes]);
    sections.set(name, await Deno.readFile(bytes));
  }
  return sections;
}

/** The bytes of a section of a program. */
export function bytesOfSection(program: Program, name: string): Uint8Array {
  const section = program.sections.find((candidate) => candidate.name === name);
  const segment = program.segments.find(({ address, size }) =>
    section !== undefined && address <= section.address &&
    section.address < address + BigInt(size)
  );
  if (section === undefined || segment === undefined) return new Uint8Array();
  const start = Number(section.address - segment.address);
  return segment.data.subarray(start, start + section.size);
}

/** The first halfwords in which two runs of bytes differ: `0x10: 1234 5678`, ours first. */
export function differences(ours: Uint8Array, theirs: Uint8Array): string[] {
  const list = ours.length === theirs.length ? [] : [`${ours.length} bytes, not ${theirs.length}`];
  for (let at = 0; at < Math.min(ours.length, theirs.length) && list.length < 10; at += 2) {
    const [a, b] = [ours, theirs].map((bytes) => bytes.slice(at, at + 2).toReversed().toHex());
    if (a !== b) list.push(`0x${at.toString(16)}: ${a} ${b}`);
  }
  return list;
}
