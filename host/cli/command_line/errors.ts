// SPDX-License-Identifier: MPL-2.0
// Failures that are not the user's command line and not the guest's doing: a file that cannot be read, a
// program that does not assemble. They end the command with status 1 and a message, never a stack trace.

/** Thrown when a command cannot do its work; the message is for the user. */
export class CommandError extends Error {
  /** Whether the message was already shown in full (diagnostics are). */
  readonly shown: boolean;

  /** A failure for the reason given. */
  constructor(message: string, options: ErrorOptions & { shown?: boolean } = {}) {
    super(message, options);
    this.name = "CommandError";
    this.shown = options.shown ?? false;
  }
}

/** The failure to read or write a file. */
export function fileError(what: "read" | "write", path: string, error: unknown): CommandError {
  return new CommandError(`Cannot ${what} ${path}: ${describe(error, path)}`, { cause: error });
}

/** What went wrong with a file, in words that do not need the host's error numbers. */
function describe(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotFound) return `there is no file ${path}`;
  if (error instanceof Deno.errors.IsADirectory) return `${path} is a directory`;
  if (error instanceof Deno.errors.NotCapable) {
    return "this program was started without the permission (deno run --allow-read --allow-write)";
  }
  if (error instanceof Deno.errors.PermissionDenied) return `${path} is not accessible to you`;
  return error instanceof Error ? error.message : String(error);
}
