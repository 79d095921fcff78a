//! The way of one content: decode on the pool, understand in the lanes, commit.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use rummage_core::{CancelToken, DecodedMedia, DecodedPaper, ErrorKind, Failure, RgbImage, Stage};
use rummage_media::MediaSettings;
use rummage_store::{Pending, Subject};

use super::Done;
use crate::error::EngineError;
use crate::lanes::Urgency;
use crate::library::Library;
use crate::outline;
use crate::pool::on_pool;
use crate::progress::{Progress, ProgressSink};
use crate::understand::{Understood, understand};

const THUMBNAIL_SIDE_PX: u32 = 320;
/// Large enough to tell where the words of a page have their ink.
const COMPARED_SIDE_PX: u32 = 640;

impl Library {
    /// Works on one content whose attempt has been counted.
    pub(super) async fn work_on(
        self: Arc<Self>,
        pending: Pending,
        progress: ProgressSink,
        cancel: CancelToken,
    ) -> Result<Done, EngineError> {
        let content = pending.content;
        let path = pending.path.clone();
        progress(Progress::Started { path: path.clone() });
        match self.read_and_understand(&pending, &cancel).await {
            Ok(Understood {
                extraction, uses, ..
            }) => {
                self.store
                    .commit_extraction(content, &extraction, &uses)
                    .await?;
                progress(Progress::Understood {
                    path,
                    kind: extraction.kind,
                });
                Ok(Done::Understood)
            }
            Err(failure) if matches!(failure.kind, ErrorKind::Cancelled | ErrorKind::NotFound) => {
                self.store.end_attempt(&[content]).await?;
                Ok(Done::Postponed(content))
            }
            Err(failure) => {
                self.store
                    .record_failure(Subject::Content(content), &failure)
                    .await?;
                progress(Progress::Failed { path, failure });
                Ok(Done::Failed)
            }
        }
    }

    async fn read_and_understand(
        &self,
        pending: &Pending,
        cancel: &CancelToken,
    ) -> Result<Understood, Failure> {
        let (path, settings, stop) = (pending.path.clone(), self.settings().media, cancel.clone());
        let thumbnail = self.store.thumbnail_path(pending.hash);
        let outline = self.store.outline_path(pending.hash);
        let (size, mtime_ns) = (pending.size, pending.mtime_ns);
        let media = on_pool(move || {
            let media = decode(&path, &settings, &stop)?;
            // The bytes that were decoded must be those that were hashed.
            if !is_unchanged(&path, size, mtime_ns) {
                let message = "the file is being changed; the next run reads it";
                return Err(Failure::new(Stage::Decode, ErrorKind::Cancelled, message));
            }
            if let DecodedMedia::Voice(audio) = &media {
                outline::write(audio, &outline).map_err(unwritten)?;
            }
            write_thumbnail(&path, &media, &thumbnail, &settings)?;
            Ok(media)
        })
        .await?;
        understand(
            media,
            &self.models,
            self.settings().day_order,
            Urgency::Background,
            cancel,
        )
        .await
        .map_err(|error| Failure::new(Stage::Understand, error.kind, error.message))
    }
}

/// Decodes the file at `path`, whatever it is.
pub(crate) fn decode(
    path: &Path,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<DecodedMedia, Failure> {
    let failure = |error: rummage_media::MediaError| {
        Failure::new(Stage::Decode, error.kind(), error.to_string())
    };
    let format = rummage_media::identify(path)
        .map_err(failure)?
        .ok_or_else(|| {
            Failure::new(
                Stage::Decode,
                ErrorKind::Unsupported,
                "this is no picture, paper or recording of a format that Rummage reads",
            )
        })?;
    rummage_media::decode(path, format, settings, cancel).map_err(failure)
}

fn is_unchanged(path: &Path, size: u64, mtime_ns: i64) -> bool {
    std::fs::metadata(path).is_ok_and(|now| {
        let modified = now
            .modified()
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        now.len() == size && modified.is_none_or(|at| i64::try_from(at.as_nanos()) == Ok(mtime_ns))
    })
}

/// Thumbnails are named by content, so writing one twice does no harm; it is there before the
/// result is committed.
fn write_thumbnail(
    path: &Path,
    media: &DecodedMedia,
    target: &Path,
    settings: &MediaSettings,
) -> Result<(), Failure> {
    let first_page;
    let image = match media {
        DecodedMedia::Photo(photo)
        | DecodedMedia::Paper {
            picture: Some(photo),
            ..
        } => &photo.image,
        DecodedMedia::Paper {
            paper,
            picture: None,
        } => match first_page_as_read(path, paper, settings) {
            Some(page) => {
                first_page = page;
                &first_page
            }
            // A paper whose words were read is worth having without its picture.
            None => return Ok(()),
        },
        DecodedMedia::Voice(_) => return Ok(()),
    };
    let Ok(jpeg) = rummage_media::thumbnail(image, THUMBNAIL_SIDE_PX) else {
        return Ok(());
    };
    write_whole(target, &jpeg).map_err(unwritten)
}

fn unwritten(error: std::io::Error) -> Failure {
    let message = format!("the thumbnail could not be written: {error}; is the disk full?");
    Failure::new(Stage::Commit, ErrorKind::Io, message)
}

/// The picture of a paper's first page, turned upright if it lay on its side.
fn first_page_as_read(
    path: &Path,
    paper: &DecodedPaper,
    settings: &MediaSettings,
) -> Option<RgbImage> {
    let format = rummage_media::identify(path).ok()??;
    let side_px = COMPARED_SIDE_PX;
    let image = rummage_media::render_page(path, format, 0, side_px, settings).ok()?;
    let page = paper.pages.first()?;
    let (width, height) = (page.width, page.height);
    Some(rummage_media::turn_as_read(
        image,
        width,
        height,
        &page.words,
    ))
}

/// Writes a file that is there whole or not at all.
pub(crate) fn write_whole(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(target)?;
    Ok(())
}
