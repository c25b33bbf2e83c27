// SPDX-License-Identifier: MPL-2.0
// What gcc writes assembles unchanged. Each C program of this directory is compiled on the spot and goes
// through both assemblers: section bytes and relocations are those of GNU as, and the program does on our
// machine what it does under QEMU. A sample of levels is tried each time; LEVERET_GCC=all tries them all.
// Skipped where gcc is missing, and the name says so; compiled_test.ts needs no gcc.

import { assert, assertEquals } from "@std/assert";
import type { ObjectFile, ObjectSection } from "../../asm/object/object.ts";
import { R } from "../../asm/object/relocation.ts";
import type { SourceFile } from "../../asm/object/source.ts";
import { withDirectory } from "../asm/goldens/gnu.ts";
import { triesAllOfGcc } from "../fuzz_settings.ts";
import {
  assembled,
  Compilation,
  LEVELS,
  linked,
  missingTools,
  ourRun,
  programNames,
  type Target,
  TARGETS,
} from "./corpus.ts";
import { type GnuRelocation, type GnuSection, numbered, readGnuObject } from "./gnu_object.ts";

const names = await programNames();
const missing = await missingTools();
const skipped = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;

/** Sections that GNU as derives from other directives; they are not compared. */
const DERIVED = /^\.(?:debug_line|debug_line_str|riscv\.attributes|comment)$/;
/** Call frames: distances in code are always left to the linker. */
const FRAMES = /^\.(?:debug_frame|eh_frame)$/;
/** Distances that GNU as leaves to the linker where its buffers happen to end. */
const ADVANCES = new Set<number>([R.SUB6, R.SET6, R.SET8, R.SUB8, R.SET16, R.SUB16]);
/** The lower half of a pair: GNU as makes a label of its own for the upper half. */
const LOWER = new Set<number>([R.PCREL_LO12_I, R.PCREL_LO12_S]);
/** Jumps within a file: GNU as fills them in, as we do, and has the linker do it again. */
const JUMPS = new Set<number>([R.BRANCH, R.JAL, 44, 45]);

/** Bytes of the values that pairs of relocations add to and subtract from. */
const DIFFERENCES = new Map<number, number>([
  [R.ADD8, 1],
  [R.ADD16, 2],
  [R.ADD32, 4],
  [R.ADD64, 8],
]);

/** Relocations as lines, to compare. */
function lines(relocations: readonly GnuRelocation[]): string[] {
  return relocations.filter(({ type }) => !JUMPS.has(type)).map((
    { offset, type, symbol, addend },
  ) => LOWER.has(type) ? `${offset} ${type}` : `${offset} ${type} ${symbol}+${addend}`);
}

/** Our relocations, with local symbols as section + offset, like GNU's. */
function relocationsOf(object: ObjectFile, section: ObjectSection): GnuRelocation[] {
  return section.relocations.map(({ offset, type, symbol: index, addend }) => {
    const symbol = object.symbols[index];
    const home = typeof symbol?.section === "number" ? object.sections[symbol.section] : undefined;
    return {
      offset,
      type,
      symbol: home?.name ?? symbol?.name ?? "",
      addend: BigInt(addend) + (home === undefined ? 0n : BigInt(symbol?.value ?? 0)),
    };
  });
}

/** The bits of a word outside the immediate that the linker fills in. */
const KEPT = new Map<number, number>([
  [R.HI20, 0x00000fff],
  [R.LO12_I, 0x000fffff],
  [R.LO12_S, 0x01fff07f],
]);

/** Clears the addends that GNU as leaves in immediates; the relocations repeat them. */
function clearAddends({ bytes, relocations }: GnuSection): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { offset, type } of relocations) {
    const kept = KEPT.get(type);
    if (kept !== undefined) view.setUint32(offset, view.getUint32(offset, true) & kept, true);
  }
}

/**
 * Fills in distances between labels of one section, which GNU as leaves to the linker (as a pair of
 * relocations) and we do not.
 */
function fillDifferences({ bytes, relocations }: GnuSection): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const [index, plus] of [...relocations.entries()].reverse()) {
    const minus = relocations[index + 1];
    const size = DIFFERENCES.get(plus.type);
    if (size === undefined || plus.offset !== minus?.offset || plus.symbol !== minus.symbol) {
      continue;
    }
    const distance = plus.addend - minus.addend;
    for (let byte = 0; byte < size; byte++) {
      view.setUint8(plus.offset + byte, Number((distance >> BigInt(8 * byte)) & 0xffn));
    }
    relocations.splice(index, 2);
  }
}

/** Compares our object file of a source with that of GNU as. */
async function compare(
  compilation: Compilation,
  source: SourceFile,
  object: ObjectFile,
): Promise<void> {
  const theirs = readGnuObject(await compilation.gnuObject(source));
  const count = new Map<string, number>();
  const ours = new Map(object.sections.map((each) => [numbered(count, each.name), each]));
  for (const [name, section] of ours) {
    if (DERIVED.test(section.name) || section.size === 0) continue;
    const gnu = theirs.get(name);
    const where = `${source.name} ${name}`;
    assert(gnu !== undefined, `GNU as makes no ${where}`);
    assertEquals(section.size, gnu.size, `size of ${where}`);
    if (!FRAMES.test(section.name)) fillDifferences(gnu);
    clearAddends(gnu);
    assertEquals(section.data.toHex(), gnu.bytes.toHex(), where);
    assertEquals(section.alignment, gnu.alignment, `alignment of ${where}`);
    assertEquals(section.entrySize, gnu.entrySize, `entry size of ${where}`);
    const { alloc, write, execute } = section.flags;
    const flags = (write ? 1 : 0) | (alloc ? 2 : 0) | (execute ? 4 : 0);
    assertEquals(flags, gnu.flags & 7, `flags of ${where}`);
    const own = relocationsOf(object, section);
    const offsets = new Set(own.map(({ offset }) => offset));
    assertEquals(
      lines(own),
      lines(
        gnu.relocations.filter(({ type, offset }) =>
          !FRAMES.test(section.name) || !ADVANCES.has(type) || offsets.has(offset)
        ),
      ),
      `relocations of ${where}`,
    );
  }
  for (const [name, { size }] of theirs) {
    if (
      size === 0 || DERIVED.test(name) ||
      /^(?:\.rela.*|\.symtab|\.strtab|\.shstrtab|\.group.*)$/.test(name)
    ) {
      continue;
    }
    assertEquals(ours.get(name)?.size, size, `${source.name} ${name}`);
  }
}

/** Compiles some programs and compares the results. */
function tryOut(
  some: readonly string[],
  target: Target,
  options: readonly string[],
  step: (name: string, work: () => Promise<void>) => Promise<unknown>,
): Promise<void> {
  return withDirectory(async (directory) => {
    const compilation = await Compilation.make(some, target, options, directory);
    const support = compilation.support.map(assembled);
    for (const [index, source] of compilation.support.entries()) {
      const object = support[index];
      if (object !== undefined) await compare(compilation, source, object);
    }
    for (const [name, source] of compilation.programs) {
      await step(`${name} ${target.march} ${options.join(" ")}`, async () => {
        const object = assembled(source);
        await compare(compilation, source, object);
        assertEquals(ourRun(linked([object, ...support])), await compilation.gnuRun(name));
      });
    }
  });
}

/** Has gcc describe every function for unwinders; -g does, too. */
const FRAME_OPTION = "-fasynchronous-unwind-tables";

/** Options that change what gcc writes: other sections, other address forms, debug information. */
const VARIANTS = [
  ["-g", "-O1"],
  ["-fPIC", "-O2"],
  ["-fPIC", "-fno-plt", "-Os"],
  ["-fno-pie", "-mcmodel=medlow", "-O2"],
  ["-fno-pie", "-mcmodel=medany", "-O1"],
  ["-fdata-sections", "-ffunction-sections", "-O2"],
  ["-fno-asynchronous-unwind-tables", "-fverbose-asm", "-O2"],
  ["-fstack-usage", "-fcommon", "-msmall-data-limit=0", "-O1"],
  ["-g3", "-gdwarf-4", "-fno-omit-frame-pointer", "-O0"],
  ["-funroll-loops", "-O3"],
  ["-g", "-flto", "-ffat-lto-objects", "-O2"],
] as const;

Deno.test({
  name: `what gcc writes becomes what GNU as makes of it, and does what QEMU does${skipped}`,
  ignore: missing.length > 0,
  fn: async (t) => {
    assert(names.length >= 25);
    for (const [index, level] of LEVELS.entries()) {
      for (const [number, target] of TARGETS.entries()) {
        // Every program is tried at one level for one target; the levels have equal shares.
        if (!triesAllOfGcc && index % TARGETS.length !== number) continue;
        const some = names.filter((_, at) => triesAllOfGcc || at % LEVELS.length === index);
        await tryOut(some, target, [level, FRAME_OPTION], (name, work) => t.step(name, work));
      }
    }
  },
});

Deno.test({
  name: `what gcc writes with other options does, too${skipped}`,
  ignore: missing.length > 0,
  fn: async (t) => {
    for (const [index, options] of (triesAllOfGcc ? VARIANTS : VARIANTS.slice(0, 2)).entries()) {
      for (const target of triesAllOfGcc ? TARGETS : [TARGETS[index % TARGETS.length]!]) {
        const some = triesAllOfGcc ? names : names.slice(index, index + 2);
        await tryOut(some, target, options, (name, work) => t.step(name, work));
      }
    }
  },
});
