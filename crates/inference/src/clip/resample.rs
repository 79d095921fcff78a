//! Resizing as Pillow does it, to the bit: the towers were trained on its pictures.
//!
//! After Pillow's Resample.c: a filter that widens with the reduction (so it does not alias), weights
//! in fixed point of 22 bits, 8 bits between the two passes. Only the wanted window of the resized
//! picture is computed, so a picture of extreme proportions costs no memory before it is cropped.

use std::ops::Range;

use rummage_core::RgbImage;

/// A filter, by Pillow's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    Nearest,
    Lanczos,
    Bilinear,
    Bicubic,
    Box,
    Hamming,
}

/// A window `[left, left + width) x [top, top + height)` of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Filter {
    /// The filter with this number (`PIL.Image.Resampling`).
    pub(super) fn from_number(number: u32) -> Option<Self> {
        [
            Self::Nearest,
            Self::Lanczos,
            Self::Bilinear,
            Self::Bicubic,
            Self::Box,
            Self::Hamming,
        ]
        .get(number as usize)
        .copied()
    }

    fn support(self) -> f64 {
        match self {
            Self::Nearest => 0.0,
            Self::Box => 0.5,
            Self::Bilinear | Self::Hamming => 1.0,
            Self::Bicubic => 2.0,
            Self::Lanczos => 3.0,
        }
    }

    fn weight(self, x: f64) -> f64 {
        let distance = x.abs();
        match self {
            Self::Nearest => 0.0,
            Self::Box => f64::from(u8::from(x > -0.5 && x <= 0.5)),
            Self::Bilinear => (1.0 - distance).max(0.0),
            Self::Hamming if x == 0.0 => 1.0,
            Self::Hamming if distance >= 1.0 => 0.0,
            Self::Hamming => {
                sinc(distance) * (0.54 + 0.46 * (distance * std::f64::consts::PI).cos())
            }
            Self::Bicubic if distance < 1.0 => (1.5 * distance - 2.5) * distance * distance + 1.0,
            Self::Bicubic if distance < 2.0 => {
                (((distance - 5.0) * distance + 8.0) * distance - 4.0) * -0.5
            }
            Self::Bicubic => 0.0,
            Self::Lanczos if (-3.0..3.0).contains(&x) => sinc(x) * sinc(x / 3.0),
            Self::Lanczos => 0.0,
        }
    }
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    let x = x * std::f64::consts::PI;
    x.sin() / x
}

/// The `window` of `image` resized to `width` x `height`.
pub(super) fn resize(
    image: &RgbImage,
    (width, height): (u32, u32),
    window: Window,
    filter: Filter,
) -> RgbImage {
    if filter == Filter::Nearest {
        return nearest(image, (width, height), window);
    }
    let rows = window.top..window.top + window.height;
    let rows = Taps::new(image.height, height, rows, filter);
    let columns = window.left..window.left + window.width;
    let columns = Taps::new(image.width, width, columns, filter);
    let (lost_height, lost_width) = (
        i64::from(image.height) - i64::from(height),
        i64::from(image.width) - i64::from(width),
    );
    // Pillow goes this way round where it saves work; the bits in between make it visible.
    if lost_height > 0 && lost_height > 2 * lost_width {
        let needed = columns.span();
        let between = down(image, 0, needed.clone(), &rows);
        across(&between, needed.start, 0..between.height as usize, &columns)
    } else {
        let needed = rows.span();
        let between = across(image, 0, needed.clone(), &columns);
        down(&between, needed.start, 0..between.width as usize, &rows)
    }
}

/// The horizontal pass over `rows` of `image`, which begins with column `left` of the picture.
fn across(image: &RgbImage, left: usize, rows: Range<usize>, columns: &Taps) -> RgbImage {
    let stride = image.width as usize * 3;
    let mut pixels = Vec::with_capacity(rows.len() * columns.starts.len() * 3);
    for row in image.pixels[rows.start * stride..rows.end * stride].chunks_exact(stride) {
        for (start, weights) in columns.each() {
            let mut sums = [HALF; 3];
            for (pixel, weight) in row[(start - left) * 3..].chunks_exact(3).zip(weights) {
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += i32::from(*value) * weight;
                }
            }
            pixels.extend(sums.map(to_byte));
        }
    }
    RgbImage {
        width: columns.starts.len() as u32,
        height: rows.len() as u32,
        pixels,
    }
}

/// The vertical pass over `columns` of `image`, which begins with row `top` of the picture.
fn down(image: &RgbImage, top: usize, columns: Range<usize>, rows: &Taps) -> RgbImage {
    let stride = image.width as usize * 3;
    let mut pixels = Vec::with_capacity(columns.len() * rows.starts.len() * 3);
    let mut sums = vec![HALF; columns.len() * 3];
    for (start, weights) in rows.each() {
        sums.fill(HALF);
        for (row, weight) in image.pixels[(start - top) * stride..]
            .chunks_exact(stride)
            .zip(weights)
        {
            let row = &row[columns.start * 3..columns.end * 3];
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += i32::from(*value) * weight;
            }
        }
        pixels.extend(sums.iter().map(|sum| to_byte(*sum)));
    }
    RgbImage {
        width: columns.len() as u32,
        height: rows.starts.len() as u32,
        pixels,
    }
}

fn nearest(image: &RgbImage, (width, height): (u32, u32), window: Window) -> RgbImage {
    let source = |at: u32, out: u32, size: u32| {
        let position = (f64::from(at) + 0.5) * (f64::from(size) / f64::from(out));
        (position as usize).min(size as usize - 1)
    };
    let mut pixels = Vec::with_capacity(window.width as usize * window.height as usize * 3);
    for y in window.top..window.top + window.height {
        let row = source(y, height, image.height) * image.width as usize;
        for x in window.left..window.left + window.width {
            let at = (row + source(x, width, image.width)) * 3;
            pixels.extend_from_slice(&image.pixels[at..at + 3]);
        }
    }
    RgbImage {
        width: window.width,
        height: window.height,
        pixels,
    }
}

const PRECISION_BITS: u32 = 32 - 8 - 2;
const HALF: i32 = 1 << (PRECISION_BITS - 1);

fn to_byte(sum: i32) -> u8 {
    (sum >> PRECISION_BITS).clamp(0, 255) as u8
}

/// For each wanted output position, where its source pixels begin and with what weight each counts.
struct Taps {
    starts: Vec<usize>,
    weights: Vec<Vec<i32>>,
}

impl Taps {
    fn new(size: u32, out: u32, wanted: Range<u32>, filter: Filter) -> Self {
        if size == out {
            return Self {
                weights: vec![vec![1 << PRECISION_BITS]; wanted.len()],
                starts: wanted.map(|at| at as usize).collect(),
            };
        }
        let scale = f64::from(size) / f64::from(out);
        let widened = scale.max(1.0);
        let narrowed = 1.0 / widened;
        let support = filter.support() * widened;
        let mut starts = Vec::with_capacity(wanted.len());
        let mut weights = Vec::with_capacity(wanted.len());
        for at in wanted {
            let centre = (f64::from(at) + 0.5) * scale;
            let start = ((centre - support + 0.5) as i64).max(0);
            let end = ((centre + support + 0.5) as i64).min(i64::from(size));
            let row: Vec<f64> = (start..end)
                .map(|x| filter.weight((x as f64 - centre + 0.5) * narrowed))
                .collect();
            let sum: f64 = row.iter().sum();
            starts.push(start as usize);
            weights.push(
                row.into_iter()
                    .map(|weight| fixed_point(if sum == 0.0 { weight } else { weight / sum }))
                    .collect(),
            );
        }
        Self { starts, weights }
    }

    fn each(&self) -> impl Iterator<Item = (usize, &Vec<i32>)> {
        self.starts.iter().copied().zip(&self.weights)
    }

    /// The source positions that are needed at all.
    fn span(&self) -> Range<usize> {
        let start = self.starts.first().copied().unwrap_or(0);
        let end = self
            .each()
            .map(|(start, weights)| start + weights.len())
            .max()
            .unwrap_or(start);
        start..end
    }
}

/// Rounds half away from zero, as Pillow does.
fn fixed_point(weight: f64) -> i32 {
    let scaled = weight * f64::from(1u32 << PRECISION_BITS);
    (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i32
}
