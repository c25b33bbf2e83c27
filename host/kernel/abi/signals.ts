// SPDX-License-Identifier: MPL-2.0
// Linux's signals: names, numbers (asm-generic) and default actions (signal(7)).

/** A default action. "stop" is ignored here, since nobody could continue the process. */
type Default = "terminate" | "ignore" | "stop";

/** The signals with names, and their default actions. */
const SIGNALS = [
  { name: "SIGHUP", number: 1, default: "terminate" },
  { name: "SIGINT", number: 2, default: "terminate" },
  { name: "SIGQUIT", number: 3, default: "terminate" },
  { name: "SIGILL", number: 4, default: "terminate" },
  { name: "SIGTRAP", number: 5, default: "terminate" },
  { name: "SIGABRT", number: 6, default: "terminate" },
  { name: "SIGBUS", number: 7, default: "terminate" },
  { name: "SIGFPE", number: 8, default: "terminate" },
  { name: "SIGKILL", number: 9, default: "terminate" },
  { name: "SIGUSR1", number: 10, default: "terminate" },
  { name: "SIGSEGV", number: 11, default: "terminate" },
  { name: "SIGUSR2", number: 12, default: "terminate" },
  { name: "SIGPIPE", number: 13, default: "terminate" },
  { name: "SIGALRM", number: 14, default: "terminate" },
  { name: "SIGTERM", number: 15, default: "terminate" },
  { name: "SIGSTKFLT", number: 16, default: "terminate" },
  { name: "SIGCHLD", number: 17, default: "ignore" },
  { name: "SIGCONT", number: 18, default: "ignore" },
  { name: "SIGSTOP", number: 19, default: "stop" },
  { name: "SIGTSTP", number: 20, default: "stop" },
  { name: "SIGTTIN", number: 21, default: "stop" },
  { name: "SIGTTOU", number: 22, default: "stop" },
  { name: "SIGURG", number: 23, default: "ignore" },
  { name: "SIGXCPU", number: 24, default: "terminate" },
  { name: "SIGXFSZ", number: 25, default: "terminate" },
  { name: "SIGVTALRM", number: 26, default: "terminate" },
  { name: "SIGPROF", number: 27, default: "terminate" },
  { name: "SIGWINCH", number: 28, default: "ignore" },
  { name: "SIGIO", number: 29, default: "terminate" },
  { name: "SIGPWR", number: 30, default: "terminate" },
  { name: "SIGSYS", number: 31, default: "terminate" },
] as const satisfies readonly { name: string; number: number; default: Default }[];

/** The name of a signal below the real-time ones, such as "SIGSEGV". */
type SignalName = (typeof SIGNALS)[number]["name"];

/** The signal numbers by name. */
export const SIGNAL: Readonly<Record<SignalName, number>> = Object.fromEntries(
  SIGNALS.map(({ name, number }) => [name, number]),
) as Record<SignalName, number>;

/** The largest signal number; those from 32 on are the real-time signals, which have no names. */
export const LAST_SIGNAL = 64;

/** Bytes of a signal set. */
export const SIGNAL_SET_SIZE = 8n;

const BY_NUMBER: ReadonlyMap<number, { readonly name: string; readonly default: Default }> =
  new Map(SIGNALS.map((row) => [row.number, row]));

/** The name of a signal: "SIGABRT", or "SIG34" for a real-time signal. */
export function signalName(number: number): string {
  return BY_NUMBER.get(number)?.name ?? `SIG${number}`;
}

/** Whether the default action of the signal ends the process. */
export function terminatesByDefault(number: number): boolean {
  return (BY_NUMBER.get(number)?.default ?? "terminate") === "terminate";
}
