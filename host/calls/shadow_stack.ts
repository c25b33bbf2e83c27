// SPDX-License-Identifier: MPL-2.0
// A call stack kept from the calls and returns of a run, beside the program's own: it needs no frame pointers
// and no call frame information, and holds when the stack is overwritten. Takes every jump that may be a call
// or a return, in order. Survives longjmp, tail calls, signal handlers and programs that switch stacks.

import { isLink } from "../symbols/functions.ts";

/** A call under way. */
export interface ShadowFrame {
  /** Address of the call; of the interrupted instruction, for a signal handler. */
  readonly pc: bigint;
  /** Address that it returns to; for a signal handler, the interrupted instruction. */
  readonly returnAddress: bigint;
  /** Address of the function's first instruction. */
  readonly target: bigint;
  /** sp at the call. */
  readonly sp: bigint;
  /** The number of the call's instruction, or of the handler's first one. */
  readonly number: number;
  /** Whether a signal called the function, or the program did. */
  readonly kind: "call" | "signal";
  /** For the user of the stack. */
  note?: unknown;
}

/** A jump that may be a call or a return. */
export interface Jump {
  /** The number of the jump. */
  readonly number: number;
  /** Its address. */
  readonly pc: bigint;
  /** Where it went. */
  readonly target: bigint;
  /** The address after it. */
  readonly after: bigint;
  /** The register that gets the address after it; 0 if none does. */
  readonly rd: number;
  /** The register that it jumped to; undefined for a direct jump. */
  readonly rs1: number | undefined;
  /** sp when it jumped. */
  readonly sp: bigint;
}

/** What a jump was. */
export type JumpKind = "call" | "return" | "jump";

/** A function that has just returned, or whose frame was left in another way. */
export interface LeftFrame {
  /** Its frame. */
  readonly frame: ShadowFrame;
  /** Whether it returned to where it was called; otherwise a longjmp or something like it left it. */
  readonly returned: boolean;
}

/** Calls of one stack of the program; programs that switch stacks have several. */
interface Stack {
  readonly frames: ShadowFrame[];
  /** sp when it was left for another stack. */
  sp: bigint;
  /** The highest sp that was seen on it. */
  top: bigint;
}

/** A larger step of sp may lead to another stack. */
const MAX_FRAME = 1n << 16n;
/** Frames that are kept; of a deeper recursion the outermost and the innermost ones. */
const MAX_FRAMES = 1 << 20;
/** Stacks that are kept, for programs that make new ones all the time. */
const MAX_STACKS = 1024;

/** The calls under way in one run. */
export class ShadowStack {
  #current: Stack;
  readonly #others: Stack[] = [];

  /** No calls yet; `sp` is that of the program's start. */
  constructor(sp: bigint) {
    this.#current = { frames: [], sp, top: sp };
  }

  /** The calls under way, outermost first. Of the current stack only. */
  get frames(): readonly ShadowFrame[] {
    return this.#current.frames;
  }

  /**
   * Takes a jump; returns the frames that it left, innermost first. A call makes a frame, whose `target` a
   * function that is called by a tail call keeps.
   */
  jump(jump: Jump): { readonly kind: JumpKind; readonly left: readonly LeftFrame[] } {
    const { rd, rs1, target, sp } = jump;
    if (rd === 0 && isLink(rs1)) {
      // Whatever became of sp, this is the return of the innermost function.
      const { frames } = this.#current;
      const top = frames.at(-1);
      if (top?.kind === "call" && top.returnAddress === target) {
        this.#current.sp = sp;
        return { kind: "return", left: this.#drop(frames.length - 1, true) };
      }
    }
    const left = this.moved(sp);
    if (isLink(rd)) {
      // jalr t0, ra is a return and a call: coroutines swap so.
      if (isLink(rs1) && rs1 !== rd) left.push(...this.#return(target));
      this.#push({
        pc: jump.pc,
        returnAddress: jump.after,
        target,
        sp,
        number: jump.number,
        kind: "call",
        note: undefined,
      });
      return { kind: "call", left };
    }
    if (rs1 === undefined || rd !== 0) return { kind: "jump", left };
    const returned = this.#return(target);
    // A tail call through ra or t0 returns to no caller.
    if (returned.length > 0) return { kind: "return", left: [...left, ...returned] };
    return { kind: isLink(rs1) ? "return" : "jump", left };
  }

  /** Takes the delivery of a signal to a handler; `sp` and `pc` are those of the interrupted code. */
  signal(pc: bigint, handler: bigint, sp: bigint, number: number): void {
    this.#push({ pc, returnAddress: pc, target: handler, sp, number, kind: "signal" });
  }

  /** Takes the return from a signal handler; `sp` is that of the interrupted code. */
  signalReturned(sp: bigint): LeftFrame[] {
    const { frames } = this.#current;
    const at = frames.findLastIndex(({ kind, sp: interrupted }) =>
      kind === "signal" && interrupted === sp
    );
    if (at < 0) return this.moved(sp);
    return this.#drop(at, true);
  }

  /**
   * Takes a change of sp that may have left frames, as by longjmp, or switched to another stack; returns the
   * frames that were left.
   */
  moved(sp: bigint): LeftFrame[] {
    const stack = this.#current;
    const step = sp > stack.sp ? sp - stack.sp : stack.sp - sp;
    if (step > MAX_FRAME && !(stack.sp < sp && sp <= stack.top)) {
      if (this.#switch(sp)) return [];
    }
    const { frames } = this.#current;
    this.#current.sp = sp;
    if (sp > this.#current.top) this.#current.top = sp;
    // The function that a frame belongs to has sp at most as at its call.
    let at = frames.length;
    while (at > 0 && (frames[at - 1]?.sp ?? sp) < sp) at--;
    return at === frames.length ? [] : this.#drop(at, false);
  }

  /** Leaves the frames from that depth on, such as those that a longjmp leaves, which sp does not tell. */
  leave(depth: number): LeftFrame[] {
    return this.#drop(depth, false);
  }

  /** Goes to the stack that sp is on, a new one if it is on none of them. Below sp the same stack goes on. */
  #switch(sp: bigint): boolean {
    const stack = this.#current;
    const known = this.#others.findIndex((other) =>
      other.sp === sp || (other.sp < sp && sp <= other.top)
    );
    // A large local array moves sp down, and there is no telling where a stack ends.
    if (known < 0 && sp < stack.sp && stack.sp - sp < MAX_FRAME * 128n) return false;
    this.#others.push(stack);
    const [other] = known < 0 ? [] : this.#others.splice(known, 1);
    this.#current = other ?? { frames: [], sp, top: sp };
    this.#current.sp = sp;
    if (this.#others.length > MAX_STACKS) this.#others.shift();
    return other === undefined;
  }

  /** Leaves the frames down to the one that returns to `target`. */
  #return(target: bigint): LeftFrame[] {
    const { frames } = this.#current;
    for (let at = frames.length - 1; at >= 0; at--) {
      const frame = frames[at];
      if (frame?.kind === "signal") break;
      if (frame?.returnAddress === target) return this.#drop(at, true);
    }
    return [];
  }

  /** Removes the frames from an index on; the outermost of them returned, perhaps. */
  #drop(at: number, returned: boolean): LeftFrame[] {
    const dropped = this.#current.frames.splice(at);
    return dropped.map((frame, index) => ({ frame, returned: returned && index === 0 })).reverse();
  }

  #push(frame: ShadowFrame): void {
    const { frames } = this.#current;
    if (frames.length >= MAX_FRAMES) frames.splice(MAX_FRAMES / 2, MAX_FRAMES / 4);
    frames.push(frame);
  }
}
