//! What is true of a paper and what is answered, in one spelling, so that both can be compared.
//!
//! Amounts and days must be equal, names and numbers equal as folded words, codes to the letter.

use rummage_core::written_date::{DayOrder, parse_written_date};
use rummage_core::{FieldName, money, text};
use serde_json::Value;

use super::patterns;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The program.
    Together,
    /// The program's layout model, without its rules.
    Model,
    /// The program's rules, without its model.
    Rules,
    /// Regular expressions over the words that the program read, line by line.
    Patterns,
}

impl Source {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 4] = [Self::Together, Self::Model, Self::Rules, Self::Patterns];

    /// As the report calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Model => "model alone",
            Self::Rules => "rules alone",
            Self::Patterns => "regular expressions",
        }
    }
}

/// A field as it is answered; the value as [`comparable`] writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which field.
    pub name: FieldName,
    /// What it is said to be.
    pub value: String,
}

/// What each source answers, in the order of [`Source::ALL`].
pub struct Answers([Vec<Answer>; Source::ALL.len()]);

impl Answers {
    /// From what `rummage --json inspect --by-source` prints.
    pub fn of(inspected: &Value) -> Self {
        let alone = &inspected["fields_by_source"];
        Self([
            answers_of(&inspected["fields"]),
            answers_of(&alone["model"]),
            answers_of(&alone["rule"]),
            patterns::answers(&patterns::lines(&inspected["pages"])),
        ])
    }

    /// What one source says of a field, by its first answer.
    pub fn by(&self, source: Source, name: FieldName) -> Option<&str> {
        let answers = &self.0[source as usize];
        let answer = answers.iter().find(|answer| answer.name == name);
        answer.map(|answer| answer.value.as_str())
    }
}

/// The fields that a manifest's line tells, as [`comparable`] writes them.
pub fn truth_of(entry: &Value) -> Vec<(FieldName, String)> {
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
pub fn typed(name: FieldName, written: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
}
