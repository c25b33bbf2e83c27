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
  /** Whether there was a `.loc`: then code has the lines that these name, or none. */
  hasLines = false;
  /** The source location of the code that follows, by the last `.loc` in this section; 0 before one. */
  location = 0;
  readonly #locations = new Map<Section, number>();
  readonly #files = new Map<number, string>();
  /** The position of the last `.loc` with `is_stmt`. */
  #statement: { readonly section: Section; readonly size: number } | undefined;

  /** Records a `.file NUMBER`. */
  addFile(number: number, name: string): void {
    this.#files.set(number, name);
  }

  /** Records that another section follows. */
  enter(section: Section): void {
    if (this.hasLines) this.location = this.#locations.get(section) ?? 0;
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
    this.hasLines = true;
    this.location = sources.lineOf(name, line);
    this.#locations.set(section, this.location);
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
