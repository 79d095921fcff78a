//! The rows of an invoice or a receipt: what was sold, how many, at what price.

use serde::{Deserialize, Serialize};

use crate::geometry::BBox;
use crate::money::Money;

/// The parts that a row may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemPart {
    /// What was sold.
    Description,
    /// How many of it.
    Quantity,
    /// The price of one.
    UnitPrice,
    /// What the row comes to.
    Amount,
}

impl ItemPart {
    /// All parts.
    pub const ALL: [Self; 4] = [
        Self::Description,
        Self::Quantity,
        Self::UnitPrice,
        Self::Amount,
    ];

    /// The stable name, as in the labels of a layout model.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Description => "item_description",
            Self::Quantity => "item_quantity",
            Self::UnitPrice => "item_unit_price",
            Self::Amount => "item_amount",
        }
    }

    /// The part with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == name)
    }
}

/// One row of what a paper charges for, with the proof of it. At least two of its parts are there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineItem {
    /// What was sold, with white space folded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many of it, in whatever unit the paper counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    /// The price of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// What the row comes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Counted from 0.
    pub page: u32,
    /// Around all words of the row, in the page's own units.
    #[serde(rename = "box")]
    pub bbox: BBox,
    /// 0..1, the mean over the row's words.
    pub confidence: f32,
}
