// SPDX-License-Identifier: MPL-2.0
// The code that counts, for translated code: see CodeCounting.

import type {
  BlockCounters,
  CodeCounting,
  CountedInstruction,
  CountedLocals,
  Flow,
  RegionCounting,
} from "../engine/counting.ts";
import { call, type Code, type I32, i32, type I64, i64, type Local64, when } from "../wasm/code.ts";
import type { ImportedFunction } from "../wasm/module.ts";
import type { BlockCounters as Counters } from "./block_counters.ts";
import { CALL_TREE_IMPORTS, EVENT } from "./call_tree_code.ts";
import type { CallTree, CodeRange } from "./call_tree.ts";
import { kindOf } from "./instruction_kinds.ts";
import { RegionCounter } from "./region_counting.ts";

/** The positions of the imports. */
const [ENTER, LEAVE, CROSS, FLUSH] = CALL_TREE_IMPORTS.keys().toArray() as [
  number,
  number,
  number,
  number,
];

/** What an instruction adds to the events of its function. */
export function eventsOf(word: number): bigint {
  const { loads, stores, flow } = kindOf(word);
  return BigInt(loads) * EVENT.load + BigInt(stores) * EVENT.store +
    (flow === "branch" ? EVENT.branch : 0n);
}

/** Writes the code that counts. */
export class CountingCode implements CodeCounting {
  readonly imports: readonly ImportedFunction[] = CALL_TREE_IMPORTS;
  readonly functions: WebAssembly.ModuleImports;
  readonly #counters: Counters;
  readonly #functionAt: (address: number) => CodeRange;

  constructor(counters: Counters, tree: CallTree, functionAt: (address: number) => CodeRange) {
    this.#counters = counters;
    this.#functionAt = functionAt;
    this.functions = tree.functions;
  }

  block(instructions: readonly CountedInstruction[], events: Local64): BlockCounters {
    const { counters } = this.#counters.block(instructions);
    const sum = instructions.reduce((sum, { word }) => sum + eventsOf(word), 0n);
    return {
      enter: [increase(counters), sum === 0n ? [] : add(events, sum)],
      take: [increase(counters + 8), add(events, EVENT.taken)],
    };
  }

  region(first: number, locals: CountedLocals): RegionCounting {
    return new RegionCounter(this, first, locals);
  }

  call(first: number, returnTo: number, target: I64, sp: I64, fuel: I32, events: Local64): Code {
    return [
      call(first + ENTER, i64.const(returnTo), target, sp, fuel, events.get),
      events.set(i64.const(0)),
    ];
  }

  leave(first: number, to: I64, sp: I64, fuel: I32, events: Local64): Code {
    return [call(first + LEAVE, to, sp, fuel, events.get), events.set(i64.const(0))];
  }

  cross(first: number, to: number, fuel: I32, events: Local64): Code {
    return this.crossTo(first, i64.const(to), fuel, events);
  }

  crossTo(first: number, to: I64, fuel: I32, events: Local64): Code {
    return [call(first + CROSS, to, fuel, events.get), events.set(i64.const(0))];
  }

  crossFrom(first: number, at: number, to: I64, fuel: I32, events: Local64): Code {
    const { start, end } = this.#functionAt(at);
    return when(
      i64.ge_u(i64.sub(to, i64.const(start)), i64.const(end - start)),
      this.crossTo(first, to, fuel, events),
    );
  }

  flush(first: number, events: Local64): Code {
    return [
      when(
        i32.eqz(i64.eqz(events.get)),
        call(first + FLUSH, events.get),
        events.set(i64.const(0)),
      ),
    ];
  }

  functionEnd(address: number): number {
    return this.#functionAt(address).end;
  }

  isCrossing(from: number, to: number): boolean {
    const { start, end } = this.#functionAt(from);
    return to < start || to >= end;
  }

  flowOf(word: number): Flow {
    return kindOf(word).flow;
  }
}

const add = (events: Local64, by: bigint): Code => events.set(i64.add(events.get, i64.const(by)));

const increase = (counter: number): Code => {
  const at = i32.const(counter);
  return i64.store(at, i64.add(i64.load(at), i64.const(1)));
};
