// SPDX-License-Identifier: MPL-2.0
// A model of the logarithmic-bin allocator, as plain as TypeScript allows, with which rt.malloc is compared
// byte by byte. Written from the specification (Hare's rt::malloc of 2023-05-25), not from the assembly:
// nothing here is fast, bytes are poisoned one at a time and checks recurse as the text describes them.
//
// Takes a memory of pages and a system that answers mmap and munmap. Throws a ModelAbort with the exact
// message where the allocator aborts, and what the memory throws where it would fault.

const META = 8n;
const CHUNK_SIZE = 1n << 21n;
const PAGE_SIZE = 4096n;
const POISON = 0x69;
const MAX_SMALL = 2056n;
/** A large block's mapping: padding, header and footer besides the payload. */
const LARGE_EXTRA = 24n;
const ADDRESS_SPACE = 1n << 64n;

/** What the model reads and writes: 64-bit words and bytes at guest addresses. */
export interface ModelMemory {
  /** The word at an address. Throws where the guest would fault. */
  word(address: bigint): bigint;
  setWord(address: bigint, value: bigint): void;
  byte(address: bigint): number;
  setByte(address: bigint, value: number): void;
}

/** What the allocator asks of the system. */
export interface ModelSystem {
  /** The start of a new mapping; undefined for ENOMEM. */
  mmap(length: bigint): bigint | undefined;
  /** Whether it succeeded. */
  munmap(start: bigint, length: bigint): boolean;
}

/** Thrown when the allocator aborts. */
export class ModelAbort extends Error {
  override readonly name = "ModelAbort";
}

/** A walk along a free list that does not end. */
export class EndlessList extends Error {
  override readonly name = "EndlessList";
}

/** Payload bytes of a bin. */
export function binSize(bin: number): bigint {
  return (bin === 0 ? 0n : 1n << BigInt(bin - 1)) * 16n + 8n;
}

/** The bin that serves a small request. */
export function binFor(size: bigint): number {
  const units = (size + 7n) / 16n;
  if (units === 0n) return 0;
  let power = 0;
  while (1n << BigInt(power) < units) power++;
  return power + 1;
}

/** The payload bytes that a request gets. */
export function realSize(size: bigint): bigint {
  if (size <= MAX_SMALL) return binSize(binFor(size));
  return (size + LARGE_EXTRA + PAGE_SIZE - 1n) / PAGE_SIZE * PAGE_SIZE - LARGE_EXTRA;
}

/** The allocator's state and operations. */
export class AllocatorModel {
  /** Headers of the first free blocks; 0 for none. */
  readonly bins: bigint[] = Array(9).fill(0n);
  chunk = 0n;
  offset = CHUNK_SIZE;
  allocations = 0n;

  constructor(readonly memory: ModelMemory, readonly system: ModelSystem) {}

  malloc(size: bigint): bigint {
    if (size === 0n) return 0n;
    const address = size > MAX_SMALL ? this.#mallocLarge(size) : this.#mallocSmall(size);
    if (address !== 0n) this.allocations++;
    return address;
  }

  free(payload: bigint): void {
    if (payload === 0n) return;
    const header = this.getmeta(payload);
    const size = this.memory.word(header);
    this.allocations--;
    if (size > MAX_SMALL) {
      require(this.system.munmap(payload - 16n, size + LARGE_EXTRA), "munmap failed");
      return;
    }
    for (let at = payload; at < payload + size; at++) this.memory.setByte(at, POISON);
    const bin = binFor(size);
    this.memory.setWord(header, this.#head(bin) | 1n);
    this.bins[bin] = header;
  }

  realloc(payload: bigint, size: bigint): bigint {
    if (size === 0n) {
      this.free(payload);
      return 0n;
    }
    if (payload === 0n) return this.malloc(size);
    const oldSize = this.memory.word(this.getmeta(payload));
    if (realSize(size) === oldSize) return payload;
    const copy = this.malloc(size);
    if (copy === 0n) return 0n;
    const kept = size < oldSize ? size : oldSize;
    for (let at = 0n; at < kept; at++) {
      this.memory.setByte(copy + at, this.memory.byte(payload + at));
    }
    this.free(payload);
    return copy;
  }

  /** The header of an allocated block. */
  getmeta(payload: bigint): bigint {
    const header = payload - META;
    this.#validate(header, false);
    require(
      !isFree(this.memory.word(header)),
      "tried to get metadata for already-freed pointer (double free?)",
    );
    return header;
  }

  /** What runs at exit: every block of every free list. */
  checkleaks(): void {
    for (const bin of this.bins.keys()) {
      const seen = new Set<bigint>();
      for (let header = this.#head(bin); header !== 0n; header = this.#next(header)) {
        if (seen.has(header)) throw new EndlessList(`bin ${bin}`);
        seen.add(header);
        this.#checkPoison(header, binSize(bin));
      }
    }
  }

  #mallocLarge(request: bigint): bigint {
    const size = realSize(request);
    // Here the model is deliberately not Hare's, whose sizes wrap around.
    if (size + LARGE_EXTRA >= ADDRESS_SPACE) return 0n;
    const start = this.system.mmap(size + LARGE_EXTRA);
    if (start === undefined) return 0n;
    this.memory.setWord(start + 8n, size);
    this.memory.setWord(start + 16n + size, size);
    return start + 16n;
  }

  #mallocSmall(request: bigint): bigint {
    const bin = binFor(request);
    const size = binSize(bin);
    const head = this.#head(bin);
    if (head === 0n) return this.#carve(size);
    this.bins[bin] = this.#next(head);
    this.#checkPoison(head, size);
    this.memory.setWord(head, size);
    return head + META;
  }

  #carve(size: bigint): bigint {
    if (this.offset + META + size + META > CHUNK_SIZE) {
      const chunk = this.system.mmap(CHUNK_SIZE);
      if (chunk === undefined) return 0n;
      this.chunk = chunk;
      this.offset = META;
    }
    const header = this.chunk + this.offset;
    this.offset += META + size;
    this.memory.setWord(header, size);
    this.memory.setWord(header + META + size, size);
    return header + META;
  }

  #validate(header: bigint, shallow: boolean): void {
    const payload = BigInt.asUintN(64, header + META);
    require(payload % 16n === 0n, "invalid alignment for metadata pointer (heap corruption?)");
    const size = this.memory.word(header);
    if (isFree(size) || shallow) {
      const next = this.#next(header);
      if (next === 0n) return;
      require(
        next % 16n === 8n,
        "invalid metadata for small allocation on freelist (heap corruption?)",
      );
      if (!shallow) this.#validate(next, true);
      return;
    }
    // Read only behind the checks of the header: a wild size must not fault.
    const second = () => this.memory.word(BigInt.asUintN(64, payload + size));
    if (size > MAX_SMALL) {
      require(
        BigInt.asUintN(64, payload - 16n) % PAGE_SIZE === 0n,
        "invalid large allocation address (non-heap pointer?)",
      );
      require(
        BigInt.asUintN(64, size + LARGE_EXTRA) % PAGE_SIZE === 0n,
        "invalid metadata for large allocation (non-heap pointer?)",
      );
      require(
        second() === size,
        "invalid secondary metadata for large allocation (out-of-bounds write?)",
      );
      return;
    }
    require(isBinSize(size), "invalid metadata for small allocation (non-heap pointer?)");
    const after = second();
    if (isFree(after)) this.#validate(payload + size, false);
    else {
      require(
        after <= MAX_SMALL && isBinSize(after),
        "invalid secondary metadata for small allocation (out-of-bounds write?)",
      );
    }
  }

  #checkPoison(header: bigint, size: bigint): void {
    const next = this.#next(header);
    if (next !== 0n) this.#validate(next, false);
    for (let at = header + META; at < header + META + size; at++) {
      require(
        this.memory.byte(at) === POISON,
        "invalid poison data on freelist (use after free?)",
      );
    }
  }

  #next(header: bigint): bigint {
    const word = this.memory.word(header);
    require(
      isFree(word),
      "expected metadata on freelist to be marked as free (heap corruption?)",
    );
    return word - 1n;
  }

  #head(bin: number): bigint {
    const head = this.bins[bin];
    if (head === undefined) throw new RangeError(`Cannot use bin ${bin}: there are nine`);
    return head;
  }
}

function isFree(header: bigint): boolean {
  return (header & 1n) === 1n;
}

function isBinSize(size: bigint): boolean {
  return binSize(binFor(size)) === size;
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ModelAbort(message);
}
