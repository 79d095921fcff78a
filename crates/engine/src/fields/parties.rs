//! Who sells and who buys: names that no label gives away. A company shows by its legal form, by
//! standing first, larger or more often than others; an address block, by its postcode.

use std::ops::Range;

use rummage_core::text;
use rummage_core::{BBox, Field, FieldName, FieldSource, FieldValue};

use super::layout::{Line, PageLayout, same_column};
use super::names::{
    Name, has_legal_form, holds_postcode, is_part_of_name, name_in, starts_with_postcode,
    without_registration,
};
use super::values::{folded_space, trimmed};

/// How much of the page, from the top, holds the letterhead and the addresses.
const HEAD_OF_PAGE: f32 = 0.45;

/// Candidates for vendor and customer.
pub fn candidates(pages: &[PageLayout]) -> Vec<Field> {
    let Some(first) = pages.first() else {
        return Vec::new();
    };
    let customers = customers(first);
    let mut found = vendors(pages, &customers);
    found.extend(customers);
    found
}

fn field(name: FieldName, of: &Name, confidence: f32) -> Field {
    Field {
        name,
        value: FieldValue::Text(of.text.clone()),
        raw: of.text.clone(),
        page: of.page,
        bbox: of.bbox,
        confidence: confidence.clamp(0.0, 0.9),
        source: FieldSource::Rule,
    }
}

/// The names at labels that announce `party`: beside the label, or in the block below it.
fn labelled(page: &PageLayout, party: FieldName) -> Vec<Field> {
    const LABELLED: f32 = 0.72;
    let mut found = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        for label in line
            .labels
            .iter()
            .filter(|label| label.field == Some(party))
        {
            let starts_cell = line.cells.iter().any(|cell| cell.start == label.first_word);
            if !starts_cell || is_part_of_name(line, label) {
                continue;
            }
            let right = label.last_word + 1..line.cell_of(label.last_word).end;
            let label_box = line.bbox_of(label.first_word..label.last_word + 1);
            let name = name_in(page, at, right)
                .or_else(|| name_in(page, at, next_cell(line, label.last_word)?))
                .or_else(|| name_below(page, at, &label_box));
            if let Some(name) = name {
                found.push(field(party, &name, LABELLED));
            }
        }
    }
    found
}

/// The first name in the block below a label: the first line, or what is announced as the name,
/// past numbers that stand before it.
fn name_below(page: &PageLayout, at: usize, label: &BBox) -> Option<Name> {
    const BLOCK_LINES: usize = 5;
    const NUMBERS: &str =
        "nummer number no nr globale global gln gtin id code vat ust kundennummer";
    let mut bottom = page.lines[at].bbox.y1;
    for below in (at + 1..page.lines.len()).take(BLOCK_LINES) {
        let line = &page.lines[below];
        if line.bbox.y0 - bottom > 2.5 * line.word_height() {
            return None;
        }
        bottom = line.bbox.y1;
        let cell = line
            .cells
            .iter()
            .find(|cell| same_column(&line.bbox_of((*cell).clone()), label));
        let Some(cell) = cell else { continue };
        let first = text::words(&line.words[cell.start].text)
            .into_iter()
            .next()
            .unwrap_or_default();
        if first == "name" {
            return name_in(page, below, cell.start + 1..cell.end)
                .or_else(|| name_in(page, below, next_cell(line, cell.start)?));
        }
        if NUMBERS.split_whitespace().any(|number| number == first) {
            continue;
        }
        if let Some(name) = name_in(page, below, cell.clone()) {
            return Some(name);
        }
    }
    None
}

/// The buyers: what stands at a label, in a letter's window, or in the second address block.
fn customers(page: &PageLayout) -> Vec<Field> {
    const IN_WINDOW: f32 = 0.62;
    const SECOND_ADDRESS: f32 = 0.46;
    const ONLY_ADDRESS: f32 = 0.4;
    let mut found = labelled(page, FieldName::Customer);
    // A letter's window: the sender's address in one small line, the buyer's block below it.
    if let Some((line, sender)) = sender_line(page)
        && let Some(name) = name_below(page, line, &sender.bbox)
    {
        found.push(field(FieldName::Customer, &name, IN_WINDOW));
    }
    match address_blocks(page).as_slice() {
        [_, second, ..] => found.push(field(FieldName::Customer, second, SECOND_ADDRESS)),
        [only] if only.line > 4 => found.push(field(FieldName::Customer, only, ONLY_ADDRESS)),
        _ => {}
    }
    found
}

fn next_cell(line: &Line, word: usize) -> Option<Range<usize>> {
    let own = line.cell_of(word);
    line.cells
        .iter()
        .find(|cell| cell.start >= own.end)
        .cloned()
}

/// The sellers: company-like lines, the first lines, the sender in a letter's window.
fn vendors(pages: &[PageLayout], customers: &[Field]) -> Vec<Field> {
    let Some(first) = pages.first() else {
        return Vec::new();
    };
    let usual = first.usual_height();
    let mut found = labelled(first, FieldName::Vendor);
    let mut names_passed = 0;
    for (at, line) in first.lines.iter().enumerate() {
        let in_head = line.bbox.center_y() <= HEAD_OF_PAGE * first.height;
        for cell in &line.cells {
            let Some(mut name) = name_in(first, at, cell.clone()) else {
                continue;
            };
            join_next_line(first, &mut name);
            let is_customer = customers
                .iter()
                .any(|customer| customer.confidence > 0.5 && same_name(&customer.raw, &name.text));
            if is_customer {
                continue;
            }
            let mut confidence = 0.12;
            confidence += if name.has_legal_form { 0.34 } else { 0.0 };
            confidence += match names_passed {
                0 => 0.26,
                1 => 0.12,
                2..=4 => 0.05,
                _ => 0.0,
            };
            confidence += if in_head { 0.06 } else { 0.0 };
            confidence += if usual > 0.0 && line.word_height() > 1.35 * usual {
                0.1
            } else {
                0.0
            };
            confidence += 0.05 * (mentions(pages, &name.text).min(3) as f32 - 1.0).max(0.0);
            names_passed += 1;
            if name.has_legal_form || names_passed <= 3 {
                found.push(field(FieldName::Vendor, &name, confidence.min(0.85)));
            }
        }
    }
    if let Some((_, sender)) = sender_line(first) {
        found.push(field(FieldName::Vendor, &sender, 0.7));
    }
    found
}

/// A name that goes on in the next line: "HOME MASTER HARDWARE &", "AIK HUAT (SETIA".
fn join_next_line(page: &PageLayout, name: &mut Name) {
    let Some(line) = page.lines.get(name.line + 1) else {
        return;
    };
    let Some(cell) = line
        .cells
        .iter()
        .find(|cell| same_column(&line.bbox_of((*cell).clone()), &name.bbox))
    else {
        return;
    };
    let next = line.text(without_registration(line, cell.clone()));
    let is_open = name.text.ends_with('&')
        || name.text.matches('(').count() > name.text.matches(')').count()
        || next.starts_with('&');
    if is_open && line.labels.is_empty() {
        name.text = folded_space(&format!("{} {}", name.text, trimmed(&next)));
        name.bbox = name.bbox.union(&line.bbox_of(cell.clone()));
        name.has_legal_form = has_legal_form(&text::words(&name.text));
    }
}

/// How many lines of the paper hold this name.
fn mentions(pages: &[PageLayout], name: &str) -> usize {
    let wanted = text::words(name).join(" ");
    pages
        .iter()
        .flat_map(|page| &page.lines)
        .filter(|line| {
            let tokens: Vec<&str> = line
                .tokens
                .iter()
                .map(|token| token.text.as_str())
                .collect();
            tokens.join(" ").contains(&wanted)
        })
        .count()
}

fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (text::words(a).join(" "), text::words(b).join(" "));
    a == b || (a.len() > 5 && b.contains(&a)) || (b.len() > 5 && a.contains(&b))
}

/// The sender's address in one line, as above the window of a letter: its line and the name.
fn sender_line(page: &PageLayout) -> Option<(usize, Name)> {
    page.lines.iter().enumerate().find_map(|(at, line)| {
        if line.bbox.center_y() > HEAD_OF_PAGE * page.height {
            return None;
        }
        line.cells.iter().find_map(|cell| {
            let words = &line.words[cell.clone()];
            let is_separator = |text: &str| matches!(text, "·" | "•" | "|" | "-" | "–" | "*" | "●");
            let separators = words
                .iter()
                .filter(|word| {
                    is_separator(&word.text) || word.text.ends_with([',', '·', '•', '|'])
                })
                .count();
            if separators < 2 || !holds_postcode(line, cell.clone()) {
                return None;
            }
            let end = words.iter().position(|word| {
                is_separator(&word.text) || word.text.ends_with([',', '·', '•', '|'])
            })?;
            let inclusive = usize::from(!is_separator(&words[end].text));
            let name = name_in(page, at, cell.start..cell.start + end + inclusive)?;
            Some((at, name))
        })
    })
}

/// The first lines of the address blocks in the head of the page, from the top.
fn address_blocks(page: &PageLayout) -> Vec<Name> {
    const MAX_BLOCK_LINES: usize = 7;
    let mut found: Vec<Name> = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        if line.bbox.center_y() > HEAD_OF_PAGE * page.height {
            break;
        }
        for cell in line
            .cells
            .iter()
            .filter(|cell| starts_with_postcode(line, (*cell).clone()))
        {
            let mut left = line.bbox_of(cell.clone());
            let mut top = None;
            for above in (0..at).rev().take(MAX_BLOCK_LINES) {
                let line_above = &page.lines[above];
                let height = line_above.word_height().max(1.0);
                let aligned = line_above
                    .cells
                    .iter()
                    .find(|cell| (line_above.bbox_of((*cell).clone()).x0 - left.x0).abs() < height);
                if let Some(aligned) = aligned {
                    let bbox = line_above.bbox_of(aligned.clone());
                    if left.y0 - bbox.y1 > 1.2 * height {
                        break;
                    }
                    if let Some(name) = name_in(page, above, aligned.clone()) {
                        top = Some(name);
                    }
                    left = bbox;
                }
            }
            if let Some(name) = top
                && !found
                    .iter()
                    .any(|other| other.line == name.line && other.bbox == name.bbox)
            {
                found.push(name);
            }
        }
    }
    found
}
