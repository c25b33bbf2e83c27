// SPDX-License-Identifier: MPL-2.0
// What a directive is to the assembler: a function that finds the cursor behind the directive's
// name, reads its operands, and changes the state of the assembly.

import type { Assembly } from "../state/assembly.ts";

/** Carries out a directive. `name` is the name it was written by. */
export type Directive = (assembly: Assembly, name: string) => void;
