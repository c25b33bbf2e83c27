// SPDX-License-Identifier: MPL-2.0
// What a compiler says about the source that it made: the files and lines that it compiled (`.file` and
// `.loc`), and the machine it compiled for (`.attribute`).

import type { Section } from "./section.ts";
import type { Sources } from "../object/source.ts";
import type { FloatAbi, Target } from "../object/target.ts";
import { floatAbiOf, hasExtension } from "../object/target.ts";

/** What is said so far. */
export class Origin {
  /** The name of the file that was compiled: `.file` without a number. */
  fileName: string | undefined;
  /** The instruction set that `.attribute arch` says. */
  architecture: string | undefined;
  /** Where the code that follows comes from, a location of the sources; 0 where nothing says so. */
  location = 0;
  readonly #files = new Map<number, string>();
  /** Where the last `.loc` for a statement stands. */
  #statement: { readonly section: Section; readonly size: number } | undefined;

  /** Takes in `.file NUMBER`. */
  addFile(number: number, name: string): void {
    this.#files.set(number, name);
  }

  /** Takes in `.loc`. */
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
    // Of several lines for one instruction, that of the statement is the one to show.
    if (!isStatement && isBeside) return;
    this.#statement = isStatement ? { section, size: section.size } : undefined;
    this.location = sources.lineOf(name, line);
  }

  /** What the file asks for. */
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
