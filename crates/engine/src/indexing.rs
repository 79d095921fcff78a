//! An indexing run: scan, identify, decode, understand, commit, apply.
//!
//! Each step asks the store what is missing rather than remembering events, so a run can be stopped
//! or killed at any point and the next one goes on from there. The user's files are only read.

mod identifying;
mod scanning;
mod work;

pub(crate) use work::{decode, write_whole};

use std::sync::Arc;

use rummage_core::{CancelToken, ContentId};
use rummage_store::Pending;
use tokio::task::JoinSet;

use crate::error::EngineError;
use crate::library::Library;
use crate::progress::{Progress, ProgressSink};

/// How often the indexes take up what was committed, in files.
const APPLY_EVERY: u64 = 64;
const PENDING_AT_ONCE: usize = 256;
const ORPHANS_KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct IndexReport {
    /// Files of media that lie in the folders.
    pub files: u64,
    /// Files that were read and hashed because they were new or changed.
    pub identified: u64,
    /// Contents that were understood and committed.
    pub understood: u64,
    /// Files that could not be read in this run.
    pub failed: u64,
    /// Files that are no longer there.
    pub removed: u64,
    /// Whether the run was stopped before its end.
    pub stopped: bool,
}

impl Library {
    /// Brings the library up to date with its folders.
    ///
    /// # Errors
    /// Of the library as a whole: a missing model, a full disk. One bad file is none of them.
    pub async fn index(
        self: &Arc<Self>,
        progress: &ProgressSink,
        cancel: &CancelToken,
    ) -> Result<IndexReport, EngineError> {
        let mut report = IndexReport::default();
        self.scan_folders(&mut report, progress, cancel).await?;
        self.catch_up().await?;
        if !cancel.is_cancelled() {
            self.send_back_pictures_of_another_model().await?;
            self.understand_pending(&mut report, progress, cancel)
                .await?;
            self.respell_recordings(cancel).await?;
        }
        self.catch_up_and_save().await?;
        progress(Progress::Applied);
        self.tidy().await?;
        report.stopped = cancel.is_cancelled();
        Ok(report)
    }

    /// Pictures whose vectors another package made cannot be found by this one's: they wait again.
    async fn send_back_pictures_of_another_model(&self) -> Result<(), EngineError> {
        let spaces = self.store.spaces().await?;
        if spaces.is_empty() {
            return Ok(());
        }
        // Without a package there is nothing to do them over with, and a run that needs no model
        // must not miss one.
        if let Some(current) = self.models.picture_space().await
            && spaces.iter().any(|(space, _)| *space != current)
        {
            self.store.mark_other_spaces_pending(&current).await?;
        }
        Ok(())
    }

    /// Understands everything that waits: first, one at a time, what was in work at an unclean end;
    /// then the rest, newest first, several at once.
    async fn understand_pending(
        self: &Arc<Self>,
        report: &mut IndexReport,
        progress: &ProgressSink,
        cancel: &CancelToken,
    ) -> Result<(), EngineError> {
        let suspects = self.store.suspects().await?;
        let waiting = self.store.pending_count().await? + suspects.len() as u64;
        if waiting == 0 {
            return Ok(());
        }
        self.models.load_all().await?;
        progress(Progress::Planned { contents: waiting });

        for suspect in suspects {
            if cancel.is_cancelled() {
                return Ok(());
            }
            self.store.begin_attempt(&[suspect.content]).await?;
            let done = Arc::clone(self)
                .work_on(suspect, progress.clone(), cancel.clone())
                .await;
            self.take_up(done, report).await?;
        }
        self.understand_many(report, progress, cancel).await
    }

    async fn understand_many(
        self: &Arc<Self>,
        report: &mut IndexReport,
        progress: &ProgressSink,
        cancel: &CancelToken,
    ) -> Result<(), EngineError> {
        let mut in_work = JoinSet::new();
        let mut queue: Vec<Pending> = Vec::new();
        // Files that changed under our hands are left to the next run.
        let mut postponed: Vec<ContentId> = Vec::new();
        let mut first_error = None;
        loop {
            while in_work.len() < self.settings().in_work()
                && first_error.is_none()
                && !cancel.is_cancelled()
            {
                if queue.is_empty() {
                    let limit = PENDING_AT_ONCE + postponed.len();
                    queue = self.store.pending(limit).await?;
                    queue.retain(|pending| !postponed.contains(&pending.content));
                    queue.reverse();
                }
                let Some(next) = queue.pop() else { break };
                self.store.begin_attempt(&[next.content]).await?;
                in_work.spawn(Arc::clone(self).work_on(next, progress.clone(), cancel.clone()));
            }
            let Some(joined) = in_work.join_next().await else {
                break;
            };
            let done =
                joined.unwrap_or_else(|error| Err(EngineError::ended("a worker ended")(error)));
            if let Ok(Done::Postponed(content)) = &done {
                postponed.push(*content);
            }
            if let Err(error) = self.take_up(done, report).await {
                // What is in work still comes to its end and is committed.
                first_error.get_or_insert(error);
            }
        }
        first_error.map_or(Ok(()), Err)
    }

    async fn take_up(
        &self,
        done: Result<Done, EngineError>,
        report: &mut IndexReport,
    ) -> Result<(), EngineError> {
        match done? {
            Done::Understood => report.understood += 1,
            Done::Failed => report.failed += 1,
            Done::Postponed(_) => return Ok(()),
        }
        if (report.understood + report.failed).is_multiple_of(APPLY_EVERY) {
            self.catch_up().await?;
        }
        Ok(())
    }

    /// Forgets contents that have had no path for long, with their thumbnails.
    async fn tidy(&self) -> Result<(), EngineError> {
        let before_ms = jiff::Timestamp::now().as_millisecond() - ORPHANS_KEPT_MS;
        for hash in self.store.forget_orphans(before_ms).await? {
            // What was never made, or cannot be removed, does no harm.
            let _ = std::fs::remove_file(self.store.thumbnail_path(hash));
            let _ = std::fs::remove_file(self.store.outline_path(hash));
        }
        Ok(())
    }
}

/// How work on one content ended.
#[derive(Debug)]
enum Done {
    /// Understood and committed.
    Understood,
    /// A failure was recorded.
    Failed,
    /// Cancelled, or the file changed: nothing was recorded.
    Postponed(ContentId),
}
