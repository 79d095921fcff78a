//! Speech to words with times: Wav2Vec2 (Baevski et al. 2020), HuBERT and WavLM with a CTC head.
//!
//! [`windows`] parts long recordings and joins their logits, [`beam`] (with a language model of words) or
//! [`ctc`] (without) decodes them, and [`ctc`] lays the text out in time. What is said is never logged.

mod arpa;
mod beam;
mod ctc;
mod frames;
mod language;
mod lexicon;
mod ngrams;
mod own_words;
mod vocabulary;
mod windows;

use ndarray::{Array2, ArrayView2, Axis, Ix3, s};
use rummage_core::understanding::{SpeechModel, UnderstandError};
use rummage_core::{AudioSamples, CancelToken, SpokenEvidence, SpokenWord, Transcript};

use crate::error::InferenceError;
use crate::graph::{Feed, Graph, SessionOptions};
use crate::package::{ModelPackage, ModelTask};
use beam::BeamSearch;
use frames::FrameGrid;
use language::LanguageModel;
use own_words::OwnWords;
use vocabulary::Vocabulary;
use windows::{WINDOW_FRAMES, is_silent, normalise, windows};

const VALUES: &str = "input_values";
const MASK: &str = "attention_mask";
const LOGITS: &str = "logits";
const SAMPLE_RATE: u32 = 16_000;

/// The log10 that a person's own words get at least, where the package names none: one word in some three thousand.
const OWN_LOG10: f64 = -3.5;

/// A speech model that is loaded.
pub struct Wav2Vec2 {
    graph: Graph,
    grid: FrameGrid,
    vocabulary: Vocabulary,
    normalises: bool,
    has_mask: bool,
    /// Decoding is greedy without it.
    search: Option<BeamSearch>,
}

/// Loads the speech model of `package`.
///
/// # Errors
/// Any [`InferenceError`] but `Run`, `NotFinite` and `Cancelled`.
pub fn load_wav2vec2(
    package: &ModelPackage,
    options: SessionOptions,
) -> Result<Wav2Vec2, InferenceError> {
    let graph = Graph::open(package.single_graph(ModelTask::Speech)?, options)?;
    graph.takes_only(&[VALUES, MASK])?;
    match graph.input(&[VALUES]).map(|input| &input.sizes[..]) {
        Some([None | Some(1), None]) => {}
        _ => return Err(graph.bad("it does not take `input_values` of any length")),
    }
    if graph.output(&[LOGITS]).is_none() {
        return Err(graph.bad("it lacks the output `logits`"));
    }
    let preprocessor = package.preprocessor("feature_extractor")?;
    let rate = preprocessor.get("sampling_rate")?.unwrap_or(SAMPLE_RATE);
    if rate != SAMPLE_RATE {
        return Err(preprocessor.bad(format!("it hears {rate} samples a second, not 16000")));
    }
    let vocabulary = Vocabulary::open(package)?;
    Ok(Wav2Vec2 {
        grid: FrameGrid::from_config(package.config())?,
        normalises: preprocessor.get("do_normalize")?.unwrap_or(true),
        has_mask: graph.input(&[MASK]).is_some(),
        search: search(package, &vocabulary)?,
        vocabulary,
        graph,
    })
}

/// The language model or the word list that rummage.json names under `decoder`; the former goes before the latter.
fn search(
    package: &ModelPackage,
    vocabulary: &Vocabulary,
) -> Result<Option<BeamSearch>, InferenceError> {
    let Some(decoder) = package.notes().part("decoder") else {
        return Ok(None);
    };
    let beam: usize = decoder.require("beam")?;
    if beam == 0 {
        return Err(decoder.bad("`decoder/beam` is 0, so nothing could be decoded"));
    }
    let grams = match decoder.get::<String>("language_model")? {
        Some(name) => arpa::read(&package.dir().join(name))?,
        None => lexicon::read(&package.dir().join(decoder.require::<String>("lexicon")?))?,
    };
    if !grams.any_word_of(&own_words::letters(vocabulary)) {
        return Err(decoder.bad(
            "no word of the decoder's language model is written with the letters of vocab.json (capitals?)",
        ));
    }
    Ok(Some(BeamSearch {
        words: LanguageModel {
            grams,
            unknown: decoder.require("unknown_log10")?,
            unknown_letter: decoder.require("unknown_letter_log10")?,
            own: OwnWords::default(),
            own_log10: decoder.get("own_log10")?.unwrap_or(OWN_LOG10),
        },
        beam,
        lm_weight: decoder.require("lm_weight")?,
        word_bonus: decoder.require("word_bonus")?,
        token_floor: decoder.require("token_floor")?,
    }))
}

impl Wav2Vec2 {
    fn words(
        &mut self,
        audio: &AudioSamples,
        cancel: &CancelToken,
    ) -> Result<(Vec<SpokenWord>, SpokenEvidence), InferenceError> {
        if audio.sample_rate != SAMPLE_RATE {
            return Err(InferenceError::BadInput(format!(
                "speech came with {} samples a second, not {SAMPLE_RATE}",
                audio.sample_rate
            )));
        }
        let count = self.grid.frames(audio.samples.len());
        let grid = self.grid;
        let tokens = self.vocabulary.tokens.len();
        let frames = stitch(count, tokens, self.vocabulary.blank, |heard| {
            if cancel.is_cancelled() {
                return Err(InferenceError::Cancelled);
            }
            // A recording of one window keeps the samples after its last frame: they count in its mean.
            let samples = if heard == (0..count) {
                &audio.samples[..]
            } else {
                let start = heard.start * grid.hop;
                &audio.samples[start..start + grid.samples(heard.len())]
            };
            if is_silent(samples) {
                return Ok(None);
            }
            self.logits(samples, heard.len()).map(Some)
        })?;
        let words = self.spelled(&frames, cancel)?;
        Ok((words, self.evidence(&frames)))
    }

    /// The words of all frames of a recording, piece by piece.
    fn spelled(
        &self,
        frames: &Array2<f32>,
        cancel: &CancelToken,
    ) -> Result<Vec<SpokenWord>, InferenceError> {
        let mut words = Vec::new();
        for piece in ctc::pieces(frames.view(), &self.vocabulary, WINDOW_FRAMES) {
            if cancel.is_cancelled() {
                return Err(InferenceError::Cancelled);
            }
            let offset = piece.start;
            let frames = frames.slice(s![piece, ..]);
            let tokens = self.decode(frames);
            let place = (self.grid, SAMPLE_RATE, offset);
            words.extend(ctc::words(frames, &tokens, &self.vocabulary, place));
        }
        Ok(words)
    }

    /// From now on these words are spelled where they are heard; those known before are forgotten.
    /// Without a decoder nothing is lifted: words are spelled as they are heard.
    fn know(&mut self, own: &[String]) {
        if let Some(search) = &mut self.search {
            search.words.own = OwnWords::new(own, &self.vocabulary);
        }
    }

    /// What was heard, for finding words that are misspelt here.
    fn evidence(&self, frames: &Array2<f32>) -> SpokenEvidence {
        let frame_us = self.grid.hop as u64 * 1_000_000 / u64::from(SAMPLE_RATE);
        let rows: Vec<Vec<f32>> = frames.rows().into_iter().map(|row| row.to_vec()).collect();
        SpokenEvidence::from_frames(
            rows.iter().map(Vec::as_slice),
            self.evidence_tokens(),
            self.vocabulary.blank,
            frame_us as u32,
        )
    }

    /// One letter per token, as evidence is kept.
    fn evidence_tokens(&self) -> Vec<char> {
        let letter = |token| {
            let mut letters = self
                .vocabulary
                .letter(token)?
                .chars()
                .flat_map(char::to_lowercase);
            letters.next().filter(|_| letters.next().is_none())
        };
        (0..self.vocabulary.tokens.len())
            .map(|token| letter(token).unwrap_or(' '))
            .collect()
    }

    fn decode(&self, frames: ArrayView2<'_, f32>) -> Vec<usize> {
        match &self.search {
            Some(search) => search.decode(frames, &self.vocabulary),
            None => ctc::greedy(frames, &self.vocabulary),
        }
    }

    /// The logits of one window, `frames` rows.
    fn logits(&mut self, samples: &[f32], frames: usize) -> Result<Array2<f32>, InferenceError> {
        let values = if self.normalises {
            normalise(samples)
        } else {
            samples.to_vec()
        };
        let sizes = vec![1, values.len()];
        let mut feeds = vec![(VALUES, sizes.clone(), Feed::Floats(values))];
        if self.has_mask {
            feeds.push((MASK, sizes, Feed::Whole(vec![1; samples.len()])));
        }
        let logits = self.graph.run(feeds, &[LOGITS])?.remove(0);
        logits
            .into_dimensionality::<Ix3>()
            .ok()
            .filter(|logits| logits.dim() == (1, frames, self.vocabulary.tokens.len()))
            .map(|logits| logits.index_axis_move(Axis(0), 0))
            .ok_or_else(|| {
                self.graph
                    .bad("its `logits` are not those that config.json and vocab.json describe")
            })
    }
}

/// The log shares of `count` frames, window by window. `hear` gives the logits of a range of frames,
/// or `None` where nothing is to be heard.
fn stitch(
    count: usize,
    tokens: usize,
    blank: usize,
    mut hear: impl FnMut(std::ops::Range<usize>) -> Result<Option<Array2<f32>>, InferenceError>,
) -> Result<Array2<f32>, InferenceError> {
    let mut frames = Array2::from_elem((count, tokens), f32::NEG_INFINITY);
    frames.column_mut(blank).fill(0.0);
    if count == 0 {
        return Ok(frames);
    }
    for window in windows(count) {
        let start = window.frames.start;
        if let Some(logits) = hear(window.frames)? {
            let inner = s![window.kept.start - start..window.kept.end - start, ..];
            frames
                .slice_mut(s![window.kept, ..])
                .assign(&ctc::log_softmax(logits.slice(inner)));
        }
    }
    Ok(frames)
}

impl SpeechModel for Wav2Vec2 {
    fn transcribe(
        &mut self,
        audio: &AudioSamples,
        cancel: &CancelToken,
    ) -> Result<Transcript, UnderstandError> {
        let (words, evidence) = self.words(audio, cancel)?;
        Ok(Transcript {
            text: Transcript::text_of(&words),
            words,
            evidence: Some(evidence),
        })
    }

    fn respell(
        &mut self,
        heard: &SpokenEvidence,
        own: &[String],
        cancel: &CancelToken,
    ) -> Result<Option<Vec<SpokenWord>>, UnderstandError> {
        let known = heard.blank == self.vocabulary.blank && heard.tokens == self.evidence_tokens();
        if self.search.is_none() || !known {
            return Ok(None);
        }
        let values: Vec<f32> = heard.frames().flatten().collect();
        let shape = (values.len() / heard.tokens.len(), heard.tokens.len());
        let Ok(values) = Array2::from_shape_vec(shape, values) else {
            return Ok(None);
        };
        let frames = ctc::log_softmax(values.view());
        // Both ways from the same rounded frames, so that a difference is due to the words alone.
        let without = self.spelled(&frames, cancel)?;
        self.know(own);
        let with = self.spelled(&frames, cancel);
        self.know(&[]);
        let with = with?;
        let differs = Transcript::text_of(&with) != Transcript::text_of(&without);
        Ok(differs.then_some(with))
    }
}

#[cfg(test)]
mod golden;
