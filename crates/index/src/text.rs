//! The text index: one tantivy document per content, in four groups of words.
//!
//! The watermark lies in the payload of tantivy's commit, so documents and watermark are one. What
//! cannot be opened with all checksums right, or was written by another version of this file, is
//! removed and begun anew at watermark 0.

mod lookup;
pub(crate) mod query;
mod search;
mod spelling;
mod tokenizer;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rummage_core::ContentId;
use serde::{Deserialize, Serialize};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use crate::error::IndexError;
use query::{TextGroup, TextHit, TextQuery};
use tokenizer::FoldedWords;

/// To be raised whenever the schema or the tokenizer changes: older indexes are then built anew.
const VERSION: u32 = 1;

const TOKENIZER: &str = "folded_words";

/// One thread suffices: understanding a file takes a thousand times longer than indexing it.
const WRITER_THREADS: usize = 1;
const WRITER_BUDGET_BYTES: usize = 32 << 20;

const READING_RETRIES: u32 = 3;
const READING_PAUSE: Duration = Duration::from_millis(100);

/// What the index is to know of a content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextDocument {
    /// The text of a paper.
    pub body: String,
    /// What was said.
    pub spoken: String,
    /// File and folder names.
    pub names: Vec<String>,
    /// The values of fields, and whatever else is known about it in words.
    pub fields: Vec<String>,
}

/// A content that is to be indexed anew, or forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// The content.
    pub content: ContentId,
    /// What to know of it from now on; `None` to forget it.
    pub doc: Option<TextDocument>,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    version: u32,
    watermark: u64,
}

/// The text index of a library.
pub struct TextIndex {
    index: Index,
    reader: IndexReader,
    content: Field,
    groups: [(TextGroup, Field); 4],
    /// `None` where the index was opened for reading.
    writer: Option<Mutex<Writer>>,
}

struct Writer {
    /// Made at the first change: it costs a thread and its buffer.
    tantivy: Option<IndexWriter>,
    watermark: u64,
}

impl TextIndex {
    /// Opens the index in `dir` for reading and writing; makes it where there is none, and makes it
    /// anew where what lies there is not beyond doubt.
    pub fn open_or_create(dir: &Path) -> Result<Self, IndexError> {
        match Self::open_existing(dir) {
            Ok(Some(mut index)) => {
                let watermark = index.watermark()?;
                index.writer = Some(Mutex::new(Writer {
                    tantivy: None,
                    watermark,
                }));
                return Ok(index);
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "the text index cannot be trusted and is built anew");
            }
        }
        if dir.exists() {
            std::fs::remove_dir_all(dir).map_err(IndexError::io("removing", dir))?;
        }
        std::fs::create_dir_all(dir).map_err(IndexError::io("creating", dir))?;
        let (schema, ..) = schema();
        let mut index = Self::around(Index::create_in_dir(dir, schema)?)?;
        index.writer = Some(Mutex::new(Writer {
            tantivy: None,
            watermark: 0,
        }));
        Ok(index)
    }

    /// Opens the index in `dir` for reading beside whoever writes it. `None` where there is none.
    pub fn open_for_reading(dir: &Path) -> Result<Option<Self>, IndexError> {
        // A file may go between being named and being read, when the writer merges segments.
        let mut opened = Self::open_existing(dir);
        for _ in 0..READING_RETRIES {
            if opened.is_ok() {
                break;
            }
            std::thread::sleep(READING_PAUSE);
            opened = Self::open_existing(dir);
        }
        opened
    }

    fn open_existing(dir: &Path) -> Result<Option<Self>, IndexError> {
        if !dir.join("meta.json").is_file() {
            return Ok(None);
        }
        let dir: PathBuf = dir.into();
        // tantivy reports most damage as an error, but files of the wrong length have made it panic.
        catch_unwind(AssertUnwindSafe(move || {
            let index = Index::open_in_dir(&dir)?;
            let doubtful =
                |what: &str| IndexError::Text(tantivy::TantivyError::SystemError(what.into()));
            if index.schema() != schema().0 {
                return Err(doubtful("its schema is that of another version"));
            }
            if payload(&index)?.is_some_and(|payload| payload.version != VERSION) {
                return Err(doubtful("it was written by another version"));
            }
            if !index.validate_checksum()?.is_empty() {
                return Err(doubtful("its checksums are wrong"));
            }
            Self::around(index).map(Some)
        }))
        .unwrap_or_else(|_| {
            Err(IndexError::Text(tantivy::TantivyError::SystemError(
                "its files are damaged".into(),
            )))
        })
    }

    fn around(index: Index) -> Result<Self, IndexError> {
        index.tokenizers().register(TOKENIZER, FoldedWords);
        let (_, content, groups) = schema();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            index,
            reader,
            content,
            groups,
            writer: None,
        })
    }

    /// The position in the change log up to which the index holds everything.
    pub fn watermark(&self) -> Result<u64, IndexError> {
        match &self.writer {
            Some(writer) => Ok(lock(writer).watermark),
            None => Ok(payload(&self.index)?.map_or(0, |payload| payload.watermark)),
        }
    }

    /// Puts in the changes and moves the watermark, both or neither. A later change of the same
    /// content in `changes` wins over an earlier one.
    pub fn apply(&self, changes: &[TextChange], watermark: u64) -> Result<(), IndexError> {
        self.commit(watermark, |tantivy| {
            let mut seen = HashSet::new();
            for change in changes.iter().rev() {
                if !seen.insert(change.content) {
                    continue;
                }
                tantivy.delete_term(Term::from_field_i64(self.content, change.content.0));
                if let Some(doc) = &change.doc {
                    tantivy.add_document(self.document(change.content, doc))?;
                }
            }
            Ok(())
        })
    }

    /// Forgets everything and goes back to watermark 0.
    pub fn clear(&self) -> Result<(), IndexError> {
        self.commit(0, |tantivy| tantivy.delete_all_documents().map(drop))
    }

    fn commit(
        &self,
        watermark: u64,
        change: impl FnOnce(&IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), IndexError> {
        let mut writer = lock(self.writer.as_ref().ok_or(IndexError::ReadOnly)?);
        // Taken out and put back only after success: what was added but not committed must not slip
        // into the next commit, so a writer that failed is dropped.
        let mut tantivy = match writer.tantivy.take() {
            Some(tantivy) => tantivy,
            None => self
                .index
                .writer_with_num_threads(WRITER_THREADS, WRITER_BUDGET_BYTES)?,
        };
        change(&tantivy)?;
        let payload = Payload {
            version: VERSION,
            watermark,
        };
        let mut commit = tantivy.prepare_commit()?;
        commit.set_payload(&serde_json::to_string(&payload).map_err(|error| {
            tantivy::TantivyError::SystemError(format!("the watermark: {error}"))
        })?);
        commit.commit()?;
        writer.tantivy = Some(tantivy);
        writer.watermark = watermark;
        self.reader.reload()?;
        Ok(())
    }

    fn document(&self, content: ContentId, doc: &TextDocument) -> TantivyDocument {
        let mut out = TantivyDocument::default();
        out.add_i64(self.content, content.0);
        for (group, field) in self.groups {
            match group {
                TextGroup::Body => out.add_text(field, &doc.body),
                TextGroup::Spoken => out.add_text(field, &doc.spoken),
                TextGroup::Names => doc.names.iter().for_each(|name| out.add_text(field, name)),
                TextGroup::Fields => doc.fields.iter().for_each(|text| out.add_text(field, text)),
            }
        }
        out
    }

    /// How many contents the index holds.
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether the index holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The documents that answer `query`, best first: up to `limit` of those in `allowed`, or of all.
    pub fn search(
        &self,
        query: &TextQuery,
        allowed: Option<&HashSet<ContentId>>,
        limit: usize,
    ) -> Result<Vec<TextHit>, IndexError> {
        search::search(self, query, allowed, limit)
    }

    /// Takes up what another process has committed since; only needed where the index was opened
    /// for reading.
    pub fn reload(&self) -> Result<(), IndexError> {
        Ok(self.reader.reload()?)
    }
}

fn lock(writer: &Mutex<Writer>) -> MutexGuard<'_, Writer> {
    // A panic between two commits leaves at worst an uncommitted writer, which tantivy discards.
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}

fn payload(index: &Index) -> Result<Option<Payload>, IndexError> {
    index
        .load_metas()?
        .payload
        .map(|text| {
            serde_json::from_str(&text).map_err(|error| {
                IndexError::Text(tantivy::TantivyError::SystemError(format!(
                    "its watermark is unreadable: {error}"
                )))
            })
        })
        .transpose()
}

fn schema() -> (Schema, Field, [(TextGroup, Field); 4]) {
    let mut builder = Schema::builder();
    let content = builder.add_i64_field("content_id", FAST | INDEXED);
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(true),
    );
    let groups = TextGroup::ALL.map(|group| {
        let name = match group {
            TextGroup::Body => "body",
            TextGroup::Spoken => "spoken",
            TextGroup::Names => "names",
            TextGroup::Fields => "fields",
        };
        (group, builder.add_text_field(name, text.clone()))
    });
    (builder.build(), content, groups)
}
