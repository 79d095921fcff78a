use std::path::Path;

use rummage_store::{Access, Store, StoreError};

use crate::kit::{Kit, photo};

#[tokio::test]
async fn a_second_writer_is_told_who_holds_the_library() {
    let kit = Kit::new().await;
    let second = Store::open(&kit.library_dir(), Access::Write).await;
    match second {
        Err(StoreError::Locked { pid }) => assert_eq!(pid, Some(std::process::id())),
        other => panic!("a second writer got {other:?}"),
    }
}

#[tokio::test]
async fn a_reader_reads_beside_the_writer_and_cannot_write() {
    let kit = Kit::new().await;
    let reader = Store::open(&kit.library_dir(), Access::Read)
        .await
        .expect("a reader");
    let content = kit.understood("a.jpg", &photo("Canon", "")).await;
    let seen = reader.extraction(content).await.expect("a read");
    assert!(
        seen.is_some(),
        "a reader sees what was committed after it opened"
    );
    assert!(matches!(
        reader.begin_scan().await,
        Err(StoreError::ReadOnly)
    ));
}

#[tokio::test]
async fn the_lock_goes_with_its_holder() {
    let kit = Kit::new().await;
    let kit = kit.crash().await;
    assert_eq!(kit.store.folders().await.expect("folders").len(), 1);
}

#[tokio::test]
async fn there_is_nothing_to_read_where_there_is_no_library() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let none = Store::open(empty.path(), Access::Read).await;
    assert!(matches!(none, Err(StoreError::NoLibrary { .. })));
    assert_eq!(
        std::fs::read_dir(empty.path()).expect("a folder").count(),
        0,
        "reading makes nothing"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_library_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let kit = Kit::new().await;
    let mode = std::fs::metadata(kit.library_dir())
        .expect("the folder")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn what_is_no_database_is_called_damaged() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(
        dir.path().join("library.sqlite"),
        "not a database at all".repeat(500),
    )
    .expect("a file");
    let opened = Store::open(dir.path(), Access::Write).await;
    assert!(
        matches!(opened, Err(StoreError::Damaged { .. })),
        "{opened:?}"
    );
}

/// Libraries of released versions, each made by `write_a_library_of_this_version`.
#[tokio::test]
async fn libraries_of_all_versions_open() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut opened = 0;
    for entry in std::fs::read_dir(&fixtures).expect("the folder of old libraries") {
        let old = entry.expect("an old library").path();
        let dir = tempfile::tempdir().expect("a temporary folder");
        std::fs::copy(&old, dir.path().join("library.sqlite")).expect("a copy");
        let store = Store::open(dir.path(), Access::Write)
            .await
            .unwrap_or_else(|error| panic!("{} does not open: {error}", old.display()));
        let base = store.index_base().await.expect("its contents");
        assert_eq!(
            base.contents.len(),
            3,
            "{} holds three contents",
            old.display()
        );
        for content in base.contents {
            assert!(store.extraction(content).await.expect("a read").is_some());
            assert!(store.indexable(content).await.expect("a read").is_some());
        }
        opened += 1;
    }
    assert!(
        opened > 0,
        "there are no old libraries in {}",
        fixtures.display()
    );
}

#[tokio::test]
async fn papers_from_before_line_items_have_none_and_take_them_when_they_are_read_again() {
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/library-0.1.0.sqlite"
    );
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::copy(fixture, dir.path().join("library.sqlite")).expect("a copy");
    let store = Store::open(dir.path(), Access::Write)
        .await
        .expect("the old library");
    let newer = crate::kit::invoice("Acme", 147_160, "2026-03-01");
    let mut papers = 0;
    for content in store.index_base().await.expect("its contents").contents {
        let read = store.extraction(content).await.expect("a read");
        let read = read.expect("it is understood");
        assert_eq!(read.line_items, []);
        if !read.pages.is_empty() {
            papers += 1;
            store
                .commit_extraction(content, &newer, &[])
                .await
                .expect("a commit");
            let again = store.extraction(content).await.expect("a read");
            let items = again.expect("it is understood").line_items;
            assert_eq!(items, newer.line_items);
        }
    }
    assert_eq!(papers, 1);
}

/// Run with `--ignored` when a version is released, to keep a library of it.
#[tokio::test]
#[ignore = "writes a fixture"]
async fn write_a_library_of_this_version() {
    let kit = Kit::new().await;
    kit.understood("a.jpg", &photo("Canon EOS", "2025-06-01T10:00:00"))
        .await;
    kit.understood("b.pdf", &crate::kit::invoice("Acme", 147_160, "2026-03-01"))
        .await;
    kit.understood("c.wav", &crate::kit::voice("call the dentist"))
        .await;
    let library = kit.library_dir();
    kit.store.close().await;
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::create_dir_all(&fixtures).expect("the folder of old libraries");
    let name = format!("library-{}.sqlite", env!("CARGO_PKG_VERSION"));
    std::fs::copy(library.join("library.sqlite"), fixtures.join(name)).expect("a copy");
}
