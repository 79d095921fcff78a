//! What works must have been learned: with each model swapped for one of the same shape and random
//! weights, photos are not found, fields not read and speech not understood.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rummage_engine::ablation::randomise_package;
use tempfile::TempDir;

use crate::kit::{Library, temporary_folder};
use crate::samples::{self, Sample};
use crate::scoring::{FieldScore, born_digital, field_score, word_error_rate};

/// A third of the voice notes: enough to tell 0.9 from what a trained model does.
const NOTES: usize = 8;

/// The samples, as far as they are measured, understood by random models.
fn ablated() -> &'static Library {
    static ABLATED: OnceLock<(Library, TempDir)> = OnceLock::new();
    let (library, _) = ABLATED.get_or_init(|| {
        let models = temporary_folder();
        for (seed, name) in ["clip", "layoutlm", "wav2vec2"].into_iter().enumerate() {
            randomise_package(
                &starter().join(name),
                &models.path().join(name),
                seed as u64 + 1,
            )
            .expect("a package with random weights");
        }
        let library = Library::new().with_models(models.path());
        // The labelled queries name the files of the samples, so they are indexed where they lie:
        // folders that hold what is measured and little else.
        let folders = ["Camera Roll", "DCIM", "Downloads", "Pictures", "Received"];
        let mut arguments: Vec<PathBuf> = vec!["index".into()];
        arguments.extend(folders.map(|folder| samples::folder().join(folder)));
        arguments.push(some_notes().to_owned());
        library.run(&arguments).done();
        (library, models)
    });
    library
}

/// A folder with a few of the voice notes.
fn some_notes() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = temporary_folder();
        for note in samples::of_kind("voice").take(NOTES) {
            let name = note.path.file_name().expect("a name");
            fs::copy(&note.path, folder.path().join(name)).expect("a copy");
        }
        folder
    });
    folder.path()
}

fn starter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter")
}

fn photo_recall(library: &Library) -> f64 {
    let lines = fs::read_to_string(samples::queries()).expect("the labelled queries");
    let photos: Vec<&str> = lines
        .lines()
        .filter(|line| line.contains(r#""kind":"photo","relevant":["l"#))
        .collect();
    assert_eq!(photos.len(), 34, "queries that a photo answers");
    let folder = samples::folder();
    let above = folder.parent().expect("the samples").to_string_lossy();
    let file = temporary_folder();
    let file = file.path().join("queries.jsonl");
    fs::write(
        &file,
        photos
            .join("\n")
            .replace("\"library/", &format!("\"{above}/library/")),
    )
    .expect("queries");
    let arguments = ["eval", "--by", "concept", file.to_str().expect("a path")];
    let evaluation = library.run(&arguments).done();
    // Random models may take a photo for something else; the queries are the same 34.
    assert_eq!(evaluation["all"]["queries"], 34);
    evaluation["all"]["recall@5"].as_f64().expect("a recall")
}

fn print_fields(whose: &str, library: &Library, papers: &[&Sample]) {
    for source in [Some("model"), Some("rule"), None] {
        let score: FieldScore = field_score(library, papers, source);
        println!(
            "fields, {whose}, {}: F1 {:.3} {score:?}",
            source.unwrap_or("together"),
            score.f1()
        );
    }
}

#[test]
fn random_weights_find_no_photos() {
    let (trained, random) = (
        photo_recall(Library::of_the_samples()),
        photo_recall(ablated()),
    );
    println!("photo recall@5 by concept: starter {trained:.3}, random weights {random:.3}");
    assert!(
        random < 0.2,
        "photos are found without learning: {random:.3}"
    );
}

#[test]
fn random_weights_read_no_fields() {
    let all: Vec<&Sample> = samples::of_kind("paper").collect();
    print_fields("starter, all papers", Library::of_the_samples(), &all);
    let digital = born_digital();
    print_fields("starter, born digital", Library::of_the_samples(), &digital);
    print_fields("random weights, born digital", ablated(), &digital);
    let random = field_score(ablated(), &digital, Some("model"));
    assert!(
        random.f1() < 0.2,
        "fields are read without learning: {random:?}"
    );
}

#[test]
fn random_weights_hear_no_words() {
    let all: Vec<&Sample> = samples::of_kind("voice").collect();
    let trained = word_error_rate(Library::of_the_samples(), &all);
    let notes: Vec<Sample> = samples::of_kind("voice")
        .take(NOTES)
        .map(|note| Sample {
            path: some_notes().join(note.path.file_name().expect("a name")),
            kind: note.kind.clone(),
            truth: note.truth.clone(),
        })
        .collect();
    let random = word_error_rate(ablated(), &notes.iter().collect::<Vec<_>>());
    println!("word error rate: starter {trained:.3}, random weights {random:.3}");
    assert!(
        random > 0.9,
        "words are heard without learning: {random:.3}"
    );
}
