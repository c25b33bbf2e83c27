// SPDX-License-Identifier: MPL-2.0
// The permissions of mappings as text, as /proc/self/maps, reports and debuggers write them.

import type { Permissions } from "../../cpu/memory/image.ts";

/** `rw-`, `r-x`. */
export function rightsText({ read, write, execute }: Permissions): string {
  return `${read ? "r" : "-"}${write ? "w" : "-"}${execute ? "x" : "-"}`;
}
