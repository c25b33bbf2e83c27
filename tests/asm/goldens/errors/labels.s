# SPDX-License-Identifier: MPL-2.0
5x: nop
_start
    nop
main :
    nop
my-label:
    nop
"quoted": nop
    : nop
a0: nop
add:
    j       a0
