/** Words in time. */
import type { SpokenWord, TranscriptSegment } from '../backend/contract';

/** The word that is said at a time, or was said last before it; -1 before the first. */
export function wordAt(words: SpokenWord[], seconds: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.start_s <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Paragraph {
  start_s: number;
  /** Of its first word in the whole transcript. */
  first: number;
  words: SpokenWord[];
}

/** The words segment by segment. Words before the first segment belong to it. */
export function paragraphs(words: SpokenWord[], segments: TranscriptSegment[]): Paragraph[] {
  const starts = segments.length > 0 ? segments.map(({ start_s }) => start_s) : [0];
  const paragraphs: Paragraph[] = [];
  let first = 0;
  starts.forEach((start_s, at) => {
    const nextStart = starts[at + 1] ?? Infinity;
    let end = first;
    while (end < words.length && words[end]!.start_s < nextStart) end += 1;
    if (end > first) paragraphs.push({ start_s, first, words: words.slice(first, end) });
    first = end;
  });
  return paragraphs;
}

export interface Stretch {
  start_s: number;
  end_s: number;
}

/** Where words match: neighbours are one stretch. */
export function matchedStretches(words: SpokenWord[]): Stretch[] {
  const stretches: Stretch[] = [];
  words.forEach((word, at) => {
    if (!word.matched) return;
    const last = stretches.at(-1);
    if (last && words[at - 1]?.matched) last.end_s = word.end_s;
    else stretches.push({ start_s: word.start_s, end_s: word.end_s });
  });
  return stretches;
}

/** The stretch to step to from a time; after the last comes the first. */
export function nextStretch(
  stretches: Stretch[],
  seconds: number,
  by: 1 | -1,
): Stretch | undefined {
  // A step back from just inside a stretch leads to the one before it.
  const tolerance = 0.5;
  return by > 0
    ? (stretches.find(({ start_s }) => start_s > seconds + 0.01) ?? stretches[0])
    : (stretches.findLast(({ start_s }) => start_s < seconds - tolerance) ?? stretches.at(-1));
}
