// SPDX-License-Identifier: MPL-2.0
// The `.cfi_*` directives (GNU as, "CFI directives"), by which compilers describe how to find the caller's
// registers at each instruction. They add to the open frame of the current section.

import type { Assembly } from "../state/assembly.ts";
import type { Frame, FrameInstruction, FramePointer, OpenFrame } from "../state/call_frames.ts";
import { csrNumbers } from "../../cpu/isa/csr_names.ts";
import { floatRegisterNumber, registerNumber } from "../../cpu/isa/registers.ts";
import { duplicate } from "../state/definition.ts";
import type { Directive } from "./directive.ts";
import { DW_EH_PE } from "../object/dwarf/constants.ts";
import type { Expression } from "../state/symbol.ts";
import * as token from "../text/token.ts";
import { add, type Int64, subtract } from "../object/value.ts";

/** The DWARF numbers of ra, which holds the return address, and of sp. */
const RETURN_ADDRESS = 1;
const STACK_POINTER = 2;
/** The DWARF numbers of f0 and of CSR 0 (psABI, "DWARF Register Numbers"). */
const FIRST_FLOAT = 32;
const FIRST_CSR = 4096;
/** Offsets of saved registers are stored in units of four bytes. */
const DATA_ALIGNMENT = 4;

/** The open frame of the current section; reports when there is none. */
function openFrame({ callFrames, section, cursor }: Assembly): OpenFrame | undefined {
  const open = callFrames.open.get(section);
  if (open === undefined) {
    const name = cursor.lexer.slice(cursor.at - 1);
    cursor.error(cursor.at - 1, `\`${name}\` outside of a frame`, {
      fix: { message: "write `.cfi_startproc` at the start of the function" },
    });
  }
  return open;
}

/** Moves the frame on to the current address. */
function advance(assembly: Assembly, open: OpenFrame): void {
  const { section } = assembly;
  const { last } = open;
  if (last.offset === section.size && last.fragment === section.fragments.length) return;
  const to = assembly.here();
  open.frame.instructions.push({ kind: "advance", from: last, to });
  assembly.callFrames.objects += 2;
  open.last = to;
}

/** The DWARF number of the register at the cursor: a name or a number. */
function takeRegister({ cursor, expressions, lexer }: Assembly): number | undefined {
  const { at } = cursor;
  if (cursor.kind === token.NAME) {
    const name = lexer.slice(at);
    const float = floatRegisterNumber(name);
    const csr = csrNumbers().get(name);
    const number = registerNumber(name) ??
      (float !== undefined ? FIRST_FLOAT + float : csr !== undefined ? FIRST_CSR + csr : undefined);
    if (number === undefined) {
      cursor.error(at, `\`${name}\` is not a register`, {
        fix: { message: "write a name such as `ra` or `fs0`, or DWARF's number of the register" },
      });
      return undefined;
    }
    cursor.at++;
    return number;
  }
  const number = expressions.parseConstant("the register");
  if (number === undefined) return undefined;
  if (number < 0 || number > 0xffff_ffff) {
    cursor.error(at, `there is no register ${number}`, {}, cursor.at);
    return undefined;
  }
  return Number(number);
}

function takeOffset({ expressions }: Assembly): Int64 | undefined {
  return expressions.parseConstant("the offset");
}

/** Takes the offset of a saved register, which must be a multiple of four. */
function takeSaveOffset(assembly: Assembly, from: Int64 = 0): Int64 | undefined {
  const { cursor } = assembly;
  const first = cursor.at;
  const written = takeOffset(assembly);
  if (written === undefined) return undefined;
  const offset = subtract(written, from);
  if (BigInt(offset) % BigInt(DATA_ALIGNMENT) === 0n) return offset;
  const message = `the offset of a saved register must be a multiple of ${DATA_ALIGNMENT}`;
  cursor.error(first, `${message}, not ${offset}`, {}, cursor.at);
  return undefined;
}

/** Takes a register, a comma and an offset. */
function takePair(
  assembly: Assembly,
  takeSecond: (assembly: Assembly) => Int64 | undefined,
): { register: number; offset: Int64 } | undefined {
  const register = takeRegister(assembly);
  if (register === undefined || !assembly.cursor.comma()) return undefined;
  const offset = takeSecond(assembly);
  return offset === undefined ? undefined : { register, offset };
}

/** A directive that adds to the open frame, at the current address. Undefined after an error. */
type Step = (
  assembly: Assembly,
  open: OpenFrame,
) => readonly FrameInstruction[] | undefined;

function step(take: Step): Directive {
  return (assembly) => {
    const open = openFrame(assembly);
    if (open === undefined) return;
    advance(assembly, open);
    const instructions = take(assembly, open);
    if (instructions === undefined || !assembly.cursor.end()) return;
    open.frame.instructions.push(...instructions);
    for (const instruction of instructions) {
      // Itself and what it becomes in the section.
      assembly.callFrames.objects += 2;
      if (instruction.kind === "escape") assembly.callFrames.objects += instruction.bytes.length;
    }
  };
}

function saved(kind: "offset" | "valOffset"): Directive {
  return step((assembly) => {
    const pair = takePair(assembly, takeSaveOffset);
    return pair && [{ kind, ...pair }];
  });
}

/** A list of registers, each an instruction of its own. */
function registers(kind: "restore" | "undefined" | "sameValue"): Directive {
  return step((assembly) => {
    const list: FrameInstruction[] = [];
    do {
      const register = takeRegister(assembly);
      if (register === undefined) return undefined;
      list.push({ kind, register });
    } while (assembly.cursor.take(token.COMMA));
    return list;
  });
}

function setCfaOffset(open: OpenFrame, offset: Int64): FrameInstruction[] {
  open.cfaOffset = offset;
  return [{ kind: "defCfaOffset", offset }];
}

const defCfa = step((assembly, open) => {
  const pair = takePair(assembly, takeOffset);
  if (pair === undefined) return undefined;
  open.cfaOffset = pair.offset;
  return [{ kind: "defCfa", ...pair }];
});

const defCfaRegister = step((assembly) => {
  const register = takeRegister(assembly);
  return register === undefined ? undefined : [{ kind: "defCfaRegister", register }];
});

const defCfaOffset = step((assembly, open) => {
  const offset = takeOffset(assembly);
  return offset === undefined ? undefined : setCfaOffset(open, offset);
});

const adjustCfaOffset = step((assembly, open) => {
  const change = takeOffset(assembly);
  return change === undefined ? undefined : setCfaOffset(open, add(open.cfaOffset, change));
});

const relOffset = step((assembly, open) => {
  const pair = takePair(assembly, () => takeSaveOffset(assembly, open.cfaOffset));
  return pair && [{ kind: "offset", ...pair }];
});

const register = step((assembly) => {
  const first = takeRegister(assembly);
  if (first === undefined || !assembly.cursor.comma()) return undefined;
  const other = takeRegister(assembly);
  return other === undefined ? undefined : [{ kind: "register", register: first, other }];
});

const rememberState = step((_, open) => {
  open.remembered.push(open.cfaOffset);
  return [{ kind: "rememberState" }];
});

const restoreState = step(({ cursor }, open) => {
  const offset = open.remembered.pop();
  if (offset === undefined) {
    cursor.error(cursor.at - 1, "`.cfi_restore_state` without `.cfi_remember_state`");
    return undefined;
  }
  open.cfaOffset = offset;
  return [{ kind: "restoreState" }];
});

const returnColumn = step((assembly, { frame }) => {
  const column = takeRegister(assembly);
  if (column === undefined) return undefined;
  frame.returnColumn = column;
  return [];
});

const signalFrame = step((_, { frame }) => {
  frame.isSignalFrame = true;
  return [];
});

const escape = step(({ cursor, expressions }) => {
  const first = cursor.at;
  const bytes: Expression[] = [];
  do {
    const byte = expressions.parse();
    if (byte === undefined) return undefined;
    bytes.push(byte);
  } while (cursor.take(token.COMMA));
  return [{ kind: "escape", bytes, at: cursor.range(first, cursor.at) }];
});

const encodedAddress = step((assembly) => {
  const { cursor, expressions } = assembly;
  const saved = takeRegister(assembly);
  if (saved === undefined || !cursor.comma()) return undefined;
  const encoding = takeEncoding(assembly);
  if (encoding === undefined || !cursor.comma()) return undefined;
  const first = cursor.at;
  const value = expressions.parse();
  if (value === undefined) return undefined;
  const at = cursor.range(first, cursor.at);
  return [{ kind: "encodedAddress", register: saved, encoding, value, at }];
});

const label = step((assembly) => {
  const { cursor, lexer, symbols } = assembly;
  const { at } = cursor;
  const name = cursor.takeName();
  if (name < 0) {
    cursor.expected("a name");
    return undefined;
  }
  const symbol = symbols.get(name);
  if (symbol.state === "undefined") {
    symbol.location = lexer.location(at);
    symbol.length = lexer.length(at);
    return [{ kind: "label", symbol }];
  }
  duplicate(assembly, symbol, at);
  return undefined;
});

/** Takes the encoding of a pointer: a size, perhaps relative to its own address, perhaps indirect. */
function takeEncoding({ cursor, expressions }: Assembly): number | undefined {
  const first = cursor.at;
  const encoding = expressions.parseConstant("the encoding");
  if (encoding === undefined) return undefined;
  const value = Number(encoding);
  if (value === DW_EH_PE.omit) return value;
  const base = value & DW_EH_PE.base;
  const isKnown = value >= 0 && value <= 0xff && (base === 0 || base === DW_EH_PE.pcrel) &&
    (value & 7) !== DW_EH_PE.uleb128 && (value & 7) <= DW_EH_PE.udata8;
  if (isKnown) return value;
  cursor.error(first, "this encoding of a pointer is not supported", {
    fix: { message: "0x1b is a 32-bit distance, 0x9b that of a cell with the address" },
  }, cursor.at);
  return undefined;
}

/** `.cfi_personality` and `.cfi_lsda`: an encoding, and a pointer unless it is 0xff. */
function pointer(set: (frame: Frame, pointer: FramePointer | undefined) => void): Directive {
  return (assembly) => {
    const open = openFrame(assembly);
    if (open === undefined) return;
    const { cursor, expressions } = assembly;
    const encoding = takeEncoding(assembly);
    if (encoding === undefined) return;
    if (encoding === DW_EH_PE.omit) {
      if (cursor.end()) set(open.frame, undefined);
      return;
    }
    if (!cursor.comma()) return;
    const first = cursor.at;
    const value = expressions.parse();
    if (value === undefined || !cursor.end()) return;
    set(open.frame, { encoding, value, at: cursor.range(first, cursor.at) });
  };
}

const startProcedure: Directive = (assembly) => {
  const { callFrames, cursor, lexer, section } = assembly;
  const at = cursor.at - 1;
  const before = callFrames.open.get(section);
  if (before !== undefined) {
    cursor.error(at, "the frame before this one is still open", {
      fix: { message: "end it with `.cfi_endproc`" },
      notes: [{ message: "it begins here", ...before.frame.at }],
    });
    return;
  }
  const isSimple = cursor.kind === token.NAME && lexer.slice(cursor.at) === "simple";
  if (isSimple) cursor.at++;
  if (!cursor.end()) return;
  const { sections: wanted, used } = callFrames;
  callFrames.used = {
    ehFrame: used.ehFrame || wanted.ehFrame,
    debugFrame: used.debugFrame || wanted.debugFrame,
  };
  const start = assembly.here();
  const frame: Frame = {
    start,
    end: undefined,
    sections: callFrames.used,
    instructions: isSimple ? [] : [{ kind: "defCfaRegister", register: STACK_POINTER }],
    personality: undefined,
    languageData: undefined,
    returnColumn: RETURN_ADDRESS,
    isSignalFrame: false,
    at: cursor.range(at, at + 1),
  };
  callFrames.list.push(frame);
  callFrames.objects++;
  callFrames.open.set(section, { frame, last: start, cfaOffset: 0, remembered: [] });
};

const endProcedure: Directive = (assembly) => {
  const { callFrames, cursor, section } = assembly;
  const open = callFrames.open.get(section);
  if (open === undefined) {
    cursor.error(cursor.at - 1, "`.cfi_endproc` without `.cfi_startproc`");
    return;
  }
  open.frame.end = assembly.here();
  callFrames.open.delete(section);
  cursor.end();
};

const sections: Directive = ({ callFrames, cursor, lexer }) => {
  const names = new Set<string>();
  const first = cursor.at;
  while (!cursor.atEnd) {
    const name = cursor.kind === token.NAME ? lexer.slice(cursor.at) : "";
    if (name !== ".eh_frame" && name !== ".debug_frame") {
      return cursor.expected("`.eh_frame` or `.debug_frame`");
    }
    names.add(name);
    cursor.at++;
    if (!cursor.atEnd && !cursor.comma()) return;
  }
  if (names.has(".eh_frame") && callFrames.list.length > 0 && !callFrames.sections.ehFrame) {
    cursor.error(first, "the frames before this line have no `.eh_frame`", {
      fix: { message: "write `.cfi_sections` before the first frame" },
    }, cursor.at);
    return;
  }
  callFrames.sections = { ehFrame: names.has(".eh_frame"), debugFrame: names.has(".debug_frame") };
};

/** The directives of this file. */
export const CFI_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".cfi_startproc": startProcedure,
  ".cfi_endproc": endProcedure,
  ".cfi_sections": sections,
  ".cfi_personality": pointer((frame, value) => frame.personality = value),
  ".cfi_lsda": pointer((frame, value) => frame.languageData = value),
  ".cfi_def_cfa": defCfa,
  ".cfi_def_cfa_register": defCfaRegister,
  ".cfi_def_cfa_offset": defCfaOffset,
  ".cfi_adjust_cfa_offset": adjustCfaOffset,
  ".cfi_offset": saved("offset"),
  ".cfi_rel_offset": relOffset,
  ".cfi_val_offset": saved("valOffset"),
  ".cfi_register": register,
  ".cfi_restore": registers("restore"),
  ".cfi_undefined": registers("undefined"),
  ".cfi_same_value": registers("sameValue"),
  ".cfi_remember_state": rememberState,
  ".cfi_restore_state": restoreState,
  ".cfi_return_column": returnColumn,
  ".cfi_signal_frame": signalFrame,
  ".cfi_window_save": step(() => [{ kind: "windowSave" }]),
  ".cfi_escape": escape,
  ".cfi_val_encoded_addr": encodedAddress,
  ".cfi_label": label,
};
