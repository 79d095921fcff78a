//! One lane (thread) per loaded model: it owns the session, and everybody else sends it work.
//!
//! A lane loads its model when the first work arrives. Interactive work (a query) goes before
//! background work (indexing), so a query waits for at most one background item.

use std::thread;

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded};
use rummage_core::ErrorKind;
use rummage_core::understanding::UnderstandError;
use tokio::sync::oneshot;

type Work<M> = Box<dyn FnOnce(Result<&mut M, &UnderstandError>) + Send>;

/// How soon a piece of work is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody waits at the search box.
    Interactive,
    /// Indexing.
    Background,
}

/// A thread with a model of type `M`.
pub struct Lane<M> {
    interactive: Sender<Work<M>>,
    background: Sender<Work<M>>,
}

impl<M: 'static> Lane<M> {
    /// Starts the thread. `load` runs on it once, when the first work arrives; if it fails, that
    /// work and all later work gets the error.
    pub fn start<L>(name: &str, load: L) -> std::io::Result<Self>
    where
        L: FnOnce() -> Result<M, UnderstandError> + Send + 'static,
    {
        let (interactive, urgent) = bounded::<Work<M>>(64);
        let (background, patient) = bounded::<Work<M>>(4);
        thread::Builder::new()
            .name(format!("lane-{name}"))
            .spawn(move || {
                let mut load = Some(load);
                let mut model: Option<Result<M, UnderstandError>> = None;
                while let Some(work) = next(&urgent, &patient) {
                    if let Some(load) = load.take() {
                        model = Some(load());
                    }
                    match model.as_mut() {
                        Some(Ok(model)) => work(Ok(model)),
                        Some(Err(error)) => work(Err(error)),
                        None => unreachable!("the model is loaded before the first work"),
                    }
                }
            })?;
        Ok(Self {
            interactive,
            background,
        })
    }

    /// Runs `work` on the model's thread and waits for its answer.
    pub async fn run<T, F>(&self, urgency: Urgency, work: F) -> Result<T, UnderstandError>
    where
        T: Send + 'static,
        F: FnOnce(&mut M) -> Result<T, UnderstandError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let boxed: Work<M> = Box::new(move |model| {
            let result = match model {
                Ok(model) => work(model),
                Err(error) => Err(UnderstandError {
                    kind: error.kind,
                    message: error.message.clone(),
                }),
            };
            // Whoever asked may have gone away, which is no concern of the lane's.
            let _ = answer.send(result);
        });
        let queue = match urgency {
            Urgency::Interactive => self.interactive.clone(),
            Urgency::Background => self.background.clone(),
        };
        let ended = || UnderstandError {
            kind: ErrorKind::Internal,
            message: "the model's thread has ended unexpectedly; start Rummage again".to_owned(),
        };
        // The channel is bounded and its `send` blocks, which must not happen on the async threads.
        tokio::task::spawn_blocking(move || queue.send(boxed))
            .await
            .map_err(|_| ended())?
            .map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?
    }
}

/// The next work, interactive first; `None` when nobody can send any more.
fn next<M>(urgent: &Receiver<Work<M>>, patient: &Receiver<Work<M>>) -> Option<Work<M>> {
    match urgent.try_recv() {
        Ok(work) => return Some(work),
        Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
    }
    crossbeam_channel::select! {
        recv(urgent) -> work => work.ok(),
        recv(patient) -> work => work.ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_runs_on_the_model_and_a_failed_load_is_told_to_everyone() {
        let lane = Lane::start("count", || Ok(0_u32)).expect("a thread");
        for expected in 1..=3 {
            let count = lane
                .run(Urgency::Background, |model| {
                    *model += 1;
                    Ok(*model)
                })
                .await;
            assert_eq!(count.expect("the model is there"), expected);
        }

        let broken: Lane<u32> = Lane::start("broken", || {
            Err(UnderstandError {
                kind: ErrorKind::Model,
                message: "no package".into(),
            })
        })
        .expect("a thread");
        for _ in 0..2 {
            let error = broken.run(Urgency::Interactive, |model| Ok(*model)).await;
            assert_eq!(error.expect_err("no model").message, "no package");
        }
    }
}
