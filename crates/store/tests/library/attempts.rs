use rummage_core::ErrorKind;
use rummage_store::ContentState;

use crate::kit::{Kit, photo};

#[tokio::test]
async fn what_was_in_work_together_is_suspected_but_not_blamed() {
    let kit = Kit::new().await;
    let a = kit.file("a.jpg", "a").await;
    let b = kit.file("b.jpg", "b").await;
    let c = kit.file("c.jpg", "c").await;
    kit.store.begin_attempt(&[a]).await.expect("an attempt");
    kit.store.begin_attempt(&[b]).await.expect("an attempt");
    let waiting = kit.store.pending(9).await.expect("pending");
    assert_eq!(waiting.len(), 1, "what is in work does not wait");

    let mut kit = kit.crash().await;
    for _ in 0..5 {
        assert_eq!(kit.store.recover().await.expect("recovered"), [a, b]);
        let pending = kit.store.pending(9).await.expect("pending");
        assert_eq!(pending.iter().map(|p| p.content).collect::<Vec<_>>(), [c]);
        kit.store.begin_attempt(&[a, b]).await.expect("an attempt");
        kit = kit.crash().await;
    }
    kit.store.recover().await.expect("recovered");
    assert_eq!(kit.store.status().await.expect("status").quarantined, 0);
}

#[tokio::test]
async fn a_file_that_ends_the_program_three_times_alone_is_quarantined() {
    let mut kit = Kit::new().await;
    let bad = kit.file("bad.jpg", "bad").await;
    let good = kit.file("good.jpg", "good").await;
    kit.store
        .begin_attempt(&[bad, good])
        .await
        .expect("an attempt");
    for round in 0..3 {
        kit = kit.crash().await;
        let suspects = kit.store.recover().await.expect("recovered");
        assert!(suspects.contains(&bad), "still tried in round {round}");
        kit.store.begin_attempt(&[bad]).await.expect("an attempt");
    }
    kit = kit.crash().await;
    let suspects = kit.store.recover().await.expect("recovered");
    assert_eq!(suspects, [good], "the innocent is still to be tried, alone");
    let content = kit
        .store
        .content(bad)
        .await
        .expect("a read")
        .expect("known");
    assert_eq!(content.state, ContentState::Quarantined);
    assert_eq!(content.attempts, 4);
    let failures = kit.store.failures().await.expect("failures");
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].failure.kind, ErrorKind::Quarantined);
    assert_eq!(failures[0].paths, [kit.pictures().join("bad.jpg")]);

    kit.store.begin_attempt(&[good]).await.expect("an attempt");
    kit.store
        .commit_extraction(good, &photo("", ""), &[])
        .await
        .expect("a commit");
    let kit = kit.crash().await;
    assert!(kit.store.recover().await.expect("recovered").is_empty());

    assert_eq!(kit.store.retry_failures().await.expect("retried"), 1);
    let suspects = kit.store.suspects().await.expect("suspects");
    assert_eq!(suspects[0].content, bad, "when it is retried, then alone");
}

#[tokio::test]
async fn who_had_company_at_any_time_is_not_blamed() {
    let mut kit = Kit::new().await;
    let a = kit.file("a.jpg", "a").await;
    let b = kit.file("b.jpg", "b").await;
    for _ in 0..4 {
        kit.store.begin_attempt(&[a]).await.expect("an attempt");
        kit.store.begin_attempt(&[b]).await.expect("an attempt");
        kit.store.end_attempt(&[b]).await.expect("ended");
        kit = kit.crash().await;
        kit.store.recover().await.expect("recovered");
    }
    assert_eq!(kit.store.status().await.expect("status").quarantined, 0);
}

#[tokio::test]
async fn a_cancelled_attempt_leaves_no_trace_but_its_count() {
    let kit = Kit::new().await;
    let a = kit.file("a.jpg", "a").await;
    kit.store.begin_attempt(&[a]).await.expect("an attempt");
    kit.store.end_attempt(&[a]).await.expect("ended");
    let kit = kit.crash().await;
    assert!(kit.store.recover().await.expect("recovered").is_empty());
    assert_eq!(kit.store.pending(9).await.expect("pending").len(), 1);
    let content = kit.store.content(a).await.expect("a read").expect("known");
    assert_eq!(content.attempts, 1);
}
