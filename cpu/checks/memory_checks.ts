// SPDX-License-Identifier: MPL-2.0
// The checks that a machine makes of what its program does with memory: an option of the machine.
// Loaded only by who checks.

import type { MemoryChecks } from "../engine/checks.ts";
import { PLANE_PAGES, PLANES, Shadow } from "../memory/shadow.ts";
import { BOUNDS_PLANE } from "../memory/pointer_bounds.ts";
import { checkHandler, checkHandlerAndBounds, HANDLER_LOCALS } from "./checked_handlers.ts";
import { checkTranslated } from "./checked_translation.ts";
import { TAINT } from "./plane_code.ts";

/** The checks of a memory checker. */
export const MEMORY_CHECKS: MemoryChecks = {
  makeShadow: (memory) => new Shadow(memory),
  checkHandler,
  checkTranslated,
  isTainted: TAINT,
  handlerLocals: HANDLER_LOCALS,
  planes: PLANES.map((name) => ({ name, pages: PLANE_PAGES[name] })),
};

/** Those of a memory checker that follows pointers to variables, too. */
export const BOUNDS_CHECKS: MemoryChecks = {
  ...MEMORY_CHECKS,
  makeShadow: (memory) => new Shadow(memory, { followsPointers: true }),
  checkHandler: checkHandlerAndBounds,
  planes: [...MEMORY_CHECKS.planes, BOUNDS_PLANE],
  onlySteps: true,
};
