// SPDX-License-Identifier: MPL-2.0
// The arguments of requests: JSON values of any shape. Each is checked when it is read: one that is missing or
// has the wrong type throws a RequestError, which names it.

/** A request cannot be answered. */
export class RequestError extends Error {
  /** The name of the class. */
  override name = "RequestError";
}

/** An object of a request. */
export class RequestArguments {
  readonly #values: Readonly<Record<string, unknown>>;

  /** The values in a JSON object; none for anything else. */
  constructor(value: unknown) {
    this.#values = isObject(value) ? value : {};
  }

  /** Whether there is such an argument. */
  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  /** A text. */
  text(name: string): string {
    return this.optionalText(name) ?? missing(name, "a string");
  }

  /** A text; undefined if it is not given. */
  optionalText(name: string): string | undefined {
    return this.#read(name, "a string", (value) => typeof value === "string" ? value : undefined);
  }

  /** An integer. */
  integer(name: string): number {
    return this.optionalInteger(name) ?? missing(name, "an integer");
  }

  /** An integer; undefined if it is not given. */
  optionalInteger(name: string): number | undefined {
    return this.#read(
      name,
      "an integer",
      (value) => typeof value === "number" && Number.isSafeInteger(value) ? value : undefined,
    );
  }

  /** Whether a switch is on; off if it is not given. */
  flag(name: string): boolean {
    return this.#read(
      name,
      "true or false",
      (value) => typeof value === "boolean" ? value : undefined,
    ) ?? false;
  }

  /** A list of texts; empty if it is not given. */
  texts(name: string): readonly string[] {
    return this.#read(
      name,
      "a list of strings",
      (value) =>
        Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined,
    ) ?? [];
  }

  /** A list of objects; empty if it is not given. */
  objects(name: string): readonly RequestArguments[] {
    const list = this.#read(
      name,
      "a list of objects",
      (value) => Array.isArray(value) && value.every(isObject) ? value : undefined,
    );
    return (list ?? []).map((value) => new RequestArguments(value));
  }

  /** An object; an empty one if it is not given. */
  object(name: string): RequestArguments {
    return new RequestArguments(
      this.#read(name, "an object", (value) => isObject(value) ? value : undefined),
    );
  }

  /** The names in this object, with their values, which are texts. */
  entries(): readonly (readonly [string, string])[] {
    return Object.keys(this.#values).map((name) => [name, this.text(name)]);
  }

  #read<T>(name: string, what: string, convert: (value: unknown) => T | undefined): T | undefined {
    if (!this.has(name)) return undefined;
    const value = convert(this.#values[name]);
    if (value === undefined) throw new RequestError(`the argument ${name} must be ${what}`);
    return value;
  }
}

function missing(name: string, what: string): never {
  throw new RequestError(`the argument ${name} is missing; it must be ${what}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
