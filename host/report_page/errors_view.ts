// SPDX-License-Identifier: MPL-2.0
// Errors of the memory checker, and lost blocks, each with its source and its calls. Those of the same kind in
// the same line are shown together.

import type { PageError, RunReport } from "./data.ts";
import { count, type Html, markup, plural } from "./html.ts";
import { excerptView, stacksView } from "./source_view.ts";

/** Panels that are shown, and errors that each lists. */
const MAX_GROUPS = 40;
const MAX_LISTED = 12;

/** What errors have in common that are shown together. */
function keyOf({ title, excerpt }: PageError): string {
  return JSON.stringify([title, excerpt?.file, excerpt?.line]);
}

function groupView(errors: readonly PageError[]): Html {
  const [first] = errors;
  if (first === undefined) return markup``;
  const more = errors.length - MAX_LISTED;
  const times = errors.length > 1 &&
    markup` <span class="times-found">${count(errors.length)} different ones</span>`;
  return markup`<article class="panel bad"><h3>${first.title}${times}</h3>
${excerptView(first.excerpt)}
${errors.slice(0, MAX_LISTED).map(({ notes, stacks }) => detailsView(notes, stacks))}
${more > 0 && markup`<p class="note">and ${count(more)} more</p>`}</article>
`;
}

function detailsView(notes: PageError["notes"], stacks: PageError["stacks"]): Html {
  const title = notes.length === 0 ? "Calls" : notes.join(" ");
  return markup`<details><summary>${title}</summary>${stacksView(stacks)}</details>
`;
}

function groupsView(errors: readonly PageError[]): Html {
  const groups = [...Map.groupBy(errors, keyOf).values()];
  const more = groups.length - MAX_GROUPS;
  return markup`${groups.slice(0, MAX_GROUPS).map(groupView)}${
    more > 0 && markup`<p class="note">Errors of ${plural(more, "more kind")} are left out.</p>`
  }`;
}

/** Errors first, then lost blocks. */
export function errorsView({ errors, leaks, heap }: RunReport): Html {
  const noErrors = errors.length === 0 &&
    markup`<p class="none">The memory checker found no errors.</p>`;
  const noLeaks = heap !== undefined && leaks.length === 0 &&
    markup`<p class="none">No lost blocks: what was not freed can still be reached.</p>`;
  return markup`${noErrors}${groupsView(errors)}${noLeaks}${groupsView(leaks)}`;
}
