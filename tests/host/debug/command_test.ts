// SPDX-License-Identifier: MPL-2.0
// `leveret debug` without a terminal: scripts, their output and their exit status.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { Debugger } from "../../../host/debug/debugger.ts";
import { ReplSession } from "../../../host/debug/repl/session.ts";
import { Process } from "../../../host/process.ts";
import { PLAIN } from "../../../host/text/style.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { leveret } from "../cli/harness.ts";

const PROGRAM = "tests/host/debug/debugged.s";

/** What the commands print on the program, without the lines about its start. */
async function debug(commands: readonly string[], ...options: string[]): Promise<string> {
  const args = ["debug", "--batch", ...commands.flatMap((each) => ["-e", each]), ...options];
  const { stdout, stderr, status } = await leveret([...args, PROGRAM]);
  assertEquals([stderr, status], ["", 0]);
  return stdout.split("\n").slice(2).join("\n");
}

Deno.test("debug breaks, steps, prints and goes back, in GDB's words", async () => {
  const text = await debug([
    ...["b fact", "c", "bt", "p $a0", "d 1", "fin", "n", "n", "p total", "p/x total", "rn", "rs"],
    ...["p $pc", "tbreak 13 if $s1 == 2", "c", "x/4xw &table", "info registers s1 pc"],
  ]);
  assertEquals(
    text,
    `Breakpoint 1 at 0x10074: file ${PROGRAM}, line 31.

Breakpoint 1, fact () at ${PROGRAM}:31
31	fact:   li      t0, 2
#0  fact () at ${PROGRAM}:31
#1  0x000000000001000c in _start () at ${PROGRAM}:6
$1 = 5
Run till exit from #0  fact () at ${PROGRAM}:31
_start () at ${PROGRAM}:7
7	        la      s0, total
Value returned is $2 = 120
8	        sd      a0, 0(s0)
9	        li      s1, 0
$3 = 120
$4 = 0x78
8	        sd      a0, 0(s0)
7	        la      s0, total
$5 = (void (*)()) 0x1000c <_start+12>
Temporary breakpoint 2 at 0x1002c: file ${PROGRAM}, line 13.

Temporary breakpoint 2, _start () at ${PROGRAM}:13
13	        sw      s1, 0(t0)
0x11008 <table>:	0x00000000	0x00000001	0x00000000	0x00000000
s1             0x2                2
pc             0x1002c            0x1002c <loop+8>
`,
  );
});

Deno.test("debug --at-end starts where the program died, and finds who wrote", async () => {
  const text = await debug(["last-write total", "goto $_", "when", "origin $t1"], "--at-end");
  assertStringIncludes(
    text,
    `The program was killed by SIGSEGV: store of 8 bytes to unmapped address 0x78
_start () at ${PROGRAM}:28
28	fault:  sd      zero, 0(t0)
total was written last after 61 instructions:
  sd a0, 0(s0)
  _start () at ${PROGRAM}:8
  8	        sd      a0, 0(s0)
  0 became 120
"goto $_" goes there.
_start () at ${PROGRAM}:8
8	        sd      a0, 0(s0)
After 61 instructions, of 126 to the end
`,
  );
});

Deno.test("debug tells the program's output from its own, and knows when it was written", async () => {
  const text = await debug([
    ...["b at output byte 8", "c", "info breakpoints", "catch syscall write", "c", "info output"],
    ...["rc", "rc", "replay output"],
  ]);
  assertStringIncludes(text, "| hello\n");
  assertStringIncludes(text, "(byte 8 of the output), ");
  assertStringIncludes(text, "The program has written nothing so far.\n");
  assertStringIncludes(text, `           118  stdout byte 0: "hello\\n"\n`);
});

Deno.test("debug has commands for breakpoints, displays, loops and bookmarks", async () => {
  await withDirectory(async (directory) => {
    const script = `${directory}/script`;
    await Deno.writeTextFile(
      script,
      `# a comment
break loop
commands
print $s1 * 10
end
ignore 1 2
display/x $s1
continue
bookmark here
next
next
next
until
goto here
info bookmarks
info display
undisplay
list 3,4
disassemble fact
info line fact
info symbol &table
set $x = 5
print $x + 1
print $
up
`,
    );
    const { stdout, status } = await leveret(["debug", "--batch", "-x", script, PROGRAM]);
    assertEquals(status, 1);
    assertStringIncludes(stdout, "Will ignore next 2 crossings of breakpoint 1.\n");
    assertStringIncludes(stdout, "1: /x $s1 = 0x2\n$1 = 20\nBookmark here at instruction 77\n");
    assertStringIncludes(stdout, "here: instruction 77\n1: y  /x $s1\n3\t        .globl  _start\n");
    assertStringIncludes(stdout, "<+0>:\tli t0, 2\n");
    assertStringIncludes(stdout, "table in section .data\n$2 = 6\n$3 = 6\n");
    assertStringIncludes(stdout, "error: this is the outermost frame; nothing called it\n");
  });
});

Deno.test("debug reads commands from standard input, and ends at the first that fails", async () => {
  const stdin = "print 1+1\n\nfrob\nprint 3\n";
  const { stdout, status } = await leveret(["debug", PROGRAM], { stdin });
  assertStringIncludes(
    stdout,
    "(leveret) print 1+1\n$1 = 2\n(leveret) frob\nerror: there is no command frob",
  );
  assertEquals([stdout.includes("print 3"), status], [false, 1]);
  const quit = await leveret(["debug", PROGRAM], { stdin: "quit 7\nprint 3\n" });
  assertEquals([quit.stdout.includes("print 3"), quit.status], [false, 7]);
});

Deno.test("debug gives the program input from a file, and arguments", async () => {
  await withDirectory(async (directory) => {
    const input = `${directory}/input`;
    await Deno.writeTextFile(input, "to be or not to be\n");
    const { stdout } = await leveret([
      ...["debug", "--batch", "-e", "run-to-end", "--input", input, "examples/wordcount.s"],
    ]);
    assertStringIncludes(stdout, "| ");
    assertStringIncludes(stdout, "[The program has exited with status 0]\n");
  });
});

/** Commands that cannot be carried out, and what is said. */
const FAILURES: readonly (readonly [string, string])[] = [
  ["break mian", "there is no function mian"],
  ["break facts", "there is no function facts; did you mean fact?"],
  ["brake fact", "there is no command brake; did you mean break?"],
  ["break 400", `there is no code at or after ${PROGRAM}:400`],
  ["break debuged.s:3", "no code comes from a file debuged.s; did you mean debugged.s?"],
  ["break at instruction -1", "an instruction's number cannot be -1"],
  ["break fact if zork", "there is no symbol zork here"],
  ["break at system call wrte", "there is no system call wrte; did you mean write?"],
  ["watch $a0", "$a0 is not in memory; a watchpoint needs something like counter"],
  ["watch", "an expression is missing, as in: watch counter"],
  ["print totl", "there is no symbol totl here; did you mean total?"],
  ["print 1 +", "the expression ends too early"],
  ["print (1", 'a ")" is missing at the end'],
  ["print 1 / 0", "division by zero"],
  ["print $nope", "there is no register or value $nope"],
  ["print *(long *) 0", "no memory is mapped at 0x0"],
  ["print/y 1", "unknown format /y; there are x, z, d, u, o, t, a, c, f, s"],
  ["x/4q 0", "unknown format /4q"],
  ["x/2xg 0x10", "no memory is mapped at 0x10"],
  ["set 1 = 2", "a computed value cannot be set"],
  ["set total", "an assignment is missing"],
  ["finish", "frame 0 is the outermost: nothing called it"],
  ["up", "this is the outermost frame; nothing called it"],
  ["down", "this is the innermost frame; nothing is called from here"],
  ["frame 9", "there is no frame 9"],
  ["delete 4", "there is no breakpoint 4"],
  ["info", "info needs a word: registers"],
  ["info regs", "there is no command info regs"],
  ["goto", "a moment is missing, as in: goto 1234"],
  ["goto nowhere", "there is no symbol nowhere here"],
  ["re", "re is ambiguous: reverse-continue"],
  ["origin", "a register or variable is missing"],
  ["last-write $a0", "$a0 is not in memory; for a register there is: origin $a0"],
  ["list 400", "line 395 is after the end of"],
  ["commands 3", "there is no breakpoint 3"],
  ["info heap", "the program does not use Leveret's allocator"],
];

Deno.test("debug says in a line what is wrong with a command", async () => {
  const program = build([{ name: PROGRAM, text: Deno.readTextFileSync(PROGRAM) }]);
  using process = new Process(program);
  using debug = new Debugger(process);
  let text = "";
  const session = new ReplSession(debug, {
    write: (part) => text += part,
    style: PLAIN,
    rerun: undefined,
    readScript: () => "",
  });
  for (const [command, message] of FAILURES) {
    text = "";
    assertEquals(await session.execute(command), { kind: "failed" }, command);
    const [line = "", ...others] = text.split("\n");
    assertStringIncludes(line, `error: ${message}`, command);
    assertEquals(others, [""], command);
  }
});
