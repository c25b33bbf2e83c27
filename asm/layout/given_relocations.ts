// SPDX-License-Identifier: MPL-2.0
// The relocations that `.reloc` gives a section, after layout: finds their offsets and symbols, and
// reports those that are not in the section.

import type { Assembly, GivenRelocation } from "../state/assembly.ts";
import { evaluate, EvaluationError, isConstant, type Linear } from "../state/expression.ts";
import { NO_SYMBOL, type Relocation } from "../object/object.ts";
import { relocationWidth } from "../object/relocation.ts";
import type { Section } from "../state/section.ts";

/** The relocations of the object for those that the source gives one section of `size` bytes. */
export function givenRelocations(
  assembly: Assembly,
  given: readonly GivenRelocation[],
  size: number,
): Relocation[] {
  return given.flatMap((each) => relocationOf(assembly, each, size) ?? []);
}

function relocationOf(
  { sources, diagnostics, symbols }: Assembly,
  { section, offset, type, value, location, length }: GivenRelocation,
  size: number,
): Relocation | undefined {
  const report = (message: string) => {
    diagnostics.error(sources, location, length, message);
    return undefined;
  };
  const at = offsetIn(section, evaluate(offset));
  if (at === undefined) return report("the offset of `.reloc` must be in the current section");
  if (at < 0 || at + relocationWidth(type) > size) {
    return report(`the relocation at ${at} is not within the section, which has ${size} bytes`);
  }
  const target = value === undefined ? undefined : evaluate(value);
  if (target instanceof EvaluationError) return report(target.message);
  if (target?.minus !== undefined) return report("a relocation has a symbol and a number");
  const symbol = target?.plus === undefined ? NO_SYMBOL : symbols.indexOf(target.plus);
  return { offset: at, type, symbol, addend: target?.offset ?? 0, location, length };
}

function offsetIn(section: Section, linear: Linear | EvaluationError): number | undefined {
  if (linear instanceof EvaluationError) return undefined;
  if (isConstant(linear)) return Number(linear.offset);
  const { plus, minus, offset } = linear;
  if (minus !== undefined || plus?.section?.index !== section.index) return undefined;
  return plus.section.finalOffset(plus.offset, plus.fragment) + Number(offset);
}
