// SPDX-License-Identifier: MPL-2.0
// The tree of calls of a run: for each chain of calls, how often it happened, and how many
// instructions, loads, stores and branches retired in its innermost function itself. A shadow stack,
// kept from calls and returns, says which chain is current. It survives longjmp, tail calls and signal
// handlers: a return to another address than the call's takes the frames off that the stack pointer
// shows to be dead, and any other change of function is a jump, whose frame ends with the one below.

import {
  callTreeModule,
  CELL,
  FRAME,
  FRAMES,
  MAX_TREE_PAGES,
  NODE,
  NODES_START,
} from "./call_tree_code.ts";

/** The code of a function: from its first instruction up to but without `end`. */
export interface CodeRange {
  readonly start: number;
  readonly end: number;
}

/** Events that retired. */
export interface EventCounts {
  /** Instructions. */
  readonly instructions: number;
  /** Those that load. */
  readonly loads: number;
  /** Those that store. Atomic ones load and store. */
  readonly stores: number;
  /** Conditional branches. */
  readonly branches: number;
  /** Branches that were taken. */
  readonly taken: number;
}

/** A function as called at one place, by one chain of calls. The counts are its own. */
export interface CallNode extends EventCounts {
  /** Where the function starts that ran. */
  readonly start: number;
  /** The address that the call returns to; 0 if a jump, a signal or the start of the run led here. */
  readonly site: number;
  /** How often the call was made. */
  readonly calls: number;
  /** The functions that it called. */
  readonly children: readonly CallNode[];
}

type Enter = (returnTo: bigint, target: bigint, sp: bigint, fuel: number, events: bigint) => void;
type Leave = (to: bigint, sp: bigint, fuel: number, events: bigint) => void;
type Cross = (to: bigint, fuel: number, events: bigint) => void;

/** Deeper calls become siblings of the innermost node, so that recursion cannot fill the memory. */
const MAX_DEPTH = 256;
/** With more nodes than that, a recursive call goes back to the node of the call that it repeats. */
const MAX_EXACT_NODES = 2 ** 16;
/** Before so many instructions have retired, the 32-bit counts of nodes are taken over. */
const DRAIN_AFTER = 2 ** 31;

const PAGE = 2 ** 16;
const FIRST_PAGES = Math.ceil(NODES_START / PAGE) + 64;

const joined = (low: number, high: number): number => (high >>> 0) * 2 ** 32 + (low >>> 0);

/** The tree of calls. */
export class CallTree {
  readonly #memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MAX_TREE_PAGES });
  readonly #functionAt: (address: number) => CodeRange;
  #words32: Uint32Array;
  #words64: BigUint64Array;
  /** By the number of the node: what is not needed in WebAssembly. */
  readonly #depths: number[] = [];
  readonly #parents: number[] = [];
  /** Counts taken over from nodes: loads, stores, branches, taken. */
  #drained = new Float64Array(0);
  #charged = 0;
  /** Notes calls and returns. See call_tree_code.ts. */
  readonly enter: Enter;
  readonly leave: Leave;
  readonly cross: Cross;
  /** The functions, for translated code. */
  readonly functions: WebAssembly.ModuleImports;

  /** A tree whose root runs the code at an address. `functionAt` gives the function of an address. */
  constructor(functionAt: (address: number) => CodeRange, pc: number) {
    this.#functionAt = functionAt;
    this.#words32 = new Uint32Array(this.#memory.buffer);
    this.#words64 = new BigUint64Array(this.#memory.buffer);
    const { exports } = new WebAssembly.Instance(callTreeModule(), {
      env: {
        memory: this.#memory,
        addChild: this.#addChild,
        overflow: this.#overflow,
        unwind: this.#unwind,
        jumpElsewhere: this.#jump,
      },
    });
    this.functions = exports as WebAssembly.ModuleImports;
    // The casts are safe: call_tree_code.ts has these signatures.
    this.enter = exports.enter as Enter;
    this.leave = exports.leave as Leave;
    this.cross = exports.cross as Cross;
    const root = this.#addNode(undefined, 0, pc);
    this.#words64[FRAMES.start / 8] = 1n;
    this.#words32[(FRAMES.start + FRAME.node) / 4] = root;
    this.#words32[CELL.top / 4] = FRAMES.start;
    this.#words32[CELL.current / 4] = root;
  }

  /** The code of the current function. */
  get function(): CodeRange {
    const node = this.#words32[CELL.current / 4] ?? 0;
    const start = Number(this.#words64[(node + NODE.start) / 8]);
    return { start, end: start + Number(this.#words64[(node + NODE.length) / 8]) };
  }

  /** Sets the fuel from which the next instructions are counted. */
  begin(fuel: number): void {
    this.#charged += fuel;
    this.#words32[CELL.fuel / 4] = fuel;
  }

  /** Charges what has happened until that fuel is left. */
  end(fuel: number, events: bigint): void {
    this.#charged -= fuel;
    this.cross(BigInt(this.function.start), fuel, events);
    if (this.#charged >= DRAIN_AFTER) this.#drain();
  }

  /** Takes events back that were charged to the current function since the last `end`. */
  takeBack(events: bigint): void {
    const at = ((this.#words32[CELL.current / 4] ?? 0) + NODE.accesses) / 4;
    for (let event = 0; event < 4; event++) {
      const count = Number((events >> BigInt(16 * event)) & 0xffffn);
      this.#words32[at + event] = (this.#words32[at + event] ?? 0) - count;
    }
  }

  /** Notes that the program continues at an address, wherever it has been. */
  continueAt(address: number): void {
    const { start, end } = this.function;
    if (address < start || address >= end) this.#jumpTo(address);
  }

  /** The tree so far. */
  root(): CallNode {
    this.#drain();
    return this.#node(NODES_START);
  }

  #node(node: number): CallNode {
    const words32 = this.#words32;
    const words64 = this.#words64;
    const drained = ((node - NODES_START) / NODE.size) * 4;
    const children: CallNode[] = [];
    let child = words32[(node + NODE.firstChild) / 4] ?? 0;
    for (; child !== 0; child = words32[(child + NODE.next) / 4] ?? 0) {
      children.push(this.#node(child));
    }
    return {
      start: Number(words64[(node + NODE.start) / 8]),
      site: Number(words64[(node + NODE.site) / 8]),
      calls: Number(words64[(node + NODE.calls) / 8]),
      instructions: Number(words64[(node + NODE.instructions) / 8]),
      loads: this.#drained[drained] ?? 0,
      stores: this.#drained[drained + 1] ?? 0,
      branches: this.#drained[drained + 2] ?? 0,
      taken: this.#drained[drained + 3] ?? 0,
      children: children.reverse(),
    };
  }

  /** Takes the 32-bit counts over before they overflow. */
  #drain(): void {
    this.#charged = 0;
    const count = this.#depths.length;
    if (this.#drained.length < 4 * count) {
      const larger = new Float64Array(8 * count);
      larger.set(this.#drained);
      this.#drained = larger;
    }
    for (let number = 0; number < count; number++) {
      const at = (NODES_START + number * NODE.size + NODE.accesses) / 4;
      for (let event = 0; event < 4; event++) {
        const to = 4 * number + event;
        this.#drained[to] = (this.#drained[to] ?? 0) + (this.#words32[at + event] ?? 0);
        this.#words32[at + event] = 0;
      }
    }
  }

  readonly #addChild = (
    parent: number,
    siteLow: number,
    siteHigh: number,
    targetLow: number,
    targetHigh: number,
  ): number => this.#childOf(parent, joined(siteLow, siteHigh), joined(targetLow, targetHigh));

  /** The child of a node for a call or, with site 0, for a jump. */
  #childOf(node: number, site: number, target: number): number {
    const words32 = this.#words32;
    const words64 = this.#words64;
    const number = (node - NODES_START) / NODE.size;
    const parent = this.#depths[number] === MAX_DEPTH ? this.#parents[number] ?? node : node;
    let child = words32[(parent + NODE.firstChild) / 4] ?? 0;
    for (; child !== 0; child = words32[(child + NODE.next) / 4] ?? 0) {
      const isIt = words64[(child + NODE.site) / 8] === BigInt(site) &&
        words64[(child + NODE.target) / 8] === BigInt(target);
      if (isIt) return child;
    }
    return this.#repeated(parent, site, target) ?? this.#addNode(parent, site, target);
  }

  /** The node of the same call among a node and those around it, if the tree is large. */
  #repeated(node: number, site: number, target: number): number | undefined {
    if (this.#depths.length < MAX_EXACT_NODES || site === 0) return undefined;
    const words64 = this.#words64;
    const [wantedSite, wantedTarget] = [BigInt(site), BigInt(target)];
    let at = node;
    for (;;) {
      const isIt = words64[(at + NODE.site) / 8] === wantedSite &&
        words64[(at + NODE.target) / 8] === wantedTarget;
      if (isIt) return at;
      const outer = this.#parents[(at - NODES_START) / NODE.size];
      if (outer === undefined || outer === at) return undefined;
      at = outer;
    }
  }

  #addNode(parent: number | undefined, site: number, target: number): number {
    const number = this.#depths.length;
    const node = NODES_START + number * NODE.size;
    if (node + NODE.size > this.#memory.buffer.byteLength) {
      const pages = this.#memory.buffer.byteLength / PAGE;
      // A tree that fills the memory keeps its nodes: what is called beyond counts as its caller's.
      if (parent !== undefined && 2 * pages > MAX_TREE_PAGES) return parent;
      this.#memory.grow(pages);
      this.#words32 = new Uint32Array(this.#memory.buffer);
      this.#words64 = new BigUint64Array(this.#memory.buffer);
    }
    const { start, end } = this.#functionAt(target);
    this.#words64[(node + NODE.site) / 8] = BigInt(site);
    this.#words64[(node + NODE.target) / 8] = BigInt(target);
    this.#words64[(node + NODE.start) / 8] = BigInt(start);
    this.#words64[(node + NODE.length) / 8] = BigInt(end - start);
    this.#depths.push(
      parent === undefined ? 0 : 1 + (this.#depths[(parent - NODES_START) / NODE.size] ?? 0),
    );
    this.#parents.push(parent ?? node);
    if (parent !== undefined) {
      const words32 = this.#words32;
      words32[(node + NODE.next) / 4] = words32[(parent + NODE.firstChild) / 4] ?? 0;
      words32[(parent + NODE.firstChild) / 4] = node;
    }
    return node;
  }

  /** There is no more room for frames: the current one becomes the only one. */
  readonly #overflow = (): number => {
    const words32 = this.#words32;
    words32[(FRAMES.start + FRAME.node) / 4] = words32[CELL.current / 4] ?? 0;
    return FRAMES.start + FRAME.size;
  };

  /** A return to an address that the innermost frame does not expect. */
  readonly #unwind = (toLow: number, toHigh: number, spLow: number, spHigh: number): void => {
    const words64 = this.#words64;
    const to = BigInt(joined(toLow, toHigh));
    const sp = (BigInt(spHigh >>> 0) << 32n) | BigInt(spLow >>> 0);
    const top = this.#words32[CELL.top / 4] ?? FRAMES.start;
    const isDead = (frame: number) => (words64[(frame + FRAME.sp) / 8] ?? 0n) <= sp;
    let frame = top;
    // Frames below one that is alive are alive, too.
    while (frame > FRAMES.start && isDead(frame) && words64[frame / 8] !== to) frame -= FRAME.size;
    if (frame > FRAMES.start && words64[frame / 8] === to) this.#cutTo(this.#below(frame));
    else if (frame < top) this.#cutTo(frame);
  };

  /** The frame that remains when one returns: jumps made those above it. */
  #below(frame: number): number {
    let below = frame;
    while (this.#words32[(below + FRAME.isJump) / 4] === 1) below -= FRAME.size;
    return Math.max(FRAMES.start, below - FRAME.size);
  }

  #cutTo(frame: number): void {
    this.#words32[CELL.top / 4] = frame;
    this.#words32[CELL.current / 4] = this.#words32[(frame + FRAME.node) / 4] ?? 0;
  }

  readonly #jump = (low: number, high: number): void => this.#jumpTo(joined(low, high));

  /** A jump to another function: back to one that jumped to this one, or on; see call_tree_code.ts. */
  #jumpTo(address: number): void {
    const { start } = this.#functionAt(address);
    const top = this.#words32[CELL.top / 4] ?? FRAMES.start;
    for (let frame = top;; frame -= FRAME.size) {
      const node = this.#words32[(frame + FRAME.node) / 4] ?? 0;
      if (this.#words64[(node + NODE.start) / 8] === BigInt(start)) return this.#cutTo(frame);
      if (this.#words32[(frame + FRAME.isJump) / 4] !== 1) break;
    }
    const node = this.#childOf(this.#words32[CELL.current / 4] ?? 0, 0, start);
    const frame = top + FRAME.size === FRAMES.end ? this.#overflow() : top + FRAME.size;
    const words64 = this.#words64;
    words64[(frame + FRAME.returnTo) / 8] = words64[(top + FRAME.returnTo) / 8] ?? 0n;
    words64[(frame + FRAME.sp) / 8] = words64[(top + FRAME.sp) / 8] ?? 0n;
    this.#words32[(frame + FRAME.node) / 4] = node;
    this.#words32[(frame + FRAME.isJump) / 4] = 1;
    this.#words64[(node + NODE.calls) / 8] = (this.#words64[(node + NODE.calls) / 8] ?? 0n) + 1n;
    this.#cutTo(frame);
  }
}
