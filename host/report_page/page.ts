// SPDX-License-Identifier: MPL-2.0
// The page about a run: one file that needs nothing else, and may do nothing else. Its policy allows only its
// own style and its own script, by their hashes; it loads nothing, and everything in it is escaped.

import { addressSpaceView } from "./address_space_view.ts";
import { callsView } from "./calls_view.ts";
import type { RunReport } from "./data.ts";
import { errorsView } from "./errors_view.ts";
import { faultView } from "./fault_view.ts";
import { flameView } from "./flame_view.ts";
import { heapChartView } from "./heap_chart_view.ts";
import { heapMapView } from "./heap_map_view.ts";
import { Html, markup } from "./html.ts";
import { outputView } from "./output_view.ts";
import { PAGE_SCRIPT } from "./page_script.ts";
import { PAGE_STYLE } from "./page_style.ts";
import { profileView } from "./profile_view.ts";
import { summaryView } from "./summary_view.ts";

/** A section of the page. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
  /** Whether it has bad news. */
  readonly isBad?: boolean;
}

/** The sections, bad news first. */
function sectionsOf(report: RunReport): Section[] {
  const { fault, errors, leaks, mappings, heap, heapMap, calls, profile, output } = report;
  const sections: (Section | undefined)[] = [
    { id: "summary", title: "Summary", content: summaryView(report) },
    fault && { id: "fault", title: "Fault", content: faultView(fault), isBad: true },
    {
      id: "errors",
      title: heap === undefined ? "Memory errors" : "Memory errors and leaks",
      content: errorsView(report),
      isBad: errors.length + leaks.length > 0,
    },
    { id: "output", title: "Output", content: outputView(output) },
    heap && {
      id: "heap",
      title: "Heap over time",
      content: heapChartView(heap, report.summary.instructions),
    },
    heapMap && {
      id: "map",
      title: "Heap map",
      content: heapMapView(heapMap),
      isBad: heapMap.problems.length > 0,
    },
    { id: "space", title: "Address space", content: addressSpaceView(mappings) },
    { id: "flame", title: "Flame graph", content: flameView(profile.flame) },
    { id: "profile", title: "Profile", content: profileView(profile) },
    { id: "calls", title: "System calls", content: callsView(calls) },
  ];
  return sections.filter((section) => section !== undefined);
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

/** A name that may be broken after slashes and underscores. */
function breakable(name: string): Html {
  return markup`${name.split(/(?<=[/_])/).map((part) => markup`${part}<wbr>`)}`;
}

const BADGES = { ok: "OK", errors: "Errors found", failed: "Failed", stopped: "Stopped" } as const;
const THEMES = ["Auto", "Light", "Dark"] as const;

/** The whole page. */
export async function reportPage(report: RunReport): Promise<string> {
  const { command, summary } = report;
  const sections = sectionsOf(report);
  const policy = [
    "default-src 'none'",
    `script-src ${await hashOf(PAGE_SCRIPT)}`,
    `style-src ${await hashOf(PAGE_STYLE)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = markup`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="generator" content="leveret">
        <title>${command}</title>
        <link rel="icon" href="data:,">
        <style>${new Html(PAGE_STYLE)}</style>
      </head>
      <body>
        <a class="skip" href="#summary">Skip to the report</a>
        <header>
          <div class="top">
            <h1>${breakable(command)}</h1>
            <fieldset class="theme js-only"><legend>Colours</legend>${
    THEMES.map((name, index) =>
      markup`<label><input type="radio" name="theme" value="${name.toLowerCase()}"${
        index === 0 && markup`
                  checked
                `
      }><span>${name}</span></label>`
    )
  }</fieldset>
          </div>
          <p class="ending"><span class="badge ${summary.outcome}">${
    BADGES[summary.outcome]
  }</span> ${summary.ending}</p>
        </header>
        <nav aria-label="Sections">
          <ul>${
    sections.map(({ id, title, isBad = false }) =>
      markup`<li><a href="#${id}"${
        isBad && markup`
                class="bad"
              `
      }>${title}</a></li>`
    )
  }</ul>
        </nav>
        <main>
    ${
    sections.map(({ id, title, content }) =>
      markup`
        <section id="${id}"
          aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
        ${content}</section>
      `
    )
  }</main>
        <footer>A report of leveret about one run.</footer>
        <script>${new Html(PAGE_SCRIPT)}</script>
      </body>
    </html>
  `;
  return `${page.text.trim()}
`;
}
