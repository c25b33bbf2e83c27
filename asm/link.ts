// SPDX-License-Identifier: MPL-2.0
// Links object files to a program: resolves symbols, lays sections out in memory, fills relocations
// in. Takes objects, and an archive of sources from which it takes what they need; gives a program,
// or everything that is wrong.

import { warnOfAccesses } from "./access_warnings.ts";
import { Archive } from "./archive.ts";
import { MOST_BYTES } from "./assembly.ts";
import { type Diagnostic, Diagnostics } from "./diagnostic.ts";
import { makeProgram } from "./linked_program.ts";
import { makeLinkerObject } from "./linker_object.ts";
import { collectSections, imageSize, type OutputSection, placeSections } from "./memory_layout.ts";
import type { ObjectFile } from "./object.ts";
import type { Program } from "./program.ts";
import { provideSymbols } from "./provided_symbols.ts";
import { Relocator } from "./relocator.ts";
import type { SourceFile } from "./source.ts";
import { resolveSymbols } from "./symbol_resolution.ts";

/** Where code goes by default, as GNU ld has it. */
export const DEFAULT_TEXT_ADDRESS = 0x10000n;
/** The symbol where programs start by default. */
export const DEFAULT_ENTRY = "_start";
/** The most bytes that a program may fill memory with, zeros included. */
const MOST_MEMORY = 0xf000_0000;

/** What link() may be given. */
export interface LinkOptions {
  /** The symbol to start at; `_start` when not given. */
  readonly entry?: string;
  /** Sources to take what is undefined from; none is assembled before it is needed. */
  readonly archive?: readonly SourceFile[];
  /** What the archive is assembled for: `rv64gc` and the like; see `AssembleOptions`. */
  readonly architecture?: string;
  /** Address of the first byte of code; 0x10000 when not given. A multiple of 4096. */
  readonly textAddress?: bigint;
  /** Takes in what is wrong, in place of a list of its own. */
  readonly diagnostics?: Diagnostics;
}

/** What link() gives. */
export interface LinkResult {
  /** The program; undefined when there were errors. */
  readonly program?: Program;
  /** What is wrong: 20 errors at most, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Links object files. The objects stay as they are. */
export function link(given: readonly ObjectFile[], options: LinkOptions = {}): LinkResult {
  const { entry = DEFAULT_ENTRY, textAddress = DEFAULT_TEXT_ADDRESS } = options;
  const diagnostics = options.diagnostics ?? new Diagnostics();
  const errorsBefore = diagnostics.errorCount;
  const failed = () => diagnostics.errorCount > errorsBefore;
  const result = () => ({ diagnostics: diagnostics.list });

  const archive = options.archive === undefined
    ? undefined
    : new Archive(options.archive, options.architecture);
  const { objects, globals } = resolveSymbols(given, archive, entry, diagnostics);
  if (failed()) return result();

  const linker = makeLinkerObject(objects, globals);
  const outputs = collectSections([...objects, linker.object]);
  const end = placeSections(outputs, Number(textAddress));
  const memory = end - Number(textAddress);
  const held = imageSize(outputs);
  if (memory > MOST_MEMORY || held > MOST_BYTES) {
    diagnostics.add({
      severity: "error",
      message: memory > MOST_MEMORY
        ? `the program takes ${memory} bytes of memory; ${MOST_MEMORY} is the most`
        : `the program's image has ${held} bytes, zeros of .bss left out; ${MOST_BYTES} is the most`,
      span: { file: objects[0]?.name ?? "", line: 0, column: 0, length: 0, lineText: "" },
      notes: [],
    });
    return result();
  }
  const provided = provideSymbols(outputs, end);
  const relocator = new Relocator(outputs, globals, linker, provided, diagnostics);
  const image = imageOf(outputs);
  relocator.apply(image);
  const entryValue = relocator.globalValue(entry) ?? 0;
  if (failed()) return result();
  warnOfAccesses(given, relocator, diagnostics);
  return {
    program: makeProgram(objects, outputs, image, relocator, entryValue),
    diagnostics: diagnostics.list,
  };
}

/** The bytes of each output section, before relocation. */
function imageOf(outputs: readonly OutputSection[]): Map<OutputSection, Uint8Array> {
  const image = new Map<OutputSection, Uint8Array>();
  for (const output of outputs) {
    if (output.isZero) continue;
    const bytes = new Uint8Array(output.size);
    for (const { section, address } of output.parts) {
      bytes.set(section.data, address - output.address);
    }
    image.set(output, bytes);
  }
  return image;
}
