// SPDX-License-Identifier: MPL-2.0
// Links object files to a program: resolves symbols, lays sections out in memory, fills relocations in.
// Takes objects, assembled or read, and archives, of which it takes what is needed; gives a program, or
// everything that is wrong.

import { warnOfAccesses } from "./access_warnings.ts";
import type { Archive } from "../object/archive.ts";
import { type Diagnostic, Diagnostics } from "../object/diagnostic.ts";
import type { FindSource } from "../object/dwarf/dwarf_lines.ts";
import { headersSize } from "../object/elf/program_headers.ts";
import { LinkedProgram } from "./linked_program.ts";
import { makeLinkerObject } from "./linker_object.ts";
import {
  collectSections,
  imageSize,
  isThreadLocal,
  type OutputSection,
  placeSections,
  regionsOf,
  threadBlock,
} from "./memory_layout.ts";
import { MAX_HELD_BYTES, MAX_MEMORY } from "../object/limits.ts";
import type { ObjectFile } from "../object/object.ts";
import { spanOfFile } from "../object/object_location.ts";
import type { Program } from "../object/program.ts";
import { provideSymbols } from "./provided_symbols.ts";
import { Relocator } from "./relocator.ts";
import { type LinkInput, resolveSymbols } from "./symbol_resolution.ts";
import { SymbolValues } from "./symbol_values.ts";
import { joinTargets } from "../object/target.ts";

/** Where code goes by default, as GNU ld has it. */
export const DEFAULT_TEXT_ADDRESS = 0x10000n;
/** The symbol where programs start by default. */
export const DEFAULT_ENTRY = "_start";

/** What link() may be given. */
export interface LinkOptions {
  /** The symbol to start at; `_start` when not given. */
  readonly entry?: string;
  /** Searched for what is undefined after the archives among the inputs, as a runtime is. */
  readonly archive?: Archive;
  /** Address of the first byte of code; 0x10000 when not given. A multiple of 4096. */
  readonly textAddress?: bigint;
  /**
   * Whether the ELF headers are part of the program's memory, at its start, as C libraries need them. When
   * not given: where an object was read from a file, or has thread-local variables.
   */
  readonly hasHeaders?: boolean;
  /** Finds the texts of sources that were compiled, to show their lines. */
  readonly findSource?: FindSource;
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

/** Links object files and archives of them. The objects stay as they are. */
export function link(given: readonly LinkInput[], options: LinkOptions = {}): LinkResult {
  const { entry = DEFAULT_ENTRY, textAddress = DEFAULT_TEXT_ADDRESS } = options;
  const diagnostics = options.diagnostics ?? new Diagnostics();
  const errorsBefore = diagnostics.errorCount;
  const failed = () => diagnostics.errorCount > errorsBefore;
  const result = () => ({ diagnostics: diagnostics.list });

  const { objects, globals, discarded } = resolveSymbols(
    given,
    options.archive,
    entry,
    diagnostics,
  );
  const target = joinTargets(objects, diagnostics);
  if (failed() || target === undefined) return result();

  const linker = makeLinkerObject(objects, globals);
  const outputs = collectSections([...objects, linker.object], discarded);
  const start = Number(textAddress);
  const hasHeaders = options.hasHeaders ?? objects.some(needsHeaders);
  const headerSize = hasHeaders
    ? headersSize(regionsOf(outputs).length, outputs.some(isOfThreads))
    : 0;
  const end = placeSections(outputs, start, headerSize);
  const memory = end - start;
  const held = imageSize(outputs);
  if (memory > MAX_MEMORY || held > MAX_HELD_BYTES) {
    diagnostics.add({
      severity: "error",
      message: memory > MAX_MEMORY
        ? `the program takes ${memory} bytes of memory; ${MAX_MEMORY} is the most`
        : `the program's image has ${held} bytes, zeros of .bss left out; ${MAX_HELD_BYTES} is the most`,
      span: spanOfFile(objects[0]?.name ?? ""),
      notes: [],
    });
    return result();
  }
  const provided = provideSymbols(outputs, end, hasHeaders ? start : undefined);
  const values = new SymbolValues(outputs, globals, linker, provided, threadBlock(outputs));
  const image = imageOf(outputs);
  new Relocator(values, diagnostics).apply(image);
  if (failed()) return result();
  const { findSource } = options;
  warnOfAccesses(given.filter(isAssembled), values, diagnostics);
  return {
    program: new LinkedProgram({
      ...{ objects, discarded, values, image, target, findSource },
      entry: values.global(entry) ?? 0,
      headersAt: hasHeaders ? start : undefined,
    }),
    diagnostics: diagnostics.list,
  };
}

/** Whether something given is an object whose source was assembled here. */
function isAssembled(input: LinkInput): input is ObjectFile {
  return "sections" in input && input.isBinary !== true;
}

/** Whether a program with this object needs the ELF headers in its memory. */
function needsHeaders({ isBinary, sections }: ObjectFile): boolean {
  return isBinary === true ||
    sections.some((section) => isThreadLocal(section) && section.size > 0);
}

function isOfThreads({ isThreadLocal, parts }: OutputSection): boolean {
  return isThreadLocal && parts.some(({ section }) => section.size > 0);
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
