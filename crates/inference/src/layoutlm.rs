//! Fields and sort of a paper from its words and their places: LayoutLM (Xu et al. 2020) and kin that
//! take no picture, for token classification.
//!
//! [`encode`] makes tokens and windows of a page, [`decode`] makes fields of the labels, [`line_items`] rows.

mod decode;
mod encode;
mod line_items;

use std::ops::Range;

use ndarray::{Array2, Ix3, s};
use rummage_core::understanding::{LineItemReading, PaperModel, PaperReading, UnderstandError};
use rummage_core::{CancelToken, DecodedPage, DocumentKind, Field, KindGuess};

use crate::error::InferenceError;
use crate::graph::{Feed, Graph, SessionOptions};
use crate::package::{ModelPackage, ModelTask};
use decode::{
    Label, WordLabel, candidates, labels, most_probable, names_by_number, softmax, spans,
};
use encode::{PageTokens, WordPieces, owner, room, windows};
use line_items::line_items;

const IDS: &str = "input_ids";
const BOXES: &str = "bbox";
const MASK: &str = "attention_mask";
const TYPES: &str = "token_type_ids";
const LOGITS: &str = "logits";
const KIND_LOGITS: &str = "kind_logits";

/// What sort a paper is shows on its first pages.
const PAGES_FOR_KIND: usize = 3;

/// A layout model that is loaded.
pub struct LayoutLm {
    graph: Graph,
    pieces: WordPieces,
    labels: Vec<Label>,
    /// The sort that each of the `kind_logits` stands for; empty when the package cannot tell.
    kinds: Vec<DocumentKind>,
    room: usize,
    /// The only number of tokens that the graph takes, if it takes only one.
    fixed: Option<usize>,
    has_mask: bool,
    has_types: bool,
}

/// Loads the layout model of `package`.
///
/// # Errors
/// Any [`InferenceError`] but `Run`, `NotFinite` and `Cancelled`.
pub fn load_layoutlm(
    package: &ModelPackage,
    options: SessionOptions,
) -> Result<LayoutLm, InferenceError> {
    let graph = Graph::open(package.single_graph(ModelTask::PaperFields)?, options)?;
    graph.takes_only(&[IDS, BOXES, MASK, TYPES])?;
    let Some([_, fixed]) = graph.input(&[IDS]).map(|input| &input.sizes[..]) else {
        return Err(graph.bad("it does not take rows of `input_ids`"));
    };
    let fixed = *fixed;
    // Refuses a graph that takes only several rows at once.
    graph.batch(IDS, 1)?;
    if graph.input(&[BOXES]).is_none() || graph.output(&[LOGITS]).is_none() {
        return Err(graph.bad("it lacks the input `bbox` or the output `logits`"));
    }
    let has_mask = graph.input(&[MASK]).is_some();
    if fixed.is_some() && !has_mask {
        return Err(graph.bad("it takes rows of one length only, and no mask for shorter ones"));
    }
    let config = package.config();
    let positions: Option<usize> = config.get("max_position_embeddings")?;
    let room = room(fixed.or(positions));
    if room < 8 {
        return Err(config.bad("its windows are too short to read anything"));
    }
    let kinds = if graph.output(&[KIND_LOGITS]).is_some() && config.part("kind_id2label").is_some()
    {
        names_by_number(config, "kind_id2label")?
            .iter()
            .map(|name| DocumentKind::parse(name).unwrap_or(DocumentKind::Other))
            .collect()
    } else {
        Vec::new()
    };
    Ok(LayoutLm {
        pieces: WordPieces::open(package)?,
        labels: labels(config)?,
        kinds,
        room,
        fixed,
        has_mask,
        has_types: graph.input(&[TYPES]).is_some(),
        graph,
    })
}

/// What the graph says of one window.
struct Answer {
    /// [token of the window, label], special tokens left out.
    labels: Array2<f32>,
    /// One score per sort; empty when the package cannot tell them apart.
    kinds: Vec<f32>,
}

impl LayoutLm {
    fn read_pages(
        &mut self,
        pages: &[DecodedPage],
        cancel: &CancelToken,
    ) -> Result<PaperReading, InferenceError> {
        let mut found: Vec<Field> = Vec::new();
        let mut rows: Vec<LineItemReading> = Vec::new();
        let mut kind_shares: Vec<Vec<f32>> = Vec::new();
        for (index, page) in pages.iter().enumerate() {
            let tokens = self.pieces.encode(page)?;
            if tokens.ids.is_empty() {
                continue;
            }
            let windows = windows(tokens.ids.len(), self.room);
            let mut labels = vec![WordLabel::NONE; page.words.len()];
            for (number, window) in windows.iter().enumerate() {
                if cancel.is_cancelled() {
                    return Err(InferenceError::Cancelled);
                }
                let answer = self.run(&tokens, window.clone())?;
                for (word, scores) in answer.words(&tokens, &windows, number) {
                    let (label, confidence) = most_probable(&scores);
                    let label = self.labels[label];
                    labels[word] = WordLabel { label, confidence };
                }
                if number == 0 && !answer.kinds.is_empty() && kind_shares.len() < PAGES_FOR_KIND {
                    kind_shares.push(softmax(&answer.kinds));
                }
            }
            let (spans, number) = (spans(&labels), index as u32);
            found.extend(candidates(&page.words, &labels, &spans, number));
            rows.extend(line_items(&page.words, &labels, &spans, number));
        }
        Ok(PaperReading {
            candidates: found,
            line_items: rows,
            kind: self.kind(&kind_shares),
        })
    }

    /// Runs the graph on one window of a page: measured faster than several at once, and nothing needs
    /// padding but for a graph that takes rows of one length only.
    fn run(&mut self, page: &PageTokens, window: Range<usize>) -> Result<Answer, InferenceError> {
        let length = self.fixed.unwrap_or(window.len() + 2);
        let padding = length - window.len() - 2;
        let WordPieces {
            begin, end, pad, ..
        } = &self.pieces;
        let mut ids = vec![begin.id];
        ids.extend_from_slice(&page.ids[window.clone()]);
        ids.push(end.id);
        ids.resize(length, pad.id);
        let mut boxes = vec![begin.bbox];
        boxes.extend_from_slice(&page.boxes[window.clone()]);
        boxes.push(end.bbox);
        boxes.resize(length, pad.bbox);
        let mut feeds = vec![
            (IDS, vec![1, length], Feed::Whole(ids)),
            (BOXES, vec![1, length, 4], Feed::Whole(boxes.concat())),
        ];
        if self.has_types {
            feeds.push((TYPES, vec![1, length], Feed::Whole(vec![0; length])));
        }
        if self.has_mask {
            let mut mask = vec![1; length - padding];
            mask.resize(length, 0);
            feeds.push((MASK, vec![1, length], Feed::Whole(mask)));
        }
        let wanted: &[&str] = if self.kinds.is_empty() {
            &[LOGITS]
        } else {
            &[LOGITS, KIND_LOGITS]
        };
        let mut answers = self.graph.run(feeds, wanted)?.into_iter();
        let labels = answers
            .next()
            .and_then(|labels| labels.into_dimensionality::<Ix3>().ok())
            .filter(|labels| labels.dim() == (1, length, self.labels.len()))
            .map(|labels| labels.slice(s![0, 1..=window.len(), ..]).to_owned())
            .ok_or_else(|| {
                self.graph
                    .bad("its `logits` are not one row per token and label")
            })?;
        let kinds = match answers.next() {
            None => Vec::new(),
            Some(kinds) if kinds.shape() == [1, self.kinds.len()] => kinds.into_iter().collect(),
            Some(_) => return Err(self.graph.bad("its `kind_logits` are not one per sort")),
        };
        Ok(Answer { labels, kinds })
    }

    /// The sort that is most probable on average over the first pages.
    fn kind(&self, shares: &[Vec<f32>]) -> Option<KindGuess> {
        let mean =
            |kind: usize| shares.iter().map(|page| page[kind]).sum::<f32>() / shares.len() as f32;
        if shares.is_empty() {
            return None;
        }
        (0..self.kinds.len())
            .map(|kind| KindGuess {
                label: self.kinds[kind],
                confidence: mean(kind),
            })
            .reduce(|best, guess| {
                if guess.confidence > best.confidence {
                    guess
                } else {
                    best
                }
            })
    }
}

impl Answer {
    /// The scores of each word about whose first token the window with this number decides.
    fn words<'a>(
        &'a self,
        page: &'a PageTokens,
        windows: &'a [Range<usize>],
        number: usize,
    ) -> impl Iterator<Item = (usize, Vec<f32>)> + 'a {
        let tokens = windows[number].clone();
        tokens
            .zip(self.labels.rows())
            .filter(move |(token, _)| owner(windows, *token) == number)
            .filter_map(|(token, scores)| Some((page.begins[token]?, scores.to_vec())))
    }
}

impl PaperModel for LayoutLm {
    fn read(
        &mut self,
        pages: &[DecodedPage],
        cancel: &CancelToken,
    ) -> Result<PaperReading, UnderstandError> {
        Ok(self.read_pages(pages, cancel)?)
    }
}

#[cfg(test)]
mod golden;
