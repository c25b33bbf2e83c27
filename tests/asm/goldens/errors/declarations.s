# SPDX-License-Identifier: MPL-2.0
    .globl  _start:
_start:
    ret
counter .word 5
int total = 0
message db "hello"
    .globl  _start total
    .equ    SIZE 5
    .set    LIMIT = 6
    .section data
    .align  64
    .align  16
    .word   1 2 3
    .asciz  hello world
    .asciz  'hello world'
    .asciz  "hello
    .ret
int main(void) {
