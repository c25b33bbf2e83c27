# SPDX-License-Identifier: MPL-2.0
_start:
    .if     later
    nop
    .endif
    .if     _start > elsewhere
    nop
    .endif
later:
    .ifdef
    .endif
