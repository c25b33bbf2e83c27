// SPDX-License-Identifier: MPL-2.0
// What a profile says: sums, recursion, tail calls, longjmp and signal handlers, by function and call.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import type { CallNode } from "../../../cpu/counting/call_tree.ts";
import { Process } from "../../../host/process.ts";
import { sumOf } from "../../../host/profile/profile.ts";
import { Profiler } from "../../../host/profile/profiler.ts";
import type { Profile } from "../../../host/profile/profile.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

function profileOf(text: string, args: readonly string[] = ["program"]): Profile {
  using process = new Process(build([{ name: "main.s", text }], { archive: runtimeFiles }), {
    args,
  });
  const profiler = new Profiler(process);
  process.run();
  const profile = profiler.profile();
  assertEquals(profile.total.instructions, process.machine.instructions);
  return profile;
}

const rows = (profile: Profile) =>
  Object.fromEntries(
    profile.functions.filter(({ name }) => !name.startsWith("rt.")).map((
      { name, calls, self, inclusive },
    ) => [name, [calls, self.instructions, inclusive.instructions]]),
  );

const EXIT = "li a7, 93\n ecall\n";

Deno.test("functions have what they did themselves, and with those that they called", () => {
  const profile = profileOf(`
    .globl _start
    _start: jal   outer
            li    a0, 0
            ${EXIT}
    outer:  addi  sp, sp, -16
            sd    ra, 8(sp)
            li    s0, 3
    1:      jal   inner
            addi  s0, s0, -1
            bnez  s0, 1b
            ld    ra, 8(sp)
            addi  sp, sp, 16
            ret
    inner:  nop
            ret
  `);
  assertEquals(rows(profile), {
    _start: [0, 4, 25],
    outer: [1, 15, 21],
    inner: [3, 6, 6],
  });
  const outer = profile.functions.find(({ name }) => name === "outer");
  assertEquals(outer?.self, { instructions: 15, loads: 1, stores: 1, branches: 3, taken: 2 });
  assertEquals(
    profile.calls.map(({ caller, callee, calls, inclusive }) => [
      caller.name,
      callee.name,
      calls,
      inclusive.instructions,
    ]),
    [["_start", "outer", 1, 21], ["outer", "inner", 3, 6]],
  );
});

Deno.test("recursive calls count once in what a function did with those it called", () => {
  const profile = profileOf(`
    .globl _start
    _start: li    a0, 4
            jal   down
            li    a0, 0
            ${EXIT}
    down:   addi  sp, sp, -16
            sd    ra, 8(sp)
            beqz  a0, 1f
            addi  a0, a0, -1
            jal   down
    1:      ld    ra, 8(sp)
            addi  sp, sp, 16
            ret
  `);
  assertEquals(rows(profile), { _start: [0, 5, 43], down: [5, 38, 38] });
});

Deno.test("recursion by several calls takes little memory, and is counted exactly", () => {
  // Each of its calls is made by another chain of calls.
  const profile = profileOf(`
    .globl _start
    _start: li    a0, 17
            jal   tree
            li    a0, 0
            ${EXIT}
    tree:   beqz  a0, 1f
            addi  sp, sp, -16
            sd    ra, 8(sp)
            addi  a0, a0, -1
            sd    a0, 0(sp)
            jal   tree
            ld    a0, 0(sp)
            jal   tree
            ld    ra, 8(sp)
            addi  sp, sp, 16
    1:      ret
  `);
  const [inner, leaves] = [2 ** 17 - 1, 2 ** 17];
  const instructions = 11 * inner + 2 * leaves;
  assertEquals(rows(profile), {
    _start: [0, 5, 5 + instructions],
    tree: [inner + leaves, instructions, instructions],
  });
  const sizeOf = ({ children }: CallNode): number =>
    children.reduce((sum, child) => sum + sizeOf(child), 1);
  const size = sizeOf(profile.root);
  assert(size <= 2 ** 16 + 100, `${size} nodes`);
});

Deno.test("a tail call ends with the call that it replaced", () => {
  const profile = profileOf(`
    .globl _start
    _start: jal   first
            jal   second
            li    a0, 0
            ${EXIT}
    .globl first, second
    first:  nop
            j     second
    second: nop
            ret
  `);
  assertEquals(rows(profile), { _start: [0, 5, 11], first: [1, 2, 4], second: [2, 4, 4] });
});

Deno.test("a jump out of several calls leaves all of them", () => {
  const profile = profileOf(`
    .globl _start
    _start: addi  sp, sp, -16
            mv    s1, sp
            la    s2, back
            call  outer
    back:   call  leaf
            li    a0, 0
            ${EXIT}
    outer:  addi  sp, sp, -32
            call  inner
    inner:  mv    sp, s1
            mv    ra, s2
            jr    ra
    leaf:   ret
  `);
  const { root } = profile;
  const shape = (node: typeof root): unknown => [
    profile.functionAt(node.start).name,
    ...node.children.map(shape),
  ];
  assertEquals(shape(root), ["_start", ["outer", ["inner"]], ["leaf"]]);
});

Deno.test("a signal handler runs within what it interrupts, which then goes on", () => {
  const profile = profileOf(`
    .globl main
    main:    addi  sp, sp, -16
             sd    ra, 8(sp)
             li    a0, 10
             la    a1, action
             li    a2, 0
             li    a3, 8
             li    a7, 134
             ecall
             li    a7, 172
             ecall
             li    a1, 10
             li    a7, 129
             ecall
             call  after
             ld    ra, 8(sp)
             addi  sp, sp, 16
             li    a0, 0
             ret
    .globl handler, after
    handler: nop
             ret
    after:   ret
    .data
             .balign 8
    action:  .dword handler, 0, 0, 0
  `);
  const main = profile.functions.find(({ name }) => name === "main");
  const from = profile.calls.filter(({ caller }) => caller === main).map(({ callee, calls }) => [
    callee.name,
    calls,
  ]);
  assertEquals(from.filter(([name]) => name === "handler" || name === "after"), [
    ["handler", 1],
    ["after", 1],
  ]);
});

Deno.test("the profile of every engine adds up to the same", () => {
  const text = Deno.readTextFileSync(
    new URL("../../../examples/linked_list.s", import.meta.url),
  );
  const program = build([{ name: "linked_list.s", text }], { archive: runtimeFiles });
  const profiles = (["auto", "stepper", "templates", "translator"] as const).map((engine) => {
    using process = new Process(program, { engine, eager: engine !== "stepper" });
    const profiler = new Profiler(process);
    process.run();
    const { functions, calls, total } = profiler.profile();
    assertEquals(total, sumOf(functions.map(({ self }) => self)));
    return { functions, calls, total };
  });
  for (const profile of profiles) assertEquals(profile, profiles[0]);
});
