// SPDX-License-Identifier: MPL-2.0
// Effects that are derived from the semantics, against what the manual says of loads, stores and
// jumps, and against the operands that each row names: these were written without knowledge of each
// other.

import { assertEquals, assertThrows } from "@std/assert";
import { type Encoding, encodingOf, ENCODINGS } from "../../../cpu/isa/encoding.ts";
import { PRIVILEGED_ROWS } from "../../../cpu/isa/privileged.ts";
import {
  deriveEffects,
  effectsOf,
  isPrivileged,
  type MemoryAccess,
} from "../../../cpu/semantics/effects.ts";

const PRIVILEGED: ReadonlySet<string> = new Set<string>(PRIVILEGED_ROWS.map(({ name }) => name));

/** Sizes of the accesses, from the manual's chapters on loads and stores, "F", "D" and "A". */
const LOADS = {
  "cbo.clean": 1,
  "cbo.flush": 1,
  lb: 1,
  lbu: 1,
  lh: 2,
  lhu: 2,
  lw: 4,
  lwu: 4,
  ld: 8,
  flw: 4,
  fld: 8,
};
const STORES = { sb: 1, sh: 2, sw: 4, sd: 8, fsw: 4, fsd: 8 };

function expectedAccess({ mnemonic, row }: Encoding):
  | Omit<MemoryAccess, "size"> & {
    size: number;
  }
  | undefined {
  const load = (LOADS as Record<string, number>)[mnemonic];
  const store = (STORES as Record<string, number>)[mnemonic];
  if (load !== undefined) return { size: load, load: true, store: false, isAtomic: false };
  if (store !== undefined) return { size: store, load: false, store: true, isAtomic: false };
  if (mnemonic === "cbo.zero") return { size: 64, load: false, store: true, isAtomic: true };
  if (row.extension !== "A") return undefined;
  const size = mnemonic.endsWith(".d") ? 8 : 4;
  return { size, load: true, store: !mnemonic.startsWith("lr."), isAtomic: true };
}

Deno.test("effectsOf() knows the loads, stores and atomic accesses, and no others", () => {
  for (const encoding of ENCODINGS) {
    assertEquals(effectsOf(encoding).access, expectedAccess(encoding), encoding.mnemonic);
  }
});

Deno.test("effectsOf() gives the registers that a row's operands name", () => {
  for (const encoding of ENCODINGS) {
    const { mnemonic, row } = encoding;
    if (isPrivileged({ encoding })) continue;
    const operands: string[] = row.operands.match(/\w+/g) ?? [];
    const effects = effectsOf(encoding);
    assertEquals({
      rs1: effects.readsRs1,
      rs2: effects.readsRs2,
      frs1: effects.readsFrs1,
      frs2: effects.readsFrs2,
      frs3: effects.readsFrs3,
      rd: effects.writes === "integer",
      frd: effects.writes === "float",
      csr: effects.accessesCsr,
    }, {
      rs1: operands.includes("rs1"),
      rs2: operands.includes("rs2"),
      frs1: operands.includes("frs1"),
      frs2: operands.includes("frs2"),
      frs3: operands.includes("frs3"),
      rd: operands.includes("rd"),
      frd: operands.includes("frd"),
      csr: operands.includes("csr"),
    }, mnemonic);
  }
});

Deno.test("effectsOf() knows where execution continues", () => {
  const kinds = new Map(
    ENCODINGS.map((encoding) => {
      const { control } = effectsOf(encoding);
      return [encoding.mnemonic, control.kind === "trap" ? control.cause : control.kind] as const;
    }).filter(([name, kind]) => kind !== "next" && !PRIVILEGED.has(name)),
  );
  assertEquals(Object.fromEntries(kinds), {
    jal: "jump",
    jalr: "computed jump",
    beq: "branch",
    bne: "branch",
    blt: "branch",
    bge: "branch",
    bltu: "branch",
    bgeu: "branch",
    ecall: "environment-call",
    ebreak: "breakpoint",
  });
  assertEquals(effectsOf(encodingOf("jalr")).control, {
    kind: "computed jump",
    target: "rs1 + imm",
  });
});

Deno.test("isPrivileged() knows the privileged instructions, and no others", () => {
  const illegal = ENCODINGS.filter((encoding) => isPrivileged({ encoding }));
  assertEquals(new Set<string>(illegal.map(({ mnemonic }) => mnemonic)), PRIVILEGED);
});

Deno.test("effectsOf() knows results that address computations consist of", () => {
  const results = ENCODINGS.map((encoding) =>
    [encoding.mnemonic, effectsOf(encoding).result] as const
  ).filter(([, result]) => result !== "unknown");
  assertEquals(Object.fromEntries(results), {
    lui: "imm",
    auipc: "pc + imm",
    addi: "rs1 + imm",
    jal: "next",
    jalr: "next",
  });
});

Deno.test("effectsOf() knows what depends on fcsr, and what may set its flags", () => {
  const tell = (mnemonic: string) => {
    const encoding = encodingOf(mnemonic);
    if (encoding === undefined) throw new TypeError(mnemonic);
    const { readsFcsr, callsFloatFunctions } = effectsOf(encoding);
    return { readsFcsr, callsFloatFunctions };
  };
  assertEquals(tell("fadd.d"), { readsFcsr: true, callsFloatFunctions: true });
  assertEquals(tell("feq.s"), { readsFcsr: false, callsFloatFunctions: true });
  assertEquals(tell("fmv.x.d"), { readsFcsr: false, callsFloatFunctions: false });
  assertEquals(tell("mulhu"), { readsFcsr: false, callsFloatFunctions: false });
});

Deno.test("effectsOf() throws for a row without semantics", () => {
  const encoding = { ...encodingOf("lw"), index: -1, mnemonic: "lq" } as unknown as Encoding;
  assertThrows(() => effectsOf(encoding), TypeError, "lq: it has no semantics");
});

Deno.test("deriveEffects() throws for semantics that the engines do not support", () => {
  assertThrows(
    () =>
      deriveEffects(
        "twice",
        ({ load, writeRd }) => [writeRd(load(8, "signed")), load(8, "signed")],
      ),
    TypeError,
    "twice: it accesses memory twice",
  );
  assertThrows(
    () => deriveEffects("both", ({ rs1, writeRd, writeFrd }) => [writeRd(rs1), writeFrd(rs1)]),
    TypeError,
    "both: it writes two registers",
  );
  assertThrows(
    () => deriveEffects("away", ({ jump, raise }) => [jump([]), raise("breakpoint")]),
    TypeError,
    "away: it transfers control twice",
  );
});
