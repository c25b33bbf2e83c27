	.file	"variables.c"
	.option pic
	.attribute arch, "rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0_zifencei2p0"
	.attribute unaligned_access, 0
	.attribute stack_align, 16
	.text
.Ltext0:
	.cfi_sections	.debug_frame
	.file 0 "/src" "variables.c"
	.globl	pairs
	.data
	.align	3
	.type	pairs, @object
	.size	pairs, 32
pairs:
	.word	1
	.zero	4
	.dword	2
	.word	3
	.zero	4
	.dword	4
	.globl	node
	.section	.data.rel.local,"aw"
	.align	3
	.type	node, @object
	.size	node, 32
node:
	.dword	node
	.string	"first"
	.zero	10
	.byte	237
	.zero	3
	.word	1069547520
	.globl	color
	.data
	.align	2
	.type	color, @object
	.size	color, 4
color:
	.word	5
	.globl	zeros
	.bss
	.align	3
	.type	zeros, @object
	.size	zeros, 80
zeros:
	.zero	80
	.globl	text
	.section	.rodata
	.align	3
.LC0:
	.string	"a\tb\""
	.section	.data.rel.local
	.align	3
	.type	text, @object
	.size	text, 8
text:
	.dword	.LC0
	.text
	.align	1
	.globl	add
	.type	add, @function
add:
.LFB0:
	.file 1 "variables.c"
	.loc 1 15 23
	.cfi_startproc
	addi	sp,sp,-48
	.cfi_def_cfa_offset 48
	sd	s0,40(sp)
	.cfi_offset 8, -8
	addi	s0,sp,48
	.cfi_def_cfa 8, 0
	mv	a5,a0
	mv	a4,a1
	sw	a5,-36(s0)
	mv	a5,a4
	sw	a5,-40(s0)
	.loc 1 17 7
	lw	a5,-36(s0)
	mv	a4,a5
	lw	a5,-40(s0)
	addw	a5,a4,a5
	sw	a5,-20(s0)
.LBB2:
	.loc 1 19 12
	lla	a5,.LC1
	fld	fa5,0(a5)
	fsd	fa5,-32(s0)
	.loc 1 20 14
	fld	fa5,-32(s0)
	fcvt.w.d a5,fa5,rtz
	sext.w	a4,a5
	.loc 1 20 11
	lla	a5,calls.0
	lw	a5,0(a5)
	addw	a5,a4,a5
	sext.w	a4,a5
	lla	a5,calls.0
	sw	a4,0(a5)
.LBE2:
	.loc 1 22 10
	lw	a5,-20(s0)
	.loc 1 23 1
	mv	a0,a5
	ld	s0,40(sp)
	.cfi_restore 8
	.cfi_def_cfa 2, 48
	addi	sp,sp,48
	.cfi_def_cfa_offset 0
	jr	ra
	.cfi_endproc
.LFE0:
	.size	add, .-add
	.globl	operation
	.section	.data.rel.local
	.align	3
	.type	operation, @object
	.size	operation, 8
operation:
	.dword	add
	.text
	.align	1
	.globl	_start
	.type	_start, @function
_start:
.LFB1:
	.loc 1 25 19
	.cfi_startproc
	addi	sp,sp,-32
	.cfi_def_cfa_offset 32
	sd	ra,24(sp)
	sd	s0,16(sp)
	.cfi_offset 1, -8
	.cfi_offset 8, -16
	addi	s0,sp,32
	.cfi_def_cfa 8, 0
	.loc 1 26 16
	lla	a5,operation
	ld	a5,0(a5)
	li	a1,22
	li	a0,20
	jalr	a5
.LVL0:
	mv	a5,a0
	sw	a5,-20(s0)
	.loc 1 27 13
	lla	a5,operation
	sd	zero,0(a5)
.L4:
	.loc 1 28 18 discriminator 1
	lw	a5,-20(s0)
	addiw	a5,a5,1
	sw	a5,-20(s0)
	j	.L4
	.cfi_endproc
.LFE1:
	.size	_start, .-_start
	.data
	.align	2
	.type	calls.0, @object
	.size	calls.0, 4
calls.0:
	.word	9
	.section	.rodata
	.align	3
.LC1:
	.word	-1717986918
	.word	1069128089
	.text
.Letext0:
	.section	.debug_info,"",@progbits
.Ldebug_info0:
	.4byte	0x27c
	.2byte	0x5
	.byte	0x1
	.byte	0x8
	.4byte	.Ldebug_abbrev0
	.byte	0xe
	.4byte	.LASF23
	.byte	0x1d
	.4byte	.LASF0
	.4byte	.LASF1
	.8byte	.Ltext0
	.8byte	.Letext0-.Ltext0
	.4byte	.Ldebug_line0
	.byte	0x6
	.4byte	.LASF8
	.byte	0x10
	.byte	0x1
	.4byte	0x4c
	.byte	0x7
	.string	"a"
	.byte	0x13
	.4byte	0x4c
	.byte	0
	.byte	0x7
	.string	"b"
	.byte	0x1b
	.4byte	0x53
	.byte	0x8
	.byte	0
	.byte	0xf
	.byte	0x4
	.byte	0x5
	.string	"int"
	.byte	0x1
	.byte	0x8
	.byte	0x5
	.4byte	.LASF2
	.byte	0x10
	.4byte	.LASF16
	.byte	0x7
	.byte	0x4
	.4byte	0x79
	.byte	0x1
	.byte	0x2
	.byte	0x6
	.4byte	0x79
	.byte	0x11
	.string	"RED"
	.byte	0
	.byte	0x12
	.4byte	.LASF3
	.byte	0x5
	.byte	0
	.byte	0x1
	.byte	0x4
	.byte	0x7
	.4byte	.LASF4
	.byte	0x13
	.byte	0x4
	.byte	0x1
	.byte	0x8
	.byte	0x3
	.4byte	0x9e
	.byte	0x8
	.4byte	.LASF5
	.byte	0xf
	.4byte	0x4c
	.byte	0x8
	.4byte	.LASF6
	.byte	0x1c
	.4byte	0x9e
	.byte	0
	.byte	0x1
	.byte	0x4
	.byte	0x4
	.4byte	.LASF7
	.byte	0x6
	.4byte	.LASF9
	.byte	0x20
	.byte	0x3
	.4byte	0xeb
	.byte	0x9
	.4byte	.LASF10
	.byte	0x4
	.byte	0x10
	.4byte	0xeb
	.byte	0
	.byte	0x9
	.4byte	.LASF11
	.byte	0x5
	.byte	0x8
	.4byte	0xf0
	.byte	0x8
	.byte	0x14
	.string	"low"
	.byte	0x1
	.byte	0x6
	.byte	0xc
	.4byte	0x79
	.byte	0x3
	.byte	0xc0
	.byte	0x15
	.4byte	.LASF12
	.byte	0x1
	.byte	0x7
	.byte	0x7
	.4byte	0x4c
	.byte	0x5
	.byte	0xc3
	.byte	0x16
	.4byte	0x80
	.byte	0x1c
	.byte	0
	.byte	0x3
	.4byte	0xa5
	.byte	0x4
	.4byte	0x107
	.4byte	0x100
	.byte	0x5
	.4byte	0x100
	.byte	0xf
	.byte	0
	.byte	0x1
	.byte	0x8
	.byte	0x7
	.4byte	.LASF13
	.byte	0x1
	.byte	0x1
	.byte	0x8
	.4byte	.LASF14
	.byte	0x17
	.4byte	0x107
	.byte	0x4
	.4byte	0x2e
	.4byte	0x123
	.byte	0x5
	.4byte	0x100
	.byte	0x1
	.byte	0
	.byte	0x2
	.4byte	.LASF15
	.byte	0xa
	.byte	0xd
	.4byte	0x113
	.byte	0x9
	.byte	0x3
	.8byte	pairs
	.byte	0x2
	.4byte	.LASF9
	.byte	0xb
	.byte	0xd
	.4byte	0xa5
	.byte	0x9
	.byte	0x3
	.8byte	node
	.byte	0x2
	.4byte	.LASF16
	.byte	0xc
	.byte	0xc
	.4byte	0x5a
	.byte	0x9
	.byte	0x3
	.8byte	color
	.byte	0x4
	.4byte	0x4c
	.4byte	0x172
	.byte	0x5
	.4byte	0x100
	.byte	0x13
	.byte	0
	.byte	0x2
	.4byte	.LASF17
	.byte	0xd
	.byte	0x5
	.4byte	0x162
	.byte	0x9
	.byte	0x3
	.8byte	zeros
	.byte	0x2
	.4byte	.LASF18
	.byte	0xe
	.byte	0xd
	.4byte	0x19c
	.byte	0x9
	.byte	0x3
	.8byte	text
	.byte	0x3
	.4byte	0x10e
	.byte	0x18
	.4byte	0x4c
	.4byte	0x1b5
	.byte	0xa
	.4byte	0x4c
	.byte	0xa
	.4byte	0x4c
	.byte	0
	.byte	0x2
	.4byte	.LASF19
	.byte	0x18
	.byte	0x7
	.4byte	0x1ca
	.byte	0x9
	.byte	0x3
	.8byte	operation
	.byte	0x3
	.4byte	0x1a1
	.byte	0x19
	.4byte	.LASF24
	.byte	0x1
	.byte	0x19
	.byte	0x6
	.8byte	.LFB1
	.8byte	.LFE1-.LFB1
	.byte	0x1
	.byte	0x9c
	.4byte	0x1fc
	.byte	0xb
	.4byte	.LASF20
	.byte	0x1a
	.byte	0x7
	.4byte	0x4c
	.byte	0x2
	.byte	0x91
	.byte	0x6c
	.byte	0
	.byte	0x1a
	.string	"add"
	.byte	0x1
	.byte	0xf
	.byte	0x5
	.4byte	0x4c
	.8byte	.LFB0
	.8byte	.LFE0-.LFB0
	.byte	0x1
	.byte	0x9c
	.4byte	0x278
	.byte	0xc
	.string	"a"
	.byte	0xd
	.4byte	0x4c
	.byte	0x2
	.byte	0x91
	.byte	0x5c
	.byte	0xc
	.string	"b"
	.byte	0x14
	.4byte	0x4c
	.byte	0x2
	.byte	0x91
	.byte	0x58
	.byte	0xb
	.4byte	.LASF21
	.byte	0x10
	.byte	0xe
	.4byte	0x4c
	.byte	0x9
	.byte	0x3
	.8byte	calls.0
	.byte	0xd
	.string	"sum"
	.byte	0x11
	.byte	0x7
	.4byte	0x4c
	.byte	0x2
	.byte	0x91
	.byte	0x6c
	.byte	0x1b
	.8byte	.LBB2
	.8byte	.LBE2-.LBB2
	.byte	0xd
	.string	"sum"
	.byte	0x13
	.byte	0xc
	.4byte	0x278
	.byte	0x2
	.byte	0x91
	.byte	0x60
	.byte	0
	.byte	0
	.byte	0x1
	.byte	0x8
	.byte	0x4
	.4byte	.LASF22
	.byte	0
	.section	.debug_abbrev,"",@progbits
.Ldebug_abbrev0:
	.byte	0x1
	.byte	0x24
	.byte	0
	.byte	0xb
	.byte	0xb
	.byte	0x3e
	.byte	0xb
	.byte	0x3
	.byte	0xe
	.byte	0
	.byte	0
	.byte	0x2
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x3f
	.byte	0x19
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0x3
	.byte	0xf
	.byte	0
	.byte	0xb
	.byte	0x21
	.byte	0x8
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x4
	.byte	0x1
	.byte	0x1
	.byte	0x49
	.byte	0x13
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x5
	.byte	0x21
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0x2f
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x6
	.byte	0x13
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0xb
	.byte	0xb
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0x21
	.byte	0x8
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x7
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0x21
	.byte	0x1
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x38
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x8
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0x21
	.byte	0x8
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x9
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x38
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0xa
	.byte	0x5
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0xb
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0xc
	.byte	0x5
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0x21
	.byte	0xf
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0xd
	.byte	0x34
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0x21
	.byte	0x1
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x2
	.byte	0x18
	.byte	0
	.byte	0
	.byte	0xe
	.byte	0x11
	.byte	0x1
	.byte	0x25
	.byte	0xe
	.byte	0x13
	.byte	0xb
	.byte	0x3
	.byte	0x1f
	.byte	0x1b
	.byte	0x1f
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x10
	.byte	0x17
	.byte	0
	.byte	0
	.byte	0xf
	.byte	0x24
	.byte	0
	.byte	0xb
	.byte	0xb
	.byte	0x3e
	.byte	0xb
	.byte	0x3
	.byte	0x8
	.byte	0
	.byte	0
	.byte	0x10
	.byte	0x4
	.byte	0x1
	.byte	0x3
	.byte	0xe
	.byte	0x3e
	.byte	0xb
	.byte	0xb
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x11
	.byte	0x28
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x1c
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x12
	.byte	0x28
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x1c
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x13
	.byte	0x17
	.byte	0x1
	.byte	0xb
	.byte	0xb
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x14
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0xd
	.byte	0xb
	.byte	0x6b
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x15
	.byte	0xd
	.byte	0
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x49
	.byte	0x13
	.byte	0xd
	.byte	0xb
	.byte	0x6b
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x16
	.byte	0xd
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0x38
	.byte	0xb
	.byte	0
	.byte	0
	.byte	0x17
	.byte	0x26
	.byte	0
	.byte	0x49
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x18
	.byte	0x15
	.byte	0x1
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x19
	.byte	0x2e
	.byte	0x1
	.byte	0x3f
	.byte	0x19
	.byte	0x3
	.byte	0xe
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7c
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x1a
	.byte	0x2e
	.byte	0x1
	.byte	0x3f
	.byte	0x19
	.byte	0x3
	.byte	0x8
	.byte	0x3a
	.byte	0xb
	.byte	0x3b
	.byte	0xb
	.byte	0x39
	.byte	0xb
	.byte	0x27
	.byte	0x19
	.byte	0x49
	.byte	0x13
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0x40
	.byte	0x18
	.byte	0x7a
	.byte	0x19
	.byte	0x1
	.byte	0x13
	.byte	0
	.byte	0
	.byte	0x1b
	.byte	0xb
	.byte	0x1
	.byte	0x11
	.byte	0x1
	.byte	0x12
	.byte	0x7
	.byte	0
	.byte	0
	.byte	0
	.section	.debug_aranges,"",@progbits
	.4byte	0x2c
	.2byte	0x2
	.4byte	.Ldebug_info0
	.byte	0x8
	.byte	0
	.2byte	0
	.2byte	0
	.8byte	.Ltext0
	.8byte	.Letext0-.Ltext0
	.8byte	0
	.8byte	0
	.section	.debug_line,"",@progbits
.Ldebug_line0:
	.section	.debug_str,"MS",@progbits,1
.LASF11:
	.string	"name"
.LASF19:
	.string	"operation"
.LASF4:
	.string	"unsigned int"
.LASF17:
	.string	"zeros"
.LASF23:
	.string	"GNU C17 12.2.0 -mabi=lp64d -misa-spec=20191213 -march=rv64imafdc_zicsr_zifencei -g -O0 -ffreestanding -fno-asynchronous-unwind-tables"
.LASF8:
	.string	"pair"
.LASF12:
	.string	"high"
.LASF13:
	.string	"long unsigned int"
.LASF16:
	.string	"color"
.LASF18:
	.string	"text"
.LASF21:
	.string	"calls"
.LASF15:
	.string	"pairs"
.LASF14:
	.string	"char"
.LASF20:
	.string	"result"
.LASF2:
	.string	"long int"
.LASF22:
	.string	"double"
.LASF9:
	.string	"node"
.LASF3:
	.string	"GREEN"
.LASF5:
	.string	"whole"
.LASF10:
	.string	"next"
.LASF6:
	.string	"real"
.LASF7:
	.string	"float"
.LASF24:
	.string	"_start"
	.section	.debug_line_str,"MS",@progbits,1
.LASF1:
	.string	"/src"
.LASF0:
	.string	"variables.c"
	.section	.note.GNU-stack,"",@progbits
