//! Indexing in the background while the window is open: started, held, resumed, and told about.
//!
//! It remembers nothing that the store does not know: a pause ends the run at the next safe point,
//! and going on is a new run, which takes up where the store says that it stands.

mod battery;
mod progress;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rummage_api as api;
use rummage_core::CancelToken;
use tokio::runtime::Handle;

use crate::error::EngineError;
use crate::library::Library;
use progress::RunProgress;

/// Whoever watches is told at most this often.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// The battery is looked at this often.
const LOOK_AT_BATTERY_EVERY: Duration = Duration::from_secs(20);

/// Receives how indexing stands; must return quickly.
pub type IndexingSink = Arc<dyn Fn(api::IndexingState) + Send + Sync>;

/// Runs indexing for one library, one run at a time.
pub struct Indexer {
    library: Arc<Library>,
    sink: IndexingSink,
    runtime: Handle,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    run: Option<Run>,
    /// Asked for while a run was under way: a new one follows.
    again: bool,
    held: Option<Hold>,
    /// Why the last run ended early.
    error: Option<String>,
    progress: RunProgress,
}

struct Run {
    cancel: CancelToken,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    ByUser,
    ByBattery,
}

impl Indexer {
    /// An indexer that has not begun. To be called within a tokio runtime, on which it then runs.
    pub async fn new(library: Arc<Library>, sink: IndexingSink) -> Arc<Self> {
        let indexer = Arc::new(Self {
            library,
            sink,
            runtime: Handle::current(),
            now: Mutex::default(),
        });
        indexer.count_what_is_known().await;
        let battery = Arc::downgrade(&indexer);
        indexer.runtime.spawn(async move {
            while let Some(indexer) = battery.upgrade() {
                indexer.look_at_battery();
                drop(indexer);
                tokio::time::sleep(LOOK_AT_BATTERY_EVERY).await;
            }
        });
        indexer
    }

    /// Brings the library up to date; while a run is under way, another one follows it. Does
    /// nothing while it is held.
    pub fn start(self: &Arc<Self>) {
        let mut now = self.now();
        if now.held.is_some() {
            return;
        }
        if now.run.is_some() {
            now.again = true;
            return;
        }
        let cancel = CancelToken::new();
        now.run = Some(Run {
            cancel: cancel.clone(),
        });
        now.error = None;
        now.progress.begin();
        drop(now);
        let indexer = Arc::clone(self);
        self.runtime.spawn(async move { indexer.run(cancel).await });
    }

    /// Holds at the next safe point. What is done is kept.
    pub fn pause(&self) {
        self.hold(Hold::ByUser);
    }

    /// Goes on.
    pub fn resume(self: &Arc<Self>) {
        self.now().held = None;
        self.start();
        self.tell();
    }

    /// Holds, and waits until nothing is in work any more.
    pub async fn stop(&self) {
        self.hold(Hold::ByUser);
        while self.now().run.is_some() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// How indexing stands.
    pub fn state(&self) -> api::IndexingState {
        let now = self.now();
        let (state, reason) = match (now.held, &now.run, &now.error) {
            (Some(hold), _, _) => (api::IndexingActivity::Paused, hold.reason()),
            (None, Some(_), _) => (now.progress.activity(), None),
            (None, None, Some(error)) => (api::IndexingActivity::Stopped, Some(error.clone())),
            (None, None, None) => (api::IndexingActivity::Idle, None),
        };
        now.progress.state(state, reason)
    }

    async fn run(self: Arc<Self>, cancel: CancelToken) {
        let teller = self.runtime.spawn(tell_while_running(Arc::clone(&self)));
        loop {
            let indexer = Arc::clone(&self);
            let sink: crate::progress::ProgressSink =
                Arc::new(move |event| indexer.now().progress.take_up(event));
            let done = self.library.index(&sink, &cancel).await;
            let mut now = self.now();
            if !(now.again && done.is_ok() && !cancel.is_cancelled()) {
                now.run = None;
                now.error = done.err().map(|error: EngineError| error.to_string());
                now.progress.end();
                break;
            }
            now.again = false;
            now.progress.begin();
        }
        teller.abort();
        self.count_what_is_known().await;
        self.tell();
        // Held and let go again before the run had ended: then nobody else starts the next.
        let wanted = {
            let mut now = self.now();
            now.held.is_none() && now.error.is_none() && std::mem::take(&mut now.again)
        };
        if wanted {
            self.start();
        }
    }

    /// How much of the library can be searched, as the store knows it.
    pub async fn count_what_is_known(&self) {
        if let Ok(status) = self.library.status().await {
            let understood = status.by_kind.values().sum();
            self.now().progress.known(understood, status.pending);
        }
    }

    fn hold(&self, hold: Hold) {
        let mut now = self.now();
        now.held = Some(hold);
        if let Some(run) = &now.run {
            run.cancel.cancel();
        }
        drop(now);
        self.tell();
    }

    fn look_at_battery(self: &Arc<Self>) {
        let rule = self.library.settings().on_battery;
        let on_battery = battery::is_discharging();
        let held = self.now().held;
        match (rule, on_battery, held) {
            (api::BatteryRule::Pause, true, None) => self.hold(Hold::ByBattery),
            (api::BatteryRule::Pause, true, Some(_)) | (_, _, None | Some(Hold::ByUser)) => {}
            (_, _, Some(Hold::ByBattery)) => self.resume(),
        }
        let slow = rule == api::BatteryRule::Slow && on_battery;
        self.library
            .change_settings(|settings| settings.one_at_a_time = slow);
    }

    fn tell(&self) {
        (self.sink)(self.state());
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hold {
    fn reason(self) -> Option<String> {
        match self {
            Self::ByUser => None,
            Self::ByBattery => {
                Some("the computer runs on its battery; it goes on when it is plugged in".into())
            }
        }
    }
}

async fn tell_while_running(indexer: Arc<Indexer>) {
    loop {
        indexer.tell();
        tokio::time::sleep(TELL_EVERY).await;
    }
}
