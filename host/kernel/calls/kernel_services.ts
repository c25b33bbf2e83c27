// SPDX-License-Identifier: MPL-2.0
// What the handler of a system call can use: the state of the calling process, and the few things that only
// the kernel itself can do. The handlers know this interface and not the kernel, which imports them all.

import type { MappedFile } from "../../../asm/object/program.ts";
import type { Trap } from "../../../cpu/memory/trap.ts";
import type { Clock } from "../abi/clock.ts";
import type { RandomBytes } from "../abi/random.ts";
import type { ResourceLimits } from "../abi/resource_limits.ts";
import type { Directory } from "../files/file_system.ts";
import type { FileTable } from "../files/file_table.ts";
import type { NameSpace } from "../files/name_space.ts";
import type { PathEntry } from "../files/path_entry.ts";
import type { MemoryManager } from "../memory/memory_manager.ts";
import type { IntervalTimers } from "../signals/interval_timers.ts";
import type { SignalState } from "../signals/signal_state.ts";
import type { WakeReason } from "../signals/waiting.ts";

/** A signal by number and name. */
export interface Signal {
  /** 1 to 64. */
  readonly number: number;
  /** Such as "SIGSEGV". */
  readonly name: string;
}

/** How a process ended. */
export type ProcessEnd =
  /** It called exit or exit_group; the status is 0 to 255. */
  | { readonly kind: "exited"; readonly status: number }
  /** A signal ended it, because of the trap if there is one. */
  | { readonly kind: "killed"; readonly signal: Signal; readonly trap?: Trap }
  /** That system call would block forever. */
  | { readonly kind: "waiting"; readonly call: string };

/** The kernel of one process, as the handlers of system calls see it. */
export interface KernelServices {
  /** The mappings. */
  readonly memory: MemoryManager;
  /** The open files. */
  readonly files: FileTable;
  /** The tree of files. */
  readonly names: NameSpace;
  /** Where relative paths start. */
  workingDirectory: PathEntry<Directory>;
  /** The permission bits that new files do not get. */
  umask: number;
  /** Address of the thread's list of robust futexes. Never read: no other thread waits for them. */
  robustList: bigint;
  /** The name that prctl sets and gets: 16 bytes with a NUL. */
  readonly processName: Uint8Array<ArrayBuffer>;
  /** Dispositions, the mask of blocked signals, and pending signals. */
  readonly signals: SignalState;
  /** The resource limits. */
  readonly limits: ResourceLimits;
  /** The time. */
  readonly clock: Clock;
  /** The source of random bytes. */
  readonly random: RandomBytes;
  /** The timers of setitimer. */
  readonly timers: IntervalTimers;
  /** Called when an ELF file was mapped from its start: a shared library. */
  readonly onFileMapped?: ((file: MappedFile) => void) | undefined;
  /** Ends the process: the call does not return. The first end counts. */
  end(end: ProcessEnd): void;
  /** A new inode number, for a pipe or another file without a file system. */
  nextInode(): number;
  /** Returns to what the running signal handler interrupted. For rt_sigreturn. */
  leaveHandler(): void;
  /**
   * Lets time pass until `deadline` on the monotonic clock (undefined: no deadline), or until a signal is
   * deliverable or one of the set `awaited` is pending. If neither can ever happen, it ends the process
   * and returns "never".
   */
  wait(deadline?: bigint, awaited?: bigint): WakeReason;
}
