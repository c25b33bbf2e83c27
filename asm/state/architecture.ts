// SPDX-License-Identifier: MPL-2.0
// The architecture that a source is assembled for, as named by `-march`, `.option arch` and
// `.attribute arch`: "rv64imac_zba" (RISC-V ISA manual, "ISA Extension Naming Conventions"). By
// default, all that the machine has, without compression.

import type { Extension } from "../../cpu/isa/table.ts";
import { nearestName } from "../text/nearest_name.ts";

/** An invalid or unsupported architecture string. */
export class ArchitectureError extends RangeError {
  /** The likely fix. */
  readonly advice: string | undefined;

  /** An error with its reason and its likely fix. */
  constructor(message: string, advice?: string) {
    super(message);
    this.name = "ArchitectureError";
    this.advice = advice;
  }
}

/** The single-letter extensions in the order of names, and those that each implies. */
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

/** Extensions with long names, and those that each implies. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  zca: ["c"],
  zcb: ["zca", "c"],
  zcd: ["c", "d", "f", "zicsr"],
  zfh: ["f", "zicsr"],
  zfhmin: ["f", "zicsr"],
};

/** All extensions with long names. Most have no effect here. */
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

/** Always enabled, as in GNU as. */
const ALWAYS: ReadonlySet<Extension> = new Set<Extension>(["I", "Zicsr", "Zifencei"]);

/** The version after a name: `2p1`, or `2`. */
const VERSION = /^(?:\d+p\d+|\d+)/;

function expand(name: string, into: Set<string>): void {
  if (name !== "g") into.add(name);
  for (const other of SINGLE[name] ?? IMPLIED[name] ?? []) into.add(other);
}

function unknown(name: string): ArchitectureError {
  const near = nearestName(name, [...KNOWN]);
  return new ArchitectureError(
    `unknown extension \`${name}\``,
    near === undefined ? undefined : `did you mean \`${near}\`?`,
  );
}

/** The known long name in a text, which may have a version after it. */
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
      `architecture \`${text}\` must begin with \`rv64\``,
      "this machine supports `rv64gc_zba_zbb_zbc_zbs_zbkb_zicond_zcb_zicboz`",
    );
  }
  if (bits === "32") {
    throw new ArchitectureError(
      "this is a 64-bit machine: it cannot run `rv32` programs",
      `use \`rv64${rest}\``,
    );
  }
  if (rest[0] === "e") {
    throw new ArchitectureError(
      "the base instruction set `rv64e` is not supported: this machine has 32 registers",
    );
  }
  if (rest[0] !== "i" && rest[0] !== "g") {
    throw new ArchitectureError(
      `architecture \`${text}\` has no base instruction set`,
      "begin with `rv64i` or `rv64g`, followed by the extensions",
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

/** The versions of extensions other than 1.0. */
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

/** The extensions that a source may use. Immutable: changes make other objects. */
export class Architecture {
  /** The default: all that the machine has, without compression. */
  static readonly open: Architecture = new Architecture(new Set(), new Set(), true);

  readonly #named: ReadonlySet<string>;
  readonly #removed: ReadonlySet<string>;
  readonly #isOpen: boolean;
  /** Whether instructions are compressed where possible. */
  readonly compresses: boolean;

  private constructor(
    named: ReadonlySet<string>,
    removed: ReadonlySet<string>,
    isOpen: boolean,
  ) {
    this.#named = named;
    this.#removed = removed;
    this.#isOpen = isOpen;
    this.compresses = named.has("c");
  }

  /**
   * The architecture that a string names, and nothing more.
   *
   * @throws {ArchitectureError} When the string is invalid.
   */
  static parse(text: string): Architecture {
    return new Architecture(parseString(text), new Set(), false);
  }

  /** Whether instructions of an extension may be used. */
  has(extension: Extension): boolean {
    if (ALWAYS.has(extension)) return true;
    const name = extension.toLowerCase();
    if (this.#named.has(name)) return true;
    if (name === "m" && this.#named.has("zmmul")) return true;
    if (name === "a" && (this.#named.has("zaamo") || this.#named.has("zalrsc"))) return true;
    return this.#isOpen && !this.#removed.has(name);
  }

  /** Whether M has its divisions, which Zmmul leaves out. */
  get divides(): boolean {
    return this.#named.has("m") || this.#isOpen && !this.#removed.has("m");
  }

  /** The name with versions, for ELF attributes; undefined for the default. */
  get name(): string | undefined {
    if (this.#isOpen) return undefined;
    const letters = Object.keys(SINGLE).filter((letter) => this.#named.has(letter));
    const names = [...this.#named].filter((name) => name.length > 1).sort();
    const parts = [...letters, ...names].map((name) => name + (VERSIONS[name] ?? "1p0"));
    return `rv64${parts.join("_")}`;
  }

  /**
   * Whether an extension was named, or implied by one that was: then pseudo-instructions use it. By default
   * all are enabled, but none is named.
   */
  isNamed(extension: Extension): boolean {
    return this.#named.has(extension.toLowerCase());
  }

  /** The same with one extension added or removed. */
  with(name: string, present: boolean): Architecture {
    const named = new Set(this.#named);
    const removed = new Set(this.#removed);
    if (present) {
      expand(name, named);
      for (const each of named) removed.delete(each);
    } else {
      named.delete(name);
      removed.add(name);
    }
    return new Architecture(named, removed, this.#isOpen);
  }

  /**
   * The architecture after `.option arch` with these operands: `+zba, -c`, or a whole string.
   *
   * @throws {ArchitectureError} When they are invalid.
   */
  change(operands: string): Architecture {
    return operands.split(",").map((text) => text.trim().toLowerCase()).reduce(
      (result: Architecture, part) => result.#changedBy(part),
      this,
    );
  }

  /** The architecture after one operand of `.option arch`. */
  #changedBy(part: string): Architecture {
    const sign = part[0];
    if (sign !== "+" && sign !== "-") return Architecture.parse(part);
    const text = part.slice(1);
    const [, letter] = /^([a-z])(?:\d+(?:p\d+)?)?$/.exec(text) ?? [];
    const name = letter ?? longName(text);
    if (letter !== undefined && !Object.hasOwn(SINGLE, letter)) throw unknown(letter);
    if (sign === "-" && (name === "i" || name === "g")) {
      throw new ArchitectureError(`cannot remove the base instruction set \`${name}\``);
    }
    return this.with(name, sign === "+");
  }
}
