// SPDX-License-Identifier: MPL-2.0
// The layout of a machine's WebAssembly memory. A guest page lies at the offset given by the low 32
// bits of its address. The machine keeps its own data in a range that the guest cannot map; it is
// below 2 GiB, so its offsets fit the displacement of an x86-64 instruction. All offsets are in
// bytes from the start of the memory.

/** Bytes in a page. */
export const PAGE_SIZE = 4096;
/** Page slots in the memory: one for each value of the low 32 bits of a page's address. */
export const SLOT_COUNT = 2 ** 20;

/** The slot of the page that contains an address. */
export const slotOf = (address: bigint): number => Number((address >> 12n) & 0xf_ffffn);

/** The same for an address as a number, which must be exact. */
export const slotOfNumber = (address: number): number =>
  Math.floor(address / PAGE_SIZE) % SLOT_COUNT;

const MIB = 2 ** 20;

/** Start of the machine's own range. */
export const PRIVATE_START = 0x7000_0000;
/** End of the machine's own range. */
export const PRIVATE_END = 0x7800_0000;

/**
 * A table of 64-bit tags, one per slot; there is one table for each kind of access. A tag is the
 * address of the page in the slot if that access may go ahead; otherwise it matches no address.
 */
export const READ_TAGS = PRIVATE_START;
/** See {@link READ_TAGS}. */
export const WRITE_TAGS = PRIVATE_START + 8 * MIB;
/** See {@link READ_TAGS}. Set for pages that have decoded records. */
export const EXECUTE_TAGS = PRIVATE_START + 16 * MIB;
/**
 * One 64-bit word per slot: the address of the page there, with `OWNER` flags in its low bits; 0 if
 * there is none. The slow path of an access checks it.
 */
export const OWNERS = PRIVATE_START + 24 * MIB;
/** One 32-bit word per slot: the offset of the page's decoded records. */
export const DECODED_STARTS = PRIVATE_START + 32 * MIB;
/** Pages of decoded records. */
export const DECODED_PAGES = PRIVATE_START + 36 * MIB;
/** How many pages of decoded records there is room for. */
export const DECODED_PAGE_COUNT = 1024;
/** The trace buffer: see `TRACE`. */
export const TRACE_BUFFER = PRIVATE_START + 80 * MIB;
/** Translated code by a hash of its address: see `DISPATCH`. */
export const DISPATCH_TABLE = PRIVATE_START + 84 * MIB;
/** Ranges that translated code may access without checking tags: see `RANGE`. */
export const RANGE_TABLE = PRIVATE_START + 86 * MIB;
/** Targets of computed jumps that translated code did not expect: see `JUMPS`. */
export const JUMP_TABLE = PRIVATE_START + 98 * MIB;
/** Registers, and what engines and host pass each other: see `STATE`. */
export const STATE_START = PRIVATE_START + 96 * MIB;
/** Counters of translated code, 64 bits each: how often its blocks run and its branches are taken. */
export const COUNTERS = PRIVATE_START + 100 * MIB;
/** How many counters there is room for. */
export const COUNTER_CAPACITY = 2 ** 20;
/** Whether there are stops, by a hash of their addresses: see `STOPS`. */
export const STOP_TABLE = PRIVATE_START + 97 * MIB;

/** Flags in the low bits of an owner word. */
export const OWNER = {
  read: 1,
  write: 2,
  execute: 4,
  /** The page has decoded records. Its write tag is withheld, so that stores to it are seen. */
  decoded: 8,
} as const;

/** A flag in `STATE.faultAccess` beside the `OWNER` flags: the fault is one of alignment. */
export const MISALIGNED = 16;

/**
 * The tag of slot 0, whose page can never be mapped. 0, as in any other unset tag, would match
 * address 0 there. No address has bit 11 set when it is compared with a tag: it is masked out.
 */
export const NEVER_MATCHES = 0x800n;

/** Offsets in the state block, from `STATE_START`. */
export const STATE = {
  /** x0 to x31, 8 bytes each. */
  registers: 0,
  /** Where the stepper lets writes to x0 go. */
  discard: 32 * 8,
  /** Address of the next instruction. */
  pc: 33 * 8,
  /** When an engine returns: how much of its budget is left, 32 bits. */
  unused: 34 * 8,
  /** How many instructions will have retired when the budget is used up, 64 bits. */
  retiredAtEnd: 35 * 8,
  /** The first byte that a failed access may not access. */
  faultAddress: 36 * 8,
  /** The rights that it needs (`OWNER` flags), or with `MISALIGNED`; 32 bits. */
  faultAccess: 37 * 8,
  /** Offset of the next trace record, 32 bits. */
  traceNext: 38 * 8,
  /** What `traceNext` will be when the budget is used up, 32 bits. */
  traceEnd: 39 * 8,
  /** Why translated code returned: one of `EXIT`, 32 bits. */
  exit: 40 * 8,
  /** The address that lr reserved, plus 1; 0 if there is no reservation. */
  reservedAddress: 41 * 8,
  /** What lr loaded from it, sign-extended. */
  reservedValue: 42 * 8,
  /** The floating-point control and status register, 32 bits. */
  fcsr: 43 * 8,
  /** The address for which the dispatcher has last called translated code. */
  entered: 44 * 8,
  /** While executions are counted: how many instructions of its last block code did not retire. */
  cut: 45 * 8,
  /** f0 to f31, 8 bytes each. */
  floats: 64 * 8,
  /** With `EXIT.learn`: the offset of the entry in the jump table, 32 bits. */
  jumps: 44 * 8,
  /** 1 if translated code is to pass the stop that it is entered at, 32 bits. */
  passesStop: 45 * 8,
  /** 1 if the recording stepper is to pass stops that the stop table does not count, 32 bits. */
  passesUncounted: 46 * 8,
} as const;

/** Bytes in the state block. */
export const STATE_SIZE = 96 * 8;

/** A decoded record: an instruction as the stepper executes it. Offsets within the record. */
export const RECORD = {
  size: 16,
  /** The stepper's handler for it, 16 bits. */
  handler: 0,
  /** Offsets of its registers in the state block, 16 bits each. */
  rd: 2,
  rs1: 4,
  rs2: 6,
  /** The immediate or shift amount, 32 bits, signed. The next four fields share its bytes. */
  imm: 8,
  /** The CSR or the offset of rs3, and the small immediate or rounding mode, 16 bits each. */
  csr: 8,
  rs3: 8,
  uimm: 10,
  rm: 10,
  /** The handler that a stop or translated code has replaced, 16 bits. */
  replaced: 12,
  /** A weighted count of jumps to it, 16 bits: hot code is translated. */
  heat: 14,
} as const;

/** Records per page: one for each halfword, then two that mark the end (for 2 and 4 bytes). */
export const RECORDS_PER_PAGE = PAGE_SIZE / 2 + 2;
/** Bytes of records per page. */
export const DECODED_PAGE_SIZE = RECORDS_PER_PAGE * RECORD.size;

/** A trace record: what a retired instruction did. Offsets within the record. */
export const TRACE = {
  size: 40,
  pc: 0,
  /** What it wrote to rd, or what a store stored. */
  value: 8,
  /** The address loaded from or stored to. */
  address: 16,
  /** The instruction, 32 bits; a 2-byte instruction is in the low half. */
  word: 24,
  /** Its access as `OWNER` flags: read, write, both for an atomic one, or neither; 8 bits. */
  access: 28,
  /** Bytes accessed, 8 bits. */
  bytes: 29,
  /** What an atomic instruction stored. */
  stored: 32,
} as const;
/** How many trace records the buffer holds. */
export const TRACE_CAPACITY = 2 ** 14;

/** The dispatch table: offsets within an entry, and the number of entries. */
export const DISPATCH = {
  size: 16,
  /** Address of the guest code, 64 bits; 0 if the entry is empty. */
  pc: 0,
  /** Index of its function in the function table, 32 bits; function 0 returns to the stepper. */
  position: 8,
  /** The number of the block that it starts at, above 16 bits that are 0; 32 bits. */
  block: 12,
  /** Number of entries, indexed by the address's bits from 1 up. */
  count: 2 ** 17,
} as const;

/**
 * The range table. An entry belongs to one check in translated code and caches a range of pages
 * that passed it, so that the next check costs one comparison. Offsets within an entry, and the
 * number of entries.
 */
export const RANGE = {
  size: 32,
  /** Start address of the range, 64 bits. */
  start: 0,
  /** An access lies in the range if its address is less than this far from `start`; 64 bits. */
  length: 8,
  /** Accesses outside the range since it was last explored, 32 bits. */
  misses: 16,
  /** How many pages exploring found then, 32 bits. */
  explored: 20,
  count: 2 ** 16,
} as const;

/**
 * The stop table counts the stops by the bits of their addresses from 1 up. Translated code asks it at
 * each address that has or had a stop; so a stop can come and go without a change of code.
 */
export const STOPS = { size: 4, count: 2 ** 13 } as const;

/** An entry of the jump table: the last unexpected targets of a region's computed jumps. */
export const JUMPS = {
  size: 512,
  /** How many there have been, 32 bits. */
  count: 0,
  /** A ring of the targets, 64 bits each. */
  targets: 8,
  /** How many targets the ring holds. */
  capacity: 32,
  /** Number of entries. */
  entries: 2 ** 12,
} as const;
