//! The library's page: folders, indexing, what could not be read.

use serde::Serialize;
use ts_rs::TS;

/// How much of the disk the library takes, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct LibraryBytes {
    /// What is known.
    pub database: u64,
    /// What can be made anew.
    pub index: u64,
    /// Small pictures and outlines of recordings.
    pub thumbnails: u64,
}

/// A folder that the user added. Contents are counted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct LibraryFolder {
    /// Absolute.
    pub path: String,
    /// Photos.
    pub photo: u64,
    /// Papers.
    pub paper: u64,
    /// Voice notes.
    pub voice: u64,
    /// What waits to be understood.
    pub pending: u64,
    /// What could not be read.
    pub failed: u64,
    /// Its drive is absent.
    pub offline: bool,
    /// Only files that match one of these are indexed; all when there is none.
    pub include: Vec<String>,
    /// Files and folders that match one of these are left out.
    pub exclude: Vec<String>,
    /// Whether changes in it are noticed while the program runs.
    pub watched: bool,
}

/// A step of indexing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Folders are walked.
    Scan,
    /// New files are read and hashed.
    Identify,
    /// Models read what is new.
    Understand,
    /// The indexes take it up.
    Apply,
}

/// How far a step has come.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct IndexingStage {
    /// Which one.
    pub name: StageName,
    /// Files that are done.
    pub done: u64,
    /// Files in all, as far as is known.
    pub total: u64,
    /// Files a second, lately; absent until it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_per_s: Option<f64>,
}

/// What indexing is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IndexingActivity {
    /// Nothing to do.
    Idle,
    /// Folders are compared with what is known.
    Scanning,
    /// What is new is understood.
    Indexing,
    /// Held by the user or by a rule.
    Paused,
    /// Ended by an error.
    Stopped,
}

/// How indexing stands; pushed as the event `indexing`, at most four times a second.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(optional_fields)]
pub struct IndexingState {
    /// What it is at.
    pub state: IndexingActivity,
    /// Why it is paused or stopped, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The steps of this run that have begun.
    pub stages: Vec<IndexingStage>,
    /// The file at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How long the rest will take; absent until it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eta_s: Option<u64>,
    /// From 0 to 1; what failed for good is left out.
    pub searchable_share: f64,
}

/// The library.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Library {
    /// Where it lies.
    pub data_folder: String,
    /// How large it is.
    pub bytes: LibraryBytes,
    /// In the order in which they were added.
    pub folders: Vec<LibraryFolder>,
    /// How indexing stands.
    pub indexing: IndexingState,
}

/// A folder of the system in which people keep such files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SuggestedFolder {
    /// Absolute.
    pub path: String,
    /// Its name.
    pub name: String,
}

/// What indexing some folders would take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Estimate {
    /// Files that look like photos.
    pub photo: u64,
    /// Files that look like papers.
    pub paper: u64,
    /// Files that look like recordings.
    pub voice: u64,
    /// Bytes of all these.
    pub bytes: u64,
    /// Roughly how long it takes.
    pub seconds: u64,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FailedFile {
    /// The number of the entry.
    pub id: i64,
    /// Where it lies; of several copies the first.
    pub path: String,
    /// The step at which it failed.
    pub stage: String,
    /// The sort of failure.
    pub kind: String,
    /// What happened.
    pub message: String,
    /// What to do about it, where the message does not say.
    pub advice: String,
    /// How often it was tried.
    pub attempts: u64,
    /// Whether another try may help although the file stays as it is.
    pub retryable: bool,
}
