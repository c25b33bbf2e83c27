// SPDX-License-Identifier: MPL-2.0
// Branches and jumps to targets. A branch whose target is out of reach becomes an inverted branch
// over a jump, as in GNU as; whether it is out of reach is known at once for targets behind it, and
// after layout for those ahead.

import type { Assembly } from "./assembly.ts";
import { evaluate, EvaluationError } from "./expression.ts";
import type { Operand } from "./operand.ts";
import {
  branchBits,
  fitsBranch,
  fitsJump,
  INVERT_BRANCH,
  JUMP_WORD,
  jumpBits,
  LONG_BRANCH_SIZE,
  R,
} from "./relocation.ts";
import type { Section } from "./section.ts";
import type { AssemblySymbol } from "./symbol.ts";
import type { Value } from "./value.ts";

/** Bytes that a branch grows by when its target is far. */
const BRANCH_GROWTH = 4;

/** Where a target lies from the end of the section; NaN when it lies elsewhere or is not known. */
function distanceTo(section: Section, symbol: AssemblySymbol | undefined, addend: Value): number {
  if (symbol?.section !== section || symbol.binding === "weak") return NaN;
  return symbol.offset + Number(addend) - section.size;
}

/** Appends a conditional branch. */
export function emitBranch(assembly: Assembly, word: number, operand: Operand): void {
  const { section } = assembly;
  if (!isTarget(assembly, operand)) return;
  const symbol = operand.kind === "symbol" ? operand.symbol : undefined;
  const { value } = operand;
  const distance = distanceTo(section, symbol, value);
  if (symbol !== undefined && distance === distance) {
    if (symbol.piece === section.pieces.length) {
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
  const { lexer } = assembly;
  const start = lexer.starts[operand.first]!;
  section.pieces.push({
    kind: "branch",
    offset: section.size,
    size: 4,
    growth: section.growth,
    finalSize: 4,
    word,
    symbol,
    addend: value,
    alignment: 0,
    limit: 0,
    fill: undefined,
    expression: undefined,
    location: lexer.base + start,
    length: lexer.ends[operand.after - 1]! - start,
  });
  section.growth += BRANCH_GROWTH;
  section.word(word);
}

/** Appends jal. */
export function emitJump(assembly: Assembly, word: number, operand: Operand): void {
  const { section } = assembly;
  if (!isTarget(assembly, operand)) return;
  const symbol = operand.kind === "symbol" ? operand.symbol : undefined;
  const distance = distanceTo(section, symbol, operand.value);
  if (distance === distance && symbol?.piece === section.pieces.length) {
    if (isOdd(assembly, operand, distance)) return;
    if (fitsJump(distance)) {
      section.word(word | jumpBits(distance));
      return;
    }
  }
  assembly.fixup(R.JAL, operand);
  section.word(word);
}

/** Whether an operand is a symbol with an addend or a number; reports it when not. */
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
    "the target lies at an odd distance, where no instruction can be",
    {},
    operand.after,
  );
  return true;
}

/** The two words of a branch to a far target, the second without its distance. */
export function longBranch(word: number): [inverted: number, jump: number] {
  return [(word ^ INVERT_BRANCH) | branchBits(LONG_BRANCH_SIZE), JUMP_WORD];
}
