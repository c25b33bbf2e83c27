// SPDX-License-Identifier: MPL-2.0
// The largest sizes that the assembler, the linker and the readers of ELF files accept. Anything larger is a
// mistake, and is reported before memory is allocated for it.

/** The bytes of an object file or a program's image, without `.bss`. */
export const MAX_STORED_BYTES: number = 256 * 1024 * 1024;
/** The size of a section of zeros, or of a common symbol. */
export const MAX_ZERO_BYTES: number = 2 ** 32 - 1;
/** The bytes of memory that a program needs, zeros included. */
export const MAX_MEMORY = 0xf000_0000;
