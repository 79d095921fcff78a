//! The fields of a paper and its sort: what the layout model and the rules see, typed, and one
//! answer per field out of both.
//!
//! Never invents: a candidate that does not parse as its type is dropped, a field that nobody saw
//! is absent, and each chosen field keeps who found it and where it stands.

mod kind_rules;
mod labels;
mod layout;
mod names;
mod parties;
mod reconcile;
mod rules;
mod values;

#[cfg(test)]
mod grid;
#[cfg(test)]
mod tests;

use rummage_core::understanding::PaperReading;
use rummage_core::written_date::DayOrder;
use rummage_core::{DecodedPage, Field, FieldSource, KindGuess};

use layout::PageLayout;

/// Rules read this many pages from the start and from the end: papers have their fields there.
const FIRST_PAGES: usize = 4;
const LAST_PAGES: usize = 2;

/// From this confidence on the model's sort of document stands.
const SURE_OF_KIND: f32 = 0.6;

/// What the model's probabilities are worth beside the rules' confidence. The starter is surer than
/// it is right: with full trust its answers displaced right ones of the rules, and fields together
/// were worse than by rules alone (tests/cli/ablation.rs prints both).
const MODEL_TRUST: f32 = 0.5;

/// What is understood of a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldsOutcome {
    /// At most one field per name, in the order of [`rummage_core::FieldName::ALL`].
    pub fields: Vec<Field>,
    /// What sort of document it is.
    pub document_kind: KindGuess,
}

/// Fields and sort of a paper, from the model's reading and the rules together.
pub fn understand_fields(pages: &[DecodedPage], reading: &PaperReading) -> FieldsOutcome {
    let layouts = layouts(pages);
    let document_kind = document_kind(&layouts, reading.kind);
    let order = values::day_order(&layouts);
    let mut candidates = typed_model_candidates(reading, order);
    for candidate in &mut candidates {
        candidate.confidence *= MODEL_TRUST;
    }
    candidates.extend(rule_candidates(&layouts, order));
    let fields = reconcile::reconcile(candidates, &document_kind);
    FieldsOutcome {
        fields,
        document_kind,
    }
}

/// What the model alone would give: for reports by source.
pub fn model_fields_only(pages: &[DecodedPage], reading: &PaperReading) -> Vec<Field> {
    let layouts = layouts(pages);
    let order = values::day_order(&layouts);
    let kind = document_kind(&layouts, reading.kind);
    reconcile::reconcile(typed_model_candidates(reading, order), &kind)
}

/// What the rules alone would give: for reports by source.
pub fn rule_fields_only(pages: &[DecodedPage]) -> Vec<Field> {
    let layouts = layouts(pages);
    let order = values::day_order(&layouts);
    let kind = kind_rules::kind_by_rule(&layouts);
    reconcile::reconcile(rule_candidates(&layouts, order), &kind)
}

fn layouts(pages: &[DecodedPage]) -> Vec<PageLayout> {
    pages
        .iter()
        .enumerate()
        .filter(|(number, _)| *number < FIRST_PAGES || number + LAST_PAGES >= pages.len())
        .map(|(number, page)| PageLayout::of(u32::try_from(number).unwrap_or(u32::MAX), page))
        .collect()
}

fn document_kind(layouts: &[PageLayout], guess: Option<KindGuess>) -> KindGuess {
    match guess {
        Some(model) if model.confidence >= SURE_OF_KIND => model,
        Some(model) => {
            let rule = kind_rules::kind_by_rule(layouts);
            if rule.confidence > model.confidence {
                rule
            } else {
                model
            }
        }
        None => kind_rules::kind_by_rule(layouts),
    }
}

fn typed_model_candidates(reading: &PaperReading, order: DayOrder) -> Vec<Field> {
    reading
        .candidates
        .iter()
        .filter_map(|candidate| {
            let value = values::typed(candidate.name, &candidate.raw, order)?;
            Some(Field {
                value,
                source: FieldSource::Model,
                ..candidate.clone()
            })
        })
        .collect()
}

fn rule_candidates(layouts: &[PageLayout], order: DayOrder) -> Vec<Field> {
    let mut candidates = rules::candidates(layouts, order);
    candidates.extend(rules::currency(layouts));
    rules::prefer_largest_total(&mut candidates);
    candidates.extend(rules::rounded_totals(layouts, &candidates));
    candidates
}
