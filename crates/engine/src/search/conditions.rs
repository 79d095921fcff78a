//! The conditions of a query as a filter of the store, and the set of contents that they leave.

use std::collections::HashSet;

use rummage_core::ContentId;
use rummage_store::{Comparison as StoreComparison, DateField, Filter};

use crate::error::EngineError;
use crate::library::Library;
use crate::query::{Atom, Comparison, Constraint, Query};

impl Library {
    /// The contents that meet all conditions of the query; `None` when it has none, so that
    /// nothing is narrowed. Clauses of words alone are no conditions, except negated ones. What
    /// pictures show is not asked when the answer is wanted in an `instant`.
    pub(super) async fn allowed(
        &self,
        query: &Query,
        instant: bool,
    ) -> Result<Option<HashSet<ContentId>>, EngineError> {
        let mut filters = Vec::new();
        let mut mixed: Vec<HashSet<ContentId>> = Vec::new();
        let mut unwanted: HashSet<ContentId> = HashSet::new();
        for clause in &query.clauses {
            let conditions: Vec<Filter> = clause.alternatives.iter().filter_map(filter).collect();
            let is_pure = conditions.len() == clause.alternatives.len();
            if clause.negated {
                filters.push(Filter::Not(Box::new(Filter::Any(conditions))));
                unwanted.extend(self.holding_any_of(clause)?);
            } else if is_pure {
                filters.push(Filter::Any(conditions));
            } else if !conditions.is_empty() {
                let mut either = self.store.filter(&Filter::Any(conditions)).await?;
                either.extend(self.holding_any_of(clause)?);
                mixed.push(either);
            }
        }
        if !instant {
            unwanted.extend(self.showing_unwanted(query).await?);
        }
        if filters.is_empty() && mixed.is_empty() && unwanted.is_empty() {
            return Ok(None);
        }
        let mut allowed = self.store.filter(&Filter::All(filters)).await?;
        allowed.retain(|content| {
            mixed.iter().all(|either| either.contains(content)) && !unwanted.contains(content)
        });
        Ok(Some(allowed))
    }
}

fn filter(atom: &Atom) -> Option<Filter> {
    let Atom::Constraint(constraint) = atom else {
        return None;
    };
    Some(match constraint.clone() {
        Constraint::Kind(kind) => Filter::Kind(kind),
        Constraint::DocumentKind(kind) => Filter::DocumentKind(kind),
        Constraint::FieldText(name, contains) => Filter::FieldText { name, contains },
        Constraint::FieldAmount(name, comparison) => Filter::FieldMoney {
            name,
            is: store_comparison(comparison),
        },
        Constraint::Date(name, period) => Filter::FieldDate {
            field: name.map_or(DateField::Any, DateField::Field),
            from: period.first,
            to: period.last,
        },
        Constraint::Camera(text) => Filter::Camera(text),
        Constraint::Folder(text) => Filter::Folder(text),
        Constraint::Extension(text) => Filter::Ext(vec![text]),
    })
}

fn store_comparison(comparison: Comparison<i64>) -> StoreComparison {
    match comparison {
        Comparison::Less(x) => StoreComparison::Lt(x),
        Comparison::AtMost(x) => StoreComparison::Le(x),
        Comparison::Greater(x) => StoreComparison::Gt(x),
        Comparison::AtLeast(x) => StoreComparison::Ge(x),
        Comparison::Equal(x) => StoreComparison::Eq(x),
        Comparison::Between(a, b) => StoreComparison::Between(a, b),
    }
}
