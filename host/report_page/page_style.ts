// SPDX-License-Identifier: MPL-2.0
// How the page about a run looks: light and dark, from narrow to wide, without any file but itself. Every pair
// of text and background has a contrast of at least 4.5 to 1.

const LIGHT = `
  --paper: #fbfbf9; --panel: #ffffff; --ink: #1d2125; --soft: #565f69; --rule: #dcdfe3;
  --accent: #1f5fa8; --bad: #a8201a; --bad-panel: #fdf3f2; --good: #1b6b3a; --hit: #fff1c2;
  --hit-ink: #1d2125; --used: #2f6fb3; --free: #8593a1; --both: #8a5fb0; --area: #cfe0f1;
  --code: #b0563b; --constant: #8a8f98; --stop: #80560a;`;

const DARK = `
  --paper: #15181c; --panel: #1d2126; --ink: #e7eaed; --soft: #a6b0ba; --rule: #343b43;
  --accent: #8cbcf5; --bad: #ff9d94; --bad-panel: #2a1f20; --good: #84d6a0; --hit: #4b4017;
  --hit-ink: #fff6d8; --used: #6ea8e0; --free: #76818c; --both: #b595dd; --area: #24384d;
  --code: #d98a6d; --constant: #78808a; --stop: #e8bf73;`;

/** The style sheet. */
export const PAGE_STYLE = `
:root { color-scheme: light; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; ${DARK} } }
:root[data-theme="light"] { color-scheme: light; ${LIGHT} }
:root[data-theme="dark"] { color-scheme: dark; ${DARK} }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 4rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  -webkit-text-size-adjust: 100%;
}
code, pre, .name, .address { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: 0.875em; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 3; background: var(--panel); padding: 0.5rem; }
header { max-width: 75rem; margin: 0 auto; padding: 1.5rem 1rem 0.75rem; }
header .top { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; flex-wrap: wrap; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; min-width: 0; }
.command { color: var(--soft); margin: 0.25rem 0 0; }
.ending { margin: 0.75rem 0 0; font-size: 1.0625rem; }
.badge { font-weight: 700; padding: 0.125rem 0.5rem; border: 2px solid; border-radius: 1rem; font-size: 0.875rem; margin-right: 0.375rem; }
.badge.ok { color: var(--good); } .badge.failed, .badge.errors { color: var(--bad); } .badge.stopped { color: var(--stop); }
.theme { border: 1px solid var(--rule); border-radius: 0.5rem; padding: 0; margin: 0; display: flex; overflow: hidden; }
.theme legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.theme label { cursor: pointer; display: block; position: relative; }
.theme input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.theme span { display: block; padding: 0.25rem 0.75rem; font-size: 0.875rem; color: var(--soft); }
.theme input:checked + span { background: var(--accent); color: var(--paper); }
.theme input:focus-visible + span { outline: 3px solid var(--ink); outline-offset: -3px; }
nav { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--rule); }
nav ul { max-width: 75rem; margin: 0 auto; padding: 0 0.5rem; display: flex; overflow-x: auto; list-style: none; scrollbar-width: none; }
nav a { display: block; padding: 0.625rem 0.5rem; white-space: nowrap; text-decoration: none; color: var(--ink); font-size: 0.9375rem; border-bottom: 3px solid transparent; }
nav a:hover { color: var(--accent); border-color: var(--accent); }
nav a.bad { color: var(--bad); font-weight: 600; }
main { max-width: 75rem; margin: 0 auto; padding: 0 1rem 4rem; }
section { padding-top: 1.75rem; }
h2 { font-size: 1.25rem; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0.5rem 0; max-width: 48rem; }
.panel details + details { border-top: 1px solid var(--rule); }
.note, .file { color: var(--soft); font-size: 0.875rem; }
.none { color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 0.5rem; margin: 0; }
.facts div { background: var(--panel); border: 1px solid var(--rule); border-radius: 0.5rem; padding: 0.5rem 0.75rem; }
dt { color: var(--soft); font-size: 0.8125rem; }
dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.panel { border: 1px solid var(--rule); border-left-width: 4px; border-radius: 0.5rem; background: var(--panel); padding: 0.5rem 1rem 0.75rem; margin: 0.75rem 0; }
.panel.bad { border-left-color: var(--bad); background: var(--bad-panel); }
.times-found { color: var(--soft); font-weight: 400; font-size: 0.875rem; }
.panel h3 { margin: 0.375rem 0; color: var(--bad); }
.headline { font-size: 1.125rem; } .headline strong { color: var(--bad); }
.hint strong { color: var(--good); margin-right: 0.25rem; }
figure { margin: 0.75rem 0; }
figcaption { color: var(--soft); font-size: 0.875rem; margin-bottom: 0.25rem; overflow-wrap: anywhere; }
pre { margin: 0; padding: 0.625rem 0.75rem; background: var(--panel); border: 1px solid var(--rule); border-radius: 0.5rem; overflow: auto; font-size: 0.8125rem; line-height: 1.55; tab-size: 8; }
.source pre { padding: 0.5rem 0; }
.row { display: block; width: max-content; min-width: 100%; padding-right: 0.75rem; }
.row .at { display: inline-block; min-width: 3.5em; padding: 0 0.75em 0 0.5em; text-align: right; color: var(--soft); user-select: none; }
.row.hit { background: var(--hit); box-shadow: inset 4px 0 var(--bad); }
.row.hit, .row.hit .at { color: var(--hit-ink); } .row.hit .at { font-weight: 700; }
mark { background: none; color: inherit; }
.story { white-space: pre-wrap; overflow-wrap: anywhere; }
.output { max-height: 32rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.stderr { text-decoration: underline; text-decoration-color: var(--bad); text-underline-offset: 3px; }
.gap, .gap td { color: var(--soft); font-style: italic; }
.frames { margin: 0.25rem 0; padding-left: 2rem; } .frames li { padding: 0.0625rem 0; overflow-wrap: anywhere; }
.frames li::marker { color: var(--soft); font-size: 0.8125rem; }
.frames .address { color: var(--soft); }
.owners { padding-left: 2rem; } .owners li { padding: 0.125rem 0; }
summary { cursor: pointer; padding: 0.25rem 0; overflow-wrap: anywhere; }
.registers { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0 1rem; }
.registers code:first-child { display: inline-block; min-width: 2.5rem; color: var(--soft); }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 0.5rem; background: var(--panel); }
.scroll.tall { max-height: 28rem; overflow-y: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
table.plain { width: auto; }
td code { white-space: nowrap; overflow-wrap: normal; }
th, td { text-align: left; padding: 0.25rem 0.75rem; vertical-align: baseline; font-weight: 400; }
thead th { color: var(--soft); border-bottom: 1px solid var(--rule); white-space: nowrap; font-size: 0.8125rem; background: var(--panel); }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.share { color: var(--soft); display: inline-block; min-width: 3.5rem; }
td.bar, th.bar { width: 45%; min-width: 7rem; } td.bar svg { display: block; }
.sortable button { font: inherit; color: inherit; background: none; border: 0; padding: 0.125rem; margin: 0; cursor: pointer; }
.sortable [aria-sort] button { color: var(--ink); font-weight: 600; }
.sortable [aria-sort="descending"] button::after { content: " \\2193"; } .sortable [aria-sort="ascending"] button::after { content: " \\2191"; }
.chart { display: grid; grid-template-columns: auto 1fr; column-gap: 0.5rem; margin: 1rem 0; }
.chart figcaption, .chart .times { grid-column: 2; }
.chart .axis { grid-column: 1; display: flex; flex-direction: column; justify-content: space-between; text-align: right; min-width: 4.5rem; }
.axis, .times { color: var(--soft); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.chart svg { width: 100%; height: 10rem; background: var(--panel); border: 1px solid var(--rule); border-width: 0 0 1px 1px; display: block; }
.chart.mapped svg { height: 4rem; }
.times { display: flex; justify-content: space-between; }
.area { fill: var(--area); } .line { fill: none; stroke: var(--used); stroke-width: 2; vector-effect: non-scaling-stroke; }
.cursor { stroke: var(--bad); stroke-width: 2; vector-effect: non-scaling-stroke; visibility: hidden; } .reading .cursor { visibility: visible; }
.reader { display: block; font-size: 0.875rem; padding-left: 5rem; } .reader[hidden] { display: none; }
.reader input { width: 100%; display: block; margin: 0 0 0.25rem; accent-color: var(--accent); }
.reader output { display: block; min-height: 1.5em; font-variant-numeric: tabular-nums; }
.used { fill: var(--used); } .free { fill: var(--free); } .both { fill: var(--both); }
.data { fill: var(--used); } .code { fill: var(--code); } .constant { fill: var(--constant); }
.chunk svg { width: 100%; height: 2rem; display: block; background: var(--panel); border: 1px solid var(--rule); border-radius: 2px; }
.chunk svg rect { shape-rendering: crispEdges; }
.key { white-space: nowrap; margin-right: 0.75rem; } .key svg { vertical-align: -1px; }
.flame { overflow: hidden; }
.flame svg.tree { display: block; background: var(--panel); border-radius: 4px; }
.frame { cursor: pointer; overflow: hidden; } .frame:focus { outline: none; }
.frame rect { stroke: var(--paper); stroke-width: 1; } .frame text { font-size: 12px; fill: #1d2125; pointer-events: none; }
.frame:focus-visible rect { stroke: var(--ink); stroke-width: 4; } .frame:hover rect { stroke: var(--ink); stroke-width: 2; }
.c0 { fill: #f2c78f; } .c1 { fill: #f0b48e; } .c2 { fill: #eed58a; } .c3 { fill: #f4bfa8; } .c4 { fill: #e9c7a1; } .c5 { fill: #f3d7b0; }
.frame.past rect { opacity: 0.78; }
.detail { min-height: 3em; overflow-wrap: anywhere; }
.js-only { display: none; } .js .js-only { display: flex; }
footer { border-top: 1px solid var(--rule); color: var(--soft); font-size: 0.875rem; padding: 1rem; text-align: center; }
@media (min-width: 60rem) { .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; } }
@media (max-width: 30rem) { body { font-size: 15px; } th, td { padding: 0.25rem 0.5rem; } main, header { padding-left: 0.75rem; padding-right: 0.75rem; } h1 { font-size: 1.25rem; } .chart .axis { min-width: 3.5rem; } .reader { padding-left: 4rem; } pre { font-size: 0.75rem; } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print { nav, .theme, .reader { display: none; } }
@media (forced-colors: active) { .frame rect, .used, .both, .data { forced-color-adjust: none; } }
`;
