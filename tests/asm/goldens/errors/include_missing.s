# SPDX-License-Identifier: MPL-2.0
    .include "no_such_file.s"
    .include no_quotes.s
    .include
_start:
    ret
