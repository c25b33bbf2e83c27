// SPDX-License-Identifier: MPL-2.0
// Part of `leveret asm` and `leveret dis`: prints a listing as text or as JSON.

import {
  formatListing,
  type ListingRow,
  listingRowToJson,
} from "../../../asm/disassembly/listing.ts";
import { print } from "../command_line/output.ts";

/** Prints the rows on standard output; JSON has one object a line. */
export function printListing(rows: Iterable<ListingRow>, json: boolean): void {
  if (json) {
    for (const row of rows) print(`${JSON.stringify(listingRowToJson(row))}\n`);
  } else {
    for (const line of formatListing(rows)) print(`${line}\n`);
  }
}
