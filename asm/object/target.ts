// SPDX-License-Identifier: MPL-2.0
// What a file asks of the machine that runs it and of the files that it is linked with, as e_flags and
// .riscv.attributes of ELF files say it (psABI, "File Header" and "Attributes").

import type { Diagnostics } from "./diagnostic.ts";

/** In which registers fractions are passed: those that the psABI's names lp64, lp64f, lp64d and lp64q stand for. */
export type FloatAbi = "soft" | "single" | "double" | "quad";

/** What a file asks for. */
export interface Target {
  /** Whether it has compressed instructions, so that code is aligned to 2 bytes only. */
  readonly isCompressed: boolean;
  /** Undefined where the file does not say: it goes with all. */
  readonly floatAbi?: FloatAbi | undefined;
  /** The instruction set, in the notation of the manual with versions: `rv64i2p1_m2p0`. */
  readonly architecture?: string | undefined;
}

/** The target of files that ask for nothing. */
export const ANY_TARGET: Target = { isCompressed: false };

/** What an architecture string says without its versions: `rv64im_zicsr`. */
function extensionsOf(architecture: string): { single: string; multiple: string[] } | undefined {
  const [base = "", ...multiple] = architecture.toLowerCase().split("_");
  const match = /^rv64([a-z0-9]*)$/.exec(base);
  if (match === null) return undefined;
  const words = [match[1] ?? "", ...multiple].map((word) => word.replace(/(\d+)p(\d+)/g, ""));
  const letters = words.filter((word, index) => index === 0 || word.length === 1).join("");
  return { single: letters, multiple: words.slice(1).filter((word) => word.length > 1) };
}

/** Whether an instruction set has an extension of one letter. */
export function hasExtension(architecture: string, letter: string): boolean {
  const { single } = extensionsOf(architecture) ?? { single: "" };
  return single.includes(letter) || (single.includes("g") && "imafd".includes(letter));
}

/** The ABI that GNU as takes for an instruction set when none is asked for. */
export function floatAbiOf(architecture: string): FloatAbi {
  if (hasExtension(architecture, "q")) return "quad";
  if (hasExtension(architecture, "d")) return "double";
  return hasExtension(architecture, "f") ? "single" : "soft";
}

/** The extensions of the instruction set that GNU calls rv64g, with the versions that it gives them. */
const GENERAL = ["i2p1", "m2p0", "a2p1", "f2p2", "d2p2"];
const COMPRESSED = "c2p0";
const ALWAYS = ["zicsr2p0", "zifencei2p0"];

/** The instruction set of a source that does not say which one it is for: GNU's default. */
export function defaultArchitecture(isCompressed: boolean): string {
  const parts = [...GENERAL, ...(isCompressed ? [COMPRESSED] : []), ...ALWAYS];
  return `rv64${parts.join("_")}`;
}

const ABI_NAMES: Readonly<Record<FloatAbi, string>> = {
  soft: "in integer registers (lp64)",
  single: "in float registers, of 32 bits at most (lp64f)",
  double: "in float registers, of 64 bits at most (lp64d)",
  quad: "in float registers (lp64q)",
};

/** What objects ask for together; undefined when they do not go together, which is reported. */
export function joinTargets(
  objects: readonly { readonly name: string; readonly target: Target }[],
  diagnostics: Diagnostics,
): Target | undefined {
  const decided = objects.find(({ target }) => target.floatAbi !== undefined);
  const abi = decided?.target.floatAbi;
  const other = objects.find(({ target }) =>
    target.floatAbi !== undefined && target.floatAbi !== abi
  );
  if (abi !== undefined && decided !== undefined && other?.target.floatAbi !== undefined) {
    const note = `${decided.name} passes them ${ABI_NAMES[abi]}`;
    diagnostics.add({
      severity: "error",
      message: `${other.name} passes fractions ${ABI_NAMES[other.target.floatAbi]}`,
      span: { file: other.name, line: 0, column: 0, length: 0, lineText: "" },
      notes: [{ message: note }],
      fix: { message: "make both for one ABI, with -mabi for gcc and --abi for leveret" },
    });
    return undefined;
  }
  return {
    isCompressed: objects.some(({ target }) => target.isCompressed),
    floatAbi: abi,
    architecture: joinArchitectures(objects.flatMap(({ target }) => target.architecture ?? [])),
  };
}

/** The instruction set that has the extensions of all; undefined for none. */
function joinArchitectures(list: readonly string[]): string | undefined {
  const [first] = list;
  if (first === undefined) return undefined;
  const parts = new Map<string, string>();
  for (const architecture of new Set(list)) {
    for (const part of architecture.replace(/^rv64/, "").split("_")) {
      const name = part.replace(/\d+p\d+$/, "");
      if (name !== "" && (parts.get(name) ?? "") < part) parts.set(name, part);
    }
  }
  const order = (name: string) =>
    name.length === 1 ? "iemafdqc".indexOf(name) : 100 + "zsx".indexOf(name[0] ?? "");
  const sorted = [...parts].sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1));
  return `rv64${sorted.map(([, part]) => part).join("_")}`;
}
