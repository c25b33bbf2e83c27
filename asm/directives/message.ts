// SPDX-License-Identifier: MPL-2.0
// Directives by which a source reports its own errors and warnings.

import { type Directive, takeString } from "./directive.ts";

/** Reports the message in double quotes, or `otherwise` without one. */
function message(severity: "error" | "warn", otherwise: string): Directive {
  return (assembly) => {
    const { cursor } = assembly;
    const at = cursor.at - 1;
    const text = cursor.atEnd ? otherwise : takeString(assembly, "a message in double quotes");
    if (text !== undefined) cursor[severity](at, text, {}, cursor.at);
  };
}

/** The directives of this file. */
export const MESSAGE_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".error": message("error", "`.error` directive in the source"),
  ".err": message("error", "`.err` directive in the source"),
  ".abort": message("error", "`.abort` directive in the source"),
  ".warning": message("warn", "`.warning` directive in the source"),
};
