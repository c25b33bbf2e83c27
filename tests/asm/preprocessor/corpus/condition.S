// SPDX-License-Identifier: MPL-2.0
#define A 3
#define B (A*2)
#define EMPTY
#define ONE 1 EMPTY
#if A + B == 9 && -1 > 0u && (1 ? 2 : 3) == 2 && 'A' == 65 && '\n' == 10 && '\x41' == 0101
  .byte 1
#endif
#if (A << 2 | 1) == 13 && ~0 == -1 && !EMPTY 0 && 0x10 == 16 && 010 == 8 && 0b11 == 3 && 10UL > 9ll
  .byte 2
#endif
#if A == 4
  .byte 3
#elif defined A && !defined(C) && ONE
  .byte 4
#elif 1 / 0
  .byte 5
#else
  .byte 6
#endif
#if 0 && 1/0
#elif 1 || 1/0
  .byte 7
#endif
#if 0
 don't care "about this
# if nested
# else bad
# endif bad
#else
  .byte 8
#endif
#ifndef A
#elifdef B
  .byte 9
#endif
#if __has_include(<bits.h>) && !__has_include("nope.h")
  .byte 10
#endif
#if -1 >> 1 == -1 && (-8)/3 == -2 && (-8)%3 == -2 && 0xffffffffffffffff == -1 && 1 == 1 ? 1 : 0
  .byte 11
#endif
#if (2, 3) == 3
  .byte 12
#endif
#if UNKNOWN == 0 && true == 0
  .byte 13
#endif
#define HAS defined(A) && A == 3
#if HAS
  .byte 14
#endif
#line 100 "other.S"
  .word __LINE__ ; .asciz __FILE__
#undef A
#ifdef A
  .byte 15
#endif
#define A(x) x+x
  .byte A(A(2)), A (3), A
(4)
  .byte A
  .word 5
#define f(x,y) x-y
  .byte f(A(1),), f((1,2) ,3), f( , 7), f(f(1,2),f(3,4))
  .byte -f(-1,-2)-f(-3,-4) , +f(+1,+2)
#define self self + other
#define other self
  .byte self
#define str(s) # s
#define xstr(s) str(s)
#define INCFILE(n) vers ## n
  .asciz xstr(INCFILE(2).h), str( @ "\n" 'a' \ b), xstr(strncmp("abc\0d", "abc", '\4') == 0)
#define hash_hash # ## #
  .asciz xstr(hash_hash)
#define t(x,y,z) x ## y ## z
  .word t(1,2,3), t(,4,5), t(6,,7), t(8,9,), t(10,,), t(,11,), t(,,12), 0t(,,)
#define REGS a0, a1, a2
#define add3(...) add __VA_ARGS__
  add3(REGS)
#define SYS(n, args...) li a7, n ; ## args
  SYS(1)
  SYS(2, nop)
#define reg(n) x ## n
#define idx 7
#define reg2(n) reg(n)
  mv reg(5), reg2(idx)
%hi(foo) %lo(bar)(a0) foo@plt 1b 1f 0b1 $5 \x \() \@ a\()b
