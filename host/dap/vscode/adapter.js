// SPDX-License-Identifier: MPL-2.0
// VS Code starts this with its own Node.js; it starts the command, which must be on the PATH, and hands it the
// streams.

"use strict";

const { spawn } = require("node:child_process");

const leveret = spawn("leveret", ["dap"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
leveret.on("error", ({ message }) => {
  process.stderr.write(`cannot start leveret: ${message}; is it installed and on the PATH?\n`);
  process.exitCode = 1;
});
leveret.on("exit", (code) => process.exitCode = code ?? 1);
