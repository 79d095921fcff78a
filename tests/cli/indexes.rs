//! The indexes are derived: deleted or damaged, they come back from the store without a model, and
//! answer as before. One process writes; others search meanwhile.

use std::fs;
use std::path::PathBuf;

use rummage_engine::search::SearchOptions;
use rummage_engine::{EngineSettings, Library as Engine};
use serde_json::Value;

use crate::kit::{Library, SplitMix, answer, files_below, hits, temporary_folder, text};
use crate::samples;

/// Questions of every sort, for text, fields, speech, names, pictures and conditions.
const QUESTIONS: [&str; 10] = [
    "larch panels garden gate fencing",
    "vendor:thistledown",
    "statement of account september closing balance",
    "type:invoice total>500",
    "kind:voice dentist",
    "parcel left with the neighbour",
    "document",
    "penguins in winter",
    "birthday cake with red balloons",
    "kind:photo -dog red",
];

/// Photos asked for by what they show.
const PICTURES: [&str; 6] = [
    "two dogs with a red bike by the sea",
    "penguin beside two snowmen",
    "birthday cake with red balloons",
    "orange tents in the woods",
    "yellow car in town",
    "cat and a blue teapot",
];

/// What each question finds, in its order, with the reasons.
fn answers(library: &Library) -> Vec<(&'static str, Vec<(String, Value)>)> {
    let found = QUESTIONS.map(|question| {
        let answer = library.search(question);
        let hits = hits(&answer).iter();
        (
            question,
            hits.map(|hit| (text(&hit["path"]).to_owned(), hit["why"].clone()))
                .collect(),
        )
    });
    found.into()
}

fn assert_indexes_come_back(damage: impl Fn(&Library)) {
    let library = Library::copy_of_the_samples();
    let (before, runs) = (answers(Library::of_the_samples()), library.model_runs());
    let answered = before.iter().filter(|(_, found)| !found.is_empty()).count();
    assert!(answered >= 6, "the questions are worth asking: {answered}");
    damage(&library);
    assert_same(&answers(&library), &before);
    assert_eq!(
        library.model_runs(),
        runs,
        "no model understood anything anew"
    );
}

#[track_caller]
fn assert_same<T: PartialEq + std::fmt::Debug>(after: &[T], before: &[T]) {
    for (after, before) in after.iter().zip(before) {
        assert_eq!(after, before);
    }
    assert_eq!(after.len(), before.len());
}

fn index_folder(library: &Library, name: &str) -> PathBuf {
    let folder = library.path().join("index").join(name);
    assert!(
        folder.is_dir() && !files_below(&folder).is_empty(),
        "the {name} index lies on disk"
    );
    folder
}

fn delete(library: &Library, name: &str) {
    fs::remove_dir_all(index_folder(library, name)).expect("an index goes");
}

#[test]
fn a_deleted_text_index_comes_back() {
    assert_indexes_come_back(|library| delete(library, "text"));
}

#[test]
fn a_deleted_vector_index_comes_back() {
    assert_indexes_come_back(|library| delete(library, "vectors"));
}

#[test]
fn both_indexes_come_back() {
    assert_indexes_come_back(|library| {
        delete(library, "text");
        delete(library, "vectors");
    });
}

#[test]
fn garbled_indexes_come_back() {
    let mut random = SplitMix(4);
    let seed = random.next();
    assert_indexes_come_back(|library| {
        let mut random = SplitMix(seed);
        for name in ["text", "vectors"] {
            for file in files_below(&index_folder(library, name)) {
                let length = fs::metadata(&file).expect("a file").len() as usize;
                fs::write(&file, random.noise(length)).expect("noise");
            }
        }
    });
}

#[test]
fn cut_off_indexes_come_back() {
    assert_indexes_come_back(|library| {
        for name in ["text", "vectors"] {
            for file in files_below(&index_folder(library, name)) {
                let bytes = fs::read(&file).expect("a file");
                fs::write(&file, &bytes[..bytes.len() / 2]).expect("half of it");
            }
        }
    });
}

#[test]
fn an_index_is_rebuilt_on_request_without_a_model() {
    assert_indexes_come_back(|library| {
        for index in ["text", "vectors"] {
            let rebuilt = library.run_without_models(&["rebuild", index]).done();
            assert_eq!(rebuilt["rebuilt"], true);
        }
        library.run_without_models(&["rebuild"]).done();
    });
}

/// The program answers before a graph is built, so its answers are asked for from within, where it
/// can be waited for.
#[test]
fn the_graph_gives_the_answers_of_the_exact_scan() {
    let library = Library::copy_of_the_samples();
    let exact = library.status();
    assert_eq!(exact["vector_spaces"][0]["by"], "exact");
    let sealed = answer(library.command().env("RUMMAGE_SEAL_AT", "32").arg("status")).done();
    assert_eq!(sealed["vector_spaces"][0]["by"], "graph");
    assert_eq!(
        sealed["vector_spaces"][0]["vectors"],
        exact["vector_spaces"][0]["vectors"]
    );

    let first_hits = |seal_at: usize, expected: &str| {
        let settings = EngineSettings {
            seal_at,
            ..EngineSettings::for_this_machine()
        };
        runtime().block_on(async {
            let engine = Engine::open(library.path(), settings)
                .await
                .expect("the library opens");
            assert_eq!(engine.vectors_served_by()[0].by, expected);
            let mut found = Vec::new();
            for question in PICTURES {
                let answer = engine
                    .search(question, SearchOptions::default())
                    .await
                    .expect("an answer");
                assert!(
                    answer.notes.is_empty(),
                    "the pictures were asked: {:?}",
                    answer.notes
                );
                let paths: Vec<PathBuf> = answer
                    .hits
                    .iter()
                    .take(3)
                    .map(|hit| hit.path.clone())
                    .collect();
                found.push((question, paths));
            }
            engine.close().await;
            found
        })
    };
    let (by_graph, by_scan) = (first_hits(32, "graph"), first_hits(usize::MAX, "exact"));
    assert_same(&by_graph, &by_scan);
    let found = by_scan
        .iter()
        .filter(|(_, paths)| !paths.is_empty())
        .count();
    assert!(found >= 3, "there is something to compare: {by_scan:#?}");
}

#[test]
fn one_process_writes_and_others_search_meanwhile() {
    let library = Library::copy_of_the_samples();
    let before = answers(Library::of_the_samples());
    let runtime = runtime();
    let holder = runtime
        .block_on(Engine::open(
            library.path(),
            EngineSettings::for_this_machine(),
        ))
        .expect("this process holds the library");

    assert_same(&answers(&library), &before);
    library.show(&samples::file("Scans/scan0007.pdf"));
    let new = temporary_folder();
    let new = new.path().to_string_lossy().into_owned();
    for writes in [&["index"][..], &["rebuild"], &["folders", "add", &new]] {
        let refused = library.run(writes);
        assert_eq!(
            (refused.code, &refused.json),
            (2, &Value::Null),
            "{writes:?}"
        );
        let holder = std::process::id().to_string();
        assert!(
            refused.stderr.contains(&holder),
            "it says who holds the library: {}",
            refused.stderr
        );
    }
    runtime.block_on(holder.close());
    library.run(&["index"]).done();
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().expect("a runtime")
}
