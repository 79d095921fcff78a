//! How failure is named: a closed set of kinds, so that callers branch on a value, never on English.

use serde::{Deserialize, Serialize};

/// Why a file (or a request) could not be dealt with. A kind exists only where someone acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The file has no bytes.
    Empty,
    /// The file ends before its format says that it should.
    Truncated,
    /// The bytes are not what the format demands.
    Malformed,
    /// A password is needed.
    Encrypted,
    /// A format, or a variant of it, that is not read.
    Unsupported,
    /// Larger than the budget of pixels, pages or duration allows.
    TooLarge,
    /// The file is gone, or its drive is.
    NotFound,
    /// The system does not let us read it.
    PermissionDenied,
    /// A step took longer than its limit.
    TimedOut,
    /// A program or library that is needed is not installed.
    MissingDependency,
    /// A model package is missing, damaged or does not fit.
    Model,
    /// The file ended the program three times while it was the only one in work.
    Quarantined,
    /// Somebody asked to stop. Never stored.
    Cancelled,
    /// Reading or writing failed for another reason of the system.
    Io,
    /// A fault of ours.
    Internal,
}

impl ErrorKind {
    /// The stable name, as in JSON and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::Encrypted => "encrypted",
            Self::Unsupported => "unsupported",
            Self::TooLarge => "too_large",
            Self::NotFound => "not_found",
            Self::PermissionDenied => "permission_denied",
            Self::TimedOut => "timed_out",
            Self::MissingDependency => "missing_dependency",
            Self::Model => "model",
            Self::Quarantined => "quarantined",
            Self::Cancelled => "cancelled",
            Self::Io => "io",
            Self::Internal => "internal",
        }
    }

    /// The kind with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        const ALL: [ErrorKind; 15] = [
            ErrorKind::Empty,
            ErrorKind::Truncated,
            ErrorKind::Malformed,
            ErrorKind::Encrypted,
            ErrorKind::Unsupported,
            ErrorKind::TooLarge,
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::TimedOut,
            ErrorKind::MissingDependency,
            ErrorKind::Model,
            ErrorKind::Quarantined,
            ErrorKind::Cancelled,
            ErrorKind::Io,
            ErrorKind::Internal,
        ];
        ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether the file may well be read another time although its bytes stay the same.
    pub fn is_transient(self) -> bool {
        matches!(
            self,
            Self::NotFound
                | Self::PermissionDenied
                | Self::TimedOut
                | Self::MissingDependency
                | Self::Model
                | Self::Cancelled
                | Self::Io
        )
    }
}

impl From<&std::io::Error> for ErrorKind {
    fn from(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            std::io::ErrorKind::PermissionDenied => Self::PermissionDenied,
            std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            std::io::ErrorKind::TimedOut => Self::TimedOut,
            _ => Self::Io,
        }
    }
}

/// The step of a file's way at which it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading, sniffing and hashing.
    Identify,
    /// Bytes to pixels, pages or samples.
    Decode,
    /// Models.
    Understand,
    /// Writing the result.
    Commit,
}

impl Stage {
    /// The stable name, as in JSON and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Decode => "decode",
            Self::Understand => "understand",
            Self::Commit => "commit",
        }
    }

    /// The stage with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Identify, Self::Decode, Self::Understand, Self::Commit]
            .into_iter()
            .find(|stage| stage.as_str() == name)
    }
}

/// Why one file could not be understood: what is shown in the ledger of failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// Where on its way the file failed.
    pub stage: Stage,
    /// What to branch on.
    pub kind: ErrorKind,
    /// A sentence for a person: what happened and what to do. Never the file's contents.
    pub message: String,
}

impl Failure {
    /// A failure of `kind` at `stage`, told in `message`.
    pub fn new(stage: Stage, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            stage,
            kind,
            message: message.into(),
        }
    }
}
