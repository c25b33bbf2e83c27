// SPDX-License-Identifier: MPL-2.0
// `leveret asm -c`: assembles one file into an object file.

import type { FloatAbi } from "../../../asm/object/target.ts";
import { writeObject } from "../../../asm/object/elf/relocatable_writer.ts";
import { STATUS } from "../command_line/command.ts";
import { workingFolder, writeFile } from "../programs/files.ts";
import { UsageError } from "../command_line/options.ts";
import { assembleFile } from "../programs/sources.ts";
import { parseChoice } from "../command_line/values.ts";

const ABIS: Readonly<Record<string, FloatAbi>> = {
  lp64: "soft",
  lp64f: "single",
  lp64d: "double",
};

/** What the command line says. */
export interface CompileOptions {
  /** The object file; named after the source when undefined. */
  readonly output: string | undefined;
  /** One of `ABIS`; undefined for the default. */
  readonly abi: string | undefined;
  /** The instruction set to assemble for; undefined for all, and no compression. */
  readonly march: string | undefined;
  /** Whether what is wrong is shown as JSON. */
  readonly json: boolean;
  /** Whether the object gets line tables. */
  readonly lineTables: boolean;
}

/** Assembles a file; gives the exit status. */
export function compile(words: readonly string[], options: CompileOptions): number {
  const [path, ...rest] = words;
  if (path === undefined) throw new UsageError("Cannot start: no source file is named");
  if (rest.length > 0) throw new UsageError("Cannot take several files with -c");
  const abi = options.abi && ABIS[parseChoice("--abi", options.abi, Object.keys(ABIS))];
  const output = options.output ?? objectName(path);
  const object = assembleFile(path, options);
  const { lineTables } = options;
  const floatAbi = abi || undefined;
  const bytes = writeObject(object, { floatAbi, directory: workingFolder(), lineTables });
  writeFile(output, bytes);
  return STATUS.ok;
}

/** `x.o` for `folder/x.s`, in the working folder as compilers have it. */
function objectName(path: string): string {
  const name = path === "-" ? "a" : path.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  return `${name}.o`;
}
