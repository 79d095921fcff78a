//! The command line as programs and people meet it: exit codes, documents, odd input.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::kit::{Answer, Library, answer, files_below, hits, rummage, temporary_folder, text};
use crate::samples;

#[track_caller]
fn assert_keys(document: &Value, keys: &[&str]) {
    for key in keys {
        assert!(
            document.get(key).is_some(),
            "{key} is missing in {document}"
        );
    }
}

/// Whether a run ended with an error: code 2, a reason on stderr, nothing on stdout.
#[track_caller]
fn assert_refused(answer: &Answer, reason: &str) {
    assert_eq!(answer.code, 2, "{}", answer.json);
    assert_eq!(answer.json, Value::Null);
    assert!(
        answer.stderr.contains(reason),
        "it says {reason:?}: {}",
        answer.stderr
    );
    assert!(!answer.stderr.contains("panicked"), "{}", answer.stderr);
}

fn inspect<A: AsRef<OsStr>>(arguments: &[A]) -> Answer {
    answer(rummage().args(["--json", "inspect"]).args(arguments))
}

#[test]
fn errors_end_with_two_and_say_why() {
    let library = Library::new();
    let folder = temporary_folder();
    let missing = folder.path().join("missing.jpg");
    let text_file = folder.path().join("notes.txt");
    fs::write(&text_file, "no media").expect("a file");

    assert_refused(&library.run(&["index"]), "no folders yet");
    assert_refused(
        &library.run(&["index".as_ref(), missing.as_os_str()]),
        "is not a folder",
    );
    assert_refused(
        &library.run(&["show".as_ref(), missing.as_os_str()]),
        "not in the library",
    );
    assert_refused(
        &library.run(&["eval".as_ref(), missing.as_os_str()]),
        "missing.jpg",
    );
    assert_refused(
        &library.run(&["folders".as_ref(), "remove".as_ref(), missing.as_os_str()]),
        "missing.jpg",
    );
    assert_refused(
        &library.run(&["play".as_ref(), missing.as_os_str()]),
        "missing.jpg",
    );
    assert_refused(&library.run(&["rebuild", "everything"]), "everything");
    assert_refused(&library.run(&["frobnicate"]), "frobnicate");
    assert_refused(&inspect(&[&missing]), "missing.jpg");
    assert_refused(&inspect(&[&text_file]), "notes.txt");
}

#[test]
fn a_library_that_is_empty_answers_that_it_is() {
    let library = Library::new();
    let found = library.run(&["search", "red", "balloons"]);
    assert_eq!(
        (found.code, hits(&found.json).len()),
        (1, 0),
        "{}",
        found.stderr
    );
    assert_eq!(library.run(&["failures"]).code, 1);
    assert_eq!(library.status()["files"], 0);
    assert_eq!(
        library.run(&["folders", "list"]).done(),
        json!({ "folders": [] })
    );
}

#[test]
fn nothing_that_can_be_typed_is_an_error() {
    let library = Library::of_the_samples();
    let long = "balloon ".repeat(500);
    for query in [
        "",
        " ",
        "\"",
        "\"unclosed phrase",
        "-",
        "-- --",
        "-dog",
        "- - -dog OR",
        "OR OR OR",
        ":",
        "vendor:",
        "vendor:\"",
        "total>",
        "total>lots total:..",
        "total:200..100",
        "total>99999999999999999999999",
        "date:2026-13-45 due<9999999",
        "kind:video type:novel ext:",
        "'; DROP TABLE contents; --",
        "%_\\*?[]{}()^~+&|!",
        "f\u{fc}r \u{1F980}\u{1F980} \u{202e}gnirts",
        "ﬃ ß İ ǅ \u{301}\u{301}",
        "日本語 العربية ไทย",
        "folder:../../etc camera:\\",
        long.as_str(),
    ] {
        let found = library.run(&["search", query]);
        assert!(
            found.code == 0 || found.code == 1,
            "{query:?}: {} {}",
            found.code,
            found.stderr
        );
        assert_eq!(found.json["query"], json!(query));
        assert_eq!(found.code == 0, !hits(&found.json).is_empty(), "{query:?}");
        assert!(
            !found.stderr.contains("panicked"),
            "{query:?}: {}",
            found.stderr
        );
    }
}

#[test]
fn words_may_be_typed_apart_and_answers_limited() {
    let library = Library::of_the_samples();
    let whole = library.run(&["search", "kind:voice dentist"]).done();
    let apart = library.run(&["search", "kind:voice", "dentist"]).done();
    assert_eq!(whole["hits"], apart["hits"]);
    let limited = library
        .run(&["search", "--limit", "3", "kind:photo"])
        .done();
    assert_eq!(hits(&limited).len(), 3);
    assert_eq!(limited["total"], json!(samples::of_kind("photo").count()));
}

#[test]
fn the_documents_have_the_documented_keys() {
    let library = Library::copy_of_the_samples();
    assert_keys(
        &library.status(),
        &[
            "library",
            "folders",
            "offline_folders",
            "files",
            "offline_files",
            "by_kind",
            "pending",
            "failed",
            "quarantined",
            "orphaned",
            "model_runs",
            "last_change",
            "vectors",
            "content_bytes",
            "database_bytes",
            "last_scan_at_ms",
            "vector_spaces",
        ],
    );
    assert_keys(
        &library.status()["vector_spaces"][0],
        &["space", "vectors", "by"],
    );
    let report = library.run(&["index"]).done();
    assert_keys(
        &report,
        &[
            "files",
            "identified",
            "understood",
            "failed",
            "removed",
            "stopped",
        ],
    );

    let found = library.search("total:423");
    assert_keys(&found, &["query", "understood", "took_ms", "total", "hits"]);
    assert_eq!(found["understood"], json!(["total:423.00"]));
    let paper = &hits(&found)[0];
    assert_keys(
        paper,
        &[
            "path",
            "content",
            "kind",
            "score",
            "offline",
            "why",
            "document_kind",
            "fields",
        ],
    );
    assert_keys(&paper["why"][0], &["by", "field", "page", "box", "snippet"]);
    assert_keys(
        &paper["fields"][0],
        &[
            "name",
            "value",
            "raw",
            "page",
            "box",
            "confidence",
            "source",
        ],
    );
    let voice = library.search("kind:voice dentist");
    assert_keys(&hits(&voice)[0], &["duration_ms"]);
    let photo = library.search("kind:photo camera:birnbaum");
    assert_keys(&hits(&photo)[0], &["taken_at", "thumbnail"]);

    let queries = samples::queries();
    let evaluation = library.run(&["eval".as_ref(), queries.as_os_str()]).done();
    assert_keys(
        &evaluation,
        &["all", "photo", "paper", "voice", "no_answer"],
    );
    let measures = [
        "queries",
        "recall@1",
        "recall@5",
        "recall@10",
        "mrr",
        "ndcg@10",
        "p50_ms",
        "p95_ms",
    ];
    for set in ["all", "photo", "paper", "voice"] {
        assert_keys(&evaluation[set], &measures);
    }
    assert_keys(&evaluation["no_answer"], &["queries", "empty"]);
    assert!(
        evaluation.get("details").is_none(),
        "details are printed when asked for"
    );

    assert_eq!(
        library.run(&["rebuild", "text"]).done(),
        json!({ "rebuilt": true })
    );
}

#[test]
fn folders_are_added_listed_and_removed() {
    let library = Library::new();
    let folder = temporary_folder();
    fs::copy(
        samples::file("Received/1747573204188.webp"),
        folder.path().join("a.webp"),
    )
    .expect("a copy");
    let row =
        |files| json!({ "folders": [{ "path": folder.path(), "files": files, "offline": false }] });
    let name = folder.path().as_os_str();
    assert_eq!(
        library
            .run(&["folders".as_ref(), "add".as_ref(), name])
            .done(),
        row(0)
    );
    library.run(&["index"]).done();
    assert_eq!(library.run(&["folders", "list"]).done(), row(1));
    let below = folder.path().join("below");
    fs::create_dir(&below).expect("a folder");
    let overlap = library.run(&["folders".as_ref(), "add".as_ref(), below.as_os_str()]);
    assert_refused(&overlap, &below.to_string_lossy());
    assert_eq!(
        library
            .run(&["folders".as_ref(), "remove".as_ref(), name])
            .done(),
        json!({ "folders": [] })
    );
    assert!(
        folder.path().join("a.webp").is_file(),
        "the user's file stays"
    );
}

#[test]
fn one_file_of_each_kind_is_inspected_without_a_library() {
    let home = temporary_folder();
    let inspect = |file: &str| {
        let file = samples::file(file);
        let mut command = rummage();
        command
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path());
        let inspected = answer(
            command
                .args(["--json", "inspect", "--embedding"])
                .arg(&file),
        )
        .done();
        assert_eq!(inspected["path"], json!(file));
        inspected
    };
    let photo = inspect("DCIM/100APPLE/IMG_0412.JPG");
    assert_eq!(photo["kind"], "photo");
    assert_keys(
        &photo["photo"],
        &[
            "width",
            "height",
            "taken_at",
            "camera",
            "latitude",
            "longitude",
        ],
    );
    let vector: Vec<f64> = photo["embedding"]
        .as_array()
        .expect("a vector")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    let length = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
    assert!(
        vector.len() > 16 && (length - 1.0).abs() < 1e-4,
        "{} components, length {length}",
        vector.len()
    );

    let paper = inspect("Downloads/document (7).pdf");
    assert_eq!(
        (&paper["kind"], &paper["document_kind"]["label"]),
        (&json!("paper"), &json!("invoice"))
    );
    assert_keys(&paper["document_kind"], &["confidence"]);
    assert_keys(&paper["pages"][0], &["width", "height", "words"]);
    assert_keys(
        &paper["pages"][0]["words"][0],
        &["text", "box", "confidence"],
    );
    assert_keys(
        &paper["fields"][0],
        &[
            "name",
            "value",
            "raw",
            "page",
            "box",
            "confidence",
            "source",
        ],
    );
    assert!(paper.get("embedding").is_none(), "a PDF is no picture");

    let voice = inspect("Recordings/AUD-20240716-WA0002.opus");
    assert_eq!(voice["kind"], "voice");
    assert_eq!(voice["duration_ms"], 10_915);
    let words = voice["transcript"]["words"].as_array().expect("words");
    assert_keys(&words[0], &["text", "start_ms", "end_ms", "confidence"]);
    let joined: Vec<&str> = words.iter().map(|word| text(&word["text"])).collect();
    assert_eq!(joined.join(" "), text(&voice["transcript"]["text"]));
    let mut last_ms = 0;
    for word in words {
        let (start, end) = (
            word["start_ms"].as_u64().expect("ms"),
            word["end_ms"].as_u64().expect("ms"),
        );
        assert!(
            last_ms <= start && start <= end && end <= 10_915,
            "words follow one another: {word}"
        );
        last_ms = start;
    }
    assert_eq!(
        files_below(home.path()),
        Vec::<PathBuf>::new(),
        "no library was made"
    );
}

#[test]
fn nothing_is_written_outside_the_library() {
    let (library, home, photos) = (Library::new(), temporary_folder(), temporary_folder());
    let photo = samples::file("Received/1747573204188.webp");
    fs::copy(&photo, photos.path().join("a.webp")).expect("a copy");
    let mut command = library.command();
    command
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_CACHE_HOME", home.path());
    answer(command.arg("index").arg(photos.path())).done();
    // ONNX Runtime would keep its telemetry there.
    assert_eq!(files_below(home.path()), Vec::<PathBuf>::new());
    assert_eq!(files_below(photos.path()), [photos.path().join("a.webp")]);
}

#[test]
fn what_is_inspected_is_what_is_indexed() {
    let library = Library::of_the_samples();
    let file = samples::file("Downloads/document (7).pdf");
    let (inspected, shown) = (inspect(&[&file]).done(), library.show(&file));
    for part in ["kind", "document_kind", "pages", "fields"] {
        assert_eq!(inspected[part], shown[part], "{part}");
    }
    assert_eq!(shown["paths"], json!([file]));
}

#[test]
fn a_recording_is_played_to_its_end() {
    let library = Library::new();
    let note = samples::file("Recordings/AUD-20240716-WA0002.opus");
    let played = library
        .run(&[
            "play".as_ref(),
            note.as_os_str(),
            "--at".as_ref(),
            "10.5".as_ref(),
        ])
        .done();
    assert_eq!(
        (&played["from_ms"], &played["duration_ms"]),
        (&json!(10_500), &json!(10_915))
    );
    assert_keys(&played, &["path", "output"]);
    let late = library.run(&[
        "play".as_ref(),
        note.as_os_str(),
        "--at".as_ref(),
        "60".as_ref(),
    ]);
    assert_refused(&late, "only 0:10 long");
}

#[test]
fn doctor_finds_everything_in_order_and_says_what_is_not() {
    let library = Library::new();
    let well = library.run(&["doctor"]).done();
    assert_eq!(well["ok"], true, "{well}");
    assert_keys(&well, &["library", "checks"]);
    let checks = well["checks"].as_array().expect("checks");
    assert!(
        checks.len() >= 6 && checks.iter().all(|check| check["ok"] == true),
        "{well}"
    );
    assert_keys(&checks[0], &["name", "ok", "detail"]);

    let ill = library.run_without_models(&["doctor"]);
    assert_eq!((ill.code, &ill.json["ok"]), (2, &json!(false)));
    let missing = ill.json["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .filter(|check| check["ok"] == false);
    for check in missing {
        assert!(
            text(&check["detail"]).contains("RUMMAGE_MODELS"),
            "what mends it: {check}"
        );
    }
}

#[test]
fn people_get_lines() {
    let library = Library::of_the_samples();
    let mut command = rummage();
    command
        .arg("--library")
        .arg(library.path())
        .args(["search", "total:423"]);
    let output = command.output().expect("the program starts");
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0));
    assert!(
        lines.contains("paper") && lines.contains("document (7).pdf"),
        "{lines}"
    );
    assert!(lines.contains("total on page 1"), "{lines}");
}
