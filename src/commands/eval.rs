//! `rummage eval`.

use std::path::Path;

use anyhow::Result;
use rummage_engine::evaluate::{Measures, read_queries};
use rummage_engine::search::{SearchOptions, Strictness};

use super::search::source;
use super::{Outcome, open_to_search};
use crate::arguments::{Common, EvidenceArgument};
use crate::output;

pub async fn run(
    common: &Common,
    queries: &Path,
    by: Option<EvidenceArgument>,
    no_cut_off: bool,
    details: bool,
) -> Result<Outcome> {
    let queries = read_queries(queries)?;
    let library = open_to_search(common).await?;
    let options = SearchOptions {
        only: by.map(source),
        strictness: if no_cut_off {
            Strictness::Everything
        } else {
            Strictness::Usual
        },
        ..SearchOptions::default()
    };
    let evaluation = library.evaluate(&queries, options, details).await?;
    if common.json {
        return output::json(&evaluation).map(|()| Outcome::Done);
    }
    for detail in &evaluation.details {
        let recall = detail
            .recall_at_5
            .map_or("none".to_owned(), |recall| format!("{recall:.2}"));
        output::line(format!("{recall:>5}  {}", detail.query))?;
        for hit in &detail.hits {
            let mark = if detail.relevant.contains(hit) {
                '+'
            } else {
                ' '
            };
            output::line(format!("        {mark} {}", output::near(hit).display()))?;
        }
    }
    output::line("          queries  r@1   r@5   r@10  mrr   ndcg  p50 ms  p95 ms")?;
    output::line(row("all", &evaluation.all))?;
    for (kind, measures) in &evaluation.by_kind {
        output::line(row(kind.as_str(), measures))?;
    }
    let no_answer = &evaluation.no_answer;
    output::line(format!(
        "unanswerable queries that came back empty: {} of {}",
        no_answer.empty, no_answer.queries
    ))?;
    Ok(Outcome::Done)
}

fn row(name: &str, m: &Measures) -> String {
    format!(
        "{name:<9} {:>7}  {:.2}  {:.2}  {:.2}  {:.2}  {:.2}  {:>6.1}  {:>6.1}",
        m.queries,
        m.recall_at_1,
        m.recall_at_5,
        m.recall_at_10,
        m.mrr,
        m.ndcg_at_10,
        m.p50_ms,
        m.p95_ms
    )
}
