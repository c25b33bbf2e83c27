// SPDX-License-Identifier: MPL-2.0
// What a client sees of a program that has stopped: frames, variables, memory, code. Takes requests; answers with
// the bodies of responses. Guarantees: looking changes nothing.

import { FLOAT_REGISTER_NAMES, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import { type CallFrame, type Debugger, ExpressionError } from "../debug/mod.ts";
import { isRuntime } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { addressOf, dataId } from "./breakpoints.ts";
import { CONSOLE_COMMANDS } from "./console.ts";
import { type RequestArguments, RequestError } from "./request_arguments.ts";
import type { Target } from "./target.ts";
import { type ShownValue, VariableStore } from "./variable_store.ts";

const MAX_FRAMES = 1000;
/** The most bytes of memory in an answer. */
const MAX_READ = 1 << 20;
const MAX_INSTRUCTIONS = 4096;
const MAX_GLOBALS = 1000;
const DATA_ACCESS = { accessTypes: ["read", "write", "readWrite"], canPersist: false } as const;

/** Looks at one program. */
export class Inspection {
  readonly #target: Target;
  readonly #variables = new VariableStore();

  /** Looks at a program, whenever it has stopped. */
  constructor(target: Target) {
    this.#target = target;
  }

  /** Forgets the variables of the last stop: the program moves on. */
  forget(): void {
    this.#variables.clear();
  }

  stackTrace(request: RequestArguments): object {
    const { debug, sources } = this.#target;
    const first = request.optionalInteger("startFrame") ?? 0;
    const levels = request.optionalInteger("levels") || MAX_FRAMES;
    const frames: CallFrame[] = [];
    let total = 0;
    for (const frame of debug.frames()) {
      if (total === MAX_FRAMES) break;
      if (total >= first && total < first + levels) frames.push(frame);
      total++;
    }
    return {
      totalFrames: total,
      stackFrames: frames.map((frame) => {
        const { location } = frame;
        const isHidden = isRuntime({ symbol: frame.symbol, location, source: undefined });
        return {
          id: frame.index + 1,
          name: frame.symbol ?? hex(frame.pc),
          line: location?.line ?? 0,
          column: location === undefined ? 0 : 1,
          instructionPointerReference: hex(frame.index === 0 ? frame.pc : frame.at),
          ...(location !== undefined && { source: sources.of(location) }),
          ...(isHidden && { presentationHint: "subtle" }),
        };
      }),
    };
  }

  frame(id: number): CallFrame {
    const { debug } = this.#target;
    return debug.frame(id - 1);
  }

  frameOf(request: RequestArguments): CallFrame {
    return this.frame(request.optionalInteger("frameId") ?? 1);
  }

  scopes(id: number): object {
    const { debug } = this.#target;
    const frame = this.frame(id);
    const evaluate = (name: string, expression = name): ShownValue => {
      try {
        return { name, expression, value: debug.evaluate(expression, frame) };
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        return { name, expression, value: { error: error.message } };
      }
    };
    const scopes: object[] = [];
    const add = (name: string, hint: string | undefined, list: () => readonly ShownValue[]) => {
      scopes.push({
        name,
        variablesReference: this.#variables.addScope(id, list),
        expensive: hint === undefined,
        ...(hint !== undefined && { presentationHint: hint }),
      });
    };
    const locals = debug.variables(frame);
    if (locals.length > 0) {
      add("Locals", "locals", () =>
        locals.map(({ name, value }) => (
          { name, expression: name, value: value ?? { error: "optimized out" } }
        )));
    }
    add(
      "Registers",
      "registers",
      () => ["pc", ...REGISTER_NAMES.slice(1)].map((name) => evaluate(name, `$${name}`)),
    );
    add(
      "Floating-point registers",
      "registers",
      () => FLOAT_REGISTER_NAMES.map((name) => evaluate(name, `$${name}`)),
    );
    const globals = debug.globalNames(frame).slice(0, MAX_GLOBALS);
    if (globals.length > 0) {
      add("Globals", undefined, () => globals.map((name) => evaluate(name)));
    }
    return { scopes };
  }

  listVariables(request: RequestArguments): object {
    const reference = request.integer("variablesReference");
    const start = request.optionalInteger("start") ?? 0;
    const variables = this.#variables.list(reference, start, request.optionalInteger("count"));
    return { variables };
  }

  setVariable(request: RequestArguments): object {
    const reference = request.integer("variablesReference");
    const name = request.text("name");
    const found = this.#variables.shown(reference).find((variable) => variable.name === name);
    if (found?.expression === undefined) throw new RequestError(`${name} cannot be set`);
    const frame = this.frame(this.#variables.frameOf(reference));
    return this.assign(found.expression, request.text("value"), frame);
  }

  assign(expression: string, value: string, frame: CallFrame): object {
    const { debug } = this.#target;
    debug.evaluate(`${expression} = ${value}`, frame);
    const changed = debug.evaluate(expression, debug.frame(frame.index));
    const shown = { name: expression, expression, value: changed };
    return this.#variables.describe(shown, frame.index + 1);
  }

  evaluate(request: RequestArguments): object {
    const { debug } = this.#target;
    const text = request.text("expression");
    const frame = this.frameOf(request);
    const value = debug.evaluate(text, frame);
    const described = this.#variables.describe(
      { name: text, expression: text, value },
      frame.index + 1,
    );
    const isHex = request.object("format").flag("hex");
    const { value: plain, ...rest } = described;
    return { ...rest, result: isHex && !value.hasParts ? value.text("x") : plain };
  }

  completions(request: RequestArguments): object {
    const { debug } = this.#target;
    const text = request.text("text").slice(0, Math.max(0, request.integer("column") - 1));
    const word = /\$?[\w.]*$/.exec(text)?.[0] ?? "";
    const names = [
      ...["pc", ...REGISTER_NAMES, ...FLOAT_REGISTER_NAMES].map((name) => `$${name}`),
      ...Object.keys(CONSOLE_COMMANDS),
      ...(debug.program?.symbols ?? []).filter(({ section }) => section !== undefined)
        .map(({ name }) => name),
    ];
    const fitting = [...new Set(names)].filter((name) => name.startsWith(word) && word !== "");
    const start = text.length - word.length;
    return {
      targets: fitting.slice(0, 200).map((label) => ({ label, start, length: word.length })),
    };
  }

  async exceptionInfo(): Promise<object> {
    const { debug, launched } = this.#target;
    const { end } = debug;
    if (end?.kind !== "killed" || debug.timeline.position < debug.timeline.end) {
      throw new RequestError("no signal has killed the program at this moment");
    }
    return {
      exceptionId: end.signal.name,
      description: await launched.explain(end),
      breakMode: "unhandled",
    };
  }

  readMemory(request: RequestArguments): object {
    const { debug } = this.#target;
    const start = BigInt.asUintN(
      64,
      addressOf(request.text("memoryReference")) + BigInt(request.optionalInteger("offset") ?? 0),
    );
    const count = request.integer("count");
    if (count < 0) throw new RequestError("the argument count must not be negative");
    const bytes = debug.memory.readSome(start, Math.min(count, MAX_READ));
    return {
      address: hex(start),
      ...(bytes.length < count && { unreadableBytes: count - bytes.length }),
      ...(bytes.length > 0 && { data: bytes.toBase64() }),
    };
  }

  writeMemory(request: RequestArguments): object {
    const { debug: { process: { machine }, timeline } } = this.#target;
    const start = BigInt.asUintN(
      64,
      addressOf(request.text("memoryReference")) + BigInt(request.optionalInteger("offset") ?? 0),
    );
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.fromBase64(request.text("data"));
    } catch {
      throw new RequestError("the argument data is not in base64");
    }
    if (bytes.length > 0 && !machine.memory.isMapped(start, bytes.length)) {
      throw new RequestError(`${bytes.length} bytes at ${hex(start)} are not all mapped`);
    }
    if (bytes.length > 0) timeline.change(() => machine.memory.write(start, bytes, "any"));
    return { bytesWritten: bytes.length };
  }

  disassemble(request: RequestArguments): object {
    const { listing } = this.#target;
    const address = addressOf(request.text("memoryReference")) +
      BigInt(request.optionalInteger("offset") ?? 0);
    const offset = request.optionalInteger("instructionOffset") ?? 0;
    const count = request.integer("instructionCount");
    if (count < 0 || count > MAX_INSTRUCTIONS || Math.abs(offset) > MAX_INSTRUCTIONS) {
      throw new RequestError(`at most ${MAX_INSTRUCTIONS} instructions can be asked for`);
    }
    return { instructions: listing.list(BigInt.asUintN(64, address), offset, count) };
  }

  dataInfo(request: RequestArguments): object {
    const { debug } = this.#target;
    const name = request.text("name");
    const reference = request.optionalInteger("variablesReference") ?? 0;
    const bytes = request.optionalInteger("bytes");
    if (bytes !== undefined && bytes < 1) {
      throw new RequestError("the argument bytes must be at least 1");
    }
    if (request.flag("asAddress")) {
      return { dataId: dataId(addressOf(name), bytes ?? 8), description: name, ...DATA_ACCESS };
    }
    const known = reference > 0
      ? this.#variables.shown(reference).find((variable) => variable.name === name)?.value
      : undefined;
    const value = known ?? debug.evaluate(name, this.frameOf(request));
    if ("error" in value || value.address === undefined || value.size === 0) {
      return { dataId: null, description: `${name} is not in memory` };
    }
    const size = bytes ?? value.size;
    const description = `${name}, ${size} bytes at ${hex(value.address)}`;
    return { dataId: dataId(value.address, size), description, ...DATA_ACCESS };
  }

  breakpointLocations(request: RequestArguments): object {
    const { debug, sources } = this.#target;
    const name = sources.nameOf(request);
    const first = request.integer("line");
    const last = request.optionalInteger("endLine") ?? first;
    const file = fileOf(debug, name);
    const lines = new Set(
      (debug.lines?.all ?? []).filter(({ location }) =>
        location.file === file && location.line >= first && location.line <= last
      ).map(({ location }) => location.line),
    );
    return { breakpoints: [...lines].sort((a, b) => a - b).map((line) => ({ line })) };
  }

  gotoTargets(request: RequestArguments): object {
    const { debug, sources } = this.#target;
    const file = sources.nameOf(request);
    const line = request.integer("line");
    const targets = debug.findCode(`${file}:${line}`).map((address) => ({
      id: Number(address),
      label: debug.addressText(address),
      line: debug.program?.lines.find(address)?.line ?? line,
      instructionPointerReference: hex(address),
    }));
    return { targets };
  }
}

/** The file of a name in the line table; undefined if there is none. */
function fileOf({ lines }: Debugger, name: string): string | undefined {
  try {
    return lines?.file(name);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
