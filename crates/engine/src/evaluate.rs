//! Measures search on labelled queries, through the same call that answers them.
//!
//! recall@k = |relevant in top k| / min(k, |relevant|), averaged over queries; MRR and nDCG@10 with
//! binary relevance (Järvelin and Kekäläinen, 2002). Queries that nothing answers count only in
//! `no_answer`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rummage_core::MediaKind;
use serde::{Deserialize, Serialize};

use crate::error::EngineError;
use crate::library::Library;
use crate::search::SearchOptions;

const DEPTH: usize = 10;

#[derive(Debug, Deserialize)]
struct Line {
    query: String,
    relevant: Vec<PathBuf>,
}

/// A labelled query; paths are absolute.
#[derive(Clone, Debug)]
pub struct LabelledQuery {
    /// What is typed.
    pub query: String,
    /// What answers it; empty when nothing does.
    pub relevant: Vec<PathBuf>,
}

/// The measures over one set of queries.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Measures {
    /// How many queries.
    pub queries: usize,
    /// Averages over queries.
    #[serde(rename = "recall@1")]
    pub recall_at_1: f64,
    /// The same among five.
    #[serde(rename = "recall@5")]
    pub recall_at_5: f64,
    /// The same among ten.
    #[serde(rename = "recall@10")]
    pub recall_at_10: f64,
    /// Mean reciprocal rank of the first relevant hit.
    pub mrr: f64,
    /// Normalised discounted cumulative gain among ten.
    #[serde(rename = "ndcg@10")]
    pub ndcg_at_10: f64,
    /// Median time of a query.
    pub p50_ms: f64,
    /// 95 % of queries are at most this slow.
    pub p95_ms: f64,
}

/// Queries that nothing answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct NoAnswer {
    /// How many.
    pub queries: usize,
    /// How many of them came back empty.
    pub empty: usize,
}

/// One query with its result.
#[derive(Clone, Debug, Serialize)]
pub struct QueryDetail {
    /// What was typed.
    pub query: String,
    /// recall@5; `None` for queries that nothing answers.
    #[serde(rename = "recall@5")]
    pub recall_at_5: Option<f64>,
    /// What answers it.
    pub relevant: Vec<PathBuf>,
    /// The first five hits.
    pub hits: Vec<PathBuf>,
}

/// The result of an evaluation, in the shape of docs/json.md.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// All answerable queries.
    pub all: Measures,
    /// Those whose answers are photos, papers, voice notes: by the kind of the first relevant file.
    #[serde(flatten)]
    pub by_kind: BTreeMap<MediaKind, Measures>,
    /// Those that nothing answers.
    pub no_answer: NoAnswer,
    /// Every query, if asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<QueryDetail>,
}

/// Reads a file of labelled queries; its paths are relative to it.
pub fn read_queries(file: &Path) -> Result<Vec<LabelledQuery>, EngineError> {
    let text = std::fs::read_to_string(file).map_err(EngineError::io(format!(
        "{} could not be read",
        file.display()
    )))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let refuse = |what: String| EngineError::Queries {
                path: file.to_owned(),
                line: number + 1,
                what,
            };
            let line: Line =
                serde_json::from_str(line).map_err(|error| refuse(error.to_string()))?;
            let absolute = |path: &PathBuf| {
                std::fs::canonicalize(folder.join(path))
                    .map_err(|error| refuse(format!("{}: {error}", path.display())))
            };
            let relevant = line
                .relevant
                .iter()
                .map(absolute)
                .collect::<Result<_, _>>()?;
            Ok(LabelledQuery {
                query: line.query,
                relevant,
            })
        })
        .collect()
}

impl Library {
    /// Runs all queries and measures their answers, ten hits deep.
    pub async fn evaluate(
        &self,
        queries: &[LabelledQuery],
        options: SearchOptions,
        with_details: bool,
    ) -> Result<Evaluation, EngineError> {
        let options = SearchOptions {
            limit: DEPTH,
            ..options
        };
        let mut samples: Vec<(Option<MediaKind>, Sample)> = Vec::new();
        let mut no_answer = NoAnswer::default();
        let mut details = Vec::new();
        // The first query pays for loading the model, which is no property of the query.
        if let Some(first) = queries.first() {
            self.search(&first.query, options).await?;
        }
        for labelled in queries {
            let started = Instant::now();
            let found = self.search(&labelled.query, options).await?;
            let took_ms = started.elapsed().as_secs_f64() * 1e3;
            let places: Vec<Vec<PathBuf>> = found
                .hits
                .iter()
                .map(|hit| {
                    if hit.copies.is_empty() {
                        vec![hit.path.clone()]
                    } else {
                        hit.copies.clone()
                    }
                })
                .collect();
            let mut detail = QueryDetail {
                query: labelled.query.clone(),
                recall_at_5: None,
                relevant: labelled.relevant.clone(),
                hits: found
                    .hits
                    .iter()
                    .take(5)
                    .map(|hit| hit.path.clone())
                    .collect(),
            };
            if let Some(first) = labelled.relevant.first() {
                let sample = Sample::new(&labelled.relevant, &places, took_ms);
                detail.recall_at_5 = Some(sample.recall(5));
                samples.push((self.kind_of(first).await?, sample));
            } else {
                no_answer.queries += 1;
                no_answer.empty += usize::from(found.hits.is_empty());
            }
            if with_details {
                details.push(detail);
            }
        }
        let by_kind = MediaKind::ALL
            .into_iter()
            .map(|kind| {
                let of_kind = samples.iter().filter(|(of, _)| *of == Some(kind));
                (kind, measure(of_kind.map(|(_, sample)| sample)))
            })
            .collect();
        let all = measure(samples.iter().map(|(_, sample)| sample));
        Ok(Evaluation {
            all,
            by_kind,
            no_answer,
            details,
        })
    }

    async fn kind_of(&self, path: &Path) -> Result<Option<MediaKind>, EngineError> {
        match self.known(path).await {
            Ok(known) => Ok(known.extraction.map(|extraction| extraction.kind)),
            Err(EngineError::NotInLibrary(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Where the relevant contents stand in one answer.
struct Sample {
    relevant: usize,
    /// Ranks from 1, rising.
    ranks: Vec<usize>,
    took_ms: f64,
}

impl Sample {
    fn new(relevant: &[PathBuf], hits: &[Vec<PathBuf>], took_ms: f64) -> Self {
        let is_relevant = |places: &Vec<PathBuf>| places.iter().any(|at| relevant.contains(at));
        let ranks = hits
            .iter()
            .enumerate()
            .filter(|(_, places)| is_relevant(places))
            .map(|(index, _)| index + 1)
            .collect();
        Self {
            relevant: relevant.len(),
            ranks,
            took_ms,
        }
    }

    fn recall(&self, k: usize) -> f64 {
        let found = self.ranks.iter().filter(|rank| **rank <= k).count();
        found as f64 / self.relevant.min(k) as f64
    }

    fn reciprocal_rank(&self) -> f64 {
        self.ranks.first().map_or(0.0, |rank| 1.0 / *rank as f64)
    }

    fn ndcg(&self) -> f64 {
        let gain = |rank: usize| 1.0 / ((rank + 1) as f64).log2();
        let gained: f64 = self
            .ranks
            .iter()
            .filter(|rank| **rank <= DEPTH)
            .map(|r| gain(*r))
            .sum();
        let ideal: f64 = (1..=self.relevant.min(DEPTH)).map(gain).sum();
        gained / ideal
    }
}

fn measure<'a>(samples: impl Iterator<Item = &'a Sample>) -> Measures {
    let samples: Vec<&Sample> = samples.collect();
    if samples.is_empty() {
        return Measures::default();
    }
    let mean = |of: &dyn Fn(&Sample) -> f64| {
        samples.iter().map(|sample| of(sample)).sum::<f64>() / samples.len() as f64
    };
    let mut times: Vec<f64> = samples.iter().map(|sample| sample.took_ms).collect();
    times.sort_by(f64::total_cmp);
    let quantile = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    Measures {
        queries: samples.len(),
        recall_at_1: mean(&|sample| sample.recall(1)),
        recall_at_5: mean(&|sample| sample.recall(5)),
        recall_at_10: mean(&|sample| sample.recall(10)),
        mrr: mean(&Sample::reciprocal_rank),
        ndcg_at_10: mean(&Sample::ndcg),
        p50_ms: quantile(0.5),
        p95_ms: quantile(0.95),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_counts_against_what_can_be_found_among_k() {
        let path = |name: &str| PathBuf::from(name);
        let hits = vec![
            vec![path("x")],
            vec![path("a"), path("copy")],
            vec![path("y")],
            vec![path("b")],
        ];
        let sample = Sample::new(&[path("copy"), path("b"), path("c")], &hits, 1.0);
        assert_eq!(sample.ranks, [2, 4]);
        assert!((sample.recall(1) - 0.0).abs() < 1e-12);
        assert!((sample.recall(5) - 2.0 / 3.0).abs() < 1e-12);
        assert!((sample.reciprocal_rank() - 0.5).abs() < 1e-12);

        let perfect = Sample::new(&[path("x")], &hits, 3.0);
        assert!((perfect.ndcg() - 1.0).abs() < 1e-12);
        let measures = measure([&sample, &perfect].into_iter());
        assert_eq!(measures.queries, 2);
        assert!((measures.mrr - 0.75).abs() < 1e-12);
        assert!((measures.p95_ms - 3.0).abs() < 1e-12);
    }
}
