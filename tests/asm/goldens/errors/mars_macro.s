# SPDX-License-Identifier: MPL-2.0
    .macro  print(%text)
    la      a0, %text
    call    puts
    .end_macro
    .text
_start:
    print(message)
