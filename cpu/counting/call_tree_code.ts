// SPDX-License-Identifier: MPL-2.0
// The part of the call tree that runs at each call and return, as a WebAssembly module over a memory
// of its own: a shadow stack of frames, and the nodes of the tree. What happens rarely is left to the
// host (call_tree.ts), through imports. Addresses are passed to it as halves, as numbers are faster.

import {
  block,
  br,
  brIf,
  call,
  call32,
  type Code,
  type I32,
  i32,
  type I64,
  i64,
  local32,
  local64,
  loop,
  return_,
  when,
} from "../wasm/code.ts";
import { type ImportedFunction, moduleBytes, type WasmFunction } from "../wasm/module.ts";

/** Cells at the start of the memory, and what follows them. */
export const CELL = {
  /** The offset of the innermost frame, 32 bits. */
  top: 0,
  /** The offset of its node, 32 bits. */
  current: 4,
  /** The fuel at which instructions were last charged to a node, 32 bits. */
  fuel: 8,
} as const;

/** A frame of the shadow stack: offsets within it. */
export const FRAME = {
  size: 32,
  /** Where it returns to, 64 bits. */
  returnTo: 0,
  /** The stack pointer at its start, 64 bits. */
  sp: 8,
  /** The offset of its node, 32 bits. */
  node: 16,
  /** Whether a jump made it: it ends with the frame below; 32 bits. */
  isJump: 20,
} as const;

/** The first frame, and the end of the room for frames. */
export const FRAMES = { start: 4096, end: 4096 + 2 ** 19 * FRAME.size } as const;

/** A node of the tree: a function as called at one place, by one chain of calls. */
export const NODE = {
  size: 128,
  /** The address that the call returns to, 64 bits; 0 for a jump. */
  site: 0,
  /** The address called, 64 bits. */
  target: 8,
  /** The function that contains it: its start, and bytes; 64 bits each. */
  start: 16,
  length: 24,
  /** Instructions, 64 bits. */
  instructions: 32,
  /** Loads and stores, 32 bits each, and then branches and those taken. */
  accesses: 40,
  branches: 48,
  /** How often it was called, 64 bits. */
  calls: 56,
  /** Offsets of nodes, 32 bits: the first child, the next sibling, the child last called. */
  firstChild: 64,
  next: 68,
  recent: 72,
} as const;

/** The first node. */
export const NODES_START = FRAMES.end;

/** The events that counted code adds up in 64 bits: 16 bits each. */
export const EVENT = {
  load: 1n,
  store: 1n << 16n,
  branch: 1n << 32n,
  taken: 1n << 48n,
} as const;

/** What the host does: see call_tree.ts. */
const IMPORTS: readonly ImportedFunction[] = [
  {
    name: "addChild",
    params: ["i32", "i32", "i32", "i32", "i32"],
    results: ["i32"],
  },
  { name: "overflow", params: [], results: ["i32"] },
  { name: "unwind", params: ["i32", "i32", "i32", "i32"], results: [] },
  { name: "jumpElsewhere", params: ["i32", "i32"], results: [] },
];
const ADD_CHILD = 0;
const OVERFLOW = 1;
const UNWIND = 2;
const JUMP_ELSEWHERE = 3;
/** The module's own functions come after those. */
const JUMP = IMPORTS.length;

const base = i32.const(0);
const high = (value: I64): I32 => i32.wrap(i64.shr_u(value, i64.const(32)));
const increase = (node: I32, field: number, by: I64): Code =>
  i64.store(node, i64.add(i64.load(node, field), by), field);

/** Two events of 16 bits each, from bit `shift` on, in the halves of 64 bits. */
const spread = (events: I64, shift: number): I64 => {
  const first = shift === 0 ? events : i64.shr_u(events, i64.const(shift));
  const second = i64.shr_u(events, i64.const(shift + 16));
  const low = i64.and(first, i64.const(0xffff));
  return i64.or(low, i64.shl(i64.and(second, i64.const(0xffff)), i64.const(32)));
};

/** Adds events to a node. */
const addEvents = (node: I32, events: I64): Code => [
  increase(node, NODE.accesses, spread(events, 0)),
  increase(node, NODE.branches, spread(events, 32)),
];

/** Adds to a node what has happened since the last charge. */
const charge = (node: I32, fuel: I32, events: I64): Code => [
  increase(
    node,
    NODE.instructions,
    i64.extend_i32_s(i32.sub(i32.load(base, CELL.fuel), fuel)),
  ),
  i32.store(base, fuel, CELL.fuel),
  addEvents(node, events),
];

/** `enter(returnTo, target, sp, fuel, events)`: a call. */
function enter(): WasmFunction {
  const [returnTo, target, sp] = [local64(0), local64(1), local64(2)];
  const [fuel, events] = [local32(3), local64(4)];
  const [node, child] = [local32(5), local32(6)];
  const isIt = i32.and(
    i64.eq(i64.load(child.get, NODE.site), returnTo.get),
    i64.eq(i64.load(child.get, NODE.target), target.get),
  );
  const isThere = i32.ne(child.get, i32.const(0));
  // Offset 0 has no node's site: it is below all addresses of code.
  const search: Code = [
    child.set(i32.load(node.get, NODE.firstChild)),
    block(
      loop(
        brIf(1, i32.eqz(child.get)),
        brIf(1, isIt),
        child.set(i32.load(child.get, NODE.next)),
        br(0),
      ),
    ),
    when(
      i32.eqz(isThere),
      child.set(call32(
        ADD_CHILD,
        node.get,
        i32.wrap(returnTo.get),
        high(returnTo.get),
        i32.wrap(target.get),
        high(target.get),
      )),
    ),
    i32.store(node.get, child.get, NODE.recent),
  ];
  const frame = node;
  return {
    params: ["i64", "i64", "i64", "i32", "i64"],
    results: [],
    locals: ["i32", "i32"],
    exportName: "enter",
    body: [
      node.set(i32.load(base, CELL.current)),
      charge(node.get, fuel.get, events.get),
      child.set(i32.load(node.get, NODE.recent)),
      when(i32.eqz(isIt), search),
      increase(child.get, NODE.calls, i64.const(1)),
      frame.set(i32.add(i32.load(base, CELL.top), i32.const(FRAME.size))),
      when(i32.eq(frame.get, i32.const(FRAMES.end)), frame.set(call32(OVERFLOW))),
      i64.store(frame.get, returnTo.get, FRAME.returnTo),
      i64.store(frame.get, sp.get, FRAME.sp),
      i64.store(frame.get, i64.extend_i32_u(child.get), FRAME.node),
      i32.store(base, frame.get, CELL.top),
      i32.store(base, child.get, CELL.current),
    ],
  };
}

/** Whether an address is in the function of a node. */
const isIn = (to: I64, node: I32): I32 =>
  i64.lt_u(i64.sub(to, i64.load(node, NODE.start)), i64.load(node, NODE.length));

/** Takes a jump down if an address is outside the function of a node. */
const jumpIfOutside = (node: I32, to: I64): Code => when(i32.eqz(isIn(to, node)), call(JUMP, to));

/**
 * `jump(to)`: a jump to another function. Goes back to the frame that jumped from there, or adds one
 * that ends with the current one.
 */
function jump(): WasmFunction {
  const [to, frame, node, top] = [local64(0), local32(1), local32(2), local32(3)];
  const setCurrent: Code = [
    i32.store(base, frame.get, CELL.top),
    i32.store(base, node.get, CELL.current),
  ];
  const isJump = i32.load(frame.get, FRAME.isJump);
  const copy = (field: number): Code => i64.store(frame.get, i64.load(top.get, field), field);
  return {
    params: ["i64"],
    results: [],
    locals: ["i32", "i32", "i32"],
    body: [
      top.set(i32.load(base, CELL.top)),
      frame.set(top.get),
      block(
        loop(
          brIf(1, i32.eqz(isJump)),
          frame.set(i32.sub(frame.get, i32.const(FRAME.size))),
          node.set(i32.load(frame.get, FRAME.node)),
          when(isIn(to.get, node.get), setCurrent, return_()),
          br(0),
        ),
      ),
      node.set(i32.load(i32.load(base, CELL.current), NODE.firstChild)),
      block(
        loop(
          brIf(1, i32.eqz(node.get)),
          brIf(
            1,
            i32.and(i64.eqz(i64.load(node.get, NODE.site)), isIn(to.get, node.get)),
          ),
          node.set(i32.load(node.get, NODE.next)),
          br(0),
        ),
      ),
      frame.set(i32.add(top.get, i32.const(FRAME.size))),
      when(
        i32.or(i32.eqz(node.get), i32.eq(frame.get, i32.const(FRAMES.end))),
        call(JUMP_ELSEWHERE, i32.wrap(to.get), high(to.get)),
        return_(),
      ),
      increase(node.get, NODE.calls, i64.const(1)),
      copy(FRAME.returnTo),
      copy(FRAME.sp),
      i32.store(frame.get, node.get, FRAME.node),
      i32.store(frame.get, i32.const(1), FRAME.isJump),
      setCurrent,
    ],
  };
}

/** `leave(to, sp, fuel, events)`: a return. */
function leave(): WasmFunction {
  const [to, sp, fuel, events] = [local64(0), local64(1), local32(2), local64(3)];
  const [frame, isJump] = [local32(4), local32(5)];
  const node = i32.load(base, CELL.current);
  return {
    params: ["i64", "i64", "i32", "i64"],
    results: [],
    locals: ["i32", "i32"],
    exportName: "leave",
    body: [
      isJump.set(node),
      charge(isJump.get, fuel.get, events.get),
      frame.set(i32.load(base, CELL.top)),
      block(
        block(
          brIf(0, i64.ne(i64.load(frame.get, FRAME.returnTo), to.get)),
          loop(
            isJump.set(i32.load(frame.get, FRAME.isJump)),
            frame.set(i32.sub(frame.get, i32.const(FRAME.size))),
            brIf(0, isJump.get),
          ),
          i32.store(base, frame.get, CELL.top),
          i32.store(base, i32.load(frame.get, FRAME.node), CELL.current),
          br(1),
        ),
        call(UNWIND, i32.wrap(to.get), high(to.get), i32.wrap(sp.get), high(sp.get)),
      ),
      frame.set(node),
      jumpIfOutside(frame.get, to.get),
    ],
  };
}

/** `cross(to, fuel, events)`: a jump, perhaps to another function. */
function cross(): WasmFunction {
  const [to, fuel, events, node] = [local64(0), local32(1), local64(2), local32(3)];
  return {
    params: ["i64", "i32", "i64"],
    results: [],
    locals: ["i32"],
    exportName: "cross",
    body: [
      node.set(i32.load(base, CELL.current)),
      charge(node.get, fuel.get, events.get),
      jumpIfOutside(node.get, to.get),
    ],
  };
}

/** `flush(events)`: events of the current function. */
function flush(): WasmFunction {
  const [events, node] = [local64(0), local32(1)];
  return {
    params: ["i64"],
    results: [],
    locals: ["i32"],
    exportName: "flush",
    body: [node.set(i32.load(base, CELL.current)), addEvents(node.get, events.get)],
  };
}

const EXPORTED: readonly WasmFunction[] = [enter(), leave(), cross(), flush()];

/** What counted code imports. */
export const CALL_TREE_IMPORTS: readonly ImportedFunction[] = EXPORTED.map((
  { exportName = "", params, results },
) => ({ name: exportName, params, results }));

/** How much memory the tree may take: 2 GiB. */
export const MAX_TREE_PAGES = 2 ** 15;

let module: WebAssembly.Module | undefined;

/** The module, which exports its functions by name; compiled once per process. */
export function callTreeModule(): WebAssembly.Module {
  return module ??= new WebAssembly.Module(
    moduleBytes([jump(), ...EXPORTED], { imports: IMPORTS, memory: MAX_TREE_PAGES }),
  );
}
