// SPDX-License-Identifier: MPL-2.0
// Capsules on the command line, in a program's place. Imported only when there is one.

import { Capsule } from "../../capsule/capsule.ts";
import { CapsuleError } from "../../capsule/capsule_error.ts";
import { CommandError } from "../command_line/errors.ts";

/**
 * Reads a capsule.
 *
 * @throws {CommandError} when it is damaged
 */
export async function loadCapsule(path: string, bytes: Uint8Array): Promise<Capsule> {
  try {
    return await Capsule.read(bytes);
  } catch (error) {
    if (!(error instanceof CapsuleError)) throw error;
    throw new CommandError(`${path}: ${error.message}`, { cause: error });
  }
}
