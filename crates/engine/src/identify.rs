//! What a file is: its format by content and the hash of its bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rummage_core::{CancelToken, ContentHash, ErrorKind, Failure, Stage};
use rummage_media::FileFormat;

const CHUNK_BYTES: usize = 1 << 20;

/// A file that was read once, from its first byte to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Identified {
    /// The identity of its content.
    pub hash: ContentHash,
    /// How many bytes were hashed.
    pub size: u64,
    /// The format, by content.
    pub format: FileFormat,
}

/// Reads a file. `Ok(None)` when it is no media and does not claim to be.
///
/// # Errors
/// A [`Failure`] of stage identify: unreadable, empty, or named as media without being any.
pub fn identify(path: &Path, cancel: &CancelToken) -> Result<Option<Identified>, Failure> {
    let format = rummage_media::identify(path)
        .map_err(|error| Failure::new(Stage::Identify, error.kind(), error.to_string()))?;
    let Some(format) = format else {
        return Ok(None);
    };
    let unreadable = |error: std::io::Error| {
        let message = format!("the file could not be read: {error}");
        Failure::new(Stage::Identify, ErrorKind::from(&error), message)
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut hasher = blake3::Hasher::new();
    let mut size = 0;
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        if cancel.is_cancelled() {
            return Err(Failure::new(
                Stage::Identify,
                ErrorKind::Cancelled,
                "stopped",
            ));
        }
        let read = file.read(&mut chunk).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hasher.update(&chunk[..read]);
        size += read as u64;
    }
    Ok(Some(Identified {
        hash: ContentHash(*hasher.finalize().as_bytes()),
        size,
        format,
    }))
}
