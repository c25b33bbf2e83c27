# SPDX-License-Identifier: MPL-2.0
	.file	"structs.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	1
	.type	next_one, @function
next_one:
	addiw	a0,a0,1
	ret
	.size	next_one, .-next_one
	.align	1
	.type	rotated, @function
rotated:
	srliw	a5,a0,16
	andi	a4,a0,0xff
	slliw	a4,a4,8
	andi	a5,a5,0xff
	or	a5,a5,a4
	slliw	a4,a5,16
	srliw	a4,a4,16
	srliw	a4,a4,8
	srliw	a0,a0,8
	andi	a4,a4,0xff
	andi	a5,a5,0xff
	slli	a4,a4,8
	andi	a0,a0,0xff
	addi	sp,sp,-32
	slli	a0,a0,16
	or	a5,a5,a4
	or	a0,a5,a0
	addi	sp,sp,32
	jr	ra
	.size	rotated, .-rotated
	.align	1
	.type	read_tight, @function
read_tight:
	lbu	t3,0(a0)
	lbu	t0,1(a0)
	lbu	t1,2(a0)
	lbu	a6,3(a0)
	lbu	a5,4(a0)
	lbu	t5,5(a0)
	lbu	a4,6(a0)
	lbu	a3,7(a0)
	lbu	t6,8(a0)
	lbu	t4,9(a0)
	lbu	a7,10(a0)
	slli	t6,t6,8
	lbu	a1,11(a0)
	or	t6,t6,a3
	lbu	a2,12(a0)
	slli	t4,t4,16
	lbu	a3,13(a0)
	or	t4,t4,t6
	slli	t1,t1,8
	slli	a7,a7,24
	lbu	a0,14(a0)
	or	t1,t1,t0
	or	a7,a7,t4
	slli	a6,a6,16
	slli	a1,a1,32
	slli	a4,a4,8
	or	a6,a6,t1
	or	a1,a1,a7
	or	a4,a4,t5
	slli	a5,a5,24
	slli	a2,a2,40
	or	a5,a5,a6
	or	a2,a2,a1
	slli	a3,a3,48
	slliw	a4,a4,16
	sraiw	a4,a4,16
	or	a3,a3,a2
	addw	a5,a5,t3
	slli	a0,a0,56
	or	a0,a0,a3
	addw	a5,a5,a4
	add	a0,a5,a0
	ret
	.size	read_tight, .-read_tight
	.align	1
	.type	area.constprop.0, @function
area.constprop.0:
	addi	a6,a0,96
	li	a3,0
.L7:
	lw	a1,0(a0)
	lw	a5,12(a0)
	lw	a2,8(a0)
	lw	a4,4(a0)
	mulw	a5,a5,a1
	addi	a0,a0,24
	mulw	a4,a4,a2
	subw	a5,a5,a4
	addw	a3,a5,a3
	bne	a6,a0,.L7
	sraiw	a0,a3,1
	blt	a3,zero,.L11
	ret
.L11:
	li	a4,2
	divw	a5,a3,a4
	negw	a0,a5
	ret
	.size	area.constprop.0, .-area.constprop.0
	.align	1
	.type	many.constprop.0, @function
many.constprop.0:
	addi	sp,sp,-64
	li	a0,650
	addi	sp,sp,64
	jr	ra
	.size	many.constprop.0, .-many.constprop.0
	.align	1
	.type	swapped.constprop.0, @function
swapped.constprop.0:
	addi	sp,sp,-32
	li	a0,-1
	srli	a0,a0,1
	li	a1,-1
	addi	sp,sp,32
	jr	ra
	.size	swapped.constprop.0, .-swapped.constprop.0
	.align	1
	.type	sum.constprop.0, @function
sum.constprop.0:
	srai	a5,a0,32
	addw	a1,a1,a0
	addiw	a5,a5,-3
	slli	a0,a1,32
	addi	sp,sp,-32
	slli	a5,a5,32
	srli	a0,a0,32
	or	a0,a0,a5
	addi	sp,sp,32
	jr	ra
	.size	sum.constprop.0, .-sum.constprop.0
	.align	1
	.type	moved.constprop.0, @function
moved.constprop.0:
	lwu	a5,4(a1)
	lwu	a4,0(a1)
	addi	sp,sp,-64
	slli	a5,a5,32
	sd	s0,48(sp)
	sd	s1,40(sp)
	mv	s0,a1
	mv	s1,a0
	mv	a1,a2
	or	a0,a5,a4
	sd	ra,56(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	sd	s4,16(sp)
	mv	s3,a2
	call	sum.constprop.0
	lwu	a4,12(s0)
	lwu	a2,8(s0)
	lbu	s2,16(s0)
	slli	a4,a4,32
	mv	a5,a0
	srli	a3,a0,32
	mv	a1,s3
	or	a0,a4,a2
	xori	s2,s2,32
	mv	s4,a5
	mv	s3,a3
	sw	a5,0(s0)
	sw	a3,4(s0)
	call	sum.constprop.0
	sb	s2,16(s0)
	lw	a3,16(s0)
	lw	a4,20(s0)
	srli	a5,a0,32
	sw	a0,8(s0)
	ld	ra,56(sp)
	sw	a5,12(s0)
	ld	s0,48(sp)
	sw	s4,0(s1)
	sw	s3,4(s1)
	sw	a0,8(s1)
	sw	a5,12(s1)
	sw	a3,16(s1)
	sw	a4,20(s1)
	ld	s2,32(sp)
	ld	s3,24(sp)
	ld	s4,16(sp)
	mv	a0,s1
	ld	s1,40(sp)
	addi	sp,sp,64
	jr	ra
	.size	moved.constprop.0, .-moved.constprop.0
	.align	1
	.type	turned.constprop.0.isra.0, @function
turned.constprop.0.isra.0:
	addi	sp,sp,-16
	li	a5,-7
	sb	a5,12(sp)
	li	a5,65601536
	addi	a5,a5,-2000
	lhu	a0,12(sp)
	mv	a4,a5
	slli	a4,a4,48
	srliw	a5,a5,16
	slli	a5,a5,16
	srli	a4,a4,48
	slli	a0,a0,32
	or	a5,a4,a5
	or	a0,a5,a0
	addi	sp,sp,16
	jr	ra
	.size	turned.constprop.0.isra.0, .-turned.constprop.0.isra.0
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC1:
	.string	"one: %c\n"
	.align	3
.LC2:
	.string	"five: %d %d %d, %ld bytes\n"
	.align	3
.LC3:
	.string	"pair: %ld %ld\n"
	.align	3
.LC4:
	.string	"three: %d%d%d, %ld bytes\n"
	.align	3
.LC5:
	.string	"%s: (%d, %d) to (%d, %d)\n"
	.align	3
.LC6:
	.string	"area: %d\n"
	.align	3
.LC7:
	.string	"many: %ld\n"
	.align	3
.LC8:
	.string	"tight: %ld bytes, %ld, %ld\n"
	.align	3
.LC9:
	.string	"tight: %ld\n"
	.align	3
.LC10:
	.string	"wide: %ld bytes, %lu\n"
	.section	.text.startup,"ax",@progbits
	.align	1
	.globl	main
	.type	main, @function
main:
	addi	sp,sp,-400
	sd	s0,384(sp)
	sd	ra,392(sp)
	sd	s1,376(sp)
	sd	s2,368(sp)
	sd	s3,360(sp)
	sd	s4,352(sp)
	sd	s5,344(sp)
	sd	s6,336(sp)
	sd	s7,328(sp)
	sd	s8,320(sp)
	li	s0,5
	li	a0,97
.L23:
	call	next_one
	addiw	s0,s0,-1
	andi	a0,a0,0xff
	bne	s0,zero,.L23
	mv	a1,a0
	lla	a0,.LC1
	call	print@plt
	li	a2,7
	li	a1,-2000
	li	a0,1000
	call	turned.constprop.0.isra.0
	srli	a6,a0,16
	srli	s3,a0,32
	slliw	a2,a6,16
	slliw	a3,s3,24
	slliw	a1,a0,16
	sraiw	a3,a3,24
	li	a4,6
	mv	a5,a0
	sraiw	a2,a2,16
	sraiw	a1,a1,16
	lla	a0,.LC2
	sh	a6,114(sp)
	sh	a5,112(sp)
	sh	s3,116(sp)
	call	print@plt
	li	a5,-1
	srli	a1,a5,1
	li	a0,-1
	sd	a5,144(sp)
	sd	a1,152(sp)
	call	swapped.constprop.0
	mv	a2,a1
	mv	a1,a0
	lla	a0,.LC3
	sd	a1,128(sp)
	sd	a2,136(sp)
	call	print@plt
	li	a5,513
	sh	a5,96(sp)
	li	a5,3
	sb	a5,98(sp)
	ld	a0,96(sp)
	andi	s3,s3,0xff
	addi	s1,sp,240
	call	rotated
	sext.w	a0,a0
	srli	a4,a0,8
	srli	a5,a0,16
	sb	a4,105(sp)
	sb	a5,106(sp)
	sb	a0,104(sp)
	ld	a0,104(sp)
	li	s2,0
	addi	s7,sp,48
	call	rotated
	sext.w	a5,a0
	srli	a7,a5,8
	srli	a6,a5,16
	andi	a3,a6,0xff
	andi	a2,a7,0xff
	andi	a1,a5,0xff
	li	a4,3
	lla	a0,.LC4
	sb	a5,88(sp)
	sb	a7,89(sp)
	sb	a6,90(sp)
	call	print@plt
	lla	a5,.LANCHOR0
	ld	t5,0(a5)
	ld	t4,8(a5)
	ld	t3,16(a5)
	ld	t1,24(a5)
	ld	a7,32(a5)
	ld	a6,40(a5)
	ld	a0,48(a5)
	ld	a1,56(a5)
	ld	a2,64(a5)
	ld	a3,72(a5)
	ld	a4,80(a5)
	ld	a5,88(a5)
	addi	s6,sp,16
	sd	t5,224(sp)
	sd	t4,232(sp)
	sd	t3,240(sp)
	sd	t1,248(sp)
	sd	a7,256(sp)
	sd	a6,264(sp)
	sd	a0,272(sp)
	sd	a1,280(sp)
	sd	a2,288(sp)
	sd	a3,296(sp)
	sd	a4,304(sp)
	sd	a5,312(sp)
	li	s8,-3
	lla	s5,.LC5
	li	s4,4
.L24:
	slli	s0,s2,1
	add	s0,s0,s2
	slli	s0,s0,3
	addi	a5,s0,320
	add	s0,a5,sp
	ld	a5,-96(s0)
	sw	s2,208(sp)
	sw	s8,212(sp)
	sd	a5,16(sp)
	ld	a5,-88(s0)
	ld	a2,208(sp)
	mv	a1,s6
	sd	a5,24(sp)
	ld	a5,-80(s0)
	mv	a0,s7
	addi	s2,s2,1
	sd	a5,32(sp)
	call	moved.constprop.0
	lw	a0,48(sp)
	lw	a1,52(sp)
	lw	a2,56(sp)
	lw	a3,60(sp)
	lw	a4,64(sp)
	lw	a5,68(sp)
	sw	a0,-96(s0)
	sw	a1,-92(s0)
	sw	a2,-88(s0)
	sw	a3,-84(s0)
	sw	a4,-80(s0)
	sw	a5,-76(s0)
	lw	a5,-4(s1)
	lw	a4,-8(s1)
	lw	a3,-12(s1)
	lw	a2,-16(s1)
	mv	a1,s1
	mv	a0,s5
	call	print@plt
	addi	s1,s1,24
	bne	s2,s4,.L24
	addi	a0,sp,224
	call	area.constprop.0
	mv	a1,a0
	lla	a0,.LC6
	call	print@plt
	li	a1,3
	li	t1,8
	slli	a1,a1,34
	sd	t1,208(sp)
	addi	a1,a1,11
	li	t1,9
	sd	t1,216(sp)
	li	a6,8
	li	a7,9
	li	a4,5
	li	a5,6
	li	a2,3
	li	a3,4
	sd	a1,0(sp)
	li	a0,1
	li	a1,2
	call	many.constprop.0
	mv	a1,a0
	lla	a0,.LC7
	call	print@plt
	lla	s0,.LANCHOR1
	mv	a0,s0
	call	read_tight
	mv	s1,a0
	lla	a0,.LANCHOR1+15
	call	read_tight
	mv	a3,a0
	mv	a2,s1
	li	a1,15
	lla	a0,.LC8
	call	print@plt
	ld	a5,0(s0)
	lla	a0,.LANCHOR1+15
	slli	a5,a5,24
	srai	a5,a5,32
	srli	a2,a5,16
	srli	a3,a5,48
	sh	a5,22(s0)
	sh	a2,24(s0)
	sh	a3,26(s0)
	sh	a3,28(s0)
	call	read_tight
	mv	a1,a0
	lla	a0,.LC9
	call	print@plt
	lla	a0,.LC10
	li	a2,0
	li	a1,64
	call	print@plt
	ld	ra,392(sp)
	ld	s0,384(sp)
	addi	a0,s3,-249
	ld	s1,376(sp)
	ld	s2,368(sp)
	ld	s3,360(sp)
	ld	s4,352(sp)
	ld	s5,344(sp)
	ld	s6,336(sp)
	ld	s7,328(sp)
	ld	s8,320(sp)
	snez	a0,a0
	addi	sp,sp,400
	jr	ra
	.size	main, .-main
	.section	.rodata
	.align	3
	.set	.LANCHOR0,. + 0
.LC0:
	.word	0
	.word	0
	.word	10
	.word	0
	.string	"south"
	.zero	2
	.word	10
	.word	0
	.word	10
	.word	10
	.string	"east"
	.zero	3
	.word	10
	.word	10
	.word	0
	.word	10
	.string	"north"
	.zero	2
	.word	0
	.word	10
	.word	0
	.word	0
	.string	"west"
	.zero	3
	.data
	.align	3
	.set	.LANCHOR1,. + 0
	.type	table, @object
	.size	table, 30
table:
	.byte	97
	.4byte	-1
	.2byte	2
	.8byte	1311768467463790320
	.byte	98
	.4byte	2147483647
	.2byte	-300
	.8byte	-1
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
