//! The labelled queries of the samples, through `rummage eval`: what is reached must not be lost again.
//! All figures are in docs/reports/sample-library.md.

use serde_json::Value;

use crate::kit::Library;
use crate::samples;

fn evaluate(options: &[&str]) -> Value {
    let queries = samples::queries();
    let queries = queries.to_str().expect("a path");
    let arguments = [&["eval"], options, &["--details", queries]].concat();
    Library::of_the_samples().run(&arguments).done()
}

fn assert_recall(evaluation: &Value, kind: &str, bar: f64) {
    let recall = evaluation[kind]["recall@5"].as_f64().expect("a recall");
    println!("{kind}: {}", evaluation[kind]);
    let missed: Vec<String> = evaluation["details"]
        .as_array()
        .expect("details")
        .iter()
        .filter(|query| {
            query["recall@5"]
                .as_f64()
                .is_some_and(|recall| recall < 1.0)
        })
        .map(|query| {
            format!(
                "{} {} found {}",
                query["recall@5"], query["query"], query["hits"]
            )
        })
        .collect();
    assert!(
        recall >= bar,
        "{kind}: recall@5 {recall:.3} is below {bar}: {missed:#?}"
    );
}

#[test]
fn photos_are_found_by_what_they_show_alone() {
    let evaluation = evaluate(&["--by", "concept"]);
    assert_eq!(evaluation["photo"]["queries"], 34);
    assert_recall(&evaluation, "photo", 0.8);
}

#[test]
fn voice_notes_are_found() {
    let evaluation = evaluate(&[]);
    assert_eq!(evaluation["voice"]["queries"], 24);
    assert_recall(&evaluation, "voice", 0.9);
}

#[test]
fn papers_are_found() {
    let evaluation = evaluate(&[]);
    assert_eq!(evaluation["paper"]["queries"], 27);
    assert_recall(&evaluation, "paper", 0.9);
}

#[test]
fn what_nothing_answers_mostly_comes_back_empty() {
    let evaluation = evaluate(&[]);
    let no_answer = &evaluation["no_answer"];
    assert_eq!(no_answer["queries"], 23);
    let empty = no_answer["empty"].as_f64().expect("a count");
    println!("empty: {no_answer}");
    let noise: Vec<String> = evaluation["details"]
        .as_array()
        .expect("details")
        .iter()
        .filter(|query| query["recall@5"].is_null() && query["hits"] != serde_json::json!([]))
        .map(|query| format!("{} found {}", query["query"], query["hits"]))
        .collect();
    assert!(
        empty / 23.0 >= 0.8,
        "only {empty} of 23 came back empty: {noise:#?}"
    );
}
