// SPDX-License-Identifier: MPL-2.0
// The value of options that write a file in one of several formats: `FORMAT:FILE`.

import { invalidValue, parseChoice } from "../command_line/values.ts";

const STANDARD_OUTPUT = "/dev/stdout";

/**
 * Reads `FORMAT:FILE`; the file `-` is standard output.
 *
 * @throws {UsageError} for anything else
 */
export function parseOutput<Format extends string>(
  option: string,
  text: string,
  formats: readonly Format[],
): { readonly format: Format; readonly path: string } {
  const [name = "", ...rest] = text.split(":");
  const path = rest.join(":");
  if (path === "") throw invalidValue(option, text, "must be FORMAT:FILE");
  const format = parseChoice(option, name, formats);
  return { format, path: path === "-" ? STANDARD_OUTPUT : path };
}
