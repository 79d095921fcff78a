//! The outline of a recording, for drawing its waveform.

use rummage_core::AudioSamples;

/// The largest magnitude (0..1) in each of `buckets` equal stretches of the recording.
pub fn peaks(audio: &AudioSamples, buckets: usize) -> Vec<f32> {
    let length = audio.samples.len();
    (0..buckets)
        .map(|bucket| {
            let start = bucket * length / buckets;
            let end = ((bucket + 1) * length / buckets).max(start + 1).min(length);
            let stretch = audio.samples.get(start..end).unwrap_or_default();
            stretch
                .iter()
                .fold(0.0_f32, |peak, sample| peak.max(sample.abs()))
                .min(1.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audio(samples: &[f32]) -> AudioSamples {
        AudioSamples {
            sample_rate: 16_000,
            samples: samples.to_vec(),
        }
    }

    #[test]
    fn each_bucket_shows_its_loudest_sample() {
        let outline = peaks(&audio(&[0.1, -0.9, 0.2, 0.3, 0.0, 0.0]), 3);
        assert_eq!(outline, [0.9, 0.3, 0.0]);
    }

    #[test]
    fn there_are_as_many_buckets_as_asked_for_however_short_the_recording() {
        assert_eq!(peaks(&audio(&[]), 2), [0.0, 0.0]);
        assert_eq!(peaks(&audio(&[0.5]), 3), [0.5, 0.5, 0.5]);
        assert!(peaks(&audio(&[0.5]), 0).is_empty());
    }
}
