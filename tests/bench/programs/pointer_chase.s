	.file	"pointer_chase.c"
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
	li	a5,4096
	mv	a1,a0
	mv	a7,a0
	ble	a0,a5,.L2
	li	a7,4096
.L2:
	addi	a2,a7,-1
	ble	a1,zero,.L12
	lui	a4,%hi(order.0)
	addi	a0,a4,%lo(order.0)
	addi	a6,a4,%lo(order.0)
	li	a5,0
	addi	a4,a4,%lo(order.0)
.L4:
	sw	a5,0(a4)
	addi	a5,a5,1
	addi	a4,a4,4
	bgt	a7,a5,.L4
	beq	a2,zero,.L8
	lui	t4,%hi(random_state)
	slli	a3,a7,2
	ld	a4,%lo(random_state)(t4)
	addi	a3,a3,-4
	add	a3,a6,a3
.L6:
	slli	a5,a4,13
	xor	a5,a5,a4
	srli	a4,a5,7
	xor	a5,a5,a4
	slli	a4,a5,17
	xor	a4,a5,a4
	srli	a5,a4,32
	mul	a5,a5,a2
	lw	t1,0(a3)
	addi	a3,a3,-4
	addi	a2,a2,-1
	srli	a5,a5,32
	slli	a5,a5,2
	add	a5,a6,a5
	lw	t3,0(a5)
	sw	t3,4(a3)
	sw	t1,0(a5)
	bne	a2,zero,.L6
	sw	t3,4(a6)
	sd	a4,%lo(random_state)(t4)
	sw	t1,0(a5)
.L8:
	lui	a3,%hi(nodes)
	li	a4,0
	addi	t3,a3,%lo(nodes)
	j	.L11
.L9:
	mul	t4,a4,a4
	lwu	a5,0(a0)
	lwu	a4,0(t1)
	addi	a0,a0,4
	slli	a5,a5,6
	slli	a4,a4,6
	add	a5,t3,a5
	add	a4,t3,a4
	sd	a4,0(a5)
	mv	a4,a2
	sd	t4,8(a5)
.L11:
	addi	a2,a4,1
	slli	a5,a2,2
	add	t1,a6,a5
	bgt	a7,a2,.L9
	mul	a4,a4,a4
	lwu	a0,0(a0)
	lwu	a5,0(a6)
	li	a2,0
	slli	a0,a0,6
	slli	a5,a5,6
	add	a0,t3,a0
	add	t3,t3,a5
	sd	t3,0(a0)
	addi	a5,a3,%lo(nodes)
	sd	a4,8(a0)
	li	a0,0
.L10:
	ld	a4,8(a5)
	addi	a2,a2,1
	ld	a5,0(a5)
	xor	a0,a0,a4
	addi	a0,a0,1
	bne	a1,a2,.L10
	ret
.L12:
	li	a0,0
	ret
	.size	bench, .-bench
	.section	.text.startup,"ax",@progbits
	.align	2
	.globl	main
	.type	main, @function
main:
	li	a5,2
	bne	a0,a5,.L22
	ld	a3,8(a1)
	addi	sp,sp,-16
	sd	ra,8(sp)
	lbu	a4,0(a3)
	li	a0,0
	beq	a4,zero,.L20
.L21:
	slli	a5,a0,2
	add	a5,a5,a0
	slli	a5,a5,1
	addi	a3,a3,1
	add	a5,a5,a4
	lbu	a4,0(a3)
	addi	a0,a5,-48
	bne	a4,zero,.L21
.L20:
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
.L22:
	li	a0,2
	ret
	.size	main, .-main
	.bss
	.align	3
	.type	order.0, @object
	.size	order.0, 16384
order.0:
	.zero	16384
	.type	nodes, @object
	.size	nodes, 262144
nodes:
	.zero	262144
	.section	.sdata,"aw"
	.align	3
	.type	random_state, @object
	.size	random_state, 8
random_state:
	.dword	88172645463325252
	.ident	"GCC: (Debian 12.2.0-13) 12.2.0"
	.section	.note.GNU-stack,"",@progbits
