/** Puts a fuller answer in the place of a quicker one without moving what a person already sees. */
import type { Hit } from '../backend/contract';

/**
 * The hits of `fuller`: first those that are on the page already, in the order in which they are
 * there, then the others in their own order. What `fuller` does not have goes.
 */
export function merged(shown: Hit[], fuller: Hit[]): Hit[] {
  const fresh = new Map(fuller.map((hit) => [hit.content, hit]));
  const kept: Hit[] = [];
  for (const { content } of shown) {
    const hit = fresh.get(content);
    if (hit) kept.push(hit);
    fresh.delete(content);
  }
  return [...kept, ...fresh.values()];
}

/** The hits of the next page behind those before it; no content stands twice. */
export function appended(shown: Hit[], next: Hit[]): Hit[] {
  const known = new Set(shown.map((hit) => hit.content));
  return [...shown, ...next.filter((hit) => !known.has(hit.content))];
}
