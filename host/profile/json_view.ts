// SPDX-License-Identifier: MPL-2.0
// The profile as JSON: functions, calls and instructions. Addresses are hexadecimal strings.

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import type { Profile } from "./profile.ts";

const hex = (address: number): string => `0x${address.toString(16)}`;

/** One JSON object. */
export function jsonView(profile: Profile): string {
  const nameOf = ({ name, start }: { name: string; start: number }) => ({
    name,
    address: hex(start),
  });
  return `${
    JSON.stringify({
      event: "profile",
      total: profile.total,
      functions: profile.functions.map(({ location, self, inclusive, calls, ...row }) => ({
        ...nameOf(row),
        ...location,
        self,
        inclusive,
        calls,
      })),
      calls: profile.calls.map(({ caller, callee, site, calls, inclusive }) => ({
        caller: nameOf(caller),
        callee: nameOf(callee),
        returnsTo: site === 0 ? undefined : hex(site),
        calls,
        inclusive,
      })),
      instructions: profile.instructions.map(({ address, word, count, taken, location }) => ({
        pc: hex(address),
        instruction: disassemble(word),
        count,
        taken,
        ...location,
      })),
    })
  }\n`;
}
