//! What can go wrong with a library, in words that say what to do.

use std::path::PathBuf;

use rummage_core::{ContentId, FileId, FolderId};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process writes to this library.
    #[error("this library is in use by another Rummage{}; close it, or only read", holder(.pid))]
    Locked {
        /// The process that holds the lock, if it could be read.
        pid: Option<u32>,
    },
    /// A library was to be read where there is none.
    #[error("there is no library in {}; index a folder first", .dir.display())]
    NoLibrary {
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// The library was written by a newer version.
    #[error("this library was written by a newer version of Rummage; install that version")]
    NewerLibrary,
    /// The library was written by an older version and is only opened for reading.
    #[error(
        "this library was written by an older version of Rummage; run `rummage index` once to bring it up to date"
    )]
    OlderLibrary,
    /// A write through a store that was opened with [`Access::Read`](crate::Access::Read).
    #[error("this library is open for reading only")]
    ReadOnly,
    /// A system call on a path failed.
    #[error("{doing} {} failed: {source}", .path.display())]
    Io {
        /// What was tried, as in "creating".
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The folder to add is not a folder.
    #[error("{} is not a folder", .path.display())]
    NotAFolder {
        /// The path in question.
        path: PathBuf,
    },
    /// The folder to add lies within one that is there already, or holds one.
    #[error("{} and {} overlap; remove {} first", .path.display(), .existing.display(), .existing.display())]
    FolderOverlap {
        /// The folder to be added.
        path: PathBuf,
        /// The one that is there.
        existing: PathBuf,
    },
    /// No such folder.
    #[error("this folder is not in the library (any more): number {}", .0.0)]
    UnknownFolder(FolderId),
    /// No such content.
    #[error("this content is not in the library (any more): number {}", .0.0)]
    UnknownContent(ContentId),
    /// No such file.
    #[error("this file is not in the library (any more): number {}", .0.0)]
    UnknownFile(FileId),
    /// A path that cannot be written down on this system.
    #[error("{} has a name that is not Unicode; rename it", .path.display())]
    PathNotUnicode {
        /// The path, lossily.
        path: PathBuf,
    },
    /// A path that is absolute or leaves its folder where one within a folder is asked for.
    #[error("{} is not a path within a folder", .path.display())]
    PathOutside {
        /// The path in question.
        path: PathBuf,
    },
    /// A value in the database that no version of Rummage writes.
    #[error(
        "the library is damaged: {what}; restore it from a backup, or delete it and index again"
    )]
    Damaged {
        /// Which value.
        what: String,
    },
    /// The disk is full.
    #[error("the disk that holds the library is full; make room and try again")]
    DiskFull,
    /// SQLite refused.
    #[error("the library's database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the library could not be brought up to date: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
}

fn holder(pid: &Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})"))
        .unwrap_or_default()
}

impl StoreError {
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

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // Primary result codes of SQLite; extended ones carry them in the low byte.
        let code = error
            .as_database_error()
            .and_then(|e| e.code()?.parse::<i32>().ok())
            .map(|code| code & 0xff);
        match code {
            Some(11) => Self::damaged("SQLite finds the database malformed"),
            Some(13) => Self::DiskFull,
            Some(26) => Self::damaged("library.sqlite is not a database"),
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => Self::NewerLibrary,
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => Self::Migration(other),
        }
    }
}
