// SPDX-License-Identifier: MPL-2.0
// Applies relocations, once every symbol has its address: the calculations of the RISC-V psABI
// ("Relocations"), where S is the symbol's value, A the addend and P the address of the bytes. Values that
// do not fit are reported at the line they come from.

import { relocateData } from "../object/data_relocations.ts";
import type { Diagnostics } from "../object/diagnostic.ts";
import { LINKER_SECTION } from "./linker_object.ts";
import { fillTables, THREAD_PAIR_BIAS } from "./linker_tables.ts";
import type { OutputSection } from "./memory_layout.ts";
import {
  type ObjectFile,
  type ObjectSection,
  type ObjectSymbol,
  PRECEDING_AUIPC,
  type Relocation,
} from "../object/object.ts";
import { reportRelocation } from "../object/object_location.ts";
import {
  fitsJump,
  immediateBits,
  R,
  REACHES,
  relocationName,
  storeBits,
  upperBits,
} from "../object/relocation.ts";
import type { PlacedObject, SymbolValues } from "./symbol_values.ts";
import { add, type Int64, showCount, showValue, subtract } from "../object/value.ts";

/** The bits of an instruction outside its immediate. */
const KEPT = { upper: 0xfff, immediate: 0xf_ffff, store: 0x01ff_f07f } as const;

/** The position of jalr's base register. */
const RS1_SHIFT = 15;

/** A section that is being relocated. */
interface Job {
  readonly object: ObjectFile;
  readonly section: ObjectSection;
  readonly placed: PlacedObject;
  /** The section's bytes. */
  readonly view: DataView;
  readonly address: number;
}

/** The bits of branches and jumps outside their distance. */
const KEPT_IN_JUMPS: ReadonlyMap<number, number> = new Map([
  [R.BRANCH, KEPT.store],
  [R.JAL, KEPT.upper],
  [R.RVC_BRANCH, 0xe383],
  [R.RVC_JUMP, 0xe003],
]);

/** Relocations of an auipc that a %pcrel_lo may refer to. */
const UPPER: ReadonlySet<number> = new Set([
  ...[R.PCREL_HI20, R.GOT_HI20, R.TLS_GOT_HI20, R.TLS_GD_HI20],
]);

function setField(view: DataView, at: number, kept: number, bits: number): void {
  view.setUint32(at, (view.getUint32(at, true) & kept) | bits, true);
}

/** The auipc that a %pcrel_lo refers to. */
interface Upper {
  readonly distance: Int64;
  /** Whether it leads to a slot of the global offset table. */
  readonly isSlot: boolean;
}

const ADDEND_ON_SLOT = "an address in the global offset table takes no addend";

/** Applies relocations. */
export class Relocator {
  /** Uses `values`, and reports to `diagnostics`. */
  constructor(readonly values: SymbolValues, readonly diagnostics: Diagnostics) {}

  /** Relocates all loaded sections. `image` has the bytes of each output section. */
  apply(image: ReadonlyMap<OutputSection, Uint8Array>): void {
    for (const output of this.values.outputs) {
      const bytes = image.get(output);
      if (bytes === undefined) continue;
      for (const { object, section, address } of output.parts) {
        const placed = this.values.of(object);
        if (placed === undefined || section.relocations.length === 0) continue;
        const start = address - output.address;
        const view = new DataView(bytes.buffer, bytes.byteOffset + start, section.size);
        this.relocate({ object, section, placed, view, address });
      }
    }
    fillTables(this.values, image);
  }

  /** Relocates a section. */
  relocate(job: Job): void {
    for (let index = 0; index < job.section.relocations.length; index++) {
      try {
        this.#apply(job, index);
      } catch (error) {
        // A LEB128 number runs past the end of the section; all other offsets were checked.
        if (!(error instanceof RangeError)) throw error;
        this.#error(job, job.section.relocations[index]!, "unterminated LEB128 number");
      }
    }
  }

  #error({ object, section }: Job, relocation: Relocation, message: string, fix?: string): void {
    const details = fix === undefined ? undefined : { message: fix };
    reportRelocation(this.diagnostics, object, section, relocation, message, details);
  }

  /** The distance S + A - P, where S may be the symbol's GOT slot. */
  #distance({ object, placed }: Job, relocation: Relocation, address: number): Int64 {
    const from = address + relocation.offset;
    const { type, symbol } = relocation;
    if (type === R.GOT_HI20 || type === R.TLS_GOT_HI20 || type === R.TLS_GD_HI20) {
      const { linker } = this.values;
      const table = this.values.addressOf(linker.object, LINKER_SECTION.got) ?? 0;
      const slot = linker.slotOf(object, symbol, type)?.offset ?? 0;
      return subtract(add(table + slot, relocation.addend), from);
    }
    return subtract(add(valueOf(placed, relocation), relocation.addend), from);
  }

  /** The distance for a %pcrel_lo: that of the auipc that its symbol labels. */
  #pairedUpper(job: Job, index: number): Upper | undefined {
    const { object, placed, section: { relocations }, address } = job;
    const relocation = relocations[index]!;
    if (relocation.symbol === PRECEDING_AUIPC) {
      const upper = relocations[index - 1];
      return upper === undefined ? undefined : this.#upper(job, upper, address);
    }
    const label = object.symbols[relocation.symbol];
    if (label === undefined || typeof label.section !== "number") return undefined;
    const section = object.sections[label.section];
    const sectionAddress = placed.addresses[label.section];
    if (section === undefined || sectionAddress === undefined) return undefined;
    return this.#labelledUpper(job, section, sectionAddress, label);
  }

  #upper(job: Job, relocation: Relocation, address: number): Upper {
    const isSlot = relocation.type === R.GOT_HI20;
    return { distance: this.#distance(job, relocation, address), isSlot };
  }

  /** The auipc at a label. */
  #labelledUpper(
    job: Job,
    { relocations }: ObjectSection,
    address: number,
    label: ObjectSymbol,
  ): Upper | undefined {
    let low = 0;
    let high = relocations.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (relocations[middle]!.offset < Number(label.value)) low = middle + 1;
      else high = middle;
    }
    for (; relocations[low]?.offset === label.value; low++) {
      const upper = relocations[low]!;
      if (UPPER.has(upper.type)) return this.#upper(job, upper, address);
    }
    return undefined;
  }

  #apply(job: Job, index: number): void {
    const { view, address, section } = job;
    const relocation = section.relocations[index]!;
    const { type, offset: at } = relocation;
    const reach = REACHES.get(type);
    if (reach !== undefined) {
      const distance = Number(this.#distance(job, relocation, address));
      if (!reach.fits(distance) || distance % 2 !== 0) {
        this.#unreachable(job, relocation, distance, reach.words);
      }
      const kept = KEPT_IN_JUMPS.get(type) ?? 0;
      const bits = reach.bits(distance);
      if (reach.length === 4) setField(view, at, kept, bits);
      else view.setUint16(at, (view.getUint16(at, true) & kept) | bits, true);
      return;
    }
    switch (type) {
      case R.CALL:
      case R.CALL_PLT: {
        if (this.#isMissing(job, relocation)) {
          // A call of an undefined weak symbol goes to address 0, however far that is.
          setField(view, at, KEPT.upper, 0);
          setField(view, at + 4, ~(0x1f << RS1_SHIFT) & KEPT.immediate, 0);
          return;
        }
        const distance = this.#wide(job, relocation);
        setField(view, at, KEPT.upper, upperBits(distance));
        setField(view, at + 4, KEPT.immediate, immediateBits(distance));
        return;
      }
      case R.GOT_HI20:
        if (relocation.addend !== 0) this.#error(job, relocation, ADDEND_ON_SLOT);
        setField(view, at, KEPT.upper, upperBits(this.#wide(job, relocation)));
        return;
      case R.PCREL_HI20:
      case R.TLS_GOT_HI20:
      case R.TLS_GD_HI20:
        setField(view, at, KEPT.upper, upperBits(this.#wide(job, relocation)));
        return;
      case R.PCREL_LO12_I:
      case R.PCREL_LO12_S: {
        const pair = this.#pairedUpper(job, index);
        if (pair === undefined) {
          this.#error(
            job,
            relocation,
            "`%pcrel_lo` needs the label of an auipc with `%pcrel_hi`",
            "label the auipc, as in `1: auipc a0, %pcrel_hi(x)`, and write `%pcrel_lo(1b)`",
          );
          return;
        }
        const { distance, isSlot } = pair;
        const whole = relocation.symbol === PRECEDING_AUIPC
          ? distance
          : add(distance, relocation.addend);
        if (isSlot && whole !== distance) {
          this.#error(job, relocation, ADDEND_ON_SLOT);
        } else if (upperBits(Number(whole)) !== upperBits(Number(distance))) {
          const message = "the addend of `%pcrel_lo` changes the upper part, which its auipc adds";
          this.#error(job, relocation, message, "write the addend in `%pcrel_hi`");
        }
        this.#lower(view, at, type === R.PCREL_LO12_I, lowBits(whole));
        return;
      }
      case R.PCREL32:
      case R.PLT32: {
        const distance = this.#distance(job, relocation, address);
        view.setInt32(at, lowBits(distance), true);
        return;
      }
      default:
        this.#absolute(job, relocation);
    }
  }

  #lower(view: DataView, at: number, isImmediate: boolean, low: number): void {
    if (isImmediate) setField(view, at, KEPT.immediate, immediateBits(low));
    else setField(view, at, KEPT.store, storeBits(low));
  }

  /** Relocations that do not depend on P. */
  #absolute(job: Job, relocation: Relocation): void {
    const { view, placed } = job;
    const value = add(valueOf(placed, relocation), relocation.addend);
    const low = lowBits(value);
    const { type, offset: at } = relocation;
    if (relocateData(view, at, type, value)) return;
    switch (type) {
      case R.HI20:
        if (!(value >= -(2 ** 31) - 0x800 && value < 2 ** 31 - 0x800)) {
          this.#tooWide(job, relocation, value);
        }
        setField(view, at, KEPT.upper, upperBits(low));
        return;
      case R.LO12_I:
      case R.LO12_S:
        // For an address, `%hi` reports it; a number may be used with `%lo` alone.
        if (relocation.symbol < 0 && !(value > -(2 ** 32) && value < 2 ** 32)) {
          this.#tooWide(job, relocation, value);
        }
        this.#lower(view, at, type === R.LO12_I, low);
        return;
      case R.TPREL_HI20:
      case R.TPREL_LO12_I:
      case R.TPREL_LO12_S:
      case R.TLS_DTPREL32:
      case R.TLS_DTPREL64:
        this.#threadLocal(job, relocation, value);
        return;
      case R.ABS32:
        if (!(value >= -(2 ** 31) && value < 2 ** 32)) {
          this.#error(job, relocation, `${showValue(value)} does not fit in 32 bits`);
        }
        view.setInt32(at, low, true);
        return;
      case R.NONE:
      case R.RELAX:
      case R.ALIGN:
      case R.TPREL_ADD:
        return;
      default:
        this.#error(job, relocation, `${relocationName(type)} is not supported`);
    }
  }

  /** Offsets of variables in the TLS block, to whose start tp points. */
  #threadLocal(job: Job, relocation: Relocation, value: Int64): void {
    const { thread } = this.values;
    const { view } = job;
    const { type, offset: at } = relocation;
    const symbol = job.object.symbols[relocation.symbol];
    if (thread === undefined) {
      this.#error(
        job,
        relocation,
        `\`${symbol?.name ?? ""}\` is not thread-local: no section has the flag T`,
      );
      return;
    }
    const distance = subtract(value, thread.address);
    const low = lowBits(distance);
    switch (type) {
      case R.TPREL_HI20:
        setField(view, at, KEPT.upper, upperBits(low));
        return;
      case R.TLS_DTPREL32:
        view.setInt32(at, low - THREAD_PAIR_BIAS, true);
        return;
      case R.TLS_DTPREL64:
        view.setBigInt64(at, BigInt(subtract(distance, THREAD_PAIR_BIAS)), true);
        return;
      default:
        this.#lower(view, at, type === R.TPREL_LO12_I, low);
    }
  }

  #tooWide(job: Job, relocation: Relocation, value: Int64): void {
    this.#error(
      job,
      relocation,
      `\`%hi\` and \`%lo\` split 32-bit values, not ${showValue(value)}`,
      relocation.symbol < 0 ? "`li` loads any number" : "`la` reaches 2 GiB in both directions",
    );
  }

  /** Whether a relocation's symbol is weak and not defined. */
  #isMissing({ object }: Job, { symbol }: Relocation): boolean {
    const found = object.symbols[symbol];
    return found?.section === "undefined" && this.values.global(found.name) === undefined;
  }

  /** A distance for auipc and a 12-bit immediate; reported, and 0, if it is too far. */
  #wide(job: Job, relocation: Relocation): number {
    const distance = this.#distance(job, relocation, job.address);
    if (!(distance >= -(2 ** 31) - 0x800 && distance < 2 ** 31 - 0x800)) {
      const name = job.object.symbols[relocation.symbol]?.name;
      const what = name === undefined ? "the target" : `\`${name}\``;
      this.#error(job, relocation, `${what} is more than 2 GiB away`, "`li` loads any number");
      return 0;
    }
    return Number(distance);
  }

  #unreachable(job: Job, relocation: Relocation, distance: number, reach: string): void {
    if (distance % 2 !== 0) {
      this.#error(
        job,
        relocation,
        "the target is at an odd address, where there cannot be an instruction",
        isLabelNumber(relocation)
          ? `write \`${relocation.addend}f\` for the next label \`${relocation.addend}:\`, ` +
            `\`${relocation.addend}b\` for the previous one`
          : undefined,
      );
    } else if (relocation.symbol < 0) {
      const value = showValue(relocation.addend);
      const isNear = fitsJump(Number(relocation.addend));
      this.#error(
        job,
        relocation,
        `the target is the absolute address ${value}, which is out of range`,
        isNear
          ? `write \`. + ${value}\` for ${value} bytes from here, or better, use a label`
          : undefined,
      );
    } else {
      this.#error(
        job,
        relocation,
        `the target is ${showCount(Math.abs(distance))} bytes away: it must be within ${reach}`,
        "`call` and `tail` reach 2 GiB in both directions",
      );
    }
  }
}

/** Whether a target is a small number, perhaps meant as a numeric label. */
function isLabelNumber({ symbol, addend }: Relocation): boolean {
  return symbol < 0 && addend >= 0 && addend < 100;
}

function lowBits(value: Int64): number {
  return typeof value === "number" ? value | 0 : Number(BigInt.asIntN(32, value));
}

function valueOf(placed: PlacedObject, { symbol }: Relocation): Int64 {
  return symbol < 0 ? 0 : placed.values[symbol] ?? 0;
}
