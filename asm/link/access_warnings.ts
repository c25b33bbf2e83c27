// SPDX-License-Identifier: MPL-2.0
// Warns of mistakes that show once everything has its address: a store to read-only data, a jump to data or
// to a number, a misaligned load or store. Only code written by hand is checked: compilers know what they
// do.

import type { DiagnosticFix, DiagnosticNote, Diagnostics } from "../object/diagnostic.ts";
import {
  NO_SYMBOL,
  type ObjectFile,
  type ObjectSection,
  type ObjectSymbol,
  PRECEDING_AUIPC,
  type Relocation,
} from "../object/object.ts";
import { isCompiled } from "../text/register_namesakes.ts";
import { R } from "../object/relocation.ts";
import type { SymbolValues } from "./symbol_values.ts";
import { showValue } from "../object/value.ts";

/** Opcodes of integer and floating-point instructions. */
const LOADS: ReadonlySet<number> = new Set([0x03, 0x07]);
const STORES: ReadonlySet<number> = new Set([0x23, 0x27]);
const JUMPS: ReadonlySet<number> = new Set([R.BRANCH, R.JAL, R.CALL, R.CALL_PLT]);
const LOWER: ReadonlySet<number> = new Set([R.LO12_I, R.LO12_S, R.PCREL_LO12_I, R.PCREL_LO12_S]);

/** A symbol and the section that defines it. */
interface Home {
  readonly object: ObjectFile;
  readonly symbol: ObjectSymbol;
  readonly index: number;
  readonly section: ObjectSection;
}

/** Warns of accesses in `objects` that are certain to go wrong. */
export function warnOfAccesses(
  objects: readonly ObjectFile[],
  values: SymbolValues,
  diagnostics: Diagnostics,
): void {
  const misaligned = new Set<ObjectSymbol>();
  for (const object of objects) new AccessCheck(object, values, diagnostics, misaligned).run();
}

class AccessCheck {
  readonly #object: ObjectFile;
  readonly #values: SymbolValues;
  readonly #diagnostics: Diagnostics;
  /** Symbols already warned of: the mistake is at the label, so one warning is enough. */
  readonly #misaligned: Set<ObjectSymbol>;
  #isByHand: boolean | undefined;

  constructor(
    object: ObjectFile,
    values: SymbolValues,
    diagnostics: Diagnostics,
    misaligned: Set<ObjectSymbol>,
  ) {
    this.#object = object;
    this.#values = values;
    this.#diagnostics = diagnostics;
    this.#misaligned = misaligned;
  }

  run(): void {
    for (const section of this.#object.sections) {
      if (!section.flags.execute || !section.flags.alloc) continue;
      const { relocations, data } = section;
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      for (let index = 0; index < relocations.length; index++) {
        const { type } = relocations[index]!;
        if (JUMPS.has(type)) this.#jump(relocations[index]!);
        else if (LOWER.has(type)) this.#access(relocations, index, view);
      }
    }
  }

  #warn({ location, length }: Relocation, message: string, home?: Home, advice?: string): void {
    const { sources } = this.#object;
    this.#isByHand ??= !isCompiled(sources);
    if (!this.#isByHand || location === 0) return;
    const notes: DiagnosticNote[] = home === undefined || home.symbol.location === 0 ? [] : [{
      message: `\`${home.symbol.name}\` is defined here`,
      span: home.object.sources.span(home.symbol.location, home.symbol.length),
    }];
    const fix: DiagnosticFix | undefined = advice === undefined ? undefined : { message: advice };
    this.#diagnostics.add({
      severity: "warning",
      message,
      span: sources.span(location, length),
      notes,
      ...(fix !== undefined && { fix }),
    });
  }

  /** Where the symbol of a relocation is defined; undefined when it is in no section. */
  #homeOf({ symbol: index }: Relocation): Home | undefined {
    const own = this.#object.symbols[index];
    if (own === undefined) return undefined;
    // A definition in the same file is nearly always the one that the linker uses.
    const definition = own.section === "undefined" ? this.#values.globals.get(own.name) : undefined;
    const { object, symbol } = definition ?? { object: this.#object, symbol: own };
    const section = typeof symbol.section === "number"
      ? object.sections[symbol.section]
      : undefined;
    if (section === undefined || typeof symbol.section !== "number") return undefined;
    return { object, symbol, section, index: symbol.section };
  }

  #jump(relocation: Relocation): void {
    if (relocation.symbol === NO_SYMBOL) {
      const value = showValue(relocation.addend);
      const isShort = relocation.addend >= 0 && relocation.addend < 10;
      this.#warn(
        relocation,
        `${value} is an absolute address here, not a distance or a label`,
        undefined,
        isShort
          ? `write \`${value}f\` for the next label \`${value}:\`, \`${value}b\` for the previous one`
          : `write \`. + ${value}\` for ${value} bytes from here, or better, use a label`,
      );
      return;
    }
    const home = this.#homeOf(relocation);
    if (home === undefined || home.section.flags.execute) return;
    const { name } = home.symbol;
    this.#warn(
      relocation,
      `\`${name}\` is in ${home.section.name}, which is not executable`,
      home,
      "write `.text` before code",
    );
  }

  #access(relocations: readonly Relocation[], index: number, view: DataView): void {
    const lower = relocations[index]!;
    const upper = lower.symbol === PRECEDING_AUIPC ? relocations[index - 1]! : lower;
    if (upper.type === R.GOT_HI20) return;
    const word = view.getUint32(lower.offset, true);
    const opcode = word & 0x7f;
    if (!LOADS.has(opcode) && !STORES.has(opcode)) return;
    const home = this.#homeOf(upper);
    if (home === undefined) return;
    const { name } = home.symbol;
    if (STORES.has(opcode) && !home.section.flags.write) {
      this.#warn(
        lower,
        `\`${name}\` is in ${home.section.name}, which is read-only`,
        home,
        "put data that changes into `.data` or `.bss`",
      );
      return;
    }
    const base = this.#values.addressOf(home.object, home.index);
    if (base === undefined) return;
    const address = base + Number(home.symbol.value) + Number(upper.addend);
    const size = 1 << ((word >> 12) & 3);
    if (address % size === 0 || this.#misaligned.has(home.symbol)) return;
    this.#misaligned.add(home.symbol);
    this.#warn(
      lower,
      `\`${name}\`${upper.addend === 0 ? "" : ` + ${upper.addend}`} is at ${
        showValue(address)
      }, which is not a multiple of ${size}: misaligned accesses are slow, or fault on some processors`,
      home,
      `\`.balign ${size}\` before the label aligns it`,
    );
  }
}
