//! Files that cannot be read: each becomes a row that a person understands, and the run goes on.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::kit::{Library, temporary_folder, text};
use crate::samples;

/// One sample of each format, by the name of the file that is made from it.
const FORMATS: [(&str, &str); 11] = [
    ("jpg", "Camera Roll/PXL_20240618_063011.jpg"),
    ("png", "Pictures/00000017.png"),
    ("webp", "Received/1747573204188.webp"),
    ("pdf", "Downloads/20260115_1640.pdf"),
    ("tiff", "Pictures/img20221203_004.tif"),
    ("wav", "Recordings/REC_002.wav"),
    ("mp3", "Recordings/REC_006.mp3"),
    ("m4a", "Recordings/REC_004.m4a"),
    ("flac", "Recordings/DW_A0022.flac"),
    ("ogg", "Recordings/audio_2024-01-21_09-03-48.ogg"),
    ("opus", "Recordings/AUD-20240716-WA0002.opus"),
];

const STAGES: [&str; 3] = ["identify", "decode", "understand"];
const KINDS: [&str; 5] = [
    "empty",
    "truncated",
    "malformed",
    "encrypted",
    "unsupported",
];

/// A folder of good files and of bad ones.
struct Mixed {
    folder: TempDir,
}

impl Mixed {
    fn new() -> Self {
        let mixed = Self {
            folder: temporary_folder(),
        };
        for (name, sample) in [
            ("good.jpg", "DCIM/100APPLE/IMG_0412.JPG"),
            ("good.pdf", "Downloads/document (7).pdf"),
            ("good.opus", "Recordings/AUD-20240716-WA0002.opus"),
        ] {
            mixed.put(name, &bytes_of(sample));
        }
        mixed
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.at(name), bytes).expect("a file");
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn bytes_of(sample: &str) -> Vec<u8> {
    fs::read(samples::file(sample)).expect("a sample")
}

/// A PDF that asks for a password before it shows anything.
fn password_protected() -> Vec<u8> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/media/tests/fixtures");
    fs::read(fixtures.join("encrypted.pdf")).expect("a PDF with a password")
}

/// The rows by file name, each checked for what every row must have.
fn ledger(library: &Library) -> Vec<(String, Value)> {
    library
        .failures()
        .into_iter()
        .map(|row| {
            let message = text(&row["message"]);
            assert!(
                message.len() > 10 && message.contains(' '),
                "a sentence: {message:?}"
            );
            for code in [
                "Error", "Some(", "None", "::", "{", "\\u", "panicked", "unwrap",
            ] {
                assert!(
                    !message.contains(code),
                    "a sentence for a person, not {message:?}"
                );
            }
            assert!(STAGES.contains(&text(&row["stage"])), "{row}");
            assert!(
                KINDS.contains(&text(&row["kind"])),
                "a fault of the file, not of ours: {row}"
            );
            let path = Path::new(text(&row["path"]));
            (
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                row,
            )
        })
        .collect()
}

fn kind_of<'a>(ledger: &'a [(String, Value)], name: &str) -> &'a str {
    let row = ledger.iter().find(|(of, _)| of == name);
    text(&row.unwrap_or_else(|| panic!("{name} is in the ledger")).1["kind"])
}

fn assert_good_files_are_found(library: &Library, mixed: &Mixed) {
    for (query, name) in [
        ("kind:photo ext:jpg", "good.jpg"),
        ("kind:paper thistledown", "good.pdf"),
        ("kind:voice ext:opus", "good.opus"),
    ] {
        let found = library.paths(query);
        assert!(
            found.contains(&mixed.at(name)),
            "{query} finds {name}: {found:?}"
        );
    }
}

#[test]
fn empty_mislabelled_and_protected_files_are_named_with_the_reason() {
    let mixed = Mixed::new();
    for (format, _) in FORMATS {
        mixed.put(&format!("empty.{format}"), b"");
        mixed.put(
            &format!("mislabelled.{format}"),
            b"Dear diary, this is no media at all. "
                .repeat(90)
                .as_slice(),
        );
    }
    mixed.put("protected.pdf", &password_protected());
    mixed.put("notes.txt", b"a text file is nobody's failure");
    let library = Library::new();
    let report = library.index(mixed.folder.path());
    assert_eq!(report["understood"], 3);

    let ledger = ledger(&library);
    assert_eq!(
        ledger.len(),
        2 * FORMATS.len() + 1,
        "one row each: {ledger:#?}"
    );
    assert_eq!(report["failed"].as_u64(), Some(ledger.len() as u64));
    for (format, _) in FORMATS {
        assert_eq!(kind_of(&ledger, &format!("empty.{format}")), "empty");
        assert_eq!(
            kind_of(&ledger, &format!("mislabelled.{format}")),
            "malformed"
        );
    }
    assert_eq!(kind_of(&ledger, "protected.pdf"), "encrypted");
    assert_good_files_are_found(&library, &mixed);

    let again = library.run_without_models(&["index"]).done();
    assert_eq!(
        again["failed"], 0,
        "what cannot be read is not tried over and over: {again}"
    );
    assert_eq!(library.failures().len(), ledger.len());
}

#[test]
fn a_truncated_file_is_in_the_ledger_or_understood_but_never_lost() {
    let mixed = Mixed::new();
    let mut cut: BTreeSet<String> = BTreeSet::new();
    for (format, sample) in FORMATS {
        let whole = bytes_of(sample);
        for (what, length) in [("header", 200), ("half", whole.len() / 2)] {
            let name = format!("{what}.{format}");
            mixed.put(&name, &whole[..length]);
            cut.insert(name);
        }
    }
    let library = Library::new();
    library.index(mixed.folder.path());
    assert_good_files_are_found(&library, &mixed);

    let failed: BTreeSet<String> = ledger(&library).into_iter().map(|(name, _)| name).collect();
    let understood: BTreeSet<String> = library
        .understood()
        .into_keys()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !name.starts_with("good"))
        .collect();
    assert!(
        failed.is_disjoint(&understood),
        "a file is one or the other"
    );
    let accounted: BTreeSet<String> = failed.union(&understood).cloned().collect();
    assert_eq!(accounted, cut, "no file is lost");
    for picture in ["half.jpg", "half.png", "half.webp", "half.tiff"] {
        assert!(
            failed.contains(picture),
            "half a picture is no picture: {picture}"
        );
    }
    for format in FORMATS.map(|(format, _)| format) {
        assert!(
            failed.contains(&format!("header.{format}")),
            "200 bytes hold nothing: {format}"
        );
    }
}

#[test]
fn a_file_is_what_its_bytes_say_whatever_its_name() {
    let folder = temporary_folder();
    fs::copy(
        samples::file("DCIM/100APPLE/IMG_0412.JPG"),
        folder.path().join("a.pdf"),
    )
    .expect("a copy");
    fs::copy(
        samples::file("Downloads/document (7).pdf"),
        folder.path().join("b.jpg"),
    )
    .expect("a copy");
    fs::copy(
        samples::file("Recordings/REC_006.mp3"),
        folder.path().join("c.wav"),
    )
    .expect("a copy");
    let library = Library::new();
    library.index(folder.path());
    let understood = library.understood();
    for (name, kind) in [("a.pdf", "photo"), ("b.jpg", "paper"), ("c.wav", "voice")] {
        assert_eq!(understood[&folder.path().join(name)], kind);
    }
}

#[test]
fn a_file_that_is_mended_is_read_on_retry() {
    let mixed = Mixed::new();
    mixed.put("note.opus", b"");
    mixed.put("bill.pdf", &password_protected());
    mixed.put("still_bad.png", b"");
    let library = Library::new();
    library.index(mixed.folder.path());
    assert_eq!(library.failures().len(), 3);

    mixed.put(
        "note.opus",
        &bytes_of("Recordings/AUD-20240519-WA0011.opus"),
    );
    mixed.put("bill.pdf", &bytes_of("Downloads/20260115_1640.pdf"));
    let retried = library.run(&["failures", "--retry"]).done();
    let left = retried["failures"].as_array().expect("the rest").clone();
    assert_eq!(left.len(), 1, "only what is still bad stays: {left:#?}");
    assert_eq!(
        text(&left[0]["path"]),
        mixed.at("still_bad.png").to_string_lossy()
    );
    let understood = library.understood();
    assert_eq!(understood[&mixed.at("note.opus")], "voice");
    assert_eq!(understood[&mixed.at("bill.pdf")], "paper");
}
