// SPDX-License-Identifier: MPL-2.0
// Prints a listing, for people or as JSON. By itself, because asm and dis show the same, and neither
// always.

import {
  formatListing,
  type ListingRow,
  listingRowToJson,
} from "../../../asm/disassembly/listing.ts";
import { print } from "../command_line/output.ts";

/** Prints the rows on standard output: as JSON one object a line. */
export function printListing(rows: Iterable<ListingRow>, json: boolean): void {
  if (json) {
    for (const row of rows) print(`${JSON.stringify(listingRowToJson(row))}\n`);
  } else {
    for (const line of formatListing(rows)) print(`${line}\n`);
  }
}
