	.file	"sieve.c"
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
	li	a5,1048576
	ble	a0,a5,.L2
	lui	t5,%hi(composite)
	lui	t6,%hi(composite+2)
	lui	t1,%hi(composite+1048576)
	mv	t0,a0
	li	a5,0
	addi	t5,t5,%lo(composite)
	addi	t1,t1,%lo(composite+1048576)
	addi	t3,t6,%lo(composite+2)
	li	a6,1
	li	a2,1048576
	li	t2,-1048576
.L9:
	slli	a4,a5,5
	sub	t4,a4,a5
	mv	a5,t5
.L3:
	sd	zero,0(a5)
	addi	a5,a5,8
	bne	a5,t1,.L3
	lbu	a5,%lo(composite+2)(t6)
	mv	a1,t3
	mv	a7,t3
	beq	a5,zero,.L21
	li	a4,2
.L6:
	addi	a4,a4,1
	mul	a5,a4,a4
	addi	a7,a7,1
	bgeu	a5,a2,.L22
.L38:
	lbu	a3,0(a7)
	bne	a3,zero,.L6
.L4:
	add	a3,t5,a5
.L7:
	sb	a6,0(a3)
	add	a5,a5,a4
	add	a3,a3,a4
	bltu	a5,a2,.L7
	addi	a4,a4,1
	mul	a5,a4,a4
	addi	a7,a7,1
	bltu	a5,a2,.L38
.L22:
	li	a4,0
.L5:
	lbu	a5,0(a1)
	addi	a1,a1,1
	seqz	a5,a5
	add	a4,a4,a5
	bne	a1,t1,.L5
	add	t0,t0,t2
	add	a5,t4,a4
	bgt	t0,a2,.L9
	addi	a4,t2,-1
	add	a4,a0,a4
	srli	a4,a4,20
	sub	a2,a0,a2
	slli	a4,a4,20
	slli	a7,a5,5
	sub	a7,a7,a5
	sub	a0,a2,a4
.L10:
	mv	a5,t5
	add	a6,t5,a0
.L12:
	sb	zero,0(a5)
	addi	a5,a5,1
	bne	a6,a5,.L12
	li	a5,4
	bleu	a0,a5,.L39
	lui	t6,%hi(composite+2)
	addi	t3,t6,%lo(composite+2)
	addi	a2,t6,%lo(composite+2)
	li	a5,4
	li	a4,2
	li	a1,1
	j	.L17
.L18:
	addi	a4,a4,1
	mul	a5,a4,a4
	addi	a2,a2,1
	bleu	a0,a5,.L14
.L17:
	lbu	a3,0(a2)
	bne	a3,zero,.L18
	bleu	a0,a5,.L18
	add	a3,t5,a5
.L19:
	sb	a1,0(a3)
	add	a5,a5,a4
	add	a3,a3,a4
	bgtu	a0,a5,.L19
	addi	a4,a4,1
	mul	a5,a4,a4
	addi	a2,a2,1
	bgtu	a0,a5,.L17
.L14:
	mv	a5,t3
	li	a0,0
.L20:
	lbu	a4,0(a5)
	addi	a5,a5,1
	seqz	a4,a4
	add	a0,a0,a4
	bne	a6,a5,.L20
	add	a0,a7,a0
.L15:
	ret
.L21:
	li	a5,4
	li	a4,2
	j	.L4
.L2:
	beq	a0,zero,.L15
	lui	t5,%hi(composite)
	li	a7,0
	addi	t5,t5,%lo(composite)
	j	.L10
.L39:
	li	a5,2
	bleu	a0,a5,.L36
	lui	a5,%hi(composite+2)
	addi	t3,a5,%lo(composite+2)
	j	.L14
.L36:
	mv	a0,a7
	ret
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L44
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L42
.L43:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L43
.L42:
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
.L44:
	li	a0,2
	ret
	.size	main, .-main
	.bss
	.align	3
	.type	composite, @object
	.size	composite, 1048576
composite:
	.zero	1048576
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
