// SPDX-License-Identifier: MPL-2.0
// Listings: the full text of a small program and, for every example, that the rows cover every section
// and show its bytes.

import { assertEquals, assertGreater } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { formatListing, listing, listingRowToJson } from "../../../asm/disassembly/listing.ts";
import type { Program } from "../../../asm/object/program.ts";
import { runtimeFiles } from "../../../runtime/files.ts";

const SMALL = `
        .globl  _start
        .equ    COUNT, 3
_start: la      a0, table
1:      ld      a1, 8(a0)
        bnez    a1, 1b
        j       done
word:   .byte   1, 2, 3, 4      # data among the code
done:   call    _start
        ret
        .data
table:  .dword  word, COUNT, 0x1122334455667788
text:   .asciz  "a \\"hare\\"\\n"
odd:    .byte   0xff, 1
        .half   0x1234
        .zero   20
        .bss
room:   .zero   4096
`;

const SMALL_LISTING = `
Section .text:

_start:
   10000  00001517          auipc a0, 0x1                       | small.s:4: _start: la      a0, table
   10004  00050513          mv a0, a0 # <table>
   10008  00853583          ld a1, 8(a0)                        | small.s:5: 1:      ld      a1, 8(a0)
   1000c  fe059ee3          bnez a1, 0x10008 <_start+0x8>       | small.s:6: bnez    a1, 1b
   10010  0080006f          j 0x10018 <done>                    | small.s:7: j       done

word:
   10014  01020304          .4byte 0x04030201                   | small.s:8: word:   .byte   1, 2, 3, 4      # data among the code

done:
   10018  00000097          auipc ra, 0x0                       | small.s:9: done:   call    _start
   1001c  fe8080e7          jalr -24(ra) # <_start>
   10020  00008067          ret                                 | small.s:10: ret

Section .data:

table:
   11000  1400010000000000  .8byte 0x0000000000010014 # <word>  | small.s:12: table:  .dword  word, COUNT, 0x1122334455667788
   11008  0300000000000000  .8byte 0x0000000000000003
   11010  8877665544332211  .8byte 0x1122334455667788

text:
   11018  6120226861726522  .ascii "a \\"hare\\""                 | small.s:13: text:   .asciz  "a \\"hare\\"\\n"
   11020  0a00              .ascii "\\n\\0"

odd:
   11022  ff01              .2byte 0x01ff                       | small.s:14: odd:    .byte   0xff, 1
   11024  3412              .2byte 0x1234                       | small.s:15: .half   0x1234
   11026                    .zero 20                            | small.s:16: .zero   20

Section .bss:

room:
   1103a                    .zero 4096                          | small.s:18: room:   .zero   4096
`;

Deno.test("formatListing() shows addresses, bytes, labels, instructions, data and source lines", () => {
  const program = build([{ name: "small.s", text: SMALL }]);
  assertEquals(`\n${[...formatListing(listing(program))].join("\n")}\n`, SMALL_LISTING);
});

Deno.test("listingRowToJson() writes addresses and bytes as text and leaves out what is unknown", () => {
  const [row] = listing(build([{ name: "small.s", text: SMALL }]));
  assertEquals(row && JSON.parse(JSON.stringify(listingRowToJson(row))), {
    section: ".text",
    address: "0x10000",
    size: 4,
    bytes: "17150000",
    kind: "instruction",
    labels: ["_start"],
    text: "auipc a0, 0x1",
    file: "small.s",
    line: 4,
    source: "_start: la      a0, table",
  });
});

/** The byte that the machine would find at an address. */
function bytesAt({ segments }: Program, address: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (const segment of segments) {
    if (address < segment.address || address >= segment.address + BigInt(segment.size)) continue;
    const start = Number(address - segment.address);
    bytes.set(segment.data.subarray(start, start + size));
  }
  return bytes;
}

async function examples(): Promise<string[]> {
  const folder = new URL("../../../examples/", import.meta.url);
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const sources = names.filter((name) => name.endsWith(".s"));
  return Promise.all(sources.map((name) => Deno.readTextFile(new URL(name, folder))));
}

Deno.test("listing() covers every byte of every section of every example once, in order", async () => {
  for (const text of await examples()) {
    const program = build([{ name: "example.s", text }], { archive: runtimeFiles });
    const rows = Map.groupBy(listing(program), ({ section }) => section);
    for (const { name, address, size } of program.sections) {
      let at = address;
      for (const row of rows.get(name) ?? []) {
        assertEquals(row.address, at);
        assertEquals(bytesAt(program, at, row.size).subarray(0, row.bytes.length), row.bytes);
        assertEquals(
          bytesAt(program, at, row.size).subarray(row.bytes.length).some(Boolean),
          false,
        );
        at += BigInt(row.size);
      }
      assertEquals(at, address + BigInt(size), name);
    }
  }
});

Deno.test("data directives in a listing assemble to the same bytes", async () => {
  for (const text of await examples()) {
    const program = build([{ name: "example.s", text }], { archive: runtimeFiles });
    const rows = [...listing(program)].filter(({ kind, size }) => kind === "data" && size < 4096);
    assertGreater(rows.length, 0);
    const lines = rows.map((row) => `${row.text}\n`).join("");
    const start = ".globl _start\n.equ _start, 0\n.data\n";
    const [segment] = build([{ name: "again.s", text: start + lines }]).segments;
    const expected = rows.map(({ address, size }) => bytesAt(program, address, size).toHex()).join(
      "",
    );
    // The rest of a segment is zero.
    assertEquals(segment?.data.toHex().padEnd(expected.length, "0"), expected);
  }
});
