// SPDX-License-Identifier: MPL-2.0
// The engine that executes one decoded instruction after the other. It starts at once, can stop
// after any instruction, and traces. See step_function.ts for the loop itself.

import type { Arena } from "../arena.ts";
import { type Engine, EXIT, type Exit, type TraceMode } from "../engine.ts";
import { STATE, STATE_START } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { DecodedPages } from "./decoded_pages.ts";
import { STEP_EXPORT, stepperModule } from "./step_function.ts";

type StepFunction = (budget: number) => Exit;

/** Compiled once per process and mode. */
const modules = new Map<TraceMode, WebAssembly.Module>();

function moduleFor(mode: TraceMode): WebAssembly.Module {
  let module = modules.get(mode);
  if (module === undefined) {
    module = new WebAssembly.Module(stepperModule(mode));
    modules.set(mode, module);
  }
  return module;
}

/** Executes the instructions of one machine. */
export class Stepper implements Engine {
  readonly #arena: Arena;
  readonly #decoded: DecodedPages;
  readonly #functions = new Map<TraceMode, StepFunction>();

  constructor(arena: Arena, memory: Memory) {
    this.#arena = arena;
    this.#decoded = new DecodedPages(arena, memory);
  }

  get fetchFault(): bigint {
    return this.#decoded.fetchFault;
  }

  get unused(): number {
    return this.#arena.words32[(STATE_START + STATE.unused) / 4] ?? 0;
  }

  run(budget: number, retired: number, mode: TraceMode): Exit {
    const { words32, words64 } = this.#arena;
    words32[(STATE_START + STATE.faultAccess) / 4] = 0;
    words64[(STATE_START + STATE.retiredAtEnd) / 8] = BigInt(retired + budget);
    return this.#function(mode)(budget);
  }

  runOne(retired: number, mode: TraceMode): Exit {
    const pc = this.#arena.words64[(STATE_START + STATE.pc) / 8] ?? 0n;
    let lifted = this.#decoded.liftStop(pc);
    let exit = this.run(1, retired, mode);
    if (exit === EXIT.stop) {
      // The instruction was not decoded yet when its stop was to be lifted.
      lifted = this.#decoded.liftStop(pc);
      exit = this.run(1, retired, mode);
    }
    if (lifted) this.#decoded.restoreStop(pc);
    return exit;
  }

  fetch(pc: bigint): boolean {
    return this.#decoded.fetch(pc);
  }

  addStop(address: bigint): void {
    this.#decoded.addStop(address);
  }

  removeStop(address: bigint): void {
    this.#decoded.removeStop(address);
  }

  #function(mode: TraceMode): StepFunction {
    let step = this.#functions.get(mode);
    if (step === undefined) {
      // The module is ours: it exports just this.
      step = this.#arena.instance(moduleFor(mode)).exports[STEP_EXPORT] as StepFunction;
      this.#functions.set(mode, step);
    }
    return step;
  }
}
