//! The vectors of a space on disk. A snapshot is a folder that is written aside, forced to disk and
//! renamed into place; then a pointer file is replaced to name it. So at any instant the pointer
//! names a whole snapshot. Its parts are hashed, and what does not match in all points is not used.
//!
//! ```text
//! <space>/CURRENT                      the name of the snapshot that counts
//! <space>/snapshot-<n>/manifest.json   version, space, dims, count, watermark, hash of vectors.bin
//! <space>/snapshot-<n>/vectors.bin     i64 ids, then f32 components row by row; little endian
//! ```

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rummage_core::{ContentId, VectorSpace};
use serde::{Deserialize, Serialize};

use super::rows::Rows;
use crate::error::IndexError;

const VERSION: u32 = 1;
const POINTER: &str = "CURRENT";
const PREFIX: &str = "snapshot-";

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u32,
    space: VectorSpace,
    dims: usize,
    count: usize,
    watermark: u64,
    /// BLAKE3 of `vectors.bin`.
    hash: String,
}

/// The vectors and the watermark that were saved last. `Err(None)` where nothing was, and the reason
/// where what was saved cannot be trusted.
pub(crate) fn load(
    dir: &Path,
    space: &VectorSpace,
    dims: usize,
) -> Result<(Rows, u64), Option<String>> {
    let pointer = dir.join(POINTER);
    if !pointer.exists() {
        return Err(None);
    }
    let name = std::fs::read_to_string(&pointer).map_err(|error| error.to_string())?;
    let name = name.trim();
    if number_of(name).is_none() {
        return Err(Some("the pointer names no snapshot".into()));
    }
    let snapshot = dir.join(name);
    let manifest = std::fs::read(snapshot.join("manifest.json")).map_err(|e| e.to_string())?;
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|e| e.to_string())?;
    if manifest.version != VERSION || manifest.space != *space || manifest.dims != dims {
        return Err(Some("the snapshot is of another version or space".into()));
    }
    let bytes = std::fs::read(snapshot.join("vectors.bin")).map_err(|e| e.to_string())?;
    if blake3::hash(&bytes).to_hex().as_str() != manifest.hash {
        return Err(Some("the hash of the vectors is wrong".into()));
    }
    let rows = parse(&bytes, dims, manifest.count)
        .ok_or_else(|| "the vectors do not fill their file".to_owned())?;
    Ok((rows, manifest.watermark))
}

/// Saves vectors and watermark in place of what was saved before.
pub(crate) fn save(
    dir: &Path,
    space: &VectorSpace,
    rows: &Rows,
    watermark: u64,
) -> Result<(), IndexError> {
    std::fs::create_dir_all(dir).map_err(IndexError::io("creating", dir))?;
    let number = 1 + existing(dir)
        .iter()
        .filter_map(|n| number_of(n))
        .max()
        .unwrap_or(0);
    let name = format!("{PREFIX}{number}");
    let aside = dir.join(format!("writing-{number}"));
    let _ = std::fs::remove_dir_all(&aside);
    std::fs::create_dir_all(&aside).map_err(IndexError::io("creating", &aside))?;

    let hash = write_vectors(&aside.join("vectors.bin"), rows)?;
    let manifest = Manifest {
        version: VERSION,
        space: space.clone(),
        dims: rows.dims(),
        count: rows.len(),
        watermark,
        hash,
    };
    let path = aside.join("manifest.json");
    let text = serde_json::to_vec_pretty(&manifest)
        .map_err(std::io::Error::from)
        .map_err(IndexError::io("writing", &path))?;
    write_synced(&path, &text)?;
    sync_dir(&aside)?;
    rename(&aside, &dir.join(&name))?;

    let pointer_aside = dir.join("CURRENT.new");
    write_synced(&pointer_aside, name.as_bytes())?;
    rename(&pointer_aside, &dir.join(POINTER))?;
    sync_dir(dir)?;

    // What is left over is only space; the next save tries again.
    for old in existing(dir) {
        if old != name {
            let _ = std::fs::remove_dir_all(dir.join(old));
        }
    }
    Ok(())
}

fn parse(bytes: &[u8], dims: usize, count: usize) -> Option<Rows> {
    let (ids, components) = bytes.split_at_checked(count.checked_mul(8)?)?;
    if components.len() != count.checked_mul(dims)?.checked_mul(4)? {
        return None;
    }
    let mut rows = Rows::new(dims);
    let mut components = components
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes));
    let mut vector = Vec::with_capacity(dims);
    for id in ids.as_chunks::<8>().0 {
        vector.clear();
        vector.extend(components.by_ref().take(dims));
        rows.put(ContentId(i64::from_le_bytes(*id)), &vector);
    }
    (rows.len() == count).then_some(rows)
}

/// Writes the ids and vectors and returns the hash of the file.
fn write_vectors(path: &Path, rows: &Rows) -> Result<String, IndexError> {
    let write = || -> std::io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        let mut put = |bytes: &[u8]| {
            hasher.update(bytes);
            file.write_all(bytes)
        };
        for (content, _) in rows.iter() {
            put(&content.0.to_le_bytes())?;
        }
        let mut bytes = Vec::with_capacity(rows.dims() * 4);
        for (_, vector) in rows.iter() {
            bytes.clear();
            bytes.extend(vector.iter().flat_map(|x| x.to_le_bytes()));
            put(&bytes)?;
        }
        file.into_inner()?.sync_all()?;
        Ok(hasher.finalize().to_hex().to_string())
    };
    write().map_err(IndexError::io("writing", path))
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let write = || -> std::io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(IndexError::io("writing", path))
}

fn rename(from: &Path, to: &Path) -> Result<(), IndexError> {
    std::fs::rename(from, to).map_err(IndexError::io("renaming to", to))
}

/// A rename is durable only when its folder is.
fn sync_dir(dir: &Path) -> Result<(), IndexError> {
    #[cfg(unix)]
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(IndexError::io("forcing to disk", dir))?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

/// The folders of snapshots, whole or not.
fn existing(dir: &Path) -> Vec<String> {
    std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.starts_with(PREFIX) || name.starts_with("writing-"))
        .collect()
}

fn number_of(name: &str) -> Option<u64> {
    name.strip_prefix(PREFIX)?.parse().ok()
}
