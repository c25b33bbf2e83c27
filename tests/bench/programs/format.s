	.file	"format.c"
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC0:
	.string	"0123456789abcdef"
	.text
	.align	2
	.type	put_number, @function
put_number:
	addi	sp,sp,-32
	addi	t3,sp,8
	lui	t5,%hi(.LC0)
	mv	a6,t3
	addi	t5,t5,%lo(.LC0)
.L2:
	remu	a7,a1,a2
	mv	t1,a6
	addi	a6,a6,1
	mv	t4,a1
	add	a7,t5,a7
	lbu	a7,0(a7)
	divu	a1,a1,a2
	sb	a7,-1(a6)
	bgeu	t4,a2,.L2
	subw	t1,t1,t3
	addiw	a1,t1,1
	addw	a2,a1,a5
	subw	a3,a3,a2
	li	a2,32
	mv	t1,a1
	sext.w	a6,a3
	beq	a4,a2,.L30
	beq	a5,zero,.L7
	li	a5,45
	sb	a5,0(a0)
	addi	a0,a0,1
.L7:
	li	a5,48
	bne	a4,a5,.L6
	slli	a5,a3,32
	srli	a5,a5,32
	add	a5,a0,a5
	li	a4,48
	ble	a6,zero,.L6
.L10:
	addi	a0,a0,1
	sb	a4,-1(a0)
	bne	a0,a5,.L10
.L6:
	addiw	a4,t1,-1
	slli	a4,a4,32
	srli	a4,a4,32
	addi	a4,a4,1
	add	a3,t3,a1
	add	a4,a0,a4
	mv	a5,a0
.L9:
	lbu	a2,-1(a3)
	addi	a5,a5,1
	addi	a3,a3,-1
	sb	a2,-1(a5)
	bne	a5,a4,.L9
	add	a0,a0,a1
	addi	sp,sp,32
	jr	ra
.L30:
	ble	a6,zero,.L4
	slli	a4,a3,32
	srli	a4,a4,32
	add	a4,a0,a4
	li	a3,32
.L5:
	addi	a0,a0,1
	sb	a3,-1(a0)
	bne	a0,a4,.L5
	beq	a5,zero,.L6
	li	a5,45
	addi	a0,a0,1
	sb	a5,0(a4)
	j	.L6
.L4:
	beq	a5,zero,.L6
	li	a5,45
	sb	a5,0(a0)
	addi	a0,a0,1
	j	.L6
	.size	put_number, .-put_number
	.section	.rodata.str1.8
	.align	3
.LC1:
	.string	"%08x %s: %d of %u (%5d%%) at 0x%x"
	.text
	.align	2
	.type	format.constprop.0, @function
format.constprop.0:
	addi	sp,sp,-128
	sd	a5,104(sp)
	addi	a5,sp,80
	sd	s1,56(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	sd	a2,80(sp)
	sd	a3,88(sp)
	sd	a5,8(sp)
	lui	a3,%hi(.LC1)
	lui	a0,%hi(.LANCHOR0)
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	a4,96(sp)
	sd	a6,112(sp)
	sd	a7,120(sp)
	li	a5,37
	li	s2,37
	li	a2,48
	addi	a3,a3,%lo(.LC1)
	addi	a0,a0,%lo(.LANCHOR0)
	li	s6,48
	li	s1,9
	li	s3,117
	li	s5,120
	li	s4,100
	beq	a5,s2,.L32
.L59:
	sb	a5,0(a0)
	mv	s0,a3
	mv	a5,a2
	addi	a0,a0,1
.L33:
	addi	a3,s0,1
	beq	a5,zero,.L49
.L60:
	lbu	a2,2(s0)
	bne	a5,s2,.L59
.L32:
	addi	s0,a3,1
	li	a4,32
	bne	a2,s6,.L35
	lbu	a2,2(a3)
	addi	s0,a3,2
	li	a4,48
.L35:
	addiw	a5,a2,-48
	andi	a5,a5,0xff
	li	a3,0
	bgtu	a5,s1,.L37
.L36:
	slliw	a5,a3,2
	addw	a5,a5,a3
	slliw	a5,a5,1
	addi	s0,s0,1
	addw	a5,a5,a2
	lbu	a2,0(s0)
	addiw	a3,a5,-48
	addiw	a5,a2,-48
	andi	a5,a5,0xff
	bleu	a5,s1,.L36
.L37:
	beq	a2,s3,.L38
	bgtu	a2,s3,.L39
	beq	a2,s4,.L40
	li	a5,115
	bne	a2,a5,.L42
	ld	a5,8(sp)
	mv	a4,a0
	ld	a2,0(a5)
	addi	a5,a5,8
	sd	a5,8(sp)
	lbu	a5,0(a2)
	beq	a5,zero,.L46
.L47:
	sb	a5,0(a4)
	lbu	a5,1(a2)
	addi	a2,a2,1
	addi	a4,a4,1
	bne	a5,zero,.L47
	addw	a3,a3,a0
	subw	a3,a3,a4
.L46:
	lbu	a5,1(s0)
	ble	a3,zero,.L53
	slli	a3,a3,32
	srli	a3,a3,32
	add	a0,a4,a3
	li	a3,32
.L48:
	addi	a4,a4,1
	sb	a3,-1(a4)
	bne	a4,a0,.L48
	addi	a3,s0,1
	bne	a5,zero,.L60
.L49:
	sb	zero,0(a0)
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	addi	sp,sp,128
	jr	ra
.L39:
	bne	a2,s5,.L42
	ld	a2,8(sp)
	li	a5,0
	ld	a1,0(a2)
	addi	a6,a2,8
	li	a2,16
	sd	a6,8(sp)
	call	put_number
	lbu	a5,1(s0)
	j	.L33
.L42:
	sb	a2,0(a0)
	lbu	a5,1(s0)
	addi	a0,a0,1
	j	.L33
.L38:
	ld	a2,8(sp)
	li	a5,0
	ld	a1,0(a2)
	addi	a6,a2,8
	li	a2,10
	sd	a6,8(sp)
	call	put_number
	lbu	a5,1(s0)
	j	.L33
.L40:
	ld	a2,8(sp)
	ld	a5,0(a2)
	addi	a6,a2,8
	li	a2,10
	srai	a1,a5,63
	xor	a7,a1,a5
	sub	a1,a7,a1
	slti	a5,a5,0
	sd	a6,8(sp)
	call	put_number
	lbu	a5,1(s0)
	j	.L33
.L53:
	mv	a0,a4
	j	.L33
	.size	format.constprop.0, .-format.constprop.0
	.align	2
	.globl	bench
	.type	bench, @function
bench:
	ble	a0,zero,.L66
	addi	sp,sp,-96
	sd	s5,40(sp)
	lui	s5,%hi(random_state)
	sd	s9,8(sp)
	ld	s9,%lo(random_state)(s5)
	sd	s3,56(sp)
	sd	s4,48(sp)
	lui	s3,%hi(.LANCHOR1)
	lui	s4,%hi(.LANCHOR0)
	sd	s0,80(sp)
	sd	s1,72(sp)
	sd	s2,64(sp)
	sd	s6,32(sp)
	sd	s7,24(sp)
	sd	s8,16(sp)
	sd	s10,0(sp)
	sd	ra,88(sp)
	mv	s2,a0
	li	s10,0
	li	s0,0
	addi	s3,s3,%lo(.LANCHOR1)
	addi	s1,s4,%lo(.LANCHOR0)
	lui	s8,%hi(.LC1)
	li	s7,201
	li	s6,40
.L65:
	slli	a5,s9,13
	xor	a5,a5,s9
	srli	a4,a5,7
	xor	a5,a5,a4
	slli	s9,a5,17
	xor	s9,a5,s9
	remu	a4,s9,s6
	andi	a5,s9,7
	slli	a5,a5,3
	add	a5,s3,a5
	ld	a3,0(a5)
	mv	a7,s9
	srli	a5,s9,40
	mv	a2,s10
	addi	a1,s8,%lo(.LC1)
	addi	a0,s4,%lo(.LANCHOR0)
	sd	s9,%lo(random_state)(s5)
	remu	a6,s9,s7
	addiw	a4,a4,8
	sra	a4,s9,a4
	addi	a6,a6,-100
	call	format.constprop.0
	bleu	a0,s1,.L63
	mv	a5,s1
.L64:
	lbu	a3,0(a5)
	slli	a4,s0,5
	sub	a4,a4,s0
	addi	a5,a5,1
	add	s0,a3,a4
	bne	a0,a5,.L64
.L63:
	addi	s10,s10,1
	bne	s2,s10,.L65
	ld	ra,88(sp)
	mv	a0,s0
	ld	s0,80(sp)
	ld	s1,72(sp)
	ld	s2,64(sp)
	ld	s3,56(sp)
	ld	s4,48(sp)
	ld	s5,40(sp)
	ld	s6,32(sp)
	ld	s7,24(sp)
	ld	s8,16(sp)
	ld	s9,8(sp)
	ld	s10,0(sp)
	addi	sp,sp,96
	jr	ra
.L66:
	li	a0,0
	ret
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L77
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L75
.L76:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L76
.L75:
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
.L77:
	li	a0,2
	ret
	.size	main, .-main
	.section	.rodata.str1.8
	.align	3
.LC2:
	.string	"leveret"
	.align	3
.LC3:
	.string	"hare"
	.align	3
.LC4:
	.string	"form"
	.align	3
.LC5:
	.string	""
	.align	3
.LC6:
	.string	"scut"
	.align	3
.LC7:
	.string	"jill"
	.align	3
.LC8:
	.string	"jack"
	.align	3
.LC9:
	.string	"drove"
	.section	.rodata
	.align	3
	.set	.LANCHOR1,. + 0
	.type	names, @object
	.size	names, 64
names:
	.dword	.LC2
	.dword	.LC3
	.dword	.LC4
	.dword	.LC5
	.dword	.LC6
	.dword	.LC7
	.dword	.LC8
	.dword	.LC9
	.bss
	.align	3
	.set	.LANCHOR0,. + 0
	.type	line.0, @object
	.size	line.0, 256
line.0:
	.zero	256
	.section	.sdata,"aw"
	.align	3
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
