//! Fields by rule: a label that is known and the value to the right of it, or below it in its
//! column. Gives every candidate that it sees; which one holds is decided in [`super::reconcile`].

use std::ops::Range;

use jiff::{Span, civil::Date};
use rummage_core::written_date::DayOrder;
use rummage_core::{Field, FieldName, FieldSource, FieldValue};

use super::labels::{Label, labels_of};
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
            let labels = labels_of(line);
            for (number, label) in labels.iter().enumerate() {
                let Some(name) = label.field else { continue };
                let end = labels
                    .get(number + 1)
                    .map_or(line.words.len(), |next| next.first_word);
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
                !labels_of(line).iter().any(|label| {
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
        let announced_otherwise = labels_of(line).iter().any(|label| {
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

/// A due day that follows from the invoice's day and its terms ("zahlbar innerhalb 14 Tagen", "net
/// 30 days"). Such a day is nowhere written, so it is a weak candidate; `raw` is the terms.
pub fn due_by_terms(pages: &[PageLayout], invoice_date: Date) -> Option<Field> {
    const TRUST: f32 = 0.34;
    let longest = pages
        .iter()
        .flat_map(|page| page.lines.iter().map(move |line| (page, line)))
        .filter_map(|(page, line)| {
            let (words, days) = term_of(line)?;
            Some((days, page, line, words))
        })
        .max_by_key(|(days, ..)| *days)?;
    let (days, page, line, words) = longest;
    let due = invoice_date.checked_add(Span::new().days(days)).ok()?;
    Some(Field {
        name: FieldName::DueDate,
        value: FieldValue::Date(due),
        raw: line.text(words.clone()),
        page: page.page,
        bbox: line.bbox_of(words),
        confidence: TRUST,
        source: FieldSource::Rule,
    })
}

/// The days that a line leaves for payment.
fn term_of(line: &Line) -> Option<(Range<usize>, i64)> {
    const DAYS: &str = "days day tagen tage tag jours jour dias giorni dagen";
    const PAYMENT: &str = "net netto zahlbar zahlung zahlungsziel payable payment pay due within innerhalb binnen sous \
        paiement pago entro pagamento betaling betalen terms";
    const DISCOUNT: &str = "skonto discount escompte sconto korting";
    let holds = |words: &str| {
        line.tokens
            .iter()
            .any(|token| words.split_whitespace().any(|word| word == token.text))
    };
    if !holds(PAYMENT) || (holds(DISCOUNT) && !holds("netto net")) {
        return None;
    }
    line.tokens
        .windows(2)
        .filter(|pair| DAYS.split_whitespace().any(|word| word == pair[1].text))
        .filter_map(|pair| {
            let days: i64 = pair[0].text.parse().ok()?;
            (1..=120)
                .contains(&days)
                .then_some((pair[0].word..pair[1].word + 1, days))
        })
        .max_by_key(|(_, days)| *days)
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
    const DOUBTFUL: &str = "TRY PEN COP MAD SAR RUB";
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
