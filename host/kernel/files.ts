// SPDX-License-Identifier: MPL-2.0
// The open files of the process, by descriptor. At the start these are the three standard streams, over
// whatever the host passes for them; nothing else of the host can be reached.

/** Where a process reads its standard input from. */
export type Input = Uint8Array | {
  /** Fills the start of the buffer and gives the number of bytes; 0 is the end. */
  read(buffer: Uint8Array): number;
};

/** Where a process's output goes. The bytes are the receiver's to keep. */
export type Output = (bytes: Uint8Array<ArrayBuffer>) => void;

/** An open file: what it lacks it cannot do, and answers EBADF. */
export interface OpenFile {
  /** Gives the next bytes, at most `limit`; none at the end. */
  readonly read?: (limit: number) => Uint8Array;
  /** Takes bytes back that were read and could not be stored. */
  readonly unread?: (bytes: Uint8Array) => void;
  /** Takes bytes. */
  readonly write?: Output;
}

/** Bytes read from the host at once, so that a guest's large buffer costs nothing when little comes. */
const LARGEST_READ = 1 << 20;

/** A file over the host's input. */
function inputFile(input: Input): OpenFile {
  let waiting: Uint8Array = input instanceof Uint8Array ? input : new Uint8Array();
  const fetch = (limit: number): Uint8Array => {
    if (input instanceof Uint8Array) return new Uint8Array();
    const buffer = new Uint8Array(Math.min(limit, LARGEST_READ));
    return buffer.subarray(0, input.read(buffer));
  };
  return {
    read(limit) {
      if (limit === 0) return new Uint8Array();
      const bytes = waiting.length > 0 ? waiting.subarray(0, limit) : fetch(limit);
      waiting = waiting.subarray(bytes.length);
      return bytes;
    },
    unread(bytes) {
      const joined = new Uint8Array(bytes.length + waiting.length);
      joined.set(bytes);
      joined.set(waiting, bytes.length);
      waiting = joined;
    },
  };
}

/** The descriptors of a process. */
export class FileTable {
  readonly #files: Map<number, OpenFile>;

  /** The standard streams as descriptors 0, 1 and 2. */
  constructor(stdin: Input, stdout: Output, stderr: Output) {
    this.#files = new Map([
      [0, inputFile(stdin)],
      [1, { write: stdout }],
      [2, { write: stderr }],
    ]);
  }

  /** The file of a descriptor; undefined when it is not open. */
  get(descriptor: number): OpenFile | undefined {
    return this.#files.get(descriptor);
  }
}
