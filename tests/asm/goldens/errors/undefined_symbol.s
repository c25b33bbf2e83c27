# SPDX-License-Identifier: MPL-2.0
_start:
    call    prnit_number
    la      a0, mesage
    j       done
    ret
print_number:
    ret
message:
    .asciz  "hello"
    .8byte  nowhere
