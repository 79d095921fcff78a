//! Running the program on a library of its own, and judging what it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::samples;

/// What the program said and how it ended.
#[derive(Debug)]
pub struct Answer {
    /// The exit code; -1 when a signal ended it.
    pub code: i32,
    /// The document on stdout; null when there is none.
    pub json: Value,
    /// Everything on stderr.
    pub stderr: String,
}

/// A library in a folder of its own, which goes away with it.
pub struct Library {
    folder: TempDir,
    models: Option<PathBuf>,
}

/// A folder that goes away with its owner; its path is spelled as the program spells it.
pub fn temporary_folder() -> TempDir {
    let temporary = fs::canonicalize(std::env::temp_dir()).expect("a place for temporary files");
    let mut folder = tempfile::Builder::new();
    folder
        .prefix("rummage-test-")
        .tempdir_in(temporary)
        .expect("a temporary folder")
}

/// `rummage`, never with the user's own library, home or settings.
pub fn rummage() -> Command {
    static HOME: OnceLock<TempDir> = OnceLock::new();
    let home = HOME.get_or_init(temporary_folder).path();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rummage"));
    for variable in [
        "RUMMAGE_LIBRARY",
        "RUMMAGE_MODELS",
        "RUMMAGE_SEAL_AT",
        "RUMMAGE_LOG",
        "ORT_DISABLE_TELEMETRY",
    ] {
        command.env_remove(variable);
    }
    command
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn answer(command: &mut Command) -> Answer {
    judge(command.output().expect("the program starts"))
}

/// What a finished run said.
pub fn judge(output: Output) -> Answer {
    let stdout = String::from_utf8(output.stdout).expect("stdout is UTF-8");
    let json = if stdout.trim().is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&stdout)
            .unwrap_or_else(|error| panic!("one document on stdout: {error}: {stdout}"))
    };
    Answer {
        code: output.status.code().unwrap_or(-1),
        json,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Answer {
    /// The document of a run that must end with 0.
    #[track_caller]
    pub fn done(self) -> Value {
        assert_eq!(self.code, 0, "it must end with 0; stderr: {}", self.stderr);
        self.json
    }
}

impl Library {
    /// A library that does not exist yet.
    pub fn new() -> Self {
        Self {
            folder: temporary_folder(),
            models: None,
        }
    }

    /// The library of the samples, indexed once for all tests, which leave it as it is.
    pub fn of_the_samples() -> &'static Self {
        &indexed_samples().0
    }

    /// A library of one's own that holds what [`Library::of_the_samples`] holds.
    pub fn copy_of_the_samples() -> Self {
        let copy = Self::new();
        copy_tree(indexed_samples().1.path(), copy.path());
        copy
    }

    /// The same with other model packages.
    pub fn with_models(mut self, models: impl Into<PathBuf>) -> Self {
        self.models = Some(models.into());
        self
    }

    /// Where its data lie.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `rummage --library … --json`, to which the command is added.
    pub fn command(&self) -> Command {
        let mut command = rummage();
        command.arg("--library").arg(self.path()).arg("--json");
        if let Some(models) = &self.models {
            command.env("RUMMAGE_MODELS", models);
        }
        command
    }

    /// Runs a command to its end.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Answer {
        answer(self.command().args(arguments))
    }

    /// Runs a command without any models, in a way that shows if one was needed.
    pub fn run_without_models<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Answer {
        let nowhere = self.path().join("no-models-here");
        answer(
            self.command()
                .env("RUMMAGE_MODELS", nowhere)
                .args(arguments),
        )
    }

    /// Indexes `folder`; the report.
    #[track_caller]
    pub fn index(&self, folder: &Path) -> Value {
        self.run(&["index".as_ref(), folder.as_os_str()]).done()
    }

    /// How the library stands.
    #[track_caller]
    pub fn status(&self) -> Value {
        self.run(&["status"]).done()
    }

    /// Model runs by task, ever.
    #[track_caller]
    pub fn model_runs(&self) -> Value {
        self.status()["model_runs"].clone()
    }

    /// The answer to a query, found or not.
    #[track_caller]
    pub fn search(&self, query: &str) -> Value {
        let found = self.run(&["search", "--limit", "1000", query]);
        assert!(
            found.code == 0 || found.code == 1,
            "{query}: {}",
            found.stderr
        );
        found.json
    }

    /// The paths that answer a query, best first.
    #[track_caller]
    pub fn paths(&self, query: &str) -> Vec<PathBuf> {
        paths_of(&self.search(query))
    }

    /// Everything understood, path by path, with its kind; no path and no content may stand there
    /// twice.
    #[track_caller]
    pub fn understood(&self) -> BTreeMap<PathBuf, String> {
        let mut all = BTreeMap::new();
        let mut contents = BTreeSet::new();
        for kind in ["photo", "paper", "voice"] {
            for hit in hits(&self.search(&format!("kind:{kind}"))) {
                let content = text(&hit["content"]).to_owned();
                assert!(contents.insert(content), "a content is listed once: {hit}");
                for path in places(hit) {
                    let before = all.insert(path, kind.to_owned());
                    assert!(before.is_none(), "a path is listed once: {hit}");
                }
            }
        }
        all
    }

    /// What is known of a file that has been understood.
    #[track_caller]
    pub fn show(&self, file: &Path) -> Value {
        self.run(&["show".as_ref(), file.as_os_str()]).done()
    }

    /// The ledger.
    #[track_caller]
    pub fn failures(&self) -> Vec<Value> {
        let listed = self.run(&["failures"]);
        let rows = listed.json["failures"]
            .as_array()
            .expect("failures are listed")
            .clone();
        assert_eq!(
            listed.code,
            i32::from(rows.is_empty()),
            "0 when there are any, else 1"
        );
        rows
    }
}

/// The library of the samples and an untouched copy of its folder, from which others are made.
fn indexed_samples() -> &'static (Library, TempDir) {
    static INDEXED: OnceLock<(Library, TempDir)> = OnceLock::new();
    INDEXED.get_or_init(|| {
        let library = Library::new();
        let report = library.index(&samples::folder());
        assert_eq!(
            report["failed"],
            0,
            "every sample can be read: {:?}",
            library.failures()
        );
        let copy = temporary_folder();
        copy_tree(library.path(), copy.path());
        (library, copy)
    })
}

/// The hits of an answer.
pub fn hits(answer: &Value) -> &[Value] {
    answer["hits"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The first path of each hit.
pub fn paths_of(answer: &Value) -> Vec<PathBuf> {
    hits(answer)
        .iter()
        .map(|hit| PathBuf::from(text(&hit["path"])))
        .collect()
}

/// All places of a hit.
pub fn places(hit: &Value) -> Vec<PathBuf> {
    match hit["copies"].as_array() {
        Some(copies) => copies
            .iter()
            .map(|path| PathBuf::from(text(path)))
            .collect(),
        None => vec![PathBuf::from(text(&hit["path"]))],
    }
}

/// A text in a document.
#[track_caller]
pub fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text is expected, not {value}"))
}

/// Waits until something holds that is bound to, soon.
pub async fn wait_until(holds: impl Fn() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(120);
    while !holds() {
        assert!(std::time::Instant::now() < deadline, "it never came to be");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// Copies a folder with all below it.
pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// All files below a folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// SplitMix64 (Steele, Lea, Flood 2014): numbers that look random and are the same in every run.
pub struct SplitMix(pub u64);

impl SplitMix {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// So many bytes of noise.
    pub fn noise(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}
