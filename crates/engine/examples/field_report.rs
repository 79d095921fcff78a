//! F1 of the fields by source: the layout model alone, the rules alone, both together.
//!
//! `RUMMAGE_DATA=DIR cargo run --release -p rummage-engine --example field_report -- [PACKAGE [LIMIT]]`
//! reads the e-invoices, their simulated scans and the receipts under DIR, at most LIMIT of each,
//! through the media room, with the layout model in the folder PACKAGE (without one the model sees
//! nothing). Amounts and days must be equal, names and numbers equal as folded words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rummage_core::understanding::{PaperModel, PaperReading};
use rummage_core::written_date::{DayOrder, parse_written_date};
use rummage_core::{
    CancelToken, DecodedMedia, DecodedPage, Field, FieldName, FieldValue, money, text,
};
use rummage_engine::fields::{model_fields_only, rule_fields_only, understand_fields};
use rummage_inference::{ModelPackage, SessionOptions, load_layoutlm, load_runtime};
use rummage_media::{MediaSettings, decode, identify};
use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

/// Found rightly, found wrongly, missed.
#[derive(Default)]
struct Counts {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Counts {
    fn f1(&self) -> f32 {
        let doubled = 2.0 * self.right as f32;
        doubled / (doubled + (self.wrong + self.missed) as f32).max(1.0)
    }
}

fn main() -> Result<(), Failure> {
    let Some(data) = std::env::var_os("RUMMAGE_DATA").map(PathBuf::from) else {
        println!("skipped: RUMMAGE_DATA is not set");
        return Ok(());
    };
    let mut arguments = std::env::args().skip(1);
    let mut model: Option<Box<dyn PaperModel>> = match arguments.next() {
        Some(package) => {
            let runtime = std::env::var_os("ORT_DYLIB_PATH").ok_or("ORT_DYLIB_PATH is not set")?;
            load_runtime(Path::new(&runtime))?;
            let package = ModelPackage::open(Path::new(&package))?;
            Some(Box::new(load_layoutlm(
                &package,
                SessionOptions::default(),
            )?))
        }
        None => None,
    };
    let limit: usize = arguments
        .next()
        .map_or(Ok(usize::MAX), |limit| limit.parse())?;
    let settings = MediaSettings {
        pdfium_library: std::env::var_os("PDFIUM_LIB_PATH").map(PathBuf::from),
        ..MediaSettings::default()
    };
    for set in [
        "docs_einvoices_pdf",
        "docs_scanned_invoices",
        "docs_sroie_receipts",
    ] {
        report(&data.join(set), limit, &settings, model.as_deref_mut())?;
    }
    Ok(())
}

/// Prints the table of one set.
fn report(
    set: &Path,
    limit: usize,
    settings: &MediaSettings,
    mut model: Option<&mut (dyn PaperModel + 'static)>,
) -> Result<(), Failure> {
    const SOURCES: [&str; 3] = ["model", "rules", "together"];
    let mut counts: BTreeMap<(FieldName, usize), Counts> = BTreeMap::new();
    let mut papers = 0;
    let manifest = std::fs::read_to_string(set.join("manifest.jsonl"))?;
    for line in manifest.lines().take(limit) {
        let entry: Value = serde_json::from_str(line)?;
        let file = set.join(entry["file"].as_str().ok_or("a line without a file")?);
        let pages = match pages_of(&file, settings) {
            Ok(pages) => pages,
            Err(error) => {
                println!("{}: {error}", file.display());
                Vec::new()
            }
        };
        let reading = match &mut model {
            Some(model) => model.read(&pages, &CancelToken::new())?,
            None => PaperReading::default(),
        };
        let found = [
            model_fields_only(&pages, &reading),
            rule_fields_only(&pages),
            understand_fields(&pages, &reading).fields,
        ];
        papers += 1;
        for (name, truth) in truth_of(&entry) {
            for (source, fields) in found.iter().enumerate() {
                let count = counts.entry((name, source)).or_default();
                let field = fields.iter().find(|field| field.name == name);
                match (field.map(comparable), &truth) {
                    (Some(found), Some(truth)) if found == *truth => count.right += 1,
                    (found, truth) => {
                        count.wrong += u32::from(found.is_some());
                        count.missed += u32::from(truth.is_some());
                    }
                }
            }
        }
    }

    let folder = set.file_name().unwrap_or_default().to_string_lossy();
    println!(
        "\n{folder}: {papers} papers\n{:16}{}",
        "F1",
        SOURCES.map(|s| format!("{s:>10}")).concat()
    );
    let names: Vec<FieldName> = FieldName::ALL
        .into_iter()
        .filter(|name| counts.contains_key(&(*name, 0)))
        .collect();
    for name in &names {
        let cells = [0, 1, 2].map(|source| format!("{:>10.3}", counts[&(*name, source)].f1()));
        println!("{:16}{}", name.as_str(), cells.concat());
    }
    let all = [0, 1, 2].map(|source| {
        let mut sum = Counts::default();
        for name in &names {
            let count = &counts[&(*name, source)];
            sum.right += count.right;
            sum.wrong += count.wrong;
            sum.missed += count.missed;
        }
        format!("{:>10.3}", sum.f1())
    });
    println!("{:16}{}", "all", all.concat());
    Ok(())
}

fn pages_of(file: &Path, settings: &MediaSettings) -> Result<Vec<DecodedPage>, Failure> {
    let format = identify(file)?.ok_or("no media")?;
    match decode(file, format, settings, &CancelToken::new())? {
        DecodedMedia::Paper { paper, .. } => Ok(paper.pages),
        DecodedMedia::Photo(_) => Err("taken for a photo".into()),
        DecodedMedia::Voice(_) => Err("taken for a recording".into()),
    }
}

/// The true fields of a manifest's line, as [`comparable`] writes them. Of a scan only what is
/// printed on the pages that were kept is asked for; of a receipt only three fields are known.
fn truth_of(entry: &Value) -> Vec<(FieldName, Option<String>)> {
    let fields = &entry["fields"];
    let value = |key: &str| fields[key].as_str().map(str::to_owned);
    let amount = |key: &str| {
        Some(
            money::parse_amount(fields[key].as_str()?)?
                .minor
                .to_string(),
        )
    };
    let day = |key: &str| {
        let read = parse_written_date(fields[key].as_str()?, DayOrder::DayFirst)?;
        Some(read.date.to_string())
    };
    let words = |key: &str| Some(text::words(fields[key].as_str()?).join(" "));
    if fields.get("company").is_some() {
        return vec![
            (FieldName::Vendor, words("company")),
            (FieldName::InvoiceDate, day("date")),
            (FieldName::Total, amount("total")),
        ];
    }
    let printed = entry["printed_on_kept_pages"].as_object();
    let is_printed = |key: &str| {
        printed.is_none_or(|printed| printed.get(key).is_none_or(|there| there == true))
    };
    [
        ("seller", FieldName::Vendor, words("seller")),
        ("number", FieldName::InvoiceNumber, words("number")),
        ("issue_date", FieldName::InvoiceDate, day("issue_date")),
        ("due_date", FieldName::DueDate, day("due_date")),
        ("currency", FieldName::Currency, value("currency")),
        ("net_total", FieldName::Subtotal, amount("net_total")),
        ("tax_total", FieldName::Tax, amount("tax_total")),
        ("grand_total", FieldName::Total, amount("grand_total")),
        ("buyer", FieldName::Customer, words("buyer")),
    ]
    .into_iter()
    // What the XML leaves out may well be printed, so its absence is no truth.
    .filter(|(key, _, truth)| truth.is_some() && is_printed(key))
    .map(|(_, name, truth)| (name, truth))
    .collect()
}

fn comparable(field: &Field) -> String {
    match &field.value {
        FieldValue::Money(money) => money.minor.to_string(),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::Text(code) if field.name == FieldName::Currency => code.clone(),
        FieldValue::Text(name) => text::words(name).join(" "),
    }
}
