//! Settings, the machine and the models.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::common::MediaKind;

/// Colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Which number of a date comes first where a paper does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// As nearly everywhere.
    DayFirst,
    /// As in the United States.
    MonthFirst,
}

/// What indexing does while the machine runs on its battery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatteryRule {
    /// It waits for the mains.
    Pause,
    /// One file at a time.
    Slow,
    /// As on the mains.
    CarryOn,
}

/// What a person can set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Percent of the system's size.
    pub text_size: u16,
    /// Tesseract's codes, the most frequent first: `eng`, `deu`.
    pub languages: Vec<String>,
    /// Which number of a date comes first where a paper does not tell.
    pub date_order: DateOrder,
    /// How many files are in work at a time.
    pub threads: usize,
    /// What indexing does on battery.
    pub on_battery: BatteryRule,
    /// Whether an icon stays in the tray when the window is closed.
    pub tray: bool,
    /// Whether the program starts when the user logs in.
    pub start_at_login: bool,
}

/// What there is to choose from on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Machine {
    /// Processor cores.
    pub cores: usize,
    /// Languages whose reading data is installed.
    pub languages: Vec<String>,
}

/// A model in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(optional_fields)]
pub struct ModelPackage {
    /// What it understands.
    pub task: MediaKind,
    /// The package's name.
    pub name: String,
    /// The hash of what its answers depend on.
    pub revision: String,
    /// Its size on the disk.
    pub bytes: u64,
    /// Its licence; empty when the package does not say.
    pub licence: String,
    /// Its card; empty when the package brings none.
    pub card_markdown: String,
    /// How long loading took; absent until it was loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_ms: Option<u64>,
}
