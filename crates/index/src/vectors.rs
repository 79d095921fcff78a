//! The vectors of one vector space, searched by cosine: exactly while they are few, through a sealed
//! HNSW graph (Malkov and Yashunin 2016) with an exact scan over what is newer when they are many.
//!
//! A graph is immutable: it is built aside on a thread of its own from a copy of the vectors and
//! swapped in whole, so that neither searching nor indexing waits for it. What is on disk is the
//! vectors with their ids and the watermark ([`snapshot`]); the graph is not, because its build is
//! bounded and hnsw_rs can only read back what it trusts. After opening it is built again.

mod dot;
mod graph;
mod rows;
mod snapshot;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};

use rummage_core::{ContentId, VectorSpace};

use crate::error::IndexError;
use graph::Graph;
use rows::Rows;

/// How far from 1 the length of a vector may be.
const UNIT_TOLERANCE: f32 = 1e-3;

/// A filter that leaves at most so many candidates is answered by a scan over them.
const SCAN_AT_MOST: usize = 10_000;

/// A graph is built anew when this share of it is dead or newer than it.
const STALE_SHARE: usize = 5;

/// What may be set about a vector index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VectorSettings {
    /// From how many vectors on a graph is built.
    pub seal_at: usize,
}

impl Default for VectorSettings {
    /// An exact scan over 20,000 vectors of 512 components takes one or two milliseconds.
    fn default() -> Self {
        Self { seal_at: 20_000 }
    }
}

/// Which way answers a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServedBy {
    /// An exact scan over all vectors.
    Exact,
    /// The graph, and an exact scan over what is newer.
    Graph,
}

/// How a vector index stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VectorStatus {
    /// Vectors that can be found.
    pub vectors: usize,
    /// Vectors in the graph, dead ones included.
    pub in_graph: usize,
    /// Vectors in the graph that are deleted or replaced.
    pub dead: usize,
    /// Which way answers a search without a filter.
    pub served_by: ServedBy,
    /// Whether a graph is being built.
    pub building: bool,
}

/// The vectors of one space.
pub struct VectorIndex {
    dir: PathBuf,
    space: VectorSpace,
    settings: VectorSettings,
    shared: Arc<Shared>,
    /// Only one snapshot is written at a time; holds the watermark of the last.
    saved: Mutex<u64>,
}

struct Shared {
    state: RwLock<State>,
    building: Mutex<bool>,
    built: Condvar,
}

struct State {
    rows: Rows,
    watermark: u64,
    graph: Option<Sealed>,
}

/// A graph, and how the rows differ from it by now.
struct Sealed {
    graph: Graph,
    /// In the graph, but deleted or replaced since.
    dead: HashSet<ContentId>,
    /// Not in the graph, or with another vector there.
    newer: HashSet<ContentId>,
}

impl VectorIndex {
    /// Opens the index of `space`, whose vectors have `dims` components, under `root`. What was
    /// saved there and is beyond doubt is taken up; else it is empty and at watermark 0.
    pub fn open(
        root: &Path,
        space: &VectorSpace,
        dims: usize,
        settings: VectorSettings,
    ) -> Result<Self, IndexError> {
        // Names of spaces hold characters that no file system likes.
        let name = blake3::hash(space.0.as_bytes()).to_hex();
        let dir = root.join(&name[..16]);
        let (rows, watermark) = snapshot::load(&dir, space, dims).unwrap_or_else(|doubt| {
            if let Some(doubt) = doubt {
                tracing::warn!(%doubt, "a vector index cannot be trusted and is built anew");
            }
            (Rows::new(dims), 0)
        });
        let index = Self {
            dir,
            space: space.clone(),
            settings,
            shared: Arc::new(Shared {
                state: RwLock::new(State {
                    rows,
                    watermark,
                    graph: None,
                }),
                building: Mutex::new(false),
                built: Condvar::new(),
            }),
            saved: Mutex::new(watermark),
        };
        index.seal_if_due();
        Ok(index)
    }

    /// The space.
    pub fn space(&self) -> &VectorSpace {
        &self.space
    }

    /// The number of components of each vector.
    pub fn dims(&self) -> usize {
        self.shared.read().rows.dims()
    }

    /// The position in the change log up to which the index, in memory, holds everything.
    pub fn watermark(&self) -> u64 {
        self.shared.read().watermark
    }

    /// The position up to which everything is on disk: the log must be kept from here on.
    pub fn saved_watermark(&self) -> u64 {
        *self.saved()
    }

    /// Puts in the changes, where `None` deletes, and moves the watermark: both, or neither when a
    /// vector is refused. In memory; [`VectorIndex::save`] writes it down.
    pub fn apply(
        &self,
        changes: &[(ContentId, Option<Vec<f32>>)],
        watermark: u64,
    ) -> Result<(), IndexError> {
        let dims = self.dims();
        for vector in changes.iter().filter_map(|(_, vector)| vector.as_deref()) {
            check(vector, dims)?;
        }
        {
            let mut state = self.shared.write();
            for (content, vector) in changes {
                state.change(*content, vector.as_deref());
            }
            state.watermark = watermark;
        }
        self.seal_if_due();
        Ok(())
    }

    /// The `k` vectors nearest to `query` among `allowed`, or among all, with their cosines, highest
    /// first.
    pub fn search(
        &self,
        query: &[f32],
        k: usize,
        allowed: Option<&HashSet<ContentId>>,
    ) -> Result<Vec<(ContentId, f32)>, IndexError> {
        let state = self.shared.read();
        check(query, state.rows.dims())?;
        Ok(state.search(query, k, allowed))
    }

    /// The exact answer to the same question: the measure of the graph.
    pub fn search_exact(
        &self,
        query: &[f32],
        k: usize,
        allowed: Option<&HashSet<ContentId>>,
    ) -> Result<Vec<(ContentId, f32)>, IndexError> {
        let state = self.shared.read();
        check(query, state.rows.dims())?;
        Ok(state.rows.nearest(query, k, allowed))
    }

    /// How many vectors can be found.
    pub fn len(&self) -> usize {
        self.shared.read().rows.len()
    }

    /// Whether no vector can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which way answers a search without a filter.
    pub fn served_by(&self) -> ServedBy {
        self.shared.read().served_by()
    }

    /// How the index stands.
    pub fn status(&self) -> VectorStatus {
        let building = *self.shared.building();
        let state = self.shared.read();
        let sealed = state.graph.as_ref();
        VectorStatus {
            vectors: state.rows.len(),
            in_graph: sealed.map_or(0, |sealed| sealed.graph.len()),
            dead: sealed.map_or(0, |sealed| sealed.dead.len()),
            served_by: state.served_by(),
            building,
        }
    }

    /// Waits until no graph is being built.
    pub fn settle(&self) {
        let mut building = self.shared.building();
        while *building {
            building = self
                .shared
                .built
                .wait(building)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Writes the vectors and the watermark to disk, atomically. Searching goes on meanwhile.
    pub fn save(&self) -> Result<(), IndexError> {
        let mut saved = self.saved();
        let (rows, watermark) = {
            let state = self.shared.read();
            if state.watermark == *saved && self.dir.exists() {
                return Ok(());
            }
            (state.rows.clone(), state.watermark)
        };
        snapshot::save(&self.dir, &self.space, &rows, watermark)?;
        *saved = watermark;
        Ok(())
    }

    /// Forgets everything, on disk too, and starts from watermark 0.
    pub fn clear(&self) -> Result<(), IndexError> {
        let mut saved = self.saved();
        if self.dir.exists() {
            std::fs::remove_dir_all(&self.dir).map_err(IndexError::io("removing", &self.dir))?;
        }
        let mut state = self.shared.write();
        let dims = state.rows.dims();
        *state = State {
            rows: Rows::new(dims),
            watermark: 0,
            graph: None,
        };
        *saved = 0;
        Ok(())
    }

    fn saved(&self) -> MutexGuard<'_, u64> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts building a graph if one is due and none is being built.
    fn seal_if_due(&self) {
        let mut building = self.shared.building();
        if *building {
            return;
        }
        let rows = {
            let state = self.shared.read();
            if !state.seal_is_due(self.settings.seal_at) {
                return;
            }
            state.rows.clone()
        };
        let shared = Arc::clone(&self.shared);
        let seal_at = self.settings.seal_at;
        let started = std::thread::Builder::new()
            .name("vector-graph".into())
            .spawn(move || shared.build(rows, seal_at));
        match started {
            Ok(_) => *building = true,
            Err(error) => tracing::warn!(%error, "no thread for a graph; the exact scan serves"),
        }
    }
}

impl Shared {
    fn read(&self) -> std::sync::RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn building(&self) -> MutexGuard<'_, bool> {
        self.building.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Builds graphs until none is due, each swapped in when it is ready.
    fn build(&self, mut rows: Rows, seal_at: usize) {
        loop {
            let graph = Graph::build(&rows);
            // Held while deciding, so that no change falls between "none is due" and "not building".
            let mut building = self.building();
            let mut state = self.write();
            if let Some(graph) = graph {
                state.adopt(graph, &rows);
                if state.seal_is_due(seal_at) {
                    rows = state.rows.clone();
                    continue;
                }
            }
            *building = false;
            break;
        }
        self.built.notify_all();
    }
}

impl State {
    fn change(&mut self, content: ContentId, vector: Option<&[f32]>) {
        if let Some(sealed) = &mut self.graph {
            if sealed.graph.contains(content) {
                sealed.dead.insert(content);
            }
            match vector {
                Some(_) => sealed.newer.insert(content),
                None => sealed.newer.remove(&content),
            };
        }
        match vector {
            Some(vector) => self.rows.put(content, vector),
            None => self.rows.remove(content),
        }
    }

    /// Whether the graph that there should be is missing or too stale.
    fn seal_is_due(&self, seal_at: usize) -> bool {
        if self.rows.len() < seal_at.max(1) {
            return false;
        }
        match &self.graph {
            None => true,
            Some(sealed) => {
                let allowed = (sealed.graph.len() / STALE_SHARE).max(seal_at);
                sealed.dead.len() > allowed || sealed.newer.len() > allowed
            }
        }
    }

    /// Takes a graph that was built from `built_from`, some changes ago.
    fn adopt(&mut self, graph: Graph, built_from: &Rows) {
        let newer = self
            .rows
            .iter()
            .filter(|(content, vector)| built_from.get(*content) != Some(*vector))
            .map(|(content, _)| content)
            .collect();
        let dead = built_from
            .iter()
            .filter(|(content, vector)| self.rows.get(*content) != Some(*vector))
            .map(|(content, _)| content)
            .collect();
        self.graph = Some(Sealed { graph, dead, newer });
    }

    fn served_by(&self) -> ServedBy {
        match self.graph {
            Some(_) => ServedBy::Graph,
            None => ServedBy::Exact,
        }
    }

    fn search(
        &self,
        query: &[f32],
        k: usize,
        allowed: Option<&HashSet<ContentId>>,
    ) -> Vec<(ContentId, f32)> {
        let Some(sealed) = &self.graph else {
            return self.rows.nearest(query, k, allowed);
        };
        if allowed.is_some_and(|allowed| allowed.len() <= SCAN_AT_MOST) {
            return self.rows.nearest(query, k, allowed);
        }
        // A wide filter: ask for so many more that enough of them should be allowed.
        let share = allowed.map_or(1, |allowed| {
            (self.rows.len() / allowed.len().max(1)).saturating_add(1)
        });
        let wanted = k.saturating_mul(share).saturating_add(sealed.dead.len());
        if wanted >= sealed.graph.len() / 2 {
            return self.rows.nearest(query, k, allowed);
        }
        let Some(candidates) = sealed.graph.nearest(query, wanted) else {
            return self.rows.nearest(query, k, allowed);
        };
        let candidates: HashSet<ContentId> = candidates
            .into_iter()
            .filter(|content| !sealed.dead.contains(content))
            .chain(sealed.newer.iter().copied())
            .filter(|content| allowed.is_none_or(|allowed| allowed.contains(content)))
            .collect();
        let found = self.rows.nearest(query, k, Some(&candidates));
        if found.len() < k.min(self.rows.len()) {
            return self.rows.nearest(query, k, allowed);
        }
        found
    }
}

/// What must hold of every vector that is put in or asked for.
fn check(vector: &[f32], dims: usize) -> Result<(), IndexError> {
    if vector.len() != dims {
        return Err(IndexError::WrongLength {
            found: vector.len(),
            expected: dims,
        });
    }
    let length = dot::dot(vector, vector).sqrt();
    if !length.is_finite() {
        return Err(IndexError::NotFinite);
    }
    if (length - 1.0).abs() > UNIT_TOLERANCE {
        return Err(IndexError::NotUnit { length });
    }
    Ok(())
}
