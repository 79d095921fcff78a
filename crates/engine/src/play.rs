//! Opening a recording to be played.

use std::path::Path;

use rummage_core::{AudioSamples, CancelToken, DecodedMedia, ErrorKind, Failure, Stage};
pub use rummage_playback::{Output, Player};

use crate::error::EngineError;
use crate::indexing::decode;
use crate::pool::on_pool;
use crate::settings::EngineSettings;

/// Decodes the recording at `path`, for a [`Player`].
///
/// # Errors
/// [`EngineError::File`] when the file cannot be read or holds no sound.
pub async fn open_recording(
    path: &Path,
    settings: &EngineSettings,
    cancel: &CancelToken,
) -> Result<AudioSamples, EngineError> {
    let (file, media, stop) = (path.to_owned(), settings.media.clone(), cancel.clone());
    let decoded = on_pool(move || match decode(&file, &media, &stop)? {
        DecodedMedia::Voice(audio) => Ok(audio),
        DecodedMedia::Photo(_) | DecodedMedia::Paper { .. } => Err(Failure::new(
            Stage::Decode,
            ErrorKind::Unsupported,
            "this is no recording, so there is nothing to play",
        )),
    });
    decoded.await.map_err(|failure| EngineError::File {
        path: path.to_owned(),
        failure,
    })
}
