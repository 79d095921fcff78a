/** Figures as a person reads them, in the manner of their own system. */
import type { FieldValue, Money } from '../backend/contract';

/** `1:02`, or `1:00:05` from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (figure: number) => String(figure).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** Minor units in the currency's own notation; without a currency, plain hundredths. */
export function money({ minor, currency }: Money): string {
  if (currency === null) return (minor / 100).toFixed(2);
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

export function fieldValue(value: FieldValue): string {
  return typeof value === 'string' ? value : money(value);
}

/** `invoice_number` becomes `Invoice number`. */
export function spelled(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function count(figure: number): string {
  return figure.toLocaleString();
}

/** `3 photos`, `1 photo`. */
export function counted(figure: number, one: string, many = `${one}s`): string {
  return `${count(figure)} ${figure === 1 ? one : many}`;
}

export function bytes(figure: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = figure < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(figure) / 3));
  const scaled = figure / 1000 ** power;
  return `${scaled.toFixed(power > 0 && scaled < 10 ? 1 : 0)} ${units[power]}`;
}

/** A span of time for an estimate: rough, as an estimate is. */
export function duration(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  if (seconds < 90 * 60) return `about ${counted(Math.round(seconds / 60), 'minute')}`;
  return `about ${counted(Math.round(seconds / 3600), 'hour')}`;
}

/** A day, of a moment or a date as ISO 8601. What is no date stays as it is. */
export function day(when: string): string {
  return formatted(when, { dateStyle: 'medium' });
}

/** A day and, where the text gives one, the time of day. */
export function moment(when: string): string {
  return when.length > 10
    ? formatted(when, { dateStyle: 'medium', timeStyle: 'short' })
    : day(when);
}

function formatted(when: string, style: Intl.DateTimeFormatOptions): string {
  // A bare date is a day of the calendar, not midnight in Greenwich.
  const parsed = new Date(when.length === 10 ? `${when}T00:00` : when);
  if (Number.isNaN(parsed.getTime())) return when;
  return new Intl.DateTimeFormat(undefined, style).format(parsed);
}

export function percent(share: number): string {
  // What is not finished is never shown as 100 %.
  return share >= 1 ? '100 %' : `${Math.floor(share * 100)} %`;
}

export function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}
