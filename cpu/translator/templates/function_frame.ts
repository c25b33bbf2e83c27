// SPDX-License-Identifier: MPL-2.0
// What is the same in every function of templates: its start, before the blocks; its end, which
// continues elsewhere or leaves; and the call of an address that only the guest knows. A function is a
// loop around its blocks, in a block whose result is a packed exit, in a block that returns.

import { DISPATCH, DISPATCH_TABLE, STATE, STATE_START } from "../../memory/layout.ts";
import {
  br,
  brIf,
  callIndirect,
  type Code,
  i32,
  i64,
  local64,
  NO_RESULT,
  return_,
  setFromStack,
  unreachable,
  VALUE_TYPE,
  when,
} from "../../wasm/code.ts";
import type { CodeCounting } from "../../engine/counting.ts";
import { localRuns, type ValueType } from "../../wasm/module.ts";
import {
  BLOCK_SHIFT,
  MAX_CALL_DEPTH,
  OUT_OF_FUEL,
  REGION_SIGNATURE,
  REGION_TYPE,
} from "../emit/calling.ts";
import { entryOf } from "../emit/dispatcher.ts";
import { HOLE, PACKED_EXIT } from "./holes.ts";
import { OP } from "./opcodes.ts";
import { flattened, type Template } from "./template.ts";
import { const32, const64, depth, fuel, LOCALS, outcome, pc, selector } from "./template_code.ts";

const state = i32.const(STATE_START);

/** The dispatch table's entry for `pc`, once `selector` holds the entry's offset. */
const setEntry = selector.set(entryOf(pc.get));
const entry = i32.add(selector.get, i32.const(DISPATCH_TABLE));
const position = i32.load(entry, DISPATCH.position);
const firstBlock = i32.load(entry, DISPATCH.block);
const isFound = i64.eq(i64.load(entry, DISPATCH.pc), pc.get);
const deeper = i32.add(depth.get, i32.const(1));

/** The index of the first local after the parameters. */
const FIRST_LOCAL = REGION_SIGNATURE.params.length;

/** What comes before and after the blocks of a function. */
export interface Frame {
  /** The runs of locals; the last two bytes are a run of i64, which may be made longer. */
  readonly locals: Uint8Array;
  /** How many locals there are, with the parameters. */
  readonly localCount: number;
  /** What comes after the locals. */
  readonly start: Uint8Array;
  /** It has holes. */
  readonly end: Template;
}

let startCode: Uint8Array | undefined;

/**
 * What comes before the blocks. Splits the block to start at from the depth; returns if calls are
 * nested too deep. Made on first use, as short programs need none.
 */
function startOfFunction(): Uint8Array {
  return startCode ??= flattened([
    selector.set(i32.shr_u(depth.get, i32.const(BLOCK_SHIFT))),
    depth.set(i32.and(depth.get, i32.const(2 ** BLOCK_SHIFT - 1))),
    [OP.block, NO_RESULT],
    brIf(0, i32.gt_u(depth.get, i32.const(MAX_CALL_DEPTH))),
    [OP.block, VALUE_TYPE.i32, OP.loop, NO_RESULT],
    brIf(2, i32.lt_s(fuel.get, i32.const(0))),
    [OP.block, NO_RESULT],
  ]).bytes;
}

/** The depths from the loop over all blocks. */
const RETURN_FROM_LOOP = 2;

/** Continues elsewhere: in this function, in another one, or in the dispatcher. */
function outsideCode(flush: Code): Code {
  return [
    setEntry,
    when(
      isFound,
      when(
        i32.eq(position, const32(HOLE.position)),
        selector.set(i32.shr_u(firstBlock, i32.const(BLOCK_SHIFT))),
        br(2),
      ),
      flush,
      callIndirect(REGION_TYPE, position, fuel.get, pc.get, i32.add(deeper, firstBlock)),
      setFromStack(fuel),
      setFromStack(pc),
    ),
    br(RETURN_FROM_LOOP),
  ];
}

/**
 * After the block whose result is a packed exit: leaves for the dispatcher. With `flush`, what it adds
 * to passes on what was counted.
 */
function exitCode(flush: Code): Code {
  const { exitBits, unretiredBits } = PACKED_EXIT;
  const halfwords = i32.shr_u(outcome.get, i32.const(exitBits + unretiredBits));
  const unretired = i32.and(
    i32.shr_u(outcome.get, i32.const(exitBits)),
    i32.const(2 ** unretiredBits - 1),
  );
  return [
    // The loop never ends but by branches.
    [OP.end, unreachable, OP.end],
    setFromStack(outcome),
    flush,
    flush.length === 0 ? [] : i32.store(state, unretired, STATE.cut),
    i32.store(state, i32.add(fuel.get, unretired), STATE.unused),
    i32.store(state, i32.and(outcome.get, i32.const(2 ** exitBits - 1)), STATE.exit),
    i64.add(const64(HOLE.base), i64.extend_i32_u(i32.shl(halfwords, i32.const(1)))),
    return_(i32.const(OUT_OF_FUEL)),
    [OP.end],
    flush,
    pc.get,
    fuel.get,
    [OP.end],
  ];
}

/** The frame of a function. Where executions are counted, `flush` passes on what a local holds. */
const frameOf = (locals: readonly ValueType[], flush: Code): Frame => ({
  locals: flattened(localRuns(locals)).bytes,
  localCount: FIRST_LOCAL + locals.length,
  start: startOfFunction(),
  end: flattened([outsideCode(flush), exitCode(flush)]),
});

let plain: Frame | undefined;

/** The frame of a function that does not count. */
export const plainFrame = (): Frame => plain ??= frameOf(LOCALS, []);

/** The local in which functions that count add events up. */
export const events = local64(FIRST_LOCAL + LOCALS.length);

/** The frame of a function that counts. */
export const countingFrame = (counting: CodeCounting, firstImport: number): Frame =>
  frameOf([...LOCALS, "i64"], counting.flush(firstImport, events));

let computed: Uint8Array | undefined;

/** The arguments of a call to the address in `pc`, and the position of its function. */
export const computedCall = (): Uint8Array =>
  computed ??= flattened([
    setEntry,
    fuel.get,
    pc.get,
    i32.add(deeper, firstBlock),
    i32.mul(position, isFound),
  ]).bytes;
