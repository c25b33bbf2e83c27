// SPDX-License-Identifier: MPL-2.0
// What a run executed, exactly: by instruction, source line and function, by call, and by chain of
// calls. Views (formats.ts) are made of this. Takes the counts of a machine and the names of a program.

import type { CallNode, EventCounts } from "../../cpu/counting/call_tree.ts";
import type { InstructionCount } from "../../cpu/counting/instruction_counts.ts";
import { kindOf } from "../../cpu/counting/instruction_kinds.ts";
import type { LineTable, Program, SourceLocation } from "../../asm/object/program.ts";
import { CodeLocations } from "../symbols/locations.ts";

/** A function that ran. */
export interface ProfiledFunction {
  /** Its symbol, or its address. */
  readonly name: string;
  /** Address of its first instruction. */
  readonly start: number;
  /** The line of its first instruction; undefined if that is unknown. */
  readonly location: SourceLocation | undefined;
  /** What its own instructions did. */
  readonly self: EventCounts;
  /** The same, and what the functions did that it called. Recursive calls count once. */
  readonly inclusive: EventCounts;
  /** How often it was called or jumped to. */
  readonly calls: number;
}

/** The calls of one function by another, or by itself, at one place. */
export interface ProfiledCall {
  /** The function that calls. */
  readonly caller: ProfiledFunction;
  /** The function that is called. */
  readonly callee: ProfiledFunction;
  /** The address that the call returns to; 0 for a jump, which has no address here. */
  readonly site: number;
  /** How often. */
  readonly calls: number;
  /** What happened between calls and returns. Recursive calls count once. */
  readonly inclusive: EventCounts;
}

/** One instruction that ran. */
export interface ProfiledInstruction extends InstructionCount {
  /** The function that it belongs to. */
  readonly function: ProfiledFunction;
  /** The line that it comes from; undefined if that is unknown. */
  readonly location: SourceLocation | undefined;
}

/** What to make a profile of. */
export interface ProfileInput {
  /** How often each instruction retired. */
  readonly instructions: readonly InstructionCount[];
  /** The chains of calls. */
  readonly calls: CallNode;
  /** The names of addresses; undefined for a program without any. */
  readonly names: Pick<Program, "symbolAt" | "lines" | "sections"> | undefined;
  /** Where the function starts that contains an address. */
  readonly startOf: (address: number) => number;
}

/** Counts that grow. */
type Sums = { -readonly [Event in keyof EventCounts]: number };

const nothing = (): Sums => ({ instructions: 0, loads: 0, stores: 0, branches: 0, taken: 0 });

/** Adds counts to others. */
export function addEvents(to: Sums, counts: EventCounts): void {
  to.instructions += counts.instructions;
  to.loads += counts.loads;
  to.stores += counts.stores;
  to.branches += counts.branches;
  to.taken += counts.taken;
}

/** What one instruction did in all its executions. */
export function eventsOf({ word, count, taken }: InstructionCount): EventCounts {
  const { loads, stores, flow } = kindOf(word);
  return {
    instructions: count,
    loads: loads * count,
    stores: stores * count,
    branches: flow === "branch" ? count : 0,
    taken,
  };
}

/** The sum of counts. */
export function sumOf(counts: Iterable<EventCounts>): EventCounts {
  const sum = nothing();
  for (const each of counts) addEvents(sum, each);
  return sum;
}

interface GrowingFunction extends ProfiledFunction {
  readonly self: Sums;
  readonly inclusive: Sums;
  calls: number;
}

interface GrowingCall extends ProfiledCall {
  calls: number;
  readonly inclusive: Sums;
}

/** A profile of one run. */
export class Profile {
  /** The chains of calls. */
  readonly root: CallNode;
  /** The instructions that ran, by rising address. */
  readonly instructions: readonly ProfiledInstruction[];
  /** The source lines of the program, if it has any. */
  readonly lines: LineTable | undefined;
  readonly #locations: CodeLocations;
  readonly #functions = new Map<number, GrowingFunction>();
  readonly #calls = new Map<string, GrowingCall>();

  /** The profile of what was counted. */
  constructor({ instructions, calls, names, startOf }: ProfileInput) {
    this.root = calls;
    this.lines = names?.lines;
    this.#locations = new CodeLocations(names);
    this.instructions = instructions.map((count) => {
      const owner = this.#function(startOf(count.address));
      addEvents(owner.self, eventsOf(count));
      return { ...count, function: owner, location: this.locationOf(count.address) };
    });
    this.#follow(calls, undefined, startOf, new Map(), new Map());
  }

  /** What the whole run did. */
  get total(): EventCounts {
    return sumOf([...this.#functions.values()].map(({ self }) => self));
  }

  /** The functions that ran, those with the most instructions of their own first. */
  get functions(): readonly ProfiledFunction[] {
    return [...this.#functions.values()]
      .sort((a, b) => b.self.instructions - a.self.instructions || a.start - b.start);
  }

  /** The calls, by caller and place. */
  get calls(): readonly ProfiledCall[] {
    return [...this.#calls.values()]
      .sort((a, b) => a.caller.start - b.caller.start || a.site - b.site);
  }

  /** The function that starts at an address and has run. */
  functionAt(start: number): ProfiledFunction {
    return this.#function(start);
  }

  /** The source line of an address. */
  locationOf(address: number): SourceLocation | undefined {
    return this.#locations.at(BigInt(address)).location;
  }

  #function(start: number): GrowingFunction {
    let found = this.#functions.get(start);
    if (found === undefined) {
      const { symbol, location } = this.#locations.at(BigInt(start));
      found = {
        name: symbol ?? `0x${start.toString(16)}`,
        start,
        location,
        self: nothing(),
        inclusive: nothing(),
        calls: 0,
      };
      this.#functions.set(start, found);
    }
    return found;
  }

  /** Adds a subtree to the functions and calls on the way to it; returns what happened in it. */
  #follow(
    node: CallNode,
    parent: CallNode | undefined,
    startOf: (address: number) => number,
    functions: Map<number, number>,
    calls: Map<string, number>,
  ): Sums {
    const owner = this.#function(node.start);
    const call = parent && this.#call(node, parent, startOf);
    const key = call === undefined ? "" : keyOf(call);
    owner.calls += node.calls;
    if (call !== undefined) call.calls += node.calls;
    count(functions, node.start, 1);
    count(calls, key, 1);
    const sum = nothing();
    addEvents(sum, node);
    for (const child of node.children) {
      addEvents(sum, this.#follow(child, node, startOf, functions, calls));
    }
    if (count(functions, node.start, -1) === 0) addEvents(owner.inclusive, sum);
    if (count(calls, key, -1) === 0 && call !== undefined) addEvents(call.inclusive, sum);
    return sum;
  }

  #call(node: CallNode, parent: CallNode, startOf: (address: number) => number): GrowingCall {
    // Below the deepest level of the tree, the parent is not the caller.
    const caller = this.#function(node.site === 0 ? parent.start : startOf(node.site - 1));
    const call: GrowingCall = {
      caller,
      callee: this.#function(node.start),
      site: node.site,
      calls: 0,
      inclusive: nothing(),
    };
    const known = this.#calls.get(keyOf(call));
    if (known !== undefined) return known;
    this.#calls.set(keyOf(call), call);
    return call;
  }
}

const keyOf = ({ caller, callee, site }: ProfiledCall): string =>
  `${caller.start} ${callee.start} ${site}`;

function count<Key>(counts: Map<Key, number>, key: Key, by: number): number {
  const sum = (counts.get(key) ?? 0) + by;
  counts.set(key, sum);
  return sum;
}
