// SPDX-License-Identifier: MPL-2.0
// The breakpoints, watchpoints and catchpoints that a user has set: what they wait for, whether they are
// enabled, their conditions and counts.

import type { Watched } from "./watched_bytes.ts";

/** What a stop point waits for. */
export type StopTarget =
  /** The instruction at one of the addresses is next. `text` is how the user wrote it. */
  | { readonly kind: "code"; readonly addresses: readonly bigint[]; readonly text: string }
  /** Memory is accessed. */
  | { readonly kind: "memory"; readonly watched: Watched; readonly text: string }
  /** That many instructions have retired. */
  | { readonly kind: "instruction"; readonly instruction: number }
  /** The byte of standard output with that number, from 0, is written. */
  | { readonly kind: "output"; readonly offset: number }
  /** A system call is made: one of these numbers; any without numbers. */
  | { readonly kind: "system call"; readonly numbers: readonly number[] | undefined };

/** How a stop point behaves. */
export interface StopPointOptions {
  /** Whether it is deleted when it has stopped the program. */
  readonly temporary?: boolean;
  /** An expression that must not be 0. */
  readonly condition?: string | undefined;
  /** How many hits to pass over. */
  readonly ignore?: number;
  /** Whether a front end made it for itself: users do not see it, and it has no number for them. */
  readonly internal?: boolean;
  /** Called at each hit that would stop the program, with the machine there; returns whether it does. */
  readonly onHit?: (() => boolean) | undefined;
}

/** A breakpoint, watchpoint or catchpoint. */
export interface StopPoint {
  /** Its number, from 1. */
  readonly number: number;
  /** What it waits for. */
  readonly target: StopTarget;
  /** Whether it is deleted when it has stopped the program. */
  readonly temporary: boolean;
  /** Whether a front end made it for itself. */
  readonly internal: boolean;
  /** Called at each hit that would stop the program; returns whether it does. */
  readonly onHit: (() => boolean) | undefined;
  /** Whether it counts at present. */
  enabled: boolean;
  /** An expression that must not be 0. */
  condition: string | undefined;
  /** How many more hits to pass over. */
  ignore: number;
  /** How often it was hit while its condition held. */
  hits: number;
}

/** All stop points of a debugger. */
export class StopPoints {
  readonly #points = new Map<number, StopPoint>();
  #last = 0;
  #lastInternal = 0;

  /** All of them, in the order in which they were set. */
  get all(): readonly StopPoint[] {
    return [...this.#points.values()];
  }

  /** Those that count at present. */
  get enabled(): readonly StopPoint[] {
    return this.all.filter(({ enabled }) => enabled);
  }

  /** The one with a number. */
  get(number: number): StopPoint | undefined {
    return this.#points.get(number);
  }

  /** Sets one. Internal ones have negative numbers. */
  add(target: StopTarget, options: StopPointOptions = {}): StopPoint {
    const { temporary = false, condition, ignore = 0, internal = false, onHit } = options;
    const number = internal ? --this.#lastInternal : ++this.#last;
    const point = {
      ...{ number, target, temporary, internal, enabled: true },
      ...{ condition, ignore, onHit, hits: 0 },
    };
    this.#points.set(number, point);
    return point;
  }

  /** Deletes one; returns whether there was one. */
  delete(number: number): boolean {
    return this.#points.delete(number);
  }

  /** Deletes all but internal ones. */
  clear(): void {
    for (const { number, internal } of this.all) if (!internal) this.#points.delete(number);
  }
}
