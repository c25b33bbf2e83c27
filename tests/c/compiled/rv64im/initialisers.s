# SPDX-License-Identifier: MPL-2.0
	.file	"initialisers.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.type	dispatch, @function
dispatch:
	slli	a0,a0,2
	lla	a5,.LANCHOR0
	add	a5,a5,a0
	lw	a5,0(a5)
	lla	a4,.L2
	add	a5,a5,a4
	jr	a5
.L2:
	li	a0,100
	ret
.L4:
	li	a0,200
	ret
.L5:
	li	a0,300
	ret
	.size	dispatch, .-dispatch
	.align	2
	.type	sum_of, @function
sum_of:
	mv	a5,a0
	beq	a1,zero,.L9
	add	a1,a0,a1
	li	a0,0
.L8:
	slliw	a4,a0,5
	addw	a0,a4,a0
	addi	a5,a5,1
	lbu	a4,-1(a5)
	addw	a0,a4,a0
	bne	a1,a5,.L8
	ret
.L9:
	li	a0,0
	ret
	.size	sum_of, .-sum_of
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC0:
	.string	"%s %d %d %d %ld\n"
	.align	3
.LC1:
	.string	"%d, %ld\n"
	.align	3
.LC2:
	.string	"%d %d %d %d %lu\n"
	.align	3
.LC3:
	.string	"%x %x %x %x %x %x %x %x\n"
	.align	3
.LC4:
	.string	"%d "
	.align	3
.LC5:
	.string	"eins"
	.align	3
.LC6:
	.string	"one"
	.align	3
.LC7:
	.string	"%s=%s "
	.align	3
.LC8:
	.string	"zwei"
	.align	3
.LC9:
	.string	"two"
	.align	3
.LC10:
	.string	"drei"
	.align	3
.LC11:
	.string	"three"
	.align	3
.LC12:
	.string	"ei"
	.align	3
.LC13:
	.string	"wo"
	.align	3
.LC14:
	.string	"%d %d\n"
	.text
	.align	2
	.globl	main
	.type	main, @function
main:
	addi	sp,sp,-80
	sd	ra,72(sp)
	sd	s0,64(sp)
	sd	s1,56(sp)
	sd	s2,48(sp)
	sd	s3,40(sp)
	sd	s4,32(sp)
	sd	s5,24(sp)
	sd	s6,16(sp)
	la	s0,first
	la	s3,last
	lla	s4,.LANCHOR1
	lla	s2,.LC0
	mv	s1,s0
	j	.L14
.L12:
	ld	a5,32(s0)
	sub	a5,a5,s4
.L13:
	mv	a0,s2
	call	print@plt
	ld	s0,8(s0)
	beq	s0,s1,.L23
.L14:
	ld	a1,0(s0)
	lw	a2,16(s0)
	lw	a3,20(s0)
	lw	a4,24(s0)
	bne	s0,s3,.L12
	ld	a5,32(s0)
	sub	a5,a5,s0
	j	.L13
.L23:
	la	a5,pointers
	ld	a5,0(a5)
	beq	a5,zero,.L18
	li	a4,0
	li	a1,0
	la	a3,pointers
.L16:
	slli	a5,a4,3
	add	a5,a3,a5
	ld	a2,0(a5)
	slliw	a5,a1,2
	addw	a5,a5,a1
	slliw	a5,a5,1
	lw	a2,0(a2)
	addw	a5,a5,a2
	addw	a1,a5,a4
	addi	a4,a4,1
	slli	a5,a4,3
	add	a5,a3,a5
	ld	a5,0(a5)
	bne	a5,zero,.L16
.L15:
	la	a5,pointers
	ld	a2,0(a5)
	la	a5,common_block
	sub	a2,a2,a5
	srai	a2,a2,2
	lla	a0,.LC1
	call	print@plt
	la	a4,alias_of_hidden
	lw	a5,0(a4)
	addiw	a5,a5,1
	sw	a5,0(a4)
	li	a5,0
	li	a4,6
	lw	a3,.LANCHOR2
	la	a2,weak_value
	lw	a2,0(a2)
	lw	a1,.LANCHOR1+40
	lla	a0,.LC2
	call	print@plt
	li	a1,12
	lla	a0,.LANCHOR0+16
	call	sum_of
	sext.w	s0,a0
	li	a1,16
	lla	a0,.LANCHOR0+32
	call	sum_of
	sext.w	s1,a0
	li	a1,5
	lla	a0,.LANCHOR0+48
	call	sum_of
	sext.w	s2,a0
	li	a1,12
	lla	a0,.LANCHOR0+56
	call	sum_of
	sext.w	s3,a0
	li	a1,24
	lla	a0,.LANCHOR0+72
	call	sum_of
	sext.w	s4,a0
	li	a1,3
	lla	a0,.LANCHOR0+96
	call	sum_of
	sext.w	s5,a0
	li	a1,16
	lla	a0,.LANCHOR0+104
	call	sum_of
	sext.w	s6,a0
	li	a1,6
	lla	a0,.LANCHOR0+120
	call	sum_of
	sext.w	a0,a0
	sd	a0,0(sp)
	mv	a7,s6
	mv	a6,s5
	mv	a5,s4
	mv	a4,s3
	mv	a3,s2
	mv	a2,s1
	mv	a1,s0
	lla	a0,.LC3
	call	print@plt
	li	s0,0
	lla	s2,.LC4
	li	s1,3
.L17:
	mv	a0,s0
	call	dispatch
	mv	a1,a0
	mv	a0,s2
	call	print@plt
	addiw	s0,s0,1
	bne	s0,s1,.L17
	lla	a2,.LC5
	lla	a1,.LC6
	lla	a0,.LC7
	call	print@plt
	lla	a2,.LC8
	lla	a1,.LC9
	lla	a0,.LC7
	call	print@plt
	lla	a2,.LC10
	lla	a1,.LC11
	lla	a0,.LC7
	call	print@plt
	lla	a2,.LC12
	lla	a1,.LC13
	lla	a0,.LC7
	call	print@plt
	lla	s1,.LANCHOR1
	lw	a2,44(s1)
	lla	s0,.LANCHOR3
	sw	a2,0(s0)
	addiw	a5,a2,1
	sw	a5,40(s0)
	addiw	a1,a2,3
	addiw	a5,a2,2
	sw	a5,80(s0)
	sw	a1,120(s0)
	addiw	a5,a2,5
	sw	a5,44(s1)
	addiw	a2,a2,4
	sext.w	a1,a1
	lla	a0,.LC14
	call	print@plt
	lw	a4,28(s1)
	lw	a5,36(s1)
	addw	a5,a5,a4
	lw	a0,0(s0)
	addw	a0,a5,a0
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
.L18:
	li	a1,0
	j	.L15
	.size	main, .-main
	.weak	weak_value
	.hidden	hidden_value
	.globl	hidden_value
	.globl	alias_of_hidden
	.set	alias_of_hidden,hidden_value
	.globl	pointers
	.globl	unset
	.globl	common_block
	.globl	last
	.section	.rodata.str1.8
	.align	3
.LC15:
	.string	"text"
	.globl	middle
	.globl	first
	.align	3
.LC16:
	.string	"first"
	.section	.rodata
	.align	3
	.set	.LANCHOR0,. + 0
	.type	offsets.0, @object
	.size	offsets.0, 12
offsets.0:
	.word	0
	.word	.L4-(.L2)
	.word	.L5-(.L2)
	.zero	4
	.type	floats, @object
	.size	floats, 12
floats:
	.word	1069547520
	.word	-2147483648
	.word	2139095039
	.zero	4
	.type	doubles, @object
	.size	doubles, 16
doubles:
	.word	1431655765
	.word	1070945621
	.word	0
	.word	1048576
	.type	bytes, @object
	.size	bytes, 5
bytes:
	.string	"\200\177x"
	.ascii	"\377"
	.zero	3
	.type	shorts, @object
	.size	shorts, 12
shorts:
	.half	1
	.half	-2
	.half	3
	.half	32767
	.zero	4
	.zero	4
	.type	longs, @object
	.size	longs, 24
longs:
	.dword	-9223372036854775808
	.dword	81985529216486895
	.dword	1099511627776
	.type	flags, @object
	.size	flags, 3
flags:
	.byte	1
	.byte	0
	.byte	1
	.zero	5
	.type	wide, @object
	.size	wide, 16
wide:
	.string	"a"
	.string	""
	.string	""
	.string	"\351"
	.string	""
	.string	""
	.string	"\007\364\001"
	.string	""
	.string	""
	.string	""
	.string	""
	.type	halves, @object
	.size	halves, 6
halves:
	.string	"h"
	.string	"\222!"
	.string	""
	.zero	2
	.type	text, @object
	.size	text, 15
text:
	.string	"tail of a text"
	.data
	.align	3
	.set	.LANCHOR1,. + 0
	.type	array, @object
	.size	array, 40
array:
	.zero	8
	.word	5
	.zero	16
	.word	-1
	.word	-1
	.word	9
	.type	hidden_value, @object
	.size	hidden_value, 4
hidden_value:
	.word	31
	.type	count.1, @object
	.size	count.1, 4
count.1:
	.word	5
	.type	weak_value, @object
	.size	weak_value, 4
weak_value:
	.word	17
	.bss
	.align	3
	.set	.LANCHOR3,. + 0
	.type	local_block, @object
	.size	local_block, 256
local_block:
	.zero	256
	.type	zeros, @object
	.size	zeros, 12
zeros:
	.zero	12
	.type	unset, @object
	.size	unset, 4
unset:
	.zero	4
	.type	common_block, @object
	.size	common_block, 400
common_block:
	.zero	400
	.section	.data.rel,"aw"
	.align	3
	.type	pointers, @object
	.size	pointers, 40
pointers:
	.dword	common_block+396
	.dword	unset
	.dword	zeros
	.dword	array+4
	.dword	0
	.section	.data.rel.ro,"aw"
	.align	3
	.type	last, @object
	.size	last, 40
last:
	.dword	.LC15
	.dword	middle
	.zero	16
	.dword	last+20
	.type	middle, @object
	.size	middle, 40
middle:
	.dword	text+5
	.dword	first
	.word	2
	.word	40
	.word	-2147483648
	.zero	4
	.dword	array+39
	.type	first, @object
	.size	first, 40
first:
	.dword	.LC16
	.dword	last
	.word	1
	.word	2
	.word	3
	.zero	4
	.dword	array+12
	.section	.data.special,"aw"
	.align	2
	.set	.LANCHOR2,. + 0
	.type	in_section, @object
	.size	in_section, 4
in_section:
	.word	4
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
