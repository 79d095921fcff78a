//! Why a file could not be turned into media, told so that a person knows what to do.
//!
//! Every way to fail has a [`MediaError::kind`] to branch on; the text never holds a file's contents.

use std::time::Duration;

use rummage_core::ErrorKind;

/// Why decoding gave no result.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The file has no bytes.
    #[error("this file is empty")]
    Empty,
    /// The file ends before its format says that it should.
    #[error("this {what} ends before it is complete; copy it again from where it came from")]
    Truncated {
        /// What it is, as in "JPEG picture".
        what: &'static str,
    },
    /// The bytes are not what the format demands.
    #[error("this {what} is damaged: {detail}")]
    Malformed {
        /// What it is, as in "JPEG picture".
        what: &'static str,
        /// What the decoder stumbled over; never the file's contents.
        detail: String,
    },
    /// The file's name promises media that its bytes are not.
    #[error(
        "this file is named .{extension}, but its contents are of no kind of picture, paper or recording that is known"
    )]
    Mislabelled {
        /// The extension, lower-cased.
        extension: String,
    },
    /// A password is needed.
    #[error("this PDF is protected by a password; save a copy without one")]
    Encrypted,
    /// A format, or a variant of it, that is not read.
    #[error("this {what} cannot be read: {detail}")]
    Unsupported {
        /// What it is, as in "HEIC picture".
        what: &'static str,
        /// What is not supported, and what to do instead.
        detail: String,
    },
    /// Larger than a limit.
    #[error("this {what} is too large: {detail}")]
    TooLarge {
        /// What it is.
        what: &'static str,
        /// Its size and the limit.
        detail: String,
    },
    /// A step took longer than its limit.
    #[error("{what} took longer than {} seconds", limit.as_secs_f32())]
    TimedOut {
        /// The step.
        what: &'static str,
        /// Its limit.
        limit: Duration,
    },
    /// A program or library that is needed is not installed; the text says how to install it.
    #[error("{0}")]
    MissingDependency(String),
    /// Somebody asked to stop.
    #[error("stopped on request")]
    Cancelled,
    /// Reading failed for a reason of the system.
    #[error("{}", describe_io(.0))]
    Io(#[from] std::io::Error),
    /// A fault of ours, or of a library that we use.
    #[error("a fault in Rummage or in a library that it uses: {0}")]
    Internal(String),
}

impl MediaError {
    /// What to branch on.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Empty => ErrorKind::Empty,
            Self::Truncated { .. } => ErrorKind::Truncated,
            Self::Malformed { .. } | Self::Mislabelled { .. } => ErrorKind::Malformed,
            Self::Encrypted => ErrorKind::Encrypted,
            Self::Unsupported { .. } => ErrorKind::Unsupported,
            Self::TooLarge { .. } => ErrorKind::TooLarge,
            Self::TimedOut { .. } => ErrorKind::TimedOut,
            Self::MissingDependency(_) => ErrorKind::MissingDependency,
            Self::Cancelled => ErrorKind::Cancelled,
            Self::Io(error) => ErrorKind::from(error),
            Self::Internal(_) => ErrorKind::Internal,
        }
    }
}

fn describe_io(error: &std::io::Error) -> String {
    match ErrorKind::from(error) {
        ErrorKind::NotFound => "this file is gone, or its drive is".to_owned(),
        ErrorKind::PermissionDenied => "the system does not allow this file to be read".to_owned(),
        ErrorKind::Truncated => "this file ends before it is complete".to_owned(),
        _ => format!("the system could not read this file: {error}"),
    }
}
