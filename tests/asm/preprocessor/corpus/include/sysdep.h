// SPDX-License-Identifier: MPL-2.0
#ifndef _SYSDEP_H
#define _SYSDEP_H
#include <bits.h>
#ifdef __ASSEMBLER__
# if __riscv_xlen == 64
#  define PTRLOG 3
#  define SZREG 8
#  define REG_S sd
#  define REG_L ld
# elif __riscv_xlen == 32
#  define PTRLOG 2
#  define SZREG 4
#  define REG_S sw
#  define REG_L lw
# else
#  error __riscv_xlen must equal 32 or 64
# endif
# define C_LABEL(name) name:
# define C_SYMBOL_NAME(name) name
# define ENTRY(name) \
  .globl C_SYMBOL_NAME(name);  \
  .align 2;                    \
  .type C_SYMBOL_NAME(name), @function; \
  C_LABEL(name)                \
  .cfi_startproc
# define END(name) .cfi_endproc; .size C_SYMBOL_NAME(name), .-C_SYMBOL_NAME(name)
# define LEAF(symbol) ENTRY(symbol)
# define PSEUDO(name, syscall_name, args) \
  ENTRY (name); li a7, SYS_ify (syscall_name); scall; li a7, -4096; bgtu a0, a7, .Lsyscall_error ## name;
# define PSEUDO_END(name) .Lsyscall_error ## name: neg a0, a0; ret; END (name)
# define SYS_ify(x) __NR_##x
#endif
#endif
