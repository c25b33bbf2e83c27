// SPDX-License-Identifier: MPL-2.0
// Writes the module of functions that were translated together. It puts them into the function
// table itself, by element segments, so no function becomes an object of the host.

import type { MemoryChecks } from "../../engine/checks.ts";
import type { CodeCounting } from "../../engine/counting.ts";
import { ByteBuffer } from "../../wasm/byte_buffer.ts";
import { type ImportedFunction, tablePreamble } from "../../wasm/module.ts";
import { CALLS, type Calls, REGION_SIGNATURE, REGION_TYPE, supportCode } from "../emit/calling.ts";
import { floatSupport } from "../emit/float_support.ts";

const SECTION = { function: 3, element: 9, code: 10 } as const;
/** The start of an active segment for table 0, whose offset is a constant. */
const SEGMENT = { flags: 0, i32Const: 0x41, end: 0x0b } as const;

/** The start of a module, and how many functions it imports. */
interface Preamble {
  readonly bytes: Uint8Array;
  readonly imports: number;
}

/** What the functions of a module that counts import. */
const countingImports = (counting: CodeCounting): readonly ImportedFunction[] => [
  ...floatSupport().imports,
  ...counting.imports,
];

/** By what the functions of the module call, whether it counts, and whether it checks. */
const preambles: Preamble[] = [];
const COUNTS = 1 + CALLS.float;
const CHECKED = 2 * COUNTS;

function preambleOf(
  calls: Calls,
  counting: CodeCounting | undefined,
  checks: MemoryChecks | undefined,
): Preamble {
  const index = (counting === undefined ? calls : COUNTS) + (checks === undefined ? 0 : CHECKED);
  const known = preambles[index];
  if (known !== undefined) return known;
  const imports = counting === undefined ? importsOf(calls) : countingImports(counting);
  const planes = checks?.planes ?? [];
  const bytes = tablePreamble({ table: REGION_SIGNATURE, imports, planes });
  return preambles[index] = { bytes, imports: imports.length };
}

function importsOf(calls: Calls): readonly ImportedFunction[] {
  switch (calls) {
    case CALLS.none:
      return [];
    case CALLS.support:
      return supportCode().imports;
    case CALLS.float:
      return floatSupport().imports;
  }
}

/**
 * The bytes of a module. `bodies` has the functions' code, each after its size; `positions` lists
 * the indexes in the function table at which each is placed; `calls` says what the code calls, and
 * `checks` whose planes it uses. Code that counts imports everything.
 */
export function templateModule(
  bodies: ByteBuffer,
  positions: readonly (readonly number[])[],
  calls: Calls,
  counting: CodeCounting | undefined,
  checks: MemoryChecks | undefined,
): Uint8Array<ArrayBuffer> {
  const { bytes, imports } = preambleOf(calls, counting, checks);
  const count = positions.length;
  const segments = positions.reduce((sum, list) => sum + list.length, 0);
  const to = new ByteBuffer(bytes.length + bodies.length + count + 16 * segments + 64);
  to.append(bytes);
  to.byte(SECTION.function);
  const functions = to.startSized();
  to.unsigned(count);
  for (let index = 0; index < count; index++) to.byte(REGION_TYPE);
  to.endSized(functions);
  to.byte(SECTION.element);
  const elements = to.startSized();
  to.unsigned(segments);
  for (let index = 0; index < count; index++) {
    for (const position of positions[index] ?? []) {
      to.byte(SEGMENT.flags);
      to.byte(SEGMENT.i32Const);
      to.signed(position);
      to.byte(SEGMENT.end);
      to.byte(1);
      to.unsigned(imports + index);
    }
  }
  to.endSized(elements);
  to.byte(SECTION.code);
  const code = to.startSized();
  to.unsigned(count);
  to.reserve(bodies.length);
  to.bytes.set(bodies.bytes.subarray(0, bodies.length), to.length);
  to.length += bodies.length;
  to.endSized(code);
  return to.bytes.subarray(0, to.length);
}
