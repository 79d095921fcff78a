//! The paper viewer: pages, fields with their boxes, the sum that was checked, corrections.

use rummage_api as api;
use rummage_core::{ContentHash, Field, FieldName, MediaKind};

use super::cards::{document_kind, field, file_name_of, money, places_of, when};
use crate::error::EngineError;
use crate::fields::typed;
use crate::library::Library;

impl Library {
    /// A paper with everything that is known of it; the words that `query` asks for are marked.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold,
    /// [`EngineError::NotThatKind`] for what is no paper.
    pub async fn paper_page(&self, content: &str, query: &str) -> Result<api::Paper, EngineError> {
        let viewed = self.viewed(content).await?;
        if viewed.facts.kind != MediaKind::Paper {
            return Err(EngineError::NotThatKind { wanted: "paper" });
        }
        let wanted = self.wanted(query, &viewed.facts).await?;
        let corrections = self.store.corrections(viewed.facts.content).await?;
        let extraction = viewed.extraction;
        let text: Vec<String> = extraction.pages.iter().map(text_of_page).collect();
        Ok(api::Paper {
            content: viewed.facts.hash.into(),
            file_name: file_name_of(&viewed.facts),
            places: places_of(&viewed.facts),
            when: when(&viewed.facts),
            document_kind: document_kind(viewed.facts.document_kind),
            fields: extraction
                .fields
                .iter()
                .map(|field| {
                    let correction = corrections.iter().find(|it| it.name == field.name);
                    let original = correction.map(|correction| correction.original.as_ref());
                    paper_field(field, original)
                })
                .collect(),
            items: extraction.line_items.iter().map(Into::into).collect(),
            sum_check: sum_check(&extraction.fields),
            pages: extraction
                .pages
                .into_iter()
                .map(|page| api::PaperPage {
                    width: page.width,
                    height: page.height,
                    words: page
                        .words
                        .into_iter()
                        .map(|word| api::PageWord {
                            matched: wanted.holds(&word.text),
                            bbox: word.bbox.into(),
                            text: word.text,
                        })
                        .collect(),
                })
                .collect(),
            text: text.join("\n\n"),
        })
    }

    /// Puts a person's value above what was read of a field; the paper as it then is.
    ///
    /// # Errors
    /// [`EngineError::NoFieldValue`] when what was typed cannot be read as that field.
    pub async fn correct_field(
        &self,
        content: &str,
        name: &str,
        value: &str,
    ) -> Result<api::Paper, EngineError> {
        let facts = self.facts_of(content).await?;
        let unreadable = |example| EngineError::NoFieldValue {
            field: name.replace('_', " "),
            typed: value.to_owned(),
            example,
        };
        let field = FieldName::parse(name).ok_or_else(|| unreadable("there is no such field"))?;
        let typed_value = typed(field, value, self.settings().day_order)
            .ok_or_else(|| unreadable(example_of(field)))?;
        let raw = value.trim();
        self.store
            .correct_field(facts.content, field, typed_value, raw)
            .await?;
        self.catch_up().await?;
        self.paper_page(content, "").await
    }

    /// Takes a correction back; the paper as it then is.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold.
    pub async fn undo_correction(
        &self,
        content: &str,
        name: &str,
    ) -> Result<api::Paper, EngineError> {
        let facts = self.facts_of(content).await?;
        if let Some(field) = FieldName::parse(name) {
            self.store.undo_correction(facts.content, field).await?;
            self.catch_up().await?;
        }
        self.paper_page(content, "").await
    }
}

fn paper_field(field: &Field, original: Option<Option<&Field>>) -> api::PaperField {
    // A field that the user alone knows stands nowhere on the paper.
    let is_on_paper = original != Some(None);
    api::PaperField {
        name: field.name.as_str().to_owned(),
        value: (&field.value).into(),
        raw: field.raw.clone(),
        page: is_on_paper.then_some(field.page),
        bbox: is_on_paper.then(|| field.bbox.into()),
        confidence: field.confidence,
        source: field.source.into(),
        corrected: original.is_some(),
        original: original.flatten().map(|original| (&original.value).into()),
    }
}

/// The sum before tax and the tax against the total, where a paper has all three.
pub fn sum_check(fields: &[Field]) -> Option<api::SumCheck> {
    let part = |name| {
        let amount = money(field(fields, name)?)?;
        Some((name, amount))
    };
    let parts = [
        part(FieldName::Subtotal)?,
        part(FieldName::Tax)?,
        part(FieldName::Total)?,
    ];
    let [(_, net), (_, tax), (_, total)] = parts;
    // Each amount was rounded by itself.
    let holds = net
        .minor
        .checked_add(tax.minor)
        .is_some_and(|sum| sum.abs_diff(total.minor) <= 1);
    Some(api::SumCheck {
        parts: parts
            .into_iter()
            .map(|(name, amount)| api::SumPart {
                label: name.as_str().to_owned(),
                amount: amount.into(),
            })
            .collect(),
        holds,
    })
}

/// The words of a page, a line a line.
pub fn text_of_page(page: &rummage_core::Page) -> String {
    let mut text = String::new();
    let mut bottom: Option<f32> = None;
    for word in &page.words {
        if let Some(bottom) = bottom {
            let begins_a_line = word.bbox.center_y() > bottom;
            text.push(if begins_a_line { '\n' } else { ' ' });
        }
        text.push_str(&word.text);
        bottom = Some(word.bbox.y1);
    }
    text
}

fn example_of(name: FieldName) -> &'static str {
    match name {
        FieldName::Subtotal | FieldName::Tax | FieldName::Total => "type it as 1,471.60 EUR",
        FieldName::InvoiceDate | FieldName::DueDate => "type it as 2026-03-01",
        FieldName::Currency => "type its code, such as EUR",
        FieldName::InvoiceNumber => "a number holds a digit and at most 40 characters",
        FieldName::Vendor | FieldName::Customer => "a name holds two letters or more",
    }
}

/// The name under which something of a content is saved.
pub fn stem(hash: ContentHash, file_name: &str) -> String {
    let stem = std::path::Path::new(file_name).file_stem();
    stem.map_or_else(
        || hash.to_string(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rummage_core::{BBox, FieldSource, FieldValue, Money, Page, Word};

    fn amount(name: FieldName, minor: i64) -> Field {
        Field {
            name,
            value: FieldValue::Money(Money {
                minor,
                currency: None,
            }),
            raw: String::new(),
            page: 0,
            bbox: BBox::default(),
            confidence: 1.0,
            source: FieldSource::Rule,
        }
    }

    #[test]
    fn a_sum_is_checked_to_the_cent_and_only_where_all_parts_are_known() {
        let mut fields = vec![
            amount(FieldName::Subtotal, 10_000),
            amount(FieldName::Tax, 1_900),
            amount(FieldName::Total, 11_901),
        ];
        assert!(sum_check(&fields).expect("all three are there").holds);
        fields[2] = amount(FieldName::Total, 12_900);
        assert!(!sum_check(&fields).expect("all three are there").holds);
        assert_eq!(sum_check(&fields[..2]), None);
    }

    #[test]
    fn text_keeps_the_lines_of_a_page() {
        let word = |text: &str, x: f32, y: f32| Word {
            text: text.to_owned(),
            bbox: BBox::new(x, y, x + 30.0, y + 10.0),
            confidence: 1.0,
        };
        let page = Page {
            width: 100.0,
            height: 100.0,
            words: vec![
                word("Total", 0.0, 10.0),
                word("9,99", 50.0, 11.0),
                word("Tax", 0.0, 25.0),
            ],
        };
        assert_eq!(text_of_page(&page), "Total 9,99\nTax");
    }
}
