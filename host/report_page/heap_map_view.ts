// SPDX-License-Identifier: MPL-2.0
// The structures of Hare's allocator: what the mapped memory holds, blocks by size, and where they are.

import type { PageCell, PageHeapMap } from "./data.ts";
import { count, Html, markup, percent, plural, size } from "./html.ts";

const CELLS: Readonly<Record<PageCell, string>> = { 0: "", 1: "used", 2: "free", 3: "both" };

/** Equal neighbours are one rectangle. */
function strip(cells: readonly PageCell[]): Html {
  const parts: string[] = [];
  for (let at = 0; at < cells.length;) {
    const cell = cells[at] ?? 0;
    let end = at + 1;
    while (end < cells.length && cells[end] === cell) end++;
    if (cell !== 0) {
      parts.push(
        markup`
          <rect class="${CELLS[cell]}" x="${at}" width="${end - at}" height="1" />
        `.text,
      );
    }
    at = end;
  }
  return new Html(parts.join(""));
}

/** The widths of the longest bar and of the shortest one, in percent. */
const BAR = 99;
const LEAST = 0.75;

function binRow(
  { size: bytes, used, free }: PageHeapMap["bins"][number],
  most: number,
): Html {
  // Even a single block can be seen.
  const width = (value: number) =>
    value === 0 ? 0 : Math.max(LEAST, Math.round(1000 * BAR * value / most) / 1000);
  return markup`
    <tr>
      <td class="number">${count(bytes)}</td>
      <td class="number">${count(used)}</td>
      <td class="number">${count(free)}</td>
      <td class="bar">
        <svg aria-hidden="true" width="100%" height="12">
          <rect class="used" width="${width(used)}%" height="12" />
          <rect class="free" x="${width(used)}%" width="${width(free)}%" height="12" />
        </svg>
      </td>
    </tr>
  `;
}

/** The map. */
export function heapMapView(map: PageHeapMap): Html {
  const { contents, bins, chunks, large, omitted, problems } = map;
  const whole = contents.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = bins.filter(({ used, free }) => used + free > 0);
  const most = Math.max(1, ...shown.map(({ used, free }) => used + free));
  return markup`
    ${
    problems.length === 0 ? markup`` : markup`
      <div class="panel bad">
        <h3>This heap is corrupted</h3>
        <ul>${problems.map((problem) => markup`<li>${problem}</li>`)}</ul>
      </div>
    `
  }
    <h3>What the ${size(whole)} mapped hold</h3>
    <table class="plain">
      <tbody>${
    contents.map(({ name, bytes }) =>
      markup`
          <tr>
            <th scope="row">${name}</th>
            <td class="number">${size(bytes)}</td>
            <td class="number">${percent(bytes, whole)}</td>
          </tr>
        `
    )
  }</tbody>
    </table>
    ${
    shown.length === 0 ? markup`` : markup`
      <h3>Bins</h3>
      <div class="scroll" tabindex="0" role="region" aria-label="Bins">
        <table>
          <thead>
            <tr>
              <th class="number">Bytes per block</th>
              <th class="number">In use</th>
              <th class="number">Free</th>
              <th class="bar">In use, then free</th>
            </tr>
          </thead>
          <tbody>${shown.map((bin) => binRow(bin, most))}</tbody>
        </table>
      </div>
    `
  }
    ${chunks.length > 0 && markup`<h3>Chunks</h3><p class="note">${legend()}</p>`}
    ${
    chunks.map(({ address, used, free, note, cellBytes, cells }) =>
      markup`
        <figure class="chunk">
          <figcaption><code>${address}</code> ${plural(used, "block")} in use, ${
        count(
          free,
        )
      } free; ${note}</figcaption>
          <svg viewBox="0 0 ${cells.length} 1" preserveAspectRatio="none" role="img"
            aria-label="Chunk ${address}: ${plural(used, "block")} in use, ${
        count(
          free,
        )
      } free">${strip(cells)}</svg>
          <p class="note">${size(cellBytes)} per step</p>
        </figure>
      `
    )
  }
    ${
    large.length === 0 ? markup`` : markup`
      <h3>Large blocks</h3>
      <ul>${
      large.map(({ address, size: bytes }) =>
        markup`<li><code>${address}</code> ${size(bytes)}</li>`
      )
    }</ul>
    `
  }
    ${omitted > 0 ? markup`<p class="note">and ${omitted} more</p>` : markup``}
  `;
}

function legend(): Html {
  const item = (name: string, text: string) =>
    markup`
      <span
        class="key"><svg aria-hidden="true" width="14" height="12"><rect class="${name}" width="14" height="12"/></svg> ${text}</span>
    `;
  return markup`${item("used", "in use")}${item("free", "free")}${item("both", "some of each")}`;
}
