//! The golden of models/export/goldens/layoutlm.py: the same scores as `transformers`, and wrong inputs
//! that must be told from the right ones.

use std::collections::HashMap;
use std::path::Path;

use rummage_core::{BBox, ErrorKind, ItemPart, Word};

use super::*;
use crate::testing::*;

const TOLERANCE: f32 = 1e-3;

#[derive(serde::Deserialize)]
struct Golden {
    pages: Vec<GoldenPage>,
    windows: Vec<usize>,
    wrong: Vec<String>,
}

#[derive(serde::Deserialize)]
struct GoldenPage {
    width: f32,
    height: f32,
    words: Vec<GoldenWord>,
}

#[derive(serde::Deserialize)]
struct GoldenWord {
    text: String,
    #[serde(rename = "box")]
    bbox: [f32; 4],
}

impl GoldenPage {
    fn decoded(&self) -> DecodedPage {
        DecodedPage {
            width: self.width,
            height: self.height,
            words: self
                .words
                .iter()
                .map(|word| Word {
                    text: word.text.clone(),
                    bbox: BBox::from(word.bbox),
                    confidence: 1.0,
                })
                .collect(),
            recognised: false,
        }
    }
}

fn load(package: &Path) -> LayoutLm {
    runtime();
    let package = ModelPackage::open(package).expect("the golden's package");
    load_layoutlm(&package, SessionOptions::default()).expect("the golden's model")
}

fn pages() -> Vec<DecodedPage> {
    let golden: Golden = json(&golden("layoutlm/golden.json"));
    golden.pages.iter().map(GoldenPage::decoded).collect()
}

/// Tokens and windows of `page`.
fn parts(model: &LayoutLm, page: &DecodedPage) -> (PageTokens, Vec<Range<usize>>) {
    let tokens = model.pieces.encode(page).expect("a page");
    let windows = windows(tokens.ids.len(), model.room);
    (tokens, windows)
}

/// Scores of each word of a page, and the kind's of its first window.
fn scores(
    model: &mut LayoutLm,
    words: usize,
    (tokens, windows): &(PageTokens, Vec<Range<usize>>),
) -> (Vec<Vec<f32>>, Vec<f32>) {
    let mut seen = vec![Vec::new(); words];
    let mut kinds = Vec::new();
    for (number, window) in windows.iter().enumerate() {
        let answer = model.run(tokens, window.clone()).expect("a run");
        for (word, scores) in answer.words(tokens, windows, number) {
            assert!(seen[word].is_empty(), "one window decides");
            seen[word] = scores;
        }
        if number == 0 {
            kinds = answer.kinds;
        }
    }
    (seen, kinds)
}

#[test]
fn the_scores_of_every_word_agree_with_transformers_and_wrong_inputs_do_not() {
    let golden_file: Golden = json(&golden("layoutlm/golden.json"));
    let expected = Tensors::read(&golden("layoutlm/golden.safetensors"));
    let mut model = load(&golden("layoutlm"));
    let mut told_apart = vec![false; golden_file.wrong.len()];
    for (index, page) in pages().iter().enumerate() {
        let parts = parts(&model, page);
        assert_eq!(parts.1.len(), golden_file.windows[index]);
        let (labels, kinds) = scores(&mut model, page.words.len(), &parts);
        let labels = labels.concat();
        let right = expected.floats(&format!("labels.{index}")).1;
        let difference = largest_difference(&labels, &right);
        println!("page {index}: labels differ by {difference:e}");
        assert!(
            difference < TOLERANCE,
            "page {index} differs by {difference}"
        );
        let right = expected.floats(&format!("kinds.{index}")).1;
        assert!(largest_difference(&kinds, &right) < TOLERANCE);
        for (number, told) in told_apart.iter_mut().enumerate() {
            let wrong = expected.floats(&format!("wrong.{number}.{index}")).1;
            *told |= largest_difference(&labels, &wrong) > TOLERANCE;
        }
    }
    for (name, told) in golden_file.wrong.iter().zip(told_apart) {
        assert!(told, "`{name}` must fail the comparison");
    }
}

#[test]
fn a_page_reads_the_same_alone_and_among_others() {
    let mut model = load(&golden("layoutlm"));
    let pages = pages();
    let together = model.read(&pages, &CancelToken::new()).expect("pages");
    assert!(
        !together.candidates.is_empty(),
        "random weights label something"
    );
    for (index, page) in pages.iter().enumerate() {
        let alone = model
            .read(std::slice::from_ref(page), &CancelToken::new())
            .expect("a page");
        let among: Vec<_> = together
            .candidates
            .iter()
            .filter(|field| field.page == index as u32)
            .collect();
        assert_eq!(alone.candidates.len(), among.len());
        for (a, b) in alone.candidates.iter().zip(among) {
            assert_eq!((a.name, &a.raw, a.bbox), (b.name, &b.raw, b.bbox));
            assert!((a.confidence - b.confidence).abs() < 1e-5);
        }
    }
}

#[test]
fn padding_to_a_fixed_length_changes_no_score() {
    let mut model = load(&golden("layoutlm"));
    let mut padded = load(&golden("layoutlm"));
    padded.fixed = Some(64);
    for page in pages() {
        let parts = parts(&model, &page);
        let (labels, kinds) = scores(&mut model, page.words.len(), &parts);
        let (padded_labels, padded_kinds) = scores(&mut padded, page.words.len(), &parts);
        assert!(largest_difference(&labels.concat(), &padded_labels.concat()) < 1e-5);
        assert!(largest_difference(&kinds, &padded_kinds) < 1e-5);
    }
}

#[test]
fn a_paper_without_words_has_no_fields_and_no_sort() {
    let mut model = load(&golden("layoutlm"));
    let mut page = pages().remove(0);
    page.words.clear();
    let reading = model
        .read(&[page], &CancelToken::new())
        .expect("an empty page");
    assert_eq!(reading, PaperReading::default());
}

#[test]
fn the_sort_is_one_of_those_that_are_told_apart() {
    let mut model = load(&golden("layoutlm"));
    let kind = model
        .read(&pages(), &CancelToken::new())
        .expect("pages")
        .kind;
    let kind = kind.expect("the package can tell");
    assert!((1.0 / 7.0..=1.0).contains(&kind.confidence));
}

#[test]
fn reading_stops_when_asked_to() {
    let mut model = load(&golden("layoutlm"));
    let cancel = CancelToken::new();
    cancel.cancel();
    let error = model.read(&pages(), &cancel).expect_err("stopped");
    assert_eq!(error.kind, ErrorKind::Cancelled);
}

/// A page of golden.json in the starter, which models/training/layoutlm/golden.py writes.
#[derive(serde::Deserialize)]
struct StarterPage {
    width: f32,
    height: f32,
    words: Vec<String>,
    boxes: Vec<[f32; 4]>,
    order: Vec<usize>,
    windows: Vec<StarterWindow>,
    owners: Vec<usize>,
    labels: Vec<String>,
    fields: HashMap<String, StarterField>,
    items: Vec<HashMap<String, StarterField>>,
    kind: String,
    kind_logits: Vec<f32>,
}

#[derive(serde::Deserialize)]
struct StarterWindow {
    ids: Vec<i64>,
    boxes: Vec<[i64; 4]>,
    first_token: usize,
}

#[derive(serde::Deserialize)]
struct StarterField {
    words: Vec<usize>,
    confidence: f32,
}

#[test]
fn the_starter_reads_its_pages_as_its_training_does() {
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter/layoutlm");
    let mut model = load(&starter);
    let pages: Vec<StarterPage> = json(&starter.join("golden.json"));
    assert!(pages.iter().any(|page| page.windows.len() > 2));
    for (number, expected) in pages.iter().enumerate() {
        let page = DecodedPage {
            width: expected.width,
            height: expected.height,
            words: expected
                .order
                .iter()
                .map(|word| Word {
                    text: expected.words[*word].clone(),
                    bbox: BBox::from(expected.boxes[*word]),
                    confidence: 1.0,
                })
                .collect(),
            recognised: false,
        };
        let mut sorted = page.words.clone();
        rummage_core::reading_order::sort_into_lines(&mut sorted);
        assert_eq!(
            sorted, page.words,
            "page {number}: the reading order of the training"
        );

        let mut parts = parts(&model, &page);
        let (tokens, windows) = (&mut parts.0, &parts.1);
        assert_eq!(windows.len(), expected.windows.len());
        for (window, right) in windows.iter().zip(&expected.windows) {
            let inner = 1..right.ids.len() - 1;
            assert_eq!(window.start, right.first_token);
            assert_eq!(tokens.ids[window.clone()], right.ids[inner.clone()]);
            // Places are f32 here and f64 there: one that lies on a thousandth may fall to either side.
            // From here on the golden's own, so that everything after them can be compared exactly.
            let places = &mut tokens.boxes[window.clone()];
            let mut pairs = places
                .iter()
                .flatten()
                .zip(right.boxes[inner.clone()].iter().flatten());
            assert!(pairs.all(|(a, b)| (a - b).abs() <= 1));
            places.copy_from_slice(&right.boxes[inner]);
        }
        for (token, right) in expected.owners.iter().enumerate() {
            assert_eq!(
                owner(windows, token),
                *right,
                "page {number}, token {token}"
            );
        }

        let names = names_by_number(
            &crate::config::Config::read(&starter.join("config.json")).expect("config.json"),
            "id2label",
        )
        .expect("labels");
        let (scores, kinds) = scores(&mut model, page.words.len(), &parts);
        let labels: Vec<WordLabel> = scores
            .iter()
            .zip(&expected.order)
            .map(|(scores, word)| {
                let (label, confidence) = most_probable(scores);
                assert_eq!(
                    names[label], expected.labels[*word],
                    "page {number}, word {word}"
                );
                let label = model.labels[label];
                WordLabel { label, confidence }
            })
            .collect();
        let kind = model.kinds[most_probable(&kinds).0];
        assert_eq!(kind.as_str(), expected.kind);
        assert!(largest_difference(&kinds, &expected.kind_logits) < TOLERANCE);

        let spans = spans(&labels);
        let found = candidates(&page.words, &labels, &spans, 0);
        for (name, right) in &expected.fields {
            let best = found
                .iter()
                .filter(|field| field.name.as_str() == name)
                .reduce(|best, field| {
                    if field.confidence > best.confidence {
                        field
                    } else {
                        best
                    }
                })
                .expect("the field is found");
            let words: Vec<&str> = right
                .words
                .iter()
                .map(|word| expected.words[*word].as_str())
                .collect();
            assert_eq!(best.raw, words.join(" "), "page {number}, {name}");
            assert!(
                (best.confidence - right.confidence).abs() < TOLERANCE,
                "page {number}, {name}: {} instead of {}",
                best.confidence,
                right.confidence
            );
        }

        let rows = line_items(&page.words, &labels, &spans, 0);
        assert_eq!(rows.len(), expected.items.len(), "page {number}: its rows");
        for (row, right) in rows.iter().zip(&expected.items) {
            for part in ItemPart::ALL {
                let read = match part {
                    ItemPart::Description => &row.description,
                    ItemPart::Quantity => &row.quantity,
                    ItemPart::UnitPrice => &row.unit_price,
                    ItemPart::Amount => &row.amount,
                };
                let words = right.get(part.as_str()).map(|part| {
                    let words = part.words.iter();
                    let words: Vec<&str> = words.map(|word| &*expected.words[*word]).collect();
                    words.join(" ")
                });
                assert_eq!(*read, words, "page {number}, {}", part.as_str());
            }
            let (words, sum) = right.values().fold((0, 0.0), |(words, sum), part| {
                let count = part.words.len();
                (words + count, sum + part.confidence * count as f32)
            });
            assert!((row.confidence - sum / words as f32).abs() < TOLERANCE);
        }
    }
}
