//! The baseline beside which the program stands: regular expressions over the lines of a paper, as anyone
//! would write them in an afternoon. It sees the words that the program read, so Tesseract's on a scan.
//!
//! Knows no layout but lines, and no model.

use std::sync::LazyLock;

use regex::Regex;
use rummage_core::FieldName;
use serde_json::Value;

use super::answers::{Answer, typed};

const DATE: &str = r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}[. -]+[[:alpha:]]{3,9}[. -]+\d{2,4}|[[:alpha:]]{3,9} \d{1,2}, \d{4})";
const AMOUNT: &str = r"(-?\d{1,3}(?:[., ]\d{3})*[.,]\d{2}|-?\d+[.,]\d{2})";

/// What announces a field on its line, and what must not stand there.
struct Announced {
    name: FieldName,
    by: Regex,
    not_by: Option<Regex>,
}

static ANNOUNCED: LazyLock<Vec<Announced>> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(&format!("(?i){text}")).expect("a pattern");
    let announced = |name, by: &str, not_by: &str| Announced {
        name,
        by: pattern(by),
        not_by: (!not_by.is_empty()).then(|| pattern(not_by)),
    };
    vec![
        announced(
            FieldName::InvoiceNumber,
            r"(?:invoice|bill|receipt|rechnungs?|beleg|doc\w*)[\s.-]*(?:no|nr|number|nummer|#)?[.:\s#]*([[:alnum:]/-]*\d[[:alnum:]/.-]*)",
            r"date|datum",
        ),
        announced(
            FieldName::DueDate,
            &format!(r"(?:due|fällig|zahlbar|payable|pay by)\D*{DATE}"),
            "",
        ),
        announced(
            FieldName::InvoiceDate,
            &format!(r"(?:invoice date|rechnungsdatum|date|datum|dated|issued)\W*{DATE}"),
            r"due|fällig|order|delivery|liefer",
        ),
        announced(FieldName::InvoiceDate, DATE, r"due|fällig|zahlbar"),
        announced(
            FieldName::Subtotal,
            &format!(r"(?:sub[ -]?total|net(?:to)?|zwischensumme|excl)\D*.*?{AMOUNT}\D*$"),
            "",
        ),
        announced(
            FieldName::Tax,
            &format!(r"(?:vat|gst|tax|mwst|ust|umsatzsteuer|steuer).*?{AMOUNT}\D*$"),
            r"total|incl|excl|invoice|id|no\.",
        ),
        announced(
            FieldName::Total,
            &format!(
                r"(?:grand total|total amount|amount due|zu zahlen|gesamtbetrag|rechnungsbetrag|brutto|endbetrag).*?{AMOUNT}\D*$"
            ),
            r"sub|excl|netto",
        ),
        announced(
            FieldName::Total,
            &format!(r"(?:total|gesamt|summe).*?{AMOUNT}\D*$"),
            r"sub|excl|netto|tax|gst|qty|item|disc|saving|change",
        ),
        announced(
            FieldName::Customer,
            r"(?:bill to|billed to|sold to|customer|kunde|rechnung an)\s*:?\s+([[:alpha:]].{3,})",
            r"no|nr|nummer|number",
        ),
        announced(
            FieldName::Currency,
            r"\b(EUR|USD|GBP|CHF|MYR|RM)\b|([€$£])",
            "",
        ),
    ]
});

/// Lines that name nobody, on top of which a vendor is not looked for.
static NO_VENDOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:tax |cash )?(?:invoice|receipt|rechnung|bill|quittung|beleg|page|seite|copy)\b|^\W*\d")
        .expect("a pattern")
});

/// The words of `pages` as inspect prints them, set into lines.
pub fn lines(pages: &Value) -> Vec<String> {
    let pages = pages.as_array().map_or(&[][..], Vec::as_slice);
    pages.iter().flat_map(lines_of_page).collect()
}

/// Words come in reading order: one that begins left of the last, or below it, begins a line.
fn lines_of_page(page: &Value) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last = (f64::INFINITY, 0.0);
    for word in page["words"].as_array().map_or(&[][..], Vec::as_slice) {
        let edge = |at: usize| word["box"][at].as_f64().unwrap_or_default();
        let text = word["text"].as_str().unwrap_or_default();
        let (left, middle) = (edge(0), (edge(1) + edge(3)) / 2.0);
        match lines.last_mut() {
            Some(line) if left >= last.0 && middle <= last.1 => {
                line.push(' ');
                line.push_str(text);
            }
            _ => lines.push(text.to_owned()),
        }
        last = (left, edge(3) + (edge(3) - edge(1)) / 2.0);
    }
    lines
}

/// At most one answer for a field: the first that a pattern finds, the last for the sums.
pub fn answers(lines: &[String]) -> Vec<Answer> {
    let mut found: Vec<Answer> = vendor(lines).into_iter().collect();
    for announced in ANNOUNCED.iter() {
        if found.iter().any(|answer| answer.name == announced.name) {
            continue;
        }
        let mut said = lines.iter().filter_map(|line| said(announced, line));
        let sums = [FieldName::Subtotal, FieldName::Tax, FieldName::Total];
        let answer = match sums.contains(&announced.name) {
            true => said.next_back(),
            false => said.next(),
        };
        found.extend(answer);
    }
    found
}

fn said(announced: &Announced, line: &str) -> Option<Answer> {
    let unwanted = |pattern: &Regex| pattern.is_match(line);
    if announced.not_by.as_ref().is_some_and(unwanted) {
        return None;
    }
    let groups = announced.by.captures(line)?;
    let text = groups.iter().skip(1).flatten().next()?.as_str();
    let value = match announced.name {
        FieldName::Currency => code(text).to_owned(),
        name => typed(name, text)?,
    };
    let name = announced.name;
    Some(Answer { name, value })
}

/// The first line that is not a title and has letters.
fn vendor(lines: &[String]) -> Option<Answer> {
    let named = |line: &&String| {
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 4 && !NO_VENDOR.is_match(line)
    };
    let line = lines.iter().find(named)?;
    let name = FieldName::Vendor;
    let value = typed(name, line)?;
    Some(Answer { name, value })
}

fn code(sign: &str) -> &str {
    match sign.to_uppercase().as_str() {
        "€" => "EUR",
        "$" => "USD",
        "£" => "GBP",
        "RM" => "MYR",
        "USD" => "USD",
        "GBP" => "GBP",
        "CHF" => "CHF",
        "MYR" => "MYR",
        _ => "EUR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(lines: &[&str]) -> Vec<(FieldName, String)> {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let answers = answers(&lines).into_iter();
        answers.map(|answer| (answer.name, answer.value)).collect()
    }

    #[test]
    fn a_receipt_is_read_line_by_line() {
        let found = read(&[
            "TAX INVOICE",
            "SIN HUAT HARDWARE SDN BHD",
            "Invoice No: CS-4711 Date: 05/01/2017",
            "Sub Total 9.00",
            "GST 6% 0.54",
            "TOTAL RM 9.54",
            "CHANGE 0.46",
        ]);
        for expected in [
            (FieldName::Vendor, "sin huat hardware sdn bhd"),
            (FieldName::InvoiceDate, "2017-01-05"),
            (FieldName::Subtotal, "900"),
            (FieldName::Tax, "54"),
            (FieldName::Total, "954"),
            (FieldName::Currency, "MYR"),
        ] {
            let expected = (expected.0, expected.1.to_owned());
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
    }

    #[test]
    fn nothing_is_found_in_prose() {
        assert_eq!(read(&["12", "we met by the river"]).len(), 1, "a vendor");
    }

    #[test]
    fn words_are_set_into_lines() {
        let word =
            |text: &str, x: i32, y: i32| json!({"text": text, "box": [x, y, x + 10, y + 10]});
        let pages = json!([{"words": [word("a", 0, 0), word("b", 20, 1), word("c", 0, 15)]}]);
        assert_eq!(lines(&pages), ["a b", "c"]);
    }
}
