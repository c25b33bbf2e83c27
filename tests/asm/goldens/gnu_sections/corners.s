.data
.bss
.previous
.byte 1
.previous
.zero 1
#----
.section .foo,"a"
.bss
.previous
.byte 1
.previous
.zero 2
#----
.data
.text
.bss
.pushsection .foo,"a"
.popsection
.previous
.byte 1
#----
.previous
.popsection
.byte 1
#----
.section .foo,"aM",@progbits
.word 1
#----
.offset 4
a: .space 4
b:
.text
.byte a,b
#----
. = 0x10
nop
. = . + 8
nop
.data
.byte 1
. = 16
.byte 2
#----
. = 4
. = 2
#----
.macro .word x
.byte \x
.endm
.word 1
#----
.option rvc
x = 5
addi a0,a0,%lo(1)
lw a0,%lo(4)(a1)
li a0,%lo(1)
li a0,1
lui a0,%hi(x)
addi a0,a0,%lo(x)
addi a0,a0,x
#----
.text
.byte 1
.balign 8
.byte 2
#----
.page
.lflags x
.spc 3
.byte 1
