// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals } from "@std/assert";
import { ByteWriter } from "../../../host/text/byte_writer.ts";

/** The chunks that a writer of that capacity gives its sink, as text. */
function written(fill: (writer: ByteWriter) => void, capacity = 64): string[] {
  const chunks: string[] = [];
  const decoder = new TextDecoder();
  const writer = new ByteWriter((bytes) => chunks.push(decoder.decode(bytes)), capacity);
  fill(writer);
  writer.flush();
  return chunks;
}

Deno.test("ByteWriter writes text, numbers and halves of 64-bit values", () => {
  const [text] = written((writer) => {
    writer.text("a ");
    writer.decimal(0);
    writer.text(" ");
    writer.decimal(12345678901);
    writer.text(" ");
    writer.hex64(0xdeadbeef, 0x00000001);
    writer.text(" ");
    writer.hexBytes(0xff1234ab, 2);
  }, 256);
  assertEquals(text, "a 0 12345678901 deadbeef00000001 34ab");
});

Deno.test("ByteWriter writes text that is not ASCII as UTF-8", () => {
  const text = "hase.s — häschen 🐇 in einem langen Namen, der nicht kurz ist";
  assertEquals(written((writer) => writer.text(text), 4096).join(""), text);
  assertEquals(written((writer) => writer.text("häs"), 4096).join(""), "häs");
});

Deno.test("ByteWriter passes on full chunks and loses nothing between them", () => {
  const chunks = written((writer) => {
    for (let line = 0; line < 100; line++) writer.text(`line ${line}\n`);
  });
  assert(chunks.length > 10);
  assert(chunks.every((chunk) => chunk.length <= 64));
  assertEquals(
    chunks.join(""),
    Array.from({ length: 100 }, (_, line) => `line ${line}\n`).join(""),
  );
});

Deno.test("ByteWriter passes on bytes that are larger than its buffer", () => {
  const big = "x".repeat(1000);
  assertEquals(written((writer) => writer.text(`${big}\n`)).join(""), `${big}\n`);
});

Deno.test("ByteWriter flushes nothing if nothing was written", () => {
  assertEquals(written(() => {}), []);
});
