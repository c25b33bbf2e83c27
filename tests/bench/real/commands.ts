// SPDX-License-Identifier: MPL-2.0
// The command lines that run a job on our machine and under QEMU, so that both do the same work: with the same
// files, arguments and environment.

import type { EngineName } from "../../../cpu/machine.ts";
import type { Job } from "./jobs.ts";

/** Where a job runs. */
export interface Place {
  /** The directory of the host that holds the program and its libraries. */
  readonly root: string;
  /** The directory with the inputs. */
  readonly inputs: string;
}

type Command = readonly [string, ...string[]];

/** Without these, sorting and hashing would depend on the host. */
const VARIABLES = ["LC_ALL=C", "HOME=/", "PATH=/usr/bin:/bin", "PYTHONHASHSEED=0"];
/** Where the program finds the inputs on our machine. */
const INPUTS = "/job";

/** The command that runs a job on our machine; `leveret` are the words that start it. */
export function leveretCommand(
  leveret: Command,
  { program, args }: Job,
  { root, inputs }: Place,
  engine: EngineName,
): Command {
  const directories = ["--dir", `${root}:/:ro`, "--dir", `${inputs}:${INPUTS}`, "--cwd", INPUTS];
  const variables = ["--clear-env", ...VARIABLES.flatMap((each) => ["--env", each])];
  return [
    ...leveret,
    ...["run", "--engine", engine, ...directories, ...variables, guestPath(program), ...args],
  ];
}

/** The command that runs a job under QEMU; its working directory must be that of the inputs. */
export function qemuCommand({ program, args }: Job, { root }: Place): Command {
  const variables = VARIABLES.flatMap((each) => ["-E", each]);
  const path = guestPath(program);
  return ["qemu-riscv64", "-L", root, ...variables, "-0", path, `${root}${path}`, ...args];
}

/** The path of a program in the root directory. */
export function guestPath(program: string): string {
  return program.includes("/") ? `/${program.replace(/^\/+/, "")}` : `/usr/bin/${program}`;
}
