// SPDX-License-Identifier: MPL-2.0
// A fault for a page: the report about it, with source, and the story of the bad word.

import { printable } from "../../asm/object/printable.ts";
import { REGISTER_NAMES } from "../../cpu/isa/registers.ts";
import type { Image } from "../../cpu/memory/image.ts";
import type { FaultReport } from "../report/fault_report.ts";
import type { PageFault } from "../report_page/data.ts";
import type { FaultStory } from "../stories/fault_story.ts";
import { StoryFormat } from "../stories/format_story.ts";
import { formatLocation } from "../symbols/locations.ts";
import { hex } from "../text/hex.ts";
import { type Excerpts, frameOf, pageFrames } from "./names.ts";

const MAX_FRAMES = 64;

/** The fault for a page. */
export function faultData(
  report: FaultReport,
  story: FaultStory | undefined,
  image: Image,
  excerpts: Excerpts,
): PageFault {
  const { signal, headline, cause, pc, location, caller, instruction, hints, marks } = report;
  // An abort is the program's own; the call that sent the signal is of no interest.
  const isAbort = cause === undefined;
  const [address, where] = isAbort && caller !== undefined
    ? [caller.address, caller]
    : [pc, location];
  const own = caller ?? location;
  return {
    signal,
    headline: printable(headline),
    location: formatLocation(address, where),
    instruction: isAbort || instruction === undefined ? undefined : printable(instruction.text),
    excerpt: excerpts.at(own.location) ?? excerpts.at(location.location),
    hints: hints.map(printable),
    registers: isAbort ? [] : report.registers.map((value, number) => ({
      name: REGISTER_NAMES[number] ?? `x${number}`,
      value: hex(value),
      mark: marks.get(number),
    })),
    backtrace: pageFrames(report.backtrace.frames.map(frameOf), MAX_FRAMES),
    story: story && storyData(story, image, excerpts),
  };
}

function storyData(
  story: FaultStory,
  image: Image,
  excerpts: Excerpts,
): NonNullable<PageFault["story"]> {
  const [title = "", ...lines] = new StoryFormat(image).death(story).trimEnd().split("\n");
  const last = story.steps.at(-1);
  const write = last?.kind === "stored" ? last.write : undefined;
  const frames = write?.backtrace.frames.map(frameOf) ?? [];
  return {
    title,
    text: lines.map((line) => line.replace(/^ {2}/, "")).join("\n"),
    excerpt: excerpts.ofStack(frames) ?? excerpts.at(write?.location.location),
  };
}
