// SPDX-License-Identifier: MPL-2.0
// Every format of profiles is read by the tool that it is for, where that is installed, and checked
// against its published description.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Process } from "../../../host/process.ts";
import { PROFILE_FORMATS, type ProfileFormatName } from "../../../host/profile/formats.ts";
import { Profiler } from "../../../host/profile/profiler.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

const ROOT = decodeURIComponent(new URL("../../../", import.meta.url).pathname);
const SOURCE = "examples/quicksort.s";

function run() {
  const text = Deno.readTextFileSync(`${ROOT}${SOURCE}`);
  const program = build([{ name: SOURCE, text }], { archive: runtimeFiles });
  using process = new Process(program);
  const profiler = new Profiler(process);
  process.run();
  return { profile: profiler.profile(), name: SOURCE, segments: program.segments };
}

const subject = run();
const { total, functions } = subject.profile;

async function textOf(format: ProfileFormatName): Promise<string> {
  const content = await PROFILE_FORMATS[format].write(subject);
  assert(typeof content === "string");
  return content;
}

/** Runs a tool on a file with that content; undefined when the tool is not installed. */
async function read(
  tool: string,
  content: string,
  args: (file: string, directory: string) => readonly string[],
): Promise<string | undefined> {
  const directory = await Deno.makeTempDir();
  try {
    const file = `${directory}/profile`;
    await Deno.writeTextFile(file, content);
    const command = new Deno.Command(tool, { args: [...args(file, directory)], cwd: ROOT });
    const { success, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    assert(success, decoder.decode(stderr));
    return decoder.decode(stdout);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`skipped: ${tool} is not installed`);
    return undefined;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("callgrind_annotate reads the profile, with the same sums", async () => {
  const shown = await read(
    "callgrind_annotate",
    await textOf("callgrind"),
    (file) => ["--inclusive=yes", "--threshold=100", file],
  );
  if (shown === undefined) return;
  const count = (value: number) => value.toLocaleString("en");
  assert(shown.includes(`${count(total.instructions)} (100.0%)`), shown);
  const recursive = new Set(
    subject.profile.calls.filter(({ caller, callee }) => caller === callee).map(({ caller }) =>
      caller.name
    ),
  );
  for (const { name, inclusive } of functions) {
    // callgrind_annotate counts recursive calls twice, in Callgrind's own profiles, too.
    if (recursive.has(name)) continue;
    const row = shown.split("\n").find((line) => line.endsWith(`:${name}`));
    assert(row?.includes(`${count(inclusive.instructions)} (`), `${name}: ${row}`);
  }
});

Deno.test("genhtml reads the coverage of lines and branches", async () => {
  const shown = await read(
    "genhtml",
    await textOf("lcov"),
    (file, directory) => ["--branch-coverage", "-o", `${directory}/html`, file],
  );
  if (shown !== undefined) assert(/lines\.*: 98\.0%/.test(shown), shown);
});

Deno.test("coverage has the lines and branches that did not run", async () => {
  const lines = (await textOf("lcov")).split("\n");
  assert(lines.some((line) => /^DA:\d+,0$/.test(line)));
  assert(lines.some((line) => /^BRDA:\d+,0,[01],0$/.test(line)));
  assert(lines.includes(`SF:${SOURCE}`));
  assertEquals(lines.some((line) => line.startsWith("SF:runtime/")), false);
});

Deno.test("collapsed stacks add up to all instructions", async () => {
  const lines = (await textOf("collapsed")).trimEnd().split("\n");
  const counts = lines.map((line) => /^\S+ (\d+)$/.exec(line)?.[1]);
  assertEquals(counts.reduce((sum, count) => sum + Number(count), 0), total.instructions);
  assert(lines.some((line) => /;main;quicksort;quicksort \d+$/.test(line)));
});

Deno.test("speedscope's file has what its schema wants", async () => {
  const file = JSON.parse(await textOf("speedscope"));
  assertEquals(file.$schema, "https://www.speedscope.app/file-format-schema.json");
  const { frames } = file.shared;
  for (const frame of frames) assertEquals(typeof frame.name, "string");
  const [profile] = file.profiles;
  const { samples, weights } = profile;
  assertEquals([profile.type, profile.unit, profile.startValue], ["sampled", "none", 0]);
  assertEquals(profile.endValue, total.instructions);
  assertEquals(samples.length, weights.length);
  for (const sample of samples) for (const frame of sample) assert(frame < frames.length);
});

/** The fields of a message of protocol buffers, by number. */
function fieldsOf(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const content = varint();
    const value = key % 8 === 2 ? bytes.subarray(at, at += content) : content;
    const field = Math.floor(key / 8);
    fields.set(field, [...fields.get(field) ?? [], value]);
  }
  return fields;
}

Deno.test("pprof's file is a profile.proto whose samples add up", async () => {
  const compressed = await PROFILE_FORMATS.pprof.write(subject);
  assert(typeof compressed !== "string");
  const stream = new Blob([Uint8Array.from(compressed)]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  const profile = fieldsOf(new Uint8Array(await new Response(stream).arrayBuffer()));
  const messages = (field: number) =>
    (profile.get(field) ?? []).filter((value) => typeof value !== "number").map(fieldsOf);
  const strings = (profile.get(6) ?? []).map((bytes) =>
    new TextDecoder().decode(bytes as Uint8Array)
  );
  assertEquals(strings[0], "");
  const types = messages(1).map((type) => strings[Number(type.get(1)?.[0])]);
  assertEquals(types, ["instructions", "loads", "stores", "branches", "taken"]);
  const named = messages(5).map((row) => strings[Number(row.get(2)?.[0])]);
  assert(named.includes("quicksort"));
  const locations = new Set(messages(4).map((location) => location.get(1)?.[0]));
  let sum = 0;
  for (const sample of messages(2)) {
    const list = (field: number) => {
      const packed = sample.get(field)?.[0] as Uint8Array;
      return [
        ...fieldsOf(
          Uint8Array.from(
            [...packed].flatMap((byte, index, all) =>
              index === 0 || (all[index - 1] ?? 0) < 128 ? [8, byte] : [byte]
            ),
          ),
        ).get(1) ?? [],
      ];
    };
    for (const id of list(1)) assert(locations.has(id));
    sum += Number(list(2)[0]);
  }
  assertEquals(sum, total.instructions);
});

Deno.test("annotated source has every line that ran with its count", async () => {
  const lines = (await textOf("annotated")).split("\n");
  for (const { count, location, word } of subject.profile.instructions) {
    if (location?.file !== SOURCE || (word & 3) !== 3) continue;
    const row = lines.find((line) => line.includes(` ${location.line} | `));
    assert(row !== undefined && !row.trim().startsWith("-"), `line ${location.line}: ${count}`);
  }
});

Deno.test("the mix adds up to all instructions", async () => {
  const [, , ...rows] = (await textOf("mix")).trimEnd().split("\n");
  const sum = rows.reduce(
    (sum, row) => sum + Number(row.trim().split(" ")[0]?.replaceAll(",", "")),
    0,
  );
  assertEquals(sum, total.instructions);
});
