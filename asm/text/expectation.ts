// SPDX-License-Identifier: MPL-2.0
// What a parser expects at a token, as data: messages show the text, advice goes by the kind.

/** The expectations that advice tells apart. */
export type ExpectationKind = "statement" | "value" | "closingParenthesis";

/** Something expected that there is advice about. */
export interface KnownExpectation {
  readonly kind: ExpectationKind;
  /** Behind "expected" in a message. */
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
