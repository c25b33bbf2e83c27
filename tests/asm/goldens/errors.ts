// SPDX-License-Identifier: MPL-2.0
// The error goldens: errors/<mistake>.s is a source with one kind of mistake, errors/<mistake>.txt the
// diagnostics of assembler and linker. A line `#-- name` in a source begins another file: one to be
// linked with it or, if its name ends with .inc, one that it may include.

import { build, BuildError } from "../../../asm/build.ts";
import { formatDiagnostic } from "../../../asm/object/diagnostic.ts";
import type { SourceFile } from "../../../asm/object/source.ts";

/** Where the goldens are. */
export const ERRORS = new URL("errors/", import.meta.url);

/** The kinds of mistake, by name. */
export async function errorCases(): Promise<string[]> {
  const files = (await Array.fromAsync(Deno.readDir(ERRORS))).map(({ name }) => name);
  return files.filter((name) => name.endsWith(".s")).map((name) => name.slice(0, -2)).sort();
}

function splitFiles(name: string, text: string): SourceFile[] {
  const [first = "", ...others] = text.split(/^#-- (?=[\w.]+$)/m);
  const named = others.map((other) => {
    const end = other.indexOf("\n");
    return { name: other.slice(0, end), text: other.slice(end + 1) };
  });
  return [{ name: `${name}.s`, text: first }, ...named];
}

/** All diagnostics of a case, as the command line prints them; ends with a newline. */
export async function diagnosticsOf(name: string): Promise<string> {
  const files = splitFiles(name, await Deno.readTextFile(new URL(`${name}.s`, ERRORS)));
  const sources = files.filter((file) => !file.name.endsWith(".inc"));
  const include = (path: string) => files.find((file) => file.name === path);
  const warnings: string[] = [];
  const onWarning = (warning: Parameters<typeof formatDiagnostic>[0]) =>
    warnings.push(formatDiagnostic(warning));
  try {
    build(sources, { include, onWarning });
    return [...warnings, "(a program all the same)\n"].join("\n");
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return `${error.format()}\n`;
  }
}
