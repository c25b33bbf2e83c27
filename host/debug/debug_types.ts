// SPDX-License-Identifier: MPL-2.0
// The types of debug information as types of expressions. Takes any, also those that refer to themselves; a
// number of a size that expressions do not know becomes an array of bytes.

import { declaration, type Type as DwarfType, typeName as nameIn } from "../dwarf/types.ts";
import {
  integerOf,
  type IntegerType,
  type Member,
  type StructType,
  type Type,
  VOID,
} from "./expressions/types.ts";

type BaseType = DwarfType & { readonly kind: "base" };

/** Makes types of expressions, one for each type. */
export class DebugTypes {
  readonly #made = new Map<DwarfType, Type>();

  /** The type of expressions for a type. */
  of(type: DwarfType): Type {
    let made = this.#made.get(type);
    if (made === undefined) this.#made.set(type, made = this.#make(type));
    return made;
  }

  #make(type: DwarfType): Type {
    switch (type.kind) {
      case "void":
        return VOID;
      case "base":
        return baseType(type, type.name);
      case "pointer": {
        const to = () => this.of(type.target);
        return {
          kind: "pointer",
          get to() {
            return to();
          },
        };
      }
      case "array": {
        const of = () => this.of(type.element);
        return {
          kind: "array",
          count: type.count,
          get of() {
            return of();
          },
        };
      }
      case "struct":
        return this.#struct(type, nameIn(type));
      case "enum":
        return {
          kind: "enumeration",
          name: nameIn(type),
          size: integerSize(type.size) ?? 4,
          signed: type.isSigned,
          values: type.values,
        };
      case "function":
        return { kind: "function", name: "", declared: (inside) => declaration(type, inside) };
      case "alias":
        return this.#alias(type);
    }
  }

  /** A typedef, or a type with qualifiers: the same type under its name. */
  #alias(type: DwarfType & { readonly kind: "alias" }): Type {
    const { target } = type;
    const name = nameIn(type);
    switch (target.kind) {
      case "base":
        return baseType(target, name);
      case "struct":
        return this.#struct(target, name);
      default: {
        const made = this.of(target);
        const isNamed = made.kind === "integer" || made.kind === "struct" ||
          made.kind === "enumeration";
        return isNamed ? { ...made, name } : made;
      }
    }
  }

  #struct(type: DwarfType & { readonly kind: "struct" }, name: string): StructType {
    let members: readonly Member[] | undefined;
    const make = () =>
      type.members.map(({ name, type, offset, bits }): Member => ({
        name,
        type: this.of(type),
        offset,
        bits: bits && { offset: bits.start, count: bits.count },
      }));
    return {
      kind: "struct",
      name,
      size: type.size,
      get members() {
        return members ??= make();
      },
    };
  }
}

function baseType({ size, encoding, isSigned }: BaseType, name: string): Type {
  if (encoding === "float" && (size === 4 || size === 8)) return { kind: "float", name, size };
  const known = integerSize(size);
  if (known === undefined || encoding === "float") {
    return { kind: "array", of: integerOf(1, false), count: size };
  }
  const shows: IntegerType["shows"] = encoding === "character"
    ? "character"
    : encoding === "boolean"
    ? "truth"
    : undefined;
  return { kind: "integer", name, size: known, signed: isSigned, shows };
}

function integerSize(size: number): IntegerType["size"] | undefined {
  return size === 1 || size === 2 || size === 4 || size === 8 ? size : undefined;
}
