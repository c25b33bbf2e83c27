// SPDX-License-Identifier: MPL-2.0
// Moments of a run at which a trace begins or ends: when so many instructions have retired, when a symbol
// or a source line is reached, or when a call of a function has returned. And the time in which a function
// is being executed, with what it calls.

import type { Program } from "../../asm/object/program.ts";
import type { Machine } from "../../cpu/machine.ts";

/** A moment of a run. */
export type TracePoint =
  /** Before the instruction of that number. */
  | { readonly kind: "number"; readonly number: number }
  /** Before an instruction at one of these addresses is first executed. */
  | { readonly kind: "address"; readonly addresses: readonly bigint[] }
  /** After the call of that number, from 1, of the function at an address has returned. */
  | { readonly kind: "return"; readonly address: bigint; readonly call: number };

/**
 * Reads `1000`, `main`, `main.c:12`, or `f#3`: the return of the third call of f. Undefined when the program
 * has no such symbol or line.
 */
export function parsePoint(text: string, program: Program): TracePoint | undefined {
  const plain = text.replaceAll(/[_,]/g, "");
  if (/^\d+$/.test(plain)) {
    const number = Number(plain);
    return Number.isSafeInteger(number) ? { kind: "number", number } : undefined;
  }
  const symbol = program.symbol(text);
  if (symbol !== undefined) return { kind: "address", addresses: [symbol.value] };
  const [, name = "", call] = /^(.+)#(\d+)$/.exec(text) ?? [];
  const called = program.symbol(name);
  if (called !== undefined && Number(call) > 0) {
    return { kind: "return", address: called.value, call: Number(call) };
  }
  const [, file = "", line] = /^(.+):(\d+)$/.exec(text) ?? [];
  const addresses = [...program.lines.entries()]
    .filter(({ location }) =>
      location.line === Number(line) &&
      (location.file === file || location.file.endsWith(`/${file}`))
    )
    .map(({ address }) => address);
  return addresses.length === 0 ? undefined : { kind: "address", addresses };
}

const RA = 1;
const SP = 2;

/** Calls a function once, when a moment that is no number has come; returns what cancels that. */
export function whenReached(
  machine: Machine,
  point: Exclude<TracePoint, { readonly kind: "number" }>,
  reached: () => void,
): () => void {
  if (point.kind === "address") {
    const remove = point.addresses.map((address) =>
      machine.addProbe(address, () => {
        cancel();
        reached();
      })
    );
    const cancel = () => remove.splice(0).forEach((end) => end());
    return cancel;
  }
  let calls = 0;
  let cancel = machine.addProbe(point.address, () => {
    calls++;
    if (calls !== point.call) return;
    cancel();
    cancel = whenReturned(machine, reached);
  });
  return () => cancel();
}

/**
 * Calls functions when the function at an address begins, and when it has returned. Its calls of itself, and
 * what it calls, are part of it.
 */
export function whileInside(
  machine: Machine,
  address: bigint,
  begin: () => void,
  end: () => void,
): () => void {
  let isInside = false;
  let cancel = () => {};
  const remove = machine.addProbe(address, () => {
    if (isInside) return;
    isInside = true;
    cancel = whenReturned(machine, () => {
      isInside = false;
      end();
    });
    begin();
  });
  return () => {
    remove();
    cancel();
  };
}

/** Calls a function when the call that is just beginning has returned. */
function whenReturned(machine: Machine, returned: () => void): () => void {
  const sp = machine.registers.get(SP);
  const remove = machine.addProbe(machine.registers.get(RA), ({ registers }) => {
    // Below that, it is a deeper call of the same function that returns.
    if (registers.get(SP) < sp) return;
    remove();
    returned();
  });
  return remove;
}
