# SPDX-License-Identifier: MPL-2.0
    .ifndef SIZE
    .error  "SIZE must be defined: .equ SIZE, 100"
    .endif
    .warning "this file is old"
    .error
    .error  SIZE
