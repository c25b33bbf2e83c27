// SPDX-License-Identifier: MPL-2.0
// The frames of an object file as lines, for goldens: the bytes of .eh_frame and .debug_frame, and their
// relocations. The goldens are what GNU as makes of the sources in call_frame_cases.ts.

import { CALL_FRAME_CASES } from "../layout/call_frame_cases.ts";
import { readGnuObject } from "../../c/gnu_object.ts";
import { gnuVersion, runGnu, withDirectory } from "./gnu.ts";

/** The architectures that the sources are assembled for. */
export const ARCHITECTURES = ["rv64gc", "rv64imafd"] as const;

/** The goldens. */
export const GOLDENS: URL = new URL("call_frames.txt", import.meta.url);

/** The frames in an object file. Local symbols are section and offset. */
export function frameLines(file: Uint8Array): string[] {
  const sections = readGnuObject(file);
  return [".eh_frame", ".debug_frame"].flatMap((name) => {
    const section = sections.get(name);
    if (section === undefined) return [];
    const bytes = section.bytes.toHex().replace(/.{64}(?=.)/g, "$&\n").split("\n");
    const relocations = section.relocations.map(({ offset, type, symbol, addend }) =>
      `${offset} ${type} ${symbol}+${addend}`
    );
    return [`${name} align ${section.alignment}`, ...bytes, ...relocations];
  });
}

/** The frames that GNU as makes. */
export function gnuFrameLines(source: string, architecture: string): Promise<string[]> {
  return withDirectory(async (directory) => {
    const [text, object] = [`${directory}/a.s`, `${directory}/a.o`];
    await Deno.writeTextFile(text, source);
    const args = [`-march=${architecture}`, "-mno-relax", "-o", object, text];
    const { success, stderr } = await runGnu("as", args);
    if (!success) throw new Error(stderr);
    return frameLines(await Deno.readFile(object));
  });
}

/** The text of the goldens: for each source and architecture a heading and the lines. */
export async function gnuGoldens(): Promise<string> {
  const texts = [`# ${await gnuVersion()}`];
  for (const architecture of ARCHITECTURES) {
    for (const { name, source } of CALL_FRAME_CASES) {
      const lines = await gnuFrameLines(source, architecture);
      texts.push([`# ${architecture}: ${name}`, ...lines].join("\n"));
    }
  }
  return `${texts.join("\n\n")}\n`;
}
