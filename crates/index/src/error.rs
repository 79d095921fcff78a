//! What can go wrong with an index. Nothing here loses work: an index can always be built anew.

use std::path::PathBuf;

/// Why an index could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Reading or writing the index's files failed.
    #[error("{doing} {} failed: {source}", .path.display())]
    Io {
        /// What was tried, as in "creating".
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// tantivy refused.
    #[error("the text index failed: {0}; `rummage rebuild text` builds it anew")]
    Text(#[from] tantivy::TantivyError),
    /// A change was to be applied to an index that was opened for reading.
    #[error("this index is open for reading only")]
    ReadOnly,
    /// A vector of the wrong length.
    #[error("a vector has {found} components, its space has {expected}")]
    WrongLength {
        /// The length of the vector.
        found: usize,
        /// The length that its space has.
        expected: usize,
    },
    /// A vector with a component that is not a number or infinite.
    #[error("a vector is not finite")]
    NotFinite,
    /// A vector that is not of unit length.
    #[error("a vector has length {length}, not 1")]
    NotUnit {
        /// Its length.
        length: f32,
    },
}

impl IndexError {
    pub(crate) fn io(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}
