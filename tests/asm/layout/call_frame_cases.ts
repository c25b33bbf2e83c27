// SPDX-License-Identifier: MPL-2.0
// Sources with `.cfi_*` directives, for call_frames_test.ts and the generator of its goldens.

/** A source, and what it shows. */
export interface CallFrameCase {
  readonly name: string;
  readonly source: string;
}

/** The sources. */
export const CALL_FRAME_CASES: readonly CallFrameCase[] = [
  {
    name: "a function with a stack frame, over a call and a branch",
    source: `
        .globl  f
f:      .cfi_startproc
        addi    sp, sp, -16
        .cfi_def_cfa_offset 16
        sd      ra, 8(sp)
        .cfi_offset 1, -8
        call    g
        ld      ra, 8(sp)
        .cfi_restore 1
        beq     a0, a1, f
        addi    sp, sp, 16
        .cfi_def_cfa_offset 0
        ret
        .cfi_endproc
`,
  },
  {
    name: "advances of one, two and four bytes, and states that are remembered",
    source: `
f:      .cfi_startproc
        .cfi_remember_state
        .zero   100
        .cfi_def_cfa s0, 32
        .zero   300
        .cfi_restore_state
        .zero   70000
        .cfi_def_cfa_offset 16
        lla     a0, x
        .cfi_def_cfa_offset 32
        li      a0, 0x12345
        .cfi_def_cfa_offset 48
        .balign 4
        .cfi_def_cfa_offset 64
        lui     a0, %hi(x)
        addi    a0, a0, %lo(x)
        .cfi_def_cfa_offset 80
        .zero   60
        .cfi_def_cfa_offset 96
        .zero   64
        .cfi_def_cfa_offset 112
        la      a0, y
        .cfi_def_cfa_offset 128
        .cfi_endproc
`,
  },
  {
    name: "personality and language data, in every encoding that has relocations",
    source: `
f:      .cfi_startproc
        .cfi_personality 0x9b, DW.ref.__gxx_personality_v0
        .cfi_lsda 0x1b, .LLSDA
        call    g
        .cfi_endproc
g:      .cfi_startproc
        .cfi_personality 3, h
        .cfi_lsda 0, x
        .cfi_endproc
h:      .cfi_startproc
        .cfi_personality 0x9c, h + 4
        .cfi_lsda 4, x - 8
        nop
        .cfi_endproc
i:      .cfi_startproc
        .cfi_personality 0x1b, DW.ref.__gxx_personality_v0
        .cfi_lsda 3, 12
        .cfi_endproc
j:      .cfi_startproc
        .cfi_personality 0x9b, DW.ref.__gxx_personality_v0
        .cfi_lsda 0x1b, .LLSDA + 4
        .cfi_endproc
k:      .cfi_startproc
        .cfi_personality 0xff
        .cfi_lsda 0xff
        .cfi_endproc
        .section .gcc_except_table, "a"
.LLSDA: .word   1, 2
`,
  },
  {
    name: "every directive, in both sections",
    source: `
        .cfi_sections .eh_frame, .debug_frame
f:      .cfi_startproc
        nop
        .cfi_def_cfa_offset 16
        nop
        .cfi_endproc
g:      .cfi_startproc simple
        .cfi_signal_frame
        .cfi_return_column 5
        .cfi_def_cfa sp, -16
        .cfi_val_offset s0, -8
        .cfi_val_offset s1, 8
        .cfi_offset fa0, 16
        .cfi_offset mstatus, -16
        .cfi_register ra, t0
        .cfi_undefined x5, x6
        .cfi_same_value 7
        nop
        .cfi_adjust_cfa_offset 32
        .cfi_rel_offset s2, 8
        .cfi_window_save
        .cfi_escape 1, 2, 0x1234 & 0xff
        .cfi_escape -3, later
        .cfi_restore ra, s0, mstatus
        .cfi_val_encoded_addr 5, 0x1b, x
        .cfi_val_encoded_addr 5, 0, x
        .cfi_val_encoded_addr 5, 3, x + 4
        .cfi_def_cfa_offset -8
        .cfi_endproc
h:      .cfi_startproc
        .cfi_personality 3, f
        .cfi_lsda 0, x
        .cfi_endproc
        .equ    later, 7
`,
  },
  {
    name: "frames that share a common entry, and others between them",
    source: `
f:      .cfi_startproc
        .cfi_def_cfa_offset 16
        nop
        .cfi_endproc
g:      .cfi_startproc
        nop
        .cfi_def_cfa_offset 16
        .cfi_endproc
h:      .cfi_startproc
        .cfi_def_cfa_offset 16
        .cfi_escape 0
        .cfi_endproc
i:      .cfi_startproc
        .cfi_return_column 6
        nop
        .cfi_offset 6, -8
        .cfi_endproc
j:      .cfi_startproc
        nop
        .cfi_endproc
k:      .cfi_startproc
        .cfi_def_cfa_offset 16
        .cfi_offset 1, -8
        nop
        .cfi_endproc
`,
  },
  {
    name: "open frames of several sections and subsections at once, a frame of data, and a label",
    source: `
f:      .cfi_startproc
        nop
        .section .text.cold, "ax"
c:      .cfi_startproc
        nop
        .text   1
s:      .cfi_startproc
        call    c
        .cfi_def_cfa_offset 16
        .text
        .cfi_def_cfa_offset 32
        .cfi_endproc
        .zero   10
        .text   1
        nop
        .cfi_def_cfa_offset 48
        .cfi_endproc
        .section .text.cold
        .cfi_def_cfa_offset 64
        .cfi_label here
        .cfi_endproc
        .data
d:      .cfi_startproc
        .word   1
        .cfi_def_cfa_offset 80
        .cfi_endproc
        .dword  here
        .cfi_sections .debug_frame
        .text
l:      .cfi_startproc
        nop
        .cfi_endproc
`,
  },
  {
    name: "sections that change",
    source: `
        .cfi_sections .debug_frame
f:      .cfi_startproc
        nop
        .cfi_endproc
        .cfi_sections
g:      .cfi_startproc
        nop
        .cfi_endproc
        .cfi_sections .debug_frame
h:      .cfi_startproc
        nop
        .cfi_endproc
`,
  },
  {
    name: "distances from .eh_frame, by a compiler that writes it itself",
    source: `
f:      nop
        .section .eh_frame, "a", @progbits
x:      .4byte  f - .
y:      .4byte  f + 8 - x
        .4byte  g - y
`,
  },
  {
    name: "after what a source puts into the section itself",
    source: `
        .section .eh_frame, "a", @progbits
        .word   0x1234
        .text
f:      .cfi_startproc
        nop
        .cfi_endproc
`,
  },
];
