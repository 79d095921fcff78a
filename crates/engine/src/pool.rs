//! Work that keeps a core busy runs on the rayon pool, never on the async threads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rummage_core::{ErrorKind, Failure, Stage};
use tokio::sync::oneshot;

/// Runs `work` on the pool and waits for it. A panic in it (a decoder's, on a hostile file) becomes
/// a failure of that one file.
pub async fn on_pool<T, F>(work: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Failure> + Send + 'static,
{
    let (answer, answered) = oneshot::channel();
    rayon::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(fault()));
        // Whoever asked may have gone away.
        let _ = answer.send(result);
    });
    answered.await.unwrap_or_else(|_| Err(fault()))
}

fn fault() -> Failure {
    Failure::new(
        Stage::Decode,
        ErrorKind::Internal,
        "a fault in Rummage met this file; it is left out until you retry it, best after an update",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_failure_of_the_file() {
        let failure = on_pool::<(), _>(|| panic!("a decoder's assertion")).await;
        assert_eq!(failure.expect_err("it panicked").kind, ErrorKind::Internal);
    }
}
