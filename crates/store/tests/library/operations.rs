//! Random sequences of what happens to files and to the program, against a model that is a map from
//! paths to bytes: nothing is ever lost, doubled or understood twice.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use rummage_core::{ErrorKind, Failure, Stage};
use rummage_store::Subject;

use crate::kit::{Kit, hash, one_run, photo};

#[derive(Clone, Debug)]
enum Operation {
    Write { path: u8, bytes: u8 },
    Delete { path: u8 },
    Move { from: u8, to: u8 },
    Copy { from: u8, to: u8 },
    Scan,
    Understand,
    Fail,
    CrashInWork,
    RemoveAndAddFolder,
    Prune,
}

fn operation() -> impl Strategy<Value = Operation> {
    let (path, bytes) = (0u8..6, 0u8..4);
    prop_oneof![
        4 => (path.clone(), bytes).prop_map(|(path, bytes)| Operation::Write { path, bytes }),
        1 => path.clone().prop_map(|path| Operation::Delete { path }),
        2 => (path.clone(), path.clone()).prop_map(|(from, to)| Operation::Move { from, to }),
        2 => (path.clone(), path).prop_map(|(from, to)| Operation::Copy { from, to }),
        4 => Just(Operation::Scan),
        3 => Just(Operation::Understand),
        1 => Just(Operation::Fail),
        1 => Just(Operation::CrashInWork),
        1 => Just(Operation::RemoveAndAddFolder),
        1 => Just(Operation::Prune),
    ]
}

/// The world outside, and what the store must know of it.
struct World {
    kit: Kit,
    disk: BTreeMap<PathBuf, String>,
    scanned: BTreeMap<PathBuf, String>,
    understood: BTreeSet<String>,
    /// What an index has that replays the log: the paths by content.
    index: BTreeMap<String, BTreeSet<PathBuf>>,
    watermark: u64,
}

fn path(number: u8) -> PathBuf {
    // Some in a folder of their own.
    format!("{}{number}.jpg", if number > 3 { "sub/" } else { "" }).into()
}

impl World {
    async fn perform(mut self, operation: Operation) -> Self {
        match operation {
            Operation::Write { path: p, bytes } => {
                self.disk.insert(path(p), format!("bytes {bytes}"));
            }
            Operation::Delete { path: p } => {
                self.disk.remove(&path(p));
            }
            Operation::Move { from, to } => {
                if let Some(bytes) = self.disk.remove(&path(from)) {
                    self.disk.insert(path(to), bytes);
                }
            }
            Operation::Copy { from, to } => {
                if let Some(bytes) = self.disk.get(&path(from)).cloned() {
                    self.disk.insert(path(to), bytes);
                }
            }
            Operation::Scan => self.scan().await,
            Operation::Understand => self.understand().await,
            Operation::Fail => self.fail().await,
            Operation::CrashInWork => {
                let waiting = self.kit.store.pending(2).await.expect("pending");
                let contents: Vec<_> = waiting.iter().map(|p| p.content).collect();
                self.kit
                    .store
                    .begin_attempt(&contents)
                    .await
                    .expect("an attempt");
                self.kit = self.kit.crash().await;
                self.kit.store.recover().await.expect("recovered");
            }
            Operation::RemoveAndAddFolder => {
                self.kit
                    .store
                    .remove_folder(self.kit.folder)
                    .await
                    .expect("removed");
                let folder = self.kit.store.add_folder(&self.kit.pictures()).await;
                self.kit.folder = folder.expect("added again");
                self.scanned.clear();
            }
            Operation::Prune => {
                self.kit
                    .store
                    .prune_changes(self.watermark)
                    .await
                    .expect("pruned");
            }
        }
        self.replay().await;
        self.check().await;
        self
    }

    async fn scan(&mut self) {
        let store = &self.kit.store;
        let scan = store.begin_scan().await.expect("a scan");
        let known = store.known_files(self.kit.folder).await.expect("files");
        for (path, bytes) in &self.disk {
            let mtime_ns = i64::from(bytes.bytes().last().unwrap_or(0));
            if known
                .get(path)
                .is_some_and(|file| file.mtime_ns == mtime_ns)
            {
                continue;
            }
            let (content, _) = store
                .upsert_content(hash(bytes), bytes.len() as u64, "jpeg")
                .await
                .expect("a content");
            store
                .record_file(
                    self.kit.folder,
                    path,
                    bytes.len() as u64,
                    mtime_ns,
                    Some(content),
                )
                .await
                .expect("a file");
        }
        let seen: HashSet<PathBuf> = self.disk.keys().cloned().collect();
        store
            .finish_scan(scan, self.kit.folder, &seen)
            .await
            .expect("the end");
        self.scanned = self.disk.clone();
    }

    async fn next(&self) -> Option<rummage_store::Pending> {
        let suspects = self.kit.store.suspects().await.expect("suspects");
        let pending = self.kit.store.pending(1).await.expect("pending");
        suspects.into_iter().chain(pending).next()
    }

    async fn understand(&mut self) {
        if let Some(next) = self.next().await {
            let bytes = self.bytes_of(&next.path);
            self.kit
                .store
                .begin_attempt(&[next.content])
                .await
                .expect("an attempt");
            self.kit
                .store
                .commit_extraction(next.content, &photo(&bytes, ""), &[one_run("photo")])
                .await
                .expect("a commit");
            assert!(self.understood.insert(bytes), "nothing is understood twice");
        }
    }

    async fn fail(&mut self) {
        if let Some(next) = self.next().await {
            let failure = Failure::new(Stage::Decode, ErrorKind::Io, "The cable is loose.");
            self.kit
                .store
                .begin_attempt(&[next.content])
                .await
                .expect("an attempt");
            self.kit
                .store
                .record_failure(Subject::Content(next.content), &failure)
                .await
                .expect("recorded");
            self.kit.store.retry_failures().await.expect("retried");
        }
    }

    fn bytes_of(&self, path: &Path) -> String {
        let rel = path
            .strip_prefix(self.kit.pictures())
            .expect("a path within");
        self.scanned[rel].clone()
    }

    /// What an index does: look again at what changed.
    async fn replay(&mut self) {
        let store = &self.kit.store;
        assert!(store.log_reaches(self.watermark).await.expect("the log"));
        for change in store
            .changes_after(self.watermark, usize::MAX)
            .await
            .expect("the log")
        {
            self.watermark = change.seq;
            let Some(extraction) = store.extraction(change.content).await.expect("a read") else {
                continue;
            };
            let bytes = extraction
                .photo
                .and_then(|photo| photo.camera)
                .expect("as committed");
            match store.indexable(change.content).await.expect("a read") {
                Some(_) => {
                    let paths = store.paths_of(change.content).await.expect("paths");
                    self.index.insert(bytes, paths.into_iter().collect());
                }
                None => {
                    self.index.remove(&bytes);
                }
            }
        }
    }

    async fn check(&self) {
        let store = &self.kit.store;
        let mut expected: BTreeMap<String, BTreeSet<PathBuf>> = BTreeMap::new();
        for (path, bytes) in &self.scanned {
            let path = self.kit.pictures().join(path);
            expected.entry(bytes.clone()).or_default().insert(path);
        }
        for (bytes, paths) in &expected {
            let content = store
                .content_by_hash(hash(bytes))
                .await
                .expect("a read")
                .expect("known");
            let found: BTreeSet<PathBuf> = store
                .paths_of(content.id)
                .await
                .expect("paths")
                .into_iter()
                .collect();
            assert_eq!(&found, paths, "the paths of {bytes:?}");
        }
        let status = store.status().await.expect("status");
        assert_eq!(status.files, self.scanned.len() as u64);
        let there: BTreeSet<&String> = expected.keys().collect();
        let done = there
            .iter()
            .filter(|bytes| self.understood.contains(**bytes))
            .count();
        assert_eq!(status.by_kind.values().sum::<u64>(), done as u64);
        assert_eq!(status.pending, (there.len() - done) as u64);
        let runs = status.model_runs.get("photo").copied().unwrap_or(0);
        assert_eq!(runs, self.understood.len() as u64);
        assert_eq!((status.failed, status.quarantined), (0, 0));
        expected.retain(|bytes, _| self.understood.contains(bytes));
        assert_eq!(self.index, expected, "an index that replays the log agrees");
        let base = store.index_base().await.expect("the base");
        assert_eq!(base.contents.len(), expected.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_events_loses_or_doubles_anything(
        operations in proptest::collection::vec(operation(), 1..30)
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async move {
            let mut world = World {
                kit: Kit::new().await,
                disk: BTreeMap::new(),
                scanned: BTreeMap::new(),
                understood: BTreeSet::new(),
                index: BTreeMap::new(),
                watermark: 0,
            };
            for operation in operations {
                world = world.perform(operation).await;
            }
        });
    }
}
