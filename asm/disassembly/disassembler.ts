// SPDX-License-Identifier: MPL-2.0
// Disassembles an instruction word by the instruction table. Takes the word and, for readable branch
// targets, its address and a way to look up symbols. Without an address, the text assembles to the same
// word (if the word's extension is enabled, as by `.option arch, +c, +zba, +zbb`): words that are no
// instruction, or have reserved fields set, become data.

import { csrName } from "../../cpu/isa/csr_names.ts";
import {
  type CompressedEncoding,
  decode,
  decodeCompressed,
  encode,
  type Instruction,
} from "../../cpu/isa/encoding.ts";
import type { CompressedMnemonic } from "../../cpu/isa/compressed.ts";
import { instructionLength, type Mnemonic } from "../../cpu/isa/table.ts";
import {
  FLOAT_REGISTER_NAMES,
  REGISTER_NAMES,
  ROUNDING_MODE_NAMES,
} from "../../cpu/isa/registers.ts";
import { type Alias, ALIASES, COMPRESSED_ALIASES } from "../instructions/aliases.ts";
import { CHOICES, compress } from "../instructions/compression.ts";
import { hex } from "../object/value.ts";

/** A name for an address. */
export interface NamedAddress {
  /** The symbol's name. */
  readonly name: string;
  /** The symbol's address. */
  readonly value: bigint;
}

/** Options of disassemble(). */
export interface DisassembleOptions {
  /** The address of the instruction, to write targets as addresses instead of `. + 16`. */
  readonly address?: bigint;
  /** Finds the symbol that covers an address, to write `<main+0x10>` after it. */
  readonly symbolAt?: (address: bigint) => NamedAddress | undefined;
  /** Whether to use pseudo-instructions such as `ret`; true by default. */
  readonly aliases?: boolean;
}

const ADDRESS_BITS = 64;
/** The end of the operands of rows with a rounding mode, and the dynamic mode. */
const ROUNDING_MODE = ", rm";
const DYNAMIC = 7;

const ALIASES_OF: ReadonlyMap<Mnemonic, readonly Alias[]> = Map.groupBy(
  ALIASES,
  (alias) => alias.of,
);

function register(number: number): string {
  return REGISTER_NAMES[number] ?? `x${number}`;
}

function floatRegister(number: number): string {
  return FLOAT_REGISTER_NAMES[number] ?? `f${number}`;
}

/** A branch target: `0x10010 <main+0x10>` if the address is known, otherwise `. + 16`. */
function target(offset: number, { address, symbolAt }: DisassembleOptions): string {
  if (address === undefined) {
    if (offset === 0) return ".";
    return offset < 0 ? `. - ${-offset}` : `. + ${offset}`;
  }
  const to = BigInt.asUintN(ADDRESS_BITS, address + BigInt(offset));
  const symbol = symbolAt?.(to);
  if (symbol === undefined) return hex(to);
  const distance = to - symbol.value;
  return `${hex(to)} <${symbol.name}${distance === 0n ? "" : `+${hex(distance)}`}>`;
}

/** The letters of a fence's set, highest bit first. */
function fenceSet(bits: number): string {
  return [..."iorw"].filter((_, index) => bits & (8 >> index)).join("");
}

/** How to write each operand of the instruction table. */
const OPERAND_WRITERS: Readonly<
  Record<string, (instruction: Instruction, options: DisassembleOptions) => string>
> = {
  "rd": ({ rd }) => register(rd),
  "rs1": ({ rs1 }) => register(rs1),
  "rs2": ({ rs2 }) => register(rs2),
  "frd": ({ rd }) => floatRegister(rd),
  "frs1": ({ rs1 }) => floatRegister(rs1),
  "frs2": ({ rs2 }) => floatRegister(rs2),
  "frs3": ({ rs3 }) => floatRegister(rs3),
  "frs": ({ rs1 }) => floatRegister(rs1),
  "rm": ({ rm }) => ROUNDING_MODE_NAMES.get(rm) ?? `${rm}`,
  "imm": ({ imm }) => `${imm}`,
  "imm(rs1)": ({ imm, rs1 }) => `${imm}(${register(rs1)})`,
  "block(rs1)": ({ imm, rs1 }) => `${imm & -32}(${register(rs1)})`,
  "(rs1)": ({ rs1 }) => `(${register(rs1)})`,
  "offset": ({ imm }, options) => target(imm, options),
  "upper": ({ imm }) => hex(imm >>> 12),
  "shamt": ({ shamt }) => `${shamt}`,
  "uimm": ({ uimm }) => `${uimm}`,
  "csr": ({ csr }) => csrName(csr) ?? hex(csr),
  "pred": ({ pred }) => fenceSet(pred),
  "succ": ({ succ }) => fenceSet(succ),
};

/** Likewise for compressed instructions. */
const COMPRESSED_WRITERS: typeof OPERAND_WRITERS = {
  ...OPERAND_WRITERS,
  "sp": () => "sp",
  "uimm(rs1)": ({ uimm, rs1 }) => `${uimm}(${register(rs1)})`,
  "uimm(sp)": ({ uimm }) => `${uimm}(sp)`,
};

function splitOperands(operands: string): string[] {
  return operands === "" ? [] : operands.split(", ");
}

/** The fields that an operand shows: `imm(rs1)` and `frs` show two. */
function shownFields(operand: string): readonly string[] {
  if (operand === "imm(rs1)" || operand === "block(rs1)") return ["imm", "rs1"];
  if (operand === "(rs1)") return ["rs1"];
  if (operand === "offset" || operand === "upper") return ["imm"];
  if (operand === "frs") return ["rs1", "rs2"];
  return [operand.startsWith("fr") ? operand.slice(1) : operand];
}

/**
 * Whether the operands determine every field of the word: fields that they leave out are as in `implied`,
 * otherwise zero, and no set is empty, because GNU as has no way to write an empty fence set.
 */
function showsEverything(
  instruction: Instruction,
  operands: readonly string[],
  implied: Alias["when"],
): boolean {
  const shown = new Set(operands.flatMap(shownFields));
  if (operands.includes("frs") && instruction.rs1 !== instruction.rs2) return false;
  return instruction.encoding.fields.every(({ name }) => {
    const value = instruction[name];
    if (!shown.has(name)) return value === (implied[name] ?? 0);
    if (name === "imm" && operands.includes("block(rs1)")) return (value & 31) === implied.imm;
    if (name === "pred" || name === "succ") return value !== 0;
    return implied[name] === undefined || implied[name] === value;
  });
}

/** Aliases that only compressed instructions have. */
const COMPRESSED_ONLY: Readonly<Partial<Record<CompressedMnemonic, Alias>>> = {
  "c.mv": { of: "add", when: { rs1: 0 }, name: "mv", operands: "rd, rs2" },
};

/**
 * The text of a compressed instruction: that of the instruction it expands to, if compressing that makes
 * the same halfword; otherwise its own.
 */
function spellCompressed(
  instruction: Instruction,
  compressed: CompressedEncoding,
  options: DisassembleOptions,
): { name: string; operands: string[] } {
  const { encoding: { row, mnemonic }, word } = instruction;
  if (options.aliases !== false) {
    const expanded = encode(instruction.encoding, instruction);
    const own = COMPRESSED_ONLY[compressed.mnemonic];
    const plain = { when: {}, name: mnemonic, operands: row.operands };
    for (
      const { when, name, operands } of [
        ...own === undefined ? [] : [own],
        ...ALIASES_OF.get(mnemonic) ?? [],
        plain,
      ]
    ) {
      const list = splitOperands(operands);
      if (!showsEverything(instruction, list, when)) continue;
      if (compress(expanded, CHOICES.get(`${name} ${operands}`)) !== word) continue;
      return {
        name,
        operands: list.map((each) => OPERAND_WRITERS[each]?.(instruction, options) ?? each),
      };
    }
  }
  const values = decodeCompressed(word)?.values;
  const shown = { ...instruction, ...values };
  const alias = COMPRESSED_ALIASES.find(({ of, operands }) =>
    of === compressed.mnemonic &&
    compressed.fields.every(({ name }) =>
      splitOperands(operands).includes(name) || shown[name] === 0
    )
  );
  const { name, operands } = alias ??
    { name: compressed.mnemonic, operands: compressed.row.operands };
  return {
    name,
    operands: splitOperands(operands).map((each) =>
      COMPRESSED_WRITERS[each]?.(shown, options) ?? each
    ),
  };
}

/** The text of an instruction; undefined when no text assembles to the same bits. */
function spell(
  instruction: Instruction,
  options: DisassembleOptions,
): { name: string; operands: string[] } | undefined {
  const { mnemonic, encoding: { row }, compressed } = instruction;
  if (compressed !== undefined) return spellCompressed(instruction, compressed, options);
  const aliases = ALIASES_OF.get(mnemonic) ?? [];
  // The dynamic rounding mode is the default, so it is left out.
  const plain = instruction.rm === DYNAMIC && row.operands.endsWith(ROUNDING_MODE)
    ? {
      when: { rm: DYNAMIC },
      name: mnemonic,
      operands: row.operands.slice(0, -ROUNDING_MODE.length),
    }
    : { when: {}, name: mnemonic, operands: row.operands };
  // fence.tso only has an alias, so aliases are the last resort even if they are not wanted. Those of an
  // extension are its instructions.
  const own = aliases.filter(({ extension }) => extension !== undefined);
  const ways = options.aliases === false ? [...own, plain, ...aliases] : [...aliases, plain];
  for (const { when, name, operands } of ways) {
    const list = splitOperands(operands);
    if (!showsEverything(instruction, list, when)) continue;
    return {
      name,
      operands: list.map((operand) => OPERAND_WRITERS[operand]?.(instruction, options) ?? operand),
    };
  }
  return undefined;
}

/**
 * Disassembles the instruction in the low bits of `word`: the mnemonic, a space, and the operands separated
 * by `, `. A word that is no instruction becomes `.4byte`, or `.2byte` if its low bits mean two bytes; zeros
 * become `c.unimp`.
 *
 * @param word 32 bits. For a 2-byte instruction the upper 16 are ignored.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { disassemble } from "./disassembler.ts";
 *
 * assertEquals(disassemble(0x00008067), "ret");
 * assertEquals(disassemble(0x00008067, { aliases: false }), "jalr zero, 0(ra)");
 * assertEquals(disassemble(0xfe0518e3, { address: 0x10010n }), "bnez a0, 0x10000");
 * ```
 */
export function disassemble(word: number, options: DisassembleOptions = {}): string {
  const instruction = decode(word);
  const spelled = instruction && spell(instruction, options);
  if (spelled !== undefined) {
    const operands = spelled.operands.join(", ");
    return operands === "" ? spelled.name : `${spelled.name} ${operands}`;
  }
  if ((word & 0xffff) === 0) return "c.unimp";
  const data = instructionLength(word) === 2
    ? `.2byte ${hex(word & 0xffff, 4)}`
    : `.4byte ${hex(word >>> 0, 8)}`;
  // Harts ignore reserved fields and execute the word, so name the instruction.
  return instruction === undefined ? data : `${data} # ${instruction.mnemonic}`;
}
