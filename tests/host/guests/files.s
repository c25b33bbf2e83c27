# SPDX-License-Identifier: MPL-2.0
# Made from files.c by build.ts.
	.file	"files.c"
	.option nopic
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
#APP
	.globl _start
_start: mv a0, sp
 call begin

#NO_APP
	.align	2
	.type	add_text, @function
add_text:
	lbu	a3,0(a0)
	beq	a3,zero,.L1
	lui	a5,%hi(used)
	lw	a4,%lo(used)(a5)
	lui	a5,%hi(.LANCHOR0)
	addi	a5,a5,%lo(.LANCHOR0)
	add	a5,a5,a4
	li	a1,0
	li	a6,499
	li	a7,1
.L3:
	bgt	a4,a6,.L6
	addi	a0,a0,1
	addiw	a2,a4,1
	sext.w	a4,a2
	sb	a3,0(a5)
	lbu	a3,0(a0)
	addi	a5,a5,1
	mv	a1,a7
	bne	a3,zero,.L3
	lui	a5,%hi(used)
	sw	a2,%lo(used)(a5)
	ret
.L6:
	beq	a1,zero,.L1
	lui	a5,%hi(used)
	sw	a4,%lo(used)(a5)
.L1:
	ret
	.size	add_text, .-add_text
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC6:
	.string	"-"
	.align	3
.LC8:
	.string	"0x"
	.align	3
.LC7:
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
	beq	a1,a4,.L16
.L8:
	addi	s2,sp,8
	mv	a4,s2
	lui	a2,%hi(.LC7)
	addi	a2,a2,%lo(.LC7)
.L9:
	remu	a3,a5,s0
	add	a3,a2,a3
	lbu	a3,0(a3)
	sb	a3,0(a4)
	mv	a3,a5
	divu	a5,a5,s0
	mv	s1,a4
	addi	a4,a4,1
	bleu	s0,a3,.L9
	li	a5,16
	beq	s0,a5,.L17
.L10:
	subw	s1,s1,s2
	addiw	s1,s1,1
	sext.w	a4,s1
	beq	a4,zero,.L7
	lui	a5,%hi(used)
	lw	a5,%lo(used)(a5)
	addi	a3,sp,8
	add	a3,a3,a4
	lui	a4,%hi(.LANCHOR0)
	addi	a4,a4,%lo(.LANCHOR0)
	add	a4,a4,a5
	addw	s1,s1,a5
.L12:
	mv	a0,a5
	addiw	a1,a5,1
	sext.w	a5,a1
	lbu	a2,-1(a3)
	sb	a2,0(a4)
	addi	a3,a3,-1
	addi	a4,a4,1
	bne	a5,s1,.L12
	lui	a5,%hi(used)
	sw	a1,%lo(used)(a5)
	lui	a5,%hi(.LANCHOR0)
	addi	a5,a5,%lo(.LANCHOR0)
	add	a5,a5,a0
	sb	a2,0(a5)
.L7:
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	addi	sp,sp,64
	jr	ra
.L16:
	mv	s1,a0
	bge	a0,zero,.L8
	lui	a0,%hi(.LC6)
	addi	a0,a0,%lo(.LC6)
	call	add_text
	neg	a5,s1
	j	.L8
.L17:
	lui	a0,%hi(.LC8)
	addi	a0,a0,%lo(.LC8)
	call	add_text
	j	.L10
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
.LC9:
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
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
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
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
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
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
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
	.type	open, @function
open:
	mv	a5,a0
	mv	a2,a1
	li	a0,-100
	mv	a1,a5
	li	a3,420
	li	a4,0
	li	a5,0
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	open, .-open
	.align	2
	.type	close, @function
close:
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,57
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	close, .-close
	.align	2
	.type	read, @function
read:
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,63
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	read, .-read
	.align	2
	.type	write, @function
write:
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,64
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	write, .-write
	.align	2
	.type	seek, @function
seek:
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,62
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	seek, .-seek
	.align	2
	.type	stat, @function
stat:
	mv	a5,a0
	mv	a3,a1
	li	a0,-100
	mv	a1,a5
	lui	a2,%hi(.LANCHOR0+600)
	addi	a2,a2,%lo(.LANCHOR0+600)
	li	a4,0
	li	a5,0
	li	a7,79
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	stat, .-stat
	.align	2
	.type	mkdir, @function
mkdir:
	mv	a1,a0
	li	a0,-100
	li	a2,493
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,34
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	mkdir, .-mkdir
	.align	2
	.type	unlink, @function
unlink:
	mv	a1,a0
	li	a0,-100
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,35
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	unlink, .-unlink
	.align	2
	.type	rmdir, @function
rmdir:
	mv	a1,a0
	li	a0,-100
	li	a2,512
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,35
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	rmdir, .-rmdir
	.align	2
	.type	symlink, @function
symlink:
	mv	a2,a1
	li	a1,-100
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,36
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	symlink, .-symlink
	.align	2
	.type	link, @function
link:
	mv	a5,a0
	mv	a3,a1
	li	a0,-100
	mv	a1,a5
	li	a2,-100
	li	a4,0
	li	a5,0
	li	a7,37
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	link, .-link
	.align	2
	.type	rename, @function
rename:
	mv	a5,a0
	mv	a3,a1
	li	a0,-100
	mv	a1,a5
	li	a2,-100
	li	a4,0
	li	a5,0
	li	a7,276
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ret
	.size	rename, .-rename
	.align	2
	.type	make, @function
make:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	mv	s0,a1
	li	a1,577
	call	open
	sext.w	s1,a0
	lbu	a5,0(s0)
	beq	a5,zero,.L40
	li	a2,0
.L39:
	addi	a2,a2,1
	add	a5,s0,a2
	lbu	a5,0(a5)
	bne	a5,zero,.L39
.L38:
	mv	a1,s0
	mv	a0,s1
	call	write
	mv	a0,s1
	call	close
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
.L40:
	li	a2,0
	j	.L38
	.size	make, .-make
	.align	2
	.type	show_file, @function
show_file:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	sd	s2,0(sp)
	mv	s2,a0
	li	a1,0
	call	open
	sext.w	s0,a0
	blt	s0,zero,.L48
	li	a2,400
	lui	s1,%hi(buffer)
	addi	a1,s1,%lo(buffer)
	mv	a0,s0
	call	read
	addi	s1,s1,%lo(buffer)
	not	a5,a0
	srai	a5,a5,63
	and	a0,a0,a5
	add	s1,s1,a0
	sb	zero,0(s1)
	lui	a1,%hi(buffer)
	addi	a1,a1,%lo(buffer)
	mv	a0,s2
	call	show_text
	mv	a0,s0
	call	close
.L43:
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	ld	s2,0(sp)
	addi	sp,sp,32
	jr	ra
.L48:
	mv	a1,s0
	mv	a0,s2
	call	show
	j	.L43
	.size	show_file, .-show_file
	.section	.rodata.str1.8
	.align	3
.LC10:
	.string	" mode "
	.align	3
.LC11:
	.string	" size "
	.align	3
.LC12:
	.string	" links "
	.text
	.align	2
	.type	show_status, @function
show_status:
	addi	sp,sp,-32
	sd	ra,24(sp)
	sd	s0,16(sp)
	sd	s1,8(sp)
	mv	s0,a0
	call	stat
	bne	a0,zero,.L54
	mv	a0,s0
	call	add_text
	lui	a0,%hi(.LC10)
	addi	a0,a0,%lo(.LC10)
	call	add_text
	lui	s0,%hi(.LANCHOR0)
	addi	s0,s0,%lo(.LANCHOR0)
	li	s1,61440
	lw	a0,616(s0)
	and	a0,a0,s1
	slli	a0,a0,32
	srli	a0,a0,32
	li	a1,16
	call	add_number
	lui	a0,%hi(.LC9)
	addi	a0,a0,%lo(.LC9)
	call	add_text
	lw	a0,616(s0)
	li	a1,16
	andi	a0,a0,511
	call	add_number
	lw	a5,616(s0)
	and	a5,a5,s1
	sext.w	a5,a5
	li	a4,16384
	bne	a5,a4,.L55
.L52:
	call	end_line
.L49:
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
.L54:
	mv	a1,a0
	mv	a0,s0
	call	show
	j	.L49
.L55:
	lui	a0,%hi(.LC11)
	addi	a0,a0,%lo(.LC11)
	call	add_text
	lui	s0,%hi(.LANCHOR0)
	addi	s0,s0,%lo(.LANCHOR0)
	li	a1,10
	ld	a0,648(s0)
	call	add_number
	lui	a0,%hi(.LC12)
	addi	a0,a0,%lo(.LC12)
	call	add_text
	li	a1,10
	lwu	a0,620(s0)
	call	add_number
	j	.L52
	.size	show_status, .-show_status
	.section	.rodata.str1.8
	.align	3
.LC13:
	.string	"text"
	.align	3
.LC14:
	.string	"f"
	.align	3
.LC15:
	.string	"O_PATH"
	.align	3
.LC16:
	.string	"read"
	.align	3
.LC17:
	.string	"x"
	.align	3
.LC18:
	.string	"write"
	.align	3
.LC19:
	.string	"seek"
	.align	3
.LC20:
	.string	"fstat"
	.align	3
.LC21:
	.string	"size"
	.align	3
.LC22:
	.string	"truncate"
	.align	3
.LC23:
	.string	"flags"
	.align	3
.LC24:
	.string	"dup"
	.align	3
.LC25:
	.string	"getdents"
	.align	3
.LC26:
	.string	""
	.align	3
.LC27:
	.string	"empty path"
	.align	3
.LC28:
	.string	"bad flags"
	.align	3
.LC29:
	.string	"l"
	.align	3
.LC30:
	.string	"link"
	.align	3
.LC31:
	.string	"is link"
	.align	3
.LC32:
	.string	"readlink"
	.text
	.align	2
	.type	paths, @function
paths:
	addi	sp,sp,-80
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s1,56(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	sd	s7,8(sp)
	lui	a1,%hi(.LC13)
	addi	a1,a1,%lo(.LC13)
	lui	s5,%hi(.LC14)
	addi	a0,s5,%lo(.LC14)
	call	make
	li	a1,2097152
	addi	a0,s5,%lo(.LC14)
	call	open
	sext.w	s0,a0
	mv	a1,s0
	lui	a0,%hi(.LC15)
	addi	a0,a0,%lo(.LC15)
	call	show
	li	a2,4
	lui	s4,%hi(buffer)
	addi	a1,s4,%lo(buffer)
	mv	a0,s0
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC16)
	addi	a0,a0,%lo(.LC16)
	call	show
	li	a2,1
	lui	a1,%hi(.LC17)
	addi	a1,a1,%lo(.LC17)
	mv	a0,s0
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC18)
	addi	a0,a0,%lo(.LC18)
	call	show
	li	a2,0
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC19)
	addi	a0,a0,%lo(.LC19)
	call	show
	lui	s1,%hi(.LANCHOR0)
	addi	s1,s1,%lo(.LANCHOR0)
	addi	s2,s1,600
	mv	a0,s0
	mv	a1,s2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,80
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s6,%hi(.LC20)
	addi	a0,s6,%lo(.LC20)
	call	show
	ld	a1,648(s1)
	lui	a0,%hi(.LC21)
	addi	a0,a0,%lo(.LC21)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC22)
	addi	a0,a0,%lo(.LC22)
	call	show
	mv	a0,s0
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,23
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC24)
	addi	a0,a0,%lo(.LC24)
	call	show
	mv	a0,s0
	addi	a1,s4,%lo(buffer)
	li	a2,100
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC25)
	addi	a0,a0,%lo(.LC25)
	call	show
	lui	s3,%hi(.LC26)
	mv	a0,s0
	addi	a1,s3,%lo(.LC26)
	mv	a2,s2
	li	a3,4096
	li	a4,0
	li	a5,0
	li	a7,79
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s7,%hi(.LC27)
	addi	a0,s7,%lo(.LC27)
	call	show
	mv	a0,s0
	addi	a1,s3,%lo(.LC26)
	mv	a2,s2
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,79
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s7,%lo(.LC27)
	call	show
	mv	a0,s0
	addi	a1,s3,%lo(.LC26)
	mv	a2,s2
	li	a3,262144
	li	a4,0
	li	a5,0
	li	a7,79
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC28)
	addi	a0,a0,%lo(.LC28)
	call	show
	lui	s0,%hi(.LC29)
	addi	a1,s0,%lo(.LC29)
	addi	a0,s5,%lo(.LC14)
	call	symlink
	li	a1,2228224
	addi	a0,s0,%lo(.LC29)
	call	open
	sext.w	s0,a0
	mv	a1,s0
	lui	a0,%hi(.LC30)
	addi	a0,a0,%lo(.LC30)
	call	show
	mv	a0,s0
	mv	a1,s2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,80
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s6,%lo(.LC20)
	call	show
	lw	a1,616(s1)
	li	a5,61440
	and	a1,a1,a5
	li	a5,40960
	sub	a1,a1,a5
	seqz	a1,a1
	lui	a0,%hi(.LC31)
	addi	a0,a0,%lo(.LC31)
	call	show
	mv	a0,s0
	addi	a1,s3,%lo(.LC26)
	addi	a2,s4,%lo(buffer)
	li	a3,10
	li	a4,0
	li	a5,0
	li	a7,78
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC32)
	addi	a0,a0,%lo(.LC32)
	call	show
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	ld	s7,8(sp)
	addi	sp,sp,80
	jr	ra
	.size	paths, .-paths
	.section	.rodata.str1.8
	.align	3
.LC33:
	.string	"0123456789"
	.align	3
.LC34:
	.string	"set"
	.align	3
.LC35:
	.string	"byte"
	.align	3
.LC36:
	.string	"current"
	.align	3
.LC37:
	.string	"end"
	.align	3
.LC38:
	.string	"at end"
	.align	3
.LC39:
	.string	"before start"
	.align	3
.LC40:
	.string	"whence"
	.align	3
.LC41:
	.string	"data"
	.align	3
.LC42:
	.string	"hole"
	.align	3
.LC43:
	.string	"data past end"
	.align	3
.LC44:
	.string	"pread"
	.align	3
.LC45:
	.string	"zero"
	.align	3
.LC46:
	.string	"AB"
	.align	3
.LC47:
	.string	"pwrite"
	.align	3
.LC48:
	.string	"position"
	.align	3
.LC49:
	.string	"negative"
	.align	3
.LC50:
	.string	"far"
	.align	3
.LC51:
	.string	"longer"
	.align	3
.LC52:
	.string	"fallocate"
	.align	3
.LC53:
	.string	"fsync"
	.align	3
.LC54:
	.string	"pipe"
	.align	3
.LC55:
	.string	"append"
	.align	3
.LC56:
	.string	"g"
	.align	3
.LC57:
	.string	"."
	.text
	.align	2
	.type	seeking, @function
seeking:
	addi	sp,sp,-64
	sd	ra,56(sp)
	sd	s0,48(sp)
	sd	s1,40(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	sd	s4,16(sp)
	sd	s5,8(sp)
	li	a1,66
	lui	a0,%hi(.LC14)
	addi	a0,a0,%lo(.LC14)
	call	open
	sext.w	s0,a0
	li	a2,10
	lui	a1,%hi(.LC33)
	addi	a1,a1,%lo(.LC33)
	mv	a0,s0
	call	write
	li	a2,0
	li	a1,3
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC34)
	addi	a0,a0,%lo(.LC34)
	call	show
	li	a2,2
	lui	s1,%hi(buffer)
	addi	a1,s1,%lo(buffer)
	mv	a0,s0
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC16)
	addi	a0,a0,%lo(.LC16)
	call	show
	addi	s2,s1,%lo(buffer)
	lbu	a1,0(s2)
	lui	s5,%hi(.LC35)
	addi	a0,s5,%lo(.LC35)
	call	show
	li	a2,1
	li	a1,-1
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC36)
	addi	a0,a0,%lo(.LC36)
	call	show
	li	a2,2
	li	a1,5
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC37)
	addi	a0,a0,%lo(.LC37)
	call	show
	li	a2,1
	addi	a1,s1,%lo(buffer)
	mv	a0,s0
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC38)
	addi	a0,a0,%lo(.LC38)
	call	show
	li	a2,0
	li	a1,-1
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	s3,%hi(.LC39)
	addi	a0,s3,%lo(.LC39)
	call	show
	li	a2,1
	li	a1,-100
	mv	a0,s0
	call	seek
	mv	a1,a0
	addi	a0,s3,%lo(.LC39)
	call	show
	li	a2,5
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC40)
	addi	a0,a0,%lo(.LC40)
	call	show
	li	a2,3
	li	a1,4
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC41)
	addi	a0,a0,%lo(.LC41)
	call	show
	li	a2,4
	li	a1,4
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC42)
	addi	a0,a0,%lo(.LC42)
	call	show
	li	a2,3
	li	a1,10
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC43)
	addi	a0,a0,%lo(.LC43)
	call	show
	li	a2,0
	li	a1,20
	mv	a0,s0
	call	seek
	li	a2,1
	lui	a1,%hi(.LC17)
	addi	a1,a1,%lo(.LC17)
	mv	a0,s0
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC18)
	addi	a0,a0,%lo(.LC18)
	call	show
	li	a2,2
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	s4,%hi(.LC21)
	addi	a0,s4,%lo(.LC21)
	call	show
	mv	a0,s0
	addi	a1,s1,%lo(buffer)
	li	a2,10
	li	a3,8
	li	a4,0
	li	a5,0
	li	a7,67
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s3,%hi(.LC44)
	addi	a0,s3,%lo(.LC44)
	call	show
	lbu	a1,1(s2)
	addi	a0,s5,%lo(.LC35)
	call	show
	lbu	a1,5(s2)
	lui	a0,%hi(.LC45)
	addi	a0,a0,%lo(.LC45)
	call	show
	mv	a0,s0
	lui	a1,%hi(.LC46)
	addi	a1,a1,%lo(.LC46)
	li	a2,2
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,68
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC47)
	addi	a0,a0,%lo(.LC47)
	call	show
	li	a2,1
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC48)
	addi	a0,a0,%lo(.LC48)
	call	show
	mv	a0,s0
	addi	a1,s1,%lo(buffer)
	li	a2,1
	li	a3,-1
	li	a4,0
	li	a5,0
	li	a7,67
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	mv	a0,s0
	addi	a1,s1,%lo(buffer)
	li	a2,1
	li	a3,1
	slli	a3,a3,40
	li	a4,0
	li	a5,0
	li	a7,67
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC50)
	addi	a0,a0,%lo(.LC50)
	call	show
	mv	a0,s0
	li	a1,4
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC22)
	addi	a0,a0,%lo(.LC22)
	call	show
	li	a2,2
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	addi	a0,s4,%lo(.LC21)
	call	show
	mv	a0,s0
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC51)
	addi	a0,a0,%lo(.LC51)
	call	show
	mv	a0,s0
	addi	a1,s1,%lo(buffer)
	li	a2,10
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,67
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC44)
	call	show
	lbu	a5,4(s2)
	li	a4,46
	beq	a5,zero,.L59
	li	a4,120
.L59:
	lui	a1,%hi(buffer)
	addi	a5,a1,%lo(buffer)
	sb	a4,4(a5)
	sb	zero,5(a5)
	addi	a1,a1,%lo(buffer)
	lui	a0,%hi(.LC13)
	addi	a0,a0,%lo(.LC13)
	call	show_text
	mv	a0,s0
	li	a1,-1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,0
	li	a3,30
	li	a4,0
	li	a5,0
	li	a7,47
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC52)
	addi	a0,s1,%lo(.LC52)
	call	show
	li	a2,2
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	s2,%hi(.LC21)
	addi	a0,s2,%lo(.LC21)
	call	show
	mv	a0,s0
	li	a1,1
	li	a2,0
	li	a3,300
	li	a4,0
	li	a5,0
	li	a7,47
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC52)
	call	show
	li	a2,2
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	addi	a0,s2,%lo(.LC21)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,-1
	li	a3,3
	li	a4,0
	li	a5,0
	li	a7,47
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC52)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,47
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC52)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,82
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC53)
	addi	a0,a0,%lo(.LC53)
	call	show
	li	a2,1
	li	a1,0
	li	a0,1
	call	seek
	li	a5,-29
	li	a1,1
	bne	a0,a5,.L64
.L60:
	lui	a0,%hi(.LC54)
	addi	a0,a0,%lo(.LC54)
	call	show
	li	a1,1025
	lui	s1,%hi(.LC14)
	addi	a0,s1,%lo(.LC14)
	call	open
	sext.w	s2,a0
	mv	a0,s0
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,3
	lui	a1,%hi(.LC37)
	addi	a1,a1,%lo(.LC37)
	mv	a0,s2
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC55)
	addi	a0,a0,%lo(.LC55)
	call	show
	li	a2,1
	li	a1,0
	mv	a0,s2
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC48)
	addi	a0,a0,%lo(.LC48)
	call	show
	addi	a0,s1,%lo(.LC14)
	call	show_file
	addi	a0,s1,%lo(.LC14)
	li	a1,2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,45
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC22)
	addi	a0,s0,%lo(.LC22)
	call	show
	lui	a0,%hi(.LC56)
	addi	a0,a0,%lo(.LC56)
	li	a1,2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,45
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC22)
	call	show
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	li	a1,2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,45
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC22)
	call	show
	addi	a0,s1,%lo(.LC14)
	call	show_file
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	ld	s3,24(sp)
	ld	s4,16(sp)
	ld	s5,8(sp)
	addi	sp,sp,64
	jr	ra
.L64:
	li	a2,1
	li	a1,0
	li	a0,1
	call	seek
	not	a1,a0
	slti	a1,a1,0
	j	.L60
	.size	seeking, .-seeking
	.section	.rodata.str1.8
	.align	3
.LC59:
	.string	"writev"
	.align	3
.LC60:
	.string	"partly bad"
	.align	3
.LC61:
	.string	"bad first"
	.align	3
.LC62:
	.string	"bad array"
	.align	3
.LC63:
	.string	"none"
	.align	3
.LC64:
	.string	"many"
	.align	3
.LC65:
	.string	"negative size"
	.align	3
.LC66:
	.string	"preadv"
	.align	3
.LC67:
	.string	"pwritev"
	.align	3
.LC68:
	.string	"bad buffer"
	.align	3
.LC69:
	.string	"bad source"
	.align	3
.LC70:
	.string	"huge"
	.align	3
.LC71:
	.string	"nothing"
	.align	3
.LC72:
	.string	"preadv2"
	.text
	.align	2
	.type	vectors, @function
vectors:
	addi	sp,sp,-96
	sd	ra,88(sp)
	sd	s0,80(sp)
	sd	s1,72(sp)
	sd	s2,64(sp)
	li	a1,66
	lui	s1,%hi(.LC14)
	addi	a0,s1,%lo(.LC14)
	call	open
	sext.w	s0,a0
	lui	a5,%hi(.LANCHOR1)
	addi	a5,a5,%lo(.LANCHOR1)
	ld	a7,0(a5)
	ld	a6,8(a5)
	ld	a0,16(a5)
	ld	a1,24(a5)
	ld	a2,32(a5)
	ld	a3,40(a5)
	ld	a4,48(a5)
	ld	a5,56(a5)
	sd	a7,0(sp)
	sd	a6,8(sp)
	sd	a0,16(sp)
	sd	a1,24(sp)
	sd	a2,32(sp)
	sd	a3,40(sp)
	sd	a4,48(sp)
	sd	a5,56(sp)
	mv	a0,s0
	mv	a1,sp
	li	a2,3
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC59)
	addi	a0,a0,%lo(.LC59)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,4
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC60)
	addi	a0,a0,%lo(.LC60)
	call	show
	mv	a0,s0
	addi	a1,sp,48
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC61)
	addi	a0,a0,%lo(.LC61)
	call	show
	mv	a0,s0
	li	a1,8
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC62)
	addi	a0,a0,%lo(.LC62)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC63)
	addi	a0,a0,%lo(.LC63)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,1025
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC64)
	addi	a0,a0,%lo(.LC64)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,-1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	li	a5,-1
	sd	a5,24(sp)
	mv	a0,s0
	mv	a1,sp
	li	a2,3
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,66
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC65)
	addi	a0,a0,%lo(.LC65)
	call	show
	addi	a0,s1,%lo(.LC14)
	call	show_file
	lui	s1,%hi(buffer)
	addi	s2,s1,%lo(buffer)
	sd	s2,0(sp)
	li	a5,2
	sd	a5,8(sp)
	lui	a5,%hi(buffer+10)
	addi	a5,a5,%lo(buffer+10)
	sd	a5,16(sp)
	li	a5,100
	sd	a5,24(sp)
	mv	a0,s0
	mv	a1,sp
	li	a2,2
	li	a3,1
	li	a4,0
	li	a5,0
	li	a7,69
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC66)
	addi	a0,a0,%lo(.LC66)
	call	show
	lbu	a1,10(s2)
	lui	a0,%hi(.LC35)
	addi	a0,a0,%lo(.LC35)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,1
	li	a3,12
	li	a4,0
	li	a5,0
	li	a7,70
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC67)
	addi	a0,a0,%lo(.LC67)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,2
	li	a3,100
	li	a4,0
	li	a5,0
	li	a7,69
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC38)
	addi	a0,a0,%lo(.LC38)
	call	show
	li	a2,1
	li	a1,8
	mv	a0,s0
	call	read
	mv	a1,a0
	lui	s2,%hi(.LC68)
	addi	a0,s2,%lo(.LC68)
	call	show
	li	a2,0
	li	a1,0
	mv	a0,s0
	call	seek
	li	a2,1
	li	a1,8
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC68)
	call	show
	li	a2,1
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC48)
	addi	a0,a0,%lo(.LC48)
	call	show
	li	a2,1
	li	a1,8
	mv	a0,s0
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC69)
	addi	a0,a0,%lo(.LC69)
	call	show
	li	a2,-1
	addi	a1,s1,%lo(buffer)
	mv	a0,s0
	call	read
	mv	a1,a0
	lui	s2,%hi(.LC70)
	addi	a0,s2,%lo(.LC70)
	call	show
	li	a2,1
	slli	a2,a2,62
	addi	a1,s1,%lo(buffer)
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC70)
	call	show
	li	a2,0
	li	a1,0
	mv	a0,s0
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC71)
	addi	a0,a0,%lo(.LC71)
	call	show
	mv	a0,s0
	mv	a1,sp
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,286
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a5,-38
	li	a1,1
	beq	a0,a5,.L66
	mv	a0,s0
	mv	a1,sp
	li	a5,0
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	addi	a1,a0,-2
	seqz	a1,a1
.L66:
	lui	a0,%hi(.LC72)
	addi	a0,a0,%lo(.LC72)
	call	show
	ld	ra,88(sp)
	ld	s0,80(sp)
	ld	s1,72(sp)
	ld	s2,64(sp)
	addi	sp,sp,96
	jr	ra
	.size	vectors, .-vectors
	.section	.rodata.str1.8
	.align	3
.LC73:
	.string	"shared"
	.align	3
.LC74:
	.string	"cloexec"
	.align	3
.LC75:
	.string	"dup3"
	.align	3
.LC76:
	.string	"same"
	.align	3
.LC77:
	.string	"bad old"
	.align	3
.LC78:
	.string	"bad new"
	.align	3
.LC79:
	.string	"too large"
	.align	3
.LC80:
	.string	"F_DUPFD"
	.align	3
.LC81:
	.string	"bad"
	.align	3
.LC82:
	.string	"command"
	.align	3
.LC83:
	.string	"lock"
	.align	3
.LC84:
	.string	"type"
	.align	3
.LC85:
	.string	"flock"
	.align	3
.LC86:
	.string	"FIONREAD"
	.align	3
.LC87:
	.string	"left"
	.align	3
.LC88:
	.string	"terminal"
	.align	3
.LC89:
	.string	"window"
	.align	3
.LC90:
	.string	"close_range"
	.align	3
.LC91:
	.string	"closed"
	.align	3
.LC92:
	.string	"bad range"
	.text
	.align	2
	.type	descriptors, @function
descriptors:
	addi	sp,sp,-112
	sd	ra,104(sp)
	sd	s0,96(sp)
	sd	s1,88(sp)
	sd	s2,80(sp)
	sd	s3,72(sp)
	sd	s4,64(sp)
	sd	s5,56(sp)
	li	a1,524288
	addi	a1,a1,66
	lui	a0,%hi(.LC14)
	addi	a0,a0,%lo(.LC14)
	call	open
	sext.w	s0,a0
	li	a2,6
	lui	a1,%hi(.LC73)
	addi	a1,a1,%lo(.LC73)
	mv	a0,s0
	call	write
	mv	a0,s0
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s2,%hi(.LC74)
	addi	a0,s2,%lo(.LC74)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,23
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sext.w	s1,a0
	mv	a1,s1
	lui	a0,%hi(.LC24)
	addi	a0,a0,%lo(.LC24)
	call	show
	mv	a0,s1
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC74)
	call	show
	li	a2,1
	li	a1,0
	mv	a0,s1
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC48)
	addi	a0,a0,%lo(.LC48)
	call	show
	mv	a0,s0
	li	a1,20
	li	a2,524288
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC75)
	addi	a0,a0,%lo(.LC75)
	call	show
	li	a0,20
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC74)
	call	show
	mv	a0,s0
	mv	a1,s0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC76)
	addi	a0,a0,%lo(.LC76)
	call	show
	mv	a0,s0
	li	a1,21
	li	s5,4096
	addi	a2,s5,-2048
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC28)
	addi	a0,a0,%lo(.LC28)
	call	show
	li	a0,99
	li	a1,21
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC77)
	addi	a0,a0,%lo(.LC77)
	call	show
	mv	a0,s0
	li	a1,-1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC78)
	addi	a0,a0,%lo(.LC78)
	call	show
	mv	a0,s0
	li	a1,1048576
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC79)
	addi	a0,a0,%lo(.LC79)
	call	show
	mv	a0,s1
	li	a1,2
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s4,%hi(.LC34)
	addi	a0,s4,%lo(.LC34)
	call	show
	mv	a0,s1
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC74)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,50
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s3,%hi(.LC80)
	addi	a0,s3,%lo(.LC80)
	call	show
	mv	a0,s0
	li	a1,1030
	li	a2,50
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC80)
	call	show
	li	a0,51
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC74)
	call	show
	mv	a0,s0
	li	a1,0
	li	a2,-1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC80)
	call	show
	mv	a0,s0
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	s2,-32768
	addi	s2,s2,-1
	and	a1,a0,s2
	lui	s3,%hi(.LC23)
	addi	a0,s3,%lo(.LC23)
	call	show
	mv	a0,s0
	li	a1,4
	addi	a2,s5,-959
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s4,%lo(.LC34)
	call	show
	mv	a0,s0
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	and	a1,a0,s2
	addi	a0,s3,%lo(.LC23)
	call	show
	mv	a0,s1
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	and	a1,a0,s2
	addi	a0,s3,%lo(.LC23)
	call	show
	li	a0,99
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s3,%hi(.LC81)
	addi	a0,s3,%lo(.LC81)
	call	show
	mv	a0,s0
	li	a1,999
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC82)
	addi	a0,a0,%lo(.LC82)
	call	show
	sh	zero,18(sp)
	sh	zero,20(sp)
	sh	zero,22(sp)
	sh	zero,24(sp)
	sh	zero,26(sp)
	sh	zero,28(sp)
	sh	zero,30(sp)
	sh	zero,32(sp)
	sh	zero,34(sp)
	sh	zero,36(sp)
	sh	zero,38(sp)
	sh	zero,40(sp)
	sh	zero,42(sp)
	sh	zero,44(sp)
	sh	zero,46(sp)
	li	a5,1
	sh	a5,16(sp)
	mv	a0,s0
	li	a1,6
	addi	a2,sp,16
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC83)
	addi	a0,s1,%lo(.LC83)
	call	show
	mv	a0,s0
	li	a1,5
	addi	a2,sp,16
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC83)
	call	show
	lh	a1,16(sp)
	lui	a0,%hi(.LC84)
	addi	a0,a0,%lo(.LC84)
	call	show
	mv	a0,s0
	li	a1,2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,32
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC85)
	addi	a0,s1,%lo(.LC85)
	call	show
	mv	a0,s0
	li	a1,3
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,32
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC85)
	call	show
	sw	zero,12(sp)
	mv	a0,s0
	li	s1,20480
	addi	a1,s1,1051
	addi	a2,sp,12
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,29
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC86)
	addi	a0,a0,%lo(.LC86)
	call	show
	lw	a1,12(sp)
	lui	a0,%hi(.LC87)
	addi	a0,a0,%lo(.LC87)
	call	show
	lui	s2,%hi(buffer)
	mv	a0,s0
	addi	a1,s1,1025
	addi	a2,s2,%lo(buffer)
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,29
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC88)
	addi	a0,a0,%lo(.LC88)
	call	show
	mv	a0,s0
	addi	a1,s1,1043
	addi	a2,s2,%lo(buffer)
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,29
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC89)
	addi	a0,a0,%lo(.LC89)
	call	show
	li	a0,99
	addi	a1,s1,1025
	addi	a2,s2,%lo(buffer)
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,29
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC81)
	call	show
	li	a0,20
	li	a1,60
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
	mv	a1,a0
	lui	a0,%hi(.LC90)
	addi	a0,a0,%lo(.LC90)
	call	show
	li	a0,51
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC91)
	addi	a0,a0,%lo(.LC91)
	call	show
	li	a0,5
	li	a1,4
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
	mv	a1,a0
	lui	a0,%hi(.LC92)
	addi	a0,a0,%lo(.LC92)
	call	show
	ld	ra,104(sp)
	ld	s0,96(sp)
	ld	s1,88(sp)
	ld	s2,80(sp)
	ld	s3,72(sp)
	ld	s4,64(sp)
	ld	s5,56(sp)
	addi	sp,sp,112
	jr	ra
	.size	descriptors, .-descriptors
	.section	.rodata.str1.8
	.align	3
.LC93:
	.string	"last"
	.align	3
.LC94:
	.string	"open"
	.align	3
.LC95:
	.string	"eventfd"
	.align	3
.LC96:
	.string	"close"
	.text
	.align	2
	.type	limits, @function
limits:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s1,24(sp)
	sd	s2,16(sp)
	li	a5,10
	sd	a5,0(sp)
	sd	a5,8(sp)
	li	a0,0
	li	a1,7
	mv	a2,sp
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,261
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC34)
	addi	a0,a0,%lo(.LC34)
	call	show
	li	s0,0
	lui	s2,%hi(.LC57)
	li	s1,99
.L72:
	li	a1,0
	addi	a0,s2,%lo(.LC57)
	call	open
	mv	a1,s0
	sext.w	s0,a0
	bleu	s0,s1,.L72
	lui	a0,%hi(.LC93)
	addi	a0,a0,%lo(.LC93)
	call	show
	mv	a1,s0
	lui	a0,%hi(.LC94)
	addi	a0,a0,%lo(.LC94)
	call	show
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,23
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC24)
	addi	a0,s0,%lo(.LC24)
	call	show
	lui	s2,%hi(buffer)
	addi	a0,s2,%lo(buffer)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC54)
	addi	a0,s1,%lo(.LC54)
	call	show
	li	a0,0
	li	a1,10
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,24
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC75)
	addi	a0,a0,%lo(.LC75)
	call	show
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,19
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC95)
	addi	a0,a0,%lo(.LC95)
	call	show
	li	a0,5
	call	close
	mv	a1,a0
	lui	a0,%hi(.LC96)
	addi	a0,a0,%lo(.LC96)
	call	show
	addi	a0,s2,%lo(buffer)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC54)
	call	show
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,23
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC24)
	call	show
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	addi	sp,sp,48
	jr	ra
	.size	limits, .-limits
	.section	.rodata.str1.8
	.align	3
.LC98:
	.string	"entry"
	.align	3
.LC97:
	.string	" fc d b - l s"
	.text
	.align	2
	.type	show_directory, @function
show_directory:
	addi	sp,sp,-880
	sd	ra,872(sp)
	sd	s0,864(sp)
	sd	s1,856(sp)
	sd	s2,848(sp)
	sd	s3,840(sp)
	sd	s4,832(sp)
	sd	s5,824(sp)
	sd	s6,816(sp)
	sd	s7,808(sp)
	sd	s8,800(sp)
	li	a1,65536
	call	open
	sext.w	s4,a0
	lui	a1,%hi(buffer)
	addi	t3,a1,%lo(buffer)
	mv	a0,s4
	addi	a1,a1,%lo(buffer)
	li	a2,200
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ble	a0,zero,.L101
	li	s1,0
	lui	t4,%hi(buffer)
	addi	t1,t4,%lo(buffer)
	lui	a6,%hi(.LC97)
	addi	a6,a6,%lo(.LC97)
	j	.L76
.L79:
	addi	a5,a5,1
	addi	a4,a4,1
	lbu	a3,-1(a4)
	sb	a3,0(a5)
	bne	a3,zero,.L79
.L78:
	lbu	a4,18(a2)
	add	a4,a6,a4
	lbu	a4,0(a4)
	sb	a4,0(a5)
	sb	zero,1(a5)
	lhu	a5,16(a2)
	add	a2,a2,a5
	addi	a1,a1,40
	bgeu	a2,a0,.L83
.L80:
	addiw	s1,s1,1
	mv	a5,a1
	addi	a4,a2,20
	lbu	a3,19(a2)
	sb	a3,0(a1)
	bne	a3,zero,.L79
	j	.L78
.L83:
	mv	a0,s4
	mv	a1,t3
	li	a2,200
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ble	a0,zero,.L81
.L76:
	add	a0,a0,t1
	bleu	a0,t1,.L83
	slli	a1,s1,2
	add	a1,a1,s1
	slli	a1,a1,3
	add	a1,sp,a1
	addi	a2,t4,%lo(buffer)
	j	.L80
.L81:
	mv	a1,a0
	lui	a0,%hi(.LC37)
	addi	a0,a0,%lo(.LC37)
	call	show
	ble	s1,zero,.L84
	addi	s0,sp,40
	addiw	s5,s1,-1
	slli	s5,s5,32
	srli	s5,s5,32
	mv	s8,s1
	mv	s3,sp
	li	s2,0
	addiw	s1,s1,-2
	addi	s7,sp,80
	lui	s6,%hi(.LC98)
	j	.L91
.L105:
	bgeu	a2,a5,.L87
	mv	a4,a0
	mv	a5,a7
.L89:
	lbu	a3,0(a5)
	lbu	a2,0(a4)
	sb	a2,0(a5)
	sb	a3,0(a4)
	addi	a5,a5,1
	addi	a4,a4,1
	bne	a5,s0,.L89
.L87:
	addi	a0,a0,40
	beq	a0,a6,.L104
.L90:
	mv	a4,a0
	lbu	a5,0(a1)
	mv	a3,a1
	beq	a5,zero,.L87
.L86:
	lbu	a2,0(a4)
	bne	a2,a5,.L105
	addi	a3,a3,1
	addi	a4,a4,1
	lbu	a5,0(a3)
	bne	a5,zero,.L86
	j	.L87
.L104:
	addi	a0,s6,%lo(.LC98)
	call	show_text
	addi	s2,s2,1
	addi	s3,s3,40
	addi	s0,s0,40
	beq	s2,s8,.L84
.L91:
	sext.w	a5,s2
	beq	s2,s5,.L85
	mv	a1,s3
	subw	a5,s1,a5
	slli	a5,a5,32
	srli	a5,a5,32
	add	a5,a5,s2
	slli	a6,a5,2
	add	a6,a6,a5
	slli	a6,a6,3
	add	a6,a6,s7
	slli	a7,s2,2
	add	a7,a7,s2
	slli	a7,a7,3
	add	a7,a7,sp
	mv	a0,s0
	j	.L90
.L85:
	sext.w	s2,s2
	slli	a1,s2,2
	add	a1,a1,s2
	slli	a1,a1,3
	add	a1,sp,a1
	lui	a0,%hi(.LC98)
	addi	a0,a0,%lo(.LC98)
	call	show_text
.L84:
	mv	a0,s4
	call	close
	ld	ra,872(sp)
	ld	s0,864(sp)
	ld	s1,856(sp)
	ld	s2,848(sp)
	ld	s3,840(sp)
	ld	s4,832(sp)
	ld	s5,824(sp)
	ld	s6,816(sp)
	ld	s7,808(sp)
	ld	s8,800(sp)
	addi	sp,sp,880
	jr	ra
.L101:
	mv	a1,a0
	lui	a0,%hi(.LC37)
	addi	a0,a0,%lo(.LC37)
	call	show
	j	.L84
	.size	show_directory, .-show_directory
	.section	.rodata.str1.8
	.align	3
.LC99:
	.string	"d"
	.align	3
.LC100:
	.string	"mkdir"
	.align	3
.LC101:
	.string	"again"
	.align	3
.LC102:
	.string	"d/e/"
	.align	3
.LC103:
	.string	"slash"
	.align	3
.LC104:
	.string	"x/y"
	.align	3
.LC105:
	.string	"no parent"
	.align	3
.LC106:
	.string	"1"
	.align	3
.LC107:
	.string	"d/f"
	.align	3
.LC108:
	.string	"d/f/g"
	.align	3
.LC109:
	.string	"in file"
	.align	3
.LC110:
	.string	"over file"
	.align	3
.LC111:
	.string	"d/."
	.align	3
.LC112:
	.string	"dot"
	.align	3
.LC113:
	.string	"/"
	.align	3
.LC114:
	.string	"root"
	.align	3
.LC115:
	.string	"d/l"
	.align	3
.LC116:
	.string	"d/m"
	.align	3
.LC117:
	.string	"nowhere"
	.align	3
.LC118:
	.string	"over link"
	.align	3
.LC119:
	.string	"small buffer"
	.align	3
.LC120:
	.string	"file"
	.align	3
.LC121:
	.string	"rmdir"
	.align	3
.LC122:
	.string	"d/e/.."
	.align	3
.LC123:
	.string	"d/e"
	.align	3
.LC124:
	.string	"unlink"
	.align	3
.LC125:
	.string	"d/f/"
	.align	3
.LC126:
	.string	"d/"
	.align	3
.LC127:
	.string	"gone"
	.align	3
.LC128:
	.string	"links"
	.text
	.align	2
	.type	directories, @function
directories:
	addi	sp,sp,-112
	sd	ra,104(sp)
	sd	s0,96(sp)
	sd	s1,88(sp)
	sd	s2,80(sp)
	sd	s3,72(sp)
	sd	s4,64(sp)
	sd	s5,56(sp)
	sd	s6,48(sp)
	sd	s7,40(sp)
	sd	s8,32(sp)
	sd	s9,24(sp)
	sd	s10,16(sp)
	sd	s11,8(sp)
	lui	s1,%hi(.LC99)
	addi	a0,s1,%lo(.LC99)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC100)
	addi	a0,a0,%lo(.LC100)
	call	show
	addi	a0,s1,%lo(.LC99)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC101)
	addi	a0,a0,%lo(.LC101)
	call	show
	lui	s10,%hi(.LC102)
	addi	a0,s10,%lo(.LC102)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC103)
	addi	a0,a0,%lo(.LC103)
	call	show
	lui	a0,%hi(.LC104)
	addi	a0,a0,%lo(.LC104)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC105)
	addi	a0,a0,%lo(.LC105)
	call	show
	lui	a1,%hi(.LC106)
	addi	a1,a1,%lo(.LC106)
	lui	s3,%hi(.LC107)
	addi	a0,s3,%lo(.LC107)
	call	make
	lui	a0,%hi(.LC108)
	addi	a0,a0,%lo(.LC108)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC109)
	addi	a0,a0,%lo(.LC109)
	call	show
	addi	a0,s3,%lo(.LC107)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC110)
	addi	a0,a0,%lo(.LC110)
	call	show
	lui	s8,%hi(.LC111)
	addi	a0,s8,%lo(.LC111)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC112)
	addi	a0,a0,%lo(.LC112)
	call	show
	lui	a0,%hi(.LC113)
	addi	a0,a0,%lo(.LC113)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC114)
	addi	a0,a0,%lo(.LC114)
	call	show
	lui	s7,%hi(.LC115)
	addi	a1,s7,%lo(.LC115)
	lui	s4,%hi(.LC14)
	addi	a0,s4,%lo(.LC14)
	call	symlink
	lui	s6,%hi(.LC116)
	addi	a1,s6,%lo(.LC116)
	lui	a0,%hi(.LC117)
	addi	a0,a0,%lo(.LC117)
	call	symlink
	addi	a0,s6,%lo(.LC116)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC118)
	addi	a0,a0,%lo(.LC118)
	call	show
	addi	a0,s1,%lo(.LC99)
	call	show_directory
	li	a1,0
	addi	a0,s1,%lo(.LC99)
	call	open
	sext.w	s0,a0
	lui	s5,%hi(buffer)
	mv	a0,s0
	addi	a1,s5,%lo(buffer)
	li	a2,10
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC119)
	addi	a0,a0,%lo(.LC119)
	call	show
	mv	a0,s0
	li	a1,8
	li	a2,1000
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC68)
	addi	a0,a0,%lo(.LC68)
	call	show
	li	a1,0
	addi	a0,s3,%lo(.LC107)
	call	open
	addi	a1,s5,%lo(buffer)
	li	a2,1000
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC120)
	addi	a0,a0,%lo(.LC120)
	call	show
	addi	a0,s1,%lo(.LC99)
	call	rmdir
	mv	a1,a0
	lui	s1,%hi(.LC121)
	addi	a0,s1,%lo(.LC121)
	call	show
	addi	a0,s3,%lo(.LC107)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	addi	a0,s7,%lo(.LC115)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	lui	s11,%hi(.LC17)
	addi	a0,s11,%lo(.LC17)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	addi	a0,s8,%lo(.LC111)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	lui	a0,%hi(.LC122)
	addi	a0,a0,%lo(.LC122)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	lui	s9,%hi(.LC123)
	addi	a0,s9,%lo(.LC123)
	call	unlink
	mv	a1,a0
	lui	s2,%hi(.LC124)
	addi	a0,s2,%lo(.LC124)
	call	show
	addi	a0,s10,%lo(.LC102)
	call	unlink
	mv	a1,a0
	addi	a0,s2,%lo(.LC124)
	call	show
	lui	a0,%hi(.LC125)
	addi	a0,a0,%lo(.LC125)
	call	unlink
	mv	a1,a0
	addi	a0,s2,%lo(.LC124)
	call	show
	addi	a0,s11,%lo(.LC17)
	call	unlink
	mv	a1,a0
	addi	a0,s2,%lo(.LC124)
	call	show
	addi	a0,s8,%lo(.LC111)
	call	unlink
	mv	a1,a0
	addi	a0,s2,%lo(.LC124)
	call	show
	li	a0,-100
	addi	a1,s3,%lo(.LC107)
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,35
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	addi	a0,s9,%lo(.LC123)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	addi	a0,s7,%lo(.LC115)
	call	unlink
	addi	a0,s6,%lo(.LC116)
	call	unlink
	mv	a0,s0
	addi	a1,s4,%lo(.LC14)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,35
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC124)
	call	show
	lui	a0,%hi(.LC126)
	addi	a0,a0,%lo(.LC126)
	call	rmdir
	mv	a1,a0
	addi	a0,s1,%lo(.LC121)
	call	show
	mv	a0,s0
	addi	a1,s5,%lo(buffer)
	li	a2,1000
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,61
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s2,%hi(.LC127)
	addi	a0,s2,%lo(.LC127)
	call	show
	mv	a0,s0
	addi	a1,s4,%lo(.LC14)
	li	a2,66
	li	a3,420
	li	a4,0
	li	a5,0
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC127)
	call	show
	lui	s1,%hi(.LANCHOR0)
	addi	s1,s1,%lo(.LANCHOR0)
	mv	a0,s0
	addi	a1,s1,600
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,80
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC127)
	call	show
	lwu	a1,620(s1)
	lui	a0,%hi(.LC128)
	addi	a0,a0,%lo(.LC128)
	call	show
	ld	ra,104(sp)
	ld	s0,96(sp)
	ld	s1,88(sp)
	ld	s2,80(sp)
	ld	s3,72(sp)
	ld	s4,64(sp)
	ld	s5,56(sp)
	ld	s6,48(sp)
	ld	s7,40(sp)
	ld	s8,32(sp)
	ld	s9,24(sp)
	ld	s10,16(sp)
	ld	s11,8(sp)
	addi	sp,sp,112
	jr	ra
	.size	directories, .-directories
	.section	.rodata.str1.8
	.align	3
.LC129:
	.string	"in d"
	.align	3
.LC130:
	.string	"chdir"
	.align	3
.LC131:
	.string	"range"
	.align	3
.LC132:
	.string	"exact"
	.align	3
.LC133:
	.string	"../f"
	.align	3
.LC134:
	.string	"fchdir"
	.align	3
.LC135:
	.string	"moved"
	.align	3
.LC136:
	.string	"rename"
	.align	3
.LC137:
	.string	"moved/e"
	.align	3
.LC138:
	.string	"getcwd"
	.align	3
.LC139:
	.string	"create"
	.align	3
.LC140:
	.string	"umask"
	.align	3
.LC141:
	.string	"private"
	.text
	.align	2
	.type	working, @function
working:
	addi	sp,sp,-96
	sd	ra,88(sp)
	sd	s0,80(sp)
	sd	s1,72(sp)
	sd	s2,64(sp)
	sd	s3,56(sp)
	sd	s4,48(sp)
	sd	s5,40(sp)
	sd	s6,32(sp)
	sd	s7,24(sp)
	sd	s8,16(sp)
	sd	s9,8(sp)
	sd	s10,0(sp)
	lui	s8,%hi(.LC99)
	addi	a0,s8,%lo(.LC99)
	call	mkdir
	lui	s6,%hi(.LC123)
	addi	a0,s6,%lo(.LC123)
	call	mkdir
	lui	a1,%hi(.LC129)
	addi	a1,a1,%lo(.LC129)
	lui	s7,%hi(.LC107)
	addi	a0,s7,%lo(.LC107)
	call	make
	li	a1,0
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	call	open
	sext.w	s1,a0
	lui	s2,%hi(buffer)
	addi	s5,s2,%lo(buffer)
	addi	a0,s2,%lo(buffer)
	li	s4,69632
	addi	a1,s4,368
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	s3,a0
	addi	a0,s6,%lo(.LC123)
	li	a1,0
	li	a7,49
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s9,%hi(.LC130)
	addi	a0,s9,%lo(.LC130)
	call	show
	addi	a0,s2,%lo(buffer)
	addi	a1,s4,368
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	s0,a0
	sub	a1,a0,s3
	addi	a1,a1,-3
	sltiu	a1,a1,2
	lui	a0,%hi(.LC51)
	addi	a0,a0,%lo(.LC51)
	call	show
	addi	s10,s0,-1
	add	a5,s5,s10
	sb	zero,0(a5)
	addi	a1,s0,-5
	add	a1,s5,a1
	lui	s3,%hi(.LC37)
	addi	a0,s3,%lo(.LC37)
	call	show_text
	addi	a0,s2,%lo(buffer)
	mv	a1,s10
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC131)
	addi	a0,a0,%lo(.LC131)
	call	show
	addi	a0,s2,%lo(buffer)
	mv	a1,s0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sub	a1,a0,s0
	seqz	a1,a1
	lui	a0,%hi(.LC132)
	addi	a0,a0,%lo(.LC132)
	call	show
	li	a0,8
	mv	a1,s0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC81)
	addi	a0,a0,%lo(.LC81)
	call	show
	lui	s0,%hi(.LC133)
	addi	a0,s0,%lo(.LC133)
	call	show_file
	addi	a0,s0,%lo(.LC133)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,49
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s9,%lo(.LC130)
	call	show
	lui	a0,%hi(.LC17)
	addi	a0,a0,%lo(.LC17)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,49
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s9,%lo(.LC130)
	call	show
	mv	a0,s1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,50
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s9,%hi(.LC134)
	addi	a0,s9,%lo(.LC134)
	call	show
	addi	a0,s7,%lo(.LC107)
	call	show_file
	li	a1,0
	addi	a0,s7,%lo(.LC107)
	call	open
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,50
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s9,%lo(.LC134)
	call	show
	li	a0,99
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,50
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s9,%lo(.LC134)
	call	show
	addi	a0,s6,%lo(.LC123)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,49
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a0,s1
	addi	a1,s8,%lo(.LC99)
	mv	a2,s1
	lui	a3,%hi(.LC135)
	addi	a3,a3,%lo(.LC135)
	li	a7,276
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC136)
	addi	a0,a0,%lo(.LC136)
	call	show
	addi	a0,s2,%lo(buffer)
	addi	a1,s4,368
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	add	a5,s5,a0
	sb	zero,-1(a5)
	addi	a0,a0,-9
	add	a1,s5,a0
	addi	a0,s3,%lo(.LC37)
	call	show_text
	mv	a0,s1
	lui	a1,%hi(.LC137)
	addi	a1,a1,%lo(.LC137)
	li	a2,512
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,35
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC121)
	addi	a0,a0,%lo(.LC121)
	call	show
	addi	a0,s2,%lo(buffer)
	addi	a1,s4,368
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,17
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC138)
	addi	a0,a0,%lo(.LC138)
	call	show
	li	a1,0
	lui	s2,%hi(.LC14)
	addi	a0,s2,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC94)
	addi	a0,a0,%lo(.LC94)
	call	show
	li	a1,66
	addi	a0,s2,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC139)
	addi	a0,a0,%lo(.LC139)
	call	show
	lui	a0,%hi(.LC56)
	addi	a0,a0,%lo(.LC56)
	call	mkdir
	mv	a1,a0
	lui	a0,%hi(.LC100)
	addi	a0,a0,%lo(.LC100)
	call	show
	addi	a0,s0,%lo(.LC133)
	call	show_file
	li	a0,63
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,166
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC140)
	addi	a0,s0,%lo(.LC140)
	call	show
	mv	a0,s1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,50
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lui	a6,%hi(.LC141)
	li	a0,-100
	addi	a1,a6,%lo(.LC141)
	li	a2,66
	li	a3,438
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a1,0
	addi	a0,a6,%lo(.LC141)
	call	show_status
	li	a0,18
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,166
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC140)
	call	show
	ld	ra,88(sp)
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
	.size	working, .-working
	.section	.rodata.str1.8
	.align	3
.LC142:
	.string	"content"
	.align	3
.LC143:
	.string	"symlink"
	.align	3
.LC144:
	.string	"m"
	.align	3
.LC145:
	.string	"empty"
	.align	3
.LC146:
	.string	"nofollow"
	.align	3
.LC147:
	.string	"short"
	.align	3
.LC148:
	.string	"missing"
	.align	3
.LC149:
	.string	"loop1"
	.align	3
.LC150:
	.string	"loop2"
	.align	3
.LC151:
	.string	"self"
	.align	3
.LC152:
	.string	"loop"
	.align	3
.LC153:
	.string	"self/x"
	.align	3
.LC154:
	.string	"loop create"
	.align	3
.LC155:
	.string	"loop stat"
	.align	3
.LC156:
	.string	"dangling"
	.align	3
.LC157:
	.string	"target"
	.align	3
.LC158:
	.string	"exclusive"
	.align	3
.LC159:
	.string	"d/g"
	.align	3
.LC160:
	.string	"to_d"
	.align	3
.LC161:
	.string	"d/up"
	.align	3
.LC162:
	.string	"to_d/g"
	.align	3
.LC163:
	.string	"to_d/up"
	.align	3
.LC164:
	.string	"to_d/../f"
	.align	3
.LC165:
	.string	"to_d/"
	.align	3
.LC166:
	.string	"l/"
	.align	3
.LC167:
	.string	"slash on file link"
	.align	3
.LC168:
	.string	"O_DIRECTORY"
	.align	3
.LC169:
	.string	"h"
	.align	3
.LC170:
	.string	"hard"
	.align	3
.LC171:
	.string	"h2"
	.align	3
.LC172:
	.string	"d/up/x"
	.align	3
.LC173:
	.string	"l2"
	.align	3
.LC174:
	.string	"to link"
	.align	3
.LC175:
	.string	"l3"
	.align	3
.LC176:
	.string	"follow"
	.align	3
.LC177:
	.string	"aa"
	.align	3
.LC178:
	.string	"bo"
	.align	3
.LC179:
	.string	"bp"
	.text
	.align	2
	.type	links, @function
links:
	addi	sp,sp,-80
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s1,56(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	lui	a1,%hi(.LC142)
	addi	a1,a1,%lo(.LC142)
	lui	s1,%hi(.LC14)
	addi	a0,s1,%lo(.LC14)
	call	make
	lui	s0,%hi(.LC29)
	addi	a1,s0,%lo(.LC29)
	addi	a0,s1,%lo(.LC14)
	call	symlink
	mv	a1,a0
	lui	a0,%hi(.LC143)
	addi	a0,a0,%lo(.LC143)
	call	show
	addi	a1,s0,%lo(.LC29)
	lui	a0,%hi(.LC56)
	addi	a0,a0,%lo(.LC56)
	call	symlink
	mv	a1,a0
	lui	a0,%hi(.LC101)
	addi	a0,a0,%lo(.LC101)
	call	show
	lui	a1,%hi(.LC144)
	addi	a1,a1,%lo(.LC144)
	lui	a0,%hi(.LC26)
	addi	a0,a0,%lo(.LC26)
	call	symlink
	mv	a1,a0
	lui	a0,%hi(.LC145)
	addi	a0,a0,%lo(.LC145)
	call	show
	addi	a0,s0,%lo(.LC29)
	call	show_file
	li	a1,131072
	addi	a0,s0,%lo(.LC29)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC146)
	addi	a0,a0,%lo(.LC146)
	call	show
	li	a1,0
	addi	a0,s0,%lo(.LC29)
	call	show_status
	li	a1,256
	addi	a0,s0,%lo(.LC29)
	call	show_status
	addi	s4,s0,%lo(.LC29)
	lui	s2,%hi(buffer)
	li	a0,-100
	addi	a1,s0,%lo(.LC29)
	addi	a2,s2,%lo(buffer)
	li	a3,100
	li	a4,0
	li	a5,0
	li	a7,78
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC32)
	addi	a0,a0,%lo(.LC32)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC29)
	addi	a2,s2,%lo(buffer)
	li	a3,1
	li	a4,0
	li	a5,0
	li	a7,78
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC147)
	addi	a0,a0,%lo(.LC147)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC29)
	addi	a2,s2,%lo(buffer)
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,78
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC21)
	addi	a0,a0,%lo(.LC21)
	call	show
	li	a0,-100
	addi	a1,s1,%lo(.LC14)
	addi	a2,s2,%lo(buffer)
	li	a3,100
	li	a4,0
	li	a5,0
	li	a7,78
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC120)
	addi	a0,a0,%lo(.LC120)
	call	show
	lui	s5,%hi(.LC17)
	li	a0,-100
	addi	a1,s5,%lo(.LC17)
	addi	a2,s2,%lo(buffer)
	li	a3,100
	li	a4,0
	li	a5,0
	li	a7,78
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC148)
	addi	a0,a0,%lo(.LC148)
	call	show
	lui	s2,%hi(.LC149)
	addi	a1,s2,%lo(.LC149)
	lui	s0,%hi(.LC150)
	addi	a0,s0,%lo(.LC150)
	call	symlink
	addi	a1,s0,%lo(.LC150)
	addi	a0,s2,%lo(.LC149)
	call	symlink
	lui	s0,%hi(.LC151)
	addi	a1,s0,%lo(.LC151)
	addi	a0,s0,%lo(.LC151)
	call	symlink
	li	a1,0
	addi	a0,s2,%lo(.LC149)
	call	open
	mv	a1,a0
	lui	s2,%hi(.LC152)
	addi	a0,s2,%lo(.LC152)
	call	show
	li	a1,0
	lui	a0,%hi(.LC153)
	addi	a0,a0,%lo(.LC153)
	call	open
	mv	a1,a0
	addi	a0,s2,%lo(.LC152)
	call	show
	li	a1,66
	addi	a0,s0,%lo(.LC151)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC154)
	addi	a0,a0,%lo(.LC154)
	call	show
	li	a1,256
	addi	a0,s0,%lo(.LC151)
	call	stat
	mv	a1,a0
	lui	a0,%hi(.LC155)
	addi	a0,a0,%lo(.LC155)
	call	show
	lui	s0,%hi(.LC156)
	addi	a1,s0,%lo(.LC156)
	lui	s2,%hi(.LC157)
	addi	a0,s2,%lo(.LC157)
	call	symlink
	li	a1,0
	addi	a0,s0,%lo(.LC156)
	call	open
	mv	a1,a0
	addi	a0,s0,%lo(.LC156)
	call	show
	li	a1,194
	addi	a0,s0,%lo(.LC156)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC158)
	addi	a0,a0,%lo(.LC158)
	call	show
	li	a1,66
	addi	a0,s0,%lo(.LC156)
	call	open
	sgt	a1,a0,zero
	lui	a0,%hi(.LC139)
	addi	a0,a0,%lo(.LC139)
	call	show
	li	a1,0
	addi	a0,s2,%lo(.LC157)
	call	show_status
	lui	s3,%hi(.LC99)
	addi	a0,s3,%lo(.LC99)
	call	mkdir
	lui	a1,%hi(.LC129)
	addi	a1,a1,%lo(.LC129)
	lui	a0,%hi(.LC159)
	addi	a0,a0,%lo(.LC159)
	call	make
	lui	s0,%hi(.LC160)
	addi	a1,s0,%lo(.LC160)
	addi	a0,s3,%lo(.LC99)
	call	symlink
	lui	a1,%hi(.LC161)
	addi	a1,a1,%lo(.LC161)
	lui	a0,%hi(.LC133)
	addi	a0,a0,%lo(.LC133)
	call	symlink
	lui	a0,%hi(.LC162)
	addi	a0,a0,%lo(.LC162)
	call	show_file
	lui	a0,%hi(.LC163)
	addi	a0,a0,%lo(.LC163)
	call	show_file
	lui	a0,%hi(.LC164)
	addi	a0,a0,%lo(.LC164)
	call	show_file
	li	a1,256
	addi	a0,s0,%lo(.LC160)
	call	show_status
	li	a1,256
	lui	a0,%hi(.LC165)
	addi	a0,a0,%lo(.LC165)
	call	show_status
	li	a1,0
	lui	a0,%hi(.LC166)
	addi	a0,a0,%lo(.LC166)
	call	stat
	mv	a1,a0
	lui	a0,%hi(.LC167)
	addi	a0,a0,%lo(.LC167)
	call	show
	li	a1,196608
	addi	a0,s0,%lo(.LC160)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC168)
	addi	a0,a0,%lo(.LC168)
	call	show
	lui	s2,%hi(.LC169)
	addi	a1,s2,%lo(.LC169)
	addi	a0,s1,%lo(.LC14)
	call	link
	mv	a1,a0
	lui	s0,%hi(.LC170)
	addi	a0,s0,%lo(.LC170)
	call	show
	addi	a1,s2,%lo(.LC169)
	addi	a0,s1,%lo(.LC14)
	call	link
	mv	a1,a0
	addi	a0,s0,%lo(.LC170)
	call	show
	lui	s6,%hi(.LC171)
	addi	a1,s6,%lo(.LC171)
	addi	a0,s3,%lo(.LC99)
	call	link
	mv	a1,a0
	addi	a0,s0,%lo(.LC170)
	call	show
	addi	a1,s6,%lo(.LC171)
	addi	a0,s5,%lo(.LC17)
	call	link
	mv	a1,a0
	addi	a0,s0,%lo(.LC170)
	call	show
	lui	a1,%hi(.LC172)
	addi	a1,a1,%lo(.LC172)
	addi	a0,s1,%lo(.LC14)
	call	link
	mv	a1,a0
	addi	a0,s0,%lo(.LC170)
	call	show
	li	a1,0
	addi	a0,s2,%lo(.LC169)
	call	show_status
	lui	a6,%hi(.LANCHOR0)
	addi	a6,a6,%lo(.LANCHOR0)
	li	a0,-100
	addi	a1,s1,%lo(.LC14)
	addi	a2,a6,728
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,79
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a4,608(a6)
	ld	a5,736(a6)
	li	a1,0
	beq	a4,a5,.L116
.L111:
	lui	a0,%hi(.LC76)
	addi	a0,a0,%lo(.LC76)
	call	show
	lui	a0,%hi(.LC14)
	addi	a0,a0,%lo(.LC14)
	call	unlink
	mv	a1,a0
	lui	a0,%hi(.LC124)
	addi	a0,a0,%lo(.LC124)
	call	show
	lui	a0,%hi(.LC169)
	addi	a0,a0,%lo(.LC169)
	call	show_file
	lui	s0,%hi(.LC173)
	addi	a1,s0,%lo(.LC173)
	lui	a0,%hi(.LC29)
	addi	a0,a0,%lo(.LC29)
	call	link
	mv	a1,a0
	lui	a0,%hi(.LC174)
	addi	a0,a0,%lo(.LC174)
	call	show
	li	a1,256
	addi	a0,s0,%lo(.LC173)
	call	show_status
	lui	s0,%hi(.LC175)
	li	a0,-100
	mv	a1,s4
	li	a2,-100
	addi	a3,s0,%lo(.LC175)
	li	a4,1024
	li	a5,0
	li	a7,37
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC176)
	addi	a0,a0,%lo(.LC176)
	call	show
	li	a0,-100
	mv	a1,s4
	li	a2,-100
	addi	a3,s0,%lo(.LC175)
	li	a4,1
	li	a5,0
	li	a7,37
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	li	a5,24576
	addi	a4,a5,353
	sh	a4,8(sp)
	sb	zero,10(sp)
	addi	a5,a5,609
	sh	a5,0(sp)
	sb	zero,2(sp)
	lui	a1,%hi(.LC37)
	addi	a1,a1,%lo(.LC37)
	lui	a0,%hi(.LC177)
	addi	a0,a0,%lo(.LC177)
	call	make
	li	s0,1
	li	s1,26
	li	s2,42
.L112:
	addiw	a5,s0,-1
	divw	a4,a5,s1
	addiw	a4,a4,97
	sb	a4,8(sp)
	remw	a5,a5,s1
	addiw	a5,a5,97
	sb	a5,9(sp)
	divw	a5,s0,s1
	addiw	a5,a5,97
	sb	a5,0(sp)
	remw	a5,s0,s1
	addiw	a5,a5,97
	sb	a5,1(sp)
	mv	a1,sp
	addi	a0,sp,8
	call	symlink
	addiw	s0,s0,1
	bne	s0,s2,.L112
	lui	a0,%hi(.LC178)
	addi	a0,a0,%lo(.LC178)
	call	show_file
	lui	a0,%hi(.LC179)
	addi	a0,a0,%lo(.LC179)
	call	show_file
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s6,16(sp)
	addi	sp,sp,80
	jr	ra
.L116:
	lui	a5,%hi(.LANCHOR0)
	addi	a5,a5,%lo(.LANCHOR0)
	ld	a1,600(a5)
	ld	a5,728(a5)
	sub	a1,a1,a5
	seqz	a1,a1
	j	.L111
	.size	links, .-links
	.section	.rodata.str1.8
	.align	3
.LC180:
	.string	"A"
	.align	3
.LC181:
	.string	"a"
	.align	3
.LC182:
	.string	"B"
	.align	3
.LC183:
	.string	"b"
	.align	3
.LC184:
	.string	"e"
	.align	3
.LC185:
	.string	"X"
	.align	3
.LC186:
	.string	"e/x"
	.align	3
.LC187:
	.string	"d/in"
	.align	3
.LC188:
	.string	"y"
	.align	3
.LC189:
	.string	"itself"
	.align	3
.LC190:
	.string	"over directory"
	.align	3
.LC191:
	.string	"directory over file"
	.align	3
.LC192:
	.string	"over full"
	.align	3
.LC193:
	.string	"d/in/d"
	.align	3
.LC194:
	.string	"into itself"
	.align	3
.LC195:
	.string	"over its parent"
	.align	3
.LC196:
	.string	"c/"
	.align	3
.LC197:
	.string	"z"
	.align	3
.LC198:
	.string	"e/.."
	.align	3
.LC199:
	.string	"e/b"
	.align	3
.LC200:
	.string	"move"
	.align	3
.LC201:
	.string	"e/in/"
	.align	3
.LC202:
	.string	"directory"
	.align	3
.LC203:
	.string	"over empty"
	.align	3
.LC204:
	.string	"d/b"
	.align	3
.LC205:
	.string	"same file"
	.align	3
.LC206:
	.string	"no replace"
	.align	3
.LC207:
	.string	"n"
	.align	3
.LC208:
	.string	"new"
	.align	3
.LC209:
	.string	"chmod"
	.text
	.align	2
	.type	renames, @function
renames:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s1,24(sp)
	sd	s2,16(sp)
	sd	s3,8(sp)
	sd	s4,0(sp)
	lui	a1,%hi(.LC180)
	addi	a1,a1,%lo(.LC180)
	lui	s4,%hi(.LC181)
	addi	a0,s4,%lo(.LC181)
	call	make
	lui	a1,%hi(.LC182)
	addi	a1,a1,%lo(.LC182)
	lui	s1,%hi(.LC183)
	addi	a0,s1,%lo(.LC183)
	call	make
	lui	s0,%hi(.LC99)
	addi	a0,s0,%lo(.LC99)
	call	mkdir
	lui	s2,%hi(.LC184)
	addi	a0,s2,%lo(.LC184)
	call	mkdir
	lui	a1,%hi(.LC185)
	addi	a1,a1,%lo(.LC185)
	lui	a0,%hi(.LC186)
	addi	a0,a0,%lo(.LC186)
	call	make
	lui	s3,%hi(.LC187)
	addi	a0,s3,%lo(.LC187)
	call	mkdir
	lui	a1,%hi(.LC188)
	addi	a1,a1,%lo(.LC188)
	lui	a0,%hi(.LC17)
	addi	a0,a0,%lo(.LC17)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC148)
	addi	a0,a0,%lo(.LC148)
	call	show
	addi	a1,s1,%lo(.LC183)
	addi	a0,s4,%lo(.LC181)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC110)
	addi	a0,a0,%lo(.LC110)
	call	show
	addi	a0,s1,%lo(.LC183)
	call	show_file
	addi	a1,s1,%lo(.LC183)
	addi	a0,s1,%lo(.LC183)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC189)
	addi	a0,a0,%lo(.LC189)
	call	show
	addi	a1,s0,%lo(.LC99)
	addi	a0,s1,%lo(.LC183)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC190)
	addi	a0,a0,%lo(.LC190)
	call	show
	addi	a1,s1,%lo(.LC183)
	addi	a0,s0,%lo(.LC99)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC191)
	addi	a0,a0,%lo(.LC191)
	call	show
	addi	a1,s2,%lo(.LC184)
	addi	a0,s0,%lo(.LC99)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC192)
	addi	a0,a0,%lo(.LC192)
	call	show
	lui	a1,%hi(.LC193)
	addi	a1,a1,%lo(.LC193)
	addi	a0,s0,%lo(.LC99)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC194)
	addi	a0,a0,%lo(.LC194)
	call	show
	addi	a1,s0,%lo(.LC99)
	addi	a0,s3,%lo(.LC187)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC195)
	addi	a0,a0,%lo(.LC195)
	call	show
	lui	a1,%hi(.LC196)
	addi	a1,a1,%lo(.LC196)
	addi	a0,s1,%lo(.LC183)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC103)
	addi	a0,a0,%lo(.LC103)
	call	show
	lui	a1,%hi(.LC197)
	addi	a1,a1,%lo(.LC197)
	lui	a0,%hi(.LC111)
	addi	a0,a0,%lo(.LC111)
	call	rename
	mv	a1,a0
	lui	s4,%hi(.LC112)
	addi	a0,s4,%lo(.LC112)
	call	show
	lui	a1,%hi(.LC198)
	addi	a1,a1,%lo(.LC198)
	addi	a0,s0,%lo(.LC99)
	call	rename
	mv	a1,a0
	addi	a0,s4,%lo(.LC112)
	call	show
	lui	s4,%hi(.LC199)
	addi	a1,s4,%lo(.LC199)
	addi	a0,s1,%lo(.LC183)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC200)
	addi	a0,a0,%lo(.LC200)
	call	show
	addi	a0,s4,%lo(.LC199)
	call	show_file
	lui	a1,%hi(.LC201)
	addi	a1,a1,%lo(.LC201)
	addi	a0,s3,%lo(.LC187)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC202)
	addi	a0,a0,%lo(.LC202)
	call	show
	addi	a1,s0,%lo(.LC99)
	addi	a0,s2,%lo(.LC184)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC203)
	addi	a0,a0,%lo(.LC203)
	call	show
	addi	a0,s0,%lo(.LC99)
	call	show_directory
	lui	s0,%hi(.LC169)
	addi	a1,s0,%lo(.LC169)
	lui	s1,%hi(.LC204)
	addi	a0,s1,%lo(.LC204)
	call	link
	addi	a1,s0,%lo(.LC169)
	addi	a0,s1,%lo(.LC204)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC205)
	addi	a0,a0,%lo(.LC205)
	call	show
	addi	a0,s0,%lo(.LC169)
	call	show_file
	addi	a0,s1,%lo(.LC204)
	call	show_file
	li	a0,-100
	addi	a1,s0,%lo(.LC169)
	li	a2,-100
	addi	a3,s1,%lo(.LC204)
	li	a4,1
	li	a5,0
	li	a7,276
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC206)
	addi	a0,s1,%lo(.LC206)
	call	show
	lui	s2,%hi(.LC207)
	li	a0,-100
	addi	a1,s0,%lo(.LC169)
	li	a2,-100
	addi	a3,s2,%lo(.LC207)
	li	a4,1
	li	a5,0
	li	a7,276
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC206)
	call	show
	li	a0,-100
	addi	a1,s2,%lo(.LC207)
	li	a2,-100
	lui	a3,%hi(.LC144)
	addi	a3,a3,%lo(.LC144)
	li	a4,256
	li	a5,0
	li	a7,276
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC28)
	addi	a0,a0,%lo(.LC28)
	call	show
	lui	s0,%hi(.LC29)
	addi	a1,s0,%lo(.LC29)
	addi	a0,s2,%lo(.LC207)
	call	symlink
	lui	s1,%hi(.LC173)
	addi	a1,s1,%lo(.LC173)
	addi	a0,s0,%lo(.LC29)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC30)
	addi	a0,a0,%lo(.LC30)
	call	show
	li	a1,256
	addi	a0,s1,%lo(.LC173)
	call	show_status
	addi	a1,s1,%lo(.LC173)
	addi	a0,s2,%lo(.LC207)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC118)
	addi	a0,a0,%lo(.LC118)
	call	show
	li	a1,256
	addi	a0,s1,%lo(.LC173)
	call	show_status
	li	a1,2
	addi	a0,s1,%lo(.LC173)
	call	open
	sext.w	s0,a0
	lui	s2,%hi(.LC175)
	addi	a1,s2,%lo(.LC175)
	addi	a0,s1,%lo(.LC173)
	call	rename
	mv	a1,a0
	lui	a0,%hi(.LC136)
	addi	a0,a0,%lo(.LC136)
	call	show
	li	a2,3
	lui	a1,%hi(.LC208)
	addi	a1,a1,%lo(.LC208)
	mv	a0,s0
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC18)
	addi	a0,a0,%lo(.LC18)
	call	show
	addi	a0,s2,%lo(.LC175)
	call	show_file
	mv	a0,s0
	li	a1,384
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,52
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC209)
	addi	a0,a0,%lo(.LC209)
	call	show
	addi	a0,s2,%lo(.LC175)
	call	unlink
	mv	a1,a0
	lui	a0,%hi(.LC124)
	addi	a0,a0,%lo(.LC124)
	call	show
	mv	a0,s0
	lui	a1,%hi(buffer)
	addi	a1,a1,%lo(buffer)
	li	a2,10
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,67
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC44)
	addi	a0,a0,%lo(.LC44)
	call	show
	lui	s1,%hi(.LANCHOR0)
	addi	s1,s1,%lo(.LANCHOR0)
	mv	a0,s0
	addi	a1,s1,600
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,80
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC20)
	addi	a0,a0,%lo(.LC20)
	call	show
	lwu	a1,620(s1)
	lui	a0,%hi(.LC128)
	addi	a0,a0,%lo(.LC128)
	call	show
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	ld	s4,0(sp)
	addi	sp,sp,48
	jr	ra
	.size	renames, .-renames
	.section	.rodata.str1.8
	.align	3
.LC210:
	.string	"12345"
	.align	3
.LC211:
	.string	"size of struct"
	.align	3
.LC212:
	.string	"stat"
	.align	3
.LC213:
	.string	"mode"
	.align	3
.LC214:
	.string	"blksize"
	.align	3
.LC215:
	.string	"times"
	.align	3
.LC216:
	.string	"atime"
	.align	3
.LC217:
	.string	"mtime"
	.align	3
.LC218:
	.string	"omit"
	.align	3
.LC219:
	.string	"omit all"
	.align	3
.LC220:
	.string	"futimens"
	.align	3
.LC221:
	.string	"access"
	.align	3
.LC222:
	.string	"access2"
	.align	3
.LC223:
	.string	"chown"
	.align	3
.LC224:
	.string	"statx"
	.align	3
.LC225:
	.string	"mask"
	.align	3
.LC226:
	.string	"inode"
	.align	3
.LC227:
	.string	"reserved"
	.align	3
.LC228:
	.string	"sync type"
	.align	3
.LC229:
	.string	"statfs"
	.align	3
.LC230:
	.string	"fstatfs"
	.align	3
.LC231:
	.string	"mknod"
	.text
	.align	2
	.type	statuses, @function
statuses:
	addi	sp,sp,-384
	sd	ra,376(sp)
	sd	s0,368(sp)
	sd	s1,360(sp)
	sd	s2,352(sp)
	sd	s3,344(sp)
	sd	s4,336(sp)
	sd	s5,328(sp)
	sd	s6,320(sp)
	sd	s7,312(sp)
	sd	s8,304(sp)
	sd	s9,296(sp)
	sd	s10,288(sp)
	lui	a1,%hi(.LC210)
	addi	a1,a1,%lo(.LC210)
	lui	s0,%hi(.LC14)
	addi	a0,s0,%lo(.LC14)
	call	make
	li	a1,128
	lui	a0,%hi(.LC211)
	addi	a0,a0,%lo(.LC211)
	call	show
	li	a1,0
	addi	a0,s0,%lo(.LC14)
	call	stat
	mv	a1,a0
	lui	a0,%hi(.LC212)
	addi	a0,a0,%lo(.LC212)
	call	show
	lui	s1,%hi(.LANCHOR0)
	addi	s1,s1,%lo(.LANCHOR0)
	ld	a1,648(s1)
	lui	s5,%hi(.LC21)
	addi	a0,s5,%lo(.LC21)
	call	show
	lwu	a1,620(s1)
	lui	s7,%hi(.LC128)
	addi	a0,s7,%lo(.LC128)
	call	show
	lwu	a1,616(s1)
	lui	s6,%hi(.LC213)
	addi	a0,s6,%lo(.LC213)
	call	show_hex
	lw	a1,656(s1)
	lui	a0,%hi(.LC214)
	addi	a0,a0,%lo(.LC214)
	call	show
	li	a1,0
	lui	s2,%hi(.LC17)
	addi	a0,s2,%lo(.LC17)
	call	stat
	mv	a1,a0
	lui	s3,%hi(.LC148)
	addi	a0,s3,%lo(.LC148)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,8
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,79
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s8,%hi(.LC81)
	addi	a0,s8,%lo(.LC81)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,416
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,53
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC209)
	addi	a0,a0,%lo(.LC209)
	call	show
	li	a1,0
	addi	a0,s0,%lo(.LC14)
	call	show_status
	li	a0,-100
	addi	a1,s2,%lo(.LC17)
	li	a2,416
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,53
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC148)
	call	show
	lui	a5,%hi(.LANCHOR1)
	addi	a5,a5,%lo(.LANCHOR1)
	ld	a2,64(a5)
	ld	a3,72(a5)
	ld	a4,80(a5)
	ld	a5,88(a5)
	sd	a2,256(sp)
	sd	a3,264(sp)
	sd	a4,272(sp)
	sd	a5,280(sp)
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	addi	a2,sp,256
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,88
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC215)
	addi	a0,a0,%lo(.LC215)
	call	show
	li	a1,0
	addi	a0,s0,%lo(.LC14)
	call	stat
	ld	a1,672(s1)
	lui	s10,%hi(.LC216)
	addi	a0,s10,%lo(.LC216)
	call	show
	ld	a1,680(s1)
	addi	a0,s10,%lo(.LC216)
	call	show
	ld	a1,688(s1)
	lui	s4,%hi(.LC217)
	addi	a0,s4,%lo(.LC217)
	call	show
	ld	a1,696(s1)
	addi	a0,s4,%lo(.LC217)
	call	show
	li	a5,1073741824
	addi	s9,a5,-2
	sd	s9,264(sp)
	addi	a5,a5,-1
	sd	a5,280(sp)
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	addi	a2,sp,256
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,88
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC218)
	addi	a0,a0,%lo(.LC218)
	call	show
	li	a1,0
	addi	a0,s0,%lo(.LC14)
	call	stat
	ld	a1,672(s1)
	addi	a0,s10,%lo(.LC216)
	call	show
	ld	a1,688(s1)
	li	a5,-1999998976
	addi	a5,a5,-1024
	add	a1,a1,a5
	snez	a1,a1
	addi	a0,s4,%lo(.LC217)
	call	show
	sd	s9,280(sp)
	sd	s9,264(sp)
	li	a0,-100
	addi	a1,s2,%lo(.LC17)
	addi	a2,sp,256
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,88
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC219)
	addi	a0,a0,%lo(.LC219)
	call	show
	li	a5,-1
	sd	a5,264(sp)
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	addi	a2,sp,256
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,88
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s8,%lo(.LC81)
	call	show
	li	a0,-100
	addi	a1,s2,%lo(.LC17)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,88
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC148)
	call	show
	sd	zero,280(sp)
	sd	zero,264(sp)
	li	a1,2
	addi	a0,s0,%lo(.LC14)
	call	open
	sext.w	s3,a0
	mv	a0,s3
	li	a1,0
	addi	a2,sp,256
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,88
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC220)
	addi	a0,a0,%lo(.LC220)
	call	show
	mv	a0,s3
	addi	a1,s1,600
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,80
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a1,688(s1)
	addi	a0,s4,%lo(.LC217)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,4
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,48
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s8,%hi(.LC221)
	addi	a0,s8,%lo(.LC221)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,48
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s8,%lo(.LC221)
	call	show
	li	a0,-100
	addi	a1,s2,%lo(.LC17)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,48
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s8,%lo(.LC221)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,8
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,48
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s8,%lo(.LC221)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,4
	li	a3,512
	li	a4,0
	li	a5,0
	li	a7,439
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s8,%hi(.LC222)
	addi	a0,s8,%lo(.LC222)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,4
	li	a3,1
	li	a4,0
	li	a5,0
	li	a7,439
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s8,%lo(.LC222)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,-1
	li	a3,-1
	li	a4,0
	li	a5,0
	li	a7,54
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s8,%hi(.LC223)
	addi	a0,s8,%lo(.LC223)
	call	show
	li	a0,-100
	addi	a1,s2,%lo(.LC17)
	li	a2,-1
	li	a3,-1
	li	a4,0
	li	a5,0
	li	a7,54
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s8,%lo(.LC223)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,0
	li	a3,2047
	mv	a4,sp
	li	a5,0
	li	a7,291
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC224)
	addi	a0,a0,%lo(.LC224)
	call	show
	lw	a1,0(sp)
	andi	a1,a1,2047
	addi	a1,a1,-2047
	seqz	a1,a1
	lui	a0,%hi(.LC225)
	addi	a0,a0,%lo(.LC225)
	call	show
	lwu	a1,16(sp)
	addi	a0,s7,%lo(.LC128)
	call	show
	lhu	a1,28(sp)
	addi	a0,s6,%lo(.LC213)
	call	show_hex
	ld	a5,608(s1)
	ld	a1,32(sp)
	sub	a1,a1,a5
	seqz	a1,a1
	lui	a0,%hi(.LC226)
	addi	a0,a0,%lo(.LC226)
	call	show
	ld	a1,40(sp)
	addi	a0,s5,%lo(.LC21)
	call	show
	ld	a1,112(sp)
	addi	a0,s4,%lo(.LC217)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,0
	li	a3,1
	slli	a3,a3,31
	mv	a4,sp
	li	a5,0
	li	a7,291
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC227)
	addi	a0,a0,%lo(.LC227)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,1
	li	a3,2047
	mv	a4,sp
	li	a5,0
	li	a7,291
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	li	a0,-100
	addi	a1,s0,%lo(.LC14)
	li	a2,24576
	li	a3,2047
	mv	a4,sp
	li	a5,0
	li	a7,291
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC228)
	addi	a0,a0,%lo(.LC228)
	call	show
	lui	s0,%hi(buffer)
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	addi	a1,s0,%lo(buffer)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,43
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC229)
	addi	a0,s1,%lo(.LC229)
	call	show
	addi	a0,s2,%lo(.LC17)
	addi	a1,s0,%lo(buffer)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,43
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC229)
	call	show
	mv	a0,s3
	addi	a1,s0,%lo(buffer)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,44
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC230)
	addi	a0,a0,%lo(.LC230)
	call	show
	lui	s0,%hi(.LC207)
	li	a0,-100
	addi	a1,s0,%lo(.LC207)
	li	a2,32768
	addi	a2,a2,384
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,33
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC231)
	addi	a0,a0,%lo(.LC231)
	call	show
	li	a1,0
	addi	a0,s0,%lo(.LC207)
	call	show_status
	ld	ra,376(sp)
	ld	s0,368(sp)
	ld	s1,360(sp)
	ld	s2,352(sp)
	ld	s3,344(sp)
	ld	s4,336(sp)
	ld	s5,328(sp)
	ld	s6,320(sp)
	ld	s7,312(sp)
	ld	s8,304(sp)
	ld	s9,296(sp)
	ld	s10,288(sp)
	addi	sp,sp,384
	jr	ra
	.size	statuses, .-statuses
	.section	.rodata.str1.8
	.align	3
.LC232:
	.string	"sendfile"
	.align	3
.LC233:
	.string	"offset"
	.align	3
.LC234:
	.string	"bad in"
	.align	3
.LC235:
	.string	"bad out"
	.align	3
.LC236:
	.string	"copy"
	.align	3
.LC237:
	.string	"from"
	.align	3
.LC238:
	.string	"to"
	.align	3
.LC239:
	.string	"not open"
	.align	3
.LC240:
	.string	"overlap"
	.text
	.align	2
	.type	copies, @function
copies:
	addi	sp,sp,-96
	sd	ra,88(sp)
	sd	s0,80(sp)
	sd	s1,72(sp)
	sd	s2,64(sp)
	sd	s3,56(sp)
	sd	s4,48(sp)
	sd	s5,40(sp)
	lui	a1,%hi(.LC33)
	addi	a1,a1,%lo(.LC33)
	lui	s0,%hi(.LC14)
	addi	a0,s0,%lo(.LC14)
	call	make
	li	a1,0
	addi	a0,s0,%lo(.LC14)
	call	open
	sext.w	s1,a0
	li	a1,66
	lui	s4,%hi(.LC56)
	addi	a0,s4,%lo(.LC56)
	call	open
	sext.w	s0,a0
	li	s3,2
	sd	s3,24(sp)
	mv	a0,s0
	mv	a1,s1
	li	a2,0
	li	a3,3
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s2,%hi(.LC232)
	addi	a0,s2,%lo(.LC232)
	call	show
	li	a2,1
	li	a1,0
	mv	a0,s1
	call	seek
	mv	a1,a0
	lui	s5,%hi(.LC48)
	addi	a0,s5,%lo(.LC48)
	call	show
	mv	a0,s0
	mv	a1,s1
	addi	a2,sp,24
	li	a3,4
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC232)
	call	show
	ld	a1,24(sp)
	lui	a0,%hi(.LC233)
	addi	a0,a0,%lo(.LC233)
	call	show
	li	a2,1
	li	a1,0
	mv	a0,s1
	call	seek
	mv	a1,a0
	addi	a0,s5,%lo(.LC48)
	call	show
	mv	a0,s0
	mv	a1,s1
	li	a2,0
	li	a3,100
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC232)
	call	show
	mv	a0,s0
	mv	a1,s1
	li	a2,0
	li	a3,100
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s2,%lo(.LC232)
	call	show
	addi	a0,s4,%lo(.LC56)
	call	show_file
	mv	a0,s0
	li	a1,99
	li	a2,0
	li	a3,1
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC234)
	addi	a0,a0,%lo(.LC234)
	call	show
	mv	a0,s1
	mv	a1,s1
	li	a2,0
	li	a3,1
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC235)
	addi	a0,a0,%lo(.LC235)
	call	show
	li	a5,-1
	sd	a5,24(sp)
	mv	a0,s0
	mv	a1,s1
	addi	a2,sp,24
	li	a3,1
	li	a4,0
	li	a5,0
	li	a7,71
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	li	a5,1
	sd	a5,16(sp)
	li	a5,20
	sd	a5,8(sp)
	mv	a0,s1
	addi	a1,sp,16
	mv	a2,s0
	addi	a3,sp,8
	li	a4,5
	li	a5,0
	li	a7,285
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC236)
	addi	a0,a0,%lo(.LC236)
	call	show
	ld	a1,16(sp)
	lui	a0,%hi(.LC237)
	addi	a0,a0,%lo(.LC237)
	call	show
	ld	a1,8(sp)
	lui	a0,%hi(.LC238)
	addi	a0,a0,%lo(.LC238)
	call	show
	li	a2,2
	li	a1,0
	mv	a0,s0
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC21)
	addi	a0,a0,%lo(.LC21)
	call	show
	mv	a0,s1
	addi	a1,sp,16
	mv	a2,s0
	addi	a3,sp,8
	li	a4,5
	li	a5,1
	li	a7,285
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	mv	a0,s0
	addi	a1,sp,16
	mv	a2,s1
	addi	a3,sp,8
	li	a4,5
	li	a5,0
	li	a7,285
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC239)
	addi	a0,a0,%lo(.LC239)
	call	show
	sd	s3,8(sp)
	mv	a0,s0
	addi	a1,sp,16
	mv	a2,s0
	addi	a3,sp,8
	li	a4,5
	li	a5,0
	li	a7,285
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC240)
	addi	a0,a0,%lo(.LC240)
	call	show
	li	a1,0
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	call	open
	li	a1,0
	mv	a2,s0
	li	a3,0
	li	a4,5
	li	a5,0
	li	a7,285
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC202)
	addi	a0,a0,%lo(.LC202)
	call	show
	ld	ra,88(sp)
	ld	s0,80(sp)
	ld	s1,72(sp)
	ld	s2,64(sp)
	ld	s3,56(sp)
	ld	s4,48(sp)
	ld	s5,40(sp)
	addi	sp,sp,96
	jr	ra
	.size	copies, .-copies
	.align	2
	.type	ring, @function
ring:
	addi	sp,sp,-16
	sd	ra,8(sp)
	lui	a5,%hi(rung)
	lw	a4,%lo(rung)(a5)
	addiw	a4,a4,1
	sw	a4,%lo(rung)(a5)
	lw	a0,%lo(rung)(a5)
	li	a2,0
	lui	a1,%hi(.LC26)
	addi	a1,a1,%lo(.LC26)
	call	write
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	ring, .-ring
	.align	2
	.type	alarm_soon, @function
alarm_soon:
	addi	sp,sp,-64
	lui	a5,%hi(ring)
	addi	a5,a5,%lo(ring)
	sd	a5,32(sp)
	sd	a0,40(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	sd	zero,0(sp)
	sd	zero,8(sp)
	sd	zero,16(sp)
	li	a5,98304
	addi	a5,a5,1696
	sd	a5,24(sp)
	li	a0,14
	addi	a1,sp,32
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
	li	a0,0
	mv	a1,sp
	li	a3,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	addi	sp,sp,64
	jr	ra
	.size	alarm_soon, .-alarm_soon
	.section	.rodata.str1.8
	.align	3
.LC241:
	.string	"late"
	.text
	.align	2
	.type	fill, @function
fill:
	addi	sp,sp,-16
	sd	ra,8(sp)
	li	a2,4
	lui	a1,%hi(.LC241)
	addi	a1,a1,%lo(.LC241)
	lui	a5,%hi(ends+4)
	lw	a0,%lo(ends+4)(a5)
	call	write
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	fill, .-fill
	.section	.rodata.str1.8
	.align	3
.LC242:
	.string	"ends"
	.align	3
.LC243:
	.string	"hello"
	.align	3
.LC244:
	.string	"wrong end"
	.align	3
.LC245:
	.string	"interrupted"
	.align	3
.LC246:
	.string	"restarted"
	.align	3
.LC247:
	.string	"full"
	.align	3
.LC248:
	.string	"broken"
	.align	3
.LC249:
	.string	"not"
	.text
	.align	2
	.type	pipes, @function
pipes:
	addi	sp,sp,-176
	sd	ra,168(sp)
	sd	s0,160(sp)
	sd	s1,152(sp)
	sd	s2,144(sp)
	sd	s3,136(sp)
	sd	s4,128(sp)
	sd	s5,120(sp)
	lui	s0,%hi(ends)
	addi	s1,s0,%lo(ends)
	addi	a0,s0,%lo(ends)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC54)
	addi	a0,a0,%lo(.LC54)
	call	show
	lw	a4,%lo(ends)(s0)
	slliw	a5,a4,2
	addw	a5,a5,a4
	slliw	a5,a5,1
	lw	a1,4(s1)
	addw	a1,a5,a1
	lui	a0,%hi(.LC242)
	addi	a0,a0,%lo(.LC242)
	call	show
	li	a2,5
	lui	a1,%hi(.LC243)
	addi	a1,a1,%lo(.LC243)
	lw	a0,4(s1)
	call	write
	mv	a1,a0
	lui	s4,%hi(.LC18)
	addi	a0,s4,%lo(.LC18)
	call	show
	li	a2,3
	lui	s2,%hi(buffer)
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	lui	s3,%hi(.LC16)
	addi	a0,s3,%lo(.LC16)
	call	show
	li	a2,100
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	addi	a0,s3,%lo(.LC16)
	call	show
	li	a2,1
	addi	a1,s2,%lo(buffer)
	lw	a0,4(s1)
	call	read
	mv	a1,a0
	lui	s5,%hi(.LC244)
	addi	a0,s5,%lo(.LC244)
	call	show
	li	a2,1
	lui	a1,%hi(.LC26)
	addi	a1,a1,%lo(.LC26)
	lw	a0,%lo(ends)(s0)
	call	write
	mv	a1,a0
	addi	a0,s5,%lo(.LC244)
	call	show
	li	a2,0
	li	a1,0
	lw	a0,%lo(ends)(s0)
	call	seek
	mv	a1,a0
	lui	a0,%hi(.LC19)
	addi	a0,a0,%lo(.LC19)
	call	show
	lw	a0,%lo(ends)(s0)
	addi	a1,s2,%lo(buffer)
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,67
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC44)
	addi	a0,a0,%lo(.LC44)
	call	show
	lui	a6,%hi(.LANCHOR0)
	addi	a6,a6,%lo(.LANCHOR0)
	lw	a0,%lo(ends)(s0)
	addi	a1,a6,600
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,80
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lwu	a1,616(a6)
	lui	a0,%hi(.LC213)
	addi	a0,a0,%lo(.LC213)
	call	show_hex
	lw	a0,4(s1)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC22)
	addi	a0,a0,%lo(.LC22)
	call	show
	lw	a0,4(s1)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,82
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC53)
	addi	a0,a0,%lo(.LC53)
	call	show
	li	a0,0
	call	alarm_soon
	li	a2,1
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC245)
	addi	a0,a0,%lo(.LC245)
	call	show
	lui	a5,%hi(.LANCHOR1)
	addi	a5,a5,%lo(.LANCHOR1)
	ld	a2,96(a5)
	ld	a3,104(a5)
	ld	a4,112(a5)
	ld	a5,120(a5)
	sd	a2,80(sp)
	sd	a3,88(sp)
	sd	a4,96(sp)
	sd	a5,104(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	sd	zero,64(sp)
	li	a5,98304
	addi	a5,a5,1696
	sd	a5,72(sp)
	li	a0,14
	addi	a1,sp,80
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
	li	a0,0
	addi	a1,sp,48
	li	a3,0
	li	a7,103
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,10
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC246)
	addi	a0,a0,%lo(.LC246)
	call	show
	lw	a0,%lo(ends)(s0)
	li	a1,4
	li	a2,4096
	addi	a2,a2,-2048
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lw	a0,4(s1)
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,1
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC145)
	addi	a0,a0,%lo(.LC145)
	call	show
	li	a2,69632
	addi	a2,a2,368
	addi	a1,s2,%lo(buffer)
	lw	a0,4(s1)
	call	write
	mv	a1,a0
	lui	s5,%hi(.LC247)
	addi	a0,s5,%lo(.LC247)
	call	show
	li	a2,1
	addi	a1,s2,%lo(buffer)
	lw	a0,4(s1)
	call	write
	mv	a1,a0
	addi	a0,s5,%lo(.LC247)
	call	show
	sw	zero,44(sp)
	lw	a0,%lo(ends)(s0)
	li	a1,20480
	addi	a1,a1,1051
	addi	a2,sp,44
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,29
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lw	a1,44(sp)
	lui	a0,%hi(.LC86)
	addi	a0,a0,%lo(.LC86)
	call	show
	li	a2,4096
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	addi	a0,s3,%lo(.LC16)
	call	show
	li	a2,4096
	addi	a1,s2,%lo(buffer)
	lw	a0,4(s1)
	call	write
	mv	a1,a0
	addi	a0,s4,%lo(.LC18)
	call	show
	li	a2,1
	li	a1,8
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC68)
	addi	a0,a0,%lo(.LC68)
	call	show
	lw	a0,4(s1)
	call	close
	mv	a1,a0
	lui	a0,%hi(.LC96)
	addi	a0,a0,%lo(.LC96)
	call	show
	mv	s3,s0
	li	s0,69632
	addi	s0,s0,368
.L130:
	mv	a2,s0
	addi	a1,s2,%lo(buffer)
	lw	a0,%lo(ends)(s3)
	call	read
	bgt	a0,zero,.L130
	lui	s0,%hi(ends)
	li	a2,1
	lui	a1,%hi(buffer)
	addi	a1,a1,%lo(buffer)
	lw	a0,%lo(ends)(s0)
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC37)
	addi	a0,a0,%lo(.LC37)
	call	show
	mv	a0,s1
	li	a1,524288
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lw	a0,%lo(ends)(s0)
	call	close
	li	a5,1
	sd	a5,8(sp)
	sd	zero,16(sp)
	sd	zero,24(sp)
	sd	zero,32(sp)
	li	a0,13
	addi	a1,sp,8
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
	addi	s2,s0,%lo(ends)
	li	a2,1
	lui	s3,%hi(.LC17)
	addi	a1,s3,%lo(.LC17)
	lw	a0,4(s2)
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC248)
	addi	a0,a0,%lo(.LC248)
	call	show
	mv	a0,s1
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC23)
	addi	a0,a0,%lo(.LC23)
	call	show
	li	a0,8
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC81)
	addi	a0,a0,%lo(.LC81)
	call	show
	sd	zero,8(sp)
	li	a0,13
	addi	a1,sp,8
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
	mv	a0,s1
	li	a1,0
	li	a3,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lw	a0,%lo(ends)(s0)
	call	close
	li	a2,1
	addi	a1,s3,%lo(.LC17)
	lw	a0,4(s2)
	call	write
	li	a1,0
	lui	a0,%hi(.LC249)
	addi	a0,a0,%lo(.LC249)
	call	show
	ld	ra,168(sp)
	ld	s0,160(sp)
	ld	s1,152(sp)
	ld	s2,144(sp)
	ld	s3,136(sp)
	ld	s4,128(sp)
	ld	s5,120(sp)
	addi	sp,sp,176
	jr	ra
	.size	pipes, .-pipes
	.align	2
	.type	forever, @function
forever:
	addi	sp,sp,-16
	sd	ra,8(sp)
	lui	a6,%hi(ends)
	addi	a0,a6,%lo(ends)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,1
	lui	a1,%hi(buffer)
	addi	a1,a1,%lo(buffer)
	lw	a0,%lo(ends)(a6)
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC16)
	addi	a0,a0,%lo(.LC16)
	call	show
	ld	ra,8(sp)
	addi	sp,sp,16
	jr	ra
	.size	forever, .-forever
	.section	.rodata.str1.8
	.align	3
.LC250:
	.string	"value"
	.align	3
.LC251:
	.string	"too much"
	.align	3
.LC252:
	.string	"most"
	.align	3
.LC253:
	.string	"long"
	.align	3
.LC254:
	.string	"timer"
	.align	3
.LC255:
	.string	"get"
	.align	3
.LC256:
	.string	"interval"
	.align	3
.LC257:
	.string	"ticks"
	.align	3
.LC258:
	.string	"absolute"
	.align	3
.LC259:
	.string	"off"
	.align	3
.LC260:
	.string	"other file"
	.align	3
.LC261:
	.string	"clock"
	.text
	.align	2
	.type	counters, @function
counters:
	addi	sp,sp,-192
	sd	ra,184(sp)
	sd	s0,176(sp)
	sd	s1,168(sp)
	sd	s2,160(sp)
	sd	s3,152(sp)
	sd	s4,144(sp)
	sd	s5,136(sp)
	sd	s6,128(sp)
	sd	s7,120(sp)
	sd	s8,112(sp)
	sd	s9,104(sp)
	sd	s10,96(sp)
	li	a5,5
	sd	a5,88(sp)
	li	a0,3
	li	s4,4096
	addi	a1,s4,-2048
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,19
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sext.w	s1,a0
	li	a0,2
	addi	a1,s4,-2047
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sext.w	s0,a0
	mv	a1,s1
	lui	a0,%hi(.LC95)
	addi	a0,a0,%lo(.LC95)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	write
	mv	a1,a0
	lui	s7,%hi(.LC18)
	addi	a0,s7,%lo(.LC18)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	read
	mv	a1,a0
	lui	s2,%hi(.LC16)
	addi	a0,s2,%lo(.LC16)
	call	show
	ld	a1,88(sp)
	lui	s5,%hi(.LC250)
	addi	a0,s5,%lo(.LC250)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	read
	mv	a1,a0
	lui	a0,%hi(.LC145)
	addi	a0,a0,%lo(.LC145)
	call	show
	li	a2,4
	addi	a1,sp,88
	mv	a0,s1
	call	read
	mv	a1,a0
	lui	s3,%hi(.LC147)
	addi	a0,s3,%lo(.LC147)
	call	show
	li	a2,4
	addi	a1,sp,88
	mv	a0,s1
	call	write
	mv	a1,a0
	addi	a0,s3,%lo(.LC147)
	call	show
	li	s6,-1
	sd	s6,88(sp)
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC251)
	addi	a0,a0,%lo(.LC251)
	call	show
	li	a5,-2
	sd	a5,88(sp)
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC252)
	addi	a0,a0,%lo(.LC252)
	call	show
	li	s8,1
	sd	s8,88(sp)
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC247)
	addi	a0,a0,%lo(.LC247)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s1
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	li	a2,100
	lui	a1,%hi(buffer)
	addi	a1,a1,%lo(buffer)
	mv	a0,s1
	call	write
	mv	a1,a0
	lui	a0,%hi(.LC253)
	addi	a0,a0,%lo(.LC253)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	ld	a1,88(sp)
	addi	a0,s5,%lo(.LC250)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	ld	a1,88(sp)
	addi	a0,s5,%lo(.LC250)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	li	a0,0
	li	a1,2
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,19
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s9,%hi(.LC23)
	addi	a0,s9,%lo(.LC23)
	call	show
	li	a0,1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,85
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sext.w	s0,a0
	mv	a1,s0
	lui	a0,%hi(.LC254)
	addi	a0,a0,%lo(.LC254)
	call	show
	lui	a5,%hi(.LANCHOR1)
	addi	a5,a5,%lo(.LANCHOR1)
	ld	a2,128(a5)
	ld	a3,136(a5)
	ld	a4,144(a5)
	ld	a5,152(a5)
	sd	a2,56(sp)
	sd	a3,64(sp)
	sd	a4,72(sp)
	sd	a5,80(sp)
	mv	a0,s0
	li	a1,0
	addi	a2,sp,56
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,86
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC34)
	addi	a0,a0,%lo(.LC34)
	call	show
	mv	a0,s0
	addi	a1,sp,24
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,87
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC255)
	addi	a0,a0,%lo(.LC255)
	call	show
	ld	a1,32(sp)
	lui	s10,%hi(.LC256)
	addi	a0,s10,%lo(.LC256)
	call	show
	ld	a1,48(sp)
	addi	a1,a1,-1
	li	a5,9998336
	addi	a5,a5,1664
	sltu	a1,a1,a5
	lui	a0,%hi(.LC87)
	addi	a0,a0,%lo(.LC87)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	ld	a1,88(sp)
	lui	s5,%hi(.LC257)
	addi	a0,s5,%lo(.LC257)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	ld	a1,88(sp)
	addi	a0,s5,%lo(.LC257)
	call	show
	li	a0,1
	addi	a1,sp,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,113
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sd	zero,64(sp)
	ld	a3,8(sp)
	sd	a3,72(sp)
	sd	s8,80(sp)
	mv	a0,s0
	li	a1,1
	addi	a2,sp,56
	addi	a3,sp,24
	li	a7,86
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC258)
	addi	a0,a0,%lo(.LC258)
	call	show
	ld	a1,32(sp)
	addi	a0,s10,%lo(.LC256)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	ld	a1,88(sp)
	addi	a0,s5,%lo(.LC257)
	call	show
	sd	zero,80(sp)
	sd	zero,72(sp)
	mv	a0,s0
	li	a1,0
	addi	a2,sp,56
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,86
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC259)
	addi	a0,a0,%lo(.LC259)
	call	show
	mv	a0,s0
	li	a1,4
	addi	a2,s4,-2048
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,25
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s2,%lo(.LC16)
	call	show
	li	a2,4
	addi	a1,sp,88
	mv	a0,s0
	call	read
	mv	a1,a0
	addi	a0,s3,%lo(.LC147)
	call	show
	li	a2,8
	addi	a1,sp,88
	mv	a0,s0
	call	write
	mv	a1,a0
	addi	a0,s7,%lo(.LC18)
	call	show
	sd	s6,80(sp)
	mv	a0,s0
	li	a1,0
	addi	a2,sp,56
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,86
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC81)
	addi	a0,a0,%lo(.LC81)
	call	show
	mv	a0,s0
	li	a1,8
	addi	a2,sp,56
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,86
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s9,%lo(.LC23)
	call	show
	mv	a0,s1
	addi	a1,sp,24
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,87
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC260)
	addi	a0,a0,%lo(.LC260)
	call	show
	li	a0,2
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,85
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC261)
	addi	a0,a0,%lo(.LC261)
	call	show
	ld	ra,184(sp)
	ld	s0,176(sp)
	ld	s1,168(sp)
	ld	s2,160(sp)
	ld	s3,152(sp)
	ld	s4,144(sp)
	ld	s5,136(sp)
	ld	s6,128(sp)
	ld	s7,120(sp)
	ld	s8,112(sp)
	ld	s9,104(sp)
	ld	s10,96(sp)
	addi	sp,sp,192
	jr	ra
	.size	counters, .-counters
	.section	.rodata.str1.8
	.align	3
.LC262:
	.string	"poll"
	.align	3
.LC263:
	.string	"found"
	.align	3
.LC264:
	.string	"timeout"
	.align	3
.LC265:
	.string	"select"
	.align	3
.LC266:
	.string	"in"
	.text
	.align	2
	.type	polls, @function
polls:
	addi	sp,sp,-448
	sd	ra,440(sp)
	sd	s0,432(sp)
	sd	s1,424(sp)
	sd	s2,416(sp)
	sd	s3,408(sp)
	sd	s4,400(sp)
	sd	s5,392(sp)
	sd	s6,384(sp)
	sd	zero,344(sp)
	sd	zero,352(sp)
	sd	zero,328(sp)
	li	s4,999424
	addi	s4,s4,576
	sd	s4,336(sp)
	lui	s2,%hi(ends)
	addi	a0,s2,%lo(ends)
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,59
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lw	a4,%lo(ends)(s2)
	sw	a4,360(sp)
	li	s0,1
	sh	s0,364(sp)
	addi	s5,s2,%lo(ends)
	lw	a4,4(s5)
	sw	a4,368(sp)
	li	a4,4
	sh	a4,372(sp)
	li	s6,-1
	sw	s6,376(sp)
	sh	s0,380(sp)
	addi	a0,sp,360
	li	a1,3
	addi	a2,sp,344
	li	a4,8
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s3,%hi(.LC262)
	addi	a0,s3,%lo(.LC262)
	call	show
	lh	a1,366(sp)
	lui	s1,%hi(.LC263)
	addi	a0,s1,%lo(.LC263)
	call	show
	lh	a1,374(sp)
	addi	a0,s1,%lo(.LC263)
	call	show
	lh	a1,382(sp)
	addi	a0,s1,%lo(.LC263)
	call	show
	addi	a0,sp,360
	li	a1,1
	addi	a2,sp,328
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC264)
	addi	a0,a0,%lo(.LC264)
	call	show
	li	a2,1
	lui	a1,%hi(.LC17)
	addi	a1,a1,%lo(.LC17)
	lw	a0,4(s5)
	call	write
	addi	a0,sp,360
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC262)
	call	show
	lh	a1,366(sp)
	addi	a0,s1,%lo(.LC263)
	call	show
	lw	a0,4(s5)
	call	close
	addi	a0,sp,360
	li	a1,2
	addi	a2,sp,344
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC262)
	call	show
	lh	a1,366(sp)
	addi	a0,s1,%lo(.LC263)
	call	show
	lh	a1,374(sp)
	addi	a0,s1,%lo(.LC263)
	call	show
	li	a0,8
	li	a1,1
	addi	a2,sp,344
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC81)
	addi	a0,s1,%lo(.LC81)
	call	show
	addi	a0,sp,360
	li	a1,2097152
	addi	a2,sp,344
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC64)
	addi	a0,a0,%lo(.LC64)
	call	show
	sd	s6,352(sp)
	addi	a0,sp,360
	li	a1,1
	addi	a2,sp,344
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC81)
	call	show
	sd	zero,352(sp)
	sd	zero,208(sp)
	sd	zero,216(sp)
	sd	zero,224(sp)
	sd	zero,232(sp)
	sd	zero,240(sp)
	sd	zero,248(sp)
	sd	zero,256(sp)
	sd	zero,264(sp)
	sd	zero,272(sp)
	sd	zero,280(sp)
	sd	zero,288(sp)
	sd	zero,296(sp)
	sd	zero,304(sp)
	sd	zero,312(sp)
	sd	zero,320(sp)
	lw	a5,%lo(ends)(s2)
	sll	a5,s0,a5
	sd	a5,200(sp)
	sd	zero,80(sp)
	sd	zero,88(sp)
	sd	zero,96(sp)
	sd	zero,104(sp)
	sd	zero,112(sp)
	sd	zero,120(sp)
	sd	zero,128(sp)
	sd	zero,136(sp)
	sd	zero,144(sp)
	sd	zero,152(sp)
	sd	zero,160(sp)
	sd	zero,168(sp)
	sd	zero,176(sp)
	sd	zero,184(sp)
	sd	zero,192(sp)
	slli	a5,s0,60
	sd	a5,72(sp)
	li	a0,10
	addi	a1,sp,200
	li	a2,0
	li	a3,0
	addi	a4,sp,344
	li	a5,0
	li	a7,72
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s5,%hi(.LC265)
	addi	a0,s5,%lo(.LC265)
	call	show
	ld	a1,200(sp)
	lui	a0,%hi(.LC266)
	addi	a0,a0,%lo(.LC266)
	call	show_hex
	li	a0,61
	addi	a1,sp,200
	addi	a2,sp,72
	li	a3,0
	addi	a4,sp,344
	li	a5,0
	li	a7,72
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC91)
	addi	a0,a0,%lo(.LC91)
	call	show
	li	a2,1
	lui	a1,%hi(buffer)
	addi	a1,a1,%lo(buffer)
	lw	a0,%lo(ends)(s2)
	call	read
	li	a0,1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,85
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sext.w	s1,a0
	sd	zero,40(sp)
	sd	zero,48(sp)
	sd	zero,56(sp)
	sd	s4,64(sp)
	li	a2,5
	sd	a2,24(sp)
	sd	zero,32(sp)
	mv	a0,s1
	addi	a2,sp,40
	li	a7,86
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	sll	s0,s0,s1
	sd	s0,200(sp)
	li	a0,64
	addi	a1,sp,200
	li	a2,0
	addi	a4,sp,24
	li	a7,72
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s5,%lo(.LC265)
	call	show
	ld	a1,24(sp)
	lui	a0,%hi(.LC87)
	addi	a0,a0,%lo(.LC87)
	call	show
	li	a0,-1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,72
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC49)
	addi	a0,a0,%lo(.LC49)
	call	show
	sd	zero,8(sp)
	li	a5,1998848
	addi	a5,a5,1152
	sd	a5,16(sp)
	sw	s1,360(sp)
	sh	zero,364(sp)
	addi	a0,sp,360
	li	a1,1
	addi	a2,sp,8
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s3,%lo(.LC262)
	call	show
	li	a0,268435456
	call	alarm_soon
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,8
	li	a5,0
	li	a7,73
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC245)
	addi	a0,a0,%lo(.LC245)
	call	show
	ld	ra,440(sp)
	ld	s0,432(sp)
	ld	s1,424(sp)
	ld	s2,416(sp)
	ld	s3,408(sp)
	ld	s4,400(sp)
	ld	s5,392(sp)
	ld	s6,384(sp)
	addi	sp,sp,448
	jr	ra
	.size	polls, .-polls
	.section	.rodata.str1.8
	.align	3
.LC267:
	.string	"first and last"
	.align	3
.LC268:
	.string	"after"
	.align	3
.LC269:
	.string	"unmap"
	.align	3
.LC270:
	.string	"not readable"
	.align	3
.LC271:
	.string	"not writable"
	.align	3
.LC272:
	.string	"second page"
	.text
	.align	2
	.type	mapping, @function
mapping:
	addi	sp,sp,-64
	sd	ra,56(sp)
	sd	s0,48(sp)
	sd	s1,40(sp)
	sd	s2,32(sp)
	sd	s3,24(sp)
	sd	s4,16(sp)
	sd	s5,8(sp)
	lui	a1,%hi(.LC33)
	addi	a1,a1,%lo(.LC33)
	lui	s3,%hi(.LC14)
	addi	a0,s3,%lo(.LC14)
	call	make
	li	a1,0
	addi	a0,s3,%lo(.LC14)
	call	open
	mv	s0,a0
	li	a1,1
	addi	a0,s3,%lo(.LC14)
	call	open
	sext.w	s2,a0
	sext.w	s0,s0
	li	a0,0
	li	s4,4096
	addi	a1,s4,904
	li	a2,3
	li	a3,2
	mv	a4,s0
	li	a5,0
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	s1,a0
	lbu	a4,0(a0)
	lui	a1,%hi(buffer)
	addi	a5,a1,%lo(buffer)
	sb	a4,0(a5)
	lbu	a4,9(a0)
	sb	a4,1(a5)
	sb	zero,2(a5)
	addi	a1,a1,%lo(buffer)
	lui	a0,%hi(.LC267)
	addi	a0,a0,%lo(.LC267)
	call	show_text
	add	a5,s1,s4
	lbu	a1,10(s1)
	lbu	a5,-1(a5)
	or	a1,a1,a5
	lui	a0,%hi(.LC268)
	addi	a0,a0,%lo(.LC268)
	call	show
	li	a5,120
	sb	a5,0(s1)
	addi	a0,s3,%lo(.LC14)
	call	show_file
	mv	a0,s1
	addi	a1,s4,904
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,215
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s5,%hi(.LC269)
	addi	a0,s5,%lo(.LC269)
	call	show
	li	a0,0
	li	a1,4096
	li	a2,1
	li	a3,1
	mv	a4,s0
	li	a5,0
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	s1,a0
	lbu	a1,1(a0)
	lui	a0,%hi(.LC73)
	addi	a0,a0,%lo(.LC73)
	call	show
	mv	a0,s1
	li	a1,4096
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,215
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s5,%lo(.LC269)
	call	show
	li	a0,0
	li	a1,4096
	li	a2,1
	li	a3,2
	mv	a4,s2
	li	a5,0
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC270)
	addi	a0,a0,%lo(.LC270)
	call	show
	li	a0,0
	li	a1,4096
	li	a2,3
	li	a3,1
	mv	a4,s0
	li	a5,0
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC271)
	addi	a0,a0,%lo(.LC271)
	call	show
	li	a1,0
	lui	a0,%hi(.LC57)
	addi	a0,a0,%lo(.LC57)
	call	open
	mv	a4,a0
	li	a0,0
	li	a1,4096
	li	a2,1
	li	a3,2
	li	a5,0
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC202)
	addi	a0,a0,%lo(.LC202)
	call	show
	li	a0,0
	li	a1,4096
	li	a2,1
	li	a3,2
	mv	a4,s0
	li	a5,1
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC233)
	addi	a0,a0,%lo(.LC233)
	call	show
	li	a0,0
	li	a1,4096
	li	a2,1
	li	a3,2
	li	a4,99
	li	a5,0
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC91)
	addi	a0,a0,%lo(.LC91)
	call	show
	li	a1,2
	addi	a0,s3,%lo(.LC14)
	call	open
	addi	a1,s4,904
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,46
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a1,2
	addi	a0,s3,%lo(.LC14)
	call	open
	sext.w	a6,a0
	mv	a0,a6
	lui	a1,%hi(.LC37)
	addi	a1,a1,%lo(.LC37)
	li	a2,3
	addi	a3,s4,901
	li	a4,0
	li	a5,0
	li	a7,68
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	li	a0,0
	li	a1,904
	li	a2,1
	li	a3,2
	mv	a4,a6
	li	a5,4096
	li	a7,222
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	lbu	a1,901(a0)
	lui	a0,%hi(.LC272)
	addi	a0,a0,%lo(.LC272)
	call	show
	ld	ra,56(sp)
	ld	s0,48(sp)
	ld	s1,40(sp)
	ld	s2,32(sp)
	ld	s3,24(sp)
	ld	s4,16(sp)
	ld	s5,8(sp)
	addi	sp,sp,64
	jr	ra
	.size	mapping, .-mapping
	.section	.rodata.str1.8
	.align	3
.LC273:
	.string	"affinity"
	.align	3
.LC274:
	.string	"first"
	.align	3
.LC275:
	.string	"yield"
	.align	3
.LC276:
	.string	"getgroups"
	.align	3
.LC277:
	.string	"futex"
	.align	3
.LC278:
	.string	"wake"
	.align	3
.LC279:
	.string	"misaligned"
	.align	3
.LC280:
	.string	"operation"
	.align	3
.LC281:
	.string	"membarrier"
	.align	3
.LC282:
	.string	"getrusage"
	.align	3
.LC283:
	.string	"a long name that is cut"
	.align	3
.LC284:
	.string	"prctl"
	.align	3
.LC285:
	.string	"name"
	.align	3
.LC286:
	.string	"personality"
	.align	3
.LC287:
	.string	"priority"
	.align	3
.LC288:
	.string	"wait"
	.text
	.align	2
	.type	ids, @function
ids:
	addi	sp,sp,-192
	sd	ra,184(sp)
	sd	s0,176(sp)
	sd	s1,168(sp)
	li	a2,128
	li	a1,0
	addi	a0,sp,32
	call	memset
	li	a0,0
	li	a1,4
	addi	a2,sp,32
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,123
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC273)
	addi	a0,s0,%lo(.LC273)
	call	show
	li	a0,0
	li	a1,7
	addi	a2,sp,32
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,123
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC273)
	call	show
	li	a0,0
	li	a1,128
	addi	a2,sp,32
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,123
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	ld	a1,32(sp)
	andi	a1,a1,1
	lui	a0,%hi(.LC274)
	addi	a0,a0,%lo(.LC274)
	call	show
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,124
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC275)
	addi	a0,a0,%lo(.LC275)
	call	show
	li	a0,-1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,158
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC276)
	addi	a0,a0,%lo(.LC276)
	call	show
	lw	a2,16(sp)
	addi	a0,sp,16
	li	a1,0
	not	a2,a2
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,98
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC277)
	addi	a0,a0,%lo(.LC277)
	call	show
	addi	a0,sp,16
	li	a1,1
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,98
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC278)
	addi	a0,a0,%lo(.LC278)
	call	show
	addi	a0,sp,17
	li	a1,1
	li	a2,1
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,98
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC279)
	addi	a0,a0,%lo(.LC279)
	call	show
	sd	zero,0(sp)
	li	a5,999424
	addi	a5,a5,576
	sd	a5,8(sp)
	addi	a0,sp,16
	li	a1,128
	lw	a2,16(sp)
	mv	a3,sp
	li	a4,0
	li	a5,0
	li	a7,98
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC264)
	addi	a0,a0,%lo(.LC264)
	call	show
	addi	a0,sp,16
	li	a1,77
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,98
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC280)
	addi	a0,a0,%lo(.LC280)
	call	show
	li	a0,0
	li	a1,1
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,283
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC281)
	addi	a0,a0,%lo(.LC281)
	call	show
	lui	s0,%hi(buffer)
	li	a0,0
	addi	a1,s0,%lo(buffer)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,165
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC282)
	addi	a0,s1,%lo(.LC282)
	call	show
	li	a0,5
	addi	a1,s0,%lo(buffer)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,165
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC282)
	call	show
	li	a0,0
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,153
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	not	a1,a0
	srli	a1,a1,63
	lui	a0,%hi(.LC215)
	addi	a0,a0,%lo(.LC215)
	call	show
	li	a0,15
	lui	a1,%hi(.LC283)
	addi	a1,a1,%lo(.LC283)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,167
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s1,%hi(.LC284)
	addi	a0,s1,%lo(.LC284)
	call	show
	li	a0,16
	addi	a1,s0,%lo(buffer)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,167
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s1,%lo(.LC284)
	call	show
	addi	a1,s0,%lo(buffer)
	lui	a0,%hi(.LC285)
	addi	a0,a0,%lo(.LC285)
	call	show_text
	li	a0,-1
	srli	a0,a0,32
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,92
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC286)
	addi	a0,a0,%lo(.LC286)
	call	show
	li	a0,1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,125
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	s0,%hi(.LC287)
	addi	a0,s0,%lo(.LC287)
	call	show
	li	a0,2
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,126
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC287)
	call	show
	li	a0,99
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,125
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	addi	a0,s0,%lo(.LC287)
	call	show
	li	a0,-1
	li	a1,0
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,260
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC288)
	addi	a0,a0,%lo(.LC288)
	call	show
	ld	ra,184(sp)
	ld	s0,176(sp)
	ld	s1,168(sp)
	addi	sp,sp,192
	jr	ra
	.size	ids, .-ids
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
	.globl	memset
	.type	memset, @function
memset:
	beq	a2,zero,.L145
	add	a2,a0,a2
	mv	a5,a0
.L146:
	addi	a5,a5,1
	sb	a1,-1(a5)
	bne	a2,a5,.L146
.L145:
	ret
	.size	memset, .-memset
	.section	.rodata.str1.8
	.align	3
.LC289:
	.string	"write only"
	.align	3
.LC290:
	.string	"lowest"
	.align	3
.LC291:
	.string	"for writing"
	.align	3
.LC292:
	.string	"f/"
	.align	3
.LC293:
	.string	"n/"
	.align	3
.LC294:
	.string	"new with slash"
	.align	3
.LC295:
	.string	"f/x"
	.align	3
.LC296:
	.string	"through file"
	.align	3
.LC297:
	.string	"through missing"
	.align	3
.LC298:
	.string	"d/../d/./g"
	.align	3
.LC299:
	.string	"in directory"
	.align	3
.LC300:
	.string	"relative"
	.align	3
.LC301:
	.string	"relative to file"
	.align	3
.LC302:
	.string	"relative to nothing"
	.align	3
.LC303:
	.string	"bad address"
	.align	3
.LC304:
	.string	"long name"
	.align	3
.LC305:
	.string	"longest name"
	.align	3
.LC306:
	.string	"long path"
	.align	3
.LC307:
	.string	"longest path"
	.text
	.align	2
	.type	opening, @function
opening:
	addi	sp,sp,-48
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s1,24(sp)
	sd	s2,16(sp)
	sd	s3,8(sp)
	sd	s4,0(sp)
	li	a1,0
	lui	s1,%hi(.LC14)
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC148)
	addi	a0,a0,%lo(.LC148)
	call	show
	li	a1,66
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	s4,%hi(.LC139)
	addi	a0,s4,%lo(.LC139)
	call	show
	li	a2,5
	lui	a1,%hi(.LC243)
	addi	a1,a1,%lo(.LC243)
	li	a0,3
	call	write
	mv	a1,a0
	lui	s2,%hi(.LC18)
	addi	a0,s2,%lo(.LC18)
	call	show
	li	a1,194
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC158)
	addi	a0,a0,%lo(.LC158)
	call	show
	li	a1,64
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC101)
	addi	a0,a0,%lo(.LC101)
	call	show
	li	a2,10
	lui	s0,%hi(buffer)
	addi	a1,s0,%lo(buffer)
	li	a0,4
	call	read
	mv	a1,a0
	lui	s3,%hi(.LC16)
	addi	a0,s3,%lo(.LC16)
	call	show
	li	a2,1
	lui	a1,%hi(.LC17)
	addi	a1,a1,%lo(.LC17)
	li	a0,4
	call	write
	mv	a1,a0
	addi	a0,s2,%lo(.LC18)
	call	show
	li	a1,1
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC289)
	addi	a0,a0,%lo(.LC289)
	call	show
	li	a2,1
	addi	a1,s0,%lo(buffer)
	li	a0,5
	call	read
	mv	a1,a0
	addi	a0,s3,%lo(.LC16)
	call	show
	li	a0,4
	call	close
	mv	a1,a0
	lui	s2,%hi(.LC96)
	addi	a0,s2,%lo(.LC96)
	call	show
	li	a0,4
	call	close
	mv	a1,a0
	addi	a0,s2,%lo(.LC96)
	call	show
	li	a1,512
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC290)
	addi	a0,a0,%lo(.LC290)
	call	show
	li	a1,0
	addi	a0,s1,%lo(.LC14)
	call	show_status
	lui	s2,%hi(.LC99)
	addi	a0,s2,%lo(.LC99)
	call	mkdir
	li	a1,0
	addi	a0,s2,%lo(.LC99)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC202)
	addi	a0,a0,%lo(.LC202)
	call	show
	li	a2,1
	addi	a1,s0,%lo(buffer)
	li	a0,6
	call	read
	mv	a1,a0
	addi	a0,s3,%lo(.LC16)
	call	show
	li	a1,2
	addi	a0,s2,%lo(.LC99)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC291)
	addi	a0,a0,%lo(.LC291)
	call	show
	li	a1,64
	addi	a0,s2,%lo(.LC99)
	call	open
	mv	a1,a0
	addi	a0,s4,%lo(.LC139)
	call	show
	li	a1,65536
	addi	a0,s1,%lo(.LC14)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC168)
	addi	a0,a0,%lo(.LC168)
	call	show
	li	a1,0
	lui	a0,%hi(.LC292)
	addi	a0,a0,%lo(.LC292)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC103)
	addi	a0,a0,%lo(.LC103)
	call	show
	li	a1,66
	lui	a0,%hi(.LC293)
	addi	a0,a0,%lo(.LC293)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC294)
	addi	a0,a0,%lo(.LC294)
	call	show
	li	a1,0
	lui	a0,%hi(.LC295)
	addi	a0,a0,%lo(.LC295)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC296)
	addi	a0,a0,%lo(.LC296)
	call	show
	li	a1,66
	lui	a0,%hi(.LC104)
	addi	a0,a0,%lo(.LC104)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC297)
	addi	a0,a0,%lo(.LC297)
	call	show
	li	a1,66
	lui	a0,%hi(.LC298)
	addi	a0,a0,%lo(.LC298)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC299)
	addi	a0,a0,%lo(.LC299)
	call	show
	lui	s2,%hi(.LC56)
	li	a0,6
	addi	a1,s2,%lo(.LC56)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC300)
	addi	a0,a0,%lo(.LC300)
	call	show
	li	a0,3
	addi	a1,s2,%lo(.LC56)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC301)
	addi	a0,a0,%lo(.LC301)
	call	show
	li	a0,99
	addi	a1,s2,%lo(.LC56)
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC302)
	addi	a0,a0,%lo(.LC302)
	call	show
	li	a1,0
	lui	a0,%hi(.LC26)
	addi	a0,a0,%lo(.LC26)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC145)
	addi	a0,a0,%lo(.LC145)
	call	show
	li	a0,-100
	li	a1,8
	li	a2,0
	li	a3,0
	li	a4,0
	li	a5,0
	li	a7,56
#APP
# 12 "guest.h" 1
	ecall
# 0 "" 2
#NO_APP
	mv	a1,a0
	lui	a0,%hi(.LC303)
	addi	a0,a0,%lo(.LC303)
	call	show
	li	a2,300
	li	a1,110
	addi	a0,s0,%lo(buffer)
	call	memset
	addi	s2,s0,%lo(buffer)
	sb	zero,300(s2)
	li	a1,0
	addi	a0,s0,%lo(buffer)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC304)
	addi	a0,a0,%lo(.LC304)
	call	show
	sb	zero,255(s2)
	li	a1,65
	addi	a0,s0,%lo(buffer)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC305)
	addi	a0,a0,%lo(.LC305)
	call	show
	li	s3,4096
	addi	a2,s3,904
	li	a1,47
	addi	a0,s0,%lo(buffer)
	call	memset
	li	a1,0
	addi	a0,s0,%lo(buffer)
	call	open
	mv	a1,a0
	lui	a0,%hi(.LC306)
	addi	a0,a0,%lo(.LC306)
	call	show
	addi	a2,s3,-2
	li	a1,47
	addi	a0,s0,%lo(buffer)
	call	memset
	add	s2,s2,s3
	li	a5,46
	sb	a5,-2(s2)
	sb	zero,-1(s2)
	li	a1,2097152
	addi	a0,s0,%lo(buffer)
	call	open
	sgt	a1,a0,zero
	lui	a0,%hi(.LC307)
	addi	a0,a0,%lo(.LC307)
	call	show
	li	a1,2097152
	addi	a0,s1,%lo(.LC14)
	call	open
	sgt	a1,a0,zero
	lui	a0,%hi(.LC15)
	addi	a0,a0,%lo(.LC15)
	call	show
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	ld	s4,0(sp)
	addi	sp,sp,48
	jr	ra
	.size	opening, .-opening
	.align	2
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	beq	a2,zero,.L151
	add	a2,a0,a2
	mv	a5,a0
.L152:
	addi	a1,a1,1
	addi	a5,a5,1
	lbu	a4,-1(a1)
	sb	a4,-1(a5)
	bne	a2,a5,.L152
.L151:
	ret
	.size	memcpy, .-memcpy
	.align	2
	.type	begin, @function
begin:
	addi	sp,sp,-16
	sd	ra,8(sp)
	mv	a6,a0
	lw	t1,0(a0)
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
	lui	a1,%hi(.LANCHOR1+160)
	addi	a1,a1,%lo(.LANCHOR1+160)
	bgt	t1,a5,.L155
.L156:
	li	a0,99
	call	exit_with
.L158:
	lbu	a4,0(a3)
	beq	a4,a5,.L165
	addi	a1,a1,16
.L155:
	ld	a4,0(a1)
	beq	a4,zero,.L156
	ld	a3,16(a6)
	lbu	a5,0(a4)
	beq	a5,zero,.L158
.L157:
	lbu	a2,0(a3)
	bne	a2,a5,.L158
	addi	a4,a4,1
	addi	a3,a3,1
	lbu	a5,0(a4)
	bne	a5,zero,.L157
	j	.L158
.L165:
	ld	a5,8(a1)
	addi	a1,a6,8
	mv	a0,t1
	jalr	a5
	li	a0,0
	call	exit_with
	.size	begin, .-begin
	.section	.rodata.str1.8
	.align	3
.LC3:
	.string	"abc"
	.align	3
.LC4:
	.string	"defg"
	.align	3
.LC308:
	.string	"opening"
	.align	3
.LC309:
	.string	"paths"
	.align	3
.LC310:
	.string	"seeking"
	.align	3
.LC311:
	.string	"vectors"
	.align	3
.LC312:
	.string	"descriptors"
	.align	3
.LC313:
	.string	"limits"
	.align	3
.LC314:
	.string	"directories"
	.align	3
.LC315:
	.string	"working"
	.align	3
.LC316:
	.string	"renames"
	.align	3
.LC317:
	.string	"statuses"
	.align	3
.LC318:
	.string	"copies"
	.align	3
.LC319:
	.string	"pipes"
	.align	3
.LC320:
	.string	"forever"
	.align	3
.LC321:
	.string	"counters"
	.align	3
.LC322:
	.string	"polls"
	.align	3
.LC323:
	.string	"mapping"
	.align	3
.LC324:
	.string	"ids"
	.section	.rodata
	.align	3
	.set	.LANCHOR1,. + 0
.LC58:
	.dword	.LC3
	.dword	3
	.dword	0
	.dword	0
	.dword	.LC4
	.dword	4
	.dword	8
	.dword	2
.LC2:
	.dword	1000000000
	.dword	5000000
	.dword	2000000000
	.dword	7000000
.LC1:
	.dword	fill
	.dword	268435456
	.dword	0
	.dword	0
.LC0:
	.dword	0
	.dword	20000000
	.dword	0
	.dword	10000000
	.type	cases, @object
	.size	cases, 304
cases:
	.dword	.LC308
	.dword	opening
	.dword	.LC309
	.dword	paths
	.dword	.LC310
	.dword	seeking
	.dword	.LC311
	.dword	vectors
	.dword	.LC312
	.dword	descriptors
	.dword	.LC313
	.dword	limits
	.dword	.LC314
	.dword	directories
	.dword	.LC315
	.dword	working
	.dword	.LC128
	.dword	links
	.dword	.LC316
	.dword	renames
	.dword	.LC317
	.dword	statuses
	.dword	.LC318
	.dword	copies
	.dword	.LC319
	.dword	pipes
	.dword	.LC320
	.dword	forever
	.dword	.LC321
	.dword	counters
	.dword	.LC322
	.dword	polls
	.dword	.LC323
	.dword	mapping
	.dword	.LC324
	.dword	ids
	.dword	0
	.dword	0
	.bss
	.align	3
	.set	.LANCHOR0,. + 0
	.type	line, @object
	.size	line, 600
line:
	.zero	600
	.type	st, @object
	.size	st, 128
st:
	.zero	128
	.type	st2, @object
	.size	st2, 128
st2:
	.zero	128
	.type	buffer, @object
	.size	buffer, 70000
buffer:
	.zero	70000
	.section	.sbss,"aw",@nobits
	.align	3
	.type	ends, @object
	.size	ends, 8
ends:
	.zero	8
	.type	rung, @object
	.size	rung, 4
rung:
	.zero	4
	.type	used, @object
	.size	used, 4
used:
	.zero	4
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
