//! Counting what matches by kind and by facet, and narrowing it.
//!
//! What one facet would leave is counted among what all others leave, so that a second value of the
//! same facet can still be chosen.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Time};
use rummage_api as api;
use rummage_core::{MediaKind, text};
use rummage_store::FacetFacts;

use super::places;

/// At most so many values of a facet are offered.
const OFFERED: usize = 12;

const KINDS: [api::FacetKind; 5] = [
    api::FacetKind::Year,
    api::FacetKind::Place,
    api::FacetKind::Vendor,
    api::FacetKind::DocumentKind,
    api::FacetKind::Folder,
];

/// The chosen values, by facet: within one any may hold, of all facets each must.
pub struct Narrowing {
    chosen: BTreeMap<usize, HashSet<String>>,
}

/// A content with its value of each facet.
struct Valued {
    facts: FacetFacts,
    values: [Option<Value>; KINDS.len()],
}

#[derive(Clone)]
struct Value {
    value: String,
    label: String,
}

impl Narrowing {
    /// The narrowing by these values.
    pub fn of(choices: &[api::FacetChoice]) -> Self {
        let mut chosen: BTreeMap<usize, HashSet<String>> = BTreeMap::new();
        for choice in choices {
            let at = KINDS.iter().position(|kind| *kind == choice.kind);
            if let Some(at) = at {
                chosen.entry(at).or_default().insert(choice.value.clone());
            }
        }
        Self { chosen }
    }

    /// How many match by kind whatever the tab, the facets on this tab, and what is left on it, in
    /// the order given.
    pub fn apply(
        &self,
        facts: Vec<FacetFacts>,
        tab: api::Tab,
    ) -> (api::TabCounts, Vec<api::Facet>, Vec<FacetFacts>) {
        let all: Vec<Valued> = facts.into_iter().map(Valued::of).collect();
        let mut counts = api::TabCounts::default();
        for valued in all.iter().filter(|valued| self.leaves(valued, None)) {
            counts.all += 1;
            match valued.facts.kind {
                MediaKind::Photo => counts.photo += 1,
                MediaKind::Paper => counts.paper += 1,
                MediaKind::Voice => counts.voice += 1,
            }
        }
        let on_tab: Vec<Valued> = all
            .into_iter()
            .filter(|valued| is_on(tab, valued.facts.kind))
            .collect();
        let facets = (0..KINDS.len())
            .filter_map(|at| self.facet(at, &on_tab))
            .collect();
        let left = on_tab
            .into_iter()
            .filter(|valued| self.leaves(valued, None))
            .map(|valued| valued.facts)
            .collect();
        (counts, facets, left)
    }

    /// Whether all facets but `except` leave it.
    fn leaves(&self, valued: &Valued, except: Option<usize>) -> bool {
        self.chosen
            .iter()
            .filter(|(at, _)| Some(**at) != except)
            .all(|(at, chosen)| {
                let value = valued.values[*at].as_ref();
                value.is_some_and(|value| chosen.contains(&value.value))
            })
    }

    fn facet(&self, at: usize, on_tab: &[Valued]) -> Option<api::Facet> {
        let is_chosen = |value: &str| {
            let chosen = self.chosen.get(&at);
            chosen.is_some_and(|chosen| chosen.contains(value))
        };
        let mut counted: BTreeMap<&str, api::FacetValue> = BTreeMap::new();
        for valued in on_tab.iter().filter(|valued| self.leaves(valued, Some(at))) {
            if let Some(Value { value, label }) = &valued.values[at] {
                let counted = counted.entry(value).or_insert_with(|| api::FacetValue {
                    value: value.clone(),
                    label: label.clone(),
                    count: 0,
                    chosen: is_chosen(value),
                });
                counted.count += 1;
            }
        }
        let mut values: Vec<api::FacetValue> = counted.into_values().collect();
        values.sort_by_key(|value| std::cmp::Reverse((value.chosen, value.count)));
        values.truncate(OFFERED);
        if KINDS[at] == api::FacetKind::Year {
            values.sort_by(|a, b| b.value.cmp(&a.value));
        }
        (!values.is_empty()).then_some(api::Facet {
            kind: KINDS[at],
            values,
        })
    }
}

impl Valued {
    fn of(facts: FacetFacts) -> Self {
        let same = |text: String| Value {
            value: text.clone(),
            label: text,
        };
        let folder = &facts.folder;
        let values = KINDS.map(|kind| match kind {
            api::FacetKind::Year => Some(same(moment(&facts).year().to_string())),
            api::FacetKind::Place => facts.position.and_then(places::name_of).map(same),
            // One vendor however its name is written.
            api::FacetKind::Vendor => facts.vendor.as_deref().map(|vendor| Value {
                value: text::words(vendor).join(" "),
                label: vendor.to_owned(),
            }),
            api::FacetKind::DocumentKind => {
                let kind = facts
                    .document_kind
                    .filter(|_| facts.kind == MediaKind::Paper);
                kind.map(|kind| same(kind.as_str().to_owned()))
            }
            api::FacetKind::Folder => Some(Value {
                value: folder.display().to_string(),
                label: folder.file_name().map_or_else(
                    || folder.display().to_string(),
                    |name| name.to_string_lossy().into_owned(),
                ),
            }),
        });
        Self { facts, values }
    }
}

fn is_on(tab: api::Tab, kind: MediaKind) -> bool {
    match tab {
        api::Tab::All => true,
        api::Tab::Photo => kind == MediaKind::Photo,
        api::Tab::Paper => kind == MediaKind::Paper,
        api::Tab::Voice => kind == MediaKind::Voice,
    }
}

/// When a content was taken or issued; else when its file was changed, by the local clock.
pub fn moment(facts: &FacetFacts) -> DateTime {
    let issued = facts.issued.map(|day| day.to_datetime(Time::midnight()));
    let known = match facts.kind {
        MediaKind::Paper => issued.or(facts.taken_at),
        MediaKind::Photo | MediaKind::Voice => facts.taken_at.or(issued),
    };
    known.unwrap_or_else(|| {
        let at = Timestamp::from_nanosecond(i128::from(facts.mtime_ns)).unwrap_or_default();
        TimeZone::system().to_datetime(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rummage_core::{ContentId, DocumentKind};

    fn paper(id: i64, vendor: &str, year: i16) -> FacetFacts {
        FacetFacts {
            content: ContentId(id),
            kind: MediaKind::Paper,
            taken_at: None,
            issued: Some(date(year, 3, 1)),
            mtime_ns: 0,
            position: None,
            vendor: Some(vendor.to_owned()),
            total_minor: None,
            document_kind: Some(DocumentKind::Invoice),
            folder: "/home/x/Scans".into(),
        }
    }

    fn photo(id: i64) -> FacetFacts {
        FacetFacts {
            kind: MediaKind::Photo,
            issued: None,
            taken_at: Some(date(2024, 6, 1).at(12, 0, 0, 0)),
            vendor: None,
            document_kind: None,
            ..paper(id, "", 2024)
        }
    }

    fn choice(kind: api::FacetKind, value: &str) -> api::FacetChoice {
        api::FacetChoice {
            kind,
            value: value.to_owned(),
        }
    }

    fn values(facets: &[api::Facet], kind: api::FacetKind) -> Vec<(String, usize, bool)> {
        let facet = facets.iter().find(|facet| facet.kind == kind);
        facet
            .into_iter()
            .flat_map(|facet| &facet.values)
            .map(|value| (value.value.clone(), value.count, value.chosen))
            .collect()
    }

    #[test]
    fn a_facet_is_counted_among_what_the_others_leave() {
        let all = vec![
            paper(1, "Acme", 2024),
            paper(2, "ACME", 2025),
            paper(3, "Bolt", 2025),
            photo(4),
        ];
        let narrowing = Narrowing::of(&[choice(api::FacetKind::Vendor, "acme")]);
        let (counts, facets, left) = narrowing.apply(all, api::Tab::All);
        assert_eq!((counts.all, counts.paper, counts.photo), (2, 2, 0));
        let ids: Vec<i64> = left.iter().map(|facts| facts.content.0).collect();
        assert_eq!(ids, [1, 2]);
        assert_eq!(
            values(&facets, api::FacetKind::Vendor),
            [("acme".into(), 2, true), ("bolt".into(), 1, false)]
        );
        assert_eq!(
            values(&facets, api::FacetKind::Year),
            [("2025".into(), 1, false), ("2024".into(), 1, false)]
        );
    }

    #[test]
    fn values_of_one_facet_are_alternatives_and_tabs_do_not_change_the_counts() {
        let all = vec![paper(1, "Acme", 2024), paper(2, "Bolt", 2025), photo(3)];
        let narrowing = Narrowing::of(&[
            choice(api::FacetKind::Year, "2024"),
            choice(api::FacetKind::Year, "2025"),
        ]);
        let (counts, _, left) = narrowing.apply(all, api::Tab::Photo);
        assert_eq!((counts.all, counts.paper, counts.photo), (3, 2, 1));
        assert_eq!(left.len(), 1);
    }
}
