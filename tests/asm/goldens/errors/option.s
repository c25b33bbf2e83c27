# SPDX-License-Identifier: MPL-2.0
    .option
    .option nosuch
    .option pop
    .attribute
    .cfi_nosuch
_start:
