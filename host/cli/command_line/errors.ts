// SPDX-License-Identifier: MPL-2.0
// Failures that end a command with status 1 and a message: a file that cannot be read, a program that does
// not assemble.

/** Thrown when a command cannot do its work, with a message for the user. */
export class CommandError extends Error {
  /** Whether the message was already shown, as diagnostics are. */
  readonly shown: boolean;
  /** The exit status. */
  readonly status: number;

  /** A failure for the reason given. */
  constructor(
    message: string,
    { shown = false, status = 1, ...options }: ErrorOptions & {
      readonly shown?: boolean;
      readonly status?: number;
    } = {},
  ) {
    super(message, options);
    this.name = "CommandError";
    this.shown = shown;
    this.status = status;
  }
}

/** Deno's arguments hold this character for what is not UTF-8. */
export const REPLACEMENT = "\ufffd";
/** Why such a file cannot be opened. */
export const NOT_UTF8 = "its name is not UTF-8, and Deno opens no such files";

/** A failure to read or write a file or a stream. */
export function fileError(what: "read" | "write", path: string, error: unknown): CommandError {
  const reason = path.includes(REPLACEMENT) && error instanceof Deno.errors.NotFound
    ? NOT_UTF8
    : describe(error);
  return new CommandError(`Cannot ${what} ${path}: ${reason}`, { cause: error });
}

/** What went wrong with a file, without the host's error numbers. */
function describe(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file or directory";
  if (error instanceof Deno.errors.IsADirectory) return "it is a directory";
  if (error instanceof Deno.errors.NotCapable) {
    const flags = error.message.includes("--allow-all")
      ? "--allow-all"
      : "--allow-read --allow-write";
    return `Deno does not permit it; start leveret with deno run ${flags}`;
  }
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (!(error instanceof Error)) return String(error);
  const reason = error.message.replace(/ \(os error \d+\).*$/s, "");
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}
