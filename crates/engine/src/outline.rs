//! The outline of a recording, for drawing its waveform: one byte a stretch, in a file beside the
//! thumbnails. It is made when a recording is understood, and again when it is missing.

use std::path::Path;

use rummage_core::AudioSamples;
use rummage_media::audio::peaks;

use crate::indexing::write_whole;

/// In so many equal stretches a recording is drawn.
pub const STRETCHES: usize = 1000;

/// Writes the outline of a recording to `target`, whole or not at all.
pub fn write(audio: &AudioSamples, target: &Path) -> std::io::Result<()> {
    let bytes: Vec<u8> = peaks(audio, STRETCHES)
        .iter()
        .map(|peak| (peak * 255.0).round() as u8)
        .collect();
    write_whole(target, &bytes)
}

/// The outline that lies at `path`, in `stretches` equal ones; empty when there is none.
pub fn read(path: &Path, stretches: usize) -> Vec<f32> {
    match std::fs::read(path) {
        Ok(bytes) if !bytes.is_empty() => shrink(&bytes, stretches),
        _ => Vec::new(),
    }
}

fn shrink(bytes: &[u8], stretches: usize) -> Vec<f32> {
    (0..stretches)
        .map(|stretch| {
            let start = stretch * bytes.len() / stretches;
            let end = ((stretch + 1) * bytes.len() / stretches).max(start + 1);
            let loudest = bytes[start..end.min(bytes.len())].iter().max();
            f32::from(loudest.copied().unwrap_or_default()) / 255.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_comes_back_and_keeps_its_loudest_places_when_it_shrinks() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ab/outline");
        let mut samples = vec![0.0; 16_000];
        samples[8_000] = -1.0;
        let audio = AudioSamples {
            sample_rate: 16_000,
            samples,
        };
        write(&audio, &path).expect("it is written");
        assert_eq!(read(&path, STRETCHES).len(), STRETCHES);
        let small = read(&path, 10);
        let loud: Vec<usize> = (0..10).filter(|at| small[*at] > 0.5).collect();
        assert_eq!(loud, [5]);
        assert!(read(&folder.path().join("none"), 10).is_empty());
    }
}
