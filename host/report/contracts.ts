// SPDX-License-Identifier: MPL-2.0
// What the runtime's routines take, for the report about a fault inside one: most often the program gave it a
// number where an address belongs. runtime/ROUTINES.md has the whole contracts.

const STRING = "takes the address of a string in a0, as la loads it";
const STRINGS = "takes the addresses of two strings in a0 and a1";
const BUFFER = "takes the address of a buffer in a0 and its size in a1; read_int reads a number";
const TO_DESCRIPTOR = "takes a descriptor in a0 and the address of a string in a1";
const COPY = "takes the destination in a0, the source in a1 and the number of bytes in a2";
const FILL = "takes an address in a0, the byte in a1 and the number of bytes in a2";
const COMPARE = "takes two addresses in a0 and a1 and the number of bytes in a2";
const BLOCK = "takes an address that malloc returned in a0";

const CONTRACTS: Readonly<Record<string, string>> = {
  print_string: `${STRING}; print_int prints a number, print_char a character`,
  read_string: BUFFER,
  read_line: BUFFER,
  strlen: STRING,
  strcmp: STRINGS,
  memcpy: COPY,
  memmove: COPY,
  memset: FILL,
  memcmp: COMPARE,
  free: BLOCK,
  realloc: `${BLOCK}, or 0, and the new size in a1`,
  putstr: TO_DESCRIPTOR,
};

/** What the routine takes that a source line calls; undefined if none is called, or it takes no address. */
export function contractOf(source: string): string | undefined {
  const [, name = "", plain = ""] = /\bcall\s+((?:rt\.)?(\w+))/.exec(source) ?? [];
  const contract = Object.hasOwn(CONTRACTS, plain) ? CONTRACTS[plain] : undefined;
  return contract && `${name} ${contract}`;
}
