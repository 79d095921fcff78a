//! Ends in the middle of work: killed, and stopped by Ctrl-C. What was committed stays, nothing is
//! there twice, and the next run goes on by itself.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::kit::{Answer, Library, SplitMix, hits, judge, temporary_folder};
use crate::samples;

/// An indexing run that is under way.
struct Run {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
}

impl Run {
    fn start(library: &Library, folder: &Path) -> Self {
        let mut command = library.command();
        command
            .arg("index")
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stderr = BufReader::new(child.stderr.take().expect("its stderr"));
        Self {
            child,
            stderr,
            said: String::new(),
        }
    }

    /// Waits for a line of progress that holds `part`.
    fn wait_for(&mut self, part: &str) {
        loop {
            let from = self.said.len();
            let read = self
                .stderr
                .read_line(&mut self.said)
                .expect("a line of progress");
            assert!(read > 0, "it ended before it said {part:?}: {}", self.said);
            if self.said[from..].contains(part) {
                return;
            }
        }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("a signal is sent");
    }

    /// Kills it with no chance to tidy up; whether it was still at work.
    fn kill(mut self) -> bool {
        let was_at_work = self.child.try_wait().expect("a status").is_none();
        self.signal(Signal::KILL);
        self.child.wait().expect("its end");
        was_at_work
    }

    fn end(mut self) -> Answer {
        self.stderr
            .read_to_string(&mut self.said)
            .expect("the rest of its words");
        let Output { status, stdout, .. } = self.child.wait_with_output().expect("its end");
        judge(Output {
            status,
            stdout,
            stderr: self.said.into_bytes(),
        })
    }
}

/// Files that arrive in a folder one after the other.
struct Arrivals {
    folder: tempfile::TempDir,
    photos: Vec<PathBuf>,
    notes: Vec<PathBuf>,
}

impl Arrivals {
    fn new() -> Self {
        let smallest_first = |kind: &str| {
            let mut files: Vec<PathBuf> = samples::of_kind(kind).map(|s| s.path.clone()).collect();
            files.sort_by_key(|path| fs::metadata(path).map_or(0, |metadata| metadata.len()));
            files.into_iter()
        };
        Self {
            folder: temporary_folder(),
            photos: smallest_first("photo").take(36).collect(),
            notes: smallest_first("voice").take(14).collect(),
        }
    }

    fn add(&mut self, photos: usize, notes: usize) {
        let photos = self.photos.split_off(self.photos.len() - photos);
        let notes = self.notes.split_off(self.notes.len() - notes);
        for file in photos.iter().chain(&notes) {
            let name = file.file_name().expect("a name");
            fs::copy(file, self.folder.path().join(name)).expect("a copy");
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// How a round goes on before the kill. After every other round at least one suspect has come
/// through, so that chance never kills three times while the same file is alone in work: that
/// would, rightly, be blamed on the file.
enum Until {
    /// Anything: folders are being walked, files hashed, models loaded.
    Started,
    /// Files are being understood.
    Planned,
    /// A result has been committed.
    Committed,
}

#[test]
fn ten_kills_lose_nothing_that_was_committed_and_index_nothing_twice() {
    let (library, mut arrivals) = (Library::new(), Arrivals::new());
    let mut random = SplitMix(20_261_123);
    let mut understood: BTreeSet<PathBuf> = BTreeSet::new();
    let mut killed_at_work = 0;
    arrivals.add(4, 2);
    for round in 0..10 {
        arrivals.add(3, 1);
        let until = match round % 4 {
            0 => Until::Started,
            2 => Until::Planned,
            _ => Until::Committed,
        };
        let mut run = Run::start(&library, arrivals.path());
        match until {
            Until::Started => {}
            Until::Planned => run.wait_for("files to understand"),
            Until::Committed => run.wait_for("s left"),
        }
        thread::sleep(Duration::from_millis(random.below(500)));
        killed_at_work += usize::from(run.kill());

        // A kill before the library was made leaves nothing to look at.
        let now: BTreeSet<PathBuf> = library.understood().into_keys().collect();
        let lost: Vec<_> = understood.difference(&now).collect();
        assert!(
            lost.is_empty(),
            "round {round}: committed and lost: {lost:?}"
        );
        let counted: u64 = library.status()["by_kind"]
            .as_object()
            .map_or(0, |kinds| kinds.values().filter_map(Value::as_u64).sum());
        assert_eq!(
            counted,
            now.len() as u64,
            "round {round}: each is counted once"
        );
        understood = now;
    }
    assert!(
        killed_at_work >= 7,
        "most kills must meet the program at work: {killed_at_work}"
    );

    let report = library.index(arrivals.path());
    assert_eq!(report["failed"], 0, "{:?}", library.failures());
    let status = library.status();
    assert_eq!(status["by_kind"], json!({"photo": 34, "voice": 12}));
    for nothing in ["pending", "failed", "quarantined", "orphaned"] {
        assert_eq!(status[nothing], 0, "{nothing}");
    }
    assert_eq!(
        (
            &status["model_runs"]["pictures"],
            &status["model_runs"]["speech"]
        ),
        (&json!(34), &json!(12)),
        "each content was committed once"
    );
    assert_eq!(
        status["vector_spaces"][0]["vectors"], 34,
        "each vector is there once"
    );

    let undisturbed = Library::new();
    undisturbed.index(arrivals.path());
    for query in [
        "red",
        "dog",
        "kind:voice ferry island",
        "ext:jpg",
        "kind:photo",
    ] {
        let sorted = |library: &Library| {
            let mut paths = library.paths(query);
            paths.sort();
            paths
        };
        assert_eq!(sorted(&library), sorted(&undisturbed), "{query}");
    }
}

#[test]
fn ctrl_c_ends_a_run_soon_and_the_next_one_goes_on_from_there() {
    let (library, mut arrivals) = (Library::new(), Arrivals::new());
    arrivals.add(6, 8);
    let mut run = Run::start(&library, arrivals.path());
    run.wait_for("s left");
    run.signal(Signal::INT);
    let asked = Instant::now();
    let stopped = run.end();
    // The promise is two seconds; a machine that runs other tests at the same time gets more.
    assert!(
        asked.elapsed() < Duration::from_secs(10),
        "it ended after {:?}",
        asked.elapsed()
    );
    assert_eq!(stopped.code, 2, "{}", stopped.stderr);
    assert!(
        stopped.stderr.contains("goes on from there"),
        "{}",
        stopped.stderr
    );

    let kept = library.understood().len();
    assert!(
        (1..14).contains(&kept),
        "what was done is kept, the rest is left: {kept}"
    );
    let status = library.status();
    assert_eq!(
        (&status["failed"], &status["quarantined"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(status["pending"], json!(14 - kept));

    let report = library.index(arrivals.path());
    assert_eq!(
        report["understood"],
        json!(14 - kept),
        "only the rest is left to do"
    );
    assert_eq!(library.understood().len(), 14);
    assert!(!hits(&library.search("kind:voice")).is_empty());
}
