//! What can go wrong with a library as a whole; what goes wrong with one file is a
//! [`Failure`](rummage_core::Failure) and never ends a run.

use std::path::PathBuf;

use rummage_core::Failure;
use rummage_core::understanding::UnderstandError;
use tokio::task::JoinError;

/// An error of the engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] rummage_store::StoreError),
    /// An index failed.
    #[error(transparent)]
    Index(#[from] rummage_index::IndexError),
    /// The native libraries or model packages are not there or do not fit.
    #[error("{0}")]
    Models(#[from] UnderstandError),
    /// The pictures were understood by another model than the one that reads queries.
    #[error(
        "the pictures were understood by another photo model, so none is found by what it shows; \
         run `rummage index` to have them understood again"
    )]
    OtherPictureModel,
    /// A single file was asked for and could not be read.
    #[error("{}: {failure}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        failure: Failure,
    },
    /// A file was asked for that the library does not hold.
    #[error("{} is not in the library; add its folder with `rummage index`", .0.display())]
    NotInLibrary(PathBuf),
    /// A content was asked for that the library does not hold.
    #[error("this content is not in the library (any more): {0}")]
    UnknownContent(String),
    /// None of a content's files is there.
    #[error("{} is not there now; connect its drive, or index its folder again", .0.display())]
    Absent(PathBuf),
    /// A content was asked for as something that it is not.
    #[error("this is no {wanted}; open it as what it is")]
    NotThatKind {
        /// What it was asked for as.
        wanted: &'static str,
    },
    /// What was typed for a field cannot be read as one.
    #[error("{typed:?} is no {field}; {example}")]
    NoFieldValue {
        /// Which field.
        field: String,
        /// What was typed.
        typed: String,
        /// What one looks like.
        example: &'static str,
    },
    /// What was typed is no pattern of paths.
    #[error("{pattern:?} is no pattern ({why}); patterns look like *.jpg or Private/**")]
    NoPattern {
        /// What was typed.
        pattern: String,
        /// Why not.
        why: String,
    },
    /// Everything was to be deleted without the word that confirms it.
    #[error("nothing was deleted; type the word to confirm")]
    NotConfirmed,
    /// The sample library does not lie beside the program.
    #[error("the sample library is not installed; add a folder of your own instead")]
    NoSamples,
    /// A folder was named that is none.
    #[error("{} is not a folder; name a folder that holds your files", .0.display())]
    NotAFolder(PathBuf),
    /// The file of labelled queries is not what it should be.
    #[error("{} line {line}: {what}", path.display())]
    Queries {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// The system refused something.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The system has no folder for a program's data.
    #[error("this system names no folder for data; say where the library is with --library DIR")]
    NoDataFolder,
    /// Somebody asked to stop.
    #[error("stopped")]
    Cancelled,
}

impl EngineError {
    /// For `map_err` on input and output.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    /// For `map_err` on a task that was waited for and ended by a panic.
    pub(crate) fn ended(what: &str) -> impl FnOnce(JoinError) -> Self {
        move |error| Self::io(what)(std::io::Error::other(error))
    }
}
