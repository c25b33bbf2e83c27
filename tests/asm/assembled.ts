// SPDX-License-Identifier: MPL-2.0
// Helpers of the assembler tests: the bytes, words and messages of a source in one call.

import { fail } from "@std/assert";
import { assemble } from "../../asm/assembler.ts";
import { formatDiagnostic } from "../../asm/object/diagnostic.ts";
import type { Include } from "../../asm/state/assembly.ts";
import type { ObjectFile, ObjectSection } from "../../asm/object/object.ts";

/** The object file of a source without errors. */
export function objectOf(text: string, include?: Include): ObjectFile {
  const options = include === undefined ? {} : { include };
  const { object, diagnostics } = assemble({ name: "test.s", text }, options);
  return object ??
    fail(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join("\n"));
}

/** A section of an object file; fails if there is none. */
export function sectionOf(object: ObjectFile, name: string): ObjectSection {
  return object.sections.find((section) => section.name === name) ?? fail(`no section ${name}`);
}

/** The bytes that a source puts into a section, .text where none is named. */
export function bytesOf(text: string, section = ".text"): number[] {
  return [...sectionOf(objectOf(text), section).data];
}

/** The 32-bit words that a source puts into .text. */
export function wordsOf(text: string): number[] {
  const { data } = sectionOf(objectOf(text), ".text");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

/** The diagnostics of a source: `line:column message` each. */
export function messagesOf(text: string, include?: Include): string[] {
  const options = include === undefined ? {} : { include };
  return assemble({ name: "test.s", text }, options).diagnostics.map(({ span, message }) =>
    `${span.line}:${span.column} ${message}`
  );
}
