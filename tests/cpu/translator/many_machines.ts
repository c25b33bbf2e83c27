// SPDX-License-Identifier: MPL-2.0
// A process of its own that makes many machines, and prints the most bytes of memory that were
// resident meanwhile: `many_machines.ts machines|workers|"large machines"`.

import { assertEquals } from "@std/assert";
import { Machine } from "../../../cpu/machine.ts";
import { LOOP_END, looping, rwx, SUM } from "../harness.ts";

const DATA = 0x3f_5000_0000n;
let peak = 0;

/** Runs a machine that touches a given number of bytes. */
function runOne(bytes: number): void {
  using machine = new Machine();
  looping(machine, 500);
  machine.memory.map(DATA, bytes, rwx("rw-"));
  for (let at = 0; at < bytes; at += 4096) machine.memory.writeUint(DATA + BigInt(at), 8, 1n);
  machine.run();
  assertEquals([machine.pc, machine.registers.get(SUM)], [LOOP_END, 125_250n]);
  peak = Math.max(peak, Deno.memoryUsage().rss);
}

function runMany(count: number, bytes: number): void {
  for (let round = 0; round < count; round++) runOne(bytes);
}

/** Runs this module in 8 workers, each of which answers with the peak it saw. */
async function inWorkers(): Promise<void> {
  const peaks = Array.from({ length: 8 }, () => {
    const worker = new Worker(new URL("?worker", import.meta.url), { type: "module" });
    return new Promise<number>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<number>) => {
        worker.terminate();
        resolve(data);
      };
      worker.onerror = reject;
    });
  });
  peak = Math.max(...await Promise.all(peaks));
}

if (new URL(import.meta.url).search === "?worker") {
  runMany(100, 2 ** 20);
  (self as unknown as { postMessage(data: number): void }).postMessage(peak);
} else {
  const [what] = Deno.args;
  if (what === "machines") runMany(2000, 2 ** 18);
  else if (what === "workers") await inWorkers();
  else runMany(12, 100 * 2 ** 20);
  console.log(peak);
}
