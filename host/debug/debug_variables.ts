// SPDX-License-Identifier: MPL-2.0
// The variables that debug information knows: those in scope in a frame, and global ones, with their values. Takes
// a process; the information of each module is read when it is first needed.

import { DebugInfo, type Variable } from "../dwarf/debug_info.ts";
import { type FrameParts, frameState } from "../dwarf/frames.ts";
import { bytesAt } from "../dwarf/variable_location.ts";
import type { Program } from "../../asm/object/program.ts";
import type { Process } from "../process.ts";
import { CallFrames } from "../symbols/call_frames.ts";
import { hasNames, moduleAt } from "../symbols/locations.ts";
import { DebugTypes } from "./debug_types.ts";
import { type Scope, type Value, valueAt } from "./expressions/evaluator.ts";
import { ExpressionError } from "./expressions/parser.ts";
import { sizeOf, type Type } from "./expressions/types.ts";
import type { CallFrame } from "./frames.ts";
import { PeekMemory } from "./peek_memory.ts";

/** The variables of one process. */
export class DebugVariables {
  readonly #process: Process;
  readonly #callerOf: (frame: CallFrame) => CallFrame | undefined;
  readonly #memory: PeekMemory;
  readonly #described: CallFrames;
  readonly #types = new DebugTypes();
  readonly #infos = new Map<Program, DebugInfo | undefined>();

  /** The variables of a process; `callerOf` finds the caller of a frame. */
  constructor(process: Process, callerOf: (frame: CallFrame) => CallFrame | undefined) {
    this.#process = process;
    this.#callerOf = callerOf;
    this.#memory = new PeekMemory(process.machine.memory);
    this.#described = new CallFrames(this.#memory, process.program);
  }

  /** The variables in scope in a frame, without those that others hide. */
  inScope(frame: CallFrame): readonly Variable[] {
    const seen = new Set<string>();
    return (this.#infoAt(frame.at)?.variablesAt(frame.at) ?? []).filter(({ name }) => {
      const isNew = !seen.has(name);
      seen.add(name);
      return isNew;
    });
  }

  /** A variable that a name means in a frame. */
  named(name: string, frame: CallFrame): Variable | undefined {
    const info = this.#infoAt(frame.at);
    return info?.variablesAt(frame.at).find((variable) => variable.name === name) ??
      info?.global(name, frame.at) ?? this.#main?.global(name);
  }

  /**
   * The value of a variable in a frame.
   *
   * @throws {ExpressionError} when it is nowhere, or not readable
   */
  valueOf(variable: Variable, frame: CallFrame, scope: Scope): Value {
    const state = frameState(this.#partsOf(frame), this.#described, this.#memory);
    const place = variable.placeIn(state);
    if (place === undefined) throw new ExpressionError(`${variable.name} is optimized out here`);
    const type = this.#types.of(variable.type);
    if (place.kind === "memory") return valueAt(scope, place.address, type);
    const bytes = bytesAt(place, sizeOf(type), state);
    if (bytes === undefined) throw new ExpressionError(`${variable.name} is not known here`);
    return place.kind === "register"
      ? { type, bytes, location: { kind: "register", number: place.number } }
      : { type, bytes };
  }

  /** A type by its name in C. */
  type(name: string, frame: CallFrame): Type | undefined {
    const found = this.#infoAt(frame.at)?.typeNamed(name) ?? this.#main?.typeNamed(name);
    return found && this.#types.of(found);
  }

  /** The type of what the function at an address returns; undefined if that is not known. */
  resultAt(address: bigint): Type | undefined {
    const found = this.#infoAt(address)?.functionAt(address);
    return found && this.#types.of(found.type.result);
  }

  /** The names of variables in a frame and of global ones, for suggestions. */
  *names(frame: CallFrame): Generator<string> {
    for (const { name } of this.inScope(frame)) yield name;
    yield* this.globalNames(frame);
  }

  /** The names of global variables of a frame's module. */
  globalNames(frame: CallFrame): readonly string[] {
    return this.#infoAt(frame.at)?.globals.map(({ name }) => name) ?? [];
  }

  get #main(): DebugInfo | undefined {
    return this.#infoOf(this.#process.program);
  }

  #infoAt(address: bigint): DebugInfo | undefined {
    return this.#infoOf(moduleAt(this.#process.program, address));
  }

  #infoOf(module: Process["program"]): DebugInfo | undefined {
    if (!hasNames(module)) return undefined;
    if (!this.#infos.has(module)) this.#infos.set(module, DebugInfo.of(module));
    return this.#infos.get(module);
  }

  #partsOf(frame: CallFrame): FrameParts {
    const { floatRegisters } = this.#process.machine;
    return {
      ...frame,
      float: frame.index === 0 ? (number) => floatRegisters.get(number) : undefined,
      caller: () => {
        const found = this.#callerOf(frame);
        return found && this.#partsOf(found);
      },
    };
  }
}
