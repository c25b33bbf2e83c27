// SPDX-License-Identifier: MPL-2.0
// Part of `leveret asm`: with -c, it assembles one file into an object file.

import { writeObject } from "../../../asm/object/elf/relocatable_writer.ts";
import type { FloatAbi } from "../../../asm/object/target.ts";
import { STATUS } from "../command_line/command.ts";
import { UsageError } from "../command_line/options.ts";
import { parseChoice } from "../command_line/values.ts";
import { workingDirectory, writeFile } from "../programs/output_file.ts";
import { assembleFile, type AssemblyOptions } from "../programs/sources.ts";

const ABIS: Readonly<Record<string, FloatAbi>> = {
  lp64: "soft",
  lp64f: "single",
  lp64d: "double",
};

/** The options of the command line. */
export interface CompileOptions extends AssemblyOptions {
  /** The object file; named after the source when undefined. */
  readonly output: string | undefined;
  /** One of `ABIS`; undefined for the default. */
  readonly abi: string | undefined;
  /** Whether the object gets line tables. */
  readonly lineTables: boolean;
}

/** Assembles a file; returns the exit status. */
export async function compile(
  words: readonly string[],
  options: CompileOptions,
): Promise<number> {
  const [path, ...rest] = words;
  if (path === undefined) throw new UsageError("no input file");
  if (rest.length > 0) throw new UsageError("-c takes only one FILE");
  const { abi, lineTables } = options;
  const floatAbi = abi === undefined
    ? undefined
    : ABIS[parseChoice("--abi", abi, Object.keys(ABIS))];
  const output = options.output ?? objectName(path);
  const object = await assembleFile(path, options);
  const bytes = writeObject(object, { floatAbi, directory: workingDirectory(), lineTables });
  await writeFile(output, bytes);
  return STATUS.ok;
}

/** `x.o` for `directory/x.s`: compilers write into the working directory too. */
function objectName(path: string): string {
  const name = path === "-" ? "a" : path.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  return `${name}.o`;
}
