//! Bytes that mean harm, or none: nothing may panic or hang, and every failure has a message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use proptest::prelude::*;
use rummage_core::{CancelToken, DecodedMedia, ErrorKind};
use rummage_media::{FileFormat, MediaSettings, decode, decode_photo, identify, sniff};

mod kit;
use kit::{fixture, pdf_settings};

const PICTURES: [(&str, FileFormat); 9] = [
    ("facts.jpg", FileFormat::Jpeg),
    ("progressive.jpg", FileFormat::Jpeg),
    ("cmyk.jpg", FileFormat::Jpeg),
    ("facts.png", FileFormat::Png),
    ("grey16.png", FileFormat::Png),
    ("facts.webp", FileFormat::WebP),
    ("animated.gif", FileFormat::Gif),
    ("plain.bmp", FileFormat::Bmp),
    ("packbits.tif", FileFormat::Tiff),
];

/// A small budget, so that a header that claims gigapixels shows as refused, not as slow.
fn small_budget() -> MediaSettings {
    MediaSettings {
        pixel_budget: 1_000_000,
        ..MediaSettings::default()
    }
}

fn in_file<T>(bytes: &[u8], check: impl FnOnce(&Path) -> T) -> T {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("a temporary file takes bytes");
    check(file.path())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sniffing_takes_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
        let _ = sniff(&bytes);
    }

    #[test]
    fn sniffing_takes_any_bytes_after_a_magic(
        magic in proptest::sample::select(vec![
            &b"\0\0\0\x18ftypmp42"[..], b"OggS", b"ID3\x04\0\0", b"\xFF\xFB\x90\0", b"\xFF\xF1\x50\x80",
            b"RIFF", b"BM", b"II*\0", b"%PDF-", b"\xFF\xD8\xFF",
        ]),
        rest in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let _ = sniff(&[magic, &rest].concat());
    }

    #[test]
    fn damaged_pictures_decode_or_say_why(
        (name, format) in proptest::sample::select(PICTURES.to_vec()),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        keep in prop_oneof![3 => Just(1.0f64), 1 => 0.0..1.0f64],
    ) {
        let mut bytes = std::fs::read(fixture(name)).expect("committed");
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        let result = in_file(&bytes, |path| decode_photo(path, format, &small_budget()));
        match result {
            Ok(photo) => {
                let size = photo.image.width as usize * photo.image.height as usize * 3;
                prop_assert_eq!(photo.image.pixels.len(), size);
            }
            // A panic within would come out as a fault of ours.
            Err(error) => prop_assert!(error.kind() != ErrorKind::Internal, "{}", error),
        }
    }

    #[test]
    fn damaged_pdfs_decode_or_say_why(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        keep in prop_oneof![3 => Just(1.0f64), 1 => 0.0..1.0f64],
    ) {
        let mut bytes = std::fs::read(fixture("text.pdf")).expect("committed");
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        // Recognition is not what is tried here: without the program it fails at once.
        let settings = MediaSettings { tesseract: "/nowhere/tesseract".into(), ..pdf_settings() };
        let result = in_file(&bytes, |path| decode(path, FileFormat::Pdf, &settings, &CancelToken::new()));
        if let Err(error) = result {
            prop_assert!(error.kind() != ErrorKind::Internal, "{}", error);
        }
    }
}

/// Decodes every file below a folder; prints what came of them.
fn decode_all(data: &Path, folder: &str) {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![data.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .expect("the folder is there")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} holds files");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut slowest = (0.0, PathBuf::new());
    for path in files {
        let start = Instant::now();
        let outcome = match identify(&path) {
            Ok(None) => "no media".to_owned(),
            Err(error) => describe(&path, &error),
            Ok(Some(format)) => match decode(&path, format, &pdf_settings(), &CancelToken::new()) {
                Ok(DecodedMedia::Photo(_)) => "photo".to_owned(),
                Ok(DecodedMedia::Paper { picture: None, .. }) => "paper".to_owned(),
                Ok(DecodedMedia::Paper {
                    picture: Some(_), ..
                }) => "both".to_owned(),
                Ok(DecodedMedia::Voice(_)) => "voice".to_owned(),
                Err(error) => describe(&path, &error),
            },
        };
        let seconds = start.elapsed().as_secs_f64();
        if seconds > slowest.0 {
            slowest = (seconds, path.clone());
        }
        println!("{outcome:>12} {seconds:6.2} s {}", path.display());
        *counts.entry(outcome).or_default() += 1;
    }
    println!("{folder}: {counts:?}, slowest {slowest:?}");
    assert_eq!(counts.get("internal"), None, "no decoder may panic");
}

fn describe(path: &Path, error: &rummage_media::MediaError) -> String {
    let message = error.to_string();
    assert!(
        message.len() > 10,
        "{}: {message:?} says nothing",
        path.display()
    );
    println!("{}: {message}", path.display());
    error.kind().as_str().to_owned()
}

fn real_data() -> Option<PathBuf> {
    let data = std::env::var_os("RUMMAGE_DATA").map(PathBuf::from);
    if data.is_none() {
        println!("skipped: RUMMAGE_DATA is not set");
    }
    data
}

#[test]
fn hostile_pictures_decode_or_say_why() {
    if let Some(data) = real_data() {
        decode_all(&data, "hostile_images");
    }
}

#[test]
fn hostile_pdfs_decode_or_say_why() {
    if let Some(data) = real_data() {
        decode_all(&data, "hostile_pdf");
    }
}

#[test]
fn odd_papers_decode_or_say_why() {
    if let Some(data) = real_data() {
        decode_all(&data, "docs_scans_and_odd");
    }
}
