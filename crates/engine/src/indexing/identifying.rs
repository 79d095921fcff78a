//! Reads and hashes files that are new or changed, and links each to its content.

use std::path::PathBuf;
use std::sync::Arc;

use rummage_core::{CancelToken, ErrorKind, Failure, FolderId};
use rummage_store::Subject;
use tokio::task::JoinSet;

use super::IndexReport;
use crate::error::EngineError;
use crate::identify::{Identified, identify};
use crate::library::Library;
use crate::pool::on_pool;
use crate::progress::{Progress, ProgressSink};
use crate::scan::SeenFile;

/// A file that must be read.
pub(super) struct NewFile {
    /// Absolute.
    pub path: PathBuf,
    /// As the walk saw it.
    pub seen: SeenFile,
}

type Outcome = (NewFile, Result<Option<Identified>, Failure>);

impl Library {
    /// Identifies `files` of one folder, a few at a time.
    pub(super) async fn identify(
        self: &Arc<Self>,
        folder: FolderId,
        files: Vec<NewFile>,
        report: &mut IndexReport,
        progress: &ProgressSink,
        cancel: &CancelToken,
    ) -> Result<(), EngineError> {
        let total = files.len() as u64;
        let mut done = 0;
        let mut waiting = files.into_iter();
        let mut in_work: JoinSet<Outcome> = JoinSet::new();
        loop {
            while in_work.len() < self.settings().in_work() && !cancel.is_cancelled() {
                let Some(file) = waiting.next() else { break };
                let cancel = cancel.clone();
                in_work.spawn(async move {
                    let path = file.path.clone();
                    let identified = on_pool(move || identify(&path, &cancel)).await;
                    (file, identified)
                });
            }
            let Some(joined) = in_work.join_next().await else {
                return Ok(());
            };
            let (file, identified) = joined.map_err(EngineError::ended("reading a file ended"))?;
            self.link(folder, &file, identified, report, progress)
                .await?;
            done += 1;
            progress(Progress::Identifying { done, total });
        }
    }

    async fn link(
        &self,
        folder: FolderId,
        file: &NewFile,
        identified: Result<Option<Identified>, Failure>,
        report: &mut IndexReport,
        progress: &ProgressSink,
    ) -> Result<(), EngineError> {
        let NewFile { path, seen } = file;
        let record = |content| {
            self.store
                .record_file(folder, &seen.relative, seen.size, seen.mtime_ns, content)
        };
        match identified {
            Ok(Some(identified)) => {
                let format = identified.format.describe();
                let (content, _) = self
                    .store
                    .upsert_content(identified.hash, identified.size, format)
                    .await?;
                record(Some(content)).await?;
                report.identified += 1;
            }
            Ok(None) => report.files = report.files.saturating_sub(1),
            // Gone between the walk and now, or stopped: the next scan decides.
            Err(failure) if matches!(failure.kind, ErrorKind::Cancelled | ErrorKind::NotFound) => {}
            Err(failure) => {
                let id = record(None).await?;
                self.store
                    .record_failure(Subject::File(id), &failure)
                    .await?;
                report.failed += 1;
                progress(Progress::Failed {
                    path: path.clone(),
                    failure,
                });
            }
        }
        Ok(())
    }
}
