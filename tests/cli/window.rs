//! The engine as the window uses it, without a window: on the library of the samples.

use std::sync::{Arc, Mutex};

use rummage_api as api;
use rummage_engine::playback::Playback;
use rummage_engine::{EngineSettings, Library};

use crate::kit::{self, wait_until};
use crate::samples;

pub async fn open(library: &kit::Library) -> Arc<Library> {
    let opened = Library::open(library.path(), EngineSettings::for_this_machine()).await;
    Arc::new(opened.expect("the library opens"))
}

pub fn request(query: &str) -> api::SearchRequest {
    api::SearchRequest {
        query: query.to_owned(),
        tab: api::Tab::All,
        sort: api::SortOrder::Relevance,
        strictness: api::Strictness::Usual,
        facets: Vec::new(),
        limit: 30,
        offset: 0,
        stage: api::SearchStage::Full,
    }
}

pub async fn search(library: &Library, request: &api::SearchRequest) -> api::SearchAnswer {
    library.search_page(request).await.expect("an answer")
}

fn names(answer: &api::SearchAnswer) -> Vec<&str> {
    answer
        .hits
        .iter()
        .map(|hit| hit.file_name.as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_page_counts_narrows_sorts_and_goes_on() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let all = search(&library, &request("")).await;
    assert_eq!(
        all.counts.all,
        samples::all().len(),
        "without a query, everything"
    );
    assert_eq!(all.counts.photo, samples::of_kind("photo").count());
    assert_eq!(all.hits.len(), 30);
    let next = search(
        &library,
        &api::SearchRequest {
            offset: 30,
            ..request("")
        },
    )
    .await;
    assert!(names(&all).iter().all(|name| !names(&next).contains(name)));

    let invoices = search(&library, &request("type:invoice")).await;
    let years = invoices
        .facets
        .iter()
        .find(|it| it.kind == api::FacetKind::Year);
    let year = years.expect("invoices have years").values[0].clone();
    let narrowed = api::SearchRequest {
        facets: vec![api::FacetChoice {
            kind: api::FacetKind::Year,
            value: year.value.clone(),
        }],
        sort: api::SortOrder::Amount,
        ..request("type:invoice")
    };
    let narrowed = search(&library, &narrowed).await;
    assert_eq!(narrowed.total, year.count);
    let totals: Vec<i64> = narrowed
        .hits
        .iter()
        .filter_map(|hit| Some(hit.paper.as_ref()?.total.as_ref()?.minor))
        .collect();
    assert!(totals.is_sorted_by(|a, b| a >= b), "{totals:?}");

    let places = all
        .facets
        .iter()
        .find(|it| it.kind == api::FacetKind::Place);
    assert!(!places.expect("photos have places").values.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn stricter_searches_find_less_and_an_instant_one_needs_no_model() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let mut found = Vec::new();
    for strictness in [
        api::Strictness::Strict,
        api::Strictness::Usual,
        api::Strictness::Loose,
        api::Strictness::Everything,
    ] {
        let asked = api::SearchRequest {
            strictness,
            ..request("two dogs on the beach")
        };
        found.push(search(&library, &asked).await.total);
    }
    assert!(found.is_sorted() && found[0] < found[3], "{found:?}");
    drop(library);

    let mut settings = EngineSettings::for_this_machine();
    settings.places.models = None;
    let opened = Library::open(copy.path(), settings).await;
    let library = opened.expect("the library opens");
    let stage = api::SearchStage::Instant;
    let instant = search(
        &library,
        &api::SearchRequest {
            stage,
            ..request("invoice")
        },
    )
    .await;
    assert!(instant.counts.paper > 0 && instant.notes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_shows_its_fields_and_a_correction_outlives_a_restart() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let found = search(&library, &request("type:invoice total>0")).await;
    let content = found.hits[0].content.0.clone();
    let paper = library
        .paper_page(&content, "invoice")
        .await
        .expect("a paper");
    assert!(!paper.pages.is_empty() && !paper.text.is_empty());
    let total = paper.fields.iter().find(|field| field.name == "total");
    let total = total.expect("a total").clone();
    assert!(total.bbox.is_some() && !total.corrected);

    let refused = library.correct_field(&content, "total", "lots").await;
    let refused = api::CommandError::from(refused.expect_err("that is no amount"));
    assert_eq!(refused.code, api::ErrorCode::InvalidQuery);
    assert!(refused.advice.is_some());

    let corrected = library
        .correct_field(&content, "total", "98.765,43 EUR")
        .await;
    let corrected = corrected.expect("a correction");
    let now = corrected.fields.iter().find(|field| field.name == "total");
    let now = now.expect("a total");
    assert!(now.corrected && now.source == api::FieldSource::User);
    assert_eq!(now.original.as_ref(), Some(&total.value));
    assert_eq!(now.bbox, total.bbox);
    drop(library);

    let library = open(&copy).await;
    let found = search(&library, &request("total>98000")).await;
    assert_eq!(
        found.hits[0].content.0, content,
        "it is searched for by the person's value"
    );
    let undone = library
        .undo_correction(&content, "total")
        .await
        .expect("undone");
    let back = undone.fields.iter().find(|field| field.name == "total");
    assert_eq!(back.expect("a total"), &total);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_has_its_moment_its_likes_and_its_picture() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let sort = api::SortOrder::Newest;
    let photos = search(
        &library,
        &api::SearchRequest {
            sort,
            ..request("kind:photo")
        },
    )
    .await;
    let mut similar = 0;
    for hit in photos.hits.iter().take(8) {
        let photo = library.photo_page(&hit.content.0).await.expect("a photo");
        assert!(photo.width > 0 && photo.places.len() == 1);
        assert!(
            photo
                .similar
                .iter()
                .all(|other| other.content != hit.content)
        );
        similar += photo.similar.len();
        if photo.when.is_some() {
            assert!(
                photo
                    .moment
                    .iter()
                    .any(|other| other.content == hit.content)
            );
        }
    }
    assert!(similar > 0, "among the samples some look alike");
    let content = &photos.hits[0].content.0;
    for jpeg in [
        library.picture(content).await.expect("a picture"),
        library.held_thumbnail(content).await.expect("a thumbnail"),
    ] {
        assert!(jpeg.starts_with(&[0xff, 0xd8]), "a JPEG");
    }
    let file = library.path_of(content).await.expect("a path");
    let like = library.similar_to_file(&file).await.expect("an answer");
    assert_eq!(
        &like.hits[0].content.0, content,
        "nothing is more like it than itself"
    );

    for other in ["0".repeat(64), "../library.sqlite".to_owned()] {
        assert!(library.held_thumbnail(&other).await.is_none());
        let refused = library.picture(&other).await.expect_err("it is not held");
        assert_eq!(
            api::CommandError::from(refused).code,
            api::ErrorCode::NotFound
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_shown_as_it_was_read_and_its_matches_can_be_stepped_through() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let tab = api::Tab::Paper;
    let found = search(
        &library,
        &api::SearchRequest {
            tab,
            ..request("invoice")
        },
    )
    .await;
    let content = &found.hits[0].content.0;
    let page = library.page_picture(content, 0).await.expect("a page");
    assert!(page.starts_with(&[0xff, 0xd8]), "a JPEG");
    assert!(library.page_picture(content, 999).await.is_err());
    let matches = library.matches(content, "invoice").await.expect("matches");
    let paper = library
        .paper_page(content, "invoice")
        .await
        .expect("a paper");
    let marked = paper.pages.iter().flat_map(|page| &page.words);
    assert_eq!(marked.filter(|word| word.matched).count(), matches.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_drawn_heard_and_exported() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let query = "roses before the guests arrive";
    let found = search(&library, &request(query)).await;
    let hit = &found.hits[0];
    let card = hit.voice.as_ref().expect("it was said");
    assert!(card.peaks.iter().any(|peak| *peak > 0.1) && !card.words.is_empty());
    let content = hit.content.0.clone();
    let voice = library
        .voice_page(&content, query)
        .await
        .expect("a recording");
    assert_eq!(voice.peaks.len(), 1000);
    assert!(voice.words.iter().any(|word| word.matched));
    assert!(
        !library
            .matches(&content, query)
            .await
            .expect("matches")
            .is_empty()
    );
    let srt = api::TranscriptFormat::Srt;
    let export = library
        .export_transcript(&content, srt)
        .await
        .expect("subtitles");
    assert!(export.file_name.ends_with(".srt") && export.text.contains(" --> "));

    // An earlier version left no outline: it is made when it is looked at.
    for entry in kit::files_below(&copy.path().join("thumbnails")) {
        if entry
            .extension()
            .is_some_and(|extension| extension == "outline")
        {
            std::fs::remove_file(entry).expect("an outline");
        }
    }
    let again = library
        .voice_page(&content, query)
        .await
        .expect("a recording");
    assert_eq!(again.peaks, voice.peaks);

    let told: Arc<Mutex<Vec<api::PlaybackState>>> = Arc::default();
    let sink = Arc::clone(&told);
    let playback = Playback::new(
        Arc::clone(&library),
        Arc::new(move |state| sink.lock().expect("states").push(state)),
    )
    .expect("playback");
    playback.set_speed(2.0).await.expect("a speed");
    playback.play(&content, 1.0).await.expect("it plays");
    wait_until(|| {
        let told = told.lock().expect("states");
        told.iter()
            .any(|state| state.playing && state.position_s > 1.2)
    })
    .await;
    playback.pause().await.expect("it holds");
    let last = told
        .lock()
        .expect("states")
        .last()
        .cloned()
        .expect("a state");
    assert!(!last.playing && last.speed == 2.0 && last.content.0 == content);
}

#[tokio::test(flavor = "multi_thread")]
async fn examples_really_answer_here() {
    let copy = kit::Library::copy_of_the_samples();
    let library = open(&copy).await;
    let examples = library.example_queries().await.expect("examples");
    let kinds: Vec<api::MediaKind> = examples.iter().map(|example| example.kind).collect();
    assert!(kinds.contains(&api::MediaKind::Paper), "{examples:?}");
    assert!(kinds.contains(&api::MediaKind::Voice), "{examples:?}");
    for example in &examples {
        let found = search(&library, &request(&example.query)).await;
        assert!(
            found.hits.iter().any(|hit| hit.kind == example.kind),
            "{example:?}"
        );
    }
}
