// SPDX-License-Identifier: MPL-2.0
// The options shared by the commands that run a program, and the settings they give.

import { ENGINE_NAMES, type EngineName } from "../../../cpu/machine.ts";
import { absolutePath } from "../../kernel/files/name_space.ts";
import type { OptionRow, Options } from "../command_line/options.ts";
import {
  type GrantedDirectory,
  parseChoice,
  parseCount,
  parseDirectory,
  parseDirectoryLimit,
  parseSeconds,
  parseSize,
  parseVariable,
} from "../command_line/values.ts";
import { readSourceOptions, SOURCE_OPTIONS, type SourceOptions } from "../programs/source_files.ts";
import {
  ALLOCATOR_OPTION,
  type AllocatorChoice,
  MARCH_OPTION,
  parseAllocator,
} from "../programs/sources.ts";

/** The options of commands that run a program. */
export const RUN_OPTIONS = [
  { name: "entry", value: "SYMBOL", help: "start the program at SYMBOL; default: _start" },
  MARCH_OPTION,
  ...SOURCE_OPTIONS,
  ALLOCATOR_OPTION,
  {
    name: "allocator-symbols",
    value: "LIST",
    repeat: true,
    help: "functions that allocate, such as malloc=my_alloc,free=my_free",
  },
  { name: "max-instructions", value: "N", help: "stop after N instructions, with status 124" },
  { name: "wall-limit", value: "SECONDS", help: "stop after this time, with status 124" },
  {
    name: "memory-limit",
    value: "SIZE",
    help: "limit the memory that it maps, such as 64M; default: 1G",
  },
  {
    name: "code-memory",
    value: "SIZE",
    help: "limit the memory of translated code, such as 64M; default: 256M",
  },
  { name: "seed", value: "N", help: "random seed; default: 0" },
  {
    name: "engine",
    value: "NAME",
    help: "auto, stepper, templates or translator; only the speed differs",
  },
  {
    name: "dir",
    value: "HOST[:GUEST][:MODE]",
    repeat: true,
    help: "let it use a directory of the host; MODE: ro, cow, shared",
  },
  {
    name: "dir-limit",
    value: "SIZE,FILES",
    help: "limit what it may add to each directory, such as 64M,1000",
  },
  { name: "cwd", value: "GUEST", help: "working directory of the program; default: /" },
  {
    name: "ecalls",
    value: "NAME",
    help: "what ecall asks for: linux (the default), rars or venus",
  },
  { name: "env", value: "NAME=VALUE", repeat: true, help: "set an environment variable" },
  { name: "clear-env", help: "leave out the default variables, HOME and PATH" },
] as const satisfies readonly OptionRow[];

/** Whose calls ecall can make. */
export const ECALL_NAMES = ["linux", "rars", "venus"] as const;
/** One of them. */
export type EcallName = (typeof ECALL_NAMES)[number];

/** What programs find in their environment: nothing of the host's. */
const DEFAULT_VARIABLES = { HOME: "/", PATH: "/usr/local/bin:/usr/bin:/bin" } as const;

/** How to run a program. */
export interface RunSettings extends SourceOptions {
  /** The symbol to start at; undefined for the linker's default. */
  readonly entry: string | undefined;
  /** The instruction set to assemble for; undefined for all, and no compression. */
  readonly march: string | undefined;
  /** Symbols that the sources find defined. */
  readonly symbols?: Readonly<Record<string, bigint>>;
  /** The allocator to link; undefined for the default. */
  readonly allocator?: AllocatorChoice | undefined;
  /** Functions of the program that allocate, besides those with known names. */
  readonly allocatorSymbols?: readonly string[];
  /** Instructions after which to stop; undefined for no limit. */
  readonly maxInstructions: number | undefined;
  /** Seconds after which to stop; undefined for no limit. */
  readonly wallLimit?: number | undefined;
  /** Bytes that it may map; undefined for the kernel's default. */
  readonly memoryLimit: number | undefined;
  /** Bytes that translated code may take; undefined for the machine's default. */
  readonly codeMemory?: number | undefined;
  /** The random seed; undefined for the default. */
  readonly seed: number | undefined;
  /** Which engine executes it; undefined for the machine's default. */
  readonly engine: EngineName | undefined;
  /** Whose calls ecall makes. */
  readonly ecalls: EcallName;
  /** The directories of the host that it can use. */
  readonly directories: readonly GrantedDirectory[];
  /** How much it may add to each of them; undefined for no limit. */
  readonly directoryLimit?: { readonly bytes: number; readonly files: number } | undefined;
  /** Its working directory. */
  readonly workingDirectory: string;
  /** Its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The program's arguments; the first is its name. */
  readonly args: readonly string[];
}

/**
 * Reads the options of `RUN_OPTIONS`.
 *
 * @throws {UsageError} for an invalid value
 */
export function readRunSettings(
  options: Options<(typeof RUN_OPTIONS)[number]["name"]>,
): RunSettings {
  const read = (
    name: (typeof RUN_OPTIONS)[number]["name"],
    parse: (option: string, text: string) => number,
  ) => {
    const text = options.value(name);
    return text === undefined ? undefined : parse(`--${name}`, text);
  };
  const engine = options.value("engine");
  const limit = options.value("dir-limit");
  return {
    ...readSourceOptions(options),
    entry: options.value("entry"),
    march: options.value("march"),
    allocator: parseAllocator(options.value("allocator")),
    allocatorSymbols: options.values("allocator-symbols"),
    maxInstructions: read("max-instructions", parseCount),
    wallLimit: read("wall-limit", parseSeconds),
    memoryLimit: read("memory-limit", parseSize),
    codeMemory: read("code-memory", parseSize),
    seed: read("seed", parseCount),
    engine: engine === undefined ? undefined : parseChoice("--engine", engine, ENGINE_NAMES),
    ecalls: parseChoice("--ecalls", options.value("ecalls") ?? "linux", ECALL_NAMES),
    directories: options.values("dir").map((text) => parseDirectory("--dir", text)),
    directoryLimit: limit === undefined ? undefined : parseDirectoryLimit("--dir-limit", limit),
    workingDirectory: absolutePath(options.value("cwd") ?? "/"),
    env: {
      ...(options.has("clear-env") ? {} : DEFAULT_VARIABLES),
      ...Object.fromEntries(options.values("env").map((text) => parseVariable("--env", text))),
    },
    args: [options.words[0] ?? "", ...options.rest ?? []],
  };
}
