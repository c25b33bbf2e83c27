// SPDX-License-Identifier: MPL-2.0
// Assembles the sources of gas' own test suite by GNU as and by our assembler, and compares the sections
// that are loaded after GNU ld has linked them. The suite is not part of this project: a directory
// is given. Needs permission to run, read and write.

import { Architecture, ArchitectureError } from "../../asm/state/architecture.ts";
import { assemble } from "../../asm/assembler.ts";
import { INSTRUCTIONS } from "../../cpu/isa/table.ts";
import { readObject, writeObject } from "../../asm/elf.ts";
import { relocationName } from "../../asm/object/relocation.ts";
import { runGnu } from "./goldens/gnu.ts";
import { describeSections, elfSections } from "./goldens/gnu_sections.ts";

/** A source of the suite, with the options of one of the tests that use it. */
export interface SuiteCase {
  /** The directory and name of the source: `all/align.s`. */
  readonly source: string;
  /** The options for GNU as, without those about debug information and listings. */
  readonly options: readonly string[];
}

/** How the two assemblers compare on a case. */
export type SuiteResult =
  | "equal"
  | "both refuse"
  | "not for our machine"
  | { readonly kind: "refused here" | "accepted here" | "different"; readonly detail: string };

/** The parts of gas' suite that are not about another machine or object format. */
const PARTS = ["all", "elf", "macros", "riscv"];
/** The options that change what a source means. */
const OPTIONS = /^(-march=|-mabi=|-misa-spec=|-mpriv-spec=|-mcsr-check|-I|--alternate)/;
/** What GNU as assembles for without an option. */
const DEFAULT_ARCHITECTURE = "rv64g";

/** The extensions whose instructions the machine has. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  ["c", "zmmul", "zihintpause", ...INSTRUCTIONS.map(({ extension }) => extension.toLowerCase())],
);

const decoder = new TextDecoder();

function isAlloc(flags: number): boolean {
  return (flags & 2) !== 0;
}

/** The options in a line `#as:` of a description, with `$srcdir/$subdir` as the current directory. */
function optionsOf(line: string): string[] {
  const words = line.replaceAll(/\$\{?srcdir\}?\/\$\{?subdir\}?/g, ".").split(/\s+/);
  const options: string[] = [];
  for (const [index, word] of words.entries()) {
    if (OPTIONS.test(word)) options.push(word);
    const definition = /^--?defsym(?:=(.*))?$/.exec(word);
    if (definition !== null) options.push(`--defsym=${definition[1] ?? words[index + 1]}`);
  }
  return options;
}

/** The cases of a suite's directory: each source, with each set of options that a test has for it. */
export async function suiteCases(directory: string): Promise<SuiteCase[]> {
  const cases = new Map<string, SuiteCase>();
  const add = (source: string, options: readonly string[]) =>
    cases.set([source, ...options].join(" "), { source, options });
  for (const part of PARTS) {
    const names = [...Deno.readDirSync(`${directory}/${part}`)].map(({ name }) => name).sort();
    const described = new Set<string>();
    for (const name of names.filter((name) => name.endsWith(".d"))) {
      const text = await Deno.readTextFile(`${directory}/${part}/${name}`);
      const [, source = name.replace(/d$/, "s")] = /^# *source: *(\S+)/m.exec(text) ?? [];
      if (!names.includes(source)) continue;
      described.add(source);
      add(`${part}/${source}`, optionsOf(/^# *as:(.*)/m.exec(text)?.[1] ?? ""));
    }
    for (const name of names.filter((name) => name.endsWith(".s"))) {
      if (!described.has(name)) add(`${part}/${name}`, []);
    }
  }
  return [...cases.values()];
}

/** The relocations of an object's loaded sections, with what their symbols stand for. */
function describeRelocations(elf: Uint8Array): string {
  const { sections, symbols } = readObject(elf, "a.o");
  return sections.filter(({ flags }) => flags.alloc).map((section) =>
    section.relocations.map(({ offset, type, symbol, addend }) => {
      const target = symbols[symbol];
      const what = target === undefined
        ? "-"
        : target.binding === "local" && typeof target.section === "number"
        ? `${sections[target.section]?.name}+${BigInt(target.value) + BigInt(addend)}`
        : `${target.name}+${addend}`;
      return `${section.name} ${offset} ${relocationName(type)} ${what}`;
    }).sort().join("\n")
  ).join("\n");
}

/** The loaded sections of a program that GNU ld makes of an object; undefined if it refuses. */
async function linked(directory: string, name: string): Promise<string | undefined> {
  const program = `${directory}/${name}.elf`;
  const options = ["--no-relax", "-static", "--unresolved-symbols=ignore-all", "-e", "0"];
  const { success } = await runGnu("ld", [...options, "-o", program, `${directory}/${name}.o`]);
  if (!success) return undefined;
  const elf = await Deno.readFile(program);
  return elfSections(elf).filter(({ flags }) => isAlloc(flags)).map((section) =>
    `${section.name} ${section.address.toString(16)} ${section.size} ${section.hex}`
  ).join("\n");
}

/** The first line in which two texts differ. */
function firstDifference(ours: string, theirs: string): string {
  const [a, b] = [ours.split("\n"), theirs.split("\n")];
  const at = a.findIndex((line, index) => line !== b[index]);
  return `${a[at] ?? "nothing"} | ${b[at === -1 ? a.length : at] ?? "nothing"}`;
}

function architectureOf(options: readonly string[]): string {
  return options.findLast((option) => option.startsWith("-march="))?.slice(7) ??
    DEFAULT_ARCHITECTURE;
}

/** Whether the options name an extension without instructions here, or a 32-bit ABI. */
function isForOthers(options: readonly string[]): boolean {
  const names = Architecture.parse(architectureOf(options)).name?.slice("rv64".length).split("_");
  return options.some((option) => option.startsWith("-mabi=ilp32")) ||
    (names ?? []).some((name) => !EXTENSIONS.has(name.replace(/\d+p\d+$/, "")));
}

/** The object that our assembler makes of a case, or why it refuses. */
function ours(
  directory: string,
  { source, options }: SuiteCase,
): { readonly object: Uint8Array } | { readonly refusal: string } {
  const architecture = architectureOf(options);
  const folder = `${directory}/${source.replace(/\/.*/, "")}`;
  const paths = [
    ".",
    ...options.filter((option) => option.startsWith("-I")).map((o) => o.slice(2)),
  ];
  const find = (name: string) => {
    for (const path of paths) {
      try {
        return Deno.readFileSync(`${folder}/${path}/${name}`);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    return undefined;
  };
  // On the first line, so that the numbers of lines stay.
  const definitions = options.flatMap((option) =>
    option.startsWith("--defsym=") ? [`.set ${option.slice(9).replace("=", ", ")}; `] : []
  );
  if (options.includes("--alternate")) definitions.push(".altmacro; ");
  const name = source.replace(/.*\//, "");
  const text = decoder.decode(find(name) ?? new Uint8Array());
  const { object, diagnostics } = assemble({ name, text: definitions.join("") + text }, {
    architecture,
    include: (path, _from, how) => {
      const bytes = find(path);
      if (bytes === undefined) return undefined;
      return how === "bytes"
        ? { name: path, text: "", bytes }
        : { name: path, text: decoder.decode(bytes) };
    },
  });
  if (object !== undefined) return { object: writeObject(object, { lineTables: false }) };
  const first = diagnostics.find(({ severity }) => severity === "error");
  return { refusal: `${first?.span.line}:${first?.span.column} ${first?.message}` };
}

/** Assembles a case both ways, in a scratch directory, and compares. */
export async function compareCase(
  directory: string,
  suiteCase: SuiteCase,
  scratch: string,
): Promise<SuiteResult> {
  const { source, options } = suiteCase;
  let own: ReturnType<typeof ours>;
  try {
    own = ours(directory, suiteCase);
  } catch (error) {
    if (error instanceof ArchitectureError) return "not for our machine";
    throw error;
  }
  const [part, name = ""] = source.split("/");
  const command = new Deno.Command("riscv64-linux-gnu-as", {
    args: [...options, "-mno-relax", "-o", `${scratch}/gnu.o`, name],
    cwd: `${directory}/${part}`,
  });
  const { success, stderr } = await command.output();
  if (!success && "refusal" in own) return "both refuse";
  if ("refusal" in own) {
    return isForOthers(options) || /64-bit machine/.test(own.refusal)
      ? "not for our machine"
      : { kind: "refused here", detail: own.refusal };
  }
  if (!success) {
    if (isForOthers(options)) return "not for our machine";
    const message = decoder.decode(stderr).split("\n").find((line) => /Error|Fatal/.test(line));
    return { kind: "accepted here", detail: message ?? "" };
  }
  await Deno.writeFile(`${scratch}/ours.o`, own.object);
  const theirs = await Deno.readFile(`${scratch}/gnu.o`);
  const [a, b] = [await linked(scratch, "ours"), await linked(scratch, "gnu")];
  if (a !== undefined && b !== undefined) {
    return a === b ? "equal" : { kind: "different", detail: firstDifference(a, b) };
  }
  if (a !== b) return { kind: "different", detail: `ld takes only ${a ? "ours" : "GNU's"}` };
  const [c, d] = [own.object, theirs].map((elf) =>
    describeSections(elf).split("\n").filter((line) =>
      isAlloc(parseInt(line.split("flags=")[1] ?? "0", 16))
    )
      .join("\n") + "\n" + describeRelocations(elf)
  );
  if (c === undefined || d === undefined || c === d) return "equal";
  return { kind: "different", detail: firstDifference(c, d) };
}
