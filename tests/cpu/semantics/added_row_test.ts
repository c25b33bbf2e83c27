// SPDX-License-Identifier: MPL-2.0
// A load and a store that are added as a row and a line of semantics each, in a copy of the sources,
// and nowhere else (what the stepper has prepared is made anew): they assemble, disassemble, run, are checked and are traced, in both engines.

import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../../", import.meta.url);
const COPIED = [".types", "asm", "cpu", "host", "runtime", "deno.json", "mod.ts"];

/** Writes what the stepper has prepared, which a row changes. */
const PREPARE = "tests/cpu/stepper/prepare.ts";

const ROWS = `
  { name: "lwn", extension: "I", operands: "rd, imm(rs1)",  bits: "imm[11:0] rs1 010 rd 0001011" },
  { name: "swn", extension: "I", operands: "rs2, imm(rs1)", bits: "imm[11:5] rs2 rs1 010 imm[4:0] 0101011" },
`;
const SEMANTICS = `
  lwn: ({ load, writeRd }) => writeRd(i64.xor(load(32, "signed"), minusOne)),
  swn: ({ rs2, store }) => store(32, i64.xor(rs2, minusOne)),
`;

/** Runs in the copy: walks up the pages to the first unmapped one, and says what happened. */
const DRIVER = `
import { build } from "./asm/build.ts";
import { disassemble } from "./asm/disassembly/disassembler.ts";
import { Machine } from "./cpu/machine.ts";

const START = 0x3f_5000_0000n;
const BYTES = 16 * 4096;
const program = (last) => build([{ name: "walk.s", text: \`
  .globl _start
_start: li a0, \${START}
loop: lwn t0, 4(a0)
  swn t0, 8(a0)
  \${last} t1, 12(a0)
  addi a0, a0, 4
  add a1, a1, t0
  j loop
\` }]);

let modules = 0;
const Module = WebAssembly.Module;
WebAssembly.Module = class extends Module {
  constructor(bytes) {
    super(bytes);
    modules++;
  }
};

for (const last of ["lwn", "swn"]) {
  for (const engine of ["stepper", "templates", "translator"]) {
    using machine = new Machine({ engine });
    const image = program(last);
    modules = 0;
    machine.load(image);
    machine.memory.map(START, BYTES, { read: true, write: true, execute: false });
    machine.memory.writeUint(START + 4n, 4, 0x12345678n);
    const stop = machine.run();
    const { trap } = stop;
    const registers = Array.from({ length: 32 }, (_, index) => machine.registers.get(index));
    const bytes = machine.memory.read(START, BYTES);
    const hash = bytes.reduce((sum, byte) => (sum * 31 + byte) % 1000003, 7);
    const word = Number(machine.memory.readUint(image.symbol("loop")?.value ?? image.entry, 4));
    console.log(JSON.stringify({
      engine,
      last,
      text: disassemble(word, 0n),
      cause: trap.cause,
      beyond: String(trap.address - START - BigInt(BYTES)),
      modules,
      state: [machine.instructions, String(machine.pc), hash, registers.join()].join(" "),
    }));
  }
}
`;

async function copy(from: URL, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) {
    await copy(new URL(`${from.href}/${name}`), `${to}/${name}`);
  }
}

/** What a program of the copy writes; it must succeed. */
async function run(cwd: string, args: readonly string[]): Promise<string> {
  const options = { args: ["run", "--quiet", ...args], cwd, env: { NO_COLOR: "1" } };
  const output = await new Deno.Command(Deno.execPath(), options).output();
  assert(output.success, new TextDecoder().decode(output.stderr));
  return new TextDecoder().decode(output.stdout);
}

async function insertAfter(path: string, line: string, added: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  assertEquals(text.split(line).length, 2, `${path} has the line ${line} once`);
  await Deno.writeTextFile(path, text.replace(line, line + added));
}

Deno.test("a load and a store that are added as a row and semantics work, checked, in all engines", async () => {
  const directory = await Deno.makeTempDir();
  try {
    for (const name of COPIED) await copy(new URL(name, ROOT), `${directory}/${name}`);
    await insertAfter(`${directory}/cpu/isa/base.ts`, "export const BASE_ROWS = [", ROWS);
    await insertAfter(
      `${directory}/cpu/semantics/semantics.ts`,
      "export const SEMANTICS: Readonly<Record<Mnemonic, Semantics>> = {",
      SEMANTICS,
    );
    await Deno.mkdir(`${directory}/tests/cpu/stepper`, { recursive: true });
    await Deno.copyFile(new URL(PREPARE, ROOT), `${directory}/${PREPARE}`);
    await run(directory, ["--allow-write", PREPARE]);
    await Deno.writeTextFile(`${directory}/driver.js`, DRIVER);
    const stdout = await run(directory, ["driver.js"]);
    const runs = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(runs.length, 6);
    for (const [stepped, ...translated] of [runs.slice(0, 3), runs.slice(3)]) {
      assertEquals(stepped.text, "lwn t0, 4(a0)");
      assertEquals(translated.map(({ state }) => state), [stepped.state, stepped.state]);
      assertEquals(stepped.beyond, "0");
    }
    // The second time, only the loop itself is compiled.
    assertEquals(runs[3].modules, 0);
    assert(runs[4].modules > 0, "the loop was made of templates");
    assert(runs[5].modules > 0, "the loop was translated");
    assertEquals(runs.map(({ cause }) => cause), [
      ...["load-page-fault", "load-page-fault", "load-page-fault"],
      ...["store-page-fault", "store-page-fault", "store-page-fault"],
    ]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
