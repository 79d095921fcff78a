/** What all pages share: the backend and the state that outlives a page. */
import { createContext, onDestroy } from 'svelte';
import type { Backend } from '../backend/backend';
import { Keys, type Binding } from '../keys/keys';
import { Announcer } from '../kit/announcer.svelte';
import { asTrouble } from '../kit/trouble';
import { LibraryState } from '../library/library.svelte';
import { Search } from '../search/search.svelte';
import { SettingsState } from '../settings/settings.svelte';
import { Player } from '../voice/player.svelte';
import { Navigation } from './navigation.svelte';

export class App {
  readonly navigation = new Navigation();
  readonly keys = new Keys();
  readonly announcer = new Announcer();
  readonly search: Search;
  readonly library: LibraryState;
  readonly settings: SettingsState;
  readonly player: Player;

  constructor(readonly backend: Backend) {
    this.search = new Search(backend);
    this.library = new LibraryState(backend);
    this.settings = new SettingsState(backend);
    this.player = new Player(backend);
  }

  /** Waits for a command whose failure is told at the foot of the window. */
  async attempt(command: Promise<unknown>, success?: string) {
    try {
      await command;
      if (success !== undefined) this.announcer.show(success);
    } catch (thrown) {
      const { message, advice } = asTrouble(thrown);
      this.announcer.show(advice === undefined ? message : `${message} ${advice}`);
    }
  }
}

const [useApp, provideApp] = createContext<App>();
export { provideApp, useApp };

/**
 * Lays a component's keys on the stack while it is on the page. Components begin from the outside
 * in, so the innermost are asked first.
 */
export function useKeys(name: string, bindings: () => Binding[]) {
  onDestroy(useApp().keys.lay(() => ({ name, bindings: bindings() })));
}
