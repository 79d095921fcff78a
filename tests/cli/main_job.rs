//! The main job: index a folder of everything, find things again, index it again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::kit::{Library, files_below, hits, paths_of, temporary_folder, text};
use crate::samples;

#[test]
fn every_sample_is_understood_as_what_it_is() {
    let library = Library::of_the_samples();
    let understood = library.understood();
    let wrong: Vec<String> = samples::all()
        .iter()
        .filter(|sample| understood.get(&sample.path) != Some(&sample.kind))
        .map(|sample| {
            format!(
                "{} as {:?}",
                sample.path.display(),
                understood.get(&sample.path)
            )
        })
        .collect();
    assert!(wrong.is_empty(), "taken for something else: {wrong:#?}");

    let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
    for sample in samples::all() {
        *expected.entry(&sample.kind).or_default() += 1;
    }
    let status = library.status();
    assert_eq!(status["by_kind"], json!(expected));
    assert_eq!(status["files"], json!(samples::all().len()));
    for nothing in [
        "pending",
        "failed",
        "quarantined",
        "orphaned",
        "offline_files",
    ] {
        assert_eq!(status[nothing], 0, "{nothing}");
    }
    assert!(library.failures().is_empty());
}

#[test]
fn photos_tell_when_where_and_with_what_they_were_taken() {
    let library = Library::of_the_samples();
    for sample in samples::of_kind("photo") {
        let name = sample.path.display();
        let shown = library.show(&sample.path);
        let (photo, truth) = (&shown["photo"], &sample.truth);
        for fact in ["width", "height", "taken_at", "camera"] {
            assert_eq!(photo[fact], truth[fact], "{fact} of {name}");
        }
        for angle in ["latitude", "longitude"] {
            match (photo[angle].as_f64(), truth[angle].as_f64()) {
                // A hundredth of a second of arc, which is what is written in a picture.
                (Some(is), Some(should)) => {
                    assert!(
                        (is - should).abs() < 1e-5,
                        "{angle} of {name}: {is}, not {should}"
                    );
                }
                (is, should) => assert_eq!(is, should, "{angle} of {name}"),
            }
        }
    }
}

#[test]
fn a_photo_is_found_by_what_it_shows() {
    let library = Library::of_the_samples();
    let wanted = samples::file("DCIM/101MSDCF/DSC00242.JPG");
    let found = library.search("five penguins in winter");
    let hit = hits(&found)
        .iter()
        .take(5)
        .find(|hit| text(&hit["path"]) == wanted.to_string_lossy())
        .unwrap_or_else(|| panic!("the penguins are among the first five: {found}"));
    assert_eq!(hit["kind"], "photo");
    let why = hit["why"].as_array().expect("reasons");
    let shows = why
        .iter()
        .find(|why| why["by"] == "concept")
        .expect("it shows them");
    let cosine = shows["cosine"].as_f64().expect("a cosine");
    assert!(
        cosine > 0.0 && cosine <= 1.0,
        "a picture that shows it is near: {cosine}"
    );
    assert!(
        hit["thumbnail"]
            .as_str()
            .is_some_and(|path| fs::metadata(path).is_ok())
    );
}

#[test]
fn a_scan_is_found_by_its_words_and_the_place_of_each_is_named() {
    let library = Library::of_the_samples();
    let wanted = samples::file("Scans/scan0007.pdf");
    let found = library.search("kind:paper larch panels");
    assert_eq!(paths_of(&found).first(), Some(&wanted), "{found}");
    let shown = library.show(&wanted);
    let why = hits(&found)[0]["why"].as_array().expect("reasons");
    for word in ["larch", "panels"] {
        let is_named = why.iter().filter(|why| why["by"] == "text").any(|why| {
            let page = &shown["pages"][why["page"].as_u64().expect("a page") as usize];
            let place = corners(&why["box"]);
            assert!(
                place[0] < place[2] && place[1] < place[3] && place[0] >= 0.0 && place[1] >= 0.0,
                "a place has some size: {place:?}"
            );
            assert!(
                place[2] <= number(&page["width"]) && place[3] <= number(&page["height"]),
                "a place lies on its page: {place:?}"
            );
            words_within(page, place)
                .iter()
                .any(|seen| seen.to_lowercase().contains(word))
        });
        assert!(is_named, "one reason is the place of {word:?}: {why:?}");
    }
}

#[test]
fn an_invoice_is_found_by_a_field_and_its_place_is_named() {
    let library = Library::of_the_samples();
    let found = library.search("number:TC-2347 total>415");
    let wanted = samples::file("Downloads/document (7).pdf");
    assert_eq!(paths_of(&found), std::slice::from_ref(&wanted), "{found}");
    let why = hits(&found)[0]["why"].as_array().expect("reasons");
    let shown = library.show(&wanted);
    for name in ["invoice_number", "total"] {
        let reason = why
            .iter()
            .find(|why| why["by"] == "field" && why["field"] == name)
            .unwrap_or_else(|| panic!("one reason is the {name}: {why:?}"));
        let page = &shown["pages"][reason["page"].as_u64().expect("a page") as usize];
        let printed: String = words_within(page, corners(&reason["box"])).concat();
        let said: String = text(&reason["snippet"]).split_whitespace().collect();
        assert!(
            printed.contains(&said),
            "what is said to stand there stands there: {reason}"
        );
    }
}

#[test]
fn a_voice_note_is_found_at_the_second_at_which_it_was_said() {
    let library = Library::of_the_samples();
    let wanted = samples::file("Recordings/REC_006.mp3");
    let found = library.search("kind:voice roses before the guests arrive");
    assert_eq!(paths_of(&found).first(), Some(&wanted), "{found}");
    let hit = &hits(&found)[0];
    let truth = samples::truth_of(&wanted);
    // An MP3 is padded to whole frames.
    let padding = number(&hit["duration_ms"]) - number(&truth["duration_ms"]);
    assert!(padding.abs() <= 50.0, "{padding} ms too long");
    let sentences = truth["sentences"].as_array().expect("sentences");
    let (begins, ends) = (
        number(&sentences[0]["start_ms"]),
        number(&sentences[1]["start_ms"]),
    );
    let spoken: Vec<&Value> = hit["why"]
        .as_array()
        .expect("reasons")
        .iter()
        .filter(|why| why["by"] == "spoken")
        .collect();
    assert!(!spoken.is_empty(), "{hit}");
    for why in spoken {
        let start = number(&why["start_ms"]);
        assert!(
            start >= begins - 500.0 && start < ends,
            "the words of the first sentence ({begins} to {ends} ms) are not at {start}"
        );
        assert!(!text(&why["snippet"]).is_empty());
    }
}

#[test]
fn what_nothing_answers_is_not_found() {
    let library = Library::of_the_samples();
    for query in [
        "kind:voice xylophone rehearsal",
        "vendor:larkenshaw",
        "type:invoice due<2020",
    ] {
        let found = library.run(&["search", query]);
        assert_eq!(found.code, 1, "{query}: {}", found.json);
        assert_eq!(found.json["hits"], json!([]), "{query}");
        assert_eq!(found.json["total"], 0, "{query}");
    }
}

#[test]
fn indexing_again_reads_nothing_and_runs_no_model() {
    let library = Library::copy_of_the_samples();
    let before = library.status();
    let touched = |path: &std::path::PathBuf| {
        let metadata = fs::metadata(path).expect("a sample");
        (
            path.clone(),
            metadata.len(),
            metadata.modified().expect("a time"),
        )
    };
    let files: Vec<_> = files_below(&samples::folder())
        .iter()
        .map(touched)
        .collect();

    let report = library.run_without_models(&["index"]).done();
    assert_eq!(report["files"], json!(samples::all().len()));
    for nothing in ["identified", "understood", "failed", "removed"] {
        assert_eq!(report[nothing], 0, "{nothing}");
    }
    assert_eq!(report["stopped"], false);
    let after = library.status();
    assert_eq!(after["model_runs"], before["model_runs"]);
    assert_eq!(after["last_change"], before["last_change"]);
    assert_eq!(
        library.index(&samples::folder())["understood"],
        0,
        "nor is it read when named again"
    );

    let files_after: Vec<_> = files_below(&samples::folder())
        .iter()
        .map(touched)
        .collect();
    assert_eq!(files, files_after, "the user's files are only ever read");
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("a number is expected, not {value}"))
}

fn corners(place: &Value) -> [f64; 4] {
    std::array::from_fn(|corner| number(&place[corner]))
}

/// The words of a page whose middle lies within a place, in reading order.
fn words_within(page: &Value, place: [f64; 4]) -> Vec<String> {
    let words = page["words"].as_array().expect("words");
    let is_within = |word: &&Value| {
        let [left, top, right, bottom] = corners(&word["box"]);
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        place[0] <= x && x <= place[2] && place[1] <= y && y <= place[3]
    };
    words
        .iter()
        .filter(is_within)
        .map(|word| text(&word["text"]).to_owned())
        .collect()
}

#[test]
fn the_thumbnail_of_a_paper_stands_as_the_paper_is_read() {
    let folder = temporary_folder();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("crates/media/tests/fixtures/letter_on_its_side.png");
    fs::copy(fixture, folder.path().join("scan.png")).expect("a copy");
    let library = Library::new();
    library.index(folder.path());
    let found = library.search("kind:paper");
    let thumbnail = fs::read(text(&hits(&found)[0]["thumbnail"])).expect("a thumbnail");
    let (width, height) = jpeg_size(&thumbnail);
    assert!(width < height, "{width} x {height} is no upright letter");
}

/// Width and height in the frame header of a JPEG (ITU T.81, B.2.2).
fn jpeg_size(jpeg: &[u8]) -> (u16, u16) {
    let mut at = 2;
    loop {
        let (marker, length) = (
            jpeg[at + 1],
            u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]),
        );
        if (0xC0..=0xC2).contains(&marker) {
            let number = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
            return (number(at + 7), number(at + 5));
        }
        at += 2 + usize::from(length);
    }
}
