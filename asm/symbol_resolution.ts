// SPDX-License-Identifier: MPL-2.0
// Finds the one definition of every global symbol among the objects of a program, taking members of
// the archive as they are needed. Reports what is defined twice or not at all.

import type { Archive } from "./archive.ts";
import type { Diagnostics } from "./diagnostic.ts";
import { nearestName } from "./nearest_name.ts";
import { registerWord } from "./register_words.ts";
import type { ObjectFile, ObjectSymbol } from "./object.ts";

/** A symbol of one of the objects. */
export interface Definition {
  readonly object: ObjectFile;
  readonly symbol: ObjectSymbol;
}

/** The definitions of a program. */
export interface Resolution {
  /** The objects given and those taken from the archive. */
  readonly objects: readonly ObjectFile[];
  readonly globals: Map<string, Definition>;
}

/** Symbols that the linker provides: they count as defined where no object defines them. */
export const PROVIDED_SYMBOLS: ReadonlySet<string> = new Set([
  "__global_pointer$",
  "__preinit_array_start",
  "__preinit_array_end",
  "__init_array_start",
  "__init_array_end",
  "__fini_array_start",
  "__fini_array_end",
  "__executable_start",
  "__etext",
  "_etext",
  "etext",
  "__DATA_BEGIN__",
  "__SDATA_BEGIN__",
  "__BSS_END__",
  "__bss_start",
  "_edata",
  "edata",
  "_end",
  "end",
]);

/** Resolves the symbols of objects. `entry` is wanted although no object refers to it. */
export function resolveSymbols(
  given: readonly ObjectFile[],
  archive: Archive | undefined,
  entry: string,
  diagnostics: Diagnostics,
): Resolution {
  const objects: ObjectFile[] = [];
  const globals = new Map<string, Definition>();
  /** The first reference to each name, in order. */
  const wanted = new Map<string, Definition | undefined>([[entry, undefined]]);
  const takeIn = (object: ObjectFile) => {
    objects.push(object);
    for (const symbol of object.symbols) {
      if (symbol.section === "undefined") {
        const before = wanted.get(symbol.name);
        if (before === undefined || before.symbol.binding === "weak") {
          if (symbol.name !== "") wanted.set(symbol.name, { object, symbol });
        }
      } else if (symbol.binding !== "local") {
        define(globals, { object, symbol }, diagnostics);
      }
    }
  };
  for (const object of given) takeIn(object);
  if (archive !== undefined) {
    // Members add to what is wanted while this goes over it.
    for (const [name] of wanted) {
      while (!globals.has(name) && wanted.get(name)?.symbol.binding !== "weak") {
        const object = archive.take(name, diagnostics);
        if (object === undefined) break;
        takeIn(object);
      }
    }
  }
  for (const [name, reference] of wanted) {
    if (globals.has(name) || PROVIDED_SYMBOLS.has(name) || archive?.isBroken(name)) continue;
    if (reference?.symbol.binding === "weak") continue;
    if (reference === undefined) reportEntry(objects, name, diagnostics);
    else reportUndefined(objects, globals, archive, reference, diagnostics);
  }
  warnOfHidden(given, objects, globals, entry, diagnostics);
  return { objects, globals };
}

/**
 * Warns of local symbols that the archive's members would have used, had they been global: the entry
 * when the archive provides it instead, and what its members take only if it is there (weakly).
 */
function warnOfHidden(
  given: readonly ObjectFile[],
  objects: readonly ObjectFile[],
  globals: ReadonlyMap<string, Definition>,
  entry: string,
  diagnostics: Diagnostics,
): void {
  const members = objects.slice(given.length);
  const start = globals.get(entry)?.object;
  const names = new Set<string>();
  if (start !== undefined && members.includes(start)) names.add(entry);
  for (const { symbols } of members) {
    for (const { name, section, binding } of symbols) {
      const isWanted = section === "undefined" && binding === "weak" && name !== "";
      if (isWanted && !globals.has(name)) names.add(name);
    }
  }
  if (names.size === 0) return;
  if (names.has(entry) && names.has("main")) warnOfMissingMain(given, names, diagnostics);
  for (const { symbols, sources } of given) {
    for (const { name, section, binding, location, length } of symbols) {
      if (binding !== "local" || section === "undefined" || !names.has(name)) continue;
      const instead = name === entry
        ? "the program starts at the runtime's"
        : "the runtime takes it for missing";
      diagnostics.add({
        severity: "warning",
        message: `\`${name}\` is local to this file: ${instead}`,
        span: sources.span(location, length),
        notes: [],
        fix: { message: `make it visible with \`.globl ${name}\`` },
      });
    }
  }
}

/** Warns where the runtime starts a program that has nothing for it to call. */
function warnOfMissingMain(
  given: readonly ObjectFile[],
  names: ReadonlySet<string>,
  diagnostics: Diagnostics,
): void {
  const symbols = given.flatMap((object) => object.symbols.map((symbol) => ({ object, symbol })));
  const defined = symbols.filter(({ symbol }) => symbol.section !== "undefined");
  // Local ones are told of one by one; a Hare program has `.main`.
  if (!names.has(".main") || defined.some(({ symbol }) => names.has(symbol.name))) return;
  const near = defined.find(({ symbol }) => /^[_.]*(?:main|start)_*$/i.test(symbol.name));
  const file = given[0]?.name ?? "";
  diagnostics.add({
    severity: "warning",
    message: near === undefined
      ? "no file defines `main`, which the runtime calls: the program will stop at its start"
      : `\`${near.symbol.name}\` is not \`main\`, which the runtime calls and no file defines`,
    span: near === undefined
      ? { file, line: 0, column: 0, length: 0, lineText: "" }
      : near.object.sources.span(near.symbol.location, near.symbol.length),
    notes: [],
    fix: {
      message: "define it: `.globl main`, and `main:` before the first instruction to run" +
        "; or `_start`, to do without the runtime's start",
    },
  });
}

function define(
  globals: Map<string, Definition>,
  definition: Definition,
  diagnostics: Diagnostics,
): void {
  const { symbol, object } = definition;
  const before = globals.get(symbol.name);
  if (before === undefined) {
    globals.set(symbol.name, definition);
    return;
  }
  const isCommon = symbol.section === "common";
  const wasCommon = before.symbol.section === "common";
  if (isCommon && wasCommon) {
    if (symbol.size > before.symbol.size) globals.set(symbol.name, definition);
  } else if (before.symbol.binding === "weak" && symbol.binding !== "weak") {
    globals.set(symbol.name, definition);
  } else if (symbol.binding === "weak" || isCommon) {
    return;
  } else if (wasCommon) {
    globals.set(symbol.name, definition);
  } else {
    const first = before.object.sources.span(before.symbol.location, before.symbol.length);
    diagnostics.add({
      severity: "error",
      message: `\`${symbol.name}\` is defined in two files`,
      span: object.sources.span(symbol.location, symbol.length),
      notes: [{ message: "the other definition is here", span: first }],
      fix: { message: "rename one, or leave out its `.globl` so that the file keeps it to itself" },
    });
  }
}

/** A local symbol that would have been the one, had it been global. */
function hiddenDefinition(objects: readonly ObjectFile[], name: string): Definition | undefined {
  for (const object of objects) {
    const symbol = object.symbols.find((candidate) =>
      candidate.name === name && candidate.section !== "undefined"
    );
    if (symbol !== undefined) return { object, symbol };
  }
  return undefined;
}

function reportEntry(objects: readonly ObjectFile[], name: string, diagnostics: Diagnostics): void {
  const hidden = hiddenDefinition(objects, name);
  const notHere = { file: objects[0]?.name ?? "", line: 0, column: 0, length: 0, lineText: "" };
  diagnostics.add({
    severity: "error",
    message: `the program has no global symbol \`${name}\` to start at`,
    span: hidden === undefined
      ? notHere
      : hidden.object.sources.span(hidden.symbol.location, hidden.symbol.length),
    notes: [],
    fix: {
      message: hidden === undefined
        ? `define it: \`.globl ${name}\` and \`${name}:\` before the first instruction to run`
        : `make it visible with \`.globl ${name}\``,
    },
  });
}

function reportUndefined(
  objects: readonly ObjectFile[],
  globals: ReadonlyMap<string, Definition>,
  archive: Archive | undefined,
  { object, symbol }: Definition,
  diagnostics: Diagnostics,
): void {
  const { name } = symbol;
  const span = object.sources.span(symbol.location, symbol.length);
  const hidden = hiddenDefinition(objects, name);
  const message = `\`${name}\` is not defined`;
  if (hidden !== undefined) {
    const place = hidden.object.sources.span(hidden.symbol.location, hidden.symbol.length);
    const note = { message: "it is defined here, for this file only", span: place };
    const fix = { message: `add \`.globl ${name}\` there to make it visible` };
    diagnostics.add({ severity: "error", message, span, notes: [note], fix });
    return;
  }
  if (diagnostics.full) {
    diagnostics.add({ severity: "error", message, span, notes: [] });
    return;
  }
  if (object.sources.text(symbol.location, 1) === '"') {
    const fix = {
      message: "a name in quotes is a symbol: `.ascii` puts the characters of a string",
    };
    diagnostics.add({ severity: "error", message, span, notes: [], fix });
    return;
  }
  const word = /^[$%]/.test(name) ? registerWord(name) : undefined;
  if (word !== undefined) {
    diagnostics.add({ severity: "error", message, span, notes: [], fix: word });
    return;
  }
  const near = nearestName(name, [
    ...object.symbols.filter(({ section }) => section !== "undefined").map((local) => local.name),
    ...globals.keys(),
    ...(archive?.names ?? []),
  ]);
  const notes = name === "main"
    ? [{ message: "the runtime's `_start` calls it: a program begins at `main`" }]
    : [];
  diagnostics.add({
    severity: "error",
    message,
    span,
    notes,
    ...(near === undefined
      ? {}
      : { fix: { message: `did you mean \`${near}\`?`, replacement: near } }),
  });
}
