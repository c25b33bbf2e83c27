// SPDX-License-Identifier: MPL-2.0
// Runs the command line as a user does: as a separate process, with the permissions of the task. Needs
// permission to run and to read.

const ROOT = new URL("../../../", import.meta.url);
const MAIN = new URL("host/cli/main.ts", ROOT).pathname;
const decoder = new TextDecoder();

/** How a command ended and what it wrote. */
export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** The setting of a command. */
export interface Setting {
  /** Standard input; none by default. */
  readonly stdin?: string;
  /** Permissions; by default those of `deno task leveret`. */
  readonly permissions?: readonly string[];
}

function command(args: readonly string[], permissions: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", ...permissions, MAIN, ...args],
    cwd: ROOT.pathname,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Starts `leveret ARGS...` in the directory of the repository, with the permissions of the task. */
export function startLeveret(args: readonly string[]): Deno.ChildProcess {
  return command(args, ["--allow-read", "--allow-write"]).spawn();
}

/** Runs `leveret ARGS...` in the directory of the repository. */
export async function leveret(args: readonly string[], setting: Setting = {}): Promise<Result> {
  const { stdin = "", permissions = ["--allow-read", "--allow-write"] } = setting;
  const child = command(args, permissions).spawn();
  const writer = child.stdin.getWriter();
  const fed = writer.write(new TextEncoder().encode(stdin)).then(() => writer.close());
  const [{ stdout, stderr, code }] = await Promise.all([
    child.output(),
    // A command that does not read its input may exit first.
    fed.catch(() => {}),
  ]);
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), status: code };
}

/**
 * Runs a line of shell, in which `leveret` is the command, in the directory of the repository. The permissions
 * are those of `deno task leveret`, and others.
 */
export async function shell(line: string, ...permissions: readonly string[]): Promise<Result> {
  const { stdout, stderr, code } = await new Deno.Command("bash", {
    args: [
      "-c",
      `shopt -s expand_aliases; alias leveret='"$0" "$@"'\n${line}`,
      Deno.execPath(),
      ...["run", "--quiet", "--no-check", "--allow-read", "--allow-write"],
      ...permissions,
      MAIN,
    ],
    cwd: ROOT.pathname,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), status: code };
}

/** Runs `leveret ARGS...`, reads some of its output and closes the pipe. */
export async function leveretIntoClosedPipe(args: readonly string[]): Promise<Result> {
  const child = command(args, ["--allow-read"]).spawn();
  await child.stdin.close();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  const errors = new Response(child.stderr).text();
  const { code } = await child.status;
  return { stdout: decoder.decode(value), stderr: await errors, status: code };
}

/** Calls `work` with the path of a directory that is removed afterwards. */
export async function withTempDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** A program that copies standard input to standard output. */
export const COPY = `.globl main
main:
    li   a0, 0
    la   a1, buffer
    li   a2, 100
    li   a7, 63
    ecall
    blez a0, end
    mv   a2, a0
    li   a0, 1
    la   a1, buffer
    li   a7, 64
    ecall
    j    main
end: li  a0, 0
    ret
    .bss
buffer: .zero 100
`;
