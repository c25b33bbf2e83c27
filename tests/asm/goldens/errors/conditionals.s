# SPDX-License-Identifier: MPL-2.0
    .if     1
    .else
    .else
    .endif
    .endif
    .elseif 1
    .else
_start:
    ret
    .ifdef  x
    .if     5 +
    .endif
