// SPDX-License-Identifier: MPL-2.0
// Counts from trace records: the slow way, for code that is not translated and for runs that are
// traced as well. It gives the same counts as translated code does.

import { instructionLength } from "../isa/table.ts";
import { REGISTER } from "../isa/registers.ts";
import { TRACE } from "../memory/layout.ts";
import { destination } from "../trace_buffer.ts";
import { EVENT } from "./call_tree_code.ts";
import type { CallTree } from "./call_tree.ts";
import { eventsOf } from "./counting_code.ts";
import { type GrowingCount, type InstructionCounts, isTaken } from "./instruction_counts.ts";
import { type InstructionKind, kindOf } from "./instruction_kinds.ts";

/** What is known of an instruction at an address. */
interface Site {
  readonly count: GrowingCount;
  readonly kind: InstructionKind;
  readonly events: bigint;
  readonly next: number;
  readonly writesSp: boolean;
}

/** Counts from records. */
export class RecordCounter {
  readonly #counts: InstructionCounts;
  readonly #tree: CallTree;
  readonly #sites = new Map<number, Site>();

  constructor(counts: InstructionCounts, tree: CallTree) {
    this.#counts = counts;
    this.#tree = tree;
  }

  /** Counts records of consecutive instructions. `pc` is where the program continues, `sp` as before them. */
  count(view: DataView, pc: number, sp: bigint): void {
    const tree = this.#tree;
    const { byteLength } = view;
    if (byteLength === 0) return;
    let left = byteLength / TRACE.size;
    let address = addressIn(view, 0);
    tree.begin(left);
    tree.continueAt(address);
    let range = tree.function;
    let events = 0n;
    for (let at = 0; at < byteLength; at += TRACE.size) {
      const word = view.getUint32(at + TRACE.word, true);
      const site = this.#siteAt(address, word);
      const { count, kind } = site;
      left--;
      count.count++;
      if (site.events !== 0n) events += site.events;
      if (site.writesSp) sp = view.getBigUint64(at + TRACE.value, true);
      const next = at + TRACE.size < byteLength ? addressIn(view, at + TRACE.size) : pc;
      let isInside = next >= range.start && next < range.end;
      switch (kind.flow) {
        case "next":
          break;
        case "branch":
          if (isTaken(address, count.word, next)) {
            count.taken++;
            events += EVENT.taken;
          }
          break;
        case "call":
          tree.enter(BigInt(site.next), BigInt(next), sp, left, events);
          events = 0n;
          range = tree.function;
          isInside = true;
          break;
        case "return":
          tree.leave(BigInt(next), sp, left, events);
          events = 0n;
          range = tree.function;
          isInside = true;
          break;
        case "jump":
        case "computed jump":
          break;
      }
      if (!isInside) {
        tree.cross(BigInt(next), left, events);
        events = 0n;
        range = tree.function;
      }
      address = next;
    }
    tree.end(0, events);
  }

  #siteAt(address: number, word: number): Site {
    const known = this.#sites.get(address);
    const bits = instructionLength(word) === 2 ? word & 0xffff : word;
    if (known?.count.word === bits) return known;
    const site: Site = {
      count: this.#counts.of(address, bits),
      kind: kindOf(bits),
      events: eventsOf(bits),
      next: address + instructionLength(bits),
      writesSp: destination(bits) === REGISTER.sp,
    };
    this.#sites.set(address, site);
    return site;
  }
}

const addressIn = (view: DataView, at: number): number =>
  view.getUint32(at + TRACE.pc + 4, true) * 2 ** 32 + view.getUint32(at + TRACE.pc, true);
