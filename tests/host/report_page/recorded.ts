// SPDX-License-Identifier: MPL-2.0
// Reports about runs, for tests of the page.

import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import type { RunReport } from "../../../host/report_page/data.ts";
import { RunRecorder } from "../../../host/run_report/recorder.ts";
import { History } from "../../../host/watch/history.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

/** The report about a program of assembly. */
export function reportOf(name: string, text: string): RunReport {
  const program = build([{ name, text }], { archive: runtimeFiles });
  const recorder = new RunRecorder(program, name);
  using process = new Process(program, {
    ...recorder.processOptions,
    stdout: (bytes) => recorder.keep("stdout", bytes),
    stderr: (bytes) => recorder.keep("stderr", bytes),
  });
  const history = new History(process);
  recorder.attach(process);
  const outcome = process.run({ maxInstructions: 5_000_000 });
  return recorder.report({ outcome, history });
}

/** The report about a program of examples/. */
export function reportOfExample(name: string): RunReport {
  const path = `examples/${name}`;
  return reportOf(path, Deno.readTextFileSync(new URL(`../../../${path}`, import.meta.url)));
}
