// SPDX-License-Identifier: MPL-2.0
// Where a variable is: evaluates location descriptions (DWARF 5, section 2.6) against the registers and the
// memory of one frame. Takes bytes that may be damaged; undefined when a variable is nowhere, as when the
// compiler optimised it out, or cannot be found.

import { OP } from "../../asm/object/dwarf/constants.ts";
import { DwarfCursor } from "../../asm/object/dwarf/cursor.ts";
import { ExpressionMachine } from "../symbols/frame_expression.ts";
import { type ReadableMemory, readBytes } from "../symbols/readable_memory.ts";
import { LOCATION_OP } from "./constants.ts";
import { block } from "./debug_sections.ts";
import { bytesOfNumber, numberOfBytes } from "../text/bytes.ts";

/** A frame, as expressions need it. */
export interface FrameState {
  /** Its pc; in a caller, an address in the call. */
  readonly pc: bigint;
  /** In a caller, the address that its call returns to. */
  readonly returnsTo?: bigint | undefined;
  /** x0 to x31 and, from 32 on, f0 to f31; undefined where one is not known. */
  readonly register: (number: number) => bigint | undefined;
  /** The value that sp has in the caller (the canonical frame address), if it is known. */
  readonly callerSp?: bigint | undefined;
  /** The frame of the caller, if it is known. */
  readonly caller?: FrameState | undefined;
  /** The memory. */
  readonly memory: ReadableMemory;
}

/** Where a value is. */
export type ValuePlace =
  /** In memory. */
  | { readonly kind: "memory"; readonly address: bigint }
  /** In a register: by DWARF's number, from 32 on for f0 to f31. */
  | { readonly kind: "register"; readonly number: number }
  /** Nowhere: it is known all the same, as bytes, or zero beyond them. */
  | { readonly kind: "value"; readonly bytes: Uint8Array }
  /** In several places, in the order of its bytes; undefined for a part that is nowhere. */
  | {
    readonly kind: "pieces";
    readonly pieces: readonly { readonly place: ValuePlace | undefined; readonly size: number }[];
  };

/** What an expression may ask for besides registers and memory. */
export interface LocationContext {
  readonly frame: FrameState;
  /** Added to addresses in the expression. */
  readonly bias: bigint;
  /** The value of the function's frame base. */
  readonly frameBase?: () => bigint | undefined;
  /** What a register held when the function was called. */
  readonly entryValue?: (register: number) => bigint | undefined;
  /** The address with that index in the unit's table. */
  readonly addressAt: (index: number) => bigint | undefined;
}

const REGISTERS = 32;
/** The register with the address of thread-local storage. */
const TP = 4;

/** Where the value is that an expression describes. */
export function placeOf(expression: Uint8Array, context: LocationContext): ValuePlace | undefined {
  if (expression.length === 0) return undefined;
  try {
    return new Locator(expression, context).run();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The bytes of a value at a place; undefined when they cannot be read. */
export function bytesAt(
  place: ValuePlace,
  size: number,
  frame: FrameState,
): Uint8Array | undefined {
  switch (place.kind) {
    case "memory":
      return readBytes(frame.memory, place.address, size);
    case "register": {
      const value = frame.register(place.number);
      return value === undefined ? undefined : bytesOfNumber(value, size);
    }
    case "value": {
      const bytes = new Uint8Array(size);
      bytes.set(place.bytes.subarray(0, size));
      return bytes;
    }
    case "pieces": {
      const bytes = new Uint8Array(size);
      let at = 0;
      for (const { place: part, size: length } of place.pieces) {
        const read = part && bytesAt(part, length, frame);
        if (read === undefined) return undefined;
        bytes.set(read.subarray(0, Math.max(0, size - at)), Math.min(at, size));
        at += length;
      }
      return bytes;
    }
  }
}

/** The register that an expression names, if that is all it does. */
export function registerIn(expression: Uint8Array): number | undefined {
  const cursor = new DwarfCursor(expression);
  const opcode = expression.length === 0 ? 0 : cursor.u8();
  const isShort = opcode >= LOCATION_OP.reg0 && opcode < LOCATION_OP.reg0 + REGISTERS;
  const register = isShort
    ? opcode - LOCATION_OP.reg0
    : opcode === LOCATION_OP.regx
    ? cursor.uleb()
    : undefined;
  return cursor.at === expression.length ? register : undefined;
}

class Locator {
  readonly #machine: ExpressionMachine;
  readonly #context: LocationContext;

  constructor(expression: Uint8Array, context: LocationContext) {
    const { frame } = context;
    this.#context = context;
    this.#machine = new ExpressionMachine(expression, {
      register: frame.register,
      load(address, size) {
        const bytes = readBytes(frame.memory, address, size);
        return bytes && numberOfBytes(bytes);
      },
    });
  }

  run(): ValuePlace | undefined {
    const machine = this.#machine;
    const pieces: { place: ValuePlace | undefined; size: number }[] = [];
    // Where the value, or its next piece, is; a number on the stack is an address.
    let place: ValuePlace | undefined;
    let isOnStack = false;
    for (let opcode = machine.next(); opcode !== undefined; opcode = machine.next()) {
      if (opcode === LOCATION_OP.piece) {
        if (isOnStack) place = { kind: "memory", address: machine.pop() };
        pieces.push({ place, size: machine.cursor.uleb() });
        [place, isOnStack] = [undefined, false];
        continue;
      }
      const found = this.#placeBy(opcode);
      if (found !== undefined) {
        [place, isOnStack] = [found, false];
        continue;
      }
      this.#step(opcode);
      isOnStack = true;
    }
    if (pieces.length > 0) return { kind: "pieces", pieces };
    return isOnStack ? { kind: "memory", address: machine.pop() } : place;
  }

  /** What an operation says that is not an address; undefined for one that computes. */
  #placeBy(opcode: number): ValuePlace | undefined {
    const { cursor } = this.#machine;
    if (opcode >= LOCATION_OP.reg0 && opcode < LOCATION_OP.reg0 + REGISTERS) {
      return { kind: "register", number: opcode - LOCATION_OP.reg0 };
    }
    switch (opcode) {
      case LOCATION_OP.regx:
        return { kind: "register", number: cursor.uleb() };
      case LOCATION_OP.implicitValue:
        return { kind: "value", bytes: block(cursor, cursor.uleb()) };
      case LOCATION_OP.stackValue:
        return { kind: "value", bytes: bytesOfNumber(this.#machine.pop(), 8) };
      default:
        return undefined;
    }
  }

  #step(opcode: number): void {
    const machine = this.#machine;
    const { cursor } = machine;
    const { frame, bias, frameBase, entryValue, addressAt } = this.#context;
    switch (opcode) {
      case OP.addr:
        machine.step(opcode);
        return machine.push(machine.pop() + bias);
      case LOCATION_OP.addrx:
        return machine.push(addressAt(cursor.uleb()));
      case LOCATION_OP.constx: {
        const address = addressAt(cursor.uleb());
        return machine.push(address === undefined ? undefined : address - bias);
      }
      case LOCATION_OP.fbreg: {
        const offset = BigInt(cursor.sleb());
        const base = frameBase?.();
        return machine.push(base === undefined ? undefined : base + offset);
      }
      case LOCATION_OP.callFrameCfa:
        return machine.push(frame.callerSp);
      case LOCATION_OP.formTlsAddress:
      case LOCATION_OP.gnuPushTlsAddress: {
        // Of an executable, thread-local variables begin where tp points.
        const tp = frame.register(TP);
        return machine.push(tp === undefined ? undefined : tp + machine.pop());
      }
      case LOCATION_OP.entryValue:
      case LOCATION_OP.gnuEntryValue: {
        const register = registerIn(block(cursor, cursor.uleb()));
        return machine.push(register === undefined ? undefined : entryValue?.(register));
      }
      default:
        return machine.step(opcode);
    }
  }
}
