# SPDX-License-Identifier: MPL-2.0
_start:
    nop
    /* this comment
       does not end
    ret
