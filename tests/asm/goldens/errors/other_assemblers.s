# SPDX-License-Identifier: MPL-2.0
; a comment of another assembler
_start:
    mov     a0, a1
    push    ra
    ldr     a0, [a1]
    cmp     a0, a1
    jmp     _start
    int     0x80
    db      "text", 0
    inc     a0
