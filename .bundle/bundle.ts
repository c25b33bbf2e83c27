// SPDX-License-Identifier: MPL-2.0
// Bundles the command line into a directory: `deno task bundle DIRECTORY`. Its main.js starts fast: what
// every run of a program needs is one file, and Deno does not look at the others until they are imported.
// `deno bundle` alone makes a file for each set of modules that the same commands need, which takes 7 ms more.

const MAIN = "main.js";
/** The file with all that a run of a program needs. */
const PLAIN_RUN = "leveret.js";
/** What `deno bundle` names the module of `leveret run`. */
const RUN = /^run-\w+\.js$/;

const STATIC_IMPORT = /(?:\bfrom|\bimport)"\.\/([^"]+)"/g;
const DYNAMIC_IMPORT = /\bimport\("(\.\/[^"]+)"\)/g;
const EXPORTS = /\bexport\{([^{}]*)\};?\s*$/;

/** Runs `deno bundle`. */
async function denoBundle(...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--minify", ...args],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("Cannot bundle the command line");
}

function readScripts(directory: string): Map<string, string> {
  const names = Array.from(Deno.readDirSync(directory), ({ name }) => name).sort();
  return new Map(names.map((name) => [name, Deno.readTextFileSync(`${directory}/${name}`)]));
}

/** The names that a bundled file exports. */
function exportsOf(name: string, text: string): string[] {
  const list = EXPORTS.exec(text)?.[1];
  if (list === undefined) {
    if (/\bexport\b[ {*]/.test(text)) throw new Error(`Cannot find what ${name} exports`);
    return [];
  }
  return list === "" ? [] : list.split(",").map((each) => each.split(" as ").at(-1) ?? "");
}

/** The files that `roots` import statically, and those in turn. */
function closure(scripts: ReadonlyMap<string, string>, roots: readonly string[]): string[] {
  const found = new Set(roots);
  for (const name of found) {
    for (const [, next = ""] of (scripts.get(name) ?? "").matchAll(STATIC_IMPORT)) found.add(next);
  }
  return [...found];
}

/** Imports of files that are not there yet when they are needed: Deno would read literal ones at once. */
function hideImports(text: string): string {
  return text.replaceAll(DYNAMIC_IMPORT, '(file=>import(file))("$1")');
}

/**
 * Bundles the command line into `output`.
 *
 * @throws {Error} when `deno bundle` fails, or writes another form of module than this expects
 */
export async function bundle(main: string, output: string): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "leveret-bundle-" });
  try {
    await denoBundle("--code-splitting", main, "--outdir", `${work}/split`);
    const scripts = readScripts(`${work}/split`);
    const run = [...scripts.keys()].find((name) => RUN.test(name));
    if (run === undefined) throw new Error("Cannot find the module of leveret run");
    const plain = closure(scripts, [MAIN, run]);
    Deno.mkdirSync(`${work}/plain`);
    Deno.mkdirSync(output, { recursive: true });
    const entry: string[] = [];
    for (const [index, name] of plain.entries()) {
      const text = scripts.get(name) ?? "";
      const exported = exportsOf(name, text);
      const inPlain = (each: string) => `f${index}_${each}`;
      entry.push(
        `export{${exported.map((each) => `${each} as ${inPlain(each)}`)}}from"./${name}";\n`,
      );
      // The module of `leveret run` is there when main.js asks for it.
      const own = text.replaceAll(`import("./${run}")`, "Promise.resolve(leveretRun)");
      const needed = own === text ? "" : `import*as leveretRun from"./${run}";`;
      Deno.writeTextFileSync(`${work}/plain/${name}`, needed + hideImports(own));
      // Other files import it by its old name; all share one instance.
      Deno.writeTextFileSync(
        `${output}/${name}`,
        name === MAIN
          ? `const{${
            inPlain("main")
          }:main}=await import("./${PLAIN_RUN}");Deno.exit(await main(Deno.args));\n`
          : `export{${
            exported.map((each) => `${inPlain(each)} as ${each}`)
          }}from"./${PLAIN_RUN}";\n`,
      );
    }
    Deno.writeTextFileSync(`${work}/plain/${PLAIN_RUN}`, entry.join(""));
    await denoBundle(`${work}/plain/${PLAIN_RUN}`, "--output", `${output}/${PLAIN_RUN}`);
    for (const [name, text] of scripts) {
      if (!plain.includes(name)) Deno.writeTextFileSync(`${output}/${name}`, hideImports(text));
    }
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

if (import.meta.main) {
  const [output] = Deno.args;
  if (output === undefined) throw new TypeError("Cannot bundle: no directory is given");
  await bundle(new URL("../host/cli/main.ts", import.meta.url).pathname, output);
}
