// SPDX-License-Identifier: MPL-2.0
// The page of the runtime's routines says what the sources say: every routine is there, with the contract of its
// comment, and with an example that does what its remarks promise.

import { assert, assertEquals } from "@std/assert";
import { build, BuildError } from "../../asm/build.ts";
import { Process } from "../../host/process.ts";
import { runtimeFiles } from "../../runtime/files.ts";
import { blocksOf, readPage } from "../docs/markdown.ts";
import { buildProgram } from "./guest_caller.ts";

const PAGE = "runtime/ROUTINES.md";
/** The first line of a contract: signatures, the C name, what it does. */
const CONTRACT = /^# ((?:[\w.]+\([^)]*\)(?:, )?)+)(?:, C name (\w+))?: (.*)$/;
const SIGNATURE = /[\w.]+(?=\()/g;
const FUNCTION = /^ +\.type +([\w.]+), @function/gm;
/** What the page leaves out: the entry point, and checks that are not called as the psABI says. */
const NOT_LISTED = [
  "_start",
  "rt.malloc.checkpoison",
  "rt.malloc.getmeta",
  "rt.malloc.invalid",
  "rt.malloc.unmarked",
  "rt.malloc.validate",
];

interface Contract {
  readonly signatures: string;
  readonly cName: string | undefined;
  readonly file: string;
  readonly text: string;
}

/** The contracts in the comments of a source. */
function contractsOf(file: string, source: string): Contract[] {
  const contracts: Contract[] = [];
  const lines = source.split("\n");
  for (const [index, line] of lines.entries()) {
    const [, signatures, cName, first] = CONTRACT.exec(line) ?? [];
    if (signatures === undefined || first === undefined) continue;
    const end = lines.findIndex((other, at) => at > index && !other.startsWith("# "));
    const text = [first, ...lines.slice(index + 1, end).map((more) => more.slice(2))].join(" ");
    contracts.push({ signatures, cName, file, text: text.charAt(0).toUpperCase() + text.slice(1) });
  }
  return contracts;
}

const sources = runtimeFiles.map(({ name, text }) => ({
  file: name.replace("runtime/", ""),
  text,
}));
const contracts = sources.flatMap(({ file, text }) => contractsOf(file, text));
const page = readPage(PAGE);
/** The entries of the page: heading, and what follows up to the next one. */
const entries = page.split(/^### /m).slice(1).map((entry) => {
  const [signatures = "", ...rest] = entry.split("\n");
  return { signatures, body: rest.join("\n").replace(/^## .*/ms, "") };
});

Deno.test("the page has the contract of every routine, as its source states it", () => {
  const expected = contracts.map(({ signatures, cName, file, text }) => [
    signatures,
    `[${file}](${file}).${cName === undefined ? "" : ` C name: \`${cName}\`.`} ${text}`,
  ]);
  const listed = entries.map(({ signatures, body }) => [
    signatures,
    body.replace(/^```.*/ms, "").replaceAll(/\\([<*])/g, "$1").trim().replaceAll(/\s+/g, " "),
  ]);
  const byName = (a: string[], b: string[]) => (a[0] ?? "") < (b[0] ?? "") ? -1 : 1;
  assertEquals(listed.sort(byName), expected.sort(byName));
});

Deno.test("every function of the runtime has a contract", () => {
  const documented = contracts.flatMap(({ signatures, cName }) => [
    ...signatures.match(SIGNATURE) ?? [],
    ...cName === undefined ? [] : [cName],
  ]);
  const functions = sources.flatMap(({ text }) =>
    [...text.matchAll(FUNCTION)].map(([, name]) => name)
  );
  assertEquals(functions.toSorted(), [...documented, ...NOT_LISTED].toSorted());
});

const blocks = blocksOf(PAGE, page).filter(({ language }) => language === "asm");
const data = blocks.find(({ lines }) => lines.some((line) => line.includes(".data")));
const examples = blocks.filter((block) => block !== data);
/** The input that the page names. */
const input = /their\s+input is\s+`([^`]*)`/.exec(page)?.[1]?.replaceAll("\\n", "\n") ?? "";

Deno.test("every routine of the page has an example", () => {
  for (const { signatures, body } of entries) assert(body.includes("```asm"), signatures);
  assertEquals(examples.length, entries.length);
});

/** What the remarks of an example say: all that it prints, a0 after a line, how it ends. */
function promises(lines: readonly string[]) {
  const remarks = lines.map((line) => /# (.*)$/.exec(line)?.[1] ?? "");
  const all = (pattern: RegExp) =>
    remarks.flatMap((remark) => pattern.exec(remark)?.slice(1) ?? []);
  return {
    stdout: all(/^prints (.*)/).join("").replaceAll("\\n", "\n"),
    a0: all(/^a0 = (\d+)/).map(BigInt),
    status: Number(all(/^exits with (\d+)/).at(-1) ?? 0),
    abort: all(/^aborts(?: with (.*))?$/).at(-1),
    doesAbort: remarks.some((remark) => /^aborts(?: with |$)/.test(remark)),
  };
}

for (const { line, lines } of examples) {
  const called = lines.flatMap((text) => /call +([\w.]+)/.exec(text)?.[1] ?? []).join(", ");
  Deno.test(`${PAGE}:${line}: the example of ${called} does what it says`, () => {
    const { stdout, a0, status, abort, doesAbort } = promises(lines);
    let values = 0;
    const observing = lines.map((text) =>
      /# a0 = /.test(text)
        ? `${text}\n        la t6, observed\n        sd a0, ${8 * values++}(t6)`
        : text
    );
    const program = buildProgram(`
        .globl  main, observed
main:   addi    sp, sp, -16
        sd      ra, 8(sp)
${observing.join("\n")}
        li      a0, 0
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret
${data?.lines.join("\n")}
observed:
        .zero   64
`);
    using process = new Process(program, { stdin: new TextEncoder().encode(input) });
    const outcome = process.run({ maxInstructions: 1_000_000 });
    const decoder = new TextDecoder();
    const stderr = decoder.decode(process.output.stderr);
    assertEquals(decoder.decode(process.output.stdout), stdout);
    if (doesAbort) {
      assertEquals(outcome.kind, "killed");
      assertEquals(stderr.trim(), abort ?? "");
      return;
    }
    assertEquals(outcome, { kind: "exited", status });
    const { memory } = process.machine;
    const observed = program.symbol("observed")?.value ?? 0n;
    assertEquals(a0.map((_, index) => memory.readUint(observed + 8n * BigInt(index), 8)), a0);
  });
}

Deno.test("a name that is nearly a routine's gets it as a suggestion", () => {
  const near = { print_itn: "print_int", readint: "read_int", read_lien: "read_line" };
  for (const [wrong, right] of Object.entries(near)) {
    const text = `        .globl main\nmain:   call ${wrong}\n`;
    try {
      build([{ name: "main.s", text }], { archive: runtimeFiles });
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const [{ fix } = { fix: undefined }] = error.diagnostics;
      assertEquals(fix?.message, `did you mean \`${right}\`?`);
      continue;
    }
    assert(false, `${wrong} is defined`);
  }
});
