// SPDX-License-Identifier: MPL-2.0
// The types of expressions: C's, as far as a debugger looks at values. Sizes are in bytes.

/** A type. */
export type Type =
  | IntegerType
  | { readonly kind: "float"; readonly name: string; readonly size: 4 | 8 }
  /** An address of something; of anything, if `to` is void. */
  | { readonly kind: "pointer"; readonly to: Type }
  /** `count` is undefined when it is not known. */
  | { readonly kind: "array"; readonly of: Type; readonly count: number | undefined }
  | StructType
  | {
    readonly kind: "enumeration";
    readonly name: string;
    readonly size: 1 | 2 | 4 | 8;
    readonly signed: boolean;
    readonly values: readonly { readonly name: string; readonly value: bigint }[];
  }
  | FunctionType
  | { readonly kind: "void" };

/** An integer; characters and truth values are integers, too. */
export interface IntegerType {
  readonly kind: "integer";
  readonly name: string;
  readonly size: 1 | 2 | 4 | 8;
  readonly signed: boolean;
  /** Whether it is shown as a character, or as true or false. */
  readonly shows?: "character" | "truth" | undefined;
}

/** A function. */
export interface FunctionType {
  readonly kind: "function";
  readonly name: string;
  /** Its type around a name or around nothing, as C writes it; undefined if only its address is known. */
  readonly declared?: (inside: string) => string;
}

/** A structure, union or class. */
export interface StructType {
  readonly kind: "struct";
  /** Its name with the keyword, as `struct point`. */
  readonly name: string;
  readonly size: number;
  readonly members: readonly Member[];
}

/** A member of a structure. */
export interface Member {
  /** Its name; undefined for an anonymous structure, whose members belong to the outer one. */
  readonly name: string | undefined;
  readonly type: Type;
  /** Bytes from the start of the structure. */
  readonly offset: number;
  /** For a bit-field: its first bit, from the lowest of that byte, and how many it has. */
  readonly bits?: { readonly offset: number; readonly count: number } | undefined;
}

function integer(
  name: string,
  size: IntegerType["size"],
  signed: boolean,
  shows?: IntegerType["shows"],
): IntegerType {
  return { kind: "integer", name, size, signed, shows };
}

export const VOID: Type = { kind: "void" };
export const CHAR: IntegerType = integer("char", 1, false, "character");
export const BOOL: IntegerType = integer("_Bool", 1, false, "truth");
export const INT: IntegerType = integer("int", 4, true);
export const LONG: IntegerType = integer("long", 8, true);
export const UNSIGNED_LONG: IntegerType = integer("unsigned long", 8, false);
export const FLOAT: Type = { kind: "float", name: "float", size: 4 };
export const DOUBLE: Type = { kind: "float", name: "double", size: 8 };

/** The integers by size, signed ones first. */
const PLAIN: Readonly<Record<IntegerType["size"], readonly [IntegerType, IntegerType]>> = {
  1: [
    integer("signed char", 1, true, "character"),
    integer("unsigned char", 1, false, "character"),
  ],
  2: [integer("short", 2, true), integer("unsigned short", 2, false)],
  4: [INT, integer("unsigned int", 4, false)],
  8: [LONG, UNSIGNED_LONG],
};

/** The integer type of a size. */
export function integerOf(size: IntegerType["size"], signed: boolean): IntegerType {
  return PLAIN[size][signed ? 0 : 1];
}

/** The integer types of `<stdint.h>` and its kin. */
const STANDARD: Readonly<Record<string, Type>> = {
  ...Object.fromEntries(
    ([1, 2, 4, 8] as const).flatMap((size) => [
      [`int${8 * size}_t`, { ...integerOf(size, true), name: `int${8 * size}_t` }],
      [`uint${8 * size}_t`, { ...integerOf(size, false), name: `uint${8 * size}_t` }],
    ]),
  ),
  size_t: integer("size_t", 8, false),
  ssize_t: integer("ssize_t", 8, true),
  intptr_t: integer("intptr_t", 8, true),
  uintptr_t: integer("uintptr_t", 8, false),
  bool: integer("bool", 1, false, "truth"),
};

/** A type that C has under one name without a declaration. */
export function standardType(name: string): Type | undefined {
  return STANDARD[name];
}

const WORDS: ReadonlySet<string> = new Set([
  ...["unsigned", "signed", "char", "short", "int", "long", "float", "double", "void", "_Bool"],
  ...["const", "volatile", "struct", "union", "enum", "class"],
]);

/** Whether a word can only begin a type. */
export function isTypeWord(word: string): boolean {
  return WORDS.has(word);
}

/** The type of words such as `unsigned long`; undefined when they make none. */
export function basicType(words: readonly string[]): Type | undefined {
  const counts = new Map<string, number>();
  for (const word of words) {
    if (word === "const" || word === "volatile") continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const has = (word: string) => counts.has(word);
  const isUnsigned = has("unsigned");
  if (isUnsigned && has("signed")) return undefined;
  if (has("void")) return counts.size === 1 ? VOID : undefined;
  if (has("_Bool")) return counts.size === 1 ? BOOL : undefined;
  if (has("float")) return counts.size === 1 ? FLOAT : undefined;
  if (has("double")) return counts.size === 1 ? DOUBLE : undefined;
  if (has("char")) return isUnsigned || has("signed") ? integerOf(1, !isUnsigned) : CHAR;
  if (has("short")) return integerOf(2, !isUnsigned);
  if (has("long")) return integerOf(8, !isUnsigned);
  if (has("int") || isUnsigned || has("signed")) return integerOf(4, !isUnsigned);
  return undefined;
}

/** How many bytes a value takes; 1 for what has no size, as in GNU C. */
export function sizeOf(type: Type): number {
  switch (type.kind) {
    case "integer":
    case "float":
    case "enumeration":
    case "struct":
      return type.size;
    case "pointer":
      return 8;
    case "array":
      return sizeOf(type.of) * (type.count ?? 0);
    case "function":
    case "void":
      return 1;
  }
}

/** The type as C writes it. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case "integer":
    case "float":
    case "enumeration":
    case "struct":
      return type.name;
    case "void":
      return "void";
    case "function":
      return "code";
    case "array":
      return declared(type, "");
    case "pointer":
      return declared(type, "");
  }
}

/** A type around a name or around nothing: `int (*)[3]`. */
function declared(type: Type, inside: string): string {
  switch (type.kind) {
    case "pointer": {
      const isGrouped = type.to.kind === "array" || type.to.kind === "function";
      return declared(type.to, isGrouped ? `(*${inside})` : `*${inside}`);
    }
    case "array":
      return declared(type.of, `${inside}[${type.count ?? ""}]`);
    case "function":
      return type.declared?.(inside) ?? `void ${inside}()`;
    default:
      return inside === "" ? typeName(type) : `${typeName(type)} ${inside}`;
  }
}
