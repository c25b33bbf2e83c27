// SPDX-License-Identifier: MPL-2.0
// The cases of memory_cases.ts as an assembly program, which also runs under QEMU. It makes the calls of one
// group, which its first argument names by a letter from A on, and writes the start of the range, the start
// of the heap and every result as 64-bit words.

import { type Answer, type Case, type Group, RANGE_SIZE } from "./memory_cases.ts";
import { describeError } from "../../../host/kernel/abi/errno.ts";
import { SYSCALLS } from "../../../host/kernel/calls/syscall_table.ts";

/** The numbers of actions that are not system calls. */
const PEEK = 10_000;
const POKE = 10_001;

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ["peek", PEEK],
  ["poke", POKE],
  ...SYSCALLS.map(({ name, number }): [string, number] => [name, number]),
]);

/** An argument as its base (0 none, 1 the range, 2 the heap) and an offset. */
export function takeApart(arg: number | bigint | string): { relative: 0 | 1 | 2; offset: bigint } {
  if (typeof arg !== "string") return { relative: 0, offset: BigInt(arg) };
  const [, start, sign = "+", offset = "0"] = /^([bh])([+-])?(\w+)?$/.exec(arg) ?? [];
  return { relative: start === "b" ? 1 : 2, offset: BigInt(`${sign}1`) * BigInt(offset) };
}

function row([call, args]: Case): string {
  const parts = Array.from({ length: 6 }, (_, index) => takeApart(args[index] ?? 0));
  const mask = parts.reduce((all, { relative }, index) => all | relative << (2 * index), 0);
  const words = [NUMBERS.get(call), mask, ...parts.map(({ offset }) => BigInt.asIntN(64, offset))];
  return `        .dword  ${words.join(", ")}`;
}

/** The program for those groups, in GNU syntax. */
export function memoryProgram(groups: readonly Group[]): string {
  const tables = groups.map(({ cases }, index) => `rows${index}:\n${cases.map(row).join("\n")}`);
  return `
        .globl  _start
        .text
_start: ld      t0, 16(sp)              # argv[1]
        lbu     t0, 0(t0)
        addi    t0, t0, -'A'
        la      s4, groups
        slli    t0, t0, 4
        add     s4, s4, t0
        ld      s5, 8(s4)               # number of cases
        ld      s4, 0(s4)               # the first
        li      a0, 0                   # the range: mapped, to have an address, and unmapped
        li      a1, ${RANGE_SIZE}
        li      a2, 0
        li      a3, 0x22
        li      a4, -1
        li      a5, 0
        li      a7, 222
        ecall
        mv      s0, a0
        li      a1, ${RANGE_SIZE}
        li      a7, 215
        ecall
        li      a0, 0
        li      a7, 214
        ecall
        mv      s1, a0
        mv      a0, s0
        call    report
        mv      a0, s1
        call    report
next:   beqz    s5, done
        ld      s6, 8(s4)               # what the arguments are relative to
        addi    s2, s4, 16
        la      s3, arguments
        li      s7, 6
1:      ld      t0, 0(s2)
        andi    t1, s6, 1
        neg     t1, t1
        and     t1, t1, s0
        add     t0, t0, t1
        srli    s6, s6, 1
        andi    t1, s6, 1
        neg     t1, t1
        and     t1, t1, s1
        add     t0, t0, t1
        srli    s6, s6, 1
        sd      t0, 0(s3)
        addi    s2, s2, 8
        addi    s3, s3, 8
        addi    s7, s7, -1
        bnez    s7, 1b
        la      s3, arguments
        ld      a0, 0(s3)
        ld      a1, 8(s3)
        ld      a2, 16(s3)
        ld      a3, 24(s3)
        ld      a4, 32(s3)
        ld      a5, 40(s3)
        ld      a7, 0(s4)
        li      t0, ${PEEK}
        beq     a7, t0, peek
        li      t0, ${POKE}
        beq     a7, t0, poke
        ecall
answer: call    report
        addi    s4, s4, 64
        addi    s5, s5, -1
        j       next
peek:   lbu     a0, 0(a0)
        j       answer
poke:   sb      a1, 0(a0)
        li      a0, 0
        j       answer
done:   li      a0, 0
        li      a7, 94
        ecall

report: la      a1, word                # writes a0 to descriptor 1
        sd      a0, 0(a1)
        li      a0, 1
        li      a2, 8
        li      a7, 64
        ecall
        ret

        .data
        .balign 8
word:   .dword  0
arguments:
        .zero   48
groups:
${groups.map(({ cases }, index) => `        .dword  rows${index}, ${cases.length}`).join("\n")}
${tables.join("\n")}
`;
}

/** A result in the form of the cases, given the starts of the range and the heap. */
export function readAnswer(answer: bigint, range: bigint, heap: bigint): Answer {
  const error = answer < 0n ? describeError(Number(-answer)) : undefined;
  if (error !== undefined) return error.name;
  if (answer >= 0n && answer < 4096n) return Number(answer);
  const within = (start: bigint) => answer >= start && answer < start + BigInt(RANGE_SIZE);
  if (within(range)) return `b+0x${(answer - range).toString(16)}`;
  if (within(heap)) return `h+0x${(answer - heap).toString(16)}`;
  return "new";
}

/** The results that the program wrote; fewer than its calls if it crashed. */
export function readAnswers(output: Uint8Array): Answer[] {
  const words = [...new BigInt64Array(output.slice(0, output.length & ~7).buffer)];
  const [range = 0n, heap = 0n, ...answers] = words;
  return answers.map((answer) => readAnswer(answer, range, heap));
}
