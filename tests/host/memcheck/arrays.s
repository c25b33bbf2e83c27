	.file	"arrays.c"
	.option nopic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
.Ltext0:
	.cfi_sections	.debug_frame
	.file 0 "/src" "arrays.c"
	.globl	before
	.bss
	.align	3
	.type	before, @object
	.size	before, 16
before:
	.zero	16
	.globl	table
	.align	3
	.type	table, @object
	.size	table, 40
table:
	.zero	40
	.globl	after
	.section	.sbss,"aw",@nobits
	.align	3
	.type	after, @object
	.size	after, 6
after:
	.zero	6
	.local	records
	.comm	records,72,8
	.globl	many
	.bss
	.align	3
	.type	many, @object
	.size	many, 40000
many:
	.zero	40000
	.text
	.align	1
	.globl	memcpy
	.type	memcpy, @function
memcpy:
.LFB0:
	.file 1 "arrays.c"
	.loc 1 11 62
	.cfi_startproc
	addi	sp,sp,-64
	.cfi_def_cfa_offset 64
	sd	s0,56(sp)
	.cfi_offset 8, -8
	addi	s0,sp,64
	.cfi_def_cfa 8, 0
	sd	a0,-40(s0)
	sd	a1,-48(s0)
	sd	a2,-56(s0)
	.loc 1 12 9
	ld	a5,-40(s0)
	sd	a5,-24(s0)
	.loc 1 13 15
	ld	a5,-48(s0)
	sd	a5,-32(s0)
	.loc 1 14 9
	j	.L2
.L3:
	.loc 1 14 31 discriminator 2
	ld	a4,-32(s0)
	addi	a5,a4,1
	sd	a5,-32(s0)
	.loc 1 14 24 discriminator 2
	ld	a5,-24(s0)
	addi	a3,a5,1
	sd	a3,-24(s0)
	.loc 1 14 29 discriminator 2
	lbu	a4,0(a4)
	.loc 1 14 27 discriminator 2
	sb	a4,0(a5)
.L2:
	.loc 1 14 14 discriminator 1
	ld	a5,-56(s0)
	addi	a4,a5,-1
	sd	a4,-56(s0)
	.loc 1 14 17 discriminator 1
	bne	a5,zero,.L3
	.loc 1 15 10
	ld	a5,-40(s0)
	.loc 1 16 1
	mv	a0,a5
	ld	s0,56(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 64
	addi	sp,sp,64
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE0:
	.size	memcpy, .-memcpy
	.align	1
	.type	fill, @function
fill:
.LFB1:
	.loc 1 18 39
	.cfi_startproc
	addi	sp,sp,-48
	.cfi_def_cfa_offset 48
	sd	s0,40(sp)
	.cfi_offset 8, -8
	addi	s0,sp,48
	.cfi_def_cfa 8, 0
	sd	a0,-40(s0)
	mv	a5,a1
	sw	a5,-44(s0)
.LBB2:
	.loc 1 19 12
	sw	zero,-20(s0)
	.loc 1 19 3
	j	.L6
.L7:
	.loc 1 19 37 discriminator 3
	lw	a5,-20(s0)
	ld	a4,-40(s0)
	add	a5,a4,a5
	.loc 1 19 41 discriminator 3
	li	a4,120
	sb	a4,0(a5)
	.loc 1 19 31 discriminator 3
	lw	a5,-20(s0)
	addiw	a5,a5,1
	sw	a5,-20(s0)
.L6:
	.loc 1 19 21 discriminator 1
	lw	a5,-20(s0)
	mv	a4,a5
	lw	a5,-44(s0)
	sext.w	a4,a4
	sext.w	a5,a5
	blt	a4,a5,.L7
.LBE2:
	.loc 1 20 1
	nop
	nop
	ld	s0,40(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 48
	addi	sp,sp,48
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE1:
	.size	fill, .-fill
	.align	1
	.type	sum, @function
sum:
.LFB2:
	.loc 1 22 49
	.cfi_startproc
	addi	sp,sp,-48
	.cfi_def_cfa_offset 48
	sd	s0,40(sp)
	.cfi_offset 8, -8
	addi	s0,sp,48
	.cfi_def_cfa 8, 0
	sd	a0,-40(s0)
	sd	a1,-48(s0)
	.loc 1 23 7
	sw	zero,-20(s0)
	.loc 1 24 9
	j	.L9
.L10:
	.loc 1 24 36 discriminator 2
	ld	a5,-40(s0)
	addi	a4,a5,4
	sd	a4,-40(s0)
	.loc 1 24 31 discriminator 2
	lw	a5,0(a5)
	.loc 1 24 28 discriminator 2
	lw	a4,-20(s0)
	addw	a5,a4,a5
	sw	a5,-20(s0)
.L9:
	.loc 1 24 15 discriminator 1
	ld	a4,-40(s0)
	ld	a5,-48(s0)
	bltu	a4,a5,.L10
	.loc 1 25 10
	lw	a5,-20(s0)
	.loc 1 26 1
	mv	a0,a5
	ld	s0,40(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 48
	addi	sp,sp,48
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE2:
	.size	sum, .-sum
	.align	1
	.type	by_index, @function
by_index:
.LFB3:
	.loc 1 28 32
	.cfi_startproc
	addi	sp,sp,-112
	.cfi_def_cfa_offset 112
	sd	s0,104(sp)
	.cfi_offset 8, -8
	addi	s0,sp,112
	.cfi_def_cfa 8, 0
	mv	a5,a0
	sw	a5,-100(s0)
	.loc 1 29 7
	sd	zero,-56(s0)
	sd	zero,-48(s0)
	sd	zero,-40(s0)
	sd	zero,-32(s0)
	sd	zero,-24(s0)
	.loc 1 30 7
	sd	zero,-96(s0)
	sd	zero,-88(s0)
	sd	zero,-80(s0)
	sd	zero,-72(s0)
	sd	zero,-64(s0)
	.loc 1 31 16
	lw	a5,-100(s0)
	slli	a5,a5,2
	addi	a5,a5,-16
	add	a5,a5,s0
	li	a4,1
	sw	a4,-40(a5)
	.loc 1 32 15
	lw	a4,-56(s0)
	.loc 1 32 27
	lw	a5,-60(s0)
	.loc 1 32 19
	addw	a5,a4,a5
	sext.w	a5,a5
	.loc 1 33 1
	mv	a0,a5
	ld	s0,104(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 112
	addi	sp,sp,112
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE3:
	.size	by_index, .-by_index
	.align	1
	.type	by_pointer, @function
by_pointer:
.LFB4:
	.loc 1 35 45
	.cfi_startproc
	addi	sp,sp,-80
	.cfi_def_cfa_offset 80
	sd	ra,72(sp)
	sd	s0,64(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	addi	s0,sp,80
	.cfi_def_cfa 8, 0
	mv	a5,a0
	mv	a4,a1
	sw	a5,-68(s0)
	mv	a5,a4
	sw	a5,-72(s0)
	.loc 1 38 9
	addi	a5,s0,-56
	sd	a5,-24(s0)
	.loc 1 39 3
	addi	a5,s0,-40
	li	a1,16
	mv	a0,a5
	call	fill
	.loc 1 40 3
	lw	a5,-68(s0)
	ld	a4,-24(s0)
	add	a5,a4,a5
	lw	a4,-72(s0)
	mv	a1,a4
	mv	a0,a5
	call	fill
	.loc 1 41 1
	nop
	ld	ra,72(sp)
	.cfi_restore 1
	ld	s0,64(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 80
	addi	sp,sp,80
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE4:
	.size	by_pointer, .-by_pointer
	.align	1
	.type	in_struct, @function
in_struct:
.LFB5:
	.loc 1 43 33
	.cfi_startproc
	addi	sp,sp,-96
	.cfi_def_cfa_offset 96
	sd	s0,88(sp)
	.cfi_offset 8, -8
	addi	s0,sp,96
	.cfi_def_cfa 8, 0
	mv	a5,a0
	sw	a5,-84(s0)
	.loc 1 44 17
	li	a5,1
	sw	a5,-48(s0)
	sw	zero,-44(s0)
	sw	zero,-40(s0)
	sw	zero,-36(s0)
	li	a5,2
	sd	a5,-32(s0)
	.loc 1 45 17
	li	a5,3
	sw	a5,-72(s0)
	sw	zero,-68(s0)
	sw	zero,-64(s0)
	sw	zero,-60(s0)
	li	a5,4
	sd	a5,-56(s0)
	.loc 1 46 18
	addi	a5,s0,-72
	sd	a5,-24(s0)
	.loc 1 47 18
	ld	a4,-24(s0)
	lw	a5,-84(s0)
	add	a5,a4,a5
	li	a4,120
	sb	a4,4(a5)
	.loc 1 48 13
	lw	a4,-48(s0)
	.loc 1 48 26
	lw	a5,-72(s0)
	.loc 1 48 21
	addw	a5,a4,a5
	sext.w	a5,a5
	.loc 1 49 1
	mv	a0,a5
	ld	s0,88(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 96
	addi	sp,sp,96
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE5:
	.size	in_struct, .-in_struct
	.align	1
	.type	large_frame, @function
large_frame:
.LFB6:
	.loc 1 51 35
	.cfi_startproc
	addi	sp,sp,-992
	.cfi_def_cfa_offset 992
	sd	ra,984(sp)
	sd	s0,976(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	addi	s0,sp,992
	.cfi_def_cfa 8, 0
	li	t0,-4096
	add	sp,sp,t0
	mv	a4,a0
	li	a5,-4096
	addi	a5,a5,-16
	add	a5,a5,s0
	sw	a4,-964(a5)
	.loc 1 52 8
	sd	zero,-24(s0)
	.loc 1 54 7
	li	a5,-4096
	addi	a5,a5,-16
	add	a5,a5,s0
	sd	zero,-952(a5)
	sd	zero,-944(a5)
	sd	zero,-936(a5)
	sd	zero,-928(a5)
	sd	zero,-920(a5)
	.loc 1 55 3
	li	a5,-4096
	addi	a5,a5,-912
	addi	a5,a5,-16
	add	a4,a5,s0
	li	a5,4096
	addi	a1,a5,904
	mv	a0,a4
	call	fill
	.loc 1 56 22
	lbu	a5,-24(s0)
	sext.w	a4,a5
	.loc 1 56 15
	li	a5,-4096
	addi	a5,a5,-16
	add	a3,a5,s0
	li	a5,-4096
	addi	a5,a5,-16
	add	a5,a5,s0
	lw	a5,-964(a5)
	slli	a5,a5,2
	add	a5,a3,a5
	sw	a4,-952(a5)
	.loc 1 57 15
	li	a5,-4096
	addi	a5,a5,-16
	add	a4,a5,s0
	li	a5,4096
	add	a5,a4,a5
	lbu	a5,-9(a5)
	sext.w	a4,a5
	.loc 1 57 28
	li	a5,-4096
	addi	a5,a5,-16
	add	a5,a5,s0
	lw	a5,-952(a5)
	.loc 1 57 22
	addw	a5,a4,a5
	sext.w	a5,a5
	.loc 1 58 1
	mv	a0,a5
	li	t0,4096
	add	sp,sp,t0
	.cfi_def_cfa 2, 992
	ld	ra,984(sp)
	.cfi_restore 1
	ld	s0,976(sp)
	.cfi_restore 8
	addi	sp,sp,992
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE6:
	.size	large_frame, .-large_frame
	.align	1
	.type	of_variable_size, @function
of_variable_size:
.LFB7:
	.loc 1 60 50
	.cfi_startproc
	addi	sp,sp,-64
	.cfi_def_cfa_offset 64
	sd	ra,56(sp)
	sd	s0,48(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	addi	s0,sp,64
	.cfi_def_cfa 8, 0
	mv	t3,a0
	mv	a0,a1
	mv	a1,t3
	sw	a1,-52(s0)
	mv	a1,a0
	sw	a1,-56(s0)
	.loc 1 61 3
	lw	a1,-52(s0)
	.loc 1 61 8
	mv	a0,a1
	addi	a0,a0,-1
	sd	a0,-24(s0)
	mv	a0,a1
	mv	t1,a0
	li	t2,0
	srli	a0,t1,61
	slli	a3,t2,3
	or	a3,a0,a3
	slli	a2,t1,3
	mv	a3,a1
	mv	a6,a3
	li	a7,0
	srli	a3,a6,61
	slli	a5,a7,3
	or	a5,a3,a5
	slli	a4,a6,3
	mv	a5,a1
	addi	a5,a5,15
	srli	a5,a5,4
	slli	a5,a5,4
	sub	sp,sp,a5
	mv	a5,sp
	addi	a5,a5,0
	sd	a5,-32(s0)
	.loc 1 62 3
	lw	a5,-56(s0)
	mv	a1,a5
	ld	a0,-32(s0)
	call	fill
	.loc 1 63 16
	addi	sp,sp,-48
	mv	a5,sp
	addi	a5,a5,15
	srli	a5,a5,4
	slli	a5,a5,4
	sd	a5,-40(s0)
	.loc 1 64 3
	li	a1,40
	ld	a0,-40(s0)
	call	fill
	.loc 1 65 3
	lw	a5,-56(s0)
	mv	a1,a5
	ld	a0,-40(s0)
	call	fill
	.loc 1 66 14
	ld	a5,-32(s0)
	lbu	a5,0(a5)
	sext.w	a4,a5
	.loc 1 66 24
	ld	a5,-40(s0)
	lbu	a5,0(a5)
	sext.w	a5,a5
	.loc 1 66 18
	addw	a5,a4,a5
	sext.w	a5,a5
	.loc 1 67 1
	mv	a0,a5
	addi	sp,s0,-64
	.cfi_def_cfa 2, 64
	ld	ra,56(sp)
	.cfi_restore 1
	ld	s0,48(sp)
	.cfi_restore 8
	addi	sp,sp,64
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE7:
	.size	of_variable_size, .-of_variable_size
	.align	1
	.type	backwards, @function
backwards:
.LFB8:
	.loc 1 69 28
	.cfi_startproc
	addi	sp,sp,-64
	.cfi_def_cfa_offset 64
	sd	ra,56(sp)
	sd	s0,48(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	addi	s0,sp,64
	.cfi_def_cfa 8, 0
	.loc 1 71 8
	addi	a5,s0,-56
	addi	a5,a5,32
	sd	a5,-24(s0)
	.loc 1 72 9
	j	.L22
.L23:
	.loc 1 72 25 discriminator 2
	ld	a5,-24(s0)
	addi	a5,a5,-4
	sd	a5,-24(s0)
	ld	a5,-24(s0)
	li	a4,1
	sw	a4,0(a5)
.L22:
	.loc 1 72 12 discriminator 1
	addi	a5,s0,-56
	ld	a4,-24(s0)
	bgtu	a4,a5,.L23
	.loc 1 73 10
	addi	a5,s0,-56
	addi	a5,a5,32
	addi	a4,s0,-56
	mv	a1,a5
	mv	a0,a4
	call	sum
	mv	a5,a0
	.loc 1 74 1
	mv	a0,a5
	ld	ra,56(sp)
	.cfi_restore 1
	ld	s0,48(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 64
	addi	sp,sp,64
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE8:
	.size	backwards, .-backwards
	.align	1
	.type	through_struct, @function
through_struct:
.LFB9:
	.loc 1 76 38
	.cfi_startproc
	addi	sp,sp,-80
	.cfi_def_cfa_offset 80
	sd	ra,72(sp)
	sd	s0,64(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	addi	s0,sp,80
	.cfi_def_cfa 8, 0
	mv	a5,a0
	sw	a5,-68(s0)
	.loc 1 78 31
	li	a5,1
	sd	a5,-48(s0)
	addi	a5,s0,-32
	sd	a5,-40(s0)
	.loc 1 79 8
	ld	a5,-48(s0)
	sd	a5,-64(s0)
	ld	a5,-40(s0)
	sd	a5,-56(s0)
	.loc 1 80 3
	ld	a5,-56(s0)
	lw	a4,-68(s0)
	mv	a1,a4
	mv	a0,a5
	call	fill
	.loc 1 81 14
	lbu	a5,-32(s0)
	sext.w	a5,a5
	.loc 1 82 1
	mv	a0,a5
	ld	ra,72(sp)
	.cfi_restore 1
	ld	s0,64(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 80
	addi	sp,sp,80
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE9:
	.size	through_struct, .-through_struct
	.align	1
	.globl	main
	.type	main, @function
main:
.LFB10:
	.loc 1 84 34
	.cfi_startproc
	addi	sp,sp,-48
	.cfi_def_cfa_offset 48
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s1,24(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	.cfi_offset 9, -24
	addi	s0,sp,48
	.cfi_def_cfa 8, 0
	mv	a5,a0
	sd	a1,-48(s0)
	sw	a5,-36(s0)
	.loc 1 85 15
	ld	a5,-48(s0)
	addi	a5,a5,8
	ld	a5,0(a5)
	.loc 1 85 18
	lbu	a5,0(a5)
	sext.w	a5,a5
	.loc 1 85 3
	addiw	a3,a5,-65
	sext.w	a4,a3
	li	a5,45
	bgtu	a4,a5,.L28
	slli	a5,a3,32
	srli	a5,a5,32
	slli	a4,a5,2
	lui	a5,%hi(.L30)
	addi	a5,a5,%lo(.L30)
	add	a5,a4,a5
	lw	a5,0(a5)
	jr	a5
	.section	.rodata
	.align	2
	.align	2
.L30:
	.word	.L56
	.word	.L55
	.word	.L54
	.word	.L53
	.word	.L52
	.word	.L51
	.word	.L50
	.word	.L49
	.word	.L48
	.word	.L47
	.word	.L46
	.word	.L45
	.word	.L44
	.word	.L43
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L28
	.word	.L42
	.word	.L41
	.word	.L40
	.word	.L39
	.word	.L38
	.word	.L37
	.word	.L36
	.word	.L35
	.word	.L34
	.word	.L33
	.word	.L32
	.word	.L31
	.word	.L28
	.word	.L29
	.text
.L42:
	.loc 1 86 22
	li	a0,10
	call	by_index
	mv	a5,a0
	.loc 1 86 35
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L56:
	.loc 1 87 22
	li	a0,9
	call	by_index
	mv	a5,a0
	.loc 1 87 34
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L41:
	.loc 1 88 22
	li	a0,-1
	call	by_index
	mv	a5,a0
	.loc 1 88 35
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L55:
	.loc 1 89 22
	li	a0,0
	call	by_index
	mv	a5,a0
	.loc 1 89 34
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L40:
	.loc 1 90 15
	li	a1,17
	li	a0,0
	call	by_pointer
	.loc 1 90 41
	li	a5,0
	j	.L57
.L54:
	.loc 1 91 15
	li	a1,16
	li	a0,0
	call	by_pointer
	.loc 1 91 41
	li	a5,0
	j	.L57
.L39:
	.loc 1 92 15
	li	a1,3
	li	a0,-1
	call	by_pointer
	.loc 1 92 41
	li	a5,0
	j	.L57
.L53:
	.loc 1 93 15
	li	a1,3
	li	a0,1
	call	by_pointer
	.loc 1 93 40
	li	a5,0
	j	.L57
.L38:
	.loc 1 94 22
	li	a0,20
	call	in_struct
	mv	a5,a0
	.loc 1 94 36
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L52:
	.loc 1 95 22
	li	a0,11
	call	in_struct
	mv	a5,a0
	.loc 1 95 36
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L37:
	.loc 1 96 22
	li	a0,10
	call	large_frame
	mv	a5,a0
	.loc 1 96 38
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L51:
	.loc 1 97 22
	li	a0,9
	call	large_frame
	mv	a5,a0
	.loc 1 97 37
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L36:
	.loc 1 98 22
	li	a1,49
	li	a0,20
	call	of_variable_size
	mv	a5,a0
	.loc 1 98 47
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L50:
	.loc 1 99 22
	li	a1,20
	li	a0,20
	call	of_variable_size
	mv	a5,a0
	.loc 1 99 47
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L35:
	.loc 1 100 22
	lui	a5,%hi(table+44)
	addi	a5,a5,%lo(table+44)
	mv	a1,a5
	lui	a5,%hi(table)
	addi	a0,a5,%lo(table)
	call	sum
	mv	a5,a0
	.loc 1 100 45
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L49:
	.loc 1 101 22
	lui	a5,%hi(table+40)
	addi	a5,a5,%lo(table+40)
	mv	a1,a5
	lui	a5,%hi(table)
	addi	a0,a5,%lo(table)
	call	sum
	mv	a5,a0
	.loc 1 101 45
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L34:
	.loc 1 102 27
	lw	a5,-36(s0)
	addiw	a5,a5,8
	sext.w	a5,a5
	.loc 1 102 32
	lui	a4,%hi(table)
	addi	a4,a4,%lo(table)
	slli	a5,a5,2
	add	a5,a4,a5
	li	a4,1
	sw	a4,0(a5)
	.loc 1 102 44
	li	a5,0
	j	.L57
.L48:
	.loc 1 103 27
	lw	a5,-36(s0)
	addiw	a5,a5,7
	sext.w	a5,a5
	.loc 1 103 32
	lui	a4,%hi(table)
	addi	a4,a4,%lo(table)
	slli	a5,a5,2
	add	a5,a4,a5
	li	a4,1
	sw	a4,0(a5)
	.loc 1 103 44
	li	a5,0
	j	.L57
.L33:
	.loc 1 104 29
	lw	a5,-36(s0)
	addiw	a5,a5,1
	sext.w	a4,a5
	.loc 1 104 41
	lui	a5,%hi(records)
	addi	a3,a5,%lo(records)
	mv	a5,a4
	slli	a5,a5,1
	add	a5,a5,a4
	slli	a5,a5,3
	add	a5,a3,a5
	li	a4,1
	sw	a4,0(a5)
	.loc 1 104 53
	li	a5,0
	j	.L57
.L47:
	.loc 1 105 35
	lui	a5,%hi(records)
	addi	a3,a5,%lo(records)
	lw	a4,-36(s0)
	mv	a5,a4
	slli	a5,a5,1
	add	a5,a5,a4
	slli	a5,a5,3
	add	a5,a3,a5
	li	a4,1
	sd	a4,16(a5)
	.loc 1 105 61
	lw	a5,-36(s0)
	addiw	a5,a5,-1
	sext.w	a4,a5
	.loc 1 105 70
	lui	a5,%hi(records)
	addi	a3,a5,%lo(records)
	mv	a5,a4
	slli	a5,a5,1
	add	a5,a5,a4
	slli	a5,a5,3
	add	a5,a3,a5
	lbu	a5,7(a5)
	sext.w	a5,a5
	j	.L57
.L32:
	.loc 1 106 15
	li	a1,7
	lui	a5,%hi(after)
	addi	a0,a5,%lo(after)
	call	fill
	.loc 1 106 38
	li	a5,0
	j	.L57
.L46:
	.loc 1 107 15
	li	a1,6
	lui	a5,%hi(after)
	addi	a0,a5,%lo(after)
	call	fill
	.loc 1 107 31
	li	a1,16
	lui	a5,%hi(before)
	addi	a0,a5,%lo(before)
	call	fill
	.loc 1 107 65
	li	a5,0
	j	.L57
.L31:
	.loc 1 108 22
	li	a0,13
	call	through_struct
	mv	a5,a0
	.loc 1 108 41
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L45:
	.loc 1 109 22
	li	a0,12
	call	through_struct
	mv	a5,a0
	.loc 1 109 41
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L44:
	.loc 1 110 22
	call	backwards
	mv	a5,a0
	.loc 1 110 34
	mv	a4,a5
	li	a5,7
	sub	a5,a4,a5
	seqz	a5,a5
	andi	a5,a5,0xff
	sext.w	a5,a5
	j	.L57
.L29:
	.loc 1 111 33
	lw	a5,-36(s0)
	mv	a4,a5
	li	a5,8192
	addiw	a5,a5,1806
	addw	a5,a4,a5
	sext.w	a5,a5
	.loc 1 111 26
	lui	a4,%hi(many)
	addi	a4,a4,%lo(many)
	slli	a5,a5,2
	add	a5,a4,a5
	lw	a5,0(a5)
	j	.L57
.L43:
	.loc 1 112 33
	lw	a5,-36(s0)
	mv	a4,a5
	li	a5,8192
	addiw	a5,a5,1805
	addw	a5,a4,a5
	sext.w	a5,a5
	.loc 1 112 26
	lui	a4,%hi(many)
	addi	a4,a4,%lo(many)
	slli	a5,a5,2
	add	a5,a4,a5
	lw	s1,0(a5)
	.loc 1 112 43
	lui	a5,%hi(many+40000)
	addi	a5,a5,%lo(many+40000)
	mv	a1,a5
	lui	a5,%hi(many)
	addi	a0,a5,%lo(many)
	call	sum
	mv	a5,a0
	.loc 1 112 41
	addw	a5,s1,a5
	sext.w	a5,a5
	j	.L57
.L28:
	.loc 1 114 10
	li	a5,1
.L57:
	.loc 1 115 1
	mv	a0,a5
	ld	ra,40(sp)
	.cfi_restore 1
	ld	s0,32(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 48
	ld	s1,24(sp)
	.cfi_restore 9
	addi	sp,sp,48
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE10:
	.size	main, .-main
.Letext0:
	.section	.debug_info,"",@progbits
.Ldebug_info0:
	.4byte	0x580
	.2byte	0x5
	.byte	0x1
	.byte	0x8
	.4byte	.Ldebug_abbrev0
	.byte	0x10
	.4byte	.LASF38
	.byte	0x1d
	.4byte	.LASF0
	.4byte	.LASF1
	.8byte	.Ltext0
	.8byte	.Letext0-.Ltext0
	.4byte	.Ldebug_line0
	.byte	0x11
	.4byte	.LASF39
	.byte	0x18
	.byte	0x1
	.byte	0x3
	.byte	0x8
	.4byte	0x5d
	.byte	0x9
	.4byte	.LASF2
	.byte	0x15
	.4byte	0x5d
	.byte	0
	.byte	0x9
	.4byte	.LASF3
	.byte	0x22
	.4byte	0x69
	.byte	0x4
	.byte	0x9
	.4byte	.LASF4
	.byte	0x31
	.4byte	0x8c
	.byte	0x10
	.byte	0
	.byte	0x12
	.byte	0x4
	.byte	0x5
	.string	"int"
	.byte	0xc
	.4byte	0x5d
	.byte	0x3
	.4byte	0x80
	.4byte	0x79
	.byte	0x5
	.4byte	0x79
	.byte	0xb
	.byte	0
	.byte	0xa
	.byte	0x8
	.byte	0x7
	.4byte	.LASF5
	.byte	0xa
	.byte	0x1
	.byte	0x8
	.4byte	.LASF6
	.byte	0xc
	.4byte	0x80
	.byte	0xa
	.byte	0x8
	.byte	0x5
	.4byte	.LASF7
	.byte	0x3
	.4byte	0x5d
	.4byte	0xa3
	.byte	0x5
	.4byte	0x79
	.byte	0x3
	.byte	0
	.byte	0x7
	.4byte	.LASF8
	.byte	0x5
	.byte	0x5
	.4byte	0x93
	.byte	0x9
	.byte	0x3
	.8byte	before
	.byte	0x3
	.4byte	0x5d
	.4byte	0xc8
	.byte	0x5
	.4byte	0x79
	.byte	0x9
	.byte	0
	.byte	0x7
	.4byte	.LASF9
	.byte	0x6
	.byte	0x5
	.4byte	0xb8
	.byte	0x9
	.byte	0x3
	.8byte	table
	.byte	0x3
	.4byte	0x80
	.4byte	0xed
	.byte	0x5
	.4byte	0x79
	.byte	0x5
	.byte	0
	.byte	0x7
	.4byte	.LASF10
	.byte	0x7
	.byte	0x6
	.4byte	0xdd
	.byte	0x9
	.byte	0x3
	.8byte	after
	.byte	0x3
	.4byte	0x2e
	.4byte	0x112
	.byte	0x5
	.4byte	0x79
	.byte	0x2
	.byte	0
	.byte	0x1
	.4byte	.LASF14
	.byte	0x8
	.byte	0x16
	.4byte	0x102
	.byte	0x9
	.byte	0x3
	.8byte	records
	.byte	0x3
	.4byte	0x5d
	.4byte	0x138
	.byte	0xd
	.4byte	0x79
	.2byte	0x270f
	.byte	0
	.byte	0x7
	.4byte	.LASF11
	.byte	0x9
	.byte	0x5
	.4byte	0x127
	.byte	0x9
	.byte	0x3
	.8byte	many
	.byte	0x13
	.4byte	.LASF36
	.byte	0x1
	.byte	0x54
	.byte	0x5
	.4byte	0x5d
	.8byte	.LFB10
	.8byte	.LFE10-.LFB10
	.byte	0x1
	.byte	0x9c
	.4byte	0x18c
	.byte	0x2
	.4byte	.LASF12
	.byte	0x54
	.byte	0xe
	.4byte	0x5d
	.byte	0x2
	.byte	0x91
	.byte	0x5c
	.byte	0x2
	.4byte	.LASF13
	.byte	0x54
	.byte	0x1c
	.4byte	0x18c
	.byte	0x2
	.byte	0x91
	.byte	0x50
	.byte	0
	.byte	0x6
	.4byte	0x191
	.byte	0x6
	.4byte	0x80
	.byte	0x8
	.4byte	.LASF17
	.byte	0x4c
	.4byte	0x5d
	.8byte	.LFB9
	.8byte	.LFE9-.LFB9
	.byte	0x1
	.byte	0x9c
	.4byte	0x20e
	.byte	0x2
	.4byte	.LASF12
	.byte	0x4c
	.byte	0x1f
	.4byte	0x5d
	.byte	0x3
	.byte	0x91
	.byte	0xbc,0x7f
	.byte	0x1
	.4byte	.LASF15
	.byte	0x4d
	.byte	0x8
	.4byte	0x69
	.byte	0x2
	.byte	0x91
	.byte	0x60
	.byte	0x14
	.byte	0x10
	.byte	0x1
	.byte	0x4e
	.byte	0x3
	.4byte	0x1f1
	.byte	0xe
	.string	"a"
	.byte	0x4e
	.byte	0x11
	.4byte	0x8c
	.byte	0
	.byte	0xe
	.string	"p"
	.byte	0x4e
	.byte	0x1a
	.4byte	0x191
	.byte	0x8
	.byte	0
	.byte	0x4
	.string	"box"
	.byte	0x4e
	.byte	0x1f
	.4byte	0x1d3
	.byte	0x2
	.byte	0x91
	.byte	0x50
	.byte	0x1
	.4byte	.LASF16
	.byte	0x4e
	.byte	0x32
	.4byte	0x1d3
	.byte	0x2
	.byte	0x91
	.byte	0x40
	.byte	0
	.byte	0x8
	.4byte	.LASF18
	.byte	0x45
	.4byte	0x5d
	.8byte	.LFB8
	.8byte	.LFE8-.LFB8
	.byte	0x1
	.byte	0x9c
	.4byte	0x249
	.byte	0x1
	.4byte	.LASF15
	.byte	0x46
	.byte	0x7
	.4byte	0x249
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x4
	.string	"p"
	.byte	0x47
	.byte	0x8
	.4byte	0x259
	.byte	0x2
	.byte	0x91
	.byte	0x68
	.byte	0
	.byte	0x3
	.4byte	0x5d
	.4byte	0x259
	.byte	0x5
	.4byte	0x79
	.byte	0x7
	.byte	0
	.byte	0x6
	.4byte	0x5d
	.byte	0x8
	.4byte	.LASF19
	.byte	0x3c
	.4byte	0x5d
	.8byte	.LFB7
	.8byte	.LFE7-.LFB7
	.byte	0x1
	.byte	0x9c
	.4byte	0x2b8
	.byte	0x2
	.4byte	.LASF20
	.byte	0x3c
	.byte	0x21
	.4byte	0x5d
	.byte	0x2
	.byte	0x91
	.byte	0x4c
	.byte	0x2
	.4byte	.LASF12
	.byte	0x3c
	.byte	0x2b
	.4byte	0x5d
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x1
	.4byte	.LASF15
	.byte	0x3d
	.byte	0x8
	.4byte	0x2b8
	.byte	0x3
	.byte	0x91
	.byte	0x60
	.byte	0x6
	.byte	0x1
	.4byte	.LASF21
	.byte	0x3f
	.byte	0x9
	.4byte	0x191
	.byte	0x2
	.byte	0x91
	.byte	0x58
	.byte	0
	.byte	0x3
	.4byte	0x80
	.4byte	0x2cb
	.byte	0x15
	.4byte	0x79
	.byte	0x3
	.byte	0x91
	.byte	0x68
	.byte	0x6
	.byte	0
	.byte	0x8
	.4byte	.LASF22
	.byte	0x33
	.4byte	0x5d
	.8byte	.LFB6
	.8byte	.LFE6-.LFB6
	.byte	0x1
	.byte	0x9c
	.4byte	0x327
	.byte	0x2
	.4byte	.LASF23
	.byte	0x33
	.byte	0x1c
	.4byte	0x5d
	.byte	0x3
	.byte	0x91
	.byte	0xac,0x58
	.byte	0x1
	.4byte	.LASF24
	.byte	0x34
	.byte	0x8
	.4byte	0x327
	.byte	0x2
	.byte	0x91
	.byte	0x68
	.byte	0x1
	.4byte	.LASF25
	.byte	0x35
	.byte	0x8
	.4byte	0x337
	.byte	0x3
	.byte	0x91
	.byte	0xe0,0x58
	.byte	0x1
	.4byte	.LASF15
	.byte	0x36
	.byte	0x7
	.4byte	0xb8
	.byte	0x3
	.byte	0x91
	.byte	0xb8,0x58
	.byte	0
	.byte	0x3
	.4byte	0x80
	.4byte	0x337
	.byte	0x5
	.4byte	0x79
	.byte	0x7
	.byte	0
	.byte	0x3
	.4byte	0x80
	.4byte	0x348
	.byte	0xd
	.4byte	0x79
	.2byte	0x1387
	.byte	0
	.byte	0xf
	.4byte	.LASF26
	.byte	0x2b
	.4byte	0x5d
	.8byte	.LFB5
	.8byte	.LFE5-.LFB5
	.byte	0x1
	.byte	0x9c
	.4byte	0x3a1
	.byte	0x2
	.4byte	.LASF23
	.byte	0x2b
	.byte	0x1a
	.4byte	0x5d
	.byte	0x3
	.byte	0x91
	.byte	0xac,0x7f
	.byte	0x4
	.string	"one"
	.byte	0x2c
	.byte	0x11
	.4byte	0x2e
	.byte	0x2
	.byte	0x91
	.byte	0x50
	.byte	0x4
	.string	"two"
	.byte	0x2d
	.byte	0x11
	.4byte	0x2e
	.byte	0x3
	.byte	0x91
	.byte	0xb8,0x7f
	.byte	0x4
	.string	"p"
	.byte	0x2e
	.byte	0x12
	.4byte	0x3a1
	.byte	0x2
	.byte	0x91
	.byte	0x68
	.byte	0
	.byte	0x6
	.4byte	0x2e
	.byte	0x16
	.4byte	.LASF34
	.byte	0x1
	.byte	0x23
	.byte	0xd
	.8byte	.LFB4
	.8byte	.LFE4-.LFB4
	.byte	0x1
	.byte	0x9c
	.4byte	0x40b
	.byte	0x2
	.4byte	.LASF23
	.byte	0x23
	.byte	0x1c
	.4byte	0x5d
	.byte	0x3
	.byte	0x91
	.byte	0xbc,0x7f
	.byte	0x2
	.4byte	.LASF20
	.byte	0x23
	.byte	0x27
	.4byte	0x5d
	.byte	0x3
	.byte	0x91
	.byte	0xb8,0x7f
	.byte	0x1
	.4byte	.LASF27
	.byte	0x24
	.byte	0x8
	.4byte	0x40b
	.byte	0x2
	.byte	0x91
	.byte	0x58
	.byte	0x1
	.4byte	.LASF28
	.byte	0x25
	.byte	0x8
	.4byte	0x40b
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x4
	.string	"p"
	.byte	0x26
	.byte	0x9
	.4byte	0x191
	.byte	0x2
	.byte	0x91
	.byte	0x68
	.byte	0
	.byte	0x3
	.4byte	0x80
	.4byte	0x41b
	.byte	0x5
	.4byte	0x79
	.byte	0xf
	.byte	0
	.byte	0xf
	.4byte	.LASF29
	.byte	0x1c
	.4byte	0x5d
	.8byte	.LFB3
	.8byte	.LFE3-.LFB3
	.byte	0x1
	.byte	0x9c
	.4byte	0x468
	.byte	0x2
	.4byte	.LASF23
	.byte	0x1c
	.byte	0x19
	.4byte	0x5d
	.byte	0x3
	.byte	0x91
	.byte	0x9c,0x7f
	.byte	0x1
	.4byte	.LASF30
	.byte	0x1d
	.byte	0x7
	.4byte	0xb8
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x1
	.4byte	.LASF31
	.byte	0x1e
	.byte	0x7
	.4byte	0xb8
	.byte	0x3
	.byte	0x91
	.byte	0xa0,0x7f
	.byte	0
	.byte	0x17
	.string	"sum"
	.byte	0x1
	.byte	0x16
	.byte	0xc
	.4byte	0x5d
	.8byte	.LFB2
	.8byte	.LFE2-.LFB2
	.byte	0x1
	.byte	0x9c
	.4byte	0x4b5
	.byte	0x2
	.4byte	.LASF32
	.byte	0x16
	.byte	0x1b
	.4byte	0x4b5
	.byte	0x2
	.byte	0x91
	.byte	0x58
	.byte	0xb
	.string	"end"
	.byte	0x16
	.byte	0x2c
	.4byte	0x4b5
	.byte	0x2
	.byte	0x91
	.byte	0x50
	.byte	0x1
	.4byte	.LASF33
	.byte	0x17
	.byte	0x7
	.4byte	0x5d
	.byte	0x2
	.byte	0x91
	.byte	0x6c
	.byte	0
	.byte	0x6
	.4byte	0x64
	.byte	0x18
	.4byte	.LASF35
	.byte	0x1
	.byte	0x12
	.byte	0xd
	.8byte	.LFB1
	.8byte	.LFE1-.LFB1
	.byte	0x1
	.byte	0x9c
	.4byte	0x512
	.byte	0xb
	.string	"to"
	.byte	0x12
	.byte	0x18
	.4byte	0x191
	.byte	0x2
	.byte	0x91
	.byte	0x58
	.byte	0x2
	.4byte	.LASF12
	.byte	0x12
	.byte	0x20
	.4byte	0x5d
	.byte	0x2
	.byte	0x91
	.byte	0x54
	.byte	0x19
	.8byte	.LBB2
	.8byte	.LBE2-.LBB2
	.byte	0x4
	.string	"i"
	.byte	0x13
	.byte	0xc
	.4byte	0x5d
	.byte	0x2
	.byte	0x91
	.byte	0x6c
	.byte	0
	.byte	0
	.byte	0x1a
	.4byte	.LASF37
	.byte	0x1
	.byte	0xb
	.byte	0x7
	.4byte	0x576
	.8byte	.LFB0
	.8byte	.LFE0-.LFB0
	.byte	0x1
	.byte	0x9c
	.4byte	0x576
	.byte	0xb
	.string	"to"
	.byte	0xb
	.byte	0x14
	.4byte	0x576
	.byte	0x2
	.byte	0x91
	.byte	0x58
	.byte	0x2
	.4byte	.LASF32
	.byte	0xb
	.byte	0x24
	.4byte	0x578
	.byte	0x2
	.byte	0x91
	.byte	0x50
	.byte	0x2
	.4byte	.LASF20
	.byte	0xb
	.byte	0x38
	.4byte	0x79
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x4
	.string	"t"
	.byte	0xc
	.byte	0x9
	.4byte	0x191
	.byte	0x2
	.byte	0x91
	.byte	0x68
	.byte	0x4
	.string	"f"
	.byte	0xd
	.byte	0xf
	.4byte	0x57e
	.byte	0x2
	.byte	0x91
	.byte	0x60
	.byte	0
	.byte	0x1b
	.byte	0x8
	.byte	0x6
	.4byte	0x57d
	.byte	0x1c
	.byte	0x6
	.4byte	0x87
	.byte	0
	.section	.debug_abbrev,"",@progbits
.Ldebug_abbrev0:
	.byte	0x1
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x2
	.byte	0x5
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x3
	.byte	0x1
	.byte	0x1
	.byte	0x49
	.byte	0x13
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x4
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x5
	.byte	0x21
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0x2f
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x6
	.byte	0xf
	.byte	0
	.byte	0xb
	.byte	0x21
	.byte	0x8
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x7
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x3f
	.byte	0x19
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x8
	.byte	0x2e
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0x21
	.byte	0xc
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7c
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x9
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0x21
	.byte	0x3
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x38
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0xa
	.byte	0x24
	.byte	0
	.byte	0xb
	.byte	0xb
	.byte	0x3e
	.byte	0xb
	.byte	0x3
	.byte	0xe
	.byte	0
	.byte	0
	.byte	0xb
	.byte	0x5
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0xc
	.byte	0x26
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0xd
	.byte	0x21
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0x2f
	.byte	0x5
	.byte	0
	.byte	0
	.byte	0xe
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x38
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0xf
	.byte	0x2e
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0x21
	.byte	0xc
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7a
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x10
	.byte	0x11
	.byte	0x1
	.byte	0x25
	.byte	0xe
	.byte	0x13
	.byte	0xb
	.byte	0x3
	.byte	0x1f
	.byte	0x1b
	.byte	0x1f
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x10
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0x11
	.byte	0x13
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0xb
	.byte	0xb
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x12
	.byte	0x24
	.byte	0
	.byte	0xb
	.byte	0xb
	.byte	0x3e
	.byte	0xb
	.byte	0x3
	.byte	0x8
	.byte	0
	.byte	0
	.byte	0x13
	.byte	0x2e
	.byte	0x1
	.byte	0x3f
	.byte	0x19
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7c
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x14
	.byte	0x13
	.byte	0x1
	.byte	0xb
	.byte	0xb
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x15
	.byte	0x21
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0x2f
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x16
	.byte	0x2e
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7c
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x17
	.byte	0x2e
	.byte	0x1
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7a
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x18
	.byte	0x2e
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7a
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x19
	.byte	0xb
	.byte	0x1
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0
	.byte	0
	.byte	0x1a
	.byte	0x2e
	.byte	0x1
	.byte	0x3f
	.byte	0x19
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7a
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x1b
	.byte	0xf
	.byte	0
	.byte	0xb
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x1c
	.byte	0x26
	.byte	0
	.byte	0
	.byte	0
	.byte	0
	.section	.debug_aranges,"",@progbits
	.4byte	0x2c
	.2byte	0x2
	.4byte	.Ldebug_info0
	.byte	0x8
	.byte	0
	.2byte	0
	.2byte	0
	.8byte	.Ltext0
	.8byte	.Letext0-.Ltext0
	.8byte	0
	.8byte	0
	.section	.debug_line,"",@progbits
.Ldebug_line0:
	.section	.debug_str,"MS",@progbits,1
.LASF14:
	.string	"records"
.LASF21:
	.string	"more"
.LASF34:
	.string	"by_pointer"
.LASF32:
	.string	"from"
.LASF12:
	.string	"count"
.LASF22:
	.string	"large_frame"
.LASF30:
	.string	"first"
.LASF28:
	.string	"inner"
.LASF39:
	.string	"record"
.LASF3:
	.string	"text"
.LASF27:
	.string	"outer"
.LASF11:
	.string	"many"
.LASF20:
	.string	"size"
.LASF29:
	.string	"by_index"
.LASF19:
	.string	"of_variable_size"
.LASF5:
	.string	"long unsigned int"
.LASF9:
	.string	"table"
.LASF24:
	.string	"small"
.LASF31:
	.string	"second"
.LASF25:
	.string	"large"
.LASF36:
	.string	"main"
.LASF15:
	.string	"some"
.LASF26:
	.string	"in_struct"
.LASF35:
	.string	"fill"
.LASF38:
	.string	"GNU C17 12.2.0 -mabi=lp64d -misa-spec=20191213 -march=rv64imafdc_zicsr_zifencei -g -O0 -fno-pic -ffreestanding -fno-builtin"
.LASF10:
	.string	"after"
.LASF2:
	.string	"number"
.LASF18:
	.string	"backwards"
.LASF6:
	.string	"char"
.LASF23:
	.string	"index"
.LASF8:
	.string	"before"
.LASF13:
	.string	"args"
.LASF37:
	.string	"memcpy"
.LASF33:
	.string	"total"
.LASF7:
	.string	"long int"
.LASF17:
	.string	"through_struct"
.LASF4:
	.string	"last"
.LASF16:
	.string	"copy"
	.section	.debug_line_str,"MS",@progbits,1
.LASF0:
	.string	"arrays.c"
.LASF1:
	.string	"/src"
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
