//! Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009): sources whose scores cannot be
//! compared are joined by rank alone.

use std::collections::HashMap;

use rummage_core::ContentId;

/// Damps the lead of the first ranks; the value of the paper.
const K: f32 = 60.0;

/// Joins ranked lists, each best first; the sum of `1 / (60 + rank)`, best first.
pub fn by_reciprocal_rank(lists: &[Vec<ContentId>]) -> Vec<(ContentId, f32)> {
    let mut scores: HashMap<ContentId, f32> = HashMap::new();
    for list in lists {
        for (rank, content) in list.iter().enumerate() {
            *scores.entry(*content).or_default() += 1.0 / (K + rank as f32 + 1.0);
        }
    }
    let mut fused: Vec<(ContentId, f32)> = scores.into_iter().collect();
    // Equal scores (first of one list, first of another) keep the order of the lists.
    let place = |content: &ContentId| {
        lists
            .iter()
            .position(|list| list.contains(content))
            .unwrap_or(lists.len())
    };
    fused.sort_by(|a, b| {
        b.1.total_cmp(&a.1)
            .then_with(|| place(&a.0).cmp(&place(&b.0)))
            .then(a.0.cmp(&b.0))
    });
    fused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_sources_agree_on_comes_first() {
        let ids = |list: &[i64]| list.iter().map(|id| ContentId(*id)).collect::<Vec<_>>();
        let fused = by_reciprocal_rank(&[ids(&[1, 2, 3]), ids(&[3, 4])]);
        let order: Vec<i64> = fused.iter().map(|(content, _)| content.0).collect();
        assert_eq!(order, [3, 1, 2, 4]);
    }
}
