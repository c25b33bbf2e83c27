jump foo@plt, t0
#----
call t0, foo@plt
#----
call foo@plt+4
#----
.data
.word foo@plt
#----
.option arch,+c
c.slli a0,0
#----
.option arch,+c
c.nop 0
#----
.option arch,+c
c.nop 1
#----
.option arch,+c
c.addi zero,0
#----
.option arch,+c
c.slli zero,0
#----
li a0,%hi(5)
#----
addi a0,a0,%hi(5)
#----
lui a0,%lo(5)
#----
lui a0,%lo(x)
#----
addi a0,a0,%hi(x)
#----
sw a0,%hi(5)(a1)
#----
sw a0,%lo(5)(a1)
#----
lw a0,%lo(5)(a1)
#----
jalr a0,%lo(5)(a1)
#----
slli a0,a0,%lo(5)
#----
li a0,%lo(5)
#----
.word %lo(5)
#----
x=5
addi a0,a0,%lo(x)
#----
auipc a0,%hi(5)
#----
auipc a0,%lo(5)
#----
addiw a0,a0,%lo(5)
#----
c.lui a0,%hi(0x5000)
#----
c.li a0,%lo(5)
#----
addi a0,a0,%pcrel_hi(x)
#----
lui a0,%pcrel_hi(x)
#----
csrwi 5,%lo(5)
#----
c.nop 0
#----
.option rvc
c.nop 1
#----
.option arch,+c
c.slli zero,1
#----
.option arch,+c
c.nop
c.nop 1
c.slli64 a0
#----
.option arch,+c
c.srli a0,0
#----
.option arch,+c
c.srai a0,0
#----
.option arch,+c
c.addi a0,0
c.addi zero,0
c.addi zero,1
#----
.option arch,+c
c.li zero,1
#----
.option arch,+c
c.lui a0,0
#----
.option arch,+c
c.mv a0,zero
#----
.option arch,+c
c.add a0,zero
#----
.option arch,+c
c.addi16sp sp,0
#----
.option arch,+c
c.addi4spn a0,sp,0
#----
.option arch,+c
c.lwsp zero,0(sp)
#----
.option arch,+c
c.jr zero
#----
.option arch, rv64i_zmmul
mul a0,a0,a0
#----
.option arch, rv64i_zmmul
div a0,a0,a0
#----
.option arch, rv64i_zmmul
remw a0,a0,a0
#----
.option arch, rv64im
div a0,a0,a0
#----
addi a0,a0,%lo(1)
#----
lui a0,%hi(0x12345678)
#----
lla a0, foo@plt
#----
la a0, foo@plt
#----
call foo@plt
#----
tail foo@plt
#----
jal foo@plt
#----
j foo@plt
#----
call foo@PLT
#----
.option arch,+xfoo
nop
#----
.option arch,+xvendor1p0
nop
#----
.option arch,+zfoo
nop
#----
.option arch,+sfoo
nop
#----
.option arch,-c
nop
#----
li a0,n
n=5
#----
slli a0,a0,n
n=5
#----
lui a0,n
n=5
#----
csrr a0,n
n=5
#----
.data
.word n
n=5
#----
.if n
.endif
n=5
#----
li a0, n-m
n=5
m=3
#----
beq a0,a1,n
n=5
#----
.insn r 0x33, n, 0, a0,a0,a0
n=5
#----
fence n
n=5
#----
addi a0, a0, %pcrel_lo(1)
#----
auipc a0, %pcrel_hi(1)
#----
lui a0, 0x100000
#----
addi a0,a0,2048
#----
addi a0,a0,0xffffffffffffffff
#----
andi a0,a0,0xfffff800
#----
jalr a0, 5
#----
lw a0, (5)
#----
sd a0, x, t0
x: nop
#----
sd a0, x
x: nop
