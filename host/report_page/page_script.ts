// SPDX-License-Identifier: MPL-2.0
// What the page about a run can do: switch between light and dark, sort tables, read charts, and walk through
// the flame graph by keys. The page says everything without it.

/** The script of the page. It is text because it runs in a browser, and has nothing to import. */
export const PAGE_SCRIPT = String.raw`"use strict";
const root = document.documentElement;
root.classList.add("js");
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const format = new Intl.NumberFormat("en");

for (const input of all(".theme input")) {
  input.addEventListener("change", () => {
    if (input.value === "auto") delete root.dataset.theme;
    else root.dataset.theme = input.value;
  });
}

for (const table of all("table.sortable")) {
  all("thead th", table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isDescending = head.getAttribute("aria-sort") !== "descending";
      for (const other of all("[aria-sort]", table)) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      const body = table.tBodies[0];
      const key = (row) => row.cells[column].dataset.value;
      const compare = (a, b) => key(a) === undefined
        ? b.cells[column].textContent.localeCompare(a.cells[column].textContent)
        : key(b) - key(a);
      const rows = [...body.rows].sort(compare);
      body.append(...isDescending ? rows : rows.reverse());
    });
  });
}

for (const charts of all(".charts")) {
  const points = charts.dataset.points.split(",").map((point) => point.split(" ").map(Number));
  const reader = charts.querySelector(".reader");
  const input = reader.querySelector("input");
  const output = reader.querySelector("output");
  reader.hidden = false;
  const read = (at) => {
    // A point stands for the time since the one before.
    const [number, bytes, blocks, mapped] = points.find(([number]) => number >= at) ?? points.at(-1);
    charts.classList.add("reading");
    for (const cursor of all(".cursor", charts)) {
      const x = 1000 * at / charts.dataset.end;
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    }
    const text = "Up to instruction " + format.format(number) + ": at most " + format.format(bytes) +
      " bytes in use, then " + format.format(blocks) + " blocks, " + format.format(mapped) + " bytes mapped";
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  input.addEventListener("input", () => read(Number(input.value)));
  read(Number(input.getAttribute("value")));
  for (const svg of all("svg", charts)) {
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const at = charts.dataset.end * (event.clientX - box.left) / box.width;
      input.value = at;
      read(at);
    });
  }
}

for (const flame of all(".flame")) {
  const tree = flame.querySelector(".tree");
  const frames = all(".frame", tree);
  const detail = flame.querySelector(".detail");
  const of = (frame) => ({
    level: Number(frame.getAttribute("aria-level")),
    x: Number(frame.dataset.x),
    width: Number(frame.dataset.w),
  });
  const places = new Map(frames.map((frame) => [frame, of(frame)]));
  let current = frames[0];
  const show = (frame) => { detail.textContent = frame.getAttribute("aria-label"); };
  const select = (frame, focus) => {
    if (frame === undefined) return;
    current.setAttribute("tabindex", "-1");
    current = frame;
    current.setAttribute("tabindex", "0");
    if (focus) current.focus();
    show(current);
  };
  const zoom = (frame) => {
    const to = places.get(frame);
    for (const other of frames) {
      const place = places.get(other);
      const isAbove = place.level < to.level && place.x <= to.x + 1e-6 &&
        place.x + place.width >= to.x + to.width - 1e-6;
      const isInside = place.level >= to.level && place.x >= to.x - 1e-6 &&
        place.x + place.width <= to.x + to.width + 1e-6;
      other.style.display = isAbove || isInside ? "" : "none";
      other.classList.toggle("past", isAbove);
      other.setAttribute("x", (isAbove ? 0 : 100 * (place.x - to.x) / to.width) + "%");
      other.setAttribute("width", (isAbove ? 100 : 100 * place.width / to.width) + "%");
    }
  };
  const isShown = (frame) => frame.style.display !== "none";
  const parent = (frame) => {
    const level = places.get(frame).level;
    return frames.slice(0, frames.indexOf(frame)).findLast((other) => places.get(other).level === level - 1);
  };
  const child = (frame) => {
    const next = frames[frames.indexOf(frame) + 1];
    return next !== undefined && places.get(next).level === places.get(frame).level + 1 ? next : undefined;
  };
  const beside = (frame, step) => {
    const { level, x } = places.get(frame);
    const row = frames.filter((other) => places.get(other).level === level && isShown(other))
      .sort((a, b) => places.get(a).x - places.get(b).x);
    return row[row.indexOf(frame) + step];
  };
  const keys = {
    ArrowUp: parent,
    ArrowDown: child,
    ArrowLeft: (frame) => beside(frame, -1),
    ArrowRight: (frame) => beside(frame, 1),
    Home: () => frames[0],
  };
  tree.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") zoom(current);
    else if (event.key === "Escape") zoom(frames[0]);
    else if (Object.hasOwn(keys, event.key)) {
      const next = keys[event.key](current);
      if (next !== undefined && !isShown(next)) zoom(next);
      select(next, true);
    } else return;
    event.preventDefault();
  });
  for (const frame of frames) {
    frame.addEventListener("click", () => { select(frame, true); zoom(frame); });
    frame.addEventListener("pointerenter", () => show(frame));
    frame.addEventListener("focus", () => show(frame));
  }
}
`;
