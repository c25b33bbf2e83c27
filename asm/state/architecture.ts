// SPDX-License-Identifier: MPL-2.0
// The instruction set that a source is assembled for, as `-march`, `.option arch` and `.attribute
// arch` name it: "rv64imac_zba" (RISC-V ISA manual, "ISA Extension Naming Conventions"). Nothing
// named means everything that the machine has, and no compression.

import type { Extension } from "../../cpu/isa/table.ts";
import { nearestName } from "../text/nearest_name.ts";

/** An instruction set string that cannot be used. */
export class ArchitectureError extends RangeError {
  /** What is likely meant. */
  readonly advice: string | undefined;

  /** The reason, with what is likely meant. */
  constructor(message: string, advice?: string) {
    super(message);
    this.name = "ArchitectureError";
    this.advice = advice;
  }
}

/** The extensions of one letter, with what each brings along. */
const SINGLE: Readonly<Record<string, readonly string[]>> = {
  i: [],
  m: [],
  a: [],
  f: ["zicsr"],
  d: ["f", "zicsr"],
  q: ["d", "f", "zicsr"],
  c: [],
  v: ["d", "f", "zicsr"],
  h: [],
  g: ["i", "m", "a", "f", "d", "zicsr", "zifencei"],
};

/** Extensions of several letters that bring others along. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  zca: ["c"],
  zcd: ["c", "d", "f", "zicsr"],
  zfh: ["f", "zicsr"],
  zfhmin: ["f", "zicsr"],
  b: ["zba", "zbb", "zbs"],
};

/** The extensions of several letters that have names. Most of them bring nothing here. */
const MULTI = [
  ...["zicsr", "zifencei", "zicond", "zicntr", "zihpm", "zihintpause", "zihintntl", "zimop"],
  ...["zicbom", "zicbop", "zicboz", "zmmul", "zawrs", "zaamo", "zalrsc", "zacas", "ztso"],
  ...["zfh", "zfhmin", "zfa", "zfinx", "zdinx", "zhinx", "zhinxmin"],
  ...["zca", "zcb", "zcd", "zcf", "zcmp", "zcmt", "zcmop"],
  ...["zba", "zbb", "zbc", "zbs", "zbkb", "zbkc", "zbkx"],
  ...["zk", "zkn", "zknd", "zkne", "zknh", "zkr", "zks", "zksed", "zksh", "zkt"],
  ...["zve32x", "zve32f", "zve64x", "zve64f", "zve64d", "zvfh", "zvfhmin"],
  ...["zvl32b", "zvl64b", "zvl128b", "zvl256b", "zvl512b", "zvl1024b"],
  ...["smaia", "smepmp", "smstateen", "ssaia", "sscofpmf", "ssstateen", "sstc"],
  ...["svinval", "svnapot", "svpbmt", "svadu"],
];
const KNOWN: ReadonlySet<string> = new Set([...Object.keys(SINGLE), ...MULTI]);

/** What is always there: these instructions need no naming, as with GNU as. */
const ALWAYS: ReadonlySet<Extension> = new Set<Extension>(["I", "Zicsr", "Zifencei"]);

/** A version behind a name: `2p1`, or `2`. */
const VERSION = /^(?:\d+p\d+|\d+)/;

function expand(name: string, into: Set<string>): void {
  if (name !== "g") into.add(name);
  for (const other of SINGLE[name] ?? IMPLIED[name] ?? []) into.add(other);
}

function unknown(name: string): ArchitectureError {
  const near = nearestName(name, [...KNOWN]);
  return new ArchitectureError(
    `there is no extension \`${name}\``,
    near === undefined ? undefined : `did you mean \`${near}\`?`,
  );
}

/** Reads one name of several letters, whose version may stand behind it, from z, s, h or x on. */
function longName(text: string): string {
  if (KNOWN.has(text)) return text;
  const bare = text.replace(/(?:\d+p\d+|\d+)$/, "");
  if (KNOWN.has(bare) || /^x[a-z]/.test(bare)) return bare;
  throw unknown(bare);
}

/** The extensions in a string such as `rv64imac2p0_zba1p0`. */
function parseString(text: string): Set<string> {
  const lower = text.toLowerCase();
  const [, bits = "", rest = ""] = /^rv(32|64)(.*)$/.exec(lower) ?? [];
  if (bits === "") {
    throw new ArchitectureError(
      `\`${text}\` names no instruction set: it must begin with \`rv64\``,
      "all that this machine has is `rv64gc_zba_zbb_zbs_zicond`",
    );
  }
  if (bits === "32") {
    throw new ArchitectureError(
      "this machine has 64 bits: `rv32` programs cannot run on it",
      `write \`rv64${rest}\``,
    );
  }
  if (rest[0] === "e") {
    throw new ArchitectureError("this machine has all 32 registers: `rv64e` is not supported");
  }
  if (rest[0] !== "i" && rest[0] !== "g") {
    throw new ArchitectureError(
      `\`${text}\` has no base instruction set`,
      "write `rv64i` and the letters of the extensions behind it, or `rv64g`",
    );
  }
  const found = new Set<string>();
  for (let at = 0; at < rest.length;) {
    const letter = rest[at] ?? "";
    if (letter === "_") {
      at++;
    } else if (/[zsx]/.test(letter)) {
      const name = rest.slice(at).split("_")[0] ?? "";
      expand(longName(name), found);
      at += name.length;
    } else if (Object.hasOwn(SINGLE, letter)) {
      expand(letter, found);
      at += 1 + (VERSION.exec(rest.slice(at + 1))?.[0].length ?? 0);
    } else {
      throw unknown(letter);
    }
  }
  return found;
}

/** The order of the letters in a name. */
const CANONICAL_ORDER = "imafdqcbvh";
/** The versions of the extensions that are not at 1.0. */
const VERSIONS: Readonly<Record<string, string>> = {
  i: "2p1",
  m: "2p0",
  a: "2p1",
  f: "2p2",
  d: "2p2",
  q: "2p2",
  c: "2p0",
  zicsr: "2p0",
  zifencei: "2p0",
  zihintpause: "2p0",
};

/** What a source may use. Never changes: other choices are other objects. */
export class Architecture {
  /** What everything starts as: all that the machine has, and no compression. */
  static readonly open: Architecture = new Architecture(new Set(), new Set(), true);

  readonly #chosen: ReadonlySet<string>;
  readonly #removed: ReadonlySet<string>;
  readonly #isOpen: boolean;
  /** Whether instructions are compressed where that is possible. */
  readonly compresses: boolean;

  private constructor(
    chosen: ReadonlySet<string>,
    removed: ReadonlySet<string>,
    isOpen: boolean,
  ) {
    this.#chosen = chosen;
    this.#removed = removed;
    this.#isOpen = isOpen;
    this.compresses = chosen.has("c");
  }

  /**
   * The instruction set that a string names, and nothing else.
   *
   * @throws {ArchitectureError} when it names none
   */
  static parse(text: string): Architecture {
    return new Architecture(parseString(text), new Set(), false);
  }

  /** Whether an instruction of that extension may be used. */
  has(extension: Extension): boolean {
    if (ALWAYS.has(extension)) return true;
    const name = extension.toLowerCase();
    if (this.#chosen.has(name)) return true;
    if (name === "m" && this.#chosen.has("zmmul")) return true;
    if (name === "a" && (this.#chosen.has("zaamo") || this.#chosen.has("zalrsc"))) return true;
    return this.#isOpen && !this.#removed.has(name);
  }

  /** The name with versions, as ELF's attributes have it; undefined where nothing was named. */
  get name(): string | undefined {
    if (this.#isOpen) return undefined;
    const letters = [...CANONICAL_ORDER].filter((letter) => this.#chosen.has(letter));
    const names = [...this.#chosen].filter((name) => name.length > 1).sort();
    const parts = [...letters, ...names].map((name) => name + (VERSIONS[name] ?? "1p0"));
    return `rv64${parts.join("_")}`;
  }

  /** Whether the extension was named: then pseudo-instructions make use of it. */
  isChosen(extension: Extension): boolean {
    return this.#chosen.has(extension.toLowerCase());
  }

  /** The same with one extension more, or without it. */
  with(name: string, present: boolean): Architecture {
    const chosen = new Set(this.#chosen);
    const removed = new Set(this.#removed);
    if (present) {
      expand(name, chosen);
      for (const each of chosen) removed.delete(each);
    } else {
      chosen.delete(name);
      removed.add(name);
    }
    return new Architecture(chosen, removed, this.#isOpen);
  }

  /**
   * What the operands of `.option arch` make of it: `+zba, -c`, or a whole string.
   *
   * @throws {ArchitectureError} when they make no sense
   */
  change(operands: string): Architecture {
    return operands.split(",").map((text) => text.trim().toLowerCase()).reduce(
      (result: Architecture, part) => result.#changedBy(part),
      this,
    );
  }

  /** What one operand of `.option arch` makes of it. */
  #changedBy(part: string): Architecture {
    const sign = part[0];
    if (sign !== "+" && sign !== "-") return Architecture.parse(part);
    const text = part.slice(1);
    const [, letter] = /^([a-z])(?:\d+(?:p\d+)?)?$/.exec(text) ?? [];
    const name = letter ?? longName(text);
    if (letter !== undefined && !Object.hasOwn(SINGLE, letter)) throw unknown(letter);
    if (sign === "-" && (name === "i" || name === "g")) {
      throw new ArchitectureError(`the base instruction set \`${name}\` cannot be taken away`);
    }
    return this.with(name, sign === "+");
  }
}
