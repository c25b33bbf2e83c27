// SPDX-License-Identifier: MPL-2.0
#define F(x, ...) [x|__VA_OPT__(a x, __VA_ARGS__ b)|__VA_ARGS__]
F(1) F(1,) F(1,2) F(,2,3)
#define G(x, ...) x ## __VA_OPT__(y) z
G(1) G(1,2)
#define H(a) #a a
H( "a\n" '\'' \ x  /* c */ y )
#define K(...) #__VA_ARGS__ ; f(0, ## __VA_ARGS__)
K() K(a) K(a, b) K( a ,b)
#define M(x,y) x ## y y ## x
M(,) M(a,) M(,b) M(a b, c d)
#define N() n
N() N( ) N(
) N
#define P(x) <x>
P(()) P((a,b)) P(N()) P(P(P(1)))
#define Q Q R
#define R Q
Q R
#define AB ab
#define XCAT(a,b) CAT(a,b)
#define CAT(a,b) a##b
CAT(A,B) XCAT(A,B) XCAT(A B, A) XCAT(CAT(A,B),1)
#define o_(x) o2(x, N())
#define o2(x,y) x y o_(x)
o_(1)
#define LPAREN (
#define F2(x) f2{x}
F2 LPAREN 3)
#define z(x) F2 x
z((5)) z(LPAREN 6))
x=N()y
.equ a, N()-N()
%hi(N())(a0)
#define REG_S sd
#define STORE(r, off) REG_S r, off*8(sp)
STORE(a0, 3); STORE(ra,(1+2))
