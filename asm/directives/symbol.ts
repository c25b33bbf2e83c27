// SPDX-License-Identifier: MPL-2.0
// Directives for symbols: their binding, visibility, type and size, and symbols with values.

import type { Assembly } from "../state/assembly.ts";
import {
  allocateInBss,
  defineDeferred,
  defineEquate,
  defineWeakReference,
  duplicate,
  mayNameSymbol,
} from "../state/definition.ts";
import type { Directive } from "./directive.ts";
import type { SymbolKind, Visibility } from "../object/object.ts";
import type { AssemblySymbol } from "../state/symbol.ts";
import * as token from "../text/token.ts";

/** Takes the name of a symbol; undefined if there is none, which is reported. */
function takeSymbol(assembly: Assembly): AssemblySymbol | undefined {
  const { cursor, symbols } = assembly;
  const quoted = cursor.takeQuotedName();
  if (quoted !== undefined) return symbols.get(assembly.names.of(quoted));
  if (cursor.kind !== token.NAME) {
    cursor.expected("a symbol name");
    return undefined;
  }
  const name = cursor.takeName();
  return mayNameSymbol(assembly, name, cursor.at - 1, "a symbol") ? symbols.get(name) : undefined;
}

/** A directive that acts on each symbol of a list. */
function forEachSymbol(act: (symbol: AssemblySymbol) => void): Directive {
  return (assembly) => {
    const { cursor } = assembly;
    do {
      const at = cursor.at;
      const symbol = takeSymbol(assembly);
      if (symbol === undefined) return;
      symbol.noteUse(cursor.lexer.location(at), cursor.lexer.length(at));
      act(symbol);
    } while (cursor.take(token.COMMA));
    cursor.endOfList();
  };
}

const visibility = (value: Visibility) =>
  forEachSymbol((symbol) => {
    symbol.visibility = value;
  });

const global = forEachSymbol((symbol) => {
  if (symbol.binding !== "weak") symbol.binding = "global";
});

/** The types of `.type`. */
const KINDS: ReadonlyMap<string, SymbolKind> = new Map<string, SymbolKind>(Object.entries(
  {
    function: "function",
    STT_FUNC: "function",
    object: "object",
    STT_OBJECT: "object",
    common: "object",
    STT_COMMON: "object",
    notype: "none",
    STT_NOTYPE: "none",
    tls_object: "tls",
    STT_TLS: "tls",
    gnu_indirect_function: "ifunc",
    STT_GNU_IFUNC: "ifunc",
    gnu_unique_object: "object",
  } as const,
));

/** `.type name, @function`. */
const type: Directive = (assembly) => {
  const { cursor, lexer } = assembly;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined) return;
  cursor.take(token.COMMA);
  if (!cursor.take(token.AT)) cursor.take(token.PERCENT);
  if (cursor.kind !== token.NAME && cursor.kind !== token.STRING) {
    return cursor.expected("a symbol type such as `@function`");
  }
  const at = cursor.at++;
  const isQuoted = lexer.kinds[at] === token.STRING;
  const word = isQuoted ? lexer.slice(at).slice(1, -1) : lexer.slice(at);
  const kind = KINDS.get(word);
  if (kind === undefined) {
    cursor.error(at, `unknown symbol type \`${word}\``, {
      notes: [{ message: "the types are @function, @object and @notype" }],
    });
    return;
  }
  symbol.kind = kind;
  if (word === "gnu_unique_object") {
    symbol.isUnique = true;
    symbol.binding = "global";
  }
  cursor.end();
};

/** A version: the name, one to three `@`, the version, and what becomes of the symbol itself. */
const VERSION = /^([^@,\s]+)[ \t]*(@{1,3})[ \t]*([^@,\s]+)[ \t]*(?:,[ \t]*(local|hidden|remove))?$/;

/** `.symver name, other@version`. */
const version: Directive = (assembly) => {
  const { cursor } = assembly;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined || !cursor.comma()) return;
  const at = cursor.at;
  const match = VERSION.exec(cursor.rest());
  if (match === null) {
    cursor.expected("a name with a version, such as `name@VERSION_1`");
    return;
  }
  const [, name = "", marks = "", label = "", visibility] = match;
  const range = cursor.range(at, cursor.lexer.count);
  assembly.versions.push({ symbol, name, marks, label, visibility, ...range });
};

/** `.size name, expression`. */
const size: Directive = (assembly) => {
  const { cursor, expressions } = assembly;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined || !cursor.comma()) return;
  const expression = expressions.parse();
  if (expression === undefined || !cursor.end()) return;
  symbol.size = expression;
};

/** `.equ name, expression` and so on. `again`: whether the symbol may have a value already. */
function equate(again: boolean): Directive {
  return (assembly) => {
    const { cursor, expressions } = assembly;
    const at = cursor.at;
    const symbol = takeSymbol(assembly);
    if (symbol === undefined || !cursor.comma()) return;
    const expression = expressions.parse();
    if (expression === undefined || !cursor.end()) return;
    defineEquate(assembly, symbol, expression, at, again);
  };
}

/** `.eqv name, expression`: evaluated at each use, as after `==`. */
const deferredEquate: Directive = (assembly) => {
  const { cursor, expressions } = assembly;
  const at = cursor.at;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined || !cursor.comma()) return;
  const expression = expressions.parseDeferred();
  if (expression === undefined || !cursor.end()) return;
  defineDeferred(assembly, symbol, expression, at);
};

/** `.weakref name, target`. */
const weakReference: Directive = (assembly) => {
  const { cursor } = assembly;
  const at = cursor.at;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined || !cursor.comma()) return;
  const target = takeSymbol(assembly);
  if (target === undefined || !cursor.end()) return;
  defineWeakReference(assembly, symbol, target, at);
};

/** `.comm name, size, alignment`, and `.tls_common` for thread-local variables. */
const common = (kind: "object" | "tls"): Directive => (assembly) => {
  const { cursor } = assembly;
  const at = cursor.at;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined) return;
  const room = commonRoom(assembly, symbol.binding === "local" ? 1 : 16);
  if (room === undefined) return;
  if (symbol.state !== "undefined" && symbol.state !== "common") {
    duplicate(assembly, symbol, at);
    return;
  }
  symbol.kind = kind;
  if (symbol.binding === "local") {
    // As in GNU as: after `.local`, the symbol is in .bss, in the order of the `.comm`.
    allocateInBss(assembly, symbol, room.size, room.alignment);
    setLocation(assembly, symbol, at);
    return;
  }
  const isFirst = symbol.state !== "common";
  if (isFirst) symbol.value = room.size;
  else if (Number(symbol.value) !== room.size) {
    cursor.warn(at, `the size of \`${symbol.name}\` stays ${symbol.value}, as it was first`);
  }
  symbol.state = "common";
  if (isFirst || room.isAligned) symbol.alignment = Math.max(symbol.alignment, room.alignment);
  symbol.binding ??= "global";
  setLocation(assembly, symbol, at);
};

/** `.lcomm name, size, alignment`: room in .bss. */
const lcomm: Directive = (assembly) => {
  const { cursor } = assembly;
  const at = cursor.at;
  const symbol = takeSymbol(assembly);
  if (symbol === undefined) return;
  const room = commonRoom(assembly, 8);
  if (room === undefined) return;
  if (symbol.state !== "undefined") {
    duplicate(assembly, symbol, at);
    return;
  }
  allocateInBss(assembly, symbol, room.size, room.alignment);
  setLocation(assembly, symbol, at);
};

/**
 * Parses the size and alignment of `.comm`; undefined after an error. By default, the alignment is the
 * largest power of two up to the size and `most`, as in GNU as.
 */
function commonRoom(
  assembly: Assembly,
  most: number,
): { size: number; alignment: number; isAligned: boolean } | undefined {
  const { cursor, expressions } = assembly;
  if (!cursor.comma()) return undefined;
  const at = cursor.at;
  const bytes = expressions.parseConstant("the size");
  if (bytes === undefined) return undefined;
  if (bytes < 0 || bytes > 2 ** 31) {
    cursor.error(at, `the size must be 0 to ${2 ** 31}, not ${bytes}`, {}, cursor.at);
    return undefined;
  }
  const size = Number(bytes);
  const isAligned = cursor.kind === token.COMMA;
  let alignment = Math.min(most, 2 ** Math.floor(Math.log2(Math.max(1, size))));
  if (cursor.take(token.COMMA)) {
    const first = cursor.at;
    const value = expressions.parseConstant("the alignment");
    if (value === undefined) return undefined;
    const isPower = value >= 1 && value <= 2 ** 30 && Number.isInteger(Math.log2(Number(value)));
    if (!isPower) {
      cursor.error(first, `the alignment must be a power of two, not ${value}`, {}, cursor.at);
      return undefined;
    }
    alignment = Number(value);
  }
  return cursor.end() ? { size, alignment, isAligned } : undefined;
}

function setLocation(assembly: Assembly, symbol: AssemblySymbol, at: number): void {
  const { location, length } = assembly.cursor.range(at, at + 1);
  symbol.location = location;
  symbol.length = length;
}

/** The directives of this file. */
export const SYMBOL_DIRECTIVES: Readonly<Record<string, Directive>> = {
  ".globl": global,
  ".xdef": global,
  ".global": global,
  ".weak": forEachSymbol((symbol) => {
    symbol.binding = "weak";
  }),
  ".local": forEachSymbol((symbol) => {
    symbol.binding = "local";
  }),
  ".hidden": visibility("hidden"),
  ".internal": visibility("internal"),
  ".protected": visibility("protected"),
  ".extern": forEachSymbol(() => {}),
  ".xref": forEachSymbol(() => {}),
  ".type": type,
  ".size": size,
  ".equ": equate(true),
  ".set": equate(true),
  ".equiv": equate(false),
  ".eqv": deferredEquate,
  ".weakref": weakReference,
  ".symver": version,
  ".variant_cc": forEachSymbol((symbol) => {
    symbol.isVariantCall = true;
  }),
  ".comm": common("object"),
  ".common": common("object"),
  ".common.s": common("object"),
  ".xcom": common("object"),
  ".tls_common": common("tls"),
  ".lcomm": lcomm,
};
