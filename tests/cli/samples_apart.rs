//! The samples are no part of what the starter models were trained on: what they show, how they are
//! laid out, who they name, what is said in them and by which voice.
//!
//! Each starter package carries a list of its training material (or of hashes of it); these tests
//! read the lists. They run no model.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use blake2::digest::consts::U8;
use blake2::{Blake2b, Digest};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::kit::text;
use crate::samples;
use crate::scoring::normalised_words;

/// Scenes with a hash divisible by this are held out of training.
const HELD_OUT_EVERY: u64 = 8;
/// So many words in a row that also stand in the training text would be a shared phrase.
const RUN_OF_WORDS: usize = 6;

fn package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("models/starter")
        .join(name)
}

/// The list of a package's training material, packed or not.
fn training_manifest(name: &str) -> Value {
    let plain = package(name).join("training_manifest.json");
    let mut json = String::new();
    if plain.is_file() {
        json = fs::read_to_string(plain).expect("the list");
    } else {
        let packed = File::open(plain.with_extension("json.gz"));
        let packed =
            packed.unwrap_or_else(|error| panic!("{name} lists its training material: {error}"));
        GzDecoder::new(packed)
            .read_to_string(&mut json)
            .expect("the packed list");
    }
    serde_json::from_str(&json).expect("a list")
}

fn texts_of(list: &Value) -> Vec<&str> {
    let texts: Vec<&str> = list
        .as_array()
        .expect("a list of texts")
        .iter()
        .map(text)
        .collect();
    assert!(!texts.is_empty(), "an empty list would prove nothing");
    texts
}

/// BLAKE2b with eight bytes, as Python's `blake2b(…, digest_size=8)`.
fn digest(text: &str) -> [u8; 8] {
    Blake2b::<U8>::digest(text.as_bytes()).into()
}

#[test]
fn hashes_are_those_of_the_training_scripts() {
    // python3 -c "from hashlib import blake2b; print(blake2b(b'bicycle:red:1@beach', digest_size=8).hexdigest())"
    assert_eq!(
        u64::from_be_bytes(digest("bicycle:red:1@beach")),
        0x8a14_b2a9_80c0_861b
    );
}

#[test]
fn no_scene_of_a_sample_photo_was_trained_on() {
    let manifest = training_manifest("clip");
    let trained: HashSet<u64> = texts_of(&manifest["scene_keys"])
        .into_iter()
        .map(|hash| u64::from_str_radix(hash, 16).expect("a hash in hexadecimal"))
        .collect();
    let held_out = trained
        .iter()
        .filter(|hash| **hash % HELD_OUT_EVERY == 0)
        .count();
    assert_eq!(held_out, 0, "training kept to its seven eighths");
    for photo in samples::of_kind("photo") {
        let key = text(&photo.truth["scene_key"]);
        let hash = u64::from_be_bytes(digest(key));
        assert_eq!(hash % HELD_OUT_EVERY, 0, "{key} is held out");
        assert!(!trained.contains(&hash), "{key} was trained on");
    }
}

#[test]
fn no_layout_or_company_of_a_sample_paper_was_trained_on() {
    let manifest = training_manifest("layoutlm");
    let layouts: HashSet<&str> = texts_of(&manifest["layouts"]).into_iter().collect();
    let letters = |name: &str| -> String {
        name.to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    let companies: HashSet<String> = texts_of(&manifest["companies"])
        .into_iter()
        .map(letters)
        .collect();
    for paper in samples::of_kind("paper") {
        let layout = text(&paper.truth["layout"]);
        assert!(
            layout.starts_with("sample-") && !layouts.contains(layout),
            "{layout}"
        );
        for party in ["vendor", "customer"] {
            if let Some(name) = paper.truth["fields"][party].as_str() {
                assert!(!companies.contains(&letters(name)), "{name} was trained on");
            }
        }
    }
}

#[test]
fn no_voice_of_a_sample_note_was_trained_on() {
    let manifest = training_manifest("wav2vec2");
    let trained: BTreeSet<&str> = texts_of(&manifest["voices"]).into_iter().collect();
    for note in samples::of_kind("voice") {
        let voice = text(&note.truth["voice"]);
        assert!(!trained.contains(voice), "{voice} was trained on");
    }
    // The same speaker under another program's name.
    assert!(
        trained
            .iter()
            .all(|voice| !voice.contains("slt") && !voice.contains("ked")),
        "{trained:?}"
    );
}

/// Sorted hashes of `width` bytes each, as many as the list claims.
fn hashes(list: &Value, width: usize) -> Vec<Vec<u8>> {
    let bytes = fs::read(package("wav2vec2").join(text(&list["file"]))).expect("the hashes");
    let hashes: Vec<Vec<u8>> = bytes.chunks(width).map(<[u8]>::to_vec).collect();
    assert_eq!(
        Some(hashes.len() as u64),
        list["count"].as_u64(),
        "none is missing"
    );
    assert!(
        hashes.is_sorted() && hashes.len() > 1000,
        "they are sorted, and enough to mean something"
    );
    hashes
}

#[test]
fn no_sentence_and_no_phrase_of_a_sample_note_was_trained_on() {
    let manifest = training_manifest("wav2vec2");
    let (sentences, runs) = (
        hashes(&manifest["sentences"], 8),
        hashes(&manifest["runs"], 5),
    );
    for note in samples::of_kind("voice") {
        for sentence in note.truth["sentences"].as_array().expect("sentences") {
            let said = normalised_words(text(&sentence["text"])).join(" ");
            let hash = digest(&said).to_vec();
            assert!(
                sentences.binary_search(&hash).is_err(),
                "{said:?} was trained on"
            );
        }
        // Also across the ends of sentences, where nobody hears a full stop.
        for run in normalised_words(text(&note.truth["text"])).windows(RUN_OF_WORDS) {
            let run = run.join(" ");
            let hash = digest(&run)[..5].to_vec();
            assert!(runs.binary_search(&hash).is_err(), "{run:?} was trained on");
        }
    }
}
