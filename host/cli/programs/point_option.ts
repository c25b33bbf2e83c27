// SPDX-License-Identifier: MPL-2.0
// Options whose value is a moment of a run, such as --from.

import type { Program } from "../../../asm/object/program.ts";
import { parsePoint, type TracePoint } from "../../trace/points.ts";
import { invalidValue } from "../command_line/values.ts";
import { findSymbol } from "./symbol_option.ts";

/**
 * Reads a moment; see {@link parsePoint}.
 *
 * @throws {UsageError} when the program has no such symbol or line
 */
export function readPoint(program: Program, option: string, text: string): TracePoint {
  const point = parsePoint(text, program);
  if (point !== undefined) return point;
  const isLine = /:\d+$/.test(text);
  if (isLine) throw invalidValue(option, text, "no instruction comes from that line");
  findSymbol(program, option, text.replace(/#\d+$/, ""));
  throw invalidValue(option, text, "calls are numbered from 1");
}
