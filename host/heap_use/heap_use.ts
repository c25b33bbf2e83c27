// SPDX-License-Identifier: MPL-2.0
// What a program has done with its heap up to one moment, as plain data: over time, at the peak with those who
// allocated it, and by call stack. Made by the recorder, written by the formats.

import {
  type Amount,
  type LeakFrame,
  leakFrameJson,
  type LeakReport,
} from "../leaks/leak_report.ts";
import type { HeapSample } from "./samples.ts";

/** What the same calls allocated. */
export interface AllocationSite {
  /** Tells it from others of the same run. */
  readonly id: number;
  /** The calls, innermost first: the allocator's function. */
  readonly frames: readonly LeakFrame[];
  /** All that they allocated. */
  readonly total: Amount;
  /** What is in use now. */
  readonly live: Amount;
  /** What was in use when it was the most bytes. */
  readonly most: Amount;
  /** What was in use at the peak of the whole heap. */
  readonly atPeak: Amount;
  /** How long its blocks were in use, added up, in instructions; up to now, if they still are. */
  readonly lifetimes: number;
  /** Bytes that the program read from its blocks; 0 unless accesses are recorded. */
  readonly read: number;
  /** Bytes that the program wrote to them; 0 unless accesses are recorded. */
  readonly written: number;
}

/** The bytes in use at one moment, by who allocated them. */
export interface HeapDetail {
  /** How many instructions had retired. */
  readonly instruction: number;
  /** What was in use. */
  readonly live: Amount;
  /** Who had how many bytes. */
  readonly owners: readonly { readonly site: AllocationSite; readonly bytes: number }[];
}

/** What a program has done with its heap. */
export interface HeapUse {
  /** How many instructions have retired. */
  readonly instruction: number;
  /** What it asked of its allocators. */
  readonly totals: LeakReport["totals"];
  /** What is in use now. */
  readonly live: Amount;
  /** The bytes that its allocators have mapped now. */
  readonly mappedBytes: number;
  /** When the most bytes were in use for the first time, and how many. */
  readonly peak: Amount & { readonly instruction: number };
  /** Who allocated, those with the most bytes at the peak first. */
  readonly sites: readonly AllocationSite[];
  /** The heap over time; see {@link HeapSample}. */
  readonly samples: readonly HeapSample[];
  /** Who had the bytes in use at some moments, by time. */
  readonly details: readonly HeapDetail[];
  /** Whether accesses to blocks are recorded. */
  readonly hasAccesses: boolean;
}

/** How often the bytes of the peak were allocated, and how long a block was in use on average. */
export function churnOf(
  { totals, peak, sites }: HeapUse,
): { readonly turnover: number; readonly meanLifetime: number } {
  const lifetimes = sites.reduce((sum, site) => sum + site.lifetimes, 0);
  return {
    turnover: totals.bytes / Math.max(1, peak.bytes),
    meanLifetime: Math.round(lifetimes / Math.max(1, totals.allocations)),
  };
}

/** The data as a JSON object; addresses are hexadecimal strings. */
export function heapUseJson(use: HeapUse): Record<string, unknown> {
  const { instruction, totals, live, mappedBytes, peak, sites, samples } = use;
  return {
    number: instruction,
    ...totals,
    live,
    mappedBytes,
    peak: { number: peak.instruction, blocks: peak.blocks, bytes: peak.bytes },
    ...churnOf(use),
    sites: sites.map(({ frames, ...site }) => ({ ...site, frames: frames.map(leakFrameJson) })),
    samples: samples.map(({ instruction: number, ...sample }) => ({ number, ...sample })),
  };
}
