// SPDX-License-Identifier: MPL-2.0
// The macros that are defined from the start: those of gcc for riscv64 Linux in assembly source (RISC-V C
// API, "Preprocessor Definitions"), without those about C's floating-point types. Takes an architecture;
// returns lines as after `#define`.

import type { Extension } from "../../cpu/isa/table.ts";
import type { Architecture } from "../state/architecture.ts";
import { defaultArchitecture, floatAbiOf } from "../object/target.ts";

/** The same for every architecture. */
const ALWAYS = `__ASSEMBLER__ 1
__riscv 1
__riscv_xlen 64
__riscv_arch_test 1
__riscv_cmodel_medlow 1
__ELF__ 1
__LP64__ 1
_LP64 1
linux 1
__linux 1
__linux__ 1
__gnu_linux__ 1
unix 1
__unix 1
__unix__ 1
__GNUC__ 12
__GNUC_MINOR__ 2
__GNUC_PATCHLEVEL__ 0
__GNUC_STDC_INLINE__ 1
__GXX_ABI_VERSION 1017
__VERSION__ "12.2.0"
__GNUC_EXECUTION_CHARSET_NAME "UTF-8"
__GNUC_WIDE_EXECUTION_CHARSET_NAME "UTF-32LE"
__STDC__ 1
__STDC_HOSTED__ 1
__STDC_ISO_10646__ 201706L
_STDC_PREDEF_H 1
__NO_INLINE__ 1
__CHAR_UNSIGNED__ 1
__PRAGMA_REDEFINE_EXTNAME 1
__REGISTER_PREFIX__
__USER_LABEL_PREFIX__
__BIGGEST_ALIGNMENT__ 16
__ORDER_LITTLE_ENDIAN__ 1234
__ORDER_BIG_ENDIAN__ 4321
__ORDER_PDP_ENDIAN__ 3412
__BYTE_ORDER__ __ORDER_LITTLE_ENDIAN__
__FLOAT_WORD_ORDER__ __ORDER_LITTLE_ENDIAN__
__CHAR_BIT__ 8
__ATOMIC_RELAXED 0
__ATOMIC_CONSUME 1
__ATOMIC_ACQUIRE 2
__ATOMIC_RELEASE 3
__ATOMIC_ACQ_REL 4
__ATOMIC_SEQ_CST 5
__GCC_ATOMIC_TEST_AND_SET_TRUEVAL 1
__SIG_ATOMIC_TYPE__ int
__SIG_ATOMIC_MAX__ 0x7fffffff
__SIG_ATOMIC_MIN__ (-__SIG_ATOMIC_MAX__ - 1)
__SIG_ATOMIC_WIDTH__ 32
__WCHAR_TYPE__ int
__WCHAR_MAX__ 0x7fffffff
__WCHAR_MIN__ (-__WCHAR_MAX__ - 1)
__WCHAR_WIDTH__ 32
__WINT_TYPE__ unsigned int
__WINT_MAX__ 0xffffffffU
__WINT_MIN__ 0U
__WINT_WIDTH__ 32
__CHAR16_TYPE__ short unsigned int
__CHAR32_TYPE__ unsigned int
__SCHAR_MAX__ 0x7f
__SCHAR_WIDTH__ 8
__SHRT_MAX__ 0x7fff
__SHRT_WIDTH__ 16
__INT_MAX__ 0x7fffffff
__INT_WIDTH__ 32
__LONG_MAX__ 0x7fffffffffffffffL
__LONG_WIDTH__ 64
__LONG_LONG_MAX__ 0x7fffffffffffffffLL
__LONG_LONG_WIDTH__ 64
__PTRDIFF_TYPE__ long int
__PTRDIFF_MAX__ 0x7fffffffffffffffL
__PTRDIFF_WIDTH__ 64
__SIZE_TYPE__ long unsigned int
__SIZE_MAX__ 0xffffffffffffffffUL
__SIZE_WIDTH__ 64`;

/** Sizes of C's types in bytes: `__SIZEOF_INT__`. */
const SIZES: Readonly<Record<string, number>> = {
  ...{ SHORT: 2, INT: 4, LONG: 8, LONG_LONG: 8, INT128: 16, POINTER: 8, SIZE_T: 8, PTRDIFF_T: 8 },
  ...{ WCHAR_T: 4, WINT_T: 4, FLOAT: 4, DOUBLE: 8, LONG_DOUBLE: 16 },
};

/** Integer types by their bits: the C type, and the suffix of its constants. */
const INTEGERS: Readonly<Record<number, readonly [string, string]>> = {
  8: ["char", ""],
  16: ["short int", ""],
  32: ["int", ""],
  64: ["long int", "L"],
};
const WORD = 64;

/** Extensions of the machine that have a macro when the source may use them. */
const EXTENSIONS: readonly Extension[] = ["Zba", "Zbb", "Zbc", "Zbkb", "Zbkc", "Zbs", "Zicond"];

/** The definitions for an architecture. */
export function predefinedMacros(architecture: Architecture): string[] {
  return [
    ...ALWAYS.split("\n"),
    ...Object.entries(SIZES).map(([name, size]) => `__SIZEOF_${name}__ ${size}`),
    ...integerMacros(),
    ...architectureMacros(architecture),
  ];
}

/** `__INT8_MAX__`, `__UINT_FAST16_TYPE__` and their kin. */
function integerMacros(): string[] {
  const lines: string[] = [];
  const add = (name: string, bits: number) => {
    const [type, suffix] = INTEGERS[bits] ?? ["", ""];
    const max = (1n << BigInt(bits)) - 1n;
    const unsigned = bits === 8
      ? "unsigned char"
      : bits === 16
      ? "short unsigned int"
      : bits === 32
      ? "unsigned int"
      : "long unsigned int";
    const unsignedSuffix = bits < 32 ? "" : `U${suffix}`;
    lines.push(
      `__INT${name}_TYPE__ ${bits === 8 ? "signed char" : type}`,
      `__UINT${name}_TYPE__ ${unsigned}`,
      `__INT${name}_MAX__ 0x${(max >> 1n).toString(16)}${suffix}`,
      `__UINT${name}_MAX__ 0x${max.toString(16)}${unsignedSuffix}`,
    );
    if (!/^\d/.test(name)) lines.push(`__INT${name}_WIDTH__ ${bits}`);
    if (/^(?:\d+|MAX)$/.test(name)) {
      const end = (text: string) => text === "" ? "c" : `c ## ${text}`;
      lines.push(
        `__INT${name}_C(c) ${end(suffix)}`,
        `__UINT${name}_C(c) ${end(unsignedSuffix)}`,
      );
    }
  };
  for (const bits of Object.keys(INTEGERS).map(Number)) {
    add(`${bits}`, bits);
    add(`_LEAST${bits}`, bits);
    add(`_FAST${bits}`, bits === 8 ? bits : WORD);
  }
  add("MAX", WORD);
  add("PTR", WORD);
  return lines;
}

function architectureMacros(architecture: Architecture): string[] {
  const name = architecture.name ?? defaultArchitecture(false);
  const versions = new Map<string, string>();
  for (const part of name.slice("rv64".length).split("_")) {
    const [, extension, major, minor] = /^(\w+?)(\d+)p(\d+)$/.exec(part) ?? [];
    if (extension === undefined) continue;
    versions.set(extension, `${Number(major) * 1_000_000 + Number(minor) * 1000}`);
  }
  for (const extension of EXTENSIONS) {
    const key = extension.toLowerCase();
    if (architecture.has(extension) && !versions.has(key)) versions.set(key, "1000000");
  }
  const lines = [...versions].map(([key, version]) => `__riscv_${key} ${version}`);
  const on = (...names: string[]) => lines.push(...names.map((each) => `${each} 1`));
  if (versions.has("m")) on("__riscv_mul", "__riscv_div", "__riscv_muldiv");
  else if (versions.has("zmmul")) on("__riscv_mul");
  const isAtomic = versions.has("a");
  if (isAtomic) {
    on("__riscv_atomic", "__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4");
    on("__GCC_HAVE_SYNC_COMPARE_AND_SWAP_8");
  }
  for (const type of ["BOOL", "CHAR", "CHAR16_T", "SHORT"]) on(`__GCC_ATOMIC_${type}_LOCK_FREE`);
  for (const type of ["CHAR32_T", "INT", "LLONG", "LONG", "POINTER", "WCHAR_T"]) {
    lines.push(`__GCC_ATOMIC_${type}_LOCK_FREE ${isAtomic ? 2 : 1}`);
  }
  if (versions.has("c")) on("__riscv_compressed");
  if (versions.has("f")) {
    on("__riscv_fdiv", "__riscv_fsqrt");
    lines.push(`__riscv_flen ${versions.has("d") ? 64 : 32}`);
  }
  on(`__riscv_float_abi_${floatAbiOf(name)}`);
  return lines;
}
