//! The sample library and its truth, as `samples/manifest.jsonl` states it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::kit::text;

/// One file with its truth.
pub struct Sample {
    /// Where it lies.
    pub path: PathBuf,
    /// `photo`, `paper` or `voice`.
    pub kind: String,
    /// The line of the manifest.
    pub truth: Value,
}

/// The folder that holds the files.
pub fn folder() -> PathBuf {
    root().join("library")
}

/// The labelled queries.
pub fn queries() -> PathBuf {
    root().join("queries.jsonl")
}

/// The file with this path below the samples' folder.
pub fn file(relative: &str) -> PathBuf {
    let path = folder().join(relative);
    assert!(path.is_file(), "{relative} is among the samples");
    path
}

/// All files.
pub fn all() -> &'static [Sample] {
    static ALL: OnceLock<Vec<Sample>> = OnceLock::new();
    ALL.get_or_init(|| {
        let manifest = fs::read_to_string(root().join("manifest.jsonl")).expect("the manifest");
        let samples: Vec<Sample> = manifest
            .lines()
            .map(|line| {
                let truth: Value = serde_json::from_str(line).expect("a line of the manifest");
                Sample {
                    path: root().join(text(&truth["file"])),
                    kind: text(&truth["kind"]).to_owned(),
                    truth,
                }
            })
            .collect();
        assert!(
            samples.len() > 100,
            "the manifest holds the whole sample library"
        );
        samples
    })
}

/// All files of one kind.
pub fn of_kind(kind: &str) -> impl Iterator<Item = &'static Sample> {
    all().iter().filter(move |sample| sample.kind == kind)
}

/// The truth of one file.
pub fn truth_of(path: &Path) -> &'static Value {
    let sample = all().iter().find(|sample| sample.path == path);
    &sample
        .unwrap_or_else(|| panic!("{} is a sample", path.display()))
        .truth
}

fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")).expect("the samples")
}
