// SPDX-License-Identifier: MPL-2.0
// The attacker of races_test.ts as a program of the host: swaps names in the directory of its first argument,
// as swapper.s does, until there is a file `stop`.

const [work = "", directories] = Deno.args;
const at = (name: string) => `${work}/${name}`;

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The victim was there first.
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

for (let turn = 0; turn % 64 > 0 || !exists(at("stop")); turn++) {
  attempt(() => Deno.renameSync(at("link"), at("leaf")));
  attempt(() => Deno.linkSync(at("keep"), at("spare")));
  attempt(() => Deno.renameSync(at("spare"), at("leaf")));
  attempt(() => Deno.symlinkSync("../outside/secret", at("link")));
  if (directories === undefined) continue;
  attempt(() => Deno.renameSync(at("d"), at("aside")));
  attempt(() => Deno.renameSync(at("out"), at("d")));
  attempt(() => Deno.renameSync(at("d"), at("out")));
  attempt(() => Deno.renameSync(at("aside"), at("d")));
}
