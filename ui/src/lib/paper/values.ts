/** Values of fields as a person edits them. */
import type { FieldValue, PaperField } from '../backend/contract';

/** Amounts below this are worth a second look. */
const SURE = 0.7;

/** An amount without its currency, as one would type it: `366.52`. */
export function editable(value: FieldValue): string {
  if (typeof value === 'string') return value;
  const digits = value.currency
    ? (new Intl.NumberFormat('en', {
        style: 'currency',
        currency: value.currency,
      }).resolvedOptions().maximumFractionDigits ?? 2)
    : 2;
  return (value.minor / 10 ** digits).toFixed(digits);
}

export function isDate(field: PaperField): boolean {
  return field.name.endsWith('_date');
}

export function isDoubtful(field: PaperField): boolean {
  return field.confidence < SURE && !field.corrected;
}
