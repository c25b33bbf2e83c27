# SPDX-License-Identifier: MPL-2.0
# Made from signals.c by build.ts.
	.file	"signals.c"
	.option nopic
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
#APP
	.globl _start
_start: mv a0, sp
 call begin

	trash_all: ld t0, 304(sp)
 addi t0, t0, 4
 sd t0, 304(sp)
 mv t0, ra
.irp r, x1,x3,x4,x6,x7,x8,x9,x10,x11,x12,x13,x14,x15,x16,x17,x18,x19,x20,x21,x22,x23,x24,x25,x26,x27,x28,x29,x30,x31
li \r, -1
 .endr
 jr t0

#NO_APP
	.align	2
	.type	equal, @function
equal:
	lbu	a5,0(a0)
	beq	a5,zero,.L3
.L2:
	lbu	a4,0(a1)
	bne	a4,a5,.L3
	addi	a0,a0,1
	addi	a1,a1,1
	lbu	a5,0(a0)
	bne	a5,zero,.L2
.L3:
	lbu	a0,0(a1)
	sub	a0,a0,a5
	seqz	a0,a0
	ret
	.size	equal, .-equal
	.align	2
	.type	add_text, @function
add_text:
	lbu	a3,0(a0)
	beq	a3,zero,.L6
	lui	a5,%hi(used)
	lw	a4,%lo(used)(a5)
	lui	a5,%hi(.LANCHOR0)
	addi	a5,a5,%lo(.LANCHOR0)
	add	a5,a5,a4
	li	a1,0
	li	a6,499
	li	a7,1
.L8:
	bgt	a4,a6,.L11
	addi	a0,a0,1
	addiw	a2,a4,1
	sext.w	a4,a2
	sb	a3,0(a5)
	lbu	a3,0(a0)
	addi	a5,a5,1
	mv	a1,a7
	bne	a3,zero,.L8
	lui	a5,%hi(used)
	sw	a2,%lo(used)(a5)
	ret
.L11:
	beq	a1,zero,.L6
	lui	a5,%hi(used)
	sw	a4,%lo(used)(a5)
.L6:
	ret
	.size	add_text, .-add_text
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC0:
	.string	"-"
	.align	3
.LC2:
	.string	"0x"
	.align	3
.LC1:
	.string	"0123456789abcdef"
	.text
	.align	2
	.type	add_number, @function
add_number:
	addi	sp,sp,-64
	sd	ra,56(sp)
	sd	s0,48(sp)
	sd	s1,40(sp)
	sd	s2,32(sp)
	mv	s0,a1
	mv	a5,a0
	li	a4,10
	beq	a1,a4,.L21
.L13:
	addi	s2,sp,8
	mv	a4,s2
	lui	a2,%hi(.LC1)
	addi	a2,a2,%lo(.LC1)
.L14:
	remu	a3,a5,s0
	add	a3,a2,a3
	lbu	a3,0(a3)
	sb	a3,0(a4)
	mv	a3,a5
	divu	a5,a5,s0
	mv	s1,a4
	addi	a4,a4,1
	bleu	s0,a3,.L14
	li	a5,16
	beq	s0,a5,.L22
.L15:
	subw	s1,s1,s2
	addiw	s1,s1,1
	sext.w	a4,s1
	beq	a4,zero,.L12
	lui	a5,%hi(used)
	lw	a5,%lo(used)(a5)
	addi	a3,sp,8
	add	a3,a3,a4
	lui	a4,%hi(.LANCHOR0)
	addi	a4,a4,%lo(.LANCHOR0)
	add	a4,a4,a5
	addw	s1,s1,a5
.L17:
	mv	a0,a5
	addiw	a1,a5,1
	sext.w	a5,a1
	lbu	a2,-1(a3)
	sb	a2,0(a4)
	addi	a3,a3,-1
	addi	a4,a4,1
	bne	a5,s1,.L17
	lui	a5,%hi(used)
	sw	a1,%lo(used)(a5)
	lui	a5,%hi(.LANCHOR0)
	addi	a5,a5,%lo(.LANCHOR0)
	add	a5,a5,a0
	sb	a2,0(a5)
.L12:
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	addi	sp,sp,64
	jr	ra
.L21:
	mv	s1,a0
	bge	a0,zero,.L13
	lui	a0,%hi(.LC0)
	addi	a0,a0,%lo(.LC0)
	call	add_text
	neg	a5,s1
	j	.L13
.L22:
	lui	a0,%hi(.LC2)
	addi	a0,a0,%lo(.LC2)
	call	add_text
	j	.L15
	.size	add_number, .-add_number
	.align	2
	.type	end_line, @function
end_line:
	lui	a6,%hi(used)
	lw	a4,%lo(used)(a6)
	addiw	a2,a4,1
	sw	a2,%lo(used)(a6)
	lui	a1,%hi(.LANCHOR0)
	addi	a5,a1,%lo(.LANCHOR0)
	add	a5,a5,a4
	li	a4,10
	sb	a4,0(a5)
	li	a0,1
	addi	a1,a1,%lo(.LANCHOR0)
	sext.w	a2,a2
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,64
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sw	zero,%lo(used)(a6)
	ret
	.size	end_line, .-end_line
	.section	.rodata.str1.8
	.align	3
.LC3:
	.string	" "
	.text
	.align	2
	.type	show, @function
show:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
	call	add_text
	lui	a0,%hi(.LC3)
	addi	a0,a0,%lo(.LC3)
	call	add_text
	li	a1,10
	mv	a0,s0
	call	add_number
	call	end_line
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	show, .-show
	.align	2
	.type	show_hex, @function
show_hex:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
	call	add_text
	lui	a0,%hi(.LC3)
	addi	a0,a0,%lo(.LC3)
	call	add_text
	li	a1,16
	mv	a0,s0
	call	add_number
	call	end_line
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	show_hex, .-show_hex
	.align	2
	.type	show_text, @function
show_text:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
	call	add_text
	lui	a0,%hi(.LC3)
	addi	a0,a0,%lo(.LC3)
	call	add_text
	mv	a0,s0
	call	add_text
	call	end_line
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	show_text, .-show_text
	.align	2
	.type	handle, @function
handle:
	addi	sp,sp,-32
	sd	a1,0(sp)
	ori	a2,a2,4
	sd	a2,8(sp)
	sd	a3,16(sp)
	sd	a3,24(sp)
	mv	a1,sp
	li	a2,0
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,134
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	addi	sp,sp,32
	jr	ra
	.size	handle, .-handle
	.align	2
	.type	change_mask, @function
change_mask:
	addi	sp,sp,-32
	sd	a1,8(sp)
	sd	zero,24(sp)
	addi	a1,sp,8
	addi	a2,sp,24
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,135
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a0,24(sp)
	addi	sp,sp,32
	jr	ra
	.size	change_mask, .-change_mask
	.align	2
	.type	blocked, @function
blocked:
	addi	sp,sp,-16
	sd	zero,8(sp)
	li	a0,0
	li	a1,0
	addi	a2,sp,8
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,135
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a0,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	blocked, .-blocked
	.align	2
	.type	pending, @function
pending:
	addi	sp,sp,-16
	sd	zero,8(sp)
	addi	a0,sp,8
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,136
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a0,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	pending, .-pending
	.align	2
	.type	raise, @function
raise:
	mv	a6,a0
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,172
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	t1,a0
	li	a0,0
	li	a7,178
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	mv	a0,t1
	mv	a2,a6
	li	a7,131
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	raise, .-raise
	.align	2
	.type	send, @function
send:
	mv	a6,a0
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,172
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a6
	li	a7,129
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	send, .-send
	.section	.rodata.str1.8
	.align	3
.LC4:
	.string	"signal"
	.align	3
.LC5:
	.string	"si_signo"
	.align	3
.LC6:
	.string	"si_errno"
	.align	3
.LC7:
	.string	"si_code"
	.align	3
.LC8:
	.string	"is pc"
	.align	3
.LC9:
	.string	"si_addr"
	.align	3
.LC10:
	.string	"is the constant"
	.text
	.align	2
	.type	skip, @function
skip:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	mv	s1,a1
	mv	s0,a2
	mv	a1,a0
	lui	a0,%hi(.LC4)
	addi	a0,a0,%lo(.LC4)
	call	show
	lw	a1,0(s1)
	lui	a0,%hi(.LC5)
	addi	a0,a0,%lo(.LC5)
	call	show
	lw	a1,4(s1)
	lui	a0,%hi(.LC6)
	addi	a0,a0,%lo(.LC6)
	call	show
	lw	a1,8(s1)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	ld	a1,16(s1)
	ld	a5,176(s0)
	beq	a1,a5,.L45
	lui	a5,%hi(constant)
	addi	a5,a5,%lo(constant)
	beq	a1,a5,.L46
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
	call	show_hex
.L42:
	ld	a5,176(s0)
	addi	a5,a5,4
	sd	a5,176(s0)
	li	a5,77
	sd	a5,296(s0)
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
.L45:
	lui	a1,%hi(.LC8)
	addi	a1,a1,%lo(.LC8)
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
	call	show_text
	j	.L42
.L46:
	lui	a1,%hi(.LC10)
	addi	a1,a1,%lo(.LC10)
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
	call	show_text
	j	.L42
	.size	skip, .-skip
	.section	.rodata.str1.8
	.align	3
.LC11:
	.string	"a5"
	.align	3
.LC12:
	.string	"constant"
	.text
	.align	2
	.type	faults, @function
faults:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	li	a3,0
	li	a2,0
	lui	s0,%hi(skip)
	addi	a1,s0,%lo(skip)
	li	a0,11
	call	handle
	li	a3,0
	li	a2,0
	addi	a1,s0,%lo(skip)
	li	a0,4
	call	handle
	li	a3,0
	li	a2,0
	addi	a1,s0,%lo(skip)
	li	a0,5
	call	handle
	li	a5,19087360
	addi	a5,a5,1384
#APP
# 95 "signals.c" 1
	ld a5, 0(a5)
# 0 "" 2
#NO_APP
	mv	a1,a5
	lui	a0,%hi(.LC11)
	addi	a0,a0,%lo(.LC11)
	call	show
#APP
# 97 "signals.c" 1
	sd zero, 8(zero)
# 0 "" 2
#NO_APP
	lui	a5,%hi(constant)
	addi	a5,a5,%lo(constant)
#APP
# 98 "signals.c" 1
	sd zero, 0(a5)
# 0 "" 2
# 99 "signals.c" 1
	.word 0xffffffff
# 0 "" 2
# 100 "signals.c" 1
	ebreak
# 0 "" 2
#NO_APP
	li	a5,1
	slli	a5,a5,62
#APP
# 101 "signals.c" 1
	ld a5, 0(a5)
# 0 "" 2
#NO_APP
	li	a1,5
	lui	a0,%hi(.LC12)
	addi	a0,a0,%lo(.LC12)
	call	show
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	faults, .-faults
	.section	.rodata.str1.8
	.align	3
.LC13:
	.string	"pc"
	.text
	.align	2
	.type	go_back, @function
go_back:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	mv	s1,a1
	mv	s0,a2
	lw	a1,8(a1)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	ld	a1,16(s1)
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
	call	show_hex
	ld	a1,176(s0)
	lui	a0,%hi(.LC13)
	addi	a0,a0,%lo(.LC13)
	call	show_hex
	ld	a5,184(s0)
	sd	a5,176(s0)
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
	.size	go_back, .-go_back
	.section	.rodata.str1.8
	.align	3
.LC14:
	.string	"back"
	.align	3
.LC15:
	.string	"came"
	.text
	.align	2
	.type	jumps, @function
jumps:
	addi	sp,sp,-16
	sd	ra,8(sp)
	li	a3,0
	li	a2,0
	lui	a1,%hi(go_back)
	addi	a1,a1,%lo(go_back)
	li	a0,11
	call	handle
	li	a5,0
#APP
# 116 "signals.c" 1
	jalr ra, 0(a5)
# 0 "" 2
#NO_APP
	li	a5,19087360
	addi	a5,a5,1376
#APP
# 117 "signals.c" 1
	jalr ra, 0(a5)
# 0 "" 2
#NO_APP
	lui	a1,%hi(.LC14)
	addi	a1,a1,%lo(.LC14)
	lui	a0,%hi(.LC15)
	addi	a0,a0,%lo(.LC15)
	call	show_text
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	jumps, .-jumps
	.section	.rodata.str1.8
	.align	3
.LC16:
	.string	"siginfo to ucontext"
	.align	3
.LC17:
	.string	"frame below sp"
	.align	3
.LC18:
	.string	"aligned"
	.align	3
.LC19:
	.string	"uc_flags"
	.align	3
.LC20:
	.string	"uc_link"
	.align	3
.LC21:
	.string	"uc_stack.ss_sp"
	.align	3
.LC22:
	.string	"uc_stack.ss_flags"
	.align	3
.LC23:
	.string	"uc_stack.ss_size"
	.align	3
.LC24:
	.string	"uc_sigmask"
	.align	3
.LC25:
	.string	"blocked"
	.align	3
.LC26:
	.string	"fcsr"
	.text
	.align	2
	.type	frame, @function
frame:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	mv	s1,a1
	mv	s0,a2
	sub	a1,a2,a1
	lui	a0,%hi(.LC16)
	addi	a0,a0,%lo(.LC16)
	call	show
	ld	a1,192(s0)
	sub	a1,a1,s1
	sltiu	a1,a1,1105
	lui	a0,%hi(.LC17)
	addi	a0,a0,%lo(.LC17)
	call	show
	andi	a1,s1,15
	seqz	a1,a1
	lui	a0,%hi(.LC18)
	addi	a0,a0,%lo(.LC18)
	call	show
	ld	a1,0(s0)
	lui	a0,%hi(.LC19)
	addi	a0,a0,%lo(.LC19)
	call	show
	ld	a1,8(s0)
	lui	a0,%hi(.LC20)
	addi	a0,a0,%lo(.LC20)
	call	show
	ld	a1,16(s0)
	lui	a0,%hi(.LC21)
	addi	a0,a0,%lo(.LC21)
	call	show_hex
	lw	a1,24(s0)
	lui	a0,%hi(.LC22)
	addi	a0,a0,%lo(.LC22)
	call	show
	ld	a1,32(s0)
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	ld	a1,40(s0)
	lui	a0,%hi(.LC24)
	addi	a0,a0,%lo(.LC24)
	call	show_hex
	call	blocked
	mv	a1,a0
	lui	a0,%hi(.LC25)
	addi	a0,a0,%lo(.LC25)
	call	show_hex
	lwu	a1,688(s0)
	lui	a0,%hi(.LC26)
	addi	a0,a0,%lo(.LC26)
	call	show
	li	a5,4096
	addi	a5,a5,-1792
	sd	a5,40(s0)
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
	.size	frame, .-frame
	.align	2
	.type	frames, @function
frames:
	addi	sp,sp,-16
	sd	ra,8(sp)
	li	a1,8192
	li	a0,2
	call	change_mask
	li	a3,4096
	addi	a3,a3,-1792
	li	a2,0
	lui	a1,%hi(frame)
	addi	a1,a1,%lo(frame)
	li	a0,10
	call	handle
	li	a0,10
	call	raise
	call	blocked
	mv	a1,a0
	lui	a0,%hi(.LC25)
	addi	a0,a0,%lo(.LC25)
	call	show_hex
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	frames, .-frames
	.section	.rodata.str1.8
	.align	3
.LC29:
	.string	"wrong"
	.text
	.align	2
	.type	registers, @function
registers:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	lui	a4,%hi(.LANCHOR0+600)
	addi	a4,a4,%lo(.LANCHOR0+600)
	li	a5,0
	lui	a3,%hi(.LC27)
	ld	a2,%lo(.LC27)(a3)
	lui	a3,%hi(.LC28)
	ld	a3,%lo(.LC28)(a3)
.L58:
	sd	a5,0(a4)
	add	a5,a5,a2
	addi	a4,a4,8
	bne	a5,a3,.L58
	li	a3,0
	li	a2,0
	lui	a1,%hi(trash_all)
	addi	a1,a1,%lo(trash_all)
	li	a0,5
	call	handle
	lui	a4,%hi(.LANCHOR0)
	addi	s0,a4,%lo(.LANCHOR0)
	addi	s1,s0,600
#APP
# 155 "signals.c" 1
	addi sp, sp, -256
.irp n, 3,4,8,9,18,19,20,21,22,23,24,25,26,27
 sd x\n, 8*\n(sp)
 .endr
mv t6, s1
.irp n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
 ld x\n, 8*\n(t6)
 .endr
ebreak
addi t6, t6, 256
.irp n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
 sd x\n, 8*\n(t6)
 .endr
.irp n, 3,4,8,9,18,19,20,21,22,23,24,25,26,27
 ld x\n, 8*\n(sp)
 .endr
addi sp, sp, 256

# 0 "" 2
#NO_APP
	addi	a4,s0,608
	li	a5,1
	li	a1,0
	li	a0,2
	li	a6,31
	j	.L62
.L60:
	addiw	a5,a5,1
	addi	a4,a4,8
	beq	a5,a6,.L67
.L62:
	beq	a5,a0,.L59
	ld	a2,0(a4)
	ld	a3,256(a4)
	beq	a2,a3,.L60
	addiw	a1,a1,1
	j	.L60
.L67:
	lui	a0,%hi(.LC29)
	addi	a0,a0,%lo(.LC29)
	call	show
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
.L59:
	addiw	a5,a5,1
	addi	a4,a4,8
	j	.L62
	.size	registers, .-registers
	.section	.rodata.str1.8
	.align	3
.LC30:
	.string	"begin"
	.align	3
.LC31:
	.string	"from us"
	.align	3
.LC32:
	.string	"pending"
	.align	3
.LC33:
	.string	"end"
	.text
	.align	2
	.type	tell, @function
tell:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	sd	s2,0(sp)
	mv	s0,a0
	mv	s1,a1
	lui	a4,%hi(count)
	lw	a5,%lo(count)(a4)
	addiw	a5,a5,1
	sw	a5,%lo(count)(a4)
	mv	a1,a0
	lui	a0,%hi(.LC30)
	addi	a0,a0,%lo(.LC30)
	call	show
	lw	a1,8(s1)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	lw	a6,16(s1)
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,172
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sub	a1,a6,a0
	seqz	a1,a1
	lui	a0,%hi(.LC31)
	addi	a0,a0,%lo(.LC31)
	call	show
	li	a5,10
	beq	s0,a5,.L71
.L69:
	mv	a1,s0
	lui	a0,%hi(.LC33)
	addi	a0,a0,%lo(.LC33)
	call	show
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	ld	s2,0(sp)
	addi	sp,sp,32
	jr	ra
.L71:
	lui	a5,%hi(count)
	lw	a5,%lo(count)(a5)
	sext.w	a5,a5
	li	a4,2
	bgt	a5,a4,.L69
	li	a0,10
	call	raise
	call	pending
	mv	a1,a0
	lui	a0,%hi(.LC32)
	addi	a0,a0,%lo(.LC32)
	call	show_hex
	li	a0,12
	call	raise
	j	.L69
	.size	tell, .-tell
	.section	.rodata.str1.8
	.align	3
.LC34:
	.string	"count"
	.text
	.align	2
	.type	nesting, @function
nesting:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	li	a3,0
	li	a2,0
	lui	s0,%hi(tell)
	addi	a1,s0,%lo(tell)
	li	a0,10
	call	handle
	li	a3,0
	li	a2,0
	addi	a1,s0,%lo(tell)
	li	a0,12
	call	handle
	li	a0,10
	call	send
	lui	a5,%hi(count)
	lw	a1,%lo(count)(a5)
	lui	a0,%hi(.LC34)
	addi	a0,a0,%lo(.LC34)
	call	show
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	nesting, .-nesting
	.section	.rodata.str1.8
	.align	3
.LC35:
	.string	"in"
	.align	3
.LC36:
	.string	"out"
	.text
	.align	2
	.type	deep, @function
deep:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	sd	s2,0(sp)
	mv	s1,a0
	lui	a4,%hi(count)
	lw	a5,%lo(count)(a4)
	addiw	a5,a5,1
	sext.w	s0,a5
	sw	a5,%lo(count)(a4)
	mv	a1,s0
	lui	a0,%hi(.LC35)
	addi	a0,a0,%lo(.LC35)
	call	show
	li	a5,3
	ble	s0,a5,.L77
.L75:
	mv	a1,s0
	lui	a0,%hi(.LC36)
	addi	a0,a0,%lo(.LC36)
	call	show
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	ld	s2,0(sp)
	addi	sp,sp,32
	jr	ra
.L77:
	mv	a0,s1
	call	raise
	j	.L75
	.size	deep, .-deep
	.align	2
	.type	nodefer, @function
nodefer:
	addi	sp,sp,-16
	sd	ra,8(sp)
	li	a3,0
	li	a2,1073741824
	lui	a1,%hi(deep)
	addi	a1,a1,%lo(deep)
	li	a0,10
	call	handle
	li	a0,10
	call	raise
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	nodefer, .-nodefer
	.section	.rodata.str1.8
	.align	3
.LC37:
	.string	"flags"
	.align	3
.LC38:
	.string	"handler"
	.text
	.align	2
	.type	resethand, @function
resethand:
	addi	sp,sp,-48
	sd	ra,40(sp)
	li	a3,0
	li	a2,3
	slli	a2,a2,30
	lui	a1,%hi(deep)
	addi	a1,a1,%lo(deep)
	li	a0,10
	call	handle
	li	a0,10
	li	a1,0
	mv	a2,sp
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,134
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a1,8(sp)
	lui	a0,%hi(.LC37)
	addi	a0,a0,%lo(.LC37)
	call	show_hex
	lui	a5,%hi(count)
	li	a4,8
	sw	a4,%lo(count)(a5)
	li	a0,10
	call	raise
	li	a0,10
	li	a1,0
	mv	a2,sp
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,134
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a1,0(sp)
	lui	a0,%hi(.LC38)
	addi	a0,a0,%lo(.LC38)
	call	show
	li	a0,10
	call	raise
	ld	ra,40(sp)
	addi	sp,sp,48
	jr	ra
	.size	resethand, .-resethand
	.align	2
	.type	order_of, @function
order_of:
	addi	sp,sp,-16
	sd	ra,8(sp)
	mv	a1,a0
	lui	a0,%hi(.LC4)
	addi	a0,a0,%lo(.LC4)
	call	show
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	order_of, .-order_of
	.section	.rodata.str1.8
	.align	3
.LC39:
	.string	"10"
	.align	3
.LC40:
	.string	"unblock"
	.align	3
.LC41:
	.string	"all"
	.text
	.align	2
	.type	masks, @function
masks:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	li	a3,-1
	li	a2,0
	lui	s0,%hi(order_of)
	addi	a1,s0,%lo(order_of)
	li	a0,10
	call	handle
	li	a3,-1
	li	a2,0
	addi	a1,s0,%lo(order_of)
	li	a0,12
	call	handle
	li	a3,-1
	li	a2,0
	addi	a1,s0,%lo(order_of)
	li	a0,40
	call	handle
	li	a1,-1
	li	a0,0
	call	change_mask
	call	blocked
	mv	a1,a0
	lui	a0,%hi(.LC25)
	addi	a0,a0,%lo(.LC25)
	call	show_hex
	li	a0,12
	call	send
	li	a0,12
	call	send
	li	a0,10
	call	send
	li	a0,17
	call	send
	call	pending
	mv	a1,a0
	lui	s0,%hi(.LC32)
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	lui	a1,%hi(.LC39)
	addi	a1,a1,%lo(.LC39)
	lui	s1,%hi(.LC40)
	addi	a0,s1,%lo(.LC40)
	call	show_text
	li	a1,512
	li	a0,1
	call	change_mask
	call	pending
	mv	a1,a0
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	lui	a1,%hi(.LC41)
	addi	a1,a1,%lo(.LC41)
	addi	a0,s1,%lo(.LC40)
	call	show_text
	li	a1,0
	li	a0,2
	call	change_mask
	call	pending
	mv	a1,a0
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
	.size	masks, .-masks
	.section	.rodata.str1.8
	.align	3
.LC42:
	.string	"raise"
	.text
	.align	2
	.type	ignore, @function
ignore:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	li	a3,0
	li	a2,0
	li	a1,1
	li	a0,10
	call	handle
	li	a0,10
	call	raise
	mv	a1,a0
	lui	a0,%hi(.LC42)
	addi	a0,a0,%lo(.LC42)
	call	show
	li	a1,69632
	addi	a1,a1,-1536
	li	a0,0
	call	change_mask
	li	a0,10
	call	raise
	li	a0,12
	call	raise
	li	a0,17
	call	raise
	call	pending
	mv	a1,a0
	lui	s0,%hi(.LC32)
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	li	a3,0
	li	a2,0
	li	a1,1
	li	a0,12
	call	handle
	call	pending
	mv	a1,a0
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	li	a1,0
	li	a0,2
	call	change_mask
	call	pending
	mv	a1,a0
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	ignore, .-ignore
	.section	.rodata.str1.8
	.align	3
.LC43:
	.string	"value"
	.text
	.align	2
	.type	with_value, @function
with_value:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
	mv	a1,a0
	lui	a0,%hi(.LC4)
	addi	a0,a0,%lo(.LC4)
	call	show
	lw	a1,8(s0)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	ld	a1,24(s0)
	lui	a0,%hi(.LC43)
	addi	a0,a0,%lo(.LC43)
	call	show
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	with_value, .-with_value
	.align	2
	.type	queue, @function
queue:
	addi	sp,sp,-160
	sd	ra,152(sp)
	sd	s0,144(sp)
	sd	s1,136(sp)
	sd	s2,128(sp)
	mv	s0,a0
	mv	s2,a1
	mv	s1,a2
	li	a2,124
	li	a1,0
	addi	a0,sp,4
	call	memset
	li	a5,99
	sw	a5,0(sp)
	sw	s2,8(sp)
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,172
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sw	a0,16(sp)
	sd	s1,24(sp)
	li	a0,0
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,s0
	mv	a2,sp
	li	a7,138
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	ra,152(sp)
	ld	s0,144(sp)
	ld	s1,136(sp)
	ld	s2,128(sp)
	addi	sp,sp,160
	jr	ra
	.size	queue, .-queue
	.section	.rodata.str1.8
	.align	3
.LC44:
	.string	"queue"
	.align	3
.LC45:
	.string	"bad signal"
	.align	3
.LC46:
	.string	"bad address"
	.text
	.align	2
	.type	queues, @function
queues:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	li	a3,0
	li	a2,0
	lui	a1,%hi(with_value)
	addi	a1,a1,%lo(with_value)
	li	a0,40
	call	handle
	li	a1,1
	slli	a1,a1,39
	li	a0,0
	call	change_mask
	li	a2,11
	li	a1,-1
	li	a0,40
	call	queue
	mv	a1,a0
	lui	s0,%hi(.LC44)
	addi	a0,s0,%lo(.LC44)
	call	show
	li	a2,22
	li	a1,-1
	li	a0,40
	call	queue
	mv	a1,a0
	addi	a0,s0,%lo(.LC44)
	call	show
	li	a2,33
	li	a1,-1
	li	a0,40
	call	queue
	mv	a1,a0
	addi	a0,s0,%lo(.LC44)
	call	show
	li	a1,0
	li	a0,2
	call	change_mask
	li	a2,0
	li	a1,-1
	li	a0,65
	call	queue
	mv	a1,a0
	lui	a0,%hi(.LC45)
	addi	a0,a0,%lo(.LC45)
	call	show
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,172
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a1,40
	li	a2,8
	li	a7,138
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC46)
	addi	a0,a0,%lo(.LC46)
	call	show
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	queues, .-queues
	.section	.rodata.str1.8
	.align	3
.LC47:
	.string	"none"
	.align	3
.LC48:
	.string	"some"
	.align	3
.LC49:
	.string	"bad"
	.align	3
.LC50:
	.string	"size"
	.align	3
.LC51:
	.string	"address"
	.align	3
.LC52:
	.string	"first"
	.align	3
.LC53:
	.string	"second"
	.align	3
.LC54:
	.string	"third"
	.text
	.align	2
	.type	waits, @function
waits:
	addi	sp,sp,-208
	sd	ra,200(sp)
	sd	s0,192(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	sd	zero,32(sp)
	li	a5,999424
	addi	a5,a5,576
	sd	a5,40(sp)
	sd	zero,16(sp)
	li	a5,-1
	sd	a5,24(sp)
	li	a1,1
	slli	a1,a1,39
	addi	a1,a1,768
	sd	a1,8(sp)
	li	a0,0
	call	change_mask
	addi	a0,sp,8
	addi	a1,sp,64
	addi	a2,sp,48
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC47)
	addi	a0,a0,%lo(.LC47)
	call	show
	addi	a0,sp,8
	addi	a1,sp,64
	addi	a2,sp,32
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC48)
	addi	a0,a0,%lo(.LC48)
	call	show
	addi	a0,sp,8
	addi	a1,sp,64
	addi	a2,sp,16
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	addi	a0,sp,8
	addi	a1,sp,64
	addi	a2,sp,48
	li	a3,16
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC50)
	addi	a0,a0,%lo(.LC50)
	call	show
	li	a0,8
	addi	a1,sp,64
	addi	a2,sp,48
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC51)
	addi	a0,a0,%lo(.LC51)
	call	show
	li	a2,5
	li	a1,-1
	li	a0,40
	call	queue
	li	a0,10
	call	raise
	addi	a0,sp,8
	addi	a1,sp,64
	li	a2,0
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC52)
	addi	a0,a0,%lo(.LC52)
	call	show
	lw	a1,72(sp)
	lui	s0,%hi(.LC7)
	addi	a0,s0,%lo(.LC7)
	call	show
	addi	a0,sp,8
	addi	a1,sp,64
	addi	a2,sp,32
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC53)
	addi	a0,a0,%lo(.LC53)
	call	show
	lw	a1,72(sp)
	addi	a0,s0,%lo(.LC7)
	call	show
	ld	a1,88(sp)
	lui	a0,%hi(.LC43)
	addi	a0,a0,%lo(.LC43)
	call	show
	addi	a0,sp,8
	li	a1,0
	addi	a2,sp,48
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC54)
	addi	a0,a0,%lo(.LC54)
	call	show
	ld	ra,200(sp)
	ld	s0,192(sp)
	addi	sp,sp,208
	jr	ra
	.size	waits, .-waits
	.section	.rodata.str1.8
	.align	3
.LC55:
	.string	"suspend"
	.text
	.align	2
	.type	suspends, @function
suspends:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s1,24(sp)
	sd	zero,8(sp)
	li	s0,4096
	addi	a5,s0,-2048
	sd	a5,0(sp)
	li	a3,0
	li	a2,0
	lui	s1,%hi(order_of)
	addi	a1,s1,%lo(order_of)
	li	a0,10
	call	handle
	li	a3,0
	li	a2,0
	addi	a1,s1,%lo(order_of)
	li	a0,12
	call	handle
	addi	a1,s0,-1536
	li	a0,0
	call	change_mask
	li	a0,10
	call	raise
	li	a0,12
	call	raise
	mv	a0,sp
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,133
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC55)
	addi	a0,s1,%lo(.LC55)
	call	show
	call	pending
	mv	a1,a0
	lui	s0,%hi(.LC32)
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	call	blocked
	mv	a1,a0
	lui	a0,%hi(.LC25)
	addi	a0,a0,%lo(.LC25)
	call	show_hex
	addi	a0,sp,8
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,133
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC55)
	call	show
	call	pending
	mv	a1,a0
	addi	a0,s0,%lo(.LC32)
	call	show_hex
	addi	a0,sp,8
	li	a1,4
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,133
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC50)
	addi	a0,a0,%lo(.LC50)
	call	show
	li	a0,8
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,133
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC51)
	addi	a0,a0,%lo(.LC51)
	call	show
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	addi	sp,sp,48
	jr	ra
	.size	suspends, .-suspends
	.section	.rodata.str1.8
	.align	3
.LC56:
	.string	"on it"
	.align	3
.LC57:
	.string	"get"
	.align	3
.LC58:
	.string	"is it"
	.align	3
.LC59:
	.string	"set"
	.align	3
.LC60:
	.string	"uc_stack"
	.text
	.align	2
	.type	on_alternate, @function
on_alternate:
	addi	sp,sp,-64
	sd	ra,56(sp)
	sd	s0,48(sp)
	mv	s0,a2
	lui	a1,%hi(stack)
	addi	a5,a1,%lo(stack)
	sd	a5,0(sp)
	sw	zero,8(sp)
	li	a5,4096
	sd	a5,16(sp)
#APP
# 316 "signals.c" 1
	mv a4, sp
# 0 "" 2
#NO_APP
	addi	a5,a1,%lo(stack)
	li	a1,0
	bltu	a4,a5,.L99
#APP
# 316 "signals.c" 1
	mv a1, sp
# 0 "" 2
#NO_APP
	li	a4,16384
	add	a5,a5,a4
	sltu	a1,a1,a5
.L99:
	lui	a0,%hi(.LC56)
	addi	a0,a0,%lo(.LC56)
	call	show
	li	a0,0
	addi	a1,sp,24
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	call	show
	lw	a1,32(sp)
	lui	a0,%hi(.LC37)
	addi	a0,a0,%lo(.LC37)
	call	show
	ld	a4,24(sp)
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	li	a1,0
	beq	a4,a5,.L107
.L100:
	lui	a0,%hi(.LC58)
	addi	a0,a0,%lo(.LC58)
	call	show
	mv	a0,sp
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC59)
	addi	a0,a0,%lo(.LC59)
	call	show
	ld	a4,16(s0)
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	li	a1,0
	beq	a4,a5,.L108
.L101:
	lui	a0,%hi(.LC60)
	addi	a0,a0,%lo(.LC60)
	call	show
	lui	a4,%hi(count)
	lw	a5,%lo(count)(a4)
	sext.w	a3,a5
	addiw	a5,a5,1
	sw	a5,%lo(count)(a4)
	beq	a3,zero,.L109
.L98:
	ld	ra,56(sp)
	ld	s0,48(sp)
	addi	sp,sp,64
	jr	ra
.L107:
	ld	a1,40(sp)
	li	a5,-16384
	add	a1,a1,a5
	seqz	a1,a1
	j	.L100
.L108:
	lw	a1,24(s0)
	seqz	a1,a1
	j	.L101
.L109:
	li	a0,12
	call	raise
	j	.L98
	.size	on_alternate, .-on_alternate
	.section	.rodata.str1.8
	.align	3
.LC61:
	.string	"small"
	.align	3
.LC62:
	.string	"odd"
	.align	3
.LC63:
	.string	"off"
	.text
	.align	2
	.type	altstack, @function
altstack:
	addi	sp,sp,-160
	sd	ra,152(sp)
	sd	s0,144(sp)
	sd	s1,136(sp)
	sd	s2,128(sp)
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	sd	a5,80(sp)
	sw	zero,88(sp)
	li	a4,16384
	sd	a4,96(sp)
	sd	a5,56(sp)
	sw	zero,64(sp)
	li	a4,2047
	sd	a4,72(sp)
	sd	a5,32(sp)
	li	a5,3
	sw	a5,40(sp)
	li	a5,8192
	sd	a5,48(sp)
	sd	zero,8(sp)
	li	a5,2
	sw	a5,16(sp)
	sd	zero,24(sp)
	li	a0,0
	addi	a1,sp,104
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC57)
	addi	a0,s1,%lo(.LC57)
	call	show
	lw	a1,112(sp)
	lui	s0,%hi(.LC37)
	addi	a0,s0,%lo(.LC37)
	call	show
	addi	a0,sp,56
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC61)
	addi	a0,a0,%lo(.LC61)
	call	show
	addi	a0,sp,32
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC62)
	addi	a0,a0,%lo(.LC62)
	call	show
	li	a0,8
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	addi	a0,sp,80
	addi	a1,sp,104
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC59)
	addi	a0,a0,%lo(.LC59)
	call	show
	lw	a1,112(sp)
	addi	a0,s0,%lo(.LC37)
	call	show
	li	a0,0
	addi	a1,sp,104
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC57)
	call	show
	lw	a1,112(sp)
	addi	a0,s0,%lo(.LC37)
	call	show
	li	a3,0
	li	a2,134217728
	lui	s2,%hi(on_alternate)
	addi	a1,s2,%lo(on_alternate)
	li	a0,10
	call	handle
	li	a3,0
	li	a2,134217728
	addi	a1,s2,%lo(on_alternate)
	li	a0,12
	call	handle
	li	a0,10
	call	raise
	li	a3,0
	li	a2,0
	lui	a1,%hi(order_of)
	addi	a1,a1,%lo(order_of)
	li	a0,10
	call	handle
	li	a0,10
	call	raise
	addi	a0,sp,8
	addi	a1,sp,104
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC63)
	addi	a0,a0,%lo(.LC63)
	call	show
	lw	a1,112(sp)
	addi	a0,s0,%lo(.LC37)
	call	show
	li	a0,0
	addi	a1,sp,104
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC57)
	call	show
	lw	a1,112(sp)
	addi	a0,s0,%lo(.LC37)
	call	show
	ld	ra,152(sp)
	ld	s0,144(sp)
	ld	s1,136(sp)
	ld	s2,128(sp)
	addi	sp,sp,160
	jr	ra
	.size	altstack, .-altstack
	.align	2
	.type	overflow, @function
overflow:
	addi	sp,sp,-48
	sd	ra,40(sp)
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	sd	a5,8(sp)
	sw	zero,16(sp)
	li	a5,16384
	sd	a5,24(sp)
	addi	a0,sp,8
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,134217728
	lui	a1,%hi(escape)
	addi	a1,a1,%lo(escape)
	li	a0,11
	call	handle
#APP
# 379 "signals.c" 1
	mv a5, sp
# 0 "" 2
#NO_APP
	andi	a5,a5,-16
	lui	a4,%hi(saved_sp)
	sd	a5,%lo(saved_sp)(a4)
#APP
# 380 "signals.c" 1
	again: mv a0, sp
 li a1, 0
 call sink
 recovered: call after_overflow
# 0 "" 2
#NO_APP
	ld	ra,40(sp)
	addi	sp,sp,48
	jr	ra
	.size	overflow, .-overflow
	.align	2
	.type	overflow_alternate, @function
overflow_alternate:
	addi	sp,sp,-48
	sd	ra,40(sp)
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	sd	a5,8(sp)
	sw	zero,16(sp)
	li	a5,16384
	sd	a5,24(sp)
	addi	a0,sp,8
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,1207959552
	lui	a1,%hi(deep)
	addi	a1,a1,%lo(deep)
	li	a0,10
	call	handle
	lui	a5,%hi(count)
	li	a4,-100
	sw	a4,%lo(count)(a5)
	li	a0,10
	call	raise
	ld	ra,40(sp)
	addi	sp,sp,48
	jr	ra
	.size	overflow_alternate, .-overflow_alternate
	.section	.rodata.str1.8
	.align	3
.LC64:
	.string	"abort"
	.align	3
.LC65:
	.string	"kill"
	.align	3
.LC66:
	.string	"ignored-fault"
	.align	3
.LC67:
	.string	"blocked-fault"
	.align	3
.LC68:
	.string	"bad-handler"
	.align	3
.LC69:
	.string	"bad-fault-handler"
	.align	3
.LC70:
	.string	"bad-stack"
	.align	3
.LC71:
	.string	"bad-frame"
	.align	3
.LC72:
	.string	"fault-in-handler"
	.align	3
.LC73:
	.string	"real-time"
	.align	3
.LC74:
	.string	"here"
	.align	3
.LC75:
	.string	"still"
	.text
	.align	2
	.type	die, @function
die:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	ld	s0,16(a1)
	lui	a1,%hi(.LC64)
	addi	a1,a1,%lo(.LC64)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L128
.L117:
	lui	a1,%hi(.LC65)
	addi	a1,a1,%lo(.LC65)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L129
.L118:
	lui	a1,%hi(.LC66)
	addi	a1,a1,%lo(.LC66)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L130
.L119:
	lui	a1,%hi(.LC67)
	addi	a1,a1,%lo(.LC67)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L131
.L120:
	lui	a1,%hi(.LC68)
	addi	a1,a1,%lo(.LC68)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L132
.L121:
	lui	a1,%hi(.LC69)
	addi	a1,a1,%lo(.LC69)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L133
.L122:
	lui	a1,%hi(.LC70)
	addi	a1,a1,%lo(.LC70)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L134
.L123:
	lui	a1,%hi(.LC71)
	addi	a1,a1,%lo(.LC71)
	mv	a0,s0
	call	equal
	beq	a0,zero,.L124
#APP
# 415 "signals.c" 1
	li sp, 64
 li a7, 139
 ecall
# 0 "" 2
#NO_APP
.L124:
	lui	a1,%hi(.LC72)
	addi	a1,a1,%lo(.LC72)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L135
.L125:
	lui	a1,%hi(.LC73)
	addi	a1,a1,%lo(.LC73)
	mv	a0,s0
	call	equal
	bne	a0,zero,.L136
.L126:
	lui	a1,%hi(.LC74)
	addi	a1,a1,%lo(.LC74)
	lui	a0,%hi(.LC75)
	addi	a0,a0,%lo(.LC75)
	call	show_text
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
.L128:
	li	a0,6
	call	raise
	j	.L117
.L129:
	li	a1,-1
	li	a0,0
	call	change_mask
	li	a0,9
	call	raise
	j	.L118
.L130:
	li	a3,0
	li	a2,0
	li	a1,1
	li	a0,11
	call	handle
	ld	a5,8(zero)
	j	.L119
.L131:
	li	a3,0
	li	a2,0
	lui	a1,%hi(skip)
	addi	a1,a1,%lo(skip)
	li	a0,11
	call	handle
	li	a1,-1
	li	a0,0
	call	change_mask
	ld	a5,8(zero)
	j	.L120
.L132:
	li	a3,0
	li	a2,0
	li	a1,8
	li	a0,10
	call	handle
	li	a0,10
	call	raise
	j	.L121
.L133:
	li	a3,0
	li	a2,1073741824
	li	a1,8
	li	a0,11
	call	handle
	ld	a5,8(zero)
	j	.L122
.L134:
	li	a3,0
	li	a2,0
	lui	a1,%hi(tell)
	addi	a1,a1,%lo(tell)
	li	a0,10
	call	handle
#APP
# 412 "signals.c" 1
	li a7, 172
 ecall
 mv s0, a0
 li a7, 178
 ecall
 mv a1, a0
 mv a0, s0
 li a2, 10
li sp, 8
 li a7, 131
 ecall
# 0 "" 2
#NO_APP
	j	.L123
.L135:
	li	a3,0
	li	a2,0
	lui	a1,%hi(die)
	addi	a1,a1,%lo(die)
	li	a0,11
	call	handle
	ld	a5,8(zero)
	j	.L125
.L136:
	li	a0,40
	call	raise
	j	.L126
	.size	die, .-die
	.align	2
	.type	bad_frame, @function
bad_frame:
	addi	sp,sp,-48
	sd	ra,40(sp)
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	sd	a5,8(sp)
	sw	zero,16(sp)
	li	a5,16384
	sd	a5,24(sp)
	addi	a0,sp,8
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,132
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,134217728
	lui	a1,%hi(bad_frame_handled)
	addi	a1,a1,%lo(bad_frame_handled)
	li	a0,11
	call	handle
#APP
# 431 "signals.c" 1
	li sp, 64
 li a7, 139
 ecall
# 0 "" 2
#NO_APP
	ld	ra,40(sp)
	addi	sp,sp,48
	jr	ra
	.size	bad_frame, .-bad_frame
	.align	2
	.type	ring, @function
ring:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
	lui	a4,%hi(count)
	lw	a5,%lo(count)(a4)
	addiw	a5,a5,1
	sw	a5,%lo(count)(a4)
	mv	a1,a0
	lui	a0,%hi(.LC4)
	addi	a0,a0,%lo(.LC4)
	call	show
	lw	a1,8(s0)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	ring, .-ring
	.align	2
	.type	ring_thrice, @function
ring_thrice:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a2
	call	ring
	lui	a5,%hi(count)
	lw	a5,%lo(count)(a5)
	sext.w	a5,a5
	li	a4,7
	beq	a5,a4,.L144
.L141:
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
.L144:
	ld	a5,40(s0)
	li	a4,8192
	or	a5,a5,a4
	sd	a5,40(s0)
	j	.L141
	.size	ring_thrice, .-ring_thrice
	.section	.rodata.str1.8
	.align	3
.LC76:
	.string	"old"
	.align	3
.LC77:
	.string	"left"
	.align	3
.LC78:
	.string	"sleep"
	.align	3
.LC79:
	.string	"interval"
	.align	3
.LC80:
	.string	"which"
	.text
	.align	2
	.type	alarms, @function
alarms:
	addi	sp,sp,-144
	sd	ra,136(sp)
	sd	s0,128(sp)
	sd	zero,96(sp)
	sd	zero,104(sp)
	sd	zero,112(sp)
	li	a5,299008
	addi	a5,a5,992
	sd	a5,120(sp)
	sd	zero,32(sp)
	sd	zero,40(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	li	a5,1
	sd	a5,16(sp)
	sd	zero,24(sp)
	li	a5,-1
	sd	a5,0(sp)
	sd	a5,8(sp)
	li	a3,0
	li	a2,268435456
	lui	a1,%hi(ring)
	addi	a1,a1,%lo(ring)
	li	a0,14
	call	handle
	li	a0,0
	addi	a1,sp,96
	addi	a2,sp,64
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC59)
	addi	a0,a0,%lo(.LC59)
	call	show
	ld	a1,80(sp)
	ld	a5,88(sp)
	or	a1,a1,a5
	lui	a0,%hi(.LC76)
	addi	a0,a0,%lo(.LC76)
	call	show
	li	a0,0
	addi	a1,sp,64
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,102
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	call	show
	ld	a5,80(sp)
	li	a1,0
	bne	a5,zero,.L146
	ld	a1,88(sp)
	addi	a1,a1,-1
	li	a5,299008
	addi	a5,a5,992
	sltu	a1,a1,a5
.L146:
	lui	a0,%hi(.LC77)
	addi	a0,a0,%lo(.LC77)
	call	show
	addi	a0,sp,16
	mv	a1,sp
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,101
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC78)
	addi	a0,a0,%lo(.LC78)
	call	show
	ld	a5,0(sp)
	li	a1,0
	bne	a5,zero,.L147
	ld	a1,8(sp)
	addi	a1,a1,-1
	li	a5,1000001536
	addi	a5,a5,-1537
	sltu	a1,a1,a5
.L147:
	lui	s0,%hi(.LC77)
	addi	a0,s0,%lo(.LC77)
	call	show
	li	a0,0
	addi	a1,sp,64
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,102
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	call	show
	ld	a1,80(sp)
	ld	a5,88(sp)
	or	a1,a1,a5
	addi	a0,s0,%lo(.LC77)
	call	show
	li	a5,2000
	sd	a5,120(sp)
	li	a0,0
	addi	a1,sp,96
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lui	a3,%hi(count)
	li	a4,1
.L148:
	lw	a5,%lo(count)(a3)
	sext.w	a5,a5
	ble	a5,a4,.L148
	li	a3,0
	li	a2,0
	lui	s0,%hi(ring)
	addi	a1,s0,%lo(ring)
	li	a0,26
	call	handle
	li	a3,0
	li	a2,0
	addi	a1,s0,%lo(ring)
	li	a0,27
	call	handle
	li	a0,1
	addi	a1,sp,96
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lui	a3,%hi(count)
	li	a4,2
.L149:
	lw	a5,%lo(count)(a3)
	sext.w	a5,a5
	ble	a5,a4,.L149
	li	a0,2
	addi	a1,sp,96
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lui	a3,%hi(count)
	li	a4,3
.L150:
	lw	a5,%lo(count)(a3)
	sext.w	a5,a5
	ble	a5,a4,.L150
	li	a3,0
	li	a2,268435456
	lui	a1,%hi(ring_thrice)
	addi	a1,a1,%lo(ring_thrice)
	li	a0,14
	call	handle
	li	a5,8192
	addi	a5,a5,1808
	sd	a5,104(sp)
	li	a0,0
	addi	a1,sp,96
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lui	a3,%hi(count)
	li	a4,6
.L151:
	lw	a5,%lo(count)(a3)
	sext.w	a5,a5
	ble	a5,a4,.L151
	li	a0,0
	addi	a1,sp,32
	addi	a2,sp,64
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a1,72(sp)
	lui	a0,%hi(.LC79)
	addi	a0,a0,%lo(.LC79)
	call	show
	li	a0,3
	addi	a1,sp,96
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC80)
	addi	a0,s0,%lo(.LC80)
	call	show
	li	a0,-1
	addi	a1,sp,64
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,102
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC80)
	call	show
	li	a5,999424
	addi	a5,a5,576
	sd	a5,120(sp)
	li	a0,0
	addi	a1,sp,96
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	li	a0,0
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC51)
	addi	a0,s0,%lo(.LC51)
	call	show
	li	a0,0
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,102
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC51)
	call	show
	ld	ra,136(sp)
	ld	s0,128(sp)
	addi	sp,sp,144
	jr	ra
	.size	alarms, .-alarms
	.section	.rodata.str1.8
	.align	3
.LC81:
	.string	"wait"
	.text
	.align	2
	.type	pauses, @function
pauses:
	addi	sp,sp,-112
	sd	ra,104(sp)
	sd	s0,96(sp)
	sd	s1,88(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	sd	zero,64(sp)
	li	a5,1000
	sd	a5,72(sp)
	li	a5,1
	sd	a5,32(sp)
	sd	zero,40(sp)
	li	a5,7
	sd	a5,16(sp)
	sd	a5,24(sp)
	sd	zero,8(sp)
	li	a5,8192
	sd	a5,0(sp)
	li	a3,0
	li	a2,0
	lui	a1,%hi(ring)
	addi	a1,a1,%lo(ring)
	li	a0,14
	call	handle
	ld	a1,0(sp)
	li	a0,0
	call	change_mask
	li	a0,0
	addi	a1,sp,48
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	addi	a0,sp,8
	li	a1,8
	li	a7,133
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC55)
	addi	a0,a0,%lo(.LC55)
	call	show
	li	a0,0
	addi	a1,sp,48
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a0,sp
	li	a1,0
	addi	a2,sp,32
	li	a3,8
	li	a7,137
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC81)
	addi	a0,a0,%lo(.LC81)
	call	show
	li	a0,0
	addi	a1,sp,48
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	addi	a0,sp,32
	addi	a1,sp,16
	li	a7,101
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC78)
	addi	a0,s1,%lo(.LC78)
	call	show
	ld	a1,16(sp)
	lui	s0,%hi(.LC77)
	addi	a0,s0,%lo(.LC77)
	call	show
	call	pending
	mv	a1,a0
	lui	a0,%hi(.LC32)
	addi	a0,a0,%lo(.LC32)
	call	show_hex
	li	a3,0
	li	a2,0
	li	a1,1
	li	a0,14
	call	handle
	li	a1,0
	li	a0,2
	call	change_mask
	li	a0,0
	addi	a1,sp,48
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a0,1
	li	a1,0
	addi	a2,sp,32
	addi	a3,sp,16
	li	a7,115
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC78)
	call	show
	ld	a1,16(sp)
	addi	a0,s0,%lo(.LC77)
	call	show
	ld	ra,104(sp)
	ld	s0,96(sp)
	ld	s1,88(sp)
	addi	sp,sp,112
	jr	ra
	.size	pauses, .-pauses
	.section	.rodata.str1.8
	.align	3
.LC82:
	.string	"woken"
	.text
	.align	2
	.type	forever, @function
forever:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	zero,8(sp)
	li	a1,1
	lui	a0,%hi(.LC78)
	addi	a0,a0,%lo(.LC78)
	call	show
	addi	a0,sp,8
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,133
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a1,1
	lui	a0,%hi(.LC82)
	addi	a0,a0,%lo(.LC82)
	call	show
	ld	ra,24(sp)
	addi	sp,sp,32
	jr	ra
	.size	forever, .-forever
	.align	2
	.type	exit_with, @function
exit_with:
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,94
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	.size	exit_with, .-exit_with
	.align	2
	.type	bad_frame_handled, @function
bad_frame_handled:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
	mv	a1,a0
	lui	a0,%hi(.LC4)
	addi	a0,a0,%lo(.LC4)
	call	show
	lw	a1,8(s0)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	li	a0,5
	call	exit_with
	.size	bad_frame_handled, .-bad_frame_handled
	.align	2
	.type	escape, @function
escape:
	addi	sp,sp,-16
	sd	ra,8(sp)
	sd	s0,0(sp)
	mv	s0,a1
#APP
# 316 "signals.c" 1
	mv a4, sp
# 0 "" 2
#NO_APP
	lui	a5,%hi(stack)
	addi	a5,a5,%lo(stack)
	li	a1,0
	bltu	a4,a5,.L167
#APP
# 316 "signals.c" 1
	mv a1, sp
# 0 "" 2
#NO_APP
	li	a4,16384
	add	a5,a5,a4
	sltu	a1,a1,a5
.L167:
	lui	a0,%hi(.LC56)
	addi	a0,a0,%lo(.LC56)
	call	show
	lw	a1,8(s0)
	lui	a0,%hi(.LC7)
	addi	a0,a0,%lo(.LC7)
	call	show
	li	a1,0
	li	a0,2
	call	change_mask
	lui	a5,%hi(saved_sp)
	ld	a5,%lo(saved_sp)(a5)
#APP
# 360 "signals.c" 1
	mv sp, a5
 j recovered
# 0 "" 2
#NO_APP
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	escape, .-escape
	.align	2
	.globl	memset
	.type	memset, @function
memset:
	beq	a2,zero,.L171
	add	a2,a0,a2
	mv	a5,a0
.L172:
	addi	a5,a5,1
	sb	a1,-1(a5)
	bne	a2,a5,.L172
.L171:
	ret
	.size	memset, .-memset
	.align	2
	.type	sink, @function
sink:
	addi	sp,sp,-1056
	sd	ra,1048(sp)
	sd	s0,1040(sp)
	sd	s1,1032(sp)
	mv	s1,a0
	mv	s0,a1
	li	a2,1024
	sext.w	a1,a1
	mv	a0,sp
	call	memset
	addi	a1,s0,1
	mv	a0,sp
	call	sink
	andi	s0,s0,1023
	addi	a5,s0,1024
	add	s0,a5,sp
	lbu	a5,-1024(s0)
	add	a5,a5,a0
	lbu	a0,0(s1)
	add	a0,a5,a0
	ld	ra,1048(sp)
	ld	s0,1040(sp)
	ld	s1,1032(sp)
	addi	sp,sp,1056
	jr	ra
	.size	sink, .-sink
	.section	.rodata.str1.8
	.align	3
.LC83:
	.string	""
	.text
	.align	2
	.type	overflow_handled_nowhere, @function
overflow_handled_nowhere:
	addi	sp,sp,-16
	sd	ra,8(sp)
	li	a3,0
	li	a2,0
	lui	a1,%hi(escape)
	addi	a1,a1,%lo(escape)
	li	a0,11
	call	handle
	li	a1,0
	lui	a0,%hi(.LC83)
	addi	a0,a0,%lo(.LC83)
	call	sink
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	overflow_handled_nowhere, .-overflow_handled_nowhere
	.align	2
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	beq	a2,zero,.L179
	add	a2,a0,a2
	mv	a5,a0
.L180:
	addi	a1,a1,1
	addi	a5,a5,1
	lbu	a4,-1(a1)
	sb	a4,-1(a5)
	bne	a2,a5,.L180
.L179:
	ret
	.size	memcpy, .-memcpy
	.align	2
	.type	begin, @function
begin:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	sd	s2,0(sp)
	mv	s1,a0
	lw	s2,0(a0)
	li	a0,3
	li	a1,-1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,436
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a5,1
	lui	s0,%hi(.LANCHOR1)
	addi	s0,s0,%lo(.LANCHOR1)
	bgt	s2,a5,.L183
.L184:
	li	a0,99
	call	exit_with
.L185:
	addi	s0,s0,16
.L183:
	ld	a0,0(s0)
	beq	a0,zero,.L184
	ld	a1,16(s1)
	call	equal
	beq	a0,zero,.L185
	ld	a5,8(s0)
	addi	a1,s1,8
	mv	a0,s2
	jalr	a5
	li	a0,0
	call	exit_with
	.size	begin, .-begin
	.section	.rodata.str1.8
	.align	3
.LC84:
	.string	"recovered"
	.text
	.align	2
	.type	after_overflow, @function
after_overflow:
	addi	sp,sp,-16
	sd	ra,8(sp)
	lui	a1,%hi(.LC83)
	addi	a1,a1,%lo(.LC83)
	lui	a0,%hi(.LC84)
	addi	a0,a0,%lo(.LC84)
	call	show_text
	lui	a4,%hi(count)
	lw	a5,%lo(count)(a4)
	addiw	a5,a5,1
	sext.w	a3,a5
	sw	a5,%lo(count)(a4)
	li	a5,2
	beq	a3,a5,.L193
	lui	a5,%hi(saved_sp)
	ld	a5,%lo(saved_sp)(a5)
#APP
# 372 "signals.c" 1
	mv sp, a5
 j again
# 0 "" 2
#NO_APP
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
.L193:
	li	a0,7
	call	exit_with
	.size	after_overflow, .-after_overflow
	.section	.rodata.str1.8
	.align	3
.LC85:
	.string	"faults"
	.align	3
.LC86:
	.string	"jumps"
	.align	3
.LC87:
	.string	"frames"
	.align	3
.LC88:
	.string	"registers"
	.align	3
.LC89:
	.string	"nesting"
	.align	3
.LC90:
	.string	"nodefer"
	.align	3
.LC91:
	.string	"resethand"
	.align	3
.LC92:
	.string	"masks"
	.align	3
.LC93:
	.string	"ignore"
	.align	3
.LC94:
	.string	"queues"
	.align	3
.LC95:
	.string	"waits"
	.align	3
.LC96:
	.string	"suspends"
	.align	3
.LC97:
	.string	"altstack"
	.align	3
.LC98:
	.string	"overflow"
	.align	3
.LC99:
	.string	"overflow-handled-nowhere"
	.align	3
.LC100:
	.string	"overflow-alternate"
	.align	3
.LC101:
	.string	"die"
	.align	3
.LC102:
	.string	"alarms"
	.align	3
.LC103:
	.string	"pauses"
	.align	3
.LC104:
	.string	"forever"
	.section	.srodata.cst8,"aM",@progbits,8
	.align	3
.LC27:
	.dword	72340172838076674
	.align	3
.LC28:
	.dword	2314885530818453568
	.section	.rodata
	.align	3
	.set	.LANCHOR1,. + 0
	.type	cases, @object
	.size	cases, 352
cases:
	.dword	.LC85
	.dword	faults
	.dword	.LC86
	.dword	jumps
	.dword	.LC87
	.dword	frames
	.dword	.LC88
	.dword	registers
	.dword	.LC89
	.dword	nesting
	.dword	.LC90
	.dword	nodefer
	.dword	.LC91
	.dword	resethand
	.dword	.LC92
	.dword	masks
	.dword	.LC93
	.dword	ignore
	.dword	.LC94
	.dword	queues
	.dword	.LC95
	.dword	waits
	.dword	.LC96
	.dword	suspends
	.dword	.LC97
	.dword	altstack
	.dword	.LC98
	.dword	overflow
	.dword	.LC99
	.dword	overflow_handled_nowhere
	.dword	.LC100
	.dword	overflow_alternate
	.dword	.LC101
	.dword	die
	.dword	.LC71
	.dword	bad_frame
	.dword	.LC102
	.dword	alarms
	.dword	.LC103
	.dword	pauses
	.dword	.LC104
	.dword	forever
	.dword	0
	.dword	0
	.bss
	.align	4
	.set	.LANCHOR0,. + 0
	.type	line, @object
	.size	line, 600
line:
	.zero	600
	.type	before, @object
	.size	before, 512
before:
	.zero	512
	.zero	8
	.type	stack, @object
	.size	stack, 16384
stack:
	.zero	16384
	.section	.sbss,"aw",@nobits
	.align	3
	.type	saved_sp, @object
	.size	saved_sp, 8
saved_sp:
	.zero	8
	.type	count, @object
	.size	count, 4
count:
	.zero	4
	.type	used, @object
	.size	used, 4
used:
	.zero	4
	.section	.srodata,"a"
	.align	3
	.type	constant, @object
	.size	constant, 8
constant:
	.dword	5
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
