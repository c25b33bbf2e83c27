// SPDX-License-Identifier: MPL-2.0
// `--leak-check`: the blocks that the program has lost, at its end and at moments that the user names.

import { LeakChecker } from "../../leaks/leak_checker.ts";
import {
  ERROR_KINDS,
  formatLeakReport,
  LEAK_KINDS,
  leakErrors,
  leakReportJson,
} from "../../leaks/leak_report.ts";
import type { LeakKind } from "../../leaks/leak_search.ts";
import { noAllocator } from "../execution/allocator_symbols.ts";
import { UsageError } from "../command_line/options.ts";
import { printError } from "../command_line/output.ts";
import { parseChoice, parseCount } from "../command_line/values.ts";
import type { Tool, ToolContext } from "./tool.ts";

const OPTION = "--show-leak-kinds";

/** The names of kinds on the command line; Valgrind's. */
const KIND_NAMES: Readonly<Record<string, LeakKind>> = {
  definite: "definitely lost",
  indirect: "indirectly lost",
  possible: "possibly lost",
  reachable: "still reachable",
};

/** Makes the tool. */
export default function makeLeakCheck({ program, json, options }: ToolContext): Tool {
  const kinds = parseKinds(options.value("show-leak-kinds"));
  const moments = options.values("leak-check-at").map((text) =>
    parseCount("--leak-check-at", text)
  );
  if (moments.length === 0 && !options.has("leak-check")) {
    throw new UsageError(`${OPTION} needs --leak-check or --leak-check-at`);
  }
  let checker: LeakChecker | undefined;
  const report = (moment: number | undefined): number => {
    if (checker === undefined) return 0;
    const found = checker.check();
    if (json) {
      printError(`${JSON.stringify({ event: "leaks", ...leakReportJson(found) })}\n`);
    } else {
      const text = formatLeakReport(found, { kinds, isAtEnd: moment === undefined });
      printError(text.replaceAll(/^(?=.)/gm, "leveret: "));
    }
    return leakErrors(found);
  };
  const reached = new Set<number>();
  return {
    moments: moments.map((instruction) => ({
      instruction,
      reached() {
        reached.add(instruction);
        report(instruction);
      },
    })),
    attach({ process }) {
      checker = new LeakChecker(process);
      if (process.allocatorFunctions.length === 0 && program.modules === undefined) {
        printError(`leveret: ${noAllocator(program)}\n`);
      }
    },
    finish() {
      for (const moment of moments) {
        if (reached.has(moment)) continue;
        printError(
          `leveret: no leak check after ${moment} instructions: the program ended before\n`,
        );
      }
      return options.has("leak-check") ? report(undefined) : 0;
    },
  };
}

function parseKinds(text: string | undefined): ReadonlySet<LeakKind> {
  if (text === undefined) return ERROR_KINDS;
  if (text === "all") return new Set(LEAK_KINDS);
  const names = Object.keys(KIND_NAMES);
  const kinds = text.split(",").map((name) => KIND_NAMES[parseChoice(OPTION, name, names)]);
  return new Set(kinds.filter((kind) => kind !== undefined));
}
