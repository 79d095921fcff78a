/** Puts hits into words. Text that comes from files stays text: it is never markup. */
import type { Field, Hit, Money, Why } from '../backend/backend';

export function fileName(path: string): string {
  return path.split(/[/\\]/).pop() ?? path;
}

export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Minor units in the currency's own notation; without a currency, plain hundredths. */
export function money(value: Money): string {
  if (!value.currency) return (value.minor / 100).toFixed(2);
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency: value.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(value.minor / 10 ** digits);
}

export function fieldValue(hit: Hit, name: string): string | undefined {
  const field = hit.fields?.find((candidate: Field) => candidate.name === name);
  if (!field) return undefined;
  return typeof field.value === 'string' ? field.value : money(field.value);
}

export function reason(why: Why): string {
  const page = why.page === undefined ? '' : ` on page ${why.page + 1}`;
  switch (why.by) {
    case 'concept':
      return 'shows it';
    case 'text':
      return `“${why.snippet ?? ''}”${page}`;
    case 'field':
      return `${(why.field ?? 'field').replaceAll('_', ' ')}${page}: ${why.snippet ?? ''}`;
    case 'spoken':
      return `said at ${clock(why.start_ms ?? 0)}: “${why.snippet ?? ''}”`;
    case 'name':
      return `named ${why.snippet ?? ''}`;
  }
}
