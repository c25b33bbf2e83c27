// SPDX-License-Identifier: MPL-2.0
// Instructions in memory as text, with the names of their targets.

import { disassemble } from "../../../asm/disassembly/disassembler.ts";
import { instructionLength } from "../../../cpu/isa/table.ts";
import { CodeReader } from "../../symbols/code_reader.ts";
import type { Context } from "./context.ts";

/** The instruction at an address. */
export function instructionText(context: Context, address: bigint): string {
  return readInstruction(context, address)?.text ?? "<not mapped>";
}

/** The instruction at an address, with its length in bytes; undefined where nothing is mapped. */
export function readInstruction(
  { debug }: Context,
  address: bigint,
): { readonly text: string; readonly length: number } | undefined {
  const word = new CodeReader(debug.memory).fetch(address);
  if (word === undefined) return undefined;
  const length = instructionLength(word);
  const { program } = debug;
  const text = disassemble(length === 2 ? word & 0xffff : word, {
    address,
    ...(program !== undefined && { symbolAt: (target: bigint) => program.symbolAt(target) }),
  });
  return { text, length };
}
