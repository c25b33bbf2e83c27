// SPDX-License-Identifier: MPL-2.0
// Names in files that nobody has read: control characters in the names of symbols, sections, sources and files
// reach no terminal, and forge no line, in any command.

import { assert, assertEquals } from "@std/assert";
import { printable, printableLines } from "../../../asm/object/printable.ts";
import { leveret, withTempDirectory } from "./harness.ts";

/** Ends with a bad access in `evil_symbol_name`, after a call of malloc. */
const SOURCE = `
        .globl main, evil_symbol_name
main:   addi sp, sp, -16
        sd   ra, 8(sp)
        call evil_symbol_name
        ld   ra, 8(sp)
        addi sp, sp, 16
        ret
evil_symbol_name:
        addi sp, sp, -16
        sd   ra, 8(sp)
        li   a0, 24
        call rt.malloc
        la   a1, evil_data_object
        ld   a0, (a1)
        ld   a0, 8(zero)
        .section evil_section_name, "aw"
evil_data_object: .dword 1
`;
/** Each with a name of the same length, full of what a terminal would act upon. */
const NAMES: readonly (readonly [string, string])[] = [
  ["evil_symbol_name", "e\x1b[2J\n\r\x07\x7f\xc2\x9b31mxx"],
  ["evil_data_object", "d\x1b]0;t\x07\nd_object"],
  ["evil_section_name", "s\x1b[31m\nn_name\tend"],
  ["evil_file.s", "\x1b[7mf\n\x08le.s"],
];

const latin1 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A binary file with the names replaced. */
function hostile(path: string, made: string): void {
  let text = latin1(Deno.readFileSync(path));
  for (const [name, evil] of NAMES) {
    assertEquals(name.length, evil.length, name);
    text = text.replaceAll(name, evil);
  }
  Deno.writeFileSync(made, bytesOf(text));
}

// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

/** What is around the first control character, for the message. */
function around(text: string): string {
  const at = text.search(CONTROL);
  return text.slice(Math.max(0, at - 100), at + 50);
}

Deno.test("names full of control characters are shown escaped by every command", async () => {
  await withTempDirectory(async (directory) => {
    const at = (name: string) => `${directory}/${name}`;
    await Deno.writeTextFile(at("evil_file.s"), SOURCE);
    // The same lines are found under the other name.
    await Deno.writeTextFile(at("\x1b[7mf\n\x08le.s"), SOURCE);
    await leveret(["asm", "-c", "-o", at("good.o"), at("evil_file.s")]);
    const linked = await leveret(["asm", "-o", at("good"), at("evil_file.s")]);
    assertEquals(linked.stderr, "");
    hostile(at("good"), at("evil"));
    hostile(at("good.o"), at("evil.o"));
    const commands: readonly (readonly string[])[] = [
      ["run", "FILE"],
      ["run", "--json", "FILE"],
      ["run", "--strace", "FILE"],
      ["trace", "-i", "-m", "-s", "-a", "--map", "--annotate", "FILE"],
      ["trace", "-i", "-m", "-s", "-a", "--map", "--json", "FILE"],
      ["run", "--max-instructions", "120", "FILE"],
      ["run", "FILE.o"],
      ["dis", "FILE"],
      ["dis", "--all", "FILE"],
      ["dis", "--json", "--all", "FILE"],
      ["dis", "FILE.o"],
      ["dis", "--all", "FILE.o"],
      ["dis", "--headers", "FILE.o"],
      ["dis", "--headers", "FILE"],
      ["dis", "--symbol", "evil_symbol_nam", "FILE"],
      ["nm", "FILE"],
      ["nm", "-S", "FILE.o"],
      ["nm", "--json", "FILE.o"],
      ["size", "FILE"],
      ["size", "-A", "FILE.o"],
      ["link", "-o", at("out"), "FILE.o", "FILE.o"],
      ["link", "-o", at("out"), "--map", "-", "FILE.o"],
      ["link", "-o", at("out"), "--gc-sections", "--print-gc-sections", "FILE.o"],
    ];
    for (const command of commands) {
      const results = await Promise.all(
        ["good", "evil"].map((name) =>
          leveret(command.map((word) => word.replace("FILE", at(name))))
        ),
      );
      const [good, evil] = results.map(({ stdout, stderr }) => stdout + stderr);
      assert(good !== undefined && evil !== undefined);
      const what = command.join(" ");
      assert(!CONTROL.test(evil), `${what}: ${JSON.stringify(around(evil))}`);
      assertEquals(evil.split("\n").length, good.split("\n").length, `${what}\n${evil}`);
      assertEquals(results[0]?.status, results[1]?.status, what);
    }
  });
});

Deno.test("control characters in sources, paths and options are shown escaped", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/\x1b[31m\nevil.s`;
    await Deno.writeTextFile(path, '.globl main\nmain: \x1b[2J\x07nonsense\x7f a0, "\x9b31m"\n');
    const missing = `${directory}/\x1b[2J\n.s`;
    const results = await Promise.all([
      leveret(["asm", path]),
      leveret(["asm", "--json", path]),
      leveret(["run", missing]),
      leveret(["run", "--\x1b[2J\nx"]),
      leveret(["run", "--seed", "\x1b[2J\n", path]),
      leveret(["\x1b[2J\n"]),
      leveret(["trace", "--symbol", "\x1b[2J\n", "examples/hello.s"]),
      leveret(["link", "--defsym", "\x1b[2J\n=x", path]),
      leveret(["asm", "-o", `${directory}/\x1b/x`, "examples/hello.s"]),
    ]);
    for (const { stdout, stderr, status } of results) {
      assert(status !== 0);
      const text = stdout + stderr;
      assert(text.includes("\\u001b"), text);
      assert(!CONTROL.test(text), JSON.stringify(text));
    }
    const [shown = "", caret = ""] = results[0]?.stderr.split("\n").slice(1) ?? [];
    assert(shown.includes("\\u001b[2J\\u0007nonsense\\u007f"), shown);
    assert(caret.includes("^"), caret);
  });
});

Deno.test("printable() escapes what is not text, and lines keep their ends and tabs", () => {
  assertEquals(
    printable("a\tb\n\x1b[1m\u202e\u009bö"),
    "a\\u0009b\\u000a\\u001b[1m\\u202e\\u009bö",
  );
  assertEquals(printableLines("a\tb\n\x1b[1m\r"), "a\tb\n\\u001b[1m\\u000d");
  assertEquals(printableLines("\x1b[1;31m\x1b]0;\x1b[2J", true), "\x1b[1;31m\\u001b]0;\\u001b[2J");
  assertEquals(JSON.parse(printable(JSON.stringify("\u009b\n\x7f"))), "\u009b\n\x7f");
});

Deno.test("source lines keep their tabs in reports, traces and listings", async () => {
  await withTempDirectory(async (directory) => {
    const path = `${directory}/x.s`;
    await Deno.writeTextFile(path, "\t.globl\tmain\nmain:\n\tlw\ta0,\t0(zero)\t# \x1b\n");
    const source = "lw\ta0,\t0(zero)\t# \\u001b\n";
    const fault = await leveret(["run", path]);
    assert(fault.stderr.includes(`${path}:3 | ${source}`), fault.stderr);
    const listing = await leveret(["asm", "--listing", path]);
    assert(listing.stdout.includes(`| ${path}:3: ${source}`), listing.stdout);
    await Deno.writeTextFile(path, "\t.globl\tmain\nmain:\n1:\tnop\n\tbeq\ta0,\ta0,\t1b\n");
    const loop = await leveret(["run", "--max-instructions", "1000", path]);
    assert(loop.stderr.includes(`${path}:4 | beq\ta0,\ta0,\t1b\n`), loop.stderr);
    const trace = await leveret(["trace", "-i", "--annotate", "--max-instructions", "1000", path]);
    assert(trace.stderr.includes(`  ${path}:4  beq\ta0,\ta0,\t1b\n`), trace.stderr);
  });
});
