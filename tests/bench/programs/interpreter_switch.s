	.file	"interpreter_switch.c"
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
	addi	sp,sp,-128
	lui	a4,%hi(.LANCHOR0)
	lui	a3,%hi(.L5)
	sd	zero,8(sp)
	sd	zero,16(sp)
	sd	zero,24(sp)
	sd	zero,32(sp)
	sd	zero,40(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	sd	zero,64(sp)
	sd	zero,72(sp)
	sd	zero,80(sp)
	sd	zero,88(sp)
	sd	zero,96(sp)
	sd	zero,104(sp)
	sd	zero,112(sp)
	sd	zero,120(sp)
	sd	a0,0(sp)
	li	a5,0
	addi	a4,a4,%lo(.LANCHOR0)
	li	a2,7
	addi	a3,a3,%lo(.L5)
.L2:
	bgtu	a5,a2,.L16
	slli	a5,a5,2
	add	a5,a5,a3
	lw	a5,0(a5)
	jr	a5
	.section	.rodata
	.align	2
	.align	2
.L5:
	.word	.L12
	.word	.L11
	.word	.L10
	.word	.L9
	.word	.L8
	.word	.L7
	.word	.L6
	.word	.L4
	.text
.L6:
	lb	a1,1(a4)
	lb	a5,2(a4)
	li	a0,4
	slli	a1,a1,3
	slli	a5,a5,3
	addi	a1,a1,128
	addi	a5,a5,128
	add	a1,a1,sp
	add	a5,a5,sp
	ld	a1,-128(a1)
	ld	a5,-128(a5)
	bgeu	a1,a5,.L15
	lb	a0,3(a4)
	slli	a0,a0,2
.L15:
	add	a4,a4,a0
	lb	a5,0(a4)
	j	.L2
.L7:
	lb	a5,3(a4)
	slli	a5,a5,2
	add	a4,a4,a5
	lb	a5,0(a4)
	j	.L2
.L8:
	lb	a0,2(a4)
	lb	a1,3(a4)
	lb	a5,1(a4)
	slli	a0,a0,3
	slli	a1,a1,3
	addi	a0,a0,128
	addi	a1,a1,128
	add	a0,a0,sp
	add	a1,a1,sp
	ld	a0,-128(a0)
	ld	a1,-128(a1)
	slli	a5,a5,3
	addi	a5,a5,128
	mul	a1,a0,a1
	add	a5,a5,sp
	addi	a4,a4,4
	sd	a1,-128(a5)
.L20:
	lb	a5,0(a4)
	j	.L2
.L9:
	lb	a5,1(a4)
	lb	a0,2(a4)
	addi	a4,a4,4
	slli	a5,a5,3
	addi	a5,a5,128
	add	a5,a5,sp
	ld	a1,-128(a5)
	add	a1,a1,a0
	sd	a1,-128(a5)
	j	.L20
.L10:
	lb	a0,2(a4)
	lb	a1,3(a4)
	lb	a5,1(a4)
	slli	a0,a0,3
	slli	a1,a1,3
	addi	a0,a0,128
	addi	a1,a1,128
	add	a0,a0,sp
	add	a1,a1,sp
	ld	a0,-128(a0)
	ld	a1,-128(a1)
	slli	a5,a5,3
	addi	a5,a5,128
	add	a5,a5,sp
	add	a1,a0,a1
	sd	a1,-128(a5)
	addi	a4,a4,4
	j	.L20
.L11:
	lb	a1,2(a4)
	lb	a5,1(a4)
	addi	a4,a4,4
	slli	a1,a1,3
	addi	a1,a1,128
	add	a1,a1,sp
	ld	a1,-128(a1)
	slli	a5,a5,3
	addi	a5,a5,128
	add	a5,a5,sp
	sd	a1,-128(a5)
	j	.L20
.L12:
	lb	a5,1(a4)
	lb	a1,2(a4)
	addi	a4,a4,4
	slli	a5,a5,3
	addi	a5,a5,128
	add	a5,a5,sp
	sd	a1,-128(a5)
	j	.L20
.L4:
	ld	a5,56(sp)
	slli	a0,a5,5
	sub	a0,a0,a5
	ld	a5,40(sp)
	add	a0,a0,a5
.L1:
	addi	sp,sp,128
	jr	ra
.L16:
	li	a0,0
	j	.L1
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L25
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L23
.L24:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L24
.L23:
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
.L25:
	li	a0,2
	ret
	.size	main, .-main
	.section	.rodata
	.align	3
	.set	.LANCHOR0,. + 0
	.type	program, @object
	.size	program, 76
program:
	.string	""
	.string	"\005"
	.string	""
	.string	""
	.string	"\007"
	.string	""
	.string	""
	.string	"\b\037"
	.string	""
	.string	"\001"
	.string	""
	.ascii	"\004\003\001\001"
	.string	"\006\003"
	.ascii	"\002"
	.string	"\005"
	.string	""
	.ascii	"\f"
	.string	"\001\002\001"
	.ascii	"\004\006\002\002"
	.ascii	"\002\004\003\006"
	.string	"\006\004"
	.ascii	"\003"
	.string	"\003\001\001"
	.string	"\005"
	.string	""
	.ascii	"\370"
	.string	"\003\005\001"
	.ascii	"\004\007\007\b"
	.ascii	"\002\007\007\004"
	.string	"\003\002\001"
	.string	"\005"
	.string	""
	.ascii	"\367"
	.string	"\007"
	.zero	2
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
