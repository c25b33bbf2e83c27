// SPDX-License-Identifier: MPL-2.0
// Runs the allocator in the guest and its model side by side. Each operation goes to both, the guest first;
// the model is given the system's answers to the guest, so addresses can be compared as they are. Throws at
// the first difference in results, messages, faults, system calls, state or memory contents.

import { assertEquals } from "@std/assert";
import type { Program } from "../../asm/object/program.ts";
import type { SyscallEvent } from "../../host/kernel/calls/syscall.ts";
import { AllocatorModel, EndlessList, ModelAbort } from "./allocator_model.ts";
import { type CallEnd, GuestCaller, runtimeProgram } from "./guest_caller.ts";
import { PagedMemory } from "./paged_memory.ts";

/** Small enough that a run of large requests meets it. */
const MEMORY_LIMIT = 5 << 20;
/** Bytes of the test's own, two pages, where blocks can be forged. */
const FORGERY_SIZE = 0x2000;

/** A read or write of what is not mapped, in the model. */
class ModelFault extends Error {
  override readonly name = "ModelFault";
  constructor(readonly address: bigint) {
    super(`fault at 0x${address.toString(16)}`);
  }
}

/** How both ended an operation. */
export type Ending =
  | { readonly kind: "returned"; readonly value: bigint }
  | { readonly kind: "aborted"; readonly message: string }
  | { readonly kind: "faulted"; readonly address: bigint }
  | { readonly kind: "endless" };

/** The functions of the allocator, as the guest and the model call them. */
export type AllocatorFunction = "malloc" | "free" | "realloc" | "getmeta" | "checkleaks";

const SYMBOLS: Readonly<Record<AllocatorFunction, string>> = {
  malloc: "rt.malloc",
  free: "rt.free",
  realloc: "rt.realloc",
  getmeta: "rt.getmeta",
  checkleaks: "rt.malloc.checkleaks",
};

let program: Program | undefined;

/** Guest and model, with a heap that is empty at first. */
export class Lockstep {
  readonly guest: GuestCaller;
  readonly model: AllocatorModel;
  /** Where the payload of a forged block can be: a page and 16 bytes into the test's own pages. */
  readonly forged: bigint;
  readonly #memory: PagedMemory;
  #asked: SyscallEvent[] = [];

  constructor() {
    program ??= runtimeProgram(Object.values(SYMBOLS));
    this.guest = new GuestCaller(program, {
      memoryLimit: MEMORY_LIMIT,
      hooks: { onSyscall: (event) => this.#asked.push(event) },
    });
    const { memory } = this.guest.process.machine;
    const forgery = memory.findFree(FORGERY_SIZE) ?? 0n;
    memory.map(forgery, FORGERY_SIZE, { read: true, write: true, execute: false });
    this.forged = forgery + 0x1000n + 16n;
    this.#memory = new PagedMemory({
      byte: (address) => {
        if (!memory.isMapped(address, 1)) throw new ModelFault(address);
        return Number(memory.readUint(address, 1));
      },
      setByte: (address) => {
        throw new ModelFault(address);
      },
    });
    this.#memory.map(forgery, BigInt(FORGERY_SIZE));
    this.model = new AllocatorModel(this.#memory, {
      mmap: (length) => this.#mmap(length),
      munmap: (start, length) => this.#munmap(start, length),
    });
  }

  /** Calls a function on both sides. After anything but a return the process is dead. */
  call(name: AllocatorFunction, ...args: readonly bigint[]): Ending {
    this.#asked = [];
    const end = this.guest.attempt(SYMBOLS[name], ...args);
    const expected = this.#expect(name, args);
    this.#compareEndings(end, expected, `${name}(${args.join(", ")})`);
    this.#compareState();
    // Partial effects of a faulting operation are not compared.
    if (expected.kind !== "faulted") this.#comparePages(this.#memory.takeWritten());
    return expected;
  }

  /** Whether both sides have the word mapped, so that a program could write it. */
  canWrite(address: bigint): boolean {
    return this.guest.process.machine.memory.isMapped(address, 8);
  }

  /** Writes bytes on both sides, as the program that uses the heap would. */
  write(address: bigint, bytes: Uint8Array): void {
    this.guest.process.machine.memory.write(address, bytes);
    for (const [index, byte] of bytes.entries()) {
      this.#memory.setByte(address + BigInt(index), byte);
    }
  }

  /** Writes a word on both sides. */
  writeWord(address: bigint, value: bigint): void {
    this.guest.process.machine.memory.writeUint(address, 8, value);
    this.#memory.setWord(address, value);
  }

  /** Compares every byte of the heap, also of pages that the model never wrote. */
  compareEverything(): void {
    this.#comparePages(this.#memory.all());
  }

  /** Gives the machine back. */
  [Symbol.dispose](): void {
    this.guest[Symbol.dispose]();
  }

  #expect(name: AllocatorFunction, args: readonly bigint[]): Ending {
    const [first = 0n, second = 0n] = args;
    try {
      switch (name) {
        case "malloc":
          return { kind: "returned", value: this.model.malloc(first) };
        case "realloc":
          return { kind: "returned", value: this.model.realloc(first, second) };
        case "getmeta":
          return { kind: "returned", value: this.model.getmeta(first) };
        case "free":
          this.model.free(first);
          return { kind: "returned", value: 0n };
        case "checkleaks":
          this.model.checkleaks();
          return { kind: "returned", value: 0n };
      }
    } catch (error) {
      if (error instanceof ModelAbort) return { kind: "aborted", message: error.message };
      if (error instanceof ModelFault) return { kind: "faulted", address: error.address };
      if (error instanceof EndlessList) return { kind: "endless" };
      throw error;
    }
  }

  #compareEndings(end: CallEnd, expected: Ending, what: string): void {
    switch (expected.kind) {
      case "returned": {
        assertEquals(end.kind, "returned", `${what}: ${this.guest.describe(end)}`);
        const hasResult = !what.startsWith("free") && !what.startsWith("checkleaks");
        if (end.kind === "returned" && hasResult) assertEquals(end.value, expected.value, what);
        break;
      }
      case "aborted":
        assertEquals([end.kind, this.guest.stderr.replace(/^Abort: [^ :]+: /, "")], [
          "killed",
          `${expected.message}\n`,
        ], what);
        return; // The calls that abort itself makes are not the allocator's.
      case "faulted": {
        const trap = end.kind === "killed" ? end.trap : undefined;
        // The model names the first byte that is not there, the machine may name the word it is in.
        const distance = trap === undefined ? -1n : expected.address - trap.address;
        assertEquals(distance >= 0n && distance < 8n, true, `${what}: ${this.guest.describe(end)}`);
        break;
      }
      case "endless":
        assertEquals(end.kind, "limit", what);
    }
    assertEquals(this.#asked.map(({ name }) => name), [], `${what}: calls beyond the model's`);
  }

  #compareState(): void {
    const { memory } = this.guest.process.machine;
    const words = (symbol: string, count: number) =>
      Array.from(
        { length: count },
        (_, index) => memory.readUint(this.guest.address(symbol) + 8n * BigInt(index), 8),
      );
    const { bins, chunk, offset, allocations } = this.model;
    assertEquals({
      bins: words("rt.malloc.bins", 9),
      chunk: words("rt.malloc.cur_chunk", 2),
      allocations: words("rt.malloc.cur_allocs", 1),
    }, { bins, chunk: [chunk, offset], allocations: [BigInt.asUintN(64, allocations)] });
  }

  #comparePages(pages: readonly { readonly address: bigint; readonly bytes: Uint8Array }[]): void {
    const { memory } = this.guest.process.machine;
    for (const { address, bytes } of pages) {
      const actual = memory.read(address, bytes.length);
      const different = bytes.findIndex((byte, index) => byte !== actual[index]);
      if (different < 0) continue;
      const at = `0x${(address + BigInt(different)).toString(16)}`;
      assertEquals(actual[different], bytes[different], `the byte at ${at}`);
    }
  }

  #mmap(length: bigint): bigint | undefined {
    const { args, result, errorName } = this.#answered("mmap");
    // NULL, the length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, no file.
    assertEquals(args, [0n, length, 3n, 0x22n, (1n << 64n) - 1n, 0n]);
    if (result === undefined || errorName !== undefined) {
      assertEquals(errorName, "ENOMEM");
      return undefined;
    }
    this.#memory.map(result, length);
    return result;
  }

  #munmap(start: bigint, length: bigint): boolean {
    const { args, errorName } = this.#answered("munmap");
    assertEquals(args.slice(0, 2), [BigInt.asUintN(64, start), BigInt.asUintN(64, length)]);
    if (errorName === undefined) this.#memory.unmap(start, length);
    return errorName === undefined;
  }

  /** What the guest asked of the system next: it must be this. */
  #answered(name: string): SyscallEvent {
    const event = this.#asked.shift();
    assertEquals(event?.name, name);
    if (event === undefined) throw new TypeError(`Cannot go on: no ${name} was made`);
    return event;
  }
}
