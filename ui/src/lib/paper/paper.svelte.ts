/** The state of an open paper: what is read of it, what matches, and which field is pointed at. */
import type { ContentBackend } from '../backend/backend';
import type { Box, CommandError, ContentHash, Locator, Paper } from '../backend/contract';
import { asTrouble } from '../kit/trouble';

export interface Spot {
  page: number;
  box?: Box;
}

/** How a line item is named where it is pointed at. */
export const itemName = (row: number) => `item ${row}`;

export class PaperState {
  paper = $state.raw<Paper>();
  trouble = $state.raw<CommandError>();
  matches = $state.raw<Spot[]>([]);
  /** Which of the matches is shown; -1 while none was stepped to. */
  match = $state(-1);
  /** The name of the field or line item that is pointed at, in the list or on the page. */
  pointed = $state<string>();
  /** Where the page was last asked to go. */
  spot = $state.raw<Spot>();

  constructor(
    private readonly backend: ContentBackend,
    private readonly content: ContentHash,
    private readonly query: string,
  ) {}

  async load(at?: Locator) {
    this.trouble = undefined;
    try {
      const { backend, content, query } = this;
      const [paper, locators] = await Promise.all([
        backend.paper(content, query),
        query === '' ? [] : backend.matches(content, query),
      ]);
      this.paper = paper;
      this.matches = locators.flatMap((locator) => (locator.type === 'page' ? [locator] : []));
      if (at?.type === 'page') this.spot = at;
      else this.step(1);
    } catch (thrown) {
      this.trouble = asTrouble(thrown);
    }
  }

  /** To the next match, or the previous one; after the last comes the first. */
  step(by: number) {
    const count = this.matches.length;
    if (count === 0) return;
    this.match = this.match < 0 ? (by > 0 ? 0 : count - 1) : (this.match + by + count) % count;
    this.spot = this.matches[this.match];
  }

  showField(name: string) {
    const field = this.paper?.fields.find((field) => field.name === name);
    if (field?.page !== undefined) this.spot = { page: field.page, box: field.box };
  }

  showItem(row: number) {
    const item = this.paper?.items[row];
    if (item) this.spot = { page: item.page, box: item.box };
  }

  /** Answers what is wrong with the value, if it was not taken. */
  correct(field: string, value: string): Promise<CommandError | undefined> {
    return this.#changed(this.backend.correctField(this.content, field, value));
  }

  undo(field: string): Promise<CommandError | undefined> {
    return this.#changed(this.backend.undoCorrection(this.content, field));
  }

  async #changed(change: Promise<Paper>): Promise<CommandError | undefined> {
    try {
      const { pages, ...changed } = await change;
      // The pages stay as they are, with the words that match the query.
      this.paper = { ...changed, pages: this.paper?.pages ?? pages };
      return undefined;
    } catch (thrown) {
      return asTrouble(thrown);
    }
  }
}
