//! Damaged recordings cost an error, never a crash or a hang.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rummage_core::{CancelToken, ErrorKind};
use rummage_media::audio::decode_audio;
use rummage_media::sniff::{FileFormat, identify};

const FIXTURES: [(&str, FileFormat); 9] = [
    ("streamed.wav", FileFormat::Wav),
    ("adpcm.wav", FileFormat::Wav),
    ("speech.mp3", FileFormat::Mp3),
    ("voice_memo.m4a", FileFormat::M4a),
    ("lossless.m4a", FileFormat::M4a),
    ("speech.flac", FileFormat::Flac),
    ("speech.ogg", FileFormat::OggVorbis),
    ("speech.opus", FileFormat::OggOpus),
    ("messenger.opus", FileFormat::OggOpus),
];

/// No fixture takes a tenth of this.
const LIMIT: Duration = Duration::from_secs(20);

#[derive(Clone, Debug)]
struct Damage {
    fixture: usize,
    /// Bytes set, at a share of the file's length (0..1).
    pokes: Vec<(f64, u8)>,
    cut_at: Option<f64>,
    /// A stretch that is repeated: from, to.
    repeat: Option<(f64, f64)>,
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || prop_oneof![0.0..1.0, 0.0..0.02_f64];
    (
        0..FIXTURES.len(),
        prop::collection::vec((place(), any::<u8>()), 0..24),
        prop::option::weighted(0.3, place()),
        prop::option::weighted(0.2, (place(), place())),
    )
        .prop_map(|(fixture, pokes, cut_at, repeat)| Damage {
            fixture,
            pokes,
            cut_at,
            repeat,
        })
}

fn apply(damage: &Damage) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/audio")
        .join(FIXTURES[damage.fixture].0);
    let mut bytes = std::fs::read(path).expect("the fixture can be read");
    let place = |share: f64, length: usize| ((share * length as f64) as usize).min(length - 1);
    for &(share, value) in &damage.pokes {
        let at = place(share, bytes.len());
        bytes[at] = value;
    }
    if let Some((from, to)) = damage.repeat {
        let (a, b) = (place(from, bytes.len()), place(to, bytes.len()));
        let stretch = bytes[a.min(b)..a.max(b)].to_vec();
        bytes.splice(a..a, stretch);
    }
    if let Some(share) = damage.cut_at {
        let at = place(share, bytes.len());
        bytes.truncate(at);
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_recordings_neither_crash_nor_hang(damage in damage()) {
        let file = tempfile::NamedTempFile::new().expect("the temporary folder can be written");
        std::fs::write(file.path(), apply(&damage)).expect("a temporary file can be written");
        let start = Instant::now();
        let result = decode_audio(file.path(), FIXTURES[damage.fixture].1, &CancelToken::new());
        prop_assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
        match result {
            Ok(audio) => {
                prop_assert!(!audio.samples.is_empty());
                prop_assert!(audio.samples.iter().all(|x| x.is_finite() && x.abs() <= 1.0));
            }
            Err(error) => prop_assert!(
                matches!(
                    error.kind(),
                    ErrorKind::Empty | ErrorKind::Truncated | ErrorKind::Malformed
                        | ErrorKind::Unsupported | ErrorKind::TooLarge
                ),
                "{error} is no fault of the file"
            ),
        }
    }
}

#[test]
fn real_hostile_files_neither_crash_nor_hang() {
    let Some(data) = std::env::var_os("RUMMAGE_DATA") else {
        println!("skipped: RUMMAGE_DATA is not set");
        return;
    };
    let folder = PathBuf::from(data).join("hostile_audio");
    let manifest = std::fs::read_to_string(folder.join("manifest.jsonl")).expect("a manifest");
    let (mut both, mut neither, mut only_we, mut only_ffmpeg) = (0, 0, Vec::new(), Vec::new());
    for line in manifest.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let name = entry["file"].as_str().expect("a file name");
        let path = folder.join(name);
        let start = Instant::now();
        let format = identify(&path).ok().flatten();
        let ours = match format {
            Some(format) => decode_audio(&path, format, &CancelToken::new())
                .map(|audio| audio.duration_ms())
                .map_err(|error| error.to_string()),
            None => Err("no media".to_owned()),
        };
        assert!(start.elapsed() < LIMIT, "{name} took {:?}", start.elapsed());
        match (&ours, entry["ffmpeg_decodes"] == true) {
            (Ok(_), true) => both += 1,
            (Err(_), false) => neither += 1,
            (Ok(ms), false) => only_we.push(format!("{name}: {ms} ms")),
            (Err(error), true) => only_ffmpeg.push(format!("{name}: {error}")),
        }
    }
    println!("both {both}, neither {neither}");
    println!("only we ({}): {only_we:#?}", only_we.len());
    println!("only ffmpeg ({}): {only_ffmpeg:#?}", only_ffmpeg.len());
    assert!(
        both >= only_ffmpeg.len(),
        "most of what ffmpeg decodes is decoded"
    );
}
