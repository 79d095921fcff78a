/** Which page is shown, and the way back. The search lies at the bottom and is never taken off. */
import type { ContentHash, Locator, MediaKind } from '../backend/contract';

export interface ContentView {
  page: MediaKind;
  content: ContentHash;
  /** What was searched for when it was opened; the viewer marks what matches. */
  query: string;
  /** Where to begin. */
  at?: Locator;
}

export type View = { page: 'search' } | { page: 'library' } | { page: 'settings' } | ContentView;

const SEARCH: View = { page: 'search' };

export class Navigation {
  #above = $state.raw<View[]>([]);

  get view(): View {
    return this.#above.at(-1) ?? SEARCH;
  }

  open(view: View) {
    if (view.page === 'search') this.#above = [];
    else if (JSON.stringify(view) !== JSON.stringify(this.view))
      this.#above = [...this.#above, view];
  }

  /** Shows another content in the same place: the way back stays as it is. */
  replace(view: ContentView) {
    this.#above = [...this.#above.slice(0, -1), view];
  }

  back() {
    this.#above = this.#above.slice(0, -1);
  }
}
