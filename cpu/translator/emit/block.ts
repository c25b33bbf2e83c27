// SPDX-License-Identifier: MPL-2.0
// Writes the code of one block of a region: its checks, its instructions from their semantics, and
// its end. Instructions are counted once, at the start of the block; leaving in the middle gives
// back those that do not retire. What its instructions share is in block_code.ts.

import { type Code, i32 } from "../../wasm/code.ts";
import { BlockCode } from "./block_code.ts";
import { emitEnd } from "./block_end.ts";
import type { Node } from "../regions/flow_graph.ts";
import { emitInstruction } from "./instruction_code.ts";
import { fuel, type RegionCode } from "./region_code.ts";
import { writes } from "../regions/register_flow.ts";
import type { GoTo } from "./structure.ts";

/**
 * The code of a block that is `levels` levels inside the structured code of its region. `goTo`
 * returns the code that continues at another block.
 */
export function emitBlock(region: RegionCode, node: Node, levels: number, goTo: GoTo): Code {
  const { instructions } = node.block;
  const block = new BlockCode(region, node, levels);
  const writtenBack = region.flow[node.number]?.writtenBack ?? 0;
  const lastWrites = new Map(
    instructions.map((instruction, index) => [writes(instruction), index]),
  );
  const written = instructions.reduce((mask, instruction) => mask | writes(instruction), 0);
  const code: Code[] = [block.stopAtStart(), block.checksAtStart()];
  if (instructions.length > 0) {
    code.push(fuel.set(i32.sub(fuel.get, i32.const(instructions.length))));
  }
  const counters = instructions.length > 0 ? region.counting?.block(node.block) : undefined;
  if (counters !== undefined) code.push(counters.enter);
  code.push(block.trace.begin(), block.writeBack(writtenBack & ~written));
  for (const [index, instruction] of instructions.entries()) {
    const instructionCode = emitInstruction(block, instruction, index);
    code.push(block.trace.instruction(index), instructionCode);
    const rd = writes(instruction);
    block.dirty |= rd;
    block.trace.retire(instruction);
    if (lastWrites.get(rd) === index) code.push(block.writeBack(writtenBack & rd));
  }
  // Registers that are written back may still be live: where paths join, they are written back
  // again if another path has not done so.
  const liveOut = node.successors.reduce((mask, to) => mask | (region.flow[to]?.liveIn ?? 0), 0);
  code.push(block.trace.end(), block.widen(block.dirty | liveOut));
  const { dirty, condition } = block;
  code.push(emitEnd({ region, node, levels, goTo, dirty, condition, counters }));
  return code;
}
