// SPDX-License-Identifier: MPL-2.0
// The heap over time, as two charts that a slider reads, and who allocated most.

import type { PageHeap, PageSample } from "./data.ts";
import { count, type Html, markup, percent, plural, size } from "./html.ts";
import { framesView } from "./source_view.ts";

/** Charts are drawn in these units, and stretched to the width that there is. */
const WIDTH = 1000;
const HEIGHT = 100;

/** The outline of values over time, as steps: each value holds until the next. */
function pathOf(
  samples: readonly PageSample[],
  valueOf: (sample: PageSample) => number,
  end: number,
  most: number,
): string {
  const x = (number: number) => (WIDTH * number / Math.max(1, end)).toFixed(1);
  const y = (value: number) => (HEIGHT - HEIGHT * value / Math.max(1, most)).toFixed(2);
  const steps = samples.map((sample) => `H${x(sample.number)}V${y(valueOf(sample))}`);
  return `M0 ${HEIGHT}${steps.join("")}H${WIDTH}`;
}

function chart(
  title: string,
  { samples }: PageHeap,
  valueOf: (sample: PageSample) => number,
  end: number,
  kind: string,
): Html {
  const most = Math.max(1, ...samples.map(valueOf));
  const path = pathOf(samples, valueOf, end, most);
  return markup`
    <figure class="chart ${kind}">
      <figcaption>${title}</figcaption>
      <div class="axis" aria-hidden="true"><span>${size(most)}</span><span>0</span></div>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img"
        aria-label="${title}: at most ${size(most)}">
        <path class="area" d="${path}V${HEIGHT}Z" />
        <path class="line" d="${path}" />
        <line class="cursor" x1="0" x2="0" y1="0" y2="${HEIGHT}" />
      </svg>
      <div class="times" aria-hidden="true"><span>0</span><span>${
    count(
      end,
    )
  } instructions</span></div>
    </figure>
  `;
}

/** The charts; `end` is the number of instructions of the run. */
export function heapChartView(heap: PageHeap, end: number): Html {
  const { samples, peak, sites, live } = heap;
  if (samples.length === 0) {
    return markup`<p class="none">The program allocated nothing.</p>`;
  }
  // What is in use stays in use until the next change.
  const points = samples.map(({ number, maxBytes, blocks, mappedBytes }, index) =>
    [number, Math.max(maxBytes, samples[index - 1]?.bytes ?? 0), blocks, mappedBytes].join(" ")
  ).join(",");
  const owners = sites.filter(({ totalBytes }) => totalBytes > 0);
  return markup`<p>${plural(heap.allocations, "allocation")} of ${size(heap.bytes)}, ${
    plural(heap.frees, "free")
  }. The peak was ${size(peak.bytes)} in ${plural(peak.blocks, "block")}, after ${
    count(peak.number)
  } instructions; at the end ${size(live.bytes)} in ${plural(live.blocks, "block")} were in use.</p>
<div class="charts" data-points="${points}" data-end="${end}">
${chart("Bytes in use", heap, ({ maxBytes }) => maxBytes, end, "bytes")}
${chart("Bytes mapped for the heap", heap, ({ mappedBytes }) => mappedBytes, end, "mapped")}
<label class="reader" hidden>Read the charts at an instruction <input type="range" min="0" max="${end}" step="${
    Math.max(1, Math.ceil(end / 500))
  }" value="${peak.number}"> <output></output></label></div>
<h3>Who allocated it</h3>
<ol class="owners">${
    owners.map(({ peakBytes, totalBytes, totalBlocks, liveBytes, frames }) => {
      const share = peakBytes === 0 ? "0 bytes" : size(peakBytes);
      const { function: name = "???", location = "" } = frames[1] ?? frames[0] ?? {};
      return markup`<li><details><summary><strong>${share}</strong> at the peak: <code class="name">${name}</code> <span class="file">${location}</span></summary>
<p class="note">${percent(peakBytes, peak.bytes)} of the peak; ${size(totalBytes)} in ${
        plural(totalBlocks, "block")
      } in all; ${size(liveBytes)} at the end</p>${framesView(frames)}</details></li>
`;
    })
  }</ol>`;
}
