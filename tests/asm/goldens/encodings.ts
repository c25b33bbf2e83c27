// SPDX-License-Identifier: MPL-2.0
// The form of the golden encoding table: lines of source and bytes, the bytes in hexadecimal with
// runs of zeros counted. Reads the table for the tests and writes it for the generator.

/** One case of the table. */
export interface EncodingCase {
  /** A line of source. */
  readonly source: string;
  /** The bytes of .text by GNU as and ld, in packed form. */
  readonly packed: string;
}

/** Runs of at least this many zeros are counted, not written out. */
const SHORTEST_RUN = 8;

/** Bytes in memory order as hexadecimal; a run of n zero bytes (8 or more) is written `[n]`. */
export function packBytes(bytes: Uint8Array): string {
  let packed = "";
  for (let at = 0; at < bytes.length;) {
    let end = at;
    while (end < bytes.length && bytes[end] === 0) end++;
    if (end - at >= SHORTEST_RUN) {
      packed += `[${end - at}]`;
      at = end;
    } else {
      packed += bytes.subarray(at, at + 1).toHex();
      at++;
    }
  }
  return packed;
}

/** Every case of the table. */
export async function readEncodings(): Promise<EncodingCase[]> {
  const table = await Deno.readTextFile(new URL("encodings.tsv", import.meta.url));
  return table.split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
    const [source, packed] = line.split("\t");
    if (source === undefined || packed === undefined) {
      throw new TypeError(`Cannot read the golden table: a line is ${JSON.stringify(line)}`);
    }
    return { source, packed };
  });
}
