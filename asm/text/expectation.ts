// SPDX-License-Identifier: MPL-2.0
// What a parser expects at a token, as data: messages show the text, advice depends on the kind.

/** The expectations that advice tells apart. */
export type ExpectationKind = "statement" | "value" | "closingParenthesis";

/** An expectation that advice depends on. */
export interface KnownExpectation {
  readonly kind: ExpectationKind;
  /** The text after "expected" in a message. */
  readonly text: string;
}

/** What is expected: a plain text where no advice depends on it. */
export type Expectation = string | KnownExpectation;

/** A statement. */
export const STATEMENT: KnownExpectation = {
  kind: "statement",
  text: "a label, a directive or an instruction",
};
/** An operand of an expression. */
export const VALUE: KnownExpectation = { kind: "value", text: "a value" };
/** The end of a parenthesis. */
export const CLOSING_PARENTHESIS: KnownExpectation = { kind: "closingParenthesis", text: "`)`" };
