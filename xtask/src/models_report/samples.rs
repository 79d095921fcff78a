//! The sample library and its labelled queries.

use anyhow::{Context, Result};
use serde_json::Value;

use super::markdown::{commands, count, measured, table};
use super::program::{Program, temporary_folder};

const INDEX: &str = "rummage --library LIBRARY --json index samples/library";

/// Each evaluation with the kinds whose rows are printed.
const EVALUATIONS: [(&str, &[&str]); 4] = [
    (
        "rummage --library LIBRARY --json eval samples/queries.jsonl",
        &["all", "photo", "paper", "voice"],
    ),
    (
        "rummage --library LIBRARY --json eval samples/queries.jsonl --by concept",
        &["photo"],
    ),
    (
        "rummage --library LIBRARY --json eval samples/queries.jsonl --no-cut-off",
        &["all", "photo", "paper", "voice"],
    ),
    (
        "rummage --library LIBRARY --json eval samples/queries.jsonl --by concept --no-cut-off",
        &["photo"],
    ),
];

const MEASURES: [&str; 5] = ["recall@1", "recall@5", "recall@10", "mrr", "ndcg@10"];

/// Indexes the samples into a library of their own and asks all queries in each way.
pub fn report(program: &Program) -> Result<()> {
    let library = temporary_folder()?;
    let named = [("LIBRARY", library.path())];
    program.json(INDEX, &named)?;
    let mut rows = Vec::new();
    for (line, kinds) in EVALUATIONS {
        let evaluation = program.json(line, &named)?;
        let (_, options) = line.split_once(".jsonl").unwrap_or_default();
        for (number, kind) in kinds.iter().enumerate() {
            rows.push(row(options, kind, &evaluation, number == 0)?);
        }
    }
    let lines: Vec<&str> = std::iter::once(INDEX)
        .chain(EVALUATIONS.map(|(line, _)| line))
        .collect();
    println!("{}", commands(&lines));
    let head = [
        &["eval", "kind", "queries"][..],
        &MEASURES,
        &["p50 ms", "unanswerable queries that came back empty"],
    ];
    println!("{}", table(&head.concat(), &rows));
    println!("`eval` looks ten hits deep. By concept only the kind that has pictures is shown.");
    Ok(())
}

/// One kind of one evaluation; what nothing answers is told once.
fn row(options: &str, kind: &str, evaluation: &Value, with_no_answer: bool) -> Result<Vec<String>> {
    let measures = &evaluation[kind];
    let options = match options.trim() {
        "" => "as it is".to_owned(),
        options => format!("`{options}`"),
    };
    let mut row = vec![options, kind.to_owned(), count(measures, "queries")?];
    row.extend(measured(measures, &MEASURES)?);
    let p50_ms = measures["p50_ms"].as_f64();
    row.push(format!(
        "{:.1}",
        p50_ms.context("the program measured no time")?
    ));
    let no_answer = &evaluation["no_answer"];
    row.push(if with_no_answer {
        format!(
            "{} of {}",
            count(no_answer, "empty")?,
            count(no_answer, "queries")?
        )
    } else {
        String::new()
    });
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_says_how_it_was_asked() {
        let evaluation = json!({
            "photo": {"queries": 2, "recall@1": 0.5, "recall@5": 1.0, "recall@10": 1.0,
                      "mrr": 0.75, "ndcg@10": 0.8, "p50_ms": 7.04},
            "no_answer": {"queries": 3, "empty": 2}});
        let row = row(" --by concept", "photo", &evaluation, true).expect("a row");
        assert_eq!(
            row.join(" "),
            "`--by concept` photo 2 0.500 1.000 1.000 0.750 0.800 7.0 2 of 3"
        );
    }
}
