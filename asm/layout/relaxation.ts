// SPDX-License-Identifier: MPL-2.0
// Lays out sections: finds the size of every fragment, growing them until nothing changes. Takes the
// sections of an assembled file, and sets the shifts of each, which move offsets to their final
// values.

import { evaluate, EvaluationError, isConstant, type Linear } from "../state/expression.ts";
import type { Assembly } from "../state/assembly.ts";
import { fileTooLarge, sectionTooLarge } from "../state/assembly.ts";
import { MAX_STORED_BYTES, MAX_ZERO_BYTES } from "../object/limits.ts";
import { sizeAt } from "./branch.ts";
import { type Fragment, type Section, SETTLED } from "../state/section.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import { leb128 } from "../object/leb128.ts";
import { type Int64, showValue } from "../object/value.ts";

/** Rounds after which fragments only grow: sizes that depend on each other could alternate. */
const FREE_ROUNDS = 100;
/** Rounds, and sizes of fragments found in all of them, after which layout gives up. */
const MAX_ROUNDS = 3000;
const MAX_SIZES = 6_000_000;

/**
 * Lays out all sections, and reports errors in fragments. False when the sections are too large.
 */
export function relax(assembly: Assembly): boolean {
  const sections = assembly.sections.filter(({ fragments }) => fragments.length > 0);
  for (const section of assembly.sections) {
    section.shifts = new Float64Array(section.fragments.length + 1);
    for (const fragment of section.fragments) fragment.finalSize = fragment.size;
    estimate(section, assembly.usesCompression);
  }
  const count = sections.reduce((sum, { fragments }) => sum + fragments.length, 0);
  let isStable = count === 0;
  for (let round = 0; round < MAX_ROUNDS && !isStable; round++) {
    isStable = true;
    for (const section of sections) {
      if (relaxSection(section, round >= FREE_ROUNDS)) isStable = false;
    }
    if (round > FREE_ROUNDS && round * count > MAX_SIZES) break;
  }
  if (!isStable) reportUnsettled(assembly, sections);
  for (const section of sections) {
    for (const fragment of section.fragments) checkFragment(assembly, section, fragment);
  }
  return checkSizes(assembly);
}

/** Reports sizes that depend on each other without end, or for too long. */
function reportUnsettled({ sources, diagnostics }: Assembly, sections: readonly Section[]): void {
  const fragment = sections.flatMap(({ fragments }) => fragments).find(({ growth, expression }) =>
    growth !== SETTLED && expression !== undefined
  );
  const { location = 1, length = 1 } = fragment ?? {};
  const message = "sizes and distances depend on each other: layout does not come to an end";
  diagnostics.error(sources, location, length, message);
}

/** Reports sections that layout made too large, at the largest fragment. */
function checkSizes(assembly: Assembly): boolean {
  const { sections, sources, diagnostics, lineLocation } = assembly;
  if (assembly.isFull) return false;
  let held = 0;
  let message: string | undefined;
  for (const section of sections) {
    const size = section.size + (section.shifts?.[section.fragments.length] ?? 0);
    if (section.type !== "nobits") held += size;
    else if (size > MAX_ZERO_BYTES) message = sectionTooLarge(section);
  }
  if (held > MAX_STORED_BYTES) message = fileTooLarge();
  if (message === undefined) return true;
  let largest: Fragment | undefined;
  for (const fragment of sections.flatMap(({ fragments }) => fragments)) {
    if (fragment.finalSize > (largest?.finalSize ?? -1)) largest = fragment;
  }
  diagnostics.error(sources, largest?.location ?? lineLocation, largest?.length ?? 1, message);
  return false;
}

/**
 * Estimates the sizes that layout starts from, as GNU as does: it assumes that forward targets are at
 * the start of the section, and so begins with long branches. Where several layouts are possible,
 * because branches span each other or alignments absorb growth, the estimate decides between them.
 */
function estimate(section: Section, compresses: boolean): void {
  const { fragments, shifts } = section;
  if (shifts === undefined) return;
  let shift = 0;
  for (const [index, fragment] of fragments.entries()) {
    shifts[index] = shift;
    const at = fragment.offset + shift;
    const { kind, compressed, symbol } = fragment;
    if (fragment.growth === SETTLED || (!compresses && isSettled(section, fragment))) {
      // With compression, only SETTLED sizes are final this early: forward branches start too long, and
      // until they shrink they push others.
    } else if (kind !== "branch" && kind !== "jump") {
      fragment.finalSize = sizeOf(section, fragment, index, at, 0);
    } else if (symbol?.section === section && symbol.fragment > index) {
      const target = compresses ? offsetInGnuFragment(section, symbol) : 0;
      fragment.finalSize = sizeAt(kind, compressed, target - at);
    } else {
      fragment.finalSize = branchSize(section, fragment, kind, index, at, 0);
    }
    shift += fragment.finalSize - fragment.size;
  }
  shifts[fragments.length] = shift;
}

/** The offset of a label within its fragment in GNU as. */
function offsetInGnuFragment({ gnuFragments }: Section, { offset }: AssemblySymbol): number {
  let low = 0;
  let high = gnuFragments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gnuFragments[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return offset - (gnuFragments[low - 1] ?? 0);
}

/** Whether a branch reaches its target even if everything in between grows: most do. */
function isSettled(section: Section, fragment: Fragment): boolean {
  const { symbol, kind, compressed, size } = fragment;
  const isBranch = kind === "branch" || kind === "jump";
  if (!isBranch || symbol?.section !== section || symbol.binding === "weak") return false;
  const distance = symbol.offset + Number(fragment.addend) - fragment.offset;
  const isSmallest = (far: number) => sizeAt(kind, compressed, far) === size;
  if (!isSmallest(distance) || !isSmallest(distance + symbol.growth - fragment.growth)) {
    return false;
  }
  fragment.growth = SETTLED;
  return true;
}

/** One round over a section. True if a size changed. */
function relaxSection(section: Section, onlyGrow: boolean): boolean {
  const { fragments, shifts } = section;
  if (shifts === undefined) return false;
  let changed = false;
  let shift = 0;
  for (let index = 0; index < fragments.length; index++) {
    const fragment = fragments[index]!;
    // What follows still has its offset of the last round. Trusting it makes branches grow one per
    // round; after many rounds, assume that it moves as far as this fragment did.
    const stretch = onlyGrow ? shift - (shifts[index] ?? 0) : 0;
    if (shifts[index] !== shift) {
      shifts[index] = shift;
      changed = true;
    }
    if (fragment.growth === SETTLED) {
      shift += fragment.finalSize - fragment.size;
      continue;
    }
    let size = sizeOf(section, fragment, index, fragment.offset + shift, stretch);
    if (onlyGrow) size = Math.max(size, fragment.finalSize);
    if (size !== fragment.finalSize) {
      fragment.finalSize = size;
      changed = true;
    }
    shift += size - fragment.size;
  }
  if (shifts[fragments.length] !== shift) {
    shifts[fragments.length] = shift;
    changed = true;
  }
  return changed;
}

function sizeOf(
  section: Section,
  fragment: Fragment,
  index: number,
  at: number,
  stretch: number,
): number {
  switch (fragment.kind) {
    case "branch":
    case "jump":
      return branchSize(section, fragment, fragment.kind, index, at, stretch);
    case "align": {
      const padding = (fragment.alignment - at % fragment.alignment) % fragment.alignment;
      return fragment.limit > 0 && padding > fragment.limit ? 0 : padding;
    }
    case "org":
      return clamp(orgTarget(section, fragment) - at);
    case "space":
      return clamp(Number(constantOf(fragment) ?? 0) * (fragment.fill?.size ?? 1));
    case "uleb":
    case "sleb":
      return leb128(constantOf(fragment) ?? 0, fragment.kind === "sleb").length;
  }
}

function clamp(size: number): number {
  return size > 0 && size <= MAX_ZERO_BYTES ? size : 0;
}

/** The size of a branch or jump to the current offset of its target. */
function branchSize(
  section: Section,
  fragment: Fragment,
  kind: "branch" | "jump",
  index: number,
  at: number,
  stretch: number,
): number {
  const linear = fragment.symbol === undefined
    ? undefined
    : fragment.symbol.state === "expression"
    ? evaluate({ kind: "symbol", symbol: fragment.symbol, location: 0, length: 0 })
    : undefined;
  const resolved = linear === undefined || linear instanceof EvaluationError ? undefined : linear;
  const symbol = resolved === undefined ? fragment.symbol : resolved.plus;
  if (symbol?.section !== section || symbol.binding === "weak") {
    return sizeAt(kind, fragment.compressed, NaN);
  }
  const addend = Number(fragment.addend) + Number(resolved?.offset ?? 0);
  const moved = symbol.fragment > index ? stretch : 0;
  const target = section.finalOffset(symbol.offset, symbol.fragment) + moved + addend;
  return sizeAt(kind, fragment.compressed, target - at);
}

function linearOf(fragment: Fragment): Linear | undefined {
  const linear = fragment.expression === undefined ? undefined : evaluate(fragment.expression);
  return linear instanceof EvaluationError ? undefined : linear;
}

function constantOf(fragment: Fragment): Int64 | undefined {
  const linear = linearOf(fragment);
  return linear !== undefined && isConstant(linear) ? linear.offset : undefined;
}

/** The offset that `.org` advances to; NaN if it is not in the section. */
function orgTarget(section: Section, fragment: Fragment): number {
  const linear = linearOf(fragment);
  if (linear === undefined || linear.minus !== undefined) return NaN;
  const offset = Number(linear.offset);
  if (linear.plus === undefined) return offset;
  if (linear.plus.section !== section) return NaN;
  return section.finalOffset(linear.plus.offset, linear.plus.fragment) + offset;
}

/** Reports what is wrong with a fragment after layout. */
function checkFragment(assembly: Assembly, section: Section, fragment: Fragment): void {
  if (fragment.expression === undefined) return;
  const { sources, diagnostics } = assembly;
  const report = (message: string) =>
    diagnostics.error(sources, fragment.location, fragment.length, message);
  const max = section.type === "nobits" ? MAX_ZERO_BYTES : MAX_STORED_BYTES;
  const linear = evaluate(fragment.expression);
  if (linear instanceof EvaluationError) return report(linear.message);
  if (fragment.kind === "org") {
    const target = orgTarget(section, fragment);
    const at = section.finalOffset(fragment.offset, section.fragments.indexOf(fragment));
    if (Number.isNaN(target)) report("the target of `.org` must be in the current section");
    else if (target < at) {
      report(`\`.org\` cannot move backwards: the section already has ${at} bytes`);
    } else if (target > max) report(sectionTooLarge(section));
  } else if (!isConstant(linear)) {
    const name = (linear.plus ?? linear.minus)?.name ?? "";
    report(`a constant is needed here, and this depends on the address of \`${name}\``);
  } else if (fragment.kind === "space") {
    const count = Number(linear.offset);
    if (count < 0) report(`the count is negative: ${showValue(linear.offset)}`);
    else if (count * (fragment.fill?.size ?? 1) > max) report(sectionTooLarge(section));
  } else if (fragment.kind === "uleb" && linear.offset < 0) {
    report(`\`.uleb128\` cannot encode a negative number: ${showValue(linear.offset)}`);
  }
}
