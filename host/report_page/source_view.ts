// SPDX-License-Identifier: MPL-2.0
// Source excerpts and call stacks, as all sections show them.

import type { PageFrame, PageStack, SourceExcerpt } from "./data.ts";
import { count, Html, markup } from "./html.ts";

/** A few lines of source, the one that counts marked. */
export function excerptView(excerpt: SourceExcerpt | undefined): Html {
  if (excerpt === undefined) return markup``;
  const { file, line, first, text } = excerpt;
  const rows = text.map((source, index) => {
    const number = first + index;
    return number === line
      ? markup`<span class="row hit"><span class="at">${number}</span><mark>${
        source || " "
      }</mark></span>`
      : markup`<span class="row"><span class="at">${number}</span>${source || " "}</span>`;
  });
  return markup`
    <figure class="source">
      <figcaption>${file}:${line}</figcaption>
      <pre tabindex="0" role="region"
        aria-label="Source of ${file}, line ${line}">${rows}</pre>
    </figure>
  `;
}

function frameView({ address, function: name, location, times = 1 }: PageFrame, at: number): Html {
  return markup`<li value="${at}"><code class="name">${name ?? "???"}</code>${
    location !== undefined && markup` <span class="file">${location}</span>`
  } <code class="address">${address}</code>${
    times > 1 && markup` <strong>${count(times)} times</strong>`
  }</li>`;
}

/** The frames of a call stack, innermost first. */
export function framesView(frames: readonly PageFrame[]): Html {
  let at = 0;
  const items = frames.map((frame) => {
    const item = frameView(frame, at);
    at += frame.times ?? 1;
    return item;
  });
  return markup`<ol class="frames">${items}</ol>`;
}

/** Call stacks with their titles. */
export function stacksView(stacks: readonly PageStack[]): Html {
  return new Html(
    stacks.map(({ title, frames }) =>
      markup`${title === "" ? markup`` : markup`<p class="note">${title}</p>`}${framesView(frames)}`
        .text
    ).join(""),
  );
}
