// SPDX-License-Identifier: MPL-2.0
// The sources that the line tables of ELF files name, for traces and reports to show. The files may come
// from anybody and name anything, so only files in the working folder, or next to the ELF files, are
// read, links followed; no devices, and nothing very large.

/** Sources larger than this are not shown. */
const MAX_SIZE = 16 * 1024 * 1024;

/** Makes a function that finds sources for the ELF files at `paths`. */
export function sourceTexts(
  paths: readonly string[],
): (file: string, directory: string | undefined) => string | undefined {
  const folders = paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1) || "./");
  const roots = [...new Set(["./", ...folders])].flatMap((folder) => realPath(folder) ?? []);
  return (file, directory) => {
    const places = file.startsWith("/")
      ? [file]
      : [...roots.map((root) => `${root}/${file}`), ...directory ? [`${directory}/${file}`] : []];
    for (const place of places) {
      const real = realPath(place);
      if (real === undefined || !roots.some((root) => real.startsWith(`${root}/`))) continue;
      const text = readText(real);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** The path without links; undefined when there is nothing. */
function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path).replace(/\/$/, "");
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile && size <= MAX_SIZE ? Deno.readTextFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
