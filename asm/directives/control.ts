// SPDX-License-Identifier: MPL-2.0
// Directives that steer the assembler: other files, messages of the source's own, and the
// directives that are accepted and change nothing here.

import type { Assembly } from "../state/assembly.ts";
import type { Directive } from "./directive.ts";
import { assembleInsn } from "../instructions/insn.ts";
import { stringBytes } from "../text/literal.ts";
import * as token from "../text/token.ts";

const DECODER = new TextDecoder();

/** Takes a string; undefined when none stands here, which is reported. */
function takeString({ cursor, lexer }: Assembly, what: string): string | undefined {
  if (cursor.kind !== token.STRING) {
    cursor.expected(what);
    return undefined;
  }
  const at = cursor.at++;
  return DECODER.decode(stringBytes(lexer.text, lexer.starts[at]! + 1, lexer.ends[at]! - 1));
}

const include: Directive = (assembly) => {
  const { cursor, input, lexer } = assembly;
  const at = cursor.at;
  const path = takeString(assembly, "the name of a file in double quotes");
  if (path === undefined || !cursor.end()) return;
  const from = assembly.sources.span(lexer.location(0), 0).file;
  const file = assembly.include?.(path, from);
  if (file === undefined) {
    cursor.error(at, `the file ${JSON.stringify(path)} cannot be read`);
    return;
  }
  input.include(file, at);
};

/** `.error` and `.warning`: what the source itself has to say. */
function message(severity: "error" | "warn", otherwise: string): Directive {
  return (assembly) => {
    const { cursor } = assembly;
    const at = cursor.at - 1;
    const text = cursor.atEnd ? otherwise : takeString(assembly, "a message in double quotes");
    if (text !== undefined) cursor[severity](at, text, {}, cursor.at);
  };
}

const end: Directive = ({ input }) => input.stop();

const incbin: Directive = ({ cursor }) => {
  cursor.error(cursor.at - 1, "`.incbin` is not supported: only source files are read", {
    fix: { message: "write the bytes with `.byte`" },
  });
};

const accepted: Directive = () => {};

/** Directives for debuggers, unwinders and listings. */
const ACCEPTED = [
  ".ident",
  ".addrsig",
  ".addrsig_sym",
  ".variant_cc",
  ".symver",
  ".gnu_attribute",
  ".loc_mark_labels",
  ".version",
  ".print",
  ".list",
  ".nolist",
  ".title",
  ".sbttl",
  ".eject",
  ".psize",
  ".line",
  ".ln",
  ".cfi_startproc",
  ".cfi_endproc",
  ".cfi_sections",
  ".cfi_personality",
  ".cfi_lsda",
  ".cfi_def_cfa",
  ".cfi_def_cfa_register",
  ".cfi_def_cfa_offset",
  ".cfi_adjust_cfa_offset",
  ".cfi_offset",
  ".cfi_rel_offset",
  ".cfi_register",
  ".cfi_restore",
  ".cfi_undefined",
  ".cfi_same_value",
  ".cfi_remember_state",
  ".cfi_restore_state",
  ".cfi_return_column",
  ".cfi_signal_frame",
  ".cfi_window_save",
  ".cfi_escape",
  ".cfi_val_encoded_addr",
  ".cfi_val_offset",
] as const;

/** The directives of this file. */
export const CONTROL_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".include": include,
  ".incbin": incbin,
  ".error": message("error", "`.error` was met"),
  ".err": message("error", "`.err` was met"),
  ".abort": message("error", "`.abort` was met"),
  ".warning": message("warn", "`.warning` was met"),
  ".end": end,
  ".insn": assembleInsn,
  ...Object.fromEntries(ACCEPTED.map((name) => [name, accepted])),
};
