//! `rummage inspect` and `rummage show`: what is understood of one file.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rummage_core::{Extraction, Field, FieldValue, LineItem, Money};
use rummage_engine::EngineSettings;
use rummage_engine::inspect::{Wanted, inspect};
use serde::Serialize;

use super::{Outcome, cancelled_by_the_user, open_to_search};
use crate::arguments::Common;
use crate::output;

/// The document of `rummage show`.
#[derive(Serialize)]
struct Shown<'a> {
    path: &'a Path,
    paths: &'a [PathBuf],
    #[serde(flatten)]
    extraction: &'a Extraction,
}

pub async fn run(common: &Common, file: &Path, wanted: Wanted) -> Result<Outcome> {
    let cancel = cancelled_by_the_user()?;
    let settings = EngineSettings::for_this_machine();
    let inspection = inspect(file, wanted, &settings, &cancel).await?;
    if common.json {
        output::json(&inspection)?;
    } else {
        print(&inspection.extraction)?;
        if let Some(vector) = &inspection.embedding {
            output::line(format!("vector: {vector:?}"))?;
        }
        if let Some(alone) = &inspection.fields_by_source {
            output::line("by the layout model alone:")?;
            print_fields(&alone.model)?;
            output::line("by rules alone:")?;
            print_fields(&alone.rule)?;
        }
    }
    Ok(Outcome::Done)
}

pub async fn show(common: &Common, file: &Path) -> Result<Outcome> {
    let library = open_to_search(common).await?;
    let known = library.known(file).await?;
    if common.json {
        match &known.extraction {
            Some(extraction) => output::json(&Shown {
                path: file,
                paths: &known.paths,
                extraction,
            })?,
            None => output::json(&serde_json::json!({
                "path": file, "paths": known.paths, "kind": null,
            }))?,
        }
    } else {
        for path in &known.paths {
            output::line(output::near(path).display().to_string())?;
        }
        match &known.extraction {
            Some(extraction) => print(extraction)?,
            None => {
                output::line("not understood yet; see `rummage failures` and `rummage status`")?
            }
        }
    }
    Ok(Outcome::found(known.extraction.is_some()))
}

fn print(extraction: &Extraction) -> Result<()> {
    output::line(format!("kind: {}", extraction.kind.as_str()))?;
    if let Some(photo) = &extraction.photo {
        output::line(format!(
            "picture: {} x {} pixels",
            photo.width, photo.height
        ))?;
        if let Some(taken_at) = photo.taken_at {
            output::line(format!("taken: {taken_at}"))?;
        }
        if let Some(camera) = &photo.camera {
            output::line(format!("camera: {camera}"))?;
        }
        if let (Some(latitude), Some(longitude)) = (photo.latitude, photo.longitude) {
            output::line(format!("place: {latitude:.5}, {longitude:.5}"))?;
        }
    }
    if let Some(kind) = &extraction.document_kind {
        output::line(format!(
            "document: {} ({:.0} %)",
            kind.label.as_str(),
            kind.confidence * 100.0
        ))?;
    }
    print_fields(&extraction.fields)?;
    print_items(&extraction.line_items)?;
    for (number, page) in extraction.pages.iter().enumerate() {
        let words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
        output::line(format!("page {}: {}", number + 1, words.join(" ")))?;
    }
    if let Some(transcript) = &extraction.transcript {
        let length = output::clock(extraction.duration_ms.unwrap_or(0));
        output::line(format!("recording of {length}: {}", transcript.text))?;
    }
    Ok(())
}

fn print_fields(fields: &[Field]) -> Result<()> {
    for field in fields {
        let value = match &field.value {
            FieldValue::Money(money) => written(money),
            FieldValue::Date(date) => date.to_string(),
            FieldValue::Text(text) => text.clone(),
        };
        output::line(format!(
            "{}: {value} (\"{}\" on page {}, {}, {:.0} %)",
            field.name.as_str(),
            field.raw,
            field.page + 1,
            field.source.as_str(),
            field.confidence * 100.0
        ))?;
    }
    Ok(())
}

fn print_items(items: &[LineItem]) -> Result<()> {
    for item in items {
        let parts = [
            item.quantity.map(|quantity| format!("{quantity} of")),
            item.description.clone(),
            item.unit_price
                .map(|price| format!("at {}", written(&price))),
            item.amount.map(|amount| format!("= {}", written(&amount))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        output::line(format!(
            "item: {} (on page {}, {:.0} %)",
            parts.join(" "),
            item.page + 1,
            item.confidence * 100.0
        ))?;
    }
    Ok(())
}

fn written(money: &Money) -> String {
    let currency = money.currency.map(|code| code.as_str().to_owned());
    format!(
        "{} minor units {}",
        money.minor,
        currency.unwrap_or_default()
    )
}
