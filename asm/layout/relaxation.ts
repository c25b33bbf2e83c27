// SPDX-License-Identifier: MPL-2.0
// Layout of a section: finds the size of every piece, starting from the smallest and growing until
// nothing changes. Takes the sections of an assembled file, and leaves in each the shifts that say
// where everything ends up.

import { evaluate, EvaluationError, isConstant, type Linear } from "../state/expression.ts";
import type { Assembly } from "../state/assembly.ts";
import { TOO_MANY_BYTES } from "../state/assembly.ts";
import { MAX_HELD_BYTES, MAX_ZERO_BYTES } from "../object/limits.ts";
import { sizeAt } from "./branch.ts";
import { type Piece, type Section, SETTLED } from "../state/section.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import { leb128 } from "../object/leb128.ts";
import { showValue, type Value } from "../object/value.ts";

/** Rounds after which pieces only grow; sizes that depend on one another could alternate. */
const FREE_ROUNDS = 100;
/** Rounds after which layout gives up. */
const MOST_ROUNDS = 3000;

/**
 * Lays out all sections. Problems with pieces are reported. False when the sections came out too
 * large to be made.
 */
export function relax(assembly: Assembly): boolean {
  const sections = assembly.sections.filter(({ pieces }) => pieces.length > 0);
  for (const section of assembly.sections) {
    section.shifts = new Float64Array(section.pieces.length + 1);
    for (const piece of section.pieces) piece.finalSize = piece.size;
    estimate(section, assembly.usesCompression);
  }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let changed = false;
    for (const section of sections) {
      if (relaxSection(section, round >= FREE_ROUNDS)) changed = true;
    }
    if (!changed) break;
  }
  for (const section of sections) {
    for (const piece of section.pieces) checkPiece(assembly, section, piece);
  }
  return checkSizes(assembly);
}

/** Reports sections that layout made too large, at the piece that grew most. */
function checkSizes(assembly: Assembly): boolean {
  const { sections, sources, diagnostics, lineLocation } = assembly;
  if (assembly.isFull) return false;
  let held = 0;
  let message: string | undefined;
  for (const section of sections) {
    const size = section.size + (section.shifts?.[section.pieces.length] ?? 0);
    if (section.type !== "nobits") held += size;
    else if (size > MAX_ZERO_BYTES) message = tooLarge(section);
  }
  if (held > MAX_HELD_BYTES) message = TOO_MANY_BYTES;
  if (message === undefined) return true;
  let largest: Piece | undefined;
  for (const piece of sections.flatMap(({ pieces }) => pieces)) {
    if (piece.finalSize > (largest?.finalSize ?? -1)) largest = piece;
  }
  diagnostics.error(sources, largest?.location ?? lineLocation, largest?.length ?? 1, message);
  return false;
}

function tooLarge({ name, type }: Section): string {
  return type === "nobits"
    ? `section ${name} may not grow beyond ${MAX_ZERO_BYTES} bytes`
    : TOO_MANY_BYTES;
}

/**
 * The sizes that layout starts from. GNU as takes the targets ahead for lying at the start of the
 * section, and so begins with long branches; where several layouts are possible, because branches
 * span one another or alignments take up growth, the start decides between them.
 */
function estimate(section: Section, compresses: boolean): void {
  const { pieces, shifts } = section;
  if (shifts === undefined) return;
  let shift = 0;
  for (const [index, piece] of pieces.entries()) {
    shifts[index] = shift;
    const at = piece.offset + shift;
    const { kind, compressed, symbol } = piece;
    if (piece.growth === SETTLED || (!compresses && isSettled(section, piece))) {
      // Its size stays what it is. Where code is compressed nearly all branches ahead start out longer
      // than they end, and what they do to others on the way counts.
    } else if (kind !== "branch" && kind !== "jump") {
      piece.finalSize = sizeOf(section, piece, index, at, 0);
    } else if (symbol?.section === section && symbol.piece > index) {
      const fragment = compresses ? fragmentOffset(section, symbol) : 0;
      piece.finalSize = sizeAt(kind, compressed, fragment - at);
    } else {
      piece.finalSize = branchSize(section, piece, kind, index, at, 0);
    }
    shift += piece.finalSize - piece.size;
  }
  shifts[pieces.length] = shift;
}

/** How far into its fragment a label stands. */
function fragmentOffset({ fragments }: Section, { offset }: AssemblySymbol): number {
  let low = 0;
  let high = fragments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fragments[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return offset - (fragments[low - 1] ?? 0);
}

/** Whether a branch reaches its target even when everything in between grows; most do. */
function isSettled(section: Section, piece: Piece): boolean {
  const { symbol, kind, compressed, size } = piece;
  const isBranch = kind === "branch" || kind === "jump";
  if (!isBranch || symbol?.section !== section || symbol.binding === "weak") return false;
  const distance = symbol.offset + Number(piece.addend) - piece.offset;
  const isSmallest = (far: number) => sizeAt(kind, compressed, far) === size;
  if (!isSmallest(distance) || !isSmallest(distance + symbol.growth - piece.growth)) return false;
  piece.growth = SETTLED;
  return true;
}

/** One round over a section. True when a size changed. */
function relaxSection(section: Section, onlyGrow: boolean): boolean {
  const { pieces, shifts } = section;
  if (shifts === undefined) return false;
  let changed = false;
  let shift = 0;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    // What lies ahead still stands where the last round left it. Taking that at its word makes
    // branches whose targets just come into reach grow one a round; once rounds have been many, it
    // is taken to move as far as this piece just did.
    const stretch = onlyGrow ? shift - (shifts[index] ?? 0) : 0;
    if (shifts[index] !== shift) {
      shifts[index] = shift;
      changed = true;
    }
    if (piece.growth === SETTLED) {
      shift += piece.finalSize - piece.size;
      continue;
    }
    let size = sizeOf(section, piece, index, piece.offset + shift, stretch);
    if (onlyGrow) size = Math.max(size, piece.finalSize);
    if (size !== piece.finalSize) {
      piece.finalSize = size;
      changed = true;
    }
    shift += size - piece.size;
  }
  if (shifts[pieces.length] !== shift) {
    shifts[pieces.length] = shift;
    changed = true;
  }
  return changed;
}

function sizeOf(
  section: Section,
  piece: Piece,
  index: number,
  at: number,
  stretch: number,
): number {
  switch (piece.kind) {
    case "branch":
    case "jump":
      return branchSize(section, piece, piece.kind, index, at, stretch);
    case "align": {
      const padding = (piece.alignment - at % piece.alignment) % piece.alignment;
      return piece.limit > 0 && padding > piece.limit ? 0 : padding;
    }
    case "org":
      return clamp(orgTarget(section, piece) - at);
    case "space":
      return clamp(Number(constantOf(piece) ?? 0) * (piece.fill?.size ?? 1));
    case "uleb":
    case "sleb":
      return leb128(constantOf(piece) ?? 0, piece.kind === "sleb").length;
  }
}

function clamp(size: number): number {
  return size > 0 && size <= MAX_ZERO_BYTES ? size : 0;
}

/** The bytes of a branch or jump to where its target stands by now. */
function branchSize(
  section: Section,
  piece: Piece,
  kind: "branch" | "jump",
  index: number,
  at: number,
  stretch: number,
): number {
  const linear = piece.symbol === undefined
    ? undefined
    : piece.symbol.state === "expression"
    ? evaluate({ kind: "symbol", symbol: piece.symbol, location: 0, length: 0 })
    : undefined;
  const resolved = linear === undefined || linear instanceof EvaluationError ? undefined : linear;
  const symbol = resolved === undefined ? piece.symbol : resolved.plus;
  if (symbol?.section !== section || symbol.binding === "weak") {
    return sizeAt(kind, piece.compressed, NaN);
  }
  const addend = Number(piece.addend) + Number(resolved?.offset ?? 0);
  const moved = symbol.piece > index ? stretch : 0;
  const target = section.finalOffset(symbol.offset, symbol.piece) + moved + addend;
  return sizeAt(kind, piece.compressed, target - at);
}

function linearOf(piece: Piece): Linear | undefined {
  const linear = piece.expression === undefined ? undefined : evaluate(piece.expression);
  return linear instanceof EvaluationError ? undefined : linear;
}

function constantOf(piece: Piece): Value | undefined {
  const linear = linearOf(piece);
  return linear !== undefined && isConstant(linear) ? linear.offset : undefined;
}

/** The offset in the section that `.org` goes to; NaN when it is not in the section. */
function orgTarget(section: Section, piece: Piece): number {
  const linear = linearOf(piece);
  if (linear === undefined || linear.minus !== undefined) return NaN;
  const offset = Number(linear.offset);
  if (linear.plus === undefined) return offset;
  if (linear.plus.section !== section) return NaN;
  return section.finalOffset(linear.plus.offset, linear.plus.piece) + offset;
}

/** What is wrong with a piece now that everything has its place. */
function checkPiece(assembly: Assembly, section: Section, piece: Piece): void {
  if (piece.expression === undefined) return;
  const { sources, diagnostics } = assembly;
  const report = (message: string) =>
    diagnostics.error(sources, piece.location, piece.length, message);
  const most = section.type === "nobits" ? MAX_ZERO_BYTES : MAX_HELD_BYTES;
  const linear = evaluate(piece.expression);
  if (linear instanceof EvaluationError) return report(linear.message);
  if (piece.kind === "org") {
    const target = orgTarget(section, piece);
    const at = section.finalOffset(piece.offset, section.pieces.indexOf(piece));
    if (Number.isNaN(target)) report("`.org` needs a place in the current section");
    else if (target < at) report(`\`.org\` cannot go back: ${at} bytes are there already`);
    else if (target > most) report(tooLarge(section));
  } else if (!isConstant(linear)) {
    const name = (linear.plus ?? linear.minus)?.name ?? "";
    report(`this must come to a number, and depends on the address of \`${name}\``);
  } else if (piece.kind === "space") {
    const count = Number(linear.offset);
    if (count < 0) report(`the count is negative: ${showValue(linear.offset)}`);
    else if (count * (piece.fill?.size ?? 1) > most) report(tooLarge(section));
  } else if (piece.kind === "uleb" && linear.offset < 0) {
    report(`\`.uleb128\` takes no negative numbers: ${showValue(linear.offset)}`);
  }
}
