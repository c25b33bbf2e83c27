// SPDX-License-Identifier: MPL-2.0
// Saves and restores registers, as firmware does at a trap.
#include "include/sysdep.h"
#define OFFSET(x) (SZREG * concat(REG_, x))
#define REG_ra 1
#define REG_sp 2
#define REG_t0 5
#define REG_a0 10
#define REG_COUNT 33
.macro	SAVE first:req, rest:vararg
	REG_S	\first, OFFSET(a0)(sp)
.endm
#define SAVE1(r) REG_S r, OFFSET(r)(sp)
#define FOR_EACH(f, ...) __VA_OPT__(f(ra); f(t0); f(a0)) __VA_ARGS__
	.section .entry, "ax", %progbits
	.align 3
	.globl _trap_handler
_trap_handler:
	addi	sp, sp, -(SZREG * REG_COUNT)
	FOR_EACH(SAVE1, nop)
	SAVE a0, b
	csrr	t0, mepc
	/* multi
	   line */ REG_L t0, OFFSET(t0)(sp)
	li	a0, BIT(3) | BIT(0) \
		| BIT(4)
#if defined(CONFIG_SMP) && CONFIG_SMP > 1
	csrr	a0, mhartid
	slli	a0, a0, PAGE_SHIFT + 1
#elif !defined CONFIG_SMP
	li	a0, 0
#endif
#ifdef __riscv_atomic
	amoadd.w a1, a2, (a0)
#endif
#ifdef __riscv_flen
# if __riscv_flen == 64
	fsd	fa0, 0(sp)
# endif
#endif
	mret
	.asciz	STRINGIFY(a, b "q") , __FILE__
	.word	__LINE__, PAGE_SIZE
	.word	__LINE__ + PAGE_SIZE / 'a'
/* block */ # comment after block
#  a comment that is no directive; don't expand BIT(2)
#!bang
#	@tab
