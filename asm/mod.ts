// SPDX-License-Identifier: MPL-2.0

/**
 * The assembler and the linker step by step: a source becomes an object file, object files become a
 * program, and either becomes text again. `build` of `@leveret/leveret` does the first two at once.
 *
 * @example Report the mistakes in a source
 * ```ts
 * import { formatDiagnostic } from "@leveret/leveret";
 * import { assemble, link } from "@leveret/leveret/asm";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const wrong = assemble({ name: "wrong.s", text: "main: cal malloc\n" });
 * assertEquals(wrong.object, undefined);
 * assert(wrong.diagnostics.map((one) => formatDiagnostic(one))[0]?.startsWith("wrong.s:1:7: error:"));
 *
 * const { object } = assemble({ name: "right.s", text: ".globl _start\n_start: ebreak\n" });
 * assert(object !== undefined);
 * assertEquals(link([object]).program?.entry, 0x10000n);
 * ```
 *
 * @module
 */

// From a source to an object file.
export { assemble, type AssembleOptions, type AssembleResult } from "./assembler.ts";
export {
  preprocess,
  type PreprocessOptions,
  type PreprocessResult,
} from "./preprocessor/preprocessor.ts";
export type {
  EditedFrames,
  ObjectFile,
  ObjectSection,
  ObjectSymbol,
  PlacedBytes,
  Relocation,
  SectionDetails,
  SectionFlags,
  SectionGroup,
  SectionType,
  SpecialSection,
  SymbolBinding,
  SymbolKind,
  Visibility,
} from "./object/object.ts";
export type { Expansion, ResolvedLocations, SourceOrigin, Sources, Span } from "./object/source.ts";
export type { FloatAbi, Target } from "./object/target.ts";
export type { Int64 } from "./object/value.ts";
export { ArchitectureError } from "./state/architecture.ts";
export type { Include } from "./state/assembly.ts";

// From object files to a program.
export { SourceArchive } from "./source_archive.ts";
export type { Archive } from "./object/archive.ts";
export { link, type LinkOptions, type LinkResult } from "./link/link.ts";
export {
  formatLinkMap,
  type LinkMap,
  linkMap,
  type MapMember,
  type MapOutput,
  type MapSection,
  type PlacedMapSection,
} from "./link/link_map.ts";
export type {
  Definition,
  LinkInput,
  ResolvedProgram,
  SectionCollector,
  SymbolDefinition,
  UnusedSections,
} from "./link/resolution.ts";
export { sectionCollector } from "./link/section_collector.ts";
export type {
  DebugSection,
  FrameIndex,
  MappedFile,
  ProgramSection,
  ThreadLocalBlock,
  UnloadedSection,
} from "./object/program.ts";

// What is wrong with a source.
export {
  type DiagnosticDetails,
  type DiagnosticFix,
  type DiagnosticNote,
  Diagnostics,
  type FixAt,
  type NoteAt,
} from "./object/diagnostic.ts";
export {
  type DiagnosticJson,
  diagnosticToJson,
  type FixJson,
  type LocationJson,
  type RangeJson,
} from "./object/diagnostic_json.ts";

// From bits back to text.
export type { DisassembleOptions, NamedAddress } from "./disassembly/disassembler.ts";
export {
  formatListing,
  listing,
  type ListingJsonRow,
  type ListingRow,
  listingRowToJson,
} from "./disassembly/listing.ts";
