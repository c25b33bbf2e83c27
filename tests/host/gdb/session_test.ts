// SPDX-License-Identifier: MPL-2.0
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { bytesOf, frame, fromHex, PacketReader, textOf, toHex } from "../../../host/gdb/packets.ts";
import { TARGET_REGISTERS } from "../../../host/gdb/registers.ts";
import { FUZZ_SEED, fuzzCount } from "../../fuzz_settings.ts";
import { addressOf, Debugger } from "./debugger.ts";

const hex = (value: bigint) => value.toString(16);

/** The value of a register, by its name. */
async function register(gdb: Debugger, name: string): Promise<bigint> {
  const number = TARGET_REGISTERS.findIndex((each) => each.name === name);
  const digits = await gdb.ask(`p${number.toString(16)}`);
  return BigInt(`0x${toHex((fromHex(digits) ?? new Uint8Array()).reverse())}`);
}

Deno.test("packets carry any bytes, and damaged ones are told apart", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const reader = new PacketReader();
  const [arrival] = reader.read(frame(bytes));
  assert(arrival?.kind === "packet");
  assertEquals(arrival.data, bytes);
  const stream = bytesOf("+$g#68-$g#67\u0003$m0,\u0024p1#a1");
  const kinds = [...reader.read(stream)].map((each) =>
    each.kind === "packet" ? textOf(each.data) : each.kind
  );
  assertEquals(kinds, ["damaged", "again", "g", "interrupt", "p1"]);
});

Deno.test("a debugger stops at breakpoints, and sees registers and memory", async () => {
  await using gdb = new Debugger();
  assertStringIncludes(await gdb.ask("qSupported:swbreak+"), "ReverseContinue+");
  assertEquals(await gdb.ask("QStartNoAckMode"), "OK");
  assertMatch(await gdb.ask("?"), /^T05/);
  assertEquals(await gdb.ask(`Z0,${hex(addressOf("store"))},4`), "OK");
  assertStringIncludes(await gdb.ask("vCont;c"), "swbreak:");
  assertEquals(await register(gdb, "pc"), addressOf("store"));
  assertEquals(await register(gdb, "t1"), 3n);
  assertEquals(await gdb.ask(`m${hex(addressOf("counter"))},8`), "0".repeat(16));
  assertMatch(await gdb.ask("s"), /^T05/);
  assertEquals(await gdb.ask(`m${hex(addressOf("counter"))},8`), `03${"0".repeat(14)}`);
  assertEquals(await gdb.ask(`z0,${hex(addressOf("store"))},4`), "OK");
  // The fault is a stop; going on from it is the end.
  assertMatch(await gdb.ask("c"), /^T0b/);
  assertEquals(await register(gdb, "pc"), addressOf("fault"));
  assertEquals(await gdb.ask("c"), "X0b");
  assertEquals(await gdb.end, "ended");
});

Deno.test("a debugger goes back: by instructions, to breakpoints, and to writes", async () => {
  await using gdb = new Debugger();
  assertMatch(await gdb.ask("c"), /^T0b/);
  const { end } = gdb.timeline;
  assertEquals(await gdb.ask(`Z2,${hex(addressOf("counter"))},8`), "OK");
  for (const value of [5n, 3n, 0n]) {
    assertMatch(await gdb.ask("bc"), /^T05thread:1;watch:/);
    assertEquals(await register(gdb, "pc"), addressOf("store") + 4n);
    assertMatch(await gdb.ask("bs"), /^T05/);
    const digits = await gdb.ask(`m${hex(addressOf("counter"))},8`);
    assertEquals(BigInt(`0x${digits.slice(0, 2)}`), value);
  }
  assertStringIncludes(await gdb.ask("bc"), "replaylog:begin");
  assertEquals(gdb.timeline.position, 0);
  // And forwards again, to the first write, before which GDB expects the stop.
  assertMatch(await gdb.ask("c"), /^T05thread:1;watch:/);
  assertEquals(await register(gdb, "pc"), addressOf("store"));
  await gdb.ask(`z2,${hex(addressOf("counter"))},8`);
  assertMatch(await gdb.ask("c"), /^T0b/);
  assertEquals(gdb.timeline.position, end);
  await gdb.ask(`Z0,${hex(addressOf("add"))},4`);
  assertStringIncludes(await gdb.ask("bc"), "swbreak:");
  assertEquals(await register(gdb, "a0"), 1n);
});

Deno.test("a debugger changes the present, but not the past", async () => {
  await using gdb = new Debugger();
  await gdb.ask(`Z0,${hex(addressOf("store"))},4`);
  await gdb.ask("c");
  const t1 = TARGET_REGISTERS.findIndex(({ name }) => name === "t1").toString(16);
  assertEquals(await gdb.ask(`P${t1}=0700000000000000`), "OK");
  assertEquals(await gdb.ask(`M${hex(addressOf("text"))},2:4f4b`), "OK");
  await gdb.ask("s");
  assertEquals(await gdb.ask("bs"), "T05thread:1;");
  assertEquals(await gdb.ask(`P${t1}=0800000000000000`), "E01");
  assertEquals(await gdb.ask(`M${hex(addressOf("text"))},1:00`), "E01");
  await gdb.ask(`z0,${hex(addressOf("store"))},4`);
  await gdb.ask("c");
  assertEquals(new TextDecoder().decode(gdb.process.output.stdout), "OKne\n");
  assertEquals(await gdb.ask(`m${hex(addressOf("counter"))},1`), "0a");
});

Deno.test("a debugger reads what lies around the program", async () => {
  await using gdb = new Debugger();
  const description = await gdb.ask("qXfer:features:read:target.xml:0,4000");
  assertStringIncludes(description, "org.gnu.gdb.riscv.fpu");
  assertMatch(await gdb.ask("qXfer:auxv:read::0,1000"), /^l/);
  assertEquals(await gdb.ask("qXfer:exec-file:read::0,100"), "l/debugged");
  assertEquals(await gdb.ask("qRcmd,7768656e"), toHex(bytesOf("0\n")));
  assertStringIncludes(
    textOf(fromHex(await gdb.ask("qRcmd,78")) ?? new Uint8Array()),
    'unknown monitor command "x"',
  );
  assertEquals(await gdb.ask("m0,8"), "E0e");
  assertEquals(await gdb.ask("mzz,8"), "E16");
  assertEquals(await gdb.ask("vMustReplyEmpty"), "");
});

Deno.test("LLDB reads which machine this is, and what is mapped", async () => {
  await using lldb = new Debugger();
  const triple = `triple:${toHex(bytesOf("riscv64-unknown-linux-gnu"))};`;
  assertStringIncludes(await lldb.ask("qHostInfo"), triple);
  assertStringIncludes(await lldb.ask("qProcessInfo"), triple);
  const start = addressOf("_start") & ~0xfffn;
  assertEquals(await lldb.ask("qMemoryRegionInfo:0"), `start:0;size:${hex(start)};`);
  assertMatch(
    await lldb.ask(`qMemoryRegionInfo:${hex(start + 8n)}`),
    new RegExp(`^start:${hex(start)};size:1000;permissions:rx;`),
  );
  assertMatch(
    await lldb.ask("qMemoryRegionInfo:ffffffffffffffff"),
    /^start:[0-9a-f]+;size:[0-9a-f]+;$/,
  );
  assertEquals(await lldb.ask("qMemoryRegionInfo:x"), "E16");
  assertEquals(await lldb.ask("k"), "X09");
});

Deno.test("Ctrl-C stops a program that runs, and a broken connection ends the session", async () => {
  await using gdb = new Debugger();
  // An endless loop: `j .`.
  await gdb.ask(`M${hex(addressOf("_start"))},4:6f000000`);
  const stop = gdb.ask("c");
  setTimeout(() => gdb.sendRaw(Uint8Array.of(3)), 20);
  assertMatch(await stop, /^T02/);
  gdb.close();
  assertEquals(await gdb.end, "disconnected");
});

/** Packets to mutate. */
const SEEDS = [
  "qMemoryRegionInfo:10000",
  "qSupported:multiprocess+;swbreak+",
  "g",
  "p20",
  "P5=0011223344556677",
  "m10000,40",
  "M10000,4:01020304",
  "X10000,2:ab",
  "Z0,10004,4",
  "Z2,11000,8",
  "z0,10004,4",
  "vCont;s:1",
  "s",
  "bs",
  "bc",
  "qXfer:features:read:target.xml:0,fff",
  "qXfer:auxv:read::8,20",
  "qRcmd,7768656e",
  "H g0",
  "T1",
  "?",
  "qThreadExtraInfo,1",
];

Deno.test("mutated packets get errors: none throws, hangs or reaches anything", async () => {
  let state = Number(BigInt.asUintN(32, FUZZ_SEED));
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
  const count = fuzzCount(1000);
  let gdb = new Debugger();
  let ended = false;
  const watch = (each: Debugger) => void each.end.then(() => ended = true);
  watch(gdb);
  for (let index = 0; index < count; index++) {
    const bytes = [...bytesOf(SEEDS[random(SEEDS.length)]!)];
    for (let changes = random(4); changes > 0; changes--) {
      const at = random(bytes.length + 1);
      const byte = random(3) === 0 ? random(256) : 0x30 + random(10);
      bytes.splice(at, random(2), byte);
    }
    const packet = frame(Uint8Array.from(bytes));
    // Some are damaged on the way.
    if (random(20) === 0) packet[random(packet.length)] = random(256);
    gdb.sendRaw(packet);
    if (index % 16 !== 0) continue;
    // Whatever came before, the server answers this, or the program has ended.
    gdb.sendRaw(bytesOf("#00"));
    // A changed program may run forever.
    gdb.sendRaw(Uint8Array.of(3));
    gdb.sendRaw(frame(bytesOf("qC")));
    while (!ended && await Promise.race([gdb.answer(), gdb.end]) !== "QC1");
    if (!ended) continue;
    await gdb[Symbol.asyncDispose]();
    gdb = new Debugger();
    ended = false;
    watch(gdb);
  }
  await gdb[Symbol.asyncDispose]();
});
