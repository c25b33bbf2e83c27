// SPDX-License-Identifier: MPL-2.0
// The page about a run: what it may contain, whatever the program does, and how it behaves in Chromium, where
// that is installed.

import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import type { RunReport } from "../../../host/report_page/data.ts";
import { markup } from "../../../host/report_page/html.ts";
import { reportPage } from "../../../host/report_page/page.ts";
import { PAGE_STYLE } from "../../../host/report_page/page_style.ts";
import { reportOf, reportOfExample } from "./recorded.ts";

const HOSTILE =
  `</script></style></title>"'><script>window.bad=1</script><img src=http://bad.example/x onerror=bad()>\u202e\x1b[1m`;

/** Members that are words of the page's own, or numbers in text. */
const OWN = new Set(["outcome", "stream", "start", "end"]);

/** The same report with a prefix before every text that comes from a program. */
function prefixed<T>(value: T, prefix: string, key = ""): T {
  if (typeof value === "string") return (OWN.has(key) ? value : prefix + value) as T;
  if (Array.isArray(value)) return value.map((each) => prefixed(each, prefix, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, prefixed(each, prefix, name)]),
  ) as T;
}

const EXAMPLES = ["hash_table.s", "hello.s", "bugs/use_after_free.s", "bugs/poison_pointer.s"];
const reports = new Map<string, RunReport>(EXAMPLES.map((name) => [name, reportOfExample(name)]));

/** The tags of a page, without what is between them. */
const tagsOf = (page: string) => page.match(/<\/?[a-z][^>]*>/gi) ?? [];

Deno.test("a template escapes text, in elements and in attributes, but not markup", () => {
  assertEquals(
    markup`<a title="${`"<'&`}">${"<b>"}${markup`<i>${1}</i>`}${[
      markup`x`,
      markup`y`,
    ]}${false}${undefined}</a>`
      .text,
    `<a title="&quot;&lt;&#39;&amp;">&lt;b&gt;<i>1</i>xy</a>`,
  );
  assertEquals(markup`${"a\u202eb\0c\ud800"}`.text, "a\\u202eb\\u0000c\\ud800");
});

Deno.test("whatever a program says stays text", async () => {
  for (const [name, report] of reports) {
    const plain = await reportPage(prefixed(report, "x"));
    const page = await reportPage(prefixed(report, HOSTILE));
    // The markup is the same, but for attributes that hold text.
    const shape = (text: string) => tagsOf(text).map((tag) => tag.match(/^<\/?[a-z0-9]+/i)?.[0]);
    const isBreak = (tag: string | undefined) => tag === "<wbr";
    assertEquals(
      shape(page).filter((tag) => !isBreak(tag)),
      shape(plain).filter((tag) => !isBreak(tag)),
      name,
    );
    assertEquals(page.match(/<script/g)?.length, 1);
    assertFalse(page.includes("<img"));
    assertFalse(["\u202e", "\x1b"].some((character) => page.includes(character)));
  }
});

Deno.test("the page names nothing outside itself", async () => {
  for (const report of reports.values()) {
    const page = await reportPage(report);
    for (const tag of tagsOf(page)) {
      for (const [, url = ""] of tag.matchAll(/\s(?:src|href|action|data|poster)="([^"]*)"/g)) {
        assertMatch(url, /^(?:#|data:)/, tag);
      }
      assertFalse(/\s(?:style|on\w+)=/.test(tag), `${tag} is not allowed by the policy`);
    }
    assertFalse(/@import|url\(/.test(PAGE_STYLE));
  }
});

Deno.test("the policy allows the page's own style and script by their hashes, and nothing else", async () => {
  const page = await reportPage(reports.get("hello.s")!);
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1] ?? "";
  assertStringIncludes(policy, "default-src &#39;none&#39;");
  assertFalse(policy.includes("unsafe"));
  for (const element of ["script", "style"]) {
    const [, content = ""] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page) ?? [];
    assert(content.length > 1000);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    assertStringIncludes(policy, `${element}-src &#39;sha256-${hash}&#39;`);
  }
});

Deno.test("every id is unique, every link leads somewhere, and every section has a title", async () => {
  for (const report of reports.values()) {
    const page = await reportPage(report);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assertEquals(ids, [...new Set(ids)]);
    for (const [, id = ""] of page.matchAll(/\s(?:href="#|aria-labelledby=")([^"]*)"/g)) {
      assert(ids.includes(id), `#${id}`);
    }
  }
});

Deno.test("the page has what the report says", async () => {
  const page = await reportPage(reports.get("bugs/poison_pointer.s")!);
  for (
    const text of [
      "SIGSEGV",
      "load of 8 bytes from unmapped address 0x6969696969696971",
      "use after free",
      "NODE_VALUE(s1)",
      "Invalid read of size 8",
      "Bytes in use",
      'role="tree"',
      "[stack]",
    ]
  ) assertStringIncludes(page, text);
});

Deno.test("the slider of the charts knows the most bytes up to each change", async () => {
  const hello = reports.get("hello.s")!;
  const sample = { blocks: 1, mappedBytes: 4096 };
  const samples = [
    { ...sample, number: 10, bytes: 24, maxBytes: 24 },
    { ...sample, number: 20, bytes: 44, maxBytes: 60 },
    { ...sample, number: 30, bytes: 24, maxBytes: 24 },
    { ...sample, number: 40, bytes: 30, maxBytes: 30 },
  ];
  const live = { blocks: 1, bytes: 30 };
  const totals = { allocations: 4, frees: 3, bytes: 100 };
  const heap = { ...totals, live, peak: { ...live, number: 20, bytes: 60 }, samples, sites: [] };
  const page = await reportPage({ ...hello, heap });
  assertStringIncludes(page, 'data-points="10 24 1 4096,20 60 1 4096,30 44 1 4096,40 30 1 4096"');
});

/** The relative luminance of a colour (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

Deno.test("text has a contrast of 4.5 to 1 in light and dark, and bars have one of 3 to 1", () => {
  for (const theme of ["light", "dark"]) {
    const [, rules = ""] = new RegExp(`data-theme="${theme}"\\] \\{([^}]*)`).exec(PAGE_STYLE) ?? [];
    const colours = new Map(
      [...rules.matchAll(/--([\w-]+): (#[\da-f]{6})/g)].map(([, name = "", value = ""]) =>
        [name, value] as const
      ),
    );
    const check = (front: string, back: string, least: number) => {
      const [a = "", b = ""] = [colours.get(front), colours.get(back)];
      assert(contrast(a, b) >= least, `${front} on ${back}, ${theme}: ${contrast(a, b)}`);
    };
    for (const back of ["paper", "panel", "bad-panel"]) {
      for (const front of ["ink", "soft", "accent", "bad", "good", "stop"]) check(front, back, 4.5);
    }
    check("hit-ink", "hit", 4.5);
    check("paper", "accent", 4.5);
    for (const bar of ["used", "free", "both", "code", "constant"]) check(bar, "panel", 3);
  }
  for (const [, frame = ""] of PAGE_STYLE.matchAll(/\.c\d \{ fill: (#[\da-f]{6})/g)) {
    assert(contrast("#1d2125", frame) >= 4.5, frame);
  }
});

/** What Chromium makes of a page; undefined if it is not installed. */
async function inChromium(
  page: string,
): Promise<{ dom: string; console: string[]; urls: string[] } | undefined> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/page.html`, page);
    const { stdout, stderr } = await new Deno.Command("chromium", {
      args: [
        ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
        ...[
          "--host-resolver-rules=MAP * ~NOTFOUND",
          "--enable-logging=stderr",
          `--user-data-dir=${directory}/profile`,
        ],
        ...[`--log-net-log=${directory}/net.json`, "--window-size=400,900", "--dump-dom"],
        `file://${directory}/page.html`,
      ],
    }).output();
    const log = await Deno.readTextFile(`${directory}/net.json`);
    return {
      dom: new TextDecoder().decode(stdout),
      console: new TextDecoder().decode(stderr).split("\n").filter((line) =>
        line.includes("CONSOLE")
      ),
      urls: [...log.matchAll(/"url":"([^"]*)"/g)].map(([, url = ""]) => url),
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log("skipped: Chromium is not installed");
    return undefined;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("Chromium shows the page, runs its script, reports nothing, and asks for nothing", async () => {
  for (const name of ["hash_table.s", "bugs/use_after_free.s"]) {
    const report = reports.get(name)!;
    for (const data of [report, prefixed(report, HOSTILE)]) {
      const seen = await inChromium(await reportPage(data));
      if (seen === undefined) return;
      assertEquals(seen.console, []);
      assertMatch(seen.dom, /<html[^>]* class="js"/);
      assertMatch(seen.dom, /<th[^>]*><button type="button">Self/);
      assertMatch(seen.dom, /<output>Up to instruction [\d,]+: at most /);
      assertEquals(seen.dom.match(/<script/g)?.length, 1);
      assertFalse(seen.dom.includes("<img"));
      assertFalse(seen.urls.some((url) => url.includes("bad.example")));
    }
  }
});

Deno.test("what breaks the policy, and what asks for something, is noticed by that test", async () => {
  const page = (await reportPage(reports.get("hello.s")!)).replace(
    '"use strict";',
    '"use strict"; ',
  );
  const seen = await inChromium(page);
  if (seen === undefined) return;
  assert(seen.console.length > 0);
  assertFalse(/class="js"/.test(seen.dom));
  const asking = await inChromium(`<img src="http://bad.example/x">`);
  assert(asking?.urls.some((url) => url.includes("bad.example")));
});

Deno.test("symbols with hostile names are shown as they are", async () => {
  const text = `
        .globl _start
_start: call "<script>bad()</script>"
        li a7, 93
        ecall
        .type "<script>bad()</script>", @function
"<script>bad()</script>":
        ld a0, 0(zero)
        ret
`;
  const page = await reportPage(reportOf("<b>.s", text));
  assertStringIncludes(page, "&lt;script&gt;bad()&lt;/script&gt;");
  assertFalse(page.includes("<script>bad"));
  assertStringIncludes(page, "<title>&lt;b&gt;.s</title>");
});
