//! From a run's events to what is shown: steps, rates, what is left.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rummage_api as api;

use crate::progress::Progress;

/// A rate is told once it rests on this many files …
const FILES_FOR_RATE: u64 = 5;
/// … and this long.
const TIME_FOR_RATE: Duration = Duration::from_secs(3);

/// How far the run at hand, or the last one, has come.
#[derive(Default)]
pub struct RunProgress {
    scanned: Option<u64>,
    identify: Step,
    understand: Step,
    applied: bool,
    file: Option<PathBuf>,
    /// As the store knew it when the run began.
    understood_before: u64,
    pending_before: u64,
}

#[derive(Default)]
struct Step {
    done: u64,
    total: u64,
    /// Files of folders that are finished.
    before: u64,
    began: Option<Instant>,
}

impl RunProgress {
    /// A run begins.
    pub fn begin(&mut self) {
        *self = Self {
            understood_before: self.understood_before,
            pending_before: self.pending_before,
            ..Self::default()
        };
    }

    /// The run has ended.
    pub fn end(&mut self) {
        self.file = None;
    }

    /// How many contents the store holds, understood and waiting.
    pub fn known(&mut self, understood: u64, pending: u64) {
        self.understood_before = understood;
        self.pending_before = pending;
        self.understand = Step::default();
    }

    /// Takes up one event.
    pub fn take_up(&mut self, event: Progress) {
        match event {
            Progress::Scanned { files } => self.scanned = Some(files),
            Progress::Identifying { done, total } => {
                self.identify.begin();
                // Each folder counts from 1.
                if done <= self.identify.done - self.identify.before && self.identify.done > 0 {
                    self.identify.before = self.identify.done;
                }
                self.identify.done = self.identify.before + done;
                self.identify.total = self.identify.before + total;
            }
            Progress::Planned { contents } => {
                self.understand.begin();
                self.understand.total = contents;
                self.pending_before = contents;
            }
            Progress::Started { path } => self.file = Some(path),
            Progress::Understood { .. } => self.understand.done += 1,
            Progress::Failed { .. } if self.understand.total > 0 => {
                self.understand.done += 1;
                self.pending_before = self.pending_before.saturating_sub(1);
                self.understood_before = self.understood_before.saturating_sub(1);
            }
            Progress::Failed { .. } => {}
            Progress::Applied => self.applied = true,
        }
    }

    /// What a run that is under way is at.
    pub fn activity(&self) -> api::IndexingActivity {
        if self.understand.total > 0 {
            api::IndexingActivity::Indexing
        } else {
            api::IndexingActivity::Scanning
        }
    }

    /// As the pages get it.
    pub fn state(
        &self,
        state: api::IndexingActivity,
        reason: Option<String>,
    ) -> api::IndexingState {
        let scan = self.scanned.map(|files| api::IndexingStage {
            name: api::StageName::Scan,
            done: files,
            total: files,
            rate_per_s: None,
        });
        let identify = self.identify.stage(api::StageName::Identify);
        let understand = self.understand.stage(api::StageName::Understand);
        let apply = self.applied.then_some(api::IndexingStage {
            name: api::StageName::Apply,
            done: self.understand.done,
            total: self.understand.done,
            rate_per_s: None,
        });
        let is_running = matches!(
            state,
            api::IndexingActivity::Scanning | api::IndexingActivity::Indexing
        );
        api::IndexingState {
            state,
            reason,
            stages: [scan, identify, understand, apply]
                .into_iter()
                .flatten()
                .collect(),
            file: self
                .file
                .as_ref()
                .filter(|_| is_running)
                .map(|path| path.display().to_string()),
            eta_s: self.understand.eta_s().filter(|_| is_running),
            searchable_share: self.searchable_share(),
        }
    }

    fn searchable_share(&self) -> f64 {
        let understood = self.understood_before + self.understand.done;
        let pending = self.pending_before.saturating_sub(self.understand.done);
        match understood + pending {
            0 => 1.0,
            all => understood as f64 / all as f64,
        }
    }
}

impl Step {
    fn begin(&mut self) {
        self.began.get_or_insert_with(Instant::now);
    }

    fn stage(&self, name: api::StageName) -> Option<api::IndexingStage> {
        (self.total > 0).then(|| api::IndexingStage {
            name,
            done: self.done,
            total: self.total,
            rate_per_s: self.rate_per_s(),
        })
    }

    fn rate_per_s(&self) -> Option<f64> {
        let passed = self.began?.elapsed();
        (self.done >= FILES_FOR_RATE && passed >= TIME_FOR_RATE)
            .then(|| self.done as f64 / passed.as_secs_f64())
    }

    fn eta_s(&self) -> Option<u64> {
        let left = self.total.saturating_sub(self.done);
        Some((left as f64 / self.rate_per_s()?).ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rummage_core::{ErrorKind, Failure, MediaKind, Stage};

    fn understood() -> Progress {
        Progress::Understood {
            path: "/a.jpg".into(),
            kind: MediaKind::Photo,
        }
    }

    #[test]
    fn what_failed_for_good_is_no_part_of_what_can_be_searched() {
        let mut progress = RunProgress::default();
        progress.known(6, 4);
        progress.begin();
        progress.take_up(Progress::Planned { contents: 4 });
        assert!((progress.searchable_share() - 0.6).abs() < 1e-9);
        for _ in 0..3 {
            progress.take_up(understood());
        }
        progress.take_up(Progress::Failed {
            path: "/b.pdf".into(),
            failure: Failure::new(Stage::Decode, ErrorKind::Malformed, "broken"),
        });
        assert!((progress.searchable_share() - 1.0).abs() < 1e-9);
        let state = progress.state(api::IndexingActivity::Indexing, None);
        assert_eq!(state.stages.len(), 1);
        assert_eq!((state.stages[0].done, state.stages[0].total), (4, 4));
    }

    #[test]
    fn folders_are_counted_together() {
        let mut progress = RunProgress::default();
        for (done, total) in [(1, 2), (2, 2), (1, 3), (2, 3)] {
            progress.take_up(Progress::Identifying { done, total });
        }
        let state = progress.state(progress.activity(), None);
        assert_eq!((state.stages[0].done, state.stages[0].total), (4, 5));
        assert_eq!(state.state, api::IndexingActivity::Scanning);
    }

    #[test]
    fn nothing_is_promised_before_it_can_be_told() {
        let mut progress = RunProgress::default();
        progress.take_up(Progress::Planned { contents: 100 });
        progress.take_up(understood());
        let state = progress.state(api::IndexingActivity::Indexing, None);
        assert_eq!((state.eta_s, state.stages[0].rate_per_s), (None, None));
    }
}
