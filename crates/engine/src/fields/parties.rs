//! Who sells and who buys: names that no label gives away. A company shows by its legal form, by
//! standing first, larger or more often than others; an address block, by its postcode.

use std::ops::Range;

use rummage_core::text;
use rummage_core::{BBox, Field, FieldName, FieldSource, FieldValue};

use super::labels::Label;
use super::layout::{Line, PageLayout, same_column};
use super::values::{folded_space, trimmed};

/// Folded legal forms, and words that only names of businesses end in.
const LEGAL_FORMS: &str = "gmbh|mbh|ag|kg|ohg|gbr|ug|ev|eg|kgaa|se|ltd|limited|llc|llp|plc|inc|incorporated|corp|corporation\
    |sdn bhd|bhd|berhad|sarl|sas|sasu|eurl|srl|spa|sl|slu|bv|nv|vof|oy|ab|aps|s b|pty ltd|pte ltd|enterprise|enterprises|trading|holdings|company";

/// Words that head a paper and name nobody.
const HEADINGS: &str = "invoice rechnung receipt quittung beleg facture factura fattura factuur bill tax cash page seite copy kopie \
    original duplicate reprint statement lieferschein gutschrift teilrechnung schlussrechnung abschlagsrechnung welcome thank date datum tel telefon fax \
    phone email mail www http https gst vat no nr customer kundennummer counter cashier slip order bon kassenbon table simplified official \
    wahrung currency anschrift adresse address nummer number globale gln gtin bemerkungen remarks referenz reference betreff subject seller buyer posted machine goods award balance";

/// Folded words that addresses begin with.
const STREET_STARTS: &str =
    "jalan jln lot taman lorong persiaran rue via calle platz unit level block blk";

/// How much of the page, from the top, holds the letterhead and the addresses.
const HEAD_OF_PAGE: f32 = 0.45;

/// A stretch of a line that could be a name.
struct Name {
    text: String,
    page: u32,
    line: usize,
    bbox: BBox,
    has_legal_form: bool,
}

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

/// Whether what looks like a label is the start of a company's name: "Lieferant GmbH".
fn is_part_of_name(line: &Line, label: &Label) -> bool {
    let next = line
        .tokens
        .iter()
        .find(|token| token.word > label.last_word);
    next.is_some_and(|next| LEGAL_FORMS.split('|').any(|form| form == next.text))
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

fn is_postcode(word: &str) -> bool {
    let word = trimmed(word);
    let digits = word.strip_prefix("D-").unwrap_or(word);
    (4..=5).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

/// A postcode and a place after it.
fn starts_with_postcode(line: &Line, cell: Range<usize>) -> bool {
    let words = &line.words[cell];
    matches!(words, [code, place, ..]
        if is_postcode(&code.text) && place.text.starts_with(|c: char| c.is_uppercase()))
}

fn holds_postcode(line: &Line, cell: Range<usize>) -> bool {
    (cell.start..cell.end.saturating_sub(1)).any(|at| starts_with_postcode(line, at..cell.end))
}

/// What stands in these words, if it can be somebody's name: letters, and neither a heading, a
/// label, an address, nor a sentence.
fn name_in(page: &PageLayout, at: usize, words: Range<usize>) -> Option<Name> {
    const MAX_WORDS: usize = 9;
    let line = &page.lines[at];
    if words.is_empty() || words.len() > MAX_WORDS {
        return None;
    }
    let words = without_registration(line, words);
    let raw = line.text(words.clone());
    let name = trimmed(&raw);
    let tokens: Vec<String> = text::words(name);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_heading = tokens
        .first()
        .is_none_or(|first| HEADINGS.split_whitespace().any(|heading| heading == first));
    let is_salutation = matches!(
        tokens.first()?.as_str(),
        "herr" | "herrn" | "frau" | "firma" | "an" | "to" | "attn"
    ) && tokens.len() == 1;
    if letters < 3 || digits * 2 > letters || is_heading || is_salutation || name.contains('@') {
        return None;
    }
    let is_label = line
        .labels
        .iter()
        .any(|label| label.first_word == words.start && !is_part_of_name(line, label));
    if is_label || starts_with_postcode(line, words.clone()) {
        return None;
    }
    let has_legal_form = has_legal_form(&tokens);
    let starts_as_street = STREET_STARTS.split(' ').any(|start| tokens[0] == start);
    let is_street =
        digits > 0 && !has_legal_form && (name.contains(',') || is_street_word(&tokens));
    if starts_as_street || is_street {
        return None;
    }
    Some(Name {
        text: folded_space(name),
        page: page.page,
        line: at,
        bbox: line.bbox_of(words),
        has_legal_form,
    })
}

/// Without the numbers after a name: "VIVOPAC SDN BHD (1070687-M)".
fn without_registration(line: &Line, words: Range<usize>) -> Range<usize> {
    let is_number = |word: &str| {
        word.chars().filter(char::is_ascii_digit).count() >= 3
            || (word.starts_with('(') && word.contains(|c: char| c.is_ascii_digit()))
    };
    let numbers = (words.start + 1..words.end).find(|&at| {
        is_number(&line.words[at].text)
            && line.words[at..words.end]
                .iter()
                .all(|word| word.text.chars().count() <= 12)
    });
    words.start..numbers.unwrap_or(words.end)
}

fn has_legal_form(tokens: &[String]) -> bool {
    LEGAL_FORMS.split('|').any(|form| {
        let form: Vec<&str> = form.split(' ').collect();
        tokens.len() > form.len()
            && tokens
                .windows(form.len())
                .skip(1)
                .any(|window| window == form)
    })
}

fn is_street_word(tokens: &[String]) -> bool {
    const STREETS: &str = "street st road rd avenue ave lane jalan jln lot rue avenue boulevard via calle strasse weg platz allee straat laan block blk unit level floor postfach";
    tokens.iter().any(|token| {
        STREETS.split_whitespace().any(|street| street == token)
            || [
                "strasse", "str", "weg", "platz", "gasse", "allee", "straat", "laan",
            ]
            .iter()
            .any(|ending| token.len() > ending.len() + 2 && token.ends_with(ending))
    })
}
