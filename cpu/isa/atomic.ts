// SPDX-License-Identifier: MPL-2.0
// The rows of the atomic instructions (manual, "A" Standard Extension), part of the table in table.ts.
// `aq` and `rl` order an access against others; assemblers write them as suffixes of the mnemonic.

import type { InstructionRow } from "./row.ts";

// deno-fmt-ignore
export const ATOMIC_ROWS = [
  { name: "lr.w",      extension: "A", operands: "rd, (rs1)",      bits: "00010 aq[0] rl[0] 00000 rs1 010 rd 0101111" },
  { name: "sc.w",      extension: "A", operands: "rd, rs2, (rs1)", bits: "00011 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amoswap.w", extension: "A", operands: "rd, rs2, (rs1)", bits: "00001 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amoadd.w",  extension: "A", operands: "rd, rs2, (rs1)", bits: "00000 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amoxor.w",  extension: "A", operands: "rd, rs2, (rs1)", bits: "00100 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amoand.w",  extension: "A", operands: "rd, rs2, (rs1)", bits: "01100 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amoor.w",   extension: "A", operands: "rd, rs2, (rs1)", bits: "01000 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amomin.w",  extension: "A", operands: "rd, rs2, (rs1)", bits: "10000 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amomax.w",  extension: "A", operands: "rd, rs2, (rs1)", bits: "10100 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amominu.w", extension: "A", operands: "rd, rs2, (rs1)", bits: "11000 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "amomaxu.w", extension: "A", operands: "rd, rs2, (rs1)", bits: "11100 aq[0] rl[0] rs2 rs1 010 rd 0101111" },
  { name: "lr.d",      extension: "A", operands: "rd, (rs1)",      bits: "00010 aq[0] rl[0] 00000 rs1 011 rd 0101111" },
  { name: "sc.d",      extension: "A", operands: "rd, rs2, (rs1)", bits: "00011 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amoswap.d", extension: "A", operands: "rd, rs2, (rs1)", bits: "00001 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amoadd.d",  extension: "A", operands: "rd, rs2, (rs1)", bits: "00000 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amoxor.d",  extension: "A", operands: "rd, rs2, (rs1)", bits: "00100 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amoand.d",  extension: "A", operands: "rd, rs2, (rs1)", bits: "01100 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amoor.d",   extension: "A", operands: "rd, rs2, (rs1)", bits: "01000 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amomin.d",  extension: "A", operands: "rd, rs2, (rs1)", bits: "10000 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amomax.d",  extension: "A", operands: "rd, rs2, (rs1)", bits: "10100 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amominu.d", extension: "A", operands: "rd, rs2, (rs1)", bits: "11000 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
  { name: "amomaxu.d", extension: "A", operands: "rd, rs2, (rs1)", bits: "11100 aq[0] rl[0] rs2 rs1 011 rd 0101111" },
] as const satisfies readonly InstructionRow[];
