// SPDX-License-Identifier: MPL-2.0
// The environment calls of RARS (github.com/TheThirdOne/rars/wiki/Environment-Calls): the number is in a7, the
// arguments are in a0 to a2 or fa0. Integers are 32 bits wide; results are sign-extended. Calls that need a
// window end the program; those that play notes are silent.

import { REGISTER } from "../../../cpu/isa/registers.ts";
import { O } from "../abi/open_flags.ts";
import { type EcallTable, row, type SyscallContext, type SyscallRow } from "../calls/syscall.ts";
import { SIX_LONGS } from "../strace/strace.ts";
import {
  exit,
  fail,
  FILE_MODE,
  guarded,
  hexDigits,
  isLinux,
  linuxCall,
  type Locate,
  print,
  printBytes,
  printString,
  readByte,
  readLine,
  readWord,
  sbrk,
  WORKING_DIRECTORY,
} from "./console.ts";
import { formatFloat, JavaRandom, parseFloating, parseInteger } from "./java.ts";

const MILLISECOND = 1_000_000n;
const NEWLINE = 10;
/** fa0, the register of floating-point arguments and results. */
const FA0 = 10;

/** The flags of Open and what they are on Linux; all others are refused. */
const OPEN_FLAGS: Readonly<Record<number, number>> = {
  0: O.RDONLY,
  1: O.WRONLY | O.CREAT | O.TRUNC,
  9: O.WRONLY | O.CREAT | O.APPEND,
};

const quoted = (input: string) =>
  input === ""
    ? "the input has ended or the line is empty, which"
    : `the input ${JSON.stringify(input)}`;

function readInteger(call: SyscallContext): number {
  const text = readWord(call);
  return parseInteger(text) ?? fail(`RARS call 5, ReadInt: ${quoted(text)} is not an integer`);
}

/** Reads a number for fa0. */
function readNumber(call: SyscallContext, name: string): number {
  const text = readWord(call);
  return parseFloating(text) ?? fail(`RARS call ${name}: ${quoted(text)} is not a number`);
}

function readSingle(call: SyscallContext): undefined {
  call.machine.floatRegisters.setSingle(FA0, readNumber(call, "6, ReadFloat"));
}

function readDouble(call: SyscallContext): undefined {
  call.machine.floatRegisters.setDouble(FA0, readNumber(call, "7, ReadDouble"));
}

/** Like fgets, but a line that is cut loses its rest. */
function readString(call: SyscallContext): undefined {
  const room = call.int(1) - 1;
  const line = readLine(call).subarray(0, Math.max(0, room));
  if (room < 0) return;
  const end = line.length < room ? [NEWLINE, 0] : [0];
  call.memory.write(call.arg(0), Uint8Array.from([...line, ...end]));
}

function readCharacter(call: SyscallContext): number {
  return readByte(call) ?? fail("RARS call 12, ReadChar: the input has ended");
}

function open(call: SyscallContext): bigint | number | undefined {
  const flags = OPEN_FLAGS[call.int(1)];
  if (flags === undefined) return -1;
  return linuxCall(call, "openat", [WORKING_DIRECTORY, call.arg(0), BigInt(flags), FILE_MODE]);
}

/** A call that RARS has from Linux, with the same arguments; its errors are -1. */
function likeLinux(number: number, name: string, linuxName: string): SyscallRow {
  return row(
    number,
    name,
    SIX_LONGS,
    (call) => linuxCall(call, linuxName, [0, 1, 2].map((index) => call.arg(index))),
  );
}

function workingDirectory(call: SyscallContext): number | undefined {
  // Unlike getcwd, it returns nothing when it succeeds.
  return linuxCall(call, "getcwd", [call.arg(0), call.arg(1)]) === -1 ? -1 : undefined;
}

function time(call: SyscallContext): bigint {
  const now = call.kernel.clock.realtime / MILLISECOND;
  call.machine.registers.set(REGISTER.a1, BigInt.asUintN(64, BigInt.asIntN(32, now >> 32n)));
  return BigInt.asIntN(32, now);
}

function sleep(call: SyscallContext, milliseconds: number): undefined {
  if (milliseconds > 0) {
    call.kernel.wait(call.kernel.clock.after(BigInt(milliseconds) * MILLISECOND));
  }
}

/** The random streams of one process: by number, each with its own generator. */
function randomCalls(): SyscallRow[] {
  const streams = new Map<number, JavaRandom>();
  const stream = (call: SyscallContext): JavaRandom => {
    const known = streams.get(call.int(0));
    if (known !== undefined) return known;
    const seed = new BigUint64Array(1);
    call.kernel.random.fill(new Uint8Array(seed.buffer));
    const made = new JavaRandom(seed[0] ?? 0n);
    streams.set(call.int(0), made);
    return made;
  };
  return [
    row(40, "RandSeed", ["int", "int"], (call) => {
      streams.set(call.int(0), new JavaRandom(BigInt(call.int(1))));
      return undefined;
    }),
    row(41, "RandInt", ["int"], (call) => stream(call).int()),
    row(42, "RandIntRange", ["int", "int"], (call) => {
      const bound = call.int(1);
      return bound > 0
        ? stream(call).intBelow(bound)
        : fail(`RARS call 42, RandIntRange: the bound ${bound} must be positive`);
    }),
    row(43, "RandFloat", ["int"], (call) => {
      call.machine.floatRegisters.setSingle(FA0, stream(call).float());
      return undefined;
    }),
    row(44, "RandDouble", ["int"], (call) => {
      call.machine.floatRegisters.setDouble(FA0, stream(call).double());
      return undefined;
    }),
  ];
}

/** The calls that open a window. */
const DIALOGS: readonly (readonly [number: number, name: string])[] = [
  [50, "ConfirmDialog"],
  [51, "InputDialogInt"],
  [52, "InputDialogFloat"],
  [53, "InputDialogDouble"],
  [54, "InputDialogString"],
  [55, "MessageDialog"],
  [56, "MessageDialogInt"],
  [58, "MessageDialogDouble"],
  [59, "MessageDialogString"],
  [60, "MessageDialogFloat"],
];

const ROWS: readonly SyscallRow[] = [
  row(1, "PrintInt", ["int"], (call) => void print(call, String(call.int(0)))),
  row(
    2,
    "PrintFloat",
    [],
    (call) => void print(call, formatFloat(call.machine.floatRegisters.getSingle(FA0), true)),
  ),
  row(
    3,
    "PrintDouble",
    [],
    (call) => void print(call, formatFloat(call.machine.floatRegisters.getDouble(FA0), false)),
  ),
  row(4, "PrintString", ["string"], (call) => printString(call, call.arg(0))),
  row(5, "ReadInt", [], readInteger),
  row(6, "ReadFloat", [], readSingle),
  row(7, "ReadDouble", [], readDouble),
  row(8, "ReadString", ["pointer", "int"], readString),
  row(9, "Sbrk", ["int"], (call) => sbrk(call, call.int(0)), "address"),
  row(10, "Exit", [], (call) => exit(call, 0)),
  row(11, "PrintChar", ["int"], (call) => void printBytes(call, Uint8Array.of(call.int(0)))),
  row(12, "ReadChar", [], readCharacter),
  row(17, "GetCWD", ["pointer", "int"], workingDirectory),
  row(30, "Time", [], time),
  row(31, "MidiOut", ["int", "int", "int", "int"], () => undefined),
  row(32, "Sleep", ["int"], (call) => sleep(call, call.int(0))),
  row(33, "MidiOutSync", ["int", "int", "int", "int"], (call) => sleep(call, call.int(1))),
  row(34, "PrintIntHex", ["int"], (call) => void print(call, `0x${hexDigits(call.arg(0))}`)),
  row(
    35,
    "PrintIntBinary",
    ["int"],
    (call) => void print(call, BigInt.asUintN(32, call.arg(0)).toString(2).padStart(32, "0")),
  ),
  row(36, "PrintIntUnsigned", ["int"], (call) => void print(call, String(call.int(0) >>> 0))),
  ...DIALOGS.map(([number, name]) =>
    row(
      number,
      name,
      ["pointer"],
      () => fail(`RARS call ${number}, ${name}, opens a window, which does not exist here`),
    )
  ),
  likeLinux(57, "Close", "close"),
  likeLinux(62, "LSeek", "lseek"),
  likeLinux(63, "Read", "read"),
  likeLinux(64, "Write", "write"),
  row(93, "Exit2", ["int"], (call) => exit(call, call.int(0))),
  row(1024, "Open", ["string", "int"], open),
];

/** What ecall asks RARS for. A process needs a table of its own, for its random numbers. */
export function rarsCalls(locate?: Locate): EcallTable {
  return {
    numberRegister: REGISTER.a7,
    rows: [...ROWS, ...randomCalls()].map((row) => guarded("RARS", row, locate)),
    missing(number) {
      const hint = number === 0
        ? "Venus has the number in a0 (--ecalls=venus)"
        : isLinux(number)
        ? "Linux has this call: leave out --ecalls=rars"
        : "";
      const unknown = row(
        number,
        "unknown",
        SIX_LONGS,
        () => fail(`RARS has no call ${number} (in a7)`, hint),
      );
      return guarded("RARS", unknown, locate);
    },
  };
}
