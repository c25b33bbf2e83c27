	.file	"collatz.c"
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.globl	bench
	.type	bench, @function
bench:
	ble	a0,zero,.L9
	li	a6,1
	addi	a7,a0,1
	addi	a6,a6,1
	li	a1,0
	li	a3,0
	li	a0,1
	beq	a6,a7,.L8
.L12:
	mv	a5,a6
.L7:
	slli	a4,a5,1
	andi	a2,a5,1
	add	a4,a4,a5
	bgeu	a1,a5,.L4
	mv	a1,a5
.L4:
	srli	a5,a5,1
	beq	a2,zero,.L6
	addi	a5,a4,1
.L6:
	addi	a3,a3,1
	bne	a5,a0,.L7
	addi	a6,a6,1
	bne	a6,a7,.L12
.L8:
	slli	a0,a3,5
	sub	a0,a0,a3
	add	a0,a0,a1
	ret
.L9:
	li	a0,0
	ret
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L17
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L15
.L16:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L16
.L15:
	call	bench
	mv	a1,a0
	li	a0,1
	call	rt.putudec
	li	a0,1
	li	a1,10
	call	rt.putchar
	ld	ra,8(sp)
	li	a0,0
	addi	sp,sp,16
	jr	ra
.L17:
	li	a0,2
	ret
	.size	main, .-main
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
