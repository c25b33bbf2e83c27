// SPDX-License-Identifier: MPL-2.0
// When checks that fail make code more careful.

import { assert, assertEquals } from "@std/assert";
import { CAUTION } from "../../../cpu/translator/regions/access_groups.ts";
import { CheckFailures } from "../../../cpu/translator/check_failures.ts";

const ALLOWED = 200;
const WITHIN = 50_000_000;

/** Notes ALLOWED failures, `apart` instructions from each other. Returns what each said. */
function failing(failures: CheckFailures, address: number, from: number, apart: number): boolean[] {
  return Array.from(
    { length: ALLOWED },
    (_, index) => failures.note(address, from + index * apart),
  );
}

const lastOnly = Array.from({ length: ALLOWED }, (_, index) => index === ALLOWED - 1);

Deno.test("a check that fails often makes its access more careful, twice", () => {
  const failures = new CheckFailures();
  assertEquals(failures.cautionAt(4), CAUTION.frame);
  assertEquals(failing(failures, 4, 0, 1000), lastOnly);
  assertEquals(failures.cautionAt(4), CAUTION.group);
  assertEquals(failing(failures, 4, 1_000_000, 1000), lastOnly);
  assertEquals(failures.cautionAt(4), CAUTION.single);
  assert(failing(failures, 4, 2_000_000, 1000).every((isRaised) => !isRaised));
  assertEquals(failures.cautionAt(8), CAUTION.frame);
});

Deno.test("a check that fails seldom is left as it is, until it fails often", () => {
  const failures = new CheckFailures();
  const apart = WITHIN / (ALLOWED - 1);
  assert(failing(failures, 4, 0, apart).every((isRaised) => !isRaised));
  assertEquals(failures.cautionAt(4), CAUTION.frame);
  assertEquals(failing(failures, 4, WITHIN, apart * 0.99), lastOnly);
});

Deno.test("failures of different accesses are counted apart", () => {
  const failures = new CheckFailures();
  for (let round = 0; round < ALLOWED - 1; round++) {
    for (const address of [4, 8, 12]) assert(!failures.note(address, round));
  }
  assert(failures.note(8, ALLOWED));
  assertEquals([4, 8, 12].map((address) => failures.cautionAt(address)), [
    CAUTION.frame,
    CAUTION.group,
    CAUTION.frame,
  ]);
});
