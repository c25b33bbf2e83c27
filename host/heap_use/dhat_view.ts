// SPDX-License-Identifier: MPL-2.0
// Who allocated, in the format of DHAT, which Valgrind's dh_view.html reads: a JSON object, version 2 of that
// file (dhat/dh_main.c of Valgrind describes it). Time is in instructions.

import { printable } from "../../asm/object/printable.ts";
import { PROCESS_ID } from "../kernel/abi/process_id.ts";
import { formatFrame } from "../leaks/leak_report.ts";
import type { HeapUse } from "./heap_use.ts";

/** Blocks that live no longer count as short-lived in the viewer. */
const SHORT_LIFE = 500;

/** The file of a run; `command` is what ran. */
export function dhatView(use: HeapUse, command: string): string {
  const { sites, peak, instruction, hasAccesses } = use;
  const names = ["[root]"];
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    let number = numbers.get(name);
    if (number === undefined) {
      number = names.push(name) - 1;
      numbers.set(name, number);
    }
    return number;
  };
  const points = sites.map(({ frames, total, most, atPeak, live, lifetimes, read, written }) => ({
    tb: total.bytes,
    tbk: total.blocks,
    tl: lifetimes,
    mb: most.bytes,
    mbk: most.blocks,
    gb: atPeak.bytes,
    gbk: atPeak.blocks,
    eb: live.bytes,
    ebk: live.blocks,
    ...(hasAccesses && { rb: read, wb: written }),
    fs: frames.map((frame) => numberOf(printable(formatFrame(frame)))),
  }));
  return `${
    JSON.stringify({
      dhatFileVersion: 2,
      mode: "heap",
      verb: "Allocated",
      bklt: true,
      bkacc: hasAccesses,
      tu: "instrs",
      Mtu: "Minstr",
      tuth: SHORT_LIFE,
      cmd: command,
      pid: PROCESS_ID,
      tg: peak.instruction,
      te: instruction,
      pps: points,
      ftbl: names,
    })
  }\n`;
}
