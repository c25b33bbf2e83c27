// SPDX-License-Identifier: MPL-2.0
// Resource limits, as getrlimit and prlimit64 show them (asm-generic/resource.h). They can be set and are
// given back; what they limit does not exist here, but for the stack's size and the memory.

/** No limit. */
const INFINITY = (1n << 64n) - 1n;

/** Bytes of the stack that every process has. */
export const STACK_SIZE = 8 << 20;

/** The number of RLIMIT_STACK. */
const STACK = 3;
/** The number of RLIMIT_NOFILE. */
const FILES = 7;
/** How many resources have a limit. */
const COUNT = 16;

/** A limit; {@link INFINITY} where there is none. */
export interface ResourceLimit {
  /** The limit in force. */
  readonly soft: bigint;
  /** The most that the process may raise it to. */
  readonly hard: bigint;
}

/** The limits of a process. */
export class ResourceLimits {
  readonly #limits: ResourceLimit[] = Array.from({ length: COUNT }, () => ({
    soft: INFINITY,
    hard: INFINITY,
  }));

  /** The limits every process starts with. */
  constructor() {
    this.#limits[STACK] = { soft: BigInt(STACK_SIZE), hard: INFINITY };
    this.#limits[FILES] = { soft: 1024n, hard: 4096n };
  }

  /** The limit of a resource; undefined when there is none of that number. */
  get(resource: number): ResourceLimit | undefined {
    return this.#limits[resource];
  }

  /** Sets the limit of a resource. */
  set(resource: number, limit: ResourceLimit): void {
    this.#limits[resource] = limit;
  }
}
