//! A sealed HNSW graph (hnsw_rs). Built whole and then only searched: hnsw_rs knows no deletion, and
//! inserting and searching at once is not safe in it.
//!
//! Its traps are fenced off here: distances are clamped to 0 and above (a negative one aborts), `ef`
//! is never small (a tiny one can panic), filters are left to the caller (with one, the search does
//! not stop early), and a panic is contained and answered by the caller's exact scan.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hnsw_rs::prelude::{Distance, Hnsw};
use rummage_core::ContentId;

use super::dot::dot;
use super::rows::Rows;

/// Links per point; twice as many on the ground layer.
const LINKS: usize = 24;
const LAYERS: usize = 16;
const EF_CONSTRUCTION: usize = 200;
/// Candidates kept in a search, at least; always at least twice what is asked for.
const EF_SEARCH: usize = 128;

/// One minus the cosine of unit vectors.
struct UnitCosine;

impl Distance<f32> for UnitCosine {
    fn eval(&self, a: &[f32], b: &[f32]) -> f32 {
        // Rounding makes it −1e−7 for equal vectors, and a NaN must not get in either.
        (1.0 - dot(a, b)).max(0.0)
    }
}

/// An immutable graph over the vectors of some contents.
pub(crate) struct Graph {
    hnsw: Hnsw<'static, f32, UnitCosine>,
    contents: Vec<ContentId>,
    members: HashMap<ContentId, usize>,
}

impl Graph {
    /// Builds a graph over all rows. `None` when hnsw_rs gave up.
    pub(crate) fn build(rows: &Rows) -> Option<Self> {
        catch_unwind(AssertUnwindSafe(|| {
            let mut hnsw = Hnsw::new(LINKS, rows.len(), LAYERS, EF_CONSTRUCTION, UnitCosine);
            let mut contents = Vec::with_capacity(rows.len());
            for (content, vector) in rows.iter() {
                hnsw.insert((vector, contents.len()));
                contents.push(content);
            }
            hnsw.set_searching_mode(true);
            let members = contents
                .iter()
                .enumerate()
                .map(|(point, content)| (*content, point))
                .collect();
            Self {
                hnsw,
                contents,
                members,
            }
        }))
        .inspect_err(|_| tracing::warn!("a vector graph could not be built; the exact scan serves"))
        .ok()
    }

    /// How many vectors it holds.
    pub(crate) fn len(&self) -> usize {
        self.contents.len()
    }

    /// Whether it holds a vector of this content.
    pub(crate) fn contains(&self, content: ContentId) -> bool {
        self.members.contains_key(&content)
    }

    /// About the `k` contents nearest to `query`. `None` when hnsw_rs gave up.
    pub(crate) fn nearest(&self, query: &[f32], k: usize) -> Option<Vec<ContentId>> {
        let ef = EF_SEARCH.max(2 * k);
        catch_unwind(AssertUnwindSafe(|| self.hnsw.search(query, k, ef)))
            .inspect_err(|_| tracing::warn!("a vector graph failed; the exact scan serves"))
            .ok()
            .map(|found| {
                found
                    .into_iter()
                    .map(|neighbour| self.contents[neighbour.d_id])
                    .collect()
            })
    }
}
