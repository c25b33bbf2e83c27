// SPDX-License-Identifier: MPL-2.0
// The frames of the calls that allocated blocks, with function and line. Takes the call stacks of a process and
// its blocks, which know the names of its allocators.

import type { Image } from "../../cpu/memory/image.ts";
import type { CallStacks, StackId } from "../symbols/call_stacks.ts";
import { CodeLocations, hasNames, withoutOffset } from "../symbols/locations.ts";
import type { LeakFrame } from "./leak_report.ts";
import type { LiveBlocks } from "./live_blocks.ts";

/** Names the frames of one process. */
export class AllocationFrames {
  readonly #stacks: CallStacks;
  readonly #blocks: Pick<LiveBlocks, "names">;
  readonly #locations: CodeLocations;

  /** Names are those of `image`, if it has any. */
  constructor(stacks: CallStacks, blocks: Pick<LiveBlocks, "names">, image: Image) {
    this.#stacks = stacks;
    this.#blocks = blocks;
    this.#locations = new CodeLocations(hasNames(image) ? image : undefined);
  }

  /** The frames of a stack, innermost first: the allocator's function. */
  of(stack: StackId): LeakFrame[] {
    return this.#stacks.frames(stack).map((address, index) => {
      const at = BigInt(address);
      const found = index === 0 ? this.#locations.at(at) : this.#locations.at(at - 1n);
      const name = index === 0 ? this.#blocks.names.get(address) : undefined;
      return {
        address: at,
        function: name ?? (found.symbol && withoutOffset(found.symbol)),
        location: found.location,
      };
    });
  }
}
