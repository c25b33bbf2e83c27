// SPDX-License-Identifier: MPL-2.0
// Calls of functions with debug information: names, types, and registers by the psABI. Needs riscv64 gcc; skips
// without.
import { assertEquals } from "@std/assert";
import { readExecutable } from "../../../asm/elf.ts";
import { Process } from "../../../host/process.ts";
import { TraceFilter } from "../../../host/trace/filter.ts";
import { Tracer } from "../../../host/trace/tracer.ts";
import { withDirectory } from "../../asm/goldens/gnu.ts";
import { isInstalled, runTool } from "../../asm/gnu_objects.ts";

const GCC = "riscv64-linux-gnu-gcc";

const SOURCE = `
enum colour { RED, BLUE };
typedef unsigned char byte;
struct big { long a, b, c; };
struct small { int x; };
#define APART __attribute__((noinline))
APART double mix(int n, double d, float f, enum colour c, _Bool b, const char *s, byte ch) {
  return n + d + f + c + b + s[0] + ch;
}
APART void nothing(struct big g, int last) { __asm__ volatile("" : : "r"(g.a + last)); }
APART long take(struct small s, long n) { return s.x + n; }
APART int many(int n, ...) { return -n; }
APART long nine(long a, long b, long c, long d, long e, long f, long g, long h, long i) {
  return a + i;
}
volatile double kept;
int main(void) {
  struct big g = {1, 2, 3};
  struct small s = {4};
  nothing(g, -7);
  kept = mix(-1, 1.5, 2.5f, BLUE, 1, "x", 200);
  kept = take(s, 5);
  kept = many(3, 4);
  kept = nine(1, 2, 3, 4, 5, 6, 7, 8, 9);
  return 0;
}
`;

Deno.test({
  name: "the call log names and types arguments and results by debug information",
  ignore: !await isInstalled(GCC),
  fn: () =>
    withDirectory(async (directory) => {
      await Deno.writeTextFile(`${directory}/a.c`, SOURCE);
      await runTool(GCC, ..."-O1 -g -static -o".split(" "), `${directory}/a`, `${directory}/a.c`);
      const program = readExecutable(await Deno.readFile(`${directory}/a`), "a");
      let log = "";
      using process = new Process(program);
      const tracer = new Tracer(program, {
        formats: ["calls"],
        filter: new TraceFilter({
          symbols: ["mix", "nothing", "take", "many", "nine"],
        }, program),
        sink: (bytes) => log += new TextDecoder().decode(bytes),
      });
      tracer.attach(process);
      process.run();
      tracer.finish();
      const lines = log.trim().split("\n").map((line) =>
        line.trim().replace(/ {2}#.*/, "").replaceAll(/0x[\da-f]+/g, "0x")
      );
      assertEquals(lines, [
        "nothing(g=*0x, last=-7)",
        "mix(n=-1, d=1.5, f=2.5, c=BLUE, b=true, s=0x, ch=200 '\\310') = 325",
        "take(...) = 9",
        "many(n=3, ...) = -3",
        "nine(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8, ...) = 10",
      ]);
    }),
});
