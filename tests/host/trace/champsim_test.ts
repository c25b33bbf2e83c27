// SPDX-License-Identifier: MPL-2.0
// Traces for ChampSim: each kind of instruction has the bytes by which ChampSim recognises it.
import { assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { ChampSimWriter } from "../../../host/trace/champsim.ts";
import { Recorder } from "../../../host/trace/recorder.ts";

const SP = 6;
const FLAGS = 25;
const IP = 26;

/** The kind of branch, by the rules of ChampSim's inc/instruction.h. */
function kindOf(destinations: readonly number[], sources: readonly number[]): string {
  const [readsSp, readsFlags, readsIp] = [SP, FLAGS, IP].map((each) => sources.includes(each));
  const readsOther = sources.some((each) => each !== 0 && ![SP, FLAGS, IP].includes(each));
  const [writesSp, writesIp] = [SP, IP].map((each) => destinations.includes(each));
  if (!writesIp) return "no branch";
  if (!readsSp && !readsFlags && !readsOther) return "direct jump";
  if (!readsSp && !readsIp && !readsFlags && readsOther) return "indirect jump";
  if (!readsSp && readsIp && !writesSp && (readsFlags || readsOther)) return "conditional";
  if (readsSp && readsIp && writesSp && !readsFlags) {
    return readsOther ? "indirect call" : "direct call";
  }
  return readsSp && !readsIp && writesSp ? "return" : "other";
}

Deno.test("ChampSimWriter describes branches, registers and memory as ChampSim reads them", () => {
  const text = `
        .globl  _start
_start: addi    sp, sp, -16
        sd      a0, 8(sp)
        beqz    zero, 1f
        nop
1:      bnez    a0, 1b
        jal     f
        la      t1, f
        jalr    t1
        la      t1, 2f
        jr      t1
2:      ld      a1, 8(sp)
        amoadd.d a2, a1, (sp)
        fadd.d  fa0, fa1, fa2
        j       3f
3:      li      a7, 93
        ecall
f:      ret
`;
  const program = build([{ name: "test.s", text }]);
  let bytes = new Uint8Array();
  const recorder = new Recorder(
    new ChampSimWriter((more) => bytes = Uint8Array.of(...bytes, ...more)),
  );
  using process = new Process(program);
  const start = process.machine.pc;
  recorder.attach(process);
  process.run();
  recorder.finish();
  const view = new DataView(bytes.buffer);
  const seen: [number, number, string][] = [];
  const registers = new Map<number, number[][]>();
  const memory: [number, bigint, bigint][] = [];
  for (let at = 0; at < bytes.length; at += 64) {
    const pc = Number(view.getBigUint64(at, true) - start);
    const [isBranch = 0, taken = 0] = bytes.subarray(at + 8);
    const destinations = [...bytes.subarray(at + 10, at + 12)];
    const sources = [...bytes.subarray(at + 12, at + 16)];
    registers.set(pc, [destinations, sources]);
    const kind = kindOf(destinations, sources);
    assertEquals(kind !== "no branch", isBranch === 1);
    if (isBranch === 1) seen.push([pc, taken, kind]);
    const stored = view.getBigUint64(at + 16, true);
    const loaded = view.getBigUint64(at + 32, true);
    if (stored !== 0n || loaded !== 0n) memory.push([pc, stored, loaded]);
  }
  assertEquals(seen, [
    [8, 1, "conditional"],
    [16, 0, "conditional"],
    [20, 1, "direct call"],
    [72, 1, "return"],
    [32, 1, "indirect call"],
    [72, 1, "return"],
    [44, 1, "indirect jump"],
    [60, 1, "direct jump"],
  ]);
  const sp = process.machine.registers.get(2);
  assertEquals(memory, [[4, sp + 8n, 0n], [48, 0n, sp + 8n], [52, sp, sp]]);
  assertEquals(registers.get(0), [[SP, 0], [SP, 0, 0, 0]]);
  const [f10 = 0, f11 = 0, f12 = 0] = [10, 11, 12].map((register) => 64 + 32 + register);
  assertEquals(registers.get(56), [[f10, 0], [f11, f12, 0, 0]]);
});
