//! The golden of models/export/goldens/layoutlm.py: the same scores as `transformers`, and wrong inputs
//! that must be told from the right ones.

use std::path::Path;

use rummage_core::{BBox, ErrorKind, Word};

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

/// Scores of each word of `page`, and the kind's of its first window.
fn scores(model: &mut LayoutLm, page: &DecodedPage) -> (Vec<f32>, Vec<f32>) {
    let mut seen = vec![Vec::new(); page.words.len()];
    let mut kinds = Vec::new();
    let mut work = model.in_work(std::slice::from_ref(page)).expect("a page");
    let rows = LayoutLm::rows(&work);
    for batch in rows.chunks(model.batch) {
        let answer = model.run(&work, batch).expect("a run");
        answer.each_word(&work, batch, |_, word, scores| seen[word] = scores.to_vec());
        if kinds.is_empty() {
            kinds = answer.kinds[0].clone();
        }
    }
    work.clear();
    (seen.concat(), kinds)
}

#[test]
fn the_scores_of_every_word_agree_with_transformers_and_wrong_inputs_do_not() {
    let golden_file: Golden = json(&golden("layoutlm/golden.json"));
    let expected = Tensors::read(&golden("layoutlm/golden.safetensors"));
    let mut model = load(&golden("layoutlm"));
    let mut told_apart = vec![false; golden_file.wrong.len()];
    for (index, page) in pages().iter().enumerate() {
        let windows = model.in_work(std::slice::from_ref(page)).expect("a page");
        assert_eq!(windows[0].windows.len(), golden_file.windows[index]);
        let (labels, kinds) = scores(&mut model, page);
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
fn padding_in_a_batch_changes_no_score() {
    let mut model = load(&golden("layoutlm"));
    let pages = pages();
    let work = model.in_work(&pages).expect("pages");
    let rows = LayoutLm::rows(&work);
    let batch: Vec<_> = rows.iter().copied().take(MOST_WINDOWS).collect();
    let together = model.run(&work, &batch).expect("a batch");
    let mut compared = 0;
    for (index, row) in batch.iter().enumerate() {
        let alone = model.run(&work, &[*row]).expect("a window");
        let length = work[row.0].windows[row.1].len() + 2;
        let a: Vec<f32> = alone
            .labels
            .slice(ndarray::s![0, ..length, ..])
            .iter()
            .copied()
            .collect();
        let b: Vec<f32> = together
            .labels
            .slice(ndarray::s![index, ..length, ..])
            .iter()
            .copied()
            .collect();
        assert!(largest_difference(&a, &b) < 1e-5);
        assert!(largest_difference(&alone.kinds[0], &together.kinds[index]) < 1e-5);
        compared += usize::from(length < together.labels.dim().1);
    }
    assert!(compared > 0, "some window was padded");
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
