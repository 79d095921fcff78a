//! Progress of an indexing run on stderr: a bar with rate and time left on a terminal, plain lines
//! otherwise.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use rummage_engine::progress::{Progress, ProgressSink};

const LINE_EVERY: Duration = Duration::from_secs(5);

/// A sink for the terminal or file that stderr is.
pub fn on_stderr() -> ProgressSink {
    if std::io::stderr().is_terminal() {
        bar()
    } else {
        lines()
    }
}

fn bar() -> ProgressSink {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template(
        "{msg:28!} {bar:30} {pos}/{len} {per_sec:>9} {eta_precise} left",
    );
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    Arc::new(move |event| match event {
        Progress::Scanned { files } => bar.set_message(format!("scanning: {files} files")),
        Progress::Identifying { done, total } => {
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message("reading new files");
        }
        Progress::Planned { contents } => {
            bar.reset();
            bar.set_length(contents);
            bar.set_position(0);
        }
        Progress::Started { path } => bar.set_message(short(&path)),
        Progress::Understood { .. } => bar.inc(1),
        Progress::Failed { path, failure } => {
            bar.suspend(|| eprintln!("not read: {}: {failure}", path.display()));
            bar.inc(1);
        }
        Progress::Applied => {}
    })
}

#[derive(Default)]
struct Counts {
    total: u64,
    done: u64,
    started: Option<Instant>,
    last_line: Option<Instant>,
}

fn lines() -> ProgressSink {
    let counts = Mutex::new(Counts::default());
    Arc::new(move |event| {
        let mut counts = counts
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match event {
            Progress::Planned { contents } => {
                *counts = Counts {
                    total: contents,
                    started: Some(Instant::now()),
                    ..Counts::default()
                };
                eprintln!("{contents} files to understand");
            }
            Progress::Understood { .. } => counts.done += 1,
            Progress::Failed { path, failure } => {
                counts.done += 1;
                eprintln!("not read: {}: {failure}", path.display());
            }
            _ => return,
        }
        if counts.done > 0 && counts.last_line.is_none_or(|at| at.elapsed() >= LINE_EVERY) {
            counts.last_line = Some(Instant::now());
            let seconds = counts.started.map_or(0.0, |at| at.elapsed().as_secs_f64());
            let rate = counts.done as f64 / seconds.max(1e-3);
            let left = counts.total.saturating_sub(counts.done) as f64 / rate.max(1e-9);
            eprintln!(
                "{}/{} files, {rate:.1}/s, {left:.0} s left",
                counts.done, counts.total
            );
        }
    })
}

fn short(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
