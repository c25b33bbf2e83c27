// SPDX-License-Identifier: MPL-2.0
// Follows pointers to the variables of a running program: marks the sites where it makes them, and says
// which variable an access has left.

import { REGISTER } from "../../cpu/isa/registers.ts";
import type { Machine } from "../../cpu/machine.ts";
import type { Unwinder } from "../symbols/unwinder.ts";
import type { PointerSites } from "./pointer_sites.ts";

/** Frames that are searched for a variable. */
const MAX_FRAMES = 1000;

/** The variables of one process. */
export class PointedVariables {
  readonly #machine: Machine;
  readonly #found: PointerSites;
  readonly #unwinder: Unwinder;

  /** Marks the sites in a machine that checks with bounds. */
  constructor(machine: Machine, found: PointerSites, unwinder: Unwinder) {
    this.#machine = machine;
    this.#found = found;
    this.#unwinder = unwinder;
    for (const site of found.sites) machine.shadow?.bounds?.addSite(site.address, site);
  }

  /** Says where an access is that leaves what a register points into. */
  describe(register: number, address: bigint): string | undefined {
    const bounds = this.#machine.shadow?.bounds?.ofRegister(register);
    if (bounds === undefined) return undefined;
    // Offsets are the lower halves of addresses.
    const upper = address & ~0xffff_ffffn;
    const start = upper | BigInt(bounds.start);
    const end = upper | BigInt(bounds.end);
    const where = address < start
      ? `${start - address} bytes before`
      : address >= end
      ? `${address - end} bytes after`
      : `${address - start} bytes inside`;
    return `${where} ${this.#name(start, end)}`;
  }

  #name(start: bigint, end: bigint): string {
    const size = `of size ${end - start}`;
    const global = this.#found.globals.between(start, end);
    if (global !== undefined) return `${global.name}, a variable ${size}`;
    for (const { address, s0 } of this.#frames()) {
      const frame = this.#found.functions.find((made) =>
        made.start <= address && address <= made.end
      );
      const local = frame?.locals.find((local) =>
        local.start + s0 + frame.top === start && local.end + s0 + frame.top === end
      );
      if (local !== undefined) return `${local.name}, a variable ${size} of ${frame?.name}`;
    }
    return `a block ${size} on the stack`;
  }

  /** The functions that are being called, innermost first, and their frame pointers. */
  *#frames(): Generator<{ readonly address: bigint; readonly s0: bigint }> {
    const { registers, pc } = this.#machine;
    const current = registers.toArray();
    let count = 0;
    for (const frame of this.#unwinder.walk(current, pc)) {
      const s0 = (frame.registers ?? current)[REGISTER.s0];
      if (frame.origin === "scan" || count++ === MAX_FRAMES) return;
      if (s0 !== undefined) yield { address: frame.address, s0 };
    }
  }
}
