// SPDX-License-Identifier: MPL-2.0
// Shifts and division of 128-bit integers, by the names under which gcc calls them (shifts with -Os
// only), and what else it does not find in RV64IM: counting bits, turning bytes around.

typedef unsigned __int128 wide;
typedef __int128 signed_wide;
typedef union { wide whole; struct { unsigned long low, high; }; } halves;

wide __ashlti3(wide value, int by)
{
    halves v = {value};
    if (by >= 64) return (halves){.high = v.low << (by - 64), .low = 0}.whole;
    if (by > 0) v = (halves){.high = v.high << by | v.low >> (64 - by), .low = v.low << by};
    return v.whole;
}

wide __lshrti3(wide value, int by)
{
    halves v = {value};
    if (by >= 64) return (halves){.low = v.high >> (by - 64), .high = 0}.whole;
    if (by > 0) v = (halves){.low = v.low >> by | v.high << (64 - by), .high = v.high >> by};
    return v.whole;
}

signed_wide __ashrti3(signed_wide value, int by)
{
    wide flipped = value < 0 ? ~(wide)0 : 0;
    return (signed_wide)(__lshrti3((wide)value ^ flipped, by) ^ flipped);
}

// Bit by bit, as on paper.

static wide divided(wide left, wide right, wide *rest)
{
    wide quotient = 0;
    wide remainder = 0;
    for (int bit = 127; bit >= 0; bit--) {
        remainder = remainder << 1 | (left >> bit & 1);
        if (remainder < right) continue;
        remainder -= right;
        quotient |= (wide)1 << bit;
    }
    *rest = remainder;
    return quotient;
}

wide __udivti3(wide left, wide right)
{
    wide rest;
    return divided(left, right, &rest);
}

wide __umodti3(wide left, wide right)
{
    wide rest;
    divided(left, right, &rest);
    return rest;
}

static wide size_of(signed_wide value) { return value < 0 ? -(wide)value : (wide)value; }

signed_wide __divti3(signed_wide left, signed_wide right)
{
    wide rest;
    wide size = divided(size_of(left), size_of(right), &rest);
    return (signed_wide)((left < 0) != (right < 0) ? -size : size);
}

signed_wide __modti3(signed_wide left, signed_wide right)
{
    wide rest;
    divided(size_of(left), size_of(right), &rest);
    return (signed_wide)(left < 0 ? -rest : rest);
}

// The bits, counted in parallel.
int __popcountdi2(unsigned long value)
{
    value -= value >> 1 & 0x5555555555555555;
    value = (value & 0x3333333333333333) + (value >> 2 & 0x3333333333333333);
    value = (value + (value >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return (int)(value * 0x0101010101010101 >> 56);
}

int __clzdi2(unsigned long value)
{
    int count = 0;
    for (int step = 32; step > 0; step >>= 1) {
        if (value >> (64 - step) != 0) continue;
        count += step;
        value <<= step;
    }
    return count;
}

int __ctzdi2(unsigned long value)
{
    return 63 - __clzdi2(value & -value);
}

int __ctzsi2(unsigned value) { return __ctzdi2(value); }
int __clzsi2(unsigned value) { return __clzdi2(value) - 32; }
int __popcountsi2(unsigned value) { return __popcountdi2(value); }
int __paritydi2(unsigned long value) { return __popcountdi2(value) & 1; }

unsigned long __bswapdi2(unsigned long value)
{
    unsigned long result = 0;
    for (int byte = 0; byte < 8; byte++) result = result << 8 | (value >> (8 * byte) & 0xff);
    return result;
}

unsigned __bswapsi2(unsigned value) { return (unsigned)(__bswapdi2(value) >> 32); }
