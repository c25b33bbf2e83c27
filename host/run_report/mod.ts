// SPDX-License-Identifier: MPL-2.0

/**
 * Pages about runs: {@link reportPage} makes one page, in HTML, from a {@link RunReport}, which is plain data. The
 * page needs no network and no other file, and trusts nothing that the data says.
 *
 * @example A page about a run that did little
 * ```ts
 * import { build, Process } from "@leveret/leveret";
 * import { reportPage, RunRecorder } from "@leveret/leveret/page";
 * import { assert } from "@std/assert";
 *
 * const text = ".globl _start\n_start: li a7, 93\necall\n";
 * const program = build([{ name: "little.s", text }]);
 * const recorder = new RunRecorder(program, "little.s");
 * using process = new Process(program, recorder.processOptions);
 * recorder.attach(process);
 * const outcome = process.run();
 * const page = await reportPage(recorder.report({ outcome }));
 * assert(page.includes("<title>little.s</title>"));
 * ```
 * @module
 */

export * from "../report_page/data.ts";
export { reportPage } from "../report_page/page.ts";
export { type RunEnd, RunRecorder } from "./recorder.ts";
