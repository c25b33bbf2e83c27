// SPDX-License-Identifier: MPL-2.0
// Fills the relocations of all sections in, now that every symbol has its address: the calculations
// of the RISC-V psABI ("Relocations"), with S the symbol's value, A the addend and P the place.

import type { Diagnostics } from "./diagnostic.ts";
import { GOT_SECTION, type LinkerObject } from "./linker_object.ts";
import type { OutputSection } from "./memory_layout.ts";
import {
  type ObjectFile,
  type ObjectSection,
  type ObjectSymbol,
  PRECEDING_AUIPC,
  type Relocation,
} from "./object.ts";
import {
  fitsJump,
  immediateBits,
  R,
  REACHES,
  relocationName,
  storeBits,
  upperBits,
} from "./relocation.ts";
import type { Definition } from "./symbol_resolution.ts";
import { add, showValue, subtract, type Value } from "./value.ts";

/** Where jalr has its base register. */
const RS1_SHIFT = 15;

/** An object's symbols and sections by index, with their final values. */
interface Placed {
  readonly values: Value[];
  /** Addresses of the sections that are loaded. */
  readonly addresses: (number | undefined)[];
}

/** Knows the final value of every symbol, and fills relocations in. */
export class Relocator {
  readonly #placed = new Map<ObjectFile, Placed>();

  constructor(
    readonly outputs: readonly OutputSection[],
    readonly globals: ReadonlyMap<string, Definition>,
    readonly linker: LinkerObject,
    readonly provided: ReadonlyMap<string, number>,
    readonly diagnostics: Diagnostics,
  ) {
    const objects = new Set(outputs.flatMap(({ parts }) => parts.map(({ object }) => object)));
    for (const object of objects) {
      this.#placed.set(object, { values: [], addresses: object.sections.map(() => undefined) });
    }
    for (const { parts } of outputs) {
      for (const { object, section, address } of parts) {
        const placed = this.#placed.get(object);
        if (placed !== undefined) placed.addresses[object.sections.indexOf(section)] = address;
      }
    }
    for (const [object, { values }] of this.#placed) {
      for (let index = 0; index < object.symbols.length; index++) {
        values.push(this.#finalValue(object, index));
      }
    }
  }

  /** The value of a global symbol; undefined when there is none of that name. */
  globalValue(name: string): Value | undefined {
    const definition = this.globals.get(name);
    return definition === undefined ? this.provided.get(name) : this.#ownValue(definition);
  }

  /** The address of a section; undefined when it is not loaded. */
  addressOf(object: ObjectFile, section: number): number | undefined {
    return this.#placed.get(object)?.addresses[section];
  }

  #ownValue({ object, symbol }: Definition): Value {
    if (typeof symbol.section !== "number") return symbol.section === "absolute" ? symbol.value : 0;
    return add(this.addressOf(object, symbol.section) ?? 0, symbol.value);
  }

  #finalValue(object: ObjectFile, index: number): Value {
    const symbol = object.symbols[index];
    if (symbol === undefined) return 0;
    if (symbol.binding === "local") return this.#ownValue({ object, symbol });
    // A weak symbol that nobody defines is 0.
    return this.globalValue(symbol.name) ?? 0;
  }

  /** Fills in every relocation. `image` has the bytes of each output section. */
  apply(image: ReadonlyMap<OutputSection, Uint8Array>): void {
    for (const output of this.outputs) {
      const bytes = image.get(output);
      if (bytes === undefined) continue;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (const { object, section, address } of output.parts) {
        const placed = this.#placed.get(object);
        if (placed === undefined) continue;
        const offset = address - output.address;
        for (let index = 0; index < section.relocations.length; index++) {
          this.#apply(object, placed, section, index, view, offset, address);
        }
      }
    }
    this.#fillTable(image);
  }

  #fillTable(image: ReadonlyMap<OutputSection, Uint8Array>): void {
    const start = this.addressOf(this.linker.object, GOT_SECTION);
    const output = this.outputs.find(({ parts }) =>
      parts.some(({ object, section }) =>
        section === object.sections[GOT_SECTION] &&
        object === this.linker.object
      )
    );
    const bytes = output === undefined ? undefined : image.get(output);
    if (bytes === undefined || output === undefined || start === undefined) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.linker.slots.forEach(({ object, symbol }, index) => {
      const value = this.#placed.get(object)?.values[symbol] ?? 0;
      const at = start - output.address + index * 8;
      view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)), true);
    });
  }

  #error(
    object: ObjectFile,
    { location, length }: Relocation,
    message: string,
    fix?: string,
  ): void {
    const details = fix === undefined ? {} : { fix: { message: fix } };
    this.diagnostics.error(object.sources, location, length, message, details);
  }

  /** The distance that the upper part of a pair holds: S + A - P, or that to the symbol's slot. */
  #distance(object: ObjectFile, placed: Placed, relocation: Relocation, address: number): Value {
    const place = address + relocation.offset;
    if (relocation.type === R.GOT_HI20) {
      const table = this.addressOf(this.linker.object, GOT_SECTION) ?? 0;
      return table + (this.linker.slotOf(object, relocation.symbol) ?? 0) - place;
    }
    return subtract(add(valueOf(placed, relocation), relocation.addend), place);
  }

  /** The distance whose lower part a %pcrel_lo takes: that of the auipc which its symbol labels. */
  #pairedDistance(
    object: ObjectFile,
    placed: Placed,
    { relocations }: ObjectSection,
    index: number,
    address: number,
  ): Value | undefined {
    const relocation = relocations[index]!;
    if (relocation.symbol === PRECEDING_AUIPC) {
      const upper = relocations[index - 1];
      return upper === undefined ? undefined : this.#distance(object, placed, upper, address);
    }
    const label = object.symbols[relocation.symbol];
    if (label === undefined || typeof label.section !== "number") return undefined;
    const section = object.sections[label.section];
    const sectionAddress = placed.addresses[label.section];
    if (section === undefined || sectionAddress === undefined) return undefined;
    return this.#labelledDistance(object, placed, section, sectionAddress, label);
  }

  /** The distance that the auipc at a label holds. */
  #labelledDistance(
    object: ObjectFile,
    placed: Placed,
    { relocations }: ObjectSection,
    address: number,
    label: ObjectSymbol,
  ): Value | undefined {
    let low = 0;
    let high = relocations.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (relocations[middle]!.offset < Number(label.value)) low = middle + 1;
      else high = middle;
    }
    for (; relocations[low]?.offset === label.value; low++) {
      const upper = relocations[low]!;
      if (upper.type === R.PCREL_HI20 || upper.type === R.GOT_HI20) {
        return this.#distance(object, placed, upper, address);
      }
    }
    return undefined;
  }

  #apply(
    object: ObjectFile,
    placed: Placed,
    section: ObjectSection,
    index: number,
    view: DataView,
    start: number,
    address: number,
  ): void {
    const relocation = section.relocations[index]!;
    const { type } = relocation;
    const at = start + relocation.offset;
    const or = (bits: number) => view.setUint32(at, view.getUint32(at, true) | bits, true);
    switch (type) {
      case R.BRANCH:
      case R.JAL:
      case R.RVC_BRANCH:
      case R.RVC_JUMP: {
        const reach = REACHES.get(type);
        if (reach === undefined) return;
        const distance = Number(this.#distance(object, placed, relocation, address));
        if (!reach.fits(distance) || distance % 2 !== 0) {
          this.#unreachable(object, relocation, distance, reach.words);
        }
        if (reach.length === 4) or(reach.bits(distance));
        else view.setUint16(at, view.getUint16(at, true) | reach.bits(distance), true);
        return;
      }
      case R.CALL:
      case R.CALL_PLT: {
        if (this.#isMissing(object, relocation)) {
          // A call of a weak symbol that nobody defines goes to address 0, from wherever it is.
          const jump = view.getUint32(at + 4, true) & ~(0x1f << RS1_SHIFT);
          view.setUint32(at + 4, jump, true);
          return;
        }
        const distance = this.#wide(object, placed, relocation, address);
        or(upperBits(distance));
        const second = view.getUint32(at + 4, true) | immediateBits(distance);
        view.setUint32(at + 4, second, true);
        return;
      }
      case R.PCREL_HI20:
      case R.GOT_HI20:
        or(upperBits(this.#wide(object, placed, relocation, address)));
        return;
      case R.PCREL_LO12_I:
      case R.PCREL_LO12_S: {
        const distance = this.#pairedDistance(object, placed, section, index, address);
        if (distance === undefined) {
          this.#error(
            object,
            relocation,
            "`%pcrel_lo` needs the label of an auipc with `%pcrel_hi`",
            "label the auipc, as in `1: auipc a0, %pcrel_hi(x)`, and write `%pcrel_lo(1b)`",
          );
          return;
        }
        const low = Number(BigInt.asIntN(32, BigInt(distance)));
        or(type === R.PCREL_LO12_I ? immediateBits(low) : storeBits(low));
        return;
      }
      default:
        this.#absolute(object, placed, relocation, view, at);
    }
  }

  /** Relocations that do not depend on the place. */
  #absolute(
    object: ObjectFile,
    placed: Placed,
    relocation: Relocation,
    view: DataView,
    at: number,
  ): void {
    const value = add(valueOf(placed, relocation), relocation.addend);
    const low = typeof value === "number" ? value | 0 : Number(BigInt.asIntN(32, value));
    const or = (bits: number) => view.setUint32(at, view.getUint32(at, true) | bits, true);
    const { type } = relocation;
    switch (type) {
      case R.HI20:
        if (!(value >= -(2 ** 31) - 0x800 && value < 2 ** 31 - 0x800)) {
          this.#tooWide(object, relocation, value);
        }
        or(upperBits(low));
        return;
      case R.LO12_I:
      case R.LO12_S:
        // Of an address `%hi` says so; a number may come with `%lo` alone.
        if (relocation.symbol < 0 && !(value > -(2 ** 32) && value < 2 ** 32)) {
          this.#tooWide(object, relocation, value);
        }
        or(type === R.LO12_I ? immediateBits(low) : storeBits(low));
        return;
      case R.ABS32:
        if (!(value >= -(2 ** 31) && value < 2 ** 32)) {
          this.#error(object, relocation, `${showValue(value)} does not fit in 32 bits`);
        }
        view.setInt32(at, low, true);
        return;
      case R.ABS64:
        view.setBigInt64(at, BigInt(value), true);
        return;
      case R.ADD8:
      case R.SET8:
      case R.SUB8:
        view.setUint8(
          at,
          accumulate(type === R.SET8 ? 0 : view.getUint8(at), low, type === R.SUB8),
        );
        return;
      case R.ADD16:
      case R.SET16:
      case R.SUB16: {
        const old = type === R.SET16 ? 0 : view.getUint16(at, true);
        view.setUint16(at, accumulate(old, low, type === R.SUB16), true);
        return;
      }
      case R.ADD32:
      case R.SET32:
      case R.SUB32: {
        const old = type === R.SET32 ? 0 : view.getInt32(at, true);
        view.setInt32(at, accumulate(old, low, type === R.SUB32), true);
        return;
      }
      case R.ADD64:
      case R.SUB64: {
        const old = view.getBigInt64(at, true);
        const big = BigInt(value);
        view.setBigInt64(at, BigInt.asIntN(64, type === R.ADD64 ? old + big : old - big), true);
        return;
      }
      case R.NONE:
      case R.RELAX:
      case R.ALIGN:
        return;
      default:
        this.#error(object, relocation, `${relocationName(type)} is not supported`);
    }
  }

  #tooWide(object: ObjectFile, relocation: Relocation, value: Value): void {
    this.#error(
      object,
      relocation,
      `\`%hi\` and \`%lo\` make 32-bit values only, and this is ${showValue(value)}`,
      relocation.symbol < 0 ? "`li` loads any number" : "`la` works at any distance below 2 GiB",
    );
  }

  /** Whether a relocation's symbol is weak and defined nowhere. */
  #isMissing(object: ObjectFile, { symbol }: Relocation): boolean {
    const found = object.symbols[symbol];
    return found?.section === "undefined" && this.globalValue(found.name) === undefined;
  }

  /** A distance for auipc and a 12-bit immediate, which is reported when it is too far. */
  #wide(object: ObjectFile, placed: Placed, relocation: Relocation, address: number): number {
    const distance = this.#distance(object, placed, relocation, address);
    if (!(distance >= -(2 ** 31) - 0x800 && distance < 2 ** 31 - 0x800)) {
      const name = object.symbols[relocation.symbol]?.name;
      const what = name === undefined ? "the target" : `\`${name}\``;
      this.#error(object, relocation, `${what} is more than 2 GiB away`, "`li` loads any number");
      return 0;
    }
    return Number(distance);
  }

  #unreachable(object: ObjectFile, relocation: Relocation, distance: number, reach: string): void {
    if (distance % 2 !== 0) {
      this.#error(
        object,
        relocation,
        "the target is an odd address, where no instruction can be",
        isLabelNumber(relocation)
          ? `the label \`${relocation.addend}:\` is \`${relocation.addend}f\` ahead and ` +
            `\`${relocation.addend}b\` behind`
          : undefined,
      );
    } else if (relocation.symbol < 0) {
      const value = showValue(relocation.addend);
      const isNear = fitsJump(Number(relocation.addend));
      this.#error(
        object,
        relocation,
        `the target is the address ${value}, out of reach from here`,
        isNear
          ? `for ${value} bytes from here, write \`. + ${value}\`; better, use a label`
          : undefined,
      );
    } else {
      this.#error(
        object,
        relocation,
        `the target is ${Math.abs(distance)} bytes away: it must be within ${reach}`,
        "`call` and `tail` reach everything",
      );
    }
  }
}

/** Whether a target is a small number, which may have been meant as a numeric label. */
function isLabelNumber({ symbol, addend }: Relocation): boolean {
  return symbol < 0 && addend >= 0 && addend < 100;
}

function valueOf(placed: Placed, { symbol }: Relocation): Value {
  return symbol < 0 ? 0 : placed.values[symbol] ?? 0;
}

function accumulate(old: number, value: number, isSubtraction: boolean): number {
  return isSubtraction ? old - value : old + value;
}
