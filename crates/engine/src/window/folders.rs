//! The library's page: folders with what they hold, sizes, suggestions, an estimate.

use std::path::{Path, PathBuf};

use rummage_api as api;
use rummage_core::{CancelToken, MediaKind};
use rummage_media::MediaFamily;

use super::cards::text_of;
use crate::error::EngineError;
use crate::library::Library;
use crate::patterns::Patterns;
use crate::scan;
use crate::watcher::Watcher;

/// Seconds a file takes on one core of a usual laptop, as measured on the sample library.
const SECONDS_PER_PHOTO: f64 = 0.15;
const SECONDS_PER_PAPER: f64 = 1.5;
/// Recordings vary in length far more than in rate: a compressed minute is about so many bytes …
const BYTES_PER_MINUTE: f64 = 500_000.0;
/// … and takes so long.
const SECONDS_PER_MINUTE: f64 = 4.0;

impl Library {
    /// The library's page.
    pub async fn library_page(
        &self,
        indexing: api::IndexingState,
        watcher: &Watcher,
    ) -> Result<api::Library, EngineError> {
        let counts = self.store.folder_counts().await?;
        let folders = self.store.folders().await?;
        let folders = folders
            .into_iter()
            .map(|folder| {
                let counts = counts.get(&folder.id).cloned().unwrap_or_default();
                let of = |kind| counts.by_kind.get(&kind).copied().unwrap_or_default();
                api::LibraryFolder {
                    path: text_of(&folder.path),
                    photo: of(MediaKind::Photo),
                    paper: of(MediaKind::Paper),
                    voice: of(MediaKind::Voice),
                    pending: counts.pending,
                    failed: counts.failed,
                    offline: folder.offline || !folder.path.is_dir(),
                    include: folder.include,
                    exclude: folder.exclude,
                    watched: watcher.watches(&folder.path),
                }
            })
            .collect();
        let dir = self.dir().to_owned();
        let bytes = tokio::task::spawn_blocking(move || bytes(&dir))
            .await
            .map_err(EngineError::ended("measuring the library ended"))?;
        Ok(api::Library {
            data_folder: text_of(self.dir()),
            bytes,
            folders,
            indexing,
        })
    }

    /// Sets which files of a folder are wanted.
    ///
    /// # Errors
    /// [`EngineError::NoPattern`] for what is no pattern.
    pub async fn set_patterns(
        &self,
        path: &Path,
        include: &[String],
        exclude: &[String],
    ) -> Result<(), EngineError> {
        Patterns::parse(include, exclude)?;
        let folder = self.folder_at(path).await?;
        Ok(self.store.set_patterns(folder.id, include, exclude).await?)
    }

    /// Adds the sample library that comes with the program.
    ///
    /// # Errors
    /// [`EngineError::NoSamples`] where it was not installed.
    pub async fn use_sample_library(&self) -> Result<(), EngineError> {
        let samples = self.settings().places.samples;
        self.add_folder(&samples.ok_or(EngineError::NoSamples)?)
            .await
    }

    /// Folders of the system in which people keep such files, without those in the library.
    pub async fn suggested_folders(&self) -> Result<Vec<api::SuggestedFolder>, EngineError> {
        let known = self.store.folders().await?;
        let mut suggested: Vec<PathBuf> = Vec::new();
        for path in usual_folders() {
            let Ok(path) = std::fs::canonicalize(&path) else {
                continue;
            };
            let overlaps = |other: &Path| other.starts_with(&path) || path.starts_with(other);
            let is_new = !known.iter().any(|folder| overlaps(&folder.path))
                && !suggested.iter().any(|other| overlaps(other));
            if path.is_dir() && is_new {
                suggested.push(path);
            }
        }
        Ok(suggested
            .iter()
            .map(|path| api::SuggestedFolder {
                path: text_of(path),
                name: path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
            })
            .collect())
    }

    /// What indexing these folders would roughly take; by names and sizes, no file is opened.
    ///
    /// # Errors
    /// [`EngineError::NotAFolder`] for what is none.
    pub async fn estimate(&self, paths: &[PathBuf]) -> Result<api::Estimate, EngineError> {
        let at_once = self.settings().in_work();
        if let Some(path) = paths.iter().find(|path| !path.is_dir()) {
            return Err(EngineError::NotAFolder(path.clone()));
        }
        let paths = paths.to_owned();
        tokio::task::spawn_blocking(move || estimate(&paths, at_once))
            .await
            .map_err(EngineError::ended("the estimate ended"))
    }
}

fn usual_folders() -> Vec<PathBuf> {
    let Some(user) = directories::UserDirs::new() else {
        return Vec::new();
    };
    let named = [
        user.picture_dir(),
        user.document_dir(),
        user.download_dir(),
        user.audio_dir(),
    ];
    named.into_iter().flatten().map(Path::to_owned).collect()
}

fn estimate(paths: &[PathBuf], at_once: usize) -> api::Estimate {
    let mut estimate = api::Estimate::default();
    let mut seconds = 0.0;
    for path in paths {
        let walk = scan::walk(path, &Patterns::default(), false, &CancelToken::new());
        for file in walk.files {
            match rummage_media::claimed_family(&file.relative) {
                Some(MediaFamily::Picture) => {
                    estimate.photo += 1;
                    seconds += SECONDS_PER_PHOTO;
                }
                Some(MediaFamily::Document) => {
                    estimate.paper += 1;
                    seconds += SECONDS_PER_PAPER;
                }
                Some(MediaFamily::Recording) => {
                    estimate.voice += 1;
                    seconds += SECONDS_PER_MINUTE * file.size as f64 / BYTES_PER_MINUTE;
                }
                None => continue,
            }
            estimate.bytes += file.size;
        }
    }
    estimate.seconds = (seconds / at_once as f64).ceil() as u64;
    estimate
}

fn bytes(dir: &Path) -> api::LibraryBytes {
    let database = ["library.sqlite", "library.sqlite-wal", "library.sqlite-shm"];
    api::LibraryBytes {
        database: database
            .iter()
            .filter_map(|name| std::fs::metadata(dir.join(name)).ok())
            .map(|metadata| metadata.len())
            .sum(),
        index: bytes_below(&dir.join("index")),
        thumbnails: bytes_below(&dir.join("thumbnails")),
    }
}

/// The bytes of all files below a folder.
pub fn bytes_below(folder: &Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(|entry| entry.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|metadata| metadata.len())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_goes_by_names_and_sizes() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in [
            ("a.jpg", 10),
            ("b.pdf", 20),
            ("c.mp3", 500_000),
            ("d.txt", 40),
        ] {
            std::fs::write(folder.path().join(name), vec![0; bytes]).expect("a file");
        }
        let estimate = estimate(&[folder.path().to_owned()], 1);
        assert_eq!((estimate.photo, estimate.paper, estimate.voice), (1, 1, 1));
        assert_eq!(estimate.bytes, 500_030);
        assert_eq!(estimate.seconds, 6, "0.15 + 1.5 + 4 seconds");
    }
}
