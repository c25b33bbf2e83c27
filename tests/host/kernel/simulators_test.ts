// SPDX-License-Identifier: MPL-2.0
// Programs for RARS and Venus with --ecalls, and without it: then they stop at the first call that is not
// Linux's, while programs for Linux whose calls fail in a similar way go on. The random numbers and the
// texts of floating-point numbers are those of Java.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import {
  aroundProgram,
  SIMULATOR_ENTRY,
  SIMULATORS,
} from "../../../host/cli/programs/simulators.ts";
import { MemoryFileSystem } from "../../../host/kernel/files/memory_file_system.ts";
import { formatFloat, JavaRandom, parseFloating } from "../../../host/kernel/teaching/java.ts";
import { foreignCall } from "../../../host/kernel/teaching/foreign_calls.ts";
import { Process } from "../../../host/process.ts";
import { History } from "../../../host/watch/history.ts";
import { leveret } from "../cli/harness.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | string;
}

function simulate(name: "rars" | "venus", text: string, stdin = ""): Result {
  const simulator = SIMULATORS[name];
  const program = build(aroundProgram([{ name: "x.s", text }], simulator), {
    archive: runtimeFiles,
    entry: SIMULATOR_ENTRY,
  });
  using process = new Process(program, {
    ecalls: simulator.calls(),
    stdin: encoder.encode(stdin),
    mounts: [{ at: "/", fileSystem: new MemoryFileSystem() }],
  });
  const outcome = process.run({ maxInstructions: 100_000 });
  const { stdout, stderr } = process.output;
  return {
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    status: outcome.kind === "exited" ? outcome.status : outcome.kind,
  };
}

/** The instructions of a RARS call; the others set its arguments. */
const rars = (number: number, ...others: string[]) =>
  [...others, `li a7, ${number}`, "ecall"].join("\n");
const venus = (number: number, ...others: string[]) =>
  [...others, `li a0, ${number}`, "ecall"].join("\n");
const DATA = `
.data
text:   .asciz "text\\n"
path:   .asciz "file"
number: .asciz "-12"
buffer: .space 64
float:  .float 1.5
double: .double 0.1
.text
`;

Deno.test("RARS calls print and read as in RARS", () => {
  const cases: [code: string, stdin: string, stdout: string][] = [
    [rars(1, "li a0, -5"), "", "-5"],
    [rars(1, "li a0, 0x80000001"), "", "-2147483647"],
    [rars(2, "flw fa0, float, t0"), "", "1.5"],
    [rars(3, "fld fa0, double, t0"), "", "0.1"],
    [rars(4, "la a0, text"), "", "text\n"],
    [`${rars(5)}\n${rars(1)}`, " 42 \n", "42"],
    [`${rars(6)}\n${rars(2)}`, "2.5\n", "2.5"],
    [`${rars(7)}\n${rars(3)}`, "1e10\n", "1.0E10"],
    [`${rars(8, "la a0, buffer", "li a1, 20")}\n${rars(4)}`, "hello\nmore\n", "hello\n"],
    [
      `${rars(8, "la a0, buffer", "li a1, 4")}\n${rars(4)}\n${rars(12)}\n${rars(11)}`,
      "hello\nx",
      "helx",
    ],
    [`${rars(12)}\n${rars(11)}\n${rars(12)}\n${rars(1)}`, "x\n", "x10"],
    [rars(34, "li a0, 255"), "", "0x000000ff"],
    [rars(34, "li a0, -1"), "", "0xffffffff"],
    [rars(35, "li a0, 5"), "", `${"0".repeat(29)}101`],
    [rars(36, "li a0, -1"), "", "4294967295"],
    [
      `${rars(40, "li a0, 1", "li a1, 42")}\n${rars(41, "li a0, 1")}\n${rars(1)}`,
      "",
      "-1170105035",
    ],
    [
      `${rars(40, "li a0, 1", "li a1, 42")}\n${rars(42, "li a0, 1", "li a1, 10")}\n${rars(1)}`,
      "",
      "0",
    ],
    [`${rars(40, "li a0, 1", "li a1, 42")}\n${rars(43, "li a0, 1")}\n${rars(2)}`, "", "0.7275637"],
    [
      `${rars(40, "li a0, 1", "li a1, 42")}\n${rars(44, "li a0, 1")}\n${rars(3)}`,
      "",
      "0.7275636800328681",
    ],
    [`${rars(17, "la a0, buffer", "li a1, 64")}\n${rars(4)}`, "", "/"],
  ];
  for (const [code, stdin, stdout] of cases) {
    assertEquals(
      simulate("rars", `${DATA}\n${code}`, stdin),
      { stdout, stderr: "", status: 0 },
      code,
    );
  }
});

Deno.test("RARS calls end the program, allocate, tell the time, sleep and use files", () => {
  assertEquals(simulate("rars", rars(93, "li a0, 7")).status, 7);
  assertEquals(simulate("rars", `${rars(10)}\n${rars(93, "li a0, 7")}`).status, 0);
  const heap = `${rars(9, "li a0, 100")}\nmv s0, a0\n${rars(9, "li a0, 4")}
sub s1, a0, s0\nsw s1, 0(a0)\nlw a0, 0(a0)\n${rars(1)}`;
  assertEquals(simulate("rars", heap).stdout, "104");
  const sleep = `${rars(30)}\nmv s0, a0\n${rars(32, "li a0, 250")}\n${rars(30)}\nsub a0, a0, s0\n${
    rars(1)
  }`;
  assertEquals(simulate("rars", sleep).stdout, "250");
  const files = `${DATA}
${rars(1024, "la a0, path", "li a1, 1")}
mv s0, a0
${rars(64, "la a1, text", "li a2, 5")}
${rars(57, "mv a0, s0")}
${rars(1024, "la a0, path", "li a1, 9")}
${rars(64, "la a1, text", "li a2, 5")}
${rars(57, "mv a0, s0")}
${rars(1024, "la a0, path", "li a1, 0")}
${rars(62, "li a1, 2", "li a2, 0")}
${rars(63, "mv a0, s0", "la a1, buffer", "li a2, 60")}
${rars(1)}
${rars(4, "la a0, buffer")}
${rars(63, "li a0, 77", "la a1, buffer", "li a2, 60")}
${rars(1)}
`;
  assertEquals(simulate("rars", files), { stdout: "8xt\ntext\n-1", stderr: "", status: 0 });
});

Deno.test("a mistake that ends a program in RARS ends it with a message", () => {
  const cases: [code: string, stdin: string, message: string][] = [
    [rars(5), "four\n", 'RARS call 5, ReadInt: the input "four" is not an integer'],
    [
      rars(5),
      "",
      "RARS call 5, ReadInt: the input has ended or the line is empty, which is not an integer",
    ],
    [rars(5), "2147483648\n", "is not an integer"],
    [rars(7), "x\n", 'RARS call 7, ReadDouble: the input "x" is not a number'],
    [rars(12), "", "RARS call 12, ReadChar: the input has ended"],
    [rars(4, "li a0, 16"), "", "RARS call 4, PrintString: nothing can be read or written at 0x10"],
    [rars(42, "li a1, 0"), "", "the bound 0 must be positive"],
    [rars(51), "", "RARS call 51, InputDialogInt, opens a window, which does not exist here"],
    [rars(99), "", "RARS has no call 99 (in a7)"],
    [rars(94), "", "RARS has no call 94 (in a7); Linux has this call: leave out --ecalls=rars"],
    [rars(0), "", "RARS has no call 0 (in a7); Venus has the number in a0 (--ecalls=venus)"],
  ];
  for (const [code, stdin, message] of cases) {
    const { stderr, status } = simulate("rars", code, stdin);
    assertEquals(status, 1, code);
    assertStringIncludes(stderr, message);
  }
});

Deno.test("Venus calls work as in Venus", () => {
  const cases: [code: string, stdout: string, status?: number][] = [
    [venus(1, "li a1, -5"), "-5"],
    [venus(4, "la a1, text"), "text\n"],
    [`${venus(5, "la a1, number")}\nmv a1, a0\n${venus(1)}`, "-12"],
    [venus(11, "li a1, 'x'"), "x"],
    [venus(34, "li a1, 0xab"), "0x000000AB"],
    [venus(17, "li a1, 9"), "", 9],
    [`${venus(10)}\n${venus(1)}`, ""],
    [venus(77), "Invalid ecall 77"],
    [`${venus(9, "li a1, 16")}\nsw a0, 0(a0)\nlw a1, 0(a0)\nsub a1, a1, a0\n${venus(1)}`, "0"],
  ];
  for (const [code, stdout, status = 0] of cases) {
    assertEquals(simulate("venus", `${DATA}\n${code}`), { stdout, stderr: "", status }, code);
  }
  const files = `${DATA}
${venus(13, "la a1, path", "li a2, 1")}
mv s0, a0
${venus(15, "mv a1, s0", "la a2, text", "li a3, 1", "li a4, 4")}
mv s1, a0
${venus(18, "mv a1, s0")}
add s1, s1, a0
${venus(16, "mv a1, s0")}
${venus(13, "la a1, path", "li a2, 0")}
${venus(19, "mv a1, s0")}
add s1, s1, a0
${venus(14, "mv a1, s0", "la a2, buffer", "li a3, 10")}
slli a0, a0, 4
add s1, s1, a0
${venus(19, "mv a1, s0")}
slli a0, a0, 8
add s1, s1, a0
${venus(20, "mv a1, s0")}
add s1, s1, a0
${venus(4, "la a1, buffer")}
${venus(34, "mv a1, s1")}
`;
  assertEquals(simulate("venus", files).stdout, "text0x00000141");
});

Deno.test("a simulator's program starts at main or at its top, and may run off its end", () => {
  const print = (value: number) => rars(1, `li a0, ${value}`);
  assertEquals(simulate("rars", print(1)).stdout, "1");
  assertEquals(simulate("rars", `${print(1)}\nmain: ${print(2)}`).stdout, "12");
  const helperFirst = `helper: ${print(1)}\nret\n.globl main\nmain: ${print(2)}`;
  assertEquals(simulate("rars", helperFirst), { stdout: "2", stderr: "", status: 0 });
  assertEquals(simulate("rars", `.globl main\nmain: ret`).status, 0);
  assertEquals(simulate("rars", `.globl _start\nnop\n_start: ${print(3)}`).stdout, "3");
  assertEquals(
    simulate("venus", `.data\ns: .asciiz "z"\n.text\n${venus(4, "la a1, s")}`).stdout,
    "z",
  );
});

Deno.test("java.util.Random and Java's texts of numbers are known values", () => {
  const random = new JavaRandom(42n);
  assertEquals(Array.from({ length: 4 }, () => random.intBelow(10)), [0, 3, 8, 4]);
  assertEquals(new JavaRandom(0n).int(), -1155484576);
  const doubles = [0, -0, 1, 100, 0.001, 9.999e-4, 1e7, 9999999, 1.25e-10, NaN, -Infinity, 123.456];
  assertEquals(doubles.map((value) => formatFloat(value, false)), [
    "0.0",
    "-0.0",
    "1.0",
    "100.0",
    "0.001",
    "9.999E-4",
    "1.0E7",
    "9999999.0",
    "1.25E-10",
    "NaN",
    "-Infinity",
    "123.456",
  ]);
  assertEquals(formatFloat(Math.fround(0.1), true), "0.1");
  assertEquals(["1.5f", ".5", "-1e3", "x", "", "Infinity"].map(parseFloating), [
    1.5,
    0.5,
    -1000,
    undefined,
    undefined,
    Infinity,
  ]);
});

/** What the first failed call of a program for Linux looks like. */
function judged(code: string): string | undefined {
  const text =
    `.globl main\nmain:\n${code}\nret\n.data\npath: .asciz "/x"\nname: .asciz "user.a"\n` +
    `context: .dword 0\ntext: .asciz "text"\n`;
  const program = build([{ name: "x.s", text }], { archive: runtimeFiles });
  using process = new Process(program);
  let found: string | undefined;
  const watched: { history?: History } = {};
  watched.history = new History(process, {
    onUnanswered() {
      const unanswered = watched.history?.unanswered;
      const isOpen = (descriptor: number) => process.kernel.files.get(descriptor) !== undefined;
      const call = unanswered && foreignCall(unanswered, process.machine.memory, isOpen);
      found ??= call && `${call.ecalls} ${call.number}`;
    },
  });
  process.run({ maxInstructions: 10_000 });
  return found;
}

Deno.test("foreignCall() knows the calls of simulators, with arguments or without", () => {
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 30, 31, 40, 41, 42]) {
    assertEquals(judged(rars(number)), `rars ${number}`);
    assertEquals(judged(rars(number, "li a0, 65")), `rars ${number}`);
  }
  for (const number of [17, 34, 35, 36, 43]) {
    assertEquals(judged(rars(number, "li a0, 65")), `rars ${number}`);
  }
  for (const number of [4, 8, 55, 59]) {
    assertEquals(judged(rars(number, "la a0, text", "la a1, text")), `rars ${number}`);
  }
  assertEquals(judged(rars(32, "li a0, 1000")), "rars 32");
  for (const number of [1, 9, 10, 11, 17, 34]) {
    assertEquals(judged(venus(number, "li a1, 42")), `venus ${number}`);
  }
  assertEquals(judged(venus(4, "la a1, text")), "venus 4");
});

Deno.test("foreignCall() leaves programs for Linux alone whose calls fail", () => {
  const calls = [
    rars(0, "li a0, 10", "la a1, context"),
    rars(5, "la a0, path", "la a1, name"),
    rars(8, "la a0, path", "la a1, name"),
    rars(10, "li a0, 1", "la a1, name"),
    rars(11, "la a0, path", "li a1, 0", "li a2, 0"),
    rars(13, "li a0, 1", "li a1, 0", "li a2, 0"),
    rars(17, "la a0, context", "li a1, 1"),
    rars(30, "li a0, 1", "li a1, 0", "li a2, 4"),
    rars(34, "li a0, -100", "la a1, path"),
    rars(35, "li a0, -100", "la a1, path"),
    rars(36, "la a0, path", "li a1, -100", "la a2, path"),
    rars(40, "la a0, path", "la a1, path", "la a2, path"),
    rars(43, "la a0, path", "la a1, context"),
    rars(50, "li a0, 77"),
    rars(55, "li a0, 77", "li a1, 0"),
    rars(59, "li a0, 0", "li a1, 0"),
    rars(400),
  ];
  for (const code of calls) assertEquals(judged(code), undefined, code);
});

Deno.test("leveret run stops at a simulator's call with a hint, and --ecalls runs it", async () => {
  const stdin = ".globl main\nmain:\n  li a7, 10\n  ecall\n";
  const { stdout, stderr, status } = await leveret(["run", "-"], { stdin });
  assertEquals([stdout, status], ["", 124]);
  assertStringIncludes(stderr, "stopped at an ecall for RARS or MARS, in main+0x4 at <stdin>:4");
  assertStringIncludes(stderr, "this ecall had 10 in a7, which asks RARS or MARS to exit");
  assertStringIncludes(stderr, "--ecalls=rars");
  const json = JSON.parse((await leveret(["run", "--json", "-"], { stdin })).stderr);
  assertEquals([json.event, json.ecalls], ["foreign call", "rars"]);
  const ran = await leveret(["run", "--ecalls=rars", "-"], { stdin });
  assertEquals(ran, { stdout: "", stderr: "", status: 0 });
  const unknown = stdin.replace("10", "400");
  const mistake = await leveret(["run", "--ecalls=rars", "-"], { stdin: unknown });
  assertEquals(mistake, {
    stdout: "",
    stderr: "leveret: RARS has no call 400 (in a7), in main+0x4 at <stdin>:4\n",
    status: 1,
  });
  const bad = await leveret(["run", "--ecalls=spim", "-"], { stdin });
  assertEquals(bad.status, 2);
  assertStringIncludes(bad.stderr, "must be one of linux, rars, venus");
});

Deno.test("at the limit, a call that may be a simulator's gets the hint", async () => {
  const stdin = ".globl main\nmain: la a0, main\nli a7, 11\necall\n1: j 1b\n";
  const { stderr, status } = await leveret(["run", "--max-instructions", "1000", "-"], { stdin });
  assertEquals(status, 124);
  assertStringIncludes(stderr, "stopped at the --max-instructions limit (1,000)");
  assertStringIncludes(stderr, "an earlier ecall had 11 in a7, which asks RARS or MARS to print a");
});

Deno.test("a program that runs past its last instruction traps before the runtime", async () => {
  const stdin = ".globl main\nmain: li a0, 1\n";
  const { stderr, status } = await leveret(["run", "-"], { stdin });
  assertEquals(status, 132);
  assertStringIncludes(stderr, "in main+0x4 at <stdin>:2");
  assertStringIncludes(stderr, "run past the end of a function (a missing ret or call");
  // So does one without the runtime.
  const alone = ".globl _start\n_start: li a7, 93\nli a0, 1\n";
  assertStringIncludes(
    (await leveret(["run", "-"], { stdin: alone })).stderr,
    "in _start+0x8 at <stdin>:3",
  );
});
