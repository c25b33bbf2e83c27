// SPDX-License-Identifier: MPL-2.0
// What a program may translate to templates: some code at once, then as much as it has earned.

import { assert, assertEquals } from "@std/assert";
import { Ration } from "../../../cpu/translator/templates/ration.ts";
import { TemplateTable } from "../../../cpu/translator/templates/template_table.ts";
import { build } from "../../../asm/build.ts";
import { runtimeFiles } from "../../../runtime/files.ts";
import { Process } from "../../../host/process.ts";
import { manyFunctions } from "../../bench/engines/generated.ts";

/** Spends until nothing is left, in units of 100 instructions; returns how much. */
function spendAll(ration: Ration): number {
  let spent = 0;
  while (ration.mayBegin) {
    for (let part = 0; part < 4 && ration.mayGoOn; part++) {
      ration.spend(100);
      spent += 100;
    }
  }
  return spent;
}

Deno.test("a ration lasts for some code at once, and then for what the run has earned", () => {
  const ration = new Ration();
  const atOnce = spendAll(ration);
  assert(atOnce > 1000 && atOnce < 5000, `${atOnce}`);
  ration.noteStepped(1_000_000);
  assert(!ration.mayBegin, "a little is kept until more has come together");
  ration.noteStepped(99_000_000);
  const stepped = spendAll(ration);
  assert(stepped > 10_000 && stepped < 30_000, `${stepped}`);
  ration.noteRan(100_000_000);
  assert(spendAll(ration) > 10 * stepped, "translated code earns more");
});

/** How many instructions are made of templates in a run. */
function translated(text: string): number {
  const { add } = TemplateTable.prototype;
  let size = 0;
  TemplateTable.prototype.add = function (code) {
    size += code.size;
    add.call(this, code);
  };
  try {
    const program = build([{ name: "warm.s", text }], { archive: runtimeFiles });
    using process = new Process(program, { engine: "templates" });
    assertEquals(process.run(), { kind: "exited", status: 0 });
  } finally {
    TemplateTable.prototype.add = add;
  }
  return size;
}

Deno.test("little of a program is translated in which all code is equally warm", () => {
  const some = translated(manyFunctions(300, 100));
  assert(some > 1000 && some < 5000, `${some}`);
});

Deno.test("code that was denied a translation gets one when it stays hot", () => {
  const all = translated(manyFunctions(300, 3000));
  assert(all > 10_000, `${all}`);
});
