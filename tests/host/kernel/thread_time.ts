// SPDX-License-Identifier: MPL-2.0
// Measures what calls cost. Tests run beside each other in one process, so only the time of their own thread counts.

import { threadCpuUsage } from "node:process";

/** The result of a function, and the seconds of CPU time that this thread has spent on it. */
export function timed<T>(run: () => T): { readonly result: T; readonly seconds: number } {
  const before = threadCpuUsage();
  const result = run();
  const { user, system } = threadCpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}
