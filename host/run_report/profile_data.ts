// SPDX-License-Identifier: MPL-2.0
// A profile for a page: the functions with the most instructions, and the calls that are wide enough to see.

import { printable } from "../../asm/object/printable.ts";
import type { CallNode } from "../../cpu/counting/call_tree.ts";
import type { Profile, ProfiledFunction } from "../profile/profile.ts";
import type { PageFlame, PageProfile } from "../report_page/data.ts";
import { formatSourceLocation } from "../symbols/locations.ts";

const MAX_FUNCTIONS = 100;
const MAX_DEPTH = 64;
/** Frames with a smaller part of all instructions are left out. */
const MIN_SHARE = 0.0005;

const nameOf = ({ name, location }: ProfiledFunction) => ({
  name: printable(name),
  location: location && formatSourceLocation(location),
});

/** The profile for a page. */
export function profileData(profile: Profile): PageProfile {
  const { total, functions, root } = profile;
  const shown = functions.slice(0, MAX_FUNCTIONS);
  const least = total.instructions * MIN_SHARE;
  return {
    total: total.instructions,
    functions: shown.map((row) => ({
      ...nameOf(row),
      self: row.self.instructions,
      inclusive: row.inclusive.instructions,
      loads: row.self.loads,
      stores: row.self.stores,
      calls: row.calls,
    })),
    omitted: functions.length - shown.length,
    flame: flameOf([root], profile, least, 0),
  };
}

/** The frame of a function that the same chain of calls called in several lines. */
function flameOf(
  called: readonly CallNode[],
  profile: Profile,
  least: number,
  depth: number,
): PageFlame {
  const nodes = called.flatMap(withJumps);
  const sum = (of: readonly CallNode[], value: (node: CallNode) => number) =>
    of.reduce((total, node) => total + value(node), 0);
  const start = called[0]?.start ?? 0;
  const callees = nodes.flatMap(({ children }) => children).filter((node) => !nodes.includes(node));
  const children = [...Map.groupBy(callees, ({ start }) => start).values()]
    .map((group) => ({ group, total: sum(group, totalOf) }))
    .filter(({ total }) => depth < MAX_DEPTH && total >= least)
    .sort((a, b) => b.total - a.total)
    .map(({ group }) => flameOf(group, profile, least, depth + 1));
  return {
    ...nameOf(profile.functionAt(start)),
    self: sum(nodes, ({ instructions }) => instructions),
    total: sum(called, totalOf),
    calls: sum(called, ({ calls }) => calls),
    children,
  };
}

/** A node, and those in it that a jump within the function led to. */
function withJumps(node: CallNode): CallNode[] {
  const inside = node.children.filter(({ start, site }) => start === node.start && site === 0);
  return [node, ...inside.flatMap(withJumps)];
}

function totalOf({ instructions, children }: CallNode): number {
  return children.reduce((total, child) => total + totalOf(child), instructions);
}
