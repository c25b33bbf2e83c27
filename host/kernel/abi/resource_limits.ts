// SPDX-License-Identifier: MPL-2.0
// Resource limits, as getrlimit and prlimit64 show them (asm-generic/resource.h). The process can set and
// read them all, but only RLIMIT_NOFILE is enforced.

/** No limit. */
const INFINITY = (1n << 64n) - 1n;

/** Bytes of the stack that every process has. */
export const STACK_SIZE = 8 << 20;

/** The numbers of the resources that have a limit at the start. */
export const RLIMIT = { STACK: 3, NOFILE: 7 } as const;
/** The number of resources. */
const COUNT = 16;

/** A limit; 2^64 - 1 means unlimited. */
export interface ResourceLimit {
  /** The limit in force. */
  readonly soft: bigint;
  /** The highest value to which the process may raise it. */
  readonly hard: bigint;
}

/** The limits of a process. */
export class ResourceLimits {
  readonly #limits: ResourceLimit[] = Array.from({ length: COUNT }, () => ({
    soft: INFINITY,
    hard: INFINITY,
  }));

  /** The limits that every process starts with. */
  constructor() {
    this.#limits[RLIMIT.STACK] = { soft: BigInt(STACK_SIZE), hard: INFINITY };
    this.#limits[RLIMIT.NOFILE] = { soft: 1024n, hard: 4096n };
  }

  /** The limit of a resource; undefined when there is no such resource. */
  get(resource: number): ResourceLimit | undefined {
    return this.#limits[resource];
  }

  /** Sets the limit of a resource. */
  set(resource: number, limit: ResourceLimit): void {
    this.#limits[resource] = limit;
  }
}
