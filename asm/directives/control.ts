// SPDX-License-Identifier: MPL-2.0
// Directives that control the assembler: included files, messages from the source, and directives that
// are accepted without effect.

import type { Assembly } from "../state/assembly.ts";
import type { Directive } from "./directive.ts";
import { assembleInsn } from "../instructions/insn.ts";
import { stringBytes } from "../text/literal.ts";
import * as token from "../text/token.ts";

const DECODER = new TextDecoder();

/** Takes a string; undefined if there is none, which is reported. */
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
  const path = takeString(assembly, "a file name in double quotes");
  if (path === undefined || !cursor.end()) return;
  const from = assembly.sources.span(lexer.location(0), 0).file;
  const file = assembly.include?.(path, from);
  if (file === undefined) {
    cursor.error(at, `cannot read ${JSON.stringify(path)}`);
    return;
  }
  input.include(file, at);
};

/** `.error` and `.warning`: messages from the source. */
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
  cursor.error(cursor.at - 1, "`.incbin` is not supported", {
    fix: { message: "write the bytes with `.byte`" },
  });
};

const accepted: Directive = () => {};

/** Directives for debuggers, unwinders and listings, which have no effect here. */
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
  ".error": message("error", "`.error` directive in the source"),
  ".err": message("error", "`.err` directive in the source"),
  ".abort": message("error", "`.abort` directive in the source"),
  ".warning": message("warn", "`.warning` directive in the source"),
  ".end": end,
  ".insn": assembleInsn,
  ...Object.fromEntries(ACCEPTED.map((name) => [name, accepted])),
};
