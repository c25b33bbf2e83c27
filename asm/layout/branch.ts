// SPDX-License-Identifier: MPL-2.0
// Emits branches and jumps. As in GNU as, a branch whose target is out of range becomes an inverted
// branch over a jump; the range of a backward branch is known at once, that of a forward branch after
// layout.

import type { Assembly } from "../state/assembly.ts";
import { evaluate, EvaluationError } from "../state/expression.ts";
import type { Operand } from "../state/operand.ts";
import {
  branchBits,
  fitsBranch,
  fitsJump,
  INVERT_BRANCH,
  INVERT_COMPRESSED_BRANCH,
  JUMP_WORD,
  jumpBits,
  LONG_BRANCH_SIZE,
  LONG_COMPRESSED_BRANCH_SIZE,
  R,
  REACHES,
} from "../object/relocation.ts";
import { type Fragment, type Section, SETTLED } from "../state/section.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import type { Int64 } from "../object/value.ts";

/** Bytes by which a branch to a far target grows. */
const BRANCH_GROWTH = 4;

/** The distance of a target from the end of the section; NaN if not in it, or unknown. */
function distanceTo(section: Section, symbol: AssemblySymbol | undefined, addend: Int64): number {
  if (symbol?.section !== section || symbol.binding === "weak") return NaN;
  return symbol.offset + Number(addend) - section.size;
}

/**
 * Appends a conditional branch; `compressed` is its compressed form without the target, or 0 if it
 * must not be compressed.
 */
export function emitBranch(
  assembly: Assembly,
  word: number,
  operand: Operand,
  compressed = 0,
): void {
  const { section } = assembly;
  if (!isTarget(assembly, operand)) return;
  if (assembly.architecture.compresses || compressed !== 0) {
    relaxed(assembly, "branch", word, operand, compressed);
    return;
  }
  const symbol = operand.kind === "symbol" ? operand.symbol : undefined;
  const { value } = operand;
  const distance = distanceTo(section, symbol, value);
  if (symbol !== undefined && distance === distance) {
    if (symbol.fragment === section.fragments.length) {
      if (isOdd(assembly, operand, distance)) return;
      if (fitsBranch(distance)) {
        section.word(word | branchBits(distance));
        return;
      }
    }
    const farthest = distance - (section.growth - symbol.growth);
    if (fitsBranch(farthest) && fitsBranch(distance)) {
      assembly.fixup(R.BRANCH, operand);
      section.word(word);
      return;
    }
  }
  pushFragment(assembly, "branch", word, operand, 0, 4);
  section.growth += BRANCH_GROWTH;
  section.word(word);
}

/** Appends a jal; `compressed` as in emitBranch(). */
export function emitJump(
  assembly: Assembly,
  word: number,
  operand: Operand,
  compressed = 0,
): void {
  const { section } = assembly;
  if (!isTarget(assembly, operand)) return;
  if (compressed !== 0) {
    relaxed(assembly, "jump", word, operand, compressed);
    return;
  }
  const symbol = operand.kind === "symbol" ? operand.symbol : undefined;
  const distance = distanceTo(section, symbol, operand.value);
  if (distance === distance && symbol?.fragment === section.fragments.length) {
    if (isOdd(assembly, operand, distance)) return;
    if (fitsJump(distance)) {
      section.word(word | jumpBits(distance));
      return;
    }
  }
  assembly.fixup(R.JAL, operand);
  section.word(word);
}

/** How much a branch or jump can grow from its smallest size. */
const GROWTH = { branch: 4, compressedBranch: 6, jump: 2 } as const;

/**
 * Appends a branch or jump whose size depends on the distance. With compression, each of them is a
 * fragment as in GNU as, because layout starts from GNU's fragments.
 */
function relaxed(
  assembly: Assembly,
  kind: "branch" | "jump",
  word: number,
  operand: Operand,
  compressed: number,
): void {
  const { section } = assembly;
  const symbol = operand.kind === "symbol" ? operand.symbol : undefined;
  const distance = distanceTo(section, symbol, operand.value);
  const isExact = distance === distance && symbol !== undefined &&
    (symbol.fragment === section.fragments.length ||
      (symbol.growth === section.growth && Number.isFinite(section.growth)));
  const smallest = compressed === 0 ? 4 : 2;
  const size = isExact ? sizeAt(kind, compressed, distance) : smallest;
  const fragment = pushFragment(assembly, kind, word, operand, compressed, size);
  if (isExact) {
    fragment.growth = SETTLED;
  } else {
    section.growth += kind === "jump"
      ? GROWTH.jump
      : compressed === 0
      ? GROWTH.branch
      : GROWTH.compressedBranch;
  }
  section.fill(size, { value: 0, size: 1 });
  section.gnuFragments.push(section.size);
}

/** The size of a branch or jump over a distance, as in GNU as; NaN is an unknown distance. */
export function sizeAt(
  kind: "branch" | "jump",
  compressed: number,
  distance: number,
): number {
  const isShort = compressed !== 0;
  if (kind === "jump") return isShort && REACH.compressedJump(distance) ? 2 : 4;
  if (isShort && REACH.compressedBranch(distance)) return 2;
  if (fitsBranch(distance)) return 4;
  return isShort && distance === distance ? LONG_COMPRESSED_BRANCH_SIZE : LONG_BRANCH_SIZE;
}

const never = (): boolean => false;
const REACH = {
  compressedBranch: REACHES.get(R.RVC_BRANCH)?.fits ?? never,
  compressedJump: REACHES.get(R.RVC_JUMP)?.fits ?? never,
} as const;

function pushFragment(
  { section, lexer }: Assembly,
  kind: "branch" | "jump",
  word: number,
  operand: Operand,
  compressed: number,
  size: number,
): Fragment {
  const start = lexer.starts[operand.first]!;
  const fragment: Fragment = {
    kind,
    offset: section.size,
    size,
    growth: section.growth,
    finalSize: size,
    word,
    compressed,
    symbol: operand.kind === "symbol" ? operand.symbol : undefined,
    addend: operand.value,
    alignment: 0,
    limit: 0,
    fill: undefined,
    expression: undefined,
    location: lexer.base + start,
    length: lexer.ends[operand.after - 1]! - start,
  };
  section.fragments.push(fragment);
  return fragment;
}

/** Whether an operand is a symbol with an addend or a number; reports any other. */
function isTarget(assembly: Assembly, operand: Operand): boolean {
  if (operand.kind === "symbol" || operand.kind === "constant") return true;
  const { expression } = operand;
  const linear = expression === undefined ? undefined : evaluate(expression);
  const reason = linear instanceof EvaluationError ? `: ${linear.message}` : "";
  assembly.cursor.error(
    operand.first,
    `the target must be an address${reason}`,
    {},
    operand.after,
  );
  return false;
}

function isOdd(assembly: Assembly, operand: Operand, distance: number): boolean {
  if (distance % 2 === 0) return false;
  assembly.cursor.error(
    operand.first,
    "the target is at an odd distance, where no instruction can begin",
    {},
    operand.after,
  );
  return true;
}

/** An instruction of a branch or jump after layout, and the relocation that it needs. */
export interface BranchInstruction {
  /** Its offset from the start of the branch. */
  readonly offset: number;
  readonly bits: number;
  readonly length: 2 | 4;
  readonly relocation: number | undefined;
}

/** The instructions of a branch or jump of final size; only the last still lacks its distance. */
export function branchInstructions(
  { kind, word, compressed, finalSize }: Fragment,
): BranchInstruction[] {
  const whole = (relocation: number): BranchInstruction[] => [
    { offset: 0, bits: word, length: 4, relocation },
  ];
  const half = (relocation: number): BranchInstruction[] => [
    { offset: 0, bits: compressed, length: 2, relocation },
  ];
  if (kind === "jump") return finalSize === 2 ? half(R.RVC_JUMP) : whole(R.JAL);
  const overJump = (bits: number, length: 2 | 4): BranchInstruction[] => [
    { offset: 0, bits, length, relocation: undefined },
    { offset: length, bits: JUMP_WORD, length: 4, relocation: R.JAL },
  ];
  switch (finalSize) {
    case 2:
      return half(R.RVC_BRANCH);
    case 4:
      return whole(R.BRANCH);
    case LONG_COMPRESSED_BRANCH_SIZE: {
      const distance = REACHES.get(R.RVC_BRANCH)?.bits(LONG_COMPRESSED_BRANCH_SIZE) ?? 0;
      return overJump((compressed ^ INVERT_COMPRESSED_BRANCH) | distance, 2);
    }
    default:
      return overJump((word ^ INVERT_BRANCH) | branchBits(LONG_BRANCH_SIZE), 4);
  }
}
