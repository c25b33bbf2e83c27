// SPDX-License-Identifier: MPL-2.0
// One run of the command, from the sources, in a Deno process of its own, measured by meter.ts. The arguments
// are the command's; the last line on standard error is a WarmUp as JSON.

import { main } from "../../../host/cli/main.ts";
import { measureRuns } from "./meter.ts";

const result = measureRuns();
const status = await main(Deno.args);
console.error(`\n${JSON.stringify(result)}`);
Deno.exit(status);
