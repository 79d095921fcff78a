//! How many fields each source has right over a set of papers.

use std::collections::BTreeMap;

use rummage_core::FieldName;

use super::Read;
use super::answers::Source;
use crate::models_report::markdown::share;
use crate::models_report::scoring::FieldCounts;

/// The measures over some papers.
#[derive(Default)]
pub struct Score {
    papers: usize,
    kinds_right: usize,
    not_read: usize,
    by_field: BTreeMap<(Source, FieldName), FieldCounts>,
}

impl Score {
    /// Counts the fields that the truth tells.
    pub fn of<'a>(papers: impl IntoIterator<Item = &'a Read>) -> Self {
        let mut score = Self::default();
        for paper in papers {
            score.papers += 1;
            score.kinds_right += usize::from(paper.kind_is_right);
            score.not_read += usize::from(!paper.is_read);
            for source in Source::ALL {
                for (name, truth) in &paper.truth {
                    let counts = score.by_field.entry((source, *name)).or_default();
                    counts.add(truth, paper.answers.by(source, *name));
                }
            }
        }
        score
    }

    /// All fields of one source.
    pub fn by(&self, source: Source) -> FieldCounts {
        let mut sum = FieldCounts::default();
        for ((by, _), counts) in &self.by_field {
            if *by == source {
                sum += *counts;
            }
        }
        sum
    }

    /// One line: papers, fields, F1 of each source, kinds and what was not read.
    pub fn row(&self, name: &str) -> Vec<String> {
        let fields = self.by(Source::Together).there;
        let mut row = vec![name.to_owned(), self.papers.to_string(), fields.to_string()];
        row.extend(Source::ALL.map(|source| share(self.by(source).f1())));
        row.push(format!("{} of {}", self.kinds_right, self.papers));
        row.push(self.not_read.to_string());
        row
    }

    /// A line for each field that some paper has: how many have it, and F1 of each source.
    pub fn fields(&self) -> Vec<Vec<String>> {
        let lines = FieldName::ALL.into_iter().filter_map(|name| {
            let of = |source| self.by_field.get(&(source, name));
            let there = of(Source::Together)?.there;
            let mut line = vec![name.as_str().to_owned(), there.to_string()];
            let counts = Source::ALL.into_iter().filter_map(of);
            line.extend(counts.map(|counts| share(counts.f1())));
            Some(line)
        });
        lines.collect()
    }
}
