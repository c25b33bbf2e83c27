// SPDX-License-Identifier: MPL-2.0
// Templates: the code of a row as bytes with holes, made when an instruction of the row is first
// translated and kept for the process. Rows that need the stepper have none.

import type { MemoryChecks } from "../../engine/checks.ts";
import { type Encoding, ENCODINGS } from "../../isa/encoding.ts";
import type { AccessSize } from "../../engine/memory_access.ts";
import { effectsOf } from "../../semantics/effects.ts";
import { HANDLED, HANDLER } from "../../stepper/decoded_pages.ts";
import type { Code } from "../../wasm/code.ts";
import { CALLS, type Calls } from "../emit/calling.ts";
import { isHole } from "./holes.ts";
import { groupCheck, templateCode } from "./template_code.ts";

/** Bytes with holes between them. */
export interface Template {
  readonly bytes: Uint8Array;
  /** The position in `bytes` and the kind of each hole, in turn. */
  readonly holes: Int32Array;
  /** What it calls, and its module must import. */
  readonly calls: Calls;
}

/** How an instruction continues, for the finder and the writer of functions. */
export const KIND = {
  /** Not described yet. */
  unknown: 0,
  next: 1,
  branch: 2,
  jump: 3,
  computedJump: 4,
  environmentCall: 5,
  /** Only the stepper executes it. */
  stepper: 6,
} as const;

/** What an instruction with a handler is, by the number of the handler. */
export interface HandlerTable {
  /** One of {@link KIND}. */
  readonly kinds: Uint8Array;
  /** Bytes. */
  readonly lengths: Uint8Array;
  /** Bits of {@link TRAIT}. */
  readonly traits: Uint16Array;
  /** How many bytes it accesses, if it does. */
  readonly sizes: Uint8Array;
  /** The index of the row. */
  readonly rows: Uint16Array;
}

/** What else to know of a row. */
export const TRAIT = {
  /** The record has a rounding mode. */
  hasRounding: 1,
  /** rs1 or rs2 name integer registers that are read. */
  readsRs1: 2,
  readsRs2: 4,
  accesses: 8,
  /** It only writes an integer register, so it does nothing if that is x0. */
  onlyWritesRd: 16,
  /** It writes an integer register. */
  writesRd: 32,
  /** It writes rd exactly once, whatever happens, and does nothing after that. */
  setsRd: 64,
  /** A load or a store at rs1 + imm. */
  isPlain: 128,
  stores: 256,
} as const;

function kindOf(encoding: Encoding): number {
  const { control } = effectsOf(encoding);
  switch (control.kind) {
    case "next":
      return KIND.next;
    case "branch":
      return KIND.branch;
    case "jump":
      return KIND.jump;
    case "computed jump":
      return KIND.computedJump;
    case "trap":
      return control.cause === "environment-call" ? KIND.environmentCall : KIND.stepper;
  }
}

function traitsOf(encoding: Encoding): number {
  const effects = effectsOf(encoding);
  const { readsRs1, readsRs2, writes, access, control } = effects;
  const onlyWritesRd = writes !== "float" && access === undefined && control.kind === "next" &&
    !effects.callsFloatFunctions && !effects.accessesCsr;
  const isPlain = access !== undefined && !access.isAtomic;
  return (encoding.fields.some(({ name }) => name === "rm") ? TRAIT.hasRounding : 0) |
    (readsRs1 ? TRAIT.readsRs1 : 0) | (readsRs2 ? TRAIT.readsRs2 : 0) |
    (access !== undefined ? TRAIT.accesses : 0) | (onlyWritesRd ? TRAIT.onlyWritesRd : 0) |
    (writes === "integer" ? TRAIT.writesRd : 0) | (onlyWritesRd || isPlain ? TRAIT.setsRd : 0) |
    (isPlain ? TRAIT.isPlain : 0) | (access?.store === true ? TRAIT.stores : 0);
}

let table: HandlerTable | undefined;

/**
 * The table of the handlers. {@link describeHandler} fills it in, one by one: all of them would take
 * ten milliseconds, and a program uses few.
 */
export function handlerTable(): HandlerTable {
  const count = HANDLER.firstRow + HANDLED.length;
  return table ??= {
    kinds: new Uint8Array(count),
    lengths: new Uint8Array(count),
    traits: new Uint16Array(count),
    sizes: new Uint8Array(count),
    rows: new Uint16Array(count),
  };
}

/** Fills in what {@link handlerTable} has for a handler; returns its kind. */
export function describeHandler(handler: number): number {
  const { kinds, lengths, traits, sizes, rows } = handlerTable();
  const handled = HANDLED[handler - HANDLER.firstRow];
  if (handled === undefined) {
    lengths[handler] = 4;
    return kinds[handler] = KIND.stepper;
  }
  const { encoding, length } = handled;
  lengths[handler] = length;
  traits[handler] = traitsOf(encoding);
  sizes[handler] = effectsOf(encoding).access?.size ?? 0;
  rows[handler] = encoding.index;
  return kinds[handler] = kindOf(encoding);
}

/** Bits that choose one of a row's templates. */
export const VARIANT = {
  careful: 1,
  zeroRs1: 2,
  zeroRs2: 4,
  links: 8,
  /** The rounding mode is in three bits from here on. */
  roundingShift: 4,
  /** For checks only: rs1 is sp; it moves sp; it sets it anew; it returns. */
  usesStack: 128,
  movesStack: 256,
  switchesStack: 512,
  returns: 1024,
  /** An earlier check has covered the access. */
  unchecked: 2048,
} as const;

/** By row, then by variant. */
type Templates = (Template | undefined)[][];
const templates: Templates = ENCODINGS.map(() => []);
/** The same with checks, by what they check. */
const checkedTemplates = new Map<MemoryChecks, Templates>();

/** The template of a row, by the bits of {@link VARIANT}. */
export function templateFor(row: number, variant: number, checks?: MemoryChecks): Template {
  const ofRow = (checks === undefined ? templates : templatesWith(checks))[row];
  const known = ofRow?.[variant];
  if (known !== undefined) return known;
  const encoding = ENCODINGS[row];
  if (encoding === undefined || ofRow === undefined) {
    throw new RangeError(`Cannot make a template: there is no row ${row}`);
  }
  const calls: { most: Calls } = { most: CALLS.none };
  const code = templateCode({
    encoding,
    calls,
    careful: (variant & VARIANT.careful) !== 0,
    unchecked: (variant & VARIANT.unchecked) !== 0,
    zeroRs1: (variant & VARIANT.zeroRs1) !== 0,
    zeroRs2: (variant & VARIANT.zeroRs2) !== 0,
    links: (variant & VARIANT.links) !== 0,
    rm: variant >> VARIANT.roundingShift & 7,
    checks,
    checked: {
      usesStack: (variant & VARIANT.usesStack) !== 0,
      stack: (variant & VARIANT.movesStack) !== 0
        ? "moved"
        : (variant & VARIANT.switchesStack) !== 0
        ? "switched"
        : "kept",
      isReturn: (variant & VARIANT.returns) !== 0,
    },
  });
  return ofRow[variant] = { ...flattened(code), calls: calls.most };
}

function templatesWith(checks: MemoryChecks): Templates {
  let made = checkedTemplates.get(checks);
  if (made === undefined) checkedTemplates.set(checks, made = ENCODINGS.map(() => []));
  return made;
}

const groupChecks: (Template | undefined)[] = [];

/** The check of a group of loads or stores, the largest of so many bytes. */
export function groupCheckFor(size: AccessSize, stores: boolean): Template {
  const key = 2 * size + (stores ? 1 : 0);
  return groupChecks[key] ??= flattened(groupCheck(size, stores));
}

/** Code as bytes with holes. */
export function flattened(code: Code): Template {
  const bytes: number[] = [];
  const holes: number[] = [];
  const append = (code: Code): void => {
    for (const item of code) {
      if (typeof item !== "number") append(item);
      else if (isHole(item)) holes.push(bytes.length, item);
      // Hints about branches are left out: they would need a section of their own.
      else if (item >= 0) bytes.push(item);
    }
  };
  append(code);
  return { bytes: Uint8Array.from(bytes), holes: Int32Array.from(holes), calls: CALLS.none };
}
