// SPDX-License-Identifier: MPL-2.0
// The largest sizes that the assembler, the linker and the readers of ELF files accept: what is beyond
// them is a mistake, and is reported before memory is spent on it.

/** Bytes that an object file or a program's image may hold, the zeros of `.bss` not counted. */
export const MAX_STORED_BYTES: number = 256 * 1024 * 1024;
/** Bytes that a section of zeros, or a common symbol, may have. */
export const MAX_ZERO_BYTES: number = 2 ** 32 - 1;
/** Bytes of memory that a program may fill, zeros included. */
export const MAX_MEMORY = 0xf000_0000;
