//! The text index and the vector indexes of a library, each replaying the change log from its own
//! watermark. Either may be deleted at any time and comes back from the store, without a model.

mod documents;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rummage_core::{ContentId, Embedding, VectorSpace};
use rummage_index::{IndexError, ServedBy, TextChange, TextIndex, VectorIndex, VectorSettings};
use rummage_store::{Access, Store};
use serde::Serialize;

use crate::error::EngineError;

/// How many contents are taken up at a time.
const BATCH: usize = 512;

/// The indexes.
pub struct Indexes {
    vectors_dir: PathBuf,
    vector_settings: VectorSettings,
    /// `None` where another process has yet to make it.
    text: Option<TextIndex>,
    vectors: RwLock<BTreeMap<VectorSpace, Arc<VectorIndex>>>,
}

/// How searches in one vector space are answered.
#[derive(Clone, Debug, Serialize)]
pub struct Served {
    /// The space.
    pub space: VectorSpace,
    /// How many vectors it has.
    pub vectors: usize,
    /// `exact` or `graph`.
    pub by: &'static str,
}

impl Indexes {
    /// Opens what lies in the library at `dir`; what is damaged is begun anew.
    pub fn open(dir: &Path, access: Access, seal_at: usize) -> Result<Self, EngineError> {
        let text_dir = dir.join("index/text");
        let text = match access {
            Access::Write => Some(TextIndex::open_or_create(&text_dir)?),
            Access::Read => TextIndex::open_for_reading(&text_dir)?,
        };
        Ok(Self {
            vectors_dir: dir.join("index/vectors"),
            vector_settings: VectorSettings { seal_at },
            text,
            vectors: RwLock::default(),
        })
    }

    /// The text index; `None` in a library that is read before it was ever written.
    pub fn text(&self) -> Option<&TextIndex> {
        self.text.as_ref()
    }

    /// Takes up everything that the store has committed. With [`Access::Read`], the text index is
    /// whatever the writer has made of it so far.
    pub async fn catch_up(&self, store: &Store, access: Access) -> Result<(), EngineError> {
        match (&self.text, access) {
            (Some(text), Access::Write) => catch_up_text(text, store).await?,
            (Some(text), Access::Read) => text.reload()?,
            (None, _) => {}
        }
        for (space, _) in store.spaces().await? {
            self.open_space(store, &space).await?;
        }
        for index in self.spaces() {
            catch_up_vectors(&index, store).await?;
        }
        Ok(())
    }

    /// Writes the vectors to disk and lets the store forget changes that nobody needs any more.
    pub async fn save(&self, store: &Store) -> Result<(), EngineError> {
        let mut needed_from = match &self.text {
            Some(text) => text.watermark()?,
            None => 0,
        };
        for index in self.spaces() {
            index.save()?;
            needed_from = needed_from.min(index.saved_watermark());
        }
        Ok(store.prune_changes(needed_from).await?)
    }

    /// Builds the text index from nothing.
    pub async fn rebuild_text(&self, store: &Store) -> Result<(), EngineError> {
        match &self.text {
            Some(text) => refill_text(text, store).await,
            None => Err(IndexError::ReadOnly.into()),
        }
    }

    /// Builds all vector indexes from nothing.
    pub async fn rebuild_vectors(&self, store: &Store) -> Result<(), EngineError> {
        for index in self.spaces() {
            index.clear()?;
            refill_vectors(&index, store).await?;
        }
        self.save(store).await
    }

    /// Whether there is no picture to be found.
    pub fn has_no_vectors(&self) -> bool {
        self.spaces().iter().all(|index| index.is_empty())
    }

    /// Whether pictures have vectors of this space.
    pub fn has_space(&self, space: &VectorSpace) -> bool {
        self.read().contains_key(space)
    }

    /// The pictures nearest to a vector of their space, with their cosines, highest first.
    pub fn similar(
        &self,
        vector: &Embedding,
        k: usize,
        allowed: Option<&HashSet<ContentId>>,
    ) -> Result<Vec<(ContentId, f32)>, EngineError> {
        let index = self.read().get(&vector.space).cloned();
        match index {
            Some(index) => Ok(index.search(vector.vector(), k, allowed)?),
            None => Ok(Vec::new()),
        }
    }

    /// How searches are answered, by space.
    pub fn served_by(&self) -> Vec<Served> {
        let spaces = self.spaces();
        let served = spaces.iter().map(|index| {
            index.settle();
            Served {
                space: index.space().clone(),
                vectors: index.len(),
                by: match index.served_by() {
                    ServedBy::Exact => "exact",
                    ServedBy::Graph => "graph",
                },
            }
        });
        served.collect()
    }

    fn spaces(&self) -> Vec<Arc<VectorIndex>> {
        self.read().values().cloned().collect()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<VectorSpace, Arc<VectorIndex>>> {
        self.vectors.read().unwrap_or_else(PoisonError::into_inner)
    }

    async fn open_space(&self, store: &Store, space: &VectorSpace) -> Result<(), EngineError> {
        if self.read().contains_key(space) {
            return Ok(());
        }
        let first = store.embeddings(space, None, 1).await?;
        let Some((_, vector)) = first.first() else {
            return Ok(());
        };
        let settings = self.vector_settings;
        let index = VectorIndex::open(&self.vectors_dir, space, vector.len(), settings)?;
        let mut vectors = self.vectors.write().unwrap_or_else(PoisonError::into_inner);
        vectors
            .entry(space.clone())
            .or_insert_with(|| Arc::new(index));
        Ok(())
    }
}

async fn catch_up_text(text: &TextIndex, store: &Store) -> Result<(), EngineError> {
    let mut watermark = text.watermark()?;
    if !store.log_reaches(watermark).await? {
        return refill_text(text, store).await;
    }
    loop {
        let changes = store.changes_after(watermark, BATCH).await?;
        let Some(last) = changes.last() else {
            return Ok(());
        };
        watermark = last.seq;
        let contents: HashSet<ContentId> = changes.iter().map(|change| change.content).collect();
        text.apply(&text_changes(contents, store).await?, watermark)?;
    }
}

async fn refill_text(text: &TextIndex, store: &Store) -> Result<(), EngineError> {
    let base = store.index_base().await?;
    text.clear()?;
    for contents in base.contents.chunks(BATCH) {
        // Until the last batch is in, the index claims to hold nothing, so that an interrupted
        // rebuild begins again.
        text.apply(&text_changes(contents.iter().copied(), store).await?, 0)?;
    }
    text.apply(&[], base.watermark)?;
    Ok(())
}

async fn text_changes(
    contents: impl IntoIterator<Item = ContentId>,
    store: &Store,
) -> Result<Vec<TextChange>, EngineError> {
    let mut changes = Vec::new();
    for content in contents {
        let doc = store
            .indexable(content)
            .await?
            .map(documents::text_document);
        changes.push(TextChange { content, doc });
    }
    Ok(changes)
}

async fn catch_up_vectors(index: &VectorIndex, store: &Store) -> Result<(), EngineError> {
    let mut watermark = index.watermark();
    if !store.log_reaches(watermark).await? {
        index.clear()?;
        return refill_vectors(index, store).await;
    }
    loop {
        let changes = store.changes_after(watermark, BATCH).await?;
        let Some(last) = changes.last() else {
            return Ok(());
        };
        watermark = last.seq;
        let contents: HashSet<ContentId> = changes.iter().map(|change| change.content).collect();
        let mut vectors = Vec::with_capacity(contents.len());
        for content in contents {
            let vector = store.embedding(content).await?;
            let vector = vector.filter(|vector| vector.space == *index.space());
            vectors.push((content, vector.map(|vector| vector.vector().to_vec())));
        }
        index.apply(&vectors, watermark)?;
    }
}

async fn refill_vectors(index: &VectorIndex, store: &Store) -> Result<(), EngineError> {
    // Changes after this point are replayed, so what is read twice is merely set twice.
    let watermark = store.last_change().await?;
    let mut after = None;
    loop {
        let vectors = store.embeddings(index.space(), after, BATCH).await?;
        let Some((last, _)) = vectors.last() else {
            break;
        };
        after = Some(*last);
        let changes: Vec<_> = vectors
            .into_iter()
            .map(|(id, vector)| (id, Some(vector)))
            .collect();
        index.apply(&changes, 0)?;
    }
    index.apply(&[], watermark)?;
    Ok(())
}
