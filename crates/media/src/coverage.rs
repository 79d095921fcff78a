//! How much of what is drawn in a picture is text, from its pixels alone and without reading a word.
//!
//! Text is small marks of even contrast on a quiet ground that stand side by side on common lines.
//! So: a local threshold gives marks, marks of a letter's or word's shape are linked to their right
//! neighbour where they share a line, and what hangs together long enough on quiet ground counts.
//! The score is the share of marks in such lines, less where there are few. Dark on light and light
//! on dark, upright and sideways are tried; the best of the four counts. How well this tells papers
//! from photos is measured in docs/reports/text-coverage.md.

use image::GrayImage;
use image::imageops;
use rummage_core::RgbImage;

use crate::pixels;

/// Pictures are measured at this size: letters of a full page still show, and it takes milliseconds.
const MEASURED_SIDE_PX: u32 = 960;
/// Half the side of the square in which the ground's brightness is taken.
const GROUND_RADIUS_PX: usize = 12;
/// How far a mark must differ from its ground, of 255.
const MIN_CONTRAST: i32 = 14;
/// The ground between the letters of a line may vary by this share of the letters' contrast: paper
/// stays below a fifth, grass and crowds lie above a quarter.
const MAX_GROUND_NOISE: f32 = 0.25;
const MARK_HEIGHT_PX: std::ops::RangeInclusive<i32> = 4..=56;
/// Marks that a line has at least …
const MIN_LINE_MARKS: usize = 4;
/// … or, where letters have run together to words, two words and a length of so many heights.
const MIN_LINE_ASPECT: f32 = 5.0;
/// With fewer marks in lines than this the score is lowered: a sign is not a page.
const SUFFICIENT_MARKS: f32 = 60.0;

/// What the pixels say about text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextEvidence {
    /// The share of marks that stand in lines of text, lowered where there are few; 0..1.
    pub coverage: f32,
    /// How many marks stand in lines of text: about as many as there are letters, or words where
    /// letters have run together.
    pub marks_in_lines: usize,
    /// Whether the lines run from top to bottom.
    pub sideways: bool,
    /// The median height of its letters in the picture's own pixels, where there are lines at all.
    pub letter_height_px: Option<f32>,
}

/// The share of marks in a picture that stand in lines of text, lowered where there are few; 0..1.
pub fn text_coverage(image: &RgbImage) -> f32 {
    measure(&pixels::to_grey(image)).coverage
}

/// Measures a grey picture.
pub(crate) fn measure(image: &GrayImage) -> TextEvidence {
    let longer = image.width().max(image.height());
    let scale = f64::from(MEASURED_SIDE_PX) / f64::from(longer.max(1));
    let reduced;
    let (small, scale) = if scale < 1.0 {
        let side = |px: u32| ((f64::from(px) * scale).round() as u32).max(1);
        reduced = imageops::thumbnail(image, side(image.width()), side(image.height()));
        (&reduced, scale)
    } else {
        (image, 1.0)
    };
    let grid = Grid {
        width: small.width() as usize,
        height: small.height() as usize,
        luma: small.as_raw(),
    };
    let ground = grid.ground();
    let mut best = TextEvidence::default();
    for dark_ink in [true, false] {
        let ink = grid.ink(&ground, dark_ink);
        let marks = marks(&ink, grid.width, grid.height);
        for sideways in [false, true] {
            let evidence = grid.lines_evidence(&ink, &marks, sideways);
            if evidence.coverage > best.coverage {
                best = evidence;
            }
        }
    }
    best.letter_height_px = best.letter_height_px.map(|px| px / scale as f32);
    best
}

/// A connected patch of ink: its bounds, the far ones exclusive.
#[derive(Clone, Copy, Debug)]
struct Mark {
    x0: i32,
    y0: i32,
    x1: i32,
    y1: i32,
}

impl Mark {
    fn height(&self) -> i32 {
        self.y1 - self.y0
    }

    fn width(&self) -> i32 {
        self.x1 - self.x0
    }

    fn transposed(self) -> Self {
        Self {
            x0: self.y0,
            y0: self.x0,
            x1: self.y1,
            y1: self.x1,
        }
    }

    /// Whether `other`, to the right, stands on the same line: close by, of like height, and level
    /// at the foot or at the head.
    fn is_followed_by(&self, other: &Self) -> bool {
        let (low, high) = (
            self.height().min(other.height()),
            self.height().max(other.height()),
        );
        let gap = other.x0 - self.x1;
        let slack = (high / 4).max(1);
        gap <= high * 2
            && gap >= -low
            && high <= low * 5 / 2
            && ((self.y1 - other.y1).abs() <= slack || (self.y0 - other.y0).abs() <= slack)
    }
}

struct Grid<'a> {
    width: usize,
    height: usize,
    luma: &'a [u8],
}

impl Grid<'_> {
    /// The mean brightness around every pixel, by an integral image.
    fn ground(&self) -> Vec<u8> {
        let (width, height) = (self.width, self.height);
        let mut sums = vec![0u32; (width + 1) * (height + 1)];
        for y in 0..height {
            let mut row = 0;
            for x in 0..width {
                row += u32::from(self.luma[y * width + x]);
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        let mut ground = Vec::with_capacity(width * height);
        for y in 0..height {
            let (y0, y1) = window(y, height);
            for x in 0..width {
                let (x0, x1) = window(x, width);
                let at = |x: usize, y: usize| sums[y * (width + 1) + x];
                // Differences may pass below zero on the way; the result does not.
                let sum = at(x1, y1)
                    .wrapping_sub(at(x0, y1))
                    .wrapping_sub(at(x1, y0))
                    .wrapping_add(at(x0, y0));
                ground.push((sum / ((x1 - x0) * (y1 - y0)) as u32) as u8);
            }
        }
        ground
    }

    fn ink(&self, ground: &[u8], dark: bool) -> Vec<bool> {
        self.luma
            .iter()
            .zip(ground)
            .map(|(luma, ground)| {
                let below = i32::from(*ground) - i32::from(*luma);
                let difference = if dark { below } else { -below };
                difference >= MIN_CONTRAST.max(i32::from(*ground) / 10)
            })
            .collect()
    }

    fn lines_evidence(&self, ink: &[bool], marks: &[Mark], sideways: bool) -> TextEvidence {
        let mut marks: Vec<Mark> = marks
            .iter()
            .map(|mark| if sideways { mark.transposed() } else { *mark })
            .filter(is_letter_or_word)
            .collect();
        marks.sort_by_key(|mark| mark.x0);
        let mut heights = Vec::new();
        for line in link_into_lines(&marks) {
            let bounds = around(&line);
            let mut line_heights: Vec<i32> = line.iter().map(Mark::height).collect();
            line_heights.sort_unstable();
            let letter = line_heights[line_heights.len() / 2];
            let long_enough = line.len() >= MIN_LINE_MARKS
                || (line.len() >= 2 && bounds.width() as f32 >= MIN_LINE_ASPECT * letter as f32);
            // A line that climbs over several letter heights is texture, or a page far out of true.
            if !long_enough || bounds.width() < 2 * bounds.height() {
                continue;
            }
            let on_page = if sideways {
                bounds.transposed()
            } else {
                bounds
            };
            if self.is_even(ink, on_page) {
                heights.extend(line_heights);
            }
        }
        heights.sort_unstable();
        let in_lines = heights.len() as f32;
        TextEvidence {
            coverage: in_lines / marks.len().max(1) as f32 * (in_lines / SUFFICIENT_MARKS).min(1.0),
            marks_in_lines: heights.len(),
            sideways,
            letter_height_px: heights.get(heights.len() / 2).map(|px| *px as f32),
        }
    }

    /// Whether the ground within a line is quiet compared with what stands on it.
    fn is_even(&self, ink: &[bool], line: Mark) -> bool {
        let (mut ink_sum, mut ink_count) = (0u64, 0u64);
        let (mut sum, mut squares, mut count) = (0u64, 0u64, 0u64);
        for y in line.y0.max(0) as usize..(line.y1 as usize).min(self.height) {
            for x in line.x0.max(0) as usize..(line.x1 as usize).min(self.width) {
                let at = y * self.width + x;
                let luma = u64::from(self.luma[at]);
                if ink[at] {
                    ink_sum += luma;
                    ink_count += 1;
                } else {
                    sum += luma;
                    squares += luma * luma;
                    count += 1;
                }
            }
        }
        if ink_count == 0 || count == 0 {
            return false;
        }
        let mean = sum as f32 / count as f32;
        let deviation = (squares as f32 / count as f32 - mean * mean)
            .max(0.0)
            .sqrt();
        let contrast = (mean - ink_sum as f32 / ink_count as f32).abs();
        deviation <= MAX_GROUND_NOISE * contrast
    }
}

fn window(at: usize, limit: usize) -> (usize, usize) {
    (
        at.saturating_sub(GROUND_RADIUS_PX),
        (at + GROUND_RADIUS_PX + 1).min(limit),
    )
}

fn is_letter_or_word(mark: &Mark) -> bool {
    let (width, height) = (mark.width(), mark.height());
    MARK_HEIGHT_PX.contains(&height) && width <= 16 * height && height <= 10 * width
}

/// The connected (8-neighbour) patches of ink that are neither specks nor nearly solid blocks.
fn marks(ink: &[bool], width: usize, height: usize) -> Vec<Mark> {
    let mut seen = vec![false; ink.len()];
    let mut stack = Vec::new();
    let mut marks = Vec::new();
    for start in 0..ink.len() {
        if !ink[start] || seen[start] {
            continue;
        }
        seen[start] = true;
        stack.push(start);
        let mut area = 0;
        let (mut x0, mut y0, mut x1, mut y1) = (width, height, 0, 0);
        while let Some(at) = stack.pop() {
            let (x, y) = (at % width, at / width);
            area += 1;
            (x0, y0) = (x0.min(x), y0.min(y));
            (x1, y1) = (x1.max(x + 1), y1.max(y + 1));
            for next_y in y.saturating_sub(1)..(y + 2).min(height) {
                for next_x in x.saturating_sub(1)..(x + 2).min(width) {
                    let next = next_y * width + next_x;
                    if ink[next] && !seen[next] {
                        seen[next] = true;
                        stack.push(next);
                    }
                }
            }
        }
        let (w, h) = (x1 - x0, y1 - y0);
        let fill = area as f32 / (w * h) as f32;
        let is_stroke = w.max(h) >= 3 * w.min(h);
        if area >= 6 && fill >= 0.12 && (fill <= 0.85 || is_stroke) {
            marks.push(Mark {
                x0: x0 as i32,
                y0: y0 as i32,
                x1: x1 as i32,
                y1: y1 as i32,
            });
        }
    }
    marks
}

/// Links every mark to its nearest follower; `marks` are sorted by their left edge.
fn link_into_lines(marks: &[Mark]) -> Vec<Vec<Mark>> {
    let mut line_of: Vec<Option<usize>> = vec![None; marks.len()];
    let mut lines: Vec<Vec<Mark>> = Vec::new();
    let reach = MARK_HEIGHT_PX.end() * 2;
    for (i, mark) in marks.iter().enumerate() {
        let line = *line_of[i].get_or_insert_with(|| {
            lines.push(vec![*mark]);
            lines.len() - 1
        });
        let follower = marks[i + 1..]
            .iter()
            .enumerate()
            .take_while(|(_, other)| other.x0 <= mark.x1 + reach)
            .find(|(_, other)| other.x1 > mark.x1 && mark.is_followed_by(other));
        if let Some((offset, follower)) = follower {
            let j = i + 1 + offset;
            if line_of[j].is_none() {
                line_of[j] = Some(line);
                lines[line].push(*follower);
            }
        }
    }
    lines
}

fn around(marks: &[Mark]) -> Mark {
    marks
        .iter()
        .copied()
        .reduce(|a, b| Mark {
            x0: a.x0.min(b.x0),
            y0: a.y0.min(b.y0),
            x1: a.x1.max(b.x1),
            y1: a.y1.max(b.y1),
        })
        .expect("a line has marks")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of marks like words: rows of blocks with the strokes of letters.
    fn page(invert: bool) -> GrayImage {
        GrayImage::from_fn(600, 800, |x, y| {
            let in_row = y % 30 < 12 && (60..740).contains(&y) && (50..550).contains(&x);
            let in_letter = x % 10 < 7 && x % 80 < 66;
            let stroke = x % 10 < 2 || y % 30 < 2 || y % 30 > 9;
            let dark = in_row && in_letter && stroke;
            image::Luma([if dark != invert { 30 } else { 220 }])
        })
    }

    #[test]
    fn a_page_of_text_scores_high_in_every_direction_and_polarity() {
        let upright = measure(&page(false));
        assert!(upright.coverage > 0.9, "{upright:?}");
        let height = upright.letter_height_px.expect("there are lines");
        assert!((10.0..=14.0).contains(&height), "{height}");
        for image in [
            page(true),
            imageops::rotate90(&page(false)),
            imageops::rotate180(&page(false)),
        ] {
            let evidence = measure(&image);
            assert!(evidence.coverage > 0.9, "{evidence:?}");
        }
    }

    #[test]
    fn lines_that_run_down_the_page_are_told_from_lines_across() {
        assert!(!measure(&page(false)).sideways);
        assert!(measure(&imageops::rotate90(&page(false))).sideways);
    }

    #[test]
    fn noise_gradients_and_flat_pictures_score_next_to_nothing() {
        let mut state = 1u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let mut pictures = vec![
            GrayImage::from_pixel(300, 200, image::Luma([200])),
            GrayImage::from_fn(300, 200, |x, y| image::Luma([((x + y) / 2) as u8])),
            GrayImage::new(1, 1),
        ];
        pictures.push(GrayImage::from_fn(640, 480, |_, _| image::Luma([noise()])));
        for picture in pictures {
            let evidence = measure(&picture);
            assert!(evidence.coverage < 0.02, "{evidence:?}");
        }
    }

    #[test]
    fn the_height_of_letters_is_told_in_the_pictures_own_pixels() {
        let large = imageops::resize(&page(false), 2400, 3200, imageops::FilterType::Triangle);
        let height = measure(&large).letter_height_px.expect("there are lines");
        assert!((40.0..=58.0).contains(&height), "{height}");
    }
}
