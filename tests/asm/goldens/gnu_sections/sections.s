.section .tdata
.word 1
.section .tbss
.zero 4
.section .noinit
.zero 4
.section .persistent
.word 2
.section .init_array
.dword 0
.section .fini_array
.dword 0
.section .preinit_array
.dword 0
#----
.section .tdata.x
.word 1
.section .tbss.x
.zero 4
.section .noinit.x
.zero 4
.section .persistent.x
.word 2
.section .persistent.bss
.zero 2
.section .init_array.00100
.dword 0
.section .fini_array.1
.dword 0
.section .preinit_array.1
.dword 0
.section .ctors
.dword 0
.section .dtors.1
.dword 0
#----
.section .linked,"ao",@progbits,.text
.word 1
.section .u,"a",@progbits,unique,1
.word 1
.section .u,"a",@progbits,unique,2
.word 2
.section .u,"a",@progbits
.word 3
.section .u,"a",@progbits,unique,1
.word 4
#----
.text
nop
.pushsection .data,1
.byte 1
.popsection
.pushsection .data
.byte 2
.popsection
.pushsection .data,2
.byte 3
.popsection
.pushsection .foo,3,"aw",@progbits
.byte 4
.popsection
nop
#----
.section .data,""
.word 1
#----
.section .text,""
nop
#----
.section .data,"a"
.word 1
#----
.section .text,"aw"
.word 1
#----
.text
nop
.bss
.zero 4
.previous
nop
.data
.byte 1
.previous
nop
.subsection 1
.byte 3,0,0,0
.previous
nop
#----
.text
nop
.data
.byte 1
.section .foo,"aw"
.byte 2
.previous
.byte 3
.previous
.byte 4
.pushsection .text
.popsection
.previous
.byte 5
#----
.section .note.GNU-stack,"x",@progbits
#----
.section .note.GNU-stack,"",@progbits
#----
.section .init_array,"aw"
.dword 0
.section .fini_array,"aw",@fini_array
.dword 0
.section .init_array.5,"aw",@init_array
.dword 0
#----
.text
.byte 1
#----
.text
.byte 1
nop
.byte 2,3
#----
.text
.byte 1,2,3
.section .text.b,"ax"
.byte 1
.section .data.c,"aw"
.byte 1
#----
.option rvc
.text
.byte 1
.section .t2,"ax"
nop
.byte 1
#----
.option rvc
.text
c.nop
.section .t2,"ax",@progbits
c.nop
.p2align 3
c.nop
#----
.text
nop
.p2align 3
nop
.byte 1
#----
.section .t,"ax"
.p2align 4
nop
#----
.section .t,"ax"
nop
.balign 16
.byte 1
#----
.local a
.comm a,4,4
.local b
.comm b,8,8
.bss
.byte 1
.lcomm c,2
.comm d,4
.local e
.comm e,1
.quad a,b,c,e
#----
.bss
x: .zero 3
.local a
.comm a,4
y: .zero 1
.data
.quad a, y
.byte y-x
#----
.section foo
.word 1
.section "a b","aw"
.word 1
.section .x-y.z+1,"aw"
.word 1
#----
.section .bss
.zero 3
.section .data.b,"aw",@nobits
.zero 3
.section .bss.y,"aw",@progbits
.byte 1
#----
.section .text
nop
.section .text,"ax",@progbits
nop
.section .text,"ax"
nop
#----
.section .foo,"ae"
.word 1
.section .foo3,"aR"
.word 1
.section .foo4,"aS"
.word 1
.section .foo5,"aMS",@progbits,1
.asciz "x"
.section .foo6,"awT"
.word 1
.section .foo7,"awT",@nobits
.zero 4
.section .foo8,"0x80000002"
.word 1
.section .foo9,"2"
.word 1
.section .foo12,"aw",@7
.word 1
.section .foo16,"aw",@fini_array
.dword 1
.section .foo15,"aw",@010
.zero 4
.section .foo13,"aw",%note
.word 1
.section .foo14,"aw","nobits"
.zero 1
#----
.lcomm a,4
.local b
.comm b,8
.local c
.comm c,1
.local d
.comm d,4,16
.lcomm e,1
.lcomm f,32
.bss
.byte 0
.data
.byte a-f, b-a, c-a, d-a, e-a
#----
.section .comment
.word 1
.section .note
.section .note.foo
.section .debug_x
.section .data1
.word 1
.section .rodata1
.section .fini
.section .gnu.linkonce.b.x
.section .gnu.linkonce.t.x
.section .note.GNU-stack
.section .data.rel.ro
.word 1
.section .rodata.str1.1
#----
.section .data,"a"
.word 1
#----
.section .text,"aw"
nop
#----
.section .init_array,"a"
.dword 1
#----
.section .rodata,"aw"
.word 1
#----
.section .foo,"aw"
.section .foo,"a"
.word 1
#----
.section .tdata,"aw"
.word 1
.section .tbss,"aw"
.zero 1
#----
.section .note.foo,"a"
.word 1
#----
.section .init_array,"aw",@progbits
.dword 0
#----
.section .bss,"aw",@progbits
.zero 2
#----
.section .comment,"MS",@progbits,1
.asciz "a"
#----
.section .rodata,""
.word 1
#----
.section .text.x,"a"
nop
#----
.section .os,"0x06000000"
.word 1
.section .numbered,"a128x"
.word 2
.section .all,"0xfedff000MS",%progbits,32
.word 3
.section .text,"0x04000006"
nop
.section .typed,"ax",%0x60000011
.word 5
.section .quoted,"0xfedf0000","0x80000009"
.word 6
.section .data.typed,"aw",%0xff000000
.word 7
.pushsection .pushed,2,"0x120004",%5678
.word 8
#----
.section .a,"a",unique,0
.byte 0
.pushsection .a,2,"a",unique,1
.byte 2
.popsection
.byte 0
.pushsection .a,"a",%progbits,unique,0x3
.byte 3
.popsection
.section .a,"a",unique,1
.byte 1
.section .a
.byte 4
#----
.section .mbind.data,"adw",%progbits
.byte 1
.section .mbind.data,"adw",%progbits,0x3
.byte 2
.section .mbind.rodata,"adG",%progbits,grp,comdat,0x2
.byte 7
.section .mbind.data,"adw",%progbits,0x3,unique,1
.byte 9
#----
.section .mbind.data,"dw"
#----
.section .meta,"awo",%progbits,0
.byte 1
.section .meta,"awo",%progbits,there
.byte 2
.section .meta,"ao",%progbits,.there
.section .there,"aw"
there: .byte 3
#----
.section .meta,"ao",%progbits,nowhere
.byte 1
#----
.section .r,"aM",@progbits,8
.byte 1
.section .t,"aMS",@progbits,2
.byte 1
.section .v,"aM",@progbits,12
.byte 1
.section .w,"aMSw",@progbits,4
.byte 1
.section .x,"aS",@progbits
.byte 1
#----
.section .noinit.a
.word 0
.section .gnu.linkonce.n.a
.word 0
.section .persistent.bss
.word 0
.section .gnu.linkonce.p.a
.word 0
#----
.section "na\155e","a"
.byte 1
#----
foo:
.section foo,"a"
#----
foo = 1
.section foo,"a"
#----
foo = elsewhere
.section foo,"a"
.byte 1
#----
.section .foo,"a"
.foo:
.byte 1
#----
.weak both
.comm both, 4
#----
x: .byte 0
.section .other,"a"
.size x, . - x
#----
.size x, elsewhere
x:
#----
.weakref a, b
.weakref b, c
.weakref c, a
#----
.data
.dc.x 0x:1234
.dcb.x 1
.dcb.x 2, 0x:4321
.dc.x -1.5, 0x:1
.ds.x 1, -1
#----
.data
.equiv y, x
.if x <> y
.err
.endif
.equiv z, x
.if y != z
.err
.endif
.equiv a, y + 1
.equiv b, z - 1
.if a == x
.err
.endif
.if a - 1 <> x
.err
.endif
.if a - b <> 2
.err
.endif
.equiv x, 0
.if y
.err
.endif
.byte y, a, b
#----
lla a0, 0x7fffffff
la a0, -0x80000000
#----
lla a0, 0x80000000
#----
.set a, -0x80000001
la a0, a
#----
csrr a0, ustatus
csrr a0, uie
csrr a0, utvec
csrr a0, uscratch
csrr a0, uepc
csrr a0, ucause
csrr a0, utval
csrr a0, ubadaddr
csrr a0, uip
csrr a0, sedeleg
csrr a0, sideleg
csrr a0, mscounteren
csrr a0, mhcounteren
csrr a0, mbase
csrr a0, mbound
csrr a0, mibase
csrr a0, mibound
csrr a0, mdbase
csrr a0, mdbound
csrr a0, mcontrol
csrr a0, mcontrol6
csrr a0, icount
csrr a0, itrigger
csrr a0, etrigger
csrr a0, tmexttrigger
csrr a0, textra32
csrr a0, textra64
#----
.attribute arch, "rv64ic"
add a0, a0, a1
#----
.comm foo, 4
.section foo,"a"
#----
.data
a: .byte 1
.text
b: nop
.if a >= b
nop
.endif
#----
.text: nop
#----
.section .rodata.x,"a"
.rodata.x: .byte 1
#----
.section .grouped,"aG"
.byte 1
.section .other,"aG",@progbits
.byte 1
#----
.data
.dc.a .startof.(.text), .sizeof.(.text)
.dword .startof.(.data) + 8
