// SPDX-License-Identifier: MPL-2.0
// Capsules on the command line, in a program's place. Imported only when there is one.

import type { Program } from "../../../asm/object/program.ts";
import { Capsule } from "../../capsule/capsule.ts";
import { CapsuleError } from "../../capsule/capsule_error.ts";
import { CommandError } from "../command_line/errors.ts";

/** A capsule, with its program as other files give it. */
interface CapsuleProgram {
  readonly capsule: Capsule;
  readonly program: Program;
  readonly executable?: Uint8Array;
}

/**
 * Reads a capsule.
 *
 * @throws {CommandError} when it is damaged
 */
export async function loadCapsule(path: string, bytes: Uint8Array): Promise<CapsuleProgram> {
  try {
    const capsule = await Capsule.read(bytes);
    const { program, executable } = capsule;
    return { capsule, program, ...(executable !== undefined && { executable }) };
  } catch (error) {
    if (!(error instanceof CapsuleError)) throw error;
    throw new CommandError(`${path}: ${error.message}`, { cause: error });
  }
}
