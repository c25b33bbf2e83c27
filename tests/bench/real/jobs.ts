// SPDX-License-Identifier: MPL-2.0
// Jobs for programs that people run, as Linux distributions package them for riscv64: each takes QEMU some tenths
// of a second. Arguments name the files of inputs.ts, in the working directory.

/** A program with its arguments. */
export interface Job {
  /** What tables call it. */
  readonly name: string;
  /** The executable's name in /usr/bin, or its path. */
  readonly program: string;
  readonly args: readonly string[];
}

/** All jobs; those run whose program is there. */
export const JOBS: readonly Job[] = [
  job("busybox echo hello"),
  job("busybox find tree -type f"),
  job("busybox grep -r 9 tree"),
  job("busybox sort -n numbers"),
  job("busybox awk -f work.awk numbers"),
  job("busybox md5sum numbers text large.ssa"),
  job("busybox gzip -c numbers"),
  job("bash-static work.sh"),
  job("dash work.sh"),
  job("lua5.4 work.lua"),
  job("sqlite3 :memory: -init work.sql .quit"),
  job("perl work.pl"),
  job("python3 -B work.py"),
  job("tclsh8.6 work.tcl"),
  job("gawk -f work.awk numbers"),
  job("mawk -f work.awk numbers"),
  job("qbe -t rv64 large.ssa"),
  job("harec large.ha"),
  job("xz -T1 -1 -c text"),
  job("bzip2 -c text"),
  job("gzip -c numbers"),
  job("zstd --single-thread --no-asyncio -7 -q -c numbers"),
  job("sort -k 2,2 -k 1,1n numbers"),
  job("sha256sum numbers text large.ssa"),
  job("sed -E s/([a-z]+)([0-9]*)/<\\2\\1>/g text"),
  job("grep -c -E (al|be|ga).*[13579]$ numbers"),
  job("diff numbers changed"),
  job(
    "jq -c [.[]|select(.size>5000)|{id,n:(.name|length)}]|group_by(.n)|map(length) data.json",
  ),
  job("bc -l -q work.bc"),
  job("m4 work.m4"),
  job("find tree -type f -name *7"),
  job("factor 1000000016000000063 18446744073709551557 999999999999999989"),
];

/** The job of some words between spaces; named by the program, and of busybox by what it is to be. */
function job(words: string): Job {
  const [program = "", ...args] = words.split(" ");
  return { name: program === "busybox" ? `${program} ${args[0]}` : program, program, args };
}

/**
 * A job from a command line: words between spaces, which quotation marks join.
 *
 * @throws {RangeError} when there is none
 */
export function parseJob(text: string): Job {
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
    .map(([, single, double, plain]) => single ?? double ?? plain ?? "");
  const [program, ...args] = words;
  if (program === undefined) throw new RangeError("--job needs a program and its arguments");
  return { name: text.slice(0, 24), program, args };
}
