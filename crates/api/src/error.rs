//! What a command that failed answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the pages branch on; a code exists only where they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// What was asked for is not in the library, or no longer on the disk.
    NotFound,
    /// What was typed is not what is asked for there.
    InvalidQuery,
    /// Another Rummage holds the library.
    BusyElsewhere,
    /// The library is open for reading only.
    ReadOnly,
    /// The system refused something.
    Io,
    /// A model or a native library is missing.
    ModelMissing,
    /// A file that Rummage does not read, or that cannot do what was asked.
    Unsupported,
    /// A fault of Rummage's.
    Internal,
}

/// What a command that failed answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(optional_fields)]
pub struct CommandError {
    /// What to branch on.
    pub code: ErrorCode,
    /// What happened, for a person.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}
