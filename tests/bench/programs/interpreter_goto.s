	.file	"interpreter_goto.c"
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
	lui	a4,%hi(.L2)
	addi	sp,sp,-128
	lui	a5,%hi(.LANCHOR0)
	addi	a4,a4,%lo(.L2)
	addi	a3,a5,%lo(.LANCHOR0)
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
	addi	a5,a5,%lo(.LANCHOR0)
	jr	a4
.L12:
	ld	a4,56(sp)
	ld	a0,40(sp)
	slli	a5,a4,5
	sub	a5,a5,a4
	add	a0,a5,a0
	addi	sp,sp,128
	jr	ra
.L10:
	lb	a2,1(a5)
	lb	a4,2(a5)
	li	a1,4
	slli	a2,a2,3
	slli	a4,a4,3
	addi	a2,a2,128
	addi	a4,a4,128
	add	a2,a2,sp
	add	a4,a4,sp
	ld	a2,-128(a2)
	ld	a4,-128(a4)
	bgeu	a2,a4,.L11
	lb	a1,3(a5)
	slli	a1,a1,2
	add	a5,a5,a1
	lb	a4,0(a5)
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,80(a4)
	jr	a4
.L9:
	lb	a4,3(a5)
	slli	a4,a4,2
	add	a5,a5,a4
	lb	a4,0(a5)
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,80(a4)
	jr	a4
.L8:
	lb	a1,2(a5)
	lb	a4,3(a5)
	lb	a2,1(a5)
	slli	a1,a1,3
	slli	a4,a4,3
	addi	a1,a1,128
	addi	a4,a4,128
	add	a4,a4,sp
	add	a1,a1,sp
	ld	a0,-128(a4)
	ld	a1,-128(a1)
	lb	a4,4(a5)
	slli	a2,a2,3
	mul	a1,a1,a0
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,80(a4)
	addi	a2,a2,128
	add	a2,a2,sp
	addi	a5,a5,4
	sd	a1,-128(a2)
	jr	a4
.L7:
	lb	a2,1(a5)
	lb	a4,4(a5)
	lb	a0,2(a5)
	slli	a2,a2,3
	addi	a2,a2,128
	add	a2,a2,sp
	slli	a4,a4,3
	ld	a1,-128(a2)
	add	a4,a3,a4
	ld	a4,80(a4)
	add	a1,a1,a0
	sd	a1,-128(a2)
	addi	a5,a5,4
	jr	a4
.L6:
	lb	a0,2(a5)
	lb	a1,3(a5)
	lb	a4,4(a5)
	slli	a0,a0,3
	slli	a1,a1,3
	lb	a2,1(a5)
	addi	a0,a0,128
	addi	a1,a1,128
	add	a0,a0,sp
	add	a1,a1,sp
	slli	a4,a4,3
	ld	a0,-128(a0)
	ld	a1,-128(a1)
	add	a4,a3,a4
	slli	a2,a2,3
	ld	a4,80(a4)
	addi	a2,a2,128
	add	a2,a2,sp
	add	a1,a0,a1
	sd	a1,-128(a2)
	addi	a5,a5,4
	jr	a4
.L4:
	lb	a1,2(a5)
	lb	a4,4(a5)
	lb	a2,1(a5)
	slli	a1,a1,3
	addi	a1,a1,128
	slli	a4,a4,3
	add	a1,a1,sp
	add	a4,a3,a4
	ld	a1,-128(a1)
	slli	a2,a2,3
	ld	a4,80(a4)
	addi	a2,a2,128
	add	a2,a2,sp
	sd	a1,-128(a2)
	addi	a5,a5,4
	jr	a4
.L2:
	lb	a4,4(a5)
	lb	a2,1(a5)
	lb	a1,2(a5)
	slli	a4,a4,3
	add	a4,a3,a4
	slli	a2,a2,3
	ld	a4,80(a4)
	addi	a2,a2,128
	add	a2,a2,sp
	sd	a1,-128(a2)
	addi	a5,a5,4
	jr	a4
.L11:
	add	a5,a5,a1
	lb	a4,0(a5)
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,80(a4)
	jr	a4
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L29
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L27
.L28:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L28
.L27:
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
.L29:
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
	.zero	4
	.type	labels.0, @object
	.size	labels.0, 64
labels.0:
	.dword	.L2
	.dword	.L4
	.dword	.L6
	.dword	.L7
	.dword	.L8
	.dword	.L9
	.dword	.L10
	.dword	.L12
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
