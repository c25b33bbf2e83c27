// SPDX-License-Identifier: MPL-2.0
// The types of variables, as debug information describes them, and their names as C writes them. A type that
// refers to others finds them when asked, because types can contain pointers to themselves. What is missing
// or damaged is void.

import { AT, ATE, TAG } from "./constants.ts";
import { type Entry, unlessDamaged } from "./entries.ts";

/** A type. */
export type Type =
  | { readonly kind: "void" }
  | BaseType
  | PointerType
  | ArrayType
  | StructType
  | EnumType
  | AliasType
  | FunctionType;

/** A number, a character, or a truth value. */
export interface BaseType {
  /** Tells it from other types. */
  readonly kind: "base";
  /** As C writes it. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** What its bits stand for. */
  readonly encoding: "signed" | "unsigned" | "character" | "boolean" | "float";
  /** Whether characters and numbers can be negative. */
  readonly isSigned: boolean;
}

/** A pointer or, in C++, a reference. */
export interface PointerType {
  /** Tells it from other types. */
  readonly kind: "pointer";
  /** How C writes it. */
  readonly symbol: "*" | "&" | "&&";
  /** What it points to or stands for. */
  readonly target: Type;
}

/** An array of one dimension; those with more are arrays of arrays. */
export interface ArrayType {
  /** Tells it from other types. */
  readonly kind: "array";
  /** The type of each element. */
  readonly element: Type;
  /** Undefined where the type does not say: `int a[]`. */
  readonly count: number | undefined;
}

/** A part of a struct. */
export interface Member {
  /** Undefined for an anonymous struct or union, whose members count as this one's. */
  readonly name: string | undefined;
  /** Its type. */
  readonly type: Type;
  /** Offset in bytes. */
  readonly offset: number;
  /** Of a bit field: where its lowest bit is, counted from the offset, and how many it has. */
  readonly bits?: { readonly start: number; readonly count: number };
  /** Whether it is a base class. */
  readonly isBase?: boolean;
}

/** A struct, union or class. */
export interface StructType {
  /** Tells it from other types. */
  readonly kind: "struct";
  /** Which of the three it is. */
  readonly keyword: "struct" | "union" | "class";
  /** Its tag; undefined if it has none. */
  readonly name: string | undefined;
  /** In bytes. */
  readonly size: number;
  /** Whether its members are described elsewhere, or nowhere. */
  readonly isIncomplete: boolean;
  /** By rising offset, as declared. */
  readonly members: readonly Member[];
}

/** An enumeration. */
export interface EnumType {
  /** Tells it from other types. */
  readonly kind: "enum";
  /** Its tag; undefined if it has none. */
  readonly name: string | undefined;
  /** In bytes. */
  readonly size: number;
  /** Whether its values can be negative. */
  readonly isSigned: boolean;
  /** Its constants, as declared. */
  readonly values: readonly { readonly name: string; readonly value: bigint }[];
}

/** Another name for a type, or a type with qualifiers. */
export interface AliasType {
  /** Tells it from other types. */
  readonly kind: "alias";
  /** The name of a typedef; undefined for a qualifier. */
  readonly name: string | undefined;
  /** The qualifier, if it is one. */
  readonly qualifier?: "const" | "volatile" | "restrict" | "_Atomic";
  /** What it points to or stands for. */
  readonly target: Type;
}

/** A function. */
export interface FunctionType {
  /** Tells it from other types. */
  readonly kind: "function";
  /** What it returns. */
  readonly result: Type;
  /** The types of its parameters. */
  readonly parameters: readonly Type[];
  /** Whether it takes any number of further arguments. */
  readonly isVariadic: boolean;
}

/** No type, or one that is not known. */
export const VOID: Type = { kind: "void" };

const POINTER_SIZE = 8;
/** Types may lead in a circle where debug information is damaged. */
const MAX_ALIASES = 100;

const QUALIFIERS: Readonly<Record<number, NonNullable<AliasType["qualifier"]>>> = {
  [TAG.constType]: "const",
  [TAG.volatileType]: "volatile",
  [TAG.restrictType]: "restrict",
  [TAG.atomicType]: "_Atomic",
};
const KEYWORDS: Readonly<Record<number, StructType["keyword"]>> = {
  [TAG.structureType]: "struct",
  [TAG.unionType]: "union",
  [TAG.classType]: "class",
  [TAG.interfaceType]: "class",
};
const POINTERS: Readonly<Record<number, PointerType["symbol"]>> = {
  [TAG.pointerType]: "*",
  [TAG.referenceType]: "&",
  [TAG.rvalueReferenceType]: "&&",
};

/** The type without typedefs and qualifiers. */
export function plain(type: Type): Exclude<Type, AliasType> {
  for (let count = 0; count < MAX_ALIASES; count++) {
    if (type.kind !== "alias") return type;
    type = type.target;
  }
  return { kind: "void" };
}

/** The size of a type in bytes; 0 where it has none, undefined where it is not known. */
export function sizeOf(given: Type): number | undefined {
  let elements = 1;
  for (let depth = 0; depth < MAX_ALIASES; depth++) {
    const type = plain(given);
    switch (type.kind) {
      case "void":
      case "function":
        return elements === 1 ? 0 : undefined;
      case "pointer":
        return elements * POINTER_SIZE;
      case "array":
        if (type.count === undefined) return undefined;
        elements *= type.count;
        given = type.element;
        continue;
      case "struct":
        return type.isIncomplete ? undefined : elements * type.size;
      case "base":
      case "enum":
        return elements * type.size;
    }
  }
  return undefined;
}

/** A type's name as C writes it: `char *`, `struct pair [4]`. */
export function typeName(type: Type): string {
  return declare(type, "", 0);
}

/** The declaration of a name with that type, as in `int (*f)(long)`. */
export function declaration(type: Type, name: string): string {
  return declare(type, name, 0);
}

function declare(type: Type, inner: string, depth: number): string {
  if (depth > MAX_ALIASES) return "…";
  const before = (name: string) =>
    inner === "" ? name : name.endsWith("*") ? name + inner : `${name} ${inner}`;
  switch (type.kind) {
    case "void":
      return before("void");
    case "base":
      return before(type.name);
    case "struct":
      return before(`${type.keyword} ${type.name ?? "{...}"}`);
    case "enum":
      return before(`enum ${type.name ?? "{...}"}`);
    case "alias": {
      if (type.qualifier === undefined) return before(type.name ?? "void");
      // An array is constant if its elements are, and says so with theirs.
      if (type.target.kind === "array") return declare(type.target, inner, depth + 1);
      // Qualifiers of a pointer are behind it, those of other types in front.
      if (type.target.kind === "pointer") {
        return declare(
          type.target,
          ` ${type.qualifier}${inner === "" ? "" : ` ${inner}`}`,
          depth + 1,
        );
      }
      return `${type.qualifier} ${declare(type.target, inner, depth + 1)}`;
    }
    case "pointer": {
      const target = type.target.kind;
      const pointer = `${type.symbol}${inner}`;
      const isWrapped = target === "array" || target === "function";
      return declare(type.target, isWrapped ? `(${pointer})` : pointer, depth + 1);
    }
    case "array": {
      const gap = inner === "" || inner.endsWith("]")
        ? inner
        : `${inner}${inner.endsWith(")") ? "" : " "}`;
      return declare(type.element, `${gap}[${type.count ?? ""}]`, depth + 1);
    }
    case "function": {
      const parameters = type.parameters.map((each) => declare(each, "", depth + 1));
      if (type.isVariadic) parameters.push("...");
      const list = parameters.length === 0 ? "void" : parameters.join(", ");
      return declare(type.result, `${inner}(${list})`, depth + 1);
    }
  }
}

/** Makes the types of entries; one for each entry. */
export class Types {
  readonly #types = new Map<Entry, Type>();

  /** The type that an entry describes; void where there is none. */
  of(entry: Entry | undefined): Type {
    if (entry === undefined) return VOID;
    let type = this.#types.get(entry);
    if (type === undefined) {
      this.#types.set(entry, type = unlessDamaged(() => this.#make(entry)) ?? VOID);
    }
    return type;
  }

  /** The type that an entry says it has. */
  #referred(entry: Entry): Type {
    return this.of(unlessDamaged(() => entry.type));
  }

  #make(entry: Entry): Type {
    const { tag } = entry;
    // What a type refers to is made when it is asked for: it may refer back.
    const target = () => this.#referred(entry);
    const symbol = POINTERS[tag];
    if (symbol !== undefined) {
      return {
        kind: "pointer",
        symbol,
        get target() {
          return target();
        },
      };
    }
    const qualifier = QUALIFIERS[tag];
    if (qualifier !== undefined) {
      return {
        kind: "alias",
        name: undefined,
        qualifier,
        get target() {
          return target();
        },
      };
    }
    const keyword = KEYWORDS[tag];
    if (keyword !== undefined) return this.#struct(entry, keyword);
    switch (tag) {
      case TAG.typedef:
        return {
          kind: "alias",
          name: entry.text(AT.name),
          get target() {
            return target();
          },
        };
      case TAG.baseType:
        return baseType(entry);
      case TAG.enumerationType:
        return enumType(entry);
      case TAG.arrayType:
        return this.#array(entry);
      case TAG.subroutineType:
      case TAG.subprogram:
        return this.#function(entry);
      default:
        return VOID;
    }
  }

  #struct(entry: Entry, keyword: StructType["keyword"]): StructType {
    const members = () =>
      entry.children
        .filter(({ tag }) => tag === TAG.member || tag === TAG.inheritance)
        // Static members are variables.
        .filter((child) => !child.has(AT.external) && !child.has(AT.declaration))
        .flatMap((child) => unlessDamaged(() => this.#member(child)) ?? []);
    let list: readonly Member[] | undefined;
    return {
      kind: "struct",
      keyword,
      name: entry.text(AT.name),
      size: Number(entry.number(AT.byteSize) ?? 0n),
      isIncomplete: entry.has(AT.declaration) || !entry.has(AT.byteSize),
      get members() {
        return list ??= members();
      },
    };
  }

  #member(entry: Entry): Member {
    const type = this.#referred(entry);
    const isBase = entry.tag === TAG.inheritance;
    const name = isBase ? undefined : entry.text(AT.name);
    const offset = Number(entry.number(AT.dataMemberLocation) ?? 0n);
    const count = Number(entry.number(AT.bitSize) ?? 0n);
    const common = { name, type, ...(isBase && { isBase }) };
    if (count === 0) return { ...common, offset };
    const fromStart = entry.number(AT.dataBitOffset);
    if (fromStart !== undefined) {
      const start = Number(fromStart);
      return { ...common, offset: start >> 3, bits: { start: start & 7, count } };
    }
    // Before version 4, counted from the highest bit of a storage unit.
    const unit = 8 * Number(entry.number(AT.byteSize) ?? BigInt(sizeOf(type) ?? 0));
    const start = unit - Number(entry.number(AT.bitOffset) ?? 0n) - count;
    return { ...common, offset: offset + (start >> 3), bits: { start: start & 7, count } };
  }

  #array(entry: Entry): Type {
    const dimensions = entry.children.filter(({ tag }) => tag === TAG.subrangeType);
    const element = () => this.#referred(entry);
    if (dimensions.length === 0) {
      return {
        kind: "array",
        count: undefined,
        get element() {
          return element();
        },
      };
    }
    return dimensions.map(countOf).reduceRight<Type | undefined>(
      (inner, count) => ({
        kind: "array",
        count,
        get element() {
          return inner ?? element();
        },
      }),
      undefined,
    )!;
  }

  #function(entry: Entry): FunctionType {
    const result = () => this.#referred(entry);
    const parameters = () =>
      entry.children.filter(({ tag }) => tag === TAG.formalParameter)
        .map((child) => this.#referred(child));
    return {
      kind: "function",
      get result() {
        return result();
      },
      get parameters() {
        return parameters();
      },
      isVariadic: entry.children.some(({ tag }) => tag === TAG.unspecifiedParameters),
    };
  }
}

/** How many elements a dimension has. */
function countOf(entry: Entry): number | undefined {
  const count = entry.number(AT.count);
  if (count !== undefined) return Number(count);
  const upper = entry.number(AT.upperBound);
  // The upper bound of `int a[0]` is -1.
  return upper === undefined
    ? undefined
    : Number(BigInt.asIntN(32, upper) === -1n ? 0n : upper + 1n);
}

/** A name of a type as it is usually written: `unsigned long`, not `long unsigned int`. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const has = (word: string) => words.includes(word);
  if (!words.every((word) => NUMBER_WORDS.includes(word))) return words.join(" ");
  const length = has("short")
    ? "short"
    : "long ".repeat(words.filter((word) => word === "long").length).trim();
  const sign = has("unsigned") ? "unsigned" : has("signed") && has("char") ? "signed" : "";
  const base = has("char") ? "char" : has("double") ? "double" : length === "" ? "int" : "";
  return [sign, length, base].filter((word) => word !== "").join(" ");
}

const NUMBER_WORDS = ["signed", "unsigned", "short", "long", "int", "char", "double"];

function baseType(entry: Entry): BaseType {
  const encoding = Number(entry.number(AT.encoding) ?? 0n);
  const size = Number(entry.number(AT.byteSize) ?? 0n);
  const name = shortName(entry.text(AT.name) ?? "?");
  const isSigned = encoding === ATE.signed || encoding === ATE.signedChar;
  const what = encoding === ATE.boolean
    ? "boolean"
    : encoding === ATE.float
    ? "float"
    : encoding === ATE.signedChar || encoding === ATE.unsignedChar || encoding === ATE.utf
    ? "character"
    : isSigned
    ? "signed"
    : "unsigned";
  return { kind: "base", name, size, encoding: what, isSigned };
}

function enumType(entry: Entry): EnumType {
  const values = entry.children.filter(({ tag }) => tag === TAG.enumerator).map((child) => ({
    name: child.text(AT.name) ?? "?",
    value: child.number(AT.constValue) ?? 0n,
  }));
  return {
    kind: "enum",
    name: entry.text(AT.name),
    size: Number(entry.number(AT.byteSize) ?? 4n),
    isSigned: values.some(({ value }) => value < 0n),
    values,
  };
}
