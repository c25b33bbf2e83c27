// SPDX-License-Identifier: MPL-2.0
// Makes the symbols of an object file, after layout, from those of the source.

import type { Assembly } from "../state/assembly.ts";
import { evaluate, evaluateSymbol, EvaluationError, isConstant } from "../state/expression.ts";
import type { ObjectSymbol } from "../object/object.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import { add, type Int64 } from "../object/value.ts";

/** The symbol of the object file for a symbol of the source. Reports equates without a value. */
export function objectSymbol(assembly: Assembly, symbol: AssemblySymbol): ObjectSymbol {
  const { name, visibility, location, length } = symbol;
  const isThreadLocal = symbol.section?.flags.other.includes("T") === true;
  const kind = isThreadLocal ? "tls" : symbol.kind;
  if (symbol.state === "label" && symbol.section !== undefined) {
    const { section: { index: section } } = symbol;
    const value = symbol.section.finalOffset(symbol.offset, symbol.fragment);
    const binding = symbol.binding ?? "local";
    const size = sizeOf(assembly, symbol);
    const plain = { name, section, value, size, kind, binding, visibility, location, length };
    // Labels are many, and few have marks.
    return symbol.isUnique || symbol.isVariantCall ? { ...plain, ...marks(symbol) } : plain;
  }
  const isDefined = symbol.state !== "undefined";
  const base = {
    // A name that has another value by now stands for this one only in relocations, as a label.
    name: symbol.isReplaced || symbol.isWeakReference ? "" : name,
    size: sizeOf(assembly, symbol),
    kind,
    // A symbol of another file is not local, whatever `.local` says.
    binding: isDefined ? symbol.binding ?? "local" : symbol.binding === "weak" ? "weak" : "global",
    visibility,
    location,
    length,
    ...marks(symbol),
  } as const;
  switch (symbol.state) {
    case "undefined":
      return { ...base, section: "undefined", value: 0 };
    case "value":
      return { ...base, section: "absolute", value: symbol.value };
    case "common":
      if (symbol.binding === "weak") {
        const message = `\`${name}\` cannot be both weak and common`;
        assembly.diagnostics.error(assembly.sources, location, length, message);
      }
      return { ...base, section: "common", value: symbol.alignment, size: Number(symbol.value) };
    case "label":
      return { ...base, ...definitionAt(symbol, 0) };
    case "alias":
    case "expression": {
      const definition = equateDefinition(assembly, symbol);
      // A local name for a symbol of another file: its users refer to that symbol.
      if (definition === undefined) return { ...base, name: "", section: "undefined", value: 0 };
      return { ...base, ...definition };
    }
  }
}

/** What few symbols are. */
function marks(symbol: AssemblySymbol): Pick<ObjectSymbol, "isUnique" | "isVariantCall"> {
  const { isUnique, isVariantCall } = symbol;
  return { ...(isUnique && { isUnique }), ...(isVariantCall && { isVariantCall }) };
}

/** The section and value of an equate; undefined if it is a symbol of another file. */
function equateDefinition(
  { sources, diagnostics }: Assembly,
  symbol: AssemblySymbol,
): Pick<ObjectSymbol, "section" | "value"> | undefined {
  const { location, length } = symbol;
  const linear = evaluateSymbol(symbol, location, length);
  const report = (message: string) => diagnostics.error(sources, location, length, message);
  if (linear instanceof EvaluationError) {
    diagnostics.error(
      sources,
      linear.location || location,
      linear.length || length,
      linear.message,
    );
  } else if (isConstant(linear)) {
    return { section: "absolute", value: linear.offset };
  } else if (linear.minus !== undefined) {
    if (symbol.binding !== undefined && symbol.binding !== "local") {
      report(
        `\`${symbol.name}\` cannot be visible to other files: its value depends on two addresses`,
      );
    }
  } else if (linear.plus?.section !== undefined) {
    return definitionAt(linear.plus, linear.offset);
  } else if (linear.plus !== undefined && symbol.binding !== undefined) {
    report(
      `\`${symbol.name}\` cannot be visible to other files: \`${linear.plus.name}\` is not in this one`,
    );
  }
  return undefined;
}

/** The size that `.size` gave; 0 after an error. */
function sizeOf({ sources, diagnostics }: Assembly, symbol: AssemblySymbol): number {
  if (symbol.size === undefined) return 0;
  const linear = evaluate(symbol.size);
  if (linear instanceof EvaluationError) {
    const { location, length } = linear.location === 0 ? symbol : linear;
    diagnostics.error(sources, location, length, linear.message);
    return 0;
  }
  if (!isConstant(linear)) {
    const message = `the size of \`${symbol.name}\` must be a constant, ` +
      "such as the distance of two labels of one section";
    diagnostics.error(sources, symbol.location, symbol.length, message);
    return 0;
  }
  return Math.max(0, Number(linear.offset));
}

/** The section and value of a symbol that is a label plus an addend. */
function definitionAt(symbol: AssemblySymbol, addend: Int64): { section: number; value: Int64 } {
  const { section } = symbol;
  if (section === undefined) throw new TypeError(`Cannot define ${symbol.name}: it has no section`);
  const offset = section.finalOffset(symbol.offset, symbol.fragment);
  return { section: section.index, value: add(offset, addend) };
}
