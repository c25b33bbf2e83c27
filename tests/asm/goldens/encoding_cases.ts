// SPDX-License-Identifier: MPL-2.0
// The cases of the golden encoding table (encodings.tsv): every instruction with every operand at its
// extremes, every pseudo-instruction, branches near the limits of their range, symbols and relocation
// functions, and constants for `li`. Data directives and expressions are in data_cases.ts. Each case is
// one independent line (`;` separates statements), assembled at 0x10000.

import { type Extension, type InstructionRow, INSTRUCTIONS } from "../../../cpu/isa/table.ts";
import {
  ALL_FLOAT_REGISTER_NAMES,
  ALL_REGISTER_NAMES,
  FLOAT_REGISTER_NAMES,
  REGISTER_NAMES,
} from "../../../cpu/isa/registers.ts";

/** A stream of 64-bit numbers, the same in every run (xorshift64*). */
export function* randomNumbers(seed: bigint): Generator<bigint, never> {
  let state = seed;
  while (true) {
    state ^= state >> 12n;
    state = BigInt.asUintN(64, state ^ (state << 25n));
    state ^= state >> 27n;
    yield BigInt.asUintN(64, state * 0x2545f4914f6cdd1dn);
  }
}

const REGISTERS = ["zero", "ra", "t6", "a0", "s0", "x15", "x16"];
const FLOAT_REGISTERS = ["ft0", "f1", "fs0", "fa0", "f16", "fs11", "ft11"];
const ROUNDING_MODES = ["rne", "rtz", "rdn", "rup", "rmm", "dyn"];
const IMMEDIATES = ["-2048", "-2047", "-1", "0", "1", "1024", "2047"];
const UPPERS = ["0", "1", "0x7ffff", "0x80000", "0xfffff"];
const CSRS = ["cycle", "time", "instret", "fflags", "frm", "fcsr", "0", "0xfff", "0x7c0", "mhartid", "satp"];

/** Values for each kind of operand: extremes first, then ordinary ones. */
function extremes(operand: string, row: InstructionRow): readonly string[] {
  switch (operand) {
    case "rd":
    case "rs1":
    case "rs2":
      return REGISTERS;
    case "frd":
    case "frs1":
    case "frs2":
    case "frs3":
      return FLOAT_REGISTERS;
    case "rm":
      return ROUNDING_MODES;
    case "imm":
      return IMMEDIATES;
    case "(rs1)":
      return [...REGISTERS.map((register) => `(${register})`), "0(a1)"];
    case "imm(rs1)":
      return [
        ...IMMEDIATES.map((imm) => `${imm}(sp)`),
        ...REGISTERS.map((register) => `8(${register})`),
        "(a1)",
      ];
    case "offset":
      return row.name === "jal"
        ? [".", ". + 4", ". - 4", ". + 2", ". - 2", ". + 1048574", ". - 1048576", ". + 65536"]
        : [".", ". + 4", ". - 4", ". + 2", ". - 2", ". + 4094", ". - 4096", ". + 2048", ". - 2048"];
    case "upper":
      return UPPERS;
    case "shamt":
      return row.bits.includes("shamt[5:0]")
        ? ["0", "1", "31", "32", "63", "0x20"]
        : ["0", "1", "15", "16", "31"];
    case "csr":
      return CSRS;
    case "uimm":
      return ["0", "1", "15", "16", "31"];
    case "pred":
    case "succ":
      return ["i", "o", "r", "w", "rw", "io", "iorw", "ow", "ir"];
    default:
      throw new TypeError(`Cannot make cases for ${row.name}: operand ${operand} is unknown`);
  }
}

const USUAL: Readonly<Record<string, string>> = {
  "rd": "a0",
  "rs1": "a1",
  "rs2": "a2",
  "frd": "fa0",
  "frs1": "fa1",
  "frs2": "fa2",
  "frs3": "fa3",
  "rm": "rtz",
  "imm": "-7",
  "imm(rs1)": "16(a1)",
  "(rs1)": "(a1)",
  "offset": ". + 8",
  "upper": "0x12345",
  "shamt": "5",
  "csr": "instret",
  "uimm": "9",
  "pred": "rw",
  "succ": "w",
};

/** The option by which GNU as accepts the instructions of an extension. */
const PREFIXES: Readonly<Partial<Record<Extension, string>>> = {
  Zba: ".option arch, +zba; ",
  Zbb: ".option arch, +zbb; ",
  Zbs: ".option arch, +zbs; ",
  Zbc: ".option arch, +zbc; ",
  Zbkb: ".option arch, +zbkb; ",
  Zicbom: ".option arch, +zicbom; ",
  Zicboz: ".option arch, +zicboz; ",
  Svinval: ".option arch, +svinval; ",
  H: ".option arch, +h; ",
};

/**
 * Unknown to GNU as 2.40: tests/cpu/isa/table_test.ts compares Zicond with words from the manual, and
 * instructions/zcb_test.ts compares Zcb with GNU as 2.44.
 */
export const UNKNOWN_TO_GNU: ReadonlySet<Extension> = new Set(["Zicond", "Zcb"]);

/** Every instruction of the table, one operand at a time at each of its extremes, then all at once. */
function tableCases(): string[] {
  return INSTRUCTIONS.flatMap((row) => {
    const { extension } = row;
    if (UNKNOWN_TO_GNU.has(extension)) return [];
    const prefix = PREFIXES[extension] ?? "";
    const suffixes = extension === "A" ? ["", ".aq", ".rl", ".aqrl"] : [""];
    const operands = row.operands === "" ? [] : row.operands.split(", ");
    if (operands.length === 0) return [prefix + row.name];
    const usual = operands.map((operand) => USUAL[operand] ?? "");
    const single = operands.flatMap((operand, position) =>
      extremes(operand, row).map((value) => usual.with(position, value))
    );
    const first = operands.map((operand) => extremes(operand, row)[0] ?? "");
    const lists = [usual, ...single, first].map((list) => list.join(", "));
    return [
      ...lists.map((list) => `${prefix}${row.name} ${list}`),
      ...suffixes.slice(1).map((suffix) => `${row.name}${suffix} ${lists[0]}`),
    ];
  });
}

function registerCases(): string[] {
  return ALL_REGISTER_NAMES.map((name, index) =>
    `add ${name}, ${ALL_REGISTER_NAMES[(index + 7) % 65]}, ${REGISTER_NAMES[(index * 5) % 32]}`
  );
}

/** Instructions with a rounding mode, without it; names of registers; and the pseudo-instructions. */
function floatCases(): string[] {
  const withoutMode = INSTRUCTIONS.filter(({ operands }) => operands.endsWith(", rm")).map((row) => {
    const operands = row.operands.split(", ").slice(0, -1);
    return `${row.name} ${operands.map((operand) => USUAL[operand]).join(", ")}`;
  });
  const registers = ALL_FLOAT_REGISTER_NAMES.map((name, index) =>
    `fsgnj.d ${name}, ${FLOAT_REGISTER_NAMES[(index * 7) % 32]}, f${(index * 5) % 32}`
  );
  const ofFormats = ["s", "d"].flatMap((format) => [
    ...["fmv", "fneg", "fabs"].map((name) => `${name}.${format} fa0, ft11`),
    ...["fgt", "fge"].map((name) => `${name}.${format} a0, fa1, fs2`),
  ]);
  const ofCsrs = [
    ...["frcsr a0", "frsr a0", "frrm t6", "frflags s11"],
    ...["fscsr", "fssr", "fsrm", "fsflags"].flatMap((name) => [`${name} a1`, `${name} a0, a1`]),
    ...["fsrmi", "fsflagsi"].flatMap((name) => [`${name} 0`, `${name} 31`, `${name} a0, 5`]),
  ];
  const memory = ["flw", "fld", "fsw", "fsd"].flatMap((name) => [
    `${name} fa0, (sp)`,
    `${name} fa0, symbol, t0; nop; symbol: ret`,
    `symbol: .skip 2052; ${name} ft11, symbol + 8, t6`,
    `.equ there, 0x12345fff; ${name} fs1, %lo(there)(a0)`,
  ]);
  // Symbols may have the names of floating-point registers.
  const names = ["call f1; f1: ret", "fa0: la a0, fa0; fld fa0, fa0, a0", "ft0 = 8; fld ft0, ft0(a0)"];
  return [...withoutMode, ...registers, ...ofFormats, ...ofCsrs, "fmv.x.s a0, fa0", ...memory]
    .concat("fmv.s.x fa0, a0", ...names);
}

const BRANCHES_OF_TWO = [
  ...["beq", "bne", "blt", "bge", "bltu", "bgeu"],
  ...["bgt", "ble", "bgtu", "bleu"],
];
const BRANCHES_OF_ONE = ["beqz", "bnez", "blez", "bgez", "bltz", "bgtz"];

/** Branches at, just inside and just outside their range: outside, they become two instructions. */
function branchCases(): string[] {
  const branches = [
    ...BRANCHES_OF_TWO.map((name) => `${name} a3, t1, `),
    ...BRANCHES_OF_ONE.map((name) => `${name} s4, `),
  ];
  return branches.flatMap((branch) => [
    `${branch}1f; nop; 1: nop`,
    `1: nop; ${branch}1b`,
    `${branch}target; .skip 4088; target: nop`,
    `${branch}target; .skip 4090; target: .2byte 0`,
    `${branch}target; .skip 4092; target: nop`,
    `${branch}target; .skip 5000; target: nop`,
    `target: .skip 4096; ${branch}target`,
    `target: .skip 4100; ${branch}target`,
    `target: .skip 4098; ${branch}target; .2byte 0`,
  ]);
}

/** Branches whose relaxation moves other branches out of their range. */
const CASCADES = [
  "1: beq a0, a1, 2f; bne a0, a1, 3f; .skip 4084; 2: nop; 3: nop",
  "1: beq a0, a1, 2f; bne a0, a1, 3f; .skip 4088; 2: nop; 3: nop",
  "beq a0, a1, 3f; beq a0, a2, 2f; .skip 4088; 2: nop; 3: nop",
  "1: nop; blt a0, a1, 3f; .skip 4080; bge a0, a1, 1b; 3: nop",
  "1: nop; blt a0, a1, 3f; .skip 4084; bge a0, a1, 1b; 3: nop",
  "1: nop; blt a0, a1, 3f; .skip 4088; bge a0, a1, 1b; 3: nop",
  "beqz a0, far; .skip 1048560; far: ret",
  "far: .skip 1048560; bnez a0, far",
  "beq a0, a1, far; .align 4; .skip 4080; far: nop",
  "beq a0, a1, far; la a2, far; .8byte far - .; .skip 4092; far: nop",
  "start: beq a0, a1, far; .4byte far - start; .skip 4092; far: nop",
  "jal target; .skip 1048566; target: .2byte 0",
  "target: .skip 1048576; jal t0, target",
  "j target; .skip 1048566; target: .2byte 0",
  "target: .skip 1048576; j target",
];

/** Every pseudo-instruction that does not name a symbol. */
const PSEUDO_INSTRUCTIONS = [
  ...["pause", ".option arch, +zba; zext.w a0, a1"],
  ...["ror a0, a1, 0", "ror t6, s1, 63", "rorw a0, a1, 31", "sext.b a0, a1"]
    .map((statement) => `.option arch, +zbb; ${statement}`),
  ...["bclr", "bext", "binv", "bset"].map((name) => `.option arch, +zbs; ${name} a0, a1, 63`),
  ...["nop", "ret", "unimp", "scall", "sbreak", "fence", "fence.tso", "fence.i"],
  ...["mv", "move", "not", "neg", "negw", "sext.w", "seqz", "snez", "sltz", "sgtz"]
    .flatMap((name) => [`${name} a0, a1`, `${name} t6, zero`, `${name} x0, x31`, `${name} s3, s3`]),
  ...["sext.b", "sext.h", "zext.b", "zext.h", "zext.w"]
    .flatMap((name) => [`${name} a0, a1`, `${name} t6, t6`, `${name} s1, zero`]),
  ...["sgt", "sgtu"].flatMap((name) => [`${name} a0, a1, a2`, `${name} t6, zero, s11`]),
  ...["rdcycle", "rdtime", "rdinstret"].flatMap((name) => [`${name} a0`, `${name} t6`]),
  ...CSRS.flatMap((csr) => [`csrr a0, ${csr}`, `csrw ${csr}, a1`]),
  ...["csrs", "csrc"].flatMap((name) => [`${name} fcsr, t0`, `${name} 0xfff, zero`]),
  ...["csrwi", "csrsi", "csrci"].flatMap((name) => [`${name} frm, 0`, `${name} 0x800, 31`]),
  // With an immediate in place of a register, the name without its i means the same.
  ...["csrw", "csrs", "csrc"].map((name) => `${name} fcsr, 5`),
  ...["csrrw", "csrrs", "csrrc"].map((name) => `${name} a0, fcsr, 31`),
  ...["add", "and", "or", "xor", "slt", "sltu", "addw"]
    .flatMap((name) => [`${name} a0, a1, -2048`, `${name} a0, a1, 2047`, `${name} t0, t0, 1`]),
  ...["sll", "srl", "sra"].flatMap((name) => [`${name} a0, a1, 0`, `${name} a0, a1, 63`]),
  ...["sllw", "srlw", "sraw"].flatMap((name) => [`${name} a0, a1, 0`, `${name} a0, a1, 31`]),
  ...["jr a0", "jr ra", "jr 4(a0)", "jr -2048(t1)", "jr a0, 2047"],
  ...["jalr a0", "jalr ra", "jalr 8(t0)", "jalr a0, a1", "jalr t0, a1, -4", "jalr zero, (t0)"],
  ...["jalr zero, a0, 12", "jalr ra, ra", "jalr t0, 0(ra)"],
  ...["lb", "lbu", "lh", "lhu", "lw", "lwu", "ld", "sb", "sh", "sw", "sd"]
    .map((name) => `${name} a0, (sp)`),
  ...[".insn 0x00b50533", ".insn 0x00100073", ".insn 4, 0x00000013"],
];

/** Addresses of symbols for code at 0x10000: the corner cases of splitting by %hi and %lo. */
const ADDRESSES = [
  ...["0", "1", "0x7fe", "0x7ff", "0x800", "0x801", "0xfff", "0x1000", "0xffff", "0x10000"],
  ...["0x10004", "0x107ff", "0x10800", "0x10804", "0x11000", "0x20000", "0x12345678"],
  ...["0x12345fff", "0x7fffefff", "0x7ffff000", "0x7ffff7ff"],
];

/** Pseudo-instructions and relocation functions with an absolute symbol. */
function absoluteSymbolCases(): string[] {
  return ADDRESSES.flatMap((address) => [
    `.equ there, ${address}; la a0, there`,
    `.equ there, ${address}; lla t6, there`,
    `.equ there, ${address}; lui a0, %hi(there); addi a0, a0, %lo(there)`,
    `.equ there, ${address}; lui s1, %hi(there); sd a1, %lo(there)(s1); lw a2, %lo(there)(s1)`,
    `.equ there, ${address}; 1: auipc a0, %pcrel_hi(there); addi a0, a0, %pcrel_lo(1b)`,
    `.equ there, ${address}; call there`,
    // Not known to be absolute when first used, so it is pc-relative.
    `la a0, there; .equ there, ${address}`,
    `lw t3, there; sw t3, there, t4; .equ there, ${address}`,
  ]);
}

const LOADS = ["lb", "lbu", "lh", "lhu", "lw", "lwu", "ld"];
const STORES = ["sb", "sh", "sw", "sd"];

/** Pseudo-instructions that name a symbol of the section, backward and forward. */
function sectionSymbolCases(): string[] {
  const both = [
    ...["la a0, SYMBOL", "lla a0, SYMBOL", "la t6, SYMBOL + 2040", "lla s0, SYMBOL - 2048"],
    ...["call SYMBOL", "call t0, SYMBOL", "tail SYMBOL", "jump SYMBOL, t3", "call SYMBOL + 8"],
    ...["j SYMBOL", "jal SYMBOL", "jal t0, SYMBOL", "jal zero, SYMBOL + 4"],
    ...["lui a0, %hi(SYMBOL)", "addi a0, a0, %lo(SYMBOL)", "lb a0, %lo(SYMBOL + 1)(a1)"],
    ...["here: auipc a0, %pcrel_hi(SYMBOL); ld a1, %pcrel_lo(here)(a0)"],
    ...["here: auipc a0, %pcrel_hi(SYMBOL + 16); nop; sd a1, %pcrel_lo(here)(a0)"],
    ...LOADS.map((name) => `${name} a0, SYMBOL`),
    ...LOADS.map((name) => `${name} t6, SYMBOL + 4`),
    ...STORES.map((name) => `${name} a0, SYMBOL, t0`),
    ...STORES.map((name) => `${name} zero, SYMBOL + 8, t6`),
  ];
  return both.flatMap((statement) => [
    `${statement.replace("SYMBOL", "symbol")}; nop; symbol: ret`,
    `symbol: nop; .skip 2048; ${statement.replace("SYMBOL", "symbol")}`,
    `${statement.replace("SYMBOL", "1f")}; .skip 2044; 1: ret`,
    `1: .skip 6144; ${statement.replace("SYMBOL", "1b")}`,
  ]);
}

/** Constants for `li`: every power of two and its neighbours, the limits of each length, and others. */
function constants(): bigint[] {
  const values = [0n, 1n, -1n];
  for (let bit = 1n; bit < 64n; bit++) {
    const power = 1n << bit;
    values.push(power - 1n, power, power + 1n, -power, -power - 1n, -power + 1n);
  }
  for (const limit of [0x7ffn, 0x800n, 0xfffn, 0x1000n, 0x7ffff7ffn, 0x7ffff800n, 0x7fffffffn]) {
    values.push(limit, -limit, limit + 1n, -limit - 1n);
    for (const shift of [1n, 4n, 12n, 20n, 31n, 32n]) {
      values.push(limit << shift, -(limit << shift));
    }
  }
  values.push(
    ...[0xdeadbeefn, 0xcafebaben, 0x6969696969696969n, 0x5555555555555555n, -0x5555555555555556n],
    ...[0x123456789abcdef0n, 0xfedcba9876543210n, 0xffffffffn, 0xffff0000n, 0xff00ff00ff00ff00n],
    ...[0x80000000_00000000n, 0xffffffff_80000000n, 0xffffffff_7fffffffn, 0x00000001_00000000n],
    ...[0xffff_ffff_ffff_f800n, 0xffff_ffff_ffff_f7ffn, 0x1_0000_0800n, 0x1_0000_07ffn],
  );
  const random = randomNumbers(0x1e7e7e7n);
  for (let index = 0; index < 160; index++) {
    // Of every length: uniform numbers would nearly always need all 64 bits.
    const length = BigInt(13 + index % 52);
    values.push(BigInt.asIntN(64, BigInt.asIntN(Number(length), random.next().value)));
    values.push(BigInt.asUintN(Number(length), random.next().value));
  }
  for (let index = 0; index < 40; index++) {
    const shift = random.next().value % 52n;
    values.push(BigInt.asIntN(64, (random.next().value & 0xfffn) << shift));
  }
  return [...new Set(values.map((value) => BigInt.asIntN(64, value)))];
}

function loadImmediateCases(): string[] {
  return constants().flatMap((value, index) => {
    const register = REGISTER_NAMES[index % 32] ?? "a0";
    // Some as the unsigned number with the same 64 bits, in hexadecimal.
    const text = index % 3 === 0 ? `0x${BigInt.asUintN(64, value).toString(16)}` : `${value}`;
    return [`li ${register}, ${text}`];
  });
}

/** Statements that GNU as compresses under rv64imac, or nearly does. */
function compressedCases(): string[] {
  const registers = ["zero", "ra", "sp", "t0", "s0", "a0", "a5", "a6"];
  const pairs = registers.flatMap((rd) => ["zero", "sp", "s1", "a0", "t0"].map((rs) => [rd, rs]));
  const small = ["-33", "-32", "-16", "-1", "0", "1", "16", "31", "32"];
  const stack = ["-528", "-512", "-48", "8", "36", "496", "512", "1020", "1024"];
  const offsets = ["0", "4", "8", "64", "124", "128", "248", "252", "256", "504", "508", "512", "2"];
  const statements = [
    ...pairs.flatMap(([rd, rs]) => [
      ...["mv", "move", "sext.w", "neg", "not"].map((name) => `${name} ${rd}, ${rs}`),
      `jalr ${rd}, ${rs}`,
      `jalr ${rd}, 0(${rs})`,
      ...["add", "sub", "and", "or", "xor", "addw", "subw", "sll"].flatMap((name) => [
        `${name} ${rd}, ${rd}, ${rs}`,
        `${name} ${rd}, ${rs}, ${rd}`,
        `${name} ${rd}, a1, ${rs}`,
        `${name} ${rd}, zero, ${rs}`,
      ]),
      ...["addi", "addiw", "andi", "add", "addw", "and", "or"].flatMap((name) =>
        ["0", "4", "31"].flatMap((imm) => [`${name} ${rd}, ${rs}, ${imm}`])
      ),
      ...["lw", "ld", "sw", "sd", "lb", "sh"].map((name) => `${name} ${rd}, 8(${rs})`),
      ...["slli", "srli", "srai", "slliw"].map((name) => `${name} ${rd}, ${rs}, 3`),
    ]),
    ...registers.flatMap((rd) => [
      ...["addi", "addiw", "andi", "add"].flatMap((name) =>
        small.map((imm) => `${name} ${rd}, ${rd}, ${imm}`)
      ),
      ...small.map((imm) => `li ${rd}, ${imm}`),
      ...["0x1000", "0x1f000", "0x20000", "-4096", "0xfffff000", "-131072", "0x12345678"]
        .map((value) => `li ${rd}, ${value}`),
      ...["0", "1", "31", "32", "0xfffdf", "0xfffe0", "0xfffff"].map((imm) => `lui ${rd}, ${imm}`),
      ...["slli", "srli", "srai", "sll", "srl", "sra"].flatMap((name) =>
        ["0", "1", "32", "63"].map((shamt) => `${name} ${rd}, ${rd}, ${shamt}`)
      ),
      ...["jr", "jalr", "jr 0", "jalr 0"].map((name) =>
        name.includes(" ") ? `${name}(${rd})` : `${name} ${rd}`
      ),
      ...["beqz", "bnez", "bltz"].map((name) => `${name} ${rd}, .`),
      ...["beq", "bne", "blt"].flatMap((name) => [`${name} ${rd}, zero, .`, `${name} zero, ${rd}, .`]),
      ...["sext.b", "zext.h", "zext.w", "zext.b"].flatMap((name) => [
        `${name} ${rd}, ${rd}`,
        `${name} ${rd}, a0`,
      ]),
      `addi ${rd}, sp, 16`,
      `add ${rd}, sp, 1020`,
    ]),
    ...stack.flatMap((imm) => [`addi sp, sp, ${imm}`, `add sp, sp, ${imm}`, `addi a0, sp, ${imm}`]),
    ...["lw", "ld", "sw", "sd"].flatMap((name) =>
      offsets.flatMap((imm) => [`${name} a0, ${imm}(a1)`, `${name} a0, ${imm}(sp)`])
    ),
    ...["fld", "fsd", "flw", "fsw"].flatMap((name) =>
      offsets.flatMap((imm) => [
        `${name} fa0, ${imm}(a1)`,
        `${name} fs1, ${imm}(sp)`,
        `${name} ft0, ${imm}(sp)`,
        `${name} ft0, ${imm}(a0)`,
      ])
    ),
    ...["c.fld fa0, 248(a1)", "c.fsd fs0, (s1)", "c.fldsp ft11, 504(sp)", "c.fsdsp ft0, 0(sp)"],
    ...["nop", "ret", "ebreak", "sbreak", "unimp", "ecall", "j .", "jal .", "jal zero, .", "fence"],
    ...["call x; x:", "tail x; x:", "la a0, x; x:", "lw a0, x; x:", "lla a0, x; x:", "j x; x:"],
    ...["csrw cycle, zero", "csrrw zero, cycle, zero", ".insn 0x00a50533", ".insn i 0x13, 0, a0, a0, 1"],
    ...["addi a0, a0, %lo(x); .equ x, 4", "lui a0, %hi(x); .equ x, 0x5000", ".equ x, 5; addi a0, a0, x"],
    // Explicit compressed instructions.
    ...["c.nop", "c.nop 5", "c.unimp", "c.ebreak", "c.j .", "c.jr ra", "c.jalr a0", "c.addi a0, -32"],
    ...["c.addi zero, 0", "c.addi a0, 0", "c.addiw a0, 0", "c.addiw t0, 31", "c.li zero, 1"],
    ...["c.li t6, -32", "c.lui a0, 1", "c.lui t0, 0xfffe0", "c.lui zero, 31", "c.mv zero, a0"],
    ...["c.mv t0, t6", "c.add a0, t6", "c.add zero, a0", "c.sub a0, a1", "c.xor s0, s1"],
    ...["c.or a4, a5", "c.and a2, a3", "c.subw a0, a0", "c.addw a0, s0", "c.andi a0, -1"],
    ...["c.slli t0, 63", "c.slli a0, 1", "c.slli64 a0", "c.srli a0, 32", "c.srli64 a0"],
    ...["c.srai a5, 1", "c.srai64 s0", "c.addi4spn a0, sp, 1020", "c.addi4spn s1, sp, 4"],
    ...["c.addi16sp sp, -512", "c.addi16sp sp, 496", "c.lw a0, 124(a1)", "c.lw a0, (s0)"],
    ...["c.ld a5, 248(s1)", "c.sw a0, 64(a1)", "c.sd a0, 0(a0)", "c.lwsp t0, 252(sp)"],
    ...["c.lwsp a0, (sp)", "c.ldsp ra, 504(sp)", "c.swsp zero, 0(sp)", "c.sdsp t6, 504(sp)"],
    ...["c.beqz a0, . + 254", "c.bnez s0, . - 256", "c.beqz a0, . + 4", "c.j . + 2046", "c.j . - 2048"],
    // Branches at the ends of their ranges, and alignment.
    ...["beqz a0", "bnez s1", "j", "beq a0, a1", "beqz t0", "c.beqz a0", "c.j", "bne a0, zero"]
      .flatMap((branch) => {
        const to = (label: string) => `${branch}${branch.endsWith("j") ? " " : ", "}${label}`;
        return [
          ...[252, 254, 256, 2044, 2046, 4092, 4096].map((room) =>
            `${to("x")}; .skip ${room - 2}; x:`
          ),
          ...[256, 258, 2048, 2050, 4096, 4098].map((room) => `x: .skip ${room}; ${to("x")}`),
          `${to("elsewhere")}; .equ elsewhere, 0x10010`,
        ];
      }),
    ...["c.nop; .balign 4; ret", "c.nop; .balign 2; ret", "c.nop; .align 3; ret", "nop; .p2align 4"],
    ...[".byte 1; .balign 4; nop", ".byte 1; .balign 2; nop", "c.nop; .p2align 4, , 3; nop"],
  ];
  return [
    ...statements.map((statement) => `.option rvc; ${statement}`),
    "nop; .option rvc; nop; .option norvc; nop; .option push; .option rvc; nop; .option pop; nop",
    ".option arch, +c; add a0, a0, a1; .option arch, -c; add a0, a0, a1",
    ".option arch, rv64ic; add a0, a0, a1; .option arch, rv64i; add a0, a0, a1",
    '.attribute arch, "rv64i2p1_m2p0_a2p1_c2p0"; add a0, a0, a1; nop',
    '.attribute arch, "rv64i2p1_m2p0"; add a0, a0, a1; nop',
    '.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"; fld fa0, 0(sp); ret',
    ".option rvc; .option arch, +zba, +zbb; zext.w a0, a0; zext.h a0, a0; sext.b a0, a1",
  ];
}

/** Every case about instructions, in the table's order. */
export function encodingCases(): string[] {
  return [
    ...tableCases(),
    ...registerCases(),
    ...floatCases(),
    ...PSEUDO_INSTRUCTIONS,
    ...branchCases(),
    ...CASCADES,
    ...sectionSymbolCases(),
    ...absoluteSymbolCases(),
    ...loadImmediateCases(),
    ...compressedCases(),
  ];
}
