// SPDX-License-Identifier: MPL-2.0
// `--probe 'f(n, p: str) -> r'` of run and trace: a line for each call of a function.

import { printable } from "../../../asm/object/printable.ts";
import type { Program } from "../../../asm/object/program.ts";
import {
  formatProbedCall,
  FunctionProbe,
  parseSignature,
  type ProbedCall,
  probedCallJson,
} from "../../calls/function_probes.ts";
import type { Process } from "../../process.ts";
import { CodeLocations, formatLocation } from "../../symbols/locations.ts";
import { invalidValue } from "../command_line/values.ts";
import { findSymbol } from "../programs/symbol_option.ts";

/** As wide as heap calls in a trace. */
const CALL_WIDTH = 48;

/** The probes of a command line. */
export interface Probes {
  /** Sets them, before the program runs. */
  attach(process: Process): void;
  /** Tells of calls that did not return; returns the names of functions that were not found. */
  finish(): string[];
}

/**
 * Reads the values of the option; lines go to `print`, without their ends.
 *
 * @throws {UsageError} for a signature that cannot be read, and for a function that the program does not have
 */
export function makeProbes(
  texts: readonly string[],
  program: Program,
  json: boolean,
  print: (line: string) => void,
): Probes {
  const locations = new CodeLocations(program);
  const signatures = texts.map((text) => {
    try {
      return parseSignature(text);
    } catch (error) {
      if (error instanceof SyntaxError) throw invalidValue("--probe", text, error.message);
      throw error;
    }
  });
  for (const { name } of signatures) {
    // A library may still bring it.
    if (program.modules === undefined) findSymbol(program, "--probe", name);
  }
  const report = (call: ProbedCall) => {
    const caller = locations.callBefore(call.returnAddress);
    print(
      printable(
        json
          ? JSON.stringify(probedCallJson(call, program))
          : `${formatProbedCall(call).padEnd(CALL_WIDTH)}  ${
            formatLocation(call.returnAddress, caller)
          }`,
      ),
    );
  };
  let probes: FunctionProbe[] = [];
  return {
    attach(process) {
      probes = signatures.map((signature) => new FunctionProbe(process, signature, report));
    },
    finish() {
      for (const probe of probes) probe.finish();
      return signatures.filter((_, index) => probes[index]?.isSet === false).map(({ name }) =>
        name
      );
    },
  };
}

/** `leveret: no library had the function f of --probe`. */
export function missingFunction(name: string): string {
  return `leveret: no library had the function ${printable(name)} of --probe\n`;
}
