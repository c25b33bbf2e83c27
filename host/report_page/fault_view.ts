// SPDX-License-Identifier: MPL-2.0
// Why a program was killed: what happened, where, the likely cause, and the store that led to it.

import type { PageFault } from "./data.ts";
import { type Html, markup } from "./html.ts";
import { excerptView, framesView } from "./source_view.ts";

/** The fault. */
export function faultView(fault: PageFault): Html {
  const { signal, headline, location, instruction, excerpt, hints, registers, story } = fault;
  return markup`<div class="panel bad">
<p class="headline"><strong>${signal}</strong> ${headline}</p>
<p>in <code>${location}</code>${
    instruction === undefined ? markup`` : markup`, by <code>${instruction}</code>`
  }</p>
${excerptView(excerpt)}
${hints.map((hint) => markup`<p class="hint"><strong>Hint</strong> ${hint}</p>`)}
</div>
${
    story === undefined ? markup`` : markup`<h3>${story.title}</h3>
<pre class="story" tabindex="0" role="region" aria-label="${story.title}">${story.text}</pre>
${excerptView(story.excerpt)}`
  }
<h3>Backtrace</h3>
${framesView(fault.backtrace)}
${
    registers.length === 0 ? markup`` : markup`
      <details>
        <summary>Registers</summary>
        <div class="registers">${
      registers.map(({ name, value, mark }) =>
        markup`<div><code>${name}</code> <code class="value">${value}</code>${
          mark === undefined ? markup`` : markup`
              <span class="file">${mark}</span>
            `
        }</div>`
      )
    }</div>
      </details>
    `
  }`;
}
