// SPDX-License-Identifier: MPL-2.0
// The symbols that `.symver` makes, as GNU as does: another name for a definition, or another name in place
// of it; references get the version. Takes the symbols of the object file; returns them with these.

import type { Assembly, SymbolVersion } from "../state/assembly.ts";
import type { ObjectSymbol } from "../object/object.ts";

/** The symbols with their versions. Reports default versions of symbols that are not defined. */
export function withVersions(
  { versions, sources, diagnostics }: Assembly,
  symbols: readonly ObjectSymbol[],
): readonly ObjectSymbol[] {
  if (versions.length === 0) return symbols;
  const result = [...symbols];
  const names = new Set(symbols.map(({ name }) => name));
  for (const { symbol: { index }, ...version } of versions) {
    const symbol = result[index];
    if (symbol === undefined) continue;
    const { name, marks, label, visibility, location, length } = version;
    if (symbol.section === "undefined") {
      if (marks === "@@") {
        const message = `\`${name}@@${label}\` is a default version, but is not defined here`;
        diagnostics.error(sources, location, length, message);
      } else result[index] = { ...symbol, name, version: `@${label}` };
      continue;
    }
    const replaces = marks === "@@@" || visibility === "remove";
    const isFree = !names.has(name) || replaces && symbol.name === name;
    const alias = versioned(symbol, version, isFree);
    names.add(alias.name);
    if (replaces) {
      result[index] = alias;
      continue;
    }
    result.push(alias);
    if (visibility === "hidden") result[index] = { ...symbol, visibility };
    if (visibility === "local") result[index] = { ...symbol, binding: visibility };
  }
  return result;
}

/**
 * A definition under a name with a version. References without a version mean the default one, which
 * therefore has its plain name among the symbols, if no other symbol has it.
 */
function versioned(
  symbol: ObjectSymbol,
  { name, marks, label }: Omit<SymbolVersion, "symbol">,
  isFree: boolean,
): ObjectSymbol {
  const version = `${marks === "@" ? "@" : "@@"}${label}`;
  return marks !== "@" && isFree
    ? { ...symbol, name, version }
    : { ...symbol, name: name + version };
}
