// SPDX-License-Identifier: MPL-2.0
import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../host/cli/command_line/options.ts";
import {
  parseAddress,
  parseChoice,
  parseCount,
  parseDirectory,
  parseDirectoryLimit,
  parseRange,
  parseSize,
  parseVariable,
} from "../../../host/cli/command_line/values.ts";

/** Checks that a parser refuses each of the texts, and names the option. */
function refuses(read: (option: string, text: string) => unknown, texts: readonly string[]): void {
  for (const text of texts) assertThrows(() => read("--that", text), UsageError, "--that");
}

Deno.test("parseChoice() takes one of its words, and lists them when it refuses another", () => {
  assertEquals(parseChoice("--n", "hare", ["hare", "leveret"]), "hare");
  assertThrows(
    () => parseChoice("--n", "har", ["hare", "leveret"]),
    UsageError,
    'invalid value "har" for --n: must be one of hare, leveret',
  );
});

Deno.test("parseCount() takes digits, separators and thousands", () => {
  assertEquals(
    ["0", "12", "1_000", "10k", "10M", "2G"].map((text) => parseCount("--n", text)),
    [0, 12, 1000, 10_000, 10_000_000, 2_000_000_000],
  );
  refuses(parseCount, ["", "-1", "1.5", "k", "0x10", "1e3", "99999999999999999999", "5 "]);
});

Deno.test("parseSize() takes bytes and powers of 1024", () => {
  assertEquals(
    ["4096", "0x1000", "64K", "64M", "64MiB", "64mb", "1G", "2T"].map((text) =>
      parseSize("--n", text)
    ),
    [4096, 4096, 2 ** 16, 2 ** 26, 2 ** 26, 2 ** 26, 2 ** 30, 2 ** 41],
  );
  refuses(parseSize, ["", "M", "-1", "1.5G", "64X", "64 M", "9999999T"]);
});

Deno.test("parseAddress() takes unsigned 64-bit numbers", () => {
  assertEquals(parseAddress("--a", "0xffffffffffffffff"), 2n ** 64n - 1n);
  assertEquals(parseAddress("--a", "65536"), 0x10000n);
  refuses(parseAddress, ["", "-1", "0x10000000000000000", "ff", "0x"]);
});

Deno.test("parseRange() takes an end, a length, or one address", () => {
  assertEquals(parseRange("--a", "0x10-0x20"), { start: 16n, end: 32n });
  assertEquals(parseRange("--a", "0x10+8"), { start: 16n, end: 24n });
  assertEquals(parseRange("--a", "0x10"), { start: 16n, end: 17n });
  refuses(parseRange, ["", "0x20-0x10", "0x10-0x10", "0x10+0", "-5", "5-", "1-2-3"]);
});

Deno.test("parseVariable() splits at the first equals sign", () => {
  assertEquals(parseVariable("--env", "A=b=c"), ["A", "b=c"]);
  assertEquals(parseVariable("--env", "A="), ["A", ""]);
  refuses(parseVariable, ["A", "=b", ""]);
});

Deno.test("parseDirectory() takes a path on the host, one for the program, and a mode", () => {
  for (
    const [text, host, guest, mode] of [
      ["data", "data", "/data", "rw"],
      [".", ".", "/", "rw"],
      ["data:ro", "data", "/data", "ro"],
      ["/tmp/work:/in:cow", "/tmp/work", "/in", "cow"],
      ["/tmp/work:in:shared", "/tmp/work", "/in", "shared"],
      ["a:b:rw", "a", "/b", "rw"],
    ] as const
  ) assertEquals(parseDirectory("--dir", text), { host, guest, mode });
  refuses(parseDirectory, ["", ":/in", "data:/in:write", "a:b:c:ro", "data::ro"]);
});

Deno.test("parseDirectoryLimit() takes a size and a count", () => {
  assertEquals(parseDirectoryLimit("--n", "64M,1000"), { bytes: 2 ** 26, files: 1000 });
  assertEquals(parseDirectoryLimit("--n", "0,10k"), { bytes: 0, files: 10_000 });
  refuses(parseDirectoryLimit, ["", "64M", "64M,", ",5", "64M,5,5", "x,1", "1,x"]);
});
