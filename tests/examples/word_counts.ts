// SPDX-License-Identifier: MPL-2.0
// Text for wordcount.s, and the expected output, computed in the simplest way. The text is like real
// text: a few frequent words and many rare ones, capitals, digits, punctuation, letters beyond ASCII, and
// words that straddle the ends of buffers.

/** A source of numbers from 0 up to `limit` - 1 that gives the same ones every time. */
function numbers(): (limit: number) => number {
  let state = 0x2545f491;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const SYLLABLES = "an be co du el fi ga ho in jo ka le mi no or pa qu re si to un va we xi yo ze"
  .split(" ");
const SEPARATORS = [
  " ",
  " ",
  " ",
  " ",
  ", ",
  ". ",
  ".\n",
  "\n",
  "'s ",
  "-",
  " é ",
  " 42 ",
  "\t",
  "--",
];
const VOCABULARY = 20_000;

/** At least `length` bytes of text; always the same for the same length. */
export function sampleText(length: number): string {
  const below = numbers();
  const pick = (list: readonly string[]) => list[below(list.length)] ?? "";
  const vocabulary = Array.from(
    { length: VOCABULARY },
    () => Array.from({ length: 1 + below(6) }, () => pick(SYLLABLES)).join(""),
  );
  const pieces: string[] = [];
  for (let size = 0; size < length;) {
    // A random bound for a random number: small numbers, the first words, come up far more often.
    let word = vocabulary[below(1 + below(1 + below(VOCABULARY)))] ?? "";
    if (below(10) === 0) word = word.toUpperCase();
    const piece = word + pick(SEPARATORS);
    pieces.push(piece);
    size += piece.length;
  }
  return pieces.join("");
}

/** What wordcount.s must print for `text`. */
export function expectedCounts(text: string): string {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(/[A-Za-z]+/g)) {
    const key = word.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([word, count]) => `${String(count).padStart(7)} ${word}\n`)
    .join("");
}
