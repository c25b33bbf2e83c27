// SPDX-License-Identifier: MPL-2.0
// The address space: every mapping by rising address, with the gaps between.

import type { PageMapping } from "./data.ts";
import { type Html, markup, size } from "./html.ts";

/** Mappings that are shown. */
const MAX_SHOWN = 200;

const WORDS: readonly (readonly [string, string])[] = [
  ["r", "read"],
  ["w", "write"],
  ["x", "execute"],
];

/** What permissions mean, for those who hear the page. */
function inWords(permissions: string): string {
  const words = WORDS.filter(([letter]) => permissions.includes(letter)).map(([, word]) => word);
  return words.length === 0 ? "no access" : words.join(", ");
}

function colourOf({ permissions }: PageMapping): string {
  if (permissions.includes("x")) return "code";
  return permissions.includes("w") ? "data" : "constant";
}

/** The mappings, with a bar by the logarithm of the size. */
export function addressSpaceView(mappings: readonly PageMapping[]): Html {
  const largest = Math.max(2, ...mappings.map(({ size }) => size));
  let last: PageMapping | undefined;
  const rows = mappings.slice(0, MAX_SHOWN).map((mapping) => {
    const gap = last === undefined ? 0n : BigInt(mapping.start) - BigInt(last.end);
    last = mapping;
    const width = Math.max(2, Math.round(100 * Math.log2(mapping.size) / Math.log2(largest)));
    return markup`
      ${
      gap > 0n
        ? markup`
          <tr class="gap">
            <td colspan="5">${size(Number(gap))} unmapped</td>
          </tr>
        `
        : markup``
    }<tr>
        <td><code>${mapping.start}</code></td>
        <td class="number">${size(mapping.size)}</td>
        <td><code aria-label="${inWords(mapping.permissions)}">${mapping.permissions}</code></td>
        <td>${mapping.name === "" ? "anonymous" : mapping.name}</td>
        <td class="bar">
          <svg aria-hidden="true" width="100%" height="12">
            <rect class="${colourOf(mapping)}" width="${width}%" height="12" rx="2" />
          </svg>
        </td>
      </tr>
    `;
  });
  const more = mappings.length - rows.length;
  return markup`
    <div class="scroll" tabindex="0" role="region" aria-label="Mappings">
      <table class="space">
        <thead>
          <tr>
            <th>Start</th>
            <th class="number">Size</th>
            <th>Access</th>
            <th>For</th>
            <th class="bar">Size, logarithmic</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>${more > 0 ? markup`<p class="note">and ${more} more</p>` : markup``}
  `;
}
