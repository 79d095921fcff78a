//! Words to typed values: amounts, days, numbers of papers and names, each with the words it
//! stands in. What does not parse as its type is no value.

use std::ops::Range;

use jiff::civil::Date;
use rummage_core::money::parse_amount;
use rummage_core::text;
use rummage_core::written_date::{DayOrder, parse_written_date};
use rummage_core::{Currency, Field, FieldName, FieldValue, Money};

use super::layout::{Line, PageLayout};

/// Words with a closer gap than this share of the greater height may be one number ("1 471,60").
const DIGIT_GAP: f32 = 0.45;

/// The longest amount and the longest day, in words.
const MAX_AMOUNT_WORDS: usize = 4;
const MAX_DATE_WORDS: usize = 5;

/// An amount that stands on a line.
pub struct WrittenAmount {
    /// Its words.
    pub words: Range<usize>,
    /// What it says.
    pub money: Money,
    /// Whether it is written as money is: with decimals or a sign of money.
    pub looks_like_money: bool,
}

/// All amounts on a line from word `from` on, from the left. A share ("19 %") is none.
pub fn amounts(line: &Line, from: usize) -> Vec<WrittenAmount> {
    let mut found = Vec::new();
    let mut at = from;
    while at < line.words.len() {
        match amount_at(line, at) {
            Some(amount) => {
                at = amount.words.end;
                found.push(amount);
            }
            None => at += 1,
        }
    }
    found
}

fn amount_at(line: &Line, at: usize) -> Option<WrittenAmount> {
    let end = line.cell_of(at).end.min(at + MAX_AMOUNT_WORDS);
    (at + 1..=end).rev().find_map(|end| {
        let words = at..end;
        let raw = line.text(words.clone());
        let percent_follows = line
            .words
            .get(end)
            .is_some_and(|word| word.text.starts_with('%'));
        if percent_follows || splits_a_gap(line, &words) {
            return None;
        }
        let money = parse_amount(&raw)?;
        let has_decimals = raw
            .trim_end_matches(|c: char| !c.is_ascii_digit())
            .rfind(['.', ','])
            .is_some_and(|point| {
                raw[point + 1..]
                    .chars()
                    .filter(char::is_ascii_digit)
                    .count()
                    == 2
            });
        let looks_like_money = has_decimals || money.currency.is_some();
        Some(WrittenAmount {
            words,
            money,
            looks_like_money,
        })
    })
}

/// Whether two words that both hold digits stand too far apart for one number.
fn splits_a_gap(line: &Line, words: &Range<usize>) -> bool {
    let holds_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    line.words[words.clone()].windows(2).any(|pair| {
        // A lone "1" is less high than what has a comma below the line.
        let height = pair[0].bbox.height().max(pair[1].bbox.height());
        holds_digit(&pair[0].text)
            && holds_digit(&pair[1].text)
            && pair[1].bbox.x0 - pair[0].bbox.x1 > DIGIT_GAP * height
    })
}

/// The first day on a line within `range`.
pub fn first_date(
    line: &Line,
    range: Range<usize>,
    order: DayOrder,
) -> Option<(Range<usize>, Date)> {
    range.clone().find_map(|start| {
        let end = range.end.min(start + MAX_DATE_WORDS);
        (start + 1..=end).rev().find_map(|end| {
            let read = parse_written_date(trimmed(&line.text(start..end)), order)?;
            // Words after the day that say nothing ("den", "Uhr") are not part of it.
            let shortest = (start + 1..end).find(|&end| {
                let shorter = parse_written_date(trimmed(&line.text(start..end)), order);
                shorter.is_some_and(|shorter| shorter.date == read.date)
            });
            Some((start..shortest.unwrap_or(end), read.date))
        })
    })
}

/// The first number of a paper (invoice number) within `range`: a word with a digit, and the
/// short capitals before it.
pub fn first_number(
    line: &Line,
    range: Range<usize>,
    order: DayOrder,
) -> Option<(Range<usize>, String)> {
    let holder = range.clone().find(|&at| {
        let word = trimmed(&line.words[at].text);
        let digits = word.chars().filter(char::is_ascii_digit).count();
        digits > 0 && word.chars().count() >= 2 && !word.contains(['%', '€', '$', '£'])
    })?;
    let is_prefix = |text: &str| {
        let text = trimmed(text);
        (1..=5).contains(&text.chars().count()) && text.chars().all(|c| c.is_ascii_uppercase())
    };
    let start = match holder.checked_sub(1) {
        Some(before) if range.contains(&before) && is_prefix(&line.words[before].text) => before,
        _ => holder,
    };
    // Numbers that are written in pieces: "RE 2018 / 0012".
    let mut end = holder + 1;
    while end + 1 < range.end && matches!(line.words[end].text.as_str(), "/" | "-" | "–") {
        end += 2;
    }
    let raw = trimmed(&line.text(start..end)).to_owned();
    let is_date = parse_written_date(&raw, order).is_some_and(|_| raw.contains(['.', '/', '-']));
    let is_amount = raw.contains([',', '.']) && parse_amount(&raw).is_some();
    (!is_date && !is_amount).then_some((start..end, raw))
}

/// Without the punctuation around.
pub fn trimmed(raw: &str) -> &str {
    raw.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | ';' | ',' | '.' | '#' | '*' | '"' | '|' | '=' | '_')
    })
}

/// What a field of this name says if `raw` is written there; `None` when it is not of that type.
pub fn typed(name: FieldName, raw: &str, order: DayOrder) -> Option<FieldValue> {
    match name {
        FieldName::Subtotal | FieldName::Tax | FieldName::Total => {
            typed_amount(raw).map(FieldValue::Money)
        }
        FieldName::InvoiceDate | FieldName::DueDate => typed_date(raw, order).map(FieldValue::Date),
        FieldName::Currency => {
            let sign = raw
                .split_whitespace()
                .find_map(|word| Currency::from_sign(trimmed(word)))?;
            Some(FieldValue::Text(sign?.as_str().to_owned()))
        }
        FieldName::InvoiceNumber => {
            let text = trimmed(raw);
            let holds_digit = text.contains(|c: char| c.is_ascii_digit());
            (holds_digit && text.len() <= 40).then(|| FieldValue::Text(folded_space(text)))
        }
        FieldName::Vendor | FieldName::Customer => {
            let text = trimmed(raw);
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            (letters >= 2 && text.chars().count() <= 120)
                .then(|| FieldValue::Text(folded_space(text)))
        }
    }
}

/// The amount in `raw`; words around it (a label that was taken along) do not count.
fn typed_amount(raw: &str) -> Option<Money> {
    let words: Vec<&str> = raw.split_whitespace().collect();
    for start in 0..words.len() {
        for end in (start + 1..=words.len()).rev() {
            if let Some(money) = parse_amount(&words[start..end].join(" ")) {
                return Some(money);
            }
        }
    }
    None
}

fn typed_date(raw: &str, order: DayOrder) -> Option<Date> {
    let words: Vec<&str> = raw.split_whitespace().collect();
    for start in 0..words.len() {
        for end in (start + 1..=words.len().min(start + MAX_DATE_WORDS)).rev() {
            let raw = words[start..end].join(" ");
            if let Some(read) = parse_written_date(trimmed(&raw), order) {
                return Some(read.date);
            }
        }
    }
    None
}

/// White space folded to single spaces.
pub fn folded_space(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether day or month comes first on these pages: a day that can be read only one way decides;
/// else dollars mean the American order; else it is as the user prefers.
pub fn day_order(pages: &[PageLayout], preferred: DayOrder) -> DayOrder {
    let mut month_first_only = false;
    let mut dollars = false;
    for word in pages
        .iter()
        .flat_map(|page| &page.lines)
        .flat_map(|line| &line.words)
    {
        dollars |= word.text.contains('$') || word.text == "USD";
        if !word.text.contains('/') {
            continue;
        }
        let parts: Vec<u8> = trimmed(&word.text)
            .split('/')
            .filter_map(|part| part.parse().ok())
            .collect();
        match parts.as_slice() {
            [13..=31, 1..=12, ..] if word.text.matches('/').count() == 2 => {
                return DayOrder::DayFirst;
            }
            [1..=12, 13..=31, ..] if word.text.matches('/').count() == 2 => month_first_only = true,
            _ => {}
        }
    }
    if month_first_only || dollars {
        DayOrder::MonthFirst
    } else {
        preferred
    }
}

/// Whether two values of a field say the same; texts are compared as words.
pub fn same_value(a: &FieldValue, b: &FieldValue) -> bool {
    match (a, b) {
        (FieldValue::Money(a), FieldValue::Money(b)) => a.minor == b.minor,
        (FieldValue::Date(a), FieldValue::Date(b)) => a == b,
        (FieldValue::Text(a), FieldValue::Text(b)) => text::words(a) == text::words(b),
        _ => false,
    }
}

/// The amount of a field that holds one.
pub fn money_of(field: &Field) -> Option<Money> {
    match field.value {
        FieldValue::Money(money) => Some(money),
        FieldValue::Date(_) | FieldValue::Text(_) => None,
    }
}
