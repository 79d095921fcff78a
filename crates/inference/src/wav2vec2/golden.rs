//! The goldens of models/export/goldens/wav2vec2.py and language_model.py: the same logits as `transformers`, the same
//! texts as the decoder of the training, what texts are worth as language, and wrong variants of all; and windows on
//! recordings of any length.

use std::path::Path;

use ndarray::Array2;
use proptest::prelude::*;
use rummage_core::ErrorKind;

use super::vocabulary::Token;
use super::*;
use crate::testing::*;

const TOLERANCE: f32 = 1e-3;

#[derive(serde::Deserialize)]
struct Golden {
    recordings: usize,
    wrong_values: Vec<String>,
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    wrong_settings: Vec<WrongSettings>,
}

#[derive(serde::Deserialize)]
struct WrongSettings {
    name: String,
    settings: serde_json::Value,
    texts: Vec<String>,
}

fn load(package: &Path) -> Wav2Vec2 {
    runtime();
    let package = ModelPackage::open(package).expect("the golden's package");
    load_wav2vec2(&package, SessionOptions::default()).expect("the golden's model")
}

fn audio(samples: Vec<f32>) -> AudioSamples {
    AudioSamples {
        sample_rate: SAMPLE_RATE,
        samples,
    }
}

fn agrees_and_tells_wrong_values_apart(name: &str) {
    let folder = golden(name);
    let expected_file: Golden = json(&folder.join("golden.json"));
    let expected = Tensors::read(&folder.join("golden.safetensors"));
    let mut model = load(&folder);
    let mut told_apart = vec![false; expected_file.wrong_values.len()];
    for index in 0..expected_file.recordings {
        let samples = expected.floats(&format!("samples.{index}")).1;
        let values = largest_difference(
            &normalise(&samples),
            &expected.floats(&format!("values.{index}")).1,
        );
        let frames = model.grid.frames(samples.len());
        let logits = model.logits(&samples, frames).expect("logits");
        let logits: Vec<f32> = logits.iter().copied().collect();
        let (shape, right) = expected.floats(&format!("logits.{index}"));
        assert_eq!(shape[0], frames, "as many frames as transformers counts");
        let difference = largest_difference(&logits, &right);
        println!("{name} {index}: values {values:e}, logits {difference:e}");
        assert!(values < 1e-4 && difference < TOLERANCE);
        for (number, told) in told_apart.iter_mut().enumerate() {
            let wrong = expected.floats(&format!("wrong.{number}.{index}")).1;
            *told |= largest_difference(&logits, &wrong) > TOLERANCE;
        }
    }
    for (wrong, told) in expected_file.wrong_values.iter().zip(told_apart) {
        assert!(told, "{name}: `{wrong}` must fail the comparison");
    }
}

#[test]
fn a_package_with_group_norm_agrees_with_transformers_and_wrong_values_do_not() {
    agrees_and_tells_wrong_values_apart("wav2vec2");
}

#[test]
fn a_package_with_layer_norm_and_mask_agrees_with_transformers_and_wrong_values_do_not() {
    agrees_and_tells_wrong_values_apart("wav2vec2_layer");
}

#[test]
fn a_package_that_does_not_normalise_is_taken_at_its_word() {
    let variant = copy_of(&golden("wav2vec2_layer"));
    merge_into(
        &variant.path().join("preprocessor_config.json"),
        &serde_json::json!({"do_normalize": false}),
    );
    let expected = Tensors::read(&golden("wav2vec2_layer/golden.safetensors"));
    let samples = expected.floats("samples.1").1;
    let mut model = load(variant.path());
    let frames = model.grid.frames(samples.len());
    let logits = model.logits(&samples, frames).expect("logits");
    let logits: Vec<f32> = logits.iter().copied().collect();
    // The golden's first wrong variant is exactly this: not normalised.
    assert!(largest_difference(&logits, &expected.floats("wrong.0.1").1) < TOLERANCE);
}

/// What the model's decoder reads in the golden's frames.
fn frames(index: usize) -> Array2<f32> {
    let tensors = Tensors::read(&golden("wav2vec2/golden.safetensors"));
    let (shape, values) = tensors.floats(&format!("frames.{index}"));
    Array2::from_shape_vec((shape[0], shape[1]), values).expect("frames")
}

fn texts(model: &Wav2Vec2, count: usize) -> Vec<String> {
    (0..count)
        .map(|index| {
            let text: String = model
                .decode(frames(index).view())
                .into_iter()
                .filter_map(|token| model.vocabulary.letter(token))
                .collect();
            text.replace('|', " ").trim().to_owned()
        })
        .collect()
}

#[test]
fn the_word_list_reads_as_the_decoder_of_the_training_does() {
    let folder = golden("wav2vec2");
    let expected: Golden = json(&folder.join("golden.json"));
    let count = expected.texts.len();
    assert_eq!(texts(&load(&folder), count), expected.texts);
    for wrong in expected.wrong_settings {
        let variant = copy_of(&folder);
        merge_into(
            &variant.path().join("rummage.json"),
            &serde_json::json!({"decoder": wrong.settings}),
        );
        let read = texts(&load(variant.path()), count);
        assert_eq!(read, wrong.texts, "with {} too", wrong.name);
        assert_ne!(read, expected.texts, "`{}` must be told apart", wrong.name);
    }
}

#[derive(serde::Deserialize)]
struct LanguageGolden {
    settings: serde_json::Value,
    sentences: Vec<Sentence>,
    wrong: Vec<WrongSums>,
    texts: Vec<String>,
    own_words: Vec<String>,
    own_texts: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Sentence {
    text: String,
    log10: f64,
}

#[derive(serde::Deserialize)]
struct WrongSums {
    name: String,
    log10: Vec<f64>,
}

#[test]
fn texts_are_worth_what_the_definition_of_back_off_says() {
    let folder = golden("language_model");
    let expected: LanguageGolden = json(&folder.join("golden.json"));
    let grams = arpa::read(&folder.join("words.arpa")).expect("the golden's model");
    let worth = |text: &str| {
        let mut state = grams.start();
        let mut sum = 0.0;
        for word in text.split_whitespace().chain(["</s>"]) {
            let id = grams.id(word).or_else(|| grams.id("<unk>"));
            let id = id.expect("the golden lists <unk>");
            sum += grams.log10(state, id);
            state = grams.after(state, Some(id));
        }
        sum
    };
    let sums: Vec<f64> = expected
        .sentences
        .iter()
        .map(|it| worth(&it.text))
        .collect();
    for (sentence, sum) in expected.sentences.iter().zip(&sums) {
        assert!(
            (sum - sentence.log10).abs() < 1e-5,
            "{}: {sum}",
            sentence.text
        );
    }
    for wrong in expected.wrong {
        let told = sums
            .iter()
            .zip(&wrong.log10)
            .any(|(a, b)| (a - b).abs() > 1e-2);
        assert!(told, "`{}` must fail the comparison", wrong.name);
    }
}

#[test]
fn n_grams_and_own_words_read_as_the_decoder_of_the_training_does() {
    let folder = golden("language_model");
    let expected: LanguageGolden = json(&folder.join("golden.json"));
    let count = expected.texts.len();
    let variant = copy_of(&golden("wav2vec2"));
    merge_into(
        &variant.path().join("rummage.json"),
        &serde_json::json!({"decoder": expected.settings}),
    );
    let words = variant.path().join("words.arpa");
    std::fs::copy(folder.join("words.arpa"), &words).expect("the golden's model");
    let mut model = load(variant.path());
    assert_eq!(texts(&model, count), expected.texts);
    model.know(&expected.own_words);
    assert_eq!(texts(&model, count), expected.own_texts);
    model.know(&[]);
    let cancel = CancelToken::new();
    for index in 0..count {
        let heard = model.evidence(&frames(index));
        let spelled = model.respell(&heard, &expected.own_words, &cancel);
        let text = spelled.expect("not stopped");
        let text = text.map(|words| Transcript::text_of(&words).to_uppercase());
        let own = &expected.own_texts[index];
        let differs = *own != expected.texts[index];
        assert_eq!(text, differs.then(|| own.clone()), "from what was heard");
        let by_another = SpokenEvidence {
            blank: heard.blank + 1,
            ..heard
        };
        let spelled = model.respell(&by_another, &expected.own_words, &cancel);
        assert_eq!(spelled.expect("not stopped"), None, "of another model");
    }
    assert_eq!(texts(&model, count), expected.texts, "forgotten again");

    std::fs::write(
        &words,
        "\\data\\\nngram 1=1\n\n\\1-grams:\n-1 pay\n\n\\end\\\n",
    )
    .expect("written");
    let package = ModelPackage::open(variant.path()).expect("a package");
    let refused = load_wav2vec2(&package, SessionOptions::default()).err();
    let refused = refused.expect("small letters are none of this model's");
    assert!(refused.to_string().contains("letters"), "{refused}");
    std::fs::remove_file(&words).expect("removed");
    let missing = load_wav2vec2(&package, SessionOptions::default()).err();
    assert!(matches!(missing, Some(InferenceError::MissingFile { file }) if file == words));
}

#[test]
fn decoding_belongs_to_the_revision_and_cut_offs_do_not() {
    let folder = golden("wav2vec2");
    let revision = |dir: &Path| {
        let package = ModelPackage::open(dir).expect("a package");
        package.revision().expect("a revision").to_owned()
    };
    let variant = copy_of(&folder);
    let notes = variant.path().join("rummage.json");
    merge_into(&notes, &serde_json::json!({"concept": {"z_cut": 9.0}}));
    assert_eq!(revision(variant.path()), revision(&folder));
    merge_into(&notes, &serde_json::json!({"decoder": {"beam": 7}}));
    assert_ne!(revision(variant.path()), revision(&folder));
}

#[test]
fn silence_and_recordings_too_short_for_a_frame_have_no_words() {
    let mut model = load(&golden("wav2vec2"));
    let cancel = CancelToken::new();
    for samples in [0, 1, 689, 690, 16_000, 900_000] {
        let heard = model.transcribe(&audio(vec![0.0; samples]), &cancel);
        let heard = heard.expect("a transcript");
        assert!(heard.text.is_empty() && heard.words.is_empty());
    }
}

#[test]
fn a_long_recording_runs_in_windows_and_its_words_follow_in_time() {
    let mut model = load(&golden("wav2vec2"));
    let samples: Vec<f32> = (0..45 * 16_000u32)
        .map(|n| ((n as f32 * 0.05).sin() * (n as f32 * 0.0007).sin()) * 0.3)
        .collect();
    let heard = model
        .transcribe(&audio(samples), &CancelToken::new())
        .expect("a transcript");
    for word in &heard.words {
        assert!(word.start_ms < word.end_ms && word.end_ms <= 45_000);
        assert!((0.0..=1.0).contains(&word.confidence));
    }
    for pair in heard.words.windows(2) {
        assert!(pair[0].end_ms <= pair[1].start_ms);
    }
}

#[test]
fn another_sample_rate_is_a_fault_of_the_caller() {
    let mut model = load(&golden("wav2vec2"));
    let audio = AudioSamples {
        sample_rate: 44_100,
        samples: vec![0.1; 44_100],
    };
    let error = model
        .transcribe(&audio, &CancelToken::new())
        .expect_err("refused");
    assert_eq!(error.kind, ErrorKind::Internal);
}

#[test]
fn listening_stops_when_asked_to() {
    let mut model = load(&golden("wav2vec2"));
    let cancel = CancelToken::new();
    cancel.cancel();
    let error = model
        .transcribe(&audio(vec![0.1; 16_000]), &cancel)
        .expect_err("stopped");
    assert_eq!(error.kind, ErrorKind::Cancelled);
}

fn letters() -> Vocabulary {
    let mut tokens = vec![Token::Silent, Token::Delimiter];
    tokens.extend(('A'..='Z').map(|letter| Token::Letter(letter.into())));
    Vocabulary { tokens, blank: 0 }
}

/// Logits of a recording in which words of random letters follow each other with pauses.
fn spoken(words: &[(Vec<usize>, usize)]) -> Array2<f32> {
    let mut path = vec![0; 3];
    for (word, pause) in words {
        for letter in word {
            path.extend([letter + 2, letter + 2, 0]);
        }
        path.push(1);
        path.extend(std::iter::repeat_n(0, *pause));
    }
    let mut logits = Array2::zeros((path.len(), 28));
    for (frame, token) in path.into_iter().enumerate() {
        logits[[frame, token]] = 8.0;
    }
    logits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A model that errs wherever it lacks context must not be noticed through the windows.
    #[test]
    fn windows_lose_and_double_no_word(
        words in prop::collection::vec(
            (prop::collection::vec(0usize..26, 1..12), 0usize..40),
            1..200,
        )
    ) {
        let vocabulary = letters();
        let whole = spoken(&words);
        let count = whole.nrows();
        let stitched = stitch(count, 28, 0, |heard| {
            let mut logits = whole.slice(s![heard.clone(), ..]).to_owned();
            let rows = logits.nrows();
            for row in 0..rows {
                let near_start = heard.start > 0 && row < windows::CONTEXT_FRAMES;
                let near_end = heard.end < count && rows - row <= windows::CONTEXT_FRAMES;
                if near_start || near_end {
                    logits[[row, 2 + row % 26]] = 50.0;
                }
            }
            Ok(Some(logits))
        }).expect("no graph, no fault");
        let one_pass = ctc::log_softmax(whole.view());
        let grid = FrameGrid { hop: 320, span: 400 };
        let read = |frames: &Array2<f32>| {
            let mut found = Vec::new();
            for piece in ctc::pieces(frames.view(), &vocabulary, WINDOW_FRAMES) {
                let offset = piece.start;
                let frames = frames.slice(s![piece, ..]);
                let tokens = ctc::greedy(frames, &vocabulary);
                found.extend(ctc::words(frames, &tokens, &vocabulary, (grid, SAMPLE_RATE, offset)));
            }
            found
        };
        let expected: Vec<String> = words
            .iter()
            .map(|(word, _)| word.iter().map(|letter| (b'a' + *letter as u8) as char).collect())
            .collect();
        let stitched = read(&stitched);
        let texts: Vec<String> = stitched.iter().map(|word| word.text.clone()).collect();
        prop_assert_eq!(texts, expected);
        prop_assert_eq!(stitched, read(&one_pass));
    }
}
