// SPDX-License-Identifier: MPL-2.0

/**
 * The debug information of programs: functions, variables and types as compilers describe them in DWARF 2 to 5.
 *
 * @example The variables of the function in which a process has stopped
 * ```ts
 * import type { Process, Program } from "@leveret/leveret";
 * import { DebugInfo, formatValue, framesAt, TypedValue } from "@leveret/leveret/dwarf";
 *
 * function locals({ machine }: Process, program: Program): string[] {
 *   const info = DebugInfo.of(program);
 *   const { memory, pc } = machine;
 *   const registers = Array.from({ length: 32 }, (_, number) => machine.registers.get(number));
 *   const floats = Array.from({ length: 32 }, (_, number) => machine.floatRegisters.get(number));
 *   const [frame] = framesAt({ memory, registers, floats, pc, image: program });
 *   if (info === undefined || frame === undefined) return [];
 *   return info.variablesAt(pc).map((variable) =>
 *     `${variable.name} = ${formatValue(TypedValue.in(frame.state, variable))}`
 *   );
 * }
 * ```
 * @module
 */

export { DebugInfo } from "./debug_info.ts";
export type { DebugFunction, Variable } from "./debug_info.ts";
export { type FormatOptions, formatValue } from "./format_value.ts";
export { type DebugFrame, framesAt, type StoppedProgram } from "./frames.ts";
export { declaration, plain, sizeOf, typeName } from "./types.ts";
export type {
  AliasType,
  ArrayType,
  BaseType,
  EnumType,
  FunctionType,
  Member,
  PointerType,
  StructType,
  Type,
} from "./types.ts";
export { TypedValue, ValueError } from "./value.ts";
export type { FrameState, ValuePlace } from "./variable_location.ts";
