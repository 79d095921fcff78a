//! The starter packages of the repository: they load, they answer, and they stay small.

use std::fs;
use std::path::{Path, PathBuf};

use rummage_core::understanding::{PaperModel, PictureModel, SpeechModel};
use rummage_core::{AudioSamples, BBox, CancelToken, DecodedPage, RgbImage, Word};
use rummage_inference::{
    ModelPackage, ModelTask, SessionOptions, load_clip, load_layoutlm, load_runtime, load_wav2vec2,
};

/// All starters together, in bytes.
const LARGEST: u64 = 60_000_000;

fn starter(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../models/starter")
        .join(name)
}

fn open(name: &str, task: ModelTask) -> ModelPackage {
    let library = std::env::var_os("ORT_DYLIB_PATH").expect(
        "ORT_DYLIB_PATH is not set; `cargo xtask test` sets it to the library that `cargo xtask setup` fetched",
    );
    load_runtime(Path::new(&library)).expect("ONNX Runtime loads");
    let package = ModelPackage::open(&starter(name)).expect("a whole package");
    assert_eq!(package.task(), task);
    package
}

fn bytes_in(folder: &Path) -> u64 {
    fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| match path.is_dir() {
            true => bytes_in(&path),
            false => fs::metadata(&path).expect("a file").len(),
        })
        .sum()
}

#[test]
fn the_picture_model_puts_pictures_and_texts_into_one_space_with_a_scale() {
    let package = open("clip", ModelTask::PictureText);
    let mut clip = load_clip(&package, SessionOptions::default()).expect("the starter loads");
    let picture = |shade: u8| RgbImage {
        width: 300,
        height: 200,
        pixels: (0..180_000).map(|n| (n / 700) as u8 ^ shade).collect(),
    };
    let pictures: Vec<RgbImage> = [0, 90, 200, 31, 7].map(picture).into();
    let together = clip.embed_pictures(&pictures).expect("vectors");
    for (picture, vector) in pictures.iter().zip(&together) {
        let alone = clip
            .embed_pictures(std::slice::from_ref(picture))
            .expect("a vector");
        let apart = alone[0]
            .vector()
            .iter()
            .zip(vector.vector())
            .map(|(a, b)| (a - b).abs());
        assert!(apart.fold(0.0, f32::max) < 1e-5, "a batch changes nothing");
    }
    let text = clip
        .embed_text("a red umbrella on the beach")
        .expect("a vector");
    assert_eq!(text.space, together[0].space);
    assert_eq!(text.vector().len(), together[0].vector().len());
    let scale = clip
        .concept_scale(&text)
        .expect("the starter brings a background");
    assert!(scale.background_deviation > 0.0);
}

#[test]
fn the_layout_model_labels_words_and_tells_the_sort() {
    let package = open("layoutlm", ModelTask::PaperFields);
    let mut model = load_layoutlm(&package, SessionOptions::default()).expect("the starter loads");
    let words = ["Invoice", "No.", "A-1312", "Total", "1.471,60", "EUR"];
    let page = DecodedPage {
        width: 595.0,
        height: 842.0,
        words: words
            .iter()
            .enumerate()
            .map(|(index, text)| Word {
                text: (*text).into(),
                bbox: BBox::new(60.0, 40.0 * index as f32, 120.0, 40.0 * index as f32 + 10.0),
                confidence: 1.0,
            })
            .collect(),
        recognised: false,
    };
    let reading = model.read(&[page], &CancelToken::new()).expect("a reading");
    assert!(reading.kind.is_some());
}

#[test]
fn the_speech_model_hears_nothing_in_silence_and_runs_on_sound() {
    let package = open("wav2vec2", ModelTask::Speech);
    let mut model = load_wav2vec2(&package, SessionOptions::default()).expect("the starter loads");
    let audio = |samples| AudioSamples {
        sample_rate: 16_000,
        samples,
    };
    let cancel = CancelToken::new();
    let silence = model
        .transcribe(&audio(vec![0.0; 48_000]), &cancel)
        .expect("a transcript");
    assert_eq!(silence.text, "");
    let hum = (0..48_000).map(|n| (n as f32 * 0.05).sin() * 0.3).collect();
    model
        .transcribe(&audio(hum), &cancel)
        .expect("a transcript");
}

#[test]
fn the_starters_stay_small() {
    let bytes = bytes_in(&starter(""));
    assert!(bytes < LARGEST, "{bytes} bytes");
}
