// SPDX-License-Identifier: MPL-2.0
// The engine that executes decoded instructions one by one. It starts at once, can stop after any
// instruction, and traces. step_function.ts generates its loop.

import type { Arena } from "../memory/arena.ts";
import type { MemoryChecks } from "../engine/checks.ts";
import { type Engine, EXIT, type Exit, type TraceMode } from "../engine/engine.ts";
import { STATE, STATE_START } from "../memory/layout.ts";
import type { PageTable } from "../memory/page_table.ts";
import { DecodedPages } from "./decoded_pages.ts";
import { PREPARED } from "./prepared_small.ts";
import { addPlans } from "./record_decoder.ts";
import { keyOf, type PreparedModule, type StepVariant } from "./step_code.ts";
import { STEP_EXPORT, stepperModule } from "./step_function.ts";

type StepFunction = (budget: number) => Exit;

/** The modules, compiled once per process and variant. */
const modules = new Map<string, WebAssembly.Module>();

/** Modules that need not be generated. */
const prepared = new Map<string, PreparedModule>();

/** The modules with checks, likewise, by what they check. */
const checkedModules = new Map<MemoryChecks, Map<string, WebAssembly.Module>>();

/** Adds a module, and plans for decoding, that need not be generated, because they were before. */
export function addPrepared(module: PreparedModule): void {
  prepared.set(keyOf(module.variant), module);
  if (module.plans === undefined) return;
  addPlans(new Int32Array(Uint8Array.fromBase64(module.plans).buffer));
}

addPrepared(PREPARED);

function moduleBytesOf(variant: StepVariant): Uint8Array<ArrayBuffer> {
  const known = prepared.get(keyOf(variant));
  return known === undefined ? stepperModule(variant) : Uint8Array.fromBase64(known.base64);
}

function moduleFor(variant: StepVariant, checks?: MemoryChecks): WebAssembly.Module {
  const key = keyOf(variant);
  if (checks !== undefined) {
    let modules = checkedModules.get(checks);
    if (modules === undefined) checkedModules.set(checks, modules = new Map());
    let checked = modules.get(key);
    if (checked === undefined) {
      checked = new WebAssembly.Module(stepperModule(variant, checks));
      modules.set(key, checked);
    }
    return checked;
  }
  let module = modules.get(key);
  if (module === undefined) {
    module = new WebAssembly.Module(moduleBytesOf(variant));
    modules.set(key, module);
  }
  return module;
}

/** Executes the instructions of one machine. */
export class Stepper implements Engine {
  readonly #arena: Arena;
  readonly #functions = new Map<string, StepFunction>();
  readonly #checks: MemoryChecks | undefined;
  /** The decoded instructions. */
  readonly decoded: DecodedPages;

  constructor(arena: Arena, pages: PageTable, checks?: MemoryChecks) {
    this.#arena = arena;
    this.#checks = checks;
    this.decoded = new DecodedPages(arena, pages);
    pages.codeListener = this.decoded;
  }

  get fetchFault(): bigint {
    return this.decoded.fetchFault;
  }

  get unused(): number {
    return this.#arena.words32[(STATE_START + STATE.unused) / 4] ?? 0;
  }

  run(budget: number, retired: number, mode: TraceMode, passing: boolean): Exit {
    if (!passing) return this.#run(budget, retired, mode, false);
    const exit = this.runOne(retired, mode);
    this.#arena.words32[(STATE_START + STATE.unused) / 4] = budget - 1 + this.unused;
    return exit;
  }

  /** Like `run`, but leaves where code is hot or translated; for the translator. */
  runProfiled(budget: number, retired: number, mode: TraceMode): Exit {
    return this.#run(budget, retired, mode, true);
  }

  /** Executes the one instruction at pc, even where there is a stop. */
  runOne(retired: number, mode: TraceMode): Exit {
    return this.#runOne(retired, mode, false);
  }

  /**
   * Like `runOne`, but with the function of `runProfiled`, so that the translator needs no other.
   * After `EXIT.hot`, nothing has been executed, unless the instruction at pc is a jump.
   */
  runOneProfiled(retired: number, mode: TraceMode): Exit {
    return this.#runOne(retired, mode, true);
  }

  get #pc(): bigint {
    return this.#arena.words64[(STATE_START + STATE.pc) / 8] ?? 0n;
  }

  fetch(pc: bigint): boolean {
    return this.decoded.fetch(pc);
  }

  addStop(address: bigint): void {
    this.decoded.addStop(address);
  }

  removeStop(address: bigint): void {
    this.decoded.removeStop(address);
  }

  /** Decodes the first instructions before any is executed, to know which module they need. */
  #decodeFirst(): void {
    if (this.#functions.size === 0) this.decoded.fetch(this.#pc);
  }

  #runOne(retired: number, mode: TraceMode, profile: boolean): Exit {
    this.#decodeFirst();
    const pc = this.#pc;
    let lifted = this.decoded.lift(pc);
    let exit = this.#run(1, retired, mode, profile);
    if (exit === EXIT.stop) {
      // The instruction had not been decoded when its stop was lifted.
      lifted = this.decoded.lift(pc);
      exit = this.#run(1, retired, mode, profile);
    }
    if (lifted) this.decoded.restore(pc);
    return exit;
  }

  #run(budget: number, retired: number, mode: TraceMode, profile: boolean): Exit {
    const { words32, words64 } = this.#arena;
    this.#decodeFirst();
    const variant = { mode, profile, full: this.decoded.needsFullStepper };
    words32[(STATE_START + STATE.faultAccess) / 4] = 0;
    words64[(STATE_START + STATE.retiredAtEnd) / 8] = BigInt(retired + budget);
    return this.#function(variant)(budget);
  }

  #function(variant: StepVariant): StepFunction {
    const key = keyOf(variant);
    let step = this.#functions.get(key);
    if (step === undefined) {
      // The cast is safe: this project generated the module.
      step = this.#arena.instance(moduleFor(variant, this.#checks))
        .exports[STEP_EXPORT] as StepFunction;
      this.#functions.set(key, step);
    }
    return step;
  }
}
