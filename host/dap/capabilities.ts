// SPDX-License-Identifier: MPL-2.0
// What the adapter can do, as it tells clients.

/** The ends at which a program can stop before it is gone, so that one can go back from there. */
export const EXCEPTION_FILTERS = [
  {
    filter: "fault",
    label: "Faults",
    description: "Stop where a fault or another signal kills the program",
    default: true,
  },
  { filter: "abort", label: "Aborts", description: "Stop where the program aborts", default: true },
  { filter: "exit", label: "Exit", description: "Stop where the program exits", default: true },
] as const;

/** The body of the response to `initialize`. */
export const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  exceptionBreakpointFilters: EXCEPTION_FILTERS,
  supportsStepBack: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ["$"],
  supportsRestartRequest: true,
  supportsExceptionInfoRequest: true,
  supportsValueFormattingOptions: true,
  supportTerminateDebuggee: true,
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsLogPoints: true,
  supportsTerminateRequest: true,
  supportsDataBreakpoints: true,
  supportsDataBreakpointBytes: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
  supportsDisassembleRequest: true,
  supportsCancelRequest: true,
  supportsBreakpointLocationsRequest: true,
  supportsSteppingGranularity: true,
  supportsInstructionBreakpoints: true,
} as const;
