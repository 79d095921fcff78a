/** The settings and models of the made-up library. */
import type { SettingsBackend } from '../backend';
import type { ModelPackage, Settings } from '../contract';

const SETTINGS: Settings = {
  theme: 'system',
  text_size: 100,
  languages: ['eng', 'deu'],
  date_order: 'day_first',
  threads: 4,
  on_battery: 'pause',
  tray: false,
  start_at_login: false,
};

const MODELS: ModelPackage[] = [
  {
    task: 'photo',
    name: 'Rummage CLIP starter',
    revision: '2f81c09e',
    bytes: 21_300_000,
    licence: 'Apache-2.0 OR MIT',
    card_markdown:
      '# Rummage CLIP starter\n\nPuts pictures and short sentences into one space of **256 dimensions**.\n\n## What it cannot do\n\n- It knows everyday scenes; *not* people, logos or text.\n- Only English.\n\n| measure | value |\n|---|---|\n| Recall@10 among 1,000 photos | 0.52 |\n| Recall@5 among 500 scenes | 0.83 |\n\nExported by `models/export`.',
    load_ms: 210,
  },
  {
    task: 'paper',
    name: 'Rummage LayoutLM starter',
    revision: '91ab04d7',
    bytes: 12_800_000,
    licence: 'Apache-2.0 OR MIT',
    card_markdown:
      '# Rummage LayoutLM starter\n\nReads vendor, number, dates and amounts off invoices and receipts.',
    load_ms: 120,
  },
  {
    task: 'voice',
    name: 'Rummage Wav2Vec2 starter',
    revision: '5c77e1d0',
    bytes: 18_100_000,
    licence: 'Apache-2.0 OR MIT',
    card_markdown:
      '# Rummage Wav2Vec2 starter\n\nEnglish speech to text, with the time of each word.',
    load_ms: 180,
  },
];

export function fakeSettings(log: (line: string) => void): SettingsBackend {
  let settings = SETTINGS;
  return {
    settings: async () => settings,
    async setSettings(changed) {
      settings = changed;
      log(`settings ${changed.theme} ${changed.text_size} ${changed.languages.join('+')}`);
    },
    machine: async () => ({ cores: 8, languages: ['eng', 'deu', 'fra', 'ita', 'spa'] }),
    models: async () => MODELS,
  };
}
