// SPDX-License-Identifier: MPL-2.0
#define CAT(a,b) a##b
#define CAT3(a,b,c) a ## b ## c
#define STR(x) #x
#define XSTR(x) STR(x)
#define VA(f, ...) f(__VA_ARGS__)
#define VC(f, ...) f, ## __VA_ARGS__ ;
#define VG(f, a...) f, ## a ;
#define OPT(f, ...) f __VA_OPT__(,) __VA_ARGS__
CAT3(a,,c) CAT3(.,x,y)
XSTR(CAT(a,b)) STR( a  "q\n" 'x' + b ) STR(\n)
VC(a) VC(a,) VC(a,b,c) VG(z) VG(z,1)
OPT(a) OPT(a,b) OPT(a,)
# this is a comment CAT(a,b)
  # 13 "bar.S"
#
 lw a0, 0(a1) // comment ' CAT
 lw a0, 0(a1) /* c */ # trailing CAT(x,y)
#define F(x) x*G
#define G(x) F(x)
F(2)(9)
F
(3)
F
nop
#define E
+E+ -E- E+E
baz"
$x a$x x$
#define HASH #
#define S(x) # x #y
S(1)
%:define X 1
0x1e+F(1) .5.F(1)
_Pragma("x")
\F \CAT(a,b) "un
CAT(a,b) 'x' 'xy' ' ' "
 a
linux __riscv_xlen unix
#define EMPTY()
#define DEFER(x) x EMPTY()
DEFER(F)(1)
a EMPTY()b
-CAT(-,x) -E-
F (4) ;F(5);
#define LOAD(r, o) ld r, o(sp) ; \
   nop
LOAD(a0,
   8)
 next
