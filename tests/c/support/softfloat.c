// SPDX-License-Identifier: MPL-2.0
// Floating-point arithmetic in integers, by the names under which gcc calls it where a processor has
// none. Rounds to the nearest, ties to even, subnormal numbers included. The arithmetic of float goes
// through double, which has more than twice its digits and so rounds the same way.

#include <stdint.h>

typedef union { double value; uint64_t bits; } number;
typedef union { float value; uint32_t bits; } short_number;

enum { MOST_EXPONENT = 2047, BIAS = 1075 };
#define SIGN (1ull << 63)
#define INFINITY_BITS (0x7ffull << 52)
#define NAN_BITS (0x7ff8ull << 48)
#define HIDDEN (1ull << 52)

// A number as fraction * 2^exponent; zero has fraction 0.
typedef struct { uint64_t sign, fraction; int exponent; } parts;

static int is_nan(uint64_t bits) { return (bits << 1) > (INFINITY_BITS << 1); }
static int is_infinite(uint64_t bits) { return (bits << 1) == (INFINITY_BITS << 1); }
static uint64_t bits_of(double value) { number n = {value}; return n.bits; }
static double number_of(uint64_t bits) { number n; n.bits = bits; return n.value; }

static parts split(uint64_t bits)
{
    int exponent = (int)(bits >> 52) & 0x7ff;
    uint64_t fraction = bits & (HIDDEN - 1);
    parts result = {bits & SIGN, exponent == 0 ? fraction : fraction | HIDDEN,
                    (exponent == 0 ? 1 : exponent) - BIAS};
    return result;
}

// The same number with its highest bit where that of normal numbers is; not zero.
static parts normal(parts x)
{
    while (x.fraction < HIDDEN) {
        x.fraction <<= 1;
        x.exponent--;
    }
    return x;
}

// The number nearest to fraction * 2^exponent; the lowest bit of the fraction also says that more
// follows it.
static uint64_t rounded(uint64_t sign, uint64_t fraction, int exponent)
{
    if (fraction == 0) return sign;
    while (fraction >> 62 == 0) {
        fraction <<= 1;
        exponent--;
    }
    if (fraction >> 63 != 0) {
        fraction = fraction >> 1 | (fraction & 1);
        exponent++;
    }
    int drop = 10;
    int biased = exponent + drop + BIAS;
    if (biased < 1) {
        drop += 1 - biased;
        biased = 1;
    }
    if (drop > 63) return sign;
    uint64_t rest = fraction & ((1ull << drop) - 1);
    uint64_t kept = fraction >> drop;
    uint64_t half = 1ull << (drop - 1);
    if (rest > half || (rest == half && (kept & 1) != 0)) kept++;
    uint64_t bits = kept < HIDDEN ? kept : kept - HIDDEN + ((uint64_t)biased << 52);
    return bits >= INFINITY_BITS ? sign | INFINITY_BITS : sign | bits;
}

static uint64_t shifted(uint64_t fraction, int count)
{
    if (count == 0) return fraction;
    if (count > 63) return fraction != 0;
    return fraction >> count | ((fraction << (64 - count)) != 0);
}

double __adddf3(double left, double right)
{
    uint64_t a = bits_of(left), b = bits_of(right);
    if (is_nan(a) || is_nan(b)) return number_of(NAN_BITS);
    if (is_infinite(a)) return is_infinite(b) && a != b ? number_of(NAN_BITS) : left;
    if (is_infinite(b)) return right;
    parts x = split(a), y = split(b);
    if (x.fraction == 0 && y.fraction == 0) return number_of(a & b);
    if (x.exponent < y.exponent || (x.exponent == y.exponent && x.fraction < y.fraction)) {
        parts other = x;
        x = y;
        y = other;
    }
    uint64_t large = x.fraction << 9;
    uint64_t small = shifted(y.fraction << 9, x.exponent - y.exponent);
    uint64_t sum = x.sign == y.sign ? large + small : large - small;
    return number_of(sum == 0 ? 0 : rounded(x.sign, sum, x.exponent - 9));
}

double __negdf2(double value) { return number_of(bits_of(value) ^ SIGN); }
double __subdf3(double left, double right) { return __adddf3(left, __negdf2(right)); }

double __muldf3(double left, double right)
{
    uint64_t a = bits_of(left), b = bits_of(right), sign = (a ^ b) & SIGN;
    parts x = split(a), y = split(b);
    if (is_nan(a) || is_nan(b)) return number_of(NAN_BITS);
    if (is_infinite(a) || is_infinite(b)) {
        return number_of((a << 1) == 0 || (b << 1) == 0 ? NAN_BITS : sign | INFINITY_BITS);
    }
    if (x.fraction == 0 || y.fraction == 0) return number_of(sign);
    x = normal(x);
    y = normal(y);
    unsigned __int128 product = (unsigned __int128)x.fraction * y.fraction;
    uint64_t high = (uint64_t)(product >> 50);
    uint64_t more = (product & ((1ull << 50) - 1)) != 0;
    return number_of(rounded(sign, high | more, x.exponent + y.exponent + 50));
}

double __divdf3(double left, double right)
{
    uint64_t a = bits_of(left), b = bits_of(right), sign = (a ^ b) & SIGN;
    parts x = split(a), y = split(b);
    if (is_nan(a) || is_nan(b)) return number_of(NAN_BITS);
    if (is_infinite(a)) return number_of(is_infinite(b) ? NAN_BITS : sign | INFINITY_BITS);
    if (is_infinite(b) || x.fraction == 0) {
        return number_of(y.fraction == 0 ? NAN_BITS : sign);
    }
    if (y.fraction == 0) return number_of(sign | INFINITY_BITS);
    x = normal(x);
    y = normal(y);
    uint64_t quotient = 0, rest = x.fraction;
    for (int step = 0; step < 58; step++) {
        quotient <<= 1;
        if (rest >= y.fraction) {
            rest -= y.fraction;
            quotient |= 1;
        }
        rest <<= 1;
    }
    return number_of(rounded(sign, quotient << 1 | (rest != 0), x.exponent - y.exponent - 58));
}

// Below zero, zero or above it; `unordered` where one is no number.
static int compared(double left, double right, int unordered)
{
    uint64_t a = bits_of(left), b = bits_of(right);
    if (is_nan(a) || is_nan(b)) return unordered;
    if (((a | b) << 1) == 0) return 0;
    int64_t x = (a & SIGN) != 0 ? -(int64_t)(a & ~SIGN) : (int64_t)a;
    int64_t y = (b & SIGN) != 0 ? -(int64_t)(b & ~SIGN) : (int64_t)b;
    return (x > y) - (x < y);
}

int __eqdf2(double a, double b) { return compared(a, b, 1); }
int __nedf2(double a, double b) { return compared(a, b, 1); }
int __ltdf2(double a, double b) { return compared(a, b, 1); }
int __ledf2(double a, double b) { return compared(a, b, 1); }
int __gtdf2(double a, double b) { return compared(a, b, -1); }
int __gedf2(double a, double b) { return compared(a, b, -1); }
int __unorddf2(double a, double b) { return is_nan(bits_of(a)) || is_nan(bits_of(b)); }

double __floatundidf(uint64_t value) { return number_of(rounded(0, value, 0)); }
double __floatunsidf(uint32_t value) { return number_of(rounded(0, value, 0)); }

double __floatdidf(int64_t value)
{
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    return number_of(rounded(value < 0 ? SIGN : 0, size, 0));
}

double __floatsidf(int32_t value) { return __floatdidf(value); }

// The whole part; what does not fit becomes the largest or smallest number, as RISC-V's fcvt has it.
uint64_t __fixunsdfdi(double value)
{
    uint64_t bits = bits_of(value);
    if (is_nan(bits)) return UINT64_MAX;
    parts x = split(bits);
    if (x.sign != 0 || x.exponent < -52) return 0;
    if (x.exponent > 11) return UINT64_MAX;
    return x.exponent >= 0 ? x.fraction << x.exponent : x.fraction >> -x.exponent;
}

int64_t __fixdfdi(double value)
{
    uint64_t bits = bits_of(value);
    uint64_t size = __fixunsdfdi(number_of(bits & ~SIGN));
    if ((bits & SIGN) == 0 || is_nan(bits)) return size > INT64_MAX ? INT64_MAX : (int64_t)size;
    return size > INT64_MAX ? INT64_MIN : -(int64_t)size;
}

int32_t __fixdfsi(double value)
{
    int64_t whole = __fixdfdi(value);
    return whole > INT32_MAX ? INT32_MAX : whole < INT32_MIN ? INT32_MIN : (int32_t)whole;
}

uint32_t __fixunsdfsi(double value)
{
    uint64_t whole = __fixunsdfdi(value);
    return whole > UINT32_MAX ? UINT32_MAX : (uint32_t)whole;
}

double __extendsfdf2(float value)
{
    short_number n = {value};
    uint64_t sign = (uint64_t)(n.bits >> 31) << 63;
    int exponent = (int)(n.bits >> 23) & 0xff;
    uint64_t fraction = n.bits & 0x7fffff;
    if (exponent == 0xff) {
        return number_of(sign | (fraction != 0 ? NAN_BITS : INFINITY_BITS));
    }
    if (exponent != 0) fraction |= 0x800000;
    return number_of(rounded(sign, fraction, (exponent == 0 ? 1 : exponent) - 150));
}

float __truncdfsf2(double value)
{
    uint64_t bits = bits_of(value);
    uint32_t sign = (uint32_t)(bits >> 63) << 31;
    short_number n;
    parts x = split(bits);
    if (is_nan(bits)) {
        n.bits = 0x7fc00000;
    } else if (is_infinite(bits) || x.exponent > 75) {
        n.bits = sign | 0x7f800000;
    } else {
        int drop = 29;
        int biased = x.exponent + drop + 150;
        if (biased < 1) {
            drop += 1 - biased;
            biased = 1;
        }
        uint32_t kept = 0;
        if (drop < 60) {
            uint64_t rest = x.fraction & ((1ull << drop) - 1), half = 1ull << (drop - 1);
            kept = (uint32_t)(x.fraction >> drop);
            if (rest > half || (rest == half && (kept & 1) != 0)) kept++;
        }
        uint32_t result = kept < 0x800000 ? kept : kept - 0x800000 + ((uint32_t)biased << 23);
        n.bits = sign | (result > 0x7f800000 ? 0x7f800000 : result);
    }
    return n.value;
}

float __addsf3(float a, float b) { return __truncdfsf2(__adddf3(a, b)); }
float __subsf3(float a, float b) { return __truncdfsf2(__subdf3(a, b)); }
float __mulsf3(float a, float b) { return __truncdfsf2(__muldf3(a, b)); }
float __divsf3(float a, float b) { return __truncdfsf2(__divdf3(a, b)); }
float __negsf2(float value) { short_number n = {value}; n.bits ^= 1u << 31; return n.value; }

// What a double cannot hold leaves a trace in its lowest bit, so that it is rounded once only.
float __floatundisf(uint64_t value)
{
    if (value < HIDDEN) return __truncdfsf2(__floatundidf(value));
    uint64_t cut = value >> 11 | ((value & 0x7ff) != 0);
    return __truncdfsf2(__muldf3(__floatundidf(cut), 2048));
}

float __floatdisf(int64_t value)
{
    return value < 0 ? __negsf2(__floatundisf(-(uint64_t)value)) : __floatundisf((uint64_t)value);
}

float __floatsisf(int32_t value) { return __truncdfsf2(__floatsidf(value)); }
float __floatunsisf(uint32_t value) { return __truncdfsf2(__floatunsidf(value)); }
int32_t __fixsfsi(float value) { return __fixdfsi(value); }
int64_t __fixsfdi(float value) { return __fixdfdi(value); }
uint32_t __fixunssfsi(float value) { return __fixunsdfsi(value); }
uint64_t __fixunssfdi(float value) { return __fixunsdfdi(value); }

int __eqsf2(float a, float b) { return compared(a, b, 1); }
int __nesf2(float a, float b) { return compared(a, b, 1); }
int __ltsf2(float a, float b) { return compared(a, b, 1); }
int __lesf2(float a, float b) { return compared(a, b, 1); }
int __gtsf2(float a, float b) { return compared(a, b, -1); }
int __gesf2(float a, float b) { return compared(a, b, -1); }
int __unordsf2(float a, float b) { return __unorddf2(a, b); }

// One bit at a time: the largest root whose square is not greater.
double soft_square_root(double value)
{
    parts x = split(bits_of(value));
    if (x.sign != 0 && x.fraction != 0) return number_of(NAN_BITS);
    if (x.fraction == 0 || is_infinite(bits_of(value)) || is_nan(bits_of(value))) return value;
    x = normal(x);
    if ((x.exponent & 1) != 0) { x.fraction <<= 1; x.exponent--; }
    unsigned __int128 square = (unsigned __int128)x.fraction << 60, done = 0;
    uint64_t root = 0;
    for (int bit = 56; bit >= 0; bit--) {
        unsigned __int128 next = done + (((unsigned __int128)root << (bit + 1)) +
                                         ((unsigned __int128)1 << (2 * bit)));
        if (next <= square) {
            done = next;
            root |= 1ull << bit;
        }
    }
    return number_of(rounded(0, root << 1 | (done != square), x.exponent / 2 - 31));
}
