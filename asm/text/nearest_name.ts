// SPDX-License-Identifier: MPL-2.0
// Finds the name that was probably meant: the nearest by edit distance, if it is near enough.

/**
 * The number of letters to insert, delete, replace or swap with a neighbour to turn one word into
 * the other (optimal string alignment distance).
 */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Longer words are not compared: they are rarely mistyped names, and the search must stay cheap. */
const MAX_LENGTH = 40;

/**
 * The candidate nearest to a word: at most one edit away for words of up to four letters, two for
 * longer ones, and never all of its letters. Undefined when none is that near. Ignores case and the
 * word itself.
 */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = wanted.length <= 4 ? 1.5 : 2.5;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    if (Math.abs(candidate.length - wanted.length) > bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    // Two one-letter words have only their length in common.
    if (distance < bestDistance && distance < wanted.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The end of a message about an unknown name: the name that was probably meant, if any. */
export function didYouMean(name: string | undefined): string {
  return name === undefined ? "" : `; did you mean ${name}?`;
}
