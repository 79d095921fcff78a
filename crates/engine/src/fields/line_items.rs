//! Line items typed: what the layout model reads in a row, as text, amounts and a number, its
//! description completed from the line that it stands on.
//!
//! Never invents: a part that does not parse as its type is dropped, and a row of which fewer than two
//! parts remain is none. Only what bills somebody has line items.

use rummage_core::money::parse_amount;
use rummage_core::understanding::LineItemReading;
use rummage_core::{
    Currency, DocumentKind, Field, FieldName, FieldValue, KindGuess, LineItem, Money,
};

use super::layout::{Line, PageLayout};
use super::values::folded_space;

const LEAST_PARTS: usize = 2;

/// A row with the whole of its description. The model labels words one by one and leaves some out: what
/// stands in one cell with them, left of the row's amount, belongs to it.
pub(super) fn completed(reading: &LineItemReading, layouts: &[PageLayout]) -> LineItemReading {
    let mut whole = reading.clone();
    let layout = layouts.iter().find(|layout| layout.page == reading.page);
    let lines = layout.map_or(&[][..], |layout| &layout.lines);
    let within = |line: &&Line| (reading.bbox.y0..=reading.bbox.y1).contains(&line.bbox.center_y());
    let found = lines.iter().filter(within).find_map(|line| {
        let price = reading.amount.as_ref().or(reading.unit_price.as_ref())?;
        let at = (0..line.cells.len())
            .rev()
            .find(|cell| line.text(line.cells[*cell].clone()).contains(price))?;
        let left = line.cells[..at].iter().cloned();
        left.max_by_key(|cell| letters(&line.text(cell.clone())))
            .map(|cell| (line.text(cell.clone()), line.bbox_of(cell)))
    });
    let Some((text, bbox)) = found else {
        return whole;
    };
    let quantity = reading.quantity.as_deref().unwrap_or_default();
    let text = text.strip_prefix(quantity).unwrap_or(&text).trim();
    let known = reading.description.as_deref().unwrap_or_default();
    let is_of_it = known.is_empty() || known.split_whitespace().any(|word| text.contains(word));
    if is_of_it && letters(text) > letters(known) {
        whole.description = Some(text.to_owned());
        whole.bbox = reading.bbox.union(&bbox);
    }
    whole
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

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
    use rummage_core::{BBox, DecodedPage, Word};

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
    fn a_description_is_completed_from_its_line() {
        let word = |text: &str, x: f32, y: f32| Word {
            text: text.to_owned(),
            bbox: BBox::new(x, y, x + 8.0 * text.len() as f32, y + 10.0),
            confidence: 1.0,
        };
        let page = DecodedPage {
            width: 600.0,
            height: 800.0,
            words: vec![
                word("14", 0.0, 0.0),
                word("Larch", 60.0, 0.0),
                word("panels,", 104.0, 0.0),
                word("644.00", 400.0, 0.0),
                word("15", 0.0, 20.0),
                word("Oak", 60.0, 20.0),
                word("277.50", 400.0, 20.0),
            ],
            recognised: false,
        };
        let layouts = [PageLayout::of(0, &page)];
        let row = |parts, y0, y1| LineItemReading {
            bbox: BBox::new(0.0, y0, 448.0, y1),
            ..reading(parts)
        };
        let whole = |row: LineItemReading| completed(&row, &layouts).description;
        let cut = row(["panels,", "14", "", "644.00"], 0.0, 10.0);
        assert_eq!(whole(cut).as_deref(), Some("Larch panels,"));
        let missing = row(["", "15", "", "277.50"], 20.0, 30.0);
        assert_eq!(whole(missing).as_deref(), Some("Oak"));
        // What goes on over several lines is longer than any one of them.
        let long = row(
            ["panels, planed on both sides", "", "", "644.00"],
            0.0,
            30.0,
        );
        assert_eq!(whole(long).as_deref(), Some("panels, planed on both sides"));
        let elsewhere = row(["Delivery", "", "", "644.00"], 0.0, 10.0);
        assert_eq!(whole(elsewhere).as_deref(), Some("Delivery"));
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
