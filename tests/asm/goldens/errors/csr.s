# SPDX-License-Identifier: MPL-2.0
_start:
    csrr    a0, cycel
    csrr    a0, 4096
    csrrwi  a0, fcsr, 32
    csrr    instret, a0
    csrw    cycle, 32
