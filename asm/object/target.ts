// SPDX-License-Identifier: MPL-2.0
// What a file requires of the machine that runs it and of the files it is linked with: the e_flags and
// .riscv.attributes of ELF files (psABI, "File Header" and "Attributes").

import type { Diagnostics } from "./diagnostic.ts";

/** The floating-point ABI: lp64, lp64f, lp64d or lp64q of the psABI. */
export type FloatAbi = "soft" | "single" | "double" | "quad";

/** What a file requires. */
export interface Target {
  /** Whether it has compressed instructions, so that code is only aligned to 2 bytes. */
  readonly isCompressed: boolean;
  /** Undefined when the file does not say: it can be linked with any. */
  readonly floatAbi?: FloatAbi | undefined;
  /** The instruction set in the manual's notation, with versions: `rv64i2p1_m2p0`. */
  readonly architecture?: string | undefined;
}

/** The target of files that require nothing. */
export const ANY_TARGET: Target = { isCompressed: false };

/** The extensions in an architecture string, without their versions. */
function extensionsOf(architecture: string): { single: string; multiple: string[] } | undefined {
  const [base = "", ...multiple] = architecture.toLowerCase().split("_");
  const match = /^rv64([a-z0-9]*)$/.exec(base);
  if (match === null) return undefined;
  const words = [match[1] ?? "", ...multiple].map((word) => word.replace(/(\d+)p(\d+)/g, ""));
  const letters = words.filter((word, index) => index === 0 || word.length === 1).join("");
  return { single: letters, multiple: words.slice(1).filter((word) => word.length > 1) };
}

/** Whether an instruction set has a single-letter extension. */
export function hasExtension(architecture: string, letter: string): boolean {
  const { single } = extensionsOf(architecture) ?? { single: "" };
  return single.includes(letter) || (single.includes("g") && "imafd".includes(letter));
}

/** The floating-point ABI that GNU as uses for an instruction set by default. */
export function floatAbiOf(architecture: string): FloatAbi {
  if (hasExtension(architecture, "q")) return "quad";
  if (hasExtension(architecture, "d")) return "double";
  return hasExtension(architecture, "f") ? "single" : "soft";
}

/** The extensions of rv64g, with the versions that GNU as gives them. */
const GENERAL = ["i2p1", "m2p0", "a2p1", "f2p2", "d2p2"];
const COMPRESSED = "c2p0";
const ALWAYS = ["zicsr2p0", "zifencei2p0"];

/** The instruction set of a source that does not name one: GNU as' default. */
export function defaultArchitecture(isCompressed: boolean): string {
  const parts = [...GENERAL, ...(isCompressed ? [COMPRESSED] : []), ...ALWAYS];
  return `rv64${parts.join("_")}`;
}

const ABI_NAMES: Readonly<Record<FloatAbi, string>> = {
  soft: "the soft-float ABI (lp64)",
  single: "the single-float ABI (lp64f)",
  double: "the double-float ABI (lp64d)",
  quad: "the quad-float ABI (lp64q)",
};

/** What several objects require together. Undefined when they contradict each other, which is reported. */
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
    const note = `${decided.name} uses ${ABI_NAMES[abi]}`;
    diagnostics.add({
      severity: "error",
      message: `floating-point ABI mismatch: ${other.name} uses ${
        ABI_NAMES[other.target.floatAbi]
      }`,
      span: { file: other.name, line: 0, column: 0, length: 0, lineText: "" },
      notes: [{ message: note }],
      fix: { message: "compile both for the same ABI: -mabi of gcc, --abi of leveret" },
    });
    return undefined;
  }
  return {
    isCompressed: objects.some(({ target }) => target.isCompressed),
    floatAbi: abi,
    architecture: joinArchitectures(objects.flatMap(({ target }) => target.architecture ?? [])),
  };
}

/** An instruction set with the extensions of all; undefined for none. */
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
