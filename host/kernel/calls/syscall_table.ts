// SPDX-License-Identifier: MPL-2.0
// The table of all system calls. A new call is a row in one of these files; a new file is a line here.

import { DIRECTORY_CALLS } from "./directory_calls.ts";
import { EVENT_CALLS } from "./event_calls.ts";
import { FILE_CALLS } from "./file_calls.ts";
import { MEMORY_CALLS } from "./memory_calls.ts";
import { MREMAP_CALLS } from "./mremap_call.ts";
import { OPEN_CALLS } from "./open_calls.ts";
import { PATH_CALLS } from "./path_calls.ts";
import { PROCESS_CALLS } from "./process_calls.ts";
import { SIGNAL_CALLS } from "./signal_calls.ts";
import { STAT_CALLS } from "./stat_calls.ts";
import type { SyscallRow } from "./syscall.ts";
import { INFORMATION_CALLS } from "./information_calls.ts";
import { THREAD_CALLS } from "./thread_calls.ts";
import { TIME_CALLS } from "./time_calls.ts";

/** Every system call that this kernel has. */
export const SYSCALLS: readonly SyscallRow[] = [
  ...DIRECTORY_CALLS,
  ...EVENT_CALLS,
  ...FILE_CALLS,
  ...MEMORY_CALLS,
  ...MREMAP_CALLS,
  ...OPEN_CALLS,
  ...PATH_CALLS,
  ...PROCESS_CALLS,
  ...SIGNAL_CALLS,
  ...STAT_CALLS,
  ...INFORMATION_CALLS,
  ...THREAD_CALLS,
  ...TIME_CALLS,
];
