# SPDX-License-Identifier: MPL-2.0
_start:
    rdcycleh a0
    rdinstreth a0
