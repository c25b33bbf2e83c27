// SPDX-License-Identifier: MPL-2.0
// What a program wrote, in order; what went to standard error is marked.

import type { PageOutput } from "./data.ts";
import { count, type Html, markup } from "./html.ts";

/** The output. */
export function outputView({ parts, omitted }: PageOutput): Html {
  if (parts.length === 0) return markup`<p class="none">The program wrote nothing.</p>`;
  const gap = markup`<span class="gap">… ${count(omitted.bytes)} bytes left out …</span>
`;
  const pieces = parts.map(({ stream, text }, index) => {
    const before = omitted.bytes > 0 && index === omitted.after && gap;
    return stream === "stdout"
      ? markup`${before}${text}`
      : markup`${before}<span class="stderr" title="standard error">${text}</span>`;
  });
  const hasErrors = parts.some(({ stream }) => stream === "stderr");
  // A browser leaves out a line end right after the tag.
  return markup`<pre class="output" tabindex="0" role="region" aria-label="What the program wrote">
${pieces}</pre>${hasErrors && markup`<p class="note">Underlined: written to standard error.</p>`}`;
}
