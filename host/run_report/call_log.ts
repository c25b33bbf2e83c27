// SPDX-License-Identifier: MPL-2.0
// The system calls and signals of a run, for its page: counts of all, and the text of the first and the last.

import { printable } from "../../asm/object/printable.ts";
import type { PageCalls } from "../report_page/data.ts";
import type { Observer } from "../watch/observer.ts";

const MAX_FIRST = 300;
const MAX_LAST = 100;

/** What one process asked of the kernel. */
export class CallLog {
  readonly #counts = new Map<string, { calls: number; errors: number }>();
  readonly #first: PageCalls["log"][number][] = [];
  #last: PageCalls["log"][number][] = [];
  #omitted = 0;

  /** What must observe the process. */
  get observer(): Observer {
    return {
      onSyscall: (event) => {
        const { name, errorName, instruction } = event;
        const count = this.#counts.get(name) ?? { calls: 0, errors: 0 };
        count.calls++;
        if (errorName !== undefined) count.errors++;
        this.#counts.set(name, count);
        this.#add(instruction, event.text());
      },
      onSignal: (event) => this.#add(event.instruction, event.text()),
    };
  }

  /** What is kept. */
  calls(): PageCalls {
    this.#drop();
    return {
      counts: [...this.#counts].map(([name, count]) => ({ name: printable(name), ...count }))
        .sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1)),
      log: [...this.#first, ...this.#last],
      omitted: { count: this.#omitted, after: this.#first.length },
    };
  }

  #add(number: number, text: string): void {
    const line = { number, text: printable(text) };
    if (this.#first.length < MAX_FIRST) {
      this.#first.push(line);
      return;
    }
    this.#last.push(line);
    if (this.#last.length > 2 * MAX_LAST) this.#drop();
  }

  #drop(): void {
    const excess = Math.max(0, this.#last.length - MAX_LAST);
    this.#omitted += excess;
    this.#last = this.#last.slice(excess);
  }
}
