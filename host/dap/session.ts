// SPDX-License-Identifier: MPL-2.0
// A client's session with a process, by the Debug Adapter Protocol: answers each request, moves the process in
// both directions, and tells the client of stops and output. Guarantees: a request that makes no sense gets an
// error; none reaches anything but the guest.

import { MemoryFault } from "../../cpu/memory/trap.ts";
import { MachineStateError } from "../../cpu/memory/usage.ts";
import { Debugger, type DebugStop, ExpressionError, type OutputPiece } from "../debug/mod.ts";
import { statusOf } from "../process.ts";
import { hex } from "../text/hex.ts";
import { Breakpoints } from "./breakpoints.ts";
import { CAPABILITIES, EXCEPTION_FILTERS } from "./capabilities.ts";
import { CodeListing } from "./code_listing.ts";
import { runCommand } from "./console.ts";
import { Inspection } from "./inspection.ts";
import { RequestArguments, RequestError } from "./request_arguments.ts";
import { Sources } from "./sources.ts";
import type { Launched, LaunchRequest, Target } from "./target.ts";

/** What a session needs. */
export interface SessionOptions {
  /**
   * Starts a program.
   *
   * @throws {RequestError} when it cannot
   */
  readonly launch: (request: LaunchRequest) => Promise<Launched>;
  /** Sends an event. */
  readonly emit: (event: string, body?: object) => void;
}

/** The only thread. */
const THREAD = 1;
/** Signals by which a program ends itself; others are faults. */
const ABORT = "SIGABRT";

type Handler = (request: RequestArguments) => object | undefined | Promise<object | undefined>;
/** A movement of the debugger. */
type Movement = (debug: Debugger) => Promise<DebugStop>;

/** A session with one client. */
export class DapSession implements Disposable {
  readonly #options: SessionOptions;
  #target: (Target & { readonly inspection: Inspection }) | undefined;
  #request: RequestArguments = new RequestArguments({});
  #filters: ReadonlySet<string> = new Set(EXCEPTION_FILTERS.map(({ filter }) => filter));
  /** The movement under way. */
  #moving: Promise<void> | undefined;
  /** Whether that can be interrupted, and begun again where it had come to. */
  #canGoOn = false;
  /** Whether the client wants the movement to end, which may not have begun. */
  #isPauseWanted = false;
  /** What is to be done as soon as the movement under way can be interrupted. */
  readonly #pending: (() => void)[] = [];
  /** Whether the client has been told that the program has ended. */
  #isOver = false;

  /** Whether the session has come to its end. */
  isClosed = false;

  /** A session, at first without a process. */
  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /**
   * Answers a request with the body of its response.
   *
   * @throws {RequestError} when it cannot be answered
   */
  async handle(command: string, request: RequestArguments): Promise<object | undefined> {
    const handler = Object.hasOwn(this.#handlers, command) ? this.#handlers[command] : undefined;
    if (handler === undefined) throw new RequestError(`unknown request ${command}`);
    try {
      return await handler(request);
    } catch (error) {
      if (error instanceof ExpressionError || error instanceof MachineStateError) {
        throw new RequestError(error.message);
      }
      if (error instanceof MemoryFault) {
        throw new RequestError(`cannot access memory at ${hex(error.address)}`);
      }
      throw error;
    }
  }

  /** Ends the session: the process is gone. */
  [Symbol.dispose](): void {
    this.isClosed = true;
    void this.#discard();
  }

  readonly #handlers: Readonly<Record<string, Handler>> = {
    initialize: () => CAPABILITIES,
    launch: (request) => this.#launch(request),
    attach: () => {
      throw new RequestError("there is nothing to attach to; use a launch configuration");
    },
    configurationDone: () => this.#begin(),
    disconnect: () => this.#close(),
    terminate: () => this.#terminate(),
    restart: (request) => this.#restart(request),
    threads: () => ({ threads: [{ id: THREAD, name: "main" }] }),
    setBreakpoints: (request) => this.#setPoints((set) => set.setInSource(request)),
    setFunctionBreakpoints: (request) => this.#setPoints((set) => set.setAtFunctions(request)),
    setInstructionBreakpoints: (request) =>
      this.#setPoints((set) => set.setAtInstructions(request)),
    setDataBreakpoints: (request) => this.#setPoints((set) => set.setAtData(request)),
    setExceptionBreakpoints: (request) => {
      this.#filters = new Set(request.texts("filters"));
      return { breakpoints: request.texts("filters").map(() => ({ verified: true })) };
    },
    dataBreakpointInfo: (request) => this.#seen.dataInfo(request),
    breakpointLocations: (request) => this.#any.inspection.breakpointLocations(request),
    continue: () => {
      this.#forward((debug) => debug.continue(), { canGoOn: true });
      return { allThreadsContinued: true };
    },
    next: (request) => this.#step(request, { over: true, direction: "forward" }),
    stepIn: (request) => this.#step(request, { over: false, direction: "forward" }),
    stepBack: (request) => this.#step(request, { over: true, direction: "back" }),
    stepOut: () => this.#forward((debug) => debug.finish()),
    reverseContinue: () => this.#go((debug) => debug.continue("back"), { canGoOn: true }),
    pause: () => {
      this.#pause(this.#any.debug);
      return undefined;
    },
    restartFrame: (request) => this.#restartFrame(request.integer("frameId")),
    gotoTargets: (request) => this.#seen.gotoTargets(request),
    goto: (request) => this.#jump(request.integer("targetId")),
    stackTrace: (request) => this.#seen.stackTrace(request),
    scopes: (request) => this.#seen.scopes(request.integer("frameId")),
    variables: (request) => this.#seen.listVariables(request),
    setVariable: (request) => this.#seen.setVariable(request),
    setExpression: (request) =>
      this.#seen.assign(
        request.text("expression"),
        request.text("value"),
        this.#seen.frameOf(request),
      ),
    evaluate: (request) => this.#evaluate(request),
    completions: (request) => this.#seen.completions(request),
    exceptionInfo: () => this.#seen.exceptionInfo(),
    source: (request) => {
      const reference = request.object("source").optionalInteger("sourceReference") ??
        request.optionalInteger("sourceReference") ?? 0;
      const mimeType = "text/x-asm";
      return { content: this.#any.sources.text(reference), mimeType };
    },
    loadedSources: () => {
      const { debug, sources } = this.#any;
      const files = debug.lines?.files ?? [];
      return { sources: files.map((file) => sources.of({ file, line: 1 })) };
    },
    readMemory: (request) => this.#seen.readMemory(request),
    writeMemory: (request) => this.#seen.writeMemory(request),
    disassemble: (request) => this.#seen.disassemble(request),
    // Each request is answered before the next is read.
    cancel: () => undefined,
  };

  // -- the process

  async #launch(request: RequestArguments): Promise<undefined> {
    if (this.#target !== undefined) throw new RequestError("a program is being debugged already");
    this.#request = request;
    await this.#start();
    this.#options.emit("initialized");
    return undefined;
  }

  async #start(): Promise<void> {
    const request = this.#request;
    const options = [
      ...request.texts("options"),
      ...request.object("env").entries().flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...(request.has("seed") ? ["--seed", `${request.integer("seed")}`] : []),
    ];
    const launched = await this.#options.launch({
      program: request.text("program"),
      files: request.texts("files"),
      directories: request.texts("dir"),
      args: request.texts("args"),
      options,
      input: request.optionalText("input"),
      cwd: request.optionalText("cwd"),
    });
    const { process, output, maxInstructions } = launched;
    const debug = new Debugger(process, { output, maxInstructions });
    const { program } = debug;
    const sources = new Sources(program, launched.findPath);
    output.onOutput = this.#outputSender();
    this.#isOver = false;
    const target = {
      ...{ launched, debug, sources },
      breakpoints: new Breakpoints(debug, sources, (text) => this.#print(text)),
      listing: new CodeListing(debug.memory, program, sources),
    };
    this.#target = { ...target, inspection: new Inspection(target) };
  }

  #begin(): undefined {
    const { debug } = this.#any;
    if (this.#request.flag("atEnd")) return this.#go(() => debug.goToEnd({ run: true }));
    if (!this.#request.flag("stopOnEntry")) {
      return this.#go(() => debug.continue(), { canGoOn: true });
    }
    return this.#go(() => Promise.resolve(debug.stop));
  }

  async #restart(request: RequestArguments): Promise<undefined> {
    if (request.has("arguments")) this.#request = request.object("arguments");
    await this.#discard();
    await this.#start();
    // The client does not send its breakpoints again unless it is asked to.
    this.#options.emit("initialized");
    return undefined;
  }

  #close(): undefined {
    this[Symbol.dispose]();
    return undefined;
  }

  async #terminate(): Promise<undefined> {
    await this.#discard();
    this.#emitEnd(undefined);
    return undefined;
  }

  /** Ends what is being debugged. */
  async #discard(): Promise<void> {
    const target = this.#target;
    if (target === undefined) return;
    this.#target = undefined;
    this.#pause(target.debug);
    await this.#moving;
    target.debug[Symbol.dispose]();
    target.launched.process.dispose();
  }

  /** What is being debugged. */
  get #any(): Target & { readonly inspection: Inspection } {
    if (this.#target === undefined) throw new RequestError("no program has been launched");
    return this.#target;
  }

  /** What is being debugged, which has stopped. */
  get #stopped(): Target & { readonly inspection: Inspection } {
    const target = this.#any;
    if (this.#moving !== undefined) {
      throw new RequestError("the program is running; pause it first");
    }
    return target;
  }

  /** Looks at what is being debugged, which has stopped. */
  get #seen(): Inspection {
    return this.#stopped.inspection;
  }

  // -- movements

  #step(
    request: RequestArguments,
    options: { readonly over: boolean; readonly direction: "forward" | "back" },
  ): undefined {
    const byInstruction = request.optionalText("granularity") === "instruction";
    const move = (debug: Debugger) =>
      byInstruction ? debug.stepInstruction(options) : debug.stepLine(options);
    return options.direction === "forward" ? this.#forward(move) : this.#go(move);
  }

  /** Moves forwards; after its end, the program is over. */
  #forward(move: Movement, options?: { readonly canGoOn: boolean }): undefined {
    const { debug: { end, timeline } } = this.#stopped;
    if (end === undefined || timeline.position < timeline.end) return this.#go(move, options);
    this.#emitEnd(statusOf(end));
    return undefined;
  }

  /** Moves, and tells the client of the stop after the response: for `reason`, if nothing else stopped it. */
  #go(move: Movement, { canGoOn = false, reason = "step" } = {}): undefined {
    const { debug } = this.#stopped;
    this.#target?.inspection.forget();
    this.#isPauseWanted = false;
    this.#canGoOn = canGoOn;
    this.#moving = this.#run(debug, move, reason);
    return undefined;
  }

  async #run(debug: Debugger, move: Movement, reason: string): Promise<void> {
    // The response comes first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    let error: string | undefined;
    let stop = debug.stop;
    try {
      stop = await this.#moveThrough(debug, move);
    } catch (thrown) {
      if (!(thrown instanceof ExpressionError || thrown instanceof RangeError)) throw thrown;
      error = thrown.message;
    }
    this.#moving = undefined;
    if (this.isClosed || this.#target?.debug !== debug) return;
    if (error === undefined) return this.#report(stop, reason);
    this.#print(`${error}\n`);
    this.#emitStop("pause", { description: error });
  }

  /** Moves; one that was interrupted to set breakpoints goes on. */
  async #moveThrough(debug: Debugger, move: Movement): Promise<DebugStop> {
    for (;;) {
      for (const act of this.#pending.splice(0)) act();
      if (this.#isPauseWanted) return { ...debug.stop, reason: { kind: "interrupted" } };
      const stop = await move(debug);
      if (stop.reason.kind !== "interrupted" || this.#pending.length === 0) return stop;
    }
  }

  /** Ends the movement that is under way or about to begin, soon. */
  #pause(debug: Debugger): void {
    this.#isPauseWanted = true;
    debug.interrupt();
  }

  #report({ reason }: DebugStop, own: string): void {
    const { debug, breakpoints } = this.#any;
    switch (reason.kind) {
      case "points": {
        const [point] = reason.points;
        if (reason.error !== undefined) this.#print(`${reason.error}\n`);
        return this.#emitStop(point === undefined ? "breakpoint" : breakpoints.reasonOf(point), {
          hitBreakpointIds: reason.points.map(({ number }) => number),
          ...(reason.access !== undefined && { text: accessText(reason.access) }),
        });
      }
      case "exited":
        if (!this.#filters.has("exit")) return this.#emitEnd(statusOf(reason));
        return this.#emitStop("exit", {
          description: `Exited with status ${reason.status}`,
          text: "the program has ended; one can go back from here",
        });
      case "killed": {
        const filter = reason.signal.name === ABORT ? "abort" : "fault";
        if (!this.#filters.has(filter)) return this.#emitEnd(statusOf(reason));
        return this.#emitStop("exception", {
          description: `Killed by ${reason.signal.name}`,
          text: reason.signal.name,
        });
      }
      case "start":
        return this.#emitStop("entry", { description: "Start of the run" });
      case "interrupted":
        return this.#emitStop("pause");
      case "limit":
        return this.#emitStop("pause", { description: "At the instruction limit" });
      case "waiting":
        return this.#emitStop("pause", { description: `Would block forever in ${reason.call}` });
      case "input":
        return this.#emitStop("pause", { description: "Waiting for input" });
      case "step":
      case "finish":
        return this.#emitStop(
          own === "step" && debug.timeline.position === debug.timeline.start ? "entry" : own,
        );
    }
  }

  #emitStop(reason: string, more: object = {}): void {
    this.#options.emit("stopped", {
      reason,
      threadId: THREAD,
      allThreadsStopped: true,
      preserveFocusHint: false,
      ...more,
    });
  }

  #emitEnd(status: number | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (status !== undefined) this.#options.emit("exited", { exitCode: status });
    this.#options.emit("terminated");
  }

  #restartFrame(id: number): undefined {
    const frame = this.#seen.frame(id);
    return this.#go(async (debug) => {
      if (debug.callerOf(frame) === undefined) return await debug.goTo(debug.timeline.start);
      const stop = await debug.finish(frame, "back");
      // From the call into the function, unless something stopped it on the way.
      return stop.reason.kind === "step" ? await debug.stepInstruction() : stop;
    }, { reason: "restart" });
  }

  // -- breakpoints

  /** Sets breakpoints; a program that runs is interrupted for that, but a step goes on as it began. */
  async #setPoints(set: (points: Breakpoints) => object[]): Promise<object> {
    const { debug, breakpoints } = this.#any;
    if (this.#moving === undefined || !this.#canGoOn) return { breakpoints: set(breakpoints) };
    const made = await new Promise<object[]>((resolve, reject) => {
      this.#pending.push(() => {
        try {
          resolve(set(breakpoints));
        } catch (error) {
          reject(error);
        }
      });
      debug.interrupt();
      // A movement that has just ended by itself looks at nothing any more.
      void this.#moving?.then(() => {
        for (const act of this.#pending.splice(0)) act();
      });
    });
    return { breakpoints: made };
  }

  /** Evaluates an expression, or carries out a command of the debug console. */
  #evaluate(request: RequestArguments): object {
    const { debug, inspection } = this.#stopped;
    if (request.optionalText("context") === "repl") {
      const result = runCommand(request.text("expression"), {
        debug,
        frame: inspection.frameOf(request),
        go: (move) => this.#go(move),
      });
      if (result !== undefined) return { result, variablesReference: 0 };
    }
    return inspection.evaluate(request);
  }

  /** Goes on elsewhere, which changes the run: only at its newest moment. */
  #jump(address: number): undefined {
    const { debug: { stop, timeline, process: { machine } } } = this.#stopped;
    timeline.change(() => machine.pc = BigInt(address));
    const there: DebugStop = { ...stop, reason: { kind: "step" }, pc: machine.pc };
    return this.#go(() => Promise.resolve(there), { reason: "goto" });
  }

  // -- output

  /** Sends what the process writes, decoded; each event has the instruction that wrote it. */
  #outputSender(): (piece: OutputPiece) => void {
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    return ({ stream, bytes, instruction }) => {
      const output = decoders[stream].decode(bytes, { stream: true });
      if (output === "") return;
      this.#options.emit("output", { category: stream, output, data: { instruction } });
    };
  }

  #print(output: string): void {
    this.#options.emit("output", { category: "console", output });
  }
}

/** What an access to watched memory did. */
function accessText(
  { before, after, by }: {
    readonly before: Uint8Array | undefined;
    readonly after: Uint8Array | undefined;
    readonly by: "program" | "kernel";
  },
): string {
  const text = (bytes: Uint8Array | undefined) =>
    bytes === undefined ? "unmapped" : `0x${bytes.toReversed().toHex()}`;
  const who = by === "kernel" ? " by the kernel" : "";
  return before !== undefined && text(before) === text(after)
    ? `${text(before)}${who}`
    : `${text(before)} -> ${text(after)}${who}`;
}
