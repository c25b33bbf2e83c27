// SPDX-License-Identifier: MPL-2.0
// A flame graph from the outermost function down: the width of a frame is what ran in it and in what it called.
// Each frame is an item of a tree, with one tab stop for all; page_script.ts adds keys, zoom and details.

import type { PageFlame } from "./data.ts";
import { count, Html, markup, percent } from "./html.ts";

const ROW = 22;
const COLOURS = 6;

/** The same colour for the same function, in every page. */
function colourOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % COLOURS;
}

function depthOf({ children }: PageFlame): number {
  return 1 + Math.max(0, ...children.map(depthOf));
}

/** The graph. */
export function flameView(root: PageFlame): Html {
  const whole = Math.max(1, root.total);
  const parts: string[] = [];
  const draw = (frame: PageFlame, start: number, depth: number) => {
    const { name, location, self, total, calls, children } = frame;
    const left = 100 * start / whole;
    const width = 100 * total / whole;
    const where = location === undefined ? "" : ` (${location})`;
    const label = `${name}${where}: ${percent(total, whole)}, ${count(total)} instructions, ` +
      `${count(self)} of its own, ${count(calls)} ${calls === 1 ? "call" : "calls"}`;
    parts.push(
      markup`
        <svg class="frame" role="treeitem" aria-level="${depth + 1}" tabindex="${
        depth === 0 ? 0 : -1
      }"
          aria-label="${label}" data-x="${left.toFixed(4)}" data-w="${width.toFixed(4)}" x="${
        left
          .toFixed(4)
      }%"
          width="${width.toFixed(4)}%" y="${depth * ROW}" height="${ROW - 1}">
          <title>${label}</title>
          <rect class="c${colourOf(name)}" width="100%" height="100%" />
          <text x="4" y="15">${name}</text>
        </svg>
      `.text,
    );
    let at = start;
    for (const child of children) {
      draw(child, at, depth + 1);
      at += child.total;
    }
  };
  draw(root, 0, 0);
  return markup`
    <div class="flame">
      <p
        class="note keys">A click makes a frame as wide as the page. Arrow keys go from frame to frame, Enter widens one, Escape shows all again.</p>
      <svg class="tree" role="tree" aria-label="Flame graph of instructions" width="100%"
        height="${depthOf(root) * ROW}">${new Html(parts.join(""))}</svg>
      <p class="detail" role="status" aria-live="polite">${root.name}: ${
    count(
      root.total,
    )
  } instructions</p>
    </div>
  `;
}
