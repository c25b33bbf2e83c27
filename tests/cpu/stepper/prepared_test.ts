// SPDX-License-Identifier: MPL-2.0
// The prepared modules of the stepper are those that its generator makes.

import { assert } from "@std/assert";
import { PREPARED_FILES, preparedText } from "./prepare.ts";

for (const [path, variant] of Object.entries(PREPARED_FILES)) {
  Deno.test(`${path} holds what the generator makes`, () => {
    const written = Deno.readTextFileSync(new URL(`../../../${path}`, import.meta.url));
    assert(
      written === preparedText(path, variant),
      `${path} is out of date: deno run --allow-write tests/cpu/stepper/prepare.ts`,
    );
  });
}
