// SPDX-License-Identifier: MPL-2.0
// Messages in pieces, damaged ones, and a hundred kinds of nonsense: each gets an answer or a note, none throws,
// hangs, or reaches anything but the guest.

import { assert, assertEquals } from "@std/assert";
import { build } from "../../../asm/build.ts";
import { frameMessage, MAX_MESSAGE, MessageReader } from "../../../host/dap/messages.ts";
import { DapServer } from "../../../host/dap/server.ts";
import { OutputLog } from "../../../host/debug/mod.ts";
import { Process } from "../../../host/process.ts";
import type { Connection } from "../../../host/remote/arrivals.ts";

const program = build([{
  name: "debugged.s",
  text: Deno.readTextFileSync(new URL("debugged.s", import.meta.url)),
}]);

/** A server with the other end of its connection. */
class Client {
  readonly #toServer: Uint8Array[] = [];
  #wake: () => void = () => {};
  #isClosed = false;
  /** What the server sent. */
  readonly received: Record<string, unknown>[] = [];
  readonly end: Promise<void>;

  constructor() {
    const reader = new MessageReader();
    const connection: Connection = {
      read: async () => {
        while (this.#toServer.length === 0) {
          if (this.#isClosed) return undefined;
          await new Promise<void>((resolve) => this.#wake = resolve);
        }
        return this.#toServer.shift();
      },
      write: (bytes) => {
        for (const arrival of reader.read(bytes)) {
          assert(arrival.kind === "message");
          this.received.push(arrival.value as Record<string, unknown>);
        }
        return Promise.resolve();
      },
    };
    this.end = new DapServer(connection, {
      launch: () => {
        const output = new OutputLog();
        const process = new Process(program, { stdout: output.stdout, stderr: output.stderr });
        return Promise.resolve({
          ...{ process, output, maxInstructions: 100_000 },
          findPath: () => undefined,
          explain: () => Promise.resolve("a fault"),
        });
      },
    }).serve();
  }

  sendRaw(bytes: Uint8Array): void {
    this.#toServer.push(bytes);
    this.#wake();
  }

  send(seq: number, command: string, given: object = {}): void {
    this.sendRaw(frameMessage({ seq, type: "request", command, arguments: given }));
  }

  /** The response to a request. */
  async response(seq: number): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.received.find(({ request_seq }) => request_seq === seq);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.end;
  }
}

Deno.test("messages arrive in any pieces", () => {
  const values = [{ a: 1 }, "é\n", [1, [2]], 7];
  const bytes = values.flatMap((value) => [...frameMessage(value)]);
  for (const size of [1, 2, 7, 1000]) {
    const reader = new MessageReader();
    const found: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      for (const arrival of reader.read(Uint8Array.from(bytes.slice(at, at + size)))) {
        assert(arrival.kind === "message");
        found.push(arrival.value);
      }
    }
    assertEquals(found, values);
  }
});

Deno.test("damaged messages are passed over, and the next one is read", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  const damaged = [
    ["Content-Length: 3\r\n\r\n{x}", "is not JSON"],
    ["Content-Length: 0\r\n\r\n", "is not JSON"],
    ["Length: 3\r\n\r\n", "no Content-Length"],
    [`Content-Length: ${MAX_MESSAGE + 1}\r\n\r\n${" ".repeat(MAX_MESSAGE + 1)}`, "has more than"],
    ["x".repeat(1024), "no header"],
  ] as const;
  for (const [bytes, reason] of damaged) {
    const arrivals = [...new MessageReader().read(text(`${bytes}Content-Length: 1\r\n\r\n7`))];
    assertEquals(arrivals.length, 2);
    assert(arrivals[0]?.kind === "damaged" && arrivals[0].reason.includes(reason));
    assertEquals(arrivals[1], { kind: "message", value: 7 });
  }
});

/** Requests to mutate. */
const REQUESTS: readonly (readonly [string, object])[] = [
  ["initialize", { adapterID: "leveret" }],
  ["setBreakpoints", { source: { path: "debugged.s" }, breakpoints: [{ line: 7 }] }],
  ["setFunctionBreakpoints", { breakpoints: [{ name: "add", condition: "$t0 > 1" }] }],
  ["setInstructionBreakpoints", { breakpoints: [{ instructionReference: "0x10000" }] }],
  ["setDataBreakpoints", { breakpoints: [{ dataId: "0x11000,8", accessType: "readWrite" }] }],
  ["setExceptionBreakpoints", { filters: ["fault", "exit"] }],
  ["dataBreakpointInfo", { name: "total", variablesReference: 1, bytes: 4, asAddress: true }],
  ["breakpointLocations", { source: { path: "debugged.s" }, line: 4, endLine: 9 }],
  ["configurationDone", {}],
  ["stackTrace", { threadId: 1, startFrame: 0, levels: 2 }],
  ["scopes", { frameId: 1 }],
  ["variables", { variablesReference: 1, start: 0, count: 3 }],
  ["setVariable", { variablesReference: 1, name: "t0", value: "5" }],
  ["setExpression", { expression: "$t0", value: "1 + 2", frameId: 1 }],
  ["evaluate", { expression: "total + $t0 * 2", frameId: 1, context: "repl" }],
  ["evaluate", { expression: "goto 3", frameId: 1, context: "repl" }],
  ["completions", { text: "$t", column: 3 }],
  ["next", { threadId: 1, granularity: "instruction" }],
  ["stepIn", { threadId: 1 }],
  ["stepBack", { threadId: 1 }],
  ["stepOut", { threadId: 1 }],
  ["continue", { threadId: 1 }],
  ["reverseContinue", { threadId: 1 }],
  ["pause", { threadId: 1 }],
  ["restartFrame", { frameId: 1 }],
  ["gotoTargets", { source: { path: "debugged.s" }, line: 6 }],
  ["goto", { threadId: 1, targetId: 65536 }],
  ["readMemory", { memoryReference: "0x11000", offset: -4, count: 16 }],
  ["writeMemory", { memoryReference: "0x11000", offset: 1, data: "AAECAw==" }],
  ["disassemble", { memoryReference: "0x10000", instructionOffset: -3, instructionCount: 9 }],
  ["source", { sourceReference: 1 }],
  ["loadedSources", {}],
  ["exceptionInfo", { threadId: 1 }],
];

/** How many mutated messages are sent: LEVERET_DAP_FUZZ asks for more. */
const MUTATIONS = Number(Deno.env.get("LEVERET_DAP_FUZZ") ?? 400);

Deno.test("mutated messages get answers: none throws, hangs or reaches anything", async () => {
  let seed = 1;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor(seed / 2 ** 32 * limit);
  };
  const ODD: readonly unknown[] = [null, -1, 0, 1e308, 2 ** 53, "", "\0", "0x", [], {}, true, "$"];
  /** Changes one value somewhere inside. */
  const mutate = (value: unknown): unknown => {
    if (random(4) === 0) return ODD[random(ODD.length)];
    if (Array.isArray(value) && value.length > 0) {
      return value.map((each, index) => index === random(value.length) ? mutate(each) : each);
    }
    if (typeof value === "object" && value !== null) {
      const names = Object.keys(value);
      const chosen = names[random(names.length)];
      return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, name === chosen ? mutate(each) : each]),
      );
    }
    if (typeof value === "number") return random(2) === 0 ? -value : value * random(1000);
    if (typeof value === "string") {
      const at = random(value.length + 1);
      return value.slice(0, at) + String.fromCharCode(random(128)) + value.slice(at + random(2));
    }
    return value;
  };
  let client: Client | undefined;
  let answers = 0;
  let seq = 0;
  for (let round = 0; round < MUTATIONS; round++) {
    if (round % 50 === 0) {
      await client?.close();
      client = new Client();
      client.send(++seq, "launch", { program: "x", stopOnEntry: true });
      assertEquals((await client.response(seq)).success, true);
    }
    const [command, given] = REQUESTS[random(REQUESTS.length)]!;
    client!.send(++seq, command, mutate(given) as object);
    const { success } = await client!.response(seq);
    if (success === true) answers++;
    if (random(20) === 0) client!.sendRaw(Uint8Array.from({ length: 60 }, () => random(256)));
    if (random(3) > 0) await new Promise((resolve) => setTimeout(resolve, 0));
    // Bytes that are no message take the header that follows them along.
    client!.sendRaw(new TextEncoder().encode("\r\n\r\n"));
  }
  await client?.close();
  assert(answers > MUTATIONS / 10);
});
