# SPDX-License-Identifier: MPL-2.0
	.file	"lists.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	1
	.type	summed, @function
summed:
	addi	sp,sp,-64
	sd	ra,56(sp)
	sd	s0,48(sp)
	beq	a0,zero,.L4
	mv	s0,a0
	ld	a0,8(a0)
	call	summed
	sd	a0,16(sp)
	sd	a1,24(sp)
	ld	a0,16(s0)
	call	summed
	sd	a0,0(sp)
	sd	a1,8(sp)
	lw	a3,16(sp)
	sext.w	a5,a0
	mv	a4,a5
	sext.w	a5,a5
	bge	a5,a3,.L3
	mv	a4,a3
.L3:
	addiw	a4,a4,1
	lw	a5,20(sp)
	addiw	a5,a5,1
	lw	a3,4(sp)
	addw	a5,a5,a3
	lw	a1,0(s0)
	ld	a3,24(sp)
	add	a1,a1,a3
	ld	a3,8(sp)
	add	a1,a1,a3
.L2:
	sw	a4,32(sp)
	sw	a5,36(sp)
	ld	a0,32(sp)
	ld	ra,56(sp)
	ld	s0,48(sp)
	addi	sp,sp,64
	jr	ra
.L4:
	li	a4,0
	li	a5,0
	li	a1,0
	j	.L2
	.size	summed, .-summed
	.align	1
	.type	in_order, @function
in_order:
	beq	a0,zero,.L10
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	sd	s2,0(sp)
	mv	s0,a0
	mv	s1,a1
	mv	s2,a2
	ld	a0,8(a0)
	call	in_order
	lw	a4,0(s0)
	lw	a5,0(s1)
	bgt	a4,a5,.L8
	lw	a5,0(s2)
	addiw	a5,a5,1
	sw	a5,0(s2)
.L8:
	lw	a5,0(s0)
	sw	a5,0(s1)
	mv	a2,s2
	mv	a1,s1
	ld	a0,16(s0)
	call	in_order
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	ld	s2,0(sp)
	addi	sp,sp,32
	jr	ra
.L10:
	ret
	.size	in_order, .-in_order
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC0:
	.string	"%s:"
	.align	3
.LC1:
	.string	" %ld"
	.text
	.align	1
	.type	show, @function
show:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	mv	s0,a1
	mv	a1,a0
	lla	a0,.LC0
	call	print@plt
	beq	s0,zero,.L14
	lla	s1,.LC1
.L15:
	ld	a1,8(s0)
	mv	a0,s1
	call	print@plt
	ld	s0,0(s0)
	bne	s0,zero,.L15
.L14:
	li	a0,10
	call	put_char@plt
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
	.size	show, .-show
	.align	1
	.type	inserted, @function
inserted:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s1,24(sp)
	sd	s2,16(sp)
	sd	s3,8(sp)
	sd	s4,0(sp)
	mv	s2,a1
	beq	a0,zero,.L22
	mv	s0,a0
	lw	s1,0(a0)
	beq	s1,a1,.L20
	slt	a5,s1,a1
	slli	a5,a5,3
	add	s3,a0,a5
	ld	a0,8(s3)
	call	inserted
	sd	a0,8(s3)
	lw	a4,4(a0)
	lw	a5,4(s0)
	bleu	a4,a5,.L20
	slt	a5,s1,s2
	xori	a5,a5,1
	slli	a5,a5,32
	srli	a5,a5,32
	slli	a5,a5,3
	add	a5,a0,a5
	ld	a4,8(a5)
	sd	a4,8(s3)
	sd	s0,8(a5)
	mv	s0,a0
.L20:
	mv	a0,s0
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	ld	s4,0(sp)
	addi	sp,sp,48
	jr	ra
.L22:
	lla	a5,.LANCHOR0
	ld	s4,0(a5)
	addi	a4,s4,1
	sd	a4,0(a5)
	slli	s1,s4,1
	add	s0,s1,s4
	slli	s0,s0,3
	lla	s3,trees
	add	s0,s0,s3
	sw	a1,0(s0)
	mv	a0,a2
	call	next_random@plt
	sw	a0,4(s0)
	j	.L20
	.size	inserted, .-inserted
	.section	.rodata.str1.8
	.align	3
.LC2:
	.string	"odd"
	.align	3
.LC3:
	.string	"even"
	.align	3
.LC4:
	.string	"merged"
	.align	3
.LC5:
	.string	"reversed"
	.align	3
.LC6:
	.string	"free: %d, josephus: %d\n"
	.align	3
.LC7:
	.string	"tree: %d keys, sum %ld, height %d, errors %d\n"
	.text
	.align	1
	.globl	main
	.type	main, @function
main:
	addi	sp,sp,-112
	sd	ra,104(sp)
	sd	s0,96(sp)
	sd	s1,88(sp)
	sd	s2,80(sp)
	sd	s3,72(sp)
	sd	s4,64(sp)
	ld	a4,.LANCHOR0+2016
	lla	a5,.LANCHOR0+8
	lla	a2,.LANCHOR0+1032
.L24:
	mv	a3,a4
	mv	a4,a5
	sd	a3,0(a5)
	addi	a5,a5,16
	bne	a2,a5,.L24
	li	a2,19
	lla	a5,.LANCHOR0+1016
	li	a4,10
	li	s1,0
	li	s0,0
.L25:
	mv	a3,s1
	ld	s1,0(a5)
	sd	s0,0(a5)
	sd	a2,8(a5)
	mv	s0,a5
	ld	a5,0(s1)
	sd	a3,0(s1)
	mul	a3,a4,a4
	addi	a3,a3,-8
	sd	a3,8(s1)
	addi	a4,a4,-1
	addi	a2,a2,-2
	bne	a4,zero,.L25
	sd	a5,.LANCHOR0+2016,a4
	li	a5,-7
	sd	a5,8(s1)
	mv	a1,s0
	lla	a0,.LC2
	call	show
	mv	a1,s1
	lla	a0,.LC3
	call	show
	sd	s0,0(sp)
	sd	s1,8(sp)
	sd	zero,16(sp)
	sd	zero,24(sp)
	addi	a4,sp,16
	mv	a0,sp
	addi	a1,sp,8
	j	.L26
.L41:
	mv	a5,s0
	mv	a3,a0
.L27:
	sd	a5,0(a4)
	ld	a4,0(a5)
	sd	a4,0(a3)
	ld	s0,0(sp)
	beq	s0,zero,.L42
	mv	a4,a5
.L26:
	ld	a5,8(sp)
	beq	a5,zero,.L54
	ld	a2,8(s0)
	ld	a3,8(a5)
	ble	a2,a3,.L41
	mv	a3,a1
	j	.L27
.L54:
	beq	s0,zero,.L28
.L30:
	sd	s0,0(a4)
	ld	s0,16(sp)
	mv	a1,s0
	lla	a0,.LC4
	call	show
	beq	s0,zero,.L31
	li	a4,0
	j	.L32
.L42:
	mv	a4,a5
.L28:
	ld	s0,8(sp)
	j	.L30
.L43:
	mv	s0,a5
.L32:
	ld	a5,0(s0)
	sd	a4,0(s0)
	mv	a4,s0
	bne	a5,zero,.L43
	mv	a1,s0
	lla	a0,.LC5
	call	show
	ld	a4,.LANCHOR0+2016
	j	.L33
.L44:
	mv	s0,a5
.L33:
	ld	a5,0(s0)
	sd	a4,0(s0)
	mv	a4,s0
	bne	a5,zero,.L44
	sd	s0,.LANCHOR0+2016,a5
.L39:
	li	a1,0
.L34:
	addiw	a1,a1,1
	ld	s0,0(s0)
	bne	s0,zero,.L34
.L40:
	lla	a4,.LANCHOR0+1032
	li	a2,0
	mv	a7,a4
	li	a6,41
	li	t1,41
.L35:
	addiw	a3,a2,40
	remw	a3,a3,a6
	slli	a5,a3,1
	add	a5,a5,a3
	slli	a5,a5,3
	add	a5,a7,a5
	addiw	a3,a2,1
	sext.w	a2,a3
	sd	a5,0(a4)
	remw	a0,a3,a6
	slli	a5,a0,1
	add	a5,a5,a0
	slli	a5,a5,3
	add	a5,a7,a5
	sd	a5,8(a4)
	sw	a3,16(a4)
	addi	a4,a4,24
	bne	a2,t1,.L35
	ld	a4,.LANCHOR0+2000
	lla	a5,.LANCHOR0+1992
	beq	a4,a5,.L36
.L37:
	ld	a5,8(a5)
	ld	a5,8(a5)
	ld	a5,8(a5)
	ld	a3,0(a5)
	ld	a4,8(a5)
	sd	a4,8(a3)
	ld	a5,0(a5)
	sd	a5,0(a4)
	ld	a4,8(a5)
	bne	a5,a4,.L37
.L36:
	lw	a2,16(a4)
	lla	a0,.LC6
	call	print@plt
	li	a5,5
	sd	a5,56(sp)
	li	s1,0
	li	s0,0
	addi	s4,sp,56
	li	s3,101
	li	s2,4096
	addi	s2,s2,-396
.L38:
	mv	a2,s4
	remw	a1,s1,s3
	mv	a0,s0
	call	inserted
	mv	s0,a0
	addiw	s1,s1,37
	bne	s1,s2,.L38
	li	a5,-1
	sw	a5,52(sp)
	sw	zero,48(sp)
	addi	a2,sp,48
	addi	a1,sp,52
	call	in_order
	mv	a0,s0
	call	summed
	mv	a2,a1
	lw	a4,48(sp)
	sext.w	a3,a0
	srai	a1,a0,32
	lla	a0,.LC7
	call	print@plt
	lw	a0,48(sp)
	ld	ra,104(sp)
	ld	s0,96(sp)
	ld	s1,88(sp)
	ld	s2,80(sp)
	ld	s3,72(sp)
	ld	s4,64(sp)
	addi	sp,sp,112
	jr	ra
.L31:
	li	a1,0
	lla	a0,.LC5
	call	show
	ld	s0,.LANCHOR0+2016
	bne	s0,zero,.L39
	li	a1,0
	j	.L40
	.size	main, .-main
	.bss
	.align	3
	.set	.LANCHOR0,. + 0
	.type	trees_used, @object
	.size	trees_used, 8
trees_used:
	.zero	8
	.type	pool, @object
	.size	pool, 1024
pool:
	.zero	1024
	.type	people.0, @object
	.size	people.0, 984
people.0:
	.zero	984
	.type	unused, @object
	.size	unused, 8
unused:
	.zero	8
	.type	trees, @object
	.size	trees, 2400
trees:
	.zero	2400
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
