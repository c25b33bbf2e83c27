// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { parseOptions, UsageError } from "../../../host/cli/command_line/options.ts";

const ROWS = [
  { name: "strace", help: "" },
  { name: "output", short: "o", value: "FILE", help: "" },
  { name: "max-instructions", value: "N", help: "" },
  { name: "env", value: "NAME=VALUE", repeat: true, help: "" },
] as const;

const parse = (...args: string[]) => parseOptions(args, ROWS);
const refuse = (args: string[], message: string) =>
  assertThrows(() => parseOptions(args, ROWS), UsageError, message);

Deno.test("parseOptions() tells switches, values and words apart, in any order", () => {
  const options = parse("a.s", "--strace", "-o", "x", "b.s", "-");
  assert(options.has("strace"));
  assertFalse(options.has("env"));
  assertEquals(options.value("output"), "x");
  assertEquals(options.words, ["a.s", "b.s", "-"]);
  assertEquals(options.rest, undefined);
});

Deno.test("parseOptions() takes a value after a space, an equals sign or a letter", () => {
  assertEquals(parse("--output=x=y").value("output"), "x=y");
  assertEquals(parse("--output", "x").value("output"), "x");
  assertEquals(parse("-ox").value("output"), "x");
  assertEquals(parse("--output=").value("output"), "");
  assertEquals(parse("-o", "-").value("output"), "-");
});

Deno.test("parseOptions() takes several switches after one dash, and names of several letters", () => {
  const rows = [
    { name: "numeric", short: "n", help: "" },
    { name: "size", short: "S", help: "" },
    { name: "sn", help: "" },
    { name: "map", alias: "Map", value: "FILE", help: "" },
    { name: "march", short: "M", value: "ARCH", help: "" },
  ] as const;
  const several = parseOptions(["-nS", "a"], rows);
  assertEquals([several.has("numeric"), several.has("size"), several.words], [true, true, ["a"]]);
  for (const words of [["-Map", "x"], ["-Map=x"], ["--map=x"]]) {
    assertEquals(parseOptions(words, rows).value("map"), "x");
  }
  assertEquals(parseOptions(["-Mx"], rows).value("march"), "x");
  assertThrows(() => parseOptions(["-nx"], rows), UsageError, "unknown option -nx");
  assertThrows(() => parseOptions(["-sn"], rows), UsageError, "did you mean --sn?");
  const { ordered } = parseOptions(["-Mx", "a", "-n", "--map", "y", "b"], rows);
  assertEquals(ordered.map(({ value }) => value), ["x", "a", "y", "b"]);
});

Deno.test("parseOptions() keeps everything after -- for the program", () => {
  const options = parse("a.s", "--", "--strace", "-x", "--");
  assertEquals(options.words, ["a.s"]);
  assertEquals(options.rest, ["--strace", "-x", "--"]);
  assertFalse(options.has("strace"));
  assertEquals(parse("--").rest, []);
});

Deno.test("parseOptions() leaves everything after the first word alone on request", () => {
  const first = (...args: string[]) => parseOptions(args, ROWS, { firstWordEnds: true });
  const options = first("--env", "A=1", "ls", "-l", "--env", "--", "-o");
  assertEquals([options.words, options.rest], [["ls"], ["-l", "--env", "--", "-o"]]);
  assertEquals(options.values("env"), ["A=1"]);
  assertEquals(first("ls").rest, []);
  assertEquals(first("ls", "--", "-l", "--").rest, ["-l", "--"]);
  assertEquals(first("ls", "--", "--").rest, ["--"]);
  assertEquals(first("--", "ls").words, []);
});

Deno.test("parseOptions() says where arguments belong, if no option is similar", () => {
  const advise = (...args: string[]) => () =>
    parseOptions(args, ROWS, { unknownAfterWord: "; advice" });
  assertThrows(advise("a.s", "-l"), UsageError, "unknown option -l; advice");
  assertThrows(advise("a.s", "--strce"), UsageError, "did you mean --strace?");
  const error = assertThrows(advise("-l", "a.s"), UsageError);
  assertEquals(error.message, "unknown option -l");
});

Deno.test("parseOptions() collects the values of repeatable options, and refuses others twice", () => {
  assertEquals(parse("--env", "A=1", "--env=B=2").values("env"), ["A=1", "B=2"]);
  refuse(["-o", "x", "--output", "y"], "option --output cannot be given twice");
});

Deno.test("parseOptions() refuses unknown options and suggests the nearest name", () => {
  refuse(["--strce"], "unknown option --strce; did you mean --strace?");
  refuse(["--max-instruction=5"], "did you mean --max-instructions?");
  refuse(["-strace"], "did you mean --strace?");
  refuse(["--frobnicate"], "unknown option --frobnicate");
  refuse(["-x"], "unknown option -x");
});

Deno.test("parseOptions() refuses missing and unexpected values", () => {
  refuse(["--output"], "option --output needs a value: --output FILE");
  refuse(["-o", "--", "x"], "option -o needs a value: -o FILE");
  refuse(["--strace=yes"], 'option --strace takes no value, but "yes" was given');
});

Deno.test("parseOptions() takes the kind of a switch after an equals sign", () => {
  const rows = [{ name: "memcheck", kinds: ["addresses"], help: "check" }] as const;
  const parsed = parseOptions(["--memcheck=addresses", "file"], rows);
  assertEquals([parsed.value("memcheck"), parsed.words], ["addresses", ["file"]]);
  const whole = parseOptions(["--memcheck", "file"], rows);
  assertEquals([whole.has("memcheck"), whole.value("memcheck")], [true, undefined]);
  assertThrows(
    () => parseOptions(["--memcheck=address"], rows),
    UsageError,
    "unknown --memcheck=address; did you mean --memcheck=addresses?",
  );
});

Deno.test("parseOptions() always knows --help", () => {
  assert(parse("--help").has("help"));
  assert(parse("-h").has("help"));
});
