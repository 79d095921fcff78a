//! Fields and transcripts as files for other programs.

use rummage_api as api;
use rummage_core::{Extraction, Field, FieldValue, LineItem, MediaKind, Money, SpokenWord};

use super::cards::file_name_of;
use super::paper::stem;
use super::voice::segments;
use crate::error::EngineError;
use crate::library::Library;

/// A file to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The name that is proposed for it.
    pub file_name: String,
    /// What it holds.
    pub text: String,
}

impl Library {
    /// The fields of a paper.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold,
    /// [`EngineError::NotThatKind`] for what is no paper.
    pub async fn export_fields(
        &self,
        content: &str,
        format: api::FieldsFormat,
    ) -> Result<Export, EngineError> {
        let viewed = self.viewed(content).await?;
        if viewed.facts.kind != MediaKind::Paper {
            return Err(EngineError::NotThatKind { wanted: "paper" });
        }
        let stem = stem(viewed.facts.hash, &file_name_of(&viewed.facts));
        let (extension, text) = match format {
            api::FieldsFormat::Csv => ("csv", csv(&viewed.extraction.fields)),
            api::FieldsFormat::ItemsCsv => ("items.csv", items_csv(&viewed.extraction.line_items)),
            api::FieldsFormat::Json => ("json", json(&viewed.extraction)?),
        };
        Ok(Export {
            file_name: format!("{stem}.{extension}"),
            text,
        })
    }

    /// The transcript of a recording.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold,
    /// [`EngineError::NotThatKind`] for what is no recording.
    pub async fn export_transcript(
        &self,
        content: &str,
        format: api::TranscriptFormat,
    ) -> Result<Export, EngineError> {
        let viewed = self.viewed(content).await?;
        if viewed.facts.kind != MediaKind::Voice {
            return Err(EngineError::NotThatKind {
                wanted: "recording",
            });
        }
        let stem = stem(viewed.facts.hash, &file_name_of(&viewed.facts));
        let transcript = viewed.extraction.transcript.unwrap_or_default();
        let (extension, text) = match format {
            api::TranscriptFormat::Txt => ("txt", plain(&transcript.words)),
            api::TranscriptFormat::Srt => ("srt", subrip(&transcript.words)),
            api::TranscriptFormat::Vtt => ("vtt", web_vtt(&transcript.words)),
        };
        Ok(Export {
            file_name: format!("{stem}.{extension}"),
            text,
        })
    }
}

/// RFC 4180, with a line of headings.
fn csv(fields: &[Field]) -> String {
    let mut text = String::from("field,value,currency,as written,page,source,confidence\r\n");
    for field in fields {
        let (value, currency) = match &field.value {
            FieldValue::Money(money) => {
                let code = money.currency.map(String::from).unwrap_or_default();
                (decimal(money.minor, money.currency), code)
            }
            FieldValue::Date(date) => (date.to_string(), String::new()),
            FieldValue::Text(text) => (text.clone(), String::new()),
        };
        let cells = [
            field.name.as_str().to_owned(),
            value,
            currency,
            field.raw.clone(),
            (field.page + 1).to_string(),
            field.source.as_str().to_owned(),
            format!("{:.2}", field.confidence),
        ];
        text.push_str(&csv_row(&cells));
    }
    text
}

/// The rows of what a paper charges for; RFC 4180, with a line of headings.
fn items_csv(items: &[LineItem]) -> String {
    let mut text = String::from("description,quantity,unit price,amount,currency,page\r\n");
    for item in items {
        let price = |money: Option<Money>| {
            money.map_or_else(String::new, |money| decimal(money.minor, money.currency))
        };
        let currency = item.amount.or(item.unit_price);
        let currency = currency.and_then(|money| money.currency);
        text.push_str(&csv_row(&[
            item.description.clone().unwrap_or_default(),
            item.quantity.map_or_else(String::new, |it| it.to_string()),
            price(item.unit_price),
            price(item.amount),
            currency.map(String::from).unwrap_or_default(),
            (item.page + 1).to_string(),
        ]));
    }
    text
}

fn csv_row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

fn csv_cell(cell: &str) -> String {
    // A spreadsheet takes what begins like this for a formula, and what a paper says is untrusted.
    let is_number = cell.parse::<f64>().is_ok();
    let safe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

fn decimal(minor: i64, currency: Option<rummage_core::Currency>) -> String {
    let digits = currency.map_or(2, |currency| currency.minor_digits()) as usize;
    let sign = if minor < 0 { "-" } else { "" };
    let number = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, part) = number.split_at(number.len() - digits);
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

/// Fields and line items as `rummage show --json` has them.
fn json(extraction: &Extraction) -> Result<String, EngineError> {
    let Extraction {
        fields, line_items, ..
    } = extraction;
    let both = serde_json::json!({ "fields": fields, "line_items": line_items });
    serde_json::to_string_pretty(&both).map_err(|error| {
        EngineError::io("the fields could not be written")(std::io::Error::other(error))
    })
}

fn plain(words: &[SpokenWord]) -> String {
    segments(words)
        .into_iter()
        .map(|segment| format!("{}\n", segment.text))
        .collect()
}

fn subrip(words: &[SpokenWord]) -> String {
    let segments = segments(words).into_iter().enumerate();
    segments
        .map(|(number, segment)| {
            let (from, to) = (clock(segment.start_s, ','), clock(segment.end_s, ','));
            format!("{}\n{from} --> {to}\n{}\n\n", number + 1, segment.text)
        })
        .collect()
}

fn web_vtt(words: &[SpokenWord]) -> String {
    let mut text = String::from("WEBVTT\n\n");
    for segment in segments(words) {
        let (from, to) = (clock(segment.start_s, '.'), clock(segment.end_s, '.'));
        let escaped = segment.text.replace('&', "&amp;").replace('<', "&lt;");
        text.push_str(&format!("{from} --> {to}\n{escaped}\n\n"));
    }
    text
}

fn clock(seconds: f64, mark: char) -> String {
    let ms = (seconds * 1000.0).round() as u64;
    let (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
    let (seconds, ms) = (ms / 1000 % 60, ms % 1000);
    format!("{hours:02}:{minutes:02}:{seconds:02}{mark}{ms:03}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rummage_core::{BBox, Currency, FieldName, FieldSource};

    fn words() -> Vec<SpokenWord> {
        let word = |text: &str, start_ms| SpokenWord {
            text: text.to_owned(),
            start_ms,
            end_ms: start_ms + 250,
            confidence: 1.0,
        };
        vec![
            word("call", 0),
            word("bob", 300),
            word("tomorrow", 3_661_500),
        ]
    }

    #[test]
    fn subtitles_follow_their_formats() {
        assert_eq!(plain(&words()), "call bob\ntomorrow\n");
        assert_eq!(
            subrip(&words()),
            "1\n00:00:00,000 --> 00:00:00,550\ncall bob\n\n\
             2\n01:01:01,500 --> 01:01:01,750\ntomorrow\n\n"
        );
        assert!(web_vtt(&words()).starts_with("WEBVTT\n\n00:00:00.000 --> 00:00:00.550\n"));
    }

    #[test]
    fn a_table_keeps_commas_and_carries_no_formulas() {
        let field = |name, value, raw: &str| Field {
            name,
            value,
            raw: raw.to_owned(),
            page: 0,
            bbox: BBox::default(),
            confidence: 0.9,
            source: FieldSource::Rule,
        };
        let total = FieldValue::Money(Money {
            minor: -5,
            currency: Currency::from_code("EUR"),
        });
        let fields = [
            field(
                FieldName::Vendor,
                FieldValue::Text("=2+3, \"Ltd\"".into()),
                "x",
            ),
            field(FieldName::Total, total, "-0,05 €"),
        ];
        let table = csv(&fields);
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert_eq!(lines[1], "vendor,\"'=2+3, \"\"Ltd\"\"\",,x,1,rule,0.90");
        assert_eq!(lines[2], "total,-0.05,EUR,\"'-0,05 €\",1,rule,0.90");
    }

    #[test]
    fn line_items_are_a_table_of_their_own() {
        let euros = |minor| Money {
            minor,
            currency: Currency::from_code("EUR"),
        };
        let item = LineItem {
            description: Some("Brake pads, pair".to_owned()),
            quantity: Some(2.0),
            unit_price: None,
            amount: Some(euros(3_980)),
            page: 1,
            bbox: BBox::default(),
            confidence: 0.9,
        };
        assert_eq!(
            items_csv(&[item]),
            "description,quantity,unit price,amount,currency,page\r\n\
             \"Brake pads, pair\",2,,39.80,EUR,2\r\n"
        );
    }

    #[test]
    fn amounts_have_as_many_digits_as_their_currency() {
        assert_eq!(decimal(147_160, None), "1471.60");
        assert_eq!(decimal(1_500, Currency::from_code("JPY")), "1500");
        assert_eq!(decimal(7, Currency::from_code("KWD")), "0.007");
    }
}
