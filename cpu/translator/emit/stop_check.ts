// SPDX-License-Identifier: MPL-2.0
// What translated code does before an instruction that has or had a stop: it asks the stop table, and
// leaves if there is one, unless it is entered there to pass it. The table is shared by addresses of
// the same hash; the host finds out if it was another one's stop, and passes.

import { STATE, STATE_START, STOP_TABLE, STOPS } from "../../memory/layout.ts";
import { type Code, i32, unlikely, when } from "../../wasm/code.ts";

/** The offset of an address's entry in the stop table. */
export const stopEntry = (address: number): number =>
  STOP_TABLE + (Math.floor(address / 2) % STOPS.count) * STOPS.size;

const state = i32.const(STATE_START);

/** The check before the instruction at an address. `leave` is two levels inside it. */
export const stopCheck = (address: number, leave: Code): Code =>
  when(
    unlikely(i32.load(i32.const(stopEntry(address)))),
    when(i32.eqz(i32.load(state, STATE.passesStop)), leave),
    i32.store(state, i32.const(0), STATE.passesStop),
  );
