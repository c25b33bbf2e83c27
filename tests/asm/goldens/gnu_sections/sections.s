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
