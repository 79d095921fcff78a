//! Line items typed: what the layout model reads in a row, as text, amounts and a number.
//!
//! Never invents: a part that does not parse as its type is dropped, and a row of which fewer than two
//! parts remain is none. Only what bills somebody has line items.

use rummage_core::money::parse_amount;
use rummage_core::understanding::LineItemReading;
use rummage_core::{
    Currency, DocumentKind, Field, FieldName, FieldValue, KindGuess, LineItem, Money,
};

use super::values::folded_space;

const LEAST_PARTS: usize = 2;

/// The rows of a paper of sort `kind`, whose amounts are in the currency of its `fields` where a row names
/// none.
pub(super) fn line_items(
    readings: &[LineItemReading],
    kind: &KindGuess,
    fields: &[Field],
) -> Vec<LineItem> {
    if !matches!(kind.label, DocumentKind::Invoice | DocumentKind::Receipt) {
        return Vec::new();
    }
    let currency = currency_of(fields);
    let rows = readings.iter().map(|reading| typed(reading, currency));
    rows.filter(|item| parts(item) >= LEAST_PARTS).collect()
}

fn currency_of(fields: &[Field]) -> Option<Currency> {
    let named = fields
        .iter()
        .find(|field| field.name == FieldName::Currency);
    match named.map(|field| &field.value) {
        Some(FieldValue::Text(code)) => Currency::from_code(code),
        _ => None,
    }
}

fn typed(reading: &LineItemReading, currency: Option<Currency>) -> LineItem {
    let money = |raw: &Option<String>| {
        let money = parse_amount(raw.as_deref()?)?;
        Some(Money {
            currency: money.currency.or(currency),
            ..money
        })
    };
    let description = reading.description.as_deref().map(folded_space);
    LineItem {
        description: description.filter(|text| text.contains(char::is_alphanumeric)),
        quantity: reading.quantity.as_deref().and_then(quantity),
        unit_price: money(&reading.unit_price),
        amount: money(&reading.amount),
        page: reading.page,
        bbox: reading.bbox,
        confidence: reading.confidence,
    }
}

/// A number of things as people write it: `2`, `1,50`, `3x`, `1.000,5`. The last separator is the point.
fn quantity(raw: &str) -> Option<f64> {
    let joined: String = raw.split_whitespace().collect();
    let number = joined.trim_end_matches(|c: char| c.is_alphabetic() || "×*.,".contains(c));
    let last = number.rfind(['.', ',']).unwrap_or(number.len());
    let whole = number[..last].replace(['.', ',', '\''], "");
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = number.get(last + 1..).unwrap_or_default();
    let written = !whole.is_empty() && all_digits(&whole) && all_digits(decimals);
    written.then(|| format!("{whole}.{decimals}0").parse().ok())?
}

fn parts(item: &LineItem) -> usize {
    [
        item.description.is_some(),
        item.quantity.is_some(),
        item.unit_price.is_some(),
        item.amount.is_some(),
    ]
    .into_iter()
    .filter(|there| *there)
    .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(parts: [&str; 4]) -> LineItemReading {
        let [description, quantity, unit_price, amount] =
            parts.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        LineItemReading {
            description,
            quantity,
            unit_price,
            amount,
            ..LineItemReading::default()
        }
    }

    fn sure(label: DocumentKind) -> KindGuess {
        KindGuess {
            label,
            confidence: 0.9,
        }
    }

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (raw, expected) in [
            ("2", Some(2.0)),
            ("1,50", Some(1.5)),
            ("39.00", Some(39.0)),
            ("3x", Some(3.0)),
            ("1.000,5", Some(1000.5)),
            ("12 Stk.", Some(12.0)),
            ("two", None),
            ("", None),
            ("A4", None),
        ] {
            assert_eq!(quantity(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn amounts_without_a_currency_are_in_that_of_the_paper() {
        let euro = Field {
            name: FieldName::Currency,
            value: FieldValue::Text("EUR".into()),
            raw: "€".into(),
            page: 0,
            bbox: Default::default(),
            confidence: 0.9,
            source: rummage_core::FieldSource::Rule,
        };
        let rows = [reading(["Desk  lamp", "2", "10,00", "$20.00"])];
        let items = line_items(&rows, &sure(DocumentKind::Invoice), &[euro]);
        let money = |minor, code| {
            let currency = Currency::from_code(code);
            Some(Money { minor, currency })
        };
        assert_eq!(items[0].description.as_deref(), Some("Desk lamp"));
        assert_eq!(items[0].quantity, Some(2.0));
        assert_eq!(items[0].unit_price, money(1000, "EUR"));
        assert_eq!(items[0].amount, money(2000, "USD"));
    }

    #[test]
    fn a_row_of_which_too_little_can_be_read_is_none() {
        let rows = [reading(["Desk lamp", "many", "", "l2,oo"])];
        assert_eq!(line_items(&rows, &sure(DocumentKind::Receipt), &[]), []);
    }

    #[test]
    fn a_letter_has_no_line_items() {
        let rows = [reading(["Desk lamp", "2", "", "20.00"])];
        assert_eq!(line_items(&rows, &sure(DocumentKind::Letter), &[]), []);
        assert_eq!(
            line_items(&rows, &sure(DocumentKind::Receipt), &[]).len(),
            1
        );
    }
}
