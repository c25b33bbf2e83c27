// SPDX-License-Identifier: MPL-2.0
// Fills the linker's own sections: the slots of the global offset table, the stubs of indirect functions,
// and the relocations by which a C library chooses their implementations (psABI, "Program Linkage Table"
// and R_RISCV_IRELATIVE).

import { LINKER_SECTION, SLOT_SIZE, type SlotKind, STUB_SIZE } from "./linker_object.ts";
import type { OutputSection } from "./memory_layout.ts";
import { immediateBits, R, upperBits } from "../object/relocation.ts";
import type { SymbolValues } from "./symbol_values.ts";
import { type Int64, subtract } from "../object/value.ts";

/** Subtracted from the TLS offsets in __tls_get_addr's pairs (psABI). */
export const THREAD_PAIR_BIAS = 0x800;
/** The module number of the program itself; shared libraries would have others. */
const PROGRAM_MODULE = 1n;
const RELA_SIZE = 24;

/** auipc t3, 0; ld t3, 0(t3); jalr t1, t3; nop */
const STUB = [0x0000_0e17, 0x000e_3e03, 0x000e_0367, 0x0000_0013] as const;

/** Fills the tables. `image` has the bytes of each output section. */
export function fillTables(
  values: SymbolValues,
  image: ReadonlyMap<OutputSection, Uint8Array>,
): void {
  const got = sectionOf(values, image, LINKER_SECTION.got);
  if (got !== undefined) fillSlots(values, got.view);
  const stubs = sectionOf(values, image, LINKER_SECTION.stubs);
  const chosen = sectionOf(values, image, LINKER_SECTION.chosen);
  const relocations = sectionOf(values, image, LINKER_SECTION.relocations);
  if (stubs === undefined || chosen === undefined || relocations === undefined) return;
  values.linker.indirect.forEach((definition, index) => {
    const stub = index * STUB_SIZE;
    const slot = index * SLOT_SIZE;
    const distance = chosen.address + slot - (stubs.address + stub);
    const [upper, load, jump, nop] = STUB;
    const words = [upper | upperBits(distance), load | immediateBits(distance), jump, nop];
    words.forEach((word, at) => stubs.view.setUint32(stub + at * 4, word, true));
    const at = index * RELA_SIZE;
    relocations.view.setBigUint64(at, BigInt(chosen.address + slot), true);
    relocations.view.setBigUint64(at + 8, BigInt(R.IRELATIVE), true);
    relocations.view.setBigUint64(at + 16, unsigned(values.definedValue(definition)), true);
  });
}

const unsigned = (value: Int64): bigint => BigInt.asUintN(64, BigInt(value));

function fillSlots(values: SymbolValues, view: DataView): void {
  const start = values.thread?.address ?? 0;
  const fill: Readonly<Record<SlotKind, (at: number, value: Int64) => void>> = {
    address: (at, value) => view.setBigUint64(at, unsigned(value), true),
    threadOffset: (at, value) => view.setBigUint64(at, unsigned(subtract(value, start)), true),
    threadPair(at, value) {
      view.setBigUint64(at, PROGRAM_MODULE, true);
      const offset = subtract(value, start + THREAD_PAIR_BIAS);
      view.setBigUint64(at + SLOT_SIZE, unsigned(offset), true);
    },
  };
  for (const { object, symbol, kind, offset } of values.linker.slots) {
    fill[kind](offset, values.of(object)?.values[symbol] ?? 0);
  }
}

/** The address and bytes of one of the linker's own sections. */
function sectionOf(
  values: SymbolValues,
  image: ReadonlyMap<OutputSection, Uint8Array>,
  index: number,
): { address: number; view: DataView } | undefined {
  const { object } = values.linker;
  const section = object.sections[index];
  for (const output of values.outputs) {
    const part = output.parts.find((candidate) => candidate.section === section);
    const bytes = image.get(output);
    if (part === undefined || bytes === undefined || part.section.size === 0) continue;
    const start = bytes.byteOffset + part.address - output.address;
    return {
      address: part.address,
      view: new DataView(bytes.buffer, start, part.section.size),
    };
  }
  return undefined;
}
