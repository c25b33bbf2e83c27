// SPDX-License-Identifier: MPL-2.0
// What pages held at earlier moments. An interval follows each checkpoint; it keeps a version of every page
// that changed in it, as the page was at the checkpoint. So a page was at a checkpoint what the first version
// from there on says. Versions after the last change are kept by the last checkpoint, see `MachineHistory`.

import { PAGE_SIZE } from "../memory/layout.ts";

/** A page slot at a checkpoint. */
export interface PageVersion {
  /** Whether the page had been touched since it was mapped. */
  readonly touched: boolean;
  /** Its bytes; undefined if it was not touched, or all are zero. */
  readonly words: BigUint64Array<ArrayBuffer> | undefined;
}

/** Bytes that a version takes, roughly, besides its page. */
const OVERHEAD = 96;

/** What an untouched slot is at a checkpoint: what it holds does not matter. */
export const UNTOUCHED: PageVersion = { touched: false, words: undefined };
const ZEROS: PageVersion = { touched: true, words: undefined };

/** A version of a touched page that holds these words now. */
export function versionOf(words: BigUint64Array<ArrayBuffer>): PageVersion {
  return words.some((word) => word !== 0n) ? { touched: true, words: words.slice() } : ZEROS;
}

/** What a version takes, in bytes. */
export function sizeOf({ words }: PageVersion): number {
  return OVERHEAD + (words === undefined ? 0 : PAGE_SIZE);
}
