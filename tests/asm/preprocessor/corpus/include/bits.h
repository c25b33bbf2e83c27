// SPDX-License-Identifier: MPL-2.0
#pragma once
#define BIT(n) (1 << (n))
#define __NR_write 64
#define __NR_exit 93
#define concat_(a,b) a ## b
#define concat(a,b) concat_(a,b)
#define STRINGIFY(x...) #x
#define PAGE_SHIFT 12
#define PAGE_SIZE (1 << PAGE_SHIFT)
