// SPDX-License-Identifier: MPL-2.0
// Writes call_frames.txt by GNU as: deno run -A tests/asm/goldens/generate_call_frames.ts

import { gnuGoldens, GOLDENS } from "./call_frames.ts";

await Deno.writeTextFile(GOLDENS, await gnuGoldens());
