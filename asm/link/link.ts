// SPDX-License-Identifier: MPL-2.0
// Links object files into a program: resolves symbols, lays out sections in memory, applies relocations.
// Takes objects, assembled or read from files, and archives, whose members it uses as needed; returns a
// program or the errors.

import { warnOfAccesses } from "./access_warnings.ts";
import type { Archive } from "../object/archive.ts";
import { type Diagnostic, Diagnostics } from "../object/diagnostic.ts";
import type { FindSource } from "../object/dwarf/dwarf_lines.ts";
import { headersSize } from "../object/elf/program_headers.ts";
import { LinkedProgram } from "./linked_program.ts";
import { type LinkerObject, makeLinkerObject } from "./linker_object.ts";
import {
  collectSections,
  imageSize,
  isThreadLocal,
  type OutputSection,
  placeSections,
  regionsOf,
  threadBlock,
} from "./memory_layout.ts";
import { MAX_MEMORY, MAX_STORED_BYTES } from "../object/limits.ts";
import { editFrames } from "../object/dwarf/frame_editor.ts";
import type { EditedFrames, ObjectFile, PlacedBytes } from "../object/object.ts";
import { spanOfFile } from "../object/object_location.ts";
import type { FrameIndex, Program } from "../object/program.ts";
import { provideSymbols } from "./provided_symbols.ts";
import { Relocator } from "./relocator.ts";
import type { LinkInput, SectionCollector, SymbolDefinition } from "./resolution.ts";
import { resolveSymbols } from "./symbol_resolution.ts";
import { SymbolValues } from "./symbol_values.ts";
import { wrapArchive, wrapInput } from "./wrap.ts";
import { joinTargets } from "../object/target.ts";
import { showCount } from "../object/value.ts";

/** The default address of code, as in GNU ld. */
export const DEFAULT_TEXT_ADDRESS = 0x10000n;
/** The default entry point. */
export const DEFAULT_ENTRY = "_start";

/** Options of link(). */
export interface LinkOptions {
  /** The entry point; `_start` by default. */
  readonly entry?: string;
  /** An archive that is searched after those among the inputs, such as the runtime. */
  readonly archive?: Archive;
  /** The address of the first byte, a multiple of 4096; 0x10000 by default. */
  readonly textAddress?: bigint;
  /**
   * Whether the ELF headers are in memory, at the start of the program, where C libraries need them. By
   * default they are if an object was read from a file or has thread-local variables.
   */
  readonly hasHeaders?: boolean;
  /** Functions that calls from other files reach as `__wrap_` and the name, as by `--wrap` of GNU ld. */
  readonly wrap?: readonly string[];
  /** Symbols with these values, as by `--defsym` of GNU ld. They replace definitions in objects. */
  readonly definitions?: readonly SymbolDefinition[];
  /** Symbols to take from archives even if nothing refers to them, as by `-u` of GNU ld. */
  readonly undefined?: readonly string[];
  /**
   * Leaves out the sections that nothing refers to, as `--gc-sections` of GNU ld does: pass
   * {@link sectionCollector}.
   */
  readonly gcSections?: SectionCollector;
  /** Finds the texts of compiled sources, to show their lines. */
  readonly findSource?: FindSource;
  /** Collects errors and warnings; by default link() makes its own list. */
  readonly diagnostics?: Diagnostics;
}

/** The result of link(). */
export interface LinkResult {
  /** The program; undefined when there were errors. */
  readonly program?: Program;
  /** At most 20 errors, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Links object files and archives. The objects are not changed. */
export function link(inputs: readonly LinkInput[], options: LinkOptions = {}): LinkResult {
  const names = new Set(options.wrap);
  const given = names.size === 0 ? inputs : inputs.map((input) => wrapInput(input, names));
  const archive = options.archive === undefined || names.size === 0
    ? options.archive
    : wrapArchive(options.archive, names);
  const { entry = DEFAULT_ENTRY, textAddress = DEFAULT_TEXT_ADDRESS } = options;
  const diagnostics = options.diagnostics ?? new Diagnostics();
  const errorsBefore = diagnostics.errorCount;
  const failed = () => diagnostics.errorCount > errorsBefore;
  const result = () => ({ diagnostics: diagnostics.list });

  const { gcSections: collector, undefined: wanted, definitions = [] } = options;
  const { objects, globals, discarded, reasons } = resolveSymbols(
    given,
    archive,
    { entry, undefined: wanted, definitions, collector },
    diagnostics,
  );
  const target = joinTargets(objects, diagnostics);
  if (failed() || target === undefined) return result();

  // The caller's definitions replace those of objects.
  for (const { name } of definitions) globals.delete(name);
  const start = Number(textAddress);
  const hasHeaders = options.hasHeaders ?? objects.some(needsHeaders);
  const frames = editFrames(objects, discarded);
  // Unwinders find the table by the headers.
  const frameIndexSize = hasHeaders ? frames.indexSize : 0;
  const linker = makeLinkerObject(objects, globals, { frameIndexSize, discarded });
  const outputs = collectSections([...objects, linker.object], discarded, frames.replaced);
  const headerSize = hasHeaders
    ? headersSize(
      regionsOf(outputs).length,
      outputs.some(isNonemptyTls),
      linker.frameIndex !== undefined,
    )
    : 0;
  const end = placeSections(outputs, start, headerSize);
  const memory = end - start;
  const stored = imageSize(outputs);
  if (memory > MAX_MEMORY || stored > MAX_STORED_BYTES) {
    diagnostics.add({
      severity: "error",
      message: memory > MAX_MEMORY
        ? `the program needs ${showCount(memory)} bytes of memory; the limit is ${
          showCount(MAX_MEMORY)
        }`
        : `the program's image has ${showCount(stored)} bytes without .bss; the limit is ${
          showCount(MAX_STORED_BYTES)
        }`,
      span: spanOfFile(objects[0]?.name ?? ""),
      notes: [],
    });
    return result();
  }
  const provided = provideSymbols(outputs, end, hasHeaders ? start : undefined);
  const values = new SymbolValues(outputs, globals, linker, provided, {
    ...{ thread: threadBlock(outputs), definitions },
  });
  const image = imageOf(outputs);
  new Relocator(values, diagnostics).apply(image);
  const frameIndex = finishFrames(frames, linker, image);
  if (failed()) return result();
  const { findSource } = options;
  warnOfAccesses(given.filter(isAssembled), values, diagnostics);
  return {
    program: new LinkedProgram({
      ...{ objects, discarded, reasons, values, image, target, findSource },
      entry: values.global(entry) ?? 0,
      headersAt: hasHeaders ? start : undefined,
      frameIndex,
    }),
    diagnostics: diagnostics.list,
  };
}

/** Whether an input is an object assembled from source. */
function isAssembled(input: LinkInput): input is ObjectFile {
  return "sections" in input && input.isBinary !== true;
}

/** Whether a program with this object needs the ELF headers in memory. */
function needsHeaders({ isBinary, sections }: ObjectFile): boolean {
  return isBinary === true ||
    sections.some((section) => isThreadLocal(section) && section.size > 0);
}

function isNonemptyTls({ isThreadLocal, parts }: OutputSection): boolean {
  return isThreadLocal && parts.some(({ section }) => section.size > 0);
}

/** Connects the entries of .eh_frame, and fills the table of them, whose address it returns. */
function finishFrames(
  frames: EditedFrames,
  { frameIndex }: LinkerObject,
  image: ReadonlyMap<OutputSection, Uint8Array>,
): FrameIndex | undefined {
  const placed = (wanted: string) => placedBytes(image, ({ name }) => name === wanted);
  const sections = placed(".eh_frame");
  frames.connect(sections);
  const index = placed(".eh_frame_hdr").find(({ section }) => section === frameIndex);
  if (index === undefined) return undefined;
  frames.writeIndex(index, sections);
  return { address: BigInt(index.address), size: index.section.size };
}

/** The sections of some output sections, with their bytes in the program. */
function placedBytes(
  image: ReadonlyMap<OutputSection, Uint8Array>,
  isWanted: (output: OutputSection) => boolean,
): PlacedBytes[] {
  return [...image].filter(([output]) => isWanted(output)).flatMap(([output, bytes]) =>
    output.parts.filter(({ section }) => section.size > 0).map(({ section, address }) => {
      const start = bytes.byteOffset + address - output.address;
      return { section, address, view: new DataView(bytes.buffer, start, section.size) };
    })
  );
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
