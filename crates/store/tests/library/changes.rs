use std::path::Path;

use crate::kit::{Kit, photo};

#[tokio::test]
async fn commits_and_path_changes_are_logged_in_order() {
    let kit = Kit::new().await;
    let a = kit.understood("a.jpg", &photo("", "")).await;
    let b = kit.understood("b.jpg", &photo("", "")).await;
    let after = kit.store.last_change().await.expect("the log");
    kit.file("a-again.jpg", "a.jpg").await;
    kit.store
        .record_file(kit.folder, Path::new("b.jpg"), 5, 2, Some(b))
        .await
        .expect("touched, with the same bytes");
    let changes = kit.store.changes_after(after, 9).await.expect("the log");
    let contents: Vec<_> = changes.iter().map(|change| change.content).collect();
    assert_eq!(
        contents,
        [a],
        "a new path is news, a new date of the same bytes is none"
    );
    let all = kit
        .store
        .changes_after(0, usize::MAX)
        .await
        .expect("the log");
    assert!(all.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    assert_eq!(
        kit.store.changes_after(0, 2).await.expect("the log"),
        all[..2]
    );
}

#[tokio::test]
async fn a_pruned_log_says_that_it_does_not_reach_back() {
    let kit = Kit::new().await;
    assert!(
        kit.store.log_reaches(0).await.expect("the log"),
        "nothing is missing at first"
    );
    let a = kit.understood("a.jpg", &photo("", "")).await;
    let last = kit.store.last_change().await.expect("the log");
    assert!(last >= 2);
    assert!(kit.store.log_reaches(0).await.expect("the log"));
    assert!(
        !kit.store.log_reaches(last + 1).await.expect("the log"),
        "from another library"
    );
    kit.store.prune_changes(last - 1).await.expect("pruned");
    assert!(!kit.store.log_reaches(0).await.expect("the log"));
    assert!(kit.store.log_reaches(last - 1).await.expect("the log"));
    kit.store.prune_changes(last).await.expect("pruned");
    assert!(kit.store.log_reaches(last).await.expect("the log"));
    assert_eq!(
        kit.store.last_change().await.expect("the log"),
        last,
        "pruning forgets no position"
    );
    let base = kit.store.index_base().await.expect("the base");
    assert_eq!((base.contents, base.watermark), (vec![a], last));
    let kit = kit.crash().await;
    kit.file("again.jpg", "a.jpg").await;
    assert_eq!(kit.store.last_change().await.expect("the log"), last + 1);
}
