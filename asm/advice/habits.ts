// SPDX-License-Identifier: MPL-2.0
// What people write who come from other assemblers (MARS and RARS, Venus, MIPS, x86, Arm), and what
// it is called here.

/** What to write instead of a word, or what to say where no other word does the same. */
export type Habit =
  | {
    readonly instead: string;
    /** Behind it, for show. */
    readonly operands?: string;
  }
  | { readonly advice: string };

const instead = (instead: string, operands?: string): Habit =>
  operands === undefined ? { instead } : { instead, operands };
const advice = (advice: string): Habit => ({ advice });

/** How the data directives of NASM are written here. */
export const NASM_DATA: Readonly<Record<string, string>> = {
  db: "`.byte`",
  dw: "`.half` for 2 bytes, `.word` for 4",
  dd: "`.word`",
  dq: "`.dword`",
};

/** Directives of other assemblers, and what to write instead. */
export const DIRECTIVE_HABITS: Readonly<Record<string, Habit>> = {
  ".eqv": advice("write `.equ NAME, value`"),
  ".asciiz": instead(".asciz"),
  ".end_macro": instead(".endm"),
  ".endmacro": instead(".endm"),
  ".ktext": advice("there is no kernel code here; write `.text`"),
  ".kdata": advice("there is no kernel data here; write `.data`"),
  ".code": instead(".text"),
  ".define": advice("write `.equ NAME, value`"),
  ".db": instead(".byte"),
  ".dw": advice("write `.half` for 2 bytes, `.word` for 4"),
  ".dd": instead(".word"),
  ".dq": instead(".dword"),
  ".res": instead(".zero"),
  ".resb": instead(".zero"),
  ".endif_": instead(".endif"),
  ".endfor": instead(".endr"),
  ".rep": instead(".rept"),
  ".export": instead(".globl"),
  ".public": instead(".globl"),
  ".import": advice(
    "nothing is needed: a name that is not defined here is looked for in the other files",
  ),
  ".ent": advice("nothing is needed; `.type name, @function` says that a symbol is a function"),
  ".frame": advice("nothing is needed"),
  ".mask": advice("nothing is needed"),
  ".nops": advice("GNU as has none for RISC-V; `.fill COUNT, 4, 0x13` puts so many nops"),
};

/** Mnemonics of other machines and assemblers, and what to write instead. */
export const MNEMONIC_HABITS: Readonly<Record<string, Habit>> = {
  syscall: advice("write `ecall`, with the number of the system call in a7"),
  subi: advice("subtract by adding: `addi rd, rs, -value`"),
  subiw: advice("subtract by adding: `addiw rd, rs, -value`"),
  addiu: instead("addi"),
  addu: advice("write `add`, or `addw` for 32 bits"),
  subu: advice("write `sub`, or `subw` for 32 bits"),
  daddi: instead("addi"),
  daddiu: instead("addi"),
  dadd: instead("add"),
  dsub: instead("sub"),
  b: instead("j", "label"),
  bal: instead("call", "label"),
  jmp: instead("j", "label"),
  goto: instead("j", "label"),
  mov: advice("write `mv rd, rs`, or `li rd, value` for a number"),
  push: advice("there is no stack instruction: `addi sp, sp, -16`, then `sd rs, 0(sp)`"),
  pop: advice("there is no stack instruction: `ld rd, 0(sp)`, then `addi sp, sp, 16`"),
  inc: advice("write `addi rd, rd, 1`"),
  dec: advice("write `addi rd, rd, -1`"),
  cmp: advice("there are no flags: `blt`, `beq` and the others compare two registers themselves"),
  test: advice("there are no flags: `and` the registers, then `beqz` or `bnez`"),
  int: advice("write `ecall`, with the number of the system call in a7"),
  lea: advice("write `la rd, symbol`, or `addi rd, base, offset`"),
  ldr: advice("write `ld rd, offset(base)`, or `lw` for 32 bits"),
  str: advice("write `sd rs, offset(base)`, or `sw` for 32 bits"),
  bl: instead("call", "label"),
  bx: advice("write `jr register`, or `ret`"),
  svc: advice("write `ecall`, with the number of the system call in a7"),
  lsl: advice("write `sll`, or `slli` with a number"),
  lsr: advice("write `srl`, or `srli` with a number"),
  asr: advice("write `sra`, or `srai` with a number"),
  shl: advice("write `sll`, or `slli` with a number"),
  shr: advice("write `srl`, or `srli` with a number"),
  sar: advice("write `sra`, or `srai` with a number"),
  orr: instead("or"),
  eor: instead("xor"),
  mvn: advice("write `not rd, rs`"),
  nor: advice("write `or rd, rs1, rs2`, then `not rd, rd`"),
  mflo: advice("there is no lo register: `mul`, `div` and `rem` write their result to rd"),
  mfhi: advice(
    "there is no hi register: `mulh` gives the upper half of a product, `rem` a remainder",
  ),
  imul: instead("mul"),
  idiv: advice("write `div`, and `rem` for the remainder"),
  mod: advice("write `rem`, or `remu` without signs"),
  db: instead(".byte"),
  dw: advice("write `.half` for 2 bytes, `.word` for 4"),
  dd: instead(".word"),
  dq: instead(".dword"),
  equ: advice("write `.equ NAME, value`"),
  hlt: advice("write `ecall` with the number of exit (93) in a7"),
  halt: advice("write `ecall` with the number of exit (93) in a7"),
  return: instead("ret"),
  exit: advice("write `call exit`, or `ecall` with 93 in a7"),
  loop: advice("count down with `addi`, then `bnez rd, label`"),
  je: advice("there are no flags: `beq rs1, rs2, label` compares and jumps"),
  jz: advice("there are no flags: `beqz rs, label` compares with 0 and jumps"),
  jne: advice("there are no flags: `bne rs1, rs2, label` compares and jumps"),
  jnz: advice("there are no flags: `bnez rs, label` compares with 0 and jumps"),
  jl: advice("there are no flags: `blt rs1, rs2, label` compares and jumps"),
  jle: advice("there are no flags: `ble rs1, rs2, label` compares and jumps"),
  jg: advice("there are no flags: `bgt rs1, rs2, label` compares and jumps"),
  jge: advice("there are no flags: `bge rs1, rs2, label` compares and jumps"),
  jb: advice("there are no flags: `bltu rs1, rs2, label` compares and jumps"),
  jae: advice("there are no flags: `bgeu rs1, rs2, label` compares and jumps"),
  ja: advice("there are no flags: `bgtu rs1, rs2, label` compares and jumps"),
  jbe: advice("there are no flags: `bleu rs1, rs2, label` compares and jumps"),
  leave: advice("give the frame back with `addi sp, sp, size`, then `ret`"),
  xchg: advice("there is none: move one register to a third with `mv` first"),
  nopl: instead("nop"),
  noop: instead("nop"),
  cbz: advice("write `beqz rs, label`"),
  cbnz: advice("write `bnez rs, label`"),
  blr: advice("write `jalr register`"),
  br: advice("write `jr register`"),
  adr: advice("write `la rd, symbol`"),
  adrp: advice("write `la rd, symbol`"),
  movz: advice("write `li rd, value`"),
  movk: advice("`li rd, value` loads any value"),
  movt: advice("`li rd, value` loads any value"),
  ldrb: advice("write `lbu rd, offset(base)`"),
  ldrh: advice("write `lhu rd, offset(base)`"),
  ldrsb: advice("write `lb rd, offset(base)`"),
  ldrsh: advice("write `lh rd, offset(base)`"),
  ldrsw: advice("write `lw rd, offset(base)`"),
  strb: advice("write `sb rs, offset(base)`"),
  strh: advice("write `sh rs, offset(base)`"),
  ldp: advice("write two `ld`, each with its offset"),
  stp: advice("write two `sd`, each with its offset"),
  swi: advice("write `ecall`, with the number of the system call in a7"),
  adds: advice("there are no flags: `add`, then a branch that compares"),
  subs: advice("there are no flags: `sub`, then a branch that compares"),
  rsb: advice("write `neg rd, rs`, or `sub` with the operands swapped"),
  csel: advice("branch around a `mv`"),
  mult: advice("write `mul rd, rs1, rs2`, and `mulh` for the upper half"),
  multu: advice("write `mul rd, rs1, rs2`, and `mulhu` for the upper half"),
  sllv: instead("sll"),
  srlv: instead("srl"),
  srav: instead("sra"),
  dsll: instead("slli"),
  dsrl: instead("srli"),
  dsra: instead("srai"),
  daddu: instead("add"),
  dsubu: instead("sub"),
  seq: advice("write `sub rd, rs1, rs2`, then `seqz rd, rd`"),
  sne: advice("write `sub rd, rs1, rs2`, then `snez rd, rd`"),
  sge: advice("write `slt rd, rs1, rs2`, then `xori rd, rd, 1`"),
  sle: advice("write `sgt rd, rs1, rs2`, then `xori rd, rd, 1`"),
  abs: advice("write `bgez` around a `neg`"),
  break: instead("ebreak"),
  bgezal: advice("branch around a `call`"),
};

/** Instructions of extensions that the machine does not have. */
export const ABSENT_INSTRUCTIONS: readonly [pattern: RegExp, reason: string][] = [
  [
    /^f(?:[ls][qh]|[a-z]+(?:\.[a-z0-9]+)*\.[qh](?:\.[sdqhwlx]u?)*)$/,
    "this machine has floating point of single and double precision only (F and D)",
  ],
  [/^v\w+\.|^vset/, "there are no vector instructions on this machine"],
  [
    /^(?:cm\.|c\.[ls][bh]u?$|c\.[sz]ext\.|c\.not$|c\.mul$)/,
    "Zcb, Zcmp and Zcmt are not on this machine",
  ],
  [
    /^(?:clmul|xperm|pack|brev|zip|unzip|aes|sha\d|sm\d)/,
    "cryptography's bit manipulations are not on this machine",
  ],
  [/^(?:[msu]ret|wfi|sfence|hfence)/, "programs run in user mode, where this cannot be done"],
];
