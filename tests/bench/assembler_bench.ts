// SPDX-License-Identifier: MPL-2.0
// How fast the assembler is: a file of 200,000 lines of ordinary code, from text to an object and to an
// executable by `leveret asm`, without and with line tables, beside GNU as and ld where they are installed.
// Each tool uses its default architecture. GNU ld relaxes by default, which takes longer. Whole processes,
// Deno's start included.

import { isInstalled, timeCommand } from "./commands.ts";
import { installLeveret } from "./installed.ts";
import type { BenchOptions } from "./options.ts";
import {
  alignedLine,
  alternate,
  median,
  milliseconds,
  type Result,
  timeOnly,
} from "./statistics.ts";

const LINES = 200_000;
const AS = "riscv64-linux-gnu-as";
const LD = "riscv64-linux-gnu-ld";
const WIDTHS = [34, 10, 16];

/** Measures the assembler; prints a table. */
export async function assemblerBench({ runs, print }: BenchOptions): Promise<Result[]> {
  const directory = await Deno.makeTempDir({ prefix: "leveret-bench-" });
  try {
    const source = `${directory}/code.s`;
    await Deno.writeTextFile(source, ordinaryCode(LINES));
    const leveret = await installLeveret(directory);
    const output = (name: string) => ["-o", `${directory}/${name}`];
    const ours = (...options: string[]) => async () =>
      (await leveret(["asm", ...options, ...output("leveret.out"), source])).seconds;
    const as = async (...options: string[]) =>
      (await timeCommand(AS, [...options, ...output("gnu.o"), source])).seconds;
    const ld = async () =>
      (await timeCommand(LD, [...output("gnu.out"), `${directory}/gnu.o`])).seconds;
    const asAndLd = (...options: string[]) => async () => await as(...options) + await ld();
    const assemblers = [
      { name: "leveret asm -c --no-line-tables", run: ours("-c", "--no-line-tables") },
      { name: "leveret asm --no-line-tables", run: ours("--no-line-tables") },
      { name: "leveret asm", run: ours() },
    ];
    if (await isInstalled(AS) && await isInstalled(LD)) {
      assemblers.push(
        { name: "GNU as", run: () => as() },
        { name: "GNU as, ld", run: asAndLd() },
        { name: "GNU as -mno-relax, ld", run: asAndLd("-mno-relax") },
        { name: "GNU as -g -mno-relax, ld", run: asAndLd("-g", "-mno-relax") },
      );
    } else print(`Without GNU as: ${AS} or ${LD} cannot be run.`);
    const measured = await alternate(assemblers.map(({ run }) => run), runs);
    print(`A file of ${LINES} lines, whole processes, medians of ${runs} runs in alternation.\n`);
    print(alignedLine(["assembler", "time", "lines a second"], WIDTHS));
    const results = assemblers.map(({ name }, index) =>
      timeOnly(`assembling ${LINES} lines`, name, median(measured[index] ?? []))
    );
    for (const { engine, seconds } of results) {
      const rate = Math.round(LINES / seconds).toLocaleString("en");
      print(alignedLine([engine, milliseconds(seconds), rate], WIDTHS));
    }
    print("");
    return results;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Functions as people and compilers write them, with the data that they use: about `lines` lines. */
export function ordinaryCode(lines: number): string {
  const functions = ["        .globl _start\n_start:\n        j       function_0\n"];
  const each = oneFunction(0).split("\n").length - 1;
  for (let number = 0; number * each < lines; number++) functions.push(oneFunction(number));
  return functions.join("");
}

function oneFunction(number: number): string {
  const constants = [number, number * 257, number * 0x10001, -number];
  return `
# function_${number}(a0 = count, a1 = table) -> a0 = sum
        .text
        .globl  function_${number}
        .type   function_${number}, @function
function_${number}:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        mv      s0, a0
        mv      s1, a1
        li      a0, ${constants[1]}
        li      a5, ${constants[2]}
        la      t0, counter_${number}
        ld      t1, 0(t0)
        add     t1, t1, a5              # how often it was called, and more
        sd      t1, 0(t0)
        beqz    s0, .Ldone_${number}
1:      ld      t2, 0(s1)
        mul     t2, t2, a5
        xor     a0, a0, t2
        addi    s1, s1, 8
        addi    s0, s0, -1
        bnez    s0, 1b
        bltz    a0, .Lnegative_${number}
        call    function_${number > 0 ? number - 1 : 0}
        j       .Ldone_${number}
.Lnegative_${number}:
        lui     t3, %hi(message_${number})
        addi    t3, t3, %lo(message_${number})
        lbu     a0, 3(t3)
        neg     a0, a0
.Ldone_${number}:
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        addi    sp, sp, 32
        ret
        .size   function_${number}, . - function_${number}

        .section .rodata
message_${number}:
        .asciz  "function ${number}: done\\n"
        .balign 8
table_${number}:
        .dword  ${constants.join(", ")}
        .dword  function_${number}, table_${number} + 8
        .data
counter_${number}:
        .dword  0
`;
}
