// SPDX-License-Identifier: MPL-2.0
// The breakpoints of a client: it always sends all of a source, all functions, and so on, which replace those
// before. Takes the points of a debugger; says of each whether it could be set, and if not, why.

import { type Debugger, ExpressionError, type StopPoint, type StopTarget } from "../debug/mod.ts";
import { RequestArguments, RequestError } from "./request_arguments.ts";
import type { DapSource, Sources } from "./sources.ts";

/** A breakpoint, as the protocol describes it. */
export interface DapBreakpoint {
  readonly id?: number;
  readonly verified: boolean;
  readonly message?: string;
  readonly source?: DapSource;
  readonly line?: number;
  readonly instructionReference?: string;
}

/** What a client calls a kind of breakpoint when it stops. */
export type BreakpointReason =
  | "breakpoint"
  | "function breakpoint"
  | "instruction breakpoint"
  | "data breakpoint";

/** Hit conditions that count: `5`, `>= 5` and `> 4` mean the same. */
const HIT_CONDITION = /^\s*(>=|>)?\s*(\d{1,9})\s*$/;
/** An expression in a log message. */
const LOGGED = /\{([^{}]*)\}/g;

/** The breakpoints of one session. */
export class Breakpoints {
  readonly #debugger: Debugger;
  readonly #sources: Sources;
  /** The numbers of the points in each group: those of a source, of functions, and so on. */
  readonly #groups = new Map<string, readonly number[]>();
  readonly #reasons = new Map<number, BreakpointReason>();
  readonly #print: (text: string) => void;

  /** The breakpoints of a debugger, at first none; those that only log print. */
  constructor(debug: Debugger, sources: Sources, print: (text: string) => void) {
    this.#print = print;
    this.#debugger = debug;
    this.#sources = sources;
  }

  /** Sets those of a source. */
  setInSource(request: RequestArguments): DapBreakpoint[] {
    const file = this.#sources.nameOf(request);
    // What a client calls a source stays the same; its name here is better known later.
    const source = request.object("source");
    const client = source.optionalText("path") ?? file;
    return this.#set(`source ${client}`, "breakpoint", request.objects("breakpoints"), (wanted) => {
      const text = `${file}:${wanted.integer("line")}`;
      return { kind: "code", addresses: this.#debugger.findCode(text), text };
    });
  }

  /** Sets those at functions. */
  setAtFunctions(request: RequestArguments): DapBreakpoint[] {
    const wanted = request.objects("breakpoints");
    return this.#set("functions", "function breakpoint", wanted, (each) => {
      const text = each.text("name");
      return { kind: "code", addresses: this.#debugger.findCode(text), text };
    });
  }

  /** Sets those at instructions. */
  setAtInstructions(request: RequestArguments): DapBreakpoint[] {
    const wanted = request.objects("breakpoints");
    return this.#set("instructions", "instruction breakpoint", wanted, (each) => {
      const text = each.text("instructionReference");
      const address = addressOf(text) + BigInt(each.optionalInteger("offset") ?? 0);
      return { kind: "code", addresses: [BigInt.asUintN(64, address)], text: `*${text}` };
    });
  }

  /** Sets those at data. */
  setAtData(request: RequestArguments): DapBreakpoint[] {
    const wanted = request.objects("breakpoints");
    return this.#set("data", "data breakpoint", wanted, (each) => {
      const [start, size] = parseDataId(each.text("dataId"));
      const type = each.optionalText("accessType") ?? "write";
      const access = type === "read" ? "read" : type === "readWrite" ? "any" : "write";
      // A client means changes when it says writes, as GDB does.
      const watched = {
        start,
        end: start + size,
        access,
        onlyChanges: access === "write",
      } as const;
      return { kind: "memory", watched, text: `*${each.text("dataId")}` };
    });
  }

  /** What a client calls a point that stopped the program. */
  reasonOf({ number, target }: StopPoint): BreakpointReason {
    return this.#reasons.get(number) ??
      (target.kind === "memory" ? "data breakpoint" : "breakpoint");
  }

  #set(
    group: string,
    reason: BreakpointReason,
    wanted: readonly RequestArguments[],
    find: (wanted: RequestArguments) => StopTarget,
  ): DapBreakpoint[] {
    for (const number of this.#groups.get(group) ?? []) {
      this.#debugger.points.delete(number);
      this.#reasons.delete(number);
    }
    const numbers: number[] = [];
    const made = wanted.map((each) => {
      try {
        const target = find(each);
        const condition = each.optionalText("condition");
        const message = each.optionalText("logMessage") ?? "";
        const point = this.#debugger.points.add(target, {
          ...(condition !== undefined && condition.trim() !== "" && { condition }),
          ignore: ignoredBy(each.optionalText("hitCondition")),
          ...(message !== "" && { onHit: () => this.#log(message) }),
        });
        numbers.push(point.number);
        this.#reasons.set(point.number, reason);
        return this.#describe(point);
      } catch (error) {
        if (!(error instanceof ExpressionError || error instanceof RequestError)) throw error;
        return { verified: false, message: error.message };
      }
    });
    this.#groups.set(group, numbers);
    return made;
  }

  #describe({ number: id, target }: StopPoint): DapBreakpoint {
    const address = target.kind === "code" ? target.addresses[0] : undefined;
    if (address === undefined) return { id, verified: true };
    const location = this.#debugger.program?.lines.find(address);
    return {
      id,
      verified: true,
      instructionReference: `0x${address.toString(16)}`,
      ...(location !== undefined &&
        { source: this.#sources.of(location), line: location.line }),
    };
  }

  /** Prints the message of a log point, which does not stop the program. */
  #log(message: string): boolean {
    this.#print(`${this.#fill(message)}\n`);
    return false;
  }

  #fill(message: string): string {
    return message.replace(LOGGED, (_, expression: string) => {
      try {
        return this.#debugger.evaluate(expression).text();
      } catch (error) {
        if (error instanceof ExpressionError) return `<${error.message}>`;
        throw error;
      }
    });
  }
}

/** How many hits a hit condition passes over. */
function ignoredBy(text: string | undefined): number {
  if (text === undefined || text.trim() === "") return 0;
  const [, operator, digits] = HIT_CONDITION.exec(text) ?? [];
  if (digits === undefined) {
    throw new RequestError(`hit condition "${text}" is not supported; write a count, as in ">= 5"`);
  }
  return Math.max(0, operator === ">" ? Number(digits) : Number(digits) - 1);
}

/** The address that a reference to memory stands for. */
export function addressOf(reference: string): bigint {
  if (!/^(?:0x[\da-f]{1,16}|\d{1,20})$/i.test(reference)) {
    throw new RequestError(`"${reference}" is no address; write it as 0x10000`);
  }
  return BigInt.asUintN(64, BigInt(reference));
}

/** Names data by its address and its size. */
export const dataId = (address: bigint, size: number): string =>
  `0x${address.toString(16)},${size}`;

function parseDataId(text: string): readonly [bigint, bigint] {
  const [, address, size] = /^(0x[\da-f]{1,16}),([1-9]\d{0,6})$/.exec(text) ?? [];
  if (address === undefined || size === undefined) {
    throw new RequestError(`"${text}" is no data id; ask for one by dataBreakpointInfo`);
  }
  return [BigInt(address), BigInt(size)];
}
