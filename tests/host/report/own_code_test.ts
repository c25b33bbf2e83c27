// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { type FaultReport, makeFaultReport } from "../../../host/report/fault_report.ts";
import { faultReportJson, formatFaultReport } from "../../../host/report/format_report.ts";
import { ownFrame } from "../../../host/report/own_code.ts";
import type { Frame } from "../../../host/symbols/backtrace.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** Frames with these symbols; with `@` and a file if they have a source line. */
function frames(...names: string[]): Frame[] {
  return names.map((text, index) => {
    const [symbol = "", file] = text.split("@");
    const location = file === undefined ? undefined : { file, line: index };
    return { address: BigInt(index), origin: "frame", symbol, location, source: undefined };
  });
}

Deno.test("ownFrame() passes over the runtime, libraries and signal handlers", () => {
  const own = (...names: string[]) => ownFrame(frames(...names))?.symbol;
  // Our runtime, and Hare's, which has no source lines.
  assertEquals(own("abort@runtime/abort.s", "main@x.s"), "main");
  assertEquals(
    own("rt.syscall3+0x10", "rt.kill", "rt.abort+0x4", "strings.find", "main"),
    "strings.find",
  );
  assertEquals(
    own("rt.syscall2", "rt.kill@/rt/syscalls.ha", "rt.abort@/rt/abort.ha", "f@x.ha"),
    "f",
  );
  // glibc and libstdc++
  assertEquals(
    own("__pthread_kill_implementation.constprop.0+0xda", "raise+0x12", "abort+0xa0", "deep+0x42"),
    "deep+0x42",
  );
  assertEquals(own("raise", "abort", "__assert_fail_base", "__assert_fail", "check"), "check");
  assertEquals(
    own("raise", "abort", "__libc_message", "malloc_printerr", "_int_free", "free", "f"),
    "f",
  );
  const thrown = ["_ZN10__cxxabiv111__terminateEPFvvE", "_ZSt9terminatev", "__cxa_throw+0x3c"];
  assertEquals(
    own("abort", "_ZN9__gnu_cxx27__verbose_terminate_handlerEv+0xb2", ...thrown, "_ZN1A1fEi"),
    "_ZN1A1fEi",
  );
  // With source lines, nothing that lacks one.
  assertEquals(own("memcpy", "helper", "copy@x.c", "main@x.c"), "copy");
  assertEquals(own("<signal handler called>", "main"), "main");
  assertEquals(own("abort"), undefined);
});

/** The report about a program that is killed. */
function reportOf(text: string): FaultReport {
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program, { stderr: () => {} });
  const outcome = process.run();
  assert(outcome.kind === "killed");
  return makeFaultReport(process.machine, program, outcome);
}

Deno.test("the report about an abort begins at the program's own line", () => {
  const text = `        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 40
        call    malloc
        sd      zero, -8(a0)
        call    free
`;
  const report = reportOf(text);
  const [headline, where, source] = formatFaultReport(report).split("\n");
  assertEquals(headline, "SIGABRT: the program aborted");
  assertEquals(where?.replace(/after .*/, ""), "  in main+0x20 at x.s:7, ");
  assertEquals(source, "  x.s:7 | call    free");
  const json = faultReportJson(report);
  assertEquals(json["caller"], {
    ...{ address: "0x10020", symbol: "main+0x20", file: "x.s", line: 7, origin: "ra" },
  });
});

Deno.test("the report about a fault in a routine says what the routine takes", () => {
  const text = `        .globl  main
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a0, 42
        call    print_string
`;
  assertEquals(reportOf(text).hints, [
    "print_string takes the address of a string in a0, as la loads it; print_int prints a number, " +
    "print_char a character",
  ]);
});
