//! Vectors with their contents in one flat piece of memory, and the exact search over them: what
//! serves small spaces, narrow filters and the time while a graph is built, and the measure of
//! every graph.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap, HashSet};

use rummage_core::ContentId;

use super::dot::dot;

/// Vectors of one length, one per content.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    dims: usize,
    contents: Vec<ContentId>,
    components: Vec<f32>,
    position: HashMap<ContentId, usize>,
}

impl Rows {
    pub(crate) fn new(dims: usize) -> Self {
        Self {
            dims,
            contents: Vec::new(),
            components: Vec::new(),
            position: HashMap::new(),
        }
    }

    pub(crate) fn dims(&self) -> usize {
        self.dims
    }

    pub(crate) fn len(&self) -> usize {
        self.contents.len()
    }

    pub(crate) fn get(&self, content: ContentId) -> Option<&[f32]> {
        self.position.get(&content).map(|row| self.row(*row))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (ContentId, &[f32])> {
        self.contents
            .iter()
            .enumerate()
            .map(|(row, content)| (*content, self.row(row)))
    }

    /// Puts a vector in place of the one that the content had, if any.
    pub(crate) fn put(&mut self, content: ContentId, vector: &[f32]) {
        match self.position.get(&content) {
            Some(row) => {
                let start = row * self.dims;
                self.components[start..start + self.dims].copy_from_slice(vector);
            }
            None => {
                self.position.insert(content, self.contents.len());
                self.contents.push(content);
                self.components.extend_from_slice(vector);
            }
        }
    }

    /// Removes a content's vector, if it has one; the last row takes its place.
    pub(crate) fn remove(&mut self, content: ContentId) {
        let Some(row) = self.position.remove(&content) else {
            return;
        };
        let last = self.contents.len() - 1;
        if row != last {
            let (start, end) = (row * self.dims, last * self.dims);
            self.components.copy_within(end..end + self.dims, start);
            self.contents[row] = self.contents[last];
            self.position.insert(self.contents[row], row);
        }
        self.contents.truncate(last);
        self.components.truncate(last * self.dims);
    }

    /// The `k` nearest to `query` among `allowed`, or among all, with their cosines, highest first.
    pub(crate) fn nearest(
        &self,
        query: &[f32],
        k: usize,
        allowed: Option<&HashSet<ContentId>>,
    ) -> Vec<(ContentId, f32)> {
        let mut best = BinaryHeap::with_capacity(k.min(self.len()) + 1);
        let mut offer = |content: ContentId, vector: &[f32]| {
            best.push(Nearest {
                cosine: dot(query, vector),
                content,
            });
            if best.len() > k {
                best.pop();
            }
        };
        match allowed {
            // Whichever is the shorter way round.
            Some(allowed) if allowed.len() < self.len() / 4 => {
                for content in allowed {
                    if let Some(vector) = self.get(*content) {
                        offer(*content, vector);
                    }
                }
            }
            _ => {
                for (content, vector) in self.iter() {
                    if allowed.is_none_or(|allowed| allowed.contains(&content)) {
                        offer(content, vector);
                    }
                }
            }
        }
        best.into_sorted_vec()
            .into_iter()
            .map(|nearest| (nearest.content, nearest.cosine))
            .collect()
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.components[row * self.dims..(row + 1) * self.dims]
    }
}

/// Ordered so that the greatest of a heap is the one to drop: the lowest cosine, and among equals
/// the newest content.
#[derive(PartialEq)]
struct Nearest {
    cosine: f32,
    content: ContentId,
}

impl Eq for Nearest {}

impl Ord for Nearest {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .cosine
            .total_cmp(&self.cosine)
            .then(self.content.cmp(&other.content))
    }
}

impl PartialOrd for Nearest {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
