// SPDX-License-Identifier: MPL-2.0
// The engine that translates hot code to WebAssembly. Cold code runs in the stepper, which reports
// when a loop or function gets warm; it is then made of templates. What takes much time after that
// is optimised: the region of its code, along with those of the functions that it calls directly.
// Translations are dropped when their code changes, when a stop is set in it, and when tracing is
// switched on or off. The last instructions before a limit are left to the stepper.

import type { MemoryChecks } from "../engine/checks.ts";
import type { CodeCounting, ExecutionCounting } from "../engine/counting.ts";
import type { Arena } from "../memory/arena.ts";
import {
  type CodeRange,
  type Engine,
  EXIT,
  type Exit,
  MIN_BUDGET,
  OVERSHOOT,
  SAMPLE,
  type TraceMode,
  type WatchedAccesses,
} from "../engine/engine.ts";
import { FRM_SHIFT, ROUNDING } from "../float/format.ts";
import {
  RANGE,
  slotOfNumber,
  STATE,
  STATE_START,
  TRACE,
  TRACE_BUFFER,
  TRACE_CAPACITY,
} from "../memory/layout.ts";
import type { CodeListener, PageTable } from "../memory/page_table.ts";
import { Stepper } from "../stepper/stepper.ts";
import { effectsOf } from "../semantics/effects.ts";
import { moduleBytes } from "../wasm/module.ts";
import { CAUTION } from "./regions/access_groups.ts";
import { REGION_SIGNATURE, supportCode } from "./emit/calling.ts";
import { CheckFailures } from "./check_failures.ts";
import type { CodeMemory } from "./emit/code_memory.ts";
import { CodeReader } from "./code_reader.ts";
import { emitRegion } from "./emit/region.ts";
import { floatSupport } from "./emit/float_support.ts";
import { FunctionTable } from "./emit/function_table.ts";
import { JumpTargets } from "./jump_targets.ts";
import { MAX_REGION_SIZE, type Region, TRANSLATED_END } from "./regions/region.ts";
import type { Callee } from "./emit/region_code.ts";
import { MAX_FUNCTION_SIZE } from "./templates/function_finder.ts";
import { StopSites } from "./stop_sites.ts";
import type { TemplateFunction } from "./templates/template_table.ts";
import { Templates } from "./templates/templates.ts";
import { type KnownCode, MAX_UNIT_REGIONS, regionsFrom } from "./unit_regions.ts";
import { UnitTable } from "./unit_table.ts";

/** Which kinds of code the translator makes: templates, optimised code, or first one, then the other. */
export type Tiers = "templates" | "optimised" | "both";

if (Math.max(MAX_REGION_SIZE, MAX_FUNCTION_SIZE) >= OVERSHOOT) {
  throw new RangeError("Cannot run such large functions: they notice too late that fuel is gone");
}
/** This many instructions are translated as soon as they are hot. */
const FREE_TRANSLATIONS = 3000;
/**
 * After that, translation is rationed to one instruction per this many retired, so that code that is
 * hot only briefly does not stall the program.
 */
const RETIRED_PER_TRANSLATED = 500;
/**
 * Where templates run until then, a unit is optimised after so many executions of each of its
 * instructions: by then it has taken about as long as optimising takes. A small one, most likely a
 * loop, gains much more than one with many calls.
 */
const PROMOTION = { small: 50_000, large: 250_000 } as const;
const MAX_SMALL_SIZE = 150;
/** The first unit must have run for longer, as the optimising code is slow until it is warm. */
const FIRST_PROMOTION = 20_000_000;
/**
 * FREE_OPTIMISED instructions are optimised as soon as they are worth it, all that a program of a few
 * loops needs; the others are rationed to one per RETIRED_PER_OPTIMISED, so that optimising takes at
 * most a tenth of the time.
 */
const FREE_OPTIMISED = 1500;
const RETIRED_PER_OPTIMISED = 400_000;
/**
 * With more addresses reserved in the function table, or a range table fuller than this, all code is
 * dropped when there is too much: what dropped code had there is free only when none is left.
 */
const MAX_RESERVED = 2 ** 18;
const MAX_RANGES_USED = RANGE.count / 2;
/**
 * A run ends early after translating code of this cost in bytes, which takes some ten milliseconds: a
 * slice may have thousands of hot loops, and the machine must be able to pause.
 */
const MAX_MADE = 2 ** 20;
/** The most entries of the range table for a unit: one per instruction, unrolled copies included. */
const MAX_UNIT_RANGES = MAX_UNIT_REGIONS * MAX_REGION_SIZE;

/** The same as SAMPLE while executions are counted: 16 bits count the events of a run. */
const COUNTED_SAMPLE = 2 ** 16 - 1;

const TRACE_NEXT = (STATE_START + STATE.traceNext) / 4;
const TRACE_END = (STATE_START + STATE.traceEnd) / 4;

/** Executes the instructions of one machine. */
export class Translator implements Engine, CodeListener {
  readonly #arena: Arena;
  readonly #eager: boolean;
  readonly #stepper: Stepper;
  readonly #reader: CodeReader;
  readonly #functions: FunctionTable;
  readonly #units: UnitTable;
  readonly #tiers: Tiers;
  readonly #translateAfter: number;
  readonly #memory: CodeMemory;
  readonly #checks: MemoryChecks | undefined;
  readonly #templates: Templates;
  readonly #stops: StopSites;
  /** The code that is recorded, and left to the stepper. */
  #recorded: readonly { readonly start: number; readonly end: number }[] = [];
  readonly #jumps: JumpTargets;
  readonly #failures = new CheckFailures();
  /** Input of region finding. */
  readonly #code: KnownCode;
  /** How many instructions have been translated in all. */
  #translated = 0;
  /** What the translated code records. */
  #mode: TraceMode = "off";
  #watched: WatchedAccesses | undefined;
  #counting: ExecutionCounting | undefined;
  #unused = 0;

  /**
   * With `eager`, all code is translated before it first runs; with both tiers, to templates, and
   * what a slice ends in is optimised. Before `translateAfter` instructions have retired, nothing is.
   */
  constructor(
    arena: Arena,
    pages: PageTable,
    { eager, tiers, translateAfter, memory, checks }: {
      eager: boolean;
      tiers: Tiers;
      translateAfter: number;
      memory: CodeMemory;
      checks: MemoryChecks | undefined;
    },
  ) {
    this.#arena = arena;
    this.#eager = eager;
    this.#tiers = tiers;
    this.#translateAfter = translateAfter;
    this.#memory = memory;
    this.#checks = checks;
    this.#stepper = new Stepper(arena, pages, checks);
    const { decoded } = this.#stepper;
    this.#reader = new CodeReader(arena, pages);
    this.#jumps = new JumpTargets(arena);
    this.#stops = new StopSites(arena);
    const hasStop = (address: number): boolean => this.#stops.has(address);
    this.#functions = new FunctionTable(arena, pages);
    this.#units = new UnitTable(
      this.#functions,
      pages,
      decoded,
      memory,
      (address) => this.#templates.table.restore(address),
      () => {
        arena.releaseRanges();
        this.#jumps.release();
      },
    );
    this.#templates = new Templates({
      arena,
      decoded,
      functions: this.#functions,
      memory,
      isOptimised: (address) => this.#units.has(address),
      hasStop,
      isRecorded: (address) => this.#isRecorded(address),
      eager,
      counting: () => this.#countingCode,
      checks,
    });
    this.#code = {
      fetch: (address) => this.#isRecorded(address) ? undefined : this.#reader.fetch(address),
      hasRun: (address) => decoded.isDecoded(address),
      isTranslated: (address) => this.#units.has(address),
      isWorthwhile: (address) => this.#isWorthwhile(address),
      targetsOf: (jump) => this.#jumps.targetsOf(jump),
      boundaryAfter: (address) => this.#countingCode?.functionEnd(address) ?? Infinity,
      hasStop,
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

  run(budget: number, retired: number, mode: TraceMode, passing: boolean): Exit {
    if (budget <= MIN_BUDGET || !this.#hasRoundingMode) {
      return this.#runStepper(
        budget,
        mode,
        (budget, recorded) => this.#stepper.run(budget, retired, recorded, passing),
      );
    }
    if (mode !== this.#mode) {
      this.#dropAll();
      this.#mode = mode;
    }
    this.#boundMemory(retired);
    for (const address of this.#stops.removeIdle(retired)) this.#dropContaining(address);
    this.#unused = budget;
    const madeAtEnd = this.#memory.made + MAX_MADE;
    let passingAt = passing ? budget : undefined;
    for (;;) {
      // Need not be exact: the machine grants another slice.
      if (this.#unused <= MIN_BUDGET || this.#memory.made > madeAtEnd) return EXIT.budget;
      if (mode === "watched" && this.#roomForRecords < MIN_BUDGET) return EXIT.budget;
      const passes = this.#unused === passingAt;
      const exit = this.#runSome(this.#unused, retired + budget - this.#unused, passes);
      const now = retired + budget - this.#unused;
      switch (exit) {
        case EXIT.budget:
          this.#noteUse();
          this.#sample(now);
          break;
        case EXIT.hot:
          this.#translateHot(this.#pc, now);
          break;
        case EXIT.learn:
          this.#learn(now);
          break;
        case EXIT.fetch:
          if (!this.#stepper.fetch(this.#address)) return exit;
          break;
        case EXIT.unchecked:
        case EXIT.interpret: {
          const stepped = this.#stepUnchecked(now, exit);
          if (stepped !== EXIT.budget) return stepped;
          break;
        }
        case EXIT.cold:
        case EXIT.translated:
          break;
        case EXIT.stop:
          if (!this.#stops.isIdle(this.#pc) || this.#isRecorded(this.#pc)) return exit;
          passingAt = this.#unused;
          break;
        default:
          return exit;
      }
      // The next run is left to the stepper.
      if (!this.#hasRoundingMode) return EXIT.budget;
    }
  }

  watch(accesses: WatchedAccesses | undefined): void {
    this.#dropAll();
    this.#watched = accesses;
  }

  readonly countWith = (counting: ExecutionCounting | undefined): void => {
    this.#dropAll();
    this.#counting = counting;
  };

  /**
   * Lets the stepper run, and notes how much of the budget is unused. While executions are counted, it
   * writes records, and those are counted.
   */
  #runStepper(
    budget: number,
    mode: TraceMode,
    run: (budget: number, recorded: TraceMode) => Exit,
  ): Exit {
    if (mode === "watched") {
      // Records are few, as the accesses that translated code leaves, and those of cold code.
      const granted = Math.min(budget, this.#roomForRecords);
      const exit = run(granted, "memory");
      this.#unused = this.#stepper.unused + budget - granted;
      return exit;
    }
    if (mode !== "counts") {
      const exit = run(budget, mode);
      this.#unused = this.#stepper.unused;
      this.#templates.ration.noteStepped(budget - this.#unused);
      return exit;
    }
    const granted = Math.min(budget, TRACE_CAPACITY - 1);
    this.#counting?.beginRecords();
    const exit = run(granted, "instructions");
    this.#counting?.takeRecords();
    this.#unused = this.#stepper.unused + budget - granted;
    this.#templates.ration.noteStepped(budget - this.#unused);
    return exit;
  }

  addStop(address: bigint): void {
    this.#stepper.addStop(address);
    const site = this.#stops.add(address);
    if (site !== undefined) this.#dropContaining(site);
  }

  removeStop(address: bigint): void {
    this.#stepper.removeStop(address);
    this.#stops.remove(address);
  }

  codeChanged(slot: number): void {
    this.#stepper.decoded.codeChanged(slot);
    this.#reader.forget();
    this.#units.dropSlot(slot);
    this.#templates.table.dropSlot(slot);
  }

  /**
   * Whether frm holds a valid rounding mode, which translated code relies on. Otherwise
   * instructions that use frm are illegal, and the stepper handles that.
   */
  get #hasRoundingMode(): boolean {
    const fcsr = this.#arena.words32[(STATE_START + STATE.fcsr) / 4] ?? 0;
    return fcsr >> FRM_SHIFT <= ROUNDING.nearestAway;
  }

  /** Translates hot code, unless too much has been translated for the time the program has run. */
  #translateHot(pc: number, retired: number): void {
    if (this.#units.has(pc) || this.#templates.table.at(pc) !== undefined) {
      // A stop keeps the stepper from seeing that.
      return this.#stepper.decoded.heat(pc, 0);
    }
    if (retired < this.#translateAfter) return this.#stepper.decoded.heat(pc, 0);
    this.#boundMemory(retired);
    if (pc >= TRANSLATED_END || this.#isRecorded(pc) || !this.#memory.allows(retired)) {
      return this.#stepper.decoded.heat(pc, 0);
    }
    if (this.#usesTemplates) {
      this.#templates.noteHot(pc);
    } else if (this.#mayOptimise(retired)) {
      this.#translate(pc);
    } else this.#stepper.decoded.heat(pc, 0);
  }

  recordWithin(ranges: readonly CodeRange[]): void {
    this.#dropAll();
    this.#stops.clearTable();
    this.#recorded = ranges.map(({ start, end }) => ({ start: Number(start), end: Number(end) }));
    const isRecorded = (address: number): boolean => this.#isRecorded(address);
    this.#stepper.decoded.stopAtRecorded(ranges.length > 0 ? isRecorded : undefined);
  }

  runRecording(budget: number, retired: number): Exit {
    const passes = (STATE_START + STATE.passesUncounted) / 4;
    const isCounted = this.#stops.isCounted(this.#pc);
    this.#arena.words32[passes] = 1;
    let exit = this.#stepper.run(budget, retired, "instructions", isCounted);
    const left = this.#stepper.unused;
    if (isCounted && exit === EXIT.budget && left > 0) {
      exit = this.#stepper.run(left, retired + budget - left, "instructions", false);
    }
    this.#arena.words32[passes] = 0;
    this.#unused = this.#stepper.unused;
    return exit;
  }

  #isRecorded(address: number): boolean {
    if (this.#recorded.length === 0) return false;
    return this.#recorded.some(({ start, end }) => start <= address && address < end);
  }

  #dropContaining(address: number): void {
    this.#units.dropContaining(address);
    this.#templates.table.dropContaining(address);
  }

  #dropAll(): void {
    this.#templates.table.dropAll();
    this.#units.dropAll();
  }

  /** Drops code when there is too much, what is used least first. None may be running. */
  #boundMemory(retired: number): void {
    if (this.#counting?.isFull === true) {
      this.#dropAll();
      this.#functions.reset();
      this.#counting.reset();
    }
    if (!this.#memory.isFull) return;
    const cold = this.#memory.coldest();
    this.#templates.table.dropModules(cold);
    this.#units.dropModules(cold);
    const isCluttered = this.#functions.reserved > MAX_RESERVED ||
      this.#arena.rangesUsed > MAX_RANGES_USED;
    if (isCluttered) this.#dropAll();
    if (this.#memory.isEmpty) this.#functions.reset();
    this.#memory.noteDrop(retired);
  }

  /** Whether little enough has been optimised for the time the program has run. */
  #mayOptimise(retired: number): boolean {
    if (this.#eager) return true;
    if (!this.#memory.allows(retired)) return false;
    if (this.#usesTemplates) {
      return this.#translated <= FREE_OPTIMISED + retired / RETIRED_PER_OPTIMISED;
    }
    return this.#translated <= FREE_TRANSLATIONS + retired / RETIRED_PER_TRANSLATED;
  }

  /** Whether to optimise a function along with one that calls it. */
  #isWorthwhile(address: number): boolean {
    if (this.#tiers !== "both" || !this.#usesTemplates) return true;
    const code = this.#templates.table.at(address);
    return code !== undefined && 4 * code.samples * this.#sampleSize >= PROMOTION.small * code.size;
  }

  /** Notes which code a slice has ended in, besides that in which the next one begins. */
  #noteUse(): void {
    const entered = Number(this.#arena.words64[(STATE_START + STATE.entered) / 8]);
    if (!this.#units.noteUse(entered)) this.#templates.table.noteUse(entered);
  }

  /** Notes which function of templates a slice has ended in; optimises it if it takes much time. */
  #sample(retired: number): void {
    if (this.#tiers !== "both") return;
    const pc = this.#pc;
    const code = this.#templates.table.at(pc);
    if (code === undefined || this.#units.has(pc)) return;
    // Optimised code is left at any block, but entered at few.
    this.#units.noteUse(code.entry);
    code.samples++;
    if (!this.#isWorthOptimising(code.samples, code.cost) || !this.#mayOptimise(retired)) return;
    // Code that goes on running although its entry is optimised is in a loop that does not end.
    this.#translate(this.#units.has(code.entry) ? pc : code.entry, code);
  }

  /** Whether code in which so many slices have ended is worth optimising, as `size` instructions. */
  #isWorthOptimising(samples: number, size: number): boolean {
    if (this.#eager) return true;
    const executions = size <= MAX_SMALL_SIZE ? PROMOTION.small : PROMOTION.large;
    const extra = this.#translated === 0 ? FIRST_PROMOTION : 0;
    return samples * this.#sampleSize >= executions * size + extra;
  }

  /**
   * Translates a region again, because its computed jumps keep going to targets it does not know.
   */
  #learn(retired: number): void {
    if (!this.#mayOptimise(retired)) return;
    const entry = this.#jumps.learn(this.#arena.words32[(STATE_START + STATE.jumps) / 4] ?? 0);
    if (entry === undefined) return;
    this.#units.dropAt(entry);
    this.#translate(entry);
  }

  /** Lets the stepper execute the access at pc, whose check failed. */
  #stepUnchecked(retired: number, reason: Exit): Exit {
    const pc = this.#pc;
    const before = this.#unused;
    const exit = this.#runStepper(1, this.#mode, (_, recorded) => {
      const exit = this.#stepper.runOneProfiled(retired, recorded);
      // The stepper may not have decoded it yet, or find that it is hot.
      if (exit !== EXIT.hot && !(exit === EXIT.fetch && this.#stepper.fetch(BigInt(pc)))) {
        return exit;
      }
      return this.#stepper.runOne(retired, recorded);
    });
    this.#unused = before - 1 + this.#stepper.unused;
    // A fault, or touching a page, happens only once and says nothing about the check.
    if (exit !== EXIT.budget) return exit;
    // A watched access says nothing about a check.
    if (reason === EXIT.interpret) {
      if (this.#mode !== "watched") this.#templates.noteFailure(pc);
    } else if (this.#failures.note(pc, retired)) this.#units.dropSlot(slotOfNumber(pc));
    return exit;
  }

  /** How many records still fit into the trace buffer, but one. */
  get #roomForRecords(): number {
    const used = (this.#arena.words32[TRACE_NEXT] ?? 0) - TRACE_BUFFER;
    return TRACE_CAPACITY - 1 - used / TRACE.size;
  }

  get #address(): bigint {
    return this.#arena.words64[(STATE_START + STATE.pc) / 8] ?? 0n;
  }

  /** What counts executions, if anything does. */
  get #countingCode(): CodeCounting | undefined {
    return this.#mode === "counts" ? this.#counting?.code : undefined;
  }

  get #pc(): number {
    return Number(this.#address);
  }

  /** Whether code is made of templates first. */
  get #usesTemplates(): boolean {
    // Templates write no trace.
    return this.#tiers !== "optimised" && (this.#mode === "off" || this.#mode === "counts");
  }

  /** Runs translated code if there is some for pc, otherwise the stepper. */
  #runSome(budget: number, retired: number, passing: boolean): Exit {
    const pc = this.#pc;
    if (this.#eager) this.#translateEagerly(pc, retired);
    // Checked code relies on registers without undefined bits.
    const isFit = this.#arena.shadow?.isTainted !== true;
    if (isFit && (this.#units.enter(pc) || this.#templates.table.enter(pc))) {
      return this.#runTranslated(budget, retired, passing);
    }
    if (passing) {
      const exit = this.#runStepper(
        1,
        this.#mode,
        (_, recorded) => this.#stepper.runOneProfiled(retired, recorded),
      );
      this.#unused += budget - 1;
      return exit;
    }
    return this.#runStepper(
      budget,
      this.#mode,
      (budget, recorded) => this.#stepper.runProfiled(budget, retired, recorded),
    );
  }

  /** How many instructions translated code executes at most before it returns. */
  get #sampleSize(): number {
    return this.#mode === "counts" ? COUNTED_SAMPLE : SAMPLE;
  }

  #translateEagerly(pc: number, retired: number): void {
    if (this.#isRecorded(pc)) return;
    this.#boundMemory(retired);
    if (this.#units.has(pc) || this.#templates.table.at(pc) !== undefined) return;
    if (!this.#usesTemplates) this.#translate(pc);
    else if (pc < TRANSLATED_END && pc % 2 === 0) this.#templates.translate([pc]);
  }

  #runTranslated(budget: number, retired: number, passing: boolean): Exit {
    const { words32, words64 } = this.#arena;
    const isSampled = this.#usesTemplates || this.#mode === "counts";
    const later = isSampled ? Math.max(0, budget - this.#sampleSize) : 0;
    const fuel = budget - later - OVERSHOOT;
    words32[(STATE_START + STATE.faultAccess) / 4] = 0;
    words32[(STATE_START + STATE.exit) / 4] = EXIT.budget;
    words32[(STATE_START + STATE.passesStop) / 4] = passing ? 1 : 0;
    words64[(STATE_START + STATE.retiredAtEnd) / 8] = BigInt(retired + fuel);
    const traceEnd = (words32[TRACE_NEXT] ?? 0) + fuel * TRACE.size;
    words32[TRACE_END] = traceEnd;
    const counting = this.#mode === "counts" ? this.#counting : undefined;
    counting?.begin(fuel);
    const exit = this.#functions.run(fuel);
    const fuelLeft = (words32[(STATE_START + STATE.unused) / 4] ?? 0) | 0;
    counting?.end(fuelLeft);
    if (this.#mode === "instructions") words32[TRACE_NEXT] = traceEnd - fuelLeft * TRACE.size;
    this.#unused = fuelLeft + OVERSHOOT + later;
    this.#templates.ration.noteRan(budget - this.#unused);
    return exit;
  }

  /** How many slices have ended in the templates of regions. */
  #samplesOf(regions: readonly Region[]): number {
    const codes = new Set(regions.map(({ entry }) => this.#templates.table.at(entry)));
    return [...codes].reduce((sum, code) => sum + (code?.samples ?? 0), 0);
  }

  /**
   * Translates the region at an address, and those of the functions it calls, as one unit. If
   * nothing can be mapped there, it leaves the fault to the stepper; such an address may not even
   * be exact as a number. Nor does it translate what turns out to be too large for how long `code`
   * has run, the templates there.
   */
  #translate(entry: number, code?: TemplateFunction): void {
    if (entry >= TRANSLATED_END || this.#reader.fetch(entry) === undefined) return;
    this.#reader.start();
    const regions = regionsFrom(entry, this.#code);
    const size = regions.reduce((sum, region) => sum + region.size, 0);
    if (code !== undefined) {
      const isWorthIt = this.#isWorthOptimising(this.#samplesOf(regions), size);
      code.cost = size;
      if (!isWorthIt) return;
      // What goes on running as templates is in a loop that was entered before; it starts over.
      code.samples = 0;
    }
    this.#translated += size;
    const counting = this.#countingCode;
    // Counting functions come after those of float/.
    const callsFloat = counting !== undefined || regions.some(hasFloat);
    const imports = [
      ...(callsFloat ? floatSupport().imports : supportCode().imports),
      ...(counting?.imports ?? []),
    ];
    const indexOf = new Map(
      regions.map((region, index) => [region.entry, imports.length + index]),
    );
    const calleeAt = (address: number): Callee => {
      const index = indexOf.get(address);
      return index === undefined
        ? { kind: "table", position: this.#functions.reserve(address) }
        : { kind: "function", index };
    };
    const functions = regions.map((region) => ({
      ...emitRegion(region, {
        mode: this.#mode,
        counting,
        checks: this.#checks,
        watched: this.#mode === "watched" ? this.#watched : undefined,
        calleeAt,
        allocateJumps: () => this.#jumps.allocate(region.entry),
        allocateRange: () => this.#arena.allocateRange(),
        cautionAt: this.#arena.rangesLeft < MAX_UNIT_RANGES
          ? () => CAUTION.single
          : (address) => this.#failures.cautionAt(address),
      }),
      exportName: String(region.entry),
    }));
    const bytes = moduleBytes(functions, {
      imports,
      table: REGION_SIGNATURE,
      planes: this.#checks?.planes ?? [],
    });
    const module = new WebAssembly.Module(bytes);
    const env = { ...this.#functions.imports(callsFloat), ...counting?.functions };
    const { exports } = new WebAssembly.Instance(module, { env });
    this.#units.add(regions, exports, this.#reader.slots, bytes.length);
  }
}

/** Whether the code of a region calls functions of float/. */
const hasFloat = ({ blocks }: Region): boolean =>
  [...blocks.values()].some(({ instructions }) =>
    instructions.some(({ encoding }) => effectsOf(encoding).callsFloatFunctions)
  );
