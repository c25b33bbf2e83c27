# SPDX-License-Identifier: MPL-2.0
_start:
	li	a0,	0x10000000000000000
	add	a0,	a1,	a8	# a comment
		lw	a0, 4096(sp)
