	.file	"matmul.c"
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
	ble	a0,zero,.L20
	addi	sp,sp,-16
	slli	t3,a0,2
	sd	s0,8(sp)
	lui	s0,%hi(random_state)
	add	t3,t3,a0
	lui	a6,%hi(b)
	lui	t1,%hi(a)
	ld	a5,%lo(random_state)(s0)
	addi	a6,a6,%lo(b)
	slli	t4,a0,3
	addi	t1,t1,%lo(a)
	slli	t3,t3,10
	li	t6,4096
	mv	t0,a0
	add	t5,a6,t3
	add	a0,t4,t1
	addi	a7,t6,1024
.L5:
	sub	a3,a0,t4
	mv	a2,a6
.L4:
	slli	a4,a5,13
	xor	a4,a4,a5
	srli	a5,a4,7
	xor	a4,a4,a5
	slli	a5,a4,17
	xor	a4,a4,a5
	slli	a5,a4,13
	xor	a5,a5,a4
	srli	a1,a5,7
	xor	a5,a5,a1
	slli	a1,a5,17
	xor	a5,a5,a1
	sd	a4,0(a3)
	sd	a5,0(a2)
	addi	a3,a3,8
	addi	a2,a2,8
	bne	a3,a0,.L4
	add	a6,a6,a7
	add	a0,a3,a7
	bne	a6,t5,.L5
	addi	t2,t6,1032
	mul	t2,t0,t2
	lui	a4,%hi(c)
	addi	t0,a4,%lo(c)
	li	a6,4096
	sd	a5,%lo(random_state)(s0)
	add	t6,t0,t4
	addi	a6,a6,1024
	add	t2,t0,t2
.L6:
	sub	a7,t6,t4
	mv	a0,t5
.L10:
	sub	a5,a0,t3
	mv	a3,t1
	li	a2,0
.L7:
	ld	a4,0(a3)
	ld	a1,0(a5)
	add	a5,a5,a6
	addi	a3,a3,8
	mul	a4,a4,a1
	add	a2,a2,a4
	bne	a0,a5,.L7
	sd	a2,0(a7)
	addi	a7,a7,8
	addi	a0,a0,8
	bne	t6,a7,.L10
	add	t6,t6,a6
	add	t1,t1,a6
	bne	t6,t2,.L6
	addi	t4,t4,-8
	addi	a0,t0,-8
	li	a1,4096
	add	a4,t0,t4
	add	a0,a0,t3
	li	a5,0
	addi	a1,a1,1016
.L11:
	ld	a3,0(a4)
	slli	a2,a5,5
	sub	a5,a2,a5
	add	a4,a4,a1
	add	a5,a5,a3
	bne	a0,a4,.L11
	ld	s0,8(sp)
	mv	a0,a5
	addi	sp,sp,16
	jr	ra
.L20:
	li	a0,0
	ret
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L25
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L23
.L24:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L24
.L23:
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
.L25:
	li	a0,2
	ret
	.size	main, .-main
	.bss
	.align	3
	.type	c, @object
	.size	c, 3276800
c:
	.zero	3276800
	.type	b, @object
	.size	b, 3276800
b:
	.zero	3276800
	.type	a, @object
	.size	a, 3276800
a:
	.zero	3276800
	.section	.sdata,"aw"
	.align	3
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
