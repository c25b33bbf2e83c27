// SPDX-License-Identifier: MPL-2.0
// How a program dies: the message, the signal, and what a debugger finds afterwards.

import { assertEquals } from "@std/assert";
import { Process, statusOf } from "../../host/process.ts";
import { buildProgram, GuestCaller, runtimeProgram } from "./guest_caller.ts";
import { REGISTER } from "../../cpu/isa/registers.ts";

/** The status that a shell shows after SIGABRT. */
const ABORTED = 134;

const program = runtimeProgram(
  ["rt.abort_message", "abort"],
  `
        .section .rodata
        .globl  where, message, nothing
where:  .asciz  "field.s:7"
message:
        .asciz  "the hare has left"
nothing:
        .asciz  ""
`,
);

Deno.test("rt.abort_message says where and what on fd 2, and ends with SIGABRT", () => {
  using guest = new GuestCaller(program);
  const end = guest.attempt("rt.abort_message", guest.address("where"), guest.address("message"));
  assertEquals(end.kind === "killed" && end.signal, { number: 6, name: "SIGABRT" });
  assertEquals(end.kind === "killed" && statusOf(end), ABORTED);
  assertEquals([guest.stdout, guest.stderr], ["", "Abort: field.s:7: the hare has left\n"]);
});

Deno.test("rt.abort_message takes empty strings", () => {
  using guest = new GuestCaller(program);
  guest.attempt("rt.abort_message", guest.address("nothing"), guest.address("nothing"));
  assertEquals(guest.stderr, "Abort: : \n");
});

Deno.test("C's abort ends the same way and prints nothing", () => {
  using guest = new GuestCaller(program);
  const end = guest.attempt("abort");
  assertEquals(end.kind === "killed" && statusOf(end), ABORTED);
  assertEquals([guest.stdout, guest.stderr], ["", ""]);
});

Deno.test("rt.abort_message needs no stack, and leaves sp, ra and s0 to s11 as they were", () => {
  using guest = new GuestCaller(program);
  const { registers } = guest.process.machine;
  registers.set(REGISTER.sp, 0n);
  const kept = [REGISTER.sp, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27];
  const before = kept.map((register) => registers.get(register));
  const end = guest.attempt("rt.abort_message", guest.address("where"), guest.address("message"));
  assertEquals(end.kind === "killed" && end.signal.name, "SIGABRT");
  assertEquals(kept.map((register) => registers.get(register)), before);
  assertEquals(registers.get(REGISTER.ra), guest.address("test.stop"));
});

Deno.test("rt.abort_message ends a program that ignores SIGABRT with the status a shell would show", () => {
  const text = `
        .equ    SYS_rt_sigaction, 134
        .equ    SIGABRT, 6
        .globl  main
main:   li      a0, SIGABRT
        la      a1, action
        li      a2, 0
        li      a3, 8
        li      a7, SYS_rt_sigaction
        ecall
        la      a0, where
        la      a1, where
        call    rt.abort_message
        .data
        .balign 8
action: .dword  1, 0, 0                 # SIG_IGN
where:  .asciz  "here"
`;
  using process = new Process(buildProgram(text));
  assertEquals(process.run(), { kind: "exited", status: ABORTED });
  assertEquals(new TextDecoder().decode(process.output.stderr), "Abort: here: here\n");
});
