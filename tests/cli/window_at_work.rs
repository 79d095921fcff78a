//! What works in the background while the window is open: indexing, the watcher, settings.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rummage_api as api;
use rummage_engine::indexer::Indexer;
use rummage_engine::watcher::Watcher;
use rummage_engine::window::CONFIRMATION;

use crate::kit::{self, temporary_folder, wait_until};
use crate::samples;
use crate::window::{open, request, search};

#[tokio::test(flavor = "multi_thread")]
async fn indexing_is_told_held_and_woken_by_what_changes() {
    let home = kit::Library::new();
    let photos = temporary_folder();
    let sample = samples::of_kind("photo").next().expect("a photo");
    std::fs::copy(&sample.path, photos.path().join("a.jpg")).expect("a copy");
    let library = open(&home).await;
    library.add_folder(photos.path()).await.expect("a folder");
    let told: Arc<Mutex<Vec<api::IndexingState>>> = Arc::default();
    let sink = Arc::clone(&told);
    let indexer = Indexer::new(
        Arc::clone(&library),
        Arc::new(move |state| sink.lock().expect("states").push(state)),
    )
    .await;
    let watcher = Watcher::new(&indexer).await;
    library.watch_folders(&watcher).await.expect("it watches");
    let idle = || indexer.state().state == api::IndexingActivity::Idle;

    indexer.pause();
    indexer.start();
    assert_eq!(indexer.state().state, api::IndexingActivity::Paused);
    indexer.resume();
    wait_until(|| idle() && indexer.state().searchable_share == 1.0).await;
    let page = library
        .library_page(indexer.state(), &watcher)
        .await
        .expect("a page");
    assert!(page.folders[0].watched && page.bytes.database > 0);
    assert_eq!(page.folders[0].photo, 1);
    let states: Vec<api::IndexingActivity> = told
        .lock()
        .expect("states")
        .iter()
        .map(|it| it.state)
        .collect();
    assert!(
        states.contains(&api::IndexingActivity::Paused),
        "{states:?}"
    );

    let other = samples::of_kind("photo").nth(1).expect("another photo");
    std::fs::copy(&other.path, photos.path().join("b.jpg")).expect("a copy");
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let found = search(&library, &request("kind:photo")).await;
        if found.total == 2 {
            break;
        }
        assert!(Instant::now() < deadline, "the new file was not noticed");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }

    indexer.stop().await;
    assert!(library.wipe("yes").await.is_err(), "not without the word");
    library.wipe(CONFIRMATION).await.expect("wiped");
    let found = search(&library, &request("")).await;
    assert_eq!(found.total, 0);
    assert!(
        photos.path().join("a.jpg").is_file(),
        "the user's files are not touched"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_obeyed_and_kept() {
    let home = kit::Library::new();
    let library = open(&home).await;
    let mut settings = library.kept_settings().await.expect("settings");
    settings.threads = 3;
    settings.theme = api::Theme::Dark;
    settings.languages = vec!["deu".to_owned()];
    library.keep_settings(&settings).await.expect("kept");
    assert_eq!(library.settings().files_at_once, 3);
    assert_eq!(library.settings().media.ocr_languages, "deu");
    drop(library);
    let library = open(&home).await;
    library.obey_kept_settings().await.expect("settings");
    assert_eq!(library.settings().files_at_once, 3);
    assert_eq!(library.kept_settings().await.expect("settings"), settings);
}
