//! Spans to rows: which description, quantity, unit price and amount belong together.
//!
//! The rule is that of models/training/layoutlm/items.py, which training and its figures go by: a row
//! begins at a description and takes in what stands before it on its own line; what follows belongs to it
//! up to the next description, or up to a part that it already has.

use rummage_core::understanding::LineItemReading;
use rummage_core::{BBox, ItemPart, Word};

use super::decode::{Span, Target, WordLabel, mean_confidence};

/// A description alone, or a stray amount, is no line item.
const LEAST_PARTS: usize = 2;

/// The spans of one row, by part.
#[derive(Default)]
struct Row([Option<Span>; ItemPart::ALL.len()]);

impl Row {
    fn with(part: ItemPart, span: Span) -> Self {
        let mut row = Self::default();
        *row.part(part) = Some(span);
        row
    }

    fn part(&mut self, part: ItemPart) -> &mut Option<Span> {
        &mut self.0[part as usize]
    }

    fn get(&self, part: ItemPart) -> Option<&Span> {
        self.0[part as usize].as_ref()
    }

    fn spans(&self) -> impl Iterator<Item = &Span> + Clone {
        self.0.iter().flatten()
    }
}

/// The rows of page `page`, from its spans in reading order.
pub(super) fn line_items(
    words: &[Word],
    labels: &[WordLabel],
    spans: &[Span],
    page: u32,
) -> Vec<LineItemReading> {
    let mut rows: Vec<Row> = Vec::new();
    for span in spans {
        let Target::Item(part) = span.target else {
            continue;
        };
        match (part, rows.last_mut()) {
            (ItemPart::Description, last) => {
                let described = last.and_then(|row| row.part(part).as_mut());
                match described {
                    Some(described) if !span.begun => described.words.extend(&span.words),
                    _ => begin(&mut rows, span, words),
                }
            }
            (_, Some(row)) if row.get(part).is_none() => *row.part(part) = Some(span.clone()),
            _ => rows.push(Row::with(part, span.clone())),
        }
    }
    rows.iter()
        .filter(|row| row.spans().count() >= LEAST_PARTS)
        .map(|row| reading(row, words, labels, page))
        .collect()
}

/// Begins a row at `description`, with the parts of the row before that stand on its line.
fn begin(rows: &mut Vec<Row>, description: &Span, words: &[Word]) {
    let first_word = |span: &Span| &words[span.words[0]].bbox;
    let line = first_word(description);
    let on_line = |span: &Span| on_one_line(first_word(span), line);
    let mut row = Row::with(ItemPart::Description, description.clone());
    if let Some(last) = rows.last_mut() {
        let beside = last.get(ItemPart::Description).is_some_and(on_line);
        for part in ItemPart::ALL {
            let stands_there = part != ItemPart::Description && !beside;
            if stands_there && last.get(part).is_some_and(on_line) {
                *row.part(part) = last.part(part).take();
            }
        }
    }
    rows.push(row);
}

/// Whether two boxes overlap in height by at least half of the lower one.
fn on_one_line(a: &BBox, b: &BBox) -> bool {
    let overlap = a.y1.min(b.y1) - a.y0.max(b.y0);
    overlap >= 0.5 * (a.y1 - a.y0).min(b.y1 - b.y0)
}

fn reading(row: &Row, words: &[Word], labels: &[WordLabel], page: u32) -> LineItemReading {
    let text = |part: ItemPart| row.get(part).map(|span| span.text(words));
    let members = row.spans().flat_map(|span| &span.words);
    let bbox = BBox::around(members.clone().map(|index| &words[*index].bbox));
    LineItemReading {
        description: text(ItemPart::Description),
        quantity: text(ItemPart::Quantity),
        unit_price: text(ItemPart::UnitPrice),
        amount: text(ItemPart::Amount),
        page,
        bbox: bbox.unwrap_or_default(),
        confidence: mean_confidence(members, labels),
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::{Label, spans};
    use super::*;

    /// Rows of words given as (text, label, x, y): "d" for a description, "q", "p" and "a" for the other
    /// parts, "+" for a word that goes on, "." for none; shown as description, quantity, price, amount.
    fn rows(words: &[(&str, &str, f32, f32)]) -> Vec<[String; 4]> {
        let mut last = ItemPart::Description;
        let labels: Vec<WordLabel> = words
            .iter()
            .map(|(_, label, ..)| {
                let begins = ["d", "q", "p", "a"].iter().position(|name| name == label);
                let label = match (begins, *label) {
                    (Some(part), _) => {
                        last = ItemPart::ALL[part];
                        Label::Begin(Target::Item(last))
                    }
                    (None, "+") => Label::Inside(Target::Item(last)),
                    (None, "d+") => Label::Inside(Target::Item(ItemPart::Description)),
                    _ => Label::Outside,
                };
                WordLabel {
                    label,
                    confidence: 0.5,
                }
            })
            .collect();
        let words: Vec<Word> = words
            .iter()
            .map(|(text, _, x, y)| Word {
                text: (*text).into(),
                bbox: BBox::new(*x, *y, x + 8.0, y + 10.0),
                confidence: 1.0,
            })
            .collect();
        line_items(&words, &labels, &spans(&labels), 0)
            .into_iter()
            .map(|row| {
                [row.description, row.quantity, row.unit_price, row.amount]
                    .map(Option::unwrap_or_default)
            })
            .collect()
    }

    fn row(parts: [&str; 4]) -> [String; 4] {
        parts.map(str::to_owned)
    }

    #[test]
    fn what_stands_before_a_description_on_its_line_is_of_its_row() {
        let found = rows(&[
            ("Lamp", "d", 20.0, 0.0),
            ("9.00", "a", 90.0, 0.0),
            ("3", "q", 0.0, 12.0),
            ("Desk", "d", 20.0, 12.0),
            ("chair", "+", 30.0, 12.0),
            ("60.00", "a", 90.0, 12.0),
        ]);
        let expected = [
            row(["Lamp", "", "", "9.00"]),
            row(["Desk chair", "3", "", "60.00"]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn quantity_and_price_below_a_row_are_of_the_row_above() {
        let found = rows(&[
            ("Milk", "d", 0.0, 0.0),
            ("2.40", "a", 90.0, 0.0),
            ("2", "q", 5.0, 12.0),
            ("x", ".", 12.0, 12.0),
            ("1.20", "p", 20.0, 12.0),
            ("Bread", "d", 0.0, 24.0),
            ("3.10", "a", 90.0, 24.0),
        ]);
        let expected = [
            row(["Milk", "2", "1.20", "2.40"]),
            row(["Bread", "", "", "3.10"]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_description_goes_on_below_its_row() {
        let found = rows(&[
            ("Office", "d", 0.0, 0.0),
            ("40.00", "a", 90.0, 0.0),
            ("chair", "d+", 0.0, 11.0),
            ("Lamp", "d", 0.0, 22.0),
            ("9.00", "a", 90.0, 22.0),
        ]);
        let expected = [
            row(["Office chair", "", "", "40.00"]),
            row(["Lamp", "", "", "9.00"]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_part_that_comes_again_begins_a_row() {
        let found = rows(&[
            ("2", "q", 0.0, 0.0),
            ("9.00", "a", 90.0, 0.0),
            ("3", "q", 0.0, 12.0),
            ("6.00", "a", 90.0, 12.0),
        ]);
        let expected = [row(["", "2", "", "9.00"]), row(["", "3", "", "6.00"])];
        assert_eq!(found, expected);
    }

    #[test]
    fn one_part_alone_is_no_row() {
        assert_eq!(rows(&[("Lamp", "d", 0.0, 0.0)]), Vec::<[String; 4]>::new());
    }
}
