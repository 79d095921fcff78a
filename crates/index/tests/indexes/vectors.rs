use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rummage_core::{ContentId, VectorSpace};
use rummage_index::{IndexError, ServedBy, VectorIndex, VectorSettings};

pub fn space() -> VectorSpace {
    VectorSpace("clip/starter@1: 224 px".into())
}

pub fn open(root: &Path, dims: usize, seal_at: usize) -> VectorIndex {
    VectorIndex::open(root, &space(), dims, VectorSettings { seal_at }).expect("it opens")
}

/// Numbers that look random and are the same every time (SplitMix64).
pub struct Noise(pub u64);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 24) as f32 - 0.5
    }

    /// A unit vector around `centre`.
    pub fn unit(&mut self, centre: &[f32], spread: f32) -> Vec<f32> {
        unit(centre.iter().map(|x| x + spread * self.next()).collect())
    }
}

pub fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|x| *x /= length);
    vector
}

/// `count` unit vectors in clusters, as pictures of similar things are.
pub fn clustered(count: usize, dims: usize, seed: u64) -> Vec<(ContentId, Option<Vec<f32>>)> {
    let mut noise = Noise(seed);
    let zero = vec![0.0; dims];
    let centres: Vec<Vec<f32>> = (0..20).map(|_| noise.unit(&zero, 1.0)).collect();
    (0..count)
        .map(|i| {
            let vector = noise.unit(&centres[i % centres.len()], 0.3);
            (ContentId(i as i64 + 1), Some(vector))
        })
        .collect()
}

/// Something that happens to the files of an index.
type Damage = fn(&Path);

fn ids(found: &[(ContentId, f32)]) -> HashSet<ContentId> {
    found.iter().map(|(content, _)| *content).collect()
}

#[test]
fn the_nearest_come_first_with_their_cosines() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path(), 2, 100);
    index
        .apply(
            &[
                (ContentId(1), Some(vec![1.0, 0.0])),
                (ContentId(2), Some(vec![0.6, 0.8])),
                (ContentId(3), Some(vec![0.0, -1.0])),
            ],
            1,
        )
        .expect("the changes");
    let found = index.search(&[0.8, 0.6], 2, None).expect("a search");
    assert_eq!(found.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [2, 1]);
    assert!((found[0].1 - 0.96).abs() < 1e-6);
    let allowed: HashSet<ContentId> = [ContentId(3), ContentId(9)].into();
    let found = index
        .search(&[0.8, 0.6], 2, Some(&allowed))
        .expect("a search");
    assert_eq!(found.len(), 1, "only what is allowed");
    assert!((found[0].1 + 0.6).abs() < 1e-6);
    assert!(
        index
            .search(&[0.8, 0.6], 0, None)
            .expect("a search")
            .is_empty()
    );
}

#[test]
fn what_is_no_unit_vector_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path(), 3, 100);
    let good = (ContentId(1), Some(vec![0.0, 1.0, 0.0]));
    let apply = |bad: Vec<f32>| index.apply(&[good.clone(), (ContentId(2), Some(bad))], 5);
    assert!(matches!(
        apply(vec![1.0]),
        Err(IndexError::WrongLength {
            found: 1,
            expected: 3
        })
    ));
    assert!(matches!(
        apply(vec![f32::NAN, 0.0, 0.0]),
        Err(IndexError::NotFinite)
    ));
    assert!(matches!(
        apply(vec![f32::INFINITY, 0.0, 0.0]),
        Err(IndexError::NotFinite)
    ));
    assert!(matches!(
        apply(vec![0.0, 0.0, 0.0]),
        Err(IndexError::NotUnit { .. })
    ));
    assert!(matches!(
        apply(vec![0.0, 0.9, 0.0]),
        Err(IndexError::NotUnit { .. })
    ));
    assert_eq!((index.len(), index.watermark()), (0, 0));
    assert!(matches!(
        index.search(&[1.0], 1, None),
        Err(IndexError::WrongLength { .. })
    ));
}

#[test]
fn the_graph_finds_nearly_all_that_the_scan_finds() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (count, dims, k) = (3_000, 64, 10);
    let index = open(dir.path(), dims, 1_000);
    index
        .apply(&clustered(count, dims, 1), 1)
        .expect("the vectors");
    index.settle();
    assert_eq!(index.served_by(), ServedBy::Graph);
    assert_eq!(index.status().in_graph, count);
    // Newer ones, replaced ones and deleted ones beside the graph.
    let later = clustered(400, dims, 2);
    let changes: Vec<_> = later
        .into_iter()
        .enumerate()
        .map(|(i, (_, vector))| match i % 4 {
            0 => (ContentId(i as i64 * 5 + 1), None),
            1 => (ContentId(i as i64 * 5 + 1), vector),
            _ => (ContentId(10_000 + i as i64), vector),
        })
        .collect();
    index.apply(&changes, 2).expect("the changes");
    assert_eq!(index.served_by(), ServedBy::Graph);
    let status = index.status();
    assert_eq!((status.dead, status.vectors), (200, 3_100));

    let queries = clustered(200, dims, 3);
    let mut shared = 0;
    for (_, query) in &queries {
        let query = query.as_ref().expect("a vector");
        let found = index.search(query, k, None).expect("a search");
        let exact = index.search_exact(query, k, None).expect("a search");
        assert_eq!(found.len(), k);
        assert!(
            found.windows(2).all(|pair| pair[0].1 >= pair[1].1),
            "highest first"
        );
        shared += ids(&found).intersection(&ids(&exact)).count();
    }
    let recall = shared as f64 / (queries.len() * k) as f64;
    assert!(recall >= 0.95, "recall of the graph is {recall}");

    let allowed: HashSet<ContentId> = (1..40).map(ContentId).collect();
    for (_, query) in queries.iter().take(20) {
        let query = query.as_ref().expect("a vector");
        let found = index.search(query, k, Some(&allowed)).expect("a search");
        let exact = index
            .search_exact(query, k, Some(&allowed))
            .expect("a search");
        assert_eq!(found, exact, "few candidates are scanned");
    }
}

#[test]
fn equal_vectors_do_not_break_the_graph() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path(), 3, 32);
    let same = unit(vec![0.3, 0.5, 0.7]);
    let changes: Vec<_> = (0..200)
        .map(|i| (ContentId(i), Some(same.clone())))
        .collect();
    index.apply(&changes, 1).expect("the vectors");
    index.settle();
    assert_eq!(index.served_by(), ServedBy::Graph);
    let found = index.search(&same, 5, None).expect("a search");
    assert_eq!(found.len(), 5);
    assert!(found.iter().all(|(_, cosine)| (cosine - 1.0).abs() < 1e-6));
}

#[test]
fn a_graph_that_is_mostly_dead_is_built_anew() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path(), 8, 32);
    index.apply(&clustered(200, 8, 1), 1).expect("the vectors");
    index.settle();
    let deletions: Vec<_> = (1..=120).map(|id| (ContentId(id), None)).collect();
    index.apply(&deletions, 2).expect("the deletions");
    index.settle();
    let status = index.status();
    assert_eq!((status.vectors, status.in_graph, status.dead), (80, 80, 0));
}

#[test]
fn what_was_saved_is_there_again_and_what_was_not_is_replayed() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let vectors = clustered(50, 16, 1);
    let index = open(dir.path(), 16, 32);
    index.apply(&vectors[..40], 7).expect("the vectors");
    assert_eq!((index.watermark(), index.saved_watermark()), (7, 0));
    index.save().expect("saved");
    index.apply(&vectors[40..], 9).expect("the vectors");
    assert_eq!((index.watermark(), index.saved_watermark()), (9, 7));
    drop(index);

    let index = open(dir.path(), 16, 32);
    assert_eq!(
        (index.len(), index.watermark(), index.saved_watermark()),
        (40, 7, 7)
    );
    index.settle();
    assert_eq!(
        index.served_by(),
        ServedBy::Graph,
        "the graph is built again"
    );
    index.apply(&vectors[40..], 9).expect("replayed");
    index.apply(&vectors[40..], 9).expect("and once more");
    index.save().expect("saved");
    index.save().expect("saved again");
    assert_eq!(index.len(), 50);
    let (content, vector) = &vectors[44];
    let found = index
        .search(vector.as_ref().expect("a vector"), 1, None)
        .expect("a search");
    assert_eq!(found[0].0, *content);
    drop(index);
    let index = open(dir.path(), 16, 32);
    assert_eq!((index.len(), index.watermark()), (50, 9));
    let leftovers: Vec<PathBuf> = snapshot_parts(dir.path());
    assert_eq!(
        leftovers.len(),
        3,
        "a pointer and one snapshot of two files: {leftovers:?}"
    );
    index.clear().expect("cleared");
    drop(index);
    assert_eq!(open(dir.path(), 16, 32).watermark(), 0);
}

#[test]
fn spaces_and_lengths_do_not_mix() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path(), 16, 100);
    index.apply(&clustered(5, 16, 1), 3).expect("the vectors");
    index.save().expect("saved");
    let other = VectorSpace("clip/other@1".into());
    let other = VectorIndex::open(dir.path(), &other, 16, VectorSettings::default());
    assert_eq!(other.expect("it opens").len(), 0);
    assert_eq!(
        open(dir.path(), 8, 100).watermark(),
        0,
        "of another length, so not trusted"
    );
    assert_eq!(open(dir.path(), 16, 100).watermark(), 3);
}

#[test]
fn damaged_snapshots_are_not_used() {
    let damages: [(&str, Damage); 6] = [
        ("an empty pointer", |dir| {
            write(dir, "CURRENT", |_| Vec::new())
        }),
        ("a pointer out of the folder", |dir| {
            write(dir, "CURRENT", |_| b"../../elsewhere".to_vec());
        }),
        ("a pointer to nothing", |dir| {
            write(dir, "CURRENT", |_| b"snapshot-99".to_vec());
        }),
        ("half of the vectors", |dir| {
            write(dir, "vectors.bin", |bytes| {
                bytes[..bytes.len() / 2].to_vec()
            });
        }),
        ("a bit flipped in the vectors", |dir| {
            write(dir, "vectors.bin", |mut bytes| {
                bytes[100] ^= 1;
                bytes
            });
        }),
        ("half of the manifest", |dir| {
            write(dir, "manifest.json", |bytes| {
                bytes[..bytes.len() / 2].to_vec()
            });
        }),
    ];
    for (what, damage) in damages {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let index = open(dir.path(), 16, 100);
        index.apply(&clustered(20, 16, 1), 3).expect("the vectors");
        index.save().expect("saved");
        drop(index);
        damage(dir.path());
        let index = open(dir.path(), 16, 100);
        assert_eq!((index.len(), index.watermark()), (0, 0), "{what}");
        index.apply(&clustered(20, 16, 1), 3).expect("the vectors");
        index.save().expect("saved over it");
        assert_eq!(open(dir.path(), 16, 100).watermark(), 3, "{what}");
    }
}

#[test]
fn a_save_that_was_cut_off_changes_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path(), 16, 100);
    index.apply(&clustered(20, 16, 1), 3).expect("the vectors");
    index.save().expect("saved");
    drop(index);
    // As a kill between two steps leaves it: a folder half written, a snapshot without a pointer.
    let space = snapshot_parts(dir.path())[0]
        .parent()
        .expect("the space")
        .to_owned();
    let space = if space.ends_with("snapshot-1") {
        space.parent().expect("it").to_owned()
    } else {
        space
    };
    for name in ["writing-2", "snapshot-2"] {
        std::fs::create_dir(space.join(name)).expect("a folder");
        std::fs::write(space.join(name).join("vectors.bin"), "half").expect("a file");
    }
    let index = open(dir.path(), 16, 100);
    assert_eq!((index.len(), index.watermark()), (20, 3));
    index.apply(&[], 4).expect("the watermark");
    index.save().expect("saved");
    assert_eq!(open(dir.path(), 16, 100).watermark(), 4);
}

/// All files under `root`.
fn snapshot_parts(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(snapshot_parts(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn write(root: &Path, name: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let path = snapshot_parts(root)
        .into_iter()
        .find(|path| path.ends_with(name))
        .expect("the file to damage");
    let bytes = std::fs::read(&path).expect("a read");
    std::fs::write(&path, change(bytes)).expect("a write");
}
