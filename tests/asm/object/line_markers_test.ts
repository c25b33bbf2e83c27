// SPDX-License-Identifier: MPL-2.0
// Line markers, `# 12 "x.S"`, name the lines that follow in messages and line tables, as in GNU as. And
// the symbols that the linker makes of a section's name.

import { assertEquals } from "@std/assert";
import { assemble } from "../../../asm/assembler.ts";
import { build } from "../../../asm/build.ts";

Deno.test("line markers name the lines of messages", () => {
  const text = `wrong
# 12 "foo.S"
wrong
wrong
  # 20 "blank.S"
wrong
# 30
wrong
#40 "x.S" 1 3
wrong
# 50 "y.S" and more
wrong
nop # 60 "behind.S"
wrong
# 0 "z.S"
wrong
#70	"a \\"b\\".S"
wrong
.macro m
wrong
.endm
# 90 "call.S"
m
`;
  const { diagnostics } = assemble({ name: "a.s", text });
  assertEquals(diagnostics.map(({ span: { file, line } }) => `${file}:${line}`), [
    ...["a.s:1", "foo.S:12", "foo.S:13", "foo.S:15", "foo.S:17", "x.S:40", "x.S:42", "x.S:44"],
    ...["z.S:46", 'a "b".S:70', 'a "b".S:72'],
  ]);
});

Deno.test("line markers name the lines of line tables", () => {
  const text = `.globl _start
_start: nop
# 12 "foo.S"
nop
.macro m
nop
.endm
m
# 5 "bar.S"
nop
.rept 2
 nop
.endr
`;
  const { lines } = build([{ name: "a.s", text }]);
  const found = Array.from({ length: 6 }, (_, index) => lines.find(0x10000n + BigInt(4 * index)));
  assertEquals(found.map((each) => `${each?.file}:${each?.line}`), [
    ...["a.s:2", "foo.S:12", "foo.S:16", "bar.S:5", "bar.S:7", "bar.S:7"],
  ]);
});

Deno.test(".line and .linefile number the lines of messages and line tables, as in GNU as", () => {
  const text = `wrong
.line 50
wrong
.file "foo.c"
.line 7
wrong
.file "bar.c"
wrong
.line 5+5
wrong
.file 1 "num.c"
wrong
# 3 "mark.c"
wrong
.line 60
wrong
.line 0
wrong
.line -3
wrong
.linefile 5 "lf.c"
wrong
`;
  const { diagnostics } = assemble({ name: "a.s", text });
  assertEquals(diagnostics.map(({ span: { file, line } }) => `${file}:${line}`), [
    ...["a.s:1", "a.s:3", "foo.c:8", "bar.c:10", "bar.c:11", "bar.c:13"],
    ...["mark.c:3", "mark.c:61", "mark.c:1", "mark.c:3", "lf.c:5"],
  ]);
  const source = '.globl _start\n_start: nop\n.file "x.c"\nnop\n.line 20\nnop\nnop\n';
  const { lines } = build([{ name: "a.s", text: source }]);
  const found = [0n, 4n, 8n, 12n].map((offset) => lines.find(0x10000n + offset));
  assertEquals(found.map((each) => `${each?.file}:${each?.line}`), [
    ...["a.s:2", "a.s:4", "x.c:21", "x.c:22"],
  ]);
});

Deno.test(".startof.x and .sizeof.x are the address and size of a section", () => {
  const program = build([{
    name: "a.s",
    text: `.globl _start
_start: ebreak
.section mine, "aw"
.zero 24
.data
.dword .startof.mine, .sizeof.mine, .sizeof..data, .startof..data`,
  }]);
  const find = (wanted: string) => program.sections.find(({ name }) => name === wanted);
  const data = find(".data");
  const segment = program.segments.find(({ address, data: { length } }) =>
    address <= data!.address && data!.address < address + BigInt(length)
  );
  const view = new DataView(segment!.data.buffer, segment!.data.byteOffset);
  const start = Number(data!.address - segment!.address);
  const values = [0, 8, 16, 24].map((at) => view.getBigUint64(start + at, true));
  assertEquals(values, [find("mine")!.address, 24n, 32n, data!.address]);
});
