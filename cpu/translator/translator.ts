// SPDX-License-Identifier: MPL-2.0
// The engine that translates hot code to WebAssembly. Cold code runs in the stepper, which says when
// a loop or function got hot; its region is then translated, together with those of the functions
// it calls directly. Translations are dropped when a page they come from changes, and when tracing is
// switched on or off. Runs with breakpoints or probes, and the last instructions before a limit, are
// the stepper's.

import type { Arena } from "../memory/arena.ts";
import { type Engine, EXIT, type Exit, type TraceMode } from "../engine/engine.ts";
import { FRM_SHIFT, ROUNDING } from "../float/format.ts";
import { STATE, STATE_START, TRACE } from "../memory/layout.ts";
import type { CodeListener, PageTable } from "../memory/page_table.ts";
import { Stepper } from "../stepper/stepper.ts";
import { effectsOf } from "../semantics/effects.ts";
import { moduleBytes } from "../wasm/module.ts";
import { CAUTION } from "./regions/access_groups.ts";
import { REGION_SIGNATURE, SUPPORT_IMPORTS } from "./emit/calling.ts";
import { CheckFailures } from "./check_failures.ts";
import { CodeReader, slotOf } from "./code_reader.ts";
import { emitRegion } from "./emit/region.ts";
import { floatSupport } from "./emit/float_support.ts";
import { JumpTargets } from "./jump_targets.ts";
import { LARGEST_REGION, type Region, TRANSLATED_END } from "./regions/region.ts";
import type { Callee } from "./emit/region_code.ts";
import { type KnownCode, LARGEST_UNIT, regionsFrom } from "./unit_regions.ts";
import { UnitTable } from "./unit_table.ts";

/** Instructions that can retire after the fuel is gone, before translated code notices. */
const OVERSHOOT = LARGEST_REGION + 1;
/** With less than that to run, the stepper does it. */
const WORTH_ENTERING = 2 * OVERSHOOT;
/**
 * So much is translated as soon as it is hot; then a program must have run on for a while before there
 * is more, so that one with much code that is hot for a short time is not held up for long.
 */
const FREELY_TRANSLATED = 3000;
const RETIRED_PER_TRANSLATED = 500;
/** The most entries of the table of ranges that a unit takes: one for each instruction, unrolled. */
const MOST_RANGES = LARGEST_UNIT * LARGEST_REGION;

const TRACE_NEXT = (STATE_START + STATE.traceNext) / 4;
const TRACE_END = (STATE_START + STATE.traceEnd) / 4;

/** Executes the instructions of one machine. */
export class Translator implements Engine, CodeListener {
  readonly #arena: Arena;
  readonly #eager: boolean;
  readonly #stepper: Stepper;
  readonly #reader: CodeReader;
  readonly #units: UnitTable;
  readonly #stops = new Set<bigint>();
  readonly #jumps: JumpTargets;
  readonly #failures = new CheckFailures();
  /** What regions are found by. */
  readonly #code: KnownCode;
  /** How many instructions were translated, each time that they were. */
  #translated = 0;
  /** What the translated code records. */
  #mode: TraceMode = "off";
  #unused = 0;

  /** With `eager`, code is translated before it first runs. */
  constructor(arena: Arena, pages: PageTable, { eager }: { eager: boolean }) {
    this.#arena = arena;
    this.#eager = eager;
    this.#stepper = new Stepper(arena, pages);
    const { decoded } = this.#stepper;
    this.#reader = new CodeReader(arena, pages);
    this.#jumps = new JumpTargets(arena);
    this.#units = new UnitTable(arena, pages, decoded, () => {
      arena.releaseRanges();
      this.#jumps.release();
    });
    this.#code = {
      fetch: this.#reader.fetch,
      hasRun: (address) => decoded.isDecoded(BigInt(address)),
      isTranslated: (address) => this.#units.has(address),
      targetsOf: (jump) => this.#jumps.targetsOf(jump),
    };
    pages.codeListener = this;
  }

  get unused(): number {
    return this.#unused;
  }

  get fetchFault(): bigint {
    return this.#stepper.fetchFault;
  }

  fetch(pc: bigint): boolean {
    return this.#stepper.fetch(pc);
  }

  run(budget: number, retired: number, mode: TraceMode): Exit {
    if (this.#stops.size > 0 || budget <= WORTH_ENTERING || !this.#hasRoundingMode) {
      const exit = this.#stepper.run(budget, retired, mode);
      this.#unused = this.#stepper.unused;
      return exit;
    }
    if (mode !== this.#mode) {
      this.#units.dropAll();
      this.#mode = mode;
    }
    this.#unused = budget;
    for (;;) {
      // The machine grants another slice, so nothing needs to be exact here.
      if (this.#unused <= WORTH_ENTERING) return EXIT.budget;
      const exit = this.#runSome(this.#unused, retired + budget - this.#unused);
      const now = retired + budget - this.#unused;
      if (exit === EXIT.hot && !this.#units.has(this.#pc)) this.#translateHot(this.#pc, now);
      // The next run is the stepper's.
      if (!this.#hasRoundingMode && exit === EXIT.cold) return EXIT.budget;
      if (exit === EXIT.learn) this.#learn();
      if (exit === EXIT.unchecked) {
        const stepped = this.#stepUnchecked(now);
        if (stepped !== EXIT.budget) return stepped;
        continue;
      }
      const goOn = exit === EXIT.hot || exit === EXIT.cold ||
        exit === EXIT.translated || exit === EXIT.learn;
      if (!goOn) return exit;
    }
  }

  runOne(retired: number, mode: TraceMode): Exit {
    const exit = this.#stepper.runOne(retired, mode);
    this.#unused = this.#stepper.unused;
    return exit;
  }

  addStop(address: bigint): void {
    this.#stops.add(address);
    this.#stepper.addStop(address);
  }

  removeStop(address: bigint): void {
    this.#stops.delete(address);
    this.#stepper.removeStop(address);
  }

  codeChanged(slot: number): void {
    this.#stepper.decoded.codeChanged(slot);
    this.#reader.forget();
    this.#units.dropSlot(slot);
  }

  /**
   * Whether frm holds a rounding mode: translated code does not ask. Where it holds another value,
   * each instruction that looks at it is illegal, which the stepper finds out.
   */
  get #hasRoundingMode(): boolean {
    const fcsr = this.#arena.words32[(STATE_START + STATE.fcsr) / 4] ?? 0;
    return fcsr >> FRM_SHIFT <= ROUNDING.nearestAway;
  }

  /** Translates code that got hot, if what was translated before was worth its while. */
  #translateHot(pc: number, retired: number): void {
    if (this.#translated <= FREELY_TRANSLATED + retired / RETIRED_PER_TRANSLATED) {
      this.#translate(pc);
    } else this.#stepper.decoded.cool(BigInt(pc));
  }

  /** Translates the region anew whose computed jumps often went elsewhere than it knows. */
  #learn(): void {
    const entry = this.#jumps.learn(this.#arena.words32[(STATE_START + STATE.jumps) / 4] ?? 0);
    if (entry === undefined) return;
    this.#units.dropAt(entry);
    this.#translate(entry);
  }

  /** Executes the access at pc, whose check failed, by itself. */
  #stepUnchecked(retired: number): Exit {
    const pc = this.#pc;
    let exit = this.#stepper.runOneProfiled(retired, this.#mode);
    // The stepper may not have been here before, or find that it is hot.
    if (exit === EXIT.hot || exit === EXIT.fetch && this.#stepper.fetch(BigInt(pc))) {
      exit = this.#stepper.runOne(retired, this.#mode);
    }
    this.#unused -= 1 - this.#stepper.unused;
    // What happens once, as touching a page or a fault, says nothing about the check.
    if (exit === EXIT.budget && this.#failures.note(pc, retired)) this.#units.dropSlot(slotOf(pc));
    return exit;
  }

  get #pc(): number {
    return Number(this.#arena.words64[(STATE_START + STATE.pc) / 8] ?? 0n);
  }

  /** Runs translated code where there is some for pc, and the stepper elsewhere. */
  #runSome(budget: number, retired: number): Exit {
    const pc = this.#pc;
    if (this.#eager && !this.#units.has(pc)) this.#translate(pc);
    if (this.#units.enter(pc)) return this.#runTranslated(budget, retired);
    const exit = this.#stepper.runProfiled(budget, retired, this.#mode);
    this.#unused = this.#stepper.unused;
    return exit;
  }

  #runTranslated(budget: number, retired: number): Exit {
    const { words32, words64 } = this.#arena;
    const fuel = budget - OVERSHOOT;
    words32[(STATE_START + STATE.faultAccess) / 4] = 0;
    words32[(STATE_START + STATE.exit) / 4] = EXIT.budget;
    words64[(STATE_START + STATE.retiredAtEnd) / 8] = BigInt(retired + fuel);
    const traceEnd = (words32[TRACE_NEXT] ?? 0) + fuel * TRACE.size;
    words32[TRACE_END] = traceEnd;
    const exit = this.#units.run(fuel);
    const fuelLeft = (words32[(STATE_START + STATE.unused) / 4] ?? 0) | 0;
    if (this.#mode === "instructions") words32[TRACE_NEXT] = traceEnd - fuelLeft * TRACE.size;
    this.#unused = fuelLeft + OVERSHOOT;
    return exit;
  }

  /**
   * Translates the region at an address, and those of what it calls, as one unit. Where nothing can
   * be mapped it leaves the fault to the stepper: such addresses may not even be exact as numbers.
   */
  #translate(entry: number): void {
    if (entry >= TRANSLATED_END || this.#reader.fetch(entry) === undefined) return;
    this.#reader.start();
    const regions = regionsFrom(entry, this.#code);
    this.#translated += regions.reduce((sum, { size }) => sum + size, 0);
    const imports = regions.some(hasFloat)
      ? [...SUPPORT_IMPORTS, ...floatSupport().imports]
      : SUPPORT_IMPORTS;
    const indexOf = new Map(
      regions.map((region, index) => [region.entry, imports.length + index]),
    );
    const calleeAt = (address: number): Callee => {
      const index = indexOf.get(address);
      return index === undefined
        ? { kind: "table", position: this.#units.reserve(address) }
        : { kind: "function", index };
    };
    const functions = regions.map((region) => ({
      ...emitRegion(region, {
        mode: this.#mode,
        calleeAt,
        allocateJumps: () => this.#jumps.allocate(region.entry),
        allocateRange: () => this.#arena.allocateRange(),
        cautionAt: this.#arena.rangesLeft < MOST_RANGES
          ? () => CAUTION.single
          : (address) => this.#failures.cautionAt(address),
      }),
      exportName: String(region.entry),
    }));
    const bytes = moduleBytes(functions, { imports, table: REGION_SIGNATURE });
    const module = new WebAssembly.Module(bytes);
    const env = imports === SUPPORT_IMPORTS ? this.#units.imports : {
      ...this.#units.imports,
      // The instance's module is ours: it exports functions only.
      ...this.#arena.instance(floatSupport().module).exports as WebAssembly.ModuleImports,
    };
    const { exports } = new WebAssembly.Instance(module, { env });
    this.#units.add(regions, exports, this.#reader.slots);
  }
}

/** Whether the code of a region calls functions of float/. */
const hasFloat = ({ blocks }: Region): boolean =>
  [...blocks.values()].some(({ instructions }) =>
    instructions.some(({ encoding }) => effectsOf(encoding).callsFloatFunctions)
  );
