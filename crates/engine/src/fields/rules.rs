//! Fields by rule: a label that is known and the value to the right of it, or below it in its
//! column. Gives every candidate that it sees; which one holds is decided in [`super::reconcile`].

use std::ops::Range;

use jiff::civil::Date;
use rummage_core::written_date::DayOrder;
use rummage_core::{Field, FieldName, FieldSource, FieldValue};

use super::labels::Label;
use super::layout::{Line, PageLayout, same_column};
use super::parties;
use super::values::{self, amounts, first_date, first_number};

/// How many lines below a label its value is looked for.
const LINES_BELOW: usize = 3;

/// A value below its label is less certain than one beside it.
const BELOW: f32 = 0.8;

/// A whole number without decimals or sign of money is rarely an amount.
const BARE_NUMBER: f32 = 0.4;

/// A sum of nothing is rarely what is looked for.
const ZERO: f32 = 0.3;

/// A day that no label announces.
const UNLABELLED_DATE: f32 = 0.38;

/// All candidates on these pages.
pub fn candidates(pages: &[PageLayout], order: DayOrder) -> Vec<Field> {
    let mut found = Vec::new();
    for page in pages {
        for (at, line) in page.lines.iter().enumerate() {
            let labels = &line.labels;
            for (number, label) in labels.iter().enumerate() {
                let Some(name) = label.field else { continue };
                let next = labels[number + 1..]
                    .iter()
                    .find(|next| name != FieldName::DueDate || !is_sum(next));
                let end = next.map_or(line.words.len(), |next| next.first_word);
                let sight = Sight {
                    page,
                    at,
                    line,
                    label,
                    end,
                    order,
                };
                match name {
                    FieldName::Total | FieldName::Subtotal | FieldName::Tax => {
                        found.extend(sight.amount(name));
                    }
                    FieldName::InvoiceDate | FieldName::DueDate => found.extend(sight.date(name)),
                    FieldName::InvoiceNumber => found.extend(sight.number()),
                    FieldName::Customer | FieldName::Vendor | FieldName::Currency => {}
                }
            }
        }
    }
    found.extend(unlabelled_dates(pages, order));
    found.extend(parties::candidates(pages));
    found
}

/// Whether a label announces an amount; "payable 30 days net until" is one of a day all the same.
fn is_sum(label: &Label) -> bool {
    matches!(
        label.field,
        Some(FieldName::Total | FieldName::Subtotal | FieldName::Tax)
    )
}

/// A label and what can be seen from it.
struct Sight<'a> {
    page: &'a PageLayout,
    at: usize,
    line: &'a Line,
    label: &'a Label,
    /// Where the words that belong to the label end: the next label, or the line's end.
    end: usize,
    order: DayOrder,
}

impl Sight<'_> {
    fn right(&self) -> Range<usize> {
        self.label.last_word + 1..self.end.max(self.label.last_word + 1)
    }

    /// The next lines down to the first that has a label in the same column.
    fn below(&self) -> impl Iterator<Item = &Line> {
        let label_box = self
            .line
            .bbox_of(self.label.first_word..self.label.last_word + 1);
        let limit = self.line.bbox.y1 + (LINES_BELOW + 1) as f32 * 2.0 * self.line.word_height();
        self.page.lines[self.at + 1..]
            .iter()
            .take(LINES_BELOW)
            .take_while(move |line| line.bbox.y0 < limit)
            .take_while(move |line| {
                !line.labels.iter().any(|label| {
                    same_column(
                        &line.bbox_of(label.first_word..label.last_word + 1),
                        &label_box,
                    )
                })
            })
    }

    /// The cells of a line that stand in the label's column.
    fn cells_in_column<'l>(&self, line: &'l Line) -> impl Iterator<Item = Range<usize>> + 'l {
        let label_box = self
            .line
            .bbox_of(self.label.first_word..self.label.last_word + 1);
        line.cells
            .iter()
            .filter(move |cell| same_column(&line.bbox_of((*cell).clone()), &label_box))
            .cloned()
    }

    fn field(
        &self,
        line: &Line,
        words: Range<usize>,
        name: FieldName,
        value: FieldValue,
        trust: f32,
    ) -> Field {
        Field {
            name,
            value,
            raw: line.text(words.clone()),
            page: self.page.page,
            bbox: line.bbox_of(words),
            confidence: trust.clamp(0.0, 1.0),
            source: FieldSource::Rule,
        }
    }

    fn amount(&self, name: FieldName) -> Option<Field> {
        let beside = amounts(self.line, self.label.last_word + 1)
            .into_iter()
            .rfind(|amount| amount.words.end <= self.end);
        let (line, amount, place) = match beside {
            Some(amount) => (self.line, amount, 1.0),
            None => self.below().find_map(|line| {
                let label_box = self
                    .line
                    .bbox_of(self.label.first_word..self.label.last_word + 1);
                let amount = amounts(line, 0)
                    .into_iter()
                    .find(|amount| same_column(&line.bbox_of(amount.words.clone()), &label_box))?;
                Some((line, amount, BELOW))
            })?,
        };
        let looks = if amount.looks_like_money {
            1.0
        } else {
            BARE_NUMBER
        };
        let worth = if amount.money.minor == 0 { ZERO } else { 1.0 };
        let trust = self.label.trust * place * looks * worth;
        Some(self.field(
            line,
            amount.words,
            name,
            FieldValue::Money(amount.money),
            trust,
        ))
    }

    fn date(&self, name: FieldName) -> Option<Field> {
        if let Some((words, date)) = first_date(self.line, self.right(), self.order) {
            return Some(self.field(
                self.line,
                words,
                name,
                FieldValue::Date(date),
                self.label.trust,
            ));
        }
        self.below().find_map(|line| {
            self.cells_in_column(line).find_map(|cell| {
                let (words, date) = first_date(line, cell, self.order)?;
                Some(self.field(
                    line,
                    words,
                    name,
                    FieldValue::Date(date),
                    self.label.trust * BELOW,
                ))
            })
        })
    }

    fn number(&self) -> Option<Field> {
        let name = FieldName::InvoiceNumber;
        let is_weak = self.label.trust < 0.5;
        if let Some((words, text)) = first_number(self.line, self.right(), self.order) {
            let near = words.start <= self.label.last_word + 2;
            if near && (!is_weak || text.chars().count() >= 3) {
                return Some(self.field(
                    self.line,
                    words,
                    name,
                    FieldValue::Text(text),
                    self.label.trust,
                ));
            }
        }
        if is_weak {
            return None;
        }
        self.below().find_map(|line| {
            self.cells_in_column(line).find_map(|cell| {
                let (words, text) = first_number(line, cell, self.order)?;
                Some(self.field(
                    line,
                    words,
                    name,
                    FieldValue::Text(text),
                    self.label.trust * BELOW,
                ))
            })
        })
    }
}

/// The first day on the first page, with or without a time: what a till prints.
fn unlabelled_dates(pages: &[PageLayout], order: DayOrder) -> Option<Field> {
    let page = pages.first()?;
    page.lines.iter().find_map(|line| {
        let announced_otherwise = line.labels.iter().any(|label| {
            !matches!(
                label.field,
                Some(FieldName::InvoiceDate | FieldName::InvoiceNumber)
            )
        });
        if announced_otherwise {
            return None;
        }
        let (words, date) = first_date(line, 0..line.words.len(), order)?;
        Some(Field {
            name: FieldName::InvoiceDate,
            value: FieldValue::Date(date),
            raw: line.text(words.clone()),
            page: page.page,
            bbox: line.bbox_of(words),
            confidence: UNLABELLED_DATE,
            source: FieldSource::Rule,
        })
    })
}

/// The currency by the signs on the pages: the one that most amounts carry, next to the first of
/// its signs.
pub fn currency(pages: &[PageLayout]) -> Option<Field> {
    let mut seen: Vec<(String, usize, Field)> = Vec::new();
    for page in pages {
        for line in &page.lines {
            for (at, word) in line.words.iter().enumerate() {
                let Some(code) = sign_in(&word.text) else {
                    continue;
                };
                match seen.iter_mut().find(|(seen, ..)| *seen == code) {
                    Some((_, count, _)) => *count += 1,
                    None => {
                        let field = Field {
                            name: FieldName::Currency,
                            value: FieldValue::Text(code.clone()),
                            raw: word.text.clone(),
                            page: page.page,
                            bbox: line.bbox_of(at..at + 1),
                            confidence: 0.0,
                            source: FieldSource::Rule,
                        };
                        seen.push((code, 1, field));
                    }
                }
            }
        }
    }
    let all: usize = seen.iter().map(|(_, count, _)| count).sum();
    let (_, count, mut field) = seen.into_iter().rev().max_by_key(|(_, count, _)| *count)?;
    let share = count as f32 / all as f32;
    field.confidence = share * if count > 1 { 0.85 } else { 0.7 };
    Some(field)
}

/// The code of the sign of money in a word, if it certainly is one: alone, in brackets, or
/// together with digits.
fn sign_in(word: &str) -> Option<String> {
    /// Codes that are also words or abbreviations of other things.
    const DOUBTFUL: &str = "TRY PEN COP MAD SAR RUB BHD";
    let without_number: String = word
        .chars()
        .map(|c| {
            if c.is_alphabetic() || "€$£¥₹₺₽₴₩₪฿₫₱₦".contains(c) {
                c
            } else {
                ' '
            }
        })
        .collect();
    without_number.split_whitespace().find_map(|part| {
        let symbol = part.chars().any(|c| !c.is_alphabetic());
        let capitals = part.len() >= 2 && part.chars().all(|c| c.is_ascii_uppercase());
        let known = symbol
            || (capitals && (part == "RM" || part.len() == 3))
            || part == "zł"
            || part == "Kč"
            || part == "Euro";
        if !known || DOUBTFUL.split(' ').any(|doubtful| doubtful == part) {
            return None;
        }
        let currency = rummage_core::Currency::from_sign(part)??;
        Some(currency.as_str().to_owned())
    })
}

/// Totals after rounding: where a paper rounds to what can be paid in coins, the rounded sum, if
/// it is written as well, is the total.
pub fn rounded_totals(pages: &[PageLayout], candidates: &[Field]) -> Vec<Field> {
    const MOST_ROUNDING: u64 = 5;
    const LIFT: f32 = 0.06;
    let lines = || {
        pages
            .iter()
            .flat_map(|page| page.lines.iter().map(move |line| (page, line)))
    };
    let rounding = lines()
        .filter(|(_, line)| {
            line.tokens
                .iter()
                .any(|token| token.text.starts_with("round"))
        })
        .filter_map(|(_, line)| amounts(line, 0).pop())
        .map(|amount| amount.money.minor)
        .find(|minor| (1..=MOST_ROUNDING).contains(&minor.unsigned_abs()));
    let Some(rounding) = rounding else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for total in candidates
        .iter()
        .filter(|field| field.name == FieldName::Total)
    {
        let Some(exact) = values::money_of(total) else {
            continue;
        };
        // Some tills print the rounding without its sign.
        let rounded = [exact.minor + rounding, exact.minor - rounding];
        let written = lines().flat_map(|(page, line)| {
            amounts(line, 0)
                .into_iter()
                .map(move |amount| (page, line, amount))
        });
        let first = written
            .filter(|(_, _, amount)| amount.money.minor % 5 == 0)
            .find(|(_, _, amount)| rounded.contains(&amount.money.minor));
        if let Some((page, line, amount)) = first {
            found.push(Field {
                value: FieldValue::Money(amount.money),
                raw: line.text(amount.words.clone()),
                page: page.page,
                bbox: line.bbox_of(amount.words),
                confidence: (total.confidence + LIFT).min(0.95),
                ..total.clone()
            });
        }
    }
    found
}

/// The value of a field as a day.
pub fn date_of(field: &Field) -> Option<Date> {
    match field.value {
        FieldValue::Date(date) => Some(date),
        FieldValue::Money(_) | FieldValue::Text(_) => None,
    }
}

/// Lifts the largest of the labelled totals: sums of parts come before the sum of all.
pub fn prefer_largest_total(candidates: &mut [Field]) {
    const LIFT: f32 = 0.08;
    let largest = candidates
        .iter()
        .filter(|field| field.name == FieldName::Total && field.confidence >= 0.4)
        .filter_map(values::money_of)
        .map(|money| money.minor)
        .max();
    for field in candidates
        .iter_mut()
        .filter(|field| field.name == FieldName::Total)
    {
        if values::money_of(field).map(|money| money.minor) == largest {
            field.confidence = (field.confidence + LIFT).min(1.0);
        }
    }
}
