# SPDX-License-Identifier: MPL-2.0
	.file	"support.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
#APP
	.text
.globl _start
.type _start, @function
_start:
.option push
.option norelax
    lla gp, __global_pointer$
.option pop
    andi sp, sp, -16
    li s0, 0
    call run_main
.size _start, .-_start

#NO_APP
	.align	1
	.globl	run_main
	.type	run_main, @function
run_main:
	addi	sp,sp,-16
	sd	ra,8(sp)
	call	main@plt
	ld	a2,.LANCHOR0
	mv	a5,a0
	beq	a2,zero,.L2
	li	a7,64
	li	a0,1
	lla	a1,buffer
#APP
# 18 "support/support.c" 1
	ecall
# 0 "" 2
#NO_APP
.L2:
	sd	zero,.LANCHOR0,a4
	li	a7,93
	mv	a0,a5
	li	a1,0
	li	a2,0
#APP
# 18 "support/support.c" 1
	ecall
# 0 "" 2
#NO_APP
	ebreak
	.size	run_main, .-run_main
	.align	1
	.globl	set_jump
	.type	set_jump, @function
set_jump:
#APP
# 65 "support/support.c" 1
	sd ra,0(a0)
sd sp,8(a0)
sd s0,16(a0)
sd s1,24(a0)
sd s2,32(a0)
sd s3,40(a0)
sd s4,48(a0)
sd s5,56(a0)
sd s6,64(a0)
sd s7,72(a0)
sd s8,80(a0)
sd s9,88(a0)
sd s10,96(a0)
sd s11,104(a0)
fsd fs0,112(a0)
fsd fs1,120(a0)
fsd fs2,128(a0)
fsd fs3,136(a0)
fsd fs4,144(a0)
fsd fs5,152(a0)
fsd fs6,160(a0)
fsd fs7,168(a0)
fsd fs8,176(a0)
fsd fs9,184(a0)
fsd fs10,192(a0)
fsd fs11,200(a0)
li a0,0
ret
# 0 "" 2
#NO_APP
	.size	set_jump, .-set_jump
	.align	1
	.globl	long_jump
	.type	long_jump, @function
long_jump:
#APP
# 71 "support/support.c" 1
	ld ra,0(a0)
ld sp,8(a0)
ld s0,16(a0)
ld s1,24(a0)
ld s2,32(a0)
ld s3,40(a0)
ld s4,48(a0)
ld s5,56(a0)
ld s6,64(a0)
ld s7,72(a0)
ld s8,80(a0)
ld s9,88(a0)
ld s10,96(a0)
ld s11,104(a0)
fld fs0,112(a0)
fld fs1,120(a0)
fld fs2,128(a0)
fld fs3,136(a0)
fld fs4,144(a0)
fld fs5,152(a0)
fld fs6,160(a0)
fld fs7,168(a0)
fld fs8,176(a0)
fld fs9,184(a0)
fld fs10,192(a0)
fld fs11,200(a0)
seqz a0,a1
add a0,a0,a1
ret
# 0 "" 2
#NO_APP
	.size	long_jump, .-long_jump
	.align	1
	.globl	put_char
	.type	put_char, @function
put_char:
	lla	a6,.LANCHOR0
	ld	a3,0(a6)
	li	a5,8192
	mv	a4,a0
	beq	a3,a5,.L11
	lla	a5,buffer
	addi	a2,a3,1
	add	a5,a5,a3
	sd	a2,0(a6)
	sb	a4,0(a5)
	ret
.L11:
	li	a7,64
	li	a0,1
	lla	a1,buffer
	li	a2,8192
#APP
# 18 "support/support.c" 1
	ecall
# 0 "" 2
#NO_APP
	li	a3,0
	lla	a5,buffer
	li	a2,1
	add	a5,a5,a3
	sd	a2,0(a6)
	sb	a4,0(a5)
	ret
	.size	put_char, .-put_char
	.align	1
	.type	put_number, @function
put_number:
	addi	sp,sp,-96
	sd	s0,80(sp)
	slli	a1,a1,32
	addi	s0,sp,8
	sd	s1,72(sp)
	sd	s2,64(sp)
	sd	s3,56(sp)
	sd	s5,40(sp)
	mv	s2,a3
	sd	ra,88(sp)
	sd	s4,48(sp)
	sd	s6,32(sp)
	mv	s1,a2
	mv	s3,a4
	srli	a1,a1,32
	mv	a6,s0
	li	s5,0
	li	a3,9
	j	.L16
.L27:
	mv	s5,s6
	mv	a0,a5
.L16:
	remu	a7,a0,a1
	andi	a5,a7,0xff
	addiw	a4,a5,48
	addiw	a5,a5,87
	andi	a5,a5,0xff
	bgtu	a7,a3,.L15
	andi	a5,a4,0xff
.L15:
	sb	a5,0(a6)
	addiw	s6,s5,1
	divu	a5,a0,a1
	addi	a6,a6,1
	bleu	a1,a0,.L27
	bne	s3,zero,.L17
	mv	s4,s6
	ble	s1,s6,.L24
.L22:
	addiw	s4,s4,1
	mv	a0,s2
	call	put_char
	bgt	s1,s4,.L22
.L39:
	beq	s3,zero,.L24
	li	a5,48
	beq	s2,a5,.L24
.L37:
	mv	a0,s3
	call	put_char
.L24:
	addi	s1,s0,-1
	slli	s5,s5,32
	add	s1,s1,s6
	srli	s5,s5,32
	add	s0,s0,s6
	sub	s1,s1,s5
.L26:
	lbu	a0,-1(s0)
	addi	s0,s0,-1
	call	put_char
	bne	s0,s1,.L26
	ld	ra,88(sp)
	ld	s0,80(sp)
	ld	s1,72(sp)
	ld	s2,64(sp)
	ld	s3,56(sp)
	ld	s4,48(sp)
	ld	s5,40(sp)
	ld	s6,32(sp)
	addi	sp,sp,96
	jr	ra
.L17:
	li	a5,48
	beq	s2,a5,.L20
	addiw	s4,s5,2
	ble	s1,s4,.L37
	addiw	s4,s4,1
	mv	a0,s2
	call	put_char
	bgt	s1,s4,.L22
	j	.L39
.L20:
	addiw	s4,s5,2
	mv	a0,s3
	call	put_char
	blt	s4,s1,.L22
	j	.L24
	.size	put_number, .-put_number
	.align	1
	.globl	put_text
	.type	put_text, @function
put_text:
	lbu	a6,0(a0)
	mv	a3,a0
	beq	a6,zero,.L40
	lla	t1,.LANCHOR0
	ld	a5,0(t1)
	lla	a1,buffer
	li	t3,8192
	j	.L44
.L47:
	mv	a4,a5
	add	a4,a1,a4
	sb	a6,0(a4)
	lbu	a6,0(a3)
	addi	a5,a5,1
	sd	a5,0(t1)
	beq	a6,zero,.L40
.L44:
	addi	a3,a3,1
	bne	a5,t3,.L47
	li	a7,64
	li	a0,1
	li	a2,8192
#APP
# 18 "support/support.c" 1
	ecall
# 0 "" 2
#NO_APP
	li	a4,0
	add	a4,a1,a4
	sb	a6,0(a4)
	lbu	a6,0(a3)
	li	a5,1
	sd	a5,0(t1)
	bne	a6,zero,.L44
.L40:
	ret
	.size	put_text, .-put_text
	.align	1
	.globl	print_list
	.type	print_list, @function
print_list:
	addi	sp,sp,-80
	sd	s8,0(sp)
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s1,56(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	sd	s7,8(sp)
	mv	s8,a0
	lbu	a0,0(a0)
	beq	a0,zero,.L48
	mv	s1,a1
	li	s2,37
	li	s4,48
	li	s7,9
	li	s6,108
	li	s5,21
	lla	s3,.L60
.L49:
	beq	a0,s2,.L50
	call	put_char
	mv	s0,s8
.L51:
	lbu	a0,1(s0)
	addi	s8,s0,1
	bne	a0,zero,.L49
.L48:
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	ld	s7,8(sp)
	ld	s8,0(sp)
	addi	sp,sp,80
	jr	ra
.L50:
	lbu	a4,1(s8)
	addi	s0,s8,1
	li	a3,32
	bne	a4,s4,.L53
	lbu	a4,2(s8)
	addi	s0,s8,2
	li	a3,48
.L53:
	addiw	a0,a4,-48
	andi	a5,a0,0xff
	li	a2,0
	bgtu	a5,s7,.L55
.L54:
	lbu	a4,1(s0)
	slliw	a5,a2,2
	addw	a5,a5,a2
	slliw	a5,a5,1
	addw	a2,a0,a5
	addiw	a0,a4,-48
	andi	a5,a0,0xff
	addi	s0,s0,1
	bleu	a5,s7,.L54
.L55:
	bne	a4,s6,.L56
.L57:
	lbu	a4,1(s0)
	addi	s0,s0,1
	beq	a4,s6,.L57
	addiw	a5,a4,-99
	andi	a5,a5,0xff
	bgtu	a5,s5,.L58
	slli	a5,a5,2
	add	a5,a5,s3
	lw	a5,0(a5)
	add	a5,a5,s3
	jr	a5
	.section	.rodata
	.align	2
	.align	2
.L60:
	.word	.L64-.L60
	.word	.L63-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L62-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L61-.L60
	.word	.L58-.L60
	.word	.L59-.L60
	.word	.L58-.L60
	.word	.L58-.L60
	.word	.L59-.L60
	.text
.L58:
	mv	a0,a4
	call	put_char
	j	.L51
.L61:
	ld	s8,0(s1)
	addi	s1,s1,8
	lbu	a0,0(s8)
	beq	a0,zero,.L51
.L66:
	addi	s8,s8,1
	call	put_char
	lbu	a0,0(s8)
	bne	a0,zero,.L66
	j	.L51
.L62:
	ld	a0,0(s1)
	li	a4,0
	li	a3,32
	li	a2,0
	li	a1,16
	addi	s1,s1,8
	call	put_number
	j	.L51
.L64:
	lbu	a0,0(s1)
	addi	s1,s1,8
	call	put_char
	j	.L51
.L59:
	ld	a0,0(s1)
	addi	s1,s1,8
.L71:
	li	a5,117
	li	a1,16
	bne	a4,a5,.L72
	li	a1,10
.L72:
	li	a4,0
	call	put_number
	j	.L51
.L63:
	ld	a0,0(s1)
	addi	s1,s1,8
.L67:
	li	a4,0
	bge	a0,zero,.L69
	neg	a0,a0
	li	a4,45
.L69:
	li	a1,10
	call	put_number
	j	.L51
.L56:
	addiw	a5,a4,-99
	andi	a5,a5,0xff
	li	a1,21
	bgtu	a5,a1,.L58
	lla	a1,.L74
	slli	a5,a5,2
	add	a5,a5,a1
	lw	a5,0(a5)
	add	a5,a5,a1
	jr	a5
	.section	.rodata
	.align	2
	.align	2
.L74:
	.word	.L64-.L74
	.word	.L68-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L62-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L61-.L74
	.word	.L58-.L74
	.word	.L70-.L74
	.word	.L58-.L74
	.word	.L58-.L74
	.word	.L70-.L74
	.text
.L70:
	lwu	a0,0(s1)
	addi	s1,s1,8
	j	.L71
.L68:
	lw	a0,0(s1)
	addi	s1,s1,8
	j	.L67
	.size	print_list, .-print_list
	.align	1
	.globl	print
	.type	print, @function
print:
	addi	sp,sp,-96
	addi	t1,sp,40
	sd	a1,40(sp)
	mv	a1,t1
	sd	ra,24(sp)
	sd	a2,48(sp)
	sd	a3,56(sp)
	sd	a4,64(sp)
	sd	a5,72(sp)
	sd	a6,80(sp)
	sd	a7,88(sp)
	sd	t1,8(sp)
	call	print_list
	ld	ra,24(sp)
	addi	sp,sp,96
	jr	ra
	.size	print, .-print
	.align	1
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	beq	a2,zero,.L91
	add	a2,a0,a2
	mv	a5,a0
.L92:
	lbu	a4,0(a1)
	addi	a5,a5,1
	addi	a1,a1,1
	sb	a4,-1(a5)
	bne	a5,a2,.L92
.L91:
	ret
	.size	memcpy, .-memcpy
	.align	1
	.globl	memmove
	.type	memmove, @function
memmove:
	bleu	a0,a1,.L98
	addi	a5,a2,-1
	li	a6,-1
	beq	a2,zero,.L110
.L102:
	add	a4,a1,a5
	lbu	a3,0(a4)
	add	a4,a0,a5
	addi	a5,a5,-1
	sb	a3,0(a4)
	bne	a5,a6,.L102
.L104:
	ret
.L98:
	beq	a2,zero,.L104
	add	a2,a0,a2
	mv	a5,a0
.L101:
	lbu	a4,0(a1)
	addi	a5,a5,1
	addi	a1,a1,1
	sb	a4,-1(a5)
	bne	a2,a5,.L101
	ret
.L110:
	ret
	.size	memmove, .-memmove
	.align	1
	.globl	memset
	.type	memset, @function
memset:
	andi	a1,a1,0xff
	add	a4,a0,a2
	mv	a5,a0
	beq	a2,zero,.L117
.L113:
	addi	a5,a5,1
	sb	a1,-1(a5)
	bne	a5,a4,.L113
.L117:
	ret
	.size	memset, .-memset
	.align	1
	.globl	memcmp
	.type	memcmp, @function
memcmp:
	beq	a2,zero,.L122
	add	a2,a1,a2
	j	.L121
.L120:
	beq	a1,a2,.L122
.L121:
	lbu	a5,0(a0)
	lbu	a4,0(a1)
	addi	a0,a0,1
	addi	a1,a1,1
	beq	a5,a4,.L120
	subw	a0,a5,a4
	ret
.L122:
	li	a0,0
	ret
	.size	memcmp, .-memcmp
	.align	1
	.globl	strlen
	.type	strlen, @function
strlen:
	lbu	a5,0(a0)
	mv	a4,a0
	li	a0,0
	beq	a5,zero,.L127
.L126:
	addi	a0,a0,1
	add	a5,a4,a0
	lbu	a5,0(a5)
	bne	a5,zero,.L126
	ret
.L127:
	ret
	.size	strlen, .-strlen
	.align	1
	.globl	strcmp
	.type	strcmp, @function
strcmp:
	lbu	a5,0(a0)
	bne	a5,zero,.L130
	j	.L135
.L132:
	lbu	a5,0(a0)
	beq	a5,zero,.L136
	mv	a1,a3
.L130:
	lbu	a4,0(a1)
	addi	a0,a0,1
	addi	a3,a1,1
	beq	a4,a5,.L132
	sext.w	a0,a5
.L131:
	subw	a0,a0,a4
	ret
.L136:
	lbu	a4,1(a1)
	li	a0,0
	subw	a0,a0,a4
	ret
.L135:
	lbu	a4,0(a1)
	li	a0,0
	j	.L131
	.size	strcmp, .-strcmp
	.align	1
	.globl	next_random
	.type	next_random, @function
next_random:
	ld	a5,0(a0)
	ld	a4,.LC0
	mul	a5,a5,a4
	ld	a4,.LC1
	add	a5,a5,a4
	sd	a5,0(a0)
	srli	a0,a5,33
	ret
	.size	next_random, .-next_random
	.section	.rodata.cst8,"aM",@progbits,8
	.align	3
.LC0:
	.dword	6364136223846793005
	.align	3
.LC1:
	.dword	1442695040888963407
	.bss
	.align	3
	.set	.LANCHOR0,. + 0
	.type	used, @object
	.size	used, 8
used:
	.zero	8
	.type	buffer, @object
	.size	buffer, 8192
buffer:
	.zero	8192
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
