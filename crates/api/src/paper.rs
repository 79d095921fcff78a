//! The paper viewer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::common::{ContentHash, Money, PageBox, Place};

/// A word on a page.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PageWord {
    /// Without white space.
    pub text: String,
    /// Where it stands.
    #[serde(rename = "box")]
    pub bbox: PageBox,
    /// Whether the query asks for it.
    pub matched: bool,
}

/// A page with its words in reading order.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PaperPage {
    /// Width in the page's own units.
    pub width: f32,
    /// Height in the page's own units.
    pub height: f32,
    /// In reading order.
    pub words: Vec<PageWord>,
}

/// Who found a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum FieldSource {
    /// The layout model.
    Model,
    /// A rule over words and places.
    Rule,
    /// Structured data inside the file.
    Einvoice,
    /// The user; above all others.
    User,
}

impl From<rummage_core::FieldSource> for FieldSource {
    fn from(source: rummage_core::FieldSource) -> Self {
        match source {
            rummage_core::FieldSource::Model => Self::Model,
            rummage_core::FieldSource::Rule => Self::Rule,
            rummage_core::FieldSource::Einvoice => Self::Einvoice,
            rummage_core::FieldSource::User => Self::User,
        }
    }
}

/// An amount, or a date (YYYY-MM-DD) or another text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(untagged)]
pub enum FieldValue {
    /// An amount.
    Money(Money),
    /// A date or another text.
    Text(String),
}

impl From<&rummage_core::FieldValue> for FieldValue {
    fn from(value: &rummage_core::FieldValue) -> Self {
        match value {
            rummage_core::FieldValue::Money(money) => Self::Money((*money).into()),
            rummage_core::FieldValue::Date(date) => Self::Text(date.to_string()),
            rummage_core::FieldValue::Text(text) => Self::Text(text.clone()),
        }
    }
}

/// One field of a paper.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct PaperField {
    /// Its stable name: `vendor`, `invoice_date`, …
    pub name: String,
    /// What it says.
    pub value: FieldValue,
    /// As it stands on the paper, or as the user typed it.
    pub raw: String,
    /// The page on which it stands; without it the user alone knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Where it stands there.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub bbox: Option<PageBox>,
    /// From 0 to 1.
    pub confidence: f32,
    /// Who found it.
    pub source: FieldSource,
    /// Whether the user's value stands above what was read.
    pub corrected: bool,
    /// What was read before the correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<FieldValue>,
}

/// One row of what a paper charges for; at least two of its parts are there.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct PaperItem {
    /// What was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    /// The price of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// What the row comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The page on which it stands.
    pub page: u32,
    /// Around all words of the row.
    #[serde(rename = "box")]
    pub bbox: PageBox,
}

impl From<&rummage_core::LineItem> for PaperItem {
    fn from(item: &rummage_core::LineItem) -> Self {
        Self {
            description: item.description.clone(),
            quantity: item.quantity,
            unit_price: item.unit_price.map(Into::into),
            amount: item.amount.map(Into::into),
            page: item.page,
            bbox: item.bbox.into(),
        }
    }
}

/// One amount of a sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SumPart {
    /// The field's stable name.
    pub label: String,
    /// How much.
    pub amount: Money,
}

/// Amounts that must add up; the last part is the sum of those before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SumCheck {
    /// At least two.
    pub parts: Vec<SumPart>,
    /// Whether they do.
    pub holds: bool,
}

/// A paper and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct Paper {
    /// Its identity.
    pub content: ContentHash,
    /// Of several copies the first.
    pub file_name: String,
    /// All places where it lies.
    pub places: Vec<Place>,
    /// When it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The sort of document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_kind: Option<String>,
    /// In order.
    pub pages: Vec<PaperPage>,
    /// At most one of each name.
    pub fields: Vec<PaperField>,
    /// What it charges for, in reading order.
    pub items: Vec<PaperItem>,
    /// The sum that was checked, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum_check: Option<SumCheck>,
    /// All pages in reading order.
    pub text: String,
}

/// How fields are written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldsFormat {
    /// The fields for a spreadsheet (RFC 4180).
    Csv,
    /// The line items for a spreadsheet.
    ItemsCsv,
    /// Both for a program.
    Json,
}
