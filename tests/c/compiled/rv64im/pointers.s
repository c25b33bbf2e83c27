# SPDX-License-Identifier: MPL-2.0
	.file	"pointers.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.type	rectangle_area, @function
rectangle_area:
	lw	a5,8(a0)
	lw	a0,12(a0)
	mulw	a0,a0,a5
	ret
	.size	rectangle_area, .-rectangle_area
	.align	2
	.type	triangle_area, @function
triangle_area:
	lw	a4,8(a0)
	lw	a5,12(a0)
	mulw	a5,a5,a4
	srliw	a0,a5,31
	addw	a0,a0,a5
	sraiw	a0,a0,1
	ret
	.size	triangle_area, .-triangle_area
	.align	2
	.type	grow_both, @function
grow_both:
	lw	a4,8(a0)
	lw	a5,12(a0)
	addw	a4,a4,a1
	addw	a5,a5,a1
	sw	a4,8(a0)
	sw	a5,12(a0)
	ret
	.size	grow_both, .-grow_both
	.align	2
	.type	grow_one, @function
grow_one:
	lw	a5,8(a0)
	addw	a5,a5,a1
	sw	a5,8(a0)
	ret
	.size	grow_one, .-grow_one
	.align	2
	.type	plus, @function
plus:
	add	a0,a0,a1
	ret
	.size	plus, .-plus
	.align	2
	.type	times, @function
times:
	mul	a0,a0,a1
	ret
	.size	times, .-times
	.align	2
	.type	larger, @function
larger:
	mv	a5,a0
	mv	a0,a1
	bge	a1,a5,.L9
	mv	a0,a5
.L9:
	ret
	.size	larger, .-larger
	.align	2
	.type	add_to, @function
add_to:
	lw	a5,0(a0)
	addw	a1,a5,a1
	sw	a1,0(a0)
	sext.w	a0,a1
	ret
	.size	add_to, .-add_to
	.align	2
	.type	count_calls, @function
count_calls:
	lw	a4,0(a0)
	mv	a5,a0
	mv	a0,a1
	addiw	a4,a4,1
	sw	a4,0(a5)
	ret
	.size	count_calls, .-count_calls
	.align	2
	.type	twice, @function
twice:
	addi	sp,sp,-32
	sd	s1,8(sp)
	ld	s1,8(a0)
	sd	s0,16(sp)
	ld	s0,0(a0)
	sd	ra,24(sp)
	mv	a0,s1
	jalr	s0
	mv	a5,s0
	ld	s0,16(sp)
	ld	ra,24(sp)
	mv	a1,a0
	mv	a0,s1
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	a5
	.size	twice, .-twice
	.align	2
	.type	increment, @function
increment:
	addiw	a0,a0,1
	ret
	.size	increment, .-increment
	.align	2
	.type	square, @function
square:
	mulw	a0,a0,a0
	ret
	.size	square, .-square
	.align	2
	.type	negate, @function
negate:
	negw	a0,a0
	ret
	.size	negate, .-negate
	.align	2
	.type	chosen, @function
chosen:
	mv	a5,a0
	beq	a0,zero,.L19
	li	a4,1
	lla	a0,negate
	beq	a5,a4,.L21
	ret
.L19:
	lla	a0,increment
	ret
.L21:
	lla	a0,square
	ret
	.size	chosen, .-chosen
	.align	2
	.type	run, @function
run:
	lbu	a4,0(a0)
	lla	a3,.LANCHOR0
	addi	sp,sp,-64
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,0(a4)
	mv	a5,sp
	jr	a4
.L30:
	lw	a0,-4(a5)
	addi	sp,sp,64
	jr	ra
.L29:
	lbu	a4,1(a0)
	addi	a5,a5,-4
	addi	a0,a0,1
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,0(a4)
	jr	a4
.L28:
	lbu	a4,1(a0)
	lw	a2,-4(a5)
	lw	a1,-8(a5)
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,0(a4)
	sw	a1,-4(a5)
	sw	a2,-8(a5)
	addi	a0,a0,1
	jr	a4
.L27:
	lw	a1,-8(a5)
	lw	a2,-4(a5)
	lbu	a4,1(a0)
	addi	a5,a5,-4
	mulw	a2,a2,a1
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,0(a4)
	addi	a0,a0,1
	sw	a2,-4(a5)
	jr	a4
.L25:
	lbu	a4,1(a0)
	lw	a1,-8(a5)
	lw	a2,-4(a5)
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,0(a4)
	addw	a2,a2,a1
	addi	a5,a5,-4
	addi	a0,a0,1
	sw	a2,-4(a5)
	jr	a4
.L24:
	lbu	a4,2(a0)
	lbu	a2,1(a0)
	addi	a5,a5,4
	slli	a4,a4,3
	add	a4,a3,a4
	ld	a4,0(a4)
	addi	a0,a0,2
	sw	a2,-4(a5)
	jr	a4
	.size	run, .-run
	.align	2
	.type	weak_or.constprop.0, @function
weak_or.constprop.0:
	la	a5,not_there
	beq	a5,zero,.L39
	li	a0,1
	jr	a5
.L39:
	li	a0,77
	ret
	.size	weak_or.constprop.0, .-weak_or.constprop.0
	.section	.rodata.str1.8,"aMS",@progbits,1
	.align	3
.LC1:
	.string	"%s %d %d, "
	.align	3
.LC2:
	.string	"%ld "
	.align	3
.LC3:
	.string	"%d %d %d\n"
	.align	3
.LC4:
	.string	"%d %d\n"
	.align	3
.LC5:
	.string	"%d\n"
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	lla	a5,.LANCHOR1
	ld	a0,0(a5)
	ld	a1,8(a5)
	ld	a2,16(a5)
	ld	a3,24(a5)
	ld	a4,32(a5)
	ld	a5,40(a5)
	addi	sp,sp,-176
	sd	s0,160(sp)
	sd	s1,152(sp)
	sd	s4,128(sp)
	sd	s5,120(sp)
	sd	ra,168(sp)
	sd	s2,144(sp)
	sd	s3,136(sp)
	sd	s6,112(sp)
	sd	a0,64(sp)
	sd	a1,72(sp)
	sd	a2,80(sp)
	sd	a3,88(sp)
	sd	a4,96(sp)
	sd	a5,104(sp)
	addi	s0,sp,64
	li	s1,1
	lla	s5,.LC1
	li	s4,4
.L41:
	ld	a5,0(s0)
	mv	a0,s0
	ld	a5,8(a5)
	jalr	a5
	ld	a5,0(s0)
	sext.w	a1,s1
	mv	s2,a0
	ld	a5,16(a5)
	mv	a0,s0
	addi	s1,s1,1
	jalr	a5
	ld	a5,0(s0)
	mv	a0,s0
	addi	s0,s0,16
	ld	s3,0(a5)
	ld	a5,8(a5)
	jalr	a5
	mv	a3,a0
	mv	a2,s2
	mv	a1,s3
	mv	a0,s5
	call	print@plt
	bne	s1,s4,.L41
	li	a0,10
	call	put_char@plt
	lla	s4,.LANCHOR0+48
	li	s3,0
	lla	s2,.LANCHOR2+64
	lla	s6,.LC2
	li	s5,3
.L43:
	ld	s1,0(s4)
	snez	a0,s3
	lla	s0,.LANCHOR2
.L42:
	ld	a1,0(s0)
	addi	s0,s0,8
	jalr	s1
	bne	s0,s2,.L42
	mv	a1,a0
	addi	s3,s3,1
	mv	a0,s6
	call	print@plt
	addi	s4,s4,8
	bne	s3,s5,.L43
	li	a0,10
	call	put_char@plt
	lla	a5,add_to
	sd	a5,16(sp)
	addi	a5,sp,8
	sd	a5,24(sp)
	lla	a5,count_calls
	sd	a5,32(sp)
	addi	a5,sp,12
	sd	a5,40(sp)
	lla	a5,twice
	li	a1,1
	sd	a5,48(sp)
	addi	a0,sp,48
	addi	a5,sp,16
	sd	a5,56(sp)
	sw	zero,8(sp)
	sw	zero,12(sp)
	call	twice
	mv	s0,a0
	li	a1,7
	addi	a0,sp,32
	call	twice
	lw	a3,12(sp)
	lw	a2,8(sp)
	addw	a1,s0,a0
	lla	a0,.LC3
	call	print@plt
	li	s1,0
	li	s0,2
	li	s4,3
	li	s3,1000
	li	s2,12
.L44:
	remw	a0,s1,s4
	addiw	s1,s1,1
	call	chosen
	mv	a5,a0
	mv	a0,s0
	jalr	a5
	remw	s0,a0,s3
	bne	s1,s2,.L44
	call	weak_or.constprop.0
	mv	a2,a0
	mv	a1,s0
	lla	a0,.LC4
	call	print@plt
	lla	a0,.LANCHOR2+64
	call	run
	mv	s0,a0
	mv	a1,a0
	lla	a0,.LC5
	call	print@plt
	ld	ra,168(sp)
	mv	a0,s0
	ld	s0,160(sp)
	ld	s1,152(sp)
	ld	s2,144(sp)
	ld	s3,136(sp)
	ld	s4,128(sp)
	ld	s5,120(sp)
	ld	s6,112(sp)
	addi	sp,sp,176
	jr	ra
	.size	main, .-main
	.section	.rodata.str1.8
	.align	3
.LC6:
	.string	"flag"
	.align	3
.LC7:
	.string	"triangle"
	.align	3
.LC8:
	.string	"rectangle"
	.section	.rodata
	.align	3
	.set	.LANCHOR2,. + 0
	.type	values.2, @object
	.size	values.2, 64
values.2:
	.dword	3
	.dword	-1
	.dword	4
	.dword	1
	.dword	-5
	.dword	9
	.dword	2
	.dword	6
	.type	code.1, @object
	.size	code.1, 16
code.1:
	.string	""
	.string	"\006"
	.string	"\004"
	.string	"\003\001\002"
	.string	"\t\005"
	.ascii	"d\003\001\004"
	.data
	.align	3
	.set	.LANCHOR1,. + 0
.LC0:
	.dword	rectangle
	.word	3
	.word	4
	.dword	triangle
	.word	6
	.word	5
	.dword	flag
	.word	2
	.word	9
	.section	.data.rel.ro.local,"aw"
	.align	3
	.set	.LANCHOR0,. + 0
	.type	labels.0, @object
	.size	labels.0, 48
labels.0:
	.dword	.L24
	.dword	.L25
	.dword	.L27
	.dword	.L28
	.dword	.L30
	.dword	.L29
	.type	steps, @object
	.size	steps, 24
steps:
	.dword	plus
	.dword	times
	.dword	larger
	.type	flag, @object
	.size	flag, 24
flag:
	.dword	.LC6
	.dword	rectangle_area
	.dword	grow_one
	.type	triangle, @object
	.size	triangle, 24
triangle:
	.dword	.LC7
	.dword	triangle_area
	.dword	grow_one
	.type	rectangle, @object
	.size	rectangle, 24
rectangle:
	.dword	.LC8
	.dword	rectangle_area
	.dword	grow_both
	.weak	not_there
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
