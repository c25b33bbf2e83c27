# SPDX-License-Identifier: MPL-2.0
	.file	"jumps.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.local	out
	.comm	out,208,8
	.align	1
	.type	descend, @function
descend:
	addi	sp,sp,-112
	sd	ra,104(sp)
	sd	s0,96(sp)
	addi	s0,sp,112
	mv	a5,a0
	mv	a4,a1
	sw	a5,-100(s0)
	mv	a5,a4
	sw	a5,-104(s0)
	lw	a4,-100(s0)
	addi	a5,s0,-88
	li	a2,64
	mv	a1,a4
	mv	a0,a5
	call	memset@plt
	lw	a5,-100(s0)
	mv	a4,a5
	lw	a5,-104(s0)
	sext.w	a4,a4
	sext.w	a5,a5
	bne	a4,a5,.L2
	lw	a5,-100(s0)
	addiw	a5,a5,100
	sext.w	a5,a5
	mv	a1,a5
	lla	a0,out
	call	long_jump@plt
.L2:
	lw	a5,-104(s0)
	sext.w	a5,a5
	blt	a5,zero,.L3
	lw	a5,-100(s0)
	addiw	a5,a5,1
	sext.w	a5,a5
	lw	a4,-104(s0)
	mv	a1,a4
	mv	a0,a5
	call	descend
	mv	a5,a0
	j	.L4
.L3:
	li	a5,0
.L4:
	sw	a5,-20(s0)
	lw	a5,-100(s0)
	mv	a4,a5
	sraiw	a5,a4,31
	srliw	a5,a5,26
	addw	a4,a4,a5
	andi	a4,a4,63
	subw	a5,a4,a5
	sext.w	a5,a5
	addi	a5,a5,-16
	add	a5,a5,s0
	lbu	a5,-72(a5)
	sext.w	a5,a5
	lw	a4,-20(s0)
	addw	a5,a4,a5
	sext.w	a5,a5
	mv	a0,a5
	ld	ra,104(sp)
	ld	s0,96(sp)
	addi	sp,sp,112
	jr	ra
	.size	descend, .-descend
	.local	handlers
	.comm	handlers,8,8
	.local	cleanups
	.comm	cleanups,4,4
	.align	1
	.type	throw, @function
throw:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	addi	s0,sp,48
	mv	a5,a0
	sw	a5,-36(s0)
	lla	a5,handlers
	ld	a5,0(a5)
	sd	a5,-24(s0)
	ld	a5,-24(s0)
	ld	a4,208(a5)
	lla	a5,handlers
	sd	a4,0(a5)
	ld	a5,-24(s0)
	lw	a4,-36(s0)
	mv	a1,a4
	mv	a0,a5
	call	long_jump@plt
	.size	throw, .-throw
	.align	1
	.type	quotient, @function
quotient:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	addi	s0,sp,32
	mv	a5,a0
	mv	a4,a1
	sw	a5,-20(s0)
	mv	a5,a4
	sw	a5,-24(s0)
	lw	a5,-24(s0)
	sext.w	a5,a5
	bne	a5,zero,.L8
	li	a0,1
	call	throw
.L8:
	lw	a5,-20(s0)
	sext.w	a5,a5
	bge	a5,zero,.L9
	li	a0,2
	call	throw
.L9:
	lw	a5,-20(s0)
	mv	a4,a5
	lw	a5,-24(s0)
	divw	a5,a4,a5
	sext.w	a5,a5
	mv	a0,a5
	ld	ra,24(sp)
	ld	s0,16(sp)
	addi	sp,sp,32
	jr	ra
	.size	quotient, .-quotient
	.align	1
	.type	guarded, @function
guarded:
	addi	sp,sp,-272
	sd	ra,264(sp)
	sd	s0,256(sp)
	sd	s1,248(sp)
	addi	s0,sp,272
	mv	a5,a0
	mv	a4,a1
	sw	a5,-260(s0)
	mv	a5,a4
	sw	a5,-264(s0)
	lla	a5,handlers
	ld	a5,0(a5)
	sd	a5,-48(s0)
	addi	a5,s0,-256
	mv	a0,a5
	call	set_jump@plt
	mv	a5,a0
	sw	a5,-36(s0)
	lw	a5,-36(s0)
	sext.w	a5,a5
	bne	a5,zero,.L13
	lla	a5,handlers
	addi	a4,s0,-256
	sd	a4,0(a5)
	lw	a4,-264(s0)
	lw	a5,-260(s0)
	mv	a1,a4
	mv	a0,a5
	call	quotient
	mv	a5,a0
	mv	s1,a5
	lw	a4,-260(s0)
	lw	a5,-264(s0)
	mv	a1,a4
	mv	a0,a5
	call	quotient
	mv	a5,a0
	addw	a5,s1,a5
	sw	a5,-40(s0)
	ld	a4,-48(s0)
	lla	a5,handlers
	sd	a4,0(a5)
	lw	a5,-40(s0)
	j	.L16
.L13:
	lla	a5,cleanups
	lw	a5,0(a5)
	addiw	a5,a5,1
	sext.w	a4,a5
	lla	a5,cleanups
	sw	a4,0(a5)
	lw	a5,-36(s0)
	sext.w	a4,a5
	li	a5,2
	bne	a4,a5,.L15
	lla	a5,handlers
	ld	a5,0(a5)
	beq	a5,zero,.L15
	li	a0,3
	call	throw
.L15:
	lw	a5,-36(s0)
	negw	a5,a5
	sext.w	a5,a5
.L16:
	mv	a0,a5
	ld	ra,264(sp)
	ld	s0,256(sp)
	ld	s1,248(sp)
	addi	sp,sp,272
	jr	ra
	.size	guarded, .-guarded
	.align	1
	.type	outer, @function
outer:
	addi	sp,sp,-272
	sd	ra,264(sp)
	sd	s0,256(sp)
	addi	s0,sp,272
	mv	a5,a0
	mv	a4,a1
	sw	a5,-260(s0)
	mv	a5,a4
	sw	a5,-264(s0)
	lla	a5,handlers
	ld	a5,0(a5)
	sd	a5,-32(s0)
	sw	zero,-244(s0)
	addi	a5,s0,-240
	mv	a0,a5
	call	set_jump@plt
	mv	a5,a0
	sw	a5,-20(s0)
	lw	a5,-244(s0)
	sext.w	a5,a5
	addiw	a5,a5,1
	sext.w	a5,a5
	sw	a5,-244(s0)
	lw	a5,-244(s0)
	sext.w	a5,a5
	mv	a4,a5
	li	a5,2
	bgt	a4,a5,.L19
	lla	a5,handlers
	addi	a4,s0,-240
	sd	a4,0(a5)
	lw	a4,-264(s0)
	lw	a5,-260(s0)
	mv	a1,a4
	mv	a0,a5
	call	guarded
	mv	a5,a0
	sw	a5,-24(s0)
	ld	a4,-32(s0)
	lla	a5,handlers
	sd	a4,0(a5)
	lw	a5,-24(s0)
	mv	a4,a5
	mv	a5,a4
	slliw	a5,a5,2
	addw	a5,a5,a4
	slliw	a5,a5,1
	sext.w	a4,a5
	lw	a5,-244(s0)
	sext.w	a5,a5
	addw	a5,a4,a5
	sext.w	a5,a5
	j	.L21
.L19:
	li	a5,-1000
	lw	a4,-20(s0)
	subw	a5,a5,a4
	sext.w	a5,a5
.L21:
	mv	a0,a5
	ld	ra,264(sp)
	ld	s0,256(sp)
	addi	sp,sp,272
	jr	ra
	.size	outer, .-outer
	.align	1
	.type	parse, @function
parse:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	addi	s0,sp,48
	sd	a0,-40(s0)
	sw	zero,-20(s0)
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,40
	bne	a4,a5,.L23
	ld	a5,-40(s0)
	ld	a5,0(a5)
	addi	a4,a5,1
	ld	a5,-40(s0)
	sd	a4,0(a5)
	ld	a0,-40(s0)
	call	parse
	mv	a5,a0
	sw	a5,-20(s0)
	j	.L24
.L25:
	ld	a5,-40(s0)
	ld	a5,0(a5)
	addi	a4,a5,1
	ld	a5,-40(s0)
	sd	a4,0(a5)
	ld	a0,-40(s0)
	call	parse
	mv	a5,a0
	lw	a4,-20(s0)
	addw	a5,a4,a5
	sw	a5,-20(s0)
.L24:
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,43
	beq	a4,a5,.L25
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,41
	beq	a4,a5,.L26
	li	a1,1
	lla	a0,out
	call	long_jump@plt
.L26:
	ld	a5,-40(s0)
	ld	a5,0(a5)
	addi	a4,a5,1
	ld	a5,-40(s0)
	sd	a4,0(a5)
	lw	a5,-20(s0)
	j	.L27
.L23:
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,47
	bleu	a4,a5,.L28
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,57
	bleu	a4,a5,.L30
.L28:
	li	a1,2
	lla	a0,out
	call	long_jump@plt
.L32:
	lw	a5,-20(s0)
	mv	a4,a5
	mv	a5,a4
	slliw	a5,a5,2
	addw	a5,a5,a4
	slliw	a5,a5,1
	sext.w	a4,a5
	ld	a5,-40(s0)
	ld	a5,0(a5)
	addi	a2,a5,1
	ld	a3,-40(s0)
	sd	a2,0(a3)
	lbu	a5,0(a5)
	sext.w	a5,a5
	addw	a5,a4,a5
	sext.w	a5,a5
	addiw	a5,a5,-48
	sw	a5,-20(s0)
.L30:
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,47
	bleu	a4,a5,.L31
	ld	a5,-40(s0)
	ld	a5,0(a5)
	lbu	a5,0(a5)
	mv	a4,a5
	li	a5,57
	bleu	a4,a5,.L32
.L31:
	lw	a5,-20(s0)
.L27:
	mv	a0,a5
	ld	ra,40(sp)
	ld	s0,32(sp)
	addi	sp,sp,48
	jr	ra
	.size	parse, .-parse
	.section	.rodata
	.align	3
.LC0:
	.string	"%s is %d\n"
	.align	3
.LC1:
	.string	"%s: error %d\n"
	.text
	.align	1
	.type	try_to_parse, @function
try_to_parse:
	addi	sp,sp,-80
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s1,56(sp)
	addi	s0,sp,80
	sd	a0,-72(s0)
	ld	a5,-72(s0)
	sd	a5,-48(s0)
	ld	a5,-72(s0)
	sd	a5,-56(s0)
	lla	a0,out
	call	set_jump@plt
	mv	a5,a0
	sw	a5,-36(s0)
	lw	a5,-36(s0)
	sext.w	a5,a5
	bne	a5,zero,.L35
	ld	s1,-48(s0)
	addi	a5,s0,-56
	mv	a0,a5
	call	parse
	mv	a5,a0
	mv	a2,a5
	mv	a1,s1
	lla	a0,.LC0
	call	print@plt
	j	.L37
.L35:
	ld	a5,-48(s0)
	lw	a4,-36(s0)
	mv	a2,a4
	mv	a1,a5
	lla	a0,.LC1
	call	print@plt
.L37:
	nop
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	addi	sp,sp,80
	jr	ra
	.size	try_to_parse, .-try_to_parse
	.section	.rodata
	.align	3
.LC2:
	.string	"%d "
	.align	3
.LC3:
	.string	"a jump with 0 arrives as %d\n"
	.align	3
.LC4:
	.string	"%d %d %d %d\n"
	.align	3
.LC5:
	.string	"%d cleanups\n"
	.text
	.align	1
	.globl	main
	.type	main, @function
main:
	addi	sp,sp,-80
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s1,56(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	addi	s0,sp,80
	sw	zero,-68(s0)
	j	.L39
.L43:
	lla	a0,out
	call	set_jump@plt
	mv	a5,a0
	sw	a5,-60(s0)
	lw	a5,-60(s0)
	sext.w	a5,a5
	bne	a5,zero,.L41
	lw	a5,-68(s0)
	sext.w	a5,a5
	mv	a1,a5
	li	a0,0
	call	descend
	j	.L42
.L41:
	lw	a5,-60(s0)
	mv	a1,a5
	lla	a0,.LC2
	call	print@plt
.L42:
	lw	a5,-68(s0)
	sext.w	a5,a5
	addiw	a5,a5,13
	sext.w	a5,a5
	sw	a5,-68(s0)
.L39:
	lw	a5,-68(s0)
	sext.w	a5,a5
	mv	a4,a5
	li	a5,59
	ble	a4,a5,.L43
	li	a0,10
	call	put_char@plt
	lla	a0,out
	call	set_jump@plt
	mv	a5,a0
	sw	a5,-64(s0)
	lw	a5,-64(s0)
	sext.w	a5,a5
	bne	a5,zero,.L44
	li	a1,0
	lla	a0,out
	call	long_jump@plt
.L44:
	lw	a5,-64(s0)
	mv	a1,a5
	lla	a0,.LC3
	call	print@plt
	li	a1,7
	li	a0,84
	call	guarded
	mv	a5,a0
	mv	s1,a5
	li	a1,0
	li	a0,1
	call	guarded
	mv	a5,a0
	mv	s2,a5
	li	a1,2
	li	a0,9
	call	outer
	mv	a5,a0
	mv	s3,a5
	li	a1,0
	li	a0,5
	call	outer
	mv	a5,a0
	mv	a4,a5
	mv	a3,s3
	mv	a2,s2
	mv	a1,s1
	lla	a0,.LC4
	call	print@plt
	li	a1,4
	li	a0,-8
	call	outer
	lla	a5,cleanups
	lw	a5,0(a5)
	mv	a1,a5
	lla	a0,.LC5
	call	print@plt
	sd	zero,-56(s0)
	j	.L45
.L46:
	lla	a4,texts.0
	ld	a5,-56(s0)
	slli	a5,a5,3
	add	a5,a4,a5
	ld	a5,0(a5)
	mv	a0,a5
	call	try_to_parse
	ld	a5,-56(s0)
	addi	a5,a5,1
	sd	a5,-56(s0)
.L45:
	ld	a4,-56(s0)
	li	a5,6
	bleu	a4,a5,.L46
	lla	a5,cleanups
	lw	a5,0(a5)
	mv	a0,a5
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	addi	sp,sp,80
	jr	ra
	.size	main, .-main
	.section	.rodata
	.align	3
.LC6:
	.string	"(1+2+(3+4))"
	.align	3
.LC7:
	.string	"((10))"
	.align	3
.LC8:
	.string	"(1+"
	.align	3
.LC9:
	.string	"(2+3"
	.align	3
.LC10:
	.string	"7"
	.align	3
.LC11:
	.string	"x"
	.align	3
.LC12:
	.string	"(1+(2+)"
	.section	.data.rel.ro.local,"aw"
	.align	3
	.type	texts.0, @object
	.size	texts.0, 56
texts.0:
	.dword	.LC6
	.dword	.LC7
	.dword	.LC8
	.dword	.LC9
	.dword	.LC10
	.dword	.LC11
	.dword	.LC12
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
