# SPDX-License-Identifier: MPL-2.0
    .globl  _start
_start:
    movq    %rsp, %rbp
    movl    $5, %eax
    addl    %eax, %ebx
    pushq   %rbp
    leaq    8(%rax), %rdi
    cmpl    $0, %eax
    je      done
    jnz     done
    xorl    %eax, %eax
    incl    %ecx
    int     $0x80
    lw      t0, 8(%rsp)
    add     eax, ebx, ecx
    mv      a0, rdi
    leave
done:
