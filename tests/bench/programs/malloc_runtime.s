	.file	"malloc_runtime.c"
	.option nopic
	.option norelax
	.attribute arch, "rv64i2p1_m2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
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
	ble	a0,zero,.L11
	lui	s0,%hi(slots)
	mv	s2,a0
	li	s4,0
	li	s6,0
	lui	s5,%hi(random_state)
	addi	s0,s0,%lo(slots)
	li	s3,255
	j	.L9
.L4:
	srli	a1,a5,10
	andi	a1,a1,7
	srli	a4,a5,32
	sraw	a1,s3,a1
	srli	a5,a5,13
	and	a1,a1,a4
	andi	a5,a5,31
	addi	a1,a1,1
	bne	a5,zero,.L6
	slli	a1,a1,4
.L6:
	add	a5,s0,s1
	sd	a1,8(a5)
	call	rt.realloc
.L7:
	add	s1,s0,s1
	sd	a0,0(s1)
	andi	a4,s4,0xff
	sb	a4,0(a0)
	ld	a5,0(s1)
	ld	a3,8(s1)
	addi	s4,s4,1
	add	a5,a5,a3
	sb	a4,-1(a5)
	beq	s2,s4,.L2
.L9:
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
	beq	a0,zero,.L3
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
	beq	a4,zero,.L4
	call	rt.free
	addi	s4,s4,1
	sd	zero,0(s7)
	bne	s2,s4,.L9
.L2:
	lui	s1,%hi(slots+16384)
	addi	s1,s1,%lo(slots+16384)
.L10:
	ld	a0,0(s0)
	addi	s0,s0,16
	call	rt.free
	bne	s0,s1,.L10
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
.L3:
	srli	a0,a5,10
	andi	a0,a0,7
	srli	a4,a5,32
	sraw	a0,s3,a0
	srli	a5,a5,13
	and	a0,a0,a4
	andi	a5,a5,31
	addi	a0,a0,1
	bne	a5,zero,.L8
	slli	a0,a0,4
.L8:
	add	a5,s0,s1
	sd	a0,8(a5)
	call	rt.malloc
	j	.L7
.L11:
	lui	s0,%hi(slots)
	li	s6,0
	addi	s0,s0,%lo(slots)
	j	.L2
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L20
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L18
.L19:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L19
.L18:
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
.L20:
	li	a0,2
	ret
	.size	main, .-main
	.bss
	.align	3
	.type	slots, @object
	.size	slots, 16384
slots:
	.zero	16384
	.section	.sdata,"aw"
	.align	3
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
