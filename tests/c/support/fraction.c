// SPDX-License-Identifier: MPL-2.0
// Printing of fractions: apart from the rest, so that programs without any need no arithmetic for
// them.

#include "support.h"

void print_fraction(double value, int digits)
{
    if (value != value) {
        put_text("nan");
        return;
    }
    if (value < 0) {
        put_char('-');
        value = -value;
    }
    if (value > 9e15) {
        put_text("huge");
        return;
    }
    double scale = 1;
    for (int digit = 0; digit < digits; digit++) scale *= 10;
    uint64_t whole = (uint64_t)value;
    uint64_t rest = (uint64_t)((value - (double)whole) * scale + 0.5);
    if (rest >= (uint64_t)scale) {
        whole++;
        rest = 0;
    }
    print("%lu", whole);
    if (digits == 0) return;
    put_char('.');
    for (uint64_t unit = (uint64_t)scale / 10; unit > 0; unit /= 10) {
        put_char((char)('0' + rest / unit % 10));
    }
}
