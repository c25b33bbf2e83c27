// SPDX-License-Identifier: MPL-2.0
// Writes the WebAssembly function of a region. Guest registers are in locals, loaded where control
// comes in and written back where it leaves. What its blocks share is in region_code.ts; block.ts writes
// each. See calling.ts for the calling convention.

import { EXIT } from "../../engine/engine.ts";
import { type Code, i32, return_, unlikely, unreachable, when } from "../../wasm/code.ts";
import type { WasmFunction } from "../../wasm/module.ts";
import { MAX_CALL_DEPTH, REGION_SIGNATURE } from "./calling.ts";
import { emitBlock } from "./block.ts";
import { addressOf, type BlockId, HUB, type Region } from "../regions/region.ts";
import { choice, depth, type EmitOptions, fuel, pc, RegionCode, selector } from "./region_code.ts";
import { structured } from "./structure.ts";

/** The function of a region. */
export function emitRegion(region: Region, options: EmitOptions): WasmFunction {
  const code = new RegionCode(region, options);
  const isSpent = i32.lt_s(fuel.get, i32.const(0));
  const blocks = structured(code.graph, {
    header: (node, levels) => {
      const dirty = code.flow[node.number]?.dirtyIn ?? 0;
      // At the hub, `pc` already holds the address.
      const leave = (id: BlockId, levels: number): Code =>
        id === HUB
          ? code.leaveAtPc(0, EXIT.budget, dirty, levels)
          : code.leave(addressOf(id), 0, EXIT.budget, dirty, levels);
      const { end, start } = node.block;
      return when(
        unlikely(isSpent),
        end.kind !== "dispatch"
          ? leave(start, levels + 1)
          : node.routes.map(({ to }, number) =>
            when(i32.eq(choice.get, i32.const(number)), leave(to, levels + 2))
          ),
      );
    },
    body: (node, levels, goTo) => emitBlock(code, node, levels, goTo),
  }, selector);
  const isTooDeep = i32.gt_u(depth.get, i32.const(MAX_CALL_DEPTH));
  const body = [
    // At the start nothing is dirty, so the function may return its arguments.
    when(unlikely(i32.or(isSpent, isTooDeep)), return_([pc.get, fuel.get])),
    code.load(code.flow[0]?.liveIn ?? 0),
    code.withExits([blocks, unreachable]),
    unreachable,
  ];
  return { ...REGION_SIGNATURE, locals: code.locals, body };
}
