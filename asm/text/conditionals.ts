// SPDX-License-Identifier: MPL-2.0
// The open .if blocks of a source, as a stack, and whether statements are skipped now. The
// directives that open and close them, and their conditions, are in directives/conditional.ts.

import type { Diagnostics } from "../object/diagnostic.ts";
import type { Sources } from "../object/source.ts";

/** An open `.if`. */
interface Conditional {
  /** Location and length of the directive. */
  readonly location: number;
  readonly length: number;
  /** Whether the statements of the current branch are assembled. */
  active: boolean;
  /** Whether a branch was taken already, or the whole block is skipped. */
  decided: boolean;
  /** Whether `.else` was seen. */
  last: boolean;
}

/** The open conditionals, outermost first. */
export class Conditionals {
  readonly stack: Conditional[] = [];
  /** Whether statements are being skipped. */
  skipping = false;

  constructor(readonly sources: Sources, readonly diagnostics: Diagnostics) {}

  /** Opens a block. A block inside a skipped one is skipped in all its branches. */
  open(condition: boolean, location: number, length: number): void {
    const active = condition && !this.skipping;
    const decided = active || this.skipping;
    this.stack.push({ location, length, active, decided, last: false });
    this.#update();
  }

  /** Moves to the next branch. False when no block is open, or after its `.else`. */
  branch(condition: () => boolean, last: boolean): boolean {
    const top = this.stack.at(-1);
    if (top === undefined || top.last) return false;
    top.last = last;
    top.active = !top.decided && condition();
    top.decided ||= top.active;
    this.#update();
    return true;
  }

  /** Closes the innermost block. False when there is none. */
  close(): boolean {
    const closed = this.stack.pop() !== undefined;
    this.#update();
    return closed;
  }

  /** Closes all blocks but the outermost `count`, and returns those it closed. */
  cut(count: number): readonly Conditional[] {
    const open = this.stack.splice(count);
    this.#update();
    return open;
  }

  /** Reports all blocks but the outermost `count` as lacking an `.endif`, and closes them. */
  reportOpen(count: number, where = ""): void {
    if (this.stack.length <= count) return;
    for (const { location, length } of this.cut(count)) {
      const message = `this \`.if\` has no \`.endif\`${where}`;
      this.diagnostics.error(this.sources, location, length, message);
    }
  }

  #update(): void {
    this.skipping = !(this.stack.at(-1)?.active ?? true);
  }
}
