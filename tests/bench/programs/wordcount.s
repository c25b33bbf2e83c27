	.file	"wordcount.c"
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
	.align	2
	.type	make_text, @function
make_text:
	lui	t6,%hi(random_state)
	ld	t1,%lo(random_state)(t6)
	lui	a7,%hi(text)
	li	t3,65536
	lui	t4,%hi(vocabulary)
	li	a4,0
	li	a5,0
	addi	a7,a7,%lo(text)
	addi	t3,t3,-1
	li	t5,2000
	addi	t4,t4,%lo(vocabulary)
.L8:
	bge	a5,a0,.L24
.L9:
	slli	a4,t1,13
	xor	a4,a4,t1
	srli	a3,a4,7
	xor	a4,a4,a3
	slli	t1,a4,17
	xor	t1,a4,t1
	srli	a4,t1,16
	and	a4,a4,t3
	and	a3,t1,t3
	mul	a4,a4,a3
	srli	a4,a4,16
	mul	a4,a4,t5
	srli	a4,a4,16
	slli	a6,a4,1
	add	a6,a6,a4
	slli	a6,a6,2
	add	a6,a6,t4
	lbu	a1,11(a6)
	beq	a1,zero,.L3
	addiw	a1,a1,-1
	slli	a1,a1,32
	addi	a3,a5,1
	srli	a1,a1,32
	mv	t0,a5
	add	a1,a3,a1
	j	.L5
.L25:
	beq	a0,a5,.L22
.L5:
	sub	a4,a3,t0
	add	a4,a6,a4
	lbu	a2,-1(a4)
	add	a4,a7,a3
	mv	a5,a3
	sb	a2,-1(a4)
	addi	a3,a3,1
	bne	a5,a1,.L25
	li	a4,1
	ble	a0,a1,.L8
.L3:
	srli	a4,t1,61
	li	a3,10
	beq	a4,zero,.L7
	li	a3,32
.L7:
	add	a4,a7,a5
	sb	a3,0(a4)
	addi	a5,a5,1
.L22:
	li	a4,1
	blt	a5,a0,.L9
.L24:
	beq	a4,zero,.L10
	sd	t1,%lo(random_state)(t6)
.L10:
	add	a7,a7,a0
	sb	zero,0(a7)
	ret
	.size	make_text, .-make_text
	.align	2
	.type	count_words, @function
count_words:
	addi	sp,sp,-80
	lui	a5,%hi(buckets)
	addi	t2,a5,%lo(buckets)
	sd	s0,72(sp)
	li	a4,32768
	lui	s0,%hi(entry_count)
	sd	s1,64(sp)
	sd	s2,56(sp)
	sd	s3,48(sp)
	sd	s4,40(sp)
	sd	s5,32(sp)
	sd	s6,24(sp)
	sd	s7,16(sp)
	sd	s8,8(sp)
	sd	zero,%lo(entry_count)(s0)
	addi	a5,a5,%lo(buckets)
	add	a4,t2,a4
.L27:
	sd	zero,0(a5)
	addi	a5,a5,8
	bne	a4,a5,.L27
	lui	a5,%hi(text)
	lbu	a4,%lo(text)(a5)
	li	s6,0
	li	a0,0
	addi	a5,a5,%lo(text)
	beq	a4,zero,.L29
	li	s2,4096
	lui	s3,%hi(entries)
	addi	s1,s2,1285
	li	a6,31
	li	a7,32
	addi	s2,s2,-1
	addi	s3,s3,%lo(entries)
	li	s4,1
.L28:
	addiw	a3,a4,-1
	andi	a3,a3,0xff
	bgtu	a3,a6,.L61
.L30:
	lbu	a4,1(a5)
	addi	a5,a5,1
	addiw	a3,a4,-1
	andi	a3,a3,0xff
	bleu	a3,a6,.L30
	bleu	a4,a7,.L31
.L61:
	mv	s5,a5
	mv	a2,s1
.L32:
	slli	a3,a2,5
	mv	t1,a5
	add	a3,a3,a2
	addi	a5,a5,1
	add	a2,a4,a3
	lbu	a4,0(a5)
	bgtu	a4,a7,.L32
	bltu	s5,a5,.L62
	bne	a4,zero,.L28
.L31:
	beq	s6,zero,.L29
	sd	a0,%lo(entry_count)(s0)
	ble	a0,zero,.L26
	slli	a1,a0,2
	add	a1,a1,a0
	lui	a5,%hi(entries+24)
	addi	a5,a5,%lo(entries+24)
	slli	a1,a1,3
	add	a1,a1,a5
.L42:
	ld	a4,8(a5)
	ld	a3,0(a5)
	slli	a2,a0,5
	sub	a0,a2,a0
	xor	a4,a4,a3
	addi	a5,a5,40
	add	a0,a4,a0
	bne	a5,a1,.L42
.L26:
	ld	s0,72(sp)
	ld	s1,64(sp)
	ld	s2,56(sp)
	ld	s3,48(sp)
	ld	s4,40(sp)
	ld	s5,32(sp)
	ld	s6,24(sp)
	ld	s7,16(sp)
	ld	s8,8(sp)
	addi	sp,sp,80
	jr	ra
.L62:
	srli	t0,a2,15
	xor	t0,t0,a2
	and	t0,t0,s2
	slli	t0,t0,3
	add	a3,t2,t0
	ld	s8,0(a3)
	sub	s7,a5,s5
	beq	s8,zero,.L34
	mv	a3,s8
	j	.L39
.L35:
	ld	a3,0(a3)
	beq	a3,zero,.L34
.L39:
	ld	a1,24(a3)
	bne	a2,a1,.L35
	ld	a1,16(a3)
	bne	s7,a1,.L35
	ld	a1,8(a3)
	mv	t3,s7
	mv	t4,s5
.L36:
	lbu	t6,0(a1)
	lbu	t5,0(t4)
	addi	t3,t3,-1
	addi	a1,a1,1
	bne	t6,t5,.L35
	addi	t4,t4,1
	bne	t3,zero,.L36
	ld	a4,32(a3)
	addi	a4,a4,1
	sd	a4,32(a3)
	lbu	a4,1(t1)
	bne	a4,zero,.L28
	j	.L31
.L34:
	slli	a3,a0,2
	add	a3,a3,a0
	slli	a3,a3,3
	add	a3,s3,a3
	add	t0,t2,t0
	sd	s8,0(a3)
	sd	s5,8(a3)
	sd	s7,16(a3)
	sd	a2,24(a3)
	sd	s4,32(a3)
	sd	a3,0(t0)
	addi	a0,a0,1
	li	s6,1
	bne	a4,zero,.L28
	j	.L31
.L29:
	li	a0,0
	j	.L26
	.size	count_words, .-count_words
	.align	2
	.globl	bench
	.type	bench, @function
bench:
	lui	t4,%hi(random_state)
	lui	a6,%hi(vocabulary)
	li	t3,24576
	ld	t1,%lo(random_state)(t4)
	addi	sp,sp,-48
	addi	a6,a6,%lo(vocabulary)
	addi	t3,t3,-576
	sd	s0,32(sp)
	sd	ra,40(sp)
	sd	s1,24(sp)
	sd	s2,16(sp)
	sd	s3,8(sp)
	mv	s0,a0
	add	t3,a6,t3
	li	a7,26
.L65:
	slli	a2,t1,13
	xor	a2,a2,t1
	srli	a5,a2,7
	xor	a2,a2,a5
	slli	t1,a2,17
	xor	t1,a2,t1
	andi	a2,a2,7
	addi	a2,a2,2
	mv	a3,t1
	li	a4,0
.L64:
	srli	a5,a3,8
	remu	a5,a5,a7
	add	a0,a6,a4
	addi	a4,a4,1
	sext.w	a1,a4
	srli	a3,a3,5
	addiw	a5,a5,97
	sb	a5,0(a0)
	bgt	a2,a1,.L64
	sb	a2,11(a6)
	addi	a6,a6,12
	bne	t3,a6,.L65
	sd	t1,%lo(random_state)(t4)
	li	a5,131072
	ble	s0,a5,.L68
	mv	s2,s0
	li	a5,0
	li	s3,-131072
.L67:
	slli	a4,a5,5
	li	a0,131072
	sub	s1,a4,a5
	call	make_text
	call	count_words
	add	s2,s2,s3
	li	a4,131072
	add	a5,s1,a0
	bgt	s2,a4,.L67
	addi	a3,s3,-1
	add	a3,s0,a3
	srli	a3,a3,17
	sub	a4,s0,a4
	slli	a3,a3,17
	slli	s1,a5,5
	sub	s0,a4,a3
	sub	s1,s1,a5
.L66:
	mv	a0,s0
	call	make_text
	call	count_words
	ld	ra,40(sp)
	ld	s0,32(sp)
	ld	s2,16(sp)
	ld	s3,8(sp)
	add	a0,a0,s1
	ld	s1,24(sp)
	addi	sp,sp,48
	jr	ra
.L68:
	li	s1,0
	j	.L66
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L77
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L75
.L76:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L76
.L75:
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
.L77:
	li	a0,2
	ret
	.size	main, .-main
	.bss
	.align	3
	.type	vocabulary, @object
	.size	vocabulary, 24000
vocabulary:
	.zero	24000
	.type	buckets, @object
	.size	buckets, 32768
buckets:
	.zero	32768
	.type	entries, @object
	.size	entries, 327680
entries:
	.zero	327680
	.type	text, @object
	.size	text, 131073
text:
	.zero	131073
	.section	.sbss,"aw",@nobits
	.align	3
	.type	entry_count, @object
	.size	entry_count, 8
entry_count:
	.zero	8
	.section	.sdata,"aw"
	.align	3
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
