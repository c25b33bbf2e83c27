// SPDX-License-Identifier: MPL-2.0
// Finds the definition of every global symbol of a program. Takes members of archives as they are needed,
// and keeps only the first of section groups with the same name. Reports symbols that are
// defined twice or not at all.

import { libraryAdvice } from "../advice/library_names.ts";
import type { Archive } from "../object/archive.ts";
import type { Diagnostics } from "../object/diagnostic.ts";
import { nearestName } from "../text/nearest_name.ts";
import { registerWord } from "../text/register_words.ts";
import type { ObjectFile, ObjectSection } from "../object/object.ts";
import { locationOfSymbol, spanOfFile } from "../object/object_location.ts";
import { PROVIDED_SYMBOLS, sectionOfBound } from "./provided_symbols.ts";
import type {
  Definition,
  LinkInput,
  MemberReason,
  Resolution,
  SymbolDefinition,
  WantedSymbols,
} from "./resolution.ts";

/** Whether an input is an archive. */
function isArchive(input: LinkInput): input is Archive {
  return "take" in input;
}

/** Collects the objects of a program. */
class Collector {
  /** The objects of each input: an object, or the members taken from an archive. */
  readonly groups: ObjectFile[][];
  readonly members: ObjectFile[] = [];
  readonly globals = new Map<string, Definition>();
  /** The first reference to each name, in order; undefined for the entry point. */
  readonly wanted: Map<string, Definition | undefined>;
  /** Sections whose group an earlier object has. */
  readonly discarded = new Set<ObjectSection>();
  readonly reasons = new Map<ObjectFile, MemberReason>();
  readonly #groupNames = new Set<string>();

  constructor(
    given: readonly LinkInput[],
    names: readonly string[],
    readonly diagnostics: Diagnostics,
  ) {
    this.groups = given.map(() => []);
    this.wanted = new Map(names.map((name) => [name, undefined]));
    given.forEach((input, index) => {
      if (!isArchive(input)) this.takeIn(input, this.groups[index] ?? []);
    });
  }

  /** Adds an object to a list. */
  takeIn(object: ObjectFile, list: ObjectFile[]): void {
    list.push(object);
    this.#discardGroups(object);
    for (const symbol of object.symbols) {
      const isGone = typeof symbol.section === "number" && symbol.binding !== "local" &&
        this.discarded.has(object.sections[symbol.section]!);
      if (symbol.section === "undefined" || isGone) this.#want({ object, symbol });
      else if (symbol.binding !== "local") {
        define(this.globals, { object, symbol }, this.diagnostics);
      }
    }
  }

  #want(reference: Definition): void {
    const { name, binding } = reference.symbol;
    if (name === "") return;
    const before = this.wanted.get(name);
    if (!this.wanted.has(name)) {
      this.wanted.set(name, reference);
    } else if (before === undefined) {
      if (binding !== "weak") this.wanted.set(name, reference);
    } else if (before.symbol.binding === "weak" && binding !== "weak") {
      // Moved to the end, so that the search gets to it even if it has already passed it.
      this.wanted.delete(name);
      this.wanted.set(name, reference);
    }
  }

  #discardGroups({ sections }: ObjectFile): void {
    const own = new Set<string>();
    for (const section of sections) {
      const { group } = section;
      if (group?.isComdat !== true) continue;
      if (own.has(group.name)) continue;
      if (this.#groupNames.has(group.name)) this.discarded.add(section);
      else own.add(group.name);
    }
    for (const name of own) this.#groupNames.add(name);
  }
}

/**
 * Resolves the symbols of a program. The archives among the inputs are searched in order, and `archive`
 * after them.
 */
export function resolveSymbols(
  given: readonly LinkInput[],
  archive: Archive | undefined,
  { entry, undefined: extra = [], definitions = [], collector: sections }: WantedSymbols,
  diagnostics: Diagnostics,
): Resolution {
  const own = new Set(definitions.map(({ name }) => name));
  const bases = definitions.flatMap(({ symbol }) => symbol ?? []);
  const roots = [entry, ...extra, ...bases];
  const collector = new Collector(given, roots, diagnostics);
  const { globals, wanted } = collector;
  const libraries = given.flatMap((input, index) =>
    isArchive(input)
      ? { input, taken: new Set<unknown>(), list: collector.groups[index] ?? [] }
      : []
  );
  if (archive !== undefined) {
    libraries.push({ input: archive, taken: new Set<unknown>(), list: collector.members });
  }
  const takeFor = (name: string): boolean => {
    for (const { input, taken, list } of libraries) {
      const object = input.take(name, taken, diagnostics);
      if (object === undefined) continue;
      collector.reasons.set(object, { name, object: wanted.get(name)?.object });
      collector.takeIn(object, list);
      return true;
    }
    return false;
  };
  // Members taken here add further names, which the loop then reaches.
  for (const [name] of wanted) {
    while (!globals.has(name) && !own.has(name) && wanted.get(name)?.symbol.binding !== "weak") {
      if (!takeFor(name)) break;
    }
  }
  const objects = [...collector.groups.flat(), ...collector.members];
  const { discarded, reasons } = collector;
  reportCircles(definitions, diagnostics);
  const unused = sections?.findUnused({ objects, globals, discarded }, roots);
  for (const section of unused?.sections ?? []) discarded.add(section);
  const provides = (name: string) =>
    own.has(name) || PROVIDED_SYMBOLS.has(name) || sectionOfBound(name, objects) !== undefined;
  const names = () => [
    ...globals.keys(),
    ...libraries.flatMap(({ input }) => [...input.names]),
  ];
  const isBroken = (name: string) => libraries.some(({ input }) => input.isBroken?.(name));
  for (const [name, reference] of wanted) {
    if (globals.has(name) || isBroken(name) || provides(name)) continue;
    if (reference?.symbol.binding === "weak") continue;
    if (unused !== undefined && !unused.usedNames.has(name)) continue;
    if (name === entry && reference === undefined) reportEntry(objects, name, diagnostics);
    else if (reference === undefined && bases.includes(name)) reportBase(name, diagnostics);
    else if (reference !== undefined) reportUndefined(objects, names, reference, diagnostics);
  }
  warnOfHidden(collector.groups.flat(), collector.members, globals, entry, diagnostics);
  return { objects, globals, discarded, reasons };
}

/**
 * Warns of local symbols that the archive's members would use if they were global: a local entry point that
 * the archive's replaces, and symbols to which its members refer weakly.
 */
function warnOfHidden(
  given: readonly ObjectFile[],
  members: readonly ObjectFile[],
  globals: ReadonlyMap<string, Definition>,
  entry: string,
  diagnostics: Diagnostics,
): void {
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
  for (const object of given) {
    for (const symbol of object.symbols) {
      const { name, section, binding } = symbol;
      if (binding !== "local" || section === "undefined" || !names.has(name)) continue;
      const effect = name === entry
        ? `so the program starts at the runtime's \`${name}\``
        : "so the runtime does not see it";
      diagnostics.add({
        severity: "warning",
        message: `\`${name}\` is local to this file, ${effect}`,
        ...locationOfSymbol(object, symbol),
        fix: { message: `make it global with \`.globl ${name}\`` },
      });
    }
  }
}

/** Warns if the runtime's `_start` is linked, but there is no main function for it to call. */
function warnOfMissingMain(
  given: readonly ObjectFile[],
  names: ReadonlySet<string>,
  diagnostics: Diagnostics,
): void {
  const symbols = given.flatMap((object) => object.symbols.map((symbol) => ({ object, symbol })));
  const defined = symbols.filter(({ symbol }) => symbol.section !== "undefined");
  // warnOfHidden() reports local ones. The main function of a Hare program is `.main`.
  if (!names.has(".main") || defined.some(({ symbol }) => names.has(symbol.name))) return;
  const near = defined.find(({ symbol }) => /^[_.]*(?:main|start)_*$/i.test(symbol.name));
  const file = given[0]?.name ?? "";
  diagnostics.add({
    severity: "warning",
    message: near === undefined
      ? "no file defines `main`, which the runtime calls: the program will abort at its start"
      : `\`${near.symbol.name}\` is never called: the runtime calls \`main\`, which no file defines`,
    ...(near === undefined
      ? { span: spanOfFile(file), notes: [] }
      : locationOfSymbol(near.object, near.symbol)),
    fix: {
      message: "define it with `.globl main` and `main:` before the first instruction, " +
        "or define `_start` to replace the runtime's; a program for RARS or Venus begins at its first " +
        "instruction with leveret run --ecalls=rars or --ecalls=venus",
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
    const message = `\`${symbol.name}\` is defined in two files`;
    if (diagnostics.full) {
      diagnostics.add({ severity: "error", message, span: spanOfFile(object.name), notes: [] });
      return;
    }
    const first = locationOfSymbol(before.object, before.symbol);
    const second = locationOfSymbol(object, symbol);
    const isSource = object.isBinary !== true && before.object.isBinary !== true;
    diagnostics.add({
      severity: "error",
      message,
      span: second.span,
      notes: [
        ...second.notes,
        { message: "the other definition is here", span: first.span },
        ...first.notes,
      ],
      fix: {
        message: isSource
          ? "rename one, or remove its `.globl` to make it local to its file"
          : "rename one, or leave out one of the files",
      },
    });
  }
}

/** A local symbol that would be the definition if it were global. */
function hiddenDefinition(objects: readonly ObjectFile[], name: string): Definition | undefined {
  for (const object of objects) {
    const symbol = object.symbols.find((candidate) =>
      candidate.name === name && candidate.section !== "undefined" && candidate.kind !== "file"
    );
    if (symbol !== undefined) return { object, symbol };
  }
  return undefined;
}

function reportEntry(objects: readonly ObjectFile[], name: string, diagnostics: Diagnostics): void {
  const hidden = hiddenDefinition(objects, name);
  diagnostics.add({
    severity: "error",
    message: hidden === undefined
      ? `the entry point \`${name}\` is not defined`
      : `the entry point \`${name}\` is local to this file`,
    ...(hidden === undefined
      ? { span: spanOfFile(objects[0]?.name ?? ""), notes: [] }
      : locationOfSymbol(hidden.object, hidden.symbol)),
    fix: {
      message: hidden === undefined
        ? `define it with \`.globl ${name}\` and \`${name}:\` before the first instruction`
        : `make it global with \`.globl ${name}\``,
    },
  });
}

/** Reports definitions of the caller that lead back to themselves. */
function reportCircles(
  definitions: readonly SymbolDefinition[],
  diagnostics: Diagnostics,
): void {
  const bases = new Map(definitions.map(({ name, symbol }) => [name, symbol]));
  for (const name of bases.keys()) {
    let base = bases.get(name);
    for (let step = 0; base !== undefined && base !== name && step < bases.size; step++) {
      base = bases.get(base);
    }
    if (base !== name) continue;
    diagnostics.add({
      severity: "error",
      message: `the value that --defsym gives \`${name}\` depends on itself`,
      ...{ span: spanOfFile("--defsym"), notes: [] },
    });
  }
}

function reportBase(name: string, diagnostics: Diagnostics): void {
  diagnostics.add({
    severity: "error",
    message: `\`${name}\`, which --defsym refers to, is not defined`,
    ...{ span: spanOfFile("--defsym"), notes: [] },
  });
}

function reportUndefined(
  objects: readonly ObjectFile[],
  names: () => readonly string[],
  { object, symbol }: Definition,
  diagnostics: Diagnostics,
): void {
  const { name } = symbol;
  if (diagnostics.full) {
    // It is only counted, so no time is spent on its details.
    const message = `\`${name}\` is not defined`;
    diagnostics.add({ severity: "error", message, span: spanOfFile(object.name), notes: [] });
    return;
  }
  const { span, notes: about } = locationOfSymbol(object, symbol);
  const hidden = hiddenDefinition(objects, name);
  const message = `\`${name}\` is not defined`;
  if (hidden !== undefined) {
    const definition = locationOfSymbol(hidden.object, hidden.symbol);
    const note = { message: "it is defined here, but local to this file", span: definition.span };
    const fix = { message: `add \`.globl ${name}\` there to make it global` };
    diagnostics.add({ severity: "error", message, span, notes: [...about, note], fix });
    return;
  }
  if (object.isBinary !== true && object.sources.text(symbol.location, 1) === '"') {
    const fix = {
      message: "a quoted name is a symbol; use `.ascii` for the characters of a string",
    };
    diagnostics.add({ severity: "error", message, span, notes: [], fix });
    return;
  }
  const word = /^[$%]/.test(name) ? registerWord(name) : undefined;
  if (word !== undefined) {
    diagnostics.add({ severity: "error", message, span, notes: [], fix: word });
    return;
  }
  const library = libraryAdvice(name);
  if (library !== undefined) {
    diagnostics.add({ severity: "error", message, span, notes: about, fix: { message: library } });
    return;
  }
  const near = nearestName(name, [
    ...object.symbols.filter(({ section }) => section !== "undefined").map((local) => local.name),
    ...names(),
  ]);
  const notes = name === "main"
    ? [{ message: "the runtime's `_start` calls `main`, where programs begin" }]
    : [];
  const fix = near === undefined
    ? {}
    : object.isBinary === true
    ? { fix: { message: `did you mean \`${near}\`?` } }
    : { fix: { message: `did you mean \`${near}\`?`, replacement: near } };
  diagnostics.add({ severity: "error", message, span, notes: [...about, ...notes], ...fix });
}
