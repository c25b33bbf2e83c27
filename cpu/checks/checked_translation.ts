// SPDX-License-Identifier: MPL-2.0
// The operations of translated code with memory checks. Such code runs only while no register has
// undefined bits, so all that can bring some are loads: one that would, or an access to bytes that
// are closed to the program, leaves to the stepper. What is stored is defined.

import type { FastChecks } from "../engine/checks.ts";
import type { AccessSize } from "../engine/memory_access.ts";
import { BLOCK_SIZE, type Operations } from "../semantics/operations.ts";
import { after64, type Code, type I32, i32, i64, when } from "../wasm/code.ts";
import {
  closedBits,
  dropFrames,
  isBelowFrames,
  isExempt,
  loadBits,
  noteStack,
  noteSwitch,
  storeBits,
} from "./plane_code.ts";

const isMarked = (offset: I32, size: AccessSize): I32 =>
  i64.ne(loadBits(offset, size), i64.const(0));

/** The operations of an instruction with checks around them. */
export function checkTranslated(
  on: Operations,
  { usesStack, stack, isReturn, stackPointer, leave, local }: FastChecks,
): Operations {
  const follow = (): Code =>
    stack === "kept"
      ? []
      : stack === "moved"
      ? noteStack(stackPointer())
      : noteSwitch(stackPointer());
  /** Leaves if the bytes at rs1, which an atomic access needs, are not all defined. */
  const checkAtomic = (size: AccessSize): Code => when(isMarked(i32.wrap(on.rs1), size), leave(1));
  const checkStore = (size: AccessSize): Code => {
    const offset = i32.wrap(local.get);
    // All that code stores relative to sp is its own, or its caller's.
    if (usesStack) {
      return [local.set(i64.add(on.rs1, on.imm)), storeBits(offset, size, i64.const(0))];
    }
    const closed = i32.ne(closedBits(offset, size), i32.const(0));
    return [
      local.set(i64.add(on.rs1, on.imm)),
      when(
        isMarked(offset, size),
        when(
          i32.and(i32.or(closed, isBelowFrames(local.get)), i32.eqz(isExempt)),
          leave(2),
        ),
        when(i32.eqz(closed), storeBits(offset, size, i64.const(0))),
      ),
    ];
  };
  const block = (at: number): I32 =>
    i32.add(i32.and(i32.wrap(on.rs1), i32.const(-BLOCK_SIZE)), i32.const(at));
  const words = Array.from({ length: BLOCK_SIZE / 8 }, (_, index) => 8 * index);
  const checked: Partial<Operations> = {
    writeRd: (value) => [on.writeRd(value), follow()],
    load(width, extension) {
      const size = width / 8 as AccessSize;
      const offset = i32.wrap(i64.add(on.rs1, on.imm));
      return after64(
        when(isMarked(offset, size), when(i32.eqz(isExempt), leave(2))),
        on.load(width, extension),
      );
    },
    store: (width, value) => [checkStore(width / 8 as AccessSize), on.store(width, value)],
    zeroBlock: () => [words.map((at) => when(isMarked(block(at), 8), leave(1))), on.zeroBlock()],
    loadReserved: (width) => after64(checkAtomic(width / 8 as AccessSize), on.loadReserved(width)),
    storeConditional: (width, value) => [
      checkAtomic(width / 8 as AccessSize),
      on.storeConditional(width, value),
    ],
    update: (width, by) => [checkAtomic(width / 8 as AccessSize), on.update(width, by)],
    jumpTo: (
      to,
      first,
    ) => [isReturn ? dropFrames(stackPointer(), local) : [], on.jumpTo(to, first)],
  };
  // Operands are getters of `on`, so they cannot be spread.
  return new Proxy(on, {
    get: (_, name: keyof Operations) => checked[name] ?? on[name],
  });
}
