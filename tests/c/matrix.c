// SPDX-License-Identifier: MPL-2.0
// Matrices of integers: products, transposes, determinants without fractions, powers, a spiral, and
// arrays whose size only the call knows.

#include "support/support.h"

enum { N = 12 };
typedef int32_t matrix[N][N];

static NOINLINE void multiply(matrix out, matrix a, matrix b)
{
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            int32_t sum = 0;
            for (int k = 0; k < N; k++) sum += a[i][k] * b[k][j];
            out[i][j] = sum % 10007;
        }
    }
}

static NOINLINE void transpose(int rows, int columns, const short from[rows][columns], short to[columns][rows])
{
    for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) to[j][i] = from[i][j];
}

// Bareiss: every division comes out even.
static long determinant(int n, long a[n][n])
{
    long previous = 1, sign = 1;
    for (int k = 0; k < n - 1; k++) {
        if (a[k][k] == 0) {
            int row = k + 1;
            while (row < n && a[row][k] == 0) row++;
            if (row == n) return 0;
            for (int j = 0; j < n; j++) {
                long kept = a[k][j];
                a[k][j] = a[row][j];
                a[row][j] = kept;
            }
            sign = -sign;
        }
        for (int i = k + 1; i < n; i++) {
            for (int j = k + 1; j < n; j++) a[i][j] = (a[i][j] * a[k][k] - a[i][k] * a[k][j]) / previous;
        }
        previous = a[k][k];
    }
    return sign * a[n - 1][n - 1];
}

static long filled(int n, uint64_t seed)
{
    long a[n][n];
    for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) a[i][j] = (long)(next_random(&seed) % 19) - 9;
    return determinant(n, a);
}

static void spiral(int size)
{
    unsigned char cells[16][16];
    int top = 0, left = 0, bottom = size - 1, right = size - 1, next = 1;
    while (top <= bottom && left <= right) {
        for (int j = left; j <= right; j++) cells[top][j] = (unsigned char)next++;
        top++;
        for (int i = top; i <= bottom; i++) cells[i][right] = (unsigned char)next++;
        right--;
        for (int j = right; top <= bottom && j >= left; j--) cells[bottom][j] = (unsigned char)next++;
        bottom--;
        for (int i = bottom; left <= right && i >= top; i--) cells[i][left] = (unsigned char)next++;
        left++;
    }
    for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) print("%4d", cells[i][j]);
        put_char('\n');
    }
}

static matrix a, b, c;

int main(void)
{
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            a[i][j] = i * j % 7 - 3;
            b[i][j] = i == j;
        }
    }
    for (int power = 0; power < 20; power++) {
        multiply(c, b, a);
        memcpy(b, c, sizeof b);
    }
    int32_t trace = 0;
    for (int i = 0; i < N; i++) trace += b[i][i];
    print("trace %d, corner %d\n", trace, b[0][N - 1]);
    short wide[3][5], tall[5][3];
    for (int i = 0; i < 3; i++) for (int j = 0; j < 5; j++) wide[i][j] = (short)(100 * i - j);
    transpose(3, 5, wide, tall);
    for (int i = 0; i < 5; i++) for (int j = 0; j < 3; j++) print("%d ", tall[i][j]);
    put_char('\n');
    for (int n = 1; n <= 8; n++) print("%ld ", filled(n, (uint64_t)n));
    put_char('\n');
    spiral(7);
    return (int)(trace & 63);
}
