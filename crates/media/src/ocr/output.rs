//! What Tesseract writes: words with boxes and confidence, how the lines slope, which way up it is.

use rummage_core::{BBox, Word};

use super::{Reading, letters_and_digits};

/// Above this confidence Tesseract's orientation detection was not seen to err; at 2.4 it was.
const SURE_ORIENTATION: f32 = 5.0;

/// Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence,
/// text; level 5 is a word.
pub(super) fn parse_tsv(tsv: &str) -> Reading {
    let mut reading = Reading::default();
    let mut lines: Vec<(Vec<&str>, Vec<BBox>)> = Vec::new();
    for row in tsv.lines() {
        let columns: Vec<&str> = row.splitn(12, '\t').collect();
        let Some(word) = parse_word(&columns) else {
            continue;
        };
        let line = columns[1..5].to_vec();
        match lines.last_mut() {
            Some((last, boxes)) if *last == line => boxes.push(word.bbox),
            _ => lines.push((line, vec![word.bbox])),
        }
        reading.words.push(word);
    }
    reading.skew = skew_of(lines.iter().map(|(_, boxes)| boxes.as_slice()));
    reading
}

fn parse_word(columns: &[&str]) -> Option<Word> {
    let &[
        "5",
        _,
        _,
        _,
        _,
        _,
        left,
        top,
        width,
        height,
        confidence,
        text,
    ] = columns
    else {
        return None;
    };
    let number = |text: &str| text.parse::<f32>().ok().filter(|v| v.is_finite());
    let (left, top) = (number(left)?, number(top)?);
    let word = Word {
        text: text.split_whitespace().collect(),
        bbox: BBox::new(left, top, left + number(width)?, top + number(height)?),
        confidence: (number(confidence)? / 100.0).clamp(0.0, 1.0),
    };
    is_worth_keeping(&word).then_some(word)
}

/// The median slope of the longer lines; 0 where there are too few to tell.
fn skew_of<'a>(lines: impl Iterator<Item = &'a [BBox]>) -> f32 {
    const MIN_LINES: usize = 3;
    const MIN_WORDS: usize = 3;
    const MAX_SKEW: f32 = 0.2;
    let mut slopes: Vec<f32> = lines
        .filter(|boxes| boxes.len() >= MIN_WORDS)
        .map(|boxes| {
            let count = boxes.len() as f32;
            let middle = |b: &BBox| (b.x0 + b.x1) / 2.0;
            let mean_x = boxes.iter().map(middle).sum::<f32>() / count;
            let mean_y = boxes.iter().map(BBox::center_y).sum::<f32>() / count;
            let (rise, run) = boxes.iter().fold((0.0, 0.0), |(rise, run), b| {
                let x = middle(b) - mean_x;
                (rise + x * (b.center_y() - mean_y), run + x * x)
            });
            if run > 0.0 { rise / run } else { 0.0 }
        })
        .collect();
    if slopes.len() < MIN_LINES {
        return 0.0;
    }
    slopes.sort_by(f32::total_cmp);
    slopes[slopes.len() / 2].clamp(-MAX_SKEW, MAX_SKEW)
}

/// Rules, folds and stains come out as lone marks of little confidence.
fn is_worth_keeping(word: &Word) -> bool {
    let letters = letters_and_digits(&word.text);
    !word.text.is_empty()
        && match letters {
            0 => word.confidence >= 0.5,
            1 => word.confidence >= 0.25,
            _ => true,
        }
}

/// From `--psm 0`: "Rotate" is the clockwise turn in degrees that makes the page upright.
pub(super) fn parse_orientation(report: &str) -> Option<u8> {
    let value = |name: &str| {
        report
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.trim().parse::<f32>().ok())
    };
    let confidence = value("Orientation confidence:")?;
    let degrees = value("Rotate:")?;
    (confidence >= SURE_ORIENTATION).then_some((degrees / 90.0).round() as u8 % 4)
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_from_level_five_and_keep_tabs_out() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   4\t1\t1\t1\t1\t0\t10\t20\t100\t30\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t10\t20\t40\t30\t96.5\tTotal\n\
                   5\t1\t1\t1\t1\t2\t60\t20\t5\t30\t12.0\t|\n\
                   5\t1\t1\t1\t1\t3\tx\t20\t5\t30\t12.0\tbroken\n";
        let words = parse_tsv(tsv).words;
        assert_eq!(words.len(), 1);
        assert_eq!(words[0].text, "Total");
        assert_eq!(<[f32; 4]>::from(words[0].bbox), [10.0, 20.0, 50.0, 50.0]);
        assert!((words[0].confidence - 0.965).abs() < 1e-6);
    }

    #[test]
    fn skew_is_told_by_most_lines_and_not_by_a_few() {
        let line = |y: f32, slope: f32| -> Vec<BBox> {
            (0..5)
                .map(|i| {
                    let (x, y) = (100.0 * i as f32, y + slope * 100.0 * i as f32);
                    BBox::new(x, y, x + 80.0, y + 20.0)
                })
                .collect()
        };
        let lines = [
            line(0.0, 0.05),
            line(50.0, 0.05),
            line(100.0, -0.1),
            line(150.0, 0.05),
        ];
        let skew = skew_of(lines.iter().map(Vec::as_slice));
        assert!((skew - 0.05).abs() < 1e-3, "{skew}");
        assert_eq!(skew_of(lines[..2].iter().map(Vec::as_slice)), 0.0);
    }

    #[test]
    fn an_unsure_orientation_is_none() {
        let report = |degrees: u32, confidence: f32| {
            format!(
                "Page number: 0\nOrientation in degrees: 0\nRotate: {degrees}\nOrientation confidence: {confidence}\n"
            )
        };
        assert_eq!(parse_orientation(&report(270, 9.5)), Some(3));
        assert_eq!(parse_orientation(&report(180, 0.5)), None);
        assert_eq!(parse_orientation("Too few characters"), None);
    }
}
