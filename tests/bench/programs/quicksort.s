	.file	"quicksort.c"
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.type	sort, @function
sort:
	addi	sp,sp,-64
	sd	s1,40(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	sd	s4,16(sp)
	sd	ra,56(sp)
	sd	s0,48(sp)
	sd	s5,8(sp)
	sd	s6,0(sp)
	sub	s3,a1,a0
	li	a5,96
	mv	s1,a0
	mv	s4,a1
	addi	s2,a0,8
	ble	s3,a5,.L2
	li	s6,96
.L13:
	srai	a3,s3,4
	slli	a3,a3,3
	add	a3,s1,a3
	ld	a5,0(a3)
	ld	a4,0(s1)
	bgeu	a5,a4,.L3
	sd	a4,0(a3)
	sd	a5,0(s1)
	mv	a4,a5
.L3:
	ld	a5,0(s4)
	bgeu	a5,a4,.L4
	sd	a4,0(s4)
	sd	a5,0(s1)
	ld	a5,0(s4)
.L4:
	ld	a4,0(a3)
	bleu	a4,a5,.L5
	sd	a4,0(s4)
	sd	a5,0(a3)
	mv	a4,a5
	ld	a5,0(s4)
.L5:
	mv	a3,s1
	mv	a6,s2
	mv	s0,s4
	j	.L6
.L7:
	addi	a3,a3,8
	addi	a6,a6,8
.L6:
	ld	a2,0(a3)
	mv	a7,a3
	bltu	a2,a4,.L7
	bleu	a5,a4,.L30
.L9:
	ld	a5,-8(s0)
	addi	s0,s0,-8
	bgtu	a5,a4,.L9
.L30:
	bgeu	s0,a3,.L31
.L10:
	sub	s5,s0,s1
	sub	s3,s4,a7
	bge	s5,s3,.L11
	mv	a0,s1
	mv	a1,s0
	mv	s1,a7
	addi	s2,s1,8
	call	sort
	bgt	s3,s6,.L13
.L2:
	mv	a2,s2
	bgtu	s2,s4,.L1
.L14:
	ld	a3,0(a2)
	mv	a5,a2
	bgtu	a2,s1,.L15
	j	.L16
.L17:
	sd	a4,0(a5)
	addi	a5,a5,-8
	bleu	a5,s1,.L16
.L15:
	ld	a4,-8(a5)
	bltu	a3,a4,.L17
.L16:
	sd	a3,0(a5)
	addi	a2,a2,8
	bleu	a2,s4,.L14
.L1:
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	ld	s3,24(sp)
	ld	s4,16(sp)
	ld	s5,8(sp)
	ld	s6,0(sp)
	addi	sp,sp,64
	jr	ra
.L31:
	sd	a5,0(a3)
	addi	a0,s0,-8
	sd	a2,0(s0)
	bgtu	a6,a0,.L19
	ld	a5,-8(s0)
	mv	s0,a0
	j	.L7
.L11:
	mv	a1,s4
	mv	a0,a7
	mv	s3,s5
	call	sort
	mv	s4,s0
	bgt	s3,s6,.L13
	j	.L2
.L19:
	mv	s0,a0
	mv	a7,a6
	j	.L10
	.size	sort, .-sort
	.align	2
	.globl	bench
	.type	bench, @function
bench:
	addi	sp,sp,-112
	sd	s7,40(sp)
	sd	ra,104(sp)
	sd	s0,96(sp)
	sd	s1,88(sp)
	sd	s2,80(sp)
	sd	s3,72(sp)
	sd	s4,64(sp)
	sd	s5,56(sp)
	sd	s6,48(sp)
	sd	s8,32(sp)
	sd	s9,24(sp)
	sd	s10,16(sp)
	sd	s11,8(sp)
	li	a5,131072
	mv	s7,a0
	ble	a0,a5,.L33
	lui	s3,%hi(random_state)
	ld	s0,%lo(random_state)(s3)
	lui	s10,%hi(numbers)
	lui	s5,%hi(numbers+8)
	lui	s9,%hi(numbers+1048576)
	mv	s11,a0
	li	s6,0
	lui	s8,%hi(numbers+1048568)
	addi	s5,s5,%lo(numbers+8)
	addi	s1,s10,%lo(numbers)
	addi	s9,s9,%lo(numbers+1048576)
	li	s2,-131072
	li	s4,131072
.L34:
	mv	a4,s1
.L35:
	slli	a5,s0,13
	xor	a5,a5,s0
	srli	a3,a5,7
	xor	a5,a5,a3
	slli	s0,a5,17
	xor	s0,a5,s0
	sd	s0,0(a4)
	addi	a4,a4,8
	bne	s9,a4,.L35
	addi	a1,s8,%lo(numbers+1048568)
	addi	a0,s10,%lo(numbers)
	sd	s0,%lo(random_state)(s3)
	call	sort
	ld	a3,%lo(numbers)(s10)
	mv	a4,s5
	li	a5,0
	j	.L37
.L54:
	add	a5,a3,a5
	beq	s9,a4,.L53
.L37:
	mv	a2,a3
	ld	a3,0(a4)
	slli	a1,a5,5
	sub	a5,a1,a5
	addi	a4,a4,8
	bgeu	a3,a2,.L54
	add	s11,s11,s2
	bgt	s11,s4,.L34
.L57:
	addi	a5,s2,-1
	add	a5,s7,a5
	srli	a5,a5,17
	sub	s4,s7,s4
	slli	a5,a5,17
	sub	s7,s4,a5
	slli	s0,s7,3
	addi	a1,s0,-8
	add	a1,a1,s1
.L38:
	ld	a4,%lo(random_state)(s3)
	add	s0,s1,s0
.L40:
	slli	a5,a4,13
	xor	a5,a5,a4
	srli	a4,a5,7
	xor	a5,a5,a4
	slli	a4,a5,17
	xor	a4,a5,a4
	sd	a4,0(s1)
	addi	s1,s1,8
	bne	s0,s1,.L40
	addi	a0,s10,%lo(numbers)
	sd	a4,%lo(random_state)(s3)
	call	sort
	li	a5,1
	beq	s7,a5,.L44
	lui	a4,%hi(numbers+8)
	ld	a3,%lo(numbers)(s10)
	addi	a4,a4,%lo(numbers+8)
	li	a5,0
	j	.L45
.L56:
	add	a5,a3,a5
	beq	s0,a4,.L55
.L45:
	mv	a2,a3
	ld	a3,0(a4)
	slli	a1,a5,5
	sub	a5,a1,a5
	addi	a4,a4,8
	bgeu	a3,a2,.L56
.L44:
	ld	ra,104(sp)
	ld	s0,96(sp)
	ld	s1,88(sp)
	ld	s2,80(sp)
	ld	s3,72(sp)
	ld	s4,64(sp)
	ld	s5,56(sp)
	ld	s7,40(sp)
	ld	s8,32(sp)
	ld	s9,24(sp)
	ld	s10,16(sp)
	ld	s11,8(sp)
	mv	a0,s6
	ld	s6,48(sp)
	addi	sp,sp,112
	jr	ra
.L53:
	add	s11,s11,s2
	add	s6,s6,a5
	bgt	s11,s4,.L34
	j	.L57
.L55:
	add	s6,s6,a5
	j	.L44
.L33:
	slli	s0,a0,3
	lui	s10,%hi(numbers)
	addi	a1,s0,-8
	addi	s1,s10,%lo(numbers)
	add	a1,a1,s1
	bgt	a0,zero,.L58
	addi	a0,s10,%lo(numbers)
	call	sort
	li	s6,0
	j	.L44
.L58:
	li	s6,0
	lui	s3,%hi(random_state)
	j	.L38
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L63
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L61
.L62:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L62
.L61:
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
.L63:
	li	a0,2
	ret
	.size	main, .-main
	.bss
	.align	3
	.type	numbers, @object
	.size	numbers, 1048576
numbers:
	.zero	1048576
	.section	.sdata,"aw"
	.align	3
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
