// SPDX-License-Identifier: MPL-2.0
// How large a machine's memory is. A file of its own, so that the memory can be made before the rest of the
// machine is loaded.

/** The size of the memory that modules import, in WebAssembly pages: 4 GiB. */
export const MEMORY_PAGES = 65536;
