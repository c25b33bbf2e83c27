// SPDX-License-Identifier: MPL-2.0
// Directives for debuggers and listings, which have no effect here. Their operands are not
// checked.

import type { Directive } from "./directive.ts";

const NAMES = [
  ".ident",
  ".addrsig",
  ".addrsig_sym",
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
  ".page",
  ".spc",
  ".lflags",
  ".ln",
  ".func",
  ".endfunc",
  ".stabs",
  ".stabn",
  ".stabd",
  ".xstabs",
] as const;

const ignored: Directive = () => {};

/** The directives of this file. */
export const IGNORED_DIRECTIVES: Readonly<Record<string, Directive>> = Object.fromEntries(
  NAMES.map((name) => [name, ignored]),
);
