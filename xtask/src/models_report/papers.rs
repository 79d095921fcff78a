//! Fields and kinds of papers that the layout model's training never saw.
//!
//! One answer for a field; amounts and days must be equal, names and numbers equal as folded words,
//! codes to the letter; only fields that the truth tells are asked for.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rummage_core::written_date::{DayOrder, parse_written_date};
use rummage_core::{FieldName, money, text};
use serde_json::Value;

use super::held_out;
use super::markdown::{commands, share, table};
use super::material::{Labelled, Material};
use super::program::{INSPECT_BY_SOURCE, Inspected, Program};
use super::scoring::FieldCounts;
use crate::shell::say;

const SAY_EVERY: usize = 10;

/// Inspects the papers of each set and compares.
pub fn report(program: &Program, material: &Material, limit: Option<usize>) -> Result<()> {
    let limit = limit.unwrap_or(usize::MAX);
    let receipts = receipts_kept_out(material.files("docs_sroie_receipts")?);
    let all_invoices = material.files("docs_einvoices_pdf")?;
    let families: BTreeMap<String, String> = all_invoices
        .iter()
        .map(|file| (last(file.text("original")), file.text("family").to_owned()))
        .collect();
    let invoices = all_invoices
        .into_iter()
        .filter(|file| held_out::is_family(file.text("family")))
        .collect();
    let scans = material.files("docs_scanned_invoices")?;

    let receipts = read_all(program, "receipts", "receipt", receipts, limit)?;
    let invoices = read_all(program, "e-invoices", "invoice", invoices, limit)?;
    let scans = read_all(program, "scanned invoices", "invoice", scans, limit)?;
    // Scans were made from e-invoices, most of which trained the model.
    let is_kept_out = |paper: &&Read| {
        let family = families.get(&last(paper.file.text("made_from")));
        family.is_some_and(|family| held_out::is_family(family))
    };
    let scores = [
        ("receipts, held out", Score::of(&receipts)),
        ("e-invoices, held out", Score::of(&invoices)),
        ("scanned invoices", Score::of(&scans)),
        (
            "of them from held-out e-invoices",
            Score::of(scans.iter().filter(is_kept_out)),
        ),
    ];

    println!("{}", commands(&[INSPECT_BY_SOURCE]));
    println!(
        "FILE is each paper in turn. Held out are the companies and families that \
         models/training/layoutlm/real.py keeps out. Of a scan only fields count that are printed \
         on the pages that were kept. By the model and by rules is what each would answer without \
         the other.\n"
    );
    let head = [
        "papers",
        "number",
        "fields",
        "F1 together",
        "by the model alone",
        "by rules alone",
        "right of given together",
        "by the model alone",
        "by rules alone",
        "kind right",
        "not read",
    ];
    let rows: Vec<Vec<String>> = scores.iter().map(|(name, score)| score.row(name)).collect();
    println!("{}", table(&head, &rows));
    println!("F1 of each field, with the number of papers that have it:\n");
    let head: Vec<&str> = std::iter::once("field")
        .chain(scores.iter().map(|(name, _)| *name))
        .collect();
    let rows: Vec<Vec<String>> = FieldName::ALL
        .into_iter()
        .map(|name| {
            let cells = scores.iter().map(|(_, score)| score.cell(name));
            std::iter::once(name.as_str().to_owned())
                .chain(cells)
                .collect()
        })
        .collect();
    print!("{}", table(&head, &rows));
    Ok(())
}

fn receipts_kept_out(receipts: Vec<Labelled>) -> Vec<Labelled> {
    let company = |receipt: &Labelled| {
        let company = receipt.truth["fields"]["company"].as_str();
        company.unwrap_or_default().to_owned()
    };
    let companies: Vec<String> = receipts.iter().map(company).collect();
    let companies: Vec<&str> = companies.iter().map(String::as_str).collect();
    let kept_out: BTreeSet<String> = held_out::companies(&companies, held_out::RECEIPTS);
    receipts
        .into_iter()
        .filter(|receipt| kept_out.contains(&company(receipt).to_lowercase()))
        .collect()
}

/// The last part of a path in a manifest.
fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A paper with its truth and what the program says of it.
struct Read {
    file: Labelled,
    truth: Vec<(FieldName, String)>,
    answers: Answers,
    kind_is_right: bool,
    is_read: bool,
}

/// What is answered by both sources together, and by each without the other.
struct Answers {
    together: Vec<Answer>,
    by_model: Vec<Answer>,
    by_rules: Vec<Answer>,
}

impl Answers {
    /// The fields of `rummage --json inspect --by-source`.
    fn of(inspected: &Value) -> Self {
        let alone = &inspected["fields_by_source"];
        Self {
            together: answers_of(&inspected["fields"]),
            by_model: answers_of(&alone["model"]),
            by_rules: answers_of(&alone["rule"]),
        }
    }
}

/// A field as the program gives it; the value as [`comparable`] writes it.
struct Answer {
    name: FieldName,
    value: String,
}

fn read_all(
    program: &Program,
    what: &str,
    kind: &str,
    files: Vec<Labelled>,
    limit: usize,
) -> Result<Vec<Read>> {
    let count = files.len().min(limit);
    let mut papers = Vec::new();
    for (number, file) in files.into_iter().take(count).enumerate() {
        if number % SAY_EVERY == 0 {
            say(&format!("{what}: {number} of {count}"));
        }
        let (inspected, is_read) = match program.inspect(INSPECT_BY_SOURCE, &file.path)? {
            Inspected::Understood(inspected) => (inspected, true),
            Inspected::Refused(said) => {
                say(&format!("{} is not read: {said}", file.path.display()));
                (Value::Null, false)
            }
        };
        papers.push(Read {
            truth: truth_of(&file.truth),
            answers: Answers::of(&inspected),
            kind_is_right: inspected["document_kind"]["label"] == kind,
            is_read,
            file,
        });
    }
    Ok(papers)
}

/// The fields that a manifest's line tells, as [`comparable`] writes them.
fn truth_of(entry: &Value) -> Vec<(FieldName, String)> {
    let fields = &entry["fields"];
    let names: &[(&str, FieldName)] = if fields.get("company").is_some() {
        &[
            ("company", FieldName::Vendor),
            ("date", FieldName::InvoiceDate),
            ("total", FieldName::Total),
        ]
    } else {
        &[
            ("seller", FieldName::Vendor),
            ("number", FieldName::InvoiceNumber),
            ("issue_date", FieldName::InvoiceDate),
            ("due_date", FieldName::DueDate),
            ("currency", FieldName::Currency),
            ("net_total", FieldName::Subtotal),
            ("tax_total", FieldName::Tax),
            ("grand_total", FieldName::Total),
            ("buyer", FieldName::Customer),
        ]
    };
    let printed = entry.get("printed_on_kept_pages");
    let is_asked = |key: &str| printed.is_none_or(|printed| printed[key] == true);
    names
        .iter()
        .filter(|(key, _)| is_asked(key))
        .filter_map(|(key, name)| Some((*name, typed(*name, fields[key].as_str()?)?)))
        .collect()
}

/// A true value as [`comparable`] writes it; `None` where the truth says nothing.
fn typed(name: FieldName, written: &str) -> Option<String> {
    match name {
        FieldName::Subtotal | FieldName::Tax | FieldName::Total => {
            Some(money::parse_amount(written)?.minor.to_string())
        }
        FieldName::InvoiceDate | FieldName::DueDate => {
            let read = parse_written_date(written, DayOrder::DayFirst)?;
            Some(read.date.to_string())
        }
        FieldName::Currency => Some(written.to_owned()),
        FieldName::Vendor | FieldName::InvoiceNumber | FieldName::Customer => {
            let words = text::words(written).join(" ");
            (!words.is_empty()).then_some(words)
        }
    }
}

/// A list of fields as `inspect` prints them.
fn answers_of(fields: &Value) -> Vec<Answer> {
    let fields = fields.as_array().map_or(&[][..], Vec::as_slice);
    let answer = |field: &Value| {
        let name = FieldName::parse(field["name"].as_str()?)?;
        Some(Answer {
            name,
            value: comparable(name, &field["value"]),
        })
    };
    fields.iter().filter_map(answer).collect()
}

/// A typed value of the program in the spelling in which values are compared.
fn comparable(name: FieldName, value: &Value) -> String {
    match (name, value) {
        (_, Value::Object(money)) => money["minor"].to_string(),
        (
            FieldName::Vendor | FieldName::InvoiceNumber | FieldName::Customer,
            Value::String(name),
        ) => text::words(name).join(" "),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// The measures over some papers.
#[derive(Default)]
struct Score {
    papers: usize,
    kinds_right: usize,
    not_read: usize,
    by_field: BTreeMap<FieldName, FieldCounts>,
    by_model: FieldCounts,
    by_rules: FieldCounts,
}

impl Score {
    fn of<'a>(papers: impl IntoIterator<Item = &'a Read>) -> Self {
        let mut score = Self::default();
        for paper in papers {
            score.papers += 1;
            score.kinds_right += usize::from(paper.kind_is_right);
            score.not_read += usize::from(!paper.is_read);
            for (name, truth) in &paper.truth {
                let of = |answers: &'a [Answer]| {
                    let answer = answers.iter().find(|answer| answer.name == *name);
                    answer.map(|answer| answer.value.as_str())
                };
                let counts = score.by_field.entry(*name).or_default();
                counts.add(truth, of(&paper.answers.together));
                score.by_model.add(truth, of(&paper.answers.by_model));
                score.by_rules.add(truth, of(&paper.answers.by_rules));
            }
        }
        score
    }

    fn together(&self) -> FieldCounts {
        let mut sum = FieldCounts::default();
        for counts in self.by_field.values() {
            sum += *counts;
        }
        sum
    }

    fn row(&self, name: &str) -> Vec<String> {
        let right_of_given = |counts: FieldCounts| format!("{} of {}", counts.right, counts.given);
        vec![
            name.to_owned(),
            self.papers.to_string(),
            self.together().there.to_string(),
            share(self.together().f1()),
            share(self.by_model.f1()),
            share(self.by_rules.f1()),
            right_of_given(self.together()),
            right_of_given(self.by_model),
            right_of_given(self.by_rules),
            format!("{} of {}", self.kinds_right, self.papers),
            self.not_read.to_string(),
        ]
    }

    fn cell(&self, name: FieldName) -> String {
        self.by_field.get(&name).map_or_else(String::new, |counts| {
            format!("{} ({})", share(counts.f1()), counts.there)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(entry: Value, inspected: &Value) -> Read {
        Read {
            truth: truth_of(&entry),
            answers: Answers::of(inspected),
            kind_is_right: true,
            is_read: true,
            file: Labelled {
                path: "a".into(),
                name: "a".to_owned(),
                truth: entry,
            },
        }
    }

    #[test]
    fn values_are_compared_by_what_they_mean() {
        let entry = json!({"fields": {
            "company": "KEDAI PAPAN YEW CHUAN", "date": "05-JAN-2017", "total": "RM 22.90"}});
        let vendor = json!({"name": "vendor", "value": "Kedai Papan, Yew Chuan"});
        let date = json!({"name": "invoice_date", "value": "2017-01-05"});
        let total = json!({"name": "total", "value": {"minor": 2290, "currency": "MYR"}});
        let tax = json!({"name": "tax", "value": {"minor": 1, "currency": null}});
        let inspected = json!({
            "fields": [vendor, date, total, tax],
            "fields_by_source": {"model": [date, tax], "rule": [vendor, total]}});
        let score = Score::of(&[read(entry, &inspected)]);
        let counts = |right, given| FieldCounts {
            right,
            given,
            there: 3,
        };
        assert_eq!(score.together(), counts(3, 3));
        assert_eq!(score.by_model, counts(1, 1));
        assert_eq!(score.by_rules, counts(2, 2));
    }

    #[test]
    fn of_a_scan_only_what_is_printed_is_asked_for() {
        let entry = json!({
            "fields": {"seller": "Lieferant GmbH", "number": "471102", "grand_total": "529.87",
                       "currency": "EUR"},
            "printed_on_kept_pages": {"seller": true, "number": true, "grand_total": false,
                                      "currency": true}});
        let asked: Vec<FieldName> = truth_of(&entry).iter().map(|(name, _)| *name).collect();
        assert_eq!(
            asked,
            [
                FieldName::Vendor,
                FieldName::InvoiceNumber,
                FieldName::Currency
            ]
        );
    }

    #[test]
    fn only_the_first_answer_counts_and_what_the_truth_leaves_open_is_not_asked_for() {
        let entry = json!({"fields": {"company": "A", "date": "", "total": "1.00"}});
        let inspected = json!({"fields": [
            {"name": "vendor", "value": "B"},
            {"name": "vendor", "value": "A"},
            {"name": "invoice_date", "value": "2017-01-05"}]});
        let score = Score::of(&[read(entry, &inspected)]);
        assert_eq!(
            score.together(),
            FieldCounts {
                right: 0,
                given: 1,
                there: 2
            }
        );
        assert_eq!(score.by_rules.given, 0);
    }
}
