// SPDX-License-Identifier: MPL-2.0
// Sources of up to 1 MB that cost a preprocessor much: macros that grow, nest deeply or have very many
// parts, and files that include each other. As a program, it preprocesses all of them, and prints the CPU
// time of each.

import { preprocess } from "../../../asm/preprocessor/preprocessor.ts";
import { type CostlySources, K, lines, printTimes } from "../costly.ts";

/** The sources by what is costly. */
export const COSTLY: CostlySources = {
  "doubling macros": () =>
    lines(60, (i) => `#define A${i} A${i + 1} A${i + 1}`) + "\n#define A60 x\nA0\n",
  "repeated arguments": () =>
    "#define D(x) x x x x x x x x x x\n" + "D(".repeat(30) + "y" + ")".repeat(30) + "\n",
  "nested calls": () =>
    "#define D(x) x\n" + "D(".repeat(300 * K) + "y" + ")".repeat(300 * K) + "\n",
  "a chain of macros": () => lines(50 * K, (i) => `#define A${i} A${i + 1}`) + "\nA0\n",
  "a chain of macros with arguments": () =>
    lines(30 * K, (i) => `#define A${i}(x) A${i + 1}(x)`) + "\nA0(1)\n",
  "nested parentheses": () =>
    "#if " + "(".repeat(900 * K) + "1" + ")".repeat(900 * K) + "\n#endif\n",
  "many signs": () => "#if " + "-".repeat(900 * K) + "1\n#endif\n",
  "a long sum": () => "#if 1" + "+1".repeat(400 * K) + "\n#endif\n",
  "open conditions": () => "#if 1\n".repeat(150 * K),
  "growing names": () =>
    "#define C(a,b) a##b\n" + "#define X2(x) C(x,x)\n" +
    "#define Y(x) X2(X2(X2(X2(X2(X2(X2(X2(X2(X2(x))))))))))\nY(Y(Y(Y(a))))\n",
  "strings of long arguments": () =>
    "#define S(x) " + "#x ".repeat(30 * K) + "\nS(" + "a ".repeat(400 * K) + ")\n",
  "many parameters": () =>
    "#define M(" + Array.from({ length: 80 * K }, (_, i) => "p" + i).join(",") + ") " +
    Array.from({ length: 40 * K }, (_, i) => "p" + i).join(" ") + "\nM(" + ",".repeat(80 * K - 1) +
    ")\n",
  "many macros": () => lines(60 * K, (i) => `#define A${i} ${i}`) + lines(20 * K, (i) => `A${i}`),
  "files that include each other": () => lines(2, () => `#include "x"`),
  "many includes of a large file": () => lines(60 * K, () => `#include "large"`),
  "an open list of arguments": () => "#define F(x) x\nF(" + "a,".repeat(400 * K),
  "many arguments": () =>
    "#define F(...) __VA_OPT__(F2(__VA_ARGS__))\nF(" + "a,".repeat(400 * K) + "b)\n",
  "macros that expand again and again": () =>
    "#define EVAL(x) E1(E1(E1(E1(x))))\n#define E1(x) E2(E2(E2(E2(x))))\n#define E2(x) E3(E3(E3(E3(x))))\n#define E3(x) E4(E4(E4(E4(x))))\n#define E4(x) E5(E5(E5(E5(x))))\n#define E5(x) E6(E6(E6(E6(x))))\n#define E6(x) E7(E7(E7(E7(x))))\n#define E7(x) x\n" +
    "EVAL(a b c d e f g h)\n".repeat(10),
  "joined lines": () => "a\\\n".repeat(300 * K),
  "open quotes": () => "'".repeat(500 * K) + "\n" + '"\n'.repeat(200 * K),
  "empty directives": () => "#\n".repeat(400 * K),
  "names of macros on lines of their own": () => "#define F(x) x\n" + "F\n".repeat(400 * K),
  "many lines before an argument": () => "#define F(x) x\nF" + "\n".repeat(900 * K) + "F\n",
  "nested __VA_OPT__": () =>
    "#define F(x,...) " + "__VA_OPT__(".repeat(60 * K) + "x" + ")".repeat(60 * K) + "\nF(1,2)\n",
  "a condition of macros that are empty": () =>
    "#define E\n#if " + "E ".repeat(400 * K) + "1\n#endif\n",
  "many line directives": () => lines(80 * K, (i) => `#line ${i + 1} "a"\nx __LINE__`),
};

function run(text: string): void {
  preprocess({ name: "x.S", text }, {
    include: (path) =>
      path === "large"
        ? { name: path, text: "x y z\n".repeat(100 * K) }
        : { name: path, text: '#include "x"\n#include "y"\n' },
  });
}

if (import.meta.main) printTimes(COSTLY, run);
