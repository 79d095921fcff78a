/** Searching the made-up library: every plain word must stand somewhere in an item's text. */
import type { SearchBackend } from '../backend';
import type {
  Facet,
  FacetKind,
  Hit,
  MediaKind,
  SavedSearch,
  SearchAnswer,
  SearchRequest,
  Understood,
  Why,
} from '../contract';
import type { Shelf } from './shelf';

interface Item {
  hit: Hit;
  text: string;
}

const FACETS: Record<FacetKind, (hit: Hit) => string | undefined> = {
  year: (hit) => hit.when?.slice(0, 4),
  place: (hit) => hit.photo?.place,
  vendor: (hit) => hit.paper?.vendor,
  document_kind: (hit) => hit.paper?.document_kind,
  folder: (hit) => hit.folder_path,
};

/** Words a person does not search for. */
const COMMON = new Set(['a', 'an', 'the', 'in', 'on', 'of', 'at', 'to', 'with']);

export function understood(query: string): Understood[] {
  return [...query.matchAll(/"[^"]+"|\S+/g)].map(({ 0: text, index }) => ({
    text,
    kind: text.startsWith('"') ? 'phrase' : /[:<>]/.test(text) ? 'condition' : 'word',
    span: [index, index + text.length],
  }));
}

/** The plain words of a query, in small letters. */
export function plainWords(query: string): string[] {
  return understood(query)
    .filter(({ kind }) => kind !== 'condition')
    .flatMap(({ text }) => text.toLowerCase().replaceAll('"', '').split(' '))
    .filter((word) => word !== '' && !COMMON.has(word));
}

function meets(hit: Hit, condition: string): boolean {
  const [, name = '', operator = ':', value = ''] = /^(\w+)([:<>])(.*)$/.exec(condition) ?? [];
  const amount = (hit.paper?.total?.minor ?? NaN) / 100;
  if (name === 'total')
    return operator === '<'
      ? amount < Number(value)
      : operator === '>'
        ? amount > Number(value)
        : amount === Number(value);
  const text = {
    vendor: hit.paper?.vendor,
    type: hit.paper?.document_kind,
    kind: hit.kind,
    folder: hit.folder_path,
    date: hit.when,
  }[name];
  return text?.toLowerCase().includes(value.toLowerCase()) ?? false;
}

function reasons(item: Item, words: string[]): Why[] {
  const { hit, text } = item;
  const word = words.find((word) => text.toLowerCase().includes(word)) ?? '';
  if (hit.kind === 'photo' || word === '') return hit.why;
  if (hit.kind === 'voice') {
    const spoken = hit.voice?.words.find((spoken) => spoken.text.toLowerCase().includes(word));
    const locator =
      spoken && ({ type: 'time', start_s: spoken.start_s, end_s: spoken.end_s } as const);
    return [{ source: 'spoken', text: word, locator }];
  }
  if (hit.paper?.vendor?.toLowerCase().includes(word)) {
    return [
      {
        source: 'field',
        field: 'vendor',
        text: hit.paper.vendor,
        locator: { type: 'page', page: 0 },
      },
    ];
  }
  return [{ source: 'text', text: word, locator: { type: 'page', page: 0 } }];
}

function facets(items: Item[], { facets }: SearchRequest): Facet[] {
  return (Object.keys(FACETS) as FacetKind[]).map((kind) => {
    const counts = new Map<string, number>();
    for (const { hit } of items) {
      const value = FACETS[kind](hit);
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].map(([value, count]) => ({
      value,
      label: kind === 'folder' ? value.split('/').at(-1)! : value,
      count,
      chosen: facets.some((chosen) => chosen.kind === kind && chosen.value === value),
    }));
    return {
      kind,
      values: values.sort((a, b) => b.count - a.count || (a.value < b.value ? 1 : -1)),
    };
  });
}

function sorted(items: Item[], { sort }: SearchRequest): Item[] {
  const when = ({ hit }: Item) => hit.when ?? '';
  const amount = ({ hit }: Item) => hit.paper?.total?.minor ?? -1;
  if (sort === 'newest') return items.toSorted((a, b) => (when(a) < when(b) ? 1 : -1));
  if (sort === 'oldest') return items.toSorted((a, b) => (when(a) > when(b) ? 1 : -1));
  if (sort === 'amount') return items.toSorted((a, b) => amount(b) - amount(a));
  return items;
}

export function answer(all: Item[], request: SearchRequest): SearchAnswer {
  const words = plainWords(request.query);
  const clauses = understood(request.query);
  const conditions = clauses.filter(({ kind }) => kind === 'condition');
  const loose = request.strictness === 'loose' || request.strictness === 'everything';
  const found: Item[] = [];
  for (const item of all) {
    const text = item.text.toLowerCase();
    const present = words.filter((word) => text.includes(word)).length;
    // The picture model needs its time: at once there is only what is written.
    if (request.stage === 'instant' && item.hit.kind === 'photo') continue;
    if (!conditions.every(({ text }) => meets(item.hit, text))) continue;
    if (present < words.length && !(loose && present > 0)) continue;
    const score_band = present < words.length ? 'possible' : 'best';
    found.push({ ...item, hit: { ...item.hit, score_band, why: reasons(item, words) } });
  }
  const narrowed = found.filter(({ hit }) =>
    request.facets.every(({ kind, value }) => FACETS[kind](hit) === value),
  );
  const of = (kind: MediaKind) => narrowed.filter(({ hit }) => hit.kind === kind);
  const shown = request.tab === 'all' ? narrowed : of(request.tab);
  return {
    understood: clauses,
    counts: {
      all: narrowed.length,
      photo: of('photo').length,
      paper: of('paper').length,
      voice: of('voice').length,
    },
    facets: facets(shown, request),
    total: shown.length,
    hits: sorted(shown, request)
      .slice(request.offset, request.offset + request.limit)
      .map(({ hit }) => hit),
    notes: [],
    stage: request.stage,
  };
}

const LIKE: SearchRequest = {
  query: '',
  tab: 'all',
  sort: 'relevance',
  strictness: 'usual',
  facets: [],
  limit: 120,
  offset: 0,
  stage: 'full',
};

export function fakeSearch(shelf: Shelf): SearchBackend {
  let saved: SavedSearch[] = [
    { id: 1, name: 'Acme over 100', query: 'vendor:acme total>100' },
    { id: 2, name: 'Hiking', query: 'hiking kind:photo' },
  ];
  const like = (content?: string) =>
    shelf.after('full', () =>
      answer(
        shelf.photos.filter(({ hit }) => hit.content !== content),
        LIKE,
      ),
    );
  return {
    search: (request) =>
      shelf.after(request.stage, () => {
        const indexing = shelf.scenario === 'indexing';
        const notes = indexing ? ['64 % of your files can be searched so far.'] : [];
        return { ...answer(shelf.items, request), notes };
      }),
    similarTo: (content) => like(content),
    similarToFile: () => like(),
    savedSearches: async () => saved,
    async saveSearch(name, query) {
      const search = { id: Math.max(0, ...saved.map(({ id }) => id)) + 1, name, query };
      saved = [...saved, search];
      return search;
    },
    async forgetSearch(id) {
      saved = saved.filter((search) => search.id !== id);
    },
    recentSearches: async () => [
      'two dogs in the snow',
      'call the dentist',
      'type:invoice total>100',
    ],
    exampleQueries: async () => [
      { query: 'hiking in the mountain', kind: 'photo' },
      { query: 'vendor:acme total>100', kind: 'paper' },
      { query: 'call the dentist', kind: 'voice' },
    ],
  };
}
