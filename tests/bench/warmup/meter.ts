// SPDX-License-Identifier: MPL-2.0
// Measures one run of the command from within: how many instructions have retired when, and what the translator's
// tiers make and take. It replaces methods of the engine's classes by ones that also measure, so the engine itself
// need not count; nothing but the time changes.

import { Machine } from "../../../cpu/machine.ts";
import { CodeReader } from "../../../cpu/translator/code_reader.ts";
import { CodeMemory } from "../../../cpu/translator/emit/code_memory.ts";
import { Templates } from "../../../cpu/translator/templates/templates.ts";
import { TemplateTable } from "../../../cpu/translator/templates/template_table.ts";
import { UnitTable } from "../../../cpu/translator/unit_table.ts";

/** The translator's tiers. */
export const TIERS = ["templates", "optimised"] as const;

/** What a tier has made, and the time that took. */
export interface TierCosts {
  instructions: number;
  modules: number;
  /** The size of its modules. */
  wasmBytes: number;
  /** The translator's own time, and that of V8 until a module can run. */
  ownSeconds: number;
  v8Seconds: number;
}

/** What one run has shown. */
export interface WarmUp {
  /** Milliseconds since the program's start after each STEP instructions; the last step may be shorter. */
  readonly times: number[];
  /** Instructions in all. */
  instructions: number;
  readonly tiers: Readonly<Record<typeof TIERS[number], TierCosts>>;
}

/** The time is taken each time so many instructions have retired. */
export const STEP = 2 ** 20;

/** Begins to measure: the first machine that runs, and all translations. */
export function measureRuns(): WarmUp {
  const costs = (): TierCosts => ({
    ...{ instructions: 0, modules: 0, wasmBytes: 0, ownSeconds: 0, v8Seconds: 0 },
  });
  const result: WarmUp = {
    times: [],
    instructions: 0,
    tiers: { templates: costs(), optimised: costs() },
  };
  measureMachine(result);
  const clock = new TierClock(result);
  measureTemplates(result, clock);
  measureUnits(result, clock);
  return result;
}

function measureMachine(result: WarmUp): void {
  const { run } = Machine.prototype;
  let started = 0;
  Machine.prototype.run = function ({ maxInstructions = Infinity, ...options } = {}) {
    started ||= performance.now();
    for (;;) {
      const next = STEP * (result.times.length + 1);
      const stop = run.call(this, { ...options, maxInstructions: Math.min(next, maxInstructions) });
      result.instructions = this.instructions;
      if (this.instructions < next) return stop;
      result.times.push(performance.now() - started);
      if (stop.reason !== "limit" || this.instructions >= maxInstructions) return stop;
    }
  };
}

/** Tells whose time it is: a tier's own, or V8's on its behalf. */
class TierClock {
  readonly #result: WarmUp;
  #tier: typeof TIERS[number] | undefined;
  #started = 0;
  #v8Seconds = 0;

  constructor(result: WarmUp) {
    this.#result = result;
    WebAssembly.Module = this.#timed(WebAssembly.Module);
    WebAssembly.Instance = this.#timed(WebAssembly.Instance);
  }

  /** A class of V8 whose constructor also counts its time. */
  #timed<T extends typeof WebAssembly.Module | typeof WebAssembly.Instance>(original: T): T {
    return new Proxy(original, {
      construct: (target, args) => {
        const started = performance.now();
        const made = Reflect.construct(target, args);
        this.#v8Seconds += (performance.now() - started) / 1000;
        return made;
      },
    });
  }

  start(tier: typeof TIERS[number]): void {
    this.#tier = tier;
    this.#started = performance.now();
    this.#v8Seconds = 0;
  }

  stop(): void {
    if (this.#tier === undefined) return;
    const costs = this.#result.tiers[this.#tier];
    costs.v8Seconds += this.#v8Seconds;
    costs.ownSeconds += (performance.now() - this.#started) / 1000 - this.#v8Seconds;
    this.#tier = undefined;
  }
}

function measureTemplates({ tiers }: WarmUp, clock: TierClock): void {
  const { translate } = Templates.prototype;
  Templates.prototype.translate = function (entries) {
    clock.start("templates");
    translate.call(this, entries);
    clock.stop();
  };
  const { add } = TemplateTable.prototype;
  TemplateTable.prototype.add = function (code) {
    tiers.templates.instructions += code.size;
    return add.call(this, code);
  };
}

function measureUnits({ tiers }: WarmUp, clock: TierClock): void {
  // A translation begins with the one and ends with the other.
  const { start } = CodeReader.prototype;
  CodeReader.prototype.start = function () {
    clock.start("optimised");
    start.call(this);
  };
  const { add } = UnitTable.prototype;
  UnitTable.prototype.add = function (regions, ...others) {
    for (const { size } of regions) tiers.optimised.instructions += size;
    add.call(this, regions, ...others);
    clock.stop();
  };
  const { add: addModule } = CodeMemory.prototype;
  CodeMemory.prototype.add = function (kind, bytes, parts) {
    tiers[kind].modules++;
    tiers[kind].wasmBytes += bytes;
    return addModule.call(this, kind, bytes, parts);
  };
}
