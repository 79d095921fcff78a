use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rummage_store::{ContentState, StoreError};

use crate::kit::{Kit, hash, photo};

fn seen(paths: &[&str]) -> HashSet<PathBuf> {
    paths.iter().map(PathBuf::from).collect()
}

#[tokio::test]
async fn a_folder_is_added_once_and_folders_do_not_overlap() {
    let kit = Kit::new().await;
    let again = kit
        .store
        .add_folder(&kit.pictures())
        .await
        .expect("the same folder");
    assert_eq!(again, kit.folder);
    let inner = kit.pictures().join("2024");
    std::fs::create_dir(&inner).expect("a folder within");
    for overlapping in [inner.as_path(), kit.dir()] {
        let added = kit.store.add_folder(overlapping).await;
        assert!(
            matches!(added, Err(StoreError::FolderOverlap { .. })),
            "{added:?}"
        );
    }
    let file = kit.dir().join("file");
    std::fs::write(&file, "x").expect("a file");
    let added = kit.store.add_folder(&file).await;
    assert!(
        matches!(added, Err(StoreError::NotAFolder { .. })),
        "{added:?}"
    );
}

#[tokio::test]
async fn a_file_that_moved_keeps_what_was_understood() {
    let kit = Kit::new().await;
    let content = kit.understood("a.jpg", &photo("Canon", "")).await;
    let scan = kit.store.begin_scan().await.expect("a scan");
    let (same, is_new) = kit
        .store
        .upsert_content(hash("a.jpg"), 5, "jpeg")
        .await
        .expect("known");
    assert_eq!((same, is_new), (content, false));
    kit.store
        .record_file(kit.folder, Path::new("b/moved.jpg"), 5, 1, Some(content))
        .await
        .expect("the new path");
    let outcome = kit
        .store
        .finish_scan(scan, kit.folder, &seen(&["b/moved.jpg"]))
        .await
        .expect("the end");
    assert_eq!(outcome.removed, 1);
    assert_eq!(
        kit.store.paths_of(content).await.expect("paths"),
        [kit.pictures().join("b/moved.jpg")]
    );
    let indexable = kit
        .store
        .indexable(content)
        .await
        .expect("a read")
        .expect("it is there");
    assert_eq!(indexable.names, ["moved.jpg", "pictures", "b"]);
    assert!(
        kit.store.pending(9).await.expect("pending").is_empty(),
        "nothing is to be done again"
    );
}

#[tokio::test]
async fn a_content_without_a_path_is_kept_until_it_is_forgotten() {
    let kit = Kit::new().await;
    let content = kit.understood("a.jpg", &photo("Canon", "")).await;
    let scan = kit.store.begin_scan().await.expect("a scan");
    kit.store
        .finish_scan(scan, kit.folder, &seen(&[]))
        .await
        .expect("the end");
    assert!(
        kit.store
            .indexable(content)
            .await
            .expect("a read")
            .is_none()
    );
    assert!(
        kit.store
            .embedding(content)
            .await
            .expect("a read")
            .is_none()
    );
    assert!(
        kit.store
            .extraction(content)
            .await
            .expect("a read")
            .is_some()
    );
    assert!(
        kit.store
            .forget_orphans(0)
            .await
            .expect("none yet")
            .is_empty()
    );

    kit.file("back.jpg", "a.jpg").await;
    assert!(
        kit.store
            .indexable(content)
            .await
            .expect("a read")
            .is_some(),
        "it is back"
    );
    assert!(
        kit.store
            .forget_orphans(i64::MAX)
            .await
            .expect("none")
            .is_empty()
    );

    let scan = kit.store.begin_scan().await.expect("a scan");
    kit.store
        .finish_scan(scan, kit.folder, &seen(&[]))
        .await
        .expect("the end");
    let forgotten = kit.store.forget_orphans(i64::MAX).await.expect("one");
    assert_eq!(forgotten, [hash("a.jpg")]);
    assert!(kit.store.content(content).await.expect("a read").is_none());
    let last = kit.store.last_change().await.expect("the log");
    let changes = kit.store.changes_after(last - 1, 9).await.expect("the log");
    assert_eq!(changes[0].content, content, "indexes hear that it is gone");
}

#[tokio::test]
async fn a_removed_folder_that_is_added_again_costs_nothing() {
    let kit = Kit::new().await;
    let content = kit.understood("a.jpg", &photo("Canon", "")).await;
    kit.store.remove_folder(kit.folder).await.expect("removed");
    assert!(kit.store.paths_of(content).await.expect("paths").is_empty());
    assert!(
        kit.store
            .indexable(content)
            .await
            .expect("a read")
            .is_none()
    );
    assert!(matches!(
        kit.store.remove_folder(kit.folder).await,
        Err(StoreError::UnknownFolder(_))
    ));
    let folder = kit
        .store
        .add_folder(&kit.pictures())
        .await
        .expect("added again");
    kit.store
        .record_file(folder, Path::new("a.jpg"), 5, 1, Some(content))
        .await
        .expect("the file again");
    let state = kit
        .store
        .content(content)
        .await
        .expect("a read")
        .expect("known")
        .state;
    assert_eq!(state, ContentState::Done);
    assert!(
        kit.store
            .indexable(content)
            .await
            .expect("a read")
            .is_some()
    );
}

#[tokio::test]
async fn what_lies_on_an_absent_drive_stays_findable_and_waits() {
    let kit = Kit::new().await;
    let done = kit.understood("a.jpg", &photo("Canon", "")).await;
    kit.file("b.jpg", "b").await;
    kit.store
        .set_offline(kit.folder, true)
        .await
        .expect("offline");
    assert!(kit.store.indexable(done).await.expect("a read").is_some());
    assert!(kit.store.pending(9).await.expect("pending").is_empty());
    let facts = kit.store.facts_for_hits(&[done]).await.expect("facts");
    assert!(facts[0].offline);
    let status = kit.store.status().await.expect("status");
    assert_eq!(
        (status.offline_folders, status.offline_files, status.pending),
        (1, 2, 1)
    );
    kit.store
        .set_offline(kit.folder, false)
        .await
        .expect("online");
    assert_eq!(kit.store.pending(9).await.expect("pending").len(), 1);
}

#[tokio::test]
async fn the_newest_files_come_first() {
    let kit = Kit::new().await;
    for (name, mtime_ns) in [("old", 10), ("newest", 30), ("newer", 20)] {
        let (content, _) = kit
            .store
            .upsert_content(hash(name), 1, "jpeg")
            .await
            .expect("a content");
        kit.store
            .record_file(kit.folder, Path::new(name), 1, mtime_ns, Some(content))
            .await
            .expect("a file");
    }
    let pending = kit.store.pending(2).await.expect("pending");
    let names: Vec<_> = pending.iter().filter_map(|p| p.path.file_name()).collect();
    assert_eq!(names, ["newest", "newer"]);
}

#[tokio::test]
async fn a_file_with_new_bytes_is_another_content() {
    let kit = Kit::new().await;
    let before = kit.understood("a.jpg", &photo("Canon", "")).await;
    let after = kit.file("a.jpg", "other bytes").await;
    assert_ne!(before, after);
    assert!(kit.store.indexable(before).await.expect("a read").is_none());
    let known = kit.store.known_files(kit.folder).await.expect("files");
    assert_eq!(known.len(), 1);
    assert_eq!(known[Path::new("a.jpg")].content_id, Some(after));
    let at = kit
        .store
        .content_at(&kit.pictures().join("a.jpg"))
        .await
        .expect("a read");
    assert_eq!(at, Some(after));
}

#[cfg(unix)]
#[tokio::test]
async fn a_name_that_is_not_unicode_is_a_file_like_any_other() {
    use std::os::unix::ffi::OsStrExt;
    let kit = Kit::new().await;
    let name = Path::new(std::ffi::OsStr::from_bytes(b"caf\xe9.jpg"));
    let (content, _) = kit
        .store
        .upsert_content(hash("x"), 1, "jpeg")
        .await
        .expect("a content");
    kit.store
        .record_file(kit.folder, name, 1, 1, Some(content))
        .await
        .expect("a file");
    assert_eq!(
        kit.store.paths_of(content).await.expect("paths"),
        [kit.pictures().join(name)]
    );
    assert!(
        kit.store
            .known_files(kit.folder)
            .await
            .expect("files")
            .contains_key(name)
    );
}
