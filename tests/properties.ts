// SPDX-License-Identifier: MPL-2.0
// fast-check for properties of random values, with the seed of all tests.

import fc from "fast-check";
import { FUZZ_SEED } from "./fuzz_settings.ts";

fc.configureGlobal({ seed: Number(BigInt.asIntN(32, FUZZ_SEED)) });

export { fc };
