// SPDX-License-Identifier: MPL-2.0
// The functions that ran, as a table that can be sorted.

import type { PageProfile } from "./data.ts";
import { count, type Html, markup, percent, plural } from "./html.ts";

const COLUMNS = ["Self", "Inclusive", "Loads", "Stores", "Calls"] as const;

/** The table. */
export function profileView({ total, functions, omitted }: PageProfile): Html {
  const heads = COLUMNS.map((name) =>
    markup`
      <th class="number" scope="col" ${
      name === "Self" && markup`
        aria-sort="descending"
      `
    }>${name}</th>
    `
  );
  const rows = functions.map(({ name, location, self, inclusive, loads, stores, calls }) => {
    const cells = [self, inclusive, loads, stores, calls].map((value, index) =>
      markup`<td class="number" data-value="${value}">${count(value)}${
        index < 2 && markup`
          <span class="share">${percent(value, total)}</span>
        `
      }</td>`
    );
    return markup`
      <tr><th scope="row"><code class="name">${name}</code>${
      location === undefined ? markup`` : markup`
        <span class="file">${location}</span>
      `
    }</th>${cells}</tr>
    `;
  });
  return markup`
    <div class="scroll" tabindex="0" role="region" aria-label="Functions">
      <table class="sortable">
        <thead>
          <tr><th scope="col">Function</th>${heads}</tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>${
    omitted > 0 ? markup`<p class="note">and ${plural(omitted, "more function")}</p>` : markup``
  }
  `;
}
