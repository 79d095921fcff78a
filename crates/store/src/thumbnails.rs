//! Where thumbnails and outlines of recordings lie: files named by the hash of the content, so that they never go stale and
//! need no table. This module knows paths only; the engine writes the files.

use std::path::PathBuf;

use rummage_core::ContentHash;

use crate::database::Store;

impl Store {
    /// The folder of the thumbnails. It may not exist yet.
    pub fn thumbnail_dir(&self) -> PathBuf {
        self.dir().join("thumbnails")
    }

    /// Where the thumbnail of a content lies or is to be written, in a folder that may not exist yet.
    pub fn thumbnail_path(&self, hash: ContentHash) -> PathBuf {
        self.derived_path(hash, "jpg")
    }

    /// Where the outline of a recording lies or is to be written, likewise.
    pub fn outline_path(&self, hash: ContentHash) -> PathBuf {
        self.derived_path(hash, "outline")
    }

    fn derived_path(&self, hash: ContentHash, extension: &str) -> PathBuf {
        let name = hash.to_string();
        // A level of folders keeps each of them small on any file system.
        self.thumbnail_dir()
            .join(&name[..2])
            .join(format!("{name}.{extension}"))
    }
}
