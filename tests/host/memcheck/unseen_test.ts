// SPDX-License-Identifier: MPL-2.0
// The programs of examples/bugs/unseen/: the allocator accepts what they do, and the memory checker
// names the guilty line, which a comment marks, and the block.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { formatError } from "../../../host/memcheck/format.ts";
import { MemoryChecker } from "../../../host/memcheck/memory_checker.ts";
import { Process } from "../../../host/process.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

const DIRECTORY = new URL("../../../examples/bugs/unseen/", import.meta.url);

for (const { name } of Deno.readDirSync(DIRECTORY)) {
  Deno.test(`examples/bugs/unseen/${name} runs, and the checker names the mistake`, () => {
    const text = Deno.readTextFileSync(new URL(name, DIRECTORY));
    const program = build([{ name, text }], { archive: runtimeFiles });
    const errorsOf = (addressesOnly: boolean) => {
      const checker = new MemoryChecker({ addressesOnly });
      using process = new Process(program, { checks: checker.checks });
      checker.attach(process);
      assertEquals(process.run(), { kind: "exited", status: 0 });
      return checker.errors.map((error) => formatError(error, checker.stacks));
    };
    const errors = errorsOf(false);
    const [error = ""] = errors;
    // All of them are mistakes with addresses, but for reads of what was never written.
    assertEquals(errorsOf(true), errors.filter((text) => !text.includes("uninitialised")));
    const line = 1 + text.split("\n").findIndex((line) => line.endsWith("# the mistake"));
    assertStringIncludes(error, `(${name}:${line})`);
    // The header quotes the message.
    const quoted = /^# Found by:.*?"([^"]+)"/ms.exec(text)?.[1] ?? "none";
    assertStringIncludes(error, quoted.replace(/\n#\s*/g, " "));
  });
}
