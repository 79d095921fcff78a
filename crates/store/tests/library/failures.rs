use std::path::Path;

use rummage_core::{ContentId, ErrorKind, Failure, Stage};
use rummage_store::{ContentState, StoreError, Subject};

use crate::kit::{Kit, photo};

fn malformed() -> Failure {
    Failure::new(
        Stage::Decode,
        ErrorKind::Malformed,
        "This is not a picture.",
    )
}

#[tokio::test]
async fn a_failure_is_listed_with_all_its_paths_until_it_succeeds() {
    let kit = Kit::new().await;
    let content = kit.file("a.jpg", "x").await;
    kit.file("copy.jpg", "x").await;
    kit.store
        .begin_attempt(&[content])
        .await
        .expect("an attempt");
    kit.store
        .record_failure(Subject::Content(content), &malformed())
        .await
        .expect("recorded");
    kit.store
        .record_failure(Subject::Content(content), &malformed())
        .await
        .expect("recorded");
    let failures = kit.store.failures().await.expect("failures");
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].failure, malformed());
    assert_eq!(failures[0].paths.len(), 2);
    assert!(
        kit.store.pending(9).await.expect("pending").is_empty(),
        "it is not tried again"
    );
    assert_eq!(kit.store.status().await.expect("status").failed, 1);

    assert_eq!(kit.store.retry_failures().await.expect("retried"), 1);
    assert!(kit.store.failures().await.expect("failures").is_empty());
    assert_eq!(kit.store.pending(9).await.expect("pending").len(), 1);
    kit.store
        .commit_extraction(content, &photo("", ""), &[])
        .await
        .expect("a commit");
    let state = kit
        .store
        .content(content)
        .await
        .expect("a read")
        .expect("known")
        .state;
    assert_eq!(state, ContentState::Done);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_fails_by_its_path() {
    let kit = Kit::new().await;
    let path = Path::new("locked.jpg");
    let denied = Failure::new(
        Stage::Identify,
        ErrorKind::PermissionDenied,
        "No permission.",
    );
    let file = kit
        .store
        .record_file(kit.folder, path, 7, 1, None)
        .await
        .expect("a file");
    kit.store
        .record_failure(Subject::File(file), &denied)
        .await
        .expect("recorded");
    let failures = kit.store.failures().await.expect("failures");
    assert_eq!(failures[0].paths, [kit.pictures().join(path)]);
    assert!(kit.store.known_files(kit.folder).await.expect("files")[path].failed);

    kit.store
        .record_file(kit.folder, path, 7, 1, None)
        .await
        .expect("seen unchanged");
    assert_eq!(kit.store.failures().await.expect("failures").len(), 1);
    kit.store.retry_failures().await.expect("retried");
    assert!(!kit.store.known_files(kit.folder).await.expect("files")[path].failed);

    kit.store
        .record_failure(Subject::File(file), &denied)
        .await
        .expect("recorded");
    kit.file("locked.jpg", "now readable").await;
    assert!(
        kit.store.failures().await.expect("failures").is_empty(),
        "it was read after all"
    );
}

#[tokio::test]
async fn cancelling_is_no_failure() {
    let kit = Kit::new().await;
    let content = kit.file("a.jpg", "x").await;
    kit.store
        .begin_attempt(&[content])
        .await
        .expect("an attempt");
    let cancelled = Failure::new(Stage::Understand, ErrorKind::Cancelled, "Stopped.");
    kit.store
        .record_failure(Subject::Content(content), &cancelled)
        .await
        .expect("recorded");
    assert!(kit.store.failures().await.expect("failures").is_empty());
    assert_eq!(kit.store.pending(9).await.expect("pending").len(), 1);
}

#[tokio::test]
async fn what_is_not_known_cannot_fail() {
    let kit = Kit::new().await;
    let nobody = ContentId(77);
    let recorded = kit
        .store
        .record_failure(Subject::Content(nobody), &malformed())
        .await;
    assert!(matches!(recorded, Err(StoreError::UnknownContent(id)) if id == nobody));
    let recorded = kit
        .store
        .record_failure(Subject::File(rummage_core::FileId(7)), &malformed())
        .await;
    assert!(matches!(recorded, Err(StoreError::UnknownFile(_))));
}
