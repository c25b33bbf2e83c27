// SPDX-License-Identifier: MPL-2.0
// Floating-point registers in fault reports, and across signal handlers, which must preserve them.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { makeFaultReport } from "../../../host/report/fault_report.ts";
import { formatFloatRegisters } from "../../../host/report/float_registers.ts";
import { faultReportJson, formatFaultReport } from "../../../host/report/format_report.ts";

function reportOf(text: string) {
  const program = build([{ name: "test.s", text: `.globl _start\n_start:\n${text}` }]);
  using process = new Process(program);
  const outcome = process.run({ maxInstructions: 1000 });
  if (outcome.kind !== "killed") throw new TypeError(`Cannot report: it ${outcome.kind}`);
  return makeFaultReport(process.machine, program, outcome);
}

Deno.test("a fault report shows the floating-point registers that the program used", () => {
  const report = reportOf("li t0, 3\nfcvt.d.w fa0, t0\nfcvt.s.w ft1, t0\nld a0, 0(zero)\n");
  const text = formatFaultReport(report);
  assertStringIncludes(text, "Floating-point registers\n  ft1  ffffffff40400000  3 (single)");
  assertStringIncludes(text, "fa0  4008000000000000  3\n  fcsr 00: rounding rne\n");
  const { floatRegisters } = faultReportJson(report);
  const { fa0, ft0, fcsr } = floatRegisters as Record<string, string>;
  assertEquals([fa0, ft0, fcsr], ["0x4008000000000000", "0x0", "0x0"]);
});

Deno.test("a fault report shows no floating-point registers if the program used none", () => {
  const report = reportOf("ld a0, 0(zero)\n");
  assertEquals(report.floats, undefined);
  assertEquals(formatFaultReport(report).includes("Floating"), false);
  assertEquals("floatRegisters" in JSON.parse(JSON.stringify(faultReportJson(report))), false);
});

Deno.test("formatFloatRegisters() shows numbers, special values, modes and flags", () => {
  const registers = new Array<bigint>(32).fill(0n);
  registers[0] = 0x8000_0000_0000_0000n;
  registers[1] = 0x7ff8_0000_0000_0000n;
  registers[10] = 0xffff_ffff_3dcc_cccdn;
  registers[31] = 0x3fb9_9999_9999_999an;
  assertEquals(formatFloatRegisters({ registers, fcsr: 0x31 }), [
    "ft0  8000000000000000  -0                           fa0  ffffffff3dcccccd  0.1 (single)",
    "ft1  7ff8000000000000  NaN                          ft11 3fb999999999999a  0.1",
    "fcsr 31: rounding rtz, flags NV NX",
  ]);
  assertEquals(formatFloatRegisters({ registers: [], fcsr: 0xa0 }), ["fcsr a0: rounding invalid"]);
});

Deno.test("a signal handler leaves the floating-point registers of the interrupted code alone", () => {
  const text = `
  li a0, 10           # SIGUSR1
  la a1, action
  li a2, 0
  li a3, 8
  li a7, 134          # rt_sigaction
  ecall
  li t0, 5
  fcvt.d.w fs0, t0
  fsrmi 2
  li a7, 172          # getpid
  ecall
  li a1, 10
  li a7, 129          # kill
  ecall
  fcvt.w.d a0, fs0
  frcsr a1
  add a0, a0, a1
  li a7, 93
  ecall
handler:
  li t0, 7
  fcvt.d.w fs0, t0
  fsrmi 1
  fsflagsi 31
  ret
  .data
  .balign 8
action:
  .dword handler, 0, 0, 0
`;
  const program = build([{ name: "test.s", text: `.globl _start\n_start:\n${text}` }]);
  using process = new Process(program);
  const outcome = process.run({ maxInstructions: 10_000 });
  assertEquals(outcome.kind === "exited" && outcome.status, 5 + 0x40);
});
