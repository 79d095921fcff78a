/** The query as text: what was understood of it, and taking a piece out. */
import type { Understood } from '../backend/contract';

/** Clauses as chips: words that stand side by side are one chip. */
export function chips(understood: Understood[]): Understood[] {
  const chips: Understood[] = [];
  for (const clause of understood) {
    const last = chips.at(-1);
    if (last?.kind === 'word' && clause.kind === 'word') {
      chips[chips.length - 1] = {
        text: `${last.text} ${clause.text}`,
        kind: 'word',
        span: [last.span[0], clause.span[1]],
      };
    } else chips.push(clause);
  }
  return chips;
}

/** The query without what stands from `start` to `end`. */
export function without(query: string, [start, end]: [number, number]): string {
  return `${query.slice(0, start).trimEnd()} ${query.slice(end).trimStart()}`.trim();
}
