// SPDX-License-Identifier: MPL-2.0
// Files that commands write: whole or not at all, never over an input, with the permissions that they had.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { shell, withTempDirectory } from "./harness.ts";

const SOURCE = ".globl main\nmain: li a0, 0\n ret\n";
/** Instructions without an end. */
const LOOP = ".globl main\nmain: j main\n";

/** Runs a line of shell in a new directory with `x.s`, `loop.s` and `old`; then looks at the files there. */
async function inDirectory(
  line: string,
  look: (
    found: {
      readonly status: number;
      readonly stderr: string;
      /** The text of a file; undefined when there is none. */
      readonly text: (name: string) => string | undefined;
      readonly names: readonly string[];
      readonly directory: string;
    },
  ) => void,
): Promise<void> {
  await withTempDirectory(async (directory) => {
    await Deno.writeTextFile(`${directory}/x.s`, SOURCE);
    await Deno.writeTextFile(`${directory}/loop.s`, LOOP);
    await Deno.writeTextFile(`${directory}/old`, "old\n");
    const { status, stderr } = await shell(`cd ${directory}; umask 022; ${line}`);
    const names = [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
    const text = (name: string) =>
      names.includes(name) ? Deno.readTextFileSync(`${directory}/${name}`) : undefined;
    look({ status, stderr, text, names, directory });
  });
}

const READS = "it is a file that this command reads";

for (
  const [line, message] of [
    ["leveret asm -c -o x.s x.s", `asm: cannot write x.s: ${READS}`],
    ["leveret asm -o ./x.s x.s", `asm: cannot write ./x.s: ${READS}`],
    ["leveret link -o x.s x.s", `link: cannot write x.s: ${READS}`],
    ["ln x.s y.s; leveret asm -c -o y.s x.s", `asm: cannot write y.s: ${READS}`],
    ["ln -s x.s y.s; leveret asm -c -o y.s x.s", `asm: cannot write y.s: ${READS}`],
    ["ln -s x.s y.s; leveret asm -c -o x.s y.s", `asm: cannot write x.s: ${READS}`],
    ["leveret trace -o x.s x.s", `trace: cannot write x.s: ${READS}`],
    ["echo '.include \"x.s\"' > z.s; leveret asm -o x.s z.s", `asm: cannot write x.s: ${READS}`],
    [
      "leveret asm -c -o x.s - < x.s",
      "asm: cannot write x.s: it is standard input of this command",
    ],
    [
      "leveret trace -o x.s loop.s < x.s",
      "trace: cannot write x.s: it is standard input of this command",
    ],
    [
      "leveret trace -o log x.s >> log",
      "trace: cannot write log: it is standard output of this command",
    ],
  ] as const
) {
  Deno.test(`${line} does not overwrite its input`, async () => {
    await inDirectory(line, ({ status, stderr, text }) => {
      assertEquals([status, stderr], [1, `leveret ${message}\n`]);
      assertEquals(text("x.s"), SOURCE);
    });
  });
}

for (
  const line of [
    "leveret trace -o old --first x x.s",
    "leveret trace -o old --symbol no_such x.s",
    "leveret trace -o old --address 0 --address x x.s",
    "leveret trace -o old --dir no_such x.s",
    "leveret trace -o old --cwd /no_such x.s",
    "leveret trace -o old no_such.s",
    "echo nonsense > bad.s; leveret asm -o old bad.s",
    "echo nonsense > bad.s; leveret asm -c -o old bad.s",
    "echo nonsense > bad.s; leveret link -o old bad.s",
    "leveret link -o old --oformat nonsense x.s",
    // The file does not fit.
    "trap '' XFSZ; ulimit -f 1; leveret asm -o old x.s",
    "trap '' XFSZ; ulimit -f 1; leveret link -o old x.s",
    "trap '' XFSZ; ulimit -f 1; leveret trace -i -o old --max-instructions 1000000 loop.s",
  ]
) {
  Deno.test(`${line} leaves the old file as it was`, async () => {
    await inDirectory(line, ({ status, text, names }) => {
      assert(status === 1 || status === 2, String(status));
      assertEquals(text("old"), "old\n");
      assertEquals(names.filter((name) => name.startsWith(".")), []);
    });
  });
}

Deno.test("a file keeps its permissions when it is written again, and a new one gets the usual", async () => {
  const line = "chmod 640 old; leveret asm -o old x.s; leveret asm -o new x.s; leveret asm -c x.s";
  await inDirectory(line, ({ status, directory, names }) => {
    assertEquals([status, names], [0, ["loop.s", "new", "old", "x.o", "x.s"]]);
    const modes = ["old", "new", "x.o"].map((name) =>
      ((Deno.statSync(`${directory}/${name}`).mode ?? 0) & 0o7777).toString(8)
    );
    assertEquals(modes, ["640", "755", "644"]);
  });
});

Deno.test("an output file that is a symlink stays one", async () => {
  const line = "ln -s old link; ln -s fresh dangling; leveret trace -s -o link x.s; " +
    "leveret trace -s -o dangling x.s";
  await inDirectory(line, ({ status, text, directory }) => {
    assertEquals(status, 0);
    assertEquals(Deno.readLinkSync(`${directory}/link`), "old");
    assertEquals([text("old"), text("fresh")], Array(2).fill("1000 exit_group(0)\n"));
  });
});

Deno.test("pipes, devices and the standard streams can be written", async () => {
  const line = "mkfifo pipe; cat pipe > got & leveret trace -s -o pipe x.s; wait; " +
    "leveret asm -o /dev/null x.s; leveret trace -s -o /dev/stdout x.s > out; " +
    "leveret trace -s -o /dev/stderr x.s 2> err; leveret asm -o /dev/stdout x.s > prog; " +
    "leveret run prog";
  await inDirectory(line, ({ status, text, directory }) => {
    const trace = "1000 exit_group(0)\n";
    assertEquals([status, text("got"), text("out")], [0, trace, trace]);
    assertEquals(text("err"), `${trace}leveret: trace written to /dev/stderr\n`);
    assert(Deno.lstatSync(`${directory}/pipe`).isFifo);
  });
});

Deno.test("a file in a directory that cannot be written is written in place", async () => {
  const line = "mkdir shut; cp old shut/old; " +
    'exec "$0" run --quiet --no-check --allow-read --allow-write=shut/old ' +
    '"${@: -1}" asm -o shut/old x.s';
  await inDirectory(line, ({ status, directory }) => {
    assertEquals(status, 0);
    const bytes = Deno.readFileSync(`${directory}/shut/old`);
    assertEquals([...bytes.subarray(0, 4)], [0x7f, 0x45, 0x4c, 0x46]);
  });
});

Deno.test("a trace that does not fit keeps its whole lines, beside an old one", async () => {
  const trace = "trap '' XFSZ; ulimit -f 64; leveret trace -i --max-instructions 1000000 -o";
  await inDirectory(`(${trace} new loop.s); ${trace} old loop.s`, ({ status, stderr, text }) => {
    assertEquals(status, 1);
    const why = "file too large; what was written before is in";
    assertEquals(
      stderr,
      `leveret trace: cannot write new: ${why} new\n` +
        `leveret trace: cannot write old: ${why} old.part\n`,
    );
    assertEquals([text("old"), text("new")], ["old\n", text("old.part")]);
    assertMatch(text("new") ?? "", /^(core .*\n)+$/);
  });
});

Deno.test("names that are not UTF-8 are refused with the reason", async () => {
  const line = "cp x.s $'\\xff.s'; leveret asm $'\\xff.s'; leveret asm -o $'\\xfe' x.s";
  await inDirectory(line, ({ status, stderr, names }) => {
    const why = "its name is not UTF-8, and Deno opens no such files";
    assertEquals(
      [status, stderr],
      [
        1,
        `leveret asm: cannot read \ufffd.s: ${why}\nleveret asm: cannot write \ufffd: ${why}\n`,
      ],
    );
    assertEquals(names, ["loop.s", "old", "x.s", "\ufffd.s"]);
  });
});
