// SPDX-License-Identifier: MPL-2.0
// Applies fixups after layout: fills in values that are known by then, leaves the others to the linker
// as relocations, and reports those that neither can do.

import type { Assembly } from "../state/assembly.ts";
import {
  evaluate,
  evaluateSymbol,
  EvaluationError,
  isConstant,
  type Linear,
} from "../state/expression.ts";
import { markedNumberFix } from "../text/number_errors.ts";
import { NO_SYMBOL, type Relocation } from "../object/object.ts";
import { oddCharacters } from "../text/odd_characters.ts";
import { DATA_TYPES, immediateBits, R, REACHES, storeBits } from "../object/relocation.ts";
import type { Fixup, Section } from "../state/section.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import { add, type Int64, showCount, showValue } from "../object/value.ts";

/** Sizes of the data that relocations fill in. */
const DATA_SIZES: ReadonlyMap<number, number> = new Map([
  [R.DATA8, 1],
  [R.DATA16, 2],
  [R.ABS32, 4],
  [R.ABS64, 8],
]);

/** Applies the fixups of one file. */
export class Fixups {
  readonly #assembly: Assembly;

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  /** Fills in a known value, or adds a relocation. `at`: offset after layout. */
  apply(
    section: Section,
    fixup: Fixup,
    view: DataView,
    relocations: Relocation[],
    at: number,
  ): void {
    const { symbol } = fixup;
    let linear: Linear | EvaluationError;
    if (fixup.expression !== undefined) {
      linear = evaluate(fixup.expression);
    } else if (symbol === undefined || symbol.state !== "expression" && symbol.state !== "value") {
      linear = { plus: symbol, minus: undefined, offset: fixup.addend };
    } else {
      linear = evaluateSymbol(symbol, fixup.location, fixup.length);
      if (!(linear instanceof EvaluationError)) {
        linear = { ...linear, offset: add(linear.offset, fixup.addend) };
      }
    }
    if (linear instanceof EvaluationError) {
      const { location, length, message } = linear;
      this.#report(location === 0 ? fixup : { ...fixup, location, length }, message);
      return;
    }
    if (this.#resolve(section, fixup, linear, view, at)) return;
    this.#relocate(section, fixup, linear, at, relocations);
  }

  /** Fills in the value if it is known; false if the linker has to. */
  #resolve(section: Section, fixup: Fixup, linear: Linear, view: DataView, at: number): boolean {
    const { type } = fixup;
    const reach = REACHES.get(type);
    if (reach !== undefined) {
      const target = linear.plus;
      if (target?.section !== section || target.binding === "weak" || linear.minus) return false;
      const offset = section.finalOffset(target.offset, target.fragment) + Number(linear.offset);
      const distance = offset - at;
      if (distance % 2 !== 0) {
        this.#report(fixup, "the target is at an odd distance, where no instruction can begin");
      } else if (!reach.fits(distance)) {
        const far = this.#assembly.diagnostics.full ? "" : showCount(Math.abs(distance));
        this.#report(
          fixup,
          `the target is ${far} bytes away: it must be within ${reach.words}`,
          "`tail` and `call` reach any address",
        );
      } else if (reach.length === 4) {
        view.setUint32(at, view.getUint32(at, true) | reach.bits(distance), true);
      } else {
        view.setUint16(at, view.getUint16(at, true) | reach.bits(distance), true);
      }
      return true;
    }
    if (!isConstant(linear)) return false;
    const { offset } = linear;
    const size = DATA_SIZES.get(type);
    if (size !== undefined) {
      this.#data(fixup, view, at, offset, size);
      return true;
    }
    const word = view.getUint32(at, true);
    const number = Number(offset);
    switch (type) {
      case R.IMMEDIATE_I:
      case R.IMMEDIATE_S:
        if (number < -2048 || number > 2047) {
          this.#report(fixup, `the immediate must be -2048 to 2047, not ${showValue(offset)}`);
        }
        this.#warnOfLateConstant(fixup);
        view.setUint32(
          at,
          word | (type === R.IMMEDIATE_I ? immediateBits(number) : storeBits(number)),
          true,
        );
        return true;
      default:
        return false;
    }
  }

  /** Warns of an immediate that is not known on its line, which GNU as refuses. */
  #warnOfLateConstant({ location, length }: Fixup): void {
    const { diagnostics, sources } = this.#assembly;
    const message = "GNU as takes only immediates that are known on their line";
    const fix = { message: "define the constant before this line" };
    diagnostics.warn(sources, location, length, message, { fix });
  }

  #data(fixup: Fixup, view: DataView, at: number, value: Int64, size: number): void {
    const big = BigInt(value);
    const bits = BigInt(size * 8);
    if (size < 8 && (big < -(1n << (bits - 1n)) || big >= 1n << bits)) {
      this.#report(fixup, `${showValue(value)} does not fit in ${size * 8} bits`);
    }
    let rest = big;
    for (let index = 0; index < size; index++, rest >>= 8n) {
      view.setUint8(at + index, Number(rest & 0xffn));
    }
  }

  #relocate(
    section: Section,
    fixup: Fixup,
    linear: Linear,
    at: number,
    relocations: Relocation[],
  ): void {
    const { type, location, length } = fixup;
    const push = (kind: number, symbol: AssemblySymbol | undefined, addend: Int64) =>
      relocations.push({
        offset: at,
        type: kind,
        symbol: symbol === undefined ? NO_SYMBOL : this.#assembly.symbols.indexOf(symbol),
        addend,
        location,
        length,
      });
    const size = DATA_SIZES.get(type);
    const types = size === undefined ? undefined : DATA_TYPES.get(size);
    if (linear.minus !== undefined) {
      if (types === undefined || linear.plus === undefined) {
        const name = linear.minus.name;
        this.#report(
          fixup,
          `the address of \`${name}\` can only be subtracted from another address`,
        );
        return;
      }
      const { section: home, offset, fragment } = linear.minus;
      if (
        type === R.ABS32 && home === section && section.name === ".eh_frame" &&
        section.finalOffset(offset, fragment) === at
      ) {
        // GNU ld moves what is in .eh_frame, and expects distances from here in this form.
        push(R.PCREL32, linear.plus, linear.offset);
        return;
      }
      push(types.add, linear.plus, linear.offset);
      push(types.subtract, linear.minus, 0);
      return;
    }
    const name = linear.plus?.name ?? "";
    if (type === R.IMMEDIATE_I || type === R.IMMEDIATE_S) {
      if (linear.plus?.state === "undefined") {
        this.#report(fixup, `\`${name}\` is not defined in this file: a constant is needed here`);
        return;
      }
      const fix =
        `\`la\` loads an address; \`%lo(${name})\` is its lower part, after \`lui\` with \`%hi\``;
      this.#report(fixup, `the address of \`${name}\` does not fit in 12 bits`, fix);
      return;
    }
    if (type === R.DATA8 || type === R.DATA16) {
      const isQuoted = this.#assembly.sources.text(location, 1) === '"';
      this.#report(
        fixup,
        `the address of \`${name}\` does not fit in ${type === R.DATA8 ? 8 : 16} bits`,
        isQuoted
          ? "a quoted name is a symbol here: use `.ascii` for the characters of a string"
          : "use `.dword` to store an address",
      );
      return;
    }
    push(type, linear.plus, linear.offset);
  }

  #report({ location, length }: Fixup, message: string, fix?: string): void {
    const { sources, diagnostics } = this.#assembly;
    const text = diagnostics.full ? "" : sources.text(location, length);
    const odd = oddCharacters(text);
    if (odd !== undefined) {
      const { fix } = odd;
      diagnostics.error(sources, location + odd.offset, odd.length, odd.message, { fix });
      return;
    }
    const advice = markedNumberFix(text) ?? (fix === undefined ? undefined : { message: fix });
    diagnostics.error(sources, location, length, message, advice && { fix: advice });
  }
}
