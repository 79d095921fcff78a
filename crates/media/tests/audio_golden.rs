//! Recordings in every format decode to what ffmpeg (for Opus: opusdec) makes of them.
//!
//! `tests/fixtures/audio/make.sh` makes the recordings and, beside them, `*.s16`: the other
//! decoder's 16 kHz mono.

use std::path::{Path, PathBuf};

use rummage_core::{AudioSamples, CancelToken, ErrorKind};
use rummage_media::audio::decode_audio;
use rummage_media::sniff::identify;

const RATE: usize = 16_000;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/audio")
        .join(name)
}

fn decode(name: &str) -> AudioSamples {
    let path = fixture(name);
    let format = identify(&path)
        .expect("the fixture can be read")
        .expect("it is media");
    decode_audio(&path, format, &CancelToken::new())
        .unwrap_or_else(|error| panic!("{name} should decode: {error}"))
}

fn reference(name: &str) -> Vec<f32> {
    let bytes = std::fs::read(fixture(&format!("{name}.s16"))).expect("make.sh wrote it");
    bytes
        .chunks_exact(2)
        .map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0)
        .collect()
}

/// How far `ours` is above its difference from `theirs`, in dB, with `ours` shifted by `lag`.
fn snr_at(ours: &[f32], theirs: &[f32], lag: isize) -> f64 {
    let (mut signal, mut noise) = (0.0_f64, 0.0_f64);
    for (n, &b) in theirs.iter().enumerate() {
        let a = n
            .checked_add_signed(lag)
            .and_then(|n| ours.get(n))
            .copied()
            .unwrap_or(0.0);
        signal += f64::from(b).powi(2);
        noise += f64::from(a - b).powi(2);
    }
    10.0 * (signal / noise.max(1e-12)).log10()
}

/// The shift within 80 ms at which the two agree best, and how well.
fn align(ours: &[f32], theirs: &[f32]) -> (isize, f64) {
    (-1280..=1280)
        .map(|lag| (lag, snr_at(ours, theirs, lag)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .expect("there are shifts")
}

/// What lies below 6.5 kHz: at the edge of the band each resampler rounds off in its own way.
fn speech_band(samples: &[f32]) -> Vec<f32> {
    const HALF: isize = 64;
    let cutoff = 6_500.0 / RATE as f64;
    let taps: Vec<f64> = (-HALF..=HALF)
        .map(|n| {
            let x = std::f64::consts::TAU * cutoff * n as f64;
            let sinc = if n == 0 { 1.0 } else { x.sin() / x };
            let window = 0.5 + 0.5 * (std::f64::consts::PI * n as f64 / HALF as f64).cos();
            2.0 * cutoff * sinc * window
        })
        .collect();
    (0..samples.len() as isize)
        .map(|at| {
            let sum: f64 = (-HALF..=HALF)
                .zip(&taps)
                .filter_map(|(n, tap)| {
                    let sample = samples.get(usize::try_from(at + n).ok()?)?;
                    Some(f64::from(*sample) * tap)
                })
                .sum();
            sum as f32
        })
        .collect()
}

#[track_caller]
fn assert_same_speech(name: &str, reference_of: &str, least_snr_db: f64) {
    let ours = decode(name);
    let theirs = reference(reference_of);
    assert_eq!(ours.sample_rate as usize, RATE);
    assert!(ours.samples.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
    let (lag, snr) = align(&speech_band(&ours.samples), &speech_band(&theirs));
    let longer_ms = (ours.samples.len() as f64 - theirs.len() as f64) / 16.0;
    println!("{name}: {snr:.1} dB at a shift of {lag} samples, {longer_ms:+.1} ms longer");
    assert!(lag.abs() <= 1, "{name} is shifted by {lag} samples");
    assert!(
        snr >= least_snr_db,
        "{name} agrees with the other decoder by {snr:.1} dB only"
    );
    assert!(
        longer_ms.abs() <= 50.0,
        "{name} is {longer_ms:+.1} ms longer than the reference"
    );
}

#[test]
fn wav() {
    assert_same_speech("speech.wav", "speech.wav", 60.0);
}

#[test]
fn wav_whose_header_does_not_know_the_length() {
    assert_same_speech("streamed.wav", "streamed.wav", 40.0);
}

#[test]
fn wav_of_every_sample_width() {
    for (name, least_snr_db) in [
        ("pcm_s24.wav", 40.0),
        ("pcm_s32.wav", 40.0),
        ("pcm_f32.wav", 40.0),
        ("pcm_u8.wav", 25.0),
    ] {
        assert_same_speech(name, "streamed.wav", least_snr_db);
    }
}

#[test]
fn wav_as_telephones_and_dictaphones_pack_it() {
    assert_same_speech("pcm_alaw.wav", "streamed.wav", 25.0);
    assert_same_speech("adpcm.wav", "adpcm.wav", 40.0);
}

#[test]
fn mp3() {
    assert_same_speech("speech.mp3", "speech.mp3", 60.0);
}

#[test]
fn m4a_aac() {
    assert_same_speech("speech.m4a", "speech.m4a", 60.0);
}

#[test]
fn m4a_aac_as_phones_record_it() {
    assert_same_speech("voice_memo.m4a", "voice_memo.m4a", 60.0);
}

#[test]
fn m4a_alac() {
    assert_same_speech("lossless.m4a", "lossless.m4a", 60.0);
}

#[test]
fn flac() {
    assert_same_speech("speech.flac", "speech.flac", 60.0);
}

#[test]
fn ogg_vorbis() {
    assert_same_speech("speech.ogg", "speech.ogg", 60.0);
}

#[test]
fn ogg_opus_in_stereo() {
    assert_same_speech("speech.opus", "speech.opus", 60.0);
}

#[test]
fn ogg_opus_as_messengers_write_it() {
    assert_same_speech("messenger.opus", "messenger.opus", 60.0);
}

#[test]
fn ogg_opus_in_hybrid_mode() {
    assert_same_speech("hybrid.opus", "hybrid.opus", 60.0);
}

#[test]
fn ogg_opus_of_a_single_page() {
    assert_same_speech("short.opus", "short.opus", 60.0);
}

#[test]
fn all_formats_say_the_same_sentence() {
    let sentence = reference("speech.wav");
    let length_ms = sentence.len() as f64 / 16.0;
    for name in [
        "speech.mp3",
        "speech.m4a",
        "speech.flac",
        "speech.ogg",
        "speech.opus",
    ] {
        let ours = decode(name);
        let difference_ms = ours.samples.len() as f64 / 16.0 - length_ms;
        assert!(
            difference_ms.abs() <= 50.0,
            "{name} is {difference_ms:+.1} ms longer"
        );
        // Lossy codecs and the quieter right channel change the wave, not the loudness over time.
        let (a, b) = (loudness(&ours.samples), loudness(&sentence));
        let correlation = correlation(&a, &b);
        println!("{name}: loudness correlates by {correlation:.4}");
        assert!(
            correlation > 0.98,
            "{name} correlates with the sentence by {correlation:.3}"
        );
    }
}

/// Root mean square in steps of 10 ms.
fn loudness(samples: &[f32]) -> Vec<f64> {
    samples
        .chunks(RATE / 100)
        .map(|step| {
            let energy = step.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>();
            (energy / step.len() as f64).sqrt()
        })
        .collect()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let mean = |x: &[f64]| x[..n].iter().sum::<f64>() / n as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let covariance = |x: &[f64], mean_x: f64, y: &[f64], mean_y: f64| {
        (0..n)
            .map(|i| (x[i] - mean_x) * (y[i] - mean_y))
            .sum::<f64>()
    };
    covariance(a, mean_a, b, mean_b)
        / (covariance(a, mean_a, a, mean_a) * covariance(b, mean_b, b, mean_b)).sqrt()
}

#[test]
fn the_measure_sees_wrong_decodes() {
    let theirs = reference("speech.m4a");
    let late: Vec<f32> = std::iter::repeat_n(0.0, 1024)
        .chain(theirs.iter().copied())
        .collect();
    assert!(
        align(&late, &theirs).0 == 1024,
        "padding that is not skipped is seen"
    );
    let one_channel: Vec<f32> = theirs.iter().map(|x| x / 0.625).collect();
    assert!(
        align(&one_channel, &theirs).1 < 6.0,
        "a dropped channel is seen"
    );
    let linear: Vec<f32> = theirs
        .windows(2)
        .map(|pair| (pair[0] + pair[1]) / 2.0)
        .collect();
    assert!(align(&linear, &theirs).1 < 40.0, "a poor resampler is seen");
}

#[test]
fn a_recording_that_breaks_off_gives_what_it_still_holds() {
    for name in [
        "speech.wav",
        "speech.mp3",
        "speech.flac",
        "speech.ogg",
        "speech.opus",
        "lossless.m4a",
    ] {
        let whole = std::fs::read(fixture(name)).expect("the fixture can be read");
        let cut = write_temporary(&whole[..whole.len() * 7 / 10]);
        let format = identify(cut.path())
            .expect("it can be read")
            .expect("it is media");
        match decode_audio(cut.path(), format, &CancelToken::new()) {
            Ok(audio) => {
                let full_ms = decode(name).duration_ms();
                let ms = audio.duration_ms();
                println!("{name}: {ms} of {full_ms} ms");
                assert!(
                    (full_ms / 10..=full_ms).contains(&ms),
                    "{name} gives {ms} of {full_ms} ms"
                );
            }
            Err(error) => {
                println!("{name}: {error}");
                // ffmpeg puts the index of an M4A last, so nothing of a cut one can be found.
                assert_eq!(name, "lossless.m4a", "{name}: {error}");
                assert_eq!(error.kind(), ErrorKind::Truncated);
            }
        }
    }
}

#[test]
fn a_file_that_ends_in_its_header_is_truncated_and_an_empty_one_empty() {
    let whole = std::fs::read(fixture("speech.flac")).expect("the fixture can be read");
    let header_only = write_temporary(&whole[..30]);
    let format = rummage_media::sniff::FileFormat::Flac;
    let error = decode_audio(header_only.path(), format, &CancelToken::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Truncated, "{error}");
    let error = decode_audio(write_temporary(&[]).path(), format, &CancelToken::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Empty);
}

#[test]
fn a_cancelled_decode_stops() {
    let cancel = CancelToken::new();
    cancel.cancel();
    let path = fixture("speech.mp3");
    let error = decode_audio(&path, rummage_media::sniff::FileFormat::Mp3, &cancel).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

fn write_temporary(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("the temporary folder can be written");
    std::fs::write(file.path(), bytes).expect("a temporary file can be written");
    file
}
