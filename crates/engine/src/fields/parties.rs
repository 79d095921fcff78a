//! Who sells and who buys: names that no label gives away. A company shows by its legal form, by
//! standing first, larger or more often than others; an address block, by its postcode.

use std::ops::Range;

use rummage_core::text;
use rummage_core::{BBox, Field, FieldName, FieldSource, FieldValue};

use super::labels::labels_of;
use super::layout::{Line, PageLayout, same_column};
use super::values::{folded_space, trimmed};

/// Folded legal forms, and words that only names of businesses end in.
const LEGAL_FORMS: &str = "gmbh|mbh|ag|kg|ohg|gbr|ug|ev|eg|kgaa|se|ltd|limited|llc|llp|plc|inc|incorporated|corp|corporation\
    |sdn bhd|bhd|berhad|sarl|sas|sasu|eurl|srl|spa|sl|slu|bv|nv|vof|oy|ab|aps|pty ltd|pte ltd|enterprise|enterprises|trading|holdings|company";

/// Words that head a paper and name nobody.
const HEADINGS: &str = "invoice rechnung receipt quittung beleg facture factura fattura factuur bill tax cash page seite copy kopie \
    original duplicate reprint statement lieferschein gutschrift teilrechnung schlussrechnung abschlagsrechnung welcome thank date datum tel telefon fax \
    phone email mail www http https gst vat no nr customer kundennummer counter cashier slip order bon kassenbon restaurant table simplified official";

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

/// The buyers: what stands at a label, or in an address block that is not the sender's.
fn customers(page: &PageLayout) -> Vec<Field> {
    const LABELLED: f32 = 0.72;
    const ADDRESSED: f32 = 0.46;
    let mut found = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        for label in labels_of(line)
            .iter()
            .filter(|l| l.field == Some(FieldName::Customer))
        {
            let right = label.last_word + 1..line.cell_of(label.last_word).end;
            let beside = name_in(page, at, right)
                .or_else(|| name_in(page, at, next_cell(line, label.last_word)?));
            let label_box = line.bbox_of(label.first_word..label.last_word + 1);
            let starts_cell = line.cells.iter().any(|cell| cell.start == label.first_word);
            let below = || {
                (at + 1..page.lines.len()).take(3).find_map(|below| {
                    let line = &page.lines[below];
                    let cell = line
                        .cells
                        .iter()
                        .find(|cell| same_column(&line.bbox_of((*cell).clone()), &label_box))?;
                    name_in(page, below, cell.clone())
                })
            };
            if !starts_cell {
                continue;
            }
            if let Some(name) = beside.or_else(below) {
                found.push(field(
                    FieldName::Customer,
                    &name,
                    LABELLED * label.trust / 0.8,
                ));
            }
        }
    }
    // A letter's window: the sender's address in one small line, the buyer's block below it.
    if let Some((sender_line, sender)) = sender_line(page) {
        let block = (sender_line + 1..page.lines.len())
            .take(4)
            .find_map(|below| {
                let line = &page.lines[below];
                let cell = line
                    .cells
                    .iter()
                    .find(|cell| same_column(&line.bbox_of((*cell).clone()), &sender.bbox))?;
                name_in(page, below, cell.clone())
            });
        if let Some(name) = block {
            found.push(field(FieldName::Customer, &name, 0.62));
        }
    }
    let blocks = address_blocks(page);
    if let [_, second, ..] = blocks.as_slice() {
        found.push(field(FieldName::Customer, second, ADDRESSED));
    } else if let [only] = blocks.as_slice()
        && only.line > 4
    {
        found.push(field(FieldName::Customer, only, ADDRESSED - 0.06));
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
    let mut found: Vec<Field> = Vec::new();
    let mut names_passed = 0;
    for (at, line) in first.lines.iter().enumerate() {
        let in_head = line.bbox.center_y() <= HEAD_OF_PAGE * first.height;
        for cell in &line.cells {
            let Some(name) = name_in(first, at, cell.clone()) else {
                continue;
            };
            let is_customer = customers
                .iter()
                .any(|customer| customer.confidence > 0.5 && same_name(&customer.raw, &name.text));
            if is_customer {
                continue;
            }
            let mut confidence = 0.12;
            confidence += if name.has_legal_form { 0.26 } else { 0.0 };
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
            confidence += 0.08 * (mentions(pages, &name.text).min(3) as f32 - 1.0).max(0.0);
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
    let is_label = labels_of(line)
        .iter()
        .any(|label| words.contains(&label.first_word) && label.first_word == words.start);
    if is_label || starts_with_postcode(line, words.clone()) {
        return None;
    }
    let has_legal_form = has_legal_form(&tokens);
    let is_street =
        digits > 0 && !has_legal_form && (name.contains(',') || is_street_word(&tokens));
    if is_street {
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
