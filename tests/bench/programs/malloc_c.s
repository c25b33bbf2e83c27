	.file	"malloc_c.c"
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.type	allocate_large, @function
allocate_large:
	addi	sp,sp,-16
	sd	s0,0(sp)
	mv	s0,a0
	addi	a0,a0,24
	sd	ra,8(sp)
	call	rt.segmalloc
	beq	a0,zero,.L1
	sd	s0,8(a0)
	add	a5,a0,s0
	sd	s0,16(a5)
	addi	a0,a0,16
.L1:
	ld	ra,8(sp)
	ld	s0,0(sp)
	addi	sp,sp,16
	jr	ra
	.size	allocate_large, .-allocate_large
	.align	2
	.type	carve, @function
carve:
	addi	sp,sp,-32
	sd	s1,8(sp)
	lui	s1,%hi(chunk_offset)
	ld	a4,%lo(chunk_offset)(s1)
	sd	s0,16(sp)
	sd	ra,24(sp)
	addi	a5,a4,16
	add	a5,a5,a0
	li	a3,2097152
	mv	s0,a0
	bgtu	a5,a3,.L9
	lui	a5,%hi(chunk)
	ld	a0,%lo(chunk)(a5)
	addi	a5,a4,8
.L10:
	add	a0,a0,a4
	sd	s0,0(a0)
	add	a4,a0,s0
	add	a5,s0,a5
	sd	a5,%lo(chunk_offset)(s1)
	sd	s0,8(a4)
	addi	a0,a0,8
.L8:
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
.L9:
	li	a0,2097152
	call	rt.segmalloc
	lui	a5,%hi(chunk)
	sd	a0,%lo(chunk)(a5)
	beq	a0,zero,.L8
	li	a5,16
	li	a4,8
	j	.L10
	.size	carve, .-carve
	.align	2
	.type	check_free, @function
check_free:
	andi	a4,a0,15
	li	a5,8
	bne	a4,a5,.L18
	ld	a5,0(a0)
	andi	a3,a5,1
	beq	a3,zero,.L18
	li	a3,1
	beq	a5,a3,.L16
	andi	a2,a5,14
	beq	a2,a4,.L20
.L18:
	ebreak
.L20:
	andi	a5,a5,-2
	ld	a5,0(a5)
	andi	a4,a5,1
	beq	a4,zero,.L18
	beq	a5,a3,.L16
	andi	a5,a5,14
	bne	a5,a2,.L18
.L16:
	ret
	.size	check_free, .-check_free
	.align	2
	.type	check_block, @function
check_block:
	andi	a4,a0,15
	li	a5,8
	bne	a4,a5,.L23
	ld	a4,0(a0)
	andi	a5,a4,1
	bne	a5,zero,.L23
	addi	a5,a4,8
	li	a3,4096
	add	a5,a0,a5
	addi	a2,a3,-2040
	ld	a1,0(a5)
	bleu	a4,a2,.L24
	addi	a0,a0,-8
	addi	a5,a4,24
	or	a0,a0,a5
	addi	a3,a3,-1
	and	a0,a0,a3
	bne	a0,zero,.L23
	beq	a4,a1,.L27
.L23:
	ebreak
.L24:
	addi	a2,a4,-1
	addi	a3,a3,-2041
	bgtu	a2,a3,.L23
	lui	a0,%hi(.LANCHOR0)
	addi	a0,a0,%lo(.LANCHOR0)
	srli	a2,a2,3
	add	a2,a0,a2
	lbu	a2,72(a2)
	slli	a2,a2,3
	add	a2,a0,a2
	ld	a2,0(a2)
	bne	a4,a2,.L23
	andi	a4,a1,1
	bne	a4,zero,.L28
	addi	a5,a1,-1
	bgtu	a5,a3,.L23
	srli	a5,a5,3
	add	a5,a0,a5
	lbu	a5,72(a5)
	slli	a5,a5,3
	add	a0,a0,a5
	ld	a5,0(a0)
	bne	a1,a5,.L23
	ret
.L28:
	mv	a0,a5
	tail	check_free
.L27:
	ret
	.size	check_block, .-check_block
	.align	2
	.type	release, @function
release:
	beq	a0,zero,.L43
	addi	sp,sp,-32
	sd	s1,8(sp)
	addi	s1,a0,-8
	sd	s0,16(sp)
	mv	s0,a0
	mv	a0,s1
	sd	ra,24(sp)
	call	check_block
	ld	a1,-8(s0)
	li	a5,4096
	addi	a5,a5,-2040
	bgtu	a1,a5,.L32
	add	a4,s0,a1
	mv	a5,s0
	bgeu	s0,a4,.L34
	lui	a3,%hi(.LC0)
	ld	a3,%lo(.LC0)(a3)
.L33:
	sd	a3,0(a5)
	addi	a5,a5,8
	bltu	a5,a4,.L33
.L34:
	addi	a1,a1,-1
	lui	a5,%hi(.LANCHOR0)
	srli	a1,a1,3
	addi	a5,a5,%lo(.LANCHOR0)
	add	a5,a5,a1
	lbu	a4,72(a5)
	lui	a5,%hi(.LANCHOR1)
	addi	a5,a5,%lo(.LANCHOR1)
	slli	a4,a4,3
	add	a5,a5,a4
	ld	a4,0(a5)
	sd	s1,0(a5)
	ori	a4,a4,1
	sd	a4,-8(s0)
.L29:
	ld	ra,24(sp)
	ld	s0,16(sp)
	ld	s1,8(sp)
	addi	sp,sp,32
	jr	ra
.L43:
	ret
.L32:
	addi	a1,a1,24
	addi	a0,s0,-16
	call	rt.segfree
	beq	a0,zero,.L29
	ebreak
	.size	release, .-release
	.align	2
	.type	allocate, @function
allocate:
	beq	a0,zero,.L54
	li	a5,4096
	addi	a4,a5,-2040
	bgtu	a0,a4,.L60
	addi	sp,sp,-48
	sd	s1,24(sp)
	addi	a0,a0,-1
	lui	s1,%hi(.LANCHOR0)
	addi	s1,s1,%lo(.LANCHOR0)
	srli	a0,a0,3
	add	a0,s1,a0
	sd	s3,8(sp)
	lbu	s3,72(a0)
	sd	s2,16(sp)
	lui	s2,%hi(.LANCHOR1)
	addi	s2,s2,%lo(.LANCHOR1)
	slli	s3,s3,3
	add	a5,s2,s3
	sd	s0,32(sp)
	ld	s0,0(a5)
	sd	ra,40(sp)
	sd	s4,0(sp)
	beq	s0,zero,.L61
	ld	a0,0(s0)
	andi	a5,a0,1
	beq	a5,zero,.L52
	li	a5,1
	beq	a0,a5,.L55
	andi	a5,a0,14
	li	a4,8
	beq	a5,a4,.L62
.L52:
	ebreak
.L55:
	li	s4,0
.L51:
	add	s1,s1,s3
	ld	a5,0(s1)
	add	s2,s2,s3
	sd	s4,0(s2)
	addi	a4,a5,8
	sd	a5,0(s0)
	addi	a0,s0,8
	add	a4,s0,a4
	bgeu	a0,a4,.L46
	lui	a5,%hi(.LC0)
	ld	a2,%lo(.LC0)(a5)
	mv	a5,a0
.L53:
	ld	a3,0(a5)
	bne	a3,a2,.L52
	addi	a5,a5,8
	bltu	a5,a4,.L53
.L46:
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	ld	s4,0(sp)
	addi	sp,sp,48
	jr	ra
.L62:
	andi	s4,a0,-2
	mv	a0,s4
	call	check_free
	j	.L51
.L54:
	li	a0,0
	ret
.L60:
	addi	a5,a5,23
	add	a0,a0,a5
	li	a5,-4096
	and	a0,a0,a5
	addi	a0,a0,-24
	tail	allocate_large
.L61:
	add	s1,s1,s3
	ld	s0,32(sp)
	ld	a0,0(s1)
	ld	ra,40(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	ld	s4,0(sp)
	addi	sp,sp,48
	tail	carve
	.size	allocate, .-allocate
	.align	2
	.type	resize, @function
resize:
	addi	sp,sp,-48
	sd	s1,24(sp)
	sd	ra,40(sp)
	sd	s0,32(sp)
	sd	s2,16(sp)
	sd	s3,8(sp)
	mv	s1,a1
	beq	a0,zero,.L80
	mv	s0,a0
	addi	a0,a0,-8
	call	check_block
	li	a5,4096
	addi	a4,a5,-2040
	ld	s3,-8(s0)
	bgtu	s1,a4,.L81
	addi	a5,s1,-1
	lui	a4,%hi(.LANCHOR0)
	addi	a4,a4,%lo(.LANCHOR0)
	srli	a5,a5,3
	add	a5,a4,a5
	lbu	a5,72(a5)
	slli	a5,a5,3
	add	a4,a4,a5
	ld	a5,0(a4)
.L66:
	mv	s2,s0
	beq	s3,a5,.L63
	mv	a0,s1
	call	allocate
	mv	s2,a0
	beq	a0,zero,.L63
	ld	a3,-8(a0)
	bleu	a3,s3,.L68
	mv	a3,s3
.L68:
	srli	a3,a3,3
	beq	a3,zero,.L69
	slli	a3,a3,3
	mv	a5,s0
	mv	a4,s2
	add	a3,a3,s0
.L70:
	ld	a2,0(a5)
	addi	a5,a5,8
	addi	a4,a4,8
	sd	a2,-8(a4)
	bne	a5,a3,.L70
.L69:
	mv	a0,s0
	call	release
.L63:
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s1,24(sp)
	ld	s3,8(sp)
	mv	a0,s2
	ld	s2,16(sp)
	addi	sp,sp,48
	jr	ra
.L81:
	addi	a5,a5,23
	add	a5,s1,a5
	li	a4,-4096
	and	a5,a5,a4
	addi	a5,a5,-24
	j	.L66
.L80:
	ld	s0,32(sp)
	ld	ra,40(sp)
	ld	s1,24(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	mv	a0,a1
	addi	sp,sp,48
	tail	allocate
	.size	resize, .-resize
	.align	2
	.globl	bench
	.type	bench, @function
bench:
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
	ble	a0,zero,.L92
	lui	s0,%hi(slots)
	mv	s2,a0
	li	s4,0
	li	s6,0
	lui	s5,%hi(random_state)
	addi	s0,s0,%lo(slots)
	li	s3,255
	j	.L90
.L85:
	srli	a1,a5,10
	andi	a1,a1,7
	srli	a4,a5,32
	sraw	a1,s3,a1
	srli	a5,a5,13
	and	a1,a1,a4
	andi	a5,a5,31
	addi	a1,a1,1
	bne	a5,zero,.L87
	slli	a1,a1,4
.L87:
	add	a5,s0,s1
	sd	a1,8(a5)
	call	resize
.L88:
	add	s1,s0,s1
	sd	a0,0(s1)
	andi	a4,s4,0xff
	sb	a4,0(a0)
	ld	a5,0(s1)
	ld	a3,8(s1)
	addi	s4,s4,1
	add	a5,a5,a3
	sb	a4,-1(a5)
	beq	s2,s4,.L83
.L90:
	ld	a5,%lo(random_state)(s5)
	slli	a4,a5,13
	xor	a5,a5,a4
	srli	a4,a5,7
	xor	a5,a5,a4
	slli	a4,a5,17
	xor	a5,a5,a4
	andi	s1,a5,1023
	slli	s1,s1,4
	add	s7,s0,s1
	ld	a0,0(s7)
	sd	a5,%lo(random_state)(s5)
	beq	a0,zero,.L84
	ld	a4,8(s7)
	lbu	a1,0(a0)
	slli	a3,s6,5
	add	a4,a0,a4
	lbu	a2,-1(a4)
	srli	a4,a5,18
	sub	a3,a3,s6
	add	a2,a2,a1
	andi	a4,a4,3
	add	s6,a2,a3
	beq	a4,zero,.L85
	call	release
	addi	s4,s4,1
	sd	zero,0(s7)
	bne	s2,s4,.L90
.L83:
	lui	s1,%hi(slots+16384)
	addi	s1,s1,%lo(slots+16384)
.L91:
	ld	a0,0(s0)
	addi	s0,s0,16
	call	release
	bne	s0,s1,.L91
	ld	ra,72(sp)
	ld	s0,64(sp)
	ld	s1,56(sp)
	ld	s2,48(sp)
	ld	s3,40(sp)
	ld	s4,32(sp)
	ld	s5,24(sp)
	ld	s7,8(sp)
	mv	a0,s6
	ld	s6,16(sp)
	addi	sp,sp,80
	jr	ra
.L84:
	srli	a0,a5,10
	andi	a0,a0,7
	srli	a4,a5,32
	sraw	a0,s3,a0
	srli	a5,a5,13
	and	a0,a0,a4
	andi	a5,a5,31
	addi	a0,a0,1
	bne	a5,zero,.L89
	slli	a0,a0,4
.L89:
	add	a5,s0,s1
	sd	a0,8(a5)
	call	allocate
	j	.L88
.L92:
	lui	s0,%hi(slots)
	li	s6,0
	addi	s0,s0,%lo(slots)
	j	.L83
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L100
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L98
.L99:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L99
.L98:
	call	bench
	mv	a1,a0
	li	a0,1
	call	rt.putudec
	li	a0,1
	li	a1,10
	call	rt.putchar
	ld	ra,8(sp)
	li	a0,0
	addi	sp,sp,16
	jr	ra
.L100:
	li	a0,2
	ret
	.size	main, .-main
	.section	.srodata.cst8,"aM",@progbits,8
	.align	3
.LC0:
	.dword	7595718147998050665
	.section	.rodata
	.align	3
	.set	.LANCHOR0,. + 0
	.type	bin_size, @object
	.size	bin_size, 72
bin_size:
	.dword	8
	.dword	24
	.dword	40
	.dword	72
	.dword	136
	.dword	264
	.dword	520
	.dword	1032
	.dword	2056
	.type	bin_of_word, @object
	.size	bin_of_word, 257
bin_of_word:
	.string	""
	.ascii	"\001\001\002\002\003\003\003\003\004\004\004\004\004\004\004"
	.ascii	"\004\005\005\005\005\005\005\005\005\005\005\005\005\005\005"
	.ascii	"\005\005\006\006\006\006\006\006\006\006\006\006\006\006\006"
	.ascii	"\006\006\006\006\006\006\006\006\006\006\006\006\006\006\006"
	.ascii	"\006\006\006\006\007\007\007\007\007\007\007\007\007\007\007"
	.ascii	"\007\007\007\007\007\007\007\007\007\007\007\007\007\007\007"
	.ascii	"\007\007\007\007\007\007\007\007\007\007\007\007\007\007\007"
	.ascii	"\007\007\007\007\007\007\007\007\007\007\007\007\007\007\007"
	.ascii	"\007\007\007\007\007\007\007\007\b\b\b\b\b\b\b\b\b\b\b\b\b\b"
	.ascii	"\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b"
	.ascii	"\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b"
	.ascii	"\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b"
	.ascii	"\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b"
	.bss
	.align	3
	.set	.LANCHOR1,. + 0
	.type	bins, @object
	.size	bins, 72
bins:
	.zero	72
	.type	slots, @object
	.size	slots, 16384
slots:
	.zero	16384
	.section	.sbss,"aw",@nobits
	.align	3
	.type	chunk, @object
	.size	chunk, 8
chunk:
	.zero	8
	.section	.sdata,"aw"
	.align	3
	.type	chunk_offset, @object
	.size	chunk_offset, 8
chunk_offset:
	.dword	2097152
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
