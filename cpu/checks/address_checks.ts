// SPDX-License-Identifier: MPL-2.0
// Checks of addresses only: whether the bytes of an access are open to the program, not whether they are
// defined. No register has undefined bits then, and a byte has only if it is closed, so one look at the
// first plane decides. Accesses relative to sp go unchecked: they stay in the frames of the stack.

import type { FastChecks, MemoryChecks } from "../engine/checks.ts";
import type { AccessSize } from "../engine/memory_access.ts";
import { FAILURE } from "../memory/shadow.ts";
import { BLOCK_SIZE, type Operations } from "../semantics/operations.ts";
import { after64, type Code, type I32, i32, type I64, i64, when } from "../wasm/code.ts";
import { at, failAccess, isPartialRead, offset } from "./checked_handlers.ts";
import { MEMORY_CHECKS } from "./memory_checks.ts";
import { closedBits, isExempt, loadBits } from "./plane_code.ts";

/** 1 if the program may not access all of the bytes at an offset. */
const isClosed = (where: I32, size: AccessSize): I32 => i64.ne(loadBits(where, size), i64.const(0));

const unlessExempt = (code: Code): Code => when(i32.eqz(isExempt), code);

/** Operations with code before each access. */
function withChecks(
  on: Operations,
  check: (failure: "read" | "write", size: AccessSize, address: I64) => Code,
): Operations {
  const sum = () => i64.add(on.rs1, on.imm);
  const block = () => i64.and(on.rs1, i64.const(-BLOCK_SIZE));
  const words = Array.from({ length: BLOCK_SIZE / 8 }, (_, index) => i64.const(8 * index));
  const size = (width: 8 | 16 | 32 | 64) => width / 8 as AccessSize;
  const checked: Partial<Operations> = {
    load: (width, extension) =>
      after64(check("read", size(width), sum()), on.load(width, extension)),
    store: (width, value) => [check("write", size(width), sum()), on.store(width, value)],
    zeroBlock: () => [words.map((at) => check("write", 8, i64.add(block(), at))), on.zeroBlock()],
    loadReserved: (width) => after64(check("read", size(width), on.rs1), on.loadReserved(width)),
    storeConditional: (width, value) => [
      check("write", size(width), on.rs1),
      on.storeConditional(width, value),
    ],
    update: (width, by) => [check("write", size(width), on.rs1), on.update(width, by)],
  };
  // Operands are getters of `on`, so they cannot be spread.
  return new Proxy(on, { get: (_, name: keyof Operations) => checked[name] ?? on[name] });
}

/** The stepper's operations: leave at a mistake. */
const checkHandler = (on: Operations): Operations =>
  withChecks(on, (failure, size, address) => {
    const closed = closedBits(offset, size);
    const isMistake = failure === "read" ? i32.eqz(isPartialRead(closed, size)) : i32.const(1);
    return [
      at.set(address),
      when(
        isClosed(offset, size),
        unlessExempt(when(isMistake, failAccess(FAILURE[failure], size))),
      ),
    ];
  });

/** The operations of translated code: leave to the stepper at what may be a mistake. */
const checkTranslated = (on: Operations, { usesStack, leave }: FastChecks): Operations =>
  usesStack
    ? on
    : withChecks(on, (_, size, address) =>
      when(isClosed(i32.wrap(address), size), unlessExempt(leave(2))));

/** The checks of a memory checker that looks at addresses only. */
export const ADDRESS_CHECKS: MemoryChecks = {
  ...MEMORY_CHECKS,
  checkHandler,
  checkTranslated,
  isTainted: { flag: i64.const(0), update: [] },
};
