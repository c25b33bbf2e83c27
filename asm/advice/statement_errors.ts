// SPDX-License-Identifier: MPL-2.0
// Explains a statement that begins with an unknown word: its equivalent here, the likely misspelling,
// or the missing colon.

import type { Assembly } from "../state/assembly.ts";
import type { DiagnosticDetails } from "../object/diagnostic.ts";
import {
  ABSENT_INSTRUCTIONS,
  DIRECTIVE_HABITS,
  type Habit,
  MNEMONIC_HABITS,
  NASM_DATA,
} from "./habits.ts";
import type { Lexer } from "../text/lexer.ts";
import { nearestName } from "../text/nearest_name.ts";
import * as token from "../text/token.ts";

/** C types, which begin declarations, and the directives for their values. */
const C_TYPES: Readonly<Record<string, string>> = {
  char: ".byte",
  short: ".half",
  int: ".word",
  unsigned: ".word",
  long: ".dword",
  float: ".float",
  double: ".double",
};

/** x86 mnemonics with a size suffix, in AT&T syntax. */
const WITH_SIZE =
  /^(mov|add|sub|xor|and|or|cmp|lea|push|pop|inc|dec|imul|idiv|shl|shr|sar|test|call|ret|jmp|neg|not)[bwlq]$/;

/** Words that, alone in a statement, are taken for an instruction, not for a label without its colon. */
const ALONE: ReadonlySet<string> = new Set([
  ...["syscall", "leave", "halt", "hlt", "return", "noop", "nopl", "break", "svc", "swi", "mov"],
]);

/** What to do about a function of C. */
const IS_C = "this is C, not assembly source; compile it first: riscv64-linux-gnu-gcc -S -O1";

/** The note about a comment after a `;`. */
export const SEMICOLON_NOTE = "`;` separates statements here; comments start with `#`";

/** Whether a `;` is before a token in its line: what follows it may be meant as a comment. */
export function isBehindSemicolon({ text, starts, ends, count }: Lexer, at: number): boolean {
  const rest = /^[^\n;]*(;?)/.exec(text.slice(ends[Math.max(0, count - 1)]))?.[1];
  return rest === "" && /;[ \t]*$/.test(text.slice(Math.max(0, starts[at]! - 40), starts[at]));
}

/** Whether an instruction or a directive follows a word: then the word is meant as a label. */
function lacksColon({ lexer }: Assembly, at: number, names: KnownNames): boolean {
  if (at + 1 >= lexer.count || lexer.kinds[at + 1] !== token.NAME) return false;
  const next = lexer.slice(at + 1);
  return names.directives.includes(next) || names.mnemonics.includes(next);
}

function habitOf(word: string, isDirective: boolean): Habit | undefined {
  const habits = isDirective ? DIRECTIVE_HABITS : MNEMONIC_HABITS;
  if (Object.hasOwn(habits, word)) return habits[word];
  const [, base = ""] = isDirective ? [] : WITH_SIZE.exec(word) ?? [];
  if (base === "") return undefined;
  if (Object.hasOwn(MNEMONIC_HABITS, base)) return MNEMONIC_HABITS[base];
  return { advice: `use \`${base}\`, with the destination first and without a size suffix` };
}

/** The names that a statement may begin with. */
export interface KnownNames {
  readonly directives: readonly string[];
  readonly mnemonics: readonly string[];
  readonly macros: readonly string[];
}

/** The notes and fix for the unknown word at token `at`. */
export function explainWord(
  assembly: Assembly,
  word: string,
  at: number,
  names: KnownNames,
): DiagnosticDetails {
  const { lexer } = assembly;
  const lower = word.toLowerCase();
  const isDirective = word.startsWith(".");
  const habit = habitOf(lower, isDirective);
  const next = lexer.kinds[at + 1] === token.NAME ? lexer.slice(at + 1) : "";
  if (!isDirective) {
    const details = explainMnemonic(assembly, lower, at, next, names, habit);
    if (details !== undefined) return details;
  } else if (habit !== undefined) {
    return habitFix(habit);
  }
  const mnemonics = [...names.mnemonics, ...names.macros];
  const near = nearestName(word, isDirective ? names.directives : mnemonics);
  const bare = lower.slice(1);
  const better = !isDirective && names.directives.includes(`.${lower}`)
    ? `.${lower}`
    : isDirective && mnemonics.includes(bare)
    ? bare
    : near;
  if (better !== undefined) {
    return { fix: { message: `did you mean \`${better}\`?`, replacement: better } };
  }
  const isAlone = at + 1 === lexer.count;
  return isAlone && !isDirective ? withColon(lexer.slice(at)) : {};
}

function habitFix(habit: Habit): DiagnosticDetails {
  if ("advice" in habit) return { fix: { message: habit.advice } };
  const { instead, operands } = habit;
  const example = operands === undefined ? instead : `${instead} ${operands}`;
  return { fix: { message: `use \`${example}\``, replacement: instead } };
}

function withColon(word: string): DiagnosticDetails {
  const replacement = `${word}:`;
  return { fix: { message: `a label ends with a colon: \`${replacement}\``, replacement } };
}

function explainMnemonic(
  assembly: Assembly,
  word: string,
  at: number,
  next: string,
  names: KnownNames,
  habit: Habit | undefined,
): DiagnosticDetails | undefined {
  const { lexer } = assembly;
  const spelled = lexer.slice(at);
  const isType = Object.hasOwn(C_TYPES, word);
  if ((isType || word === "void") && lexer.kinds[at + 2] === token.LEFT) {
    return { fix: { message: IS_C } };
  }
  if (isType && /^[a-z_]/i.test(next)) {
    const variable = `${next}: ${C_TYPES[word]} 0`;
    return { fix: { message: `declare a variable as a label and a value: \`${variable}\`` } };
  }
  const isAlone = at + 1 === lexer.count;
  if (habit !== undefined) {
    return isAlone && !ALONE.has(word) ? withColon(spelled) : habitFix(habit);
  }
  if (lacksColon(assembly, at, names)) return withColon(spelled);
  const data = next.toLowerCase();
  if (Object.hasOwn(NASM_DATA, data)) {
    return { fix: { message: `use \`${spelled}:\`, then ${NASM_DATA[data]}` } };
  }
  const absent = ABSENT_INSTRUCTIONS.find(([pattern]) => pattern.test(word));
  if (absent !== undefined) return { notes: [{ message: absent[1] }] };
  if (lexer.kinds[at + 1] === token.MINUS && lexer.kinds[at + 3] === token.COLON) {
    return { notes: [{ message: "names consist of letters, digits, `_`, `.` and `$`" }] };
  }
  return isBehindSemicolon(lexer, at) ? { notes: [{ message: SEMICOLON_NOTE }] } : undefined;
}
