//! Makes a large library out of a small one, to measure with:
//!
//! `cargo run -p rummage-store --example multiply -- SMALL LARGE FOLDER COUNT`
//!
//! What the library SMALL understands is copied into the new library LARGE until it has COUNT
//! contents: 40 of 50 are photos, 9 papers, 1 a recording. Each has a hash of its own, a file below
//! FOLDER, a thumbnail and, as a photo, a vector near the original's. The files are hard links to the
//! originals, so that a scan finds them as they are recorded. The indexes catch up when LARGE is
//! opened.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rummage_core::{ContentHash, Embedding, Extraction, FolderId, MediaKind};
use rummage_store::{Access, Store};

/// How far a copy's vector is moved, as a share of its length.
const SPREAD: f32 = 0.4;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [small, large, folder, count] = &arguments[..] else {
        return Err("multiply SMALL LARGE FOLDER COUNT".into());
    };
    let small = Store::open(Path::new(small), Access::Read).await?;
    let large = Store::open(Path::new(large), Access::Write).await?;
    fs::create_dir_all(folder)?;
    let folder = fs::canonicalize(folder)?;
    let copies = Copies {
        folder: large.add_folder(&folder).await?,
        root: folder,
        small,
        large,
    };
    let photos = copies.originals(MediaKind::Photo).await?;
    let papers = copies.originals(MediaKind::Paper).await?;
    let recordings = copies.originals(MediaKind::Voice).await?;
    let mut random = Random(1);
    for number in 0..count.parse()? {
        let of_a_kind = match number % 50 {
            0..40 => &photos,
            40..49 => &papers,
            _ => &recordings,
        };
        let original = &of_a_kind[number % of_a_kind.len()];
        copies.add(original, number, &mut random).await?;
    }
    copies.large.close().await;
    Ok(())
}

/// A content of the small library.
struct Original {
    path: PathBuf,
    hash: ContentHash,
    format: String,
    extraction: Extraction,
}

struct Copies {
    small: Store,
    large: Store,
    folder: FolderId,
    root: PathBuf,
}

impl Copies {
    async fn originals(&self, kind: MediaKind) -> Result<Vec<Original>, Box<dyn Error>> {
        let mut originals = Vec::new();
        for id in self.small.index_base().await?.contents {
            let content = self.small.content(id).await?.ok_or("a content")?;
            let extraction = self.small.extraction(id).await?.ok_or("an extraction")?;
            let path = self.small.paths_of(id).await?.into_iter().next();
            if extraction.kind == kind {
                originals.push(Original {
                    path: path.ok_or("a path")?,
                    hash: content.hash,
                    format: content.format,
                    extraction,
                });
            }
        }
        Ok(originals)
    }

    async fn add(
        &self,
        original: &Original,
        number: usize,
        random: &mut Random,
    ) -> Result<(), Box<dyn Error>> {
        let name = original.path.file_name().ok_or("a name")?;
        let rel_path = Path::new(&format!("{:03}", number / 1000))
            .join(format!("{number:06}-{}", name.to_string_lossy()));
        let target = self.root.join(&rel_path);
        link(&original.path, &target)?;
        let facts = fs::metadata(&target)?;
        let modified = facts.modified()?.duration_since(UNIX_EPOCH)?;

        let hash = ContentHash(random.bytes());
        let thumbnail = self.small.thumbnail_path(original.hash);
        let outline = self.small.outline_path(original.hash);
        for (from, to) in [
            (thumbnail, self.large.thumbnail_path(hash)),
            (outline, self.large.outline_path(hash)),
        ] {
            if from.is_file() {
                link(&from, &to)?;
            }
        }

        let format = &original.format;
        let (content, _) = self.large.upsert_content(hash, facts.len(), format).await?;
        let mtime_ns = i64::try_from(modified.as_nanos())?;
        self.large
            .record_file(self.folder, &rel_path, facts.len(), mtime_ns, Some(content))
            .await?;
        let mut extraction = original.extraction.clone();
        extraction.embedding = extraction
            .embedding
            .and_then(|embedding| moved(&embedding, random));
        self.large
            .commit_extraction(content, &extraction, &[])
            .await?;
        Ok(())
    }
}

/// A hard link, or a copy where another drive does not allow one.
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to)?;
    }
    Ok(())
}

fn moved(embedding: &Embedding, random: &mut Random) -> Option<Embedding> {
    let reach = SPREAD * (3.0 / embedding.vector().len() as f32).sqrt();
    let vector = embedding.vector().iter().map(|x| x + reach * random.unit());
    Embedding::normalised(embedding.space.clone(), vector.collect())
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// From -1 to 1.
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }

    fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for chunk in bytes.chunks_exact_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes());
        }
        bytes
    }
}
