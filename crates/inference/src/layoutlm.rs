//! Fields and sort of a paper from its words and their places: LayoutLM (Xu et al. 2020) and kin that
//! take no picture, for token classification.
//!
//! [`encode`] makes tokens and windows of a page, [`decode`] makes fields of the labels.

mod decode;
mod encode;

use std::ops::Range;

use ndarray::{Array3, Axis, Ix2, Ix3};
use rummage_core::understanding::{PaperModel, PaperReading, UnderstandError};
use rummage_core::{CancelToken, DecodedPage, DocumentKind, Field, KindGuess};

use crate::error::InferenceError;
use crate::graph::{Feed, Graph, SessionOptions};
use crate::package::{ModelPackage, ModelTask};
use decode::{Label, WordLabel, candidates, labels, most_probable, names_by_number, softmax};
use encode::{PageTokens, WordPieces, owner, room, windows};

const IDS: &str = "input_ids";
const BOXES: &str = "bbox";
const MASK: &str = "attention_mask";
const TYPES: &str = "token_type_ids";
const LOGITS: &str = "logits";
const KIND_LOGITS: &str = "kind_logits";

/// Windows in one run.
const MOST_WINDOWS: usize = 4;

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
    batch: usize,
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
        // Rows of different length share a run only where a mask hides the padding.
        batch: if has_mask {
            graph.batch(IDS, MOST_WINDOWS)?
        } else {
            1
        },
        fixed,
        has_mask,
        has_types: graph.input(&[TYPES]).is_some(),
        graph,
    })
}

/// A page on its way: its tokens, their windows, and what is known of its words so far.
struct PageInWork {
    tokens: PageTokens,
    windows: Vec<Range<usize>>,
    labels: Vec<WordLabel>,
}

/// What the graph says of a batch of windows.
struct Answer {
    /// [window, token, label].
    labels: Array3<f32>,
    /// Of each window; empty when the package cannot tell sorts apart.
    kinds: Vec<Vec<f32>>,
}

impl LayoutLm {
    fn read_pages(
        &mut self,
        pages: &[DecodedPage],
        cancel: &CancelToken,
    ) -> Result<PaperReading, InferenceError> {
        let mut work = self.in_work(pages)?;
        let mut kind_shares: Vec<Vec<f32>> = Vec::new();
        for batch in Self::rows(&work).chunks(self.batch) {
            if cancel.is_cancelled() {
                return Err(InferenceError::Cancelled);
            }
            let answer = self.run(&work, batch)?;
            let mut found = Vec::new();
            answer.each_word(&work, batch, |page, word, scores| {
                let (label, confidence) = most_probable(scores);
                let label = self.labels[label];
                found.push((page, word, WordLabel { label, confidence }));
            });
            for (page, word, label) in found {
                work[page].labels[word] = label;
            }
            for ((_, window), scores) in batch.iter().zip(&answer.kinds) {
                if *window == 0 && kind_shares.len() < PAGES_FOR_KIND {
                    kind_shares.push(softmax(scores));
                }
            }
        }
        let candidates: Vec<Field> = pages
            .iter()
            .zip(&work)
            .enumerate()
            .flat_map(|(index, (page, work))| candidates(&page.words, &work.labels, index as u32))
            .collect();
        Ok(PaperReading {
            candidates,
            kind: self.kind(&kind_shares),
        })
    }

    fn in_work(&self, pages: &[DecodedPage]) -> Result<Vec<PageInWork>, InferenceError> {
        pages
            .iter()
            .map(|page| {
                let tokens = self.pieces.encode(page)?;
                Ok(PageInWork {
                    windows: if tokens.ids.is_empty() {
                        Vec::new()
                    } else {
                        windows(tokens.ids.len(), self.room)
                    },
                    labels: vec![WordLabel::NONE; page.words.len()],
                    tokens,
                })
            })
            .collect()
    }

    /// All windows, as (page, window).
    fn rows(work: &[PageInWork]) -> Vec<(usize, usize)> {
        work.iter()
            .enumerate()
            .flat_map(|(page, work)| (0..work.windows.len()).map(move |window| (page, window)))
            .collect()
    }

    /// Runs the graph on the windows in `batch`, padded to the longest.
    fn run(
        &mut self,
        pages: &[PageInWork],
        batch: &[(usize, usize)],
    ) -> Result<Answer, InferenceError> {
        let longest = batch
            .iter()
            .map(|(page, window)| pages[*page].windows[*window].len() + 2)
            .max()
            .unwrap_or(0);
        let length = self.fixed.unwrap_or(longest);
        let mut ids = Vec::with_capacity(batch.len() * length);
        let mut boxes = Vec::with_capacity(batch.len() * length * 4);
        let mut mask = Vec::with_capacity(batch.len() * length);
        for (page, window) in batch {
            let page = &pages[*page];
            let tokens = page.windows[*window].clone();
            let padding = length - tokens.len() - 2;
            ids.push(self.pieces.begin.id);
            ids.extend_from_slice(&page.tokens.ids[tokens.clone()]);
            ids.push(self.pieces.end.id);
            ids.extend(std::iter::repeat_n(self.pieces.pad.id, padding));
            boxes.extend(self.pieces.begin.bbox);
            boxes.extend(page.tokens.boxes[tokens.clone()].iter().flatten());
            boxes.extend(self.pieces.end.bbox);
            boxes.extend(std::iter::repeat_n(self.pieces.pad.bbox, padding).flatten());
            mask.extend(std::iter::repeat_n(1, tokens.len() + 2));
            mask.extend(std::iter::repeat_n(0, padding));
        }
        let sizes = vec![batch.len(), length];
        let mut feeds = vec![
            (IDS, sizes.clone(), Feed::Whole(ids)),
            (BOXES, vec![batch.len(), length, 4], Feed::Whole(boxes)),
        ];
        if self.has_types {
            let types = vec![0; batch.len() * length];
            feeds.push((TYPES, sizes.clone(), Feed::Whole(types)));
        }
        if self.has_mask {
            feeds.push((MASK, sizes, Feed::Whole(mask)));
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
            .filter(|labels| labels.dim() == (batch.len(), length, self.labels.len()))
            .ok_or_else(|| {
                self.graph
                    .bad("its `logits` are not one row per token and label")
            })?;
        let kinds = match answers.next() {
            None => Vec::new(),
            Some(kinds) => kinds
                .into_dimensionality::<Ix2>()
                .ok()
                .filter(|kinds| kinds.dim() == (batch.len(), self.kinds.len()))
                .ok_or_else(|| {
                    self.graph
                        .bad("its `kind_logits` are not one row per window")
                })?
                .rows()
                .into_iter()
                .map(|row| row.to_vec())
                .collect(),
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
    /// Hands out (page, word, scores) for each word about whose first token these windows decide.
    fn each_word(
        &self,
        pages: &[PageInWork],
        batch: &[(usize, usize)],
        mut visit: impl FnMut(usize, usize, &[f32]),
    ) {
        for ((page, window), rows) in batch.iter().zip(self.labels.axis_iter(Axis(0))) {
            let work = &pages[*page];
            let tokens = work.windows[*window].clone();
            for (token, row) in tokens.zip(rows.rows().into_iter().skip(1)) {
                if let Some(word) = work.tokens.begins[token]
                    && owner(&work.windows, token) == *window
                {
                    visit(*page, word, &row.to_vec());
                }
            }
        }
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
