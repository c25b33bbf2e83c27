// SPDX-License-Identifier: MPL-2.0
// The registers as a debugger sees them, in the order of the target description (GDB manual, "RISC-V
// Features"): x0 to x31, pc, f0 to f31, fflags, frm, fcsr.

import { FLOAT_REGISTER_NAMES, REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import type { Machine } from "../../cpu/machine.ts";

/** A register of the target description. */
interface TargetRegister {
  readonly name: string;
  readonly bits: 64 | 32;
  /** Its type there; undefined for a plain integer. */
  readonly type?: string;
  readonly get: (machine: Machine) => bigint;
  readonly set: (machine: Machine, value: bigint) => void;
}

const fcsrField = (name: string, shift: number, mask: number): TargetRegister => ({
  name,
  bits: 32,
  get: ({ floatRegisters }) => BigInt((floatRegisters.fcsr >> shift) & mask),
  set: ({ floatRegisters }, value) => {
    const others = floatRegisters.fcsr & ~(mask << shift);
    floatRegisters.fcsr = others | (Number(value) & mask) << shift;
  },
});

const INTEGERS: readonly TargetRegister[] = [
  ...REGISTER_NAMES.map((name, number): TargetRegister => ({
    name,
    bits: 64,
    ...(name === "sp" || name === "gp" || name === "tp" || name === "s0"
      ? { type: "data_ptr" }
      : name === "ra"
      ? { type: "code_ptr" }
      : {}),
    get: ({ registers }) => registers.get(number),
    set: ({ registers }, value) => registers.set(number, value),
  })),
  {
    name: "pc",
    bits: 64,
    type: "code_ptr",
    get: ({ pc }) => pc,
    set: (machine, value) => machine.pc = value,
  },
];

const FLOATS: readonly TargetRegister[] = [
  ...FLOAT_REGISTER_NAMES.map((name, number): TargetRegister => ({
    name,
    bits: 64,
    type: "riscv_double",
    get: ({ floatRegisters }) => floatRegisters.get(number),
    set: ({ floatRegisters }, value) => floatRegisters.set(number, value),
  })),
  fcsrField("fflags", 0, 0x1f),
  fcsrField("frm", 5, 7),
  fcsrField("fcsr", 0, 0xff),
];

/** All registers, by the number that the debugger uses. */
export const TARGET_REGISTERS: readonly TargetRegister[] = [...INTEGERS, ...FLOATS];

/** The number of pc. */
const PC_NUMBER = INTEGERS.length - 1;

/** What LLDB needs besides, to unwind and to find variables: roles, and the numbers of debug information. */
const ROLES: Readonly<Record<string, string>> = {
  ra: "ra",
  sp: "sp",
  s0: "fp",
  pc: "pc",
  ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`a${index}`, `arg${index + 1}`])),
};

function describe({ name, bits, type = "int" }: TargetRegister, number: number): string {
  const role = ROLES[name] === undefined ? "" : ` generic="${ROLES[name]}"`;
  const dwarf = dwarfNumber(number);
  const numbers = dwarf === undefined ? "" : ` dwarf_regnum="${dwarf}" ehframe_regnum="${dwarf}"`;
  return `    <reg name="${name}" bitsize="${bits}" type="${type}" regnum="${number}"${role}${numbers}/>`;
}

/** The number that DWARF has for a register, by the RISC-V ABI: 0 to 31, and 32 to 63 for floats. */
function dwarfNumber(number: number): number | undefined {
  if (number < PC_NUMBER) return number;
  const float = number - INTEGERS.length;
  return float >= 0 && float < FLOAT_REGISTER_NAMES.length ? 32 + float : undefined;
}

/** The target description. */
export const TARGET_DESCRIPTION: string = `<?xml version="1.0"?>
<!DOCTYPE target SYSTEM "gdb-target.dtd">
<target>
  <architecture>riscv:rv64</architecture>
  <osabi>GNU/Linux</osabi>
  <feature name="org.gnu.gdb.riscv.cpu">
${INTEGERS.map(describe).join("\n")}
  </feature>
  <feature name="org.gnu.gdb.riscv.fpu">
    <union id="riscv_double">
      <field name="float" type="ieee_single"/>
      <field name="double" type="ieee_double"/>
    </union>
${FLOATS.map((register, index) => describe(register, INTEGERS.length + index)).join("\n")}
  </feature>
</target>
`;

/** A register's value as the debugger reads it: hexadecimal digits of its bytes, the lowest first. */
export function registerHex(machine: Machine, register: TargetRegister): string {
  const digits = register.get(machine).toString(16).padStart(register.bits / 4, "0");
  return (digits.match(/../g) ?? []).reverse().join("");
}

/** The value that such digits stand for; undefined unless they are as long as the register. */
export function registerValue(hex: string, { bits }: TargetRegister): bigint | undefined {
  if (hex.length !== bits / 4 || !/^[\da-fA-F]+$/.test(hex)) return undefined;
  return BigInt(`0x${(hex.match(/../g) ?? []).reverse().join("")}`);
}
