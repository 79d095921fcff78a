//! A library in a temporary folder, and values to put into it.

use std::path::{Path, PathBuf};

use rummage_core::{
    BBox, ContentHash, ContentId, Currency, DocumentKind, Embedding, Extraction, Field, FieldName,
    FieldSource, FieldValue, FolderId, KindGuess, LineItem, MediaKind, Money, Page, PhotoFacts,
    SpokenWord, Transcript, VectorSpace, Word,
};
use rummage_store::{Access, ModelUse, Store};
use tempfile::TempDir;

pub struct Kit {
    temp: TempDir,
    pub store: Store,
    pub folder: FolderId,
}

impl Kit {
    /// An empty library with one folder, `pictures`.
    pub async fn new() -> Self {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let pictures = temp.path().join("pictures");
        std::fs::create_dir(&pictures).expect("a folder of pictures");
        let store = Store::open(&temp.path().join("library"), Access::Write)
            .await
            .expect("a new library");
        let folder = store.add_folder(&pictures).await.expect("a new folder");
        Self {
            temp,
            store,
            folder,
        }
    }

    pub fn library_dir(&self) -> PathBuf {
        self.temp.path().join("library")
    }

    pub fn pictures(&self) -> PathBuf {
        std::fs::canonicalize(self.temp.path().join("pictures")).expect("the folder is there")
    }

    pub fn dir(&self) -> &Path {
        self.temp.path()
    }

    /// The program ends without a word and starts again.
    pub async fn crash(self) -> Self {
        let Self {
            temp,
            store,
            folder,
        } = self;
        drop(store);
        let store = reopen(&temp.path().join("library")).await;
        Self {
            temp,
            store,
            folder,
        }
    }

    /// A file with these bytes, not yet understood.
    pub async fn file(&self, path: &str, bytes: &str) -> ContentId {
        let (content, _) = self
            .store
            .upsert_content(hash(bytes), bytes.len() as u64, "jpeg")
            .await
            .expect("a content");
        self.store
            .record_file(
                self.folder,
                Path::new(path),
                bytes.len() as u64,
                1,
                Some(content),
            )
            .await
            .expect("a file");
        content
    }

    /// A file that is understood as `extraction` says.
    pub async fn understood(&self, path: &str, extraction: &Extraction) -> ContentId {
        let content = self.file(path, path).await;
        self.store
            .commit_extraction(content, extraction, &[one_run("photo")])
            .await
            .expect("a commit");
        content
    }
}

/// Opens again what was just dropped: its connections may take a moment to let go of the lock.
pub async fn reopen(dir: &Path) -> Store {
    Store::open(dir, Access::Write)
        .await
        .expect("the library opens again")
}

pub fn hash(bytes: &str) -> ContentHash {
    let mut out = [0; 32];
    for (i, byte) in bytes.bytes().enumerate() {
        out[i % 32] ^= byte.wrapping_mul(31).wrapping_add(i as u8);
    }
    ContentHash(out)
}

pub fn one_run(task: &str) -> ModelUse {
    ModelUse {
        task: task.into(),
        package: format!("{task}-starter"),
        runs: 1,
    }
}

pub fn photo(camera: &str, taken_at: &str) -> Extraction {
    Extraction {
        photo: Some(PhotoFacts {
            width: 4000,
            height: 3000,
            taken_at: (!taken_at.is_empty()).then(|| taken_at.parse().expect("a time")),
            camera: (!camera.is_empty()).then(|| camera.into()),
            latitude: Some(47.5),
            longitude: Some(-8.25),
        }),
        embedding: Embedding::normalised(VectorSpace("clip@1".into()), vec![3.0, 4.0]),
        ..Extraction::empty(MediaKind::Photo)
    }
}

pub fn invoice(vendor: &str, total_minor: i64, date: &str) -> Extraction {
    Extraction {
        document_kind: Some(KindGuess {
            label: DocumentKind::Invoice,
            confidence: 0.75,
        }),
        pages: vec![Page {
            width: 595.25,
            height: 842.0,
            words: ["Invoice", "A-1312/B", vendor]
                .iter()
                .enumerate()
                .map(|(i, text)| Word {
                    text: (*text).into(),
                    bbox: BBox::new(10.5, 20.0 * i as f32, 99.9, 20.0 * i as f32 + 12.3),
                    confidence: 0.1 + i as f32 / 7.0,
                })
                .collect(),
        }],
        fields: vec![
            field(FieldName::Vendor, FieldValue::Text(vendor.into()), vendor),
            field(
                FieldName::Total,
                FieldValue::Money(Money {
                    minor: total_minor,
                    currency: Currency::from_code("EUR"),
                }),
                "as written",
            ),
            field(
                FieldName::InvoiceDate,
                FieldValue::Date(date.parse().expect("a day")),
                "on a day",
            ),
        ],
        line_items: vec![
            LineItem {
                description: Some("Desk lamp".into()),
                quantity: Some(2.5),
                unit_price: Some(Money {
                    minor: 1000,
                    currency: None,
                }),
                amount: Some(Money {
                    minor: 2500,
                    currency: Currency::from_code("EUR"),
                }),
                page: 0,
                bbox: BBox::new(10.5, 80.0, 99.9, 92.25),
                confidence: 0.625,
            },
            LineItem {
                description: Some("Delivery".into()),
                quantity: None,
                unit_price: None,
                amount: Some(Money {
                    minor: -100,
                    currency: Currency::from_code("EUR"),
                }),
                page: 0,
                bbox: BBox::new(10.5, 95.0, 99.9, 107.25),
                confidence: 0.5,
            },
        ],
        ..Extraction::empty(MediaKind::Paper)
    }
}

pub fn voice(text: &str) -> Extraction {
    Extraction {
        transcript: Some(Transcript {
            text: text.into(),
            words: text
                .split(' ')
                .enumerate()
                .map(|(i, word)| SpokenWord {
                    text: word.into(),
                    start_ms: 400 * i as u64,
                    end_ms: 400 * i as u64 + 321,
                    confidence: 1.0 / (i as f32 + 1.7),
                })
                .collect(),
            evidence: None,
        }),
        duration_ms: Some(12_345),
        ..Extraction::empty(MediaKind::Voice)
    }
}

fn field(name: FieldName, value: FieldValue, raw: &str) -> Field {
    Field {
        name,
        value,
        raw: raw.into(),
        page: 0,
        bbox: BBox::new(1.5, 2.25, 30.1, 40.7),
        confidence: 0.9,
        source: FieldSource::Model,
    }
}
