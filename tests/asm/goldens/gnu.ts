// SPDX-License-Identifier: MPL-2.0
// Runs the GNU tools for riscv64, for the tests that compare with them and the generators of goldens.
// Each call works in a temporary directory, which it removes. Needs permission to run, read and write.

const PREFIX = "riscv64-linux-gnu-";
/** The architecture with all extensions that GNU as and the machine have. */
const WHOLE_ARCHITECTURE = "-march=rv64gch_zba_zbb_zbc_zbkb_zbs_zicbom_zicbop_zicboz_zicsr_zifencei_zihintpause_svinval";
const ARCHITECTURE = "-march=rv64imafd_zicsr_zifencei_zihintpause";
/** The address of .text in the tests. */
export const TEXT_ADDRESS = 0x10000n;
/** A label at the end of the source: GNU as pads the section to its alignment, after it. */
const END = "end_of_source";

/** Runs one of the GNU tools, whose name has the prefix of the target. */
export async function runGnu(
  tool: "as" | "gcc" | "ld" | "nm" | "objcopy" | "objdump" | "readelf" | "size",
  args: readonly string[],
): Promise<{ success: boolean; stdout: string; stderr: string }> {
  const output = await new Deno.Command(PREFIX + tool, { args: [...args] }).output();
  const decoder = new TextDecoder();
  return {
    success: output.success,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

/** Whether the GNU tools are installed and permitted. Never prompts. */
export async function gnuToolsPresent(): Promise<boolean> {
  for (const name of ["run", "write"] as const) {
    if ((await Deno.permissions.query({ name })).state !== "granted") return false;
  }
  try {
    return (await runGnu("as", ["--version"])).success && (await runGnu("ld", ["-V"])).success;
  } catch {
    return false;
  }
}

/** The first line of the version of GNU as. */
export async function gnuVersion(): Promise<string> {
  return (await runGnu("as", ["--version"])).stdout.split("\n")[0] ?? "";
}

/** Calls `work` with a new directory, and removes the directory afterwards. */
export async function withDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await Deno.makeTempDir({ prefix: "leveret-" });
  try {
    return await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The bytes of .text of a source, at {@link TEXT_ADDRESS}; or the errors. */
export function gnuText(
  source: string,
): Promise<{ bytes: Uint8Array; message?: never } | { bytes?: never; message: string }> {
  return withDirectory(async (directory) => {
    const [text, object, program, bytes] = ["s", "o", "elf", "bin"].map((e) =>
      `${directory}/a.${e}`
    );
    if (!text || !object || !program || !bytes) throw new TypeError("unreachable");
    await Deno.writeTextFile(text, `${source}\n.global ${END}\n${END}:\n`);
    const address = `0x${TEXT_ADDRESS.toString(16)}`;
    const steps = [
      ["as", [ARCHITECTURE, "-o", object, text]],
      ["ld", ["--no-relax", "-e", address, `-Ttext=${address}`, "-o", program, object]],
      ["objcopy", ["-O", "binary", "-j", ".text", program, bytes]],
    ] as const;
    for (const [tool, args] of steps) {
      const result = await runGnu(tool, args);
      if (!result.success || result.stderr !== "") return { message: result.stderr.trim() };
    }
    const symbols = (await runGnu("nm", [program])).stdout;
    const [, end] = new RegExp(`^([0-9a-f]+) . ${END}$`, "m").exec(symbols) ?? [];
    if (end === undefined) return { message: `nm does not list ${END}` };
    const size = BigInt(`0x${end}`) - TEXT_ADDRESS;
    return { bytes: (await Deno.readFile(bytes)).slice(0, Number(size)) };
  });
}

/** The text of objdump for each of the words, in a row from `start` on. */
export function gnuDisassembly(
  words: readonly number[],
  start: bigint,
  options: readonly string[],
): Promise<string[]> {
  return withDirectory(async (directory) => {
    const [text, object] = [`${directory}/a.s`, `${directory}/a.o`];
    // Not .4byte, which objdump would show as data.
    await Deno.writeTextFile(text, words.map((word) => `.insn 0x${word.toString(16)}\n`).join(""));
    const assembled = await runGnu("as", [WHOLE_ARCHITECTURE, "-o", object, text]);
    if (!assembled.success) throw new Error(`Cannot assemble the words: ${assembled.stderr}`);
    const { stdout } = await runGnu("objdump", ["-d", `--adjust-vma=${start}`, ...options, object]);
    return [...stdout.matchAll(/^ *[0-9a-f]+:\t(?:[0-9a-f]{4}){1,2} *\t(.*)$/gm)].map(([, line]) =>
      line ?? ""
    );
  });
}

/**
 * Links several sources with ld: returns the bytes of the named sections, which begin at the addresses
 * in `starts`, with the values of `symbols`.
 */
export function gnuSections(
  sources: readonly { readonly name: string; readonly text: string }[],
  starts: ReadonlyMap<string, bigint>,
  symbols: ReadonlyMap<string, bigint> = new Map(),
): Promise<Map<string, Uint8Array>> {
  return withDirectory(async (directory) => {
    const objects: string[] = [];
    for (const [index, { name, text }] of sources.entries()) {
      const [source, object] = [`${directory}/${index}.s`, `${directory}/${index}.o`];
      await Deno.writeTextFile(source, text);
      const { success, stderr } = await runGnu("as", [
        ...[ARCHITECTURE, "-mno-relax", "-o", object, source],
      ]);
      if (!success) throw new Error(`Cannot assemble ${name}: ${stderr}`);
      objects.push(object);
    }
    const program = `${directory}/program`;
    const places = [...starts].map(([name, at]) => `--section-start=${name}=0x${at.toString(16)}`);
    const values = [...symbols].map(([name, value]) => `--defsym=${name}=0x${value.toString(16)}`);
    const args = ["--no-relax", "-o", program, ...places, ...values, ...objects];
    const linked = await runGnu("ld", args);
    if (!linked.success) throw new Error(`Cannot link: ${linked.stderr}`);
    const sections = new Map<string, Uint8Array>();
    for (const name of starts.keys()) {
      const bytes = `${directory}/bytes`;
      await runGnu("objcopy", ["-O", "binary", "-j", name, program, bytes]);
      sections.set(name, await Deno.readFile(bytes));
    }
    return sections;
  });
}
