// SPDX-License-Identifier: MPL-2.0
// The engine that translates hot code to WebAssembly. Cold code runs in the stepper, which says when
// a loop or function got hot; its region is then translated, together with those of the functions
// it calls directly. Translations are dropped when a page they come from changes, and when tracing is
// switched on or off. Runs with breakpoints or probes, and the last instructions before a limit, are
// the stepper's.

import type { Arena } from "../arena.ts";
import { decode, type Instruction } from "../encoding.ts";
import { type Engine, EXIT, type Exit, type TraceMode } from "../engine.ts";
import { FRM_SHIFT, ROUNDING } from "../float/format.ts";
import { instructionLength } from "../isa.ts";
import { DISPATCH, OWNER, PAGE_SIZE, SLOT_COUNT, STATE, STATE_START, TRACE } from "../layout.ts";
import type { CodeListener, Memory } from "../memory.ts";
import { Stepper } from "../stepper/stepper.ts";
import { moduleBytes } from "../wasm/module.ts";
import { CAUTION, type Caution } from "./access_groups.ts";
import { entryOffset, REGION_SIGNATURE, SUPPORT_FUNCTIONS, SUPPORT_IMPORTS } from "./calling.ts";
import { DISPATCHER_EXPORTS, dispatcherModule } from "./dispatcher.ts";
import { emitRegion } from "./emit_region.ts";
import { floatSupport } from "./float_support.ts";
import { JumpTargets } from "./jump_targets.ts";
import {
  type Fetch,
  findRegion,
  HUB,
  LARGEST_REGION,
  type Region,
  TRANSLATED_END,
} from "./region.ts";
import type { Callee } from "./region_code.ts";

/** Instructions that can retire after the fuel is gone, before translated code notices. */
const OVERSHOOT = LARGEST_REGION + 1;
/** With less than that to run, the stepper does it. */
const WORTH_ENTERING = 2 * OVERSHOOT;
/**
 * Failures of a check after which its code is translated again, more carefully, where they came within so
 * many instructions: those that come seldom cost less than translating.
 */
const FAILURES_ALLOWED = 200;
const FAILURES_WITHIN = 50_000_000;
/**
 * So much is translated as soon as it is hot; then a program must have run on for a while before there
 * is more, so that one with much code that is hot for a short time is not held up for long.
 */
const FREELY_TRANSLATED = 3000;
const RETIRED_PER_TRANSLATED = 500;
/** The most instructions of a function that becomes part of the regions that call it. */
const LARGEST_INLINED = 40;
/** The most functions translated at once. */
const LARGEST_UNIT = 16;
/** The most entries of the table of ranges that they take: one for each instruction, unrolled. */
const MOST_RANGES = LARGEST_UNIT * LARGEST_REGION;
const FIRST_POSITION = 1;

const TRACE_NEXT = (STATE_START + STATE.traceNext) / 4;
const TRACE_END = (STATE_START + STATE.traceEnd) / 4;

type RunFunction = (fuel: number) => Exit;

/** Checks of one access that failed where nothing was wrong. */
interface Failures {
  /** How many there were since so many instructions had retired. */
  count: number;
  since: number;
  /** How careful the code is since. */
  caution: Caution;
}

/** A way into a translated function. */
interface Entry {
  readonly address: number;
  /** Where the function stands in the function table for that address. */
  readonly position: number;
  /** The address that its region starts at. */
  readonly region: number;
}

/** Functions that were translated at once, and call each other directly. */
interface Unit {
  readonly entries: readonly Entry[];
  /** The slots of the pages that the code comes from. */
  readonly slots: ReadonlySet<number>;
}

/** The dispatcher's instance and what units import from it. */
interface Runtime {
  readonly table: WebAssembly.Table;
  readonly run: RunFunction;
  readonly giveUp: CallableFunction;
  readonly imports: WebAssembly.ModuleImports;
}

let dispatcher: WebAssembly.Module | undefined;

function makeRuntime(memory: WebAssembly.Memory, resolve: CallableFunction): Runtime {
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 1024 });
  dispatcher ??= new WebAssembly.Module(dispatcherModule());
  const { exports } = new WebAssembly.Instance(dispatcher, { env: { memory, table, resolve } });
  const imports: WebAssembly.ModuleImports = { memory, table };
  for (const { name } of SUPPORT_FUNCTIONS) imports[name] = exports[name] ?? 0;
  // The module is ours: it exports these.
  const run = exports[DISPATCHER_EXPORTS.run] as RunFunction;
  const giveUp = exports[DISPATCHER_EXPORTS.giveUp] as CallableFunction;
  table.set(0, giveUp);
  return { table, run, giveUp, imports };
}

/** Executes the instructions of one machine. */
export class Translator implements Engine, CodeListener {
  readonly #arena: Arena;
  readonly #memory: Memory;
  readonly #eager: boolean;
  readonly #stepper: Stepper;
  /** What all units share; made when there is something to translate. */
  #runtime: Runtime | undefined;
  /** Positions in the function table of addresses that are called or translated. */
  readonly #positions = new Map<number, number>();
  readonly #units = new Map<number, Unit>();
  readonly #unitsBySlot = new Map<number, Set<Unit>>();
  readonly #stops = new Set<bigint>();
  /** The slots of the pages that the code being translated comes from, what it ends at included. */
  readonly #fetchedSlots = new Set<number>();
  /** Which functions become part of the code being translated, by their addresses. */
  readonly #inlined = new Map<number, boolean>();
  readonly #jumps: JumpTargets;
  /** Checks that failed where nothing was wrong, by the address of the access that made them. */
  readonly #failures = new Map<number, Failures>();
  /** Instructions as they were last decoded, by address; emptied when code changes. */
  readonly #instructions = new Map<number, Instruction | "illegal">();
  /** How many instructions were translated, each time that they were. */
  #translated = 0;
  /** What the translated code records. */
  #mode: TraceMode = "off";
  #nextPosition = FIRST_POSITION;
  #unused = 0;

  /** With `eager`, code is translated before it first runs. */
  constructor(arena: Arena, memory: Memory, { eager }: { eager: boolean }) {
    this.#arena = arena;
    this.#eager = eager;
    this.#memory = memory;
    this.#stepper = new Stepper(arena, memory);
    this.#jumps = new JumpTargets(arena);
    memory.codeListener = this;
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
      for (const slot of [...this.#unitsBySlot.keys()]) this.#dropSlot(slot);
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
    this.#instructions.clear();
    this.#dropSlot(slot);
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
    this.#dropUnit(this.#units.get(entry));
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
    if (exit === EXIT.budget) this.#noteFailure(pc, retired);
    return exit;
  }

  /** Counts the failures of a check that asked for more than there was a need for. */
  #noteFailure(pc: number, retired: number): void {
    const failure = this.#failures.get(pc) ?? { count: 0, since: retired, caution: CAUTION.frame };
    this.#failures.set(pc, failure);
    failure.count++;
    if (failure.count < FAILURES_ALLOWED || failure.caution === CAUTION.single) return;
    const isOften = retired - failure.since < FAILURES_WITHIN;
    failure.count = 0;
    failure.since = retired;
    if (!isOften) return;
    failure.caution = failure.caution === CAUTION.frame ? CAUTION.group : CAUTION.single;
    this.#dropSlot(slotOf(pc));
  }

  /** See `RESOLVE`. */
  readonly #resolve = (low: number, high: number, rights: number): number => {
    const address = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    const mayRead = (rights & OWNER.read) === 0 || this.#memory.resolve(address, "read");
    const mayWrite = (rights & OWNER.write) === 0 || this.#memory.resolve(address, "write");
    return mayRead && mayWrite ? 1 : 0;
  };

  get #shared(): Runtime {
    return this.#runtime ??= makeRuntime(this.#arena.memory, this.#resolve);
  }

  get #pc(): number {
    return Number(this.#arena.words64[(STATE_START + STATE.pc) / 8] ?? 0n);
  }

  /** Runs translated code where there is some for pc, and the stepper elsewhere. */
  #runSome(budget: number, retired: number): Exit {
    const pc = this.#pc;
    if (this.#eager && !this.#units.has(pc)) this.#translate(pc);
    if (this.#positionFor(pc) !== undefined) return this.#runTranslated(budget, retired);
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
    const exit = this.#shared.run(fuel);
    const fuelLeft = (words32[(STATE_START + STATE.unused) / 4] ?? 0) | 0;
    if (this.#mode === "instructions") words32[TRACE_NEXT] = traceEnd - fuelLeft * TRACE.size;
    this.#unused = fuelLeft + OVERSHOOT;
    return exit;
  }

  /** The position of the translated code for an address, which then is in the dispatch table. */
  #positionFor(address: number): number | undefined {
    if (!this.#units.has(address)) return undefined;
    const position = this.#positions.get(address);
    if (position !== undefined) this.#enterDispatch(address, position);
    return position;
  }

  #enterDispatch(address: number, position: number): void {
    const { words32 } = this.#arena;
    const entry = entryOffset(address) / 4;
    words32[entry + DISPATCH.pc / 4] = address % 2 ** 32;
    words32[entry + DISPATCH.pc / 4 + 1] = Math.floor(address / 2 ** 32);
    words32[entry + DISPATCH.position / 4] = position;
  }

  #leaveDispatch(address: number): void {
    const { words32 } = this.#arena;
    const entry = entryOffset(address) / 4;
    const isHere = words32[entry] === address % 2 ** 32 &&
      words32[entry + 1] === Math.floor(address / 2 ** 32);
    if (isHere) words32.fill(0, entry, entry + DISPATCH.size / 4);
  }

  /** The place in the function table kept for an address. */
  #reserve(address: number): number {
    let position = this.#positions.get(address);
    if (position === undefined) {
      const { table, giveUp } = this.#shared;
      position = this.#nextPosition++;
      if (position >= table.length) table.grow(table.length);
      table.set(position, giveUp);
      this.#positions.set(address, position);
    }
    return position;
  }

  readonly #fetchInstruction: Fetch = (address) => {
    const known = this.#instructions.get(address);
    const isAtPageEnd = address % PAGE_SIZE === PAGE_SIZE - 2;
    if (known !== undefined && !isAtPageEnd) {
      this.#fetchedSlots.add(slotOf(address));
      return known;
    }
    const pc = BigInt(address);
    if (!this.#memory.isReady(pc, "execute")) return undefined;
    this.#fetchedSlots.add(slotOf(address));
    const at = (address % 2 ** 32) / 2;
    const low = this.#arena.words16[at] ?? 0;
    const isShort = instructionLength(low) === 2;
    if (!isShort && isAtPageEnd) {
      if (!this.#memory.isReady(pc + 2n, "execute")) return undefined;
      this.#fetchedSlots.add(slotOf(address + 2));
    }
    if (known !== undefined) return known;
    const word = isShort ? low : low | ((this.#arena.words16[at + 1] ?? 0) << 16);
    const instruction = decode(word) ?? "illegal";
    this.#instructions.set(address, instruction);
    return instruction;
  };

  /**
   * Translates the region at an address, and those of what it calls, as one unit. Where nothing can
   * be mapped it leaves the fault to the stepper: such addresses may not even be exact as numbers.
   */
  #translate(entry: number): void {
    if (entry >= TRANSLATED_END || this.#fetchInstruction(entry) === undefined) return;
    this.#fetchedSlots.clear();
    this.#inlined.clear();
    const regions = this.#regionsFrom(entry);
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
        ? { kind: "table", position: this.#reserve(address) }
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
          : (address) => this.#failures.get(address)?.caution ?? CAUTION.frame,
      }),
      exportName: String(region.entry),
    }));
    const bytes = moduleBytes(functions, { imports, table: REGION_SIGNATURE });
    const module = new WebAssembly.Module(bytes);
    const env = imports === SUPPORT_IMPORTS ? this.#shared.imports : {
      ...this.#shared.imports,
      // The instance's module is ours: it exports functions only.
      ...this.#arena.instance(floatSupport().module).exports as WebAssembly.ModuleImports,
    };
    const { exports } = new WebAssembly.Instance(module, { env });
    const unit: Unit = {
      entries: regions.flatMap((region) =>
        entriesOf(region).map((address) => ({
          address,
          position: this.#reserve(address),
          region: region.entry,
        }))
      ),
      slots: new Set(this.#fetchedSlots),
    };
    for (const { address, position, region } of unit.entries) {
      this.#shared.table.set(position, exports[String(region)] as CallableFunction);
      this.#units.set(address, unit);
      this.#enterDispatch(address, position);
      this.#stepper.decoded.addTranslated(BigInt(address));
    }
    for (const slot of unit.slots) {
      this.#memory.markDecoded(slot);
      const units = this.#unitsBySlot.get(slot) ?? new Set();
      this.#unitsBySlot.set(slot, units.add(unit));
    }
  }

  /** The region at an address, and those of functions called from it that have run before. */
  #regionsFrom(entry: number): Region[] {
    const regions: Region[] = [];
    const pending = [entry];
    const seen = new Set(pending);
    let size = 0;
    for (const address of pending) {
      const region = this.#region(address);
      size += region.size;
      if (regions.length > 0 && size > LARGEST_REGION) break;
      regions.push(region);
      for (const { end } of region.blocks.values()) {
        if (end.kind !== "call" || end.to === undefined || seen.has(end.to)) continue;
        if (pending.length === LARGEST_UNIT || this.#units.has(end.to)) continue;
        if (!this.#stepper.decoded.isDecoded(BigInt(end.to))) continue;
        seen.add(end.to);
        pending.push(end.to);
      }
    }
    return regions;
  }

  /**
   * The region at an address. One that is too large to be whole stops at translated code instead of
   * translating it again: a loop of many blocks would be translated once from each of them.
   */
  #region(entry: number): Region {
    const targetsOf = (jump: number) => this.#jumps.targetsOf(jump);
    const isInlined = this.#isInlined;
    const region = findRegion(entry, this.#fetchInstruction, { isInlined, targetsOf });
    if (region.isWhole) return region;
    return findRegion(entry, this.#fetchInstruction, {
      targetsOf,
      isBorder: (address) => address !== entry && this.#units.has(address),
    });
  }

  /** Whether a function is small enough to become part of the regions that call it. */
  readonly #isInlined = (callee: number): boolean => {
    let answer = this.#inlined.get(callee);
    if (answer === undefined) this.#inlined.set(callee, answer = this.#isSmall(callee));
    return answer;
  };

  #isSmall(callee: number): boolean {
    if (!this.#stepper.decoded.isDecoded(BigInt(callee))) return false;
    // Where runs overlap, more is decoded than there is: this only spares decoding what is far too large.
    const bounds = { largest: 4 * LARGEST_INLINED };
    const { isWhole, size, blocks } = findRegion(callee, this.#fetchInstruction, bounds);
    const callsItself = [...blocks.values()].some(({ end }) =>
      end.kind === "call" && end.to === callee
    );
    return isWhole && size <= LARGEST_INLINED && !callsItself;
  }

  #dropSlot(slot: number): void {
    for (const unit of [...this.#unitsBySlot.get(slot) ?? []]) this.#dropUnit(unit);
  }

  #dropUnit(unit: Unit | undefined): void {
    if (unit === undefined) return;
    for (const { address, position } of unit.entries) {
      // Another unit may be entered there by now.
      if (this.#units.get(address) !== unit) continue;
      this.#shared.table.set(position, this.#shared.giveUp);
      this.#units.delete(address);
      this.#leaveDispatch(address);
      this.#stepper.decoded.removeTranslated(BigInt(address));
      this.#stepper.decoded.cool(BigInt(address));
    }
    for (const slot of unit.slots) {
      const units = this.#unitsBySlot.get(slot);
      units?.delete(unit);
      if (units?.size === 0) this.#unitsBySlot.delete(slot);
    }
    if (this.#units.size > 0) return;
    this.#arena.releaseRanges();
    this.#jumps.release();
  }
}

/** The addresses at which a region can be entered. */
function entriesOf(region: Region): readonly number[] {
  const end = region.blocks.get(HUB)?.end;
  return end?.kind === "known" ? [...new Set([region.entry, ...end.to])] : [region.entry];
}

/** Whether a region has instructions of floating point. */
const hasFloat = ({ blocks }: Region): boolean =>
  [...blocks.values()].some(({ instructions }) =>
    instructions.some(({ encoding }) => encoding.floats.size > 0)
  );

/** The slot of the page that an address lies in. */
const slotOf = (address: number): number => Math.floor(address / PAGE_SIZE) % SLOT_COUNT;
