// SPDX-License-Identifier: MPL-2.0
// The system calls: how often each was made, and the calls themselves.

import type { PageCalls } from "./data.ts";
import { count, type Html, markup } from "./html.ts";

/** The calls. */
export function callsView({ counts, log, omitted }: PageCalls): Html {
  if (log.length === 0) return markup`<p class="none">The program made no system calls.</p>`;
  const rows = log.map(({ number, text }, index) =>
    markup`
      ${
      omitted.count > 0 && index === omitted.after
        ? markup`
          <tr class="gap">
            <td></td>
            <td>${count(omitted.count)} more</td>
          </tr>
        `
        : markup``
    }<tr>
        <td class="number">${count(number)}</td>
        <td><code>${text}</code></td>
      </tr>
    `
  );
  return markup`
    <div class="scroll" tabindex="0" role="region" aria-label="System calls by name">
      <table class="plain">
        <thead>
          <tr>
            <th>Call</th>
            <th class="number">Times</th>
            <th class="number">Failed</th>
          </tr>
        </thead>
        <tbody>${
    counts.map(({ name, calls, errors }) =>
      markup`
            <tr>
              <td><code>${name}</code></td>
              <td class="number">${count(calls)}</td>
              <td class="number">${errors === 0 ? "" : count(errors)}</td>
            </tr>
          `
    )
  }</tbody>
      </table>
    </div>
    <details>
      <summary>Every call, with the instruction that made it</summary>
      <div class="scroll tall" tabindex="0" role="region" aria-label="System calls in order">
        <table class="log">
          <thead>
            <tr>
              <th class="number">Instruction</th>
              <th>Call</th>
            </tr>
          </thead>
          <tbody>${rows}</tbody>
        </table>
      </div>
    </details>
  `;
}
