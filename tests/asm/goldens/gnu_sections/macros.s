.data
.macro U a="" b c:vararg
.ascii "[\a|\b|\c]"
.endm
U 1 2 3,4
U , x, y , z
U
#----
.data
.macro M a b=5, c = "q r" d
.ascii "[\a|\b|\c|\d]"
.endm
M 1
M 1,2,3,4
M 1 2 3 4
#----
.data
.macro M Abc, DEF
.ascii "[\abc|\ABC|\Def|\aBc]"
.endm
M 1, def=2
M ABC=1, DEF=2
M DeF=1 2
#----
.data
.macro fOO x
.byte \X
.endm
FOO 1
foo 2
fOO 3
#----
.data
.macro M a:vararg
.ascii "[\a]"
.endm
M "a b" , "c"
#----
.data
.macro M a:vararg
.ascii "[\a]"
.endm
M "a"
#----
.data
.macro M a, b:vararg
.ascii "[\a|\b]"
.endm
M x , "a  b" 
#----
.data
.macro M a, b:vararg
.ascii "[\a|\b]"
.endm
M x "a" 1
#----
.data
.macro M a
.ascii "[&a \a& x&a x\()\a a]"
.endm
M q
#----
.altmacro
.data
.macro M a b
.ascii "[&a x&a&b \a a]"
.byte a, b
.endm
M 1 2
#----
.altmacro
.data
.macro M a
LOCAL l1, l2
l1: .byte a
l2: .byte l2-l1
.endm
M 1
M 2
#----
.altmacro
.data
.macro S a
.ascii "[&a]"
.endm
S %1+2*3
S <a b, c>
S <a!>b>
S <>
S %(1<<4)
#----
.altmacro
.data
.macro S a
.ascii "[&a]"
.endm
S 'x y'
S "x y"
#----
.altmacro
.data
.macro S a
.ascii "[&a]"
.endm
S "a<b"
#----
.altmacro
.data
x = 5
.macro S a
.ascii "[&a]"
.byte a
.endm
S %x+1
S %x
.noaltmacro
.macro T a
.ascii "[\a]"
.endm
T <1>
T %x
#----
.data
.macro M a
.ascii "[\a]"
.endm
M <a>
M %x
M (a b)
M [1]
#----
.data
.macro M a
.ascii "[\a]"
.endm
M (a , b)
#----
.data
.macro M a
.ascii "[\a]"
.endm
M {1 2}
#----
.data
.irp x a, b c, "d e"
.ascii "[\x]"
.endr
.irp x
.ascii "[\x]"
.endr
.irp X, 1
.ascii "[\x]"
.endr
#----
.data
.irpc x 1, 2
.ascii "[\x]"
.endr
.irpc x, "ab c"
.ascii "[\x]"
.endr
.irpc x,abc
.ascii "[\x]"
.endr
#----
.data
.macro M a=1,b
.byte \a
.ifnb \b
.byte \b
.endif
.endm
M
M b=2
M , 3
#----
.data
.macro M a:req b:req=7
.byte \a, \b
.endm
M 1, 2
#----
.data
.macro M a b
.ascii "[\a|\b]"
.endm
M x+1 y
M x +1 y
M x+ 1 y
M -1 -2
M 1 -2
M a(b) c
M a (b) c
M "x" "y"
M 'a' b
M ~a b
M a, b
M a; .byte 1
M $a b
M %hi(x) %lo(x)
#----
.data
.macro M a b
.ascii "[\a|\b]"
.endm
M "x""y" z
#----
.data
.macro M a b
.ascii "[\a|\b]"
.endm
M a=1 b
#----
.data
.macro M a
.byte \a
.endm
.MACRO N A
.BYTE \A
.ENDM
M 1
n 2
#----
.data
.macro M a
.if \a
.byte \a
M "(\a-1)"
.endif
.endm
M 3
#----
.data
.macro M a:vararg
.ascii "\a"
.byte \@
.endm
M 'a'
#----
.data
.macro M a:vararg
.ascii "\a"
.byte \@
.endm
M "a"b"
#----
.data
.macro M a, a
.endm
#----
.data
.macro M
.byte 1
.endm
M 1
#----
.altmacro
.data
.macro M a
.byte a, aa, a.a
.endm
aa=1
a.a=2
M 3
#----
.altmacro
.data
.macro M a
.ascii "a"
.ascii "&a"
.ascii "&a&"
.ascii "x&a&y"
.endm
M q
#----
.altmacro
.data
.rept 2
LOCAL q
q: .byte 1
.endr
.irp x,1,2
.byte x
.endr
.irp x,<1,2>
.byte x
.endr
#----
.altmacro
.data
.macro R n
.if n
.byte n
R %n-1
.endif
.endm
R 3
#----
.altmacro
.data
.macro M a=<1,2>
.byte a
.endm
M
M <3,4>
#----
.data
.irpc c, abc
.byte '\c, '\c'
.endr
.macro m c
.byte '\c
.endm
m x
#----
.data
.irp x,1,2
.byte \@
.endr
.macro m
.byte \@
.endm
m
m
.irp x,1,2
.byte \@
.endr
#----
.data
.macro m(a, b=3)
.byte \a, \b
.endm
m 1
m(1)
#----
.data
.macro m a
.ascii "[\a]"
.endm
m 'a'
m 'a
m "x\"y"
#----
.data
.macro m a
.ascii "[\a]"
.endm
m "x"y
#----
.data
.macro m a
.ascii "[\a]"
.endm
m x"y z"w
#----
.data
.macro m a b
.ascii "[\a|\b]"
.endm
m "x" "y"
m "x" y
m x "y"
m "x", y
m (1 2) 3
m [1 2] 3
m a[1 2]b c
m -1 -2
m 1 -2
m \ x
#----
.data
.macro m a, b, c
.ascii "[\a,\b,\c]"
.endm
m 1 , , 3
m ,,3
m c=3,b=2
m c=3 b=2
m c = 3 , a = 1
m a="x y"
m 1, c="q"
#----
.data
.macro m a b
.byte \a, &b, \a&b
.endm
m 3 1
#----
.data
.macro m a
.byte 7&\a, 6&a, 5 & a
.endm
a=3
m 5
#----
.data
.macro m x, y=\x
.ascii "[\x\y]"
.endm
m 5
m 5,
#----
.data
.macro m a:vararg
.ascii "[\a]"
.endm
m a , b+ 1 ,  c  d
m (a , b)
m 'x' , 1
#----
.data
.macro m a, b:vararg=q
.ascii "[\a|\b]"
.endm
m 1
m 1, 2
#----
.altmacro
.data
.macro m a b
.ascii "[&a|&b]"
.endm
m <1><2> 3
m %3 4
m %3,%4
m 'a' 3
m <a<b>c> d
m <x!!y> 1
#----
.altmacro
.data
.macro m a b
.ascii "[&a|&b]"
.endm
m x<1> 2
#----
.altmacro
.data
.macro m a b
.ascii "[&a|&b]"
.endm
m "x!"y" z
#----
.altmacro
.data
.macro m
local q
q: .byte 1
.byte q-q
.endm
m
m
.macro n x
  LOCAL a1 , b1
a1:	.byte &x
b1:	.byte b1-a1, "a1"-a1
.endm
n 2
#----
.data
.macro m name
\name\()_x: .byte 1
.set \name&_y, 4
.byte name&_y
.endm
m foo
#----
.data
.macro m a
.ascii "a&b &a& \& \&a"
.endm
m q
#----
.data
.macro m Ab
.byte \Ab
.endm
m ab=1
#----
.data
.purgem x
.macro Xy
.byte 1
.endm
.purgem xY
xy
#----
.altmacro
.data
.macro S a
.ascii "[&a]"
.endm
S %1+2*3
S <a b, c>
S <a!>b>
S <>
S %(1<<4)
S <a<b>c>
S <x!!y>
S a!b
S <1><2>
S %-1
S %~0
#----
.altmacro
.data
.macro S a b
.ascii "[&a|&b]"
.endm
S %3 4
S %3,%4
S x<1>
S <x>y
S 1 + 2 3
S <x y>,<z,w>
S %(1+2),%4*5
.noaltmacro
S %3 <4>
#----
.altmacro
.data
.macro S a b
.ascii "[&a|&b]"
.endm
S x<1> 2
#----
.data
.macro S a
.ascii "[\a]"
.endm
S "a!b"
S a!b
S "\\n"
S "a\tb"
#----
.data
.macro S a
.ascii "[\a]"
.endm
S "a""b"
#----
.data
.macro S a
.ascii "[\a]"
.endm
S x"y"
#----
.data
.macro S a
.ascii "[\a]"
.endm
S x"y z"
#----
.data
.macro S a b
.ascii "[\a|\b]"
.endm
S 'a' b
S 'a b
S a 'b'
S "x" 'b'
S a,'b'
S 'a','b'
S '",'"
S ''', 2
S '\n 2
#----
.data
.macro S a b
.ascii "[\a|\b]"
.endm
.macro T a b
S \a \b
.endm
S x-1 -2
S x, -2
S -1, -2
T 1, -2
T x, y
T 1, (2)
#----
.data
.macro S a b
.ascii "[\a|\b]"
.endm
.macro T a b
S \a \b
.endm
T "x y", z
#----
.data
"a" "b": .byte 1
.byte "ab"-"a" "b"
.globl "q\"r"
"q\"r": .byte "q\"r" - ab
#----
.data
.macro M a:vararg
.ascii "[\a]"
.endm
M 1 , 2 ,  3
M 1,2  3   4
M a  +  b , c
M  , 1
M 1,
M 'x' , 1
.macro N a, b:vararg
.ascii "[\a|\b]"
.endm
N x , 1 , 2
N x 1 , 2
N x,
N x y z
#----
.data
.irp x, a,
.ascii "[\x]"
.endr
.irp x, ,a,,b
.ascii "[\x]"
.endr
.irp x "a b" c
.ascii "[\x]"
.endr
.irp x,
.ascii "[\x]"
.endr
.irp x,"",b
.ascii "[\x]"
.endr
.irp x,-1 -2,3
.byte \x
.endr
#----
.altmacro
.macro LOOP count
LOCAL top
li t0, count
top: addi t0, t0, -1
bnez t0, top
.endm
LOOP 3
LOOP %2+2
#----
.macro push reg:req, off = 8
sd \reg, \off (sp)
.endm
PUSH ra
Push reg=s0, off=16
#----
.macro push reg:req, off = 8
sd \reg, \off (sp)
.endm
pusH s1 -8
