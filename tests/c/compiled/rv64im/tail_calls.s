# SPDX-License-Identifier: MPL-2.0
	.file	"tail_calls.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
.Ltext0:
	.cfi_sections	.debug_frame
	.file 0 "build" "tail_calls.c"
	.align	2
	.type	is_odd, @function
is_odd:
.LFB1:
	.file 1 "tail_calls.c"
	.loc 1 15 40
	.cfi_startproc
.LVL0:
	.loc 1 15 42
	.loc 1 15 60 is_stmt 0
	beq	a0,zero,.L2
	.loc 1 15 62 discriminator 1
	addiw	a0,a0,-1
.LVL1:
	tail	is_even
.LVL2:
.L2:
	.loc 1 15 78 discriminator 4
	ret
	.cfi_endproc
.LFE1:
	.size	is_odd, .-is_odd
	.align	2
	.type	is_even, @function
is_even:
.LFB0:
	.loc 1 14 41 is_stmt 1
	.cfi_startproc
.LVL3:
	.loc 1 14 43
	.loc 1 14 61 is_stmt 0
	beq	a0,zero,.L4
	.loc 1 14 63 discriminator 1
	addiw	a0,a0,-1
.LVL4:
	tail	is_odd
.LVL5:
.L4:
	.loc 1 14 78 discriminator 4
	li	a0,1
.LVL6:
	ret
	.cfi_endproc
.LFE0:
	.size	is_even, .-is_even
	.align	2
	.type	between, @function
between:
.LFB7:
	.loc 1 42 1 is_stmt 1
	.cfi_startproc
.LVL7:
	.loc 1 45 8 is_stmt 0
	li	a4,32
.LVL8:
.L9:
	.loc 1 43 5 is_stmt 1
	.loc 1 44 5
	.loc 1 44 9 is_stmt 0
	lbu	a5,0(a1)
	.loc 1 44 8
	beq	a5,zero,.L13
	.loc 1 45 5 is_stmt 1
	.loc 1 45 8 is_stmt 0
	bne	a5,a4,.L8
	.loc 1 45 21 is_stmt 1 discriminator 1
	.loc 1 45 28 is_stmt 0 discriminator 1
	addi	a1,a1,1
	j	.L9
.L8:
	.loc 1 46 5 is_stmt 1
	.loc 1 46 34 is_stmt 0
	ori	a4,a5,32
	addiw	a4,a4,-97
	.loc 1 46 59
	andi	a4,a4,0xff
	li	a2,25
	li	a3,1
	bleu	a4,a2,.L10
	.loc 1 46 72 discriminator 1
	addiw	a5,a5,-48
	.loc 1 46 90 discriminator 1
	andi	a5,a5,0xff
	sltiu	a5,a5,10
	slliw	a3,a5,1
.L10:
.LVL9:
	.loc 1 47 5 is_stmt 1 discriminator 8
	.loc 1 47 18 is_stmt 0 discriminator 8
	slli	a3,a3,3
.LVL10:
	lla	a5,.LANCHOR0
	add	a5,a5,a3
	.loc 1 47 12 discriminator 8
	ld	a5,0(a5)
	jr	a5
.LVL11:
.L13:
	.loc 1 44 22 is_stmt 1 discriminator 1
	.loc 1 44 38 is_stmt 0 discriminator 1
	lw	a4,0(a0)
	.loc 1 44 57 discriminator 1
	lw	a3,4(a0)
	.loc 1 44 38 discriminator 1
	li	a5,100
	mulw	a5,a5,a4
	.loc 1 44 57 discriminator 1
	li	a4,10
	mulw	a4,a4,a3
	.loc 1 44 44 discriminator 1
	addw	a5,a5,a4
	.loc 1 44 62 discriminator 1
	lw	a4,8(a0)
	addw	a0,a5,a4
.LVL12:
	.loc 1 48 1 discriminator 1
	ret
	.cfi_endproc
.LFE7:
	.size	between, .-between
	.align	2
	.type	in_number, @function
in_number:
.LFB5:
	.loc 1 33 1 is_stmt 1
	.cfi_startproc
.LVL13:
	.loc 1 34 8 is_stmt 0
	li	a4,9
.LVL14:
.L16:
	.loc 1 34 5 is_stmt 1
	.loc 1 34 20 is_stmt 0
	lbu	a5,0(a1)
	addiw	a5,a5,-48
	.loc 1 34 8
	andi	a5,a5,0xff
	bgtu	a5,a4,.L15
	.loc 1 34 35 is_stmt 1 discriminator 1
	.loc 1 34 42 is_stmt 0 discriminator 1
	addi	a1,a1,1
	j	.L16
.L15:
	.loc 1 35 5 is_stmt 1
	.loc 1 35 15 is_stmt 0
	lw	a5,4(a0)
	addiw	a5,a5,1
	sw	a5,4(a0)
	.loc 1 36 5 is_stmt 1
	.loc 1 36 12 is_stmt 0
	tail	between
.LVL15:
	.cfi_endproc
.LFE5:
	.size	in_number, .-in_number
	.align	2
	.type	in_word, @function
in_word:
.LFB4:
	.loc 1 26 1 is_stmt 1
	.cfi_startproc
.LVL16:
	.loc 1 27 8 is_stmt 0
	li	a4,25
.LVL17:
.L19:
	.loc 1 27 5 is_stmt 1
	.loc 1 27 27 is_stmt 0
	lbu	a5,0(a1)
	ori	a5,a5,32
	addiw	a5,a5,-97
	.loc 1 27 8
	andi	a5,a5,0xff
	bgtu	a5,a4,.L18
	.loc 1 27 49 is_stmt 1 discriminator 1
	.loc 1 27 56 is_stmt 0 discriminator 1
	addi	a1,a1,1
	j	.L19
.L18:
	.loc 1 28 5 is_stmt 1
	.loc 1 28 13 is_stmt 0
	lw	a5,0(a0)
	addiw	a5,a5,1
	sw	a5,0(a0)
	.loc 1 29 5 is_stmt 1
	.loc 1 29 12 is_stmt 0
	tail	between
.LVL18:
	.cfi_endproc
.LFE4:
	.size	in_word, .-in_word
	.align	2
	.type	other, @function
other:
.LFB6:
	.loc 1 39 55 is_stmt 1
	.cfi_startproc
.LVL19:
	.loc 1 39 57
	.loc 1 39 66 is_stmt 0
	lw	a4,8(a0)
	.loc 1 39 77
	addi	a1,a1,1
.LVL20:
	.loc 1 39 66
	addiw	a4,a4,1
	sw	a4,8(a0)
	.loc 1 39 70 is_stmt 1
	.loc 1 39 77 is_stmt 0
	tail	between
.LVL21:
	.cfi_endproc
.LFE6:
	.size	other, .-other
	.align	2
	.type	add_then, @function
add_then:
.LFB8:
	.loc 1 51 39 is_stmt 1
	.cfi_startproc
.LVL22:
	.loc 1 51 41
	.loc 1 51 39 is_stmt 0
	mv	a5,a0
	.loc 1 51 49
	ld	a0,8(a0)
.LVL23:
	.loc 1 51 48
	ld	a4,16(a5)
	ld	a5,0(a0)
.LVL24:
	add	a1,a1,a4
.LVL25:
	jr	a5
.LVL26:
	.cfi_endproc
.LFE8:
	.size	add_then, .-add_then
	.align	2
	.type	times_then, @function
times_then:
.LFB9:
	.loc 1 52 41 is_stmt 1
	.cfi_startproc
.LVL27:
	.loc 1 52 43
	.loc 1 52 41 is_stmt 0
	mv	a5,a0
	.loc 1 52 50
	ld	a4,16(a5)
	.loc 1 52 51
	ld	a0,8(a0)
.LVL28:
	.loc 1 52 50
	mul	a1,a1,a4
.LVL29:
	ld	a5,0(a0)
.LVL30:
	jr	a5
.LVL31:
	.cfi_endproc
.LFE9:
	.size	times_then, .-times_then
	.align	2
	.type	finish, @function
finish:
.LFB10:
	.loc 1 53 37 is_stmt 1
	.cfi_startproc
.LVL32:
	.loc 1 53 39
	.loc 1 53 48 is_stmt 0
	ld	a0,16(a0)
.LVL33:
	.loc 1 53 56
	add	a0,a1,a0
	ret
	.cfi_endproc
.LFE10:
	.size	finish, .-finish
	.align	2
	.type	last_of, @function
last_of:
.LFB11:
	.loc 1 56 1 is_stmt 1
	.cfi_startproc
.LVL34:
	.loc 1 57 5
	.loc 1 57 18 is_stmt 0
	slli	a1,a1,1
.LVL35:
	.loc 1 57 14
	add	a1,a1,a0
	.loc 1 57 26
	li	a0,3
.LVL36:
	mul	a2,a2,a0
.LVL37:
	.loc 1 57 34
	slli	a3,a3,2
.LVL38:
	.loc 1 57 66
	slli	a0,a7,3
	.loc 1 57 22
	add	a1,a1,a2
	.loc 1 57 30
	add	a1,a1,a3
	.loc 1 57 42
	li	a3,5
	mul	a4,a4,a3
.LVL39:
	.loc 1 57 38
	add	a1,a1,a4
	.loc 1 57 50
	li	a4,6
	mul	a5,a5,a4
.LVL40:
	.loc 1 57 46
	add	a1,a1,a5
	.loc 1 57 58
	li	a5,7
	mul	a6,a6,a5
.LVL41:
	.loc 1 57 54
	add	a1,a1,a6
	.loc 1 58 1
	add	a0,a1,a0
	ret
	.cfi_endproc
.LFE11:
	.size	last_of, .-last_of
	.align	2
	.type	collatz.constprop.0, @function
collatz.constprop.0:
.LFB15:
	.loc 1 65 21 is_stmt 1
	.cfi_startproc
.LVL42:
	.loc 1 65 21 is_stmt 0
	mv	a5,a0
	.loc 1 67 8
	li	a3,1
	.loc 1 65 21
	li	a0,0
.LVL43:
	.loc 1 69 22
	li	a4,3
.LVL44:
.L26:
	.loc 1 67 5 is_stmt 1
	.loc 1 67 8 is_stmt 0
	beq	a5,a3,.L30
	.loc 1 68 5 is_stmt 1
	.loc 1 68 12 is_stmt 0
	andi	a2,a5,1
	.loc 1 68 30
	addiw	a0,a0,1
	.loc 1 68 8
	bne	a2,zero,.L28
	.loc 1 68 23 is_stmt 1
	.loc 1 68 30 is_stmt 0
	srli	a5,a5,1
	j	.L26
.L28:
	.loc 1 69 5 is_stmt 1
	.loc 1 69 22 is_stmt 0
	mul	a5,a5,a4
	.loc 1 69 12
	addi	a5,a5,1
	j	.L26
.L30:
	.loc 1 70 1
	ret
	.cfi_endproc
.LFE15:
	.size	collatz.constprop.0, .-collatz.constprop.0
	.align	2
	.type	rotated.constprop.0, @function
rotated.constprop.0:
.LFB16:
	.loc 1 59 22 is_stmt 1
	.cfi_startproc
.LVL45:
	.loc 1 61 5
	li	t1,19
	li	a6,7
	li	a5,6
	li	a4,5
	li	a3,4
	li	a2,3
	li	a1,2
	li	a0,1
	li	a7,8
.L32:
	.loc 1 62 5
	.loc 1 61 5
	.loc 1 61 8 is_stmt 0
	addiw	t1,t1,-1
	beq	t1,zero,.L33
	mv	t3,a7
	mv	a7,a0
	mv	a0,a1
	mv	a1,a2
	mv	a2,a3
	mv	a3,a4
	mv	a4,a5
	mv	a5,a6
	mv	a6,t3
	j	.L32
.L33:
	.loc 1 61 21 is_stmt 1
	.loc 1 61 28 is_stmt 0
	tail	last_of
.LVL46:
	.cfi_endproc
.LFE16:
	.size	rotated.constprop.0, .-rotated.constprop.0
	.align	2
	.type	common.constprop.0, @function
common.constprop.0:
.LFB17:
	.loc 1 18 26 is_stmt 1
	.cfi_startproc
.LVL47:
	.loc 1 18 59
	.loc 1 18 79 is_stmt 0
	li	a5,16384
	addi	a5,a5,-1369
	li	a0,1547
.L35:
	sext.w	a0,a0
	remuw	a4,a5,a0
	.loc 1 18 59 is_stmt 1
	sext.w	a5,a0
	.loc 1 18 77 is_stmt 0
	bne	a4,zero,.L36
	.loc 1 18 97
	ret
.L36:
	.loc 1 18 79
	mv	a0,a4
	j	.L35
	.cfi_endproc
.LFE17:
	.size	common.constprop.0, .-common.constprop.0
	.align	2
	.type	sum_to.constprop.0, @function
sum_to.constprop.0:
.LFB18:
	.loc 1 17 22 is_stmt 1
	.cfi_startproc
.LVL48:
	.loc 1 17 51
	.loc 1 17 51
	.loc 1 17 101 is_stmt 0
	ld	a0,.LC1
	ret
	.cfi_endproc
.LFE18:
	.size	sum_to.constprop.0, .-sum_to.constprop.0
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC2:
	.string	"%d %d %d\n"
	.align	3
.LC3:
	.string	"%ld %u\n"
	.align	3
.LC4:
	.string	"lui a0 0x12345 and 42 words, or so; 7 + 8 = 15"
	.align	3
.LC5:
	.string	"%d\n"
	.align	3
.LC7:
	.string	"%ld\n"
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
.LFB14:
	.loc 1 73 1 is_stmt 1
	.cfi_startproc
	.loc 1 74 5
	.loc 1 73 1 is_stmt 0
	addi	sp,sp,-144
	.cfi_def_cfa_offset 144
	sd	s0,128(sp)
	.cfi_offset 8, -16
	.loc 1 74 5
	li	s0,999424
	addi	a0,s0,576
	.loc 1 73 1
	sd	ra,136(sp)
	sd	s1,120(sp)
	sd	s2,112(sp)
	.cfi_offset 1, -8
	.cfi_offset 9, -24
	.cfi_offset 18, -32
	.loc 1 74 5
	call	is_even
.LVL49:
	sd	a0,8(sp)
	addi	a0,s0,576
	call	is_odd
.LVL50:
	sd	a0,0(sp)
	li	a0,7
	call	is_even
.LVL51:
	ld	a2,0(sp)
	ld	a1,8(sp)
	mv	a3,a0
	lla	a0,.LC2
	call	print@plt
.LVL52:
	.loc 1 75 5 is_stmt 1
	.loc 1 75 23 is_stmt 0
	call	sum_to.constprop.0
.LVL53:
	mv	s1,a0
	.loc 1 75 5
	addi	s0,s0,576
	call	common.constprop.0
.LVL54:
	div	a1,s1,s0
	sext.w	a2,a0
	lla	a0,.LC3
.LBB2:
	.loc 1 82 24
	li	s1,1
.LBE2:
	.loc 1 81 9
	li	s0,0
.LBB4:
	.loc 1 82 33
	li	s2,300
.LBE4:
	.loc 1 75 5
	call	print@plt
.LVL55:
	.loc 1 76 5 is_stmt 1
	.loc 1 77 5 is_stmt 0
	lla	a1,.LC4
	addi	a0,sp,24
	.loc 1 76 13
	sd	zero,24(sp)
	sw	zero,32(sp)
	.loc 1 77 5 is_stmt 1
	call	between
.LVL56:
	mv	a1,a0
	lla	a0,.LC5
	call	print@plt
.LVL57:
	.loc 1 78 5
	.loc 1 78 10 is_stmt 0
	addi	a5,sp,40
	li	a2,24
	lla	a1,.LANCHOR1
	mv	a0,a5
	call	memcpy@plt
.LVL58:
	.loc 1 78 35
	li	a5,3
	sd	a5,80(sp)
	.loc 1 78 67
	lla	a5,add_then
	sd	a5,88(sp)
	addi	a5,sp,64
	.loc 1 78 35
	lla	a4,times_then
	sd	a0,72(sp)
	.loc 1 78 67
	sd	a5,96(sp)
	.loc 1 79 5
	li	a1,10
	.loc 1 78 67
	li	a5,4
	.loc 1 79 5
	addi	a0,sp,88
	.loc 1 78 35
	sd	a4,64(sp)
	.loc 1 78 67
	sd	a5,104(sp)
	.loc 1 79 5 is_stmt 1
	call	add_then
.LVL59:
	mv	a1,a0
	lla	a0,.LC7
	call	print@plt
.LVL60:
	.loc 1 80 5
	call	rotated.constprop.0
.LVL61:
	mv	a1,a0
	lla	a0,.LC7
	call	print@plt
.LVL62:
	.loc 1 81 5
	.loc 1 82 5
.LBB5:
	.loc 1 82 10
	.loc 1 82 33
.L40:
.LBB3:
	.loc 1 83 9
	.loc 1 83 21 is_stmt 0
	mv	a0,s1
	call	collatz.constprop.0
.LVL63:
	.loc 1 84 9 is_stmt 1
	mv	a5,s0
	bge	s0,a0,.L39
	mv	a5,a0
.L39:
.LBE3:
	.loc 1 82 41 is_stmt 0
	addi	s1,s1,1
.LVL64:
	sext.w	s0,a5
.LVL65:
	.loc 1 82 41 is_stmt 1
	.loc 1 82 33
	bne	s1,s2,.L40
.LBE5:
	.loc 1 86 5
	mv	a1,s0
	lla	a0,.LC5
.LVL66:
	call	print@plt
.LVL67:
	.loc 1 87 5
	.loc 1 88 1 is_stmt 0
	ld	ra,136(sp)
	.cfi_restore 1
	mv	a0,s0
	ld	s0,128(sp)
	.cfi_restore 8
.LVL68:
	ld	s1,120(sp)
	.cfi_restore 9
.LVL69:
	ld	s2,112(sp)
	.cfi_restore 18
	addi	sp,sp,144
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE14:
	.size	main, .-main
	.section	.rodata.cst8,"aM",@progbits,8
	.align	3
.LC1:
	.dword	500000500000
	.data
	.align	3
	.set	.LANCHOR1,. + 0
.LC6:
	.dword	finish
	.dword	0
	.dword	1
	.section	.data.rel.ro.local,"aw"
	.align	3
	.set	.LANCHOR0,. + 0
	.type	states.0, @object
	.size	states.0, 24
states.0:
	.dword	other
	.dword	in_word
	.dword	in_number
	.text
.Letext0:
	.file 2 "support/support.h"
	.file 3 "<built-in>"
	.section	.debug_info,"",@progbits
.Ldebug_info0:
	.4byte	0x93f
	.2byte	0x5
	.byte	0x1
	.byte	0x8
	.4byte	.Ldebug_abbrev0
	.byte	0x1b
	.4byte	.LASF42
	.byte	0x1d
	.4byte	.LASF0
	.4byte	.LASF1
	.4byte	.LLRL28
	.8byte	0
	.4byte	.Ldebug_line0
	.byte	0x7
	.byte	0x8
	.byte	0x5
	.4byte	.LASF2
	.byte	0x7
	.byte	0x8
	.byte	0x7
	.4byte	.LASF3
	.byte	0x1c
	.byte	0x4
	.byte	0x5
	.string	"int"
	.byte	0x7
	.byte	0x8
	.byte	0x5
	.4byte	.LASF4
	.byte	0x7
	.byte	0x10
	.byte	0x4
	.4byte	.LASF5
	.byte	0x7
	.byte	0x1
	.byte	0x6
	.4byte	.LASF6
	.byte	0x7
	.byte	0x2
	.byte	0x5
	.4byte	.LASF7
	.byte	0x7
	.byte	0x1
	.byte	0x8
	.4byte	.LASF8
	.byte	0x7
	.byte	0x2
	.byte	0x7
	.4byte	.LASF9
	.byte	0x7
	.byte	0x4
	.byte	0x7
	.4byte	.LASF10
	.byte	0x1d
	.byte	0x7
	.byte	0x4
	.4byte	0x69
	.byte	0x1
	.byte	0x8
	.byte	0x6
	.4byte	0x88
	.byte	0x1e
	.4byte	.LASF43
	.4byte	0xf4240
	.byte	0
	.byte	0xf
	.4byte	.LASF14
	.byte	0x14
	.byte	0x18
	.4byte	0x93
	.byte	0x15
	.4byte	.LASF14
	.byte	0xc
	.byte	0x16
	.byte	0x8
	.4byte	0xc4
	.byte	0xa
	.4byte	.LASF11
	.byte	0x16
	.byte	0x16
	.4byte	0x38
	.byte	0
	.byte	0xa
	.4byte	.LASF12
	.byte	0x16
	.byte	0x1d
	.4byte	0x38
	.byte	0x4
	.byte	0xa
	.4byte	.LASF13
	.byte	0x16
	.byte	0x26
	.4byte	0x38
	.byte	0x8
	.byte	0
	.byte	0xf
	.4byte	.LASF15
	.byte	0x15
	.byte	0xf
	.4byte	0xd4
	.byte	0x10
	.4byte	0xc4
	.byte	0x9
	.4byte	0xd9
	.byte	0x16
	.4byte	0x38
	.4byte	0xed
	.byte	0xb
	.4byte	0xed
	.byte	0xb
	.4byte	0xf2
	.byte	0
	.byte	0x9
	.4byte	0x88
	.byte	0x9
	.4byte	0xfe
	.byte	0x7
	.byte	0x1
	.byte	0x8
	.4byte	.LASF16
	.byte	0x10
	.4byte	0xf7
	.byte	0x15
	.4byte	.LASF17
	.byte	0x18
	.byte	0x32
	.byte	0x10
	.4byte	0x133
	.byte	0xa
	.4byte	.LASF18
	.byte	0x32
	.byte	0x1e
	.4byte	0x14c
	.byte	0
	.byte	0xa
	.4byte	.LASF19
	.byte	0x32
	.byte	0x47
	.4byte	0x147
	.byte	0x8
	.byte	0x1f
	.string	"n"
	.byte	0x1
	.byte	0x32
	.byte	0x53
	.4byte	0x2a
	.byte	0x10
	.byte	0
	.byte	0x16
	.4byte	0x2a
	.4byte	0x147
	.byte	0xb
	.4byte	0x147
	.byte	0xb
	.4byte	0x2a
	.byte	0
	.byte	0x9
	.4byte	0x103
	.byte	0x9
	.4byte	0x133
	.byte	0xf
	.4byte	.LASF17
	.byte	0x32
	.byte	0x58
	.4byte	0x103
	.byte	0x20
	.4byte	.LASF44
	.byte	0x2
	.byte	0x11
	.byte	0x6
	.4byte	0x16f
	.byte	0xb
	.4byte	0xf2
	.byte	0x21
	.byte	0
	.byte	0x22
	.4byte	.LASF45
	.byte	0x1
	.byte	0x48
	.byte	0x5
	.4byte	0x38
	.8byte	.LFB14
	.8byte	.LFE14-.LFB14
	.byte	0x1
	.byte	0x9c
	.4byte	0x44b
	.byte	0x17
	.string	"m"
	.byte	0x4c
	.byte	0xd
	.4byte	0x88
	.byte	0x3
	.byte	0x91
	.byte	0x88,0x7f
	.byte	0x17
	.string	"end"
	.byte	0x4e
	.byte	0xa
	.4byte	0x151
	.byte	0x3
	.byte	0x91
	.byte	0x98,0x7f
	.byte	0x11
	.4byte	.LASF20
	.byte	0x4e
	.byte	0x23
	.4byte	0x151
	.byte	0x3
	.byte	0x91
	.byte	0xb0,0x7f
	.byte	0x11
	.4byte	.LASF21
	.byte	0x4e
	.byte	0x43
	.4byte	0x151
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x12
	.4byte	.LASF22
	.byte	0x51
	.byte	0x9
	.4byte	0x38
	.4byte	.LLST24
	.byte	0x23
	.4byte	.LLRL25
	.4byte	0x22d
	.byte	0x24
	.string	"n"
	.byte	0x1
	.byte	0x52
	.byte	0x18
	.4byte	0x31
	.4byte	.LLST26
	.byte	0x25
	.8byte	.LBB3
	.8byte	.LBE3-.LBB3
	.byte	0x12
	.4byte	.LASF23
	.byte	0x53
	.byte	0xd
	.4byte	0x38
	.4byte	.LLST27
	.byte	0x18
	.8byte	.LVL63
	.4byte	0x858
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x2
	.byte	0x79
	.byte	0
	.byte	0x3
	.4byte	0x463
	.byte	0x1
	.byte	0x30
	.byte	0
	.byte	0
	.byte	0
	.byte	0x4
	.8byte	.LVL49
	.4byte	0x812
	.4byte	0x246
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0x78
	.byte	0xc0,0x4
	.byte	0
	.byte	0x4
	.8byte	.LVL50
	.4byte	0x7cc
	.4byte	0x25f
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0x78
	.byte	0xc0,0x4
	.byte	0
	.byte	0x4
	.8byte	.LVL51
	.4byte	0x812
	.4byte	0x276
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x1
	.byte	0x37
	.byte	0
	.byte	0x4
	.8byte	.LVL52
	.4byte	0x15c
	.4byte	0x2a6
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	.LC2
	.byte	0x1
	.byte	0x1
	.byte	0x5b
	.byte	0x5
	.byte	0x91
	.byte	0xf8,0x7e
	.byte	0x94
	.byte	0x4
	.byte	0x1
	.byte	0x1
	.byte	0x5c
	.byte	0x4
	.byte	0x72
	.byte	0
	.byte	0x94
	.byte	0x4
	.byte	0
	.byte	0x4
	.8byte	.LVL53
	.4byte	0x90c
	.4byte	0x2ca
	.byte	0x3
	.4byte	0x7b7
	.byte	0x5
	.byte	0xc
	.4byte	0xf4240
	.byte	0x3
	.4byte	0x7c0
	.byte	0x1
	.byte	0x30
	.byte	0
	.byte	0x4
	.8byte	.LVL54
	.4byte	0x8e2
	.4byte	0x2ee
	.byte	0x3
	.4byte	0x795
	.byte	0x3
	.byte	0xa
	.2byte	0x3aa7
	.byte	0x3
	.4byte	0x79e
	.byte	0x3
	.byte	0xa
	.2byte	0x60b
	.byte	0
	.byte	0x4
	.8byte	.LVL55
	.4byte	0x15c
	.4byte	0x30d
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	.LC3
	.byte	0
	.byte	0x4
	.8byte	.LVL56
	.4byte	0x611
	.4byte	0x333
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0x91
	.byte	0x88,0x7f
	.byte	0x1
	.byte	0x1
	.byte	0x5b
	.byte	0x9
	.byte	0x3
	.8byte	.LC4
	.byte	0
	.byte	0x4
	.8byte	.LVL57
	.4byte	0x15c
	.4byte	0x352
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	.LC5
	.byte	0
	.byte	0x4
	.8byte	.LVL58
	.4byte	0x937
	.4byte	0x37d
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0x91
	.byte	0x98,0x7f
	.byte	0x1
	.byte	0x1
	.byte	0x5b
	.byte	0x9
	.byte	0x3
	.8byte	.LANCHOR1
	.byte	0x1
	.byte	0x1
	.byte	0x5c
	.byte	0x1
	.byte	0x48
	.byte	0
	.byte	0x4
	.8byte	.LVL59
	.4byte	0x5d5
	.4byte	0x39a
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x2
	.byte	0x91
	.byte	0x48
	.byte	0x1
	.byte	0x1
	.byte	0x5b
	.byte	0x1
	.byte	0x3a
	.byte	0
	.byte	0x4
	.8byte	.LVL60
	.4byte	0x15c
	.4byte	0x3b9
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	.LC7
	.byte	0
	.byte	0x4
	.8byte	.LVL61
	.4byte	0x883
	.4byte	0x40a
	.byte	0x3
	.4byte	0x47e
	.byte	0x1
	.byte	0x31
	.byte	0x3
	.4byte	0x487
	.byte	0x1
	.byte	0x32
	.byte	0x3
	.4byte	0x490
	.byte	0x1
	.byte	0x33
	.byte	0x3
	.4byte	0x499
	.byte	0x1
	.byte	0x34
	.byte	0x3
	.4byte	0x4a2
	.byte	0x1
	.byte	0x35
	.byte	0x3
	.4byte	0x4ab
	.byte	0x1
	.byte	0x36
	.byte	0x3
	.4byte	0x4b4
	.byte	0x1
	.byte	0x37
	.byte	0x3
	.4byte	0x4bd
	.byte	0x1
	.byte	0x38
	.byte	0x3
	.4byte	0x4c6
	.byte	0x1
	.byte	0x43
	.byte	0
	.byte	0x4
	.8byte	.LVL62
	.4byte	0x15c
	.4byte	0x429
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	.LC7
	.byte	0
	.byte	0x18
	.8byte	.LVL67
	.4byte	0x15c
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	.LC5
	.byte	0x1
	.byte	0x1
	.byte	0x5b
	.byte	0x2
	.byte	0x78
	.byte	0
	.byte	0
	.byte	0
	.byte	0xd
	.4byte	.LASF24
	.byte	0x41
	.byte	0x15
	.4byte	0x38
	.4byte	0x46f
	.byte	0x5
	.string	"n"
	.byte	0x41
	.byte	0x2b
	.4byte	0x31
	.byte	0x13
	.4byte	.LASF23
	.byte	0x41
	.byte	0x32
	.4byte	0x38
	.byte	0
	.byte	0xd
	.4byte	.LASF25
	.byte	0x3b
	.byte	0x16
	.4byte	0x2a
	.4byte	0x4d2
	.byte	0x5
	.string	"a"
	.byte	0x3b
	.byte	0x23
	.4byte	0x2a
	.byte	0x5
	.string	"b"
	.byte	0x3b
	.byte	0x2b
	.4byte	0x2a
	.byte	0x5
	.string	"c"
	.byte	0x3b
	.byte	0x33
	.4byte	0x2a
	.byte	0x5
	.string	"d"
	.byte	0x3b
	.byte	0x3b
	.4byte	0x2a
	.byte	0x5
	.string	"e"
	.byte	0x3b
	.byte	0x43
	.4byte	0x2a
	.byte	0x5
	.string	"f"
	.byte	0x3b
	.byte	0x4b
	.4byte	0x2a
	.byte	0x5
	.string	"g"
	.byte	0x3b
	.byte	0x53
	.4byte	0x2a
	.byte	0x5
	.string	"h"
	.byte	0x3b
	.byte	0x5b
	.4byte	0x2a
	.byte	0x13
	.4byte	.LASF26
	.byte	0x3b
	.byte	0x62
	.4byte	0x38
	.byte	0
	.byte	0x8
	.4byte	.LASF27
	.byte	0x37
	.byte	0x16
	.4byte	0x2a
	.8byte	.LFB11
	.8byte	.LFE11-.LFB11
	.byte	0x1
	.byte	0x9c
	.4byte	0x55a
	.byte	0x2
	.string	"a"
	.byte	0x37
	.byte	0x23
	.4byte	0x2a
	.4byte	.LLST16
	.byte	0x2
	.string	"b"
	.byte	0x37
	.byte	0x2b
	.4byte	0x2a
	.4byte	.LLST17
	.byte	0x2
	.string	"c"
	.byte	0x37
	.byte	0x33
	.4byte	0x2a
	.4byte	.LLST18
	.byte	0x2
	.string	"d"
	.byte	0x37
	.byte	0x3b
	.4byte	0x2a
	.4byte	.LLST19
	.byte	0x2
	.string	"e"
	.byte	0x37
	.byte	0x43
	.4byte	0x2a
	.4byte	.LLST20
	.byte	0x2
	.string	"f"
	.byte	0x37
	.byte	0x4b
	.4byte	0x2a
	.4byte	.LLST21
	.byte	0x2
	.string	"g"
	.byte	0x37
	.byte	0x53
	.4byte	0x2a
	.4byte	.LLST22
	.byte	0x19
	.string	"h"
	.byte	0x37
	.byte	0x5b
	.4byte	0x2a
	.byte	0x1
	.byte	0x61
	.byte	0
	.byte	0x8
	.4byte	.LASF28
	.byte	0x35
	.byte	0xd
	.4byte	0x2a
	.8byte	.LFB10
	.8byte	.LFE10-.LFB10
	.byte	0x1
	.byte	0x9c
	.4byte	0x594
	.byte	0x2
	.string	"k"
	.byte	0x35
	.byte	0x1a
	.4byte	0x594
	.4byte	.LLST15
	.byte	0x19
	.string	"v"
	.byte	0x35
	.byte	0x22
	.4byte	0x2a
	.byte	0x1
	.byte	0x5b
	.byte	0
	.byte	0x9
	.4byte	0x151
	.byte	0x14
	.4byte	.LASF29
	.byte	0x34
	.byte	0xd
	.4byte	0x2a
	.8byte	.LFB9
	.8byte	.LFE9-.LFB9
	.byte	0x1
	.byte	0x9c
	.4byte	0x5d5
	.byte	0x2
	.string	"k"
	.byte	0x34
	.byte	0x1e
	.4byte	0x594
	.4byte	.LLST13
	.byte	0x2
	.string	"v"
	.byte	0x34
	.byte	0x26
	.4byte	0x2a
	.4byte	.LLST14
	.byte	0
	.byte	0x14
	.4byte	.LASF30
	.byte	0x33
	.byte	0xd
	.4byte	0x2a
	.8byte	.LFB8
	.8byte	.LFE8-.LFB8
	.byte	0x1
	.byte	0x9c
	.4byte	0x611
	.byte	0x2
	.string	"k"
	.byte	0x33
	.byte	0x1c
	.4byte	0x594
	.4byte	.LLST11
	.byte	0x2
	.string	"v"
	.byte	0x33
	.byte	0x24
	.4byte	0x2a
	.4byte	.LLST12
	.byte	0
	.byte	0x14
	.4byte	.LASF31
	.byte	0x29
	.byte	0x15
	.4byte	0x38
	.8byte	.LFB7
	.8byte	.LFE7-.LFB7
	.byte	0x1
	.byte	0x9c
	.4byte	0x672
	.byte	0x2
	.string	"m"
	.byte	0x29
	.byte	0x26
	.4byte	0xed
	.4byte	.LLST2
	.byte	0x2
	.string	"at"
	.byte	0x29
	.byte	0x35
	.4byte	0xf2
	.4byte	.LLST3
	.byte	0x11
	.4byte	.LASF32
	.byte	0x2b
	.byte	0x18
	.4byte	0x682
	.byte	0x9
	.byte	0x3
	.8byte	states.0
	.byte	0x12
	.4byte	.LASF33
	.byte	0x2e
	.byte	0x9
	.4byte	0x38
	.4byte	.LLST4
	.byte	0
	.byte	0x26
	.4byte	0xcf
	.4byte	0x682
	.byte	0x27
	.4byte	0x31
	.byte	0x2
	.byte	0
	.byte	0x10
	.4byte	0x672
	.byte	0x8
	.4byte	.LASF34
	.byte	0x27
	.byte	0x15
	.4byte	0x38
	.8byte	.LFB6
	.8byte	.LFE6-.LFB6
	.byte	0x1
	.byte	0x9c
	.4byte	0x6e2
	.byte	0x2
	.string	"m"
	.byte	0x27
	.byte	0x24
	.4byte	0xed
	.4byte	.LLST9
	.byte	0x2
	.string	"at"
	.byte	0x27
	.byte	0x33
	.4byte	0xf2
	.4byte	.LLST10
	.byte	0xc
	.8byte	.LVL21
	.4byte	0x611
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x1
	.byte	0x1
	.byte	0x5b
	.byte	0x5
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x23
	.byte	0x1
	.byte	0
	.byte	0
	.byte	0x8
	.4byte	.LASF35
	.byte	0x20
	.byte	0x15
	.4byte	0x38
	.8byte	.LFB5
	.8byte	.LFE5-.LFB5
	.byte	0x1
	.byte	0x9c
	.4byte	0x734
	.byte	0x2
	.string	"m"
	.byte	0x20
	.byte	0x28
	.4byte	0xed
	.4byte	.LLST5
	.byte	0x2
	.string	"at"
	.byte	0x20
	.byte	0x37
	.4byte	0xf2
	.4byte	.LLST6
	.byte	0xc
	.8byte	.LVL15
	.4byte	0x611
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0
	.byte	0
	.byte	0x8
	.4byte	.LASF36
	.byte	0x19
	.byte	0x15
	.4byte	0x38
	.8byte	.LFB4
	.8byte	.LFE4-.LFB4
	.byte	0x1
	.byte	0x9c
	.4byte	0x786
	.byte	0x2
	.string	"m"
	.byte	0x19
	.byte	0x26
	.4byte	0xed
	.4byte	.LLST7
	.byte	0x2
	.string	"at"
	.byte	0x19
	.byte	0x35
	.4byte	0xf2
	.4byte	.LLST8
	.byte	0xc
	.8byte	.LVL18
	.4byte	0x611
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x3
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0
	.byte	0
	.byte	0xd
	.4byte	.LASF37
	.byte	0x12
	.byte	0x1a
	.4byte	0x69
	.4byte	0x7a8
	.byte	0x5
	.string	"a"
	.byte	0x12
	.byte	0x2a
	.4byte	0x69
	.byte	0x5
	.string	"b"
	.byte	0x12
	.byte	0x36
	.4byte	0x69
	.byte	0
	.byte	0xd
	.4byte	.LASF38
	.byte	0x11
	.byte	0x16
	.4byte	0x2a
	.4byte	0x7cc
	.byte	0x5
	.string	"n"
	.byte	0x11
	.byte	0x22
	.4byte	0x2a
	.byte	0x13
	.4byte	.LASF39
	.byte	0x11
	.byte	0x2a
	.4byte	0x2a
	.byte	0
	.byte	0x8
	.4byte	.LASF40
	.byte	0xf
	.byte	0x15
	.4byte	0x38
	.8byte	.LFB1
	.8byte	.LFE1-.LFB1
	.byte	0x1
	.byte	0x9c
	.4byte	0x812
	.byte	0x2
	.string	"n"
	.byte	0xf
	.byte	0x25
	.4byte	0x69
	.4byte	.LLST0
	.byte	0xc
	.8byte	.LVL2
	.4byte	0x812
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x5
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x31
	.byte	0x1c
	.byte	0
	.byte	0
	.byte	0x8
	.4byte	.LASF41
	.byte	0xe
	.byte	0x15
	.4byte	0x38
	.8byte	.LFB0
	.8byte	.LFE0-.LFB0
	.byte	0x1
	.byte	0x9c
	.4byte	0x858
	.byte	0x2
	.string	"n"
	.byte	0xe
	.byte	0x26
	.4byte	0x69
	.4byte	.LLST1
	.byte	0xc
	.8byte	.LVL5
	.4byte	0x7cc
	.byte	0x1
	.byte	0x1
	.byte	0x5a
	.byte	0x5
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x31
	.byte	0x1c
	.byte	0
	.byte	0
	.byte	0xe
	.4byte	0x44b
	.8byte	.LFB15
	.8byte	.LFE15-.LFB15
	.byte	0x1
	.byte	0x9c
	.4byte	0x883
	.byte	0x28
	.4byte	0x45a
	.4byte	.LLST23
	.byte	0x6
	.4byte	0x463
	.byte	0
	.byte	0
	.byte	0xe
	.4byte	0x46f
	.8byte	.LFB16
	.8byte	.LFE16-.LFB16
	.byte	0x1
	.byte	0x9c
	.4byte	0x8e2
	.byte	0x6
	.4byte	0x4c6
	.byte	0x13
	.byte	0x6
	.4byte	0x4bd
	.byte	0x8
	.byte	0x6
	.4byte	0x4b4
	.byte	0x7
	.byte	0x6
	.4byte	0x4ab
	.byte	0x6
	.byte	0x6
	.4byte	0x4a2
	.byte	0x5
	.byte	0x6
	.4byte	0x499
	.byte	0x4
	.byte	0x6
	.4byte	0x490
	.byte	0x3
	.byte	0x6
	.4byte	0x487
	.byte	0x2
	.byte	0x6
	.4byte	0x47e
	.byte	0x1
	.byte	0x29
	.8byte	.LVL46
	.4byte	0x4d2
	.byte	0
	.byte	0xe
	.4byte	0x786
	.8byte	.LFB17
	.8byte	.LFE17-.LFB17
	.byte	0x1
	.byte	0x9c
	.4byte	0x90c
	.byte	0x1a
	.4byte	0x79e
	.2byte	0x60b
	.byte	0x1a
	.4byte	0x795
	.2byte	0x3aa7
	.byte	0
	.byte	0xe
	.4byte	0x7a8
	.8byte	.LFB18
	.8byte	.LFE18-.LFB18
	.byte	0x1
	.byte	0x9c
	.4byte	0x937
	.byte	0x6
	.4byte	0x7c0
	.byte	0
	.byte	0x2a
	.4byte	0x7b7
	.4byte	0xf4240
	.byte	0
	.byte	0x2b
	.4byte	.LASF46
	.4byte	.LASF47
	.byte	0x3
	.byte	0
	.byte	0
	.section	.debug_abbrev,"",@progbits
.Ldebug_abbrev0:
	.byte	0x1
	.byte	0x49
	.byte	0
	.byte	0x2
	.byte	0x18
	.byte	0x7e
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x2
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
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0x3
	.byte	0x49
	.byte	0
	.byte	0x80,0x1
	.byte	0x13
	.byte	0x7e
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x4
	.byte	0x48
	.byte	0x1
	.byte	0x7d
	.byte	0x1
	.byte	0x7f
	.byte	0x13
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x5
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
	.byte	0
	.byte	0
	.byte	0x6
	.byte	0x5
	.byte	0
	.byte	0x31
	.byte	0x13
	.byte	0x1c
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x7
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
	.byte	0x9
	.byte	0xf
	.byte	0
	.byte	0xb
	.byte	0x21
	.byte	0x8
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0xa
	.byte	0xd
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
	.byte	0x38
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0xb
	.byte	0x5
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0xc
	.byte	0x48
	.byte	0x1
	.byte	0x7d
	.byte	0x1
	.byte	0x82,0x1
	.byte	0x19
	.byte	0x7f
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0xd
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
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x20
	.byte	0x21
	.byte	0x1
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0xe
	.byte	0x2e
	.byte	0x1
	.byte	0x31
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
	.byte	0xf
	.byte	0x16
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
	.byte	0
	.byte	0
	.byte	0x10
	.byte	0x26
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x11
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
	.byte	0x12
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
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0x13
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
	.byte	0
	.byte	0
	.byte	0x14
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
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x15
	.byte	0x13
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0xb
	.byte	0xb
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x16
	.byte	0x15
	.byte	0x1
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x17
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
	.byte	0x18
	.byte	0x48
	.byte	0x1
	.byte	0x7d
	.byte	0x1
	.byte	0x7f
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x19
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
	.byte	0x1a
	.byte	0x5
	.byte	0
	.byte	0x31
	.byte	0x13
	.byte	0x1c
	.byte	0x5
	.byte	0
	.byte	0
	.byte	0x1b
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
	.byte	0x55
	.byte	0x17
	.byte	0x11
	.byte	0x1
	.byte	0x10
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0x1c
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
	.byte	0x1d
	.byte	0x4
	.byte	0x1
	.byte	0x3e
	.byte	0xb
	.byte	0xb
	.byte	0xb
	.byte	0x49
	.byte	0x13
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
	.byte	0x1e
	.byte	0x28
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x1c
	.byte	0x6
	.byte	0
	.byte	0
	.byte	0x1f
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0xb
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
	.byte	0x20
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
	.byte	0x3c
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x21
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0
	.byte	0x22
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
	.byte	0x23
	.byte	0xb
	.byte	0x1
	.byte	0x55
	.byte	0x17
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x24
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0x25
	.byte	0xb
	.byte	0x1
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0
	.byte	0
	.byte	0x26
	.byte	0x1
	.byte	0x1
	.byte	0x49
	.byte	0x13
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x27
	.byte	0x21
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0x2f
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x28
	.byte	0x5
	.byte	0
	.byte	0x31
	.byte	0x13
	.byte	0x2
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0x29
	.byte	0x48
	.byte	0
	.byte	0x7d
	.byte	0x1
	.byte	0x82,0x1
	.byte	0x19
	.byte	0x7f
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x2a
	.byte	0x5
	.byte	0
	.byte	0x31
	.byte	0x13
	.byte	0x1c
	.byte	0x6
	.byte	0
	.byte	0
	.byte	0x2b
	.byte	0x2e
	.byte	0
	.byte	0x3f
	.byte	0x19
	.byte	0x3c
	.byte	0x19
	.byte	0x6e
	.byte	0xe
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0
	.section	.debug_loclists,"",@progbits
	.4byte	.Ldebug_loc3-.Ldebug_loc2
.Ldebug_loc2:
	.2byte	0x5
	.byte	0x8
	.byte	0
	.4byte	0
.Ldebug_loc0:
.LLST24:
	.byte	0x7
	.8byte	.LVL62
	.8byte	.LVL65
	.byte	0x1
	.byte	0x58
	.byte	0x7
	.8byte	.LVL65
	.8byte	.LVL67-1
	.byte	0x1
	.byte	0x5f
	.byte	0x7
	.8byte	.LVL67-1
	.8byte	.LVL68
	.byte	0x1
	.byte	0x58
	.byte	0x7
	.8byte	.LVL68
	.8byte	.LFE14
	.byte	0x1
	.byte	0x5a
	.byte	0
.LLST26:
	.byte	0x7
	.8byte	.LVL62
	.8byte	.LVL64
	.byte	0x1
	.byte	0x59
	.byte	0x7
	.8byte	.LVL64
	.8byte	.LVL65
	.byte	0x3
	.byte	0x79
	.byte	0x7f
	.byte	0x9f
	.byte	0x7
	.8byte	.LVL65
	.8byte	.LVL69
	.byte	0x1
	.byte	0x59
	.byte	0
.LLST27:
	.byte	0x7
	.8byte	.LVL63
	.8byte	.LVL66
	.byte	0x1
	.byte	0x5a
	.byte	0
.LLST16:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL36
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL36
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST17:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL35
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL35
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST18:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL37
	.byte	0x1
	.byte	0x5c
	.byte	0x7
	.8byte	.LVL37
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5c
	.byte	0x9f
	.byte	0
.LLST19:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL38
	.byte	0x1
	.byte	0x5d
	.byte	0x7
	.8byte	.LVL38
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5d
	.byte	0x9f
	.byte	0
.LLST20:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL39
	.byte	0x1
	.byte	0x5e
	.byte	0x7
	.8byte	.LVL39
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5e
	.byte	0x9f
	.byte	0
.LLST21:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL40
	.byte	0x1
	.byte	0x5f
	.byte	0x7
	.8byte	.LVL40
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5f
	.byte	0x9f
	.byte	0
.LLST22:
	.byte	0x7
	.8byte	.LVL34
	.8byte	.LVL41
	.byte	0x1
	.byte	0x60
	.byte	0x7
	.8byte	.LVL41
	.8byte	.LFE11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x60
	.byte	0x9f
	.byte	0
.LLST15:
	.byte	0x7
	.8byte	.LVL32
	.8byte	.LVL33
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL33
	.8byte	.LFE10
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST13:
	.byte	0x7
	.8byte	.LVL27
	.8byte	.LVL28
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL28
	.8byte	.LVL30
	.byte	0x1
	.byte	0x5f
	.byte	0x7
	.8byte	.LVL30
	.8byte	.LFE9
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST14:
	.byte	0x7
	.8byte	.LVL27
	.8byte	.LVL29
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL29
	.8byte	.LFE9
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST11:
	.byte	0x7
	.8byte	.LVL22
	.8byte	.LVL23
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL23
	.8byte	.LVL24
	.byte	0x1
	.byte	0x5f
	.byte	0x7
	.8byte	.LVL24
	.8byte	.LFE8
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST12:
	.byte	0x7
	.8byte	.LVL22
	.8byte	.LVL25
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL25
	.8byte	.LFE8
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST2:
	.byte	0x7
	.8byte	.LVL7
	.8byte	.LVL11-1
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL11-1
	.8byte	.LVL11
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0x7
	.8byte	.LVL11
	.8byte	.LVL12
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL12
	.8byte	.LFE7
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST3:
	.byte	0x7
	.8byte	.LVL7
	.8byte	.LVL8
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL8
	.8byte	.LFE7
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST4:
	.byte	0x7
	.8byte	.LVL9
	.8byte	.LVL10
	.byte	0x1
	.byte	0x5d
	.byte	0
.LLST9:
	.byte	0x7
	.8byte	.LVL19
	.8byte	.LVL21-1
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL21-1
	.8byte	.LFE6
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST10:
	.byte	0x7
	.8byte	.LVL19
	.8byte	.LVL20
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL20
	.8byte	.LVL21-1
	.byte	0x3
	.byte	0x7b
	.byte	0x7f
	.byte	0x9f
	.byte	0x7
	.8byte	.LVL21-1
	.8byte	.LFE6
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST5:
	.byte	0x7
	.8byte	.LVL13
	.8byte	.LVL15-1
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL15-1
	.8byte	.LFE5
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST6:
	.byte	0x7
	.8byte	.LVL13
	.8byte	.LVL14
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL14
	.8byte	.LFE5
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST7:
	.byte	0x7
	.8byte	.LVL16
	.8byte	.LVL18-1
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL18-1
	.8byte	.LFE4
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST8:
	.byte	0x7
	.8byte	.LVL16
	.8byte	.LVL17
	.byte	0x1
	.byte	0x5b
	.byte	0x7
	.8byte	.LVL17
	.8byte	.LFE4
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5b
	.byte	0x9f
	.byte	0
.LLST0:
	.byte	0x7
	.8byte	.LVL0
	.8byte	.LVL1
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL1
	.8byte	.LVL2
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0x7
	.8byte	.LVL2
	.8byte	.LFE1
	.byte	0x1
	.byte	0x5a
	.byte	0
.LLST1:
	.byte	0x7
	.8byte	.LVL3
	.8byte	.LVL4
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL4
	.8byte	.LVL5
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0x7
	.8byte	.LVL5
	.8byte	.LVL6
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL6
	.8byte	.LFE0
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.LLST23:
	.byte	0x7
	.8byte	.LVL42
	.8byte	.LVL43
	.byte	0x1
	.byte	0x5a
	.byte	0x7
	.8byte	.LVL43
	.8byte	.LVL44
	.byte	0x1
	.byte	0x5f
	.byte	0x7
	.8byte	.LVL44
	.8byte	.LFE15
	.byte	0x4
	.byte	0xa3
	.byte	0x1
	.byte	0x5a
	.byte	0x9f
	.byte	0
.Ldebug_loc3:
	.section	.debug_aranges,"",@progbits
	.4byte	0x3c
	.2byte	0x2
	.4byte	.Ldebug_info0
	.byte	0x8
	.byte	0
	.2byte	0
	.2byte	0
	.8byte	.Ltext0
	.8byte	.Letext0-.Ltext0
	.8byte	.LFB14
	.8byte	.LFE14-.LFB14
	.8byte	0
	.8byte	0
	.section	.debug_rnglists,"",@progbits
.Ldebug_ranges0:
	.4byte	.Ldebug_ranges3-.Ldebug_ranges2
.Ldebug_ranges2:
	.2byte	0x5
	.byte	0x8
	.byte	0
	.4byte	0
.LLRL25:
	.byte	0x6
	.8byte	.LBB2
	.8byte	.LBE2
	.byte	0x6
	.8byte	.LBB4
	.8byte	.LBE4
	.byte	0x6
	.8byte	.LBB5
	.8byte	.LBE5
	.byte	0
.LLRL28:
	.byte	0x6
	.8byte	.Ltext0
	.8byte	.Letext0
	.byte	0x6
	.8byte	.LFB14
	.8byte	.LFE14
	.byte	0
.Ldebug_ranges3:
	.section	.debug_line,"",@progbits
.Ldebug_line0:
	.section	.debug_str,"MS",@progbits,1
.LASF11:
	.string	"words"
.LASF43:
	.string	"DEEP"
.LASF23:
	.string	"steps"
.LASF15:
	.string	"state"
.LASF7:
	.string	"short int"
.LASF19:
	.string	"after"
.LASF47:
	.string	"__builtin_memcpy"
.LASF38:
	.string	"sum_to"
.LASF45:
	.string	"main"
.LASF46:
	.string	"memcpy"
.LASF12:
	.string	"numbers"
.LASF22:
	.string	"most"
.LASF26:
	.string	"times"
.LASF33:
	.string	"kind"
.LASF31:
	.string	"between"
.LASF40:
	.string	"is_odd"
.LASF4:
	.string	"long long int"
.LASF32:
	.string	"states"
.LASF25:
	.string	"rotated"
.LASF2:
	.string	"long int"
.LASF27:
	.string	"last_of"
.LASF34:
	.string	"other"
.LASF28:
	.string	"finish"
.LASF5:
	.string	"long double"
.LASF8:
	.string	"unsigned char"
.LASF41:
	.string	"is_even"
.LASF6:
	.string	"signed char"
.LASF20:
	.string	"second"
.LASF44:
	.string	"print"
.LASF10:
	.string	"unsigned int"
.LASF24:
	.string	"collatz"
.LASF18:
	.string	"then"
.LASF21:
	.string	"start"
.LASF9:
	.string	"short unsigned int"
.LASF16:
	.string	"char"
.LASF42:
	.string	"GNU C17 12.2.0 -mabi=lp64 -misa-spec=20191213 -march=rv64im -g -Os -ffreestanding -fno-tree-loop-distribute-patterns"
.LASF3:
	.string	"long unsigned int"
.LASF14:
	.string	"machine"
.LASF29:
	.string	"times_then"
.LASF30:
	.string	"add_then"
.LASF35:
	.string	"in_number"
.LASF37:
	.string	"common"
.LASF36:
	.string	"in_word"
.LASF13:
	.string	"others"
.LASF39:
	.string	"total"
.LASF17:
	.string	"next"
	.section	.debug_line_str,"MS",@progbits,1
.LASF0:
	.string	"tail_calls.c"
.LASF1:
	.string	"build"
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
