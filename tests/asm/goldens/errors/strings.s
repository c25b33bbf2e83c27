# SPDX-License-Identifier: MPL-2.0
    .data
    .asciz  hello
    .ascii
    .string 5
    .ascii  "a" "b"
    .asciz  'hello'
    .ascii  "a" + 1
