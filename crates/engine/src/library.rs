//! An open library: the store, the indexes that are derived from it, and the models.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use rummage_core::{ContentHash, ContentId, Extraction};
use rummage_store::{Access, FailureRow, Folder, Status, Store, StoreError};

use tokio::sync::{Mutex, OnceCell};

use crate::error::EngineError;
use crate::indexes::Indexes;
use crate::models::Models;
use crate::settings::EngineSettings;
use crate::window::LabelVector;

/// A library, held by this process for writing or merely for reading.
pub struct Library {
    dir: PathBuf,
    settings: RwLock<EngineSettings>,
    pub(crate) store: Store,
    pub(crate) indexes: Indexes,
    pub(crate) models: Models,
    pub(crate) access: Access,
    /// Held by whoever brings the indexes up to date: a correction and a run may both want to.
    indexes_in_work: Mutex<()>,
    /// Made when first needed: each label costs a run of the photo model.
    pub(crate) labels: OnceCell<Vec<LabelVector>>,
}

/// What the library knows of one file.
#[derive(Debug)]
pub struct Known {
    /// All paths of the content, present ones first.
    pub paths: Vec<PathBuf>,
    /// What was understood of it; `None` while that is still to come, or failed.
    pub extraction: Option<Extraction>,
}

/// The folder of the user's own library, where none is named.
///
/// # Errors
/// [`EngineError::NoDataFolder`] on a system without one for data.
pub fn usual_folder() -> Result<PathBuf, EngineError> {
    directories::ProjectDirs::from("", "", "Rummage")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or(EngineError::NoDataFolder)
}

impl Library {
    /// Opens the library at `dir` for writing, creating it if need be. Takes up what an unclean
    /// end left behind.
    ///
    /// # Errors
    /// Among others, when another process holds the library.
    pub async fn open(dir: &Path, settings: EngineSettings) -> Result<Self, EngineError> {
        let library = Self::open_as(dir, Access::Write, settings).await?;
        library.store.recover().await?;
        library.catch_up().await?;
        Ok(library)
    }

    /// Opens the library for searching: for writing if nobody else does, so that indexes that lag
    /// behind are brought up to date, and for reading otherwise.
    pub async fn open_for_search(
        dir: &Path,
        settings: EngineSettings,
    ) -> Result<Self, EngineError> {
        match Self::open(dir, settings.clone()).await {
            Err(EngineError::Store(StoreError::Locked { .. })) => {
                let library = Self::open_as(dir, Access::Read, settings).await?;
                library.catch_up().await?;
                Ok(library)
            }
            opened => opened,
        }
    }

    async fn open_as(
        dir: &Path,
        access: Access,
        settings: EngineSettings,
    ) -> Result<Self, EngineError> {
        let store = Store::open(dir, access).await?;
        let indexes = Indexes::open(dir, access, settings.seal_at)?;
        let models = Models::from_packages(&settings.places)?;
        Ok(Self {
            dir: dir.to_owned(),
            settings: RwLock::new(settings),
            store,
            indexes,
            models,
            access,
            indexes_in_work: Mutex::new(()),
            labels: OnceCell::new(),
        })
    }

    /// The folder that holds the library.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// How the engine works now.
    pub fn settings(&self) -> EngineSettings {
        let settings = self.settings.read().unwrap_or_else(PoisonError::into_inner);
        settings.clone()
    }

    /// Changes how the engine works, for everything that begins from now on.
    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut EngineSettings)) {
        let mut settings = self
            .settings
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        change(&mut settings);
    }

    /// Whether another process writes to this library, so that this one only reads.
    pub fn is_read_only(&self) -> bool {
        self.access == Access::Read
    }

    /// Brings the indexes up to what the store holds.
    pub async fn catch_up(&self) -> Result<(), EngineError> {
        let _alone = self.indexes_in_work.lock().await;
        self.indexes.catch_up(&self.store, self.access).await
    }

    /// Brings the indexes up to date and writes down what they hold in memory.
    pub(crate) async fn catch_up_and_save(&self) -> Result<(), EngineError> {
        let _alone = self.indexes_in_work.lock().await;
        self.indexes.catch_up(&self.store, self.access).await?;
        self.indexes.save(&self.store).await
    }

    /// The small picture of the content with this hash, a JPEG; `None` when there is none.
    pub fn thumbnail(&self, hash: &str) -> Option<Vec<u8>> {
        let hash = ContentHash::parse(hash)?;
        std::fs::read(self.store.thumbnail_path(hash)).ok()
    }

    /// The folders of the library.
    pub async fn folders(&self) -> Result<Vec<Folder>, EngineError> {
        Ok(self.store.folders().await?)
    }

    /// Adds a folder, which is indexed at the next [`Library::index`].
    pub async fn add_folder(&self, path: &Path) -> Result<(), EngineError> {
        if !path.is_dir() {
            return Err(EngineError::NotAFolder(path.to_owned()));
        }
        self.store.add_folder(path).await?;
        Ok(())
    }

    /// Removes a folder. The user's files are not touched.
    pub async fn remove_folder(&self, path: &Path) -> Result<(), EngineError> {
        let folder = self.folder_at(path).await?;
        self.store.remove_folder(folder.id).await?;
        self.catch_up().await
    }

    /// The added folder at `path`.
    pub(crate) async fn folder_at(&self, path: &Path) -> Result<Folder, EngineError> {
        let path = absolute(path)?;
        let folders = self.store.folders().await?;
        folders
            .into_iter()
            .find(|folder| folder.path == path)
            .ok_or(EngineError::NotInLibrary(path))
    }

    /// What is known of the file at `path`.
    pub async fn known(&self, path: &Path) -> Result<Known, EngineError> {
        let content = self.content_at(path).await?;
        Ok(Known {
            paths: self.store.paths_of(content).await?,
            extraction: self.store.extraction(content).await?,
        })
    }

    async fn content_at(&self, path: &Path) -> Result<ContentId, EngineError> {
        let path = absolute(path)?;
        let content = self.store.content_at(&path).await?;
        content.ok_or(EngineError::NotInLibrary(path))
    }

    /// Counts and sizes.
    pub async fn status(&self) -> Result<Status, EngineError> {
        Ok(self.store.status().await?)
    }

    /// Which path answers image searches, one line per vector space.
    pub fn vectors_served_by(&self) -> Vec<crate::indexes::Served> {
        self.indexes.served_by()
    }

    /// The files that could not be read.
    pub async fn failures(&self) -> Result<Vec<FailureRow>, EngineError> {
        Ok(self.store.failures().await?)
    }

    /// Sends all failures to be tried again at the next [`Library::index`]; returns their number.
    pub async fn retry_failures(&self) -> Result<u64, EngineError> {
        Ok(self.store.retry_failures().await?)
    }

    /// The same for these entries of the ledger alone.
    pub async fn retry_these(&self, failures: &[i64]) -> Result<u64, EngineError> {
        Ok(self.store.retry_these(failures).await?)
    }

    /// Builds the text index anew from the store.
    pub async fn rebuild_text(&self) -> Result<(), EngineError> {
        let _alone = self.indexes_in_work.lock().await;
        self.indexes.rebuild_text(&self.store).await
    }

    /// Builds the vector indexes anew from the store.
    pub async fn rebuild_vectors(&self) -> Result<(), EngineError> {
        let _alone = self.indexes_in_work.lock().await;
        self.indexes.rebuild_vectors(&self.store).await
    }

    /// Ends the library in order.
    pub async fn close(self) {
        self.store.close().await;
    }
}

/// The path as the store knows it: absolute, without links.
fn absolute(path: &Path) -> Result<PathBuf, EngineError> {
    // A file whose drive is absent cannot be resolved, but may well be known.
    std::fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .map_err(EngineError::io(format!(
            "{} could not be resolved",
            path.display()
        )))
}
