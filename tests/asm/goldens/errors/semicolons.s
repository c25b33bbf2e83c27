# SPDX-License-Identifier: MPL-2.0
_start: nop; addi a0, a0, 5000; nop; bogus a1; ret
