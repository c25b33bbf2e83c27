// SPDX-License-Identifier: MPL-2.0
// The calls under way at a moment of a run, from the calls and returns of another run: for the moments when the
// stack does not tell, because it was overwritten or the code says nothing of its frames.

import { REGISTER } from "../../cpu/isa/registers.ts";
import { TRACE } from "../../cpu/memory/layout.ts";
import { destinationOf } from "../../cpu/semantics/effects.ts";
import { type Jump, ShadowStack } from "../calls/shadow_stack.ts";
import type { Process } from "../process.ts";
import type { Backtrace, Frame } from "../symbols/backtrace.ts";
import { CodeLocations, hasNames } from "../symbols/locations.ts";
import type { Reruns } from "./rerun.ts";
import { instructionOf, jumpOf } from "./tape.ts";

const SIGRETURN = 139;
/** Frames of an endless recursion are not shown to their end. */
const MAX_FRAMES = 1000;

/**
 * The backtrace of a moment, by the calls that led there.
 *
 * @throws {RerunError} when the program cannot be run again up to there
 */
export async function callsAt(reruns: Reruns, number: number): Promise<Backtrace> {
  const process = await reruns.at(0);
  const { machine } = process;
  let sp = machine.registers.get(REGISTER.sp);
  const stack = new ShadowStack(sp);
  let jump: Omit<Jump, "target"> | undefined;
  const signals: bigint[] = [];
  const stopTrace = machine.addTrace({
    instructions: true,
    sink: ({ view, length, firstNumber = 0 }) => {
      for (let index = 0, at = 0; index < length; index++, at += TRACE.size) {
        const word = view.getUint32(at + TRACE.word, true);
        const instruction = instructionOf({ word });
        if (jump !== undefined || signals.length > 0) {
          const pc = view.getBigUint64(at + TRACE.pc, true);
          if (jump !== undefined) stack.jump({ ...jump, target: pc });
          jump = undefined;
          for (const interrupted of signals.splice(0)) {
            stack.signal(interrupted, pc, sp, firstNumber + index);
          }
        }
        if (instruction === undefined) continue;
        if (destinationOf(instruction) === REGISTER.sp) {
          sp = view.getBigUint64(at + TRACE.value, true);
        }
        const pc = view.getBigUint64(at + TRACE.pc, true);
        jump = jumpOf(instruction, firstNumber + index, pc, sp);
      }
    },
  });
  using _observer = process.observe({
    syscalls: new Set([SIGRETURN]),
    onSyscall() {
      sp = machine.registers.get(REGISTER.sp);
      stack.signalReturned(sp);
    },
    onSignal: ({ pc }) => signals.push(pc),
  });
  reruns.advance(process, number);
  stopTrace();
  if (jump !== undefined) stack.jump({ ...jump, target: machine.pc });
  return backtraceOf(process, stack);
}

function backtraceOf({ machine, program }: Process, stack: ShadowStack): Backtrace {
  const locations = new CodeLocations(hasNames(program) ? program : undefined);
  const { pc } = machine;
  const frames: Frame[] = [{ address: pc, origin: "pc", ...locations.at(pc) }];
  for (const { returnAddress: address, kind } of stack.frames.toReversed()) {
    if (frames.length === MAX_FRAMES) return { frames, cut: true };
    frames.push(
      kind === "signal"
        ? { address, origin: "signal", ...locations.at(address) }
        : { address, origin: "frame", ...locations.callBefore(address) },
    );
  }
  return { frames, cut: false };
}
