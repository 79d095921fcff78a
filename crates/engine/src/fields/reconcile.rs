//! One field per name out of many candidates: agreement lifts, arithmetic lifts, contradiction
//! drops. Nothing is computed that is not written on the paper, and what is uncertain stays absent.

use rummage_core::{DocumentKind, Field, FieldName, FieldSource, FieldValue, KindGuess};

use super::rules::date_of;
use super::values::{money_of, same_value};

/// Below this a field is left out.
const LEAST_CONFIDENCE: f32 = 0.3;

/// On papers that bill nobody, only what is announced by a label counts.
const LEAST_CONFIDENCE_UNBILLED: f32 = 0.5;

/// How many candidates of a name take part in the arithmetic.
const MAX_TERMS: usize = 8;

/// The rates, in tenths of a per cent, at which sales are taxed somewhere in Europe, Asia, America.
const TAX_RATES_PERMILLE: &[i64] = &[
    20, 21, 25, 26, 30, 37, 38, 40, 50, 55, 60, 70, 77, 80, 81, 90, 100, 110, 120, 130, 135, 140,
    150, 160, 170, 180, 190, 200, 210, 220, 230, 240, 250, 255, 270,
];

/// Chooses at most one field per name, in the order of [`FieldName::ALL`].
pub fn reconcile(candidates: Vec<Field>, kind: &KindGuess) -> Vec<Field> {
    let mut pool = merged(candidates);
    lift_by_arithmetic(&mut pool);
    drop_impossible(&mut pool);

    let billed = matches!(
        kind.label,
        DocumentKind::Invoice | DocumentKind::Receipt | DocumentKind::Statement
    );
    let least = if billed || kind.confidence < 0.5 {
        LEAST_CONFIDENCE
    } else {
        LEAST_CONFIDENCE_UNBILLED
    };
    let mut chosen: Vec<Field> = FieldName::ALL
        .into_iter()
        .filter_map(|name| {
            best(&pool, name)
                .filter(|field| field.confidence >= least)
                .cloned()
        })
        .collect();
    share_currency(&mut chosen);
    chosen
}

/// The surest candidate; of equals the first on the paper.
fn best(pool: &[Field], name: FieldName) -> Option<&Field> {
    pool.iter()
        .rev()
        .filter(|field| field.name == name)
        .max_by(|a, b| a.confidence.total_cmp(&b.confidence))
}

/// Candidates that say the same become one: two sources are independent evidence, two places of
/// one source only a little more than one.
fn merged(candidates: Vec<Field>) -> Vec<Field> {
    const REPEATED: f32 = 0.03;
    let mut groups: Vec<Vec<Field>> = Vec::new();
    for candidate in candidates {
        let group = groups.iter_mut().find(|group| {
            group[0].name == candidate.name && same_value(&group[0].value, &candidate.value)
        });
        match group {
            Some(group) => group.push(candidate),
            None => groups.push(vec![candidate]),
        }
    }
    groups
        .into_iter()
        .map(|mut group| {
            let of = |source: FieldSource| {
                let found: Vec<f32> = group
                    .iter()
                    .filter(|f| f.source == source)
                    .map(|f| f.confidence)
                    .collect();
                let best = found.iter().copied().fold(0.0, f32::max);
                let repeats = found.len().saturating_sub(1).min(3) as f32;
                (best + if best > 0.0 { REPEATED * repeats } else { 0.0 }).min(1.0)
            };
            let confidence = 1.0 - (1.0 - of(FieldSource::Model)) * (1.0 - of(FieldSource::Rule));
            let strongest = (0..group.len())
                .max_by(|&a, &b| group[a].confidence.total_cmp(&group[b].confidence))
                .unwrap_or_default();
            let mut field = group.swap_remove(strongest);
            field.confidence = confidence;
            field
        })
        .collect()
}

/// Finds sum before tax, tax and total that add up, and lifts all three.
fn lift_by_arithmetic(pool: &mut [Field]) {
    const USUAL_RATE: f32 = 0.5;
    const OTHER_RATE: f32 = 0.25;
    const UNTAXED: f32 = 0.12;
    let terms = |name: FieldName| -> Vec<(usize, i64)> {
        let mut found: Vec<(usize, i64)> = pool
            .iter()
            .enumerate()
            .filter(|(_, field)| field.name == name)
            .filter_map(|(at, field)| Some((at, money_of(field)?.minor)))
            .collect();
        found.sort_by(|a, b| pool[b.0].confidence.total_cmp(&pool[a.0].confidence));
        found.truncate(MAX_TERMS);
        found
    };
    let mut best: Option<(f32, [usize; 3], f32)> = None;
    let (subtotals, taxes) = (terms(FieldName::Subtotal), terms(FieldName::Tax));
    for &(total_at, total) in &terms(FieldName::Total) {
        for &(subtotal_at, subtotal) in &subtotals {
            for &(tax_at, tax) in &taxes {
                let lift = if (subtotal + tax - total).abs() > 1 || subtotal <= 0 || tax < 0 {
                    continue;
                } else if tax == 0 {
                    UNTAXED
                } else if is_usual_rate(tax, subtotal) {
                    USUAL_RATE
                } else if tax * 10 <= subtotal * 3 {
                    OTHER_RATE
                } else {
                    continue;
                };
                let at = [total_at, subtotal_at, tax_at];
                let weight = lift + at.iter().map(|&at| pool[at].confidence).sum::<f32>();
                if best
                    .as_ref()
                    .is_none_or(|(heaviest, ..)| weight > *heaviest)
                {
                    best = Some((weight, at, lift));
                }
            }
        }
    }
    if let Some((_, at, lift)) = best {
        for at in at {
            let confidence = pool[at].confidence;
            pool[at].confidence = confidence + (1.0 - confidence) * lift;
        }
    }
}

/// Whether `tax` is one of the usual shares of `subtotal`, as far as rounding lets it be seen.
fn is_usual_rate(tax: i64, subtotal: i64) -> bool {
    TAX_RATES_PERMILLE.iter().any(|rate| {
        let expected = subtotal * rate;
        // Half a cent per line of a bill of up to a dozen lines.
        (tax * 1000 - expected).abs() <= 6_000.max(expected / 500)
    })
}

/// Of two fields that cannot both be right, drops the less certain until none contradict.
fn drop_impossible(pool: &mut Vec<Field>) {
    while let Some(wrong) = contradiction(pool) {
        pool.remove(wrong);
    }
}

/// The position of a candidate that contradicts a more certain one.
fn contradiction(pool: &[Field]) -> Option<usize> {
    let leader = |name: FieldName| {
        let best = best(pool, name)?;
        pool.iter().position(|field| std::ptr::eq(field, best))
    };
    let weaker = |a: usize, b: usize| {
        if pool[a].confidence < pool[b].confidence {
            a
        } else {
            b
        }
    };
    let amount = |at: usize| money_of(&pool[at]).map(|money| money.minor);

    let total = leader(FieldName::Total);
    if let (Some(total), Some(subtotal)) = (total, leader(FieldName::Subtotal))
        && let (Some(sum), Some(part)) = (amount(total), amount(subtotal))
        && sum >= 0
        && part > sum
        // Rebates after the sum before tax are possible, but not of half of it.
        && part > sum + sum / 2
    {
        return Some(weaker(subtotal, total));
    }
    if let (Some(total), Some(tax)) = (total, leader(FieldName::Tax))
        && let (Some(sum), Some(part)) = (amount(total), amount(tax))
        && sum > 0
        && part * 2 > sum
    {
        return Some(weaker(tax, total));
    }
    if let (Some(due), Some(issued)) = (leader(FieldName::DueDate), leader(FieldName::InvoiceDate))
        && let (Some(due_date), Some(issue_date)) = (date_of(&pool[due]), date_of(&pool[issued]))
        && due_date < issue_date
    {
        return Some(weaker(due, issued));
    }
    if let (Some(vendor), Some(customer)) = (leader(FieldName::Vendor), leader(FieldName::Customer))
        && same_value(&pool[vendor].value, &pool[customer].value)
    {
        return Some(weaker(customer, vendor));
    }
    None
}

/// Amounts without a sign of their own are in the paper's currency; a paper whose total has a sign
/// needs no other evidence of its currency.
fn share_currency(chosen: &mut Vec<Field>) {
    let of_total = chosen
        .iter()
        .find(|field| field.name == FieldName::Total)
        .and_then(|total| Some((money_of(total)?.currency?, total.clone())));
    if let Some((currency, total)) = of_total
        && !chosen.iter().any(|field| field.name == FieldName::Currency)
    {
        let value = FieldValue::Text(currency.as_str().to_owned());
        let at = chosen
            .iter()
            .position(|field| field.name > FieldName::Currency);
        chosen.insert(
            at.unwrap_or(chosen.len()),
            Field {
                name: FieldName::Currency,
                value,
                ..total
            },
        );
    }
    let currency = chosen
        .iter()
        .find_map(|field| match (&field.value, field.name) {
            (FieldValue::Text(code), FieldName::Currency) => {
                rummage_core::Currency::from_code(code)
            }
            _ => None,
        });
    for field in chosen {
        if let FieldValue::Money(money) = &mut field.value {
            let before = money.currency.map_or(2, |currency| currency.minor_digits());
            money.currency = money.currency.or(currency);
            let after = money.currency.map_or(2, |currency| currency.minor_digits());
            // Read as hundredths while the currency was unknown.
            match (before, after) {
                (2, 0) => money.minor /= 100,
                (2, 3) => money.minor *= 10,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rummage_core::{BBox, Currency, Money};

    const INVOICE: KindGuess = KindGuess {
        label: DocumentKind::Invoice,
        confidence: 0.9,
    };

    fn candidate(
        name: FieldName,
        value: FieldValue,
        confidence: f32,
        source: FieldSource,
    ) -> Field {
        Field {
            name,
            value,
            raw: String::new(),
            page: 0,
            bbox: BBox::default(),
            confidence,
            source,
        }
    }

    fn money(name: FieldName, minor: i64, confidence: f32) -> Field {
        let value = FieldValue::Money(Money {
            minor,
            currency: None,
        });
        candidate(name, value, confidence, FieldSource::Rule)
    }

    fn value_of(fields: &[Field], name: FieldName) -> Option<&FieldValue> {
        fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| &field.value)
    }

    fn minor_of(fields: &[Field], name: FieldName) -> Option<i64> {
        fields
            .iter()
            .find(|field| field.name == name)
            .and_then(money_of)
            .map(|money| money.minor)
    }

    #[test]
    fn amounts_that_add_up_beat_a_likelier_one_that_does_not() {
        let chosen = reconcile(
            vec![
                money(FieldName::Subtotal, 10_000, 0.5),
                money(FieldName::Tax, 1_900, 0.5),
                money(FieldName::Total, 11_900, 0.55),
                money(FieldName::Total, 10_000, 0.7),
            ],
            &INVOICE,
        );
        assert_eq!(minor_of(&chosen, FieldName::Total), Some(11_900));
        assert!(
            chosen.iter().all(|field| field.confidence > 0.7),
            "all three are lifted"
        );
    }

    #[test]
    fn two_sources_that_agree_are_surer_than_each() {
        let value = FieldValue::Text("RE-1".into());
        let name = FieldName::InvoiceNumber;
        let chosen = reconcile(
            vec![
                candidate(name, value.clone(), 0.6, FieldSource::Rule),
                candidate(name, value, 0.7, FieldSource::Model),
            ],
            &INVOICE,
        );
        assert_eq!(chosen.len(), 1);
        assert!((chosen[0].confidence - 0.88).abs() < 1e-4);
        assert_eq!(
            chosen[0].source,
            FieldSource::Model,
            "the surer one is named"
        );
    }

    #[test]
    fn a_due_day_before_the_invoice_is_dropped_for_the_next_best() {
        let on = |name, day, confidence| {
            candidate(name, FieldValue::Date(day), confidence, FieldSource::Rule)
        };
        let chosen = reconcile(
            vec![
                on(FieldName::InvoiceDate, date(2026, 3, 1), 0.8),
                on(FieldName::DueDate, date(2026, 2, 1), 0.6),
                on(FieldName::DueDate, date(2026, 3, 15), 0.4),
            ],
            &INVOICE,
        );
        let due = value_of(&chosen, FieldName::DueDate);
        assert_eq!(due, Some(&FieldValue::Date(date(2026, 3, 15))));
    }

    #[test]
    fn a_tax_of_more_than_half_the_total_is_no_tax() {
        let chosen = reconcile(
            vec![
                money(FieldName::Total, 1_000, 0.8),
                money(FieldName::Tax, 900, 0.6),
            ],
            &INVOICE,
        );
        assert_eq!(minor_of(&chosen, FieldName::Tax), None);
    }

    #[test]
    fn the_currency_of_the_paper_is_that_of_its_amounts() {
        let yen = candidate(
            FieldName::Currency,
            FieldValue::Text("JPY".into()),
            0.8,
            FieldSource::Rule,
        );
        let chosen = reconcile(vec![money(FieldName::Total, 120_000, 0.8), yen], &INVOICE);
        let expected = Money {
            minor: 1_200,
            currency: Currency::from_code("JPY"),
        };
        assert_eq!(
            value_of(&chosen, FieldName::Total),
            Some(&FieldValue::Money(expected))
        );
    }

    #[test]
    fn a_letter_has_no_fields_by_guess() {
        let letter = KindGuess {
            label: DocumentKind::Letter,
            confidence: 0.8,
        };
        let guess = money(FieldName::Total, 1_000, 0.4);
        assert!(reconcile(vec![guess], &letter).is_empty());
    }
}
