// SPDX-License-Identifier: MPL-2.0
/* Length of a string. */
#include <sysdep.h>

/* size_t strlen(const char *) */
	.text
ENTRY (strlen)
#define s a0
#define p a1
	mv	p, s
1:	andi	t0, p, SZREG-1
	beqz	t0, .Laligned
	lbu	t1, 0(p)
	beqz	t1, .Ldone
	addi	p, p, 1
	j	1b
.Laligned:
#if __riscv_xlen >= 64
	ld	t0, .Lmask
#else
	lw	t0, .Lmask
#endif
2:	REG_L	t1, 0(p)	# a word
	# isn't there a zero?
	and	t2, t1, t0
	add	t2, t2, t0
	or	t2, t2, t1
	or	t2, t2, t0
	li	t3, -1
	addi	p, p, SZREG
	beq	t2, t3, 2b
	addi	p, p, -SZREG
3:	lbu	t1, 0(p)
	beqz	t1, .Ldone
	addi	p, p, 1
	j	3b
.Ldone:	sub	a0, p, s
	ret
#undef s
#undef p
END (strlen)
	.section .srodata.cst8,"aM",@progbits,8
	.align PTRLOG
.Lmask:
	.dword 0x7f7f7f7f7f7f7f7f
PSEUDO (write, write, 3)
	ret
PSEUDO_END (write)
