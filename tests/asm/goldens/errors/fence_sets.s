# SPDX-License-Identifier: MPL-2.0
_start:
    fence   x, y
    fence   rw
    fence   wr, rw
    fence   a0, a1
    fence   rr, w
