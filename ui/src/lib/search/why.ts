/** Puts the reasons of a hit into words. Text from files stays text: it is never markup. */
import type { Hit, Why } from '../backend/contract';
import { clock, day, money, spelled } from '../kit/format';

/** What stands before the words that match: `Said at 1:02`. */
export function reasonHead({ source, field, locator }: Why): string {
  const page = locator?.type === 'page' ? `page ${locator.page + 1}` : '';
  switch (source) {
    case 'concept':
      return 'Shows';
    case 'text':
      return page === '' ? 'Reads' : `On ${page}`;
    case 'field':
      return spelled(field ?? 'field');
    case 'spoken':
      return locator?.type === 'time' ? `Said at ${clock(locator.start_s)}` : 'Said';
    case 'name':
      return 'Named';
  }
}

export function reason(why: Why): string {
  return `${reasonHead(why)}: ${why.text}`;
}

/** The name of a card: a paper is known by its vendor, all else by its file. */
export function title(hit: Hit): string {
  return hit.paper?.vendor ?? hit.file_name;
}

/** The line of facts under the name, what tells most first: the end may be cut off. */
export function facts({ paper, photo, voice, when, offline, score_band }: Hit): string[] {
  return [
    paper?.total && money(paper.total),
    voice && clock(voice.seconds),
    (paper?.date ?? when) && day(paper?.date ?? when ?? ''),
    paper?.document_kind && spelled(paper.document_kind),
    photo?.place,
    score_band === 'possible' && 'possible match',
    offline && 'drive absent',
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '');
}
