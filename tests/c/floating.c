// SPDX-License-Identifier: MPL-2.0
// Floating point: series, Newton's method, a matrix inverted, statistics, conversions to and from
// integers of every kind, comparisons with what is no number, and mixed float and double.

#include "support/support.h"

static NOINLINE double root(double x)
{
    double guess = x > 1 ? x / 2 : 1;
    for (int i = 0; i < 40; i++) guess = (guess + x / guess) / 2;
    return guess;
}

static NOINLINE double sine(double x)
{
    double term = x, sum = x;
    for (int n = 1; n < 15; n++) {
        term *= -x * x / ((2 * n) * (2 * n + 1));
        sum += term;
    }
    return sum;
}

static NOINLINE double exponential(double x)
{
    double sum = 1, term = 1;
    for (int n = 1; n < 30; n++) sum += term *= x / n;
    return sum;
}

static NOINLINE double logarithm(double x)
{
    double y = 0;
    for (int i = 0; i < 20; i++) y += 2 * (x - exponential(y)) / (x + exponential(y));
    return y;
}

enum { N = 4 };

static NOINLINE int inverted(double a[N][N], double result[N][N])
{
    for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) result[i][j] = i == j;
    for (int column = 0; column < N; column++) {
        int pivot = column;
        for (int i = column + 1; i < N; i++) if (__builtin_fabs(a[i][column]) > __builtin_fabs(a[pivot][column])) pivot = i;
        if (a[pivot][column] == 0) return 0;
        for (int j = 0; j < N; j++) {
            double kept = a[pivot][j]; a[pivot][j] = a[column][j]; a[column][j] = kept;
            kept = result[pivot][j]; result[pivot][j] = result[column][j]; result[column][j] = kept;
        }
        double scale = 1 / a[column][column];
        for (int j = 0; j < N; j++) a[column][j] *= scale, result[column][j] *= scale;
        for (int i = 0; i < N; i++) {
            if (i == column) continue;
            double factor = a[i][column];
            for (int j = 0; j < N; j++) a[i][j] -= factor * a[column][j], result[i][j] -= factor * result[column][j];
        }
    }
    return 1;
}

typedef struct { float mean, deviation; double largest; } statistics;

static NOINLINE statistics described(const float *values, int count)
{
    float sum = 0, squares = 0;
    double largest = values[0];
    for (int i = 0; i < count; i++) {
        sum += values[i];
        squares += values[i] * values[i];
        if (values[i] > largest) largest = values[i];
    }
    float mean = sum / (float)count;
    return (statistics){mean, (float)root(squares / count - mean * mean), largest};
}

static NOINLINE int relations(double a, double b)
{
    return (a < b) | (a <= b) << 1 | (a == b) << 2 | (a != b) << 3 | (a > b) << 4 | (a >= b) << 5 | __builtin_isunordered(a, b) << 6;
}

static NOINLINE long conversions(double d)
{
    return (long)d + (int)(float)d + (short)d + (long)(unsigned)(d < 0 ? -d : d) + (long)(unsigned long)(d < 0 ? -d : d);
}

static NOINLINE float mixed(float a, double b, int c, float d, unsigned long e) { return (float)(a * b + c) / d - (float)e; }

static volatile double zero = 0;
static const double constants[] = {0.1, -2.5e-8, 1e22, 6.02214076e23, 0x1p-1074, 3.0f, -0.0};

static void show(double value) { print_fraction(value, 6); put_char(' '); }

int main(void)
{
    show(root(2)); show(root(1e10)); show(sine(1)); show(exponential(1)); show(logarithm(10)); show(4 * 16 * 0.05); put_char('\n');
    double a[N][N] = {{4, 7, 2, 3}, {0, 5, 0, 6}, {1, 1, 9, 0}, {3, 2, 1, 8}}, b[N][N];
    print("%d: ", inverted(a, b));
    for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) show(b[i][j]);
    put_char('\n');
    static const float values[] = {1.5f, 2.25f, -3.75f, 8.125f, 0.1f, 100.0f, 1e-3f};
    statistics s = described(values, (int)LENGTH(values));
    show(s.mean); show(s.deviation); show(s.largest); put_char('\n');
    double nan = zero / zero, infinite = 1 / zero;
    print("%d %d %d %d %d\n", relations(1, 2), relations(nan, 1), relations(infinite, 1e308), relations(-infinite, infinite), relations(0.0, -0.0));
    print("%ld %ld %ld\n", conversions(1234.99), conversions(-77.5), conversions(3e4));
    show(mixed(1.5f, 2.5, -3, 0.75f, 7)); show((double)(1ul << 63)); show((float)16777217); show((double)~0ul); put_char('\n');
    uint64_t hash = 0;
    for (size_t i = 0; i < LENGTH(constants); i++) {
        union { double d; uint64_t bits; } u = {constants[i]};
        hash = hash * 31 + u.bits;
    }
    print("%lx\n", hash);
    int status = 0;
    for (double x = 0.5; x < 100; x *= 1.7) status += (int)(root(x) * 3);
    return status;
}
