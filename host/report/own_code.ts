// SPDX-License-Identifier: MPL-2.0
// Tells a program's own frames from those of the runtime and of libraries, so that a report can begin at the
// line that somebody has to change.

import type { Frame } from "../symbols/backtrace.ts";
import {
  type CodeLocation,
  HANDLER_CALLED,
  isRuntime,
  withoutOffset,
} from "../symbols/locations.ts";

/** Functions of glibc and libstdc++ that only report a failed check and abort. */
const REPORTING = [
  "_*abort|__assert\\w*|raise|gsignal|t?g?kill|_*pthread_kill\\w*",
  "__libc_message|__libc_fatal|malloc_printerr|__fortify_fail\\w*|__stack_chk_fail\\w*|__chk_fail",
  "_ZN9__gnu_cxx27__verbose_terminate_handlerEv|_ZN10__cxxabiv1\\w*|__cxa_\\w+",
  "_ZSt9terminatev|_ZSt\\d+__throw_\\w+|_Unwind_\\w+",
];
/** Those of the runtime and of Hare. */
const RUNTIME_REPORTING = "rt\\.abort\\w*|rt\\.die|rt\\.platform_abort";
/** Functions of the C library that check, too. */
const CHECKING = [
  "_*assert\\w*|__\\w+_chk|_int_\\w+|(?:__libc_)?(?:malloc|calloc|realloc|free)",
];

const named = (names: readonly string[]) => new RegExp(`^(?:${names.join("|")})(?:\\.\\w+)*$`);

/** Functions of glibc and libstdc++ between a failed check and the system call that aborts. */
const ABORTING = named([...REPORTING, ...CHECKING]);
const CHECKER = named([
  ...CHECKING,
  "(?:__libc_)?\\w*alloc\\w*|unlink_chunk|tcache_\\w+|cfree|systrim|sysmalloc",
]);
const ONLY_REPORTING = named([...REPORTING, RUNTIME_REPORTING]);

/** Whether a function of that name only reports a failed check and aborts: the check is in its caller. */
export function isAbortMachinery(symbol: string): boolean {
  return ONLY_REPORTING.test(symbol);
}

/** Whether a location is in a function of the C library that checks its arguments, as free does. */
export function isChecker({ location, symbol }: CodeLocation): boolean {
  return location === undefined && symbol !== undefined && CHECKER.test(withoutOffset(symbol));
}

/** The innermost frame of the program itself. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  const own = frames.filter((frame) => !isRuntime(frame) && frame.symbol !== HANDLER_CALLED);
  // Where the program has source lines, what has none is a library's.
  return own.find(({ location }) => location !== undefined) ?? own.find((frame) => !aborts(frame));
}

function aborts({ symbol }: Frame): boolean {
  return symbol !== undefined && ABORTING.test(withoutOffset(symbol));
}
