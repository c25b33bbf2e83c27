// SPDX-License-Identifier: MPL-2.0
// The functions of a program that allocate and free memory: found by the names that C, C++, Hare and their
// libraries give them, or named by the user. Takes a program with symbols; says of each function where its
// arguments are and what it answers.

import type { Program, ProgramSymbol } from "../../asm/object/program.ts";
import { sectionAt } from "../../asm/object/symbol_index.ts";

/** What a function of an allocator does, by its name in C or C++. */
export type HeapCall =
  | "malloc"
  | "calloc"
  | "realloc"
  | "reallocarray"
  | "aligned_alloc"
  | "memalign"
  | "posix_memalign"
  | "valloc"
  | "pvalloc"
  | "free"
  | "operator new"
  | "operator new[]"
  | "operator delete"
  | "operator delete[]";

/** What an argument is: `out` is the address at which posix_memalign stores the block's address. */
export type HeapArgument = "size" | "count" | "alignment" | "pointer" | "out";

/** The arguments of a call, and what it answers. */
export interface HeapSignature {
  /** The arguments, in the order of registers. */
  readonly args: readonly HeapArgument[];
  /** Where the block is when the call returns: in a0, or at `out` if a0 is 0. */
  readonly block?: "a0" | "out";
}

/** Every call. */
export const HEAP_SIGNATURES: Readonly<Record<HeapCall, HeapSignature>> = {
  "malloc": { args: ["size"], block: "a0" },
  "calloc": { args: ["count", "size"], block: "a0" },
  "realloc": { args: ["pointer", "size"], block: "a0" },
  "reallocarray": { args: ["pointer", "count", "size"], block: "a0" },
  "aligned_alloc": { args: ["alignment", "size"], block: "a0" },
  "memalign": { args: ["alignment", "size"], block: "a0" },
  "posix_memalign": { args: ["out", "alignment", "size"], block: "out" },
  "valloc": { args: ["size"], block: "a0" },
  "pvalloc": { args: ["size"], block: "a0" },
  "free": { args: ["pointer"] },
  "operator new": { args: ["size"], block: "a0" },
  "operator new[]": { args: ["size"], block: "a0" },
  "operator delete": { args: ["pointer"] },
  "operator delete[]": { args: ["pointer"] },
};

/** The names of the calls. */
export const HEAP_CALLS: readonly HeapCall[] = Object.keys(HEAP_SIGNATURES) as HeapCall[];

/** Functions of a program that allocate: for a call, their symbols, or their addresses as `0x10234`. */
export type AllocatorSymbols = Readonly<Partial<Record<HeapCall, string | readonly string[]>>>;

/** A function of an allocator. */
export interface AllocatorFunction {
  /** What it does. */
  readonly call: HeapCall;
  /** Its symbol, or its address as it was given. */
  readonly name: string;
  /** Address of its first instruction. */
  readonly address: bigint;
  /** Its arguments, and what it answers. */
  readonly signature: HeapSignature;
  /** The register of its first argument: newlib's `_malloc_r` and its kin take another one before. */
  readonly firstRegister: number;
  /** Whether the address is that of a resolver (STT_GNU_IFUNC), which returns the function's. */
  readonly isResolver: boolean;
}

const A0 = 10;

/** What stands before C's names: in C itself, Hare, glibc and musl, and in allocators with a prefix. */
const PREFIXES = [
  ...["", "rt.", "rt.linear.", "__libc_", "__", "__simple_", "__default_"],
  ...["je_", "mi_", "tc_", "dl", "mm_"],
];
/** Names of the same calls. */
const OTHER_NAMES: Readonly<Record<string, HeapCall>> = {
  cfree: "free",
  free_sized: "free",
  free_aligned_sized: "free",
  __libc_malloc_impl: "malloc",
};
/** The mangled names of C++ begin with these; an alignment may follow, a size, or `std::nothrow`. */
const CPLUSPLUS: Readonly<Record<string, HeapCall>> = {
  _Znwm: "operator new",
  _Znam: "operator new[]",
  _ZdlPv: "operator delete",
  _ZdaPv: "operator delete[]",
};
const CPLUSPLUS_NAME = /^(_Zn[wa]m|_Zd[la]Pvm?)(St11align_val_t)?(RKSt9nothrow_t)?$/;

/** What a symbol's name says that it is. */
interface Meaning {
  readonly call: HeapCall;
  readonly signature: HeapSignature;
  readonly firstRegister: number;
  /** Of several names of one function, the one with the lowest rank is shown. */
  readonly rank: number;
}

/** The known names of C. */
function knownNames(): Map<string, Meaning> {
  const known = new Map<string, Meaning>();
  const add = (name: string, call: HeapCall, rank: number, firstRegister = A0) => {
    if (known.has(name)) return;
    known.set(name, { call, signature: HEAP_SIGNATURES[call], firstRegister, rank });
  };
  for (const call of HEAP_CALLS) {
    if (call.startsWith("operator")) continue;
    PREFIXES.forEach((prefix, rank) => add(prefix + call, call, rank));
    add(`_${call}_r`, call, PREFIXES.length, A0 + 1);
  }
  for (const [name, call] of Object.entries(OTHER_NAMES)) add(name, call, PREFIXES.length);
  return known;
}

function operatorNamed(name: string): Meaning | undefined {
  const [, base = "", alignment] = CPLUSPLUS_NAME.exec(name) ?? [];
  const call = CPLUSPLUS[base.replace(/Pvm$/, "Pv")];
  if (call === undefined) return undefined;
  const { args, ...answer } = HEAP_SIGNATURES[call];
  // The alignment of a delete is of no interest, and may follow a size.
  const signature: HeapSignature = alignment !== undefined && answer.block !== undefined
    ? { args: [...args, "alignment"], ...answer }
    : HEAP_SIGNATURES[call];
  return { call, signature, firstRegister: A0, rank: 0 };
}

type Symbols = Pick<Program, "symbols" | "sections" | "symbol">;

/**
 * The functions of a program's allocators, one for each address: those that are named and, by their names,
 * those of C, C++ and Hare. If no `malloc` has such a name, names with another prefix count, such as
 * `my_malloc` or `pool_alloc`, if there is a function to free with the same prefix.
 */
export function findAllocatorFunctions(
  program: Symbols,
  named: AllocatorSymbols = {},
): AllocatorFunction[] {
  const found = new Map<bigint, AllocatorFunction & { readonly rank: number }>();
  const add = (name: string, address: bigint, isResolver: boolean, meaning: Meaning) => {
    const other = found.get(address);
    if (other !== undefined && other.rank <= meaning.rank) return;
    found.set(address, { ...meaning, name, address, isResolver });
  };
  const addSymbol = (symbol: ProgramSymbol, meaning: Meaning) =>
    add(symbol.name, symbol.value, isResolver(program, symbol), meaning);
  for (const call of HEAP_CALLS) {
    for (const name of [named[call] ?? []].flat()) {
      const address = addressNamed(program, name);
      if (address === undefined) continue;
      const meaning = { call, signature: HEAP_SIGNATURES[call], firstRegister: A0, rank: -1 };
      add(name, address, isResolver(program, program.symbol(name)), meaning);
    }
  }
  const known = knownNames();
  const labels: [ProgramSymbol, Meaning][] = [];
  for (const symbol of program.symbols) {
    const meaning = known.get(symbol.name) ?? operatorNamed(symbol.name);
    if (meaning === undefined || !isCode(program, symbol)) continue;
    if (symbol.kind !== "none" || symbol.binding !== "local") addSymbol(symbol, meaning);
    else labels.push([symbol, meaning]);
  }
  const hasAllocator = () => [...found.values()].some(({ signature }) => signature.block);
  // A local label may mean anything, unless there is one for each of the two.
  const isPair = (call: HeapCall) => labels.some(([, meaning]) => meaning.call === call);
  if (!hasAllocator() && isPair("malloc") && isPair("free")) {
    for (const [symbol, meaning] of labels) addSymbol(symbol, meaning);
  }
  if (!hasAllocator()) addPairs(program, addSymbol);
  return [...found.values()].map(({ rank: _, ...each }) => each);
}

/** The address of a function that a user named by its symbol or address. */
export function addressNamed(program: Symbols, name: string): bigint | undefined {
  if (/^0x[\da-f]+$/i.test(name)) return BigInt(name);
  const symbol = program.symbol(name);
  return symbol !== undefined && isCode(program, symbol) ? symbol.value : undefined;
}

/** Ends of names in allocators with a prefix of their own. */
const ENDS: Readonly<Record<string, HeapCall>> = {
  malloc: "malloc",
  alloc: "malloc",
  allocate: "malloc",
  calloc: "calloc",
  realloc: "realloc",
  free: "free",
  dealloc: "free",
  deallocate: "free",
};
const ENDED = /^(.*?)(malloc|calloc|realloc|dealloc|alloc|allocate|deallocate|free)$/i;

/** Adds functions whose names end alike, if some allocate and some free. */
function addPairs(
  program: Symbols,
  add: (symbol: ProgramSymbol, meaning: Meaning) => void,
): void {
  const groups = new Map<string, [ProgramSymbol, HeapCall][]>();
  for (const symbol of program.symbols) {
    const [, prefix, end = ""] = ENDED.exec(symbol.name) ?? [];
    const call = ENDS[end.toLowerCase()];
    if (prefix === undefined || call === undefined || !isCode(program, symbol)) continue;
    groups.set(prefix, [...groups.get(prefix) ?? [], [symbol, call]]);
  }
  for (const group of groups.values()) {
    const has = (wanted: HeapCall) => group.some(([, call]) => call === wanted);
    if (!has("malloc") || !has("free")) continue;
    for (const [symbol, call] of group) {
      add(symbol, { call, signature: HEAP_SIGNATURES[call], firstRegister: A0, rank: 0 });
    }
  }
}

/** Linkers may give such a symbol the address of the code in the PLT that jumps to the function. */
function isResolver({ sections }: Symbols, symbol: ProgramSymbol | undefined): boolean {
  return symbol?.kind === "ifunc" &&
    sectionAt(sections, symbol.value)?.name.includes("plt") !== true;
}

function isCode({ sections }: Symbols, { kind, section, value }: ProgramSymbol): boolean {
  const isFunction = kind === "function" || kind === "ifunc" || kind === "none";
  return isFunction && section !== undefined && sectionAt(sections, value)?.execute === true;
}
