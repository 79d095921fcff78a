//! Compares the folders with what the store knows of them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rummage_core::{CancelToken, Failure, Stage};
use rummage_store::{Folder, KnownFile, ScanId, Subject};

use super::IndexReport;
use super::identifying::NewFile;
use crate::error::EngineError;
use crate::library::Library;
use crate::patterns::Patterns;
use crate::progress::{Progress, ProgressSink};
use crate::scan::{self, Walk};

impl Library {
    /// Walks all folders, identifies what is new or changed, and forgets paths that are gone.
    pub(super) async fn scan_folders(
        self: &Arc<Self>,
        report: &mut IndexReport,
        progress: &ProgressSink,
        cancel: &CancelToken,
    ) -> Result<(), EngineError> {
        let scan = self.store.begin_scan().await?;
        let mut walked = Vec::new();
        for folder in self.store.folders().await? {
            let walk = self.walk(&folder, cancel).await?;
            if cancel.is_cancelled() {
                return Ok(());
            }
            if walk.absent != folder.offline {
                self.store.set_offline(folder.id, walk.absent).await?;
            }
            if !walk.absent {
                report.files += walk.files.len() as u64;
                progress(Progress::Scanned {
                    files: report.files,
                });
                walked.push((folder, walk));
            }
        }
        // All folders are identified before any path is forgotten: what moved from one folder to
        // another is never without a path.
        for (folder, walk) in &walked {
            self.identify_new(folder, walk, report, progress, cancel)
                .await?;
        }
        if cancel.is_cancelled() {
            return Ok(());
        }
        for (folder, walk) in walked {
            report.removed += self.forget_gone(scan, &folder, walk).await?;
        }
        Ok(())
    }

    async fn walk(&self, folder: &Folder, cancel: &CancelToken) -> Result<Walk, EngineError> {
        let patterns = Patterns::parse(&folder.include, &folder.exclude)?;
        let (path, expects_files, cancel) = (folder.path.clone(), folder.files > 0, cancel.clone());
        tokio::task::spawn_blocking(move || scan::walk(&path, &patterns, expects_files, &cancel))
            .await
            .map_err(EngineError::ended("the walk of a folder ended"))
    }

    async fn identify_new(
        self: &Arc<Self>,
        folder: &Folder,
        walk: &Walk,
        report: &mut IndexReport,
        progress: &ProgressSink,
        cancel: &CancelToken,
    ) -> Result<(), EngineError> {
        let known = self.store.known_files(folder.id).await?;
        let new: Vec<NewFile> = walk
            .files
            .iter()
            .filter(|seen| {
                known.get(&seen.relative).is_none_or(|known| {
                    let same = known.size == seen.size && known.mtime_ns == seen.mtime_ns;
                    // A path with neither content nor failure was cut off; one with both could
                    // for once not be looked at.
                    !same || known.content_id.is_some() == known.failed
                })
            })
            .map(|seen| NewFile {
                path: folder.path.join(&seen.relative),
                seen: seen.clone(),
            })
            .collect();
        self.identify(folder.id, new, report, progress, cancel)
            .await
    }

    async fn forget_gone(
        &self,
        scan: ScanId,
        folder: &Folder,
        walk: Walk,
    ) -> Result<u64, EngineError> {
        let mut seen: HashSet<PathBuf> = walk.files.into_iter().map(|file| file.relative).collect();
        // What could not be looked at is not gone: its paths, and all below them, are kept.
        if !walk.unreadable.is_empty() {
            let known = self.store.known_files(folder.id).await?;
            for (path, error) in &walk.unreadable {
                let relative = path.strip_prefix(&folder.path).unwrap_or(path);
                seen.extend(
                    known
                        .keys()
                        .filter(|known| known.starts_with(relative))
                        .cloned(),
                );
                self.record_unreadable(folder, relative, known.get(relative), error)
                    .await?;
                seen.insert(relative.to_owned());
            }
        }
        Ok(self
            .store
            .finish_scan(scan, folder.id, &seen)
            .await?
            .removed)
    }

    /// A folder or file that the system does not let us look at stands in the ledger by its path.
    /// What is known of it stays.
    async fn record_unreadable(
        &self,
        folder: &Folder,
        relative: &Path,
        known: Option<&KnownFile>,
        error: &std::io::Error,
    ) -> Result<(), EngineError> {
        let file = match known {
            Some(known) => known.id,
            None => {
                self.store
                    .record_file(folder.id, relative, 0, 0, None)
                    .await?
            }
        };
        let failure = Failure::new(
            Stage::Identify,
            error.into(),
            format!("this could not be looked at: {error}; check that you may read it"),
        );
        self.store
            .record_failure(Subject::File(file), &failure)
            .await?;
        Ok(())
    }
}
