// SPDX-License-Identifier: MPL-2.0
// The profile by chains of calls: collapsed stacks, which flame graph tools read, and a file for
// speedscope (https://www.speedscope.app, "file format schema").

import type { CallNode } from "../../cpu/counting/call_tree.ts";
import type { Profile } from "./profile.ts";

/** Visits each node with the nodes above it, outermost first. */
export function visitStacks(
  root: CallNode,
  visit: (stack: readonly CallNode[]) => void,
  above: readonly CallNode[] = [],
): void {
  const stack = [...above, root];
  visit(stack);
  for (const child of root.children) visitStacks(child, visit, stack);
}

/** `main;work;rt.malloc 123`: the instructions of each chain's innermost function itself. */
export function collapsedView(profile: Profile): string {
  const counts = new Map<string, number>();
  visitStacks(profile.root, (stack) => {
    const { instructions = 0 } = stack.at(-1) ?? {};
    if (instructions === 0) return;
    const line = stack.map(({ start }) => profile.functionAt(start).name.replaceAll(/[;\s]/g, "_"))
      .join(";");
    counts.set(line, (counts.get(line) ?? 0) + instructions);
  });
  return [...counts].map(([stack, count]) => `${stack} ${count}\n`).join("");
}

/** A file for speedscope, with one profile: instructions. */
export function speedscopeView(profile: Profile, name: string): string {
  const frames: { name: string; file?: string; line?: number }[] = [];
  const numbers = new Map<number, number>();
  const frameOf = ({ start }: CallNode): number => {
    let number = numbers.get(start);
    if (number === undefined) {
      const { name, location } = profile.functionAt(start);
      number = frames.push({ name, ...location }) - 1;
      numbers.set(start, number);
    }
    return number;
  };
  const samples: number[][] = [];
  const weights: number[] = [];
  visitStacks(profile.root, (stack) => {
    const { instructions = 0 } = stack.at(-1) ?? {};
    if (instructions === 0) return;
    samples.push(stack.map(frameOf));
    weights.push(instructions);
  });
  const endValue = weights.reduce((sum, weight) => sum + weight, 0);
  return `${
    JSON.stringify({
      $schema: "https://www.speedscope.app/file-format-schema.json",
      exporter: "leveret",
      name,
      shared: { frames },
      profiles: [{
        type: "sampled",
        name: "instructions",
        unit: "none",
        startValue: 0,
        endValue,
        samples,
        weights,
      }],
    })
  }\n`;
}
