// SPDX-License-Identifier: MPL-2.0
// The semantics of Zicsr: reads of counters, reads and writes of fcsr and its fields fflags and frm.
// Instructions that isCsrAllowed() refuses are never executed.

import { CSR } from "../isa/csr.ts";
import { fcsr, FCSR_MASK, FLAGS_MASK, FRM_MASK, FRM_SHIFT, setFcsr } from "../float/format.ts";
import type { Mnemonic } from "../isa/table.ts";
import type { Semantics } from "./operations.ts";
import { before64, choose64, type I32, i32, type I64, i64, select32 } from "../wasm/code.ts";

/** The shift and the mask of a CSR within fcsr: fflags and frm are fields of it. */
const fieldShift = (csr: I32): I32 =>
  select32(i32.eq(csr, i32.const(CSR.frm)), i32.const(FRM_SHIFT), i32.const(0));
const fieldMask = (csr: I32): I32 =>
  select32(
    i32.eq(csr, i32.const(CSR.fcsr)),
    i32.const(FCSR_MASK),
    select32(i32.eq(csr, i32.const(CSR.frm)), i32.const(FRM_MASK), i32.const(FLAGS_MASK)),
  );

/** An access to a CSR: any to fcsr or its fields, or one to a counter that writes nothing. */
const accessCsr =
  (update: (old: I64, source: I64) => I64, source: "rs1" | "uimm"): Semantics => (on) => {
    const { csr, retired, writeRd } = on;
    const isFloat = i32.lt_u(csr, i32.const(CSR.cycle));
    const mask = fieldMask(csr);
    const shift = fieldShift(csr);
    const old = i32.and(i32.shr_u(fcsr, shift), mask);
    const updated = i32.wrap(update(i64.extend_i32_u(old), on[source]));
    const others = i32.and(fcsr, i32.xor(i32.shl(mask, shift), i32.const(-1)));
    const write = setFcsr(i32.or(others, i32.shl(i32.and(updated, mask), shift)));
    // rd may be rs1, so it is written last.
    return [
      writeRd(choose64(isFloat, before64(i64.extend_i32_u(old), write), retired)),
      on.csrWritten(),
    ];
  };
const replaced = (_: I64, source: I64): I64 => source;
const cleared = (old: I64, source: I64): I64 => i64.and(old, i64.xor(source, i64.const(-1)));

/** The semantics of the instructions of Zicsr. */
export const CSR_SEMANTICS = {
  csrrw: accessCsr(replaced, "rs1"),
  csrrs: accessCsr(i64.or, "rs1"),
  csrrc: accessCsr(cleared, "rs1"),
  csrrwi: accessCsr(replaced, "uimm"),
  csrrsi: accessCsr(i64.or, "uimm"),
  csrrci: accessCsr(cleared, "uimm"),
} as const satisfies Partial<Record<Mnemonic, Semantics>>;
