//! Noticing changes in the library's folders while the program runs.
//!
//! What the system reports is a hint and no more: it starts a run, and the run's own scan decides
//! what has changed. So a report that is missed or doubled does no harm.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::error::EngineError;
use crate::indexer::Indexer;

/// A run begins once nothing has changed for so long: what is being copied is read when it is whole.
const QUIET: Duration = Duration::from_secs(2);

/// Watches folders for an indexer.
pub struct Watcher {
    system: Mutex<System>,
}

struct System {
    /// `None` where the system has nothing to watch with.
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
}

impl Watcher {
    /// A watcher that watches nothing yet. To be called within a tokio runtime.
    pub async fn new(indexer: &Arc<Indexer>) -> Self {
        let (hint, hints) = unbounded_channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // An error too may mean that something was missed. Merely being read is no change.
            if event.map_or(true, |event| !matches!(event.kind, EventKind::Access(_))) {
                let _ = hint.send(());
            }
        });
        if let Err(error) = &watcher {
            tracing::warn!(%error, "folders cannot be watched on this system");
        }
        tokio::spawn(follow(hints, Arc::downgrade(indexer)));
        Self {
            system: Mutex::new(System {
                watcher: watcher.ok(),
                watched: BTreeSet::new(),
            }),
        }
    }

    /// Watches these folders and no others. One that cannot be watched is left to the next run.
    pub fn watch(&self, folders: &[PathBuf]) {
        let mut system = self.system.lock().unwrap_or_else(PoisonError::into_inner);
        let System { watcher, watched } = &mut *system;
        let Some(watcher) = watcher else { return };
        let wanted: BTreeSet<PathBuf> = folders.iter().cloned().collect();
        for gone in watched.difference(&wanted) {
            // It may be gone from the disk too, and is then no longer watched anyway.
            let _ = watcher.unwatch(gone);
        }
        watched.retain(|folder| wanted.contains(folder));
        for folder in wanted {
            if watched.contains(&folder) {
                continue;
            }
            match watcher.watch(&folder, RecursiveMode::Recursive) {
                Ok(()) => {
                    watched.insert(folder);
                }
                Err(error) => tracing::warn!(kind = ?error.kind, "a folder cannot be watched"),
            }
        }
    }

    /// Whether changes in this folder are noticed.
    pub fn watches(&self, folder: &Path) -> bool {
        let system = self.system.lock().unwrap_or_else(PoisonError::into_inner);
        system.watched.contains(folder)
    }
}

impl crate::Library {
    /// Has `watcher` watch the folders that are there now.
    pub async fn watch_folders(&self, watcher: &Watcher) -> Result<(), EngineError> {
        let folders = self.folders().await?;
        let there: Vec<PathBuf> = folders
            .into_iter()
            .map(|folder| folder.path)
            .filter(|path| path.is_dir())
            .collect();
        watcher.watch(&there);
        Ok(())
    }
}

async fn follow(mut hints: UnboundedReceiver<()>, indexer: std::sync::Weak<Indexer>) {
    while hints.recv().await.is_some() {
        while let Ok(Some(())) = tokio::time::timeout(QUIET, hints.recv()).await {}
        match indexer.upgrade() {
            Some(indexer) => indexer.start(),
            None => return,
        }
    }
}
