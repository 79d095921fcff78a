//! Fields and kinds of papers that the layout model's training never saw, beside what regular expressions
//! find in the same words.
//!
//! One answer for a field; only fields that the truth tells are asked for.

mod answers;
pub mod folds;
mod patterns;
mod score;

use std::collections::BTreeMap;

use anyhow::Result;
use rummage_core::FieldName;
use serde_json::Value;

use super::held_out;
use super::markdown::{commands, table};
use super::material::{Labelled, Material};
use super::program::{INSPECT_BY_SOURCE, Inspected, Program};
use crate::shell::say;
use answers::{Answers, Source, truth_of};
use score::Score;

const SAY_EVERY: usize = 10;

/// Inspects the papers of each set and compares.
pub fn report(program: &Program, material: &Material, limit: Option<usize>) -> Result<()> {
    let limit = limit.unwrap_or(usize::MAX);
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

    let receipts = folds::of_receipts(material.files("docs_sroie_receipts")?).swap_remove(0);
    let receipts = read_all(program, "receipts", "receipt", receipts, limit)?;
    let invoices = read_all(program, "e-invoices", "invoice", invoices, limit)?;
    let scans = read_all(program, "scanned invoices", "invoice", scans, limit)?;
    // Scans were made from e-invoices, most of which trained the model.
    let is_kept_out = |paper: &&Read| {
        let family = families.get(&last(paper.file.text("made_from")));
        family.is_some_and(|family| held_out::is_family(family))
    };
    let sets = [
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
         on the pages that were kept. F1 of what the program answers (together), of what its model \
         and its rules would each answer without the other, and of two dozen regular expressions \
         over the same words, which on scans are Tesseract's.\n"
    );
    let head = head();
    let rows: Vec<Vec<String>> = sets.iter().map(|(name, score)| score.row(name)).collect();
    println!("{}", table(&head, &rows));
    for (name, score) in &sets {
        println!("F1 of each field, {name}:\n");
        let head = [&["field", "there"], &Source::ALL.map(Source::title)[..]].concat();
        println!("{}", table(&head, &score.fields()));
    }
    Ok(())
}

/// The head of a table of [`Score::row`]s.
fn head() -> Vec<&'static str> {
    let sources = Source::ALL.map(Source::title);
    [
        &["papers", "number", "fields"],
        &sources[..],
        &["kind right", "not read"],
    ]
    .concat()
}

/// The last part of a path in a manifest.
fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A paper with its truth and what is said of it.
struct Read {
    file: Labelled,
    truth: Vec<(FieldName, String)>,
    answers: Answers,
    kind_is_right: bool,
    is_read: bool,
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

#[cfg(test)]
mod tests {
    use super::super::scoring::FieldCounts;
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
        assert_eq!(score.by(Source::Together), counts(3, 3));
        assert_eq!(score.by(Source::Model), counts(1, 1));
        assert_eq!(score.by(Source::Rules), counts(2, 2));
        assert_eq!(score.by(Source::Patterns), counts(0, 0));
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
            score.by(Source::Together),
            FieldCounts {
                right: 0,
                given: 1,
                there: 2
            }
        );
        assert_eq!(score.by(Source::Rules).given, 0);
    }
}
