use std::collections::BTreeMap;

use rummage_core::{ErrorKind, Failure, MediaKind, Stage};
use rummage_store::{StoreError, Subject};

use crate::kit::{Kit, invoice, photo, voice};

#[tokio::test]
async fn searches_are_kept_by_name_and_recent_ones_in_order() {
    let kit = Kit::new().await;
    let first = kit
        .store
        .save_search("bills", "type:invoice")
        .await
        .expect("saved");
    let again = kit
        .store
        .save_search("bills", "total>9")
        .await
        .expect("saved");
    assert_eq!(first, again, "a name is there once");
    let saved = kit.store.saved_searches().await.expect("searches");
    assert_eq!((saved.len(), saved[0].query.as_str()), (1, "total>9"));
    kit.store.forget_search(first).await.expect("forgotten");
    assert!(
        kit.store
            .saved_searches()
            .await
            .expect("searches")
            .is_empty()
    );

    for number in 0..30 {
        kit.store
            .note_search(&format!("{number} dogs"))
            .await
            .expect("noted");
    }
    kit.store.note_search("12 dogs").await.expect("noted");
    let recent = kit.store.recent_searches().await.expect("searches");
    assert_eq!(recent.len(), 20);
    assert_eq!(recent[0], "12 dogs");
    for typed in ["f", "four d", "four dogs"] {
        kit.store.note_search(typed).await.expect("noted");
    }
    let now = kit.store.recent_searches().await.expect("searches");
    assert_eq!(
        now[..2],
        ["four dogs", "12 dogs"],
        "what is typed on the way does not stay"
    );
    assert_eq!(recent.iter().filter(|query| *query == "12 dogs").count(), 1);
}

#[tokio::test]
async fn settings_are_kept_over_a_crash() {
    let kit = Kit::new().await;
    assert_eq!(kit.store.settings().await.expect("a read"), None);
    for value in ["{\"a\":1}", "{\"a\":2}"] {
        kit.store.keep_settings(value).await.expect("kept");
    }
    let kit = kit.crash().await;
    let kept = kit.store.settings().await.expect("a read");
    assert_eq!(kept.as_deref(), Some("{\"a\":2}"));
}

#[tokio::test]
async fn folders_tell_their_patterns_and_what_they_hold() {
    let kit = Kit::new().await;
    kit.understood("a.jpg", &photo("", "")).await;
    kit.understood("b.pdf", &invoice("Acme", 1, "2026-01-01"))
        .await;
    kit.file("copy of a.jpg", "a.jpg").await;
    kit.file("waiting.jpg", "w").await;
    let broken = kit.file("broken.jpg", "b").await;
    let failure = Failure::new(Stage::Decode, ErrorKind::Malformed, "no");
    kit.store
        .record_failure(Subject::Content(broken), &failure)
        .await
        .expect("recorded");
    let counts = kit.store.folder_counts().await.expect("counts");
    let counts = &counts[&kit.folder];
    assert_eq!(
        counts.by_kind,
        BTreeMap::from([(MediaKind::Photo, 1), (MediaKind::Paper, 1)])
    );
    assert_eq!((counts.pending, counts.failed), (1, 1));

    let exclude = ["Private".to_owned()];
    kit.store
        .set_patterns(kit.folder, &[], &exclude)
        .await
        .expect("set");
    let folders = kit.store.folders().await.expect("folders");
    assert_eq!((folders[0].include.len(), folders[0].exclude.len()), (0, 1));
}

#[tokio::test]
async fn one_failure_can_be_retried_alone() {
    let kit = Kit::new().await;
    let failure = Failure::new(Stage::Decode, ErrorKind::TimedOut, "slow");
    for name in ["a.jpg", "b.jpg"] {
        let content = kit.file(name, name).await;
        kit.store
            .begin_attempt(&[content])
            .await
            .expect("an attempt");
        kit.store
            .record_failure(Subject::Content(content), &failure)
            .await
            .expect("recorded");
    }
    let failures = kit.store.failures().await.expect("failures");
    assert_eq!(failures[0].attempts, 1);
    let retried = kit.store.retry_these(&[failures[0].id, 9999]).await;
    assert_eq!(retried.expect("retried"), 1);
    let left = kit.store.failures().await.expect("failures");
    assert_eq!((left.len(), left[0].id), (1, failures[1].id));
    assert_eq!(kit.store.pending_count().await.expect("a count"), 1);
}

#[tokio::test]
async fn facts_for_facets_are_those_of_each_kind() {
    let kit = Kit::new().await;
    let photo = kit
        .understood("Trips/2025/a.jpg", &photo("", "2025-06-01T10:00:00"))
        .await;
    let paper = kit
        .understood("b.pdf", &invoice("Acme", 500, "2026-01-02"))
        .await;
    let voice = kit.understood("Memos/c.wav", &voice("hello")).await;
    let facts = kit
        .store
        .facts_for_facets(&[voice, photo, paper])
        .await
        .expect("facts");
    let order: Vec<_> = facts.iter().map(|facts| facts.content).collect();
    assert_eq!(order, [voice, photo, paper]);
    assert_eq!(facts[0].folder, kit.pictures().join("Memos"));
    assert_eq!(facts[1].folder, kit.pictures().join("Trips"));
    assert_eq!(facts[2].folder, kit.pictures());
    assert_eq!(facts[1].position, Some((47.5, -8.25)));
    assert_eq!(facts[2].vendor.as_deref(), Some("Acme"));
    assert_eq!(facts[2].total_minor, Some(500));
    assert!(facts[2].issued.is_some() && facts[1].taken_at.is_some());
}

#[tokio::test]
async fn photos_of_a_time_come_in_its_order() {
    let kit = Kit::new().await;
    let late = kit
        .understood("a.jpg", &photo("", "2025-06-01T12:30:00"))
        .await;
    let early = kit
        .understood("b.jpg", &photo("", "2025-06-01T10:00:00"))
        .await;
    kit.understood("c.jpg", &photo("", "2025-06-02T10:00:00"))
        .await;
    let at = |text: &str| text.parse().expect("a time");
    let taken = kit
        .store
        .photos_taken(at("2025-06-01T10:00:00"), at("2025-06-01T13:00:00"), 9)
        .await
        .expect("photos");
    assert_eq!(taken, [early, late]);
}

#[tokio::test]
async fn a_wiped_library_is_as_new_and_holds_no_byte_of_before() {
    let kit = Kit::new().await;
    kit.understood("a.pdf", &invoice("Secretvendor", 1, "2026-01-01"))
        .await;
    kit.store
        .save_search("x", "Secretquery")
        .await
        .expect("saved");
    let before = kit.store.last_change().await.expect("a position");
    kit.store.wipe().await.expect("wiped");
    let status = kit.store.status().await.expect("a status");
    assert_eq!((status.folders, status.files, status.pending), (0, 0, 0));
    assert!(status.by_kind.is_empty());
    assert!(
        kit.store.last_change().await.expect("a position") >= before,
        "positions are never used again"
    );
    for name in ["library.sqlite", "library.sqlite-wal"] {
        let bytes = std::fs::read(kit.library_dir().join(name)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("secret"), "{name} still holds it");
    }
    kit.store
        .add_folder(&kit.pictures())
        .await
        .expect("it can be used again");
}

#[tokio::test]
async fn patterns_of_an_unknown_folder_are_refused() {
    let kit = Kit::new().await;
    kit.store.remove_folder(kit.folder).await.expect("removed");
    let refused = kit.store.set_patterns(kit.folder, &[], &[]).await;
    assert!(matches!(refused, Err(StoreError::UnknownFolder(_))));
}
