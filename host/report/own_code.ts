// SPDX-License-Identifier: MPL-2.0
// Tells a program's own frames from those of the runtime and of libraries, so that a report can begin at the
// line that somebody has to change.

import type { Frame } from "../symbols/backtrace.ts";
import { HANDLER_CALLED, isRuntime } from "../symbols/locations.ts";

/** Functions of glibc and libstdc++ between a failed check and the system call that aborts. */
const ABORTING = new RegExp(
  `^(?:${
    [
      "_*abort|_*assert\\w*|raise|gsignal|t?g?kill|_*pthread_kill\\w*",
      "__libc_message|__libc_fatal|malloc_printerr|__fortify_fail\\w*|__stack_chk_fail\\w*|__\\w+_chk",
      "_int_\\w+|(?:__libc_)?(?:malloc|calloc|realloc|free)",
      "_ZN9__gnu_cxx27__verbose_terminate_handlerEv|_ZN10__cxxabiv1\\w*|__cxa_\\w+",
      "_ZSt9terminatev|_ZSt\\d+__throw_\\w+|_Unwind_\\w+",
    ].join("|")
  })(?:\\.\\w+)*$`,
);

/** The innermost frame of the program itself. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  const own = frames.filter((frame) => !isRuntime(frame) && frame.symbol !== HANDLER_CALLED);
  // Where the program has source lines, what has none is a library's.
  return own.find(({ location }) => location !== undefined) ?? own.find((frame) => !aborts(frame));
}

function aborts({ symbol }: Frame): boolean {
  return symbol !== undefined && ABORTING.test(symbol.replace(/\+0x[0-9a-f]+$/, ""));
}
