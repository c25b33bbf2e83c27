// SPDX-License-Identifier: MPL-2.0
// The entries of debug information: units, and the trees of functions, variables and types in them (DWARF 5,
// section 7.5). Takes the sections of a program; a unit is read when something in it is asked for. A unit that
// is damaged has the entries before the damage.

import { DwarfCursor } from "../../asm/object/dwarf/cursor.ts";
import { readUnitLength } from "../../asm/object/dwarf/line_header.ts";
import { AT, FORM, TAG, UNIT } from "./constants.ts";
import { type AddressRange, block, type DebugSections, type UnitFormat } from "./debug_sections.ts";

/** The value of an attribute, by its form: see {@link Entry}. */
interface Attribute {
  readonly form: number;
  readonly value: number | bigint | Uint8Array;
}

/** What the attributes of entries of one kind are. */
interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly {
    readonly name: number;
    readonly form: number;
    readonly constant: number;
  }[];
}

/** Deeper nesting is damage. */
const MAX_DEPTH = 200;
/** The longest chain of `abstract_origin` and `specification`. */
const MAX_ORIGINS = 8;

/** An entry: what is said of a function, a variable, a type, and so on. */
export class Entry {
  readonly children: Entry[] = [];

  /** An entry of a unit. */
  constructor(
    readonly unit: Unit,
    readonly offset: number,
    readonly tag: number,
    readonly parent: Entry | undefined,
    readonly attributes: ReadonlyMap<number, Attribute>,
  ) {}

  /** Whether it has an attribute, of its own or of the entry that it completes. */
  has(name: number): boolean {
    return inherited(this, name) !== undefined;
  }

  /** A string. */
  text(name: number): string | undefined {
    const found = inherited(this, name);
    return found && found.entry.unit.string(found.attribute);
  }

  /** A number. 64 bits; signed if its form is. */
  number(name: number): bigint | undefined {
    const value = inherited(this, name)?.attribute.value;
    return value instanceof Uint8Array || value === undefined ? undefined : BigInt(value);
  }

  /** An address, without the bias. */
  address(name: number): number | undefined {
    const attribute = this.attributes.get(name);
    return attribute && this.unit.addressOf(attribute);
  }

  /** An expression, or the value of a constant, as bytes. */
  bytes(name: number): Uint8Array | undefined {
    const value = inherited(this, name)?.attribute.value;
    return value instanceof Uint8Array ? value : undefined;
  }

  /** The expression that says where a value is while the pc has that value, without the bias. */
  locationAt(name: number, pc: number): Uint8Array | undefined {
    const found = inherited(this, name);
    if (found === undefined) return undefined;
    const { attribute, entry } = found;
    if (attribute.value instanceof Uint8Array) return attribute.value;
    return entry.unit.locations(attribute)
      .find(({ start, end }) => start <= pc && pc < end)?.expression;
  }

  /** The entry that an attribute refers to. */
  reference(name: number): Entry | undefined {
    const attribute = this.attributes.get(name);
    return attribute && this.unit.referred(attribute);
  }

  /** The entry of its type, or of the type of the entry that it completes. */
  get type(): Entry | undefined {
    const found = inherited(this, AT.type);
    return found && found.entry.unit.referred(found.attribute);
  }

  /** The addresses of its code, without the bias. */
  get ranges(): readonly AddressRange[] {
    const start = this.address(AT.lowPc);
    const high = this.attributes.get(AT.highPc);
    if (start !== undefined && high !== undefined) {
      const end = isAddress(high.form) ? this.address(AT.highPc) : start + Number(high.value);
      return end === undefined || end <= start ? [] : [{ start, end }];
    }
    const list = this.attributes.get(AT.ranges);
    return list === undefined ? [] : this.unit.ranges(list);
  }

  /** Whether its code has that address, without the bias. */
  covers(pc: number): boolean {
    return this.ranges.some(({ start, end }) => start <= pc && pc < end);
  }
}

/** The attribute of an entry, or of one that it completes; undefined if none has it. */
function inherited(
  start: Entry,
  name: number,
): { readonly entry: Entry; readonly attribute: Attribute } | undefined {
  let entry: Entry | undefined = start;
  for (let count = 0; entry !== undefined && count < MAX_ORIGINS; count++) {
    const attribute = entry.attributes.get(name);
    if (attribute !== undefined) return { entry, attribute };
    entry = entry.reference(AT.abstractOrigin) ?? entry.reference(AT.specification);
  }
  return undefined;
}

/** One of the units. */
export class Unit {
  readonly #sections: DebugSections;
  readonly #units: Units;
  readonly #abbreviations: ReadonlyMap<number, Abbreviation>;
  readonly #format: Omit<UnitFormat, "addressBase" | "base">;
  readonly #end: number;
  readonly #entries = new Map<number, Entry>();
  #isRead = false;
  /** Its own entry, without children until the unit is read. */
  readonly root: Entry;

  /** The unit at an offset of .debug_info, whose entries begin at another. */
  constructor(
    units: Units,
    readonly offset: number,
    start: number,
    end: number,
    format: Omit<UnitFormat, "addressBase" | "base">,
    abbreviations: ReadonlyMap<number, Abbreviation>,
  ) {
    this.#units = units;
    this.#sections = units.sections;
    this.#end = end;
    this.#format = format;
    this.#abbreviations = abbreviations;
    const cursor = this.#sections.cursor("info", start);
    const entry = this.#readEntry(cursor, undefined);
    if (entry === undefined) throw new RangeError("Cannot read a unit: it is empty");
    this.root = entry.entry;
    this.#next = cursor.at;
    this.#hasChildren = entry.hasChildren;
  }

  readonly #next: number;
  readonly #hasChildren: boolean;

  /** Whether an offset of .debug_info is in it. */
  holds(offset: number): boolean {
    return this.offset <= offset && offset < this.#end;
  }

  /** Its entry with all that is in it. */
  get tree(): Entry {
    if (this.#isRead) return this.root;
    this.#isRead = true;
    if (!this.#hasChildren) return this.root;
    const open = [this.root];
    try {
      const cursor = this.#sections.cursor("info", this.#next);
      while (open.length > 0 && cursor.at < this.#end) {
        const parent = open.at(-1)!;
        const read = this.#readEntry(cursor, parent);
        if (read === undefined) {
          open.pop();
          continue;
        }
        parent.children.push(read.entry);
        if (read.hasChildren && open.push(read.entry) > MAX_DEPTH) break;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    return this.root;
  }

  /** The entry at an offset of .debug_info. */
  at(offset: number): Entry | undefined {
    void this.tree;
    return this.#entries.get(offset);
  }

  /** How its lists are to be read. */
  get format(): UnitFormat {
    const base = this.root.attributes.get(AT.lowPc);
    const addressBase = Number(this.root.attributes.get(AT.addrBase)?.value ?? 0);
    const format = { ...this.#format, addressBase, base: 0 };
    return { ...format, base: base === undefined ? 0 : this.#address(base, format) ?? 0 };
  }

  /** The value of an attribute with a string. */
  string({ form, value }: Attribute): string | undefined {
    if (typeof value !== "number") return undefined;
    switch (form) {
      case FORM.string:
        return this.#sections.string("info", value);
      case FORM.strp:
        return this.#sections.string("strings", value);
      case FORM.lineStrp:
        return this.#sections.string("lineStrings", value);
      case FORM.strx:
      case FORM.strx1:
      case FORM.strx2:
      case FORM.strx3:
      case FORM.strx4: {
        const { is64 } = this.#format;
        const base = Number(this.root.attributes.get(AT.strOffsetsBase)?.value ?? 8);
        const at = base + value * (is64 ? 8 : 4);
        return this.#sections.string(
          "strings",
          this.#sections.cursor("stringOffsets", at).offset(is64),
        );
      }
      default:
        return undefined;
    }
  }

  /** The value of an attribute with an address. */
  addressOf(attribute: Attribute): number | undefined {
    return this.#address(attribute, this.format);
  }

  #address({ form, value }: Attribute, format: UnitFormat): number | undefined {
    if (!isAddress(form) || value instanceof Uint8Array) return undefined;
    return form === FORM.addr ? Number(value) : this.#sections.address(Number(value), format);
  }

  /** The entry that the value of an attribute refers to. */
  referred({ form, value }: Attribute): Entry | undefined {
    if (value instanceof Uint8Array) return undefined;
    switch (form) {
      case FORM.ref1:
      case FORM.ref2:
      case FORM.ref4:
      case FORM.ref8:
      case FORM.refUdata:
        return this.at(this.offset + Number(value));
      case FORM.refAddr:
        return this.#units.unitWith(Number(value))?.at(Number(value));
      default:
        return undefined;
    }
  }

  /** The list of ranges that the value of an attribute refers to. */
  ranges({ form, value }: Attribute): AddressRange[] {
    const at = this.#listOffset(form, FORM.rnglistx, value, AT.rnglistsBase, "rangeLists");
    return this.#sections.ranges(at, this.format);
  }

  /** The list of locations that the value of an attribute refers to. */
  locations({ form, value }: Attribute): ReturnType<DebugSections["locations"]> {
    const at = this.#listOffset(form, FORM.loclistx, value, AT.loclistsBase, "locationLists");
    return this.#sections.locations(at, this.format);
  }

  /** Where a list is: at an offset, or at one that a table before the lists has. */
  #listOffset(
    form: number,
    indexForm: number,
    value: Attribute["value"],
    baseName: number,
    section: "rangeLists" | "locationLists",
  ): number {
    if (value instanceof Uint8Array) throw new RangeError("Cannot read a list: it has no offset");
    if (form !== indexForm) return Number(value);
    const { is64 } = this.#format;
    const base = Number(this.root.attributes.get(baseName)?.value ?? 0);
    const at = base + Number(value) * (is64 ? 8 : 4);
    return base + this.#sections.cursor(section, at).offset(is64);
  }

  /** The next entry; undefined at the end of a list of children. */
  #readEntry(
    cursor: DwarfCursor,
    parent: Entry | undefined,
  ): { readonly entry: Entry; readonly hasChildren: boolean } | undefined {
    const offset = cursor.at;
    const code = cursor.uleb();
    if (code === 0) return undefined;
    const abbreviation = this.#abbreviations.get(code);
    if (abbreviation === undefined) {
      throw new RangeError(`Cannot read an entry: the abbreviation ${code} is not defined`);
    }
    const attributes = new Map<number, Attribute>();
    for (const { name, form, constant } of abbreviation.attributes) {
      attributes.set(name, this.#readAttribute(cursor, form, constant));
    }
    const { tag, hasChildren } = abbreviation;
    const entry = new Entry(this, offset, tag, parent, attributes);
    this.#entries.set(offset, entry);
    return { entry, hasChildren };
  }

  #readAttribute(cursor: DwarfCursor, form: number, constant: number): Attribute {
    if (form === FORM.indirect) {
      const actual = cursor.uleb();
      if (actual === FORM.indirect || actual === FORM.implicitConst) {
        throw new RangeError("Cannot read an attribute: its form makes no sense");
      }
      return this.#readAttribute(cursor, actual, 0);
    }
    return { form, value: this.#readValue(cursor, form, constant) };
  }

  #readValue(cursor: DwarfCursor, form: number, constant: number): Attribute["value"] {
    const { is64, version } = this.#format;
    switch (form) {
      case FORM.addr:
      case FORM.data8:
      case FORM.ref8:
      case FORM.refSig8:
      case FORM.refSup8:
        return exact64(cursor);
      case FORM.data1:
      case FORM.flag:
      case FORM.ref1:
      case FORM.strx1:
      case FORM.addrx1:
        return cursor.u8();
      case FORM.data2:
      case FORM.ref2:
      case FORM.strx2:
      case FORM.addrx2:
        return cursor.u16();
      case FORM.strx3:
      case FORM.addrx3:
        return cursor.u8() | cursor.u16() << 8;
      case FORM.data4:
      case FORM.ref4:
      case FORM.strx4:
      case FORM.addrx4:
      case FORM.refSup4:
        return cursor.u32();
      case FORM.sdata:
        return cursor.sleb();
      case FORM.udata:
      case FORM.refUdata:
      case FORM.strx:
      case FORM.addrx:
      case FORM.loclistx:
      case FORM.rnglistx:
        return cursor.uleb();
      case FORM.string:
        return cursor.skipString();
      case FORM.strp:
      case FORM.lineStrp:
      case FORM.strpSup:
      case FORM.secOffset:
        return cursor.offset(is64);
      case FORM.refAddr:
        return version <= 2 ? cursor.u64() : cursor.offset(is64);
      case FORM.flagPresent:
        return 1;
      case FORM.implicitConst:
        return constant;
      case FORM.data16:
        return block(cursor, 16);
      case FORM.block1:
        return block(cursor, cursor.u8());
      case FORM.block2:
        return block(cursor, cursor.u16());
      case FORM.block4:
        return block(cursor, cursor.u32());
      case FORM.block:
      case FORM.exprloc:
        return block(cursor, cursor.uleb());
      default:
        throw new RangeError(`Cannot read an attribute: the form ${form} is unknown`);
    }
  }
}

/** All units of a program. */
export class Units {
  #list: readonly Unit[] | undefined;
  readonly #abbreviations = new Map<number, ReadonlyMap<number, Abbreviation>>();

  /** The units in some sections. */
  constructor(readonly sections: DebugSections) {}

  /** In the order of the section. */
  get list(): readonly Unit[] {
    return this.#list ??= [...this.#read()];
  }

  /** The unit that holds an offset of .debug_info. */
  unitWith(offset: number): Unit | undefined {
    return this.list.find((unit) => unit.holds(offset));
  }

  *#read(): Generator<Unit> {
    const cursor = this.sections.cursor("info");
    while (cursor.at < cursor.bytes.length) {
      const offset = cursor.at;
      let end = cursor.bytes.length;
      try {
        const length = readUnitLength(cursor);
        end = Math.min(end, length.end);
        const unit = this.#readUnit(cursor, offset, end, length.is64);
        if (unit !== undefined) yield unit;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      cursor.at = Math.max(end, offset + 1);
    }
  }

  /** Undefined for a unit of another version or for another machine. */
  #readUnit(cursor: DwarfCursor, offset: number, end: number, is64: boolean): Unit | undefined {
    const version = cursor.u16();
    if (version < 2 || version > 5) return undefined;
    let addressSize: number;
    let abbreviations: number;
    if (version >= 5) {
      const kind = cursor.u8();
      addressSize = cursor.u8();
      abbreviations = cursor.offset(is64);
      // The signature and the offset of a type; the id of a unit whose entries are in another file.
      if (kind === UNIT.type || kind === UNIT.splitType) cursor.skip(8 + (is64 ? 8 : 4));
      else if (kind === UNIT.skeleton || kind === UNIT.splitCompile) cursor.skip(8);
    } else {
      abbreviations = cursor.offset(is64);
      addressSize = cursor.u8();
    }
    if (addressSize !== 8) return undefined;
    const format = { version, is64 };
    return new Unit(this, offset, cursor.at, end, format, this.#abbreviationsAt(abbreviations));
  }

  #abbreviationsAt(at: number): ReadonlyMap<number, Abbreviation> {
    const known = this.#abbreviations.get(at);
    if (known !== undefined) return known;
    const table = new Map<number, Abbreviation>();
    const cursor = this.sections.cursor("abbreviations", at);
    for (let code = cursor.uleb(); code !== 0; code = cursor.uleb()) {
      const tag = cursor.uleb();
      const hasChildren = cursor.u8() !== 0;
      const attributes = [];
      for (;;) {
        const name = cursor.uleb();
        const form = cursor.uleb();
        const constant = form === FORM.implicitConst ? cursor.sleb() : 0;
        if (name === 0 && form === 0) break;
        attributes.push({ name, form, constant });
      }
      table.set(code, { tag, hasChildren, attributes });
    }
    this.#abbreviations.set(at, table);
    return table;
  }
}

const isAddress = (form: number) =>
  form === FORM.addr || form === FORM.addrx || (form >= FORM.addrx1 && form <= FORM.addrx4);

/** A number of 64 bits: a bigint where a number would not be exact. */
function exact64(cursor: DwarfCursor): number | bigint {
  const low = cursor.u32();
  const high = cursor.u32();
  return high < 2 ** 21
    ? high * 2 ** 32 + low
    : BigInt.asIntN(64, BigInt(high) << 32n | BigInt(low));
}

/** What a function reads; undefined where it finds damage. */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether entries of a tag are types. */
export function isType(tag: number): boolean {
  return TYPE_TAGS.has(tag);
}

const TYPE_TAGS: ReadonlySet<number> = new Set([
  TAG.arrayType,
  TAG.classType,
  TAG.enumerationType,
  TAG.pointerType,
  TAG.referenceType,
  TAG.structureType,
  TAG.subroutineType,
  TAG.typedef,
  TAG.unionType,
  TAG.baseType,
  TAG.constType,
  TAG.volatileType,
  TAG.restrictType,
  TAG.rvalueReferenceType,
  TAG.atomicType,
]);
