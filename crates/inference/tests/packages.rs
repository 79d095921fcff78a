//! What a person is told about packages that are damaged, incomplete or of another kind, and what the
//! ablation makes of whole ones.

use std::fs;
use std::path::{Path, PathBuf};

use rummage_core::understanding::{PaperModel, PictureModel, SpeechModel};
use rummage_core::{AudioSamples, BBox, CancelToken, DecodedPage, ErrorKind, RgbImage, Word};
use rummage_inference::{
    InferenceError, ModelPackage, ModelTask, SessionOptions, ablation, load_clip, load_layoutlm,
    load_runtime, load_wav2vec2,
};
use tempfile::TempDir;

const CLIP: &str = "clip/hugging_face";

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/golden")
        .join(name)
}

fn runtime() {
    let library = std::env::var_os("ORT_DYLIB_PATH").expect(
        "ORT_DYLIB_PATH is not set; `cargo xtask test` sets it to the library that `cargo xtask setup` fetched",
    );
    load_runtime(Path::new(&library)).expect("ONNX Runtime loads");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let from = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

fn copy_of(name: &str) -> TempDir {
    let target = tempfile::tempdir().expect("a temporary folder");
    copy(&golden(name), target.path());
    target
}

fn open(dir: &Path) -> ModelPackage {
    ModelPackage::open(dir).expect("a package")
}

/// The error of loading the package in `dir` for its own task.
fn refusal(dir: &Path) -> InferenceError {
    runtime();
    let package = match ModelPackage::open(dir) {
        Ok(package) => package,
        Err(error) => return error,
    };
    let options = SessionOptions::default();
    let loaded = match package.task() {
        ModelTask::PictureText => load_clip(&package, options).map(|_| ()),
        ModelTask::PaperFields => load_layoutlm(&package, options).map(|_| ()),
        ModelTask::Speech => load_wav2vec2(&package, options).map(|_| ()),
    };
    loaded.expect_err("the package must be refused")
}

fn rewrite(file: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let mut value = serde_json::from_slice(&fs::read(file).expect("a file")).expect("JSON");
    change(&mut value);
    fs::write(file, value.to_string()).expect("a file");
}

fn picture(seed: u32) -> RgbImage {
    RgbImage {
        width: 60,
        height: 40,
        pixels: (0..60 * 40 * 3)
            .map(|n: u32| (n.wrapping_mul(seed * 2 + 7) >> 3) as u8)
            .collect(),
    }
}

fn page() -> DecodedPage {
    DecodedPage {
        width: 600.0,
        height: 800.0,
        words: ["Invoice", "Acme", "total", "12.50"]
            .iter()
            .enumerate()
            .map(|(index, text)| Word {
                text: (*text).into(),
                bbox: BBox::new(50.0, 40.0 * index as f32, 200.0, 40.0 * index as f32 + 12.0),
                confidence: 1.0,
            })
            .collect(),
        recognised: false,
    }
}

fn hum() -> AudioSamples {
    AudioSamples {
        sample_rate: 16_000,
        samples: (0..32_000).map(|n| (n as f32 * 0.07).sin() * 0.4).collect(),
    }
}

#[test]
fn the_runtime_says_what_is_wrong_with_a_library_and_can_be_loaded_twice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let absent = folder.path().join("libonnxruntime.so");
    let junk = folder.path().join("junk.so");
    fs::write(&junk, "no library").expect("a file");
    // Whether or not another test was first: a library that is loaded stays.
    for library in [&absent, &junk] {
        if let Err(error) = load_runtime(library) {
            let message = error.to_string();
            assert!(
                message.contains(&library.display().to_string()),
                "{message}"
            );
            assert!(message.contains("cargo xtask setup"), "{message}");
        }
    }
    runtime();
    runtime();
}

#[test]
fn packages_tell_their_task_name_licence_and_revision() {
    for (name, task, id) in [
        (CLIP, ModelTask::PictureText, "golden-clip"),
        ("clip/open_clip", ModelTask::PictureText, "open_clip"),
        ("clip/siglip", ModelTask::PictureText, "siglip"),
        ("layoutlm", ModelTask::PaperFields, "golden-layoutlm"),
        ("wav2vec2", ModelTask::Speech, "golden-wav2vec2"),
    ] {
        let package = open(&golden(name));
        assert_eq!((package.task(), package.id()), (task, id));
        assert_eq!(package.revision().expect("a revision").len(), 64);
    }
    assert_eq!(open(&golden(CLIP)).license(), Some("Apache-2.0 OR MIT"));
    let dir = copy_of("clip/siglip");
    fs::write(
        dir.path().join("README.md"),
        "---\nlicense: mit\n---\n# Card\n",
    )
    .expect("a card");
    assert_eq!(open(dir.path()).license(), Some("mit"));
}

#[test]
fn the_revision_follows_every_byte_of_a_graph() {
    let dir = copy_of("layoutlm");
    let before = open(dir.path()).revision().expect("a revision").to_owned();
    let graph = dir.path().join("onnx/model.onnx");
    let mut bytes = fs::read(&graph).expect("a graph");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&graph, bytes).expect("a graph");
    assert_ne!(open(dir.path()).revision().expect("a revision"), before);
}

#[test]
fn what_is_missing_is_named() {
    let needed = [
        (CLIP, "config.json"),
        (CLIP, "preprocessor_config.json"),
        (CLIP, "tokenizer.json"),
        (CLIP, "onnx/text_model.onnx"),
        (CLIP, "background.safetensors"),
        ("clip/open_clip", "visual/preprocess_cfg.json"),
        ("layoutlm", "tokenizer.json"),
        ("layoutlm", "onnx/model.onnx"),
        ("wav2vec2", "vocab.json"),
        ("wav2vec2", "lexicon.txt"),
    ];
    for (name, file) in needed {
        let dir = copy_of(name);
        fs::remove_file(dir.path().join(file)).expect("the file");
        let error = refusal(dir.path());
        assert!(
            matches!(&error, InferenceError::MissingFile { file: named } if named.ends_with(file)),
            "{name} without {file}: {error}"
        );
    }
    assert!(matches!(
        refusal(Path::new("/nowhere/at/all")),
        InferenceError::MissingFile { .. }
    ));
}

#[test]
fn a_damaged_description_is_refused_with_its_name() {
    for (name, file) in [
        (CLIP, "config.json"),
        (CLIP, "preprocessor_config.json"),
        (CLIP, "tokenizer.json"),
        (CLIP, "rummage.json"),
        (CLIP, "background.safetensors"),
        ("layoutlm", "tokenizer.json"),
        ("wav2vec2", "vocab.json"),
        ("wav2vec2", "lexicon.txt"),
    ] {
        for damage in ["", "{", "[1, 2", "\u{0}\u{1}\u{2}", "{\"model_type\": 7}x"] {
            let dir = copy_of(name);
            fs::write(dir.path().join(file), damage).expect("the file");
            if file == "lexicon.txt" && damage.is_empty() {
                continue;
            }
            let error = refusal(dir.path());
            assert!(
                matches!(&error, InferenceError::BadConfig { file: named, .. } if named.ends_with(file)),
                "{name} with {file} = {damage:?}: {error}"
            );
        }
    }
}

#[test]
fn descriptions_that_make_no_sense_are_refused_with_the_reason() {
    type Change = fn(&mut serde_json::Value);
    let cases: [(&str, &str, Change, &str); 12] = [
        (
            CLIP,
            "config.json",
            |c| c["model_type"] = "llama".into(),
            "llama",
        ),
        (
            CLIP,
            "preprocessor_config.json",
            |c| c["resample"] = 17.into(),
            "17",
        ),
        (
            CLIP,
            "preprocessor_config.json",
            |c| c["image_mean"] = "red".into(),
            "image_mean",
        ),
        (
            CLIP,
            "preprocessor_config.json",
            |c| c["image_std"] = vec![1.0, 0.0, 1.0].into(),
            "zero",
        ),
        (
            CLIP,
            "preprocessor_config.json",
            |c| c["do_center_crop"] = false.into(),
            "same size",
        ),
        (
            CLIP,
            "tokenizer_config.json",
            |c| c["pad_token"] = "<never>".into(),
            "pad_token",
        ),
        (
            "layoutlm",
            "config.json",
            |c| c["id2label"] = serde_json::json!({"0": "O", "1": "B-colour"}),
            "B-total",
        ),
        (
            "layoutlm",
            "config.json",
            |c| c["id2label"] = serde_json::json!({"0": "O", "7": "B-total"}),
            "id2label",
        ),
        (
            "wav2vec2",
            "config.json",
            |c| c["conv_stride"] = vec![5].into(),
            "conv_stride",
        ),
        (
            "wav2vec2",
            "config.json",
            |c| c["pad_token_id"] = 5.into(),
            "pad_token_id",
        ),
        (
            "wav2vec2",
            "preprocessor_config.json",
            |c| c["sampling_rate"] = 8000.into(),
            "8000",
        ),
        (
            "wav2vec2",
            "rummage.json",
            |c| c["decoder"]["beam"] = 0.into(),
            "beam",
        ),
    ];
    for (name, file, change, reason) in cases {
        let dir = copy_of(name);
        rewrite(&dir.path().join(file), change);
        let error = refusal(dir.path());
        let message = error.to_string();
        assert!(
            matches!(error, InferenceError::BadConfig { .. }),
            "{message}"
        );
        assert!(
            message.contains(file) && message.contains(reason),
            "{message}"
        );
    }
}

#[test]
fn a_graph_that_does_not_fit_its_description_is_refused() {
    let dir = copy_of(CLIP);
    rewrite(&dir.path().join("preprocessor_config.json"), |config| {
        config["crop_size"] = serde_json::json!({"height": 48, "width": 48});
    });
    let error = refusal(dir.path());
    assert!(matches!(&error, InferenceError::BadGraph { .. }), "{error}");
    assert!(error.to_string().contains("48x48"), "{error}");

    let dir = copy_of("layoutlm");
    fs::copy(
        golden("wav2vec2/onnx/model.onnx"),
        dir.path().join("onnx/model.onnx"),
    )
    .expect("a graph");
    let error = refusal(dir.path());
    assert!(error.to_string().contains("input_values"), "{error}");
}

#[test]
fn a_background_of_another_dimension_is_refused() {
    let dir = copy_of(CLIP);
    let header = br#"{"b":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header);
    bytes.extend([1.0f32; 6].iter().flat_map(|x| x.to_le_bytes()));
    fs::write(dir.path().join("background.safetensors"), bytes).expect("a file");
    let message = refusal(dir.path()).to_string();
    assert!(
        message.contains("dimension 3") && message.contains("24"),
        "{message}"
    );
}

#[test]
fn a_graph_that_is_cut_off_or_empty_is_refused() {
    for name in ["layoutlm", "wav2vec2"] {
        let graph = golden(name).join("onnx/model.onnx");
        let bytes = fs::read(graph).expect("a graph");
        for length in [0, 1, 100, bytes.len() / 2, bytes.len() - 1] {
            let dir = copy_of(name);
            fs::write(dir.path().join("onnx/model.onnx"), &bytes[..length]).expect("a graph");
            let error = refusal(dir.path());
            assert!(
                matches!(&error, InferenceError::BadGraph { .. }),
                "{name}, {length}: {error}"
            );
        }
    }
}

#[test]
fn a_joint_clip_is_refused_with_the_command_that_splits_it() {
    let dir = copy_of(CLIP);
    let onnx = dir.path().join("onnx");
    fs::rename(onnx.join("vision_model.onnx"), onnx.join("model.onnx")).expect("a graph");
    fs::remove_file(onnx.join("vision_model_quantized.onnx")).expect("a graph");
    fs::remove_file(onnx.join("text_model.onnx")).expect("a graph");
    let error = refusal(dir.path());
    assert!(matches!(error, InferenceError::JointClip { .. }));
    assert!(
        error.to_string().contains("models/export/split_clip.py"),
        "{error}"
    );
}

#[test]
fn a_package_for_another_task_is_refused() {
    runtime();
    let package = open(&golden("wav2vec2"));
    let options = SessionOptions::default();
    for error in [
        load_clip(&package, options).err(),
        load_layoutlm(&package, options).err(),
    ] {
        let error = error.expect("refused");
        assert!(matches!(error, InferenceError::WrongTask { .. }), "{error}");
        assert!(error.to_string().contains("speech"), "{error}");
    }
}

/// Writes NaN into the weights called `name` of `graph`: exporters put a tensor's elements behind its name.
fn poison(graph: &Path, name: &str) {
    let mut bytes = fs::read(graph).expect("a graph");
    let at = bytes
        .windows(name.len())
        .rposition(|window| window == name.as_bytes())
        .expect("the graph has these weights");
    for number in bytes[at + name.len() + 64..][..1024].chunks_exact_mut(4) {
        number.copy_from_slice(&[0xff; 4]);
    }
    fs::write(graph, bytes).expect("a graph");
}

#[test]
fn numbers_that_are_none_never_leave_a_model() {
    runtime();
    let options = SessionOptions::default();
    let dir = copy_of(CLIP);
    poison(
        &dir.path().join("onnx/vision_model.onnx"),
        "patch_embedding.weight",
    );
    let mut clip = load_clip(&open(dir.path()), options).expect("it still loads");
    let error = clip.embed_pictures(&[picture(1)]).expect_err("refused");
    assert_eq!(error.kind, ErrorKind::Model);
    assert!(error.message.contains("not finite"), "{}", error.message);

    let dir = copy_of("layoutlm");
    poison(
        &dir.path().join("onnx/model.onnx"),
        "layoutlm.embeddings.position_embeddings.weight",
    );
    let mut model = load_layoutlm(&open(dir.path()), options).expect("it still loads");
    let error = model
        .read(&[page()], &CancelToken::new())
        .expect_err("refused");
    assert_eq!(error.kind, ErrorKind::Model);

    let dir = copy_of("wav2vec2");
    poison(
        &dir.path().join("onnx/model.onnx"),
        "conv_layers.2.conv.weight",
    );
    let mut model = load_wav2vec2(&open(dir.path()), options).expect("it still loads");
    let error = model
        .transcribe(&hum(), &CancelToken::new())
        .expect_err("refused");
    assert_eq!(error.kind, ErrorKind::Model);
}

#[test]
fn a_picture_with_the_wrong_number_of_bytes_is_a_fault_of_the_caller() {
    runtime();
    let mut clip = load_clip(&open(&golden(CLIP)), SessionOptions::default()).expect("a model");
    for (width, height) in [(0, 0), (60, 41), (u32::MAX, u32::MAX)] {
        let broken = RgbImage {
            width,
            height,
            ..picture(1)
        };
        let error = clip.embed_pictures(&[broken]).expect_err("refused");
        assert_eq!(error.kind, ErrorKind::Internal);
    }
}

#[test]
fn pictures_of_extreme_proportions_cost_no_memory() {
    runtime();
    let mut clip = load_clip(&open(&golden(CLIP)), SessionOptions::default()).expect("a model");
    let line = RgbImage {
        width: 400_000,
        height: 1,
        pixels: vec![90; 1_200_000],
    };
    let post = RgbImage {
        width: 1,
        height: 400_000,
        pixels: vec![90; 1_200_000],
    };
    let vectors = clip.embed_pictures(&[line, post]).expect("vectors");
    assert_eq!(vectors.len(), 2);
}

#[test]
fn shuffled_weights_keep_the_shape_of_a_package_and_lose_what_it_knew() {
    runtime();
    let options = SessionOptions::default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in [CLIP, "layoutlm", "wav2vec2"] {
        let target = folder.path().join(name);
        ablation::randomise_package(&golden(name), &target, 1).expect("a shuffled package");
        let again = folder.path().join("again").join(name);
        ablation::randomise_package(&golden(name), &again, 1).expect("a shuffled package");
        let revision = |dir: &Path| open(dir).revision().expect("a revision").to_owned();
        assert_eq!(revision(&target), revision(&again), "a seed says it all");
        assert_ne!(revision(&target), revision(&golden(name)));
    }

    let clip = |dir: &Path| {
        let mut clip = load_clip(&open(dir), options).expect("a model");
        let vectors = clip.embed_pictures(&[picture(1)]).expect("a vector");
        vectors[0].vector().to_vec()
    };
    let (whole, shuffled) = (clip(&golden(CLIP)), clip(&folder.path().join(CLIP)));
    assert_eq!(whole.len(), shuffled.len());
    let cosine: f32 = whole.iter().zip(&shuffled).map(|(a, b)| a * b).sum();
    assert!(
        cosine < 0.9,
        "the vectors still point the same way: {cosine}"
    );

    let read = |dir: &Path| {
        let mut model = load_layoutlm(&open(dir), options).expect("a model");
        model
            .read(&[page()], &CancelToken::new())
            .expect("a reading")
    };
    assert_ne!(
        read(&golden("layoutlm")),
        read(&folder.path().join("layoutlm"))
    );

    let mut model =
        load_wav2vec2(&open(&folder.path().join("wav2vec2")), options).expect("a model");
    model
        .transcribe(&hum(), &CancelToken::new())
        .expect("a transcript, whatever it says");
}

#[test]
fn there_is_nothing_to_shuffle_in_a_graph_without_weights() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let graph = folder.path().join("model.onnx");
    // A ModelProto with an empty graph.
    fs::write(&graph, [0x3a, 0x00]).expect("a file");
    let error = ablation::randomise_weights(&graph, &folder.path().join("out.onnx"), 1);
    assert!(matches!(error, Err(InferenceError::BadGraph { .. })));
}
