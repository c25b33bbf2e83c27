// SPDX-License-Identifier: MPL-2.0
// Conditional assembly: which of the open .if blocks lets statements through. The stack is all there
// is; directives_conditional.ts says what each directive asks.

/** An open `.if`. */
interface Conditional {
  /** Location and length of the directive. */
  readonly location: number;
  readonly length: number;
  /** Whether the statements of the current branch count. */
  active: boolean;
  /** Whether a branch has been taken, or none may be since the whole block is skipped. */
  decided: boolean;
  /** Whether `.else` has come. */
  last: boolean;
}

/** The open conditionals, outermost first. */
export class Conditionals {
  readonly stack: Conditional[] = [];
  /** Whether statements are skipped now. */
  skipping = false;

  /** Opens a block. A block inside a skipped one is skipped in all its branches. */
  open(condition: boolean, location: number, length: number): void {
    const active = condition && !this.skipping;
    const decided = active || this.skipping;
    this.stack.push({ location, length, active, decided, last: false });
    this.#update();
  }

  /** Goes to the next branch. False without an open block, or after its `.else`. */
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

  /** Closes the blocks beyond a number of open ones, and gives them. */
  cut(count: number): readonly Conditional[] {
    const open = this.stack.splice(count);
    this.#update();
    return open;
  }

  #update(): void {
    this.skipping = !(this.stack.at(-1)?.active ?? true);
  }
}
