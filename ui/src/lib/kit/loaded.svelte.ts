/** Something that is fetched when a page opens: awaited, there, or in trouble. */
import type { CommandError } from '../backend/contract';
import { asTrouble } from './trouble';

export class Loaded<T> {
  value = $state.raw<T>();
  trouble = $state.raw<CommandError>();

  constructor(private readonly fetch: () => Promise<T>) {
    void this.load();
  }

  async load() {
    this.trouble = undefined;
    try {
      this.value = await this.fetch();
    } catch (thrown) {
      this.trouble = asTrouble(thrown);
    }
  }
}
