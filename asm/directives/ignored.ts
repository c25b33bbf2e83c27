// SPDX-License-Identifier: MPL-2.0
// Directives for debuggers, unwinders and listings, which have no effect here. Their operands are not
// checked.

import type { Directive } from "./directive.ts";

const NAMES = [
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

const ignored: Directive = () => {};

/** The directives of this file. */
export const IGNORED_DIRECTIVES: Readonly<Record<string, Directive>> = Object.fromEntries(
  NAMES.map((name) => [name, ignored]),
);
