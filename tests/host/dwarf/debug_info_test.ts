// SPDX-License-Identifier: MPL-2.0
// Debug information: the variables of a C program, from its compiled assembly; the same as GDB prints, where it
// and gcc are installed; and damaged information, which must not throw or hang.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { readExecutable } from "../../../asm/elf.ts";
import { build } from "../../../asm/build.ts";
import type { Program } from "../../../asm/object/program.ts";
import { Debugger } from "../../../host/debug/mod.ts";
import {
  DebugInfo,
  declaration,
  formatValue,
  framesAt,
  type FrameState,
  TypedValue,
  ValueError,
  type Variable,
} from "../../../host/dwarf/mod.ts";
import { Process } from "../../../host/process.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled, runTool } from "../../asm/gnu_objects.ts";

const HERE = new URL(".", import.meta.url);
const ROOT = new URL("../../../", import.meta.url).pathname;

const program = build([{
  name: "variables.s",
  text: Deno.readTextFileSync(new URL("variables.s", HERE)),
}]);

/** Runs a process to the first instruction of a line of C, and returns the frames there. */
function stopAtLine(process: Process, line: number, program: Program): FrameState[] {
  const { machine } = process;
  const found = [...program.lines.entries()].find(({ location }) =>
    location.file.endsWith("variables.c") && location.line === line
  );
  machine.addBreakpoint(found!.address);
  assertEquals(process.run({ maxInstructions: 1000 }).kind, "breakpoint");
  const numbers = Array.from({ length: 32 }, (_, number) => number);
  return framesAt({
    memory: machine.memory,
    registers: numbers.map((number) => machine.registers.get(number)),
    floats: numbers.map((number) => machine.floatRegisters.get(number)),
    pc: machine.pc,
    image: program,
  }).map(({ state }) => state);
}

/** The name of an address, as GDB writes it. */
const namer = (program: Program) => (address: bigint) => {
  const symbol = program.symbolAt(address);
  if (symbol?.section === undefined) return undefined;
  const offset = address - symbol.value;
  if (offset >= BigInt(symbol.size || 1)) return undefined;
  return offset === 0n ? symbol.name : `${symbol.name}+${offset}`;
};

function write(frame: FrameState, variable: Variable, program: Program): string {
  try {
    return formatValue(TypedValue.in(frame, variable), { nameOf: namer(program) });
  } catch (error) {
    if (error instanceof ValueError) return `<${error.message}>`;
    throw error;
  }
}

Deno.test("variables of a C program have their names, types and values", () => {
  using process = new Process(program);
  const [inner, outer] = stopAtLine(process, 22, program);
  const info = DebugInfo.of(program)!;
  assertEquals(info.functionAt(inner!.pc)?.name, "add");
  assertEquals(info.functionAt(outer!.pc)?.name, "_start");
  const list = (frame: FrameState) =>
    info.variablesAt(frame.pc).map((variable) =>
      `${variable.kind} ${declaration(variable.type, variable.name)} = ${
        write(frame, variable, program)
      }`
    );
  assertEquals(list(inner!), [
    "local int sum = 42",
    "local int calls = 9",
    "parameter int a = 20",
    "parameter int b = 22",
  ]);
  assertEquals(list(outer!), ["local int result = 0"]);
  assertEquals(
    info.globals.map((variable) => `${variable.name} = ${write(inner!, variable, program)}`),
    [
      "pairs = {{a = 1, b = 2}, {a = 3, b = 4}}",
      `node = {next = 0x${program.symbol("node")!.value.toString(16)} <node>, ` +
      'name = "first\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000", ' +
      "low = 5, high = -3, {whole = 1069547520, real = 1.5}}",
      "color = GREEN",
      "zeros = {0 <repeats 20 times>}",
      `text = 0x${
        process.machine.memory.readUint(program.symbol("text")!.value, 8).toString(16)
      } ` +
      '"a\\tb\\""',
      `operation = (int (*)(int, int)) 0x${program.symbol("add")!.value.toString(16)} <add>`,
    ],
  );
});

Deno.test("a block hides the variables around it", () => {
  using process = new Process(program);
  const [inner] = stopAtLine(process, 20, program);
  const variables = DebugInfo.of(program)!.variablesAt(inner!.pc);
  assertEquals(variables.map(({ name }) => name), ["sum", "sum", "calls", "a", "b"]);
  assertEquals(write(inner!, variables[0]!, program), "0.10000000000000001");
});

Deno.test("values are followed through members, elements and pointers", () => {
  using process = new Process(program);
  const [frame] = stopAtLine(process, 22, program);
  const info = DebugInfo.of(program)!;
  const value = (name: string) => TypedValue.in(frame!, info.global(name)!);
  assertEquals(value("pairs").element(1n).member("b").number, 4n);
  assertEquals(value("node").member("next").member("high").number, -3n);
  assertEquals(value("node").member("real").float, 1.5);
  assertEquals(value("text").target.number, 97n);
  assertThrows(() => value("node").member("nmae"), ValueError, "struct node has no member nmae");
  assertThrows(() => value("color").target, ValueError, "a enum color cannot be dereferenced");
  assertThrows(
    () =>
      formatValue(
        TypedValue.at(8n, info.typeNamed("struct pair")!, process.machine.memory).member("a")
          .target,
      ),
    ValueError,
  );
  assertEquals(
    formatValue(TypedValue.at(8n, info.typeNamed("struct pair")!, process.machine.memory)),
    "{a = <error: Cannot access memory at address 0x8>, " +
      "b = <error: Cannot access memory at address 0x10>}",
  );
  assertEquals(info.typeNamed("int long"), info.typeNamed("long"));
  assertEquals(info.typeNamed("struct nothing"), undefined);
});

/** How many mutated programs are tried: LEVERET_DWARF_FUZZ asks for more. */
const MUTATIONS = Number(Deno.env.get("LEVERET_DWARF_FUZZ") ?? 300);

Deno.test("damaged debug information gives fewer answers, and never throws or hangs", () => {
  using process = new Process(program);
  const [frame] = stopAtLine(process, 20, program);
  let seed = 1;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor(seed / 2 ** 32 * limit);
  };
  let same = 0;
  for (let round = 0; round < MUTATIONS; round++) {
    const victim = [".debug_info", ".debug_abbrev", ".debug_str", ".debug_line_str"][round % 4];
    const damaged: Program = Object.create(program, {
      debugSection: {
        value(name: string) {
          const section = program.debugSection?.(name);
          if (section === undefined || name !== victim) return section;
          const data = section.data.slice(
            0,
            random(4) === 0 ? random(section.data.length) : undefined,
          );
          for (let count = random(8); count >= 0; count--) {
            if (data.length > 0) data[random(data.length)] = random(256);
          }
          return { ...section, data };
        },
      },
    });
    const info = DebugInfo.of(damaged);
    if (info === undefined) continue;
    const read = (variable: Variable) => {
      declaration(variable.type, variable.name);
      return write(frame!, variable, program);
    };
    const texts = [...info.variablesAt(frame!.pc), ...info.globals].map(read);
    for (const { parameters, locals } of info.functions()) [...parameters, ...locals].map(read);
    info.typeNamed("struct pair");
    if (texts.length === 11) same++;
  }
  assert(same > 0);
});

const hasTools = await isInstalled("gdb-multiarch") && await isInstalled("riscv64-linux-gnu-gcc");

/** What GDB prints of variables, by name, in each of the frames 0 and 1; after these commands. */
async function printByGdb(
  path: string,
  before: readonly string[],
  names: readonly (readonly string[])[],
) {
  const server = [
    ...[Deno.execPath(), "run", "--quiet", "--no-check", "--allow-read", "--allow-write"],
    ...[`${ROOT}host/cli/main.ts`, "gdb", path],
  ].join(" ");
  const commands = [
    "set pagination off",
    `target remote | ${server}`,
    ...before,
    ...names.flatMap((list, frame) => [
      `frame ${frame}`,
      ...list.flatMap((name) => [`echo @${frame} ${name}\\n`, `print ${name}`]),
    ]),
  ];
  const { stdout } = await new Deno.Command("gdb-multiarch", {
    args: ["-batch", "-nx", ...commands.flatMap((command) => ["-ex", command]), path],
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  return [...text.matchAll(/^@(\d \S+)\n\$\d+ = (.*)$/gm)].map(([, name, value]) =>
    `${name} = ${value}`
  );
}

Deno.test({
  name: `GDB prints the same${
    hasTools ? "" : " (skipped: no gdb-multiarch or riscv64-linux-gnu-gcc here)"
  }`,
  ignore: !hasTools,
  async fn(t) {
    for (const options of [["-O0"], ["-O0", "-gdwarf-4"], ["-O2"]]) {
      await t.step(options.join(" "), () =>
        withDirectory(async (directory) => {
          const path = `${directory}/variables`;
          const source = new URL("variables.c", HERE).pathname;
          const link = ["-static", "-nostdlib", "-Wl,--no-relax", "-g", ...options, "-o", path];
          await runTool("riscv64-linux-gnu-gcc", ...link, source);
          const compiled = readExecutable(Deno.readFileSync(path), path);
          using process = new Process(compiled);
          const frames = stopAtLine(process, 22, compiled).slice(0, 2);
          const info = DebugInfo.of(compiled)!;
          const variables = frames.map(({ pc }, frame) => [
            ...info.variablesAt(pc),
            ...frame === 0 ? info.globals : [],
          ]);
          const ours = variables.flatMap((list, frame) =>
            list.map((variable) =>
              `${frame} ${variable.name} = ${write(frames[frame]!, variable, compiled)}`
            )
          );
          const names = variables.map((list) => list.map(({ name }) => name));
          assertEquals(ours, await printByGdb(path, ["break variables.c:22", "continue"], names));
        }));
    }
  },
});

/** Values at the limits of GDB's notation. */
const VALUES = `
int nine[9], ten[10], eleven[11], rows[2][12], none;
char a10[12] = "aaaaaaaaaab", a11[13] = "aaaaaaaaaaab", zeros[8] = "", full[3] = "abc";
char utf[6] = "\\303\\251\\n", latin[3] = "\\351x";
char *text = "h\\303\\251", *null, *bad = (char *)8;
double doubles[5] = { 0.1, 1e22, 100, -0.0, 1e-7 };
float tenth = 0.1f;
struct { char k; unsigned char b; short s; } small = { 'x', 200, -3 };
struct { int x[3]; struct { int q; } in[2]; } nested[2];
enum flags { A = 1, B = 2, C = 4 } both = A | C, odd = 16, no;
enum plain { RED, GREEN = 5 } green = GREEN, strange = 3;
void (*function)(void);
unsigned long long all = ~0ull;
_Bool yes = 1;
void _start(void) { for (;;) none++; }
`;

Deno.test({
  name: `GDB writes values the same${
    hasTools ? "" : " (skipped: no gdb-multiarch or riscv64-linux-gnu-gcc here)"
  }`,
  ignore: !hasTools,
  async fn() {
    await withDirectory(async (directory) => {
      const path = `${directory}/values`;
      Deno.writeTextFileSync(`${path}.c`, VALUES);
      const link = ["-static", "-nostdlib", "-ffreestanding", "-g", "-o", path, `${path}.c`];
      await runTool("riscv64-linux-gnu-gcc", ...link);
      const compiled = readExecutable(Deno.readFileSync(path), path);
      using process = new Process(compiled);
      using debug = new Debugger(process);
      const names = debug.globalNames();
      const ours = names.map((name) => `0 ${name} = ${debug.evaluate(name).text()}`);
      assertEquals(names.length, 26);
      assertEquals(ours, await printByGdb(path, [], [names]));
    });
  },
});

const CALLED = `
__attribute__((noipa)) void sink(int value) { __asm__ volatile("" :: "r"(value)); }
__attribute__((noipa)) int work(int number) {
  sink(number * 2);
  sink(7);
  return 3;
}
void _start(void) { work(5); for (;;); }
`;
const hasGcc = await isInstalled("riscv64-linux-gnu-gcc");

Deno.test({
  name: `what a register held at the call is found in the caller${
    hasGcc ? "" : " (skipped: no riscv64-linux-gnu-gcc here)"
  }`,
  ignore: !hasGcc,
  async fn() {
    await withDirectory(async (directory) => {
      const path = `${directory}/called`;
      Deno.writeTextFileSync(`${path}.c`, CALLED);
      const link = ["-static", "-nostdlib", "-ffreestanding", "-g", "-O2", "-o", path];
      await runTool("riscv64-linux-gnu-gcc", ...link, `${path}.c`);
      const compiled = readExecutable(Deno.readFileSync(path), path);
      using process = new Process(compiled);
      using debug = new Debugger(process);
      debug.points.add({ kind: "code", addresses: debug.findCode("called.c:5"), text: "" });
      await debug.continue();
      // No register has it any more.
      assertEquals(debug.evaluate("number").text(), "5");
      const { machine } = process;
      const [frame] = framesAt({
        memory: machine.memory,
        registers: machine.registers.toArray(),
        floats: [],
        pc: machine.pc,
        image: compiled,
      });
      const [variable] = DebugInfo.of(compiled)!.variablesAt(machine.pc);
      assertEquals(write(frame!.state, variable!, compiled), "5");
    });
  },
});
