# SPDX-License-Identifier: MPL-2.0
_start:
    j       end
    jal     ra, end
    .skip   0x200000
end:
    ret
