//! What an indexing run tells whoever watches it: typed events, no text.

use std::path::PathBuf;
use std::sync::Arc;

use rummage_core::{Failure, MediaKind};

/// One event of an indexing run.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A folder has been walked; so many media files were seen in all.
    Scanned {
        /// Files seen so far.
        files: u64,
    },
    /// New or changed files are being read and hashed.
    Identifying {
        /// Done so far.
        done: u64,
        /// In all.
        total: u64,
    },
    /// So many contents are to be understood in this run.
    Planned {
        /// Contents.
        contents: u64,
    },
    /// Work on a file has begun.
    Started {
        /// The file.
        path: PathBuf,
    },
    /// A file was understood and committed.
    Understood {
        /// The file.
        path: PathBuf,
        /// What it turned out to be.
        kind: MediaKind,
    },
    /// A file could not be read; the run goes on.
    Failed {
        /// The file.
        path: PathBuf,
        /// Why.
        failure: Failure,
    },
    /// The indexes have taken up everything that was committed so far.
    Applied,
}

/// Receives events; called from several threads, must return quickly.
pub type ProgressSink = Arc<dyn Fn(Progress) + Send + Sync>;

/// A sink that ignores everything.
pub fn silent() -> ProgressSink {
    Arc::new(|_| {})
}
