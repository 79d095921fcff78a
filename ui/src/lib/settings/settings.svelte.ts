/** The settings, and what of them shows in the window itself. */
import type { SettingsBackend } from '../backend/backend';
import type { CommandError, Settings } from '../backend/contract';
import { asTrouble } from '../kit/trouble';

export class SettingsState {
  settings = $state.raw<Settings>();
  trouble = $state.raw<CommandError>();

  constructor(private readonly backend: SettingsBackend) {}

  async load() {
    try {
      this.#take(await this.backend.settings());
    } catch (thrown) {
      this.trouble = asTrouble(thrown);
    }
  }

  /** Shows a change at once and keeps it; what cannot be kept is taken back. */
  async change(change: Partial<Settings>) {
    const before = this.settings;
    if (!before) return;
    this.#take({ ...before, ...change });
    try {
      await this.backend.setSettings({ ...before, ...change });
      this.trouble = undefined;
    } catch (thrown) {
      this.#take(before);
      this.trouble = asTrouble(thrown);
    }
  }

  #take(settings: Settings) {
    this.settings = settings;
    const root = document.documentElement;
    if (settings.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = settings.theme;
    root.style.fontSize = `${settings.text_size}%`;
  }
}
