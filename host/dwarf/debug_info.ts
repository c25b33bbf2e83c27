// SPDX-License-Identifier: MPL-2.0
// What debug information says of a program: the function at an address, the variables in scope there, global
// variables, types by their names. Takes a program; reads its sections when first asked, a unit at a time.
// Guarantees: damaged information gives fewer answers, never an error.

import { printable } from "../../asm/object/printable.ts";
import type { Program } from "../../asm/object/program.ts";
import { AT, TAG } from "./constants.ts";
import { DebugSections } from "./debug_sections.ts";
import { type Entry, isType, type Unit, Units, unlessDamaged } from "./entries.ts";
import { type FunctionType, shortName, type Type, Types, VOID } from "./types.ts";
import { type FrameState, placeOf, registerIn, type ValuePlace } from "./variable_location.ts";
import { bytesOfNumber } from "../text/bytes.ts";

/** A variable or parameter. */
export interface Variable {
  /** Its name. */
  readonly name: string;
  /** What it holds. */
  readonly type: Type;
  /** What it is. */
  readonly kind: "parameter" | "local" | "global";
  /** Where it is in a frame; undefined if it is nowhere at this moment. */
  placeIn(frame: FrameState): ValuePlace | undefined;
}

/** A function. */
export interface DebugFunction {
  /** Its name. */
  readonly name: string;
  /** Its code, which may be in several parts; with the bias. */
  readonly ranges: readonly { readonly start: bigint; readonly end: bigint }[];
  /** Its type. */
  readonly type: FunctionType;
  /** In order; those without a name are left out. */
  readonly parameters: readonly Variable[];
  /** Local variables of all its blocks, the outermost first. */
  readonly locals: readonly Variable[];
  /** What compiled it, with its options if the compiler lists them: `GNU C17 12.2.0 -g -O2`. */
  readonly producer: string | undefined;
}

/** A global variable, and the unit that it belongs to. */
interface Global {
  readonly entry: Entry;
  readonly variable: Variable;
}

/** The debug information of a program. */
export class DebugInfo {
  readonly #units: Units;
  readonly #types = new Types();
  readonly #bias: number;
  readonly #ranges = new Map<Unit, readonly { start: number; end: number }[]>();
  readonly #functions = new Map<Entry, DebugFunction>();
  #globals: readonly Global[] | undefined;
  #typeNames: ReadonlyMap<string, Entry> | undefined;

  /** The debug information of a program; undefined if it has none. */
  static of(program: Program): DebugInfo | undefined {
    const sections = DebugSections.of(program);
    return sections && new DebugInfo(sections);
  }

  private constructor(sections: DebugSections) {
    this.#units = new Units(sections);
    this.#bias = Number(sections.bias);
  }

  /** The function whose code has that address. */
  functionAt(pc: bigint): DebugFunction | undefined {
    const entry = this.#functionEntry(this.#unbiased(pc));
    return entry && this.#function(entry);
  }

  /** What compiled the program: the producers of its units. */
  get producers(): ReadonlySet<string> {
    return new Set(this.#units.list.flatMap(({ root }) => this.#producer(root) ?? []));
  }

  #producer(root: Entry): string | undefined {
    return unlessDamaged(() => root.text(AT.producer));
  }

  /** All functions with code, unit by unit. */
  *functions(): Generator<DebugFunction> {
    for (const { tree } of this.#units.list) {
      for (const entry of entriesIn(tree, isFunction)) {
        if ((unlessDamaged(() => entry.ranges.length) ?? 0) > 0) yield this.#function(entry);
      }
    }
  }

  /**
   * The variables in scope at an address: locals of the innermost block first, then those around it, and
   * parameters last. One that hides another of its name is before it.
   */
  variablesAt(pc: bigint): readonly Variable[] {
    const at = this.#unbiased(pc);
    const entry = this.#functionEntry(at);
    if (entry === undefined) return [];
    const blocks = [entry];
    for (let block: Entry | undefined = entry; block !== undefined;) {
      block = block.children.find((child) => isBlock(child) && this.#covers(child, at));
      if (block !== undefined) blocks.push(block);
    }
    return blocks.reverse().flatMap((block) => [
      ...this.#variables(block, TAG.variable, entry).reverse(),
      ...this.#variables(block, TAG.formalParameter, entry),
    ]);
  }

  /** Variables outside of functions. */
  get globals(): readonly Variable[] {
    return this.#allGlobals.map(({ variable }) => variable);
  }

  /** The names of variables that are declared, and defined elsewhere. */
  get declared(): ReadonlySet<string> {
    const elsewhere = (entry: Entry): string[] => {
      const name = entry.tag === TAG.variable && isElsewhere(entry)
        ? unlessDamaged(() => entry.text(AT.name))
        : undefined;
      return [...name === undefined ? [] : [name], ...entry.children.flatMap(elsewhere)];
    };
    return new Set(this.#units.list.flatMap(({ tree }) => elsewhere(tree)));
  }

  /** The global variable of that name: of several, the one of the unit that holds `pc`. */
  global(name: string, pc?: bigint): Variable | undefined {
    const found = this.#allGlobals.filter(({ variable }) => variable.name === name);
    const unit = pc === undefined ? undefined : this.#unitAt(this.#unbiased(pc));
    return (found.find(({ entry }) => entry.unit === unit) ?? found[0])?.variable;
  }

  /** The type that C calls so: `int`, `struct pair`, `pair_t`. */
  typeNamed(name: string): Type | undefined {
    const entry = (this.#typeNames ??= this.#readTypeNames()).get(shortName(name));
    return entry && this.#types.of(entry);
  }

  #unbiased(pc: bigint): number {
    return Number(pc) - this.#bias;
  }

  #covers(entry: Entry, at: number): boolean {
    return unlessDamaged(() => entry.covers(at)) === true;
  }

  #unitAt(at: number): Unit | undefined {
    for (const unit of this.#units.list) {
      let ranges = this.#ranges.get(unit);
      if (ranges === undefined) {
        this.#ranges.set(unit, ranges = unlessDamaged(() => unit.root.ranges) ?? []);
      }
      if (ranges.some(({ start, end }) => start <= at && at < end)) return unit;
    }
    return undefined;
  }

  #functionEntry(at: number): Entry | undefined {
    const unit = this.#unitAt(at);
    if (unit === undefined) return undefined;
    for (const entry of entriesIn(unit.tree, isFunction)) {
      if (this.#covers(entry, at)) return entry;
    }
    return undefined;
  }

  #function(entry: Entry): DebugFunction {
    const known = this.#functions.get(entry);
    if (known !== undefined) return known;
    const bias = BigInt(this.#bias);
    const made: DebugFunction = {
      name: nameOf(unlessDamaged(() => entry.text(AT.name))) ?? "?",
      ranges: (unlessDamaged(() => entry.ranges) ?? []).map(({ start, end }) => ({
        start: BigInt(start) + bias,
        end: BigInt(end) + bias,
      })),
      type: this.#types.of(entry) as FunctionType,
      parameters: this.#variables(entry, TAG.formalParameter, entry),
      locals: [...entriesIn(entry, isScope)].flatMap((block) =>
        this.#variables(block, TAG.variable, entry)
      ),
      producer: this.#producer(entry.unit.root),
    };
    this.#functions.set(entry, made);
    return made;
  }

  /** The variables or parameters of a block. */
  #variables(block: Entry, tag: number, owner: Entry): Variable[] {
    return block.children.filter((child) => child.tag === tag && !isElsewhere(child))
      .flatMap((child) => {
        const kind = tag === TAG.formalParameter ? "parameter" : "local";
        const variable = this.#variable(child, kind, owner);
        return variable === undefined ? [] : [variable];
      });
  }

  /** Undefined for one without a name. */
  #variable(entry: Entry, kind: Variable["kind"], owner?: Entry): Variable | undefined {
    const name = nameOf(unlessDamaged(() => entry.text(AT.name)));
    if (name === undefined) return undefined;
    const types = this.#types;
    return {
      name,
      kind,
      get type() {
        return unlessDamaged(() => types.of(entry.type)) ?? VOID;
      },
      placeIn: (frame) => unlessDamaged(() => this.#place(entry, owner, frame)),
    };
  }

  #place(entry: Entry, owner: Entry | undefined, frame: FrameState): ValuePlace | undefined {
    const constant = entry.number(AT.constValue);
    if (constant !== undefined) return { kind: "value", bytes: bytesOfNumber(constant, 8) };
    const bytes = entry.bytes(AT.constValue);
    if (bytes !== undefined) return { kind: "value", bytes };
    const expression = entry.locationAt(AT.location, this.#unbiased(frame.pc));
    return expression && this.#placeBy(expression, entry, owner, frame, 0);
  }

  /** The place that an expression of an entry describes; a number on its stack is an address. */
  #placeBy(
    expression: Uint8Array,
    entry: Entry,
    owner: Entry | undefined,
    frame: FrameState,
    depth: number,
  ): ValuePlace | undefined {
    const pc = this.#unbiased(frame.pc);
    const bias = BigInt(this.#bias);
    const common = {
      frame,
      bias,
      addressAt: (index: number) =>
        BigInt(this.#units.sections.address(index, entry.unit.format)) + bias,
    };
    const frameBase = () => {
      const base = owner?.locationAt(AT.frameBase, pc);
      const place = base && placeOf(base, common);
      // A register as the frame base stands for its value.
      return place?.kind === "register"
        ? frame.register(place.number)
        : place?.kind === "memory"
        ? place.address
        : undefined;
    };
    const entryValue = (register: number) => this.#argument(register, frame, depth);
    return placeOf(expression, { ...common, frameBase, entryValue });
  }

  /** What a register held when the function of a frame was called, if its caller's unit says so. */
  #argument(register: number, { caller }: FrameState, depth: number): bigint | undefined {
    if (caller?.returnsTo === undefined || depth > MAX_CALLS) return undefined;
    const owner = this.#functionEntry(this.#unbiased(caller.pc));
    if (owner === undefined) return undefined;
    const returnsTo = this.#unbiased(caller.returnsTo);
    for (const site of entriesIn(owner, isCallSite)) {
      const after = site.address(AT.callReturnPc) ?? site.address(AT.lowPc);
      if (after !== returnsTo) continue;
      const parameter = site.children.find((child) =>
        registerIn(child.bytes(AT.location) ?? NOTHING) === register
      );
      const value = parameter?.bytes(AT.callValue) ?? parameter?.bytes(AT.gnuCallSiteValue);
      if (value === undefined) return undefined;
      const place = this.#placeBy(value, site, owner, caller, depth + 1);
      return place?.kind === "memory" ? place.address : undefined;
    }
    return undefined;
  }

  get #allGlobals(): readonly Global[] {
    return this.#globals ??= [...this.#readGlobals()];
  }

  *#readGlobals(): Generator<Global> {
    for (const { tree } of this.#units.list) {
      for (const entry of namespaceEntries(tree)) {
        if (entry.tag !== TAG.variable || !entry.has(AT.location)) continue;
        const variable = this.#variable(entry, "global");
        if (variable !== undefined) yield { entry, variable };
      }
    }
  }

  #readTypeNames(): ReadonlyMap<string, Entry> {
    const names = new Map<string, Entry>();
    for (const { tree } of this.#units.list) {
      for (const entry of entriesIn(tree, ({ tag }) => isType(tag))) {
        const name = unlessDamaged(() => entry.text(AT.name));
        if (name === undefined) continue;
        const whole = shortName(`${PREFIXES[entry.tag] ?? ""}${name}`);
        // A declaration says nothing of the members.
        const known = names.get(whole);
        if (known === undefined || known.has(AT.declaration)) names.set(whole, entry);
      }
    }
    return names;
  }
}

const PREFIXES: Readonly<Record<number, string>> = {
  [TAG.structureType]: "struct ",
  [TAG.unionType]: "union ",
  [TAG.classType]: "class ",
  [TAG.enumerationType]: "enum ",
};

/** How many callers are asked what a register held. */
const MAX_CALLS = 16;
const NOTHING = new Uint8Array();

/** `extern` declarations. */
const isElsewhere = (entry: Entry) => entry.has(AT.declaration) && !entry.has(AT.location);

const isFunction = ({ tag, attributes }: Entry) =>
  tag === TAG.subprogram && (attributes.has(AT.lowPc) || attributes.has(AT.ranges));
const isBlock = ({ tag }: Entry) => tag === TAG.lexicalBlock || tag === TAG.inlinedSubroutine;
const isScope = (entry: Entry) => isBlock(entry) || isFunction(entry);

const isCallSite = ({ tag }: Entry) => tag === TAG.callSite || tag === TAG.gnuCallSite;

/** What a unit declares outside of functions. */
function* namespaceEntries(entry: Entry): Generator<Entry> {
  for (const child of entry.children) {
    yield child;
    if (child.tag === TAG.namespace) yield* namespaceEntries(child);
  }
}

const nameOf = (text: string | undefined) => text === undefined ? undefined : printable(text);

/** The entries below one, and that one, for which a predicate holds. */
function* entriesIn(entry: Entry, isWanted: (entry: Entry) => boolean): Generator<Entry> {
  if (isWanted(entry)) yield entry;
  for (const child of entry.children) yield* entriesIn(child, isWanted);
}
