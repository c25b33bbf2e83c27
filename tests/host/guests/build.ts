// SPDX-License-Identifier: MPL-2.0
// Compiles the guest programs, after their sources were changed: each .c file to the .s file beside it,
// which is what the tests assemble. Needs gcc for riscv64:
//
//     deno run --allow-read --allow-write --allow-run tests/host/guests/build.ts

const FLAGS = [
  "-O1",
  "-march=rv64im",
  "-mabi=lp64",
  "-ffreestanding",
  "-fno-builtin",
  "-fno-pic",
  "-fno-stack-protector",
  "-fno-asynchronous-unwind-tables",
  "-w",
];

const directory = new URL("./", import.meta.url).pathname;
for (const { name } of Deno.readDirSync(directory)) {
  if (!name.endsWith(".c")) continue;
  const output = name.replace(/c$/, "s");
  const { success } = new Deno.Command("riscv64-linux-gnu-gcc", {
    args: [...FLAGS, "-S", "-o", output, name],
    cwd: directory,
    stderr: "inherit",
  }).outputSync();
  if (!success) Deno.exit(1);
  const head = `# SPDX-License-Identifier: MPL-2.0\n# Made from ${name} by build.ts.\n`;
  const text = Deno.readTextFileSync(`${directory}${output}`);
  Deno.writeTextFileSync(`${directory}${output}`, head + text);
}
