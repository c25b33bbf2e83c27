# SPDX-License-Identifier: MPL-2.0
	.file	"strings.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	1
	.type	to_number, @function
to_number:
	lbu	a6,0(a0)
	addiw	a5,a6,-43
	andi	a5,a5,253
	seqz	a5,a5
	add	a5,a0,a5
	lbu	a3,0(a5)
	bne	a2,zero,.L2
	li	a4,48
	li	a2,10
	bne	a3,a4,.L2
	lbu	a4,1(a5)
	li	a3,120
	li	a2,8
	ori	a4,a4,32
	bne	a4,a3,.L2
	addi	a5,a5,2
	li	a2,16
.L2:
	slli	a7,a2,32
	li	a0,0
	li	t1,9
	li	t3,25
	srli	a7,a7,32
.L6:
	lbu	a4,0(a5)
	addiw	a3,a4,-48
	andi	t4,a3,0xff
	bgtu	t4,t1,.L3
	sext.w	a4,a3
.L4:
	bleu	a2,a4,.L5
	mul	a0,a7,a0
	slli	a4,a4,32
	srli	a4,a4,32
	addi	a5,a5,1
	add	a0,a4,a0
	j	.L6
.L3:
	ori	a4,a4,32
	addiw	a3,a4,-97
	andi	a3,a3,0xff
	bgtu	a3,t3,.L5
	addiw	a4,a4,-87
	j	.L4
.L5:
	sd	a5,0(a1)
	li	a5,45
	bne	a6,a5,.L1
	neg	a0,a0
.L1:
	ret
	.size	to_number, .-to_number
	.align	1
	.type	distance, @function
distance:
	addi	sp,sp,-176
	sd	s4,128(sp)
	mv	s4,sp
	sd	s0,160(sp)
	sd	s1,152(sp)
	sd	s2,144(sp)
	sd	s3,136(sp)
	sd	ra,168(sp)
	mv	s2,a0
	mv	s0,a1
	mv	s3,s4
	li	s1,0
.L12:
	mv	a0,s0
	call	strlen@plt
	sext.w	a0,a0
	bge	a0,s1,.L13
	li	a1,0
.L14:
	add	a5,s2,a1
	lbu	a5,0(a5)
	addiw	a4,a1,1
	bne	a5,zero,.L19
	mv	a0,s0
	call	strlen@plt
	ld	ra,168(sp)
	ld	s0,160(sp)
	slli	a0,a0,2
	addi	a5,a0,128
	add	a0,a5,sp
	lw	a0,-128(a0)
	ld	s1,152(sp)
	ld	s2,144(sp)
	ld	s3,136(sp)
	ld	s4,128(sp)
	addi	sp,sp,176
	jr	ra
.L13:
	sw	s1,0(s3)
	addiw	s1,s1,1
	addi	s3,s3,4
	j	.L12
.L19:
	lw	a6,0(sp)
	mv	a0,s0
	sw	a4,0(sp)
	mv	a3,s4
	sext.w	a2,a5
.L15:
	lbu	a5,0(a0)
	addi	a0,a0,1
	bne	a5,zero,.L18
	addi	a1,a1,1
	j	.L14
.L18:
	sub	a4,a5,a2
	snez	a4,a4
	lw	a5,0(a3)
	addw	a4,a4,a6
	lw	a6,4(a3)
	addiw	t3,a5,1
	mv	a5,t3
	addiw	t1,a6,1
	ble	t3,t1,.L16
	mv	a5,t1
.L16:
	sext.w	t1,a5
	sext.w	a7,a4
	ble	t1,a7,.L17
	mv	a5,a4
.L17:
	sw	a5,4(a3)
	addi	a3,a3,4
	j	.L15
	.size	distance, .-distance
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC0:
	.string	" ,;"
	.text
	.align	1
	.type	cut.constprop.0, @function
cut.constprop.0:
	bne	a0,zero,.L23
	ld	a0,0(a1)
.L23:
	lbu	a4,0(a0)
	beq	a4,zero,.L32
	lla	a5,.LC0
.L27:
	lbu	a3,0(a5)
	beq	a4,a3,.L25
	beq	a3,zero,.L33
	addi	a5,a5,1
	j	.L27
.L25:
	addi	a0,a0,1
	j	.L23
.L30:
	addi	a5,a5,1
.L26:
	lbu	a3,0(a5)
	beq	a3,zero,.L34
	lla	a4,.LC0
.L31:
	lbu	a2,0(a4)
	beq	a3,a2,.L29
	beq	a2,zero,.L30
	addi	a4,a4,1
	j	.L31
.L33:
	mv	a5,a0
	j	.L26
.L29:
	addi	a4,a5,1
.L28:
	sd	a4,0(a1)
	sb	zero,0(a5)
	ret
.L34:
	mv	a4,a5
	j	.L28
.L32:
	li	a0,0
	ret
	.size	cut.constprop.0, .-cut.constprop.0
	.section	.rodata.str1.8
	.align	3
.LC1:
	.string	"aaaabcccddddddddddddde"
	.align	3
.LC2:
	.string	"a hare, a hare, a leveret where? there, over there"
	.align	3
.LC3:
	.string	"%s %ld, "
	.align	3
.LC5:
	.string	"[%s]"
	.align	3
.LC6:
	.string	"%ld'%s' "
	.align	3
.LC7:
	.string	"zebra"
	.align	3
.LC8:
	.string	"%ld\n"
	.align	3
.LC9:
	.string	"sitting"
	.align	3
.LC10:
	.string	"kitten"
	.align	3
.LC11:
	.string	"abc"
	.align	3
.LC12:
	.string	""
	.align	3
.LC13:
	.string	"hare"
	.align	3
.LC14:
	.string	"%d %d %d\n"
	.align	3
.LC15:
	.string	"%s %ld\n"
	.align	3
.LC16:
	.string	"%ld bytes, %08x\n"
	.align	3
.LC17:
	.string	"abd"
	.align	3
.LC18:
	.string	"b"
	.align	3
.LC4:
	.string	"  mv  a0,a1 ;ret;; addi sp,sp,-16"
	.section	.text.startup,"ax",@progbits
	.align	1
	.globl	main
	.type	main, @function
main:
	addi	sp,sp,-432
	sd	s2,400(sp)
	sd	s4,384(sp)
	sd	s6,368(sp)
	sd	s7,360(sp)
	sd	s8,352(sp)
	sd	s9,344(sp)
	sd	ra,424(sp)
	sd	s0,416(sp)
	sd	s1,408(sp)
	sd	s3,392(sp)
	sd	s5,376(sp)
	sd	s10,336(sp)
	lla	s4,.LANCHOR0
	lla	s7,.LANCHOR0+56
	lla	s6,.LC2
	addi	s2,sp,80
	lla	s8,.LC2-1
	lla	s9,.LC3
.L41:
	ld	s3,0(s4)
	mv	a0,s3
	call	strlen@plt
	mv	s1,a0
	mv	a0,s6
	call	strlen@plt
	mv	s10,a0
	li	a2,256
	sext.w	a1,s1
	mv	a0,s2
	call	memset@plt
	li	a5,0
.L36:
	addi	a5,a5,1
	bgtu	s1,a5,.L37
	li	s0,0
.L38:
	add	s5,s1,s0
	bgeu	s10,s5,.L40
	li	a2,-1
.L54:
	mv	a1,s3
	mv	a0,s9
	addi	s4,s4,8
	call	print@plt
	bne	s4,s7,.L41
	li	a0,10
	call	put_char@plt
	addi	a5,sp,40
	li	a2,34
	lla	a1,.LC4
	mv	a0,a5
	call	memcpy@plt
	addi	s0,sp,24
	mv	a1,s0
	call	cut.constprop.0
	mv	a1,a0
	lla	s1,.LC5
.L42:
	bne	a1,zero,.L43
	li	a0,10
	call	put_char@plt
	lla	s0,.LANCHOR0+56
	lla	s1,.LANCHOR0+112
	lla	s3,.LC6
.L44:
	ld	a0,0(s0)
	li	a2,0
	mv	a1,s2
	call	to_number
	ld	a2,80(sp)
	mv	a1,a0
	addi	s0,s0,8
	mv	a0,s3
	call	print@plt
	bne	s0,s1,.L44
	li	a2,36
	addi	a1,sp,32
	lla	a0,.LC7
	call	to_number
	mv	a1,a0
	lla	a0,.LC8
	call	print@plt
	lla	a1,.LC9
	lla	a0,.LC10
	call	distance
	mv	s0,a0
	lla	a1,.LC11
	lla	a0,.LC12
	call	distance
	lla	a1,.LC13
	sd	a0,8(sp)
	mv	a0,a1
	call	distance
	ld	a2,8(sp)
	mv	a3,a0
	mv	a1,s0
	lla	a0,.LC14
	call	print@plt
	mv	a2,s2
	lla	a4,.LC1
	li	a1,9
	li	a0,1
.L45:
	lbu	a3,0(a4)
	bne	a3,zero,.L56
	sb	zero,0(a2)
	lla	a0,.LC15
	sub	a2,a2,s2
	mv	a1,s2
	call	print@plt
	li	a2,-2128830464
	li	a4,16777216
	li	a5,0
	addi	a2,a2,-571
	lla	a0,.LANCHOR1
	addiw	a4,a4,403
	li	a3,25
.L50:
	add	a1,a0,a5
	lbu	a1,0(a1)
	addi	a5,a5,1
	xor	a2,a2,a1
	mulw	a2,a4,a2
	bne	a5,a3,.L50
	li	a1,25
	lla	a0,.LC16
	call	print@plt
	lla	a1,.LC17
	lla	a0,.LC11
	call	strcmp@plt
	blt	a0,zero,.L51
.L53:
	li	a0,1
.L60:
	ld	ra,424(sp)
	ld	s0,416(sp)
	ld	s1,408(sp)
	ld	s2,400(sp)
	ld	s3,392(sp)
	ld	s4,384(sp)
	ld	s5,376(sp)
	ld	s6,368(sp)
	ld	s7,360(sp)
	ld	s8,352(sp)
	ld	s9,344(sp)
	ld	s10,336(sp)
	addi	sp,sp,432
	jr	ra
.L37:
	add	a4,s3,a5
	lbu	a4,-1(a4)
	addi	a3,sp,16
	addi	a4,a4,320
	add	a4,a4,a3
	subw	a3,s1,a5
	sb	a3,-256(a4)
	j	.L36
.L40:
	mv	a2,s1
	mv	a1,s3
	add	a0,s6,s0
	call	memcmp@plt
	beq	a0,zero,.L39
	add	s5,s5,s8
	lbu	a5,0(s5)
	addi	a4,sp,16
	addi	a5,a5,320
	add	a5,a5,a4
	lbu	a5,-256(a5)
	add	s0,s0,a5
	j	.L38
.L43:
	mv	a0,s1
	call	print@plt
	mv	a1,s0
	li	a0,0
	call	cut.constprop.0
	mv	a1,a0
	j	.L42
.L47:
	addi	a5,a5,1
	bne	a5,a1,.L49
	li	a5,9
	j	.L46
.L56:
	li	a5,1
.L49:
	add	a6,a4,a5
	lbu	a6,0(a6)
	beq	a6,a3,.L47
	sext.w	a5,a5
	beq	a5,a0,.L48
.L46:
	addiw	a6,a5,48
	sb	a6,0(a2)
	addi	a2,a2,1
.L48:
	sb	a3,0(a2)
	add	a4,a4,a5
	addi	a2,a2,1
	j	.L45
.L51:
	lla	a1,.LC11
	lla	a0,.LC18
	call	strcmp@plt
	ble	a0,zero,.L53
	lla	a1,.LC12
	mv	a0,a1
	call	strcmp@plt
	snez	a0,a0
	j	.L60
.L39:
	mv	a2,s0
	j	.L54
	.size	main, .-main
	.section	.rodata.str1.8
	.align	3
.LC19:
	.string	"0"
	.align	3
.LC20:
	.string	"-42"
	.align	3
.LC21:
	.string	"0x7fffffffffffffff"
	.align	3
.LC22:
	.string	"0755"
	.align	3
.LC23:
	.string	"+99zz"
	.align	3
.LC24:
	.string	"12ab"
	.align	3
.LC25:
	.string	"where"
	.align	3
.LC26:
	.string	"there"
	.align	3
.LC27:
	.string	"leveret"
	.align	3
.LC28:
	.string	"tortoise"
	.align	3
.LC29:
	.string	"a"
	.align	3
.LC30:
	.string	"over there"
	.section	.rodata
	.align	3
	.set	.LANCHOR1,. + 0
	.type	escapes, @object
	.size	escapes, 25
escapes:
	.string	"\007\b\f\n\r\t\013\\'\"?"
	.string	"\001\nSAe\377\303\251\360\237\220\260"
	.section	.data.rel.ro.local,"aw"
	.align	3
	.set	.LANCHOR0,. + 0
	.type	words.1, @object
	.size	words.1, 56
words.1:
	.dword	.LC13
	.dword	.LC25
	.dword	.LC26
	.dword	.LC27
	.dword	.LC28
	.dword	.LC29
	.dword	.LC30
	.type	numbers.0, @object
	.size	numbers.0, 56
numbers.0:
	.dword	.LC19
	.dword	.LC20
	.dword	.LC21
	.dword	.LC22
	.dword	.LC23
	.dword	.LC24
	.dword	.LC12
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
