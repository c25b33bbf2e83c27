// SPDX-License-Identifier: MPL-2.0
// The semantics of the privileged instructions: the machine is in user mode, where all of them are
// illegal.

import { PRIVILEGED_ROWS } from "../isa/privileged.ts";
import type { Semantics } from "./operations.ts";

type PrivilegedMnemonic = (typeof PRIVILEGED_ROWS)[number]["name"];

const illegal: Semantics = ({ raise }) => raise("illegal-instruction");

/** The semantics of the rows of isa/privileged.ts. */
export const PRIVILEGED_SEMANTICS = Object.fromEntries(
  PRIVILEGED_ROWS.map(({ name }) => [name, illegal]),
) as Readonly<Record<PrivilegedMnemonic, Semantics>>;
