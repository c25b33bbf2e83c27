// SPDX-License-Identifier: MPL-2.0
// What a compiler records in its output: the files and lines that it compiled (`.file` and `.loc`),
// and the architecture (`.attribute`). The assembler copies it into the object file.

import type { Section } from "./section.ts";
import type { Sources } from "../object/source.ts";
import type { FloatAbi, Target } from "../object/target.ts";
import { floatAbiOf, hasExtension } from "../object/target.ts";

/** What the source has recorded so far. */
export class CompilerRecords {
  /** The name of the file that was compiled: `.file` without a number. */
  fileName: string | undefined;
  /** The architecture of `.attribute arch`. */
  architecture: string | undefined;
  /** The source location of the code that follows; 0 when unknown. */
  location = 0;
  readonly #files = new Map<number, string>();
  /** The position of the last `.loc` with `is_stmt`. */
  #statement: { readonly section: Section; readonly size: number } | undefined;

  /** Records a `.file NUMBER`. */
  addFile(number: number, name: string): void {
    this.#files.set(number, name);
  }

  /** Records a `.loc`. */
  setLine(
    sources: Sources,
    section: Section,
    file: number,
    line: number,
    isStatement: boolean,
  ): void {
    const name = this.#files.get(file);
    if (name === undefined) return;
    const before = this.#statement;
    const isBeside = before?.section === section && before.size === section.size;
    // Of several lines for one instruction, show the one that begins a statement.
    if (!isStatement && isBeside) return;
    this.#statement = isStatement ? { section, size: section.size } : undefined;
    this.location = sources.lineOf(name, line);
  }

  /** What the file requires of the machine. */
  target(isCompressed: boolean): Target {
    const { architecture } = this;
    if (architecture === undefined) return { isCompressed };
    const floatAbi: FloatAbi = floatAbiOf(architecture);
    return {
      isCompressed: isCompressed || hasExtension(architecture, "c"),
      floatAbi,
      architecture,
    };
  }
}
