//! Random sequences of changes, saves, reopenings and searches against a model that is a map.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use rummage_core::ContentId;

use crate::vectors::{open, unit};

const DIMS: usize = 4;

#[derive(Clone, Debug)]
enum Operation {
    Apply(Vec<(i64, Option<Vec<f32>>)>),
    Save,
    Crash,
    Settle,
}

fn operation() -> impl Strategy<Value = Operation> {
    // Nearly zero vectors have no direction.
    let vector = proptest::collection::vec(-1f32..1.0, DIMS)
        .prop_filter("a direction", |v| v.iter().any(|x| x.abs() > 0.1))
        .prop_map(unit);
    let change = (0i64..40, proptest::option::weighted(0.8, vector));
    prop_oneof![
        5 => proptest::collection::vec(change, 0..20).prop_map(Operation::Apply),
        1 => Just(Operation::Save),
        1 => Just(Operation::Crash),
        2 => Just(Operation::Settle),
    ]
}

type Model = BTreeMap<i64, Vec<f32>>;

fn nearest(
    model: &Model,
    query: &[f32],
    k: usize,
    allowed: Option<&HashSet<ContentId>>,
) -> Vec<f32> {
    let mut cosines: Vec<f32> = model
        .iter()
        .filter(|(id, _)| allowed.is_none_or(|allowed| allowed.contains(&ContentId(**id))))
        .map(|(_, vector)| vector.iter().zip(query).map(|(a, b)| a * b).sum())
        .collect();
    cosines.sort_by(|a, b| b.total_cmp(a));
    cosines.truncate(k);
    cosines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn it_answers_as_a_scan_over_a_map_does(operations in proptest::collection::vec(operation(), 1..25)) {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut index = open(dir.path(), DIMS, 8);
        let mut model = Model::new();
        let mut saved = (Model::new(), 0);
        let mut watermark = 0;
        let query = unit(vec![0.2, -0.5, 0.7, 0.1]);
        for operation in operations {
            match operation {
                Operation::Apply(changes) => {
                    watermark += 1;
                    let applied: Vec<_> = changes
                        .iter()
                        .map(|(id, vector)| (ContentId(*id), vector.clone()))
                        .collect();
                    index.apply(&applied, watermark).expect("the changes");
                    for (id, vector) in changes {
                        match vector {
                            Some(vector) => model.insert(id, vector),
                            None => model.remove(&id),
                        };
                    }
                }
                Operation::Save => {
                    index.save().expect("saved");
                    saved = (model.clone(), watermark);
                }
                Operation::Crash => {
                    drop(index);
                    index = open(dir.path(), DIMS, 8);
                    (model, watermark) = saved.clone();
                }
                Operation::Settle => index.settle(),
            }
            prop_assert_eq!(index.len(), model.len());
            prop_assert_eq!(index.watermark(), watermark);
            prop_assert_eq!(index.saved_watermark(), saved.1);
            let some: HashSet<ContentId> = (0..40).step_by(3).map(ContentId).collect();
            for (k, allowed) in [(3, None), (100, None), (3, Some(&some))] {
                let expected = nearest(&model, &query, k, allowed);
                let found = index.search(&query, k, allowed).expect("a search");
                prop_assert_eq!(found.len(), expected.len());
                // So few vectors that the graph misses none; equal cosines may change places.
                for ((content, cosine), expected) in found.iter().zip(&expected) {
                    prop_assert!((cosine - expected).abs() < 1e-5);
                    prop_assert!(model.contains_key(&content.0), "a deleted vector was found");
                    prop_assert!(allowed.is_none_or(|allowed| allowed.contains(content)));
                }
            }
        }
    }
}
