// SPDX-License-Identifier: MPL-2.0
// Stories as text and as JSON: the last write to some bytes, the way of a value, and the word that a program
// died of.

import { disassemble } from "../../asm/disassembly/disassembler.ts";
import { printable } from "../../asm/object/printable.ts";
import type { Program } from "../../asm/object/program.ts";
import type { Image } from "../../cpu/memory/image.ts";
import { backtraceLines, frameJson, indented, sourceLine } from "../report/format_report.ts";
import { CodeLocations, formatLocation, hasNames } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { PLAIN, type TextStyle } from "../text/style.ts";
import type { FaultStory } from "./fault_story.ts";
import type { Write } from "./last_write.ts";
import { type OriginStep, registerName } from "./origin.ts";
import type { NumberedRecord } from "./tape.ts";
import { numberOfBytes } from "../text/bytes.ts";

/** Bytes that are shown as one number; of more, only where they differ is shown. */
const MAX_NUMBER = 8;
/** Bytes that are shown of a longer range. */
const MAX_BYTES = 32;

const NEVER = "Nothing has stored there since the program started";

/** Writes stories about one program. */
export class StoryFormat {
  readonly #program: Program | undefined;
  readonly #locations: CodeLocations;
  readonly #style: TextStyle;

  /** Names are those of `image`, if it has any. */
  constructor(image: Image | Program, style: TextStyle = PLAIN) {
    this.#program = hasNames(image) ? image : undefined;
    this.#locations = new CodeLocations(this.#program);
    this.#style = style;
  }

  /** The story of a death, with a title; to follow the report about it. */
  death({ suspect, value, steps }: FaultStory): string {
    const name = registerName(suspect.register);
    const held = value === undefined ? name : `${name} held ${hex(value)},`;
    const subject = suspect.use === "compared" ? "The check compared a word" : held;
    const load = steps.findLast((step) => step.kind === "loaded");
    const last = steps.at(-1);
    const lines: string[] = [];
    if (load !== undefined) {
      const { record } = load;
      const word = suspect.use === "compared" ? `, ${hex(record.value)},` : "";
      const where = `loaded from ${this.#address(record.address)}`;
      lines.push(`${subject}${word} ${where} ${this.#by(record)}`, ...this.#code(record));
      if (last?.kind === "stored") lines.push(...this.#write(last.write));
      if (last?.kind === "initial") lines.push(NEVER);
    } else if (last?.kind === "kernel") {
      const where = last.pc === undefined ? "" : ` in ${this.#location(last.pc)}`;
      lines.push(`${subject} ${last.what} at instruction ${count(last.number)}${where}`);
      if (last.pc !== undefined) lines.push(...sourceLine(this.#locations.at(last.pc)));
    } else if (last?.kind === "constant") {
      lines.push(`${subject} set ${this.#by(last.record)}`, ...this.#code(last.record));
    }
    return this.#titled(load === undefined ? "Where it came from" : "Who wrote it", lines);
  }

  /** The answer to who wrote some bytes. */
  write(what: string, write: Write | undefined): string {
    return this.#titled(`Who wrote ${what}`, write === undefined ? [NEVER] : this.#write(write));
  }

  /** The way of a value, backwards. */
  origin(what: string, steps: readonly OriginStep[]): string {
    const lines = steps.flatMap((step) => this.#step(step));
    return this.#titled(`Where ${what} came from`, lines);
  }

  #titled(title: string, lines: readonly string[]): string {
    return `${[this.#style.strong(printable(title)), ...indented(lines)].join("\n")}\n`;
  }

  #write(write: Write): string[] {
    const { number, pc, location, kernel, series, old, backtrace } = write;
    const where = `in ${formatLocation(pc, location)}`;
    const who = `instruction ${count(number)}`;
    const subject = kernel !== undefined
      ? `The last to write there was ${kernel}, at ${who}`
      : series.count === 1
      ? `The last store there was ${who}`
      : `The last of ${count(series.count)} stores there since instruction ${
        count(series.first)
      } ` +
        `was ${who}`;
    return [
      `${subject}, ${where}`,
      `  ${hex(pc)}: ${printable(write.text)}`,
      ...sourceLine(location),
      changeText(old, write.new),
      ...backtraceLines({ backtrace }, this.#style),
    ];
  }

  #step(step: OriginStep): string[] {
    switch (step.kind) {
      case "loaded":
        return [this.#line(step.record, `from ${this.#address(step.record.address)}`)];
      case "stored": {
        const { number, pc, location, text, kernel, backtrace: { frames: [, caller] } } =
          step.write;
        const called = caller === undefined
          ? ""
          : `, called from ${formatLocation(caller.address, caller)}`;
        const what = kernel ?? printable(text);
        return [`${count(number)}: ${what} in ${formatLocation(pc, location)}${called}`];
      }
      case "constant":
        return [this.#line(step.record, "a constant")];
      case "link":
        return [this.#line(step.record, "a return address")];
      case "computed":
      case "combined":
      case "outside":
        return [this.#line(step.record)];
      case "kernel": {
        const where = step.pc === undefined ? "" : ` in ${this.#location(step.pc)}`;
        return [`${count(step.number)}: ${step.what}${where}`];
      }
      case "start":
        return [`${registerName(step.register)} has had it since the program started`];
      case "initial":
        return [NEVER];
    }
  }

  /** A record, as a step on the way of a value. */
  #line(record: NumberedRecord, remark?: string): string {
    const { number, pc, value } = record;
    const what = `${hex(value)} by ${this.#text(record)} in ${this.#location(pc)}`;
    return `${count(number)}: ${what}${remark === undefined ? "" : `, ${remark}`}`;
  }

  #by({ number, pc }: NumberedRecord): string {
    return `by instruction ${count(number)}, in ${this.#location(pc)}`;
  }

  #location(pc: bigint): string {
    return formatLocation(pc, this.#locations.at(pc));
  }

  /** The instruction and its source line. */
  #code(record: NumberedRecord): string[] {
    const { pc } = record;
    return [`  ${hex(pc)}: ${this.#text(record)}`, ...sourceLine(this.#locations.at(pc))];
  }

  #text({ pc, word }: NumberedRecord): string {
    return printable(disassemble(word, {
      address: pc,
      ...(this.#program && {
        symbolAt: (address: bigint) => this.#program?.symbolAt(address),
      }),
    }));
  }

  /** An address with the name of the object there. */
  #address(address: bigint): string {
    const symbol = this.#program?.symbolAt(address);
    if (symbol === undefined || symbol.section === undefined) return hex(address);
    const offset = address - symbol.value;
    if (offset >= BigInt(Math.max(symbol.size, 1))) return hex(address);
    return `${hex(address)} (${printable(symbol.name)}${offset === 0n ? "" : `+${hex(offset)}`})`;
  }
}

/** The last write as properties for JSON. */
export function writeJson(write: Write): Record<string, unknown> {
  const { number, pc, location, text, kernel, series, old } = write;
  return {
    number,
    pc: hex(pc),
    symbol: location.symbol,
    file: location.location?.file,
    line: location.location?.line,
    instruction: text,
    kernel,
    address: hex(write.address),
    size: write.size,
    count: series.count,
    first: series.first,
    old: old && [...old],
    new: write.new && [...write.new],
    backtrace: write.backtrace.frames.map(frameJson),
  };
}

/** The story of a death as a value for `JSON.stringify`. */
export function deathJson({ suspect, value, steps }: FaultStory): Record<string, unknown> {
  return {
    event: "story",
    register: registerName(suspect.register),
    use: suspect.use,
    value: value === undefined ? undefined : hex(value),
    steps: steps.map(stepJson),
  };
}

/** A step on the way of a value, for JSON. */
export function stepJson(step: OriginStep): Record<string, unknown> {
  const { kind } = step;
  if (kind === "stored") return { kind, ...writeJson(step.write) };
  if (kind === "kernel") return { ...step, pc: step.pc === undefined ? undefined : hex(step.pc) };
  if (kind === "start") return { kind, register: registerName(step.register) };
  if (kind === "initial") return { kind, address: hex(step.address), size: step.size };
  const { number, pc, value, address, size } = step.record;
  const loaded = kind === "loaded" ? { address: hex(address), size } : {};
  return { kind, number, pc: hex(pc), value: hex(value), ...loaded };
}

function count(value: number): string {
  return value.toLocaleString("en");
}

/** What a write changed: two numbers, or the bytes. */
function changeText(old: Uint8Array | undefined, now: Uint8Array | undefined): string {
  const text = (bytes: Uint8Array | undefined) => {
    if (bytes === undefined) return "unmapped memory";
    if (bytes.length <= MAX_NUMBER) {
      return hex(numberOfBytes(bytes));
    }
    const shown = [...bytes.subarray(0, MAX_BYTES)].map((byte) =>
      byte.toString(16).padStart(2, "0")
    );
    return shown.join(" ") + (bytes.length > MAX_BYTES ? " ..." : "");
  };
  const [before, after] = [text(old), text(now)];
  return before === after ? `It left ${before} as it was` : `It changed ${before} to ${after}`;
}
