# SPDX-License-Identifier: MPL-2.0
	.file	"varargs.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.type	sum, @function
sum:
	addi	sp,sp,-80
	sd	a1,24(sp)
	sd	a2,32(sp)
	sd	a3,40(sp)
	sd	a4,48(sp)
	sd	a5,56(sp)
	sd	a6,64(sp)
	sd	a7,72(sp)
	addi	a5,sp,24
	sd	a5,8(sp)
	ble	a0,zero,.L4
	mv	t1,a0
	li	a5,0
	li	a0,0
.L3:
	ld	a4,8(sp)
	addi	a3,a4,8
	sd	a3,8(sp)
	lw	a4,0(a4)
	add	a0,a0,a4
	addiw	a5,a5,1
	bne	t1,a5,.L3
.L1:
	addi	sp,sp,80
	jr	ra
.L4:
	li	a0,0
	j	.L1
	.size	sum, .-sum
	.align	2
	.type	structs, @function
structs:
	addi	sp,sp,-80
	sd	a1,24(sp)
	sd	a2,32(sp)
	sd	a3,40(sp)
	sd	a4,48(sp)
	sd	a5,56(sp)
	sd	a6,64(sp)
	sd	a7,72(sp)
	addi	a5,sp,24
	sd	a5,8(sp)
	ble	a0,zero,.L10
	addiw	a2,a0,-1
	li	a0,0
	li	a6,-1
.L9:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	lw	a1,0(a5)
	lw	a3,4(a5)
	addi	a4,a5,16
	sd	a4,8(sp)
	ld	a4,8(a5)
	slli	a5,a0,1
	add	a5,a5,a0
	add	a5,a5,a1
	ld	a1,0(a4)
	mul	a3,a3,a1
	add	a5,a5,a3
	ld	a3,8(a4)
	add	a5,a5,a3
	ld	a0,16(a4)
	sub	a0,a5,a0
	addiw	a2,a2,-1
	bne	a2,a6,.L9
.L7:
	addi	sp,sp,80
	jr	ra
.L10:
	li	a0,0
	j	.L7
	.size	structs, .-structs
	.align	2
	.type	mixed, @function
mixed:
	addi	sp,sp,-128
	sd	ra,56(sp)
	sd	s0,48(sp)
	sd	s1,40(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	sd	a1,72(sp)
	sd	a2,80(sp)
	sd	a3,88(sp)
	sd	a4,96(sp)
	sd	a5,104(sp)
	sd	a6,112(sp)
	sd	a7,120(sp)
	addi	a5,sp,72
	sd	a5,8(sp)
	lbu	a5,0(a0)
	beq	a5,zero,.L24
	mv	s0,a0
	li	s1,0
	li	s3,18
	lla	s2,.L17
	j	.L23
.L22:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	lw	a5,0(a5)
	add	s1,s1,a5
.L15:
	addi	s0,s0,1
	lbu	a5,0(s0)
	beq	a5,zero,.L13
.L23:
	addiw	a5,a5,-99
	andi	a4,a5,0xff
	bgtu	a4,s3,.L15
	slli	a5,a4,2
	add	a5,a5,s2
	lw	a5,0(a5)
	add	a5,a5,s2
	jr	a5
	.section	.rodata
	.align	2
	.align	2
.L17:
	.word	.L22-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L21-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L20-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L19-.L17
	.word	.L15-.L17
	.word	.L15-.L17
	.word	.L18-.L17
	.word	.L15-.L17
	.word	.L16-.L17
	.text
.L21:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	lw	a4,0(a5)
	slliw	a5,a4,2
	addw	a5,a5,a4
	slliw	a5,a5,1
	add	s1,s1,a5
	j	.L15
.L20:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	ld	a5,0(a5)
	add	s1,s1,a5
	j	.L15
.L16:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	lwu	a5,0(a5)
	add	s1,s1,a5
	j	.L15
.L19:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	ld	a5,0(a5)
	lw	a5,0(a5)
	add	s1,s1,a5
	j	.L15
.L18:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	ld	a0,0(a5)
	call	strlen@plt
	add	s1,s1,a0
	j	.L15
.L24:
	li	s1,0
.L13:
	mv	a0,s1
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	ld	s3,24(sp)
	addi	sp,sp,128
	jr	ra
	.size	mixed, .-mixed
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC0:
	.string	"%s: "
	.text
	.align	2
	.type	log_line, @function
log_line:
	addi	sp,sp,-80
	sd	ra,24(sp)
	sd	s0,16(sp)
	mv	s0,a1
	sd	a2,32(sp)
	sd	a3,40(sp)
	sd	a4,48(sp)
	sd	a5,56(sp)
	sd	a6,64(sp)
	sd	a7,72(sp)
	addi	a5,sp,32
	sd	a5,8(sp)
	slli	a0,a0,3
	lla	a5,.LANCHOR0
	add	a5,a5,a0
	ld	a1,0(a5)
	lla	a0,.LC0
	call	print@plt
	ld	a1,8(sp)
	mv	a0,s0
	call	print_list@plt
	li	a0,10
	call	put_char@plt
	ld	ra,24(sp)
	ld	s0,16(sp)
	addi	sp,sp,80
	jr	ra
	.size	log_line, .-log_line
	.align	2
	.type	join, @function
join:
	addi	sp,sp,-112
	sd	ra,56(sp)
	sd	s0,48(sp)
	sd	s1,40(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	sd	s4,16(sp)
	mv	s3,a0
	mv	s4,a1
	sd	a2,64(sp)
	sd	a3,72(sp)
	sd	a4,80(sp)
	sd	a5,88(sp)
	sd	a6,96(sp)
	sd	a7,104(sp)
	addi	a5,sp,64
	sd	a5,8(sp)
	li	s1,0
	j	.L30
.L34:
	mv	a1,s0
	add	a0,s3,s1
	call	memcpy@plt
	mv	s1,s2
.L30:
	ld	a5,8(sp)
	addi	a4,a5,8
	sd	a4,8(sp)
	ld	s0,0(a5)
	beq	s0,zero,.L31
	mv	a0,s0
	call	strlen@plt
	mv	a2,a0
	add	s2,s1,a0
	bltu	s2,s4,.L34
.L31:
	add	s3,s3,s1
	sb	zero,0(s3)
	sext.w	a0,s1
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	ld	s3,24(sp)
	ld	s4,16(sp)
	addi	sp,sp,112
	jr	ra
	.size	join, .-join
	.align	2
	.type	spread, @function
spread:
	addi	sp,sp,-80
	sd	a1,24(sp)
	sd	a2,32(sp)
	sd	a3,40(sp)
	sd	a4,48(sp)
	sd	a5,56(sp)
	sd	a6,64(sp)
	sd	a7,72(sp)
	addi	a3,sp,24
	sd	a3,8(sp)
	li	a4,1
	ble	a0,a4,.L36
	addi	a5,sp,32
	addiw	a0,a0,-2
	slli	a4,a0,32
	srli	a0,a4,29
	addi	a0,a0,16
	add	a3,a3,a0
	j	.L38
.L37:
	beq	a5,a3,.L36
.L38:
	addi	a5,a5,8
	ld	a4,-8(a5)
	bge	a1,a4,.L37
	mv	a1,a4
	j	.L37
.L36:
	ld	a0,24(sp)
	sub	a0,a1,a0
	addi	sp,sp,80
	jr	ra
	.size	spread, .-spread
	.section	.rodata.str1.8
	.align	3
.LC1:
	.string	"sum: %ld %ld\n"
	.align	3
.LC2:
	.string	"hello"
	.align	3
.LC3:
	.string	"cilupsilups"
	.align	3
.LC4:
	.string	"structured"
	.align	3
.LC5:
	.string	"mixed: %ld\n"
	.align	3
.LC6:
	.string	"structs: %ld\n"
	.align	3
.LC7:
	.string	"spread: %ld\n"
	.align	3
.LC8:
	.string	"a leveret"
	.align	3
.LC9:
	.string	"%s has %d legs"
	.align	3
.LC11:
	.string	"%c%c%c %lx %08x %5d|%05d"
	.align	3
.LC12:
	.string	"%u of %lu, %ld"
	.align	3
.LC13:
	.string	", "
	.align	3
.LC14:
	.string	"parts"
	.align	3
.LC15:
	.string	"many "
	.align	3
.LC16:
	.string	"of "
	.align	3
.LC17:
	.string	"string "
	.align	3
.LC18:
	.string	"a "
	.align	3
.LC19:
	.string	"full"
	.align	3
.LC20:
	.string	"it is "
	.align	3
.LC21:
	.string	"where "
	.align	3
.LC22:
	.string	"cut "
	.align	3
.LC23:
	.string	"%d: %s\n"
	.text
	.align	2
	.globl	main
	.type	main, @function
main:
	addi	sp,sp,-336
	sd	ra,328(sp)
	sd	s0,320(sp)
	sd	s1,312(sp)
	sd	s2,304(sp)
	sd	s3,296(sp)
	li	a3,3
	li	a2,2
	li	a1,1
	li	a0,3
	call	sum
	mv	s0,a0
	li	a5,-12
	sd	a5,32(sp)
	li	a5,11
	sd	a5,24(sp)
	li	a5,-10
	sd	a5,16(sp)
	li	s3,9
	sd	s3,8(sp)
	li	a5,-8
	sd	a5,0(sp)
	li	a7,7
	li	a6,-6
	li	a5,5
	li	a4,-4
	li	a3,3
	li	a2,-2
	li	a1,1
	li	a0,12
	call	sum
	mv	a2,a0
	mv	a1,s0
	lla	a0,.LC1
	call	print@plt
	li	s2,7
	sw	s2,188(sp)
	lla	a5,.LC4
	sd	a5,24(sp)
	addi	a5,sp,188
	sd	a5,16(sp)
	li	s0,1
	sd	s0,8(sp)
	li	s1,-1
	sd	s1,0(sp)
	li	a7,100
	lla	a6,.LC2
	li	a4,-294965248
	addi	a4,a4,-2048
	slli	a3,s0,40
	li	a2,-5
	li	a1,97
	lla	a0,.LC3
	call	mixed
	mv	a1,a0
	lla	a0,.LC5
	call	print@plt
	sw	s0,192(sp)
	li	a5,2
	sw	a5,196(sp)
	sw	s1,224(sp)
	sw	s3,228(sp)
	slli	a4,s0,33
	sw	s2,256(sp)
	sw	s2,260(sp)
	li	a3,3
	sd	a3,112(sp)
	li	a3,4
	sd	a3,120(sp)
	li	a3,5
	sd	a3,128(sp)
	sd	a4,80(sp)
	sd	zero,88(sp)
	sd	a5,96(sp)
	sd	s0,48(sp)
	sd	s0,56(sp)
	sd	s0,64(sp)
	addi	a6,sp,48
	ld	a5,256(sp)
	addi	a4,sp,80
	ld	a3,224(sp)
	addi	a2,sp,112
	ld	a1,192(sp)
	li	a0,3
	call	structs
	mv	a1,a0
	lla	a0,.LC6
	call	print@plt
	li	a5,101
	sd	a5,8(sp)
	li	a5,99
	sd	a5,0(sp)
	li	a7,55
	li	a6,-900
	li	a5,12
	li	a4,8
	li	a3,100
	li	a2,-7
	li	a1,4
	li	a0,9
	call	spread
	mv	a1,a0
	lla	a0,.LC7
	call	print@plt
	li	a3,4
	lla	a2,.LC8
	lla	a1,.LC9
	li	a0,0
	call	log_line
	li	a5,-42
	sd	a5,0(sp)
	li	a7,-42
	li	a6,49152
	addi	a6,a6,-273
	ld	a5,.LC10
	li	a4,99
	li	a3,98
	li	a2,97
	lla	a1,.LC11
	li	a0,1
	call	log_line
	slli	a4,s1,62
	slli	a3,s1,63
	li	a2,3
	lla	a1,.LC12
	li	a0,2
	call	log_line
	sd	zero,32(sp)
	lla	a5,.LC19
	sd	a5,24(sp)
	lla	a5,.LC20
	sd	a5,16(sp)
	lla	a5,.LC21
	sd	a5,8(sp)
	lla	a5,.LC22
	sd	a5,0(sp)
	lla	a7,.LC13
	lla	a6,.LC14
	lla	a5,.LC15
	lla	a4,.LC16
	lla	a3,.LC17
	lla	a2,.LC18
	li	a1,40
	addi	s1,sp,144
	mv	a0,s1
	call	join
	mv	s0,a0
	mv	a2,s1
	mv	a1,a0
	lla	a0,.LC23
	call	print@plt
	mv	a0,s0
	ld	ra,328(sp)
	ld	s0,320(sp)
	ld	s1,312(sp)
	ld	s2,304(sp)
	ld	s3,296(sp)
	addi	sp,sp,336
	jr	ra
	.size	main, .-main
	.section	.rodata.str1.8
	.align	3
.LC24:
	.string	"note"
	.align	3
.LC25:
	.string	"warning"
	.align	3
.LC26:
	.string	"error"
	.section	.rodata.cst8,"aM",@progbits,8
	.align	3
.LC10:
	.dword	-81985529216486896
	.section	.data.rel.ro.local,"aw"
	.align	3
	.set	.LANCHOR0,. + 0
	.type	levels.0, @object
	.size	levels.0, 24
levels.0:
	.dword	.LC24
	.dword	.LC25
	.dword	.LC26
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
