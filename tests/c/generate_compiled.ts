// SPDX-License-Identifier: MPL-2.0
// Rewrites compiled/: what gcc makes of the selection, and what QEMU prints when it runs that. Needs both.
//
//     deno run --allow-all tests/c/generate_compiled.ts

import { withDirectory } from "../asm/goldens/gnu.ts";
import { folderOf, SELECTION } from "./compiled.ts";
import { Compilation } from "./corpus.ts";

const SPDX = "# SPDX-License-Identifier: MPL-2.0\n";
const FOLDER = new URL("./", import.meta.url).pathname;

for (const { name, target, options } of SELECTION) {
  await withDirectory(async (directory) => {
    const folder = folderOf(target);
    await Deno.mkdir(folder, { recursive: true });
    // Replaces build paths, so that the output is reproducible.
    const write = (file: string, text = "") =>
      Deno.writeTextFile(
        new URL(file, folder),
        SPDX + text.replaceAll(directory, "build").replaceAll(FOLDER, ""),
      );
    const { support } = await Compilation.make([], target, ["-O2"], directory);
    await write("support.s", support.find((source) => source.name === "support.s")?.text);
    const compilation = await Compilation.make([name], target, options, directory);
    const { stdout, status } = await compilation.gnuRun(name);
    await write(`${name}.s`, compilation.programs.get(name)?.text);
    await Deno.writeTextFile(new URL(`${name}.out`, folder), `${stdout}status ${status}\n`);
  });
}
