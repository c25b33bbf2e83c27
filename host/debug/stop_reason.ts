// SPDX-License-Identifier: MPL-2.0
// Why a debugged program stands where it does, as data: front ends put it into words.

import type { Trap } from "../../cpu/memory/trap.ts";
import type { Signal } from "../kernel/calls/kernel_services.ts";
import type { StopPoint } from "./stop_points.ts";

/** What an access to watched memory did. */
export interface WatchedAccess {
  /** The instruction that accessed it, or at which the kernel did. */
  readonly instruction: number;
  /** Who. */
  readonly by: "program" | "kernel";
  /** The watched bytes before; undefined where they were not mapped. */
  readonly before: Uint8Array | undefined;
  /** The watched bytes after it. */
  readonly after: Uint8Array | undefined;
}

/** Why the program stands here. */
export type StopReason =
  /** It was at one of these points; the last ones that are temporary are deleted. */
  | {
    readonly kind: "points";
    readonly points: readonly StopPoint[];
    /** For a watchpoint. */
    readonly access?: WatchedAccess | undefined;
    /** For a system call: its number. */
    readonly call?: number | undefined;
    /** A condition could not be evaluated, which counts as a hit. */
    readonly error?: string | undefined;
  }
  /** A step, or a movement to some code or moment, came to its end. */
  | { readonly kind: "step" }
  /** A function returned, with that in a0 and fa0; backwards: it is called next. */
  | {
    readonly kind: "finish";
    readonly function: string | undefined;
    readonly entry: bigint | undefined;
    readonly a0: bigint;
    readonly fa0: bigint;
  }
  /** The program has exited. */
  | { readonly kind: "exited"; readonly status: number }
  /** A signal has killed it. */
  | { readonly kind: "killed"; readonly signal: Signal; readonly trap?: Trap }
  /** It would block forever in that system call. */
  | { readonly kind: "waiting"; readonly call: string }
  /** It waits for input that the front end does not provide. */
  | { readonly kind: "input" }
  /** The instruction limit was reached. */
  | { readonly kind: "limit" }
  /** The user interrupted the movement. */
  | { readonly kind: "interrupted" }
  /** This is the start of the timeline. */
  | { readonly kind: "start" };

/** A stop. */
export interface DebugStop {
  /** Why. */
  readonly reason: StopReason;
  /** How many instructions have retired. */
  readonly instruction: number;
  /** The next instruction. */
  readonly pc: bigint;
}
