// SPDX-License-Identifier: MPL-2.0
// The formats of profiles, one row each: `--profile-to` and its help read this table.

import type { Segment } from "../../cpu/memory/image.ts";
import { isRuntime } from "../symbols/locations.ts";
import type { Profile } from "./profile.ts";

/** What a format writes. */
export interface ProfileSubject {
  /** What was executed. */
  readonly profile: Profile;
  /** The program's name. */
  readonly name: string;
  /** The program's segments: coverage tells what has not run. */
  readonly segments: readonly Segment[];
}

/** A format. */
export interface ProfileFormat {
  /** What reads it, for help. */
  readonly help: string;
  /** The whole file. */
  write(subject: ProfileSubject): Promise<string | Uint8Array>;
}

const isOfRuntime = (file: string): boolean =>
  isRuntime({ symbol: undefined, location: { file, line: 1 }, source: undefined });

/** The name of a format. */
export type ProfileFormatName =
  | "table"
  | "annotated"
  | "mix"
  | "callgrind"
  | "collapsed"
  | "speedscope"
  | "pprof"
  | "lcov"
  | "json";

/** The formats by name. */
export const PROFILE_FORMATS: Readonly<Record<ProfileFormatName, ProfileFormat>> = {
  table: {
    help: "functions as text",
    write: async ({ profile }) => (await import("./table_view.ts")).tableView(profile),
  },
  annotated: {
    help: "source lines with their counts",
    write: async ({ profile }) => (await import("./source_views.ts")).annotatedView(profile),
  },
  mix: {
    help: "how often each kind of instruction retired",
    write: async ({ profile }) => (await import("./table_view.ts")).mixView(profile),
  },
  callgrind: {
    help: "for callgrind_annotate and KCachegrind",
    write: async ({ profile, name }) =>
      (await import("./callgrind_view.ts")).callgrindView(profile, name),
  },
  collapsed: {
    help: "stacks for flame graphs",
    write: async ({ profile }) => (await import("./stack_views.ts")).collapsedView(profile),
  },
  speedscope: {
    help: "for speedscope",
    write: async ({ profile, name }) =>
      (await import("./stack_views.ts")).speedscopeView(profile, name),
  },
  pprof: {
    help: "for pprof",
    write: async ({ profile, name }) => (await import("./pprof_view.ts")).pprofView(profile, name),
  },
  lcov: {
    help: "coverage of lines and branches for genhtml",
    write: async ({ profile, segments }) =>
      (await import("./source_views.ts")).lcovView(profile, { segments, isLeftOut: isOfRuntime }),
  },
  json: {
    help: "functions, calls and instructions as JSON",
    write: async ({ profile }) => (await import("./json_view.ts")).jsonView(profile),
  },
};

/** The names of the formats. */
export const PROFILE_FORMAT_NAMES: readonly ProfileFormatName[] = Object
  .keys(PROFILE_FORMATS) as ProfileFormatName[];
