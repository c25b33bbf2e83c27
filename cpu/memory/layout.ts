// SPDX-License-Identifier: MPL-2.0
// Where everything lies in the WebAssembly memory of a machine. A guest page lies at the offset
// given by the low 32 bits of its address; a range in the middle is private to the machine and can
// never be mapped. It lies below 2 GiB, so that its offsets fit the displacement of an x86-64
// instruction. All offsets are in bytes from the start of the memory.

/** Bytes in a page. */
export const PAGE_SIZE = 4096;
/** Page slots in the memory, one for each value of the low 32 bits of a page address. */
export const SLOT_COUNT = 2 ** 20;

/** The slot of the page that an address lies in. */
export const slotOf = (address: bigint): number => Number((address >> 12n) & 0xf_ffffn);

const MIB = 2 ** 20;

/** The first byte that guest pages cannot take. */
export const PRIVATE_START = 0x7000_0000;
/** The byte after the last one that guest pages cannot take. */
export const PRIVATE_END = 0x7800_0000;

/**
 * A table of 64-bit tags, one per slot, for each kind of access: a tag is the page's address where
 * a plain access may go ahead, and otherwise a value that no address matches.
 */
export const READ_TAGS = PRIVATE_START;
/** See {@link READ_TAGS}. */
export const WRITE_TAGS = PRIVATE_START + 8 * MIB;
/** See {@link READ_TAGS}. Set for pages that have a decoded page. */
export const EXECUTE_TAGS = PRIVATE_START + 16 * MIB;
/**
 * One 64-bit word per slot: address of the page that lies there, with `OWNER` flags in its low
 * bits, 0 when none does. The slow path of an access asks it.
 */
export const OWNERS = PRIVATE_START + 24 * MIB;
/** One 32-bit word per slot: where the page's decoded records start. */
export const DECODED_STARTS = PRIVATE_START + 32 * MIB;
/** Pages of decoded records. */
export const DECODED_PAGES = PRIVATE_START + 36 * MIB;
/** Number of pages of decoded records that fit. */
export const DECODED_PAGE_COUNT = 1024;
/** The ring of trace records. */
export const TRACE_BUFFER = PRIVATE_START + 80 * MIB;
/** What the translator has translated, by a hash of the address: see `DISPATCH`. */
export const DISPATCH_TABLE = PRIVATE_START + 84 * MIB;
/** Runs of pages that translated code may access without asking the tags: see `RANGE`. */
export const RANGE_TABLE = PRIVATE_START + 86 * MIB;
/** Where computed jumps went that translated code did not expect: see `JUMPS`. */
export const JUMP_TABLE = PRIVATE_START + 98 * MIB;
/** Registers and what else passes between an engine and its host; see `STATE`. */
export const STATE_START = PRIVATE_START + 96 * MIB;

/** Flags in the low bits of an owner word. */
export const OWNER = {
  read: 1,
  write: 2,
  execute: 4,
  /** The page has decoded records: a store to it must be reported, so its write tag is withheld. */
  decoded: 8,
} as const;

/** A flag beside those of `OWNER` in the state block's `faultAccess`: it is not the rights. */
export const MISALIGNED = 16;

/**
 * A tag for slot 0, whose page can never be mapped: the zero of an untouched table would match
 * address 0 there, and only there. Its bit 11 is always masked out of a compared address.
 */
export const NEVER_MATCHES = 0x800n;

/** Offsets in the state block, from `STATE_START`. */
export const STATE = {
  /** x0 to x31, 8 bytes each. */
  registers: 0,
  /** Where writes to x0 go. */
  discard: 32 * 8,
  /** Address of the next instruction. */
  pc: 33 * 8,
  /** On leaving an engine: how many instructions of its budget were not used, 32 bits. */
  unused: 34 * 8,
  /** Number of instructions retired when the budget is used up, 64 bits. */
  retiredAtEnd: 35 * 8,
  /** Of an access that could not go ahead: its first byte that may not be accessed. */
  faultAddress: 36 * 8,
  /** Of the same: `OWNER` flags, and `MISALIGNED`, 32 bits. */
  faultAccess: 37 * 8,
  /** Where the next trace record goes, 32 bits. */
  traceNext: 38 * 8,
  /** Where the trace record after the last one of the budget would go, 32 bits. */
  traceEnd: 39 * 8,
  /** Why translated code is left, 32 bits: one of `EXIT`. */
  exit: 40 * 8,
  /** The address that lr reserved, plus 1; 0 where there is no reservation. */
  reservedAddress: 41 * 8,
  /** What lr read there, sign-extended. */
  reservedValue: 42 * 8,
  /** The floating-point control and status register, 32 bits. */
  fcsr: 43 * 8,
  /** f0 to f31, 8 bytes each. */
  floats: 64 * 8,
  /** With `EXIT.learn`: the offset of the entry in the table of jumps, 32 bits. */
  jumps: 41 * 8,
} as const;

/** Bytes of the state block. */
export const STATE_SIZE = 96 * 8;

/** The decoded form of an instruction, what the stepper executes: offsets within its record. */
export const RECORD = {
  size: 16,
  /** Which handler of the stepper executes it, 16 bits. */
  handler: 0,
  /** Offset in the state block of the registers written and read, 16 bits each. */
  rd: 2,
  rs1: 4,
  rs2: 6,
  /** The immediate or shift amount, 32 bits, signed. */
  imm: 8,
  /** In its place, 16 bits each: the CSR or the offset of rs3, and the small immediate or mode. */
  csr: 8,
  rs3: 8,
  uimm: 10,
  rm: 10,
  /** The handler that a breakpoint stands in for, 16 bits. */
  replaced: 12,
  /** How often control jumped here, weighted, 16 bits: hot code is worth translating. */
  heat: 14,
} as const;

/** Records in a decoded page: one per halfword, and two ends for 2- and 4-byte instructions. */
export const RECORDS_PER_PAGE = PAGE_SIZE / 2 + 2;
/** Bytes of a decoded page. */
export const DECODED_PAGE_SIZE = RECORDS_PER_PAGE * RECORD.size;

/** A trace record: what one retired instruction did. Offsets within the record. */
export const TRACE = {
  size: 40,
  pc: 0,
  /** What was written to rd, or what a store stored. */
  value: 8,
  /** The address loaded from or stored to. */
  address: 16,
  /** The instruction's bits, 32 bits; of a 2-byte instruction its halfword. */
  word: 24,
  /** The `OWNER` flags read and write: neither, one, or, of an atomic instruction, both; 8 bits. */
  access: 28,
  /** Bytes accessed, 8 bits. */
  bytes: 29,
  /** What an atomic instruction stored. */
  stored: 32,
} as const;
/** Trace records that fit into the ring. */
export const TRACE_CAPACITY = 2 ** 14;

/** The table of translated code: offsets in an entry, and its extent. */
export const DISPATCH = {
  size: 16,
  /** Address of the guest code, 64 bits; 0 in an empty entry. */
  pc: 0,
  /** Position of its function in the function table, 32 bits; 0 is a function that gives up. */
  position: 8,
  /** Number of entries: one for each value of the hash, which is the address's bits from 1 up. */
  count: 2 ** 14,
} as const;

/**
 * An entry of the table of ranges: a run of pages that an access found, so that the next one by the
 * same base register is allowed by one comparison. Offsets in an entry, and their number.
 */
export const RANGE = {
  size: 32,
  /** Address of the run's first byte, 64 bits. */
  start: 0,
  /** For how many addresses, from `start` on, an access lies in the run; 0 in an empty entry; 64 bits. */
  length: 8,
  /** Accesses that were outside since the run was last explored, 32 bits. */
  misses: 16,
  /** Pages that were found then, 32 bits. */
  explored: 20,
  count: 2 ** 16,
} as const;

/** An entry of the table of jumps: the last ones of a region to unexpected addresses. */
export const JUMPS = {
  size: 512,
  /** How many there were, 32 bits. */
  count: 0,
  /** Their targets, 64 bits each: a ring. */
  targets: 8,
  /** Number of targets in the ring. */
  capacity: 32,
  /** Number of entries. */
  entries: 2 ** 12,
} as const;
