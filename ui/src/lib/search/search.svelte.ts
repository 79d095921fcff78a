/**
 * The state of the search: what is asked and what is answered. Each change is a new question; an
 * answer to an older one is dropped. While a person types, the text index is asked first and the
 * full answer is merged into what it gave.
 */
import type { SearchBackend } from '../backend/backend';
import type {
  CommandError,
  ContentHash,
  FacetChoice,
  Hit,
  SearchAnswer,
  SearchRequest,
  SortOrder,
  Strictness,
  Tab,
} from '../backend/contract';
import { asTrouble } from '../kit/trouble';
import { appended, merged } from './merge';

/** How long typing must rest before a question is put. */
const INSTANT_PAUSE_MS = 40;
const FULL_PAUSE_MS = 180;
const PAGE = 120;

/** A picture whose likeness is sought. */
export type Example = { name: string } & (
  { content: ContentHash; path?: undefined } | { path: string; content?: undefined }
);

export class Search {
  query = $state('');
  tab = $state<Tab>('all');
  sort = $state<SortOrder>('relevance');
  strictness = $state<Strictness>('usual');
  facets = $state.raw<FacetChoice[]>([]);
  example = $state.raw<Example>();
  /** Without a query: all there is, newest first. */
  browsing = $state(false);

  answer = $state.raw<SearchAnswer>();
  hits = $state.raw<Hit[]>([]);
  /** A full answer is awaited. */
  busy = $state(false);
  trouble = $state.raw<CommandError>();
  /** Counts the questions whose first answer is shown: the list begins anew with each. */
  shown = $state(0);
  /** The hit that arrows move from. */
  active = $state(0);

  #question = 0;
  /** The question whose first answer is on the page. */
  #shownFor = 0;
  #fetched = 0;
  #fetching = false;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(private readonly backend: SearchBackend) {}

  /** There is something to answer. */
  get asked(): boolean {
    const { example, browsing, facets, query } = this;
    return example !== undefined || browsing || facets.length > 0 || query.trim() !== '';
  }

  type(query: string) {
    this.query = query;
    this.example = undefined;
    this.browsing = false;
    // Order by other than relevance would have to be broken to merge without moving anything.
    const instant = this.sort === 'relevance';
    this.#ask(instant ? INSTANT_PAUSE_MS : undefined, FULL_PAUSE_MS);
  }

  set(change: Partial<Pick<Search, 'query' | 'tab' | 'sort' | 'strictness'>>) {
    Object.assign(this, change);
    if (change.query !== undefined) this.example = undefined;
    this.#ask(undefined, 0);
  }

  browse(tab: Tab) {
    this.browsing = true;
    this.set({ query: '', tab });
  }

  toggle({ kind, value }: FacetChoice) {
    const others = this.facets.filter((facet) => facet.kind !== kind || facet.value !== value);
    this.facets = others.length < this.facets.length ? others : [...this.facets, { kind, value }];
    this.#ask(undefined, 0);
  }

  clearFacets() {
    this.facets = [];
    this.#ask(undefined, 0);
  }

  like(example: Example | undefined) {
    this.example = example;
    this.#ask(undefined, 0);
  }

  again() {
    this.#ask(undefined, 0);
  }

  /** Merges in what has become searchable since; a list that was paged through stays as it is. */
  async refresh() {
    if (this.asked && !this.busy && this.#fetched <= PAGE) await this.#full(this.#question);
  }

  /** Fetches the next hits, when there are more. */
  async more() {
    const known = this.answer;
    if (this.#fetching || this.busy || this.example || !known || this.#fetched >= known.total)
      return;
    this.#fetching = true;
    const question = this.#question;
    try {
      const answer = await this.backend.search(this.#request('full', this.#fetched));
      if (question !== this.#question) return;
      // An answer without hits would be asked for again and again.
      this.#fetched = answer.hits.length === 0 ? known.total : this.#fetched + answer.hits.length;
      this.hits = appended(this.hits, answer.hits);
    } catch (thrown) {
      if (question === this.#question) this.trouble = asTrouble(thrown);
    } finally {
      this.#fetching = false;
    }
  }

  #request(stage: SearchRequest['stage'], offset = 0): SearchRequest {
    const { query, tab, sort, strictness, facets } = this;
    return { query: query.trim(), tab, sort, strictness, facets, limit: PAGE, offset, stage };
  }

  #ask(instantAfterMs: number | undefined, fullAfterMs: number) {
    const question = ++this.#question;
    this.#timers.forEach(clearTimeout);
    this.trouble = undefined;
    if (!this.asked) {
      this.busy = false;
      this.#show(undefined, []);
      return;
    }
    this.busy = true;
    this.#timers = [setTimeout(() => this.#full(question), fullAfterMs)];
    if (instantAfterMs !== undefined) {
      this.#timers.push(setTimeout(() => this.#instant(question), instantAfterMs));
    }
  }

  async #instant(question: number) {
    try {
      const answer = await this.backend.search(this.#request('instant'));
      // The full answer may have been quicker.
      if (question !== this.#question || !this.busy) return;
      // Nothing yet is no answer: what is on the page stays until the full one is there.
      if (answer.hits.length > 0) this.#show(answer, answer.hits);
    } catch {
      // The full answer will tell what is wrong.
    }
  }

  async #full(question: number) {
    const { example, backend } = this;
    try {
      const answer = await (example?.content !== undefined
        ? backend.similarTo(example.content)
        : example
          ? backend.similarToFile(example.path)
          : backend.search(this.#request('full')));
      if (question !== this.#question) return;
      this.busy = false;
      this.#fetched = answer.hits.length;
      if (this.#shownFor === question) {
        const kept = this.hits[this.active]?.content;
        this.hits = merged(this.hits, answer.hits);
        this.answer = answer;
        this.active = Math.max(
          0,
          this.hits.findIndex((hit) => hit.content === kept),
        );
      } else this.#show(answer, answer.hits);
    } catch (thrown) {
      if (question !== this.#question) return;
      this.busy = false;
      this.trouble = asTrouble(thrown);
    }
  }

  #show(answer: SearchAnswer | undefined, hits: Hit[]) {
    this.answer = answer;
    this.hits = hits;
    this.active = 0;
    this.#shownFor = this.#question;
    this.shown += 1;
  }
}
