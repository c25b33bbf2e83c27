// SPDX-License-Identifier: MPL-2.0
// The binary trace: names and numbers of its layout, which host/BINARY_TRACE.md describes, and the memory of the
// WebAssembly code that writes and reads it.

import { TRACE } from "../../../cpu/memory/layout.ts";

/** The first bytes of a file: a name and the number of this version. */
export const MAGIC: Uint8Array<ArrayBuffer> = new TextEncoder().encode("leveret trace 1\n");

/** The header of a chunk, in bytes: its tag, the sizes of its content, and a checksum. */
export const CHUNK = {
  size: 24,
  /** `chnk`, or `end.` for the last one. */
  tag: 0,
  /** Bytes that follow. */
  length: 4,
  /** Instructions in it; for the last chunk, in all others. 64 bits. */
  count: 8,
  /** 64 bits. */
  checksum: 16,
} as const;
/** The tag of a chunk of instructions. */
export const CHUNK_TAG = 0x6b6e6863;
/** The tag of the end. */
export const END_TAG = 0x2e646e65;

/** Kinds of token, in the low four bits of its byte; 1 to 8 are the bytes of a difference. */
export const TOKEN = {
  run: 0,
  other: 9,
  successor: 10,
  definition: 11,
  register: 12,
  number: 13,
  explicit: 14,
  longRun: 15,
} as const;
/** Bytes of the content of an explicit record. */
export const EXPLICIT_SIZE = 26;

/** What is known of an instruction at an address. Offsets within an entry of the dictionary. */
export const ENTRY = {
  size: 64,
  pc: 0,
  word: 8,
  /** How its value is predicted: an `OPERATION`. 32 bits. */
  operation: 12,
  /** The immediate, which may be an operand. */
  imm: 16,
  /** The last value. */
  last: 24,
  /** Where the instruction that came after it last is, and the different one before. 32 bits. */
  next: 32,
  alternative: 36,
  /** Access and bytes as in a trace record, 16 bits; `NEVER` if its records are explicit. 32 bits. */
  access: 40,
  /** Where its operands are: in a register, or its own immediate. 32 bits. */
  first: 44,
  second: 48,
  /** Where the register that it writes is; 0 if it writes none. 32 bits. */
  destination: 52,
  /** The bits of the bytes that it accesses. */
  mask: 56,
} as const;
/** No access of a record. */
export const NEVER = 0x10000;

/** How values are predicted. */
export const OPERATIONS = [
  ...["last", "none", "store", "lb", "lh", "lw", "ld", "lbu", "lhu", "lwu", "flw"],
  ...["add", "sub", "and", "or", "xor", "sll", "srl", "sra", "slt", "sltu", "mul"],
  ...["addw", "subw", "sllw", "srlw", "sraw", "mulw", "fadd.d", "fsub.d", "fmul.d"],
] as const;

/** Instructions that the dictionary holds. */
export const MAX_ENTRIES = 1 << 18;
/** Records in the buffers. */
export const MAX_RECORDS = 1 << 14;
/** The most bytes that a record can take. */
export const MAX_RECORD_BYTES = 96;
/** Entries of the memory cache, and bytes in each: a key and a value. */
export const CACHE = { count: 1 << 16, size: 16, key: 0, value: 8 } as const;
/** Entries of the index of the dictionary, 32 bits each. */
export const INDEX_COUNT = 1 << 19;

const MIB = 1 << 20;
/** x0 to x31 and f0 to f31. */
export const REGISTERS = 0;
/** What the functions of the codec keep between calls, 32 bits each. */
export const STATE = {
  previous: 1024,
  run: 1028,
  /** Where the next byte is written, or read. */
  position: 1032,
  /** Why decoding stopped: a `STOP`. */
  stop: 1036,
  /** Whether the next instruction is not the predicted one; its entry. */
  redirected: 1040,
  /** How many entries there are. */
  count: 1044,
  /** The number that the next instruction has, 64 bits. */
  number: 1048,
} as const;
/** Why decoding stopped. */
export const STOP = { end: 0, full: 1, definition: 2, number: 3, damaged: 4 } as const;
/** The memory cache. */
export const CACHE_START = MIB;
/** The index, by a hash of addresses. */
export const INDEX_START = 2 * MIB;
/** Records. */
export const RECORDS = 4 * MIB;
/** Encoded bytes. */
export const BYTES = 5 * MIB;
/** Room for encoded bytes. */
export const BYTES_SIZE = 3 * MIB;
/** The dictionary. */
export const ENTRIES = 8 * MIB;
/** Pages of the memory. */
export const MEMORY_PAGES = (ENTRIES + MAX_ENTRIES * ENTRY.size) / 65536;

if (MAX_RECORDS * TRACE.size > BYTES - RECORDS || MAX_RECORDS * MAX_RECORD_BYTES > BYTES_SIZE) {
  throw new RangeError("Cannot lay out the codec's memory: buffers overlap");
}

/** The multiplier of hashes and of the checksum: 2^64 divided by the golden ratio. */
export const MULTIPLIER = 0x9e37_79b9_7f4a_7c15n;
