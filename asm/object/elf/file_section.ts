// SPDX-License-Identifier: MPL-2.0
// A section of an object that was read from a file. Its line table is read from the object's DWARF when
// first used, which for most programs is never.

import type {
  ObjectSection,
  Relocation,
  SectionDetails,
  SectionFlags,
  SectionGroup,
  SectionType,
} from "../object.ts";
import type { ObjectLines } from "./object_lines.ts";

/** The fields of a section. */
export type FileSectionFields =
  & Omit<ObjectSection, "relocations" | "lineOffsets" | "lineLocations" | "group">
  & { readonly isCompressed: boolean };

/** A section of an object that was read from a file. */
export class FileSection implements ObjectSection {
  readonly name: string;
  readonly type: SectionType;
  readonly flags: SectionFlags;
  alignment: number;
  readonly entrySize: number;
  size: number;
  data: Uint8Array;
  /** Whether its content is compressed, as debug information may be: it is not read then. */
  readonly isCompressed: boolean;
  relocations: readonly Relocation[] = [];
  declare group?: SectionGroup;
  declare readonly details?: SectionDetails;
  readonly #lines: ObjectLines;
  readonly #index: number;

  /** Section `index` of the object whose line tables are `lines`. */
  constructor(fields: FileSectionFields, lines: ObjectLines, index: number) {
    this.name = fields.name;
    this.type = fields.type;
    this.flags = fields.flags;
    this.alignment = fields.alignment;
    this.entrySize = fields.entrySize;
    this.size = fields.size;
    this.data = fields.data;
    this.isCompressed = fields.isCompressed;
    if (fields.details !== undefined) this.details = fields.details;
    this.#lines = lines;
    this.#index = index;
  }

  get lineOffsets(): Int32Array {
    return this.#lines.of(this.#index).offsets;
  }

  get lineLocations(): Int32Array {
    return this.#lines.of(this.#index).locations;
  }
}
