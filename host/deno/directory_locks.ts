// SPDX-License-Identifier: MPL-2.0
// A directory that a program may write is used by no other program at the same time. The host's advisory locks
// (flock) say so, on the directory itself: the host knows it by device and inode, and frees the locks of a
// process that dies. A writer locks its directory alone, a reader together with others; both lock all
// directories above together with others, so that no directory above can be locked alone. The host has no
// third kind of lock, by which a reader could keep writers out of all that is below: so it locks the
// directories that it enters, too. Within one thread nothing happens at the same time: its programs share
// its locks.

import { FileError } from "../kernel/files/file_system.ts";
import { ask } from "./host_calls.ts";

/** A directory that another program uses. */
export class DirectoryInUse extends FileError {
  /** The path of the locked directory: the one asked for, or one above it. */
  readonly path: string;

  /** That directory cannot be locked. */
  constructor(path: string) {
    super("EBUSY");
    this.name = "DirectoryInUse";
    this.path = path;
  }
}

/** A lock that this thread holds. */
interface Lock {
  readonly key: string;
  readonly file: Deno.FsFile;
  exclusive: boolean;
  users: number;
}

const locks = new Map<string, Lock>();

/**
 * Locks a directory, alone or together with others; returns a function that unlocks it.
 *
 * @throws {DirectoryInUse} when another program uses it, a directory above it, or one in it
 */
export function lockDirectory(path: string, exclusive: boolean): () => void {
  const taken: Lock[] = [];
  const release = () => {
    for (const lock of taken.splice(0)) free(lock);
  };
  try {
    for (const above of directoriesAbove(path)) taken.push(...takeShared(above));
    taken.push(...exclusive ? [take(path, true)] : takeShared(path));
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** The most directories that one reader keeps locked: each takes a descriptor. */
const MAX_ENTERED = 256;

/** The directories that a reader has entered, below its own. */
export class EnteredDirectories {
  readonly #taken: Lock[] = [];

  /**
   * Keeps writers out of a directory from now on; of many directories only the first, and of the others
   * those who write now.
   *
   * @throws {DirectoryInUse} when another program may write it
   */
  enter(path: string): void {
    const taken = takeShared(path);
    if (this.#taken.length < MAX_ENTERED) this.#taken.push(...taken);
    else taken.forEach(free);
  }

  /** Lets writers in again. */
  release(): void {
    this.#taken.splice(0).forEach(free);
  }
}

/** The directories above a real path, from the root down, without those that Deno would have to ask about. */
function directoriesAbove(path: string): string[] {
  if (path === "/") return [];
  const names = path.split("/").slice(1, -1);
  return ["/", ...names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`)]
    .filter((above) =>
      Deno.permissions.querySync({ name: "read", path: above }).state === "granted"
    );
}

/** Locks a directory together with others; no lock when it cannot be opened, or its file system has no locks. */
function takeShared(path: string): Lock[] {
  try {
    return [take(path, false)];
  } catch (error) {
    if (error instanceof DirectoryInUse || !(error instanceof FileError)) throw error;
    return [];
  }
}

function take(path: string, exclusive: boolean): Lock {
  const file = ask(() => Deno.openSync(path));
  try {
    const { dev, ino } = ask(() => file.statSync());
    const key = `${dev}:${ino}`;
    const held = locks.get(key);
    if (held === undefined) {
      if (!ask(() => file.tryLockSync(exclusive))) throw new DirectoryInUse(path);
      const lock = { key, file, exclusive, users: 1 };
      locks.set(key, lock);
      return lock;
    }
    if (exclusive && !held.exclusive) {
      held.exclusive = ask(() => held.file.tryLockSync(true));
      if (!held.exclusive) {
        // The failed attempt gave up the shared lock. Nobody has got it alone: somebody else shares it.
        ask(() => held.file.tryLockSync(false));
        throw new DirectoryInUse(path);
      }
    }
    held.users++;
    file.close();
    return held;
  } catch (error) {
    file.close();
    throw error;
  }
}

function free(lock: Lock): void {
  if (--lock.users > 0) return;
  locks.delete(lock.key);
  lock.file.close();
}
