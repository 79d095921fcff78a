import type { Backend, Hit, LibraryStatus, SearchResponse } from './backend';

/** A backend for tests: answers from a fixed list by what stands in the path or in a snippet. */
export function fakeBackend(hits: Hit[], status: Partial<LibraryStatus> = {}): Backend {
  const holds = (hit: Hit, query: string) =>
    [hit.path, ...hit.why.map((why) => why.snippet ?? '')].some((text) => text.includes(query));
  return {
    async search(query): Promise<SearchResponse> {
      const found = hits.filter((hit) => holds(hit, query));
      return { query, understood: [query], took_ms: 1, total: found.length, hits: found };
    },
    async status(): Promise<LibraryStatus> {
      return { folder: '/library', photo: 0, paper: 0, voice: 0, pending: 0, failed: 0, ...status };
    },
    thumbnailUrl: (content) => `thumbnail:${content}`,
  };
}
