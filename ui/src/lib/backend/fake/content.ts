/** The contents of the made-up library, one by one. */
import type { ContentBackend } from '../backend';
import type { CommandError, Locator, Paper } from '../contract';
import { page, scene } from './pictures';
import { plainWords } from './search';
import type { Shelf } from './shelf';

const GONE: CommandError = {
  code: 'not_found',
  message: 'This file is no longer in the library.',
  advice: 'Search again: it may have been moved out of your folders.',
};

/** Whether a word is one of those searched for. */
function matches(text: string, query: string): boolean {
  const word = text.toLowerCase();
  const conditions = [...query.matchAll(/\w+:(\w+)/g)].map(([, value]) => value!.toLowerCase());
  return [...plainWords(query), ...conditions].some((sought) => word.includes(sought));
}

export function fakeContent(shelf: Shelf, log: (line: string) => void): ContentBackend {
  const found = <T extends { hit: { content: string } }>(items: T[], content: string): T => {
    const item = items.find(({ hit }) => hit.content === content);
    if (!item) throw GONE;
    return item;
  };

  const marked = (paper: Paper, query: string): Paper => ({
    ...paper,
    pages: paper.pages.map((page) => ({
      ...page,
      words: page.words.map((word) => ({ ...word, matched: matches(word.text, query) })),
    })),
  });

  const places = (paper: Paper, query: string): Locator[] =>
    marked(paper, query).pages.flatMap(({ words }, page) =>
      words.filter((word) => word.matched).map(({ box }): Locator => ({ type: 'page', page, box })),
    );

  const changeField = (
    content: string,
    name: string,
    change: (field: Paper['fields'][number]) => Paper['fields'][number],
  ) => {
    const item = found(shelf.papers, content);
    const fields = item.paper.fields.map((field) => (field.name === name ? change(field) : field));
    const amount = (name: string) => {
      const value = fields.find((field) => field.name === name)?.value;
      return typeof value === 'object' ? value : { minor: 0, currency: 'EUR' };
    };
    const parts = ['subtotal', 'tax', 'total'].map((name) => ({
      label: name.charAt(0).toUpperCase() + name.slice(1),
      amount: amount(name),
    }));
    const holds = amount('subtotal').minor + amount('tax').minor === amount('total').minor;
    item.paper = { ...item.paper, fields, sum_check: { parts, holds } };
    return item.paper;
  };

  return {
    async photo(content) {
      const { photo, hit } = found(shelf.photos, content);
      const others = shelf.photos.filter((other) => other.hit.content !== content).slice(0, 200);
      const day = hit.when?.slice(0, 10) ?? '';
      return {
        ...photo,
        similar: others
          .filter(({ text }) => photo.labels.some(({ name }) => text.includes(name)))
          .map(({ hit }) => hit),
        moment: shelf.photos
          .slice(0, 200)
          .filter(({ hit }) => hit.when?.startsWith(day))
          .map(({ hit }) => hit),
      };
    },
    paper: async (content, query) => marked(found(shelf.papers, content).paper, query),
    async voice(content, query) {
      const { voice } = found(shelf.voices, content);
      const words = voice.words.map((word) => ({ ...word, matched: matches(word.text, query) }));
      return { ...voice, words };
    },
    async matches(content, query) {
      const paper = shelf.papers.find(({ hit }) => hit.content === content);
      if (paper) return places(paper.paper, query);
      const voice = shelf.voices.find(({ hit }) => hit.content === content);
      return (voice?.voice.words ?? [])
        .filter(({ text }) => matches(text, query))
        .map(({ start_s, end_s }): Locator => ({ type: 'time', start_s, end_s }));
    },
    async correctField(content, name, value) {
      log(`correct ${name} ${value}`);
      return changeField(content, name, (field) => {
        const original = field.original ?? field.value;
        const amount = Number(value.replace(',', '.'));
        if (typeof original === 'object' && Number.isNaN(amount)) {
          throw {
            code: 'unsupported',
            message: `“${value}” is not an amount.`,
            advice: 'Write it like 1471.60.',
          } satisfies CommandError;
        }
        const money = typeof original === 'object' && {
          ...original,
          minor: Math.round(amount * 100),
        };
        return {
          ...field,
          value: money || value,
          original,
          corrected: true,
          source: 'user',
          confidence: 1,
        };
      });
    },
    async undoCorrection(content, name) {
      log(`undo ${name}`);
      return changeField(content, name, ({ original, ...field }) => ({
        ...field,
        value: original ?? field.value,
        corrected: false,
        source: 'model',
      }));
    },
    reveal: async (content) => log(`reveal ${content}`),
    openFile: async (content) => log(`open ${content}`),
    copyText: async (text) => log(`copy ${text}`),
    async exportFields(content, format) {
      log(`export ${content} ${format}`);
      return `/home/ada/Downloads/fields.${format.replace('items_', 'items.')}`;
    },
    async exportTranscript(content, format) {
      log(`export ${content} ${format}`);
      return `/home/ada/Downloads/transcript.${format}`;
    },
    thumbnailUrl(content) {
      const paper = shelf.papers.find(({ hit }) => hit.content === content);
      if (paper) return page(paper.paper.pages[0]!);
      const photo = found(shelf.photos, content);
      return scene(photo.seed, photo.photo.width / 4, photo.photo.height / 4);
    },
    pictureUrl(content) {
      const { seed, photo } = found(shelf.photos, content);
      return scene(seed, photo.width, photo.height);
    },
    pageUrl: (content, number) => page(found(shelf.papers, content).paper.pages[number]!),
  };
}
