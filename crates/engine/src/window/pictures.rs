//! The pictures that the window shows: thumbnails, photos at the size of a screen, pages of papers.
//! They are named by the hash of a content, so nothing can be asked for but what the library holds.

use rummage_core::{ContentHash, Failure, RgbImage, Stage};
use rummage_media::MediaError;

use crate::error::EngineError;
use crate::library::Library;
use crate::pool::on_pool;

/// Larger than most screens, small enough to be made in a moment.
const PHOTO_SIDE_PX: u32 = 2560;
/// Sharp at twice the width of a page on a usual screen.
const PAGE_SIDE_PX: u32 = 2000;

impl Library {
    /// A photo, upright, its longer side at most that of a large screen: a JPEG.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`], [`EngineError::Absent`], or [`EngineError::File`] when it
    /// cannot be decoded.
    pub async fn picture(&self, content: &str) -> Result<Vec<u8>, EngineError> {
        let path = self.path_of(content).await?;
        let media = self.settings().media;
        let made = {
            let path = path.clone();
            on_pool(move || {
                let format = format_of(&path)?;
                let photo = rummage_media::decode_photo(&path, format, &media).map_err(failure)?;
                jpeg(&photo.image, PHOTO_SIDE_PX)
            })
        };
        made.await
            .map_err(|failure| EngineError::File { path, failure })
    }

    /// A page of a paper, counted from 0, turned as it was read, so that the boxes of its words
    /// fit: a JPEG.
    ///
    /// # Errors
    /// As [`Library::picture`].
    pub async fn page_picture(&self, content: &str, page: usize) -> Result<Vec<u8>, EngineError> {
        let path = self.path_of(content).await?;
        let viewed = self.viewed(content).await?;
        let media = self.settings().media;
        let read = viewed.extraction.pages.into_iter().nth(page);
        let made = {
            let path = path.clone();
            on_pool(move || {
                let format = format_of(&path)?;
                let image = rummage_media::render_page(&path, format, page, PAGE_SIDE_PX, &media)
                    .map_err(failure)?;
                let image = match read {
                    Some(read) => {
                        let (width, height) = (read.width, read.height);
                        rummage_media::turn_as_read(image, width, height, &read.words)
                    }
                    None => image,
                };
                jpeg(&image, PAGE_SIDE_PX)
            })
        };
        made.await
            .map_err(|failure| EngineError::File { path, failure })
    }

    /// The small picture of a content that the library holds now; `None` when there is none.
    pub async fn held_thumbnail(&self, content: &str) -> Option<Vec<u8>> {
        let hash = ContentHash::parse(content)?;
        self.facts_of(content).await.ok()?;
        tokio::fs::read(self.store.thumbnail_path(hash)).await.ok()
    }
}

fn format_of(path: &std::path::Path) -> Result<rummage_media::FileFormat, Failure> {
    let format = rummage_media::identify(path).map_err(failure)?;
    format.ok_or_else(|| {
        let message = "this is no picture or paper of a format that Rummage reads";
        Failure::new(Stage::Decode, rummage_core::ErrorKind::Unsupported, message)
    })
}

fn jpeg(image: &RgbImage, max_side_px: u32) -> Result<Vec<u8>, Failure> {
    rummage_media::thumbnail(image, max_side_px).map_err(failure)
}

fn failure(error: MediaError) -> Failure {
    Failure::new(Stage::Decode, error.kind(), error.to_string())
}
