// SPDX-License-Identifier: MPL-2.0
// Part of `leveret dis`: lists object files without linking them.

import type { ListingRow } from "../../../asm/disassembly/listing.ts";
import { type SectionView, sectionViews } from "../../../asm/disassembly/object_listing.ts";
import { readObject } from "../../../asm/object/elf/object_reader.ts";
import { didYouMean, nearestName } from "../../../asm/text/nearest_name.ts";
import { symbolRange } from "../../symbols/symbol_range.ts";
import { UsageError } from "../command_line/options.ts";
import { reading } from "../programs/binary_files.ts";
import { readBytes } from "../programs/input_files.ts";
import { sourceTexts } from "../programs/source_texts.ts";

/**
 * The rows of the code in objects, or of all their sections; with names, only those of these functions.
 *
 * @throws {UsageError} for a name that no object has
 * @throws {CommandError} for a damaged file
 */
export function listObjects(
  paths: readonly string[],
  names: readonly string[],
  all: boolean,
): Iterable<ListingRow> {
  const views = paths.flatMap((path) => viewsOf(path, paths.length > 1 ? `${path}:` : ""));
  const shown = views.filter(({ view }) => all || view.sections[0]?.execute === true);
  const known = shown.flatMap(({ view }) => view.symbols.map(({ name }) => name));
  for (const name of names) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    throw new UsageError(`unknown symbol ${name} in --symbol${didYouMean(nearest)}`);
  }
  return rowsOf(shown, names);
}

interface NamedView {
  readonly view: SectionView;
  /** The file, before the names of its sections, when there are several files. */
  readonly prefix: string;
}

function viewsOf(path: string, prefix: string): NamedView[] {
  return reading(() => {
    const object = readObject(readBytes(path), path);
    return sectionViews(object, sourceTexts({ files: [path] })).map((view) => ({ view, prefix }));
  });
}

function* rowsOf(views: readonly NamedView[], names: readonly string[]): Generator<ListingRow> {
  for (const { view, prefix } of views) {
    const ranges = names.flatMap((name) => {
      const symbol = view.symbol(name);
      return symbol === undefined ? [] : symbolRange(view, symbol);
    });
    for (const row of view.rows()) {
      const isShown = names.length === 0 ||
        ranges.some(({ start, end }) => start <= row.address && row.address < end);
      if (isShown) yield { ...row, section: prefix + row.section };
    }
  }
}
