// SPDX-License-Identifier: MPL-2.0
// The call log: calls as they nest, with arguments, results and the instructions inside.
//
//     main(1, 0x3ff7fffe88) {
//       parse_decimal(0x3ff7ffff50) = 24  # 26 instructions
//       fib_recursive(24) {
//         …
//       } = 46368  # fib_recursive, 1,875,603 instructions
//     }

import { CallFormat } from "../calls/call_format.ts";
import {
  type CallListener,
  CallTracker,
  type FunctionCall,
  type FunctionReturn,
} from "../calls/call_tracker.ts";
import type { Process } from "../process.ts";
import { hasNames } from "../symbols/locations.ts";
import type { Observer } from "../watch/observer.ts";
import type { TraceFilter } from "./filter.ts";

/** What to log. */
export interface CallLogOptions {
  /** Which functions to show. */
  readonly filter: TraceFilter;
  /** Shows calls with fewer calls around them. Default: all. */
  readonly maxDepth?: number | undefined;
  /** Writes JSON: an object for each call, when it has ended. */
  readonly json?: boolean | undefined;
  /** Gets each line, without its end. */
  readonly line: (line: string) => void;
}

/** Logs the calls of a process. */
export class CallLog implements CallListener {
  readonly #options: CallLogOptions;
  readonly #format: CallFormat;
  readonly #shown = new Set<FunctionCall>();
  /** The call whose line is not written yet, because nothing has happened in it. */
  #open: FunctionCall | undefined;
  /** Follows the calls; an observer. */
  readonly tracker: CallTracker;

  /** A log that begins where the process is now. */
  constructor(process: Process, options: CallLogOptions) {
    const { program, machine } = process;
    this.#options = options;
    this.#format = new CallFormat(hasNames(program) ? program : undefined, machine.memory);
    this.tracker = new CallTracker(process, this);
  }

  /** An observer for all that {@link CallLog.tracker} needs but records. */
  get events(): Observer {
    return {
      onSyscall: (event) => this.tracker.onSyscall(event),
      onSignal: (event) => this.tracker.onSignal(event),
      onTrap: (event) => this.tracker.onTrap(event),
    };
  }

  /** Ends the log: calls that are under way have no results. */
  finish(): void {
    this.tracker.finish();
  }

  /** Writes what is held back: something else is about to be written. */
  flush(): void {
    const call = this.#open;
    this.#open = undefined;
    if (call !== undefined) this.#line(call.depth, `${this.#text(call)} {`);
  }

  /** See {@link CallListener}. */
  onCall(call: FunctionCall): void {
    const { filter, maxDepth = Infinity, json } = this.#options;
    if (call.depth >= maxDepth || !filter.event([call.address], [call.address])) return;
    this.#shown.add(call);
    if (json) return;
    this.flush();
    this.#open = call;
  }

  /** See {@link CallListener}. */
  onReturn(event: FunctionReturn): void {
    const { call } = event;
    if (!this.#shown.delete(call)) return;
    const isLeaf = this.#open === call;
    if (isLeaf) this.#open = undefined;
    if (event.how === "tail call" && isLeaf && this.#isStub(call)) return;
    if (this.#options.json) {
      this.#options.line(JSON.stringify(this.#format.json(event)));
      return;
    }
    const begin = isLeaf ? this.#text(call) : "}";
    const result = this.#format.result(event);
    const notes = [
      ...isLeaf ? [] : [this.#format.name(call.address)],
      ...event.how === "returned" ? [] : [event.how === "left" ? "did not return" : "tail call"],
      count(event.instructions),
    ];
    const equals = result === undefined ? "" : ` = ${result}`;
    this.#line(call.depth, `${begin}${equals}  # ${notes.join(", ")}`);
  }

  #text(call: FunctionCall): string {
    const text = this.#format.call(call);
    return call.kind === "signal handler" ? `<signal handler> ${text}` : text;
  }

  /** Whether a function is one without a name that only jumps on, as in a procedure linkage table. */
  #isStub({ address }: FunctionCall): boolean {
    return /^0x|\+0x/.test(this.#format.name(address));
  }

  #line(depth: number, text: string): void {
    this.#options.line(`${"  ".repeat(depth)}${text}`);
  }
}

function count(instructions: number): string {
  // toLocaleString() would take longer than all else.
  const digits = instructions < 1000
    ? instructions
    : `${instructions}`.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return `${digits} instruction${instructions === 1 ? "" : "s"}`;
}
