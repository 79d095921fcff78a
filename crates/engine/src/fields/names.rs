//! What can be somebody's name: letters that are neither a heading, a label, an address nor a
//! sentence. Who it is, is decided in [`super::parties`].

use std::ops::Range;

use rummage_core::BBox;
use rummage_core::text;

use super::labels::Label;
use super::layout::{Line, PageLayout};
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

/// A stretch of a line that could be a name.
pub struct Name {
    /// The name.
    pub text: String,
    /// Counted from 0.
    pub page: u32,
    /// Index into the page's lines.
    pub line: usize,
    /// Where it stands.
    pub bbox: BBox,
    /// Whether it ends as companies' names do.
    pub has_legal_form: bool,
}

/// Whether what looks like a label is the start of a company's name: "Lieferant GmbH".
pub fn is_part_of_name(line: &Line, label: &Label) -> bool {
    let next = line
        .tokens
        .iter()
        .find(|token| token.word > label.last_word);
    next.is_some_and(|next| LEGAL_FORMS.split('|').any(|form| form == next.text))
}

fn is_postcode(word: &str) -> bool {
    let word = trimmed(word);
    let digits = word.strip_prefix("D-").unwrap_or(word);
    (4..=5).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

/// A postcode and a place after it.
pub fn starts_with_postcode(line: &Line, cell: Range<usize>) -> bool {
    let words = &line.words[cell];
    matches!(words, [code, place, ..]
        if is_postcode(&code.text) && place.text.starts_with(|c: char| c.is_uppercase()))
}

pub fn holds_postcode(line: &Line, cell: Range<usize>) -> bool {
    (cell.start..cell.end.saturating_sub(1)).any(|at| starts_with_postcode(line, at..cell.end))
}

/// What stands in these words, if it can be somebody's name: letters, and neither a heading, a
/// label, an address, nor a sentence.
pub fn name_in(page: &PageLayout, at: usize, words: Range<usize>) -> Option<Name> {
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
pub fn without_registration(line: &Line, words: Range<usize>) -> Range<usize> {
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

pub fn has_legal_form(tokens: &[String]) -> bool {
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
