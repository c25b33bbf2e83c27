# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    mov     x0, #5
    ldr     x1, =message
    ldr     w2, [x1, #4]
    ldrb    w3, [x1]
    str     x2, [sp, #-16]!
    ldp     x29, x30, [sp]
    bl      function
    bx      lr
    cbz     x0, done
    subs    x0, x0, #1
    svc     #0
    jr      lr
    add     a0, a0, #4
    lw      a0, [sp, 4]
done:
