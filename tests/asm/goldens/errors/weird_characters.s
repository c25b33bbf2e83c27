# SPDX-License-Identifier: MPL-2.0
_start:
    @
    add     a0, a1, a2 \
    li      a0, 5 ?
    `nop`
    {nop}
    nop!
    ^
