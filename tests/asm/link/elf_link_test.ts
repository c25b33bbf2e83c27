// SPDX-License-Identifier: MPL-2.0
// Objects of gcc and GNU as, linked by our linker: the bytes are those of GNU ld with the same addresses, and
// the programs do what they should under qemu-riscv64 and on our machine.

import { assert, assertEquals } from "@std/assert";
import { build, type BuildInput } from "../../../asm/build.ts";
import { ObjectArchive } from "../../../asm/object/elf/archive_reader.ts";
import { writeElf } from "../../../asm/object/elf/executable_writer.ts";
import { readExecutable } from "../../../asm/object/elf/executable_reader.ts";
import { readObject } from "../../../asm/object/elf/object_reader.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { gnuToolsPresent, runGnu, withDirectory } from "../goldens/gnu.ts";
import {
  bytesOfSection,
  compile,
  differences,
  isInstalled,
  linkedByGnu,
  runTool,
  underQemu,
} from "../gnu_objects.ts";

const hasTools = await gnuToolsPresent() && await isInstalled("riscv64-linux-gnu-gcc") &&
  await isInstalled("qemu-riscv64");
const missing = hasTools ? "" : " (skipped: no GNU tools or QEMU here)";
const PLAIN = ["-march=rv64im", "-mabi=lp64"];

function test(name: string, work: (folder: string) => Promise<void>): void {
  Deno.test({ name: `${name}${missing}`, ignore: !hasTools, fn: () => withDirectory(work) });
}

function read(path: string): BuildInput {
  const bytes = Deno.readFileSync(path);
  return path.endsWith(".a") ? new ObjectArchive(bytes, path) : readObject(bytes, path);
}

/** What a program does on our machine. */
function run(program: ReturnType<typeof build>): { status: number; stdout: string } {
  using process = new Process(program);
  const outcome = process.run({ maxInstructions: 10_000_000 });
  assertEquals(outcome.kind, "exited");
  const status = outcome.kind === "exited" ? outcome.status : -1;
  return { status, stdout: new TextDecoder().decode(process.output.stdout) };
}

/** Two files that refer to each other in every way that compilers know. */
const MAIN = `
extern int helper(int), counter, wide[100], used(void);
extern unsigned long strlen(const char *);
static const char *const names[] = {"a", "bc", "def"};
int table[4] = {1, 2, 3, 4};
int common_block[5];
static int zeros[40];
__thread int own = 5;
__thread int own_zero;
extern __thread int shared_thread;
__attribute__((weak)) int maybe(void);
static int choose(int x) {
  switch (x) {
  case 0: return 3;
  case 1: return 5;
  case 2: return 9;
  case 3: return 11;
  case 4: return 40;
  case 7: return 2;
  default: return 1;
  }
}
int (*const pointers[])(int) = {helper, choose};
int main(int argc, char **argv) {
  int sum = 0;
  for (int i = 0; i < 4; i++) sum += pointers[i & 1](table[i]);
  counter += sum;
  common_block[2] = 1;
  wide[99] = choose(argc);
  zeros[3] = wide[99];
  own_zero += own + shared_thread;
  if (maybe) sum += maybe();
  return (counter + (int)strlen(names[2]) + common_block[2] + zeros[3] + own_zero + used()) & 127;
}
`;
const OTHER = `
int counter = 100, wide[100], common_block[5];
__thread int shared_thread = 9;
static int calls;
__attribute__((noinline)) static int twice(int x) { calls++; return 2 * x; }
int helper(int x) { return twice(x) + calls; }
__attribute__((constructor)) static void before(void) { counter += 1; }
int used(void) { return calls; }
`;
/** Start code with a TLS block, which the runtime does not set up. */
const START = `
        .globl  _start
_start: .option push
        .option norelax
        la      gp, __global_pointer$
        .option pop
        la      tp, block
        lla     t0, __init_array_start
        ld      t0, 0(t0)
        jalr    t0
        ld      a0, 0(sp)
        addi    a1, sp, 8
        call    main
        li      a7, 93
        ecall
        .data
        .balign 16
# What a C library copies from the program's block.
block:  .word   5, 9, 0, 0, 0, 0, 0, 0
`;

/** What readelf finds wrong with a file, in its structure and its debug information. */
async function complaints(path: string): Promise<string[]> {
  const lines: string[] = [];
  for (const args of [["-aW"], ["--debug-dump=info,abbrev,line,decodedline,Ranges"]]) {
    const { stdout, stderr } = await new Deno.Command("riscv64-linux-gnu-readelf", {
      args: [...args, path],
    }).output();
    lines.push(new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  }
  return lines.join("\n").split("\n").filter((line) => /warning:|error:/i.test(line));
}

/** The status of a program that GNU ld links by its default script. */
async function witness(folder: string, objects: readonly string[]): Promise<number> {
  const path = `${folder}/witness`;
  const { stderr } = await runGnu("ld", ["-m", "elf64lriscv", "-o", path, ...objects]);
  assertEquals(stderr, "");
  return (await underQemu(path)).status;
}

for (
  const options of [
    [...PLAIN, "-O0"],
    [...PLAIN, "-O2", "-mcmodel=medany"],
    [...PLAIN, "-O2", "-mno-relax", "-ffunction-sections", "-fdata-sections"],
    [...PLAIN, "-O1", "-g"],
    ["-march=rv64imc", "-mabi=lp64", "-O2"],
    ["-march=rv64imc", "-mabi=lp64", "-Os", "-falign-functions=16", "-falign-loops=32"],
  ]
) {
  test(`the linker gives the bytes of GNU ld for gcc ${options.join(" ")}`, async (folder) => {
    const objects = [
      await compile(folder, "start.s", START, ["-fno-pie", ...options]),
      await compile(folder, "main.c", MAIN, [
        "-fno-pie",
        "-fcommon",
        "-ftls-model=local-exec",
        ...options,
      ]),
      await compile(folder, "other.c", OTHER, [
        "-fno-pie",
        "-fcommon",
        "-ftls-model=local-exec",
        ...options,
      ]),
    ];
    const extra = await compile(
      folder,
      "strlen.s",
      ".globl strlen\nstrlen: mv a5, a0\n1: lbu a4, 0(a5)\naddi a5, a5, 1\nbnez a4, 1b\n" +
        "sub a0, a5, a0\naddi a0, a0, -1\nret\n",
      options,
    );
    const program = build([...objects, extra].map(read));
    const expected = await linkedByGnu(folder, program, [...objects, extra]);
    for (const [name, bytes] of expected) {
      assertEquals(differences(bytesOfSection(program, name), bytes), [], name);
    }
    const path = `${folder}/ours`;
    await Deno.writeFile(path, writeElf(program), { mode: 0o755 });
    const { status } = await underQemu(path);
    assertEquals(status, await witness(folder, [...objects, extra]));
    assertEquals(await complaints(path), []);
    if (!options.includes("-march=rv64imc")) assertEquals(run(program).status, status);
  });
}

const RELOCATIONS = `
        .globl  _start, far, weak
        .text
_start: beq     a0, a1, far
        j       far
        jal     far
        call    far
        tail    far + 8
        lui     a0, %hi(data + 2047)
        addi    a0, a0, %lo(data + 2047)
        sd      a1, %lo(data + 2048)(a0)
1:      auipc   a0, %pcrel_hi(data - 4)
        lw      a2, %pcrel_lo(1b)(a0)
        sw      a2, %pcrel_lo(1b)(a0)
        la      a3, weak
        call    weak
        lui     a4, %tprel_hi(thread + 4)
        add     a4, a4, tp, %tprel_add(thread + 4)
        lw      a5, %tprel_lo(thread + 4)(a4)
        sw      a5, %tprel_lo(thread + 4)(a4)
        .weak   weak
        .balign 32
aligned: nop
        .section .text.far, "ax"
        nop
far:    nop
        bne     a0, a1, _start
        .option rvc
        .option norelax
        c.j     far
        c.beqz  a0, far
        c.nop
        nop
        .data
        .byte   1
data:   .dword  far + 4, data, other_data
        .word   far - _start, data - other_data
        .half   far - _start
        .byte   far - aligned
        .reloc  ., R_RISCV_32_PCREL, far
        .word   0
        .reloc  ., R_RISCV_SET6, absolute
        .reloc  ., R_RISCV_SUB6, absolute_two
        .byte   0xc0
        .reloc  ., R_RISCV_SET8, absolute
        .byte   0
        .reloc  ., R_RISCV_SET16, absolute
        .half   0
        .reloc  ., R_RISCV_SET32, absolute
        .word   0
        .dtprelword thread
        .dtpreldword thread + 4
        .section .other, "aw"
        .globl  other_data
other_data: .dword absolute
        .section .tdata, "awT"
        .balign 16
        .word   1
thread: .word   2, 3
        .section .tbss, "awT", @nobits
        .zero   40
        .globl  absolute, absolute_two
        absolute = 0x123456789
        absolute_two = 7
`;

test("the linker gives the bytes of GNU ld for every kind of relocation", async (folder) => {
  for (const relax of ["-mrelax", "-mno-relax"]) {
    const object = await compile(folder, "all.s", RELOCATIONS, [
      "-fno-pie",
      "-march=rv64gc",
      relax,
    ]);
    const program = build([read(object)]);
    const expected = await linkedByGnu(folder, program, [object]);
    assertEquals([...expected.keys()], [".text", ".tdata", ".data", ".other"]);
    for (const [name, bytes] of expected) {
      assertEquals(differences(bytesOfSection(program, name), bytes), [], name);
    }
  }
});

test("position-independent code finds addresses and thread-local variables by the table", async (folder) => {
  const tls = ["-ftls-model=initial-exec"];
  for (
    const options of [["-fpie", "-fcommon"], ["-fPIC", "-fcommon", ...tls], ["-fPIC", "-fcommon"]]
  ) {
    const objects = [
      await compile(folder, "start.s", START, PLAIN),
      await compile(folder, "main.c", MAIN, [...PLAIN, "-O1", ...options]),
      await compile(folder, "other.c", OTHER, [...PLAIN, "-O1", ...options]),
      // As in a C library: the pair is the module number of the program and an offset in its TLS block.
      await compile(
        folder,
        "tls.c",
        "unsigned long strlen(const char *s) { unsigned long n = 0; while (s[n]) n++; return n; }\n" +
          "void *__tls_get_addr(long *pair) {\n" +
          '  char *tp; __asm__("mv %0, tp" : "=r"(tp));\n' +
          "  return pair[0] == 1 ? tp + pair[1] + 0x800 : 0;\n}\n",
        [...PLAIN, "-O1"],
      ),
    ];
    const program = build(objects.map(read));
    const status = await witness(folder, objects);
    assertEquals(run(program).status, status, options.join(" "));
    const path = `${folder}/ours`;
    await Deno.writeFile(path, writeElf(program), { mode: 0o755 });
    assertEquals((await underQemu(path)).status, status);
  }
});

test("indirect functions are chosen by the relocations that the linker leaves for the start", async (folder) => {
  const object = await compile(
    folder,
    "ifunc.c",
    `static int seven(void) { return 7; }
static int (*choose(void))(void) { return seven; }
int chosen(void) __attribute__((ifunc("choose")));
int (*pointer)(void) = chosen;
struct relocation { long *place; long type; long (*resolver)(void); };
extern struct relocation __rela_iplt_start[], __rela_iplt_end[];
static void leave(int status) {
  register long a0 __asm__("a0") = status;
  register long a7 __asm__("a7") = 93;
  __asm__ volatile("ecall" : : "r"(a0), "r"(a7));
}
void _start(void) {
  for (struct relocation *r = __rela_iplt_start; r < __rela_iplt_end; r++)
    if ((r->type & 0xff) == 58) *r->place = r->resolver();
  leave(chosen() * 10 + pointer());
}
`,
    [...PLAIN, "-O1", "-ffreestanding"],
  );
  const program = build([read(object)]);
  assertEquals(run(program).status, 77);
  const path = `${folder}/ours`;
  await Deno.writeFile(path, writeElf(program), { mode: 0o755 });
  assertEquals((await underQemu(path)).status, 77);
});

test("only needed archive members are linked, in C and in assembly", async (folder) => {
  const options = [...PLAIN, "-O1"];
  const members = await Promise.all([
    compile(
      folder,
      "a_member_with_a_very_long_name.c",
      "int b(void); int a(void) { return b(); }",
      options,
    ),
    compile(folder, "b.c", "int b(void) { return 30; }", options),
    compile(folder, "unused.c", "int c(void) { return missing(); }", [...options, "-w"]),
  ]);
  const main = {
    name: "main.s",
    text:
      ".globl main\nmain: addi sp, sp, -16\nsd ra, 8(sp)\ncall a\naddi a0, a0, 12\nld ra, 8(sp)\naddi sp, sp, 16\nret\n",
  };
  for (const flags of ["rcs", "rcS", "rcsT"]) {
    const path = `${folder}/lib${flags}.a`;
    await runTool("riscv64-linux-gnu-ar", flags, path, ...members);
    const archive = new ObjectArchive(Deno.readFileSync(path), path, {
      readMember: (name) => Deno.readFileSync(name.startsWith("/") ? name : `${folder}/${name}`),
    });
    const program = build([main, archive], { archive: runtimeFiles });
    assertEquals(run(program).status, 42);
    assertEquals([program.symbol("a")?.kind, program.symbol("c")], ["function", undefined]);
  }
});

test("duplicate section groups are linked once", async (folder) => {
  const text = (name: string) => `
        .section .text.inline, "axG", @progbits, inline, comdat
        .weak   inline
inline: li      a0, 21
        ret
        .section .rodata.inline, "aG", @progbits, inline, comdat
        .dword  1
        .text
        .globl  ${name}
${name}: call   inline
`;
  const first = await compile(
    folder,
    "first.s",
    `${text("_start")} add s0, a0, x0\n call second\n`,
    PLAIN,
  );
  const second = await compile(
    folder,
    "second.s",
    `${text("second")} add a0, a0, s0\n li a7, 93\n ecall\n`,
    PLAIN,
  );
  const program = build([read(first), read(second)]);
  assertEquals(run(program).status, 42);
  assertEquals(program.sections.find(({ name }) => name === ".rodata")?.size, 8);
});

test("C lines of linked objects show, as gdb shows them", async (folder) => {
  const source = "int main(void)\n{\n  int *p = (int *)8;\n  return *p;\n}\n";
  const object = await compile(folder, "fault.c", source, [...PLAIN, "-O0", "-g"]);
  const program = build([read(object)], { archive: runtimeFiles });
  const main = program.symbol("main");
  assert(main !== undefined);
  const lines = [...program.lines.entries()].filter(({ address }) =>
    address >= main.value && address < main.value + BigInt(main.size)
  );
  assertEquals([...new Set(lines.map(({ location }) => location.line))], [2, 3, 4, 5]);
  // The same through a file.
  const again = readExecutable(writeElf(program), "again");
  for (const { address, location } of lines) assertEquals(again.lines.find(address), location);
});

Deno.test({
  name: `Debian's static C library links, and the program does under QEMU what it should${missing}`,
  ignore: !hasTools || !await isInstalled("riscv64-linux-gnu-gcc"),
  fn: () =>
    withDirectory(async (folder) => {
      const find = async (name: string) => {
        const args = [`-print-file-name=${name}`];
        const { stdout } = await new Deno.Command("riscv64-linux-gnu-gcc", { args }).output();
        return new TextDecoder().decode(stdout).trim();
      };
      const object = await compile(
        folder,
        "hello.c",
        `#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int order(const void *a, const void *b) { return *(int *)a - *(int *)b; }
__thread int own = 5;
__thread char block[100];
int main(int argc, char **argv) {
  int list[] = {5, 3, 9, 1};
  qsort(list, 4, sizeof *list, order);
  for (int i = 0; i < 4; i++) printf("%d ", list[i]);
  char *heap = malloc(1000);
  strcpy(heap, argv[1]);
  block[3] = 'x';
  if (fopen("/nowhere/at/all", "r") == NULL)
    printf("%.3f %s %s %d %c\\n", 3.14159 * argc, heap, strerror(errno), own, block[3]);
  free(heap);
  return 7;
}
`,
        ["-O1"],
      );
      const paths = ["crt1.o", "crti.o", "crtbeginT.o"];
      const libraries = ["libgcc.a", "libgcc_eh.a", "libc.a", "crtend.o", "crtn.o"];
      const files = [
        ...await Promise.all(paths.map(find)),
        object,
        ...await Promise.all(libraries.map(find)),
      ];
      const [first] = files;
      if (first?.startsWith("/") !== true) return;
      const program = build(files.map(read));
      const path = `${folder}/hello`;
      await Deno.writeFile(path, writeElf(program), { mode: 0o755 });
      assertEquals(await underQemu(path, "word"), {
        status: 7,
        stdout: "1 3 5 9 6.283 word No such file or directory 5 x\n",
      });
    }),
});
