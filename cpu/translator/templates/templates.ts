// SPDX-License-Identifier: MPL-2.0
// The first tier of the translator: it makes a guest function of templates as soon as it is warm,
// along with the functions that it calls, if they are warm, too. This takes about a microsecond an
// instruction, so it pays after some hundred executions.

import type { CodeCounting } from "../../engine/counting.ts";
import type { MemoryChecks } from "../../engine/checks.ts";
import type { Arena } from "../../memory/arena.ts";
import type { DecodedPages } from "../../stepper/decoded_pages.ts";
import { ByteBuffer } from "../../wasm/byte_buffer.ts";
import { CALLS, type Calls } from "../emit/calling.ts";
import type { CodeMemory } from "../emit/code_memory.ts";
import type { FunctionTable } from "../emit/function_table.ts";
import { CHECK, type Check } from "./block_plan.ts";
import { FunctionFinder } from "./function_finder.ts";
import { FunctionWriter } from "./function_writer.ts";
import { templateModule } from "./module_writer.ts";
import { Ration } from "./ration.ts";
import { type TemplateFunction, TemplateTable } from "./template_table.ts";

/** The most instructions that functions in one module have, unless it is a single function. */
const MAX_MODULE_SIZE = 3000;
/** The heat at which a function is translated along with one that calls it. */
const WARM = 60;
/** How many addresses wait to be translated together, and how hot they are meanwhile. */
const MAX_QUEUE = 16;
const QUEUED_HEAT = 480;
/** The heat of code that may not be translated yet: it is hot again after some hundred jumps. */
const DENIED_HEAT = -1500;
/** How often a function is translated again for code that had not run before. */
const MAX_ROUNDS = 10;
/** An access that leaves this often checks itself only, and then gets code for the slow path. */
const FAILURE_THRESHOLD = 20;

/** The code of functions before it is put into a module; reused. */
const bodies = new ByteBuffer(2 ** 16);

/** What the tier needs. */
export interface TierOptions {
  readonly arena: Arena;
  readonly decoded: DecodedPages;
  readonly functions: FunctionTable;
  /** Counts the code. */
  readonly memory: CodeMemory;
  /** Whether optimised code can be entered at an address. */
  readonly isOptimised: (address: number) => boolean;
  /** Whether there is or was a stop at an address. */
  readonly hasStop: (address: number) => boolean;
  /** Whether the instruction at an address is recorded, and left to the stepper. */
  readonly isRecorded: (address: number) => boolean;
  /** Whether to translate code that has not run. */
  readonly eager: boolean;
  /** What counts executions, if anything does. */
  readonly counting: () => CodeCounting | undefined;
  /** Checks of memory that the code makes. */
  readonly checks: MemoryChecks | undefined;
}

/** The first tier of one machine. */
export class Templates {
  readonly #arena: Arena;
  readonly #decoded: DecodedPages;
  readonly #functions: FunctionTable;
  readonly #memory: CodeMemory;
  readonly #isOptimised: (address: number) => boolean;
  readonly #hasStop: (address: number) => boolean;
  readonly #isRecorded: (address: number) => boolean;
  readonly #eager: boolean;
  readonly #counting: () => CodeCounting | undefined;
  readonly #checks: MemoryChecks | undefined;
  /** Made when code gets hot, as most programs are short. */
  #tools: { readonly finder: FunctionFinder; readonly writer: FunctionWriter } | undefined;
  /** Hot code that waits. */
  readonly #queue = new Set<number>();
  readonly #rounds = new Map<number, number>();
  /** How often accesses have left, and what follows from that. */
  readonly #failures = new Map<number, number>();
  readonly #access = new Map<number, Check>();
  /** The addresses of accesses that check a group. */
  readonly #groups = new Set<number>();
  /** How much may be translated. */
  readonly ration = new Ration();
  /** The functions that there are. */
  readonly table: TemplateTable;

  constructor(options: TierOptions) {
    const { arena, decoded, functions, memory, isOptimised, hasStop, isRecorded } = options;
    const { eager, counting, checks } = options;
    this.#arena = arena;
    this.#decoded = decoded;
    this.#functions = functions;
    this.#memory = memory;
    this.#isOptimised = isOptimised;
    this.#hasStop = hasStop;
    this.#isRecorded = isRecorded;
    this.#eager = eager;
    this.#counting = counting;
    this.#checks = checks;
    this.table = new TemplateTable(functions, decoded, memory, isOptimised);
  }

  #makeTools(): { readonly finder: FunctionFinder; readonly writer: FunctionWriter } {
    const arena = this.#arena;
    const decoded = this.#decoded;
    const finder = new FunctionFinder({
      arena,
      pageAt: (address) => decoded.recordsOf(address),
      hasStop: this.#hasStop,
      isRecorded: this.#isRecorded,
      decode: this.#eager ? (address) => decoded.fetch(BigInt(address)) : undefined,
      boundaryAfter: (address) => this.#counting()?.functionEnd(address) ?? Infinity,
    });
    const writer = new FunctionWriter(arena, finder, bodies, {
      positionOf: (address) => this.#functions.reserve(address),
      checks: this.#checks,
      checkOf: (address) => this.#access.get(address) ?? CHECK.grouped,
      noteGroup: (address) => this.#groups.add(address),
      counting: this.#counting,
      hasStop: this.#hasStop,
    });
    return { finder, writer };
  }

  /**
   * Notes that code has got hot, and translates it with what else has got hot lately: when enough
   * has come together, or when it stays hot.
   */
  noteHot(address: number): void {
    if (!this.ration.mayBegin) return this.#decoded.heat(address, DENIED_HEAT);
    if (!this.#queue.has(address) && this.#queue.size < MAX_QUEUE) {
      this.#queue.add(address);
      this.#decoded.heat(address, QUEUED_HEAT);
      return;
    }
    this.#queue.add(address);
    this.#translateQueue();
    if (this.table.at(address) === undefined) this.#decoded.heat(address, 0);
  }

  #translateQueue(): void {
    const entries = new Set<number>();
    for (const address of this.#queue) {
      if (this.table.at(address) !== undefined || this.#isOptimised(address)) continue;
      entries.add(this.#withSide(address) ?? address);
    }
    this.#queue.clear();
    // A function comes before the loops in it.
    const sorted = [...entries].sort((a, b) => a - b);
    this.translate(sorted);
  }

  /** The function that will continue at an address once it is translated again; it is dropped. */
  #withSide(address: number): number | undefined {
    const owner = this.table.withSide(address);
    if (owner === undefined) return undefined;
    const rounds = this.#rounds.get(owner.entry) ?? 0;
    if (rounds === MAX_ROUNDS) return undefined;
    this.#rounds.set(owner.entry, rounds + 1);
    this.table.drop(owner);
    return owner.entry;
  }

  /** Notes that an access left translated code; translates it differently if that is often so. */
  noteFailure(address: number): void {
    const count = (this.#failures.get(address) ?? 0) + 1;
    this.#failures.set(address, count);
    if (count !== FAILURE_THRESHOLD || this.#access.get(address) === CHECK.careful) return;
    if (this.#groups.delete(address)) {
      // Most likely the group is in two pages.
      this.#access.set(address, CHECK.own);
      this.#failures.delete(address);
    } else this.#access.set(address, CHECK.careful);
    this.table.dropContaining(address);
  }

  /** Translates functions and those that they call, as far as they are warm. */
  translate(entries: readonly number[]): void {
    const { finder, writer } = this.#tools ??= this.#makeTools();
    const pending = [...entries];
    const seen = new Set(entries);
    let found: TemplateFunction[] = [];
    let size = 0;
    start(writer);
    for (let next = 0; next < pending.length; next++) {
      if (next > 0 && !this.#eager && !this.ration.mayGoOn) break;
      const address = pending[next] ?? 0;
      // Another function in the same module may contain it by now.
      const known = this.table.at(address);
      if (next < entries.length ? known !== undefined : known?.entry === address) continue;
      if (!finder.find(address)) continue;
      if (found.length > 0 && size + finder.size > MAX_MODULE_SIZE) {
        this.#install(found, writer.calls);
        start(writer);
        found = [];
        size = 0;
      }
      size += finder.size;
      this.ration.spend(finder.size);
      const position = this.#functions.allocate();
      writer.write(address, position);
      const code: TemplateFunction = {
        entry: address,
        end: finder.end,
        size: finder.size,
        blocks: Array.from(finder.blocks, (halfword) => finder.base + 2 * halfword),
        sides: [...finder.sides],
        slots: finder.slots,
        position,
        module: undefined,
        samples: 0,
        cost: finder.size,
      };
      found.push(code);
      this.table.add(code);
      for (const callee of finder.callees) {
        if (seen.has(callee) || !this.#isWarm(callee)) continue;
        seen.add(callee);
        pending.push(callee);
      }
    }
    if (found.length > 0) this.#install(found, writer.calls);
  }

  /** Whether a function is worth translating along with a caller. */
  #isWarm(address: number): boolean {
    if (this.#isOptimised(address) || this.table.at(address)?.entry === address) return false;
    if (this.#eager) return true;
    return this.#decoded.heatOf(address) >= WARM;
  }

  #install(found: readonly TemplateFunction[], calls: Calls): void {
    const functions = this.#functions;
    const positions = found.map(({ entry, position }) => [position, functions.reserve(entry)]);
    const counting = this.#counting();
    const bytes = templateModule(bodies, positions, calls, counting, this.#checks);
    const module = new WebAssembly.Module(bytes);
    const counted = this.#memory.add("templates", bytes.length, found.length);
    for (const code of found) code.module = counted;
    new WebAssembly.Instance(module, {
      env: counting === undefined
        ? functions.imports(calls === CALLS.float)
        : { ...functions.imports(true), ...counting.functions },
    });
  }
}

/** Begins a module. */
function start(writer: FunctionWriter): void {
  bodies.length = 0;
  writer.calls = CALLS.none;
}
