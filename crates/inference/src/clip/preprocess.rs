//! A picture to the numbers that an image tower was trained on, as the package describes it.
//!
//! Follows `CLIPImageProcessor` of `transformers` in its Pillow form, and torchvision's `Resize` and
//! `CenterCrop` for OpenCLIP packages (they round the corner of an odd crop differently).

use rummage_core::RgbImage;
use serde_json::Value;

use super::resample::{Filter, Window, resize};
use crate::config::Config;
use crate::error::InferenceError;

/// Raised whenever the same package would give other numbers than before; part of a vector space's name.
pub(super) const VERSION: u32 = 1;

/// What is done to a picture before the image tower sees it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Preprocessing {
    resize: Resize,
    filter: Filter,
    crop: Option<Crop>,
    /// For each channel of the result, the value of each byte.
    values: Vec<[f32; 256]>,
    /// For each channel of the result, the channel of the picture.
    channels: [usize; 3],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Resize {
    No,
    ShortestEdge(u32),
    Exact { width: u32, height: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Crop {
    width: u32,
    height: u32,
    /// Halves are rounded to even (torchvision) instead of down.
    half_to_even: bool,
}

impl Preprocessing {
    /// Reads preprocessor_config.json.
    pub(super) fn from_hugging_face(config: &Config) -> Result<Self, InferenceError> {
        let crop = match config.get::<Value>("crop_size")? {
            Some(_) if config.get("do_center_crop")?.unwrap_or(true) => {
                let (width, height) = sides(config, "crop_size")?;
                Some(Crop {
                    width,
                    height,
                    half_to_even: false,
                })
            }
            _ => None,
        };
        let resize = if !config.get("do_resize")?.unwrap_or(true) {
            Resize::No
        } else if let Some(edge) = config.get("size/shortest_edge").unwrap_or(None) {
            Resize::ShortestEdge(at_least_one(config, edge)?)
        } else if let (Some(edge), Some(_)) = (config.get::<u32>("size").unwrap_or(None), crop) {
            // A bare number is the shortest edge where a crop follows, and a square elsewhere.
            Resize::ShortestEdge(at_least_one(config, edge)?)
        } else {
            let (width, height) = sides(config, "size")?;
            Resize::Exact { width, height }
        };
        let number = config.get("resample")?.unwrap_or(3);
        let filter = Filter::from_number(number)
            .ok_or_else(|| config.bad(format!("the resampling filter {number} is not known")))?;
        let factor = if config.get("do_rescale")?.unwrap_or(true) {
            config.get("rescale_factor")?.unwrap_or(1.0 / 255.0)
        } else {
            1.0
        };
        let (mean, deviation) = if config.get("do_normalize")?.unwrap_or(true) {
            (config.require("image_mean")?, config.require("image_std")?)
        } else {
            ([0.0; 3], [1.0; 3])
        };
        let mut channels = [0, 1, 2];
        if config.get("do_flip_channel_order")?.unwrap_or(false) {
            channels.reverse();
        }
        Self::new(
            config,
            resize,
            filter,
            crop,
            (factor, mean, deviation),
            channels,
        )
    }

    /// Reads visual/preprocess_cfg.json, as OpenCLIP writes it.
    pub(super) fn from_open_clip(config: &Config) -> Result<Self, InferenceError> {
        let (width, height) = sides(config, "size")?;
        let mode: Option<String> = config.get("resize_mode")?;
        let crop = Crop {
            width,
            height,
            half_to_even: true,
        };
        let (resize, crop) = match mode.as_deref().unwrap_or("shortest") {
            "shortest" if width == height => (Resize::ShortestEdge(width), Some(crop)),
            "squash" => (Resize::Exact { width, height }, None),
            other => {
                return Err(config.bad(format!("the way of resizing `{other}` is not known")));
            }
        };
        let name: Option<String> = config.get("interpolation")?;
        let filter = match name.as_deref().unwrap_or("bicubic") {
            "bicubic" => Filter::Bicubic,
            "bilinear" => Filter::Bilinear,
            other => return Err(config.bad(format!("the interpolation `{other}` is not known"))),
        };
        let normalisation = (1.0 / 255.0, config.require("mean")?, config.require("std")?);
        Self::new(config, resize, filter, crop, normalisation, [0, 1, 2])
    }

    fn new(
        config: &Config,
        resize: Resize,
        filter: Filter,
        crop: Option<Crop>,
        (factor, mean, deviation): (f64, [f32; 3], [f32; 3]),
        channels: [usize; 3],
    ) -> Result<Self, InferenceError> {
        if crop.is_none() && !matches!(resize, Resize::Exact { .. }) {
            return Err(
                config.bad("neither `size` nor `crop_size` makes all pictures the same size")
            );
        }
        if deviation.contains(&0.0) || !factor.is_finite() {
            return Err(config.bad("a deviation of zero cannot be divided by"));
        }
        let values = (0..3)
            .map(|channel| {
                std::array::from_fn(|byte| {
                    let scaled = (byte as f64 * factor) as f32;
                    (scaled - mean[channel]) / deviation[channel]
                })
            })
            .collect();
        Ok(Self {
            resize,
            filter,
            crop,
            values,
            channels,
        })
    }

    /// Width and height of what comes out.
    pub(super) fn size(&self) -> (u32, u32) {
        match (self.crop, self.resize) {
            (Some(crop), _) => (crop.width, crop.height),
            (None, Resize::Exact { width, height }) => (width, height),
            (None, _) => unreachable!("`new` refuses what gives no fixed size"),
        }
    }

    /// Appends the picture to `out` as three planes (R, G, B unless the package flips them), rows from
    /// the top.
    pub(super) fn apply(&self, image: &RgbImage, out: &mut Vec<f32>) -> Result<(), InferenceError> {
        let pixels = u128::from(image.width) * u128::from(image.height);
        if pixels == 0 || image.pixels.len() as u128 != pixels * 3 {
            return Err(InferenceError::BadInput(format!(
                "a picture of {}x{} pixels came with {} bytes",
                image.width,
                image.height,
                image.pixels.len()
            )));
        }
        let resized = match self.resize {
            Resize::No => (image.width, image.height),
            Resize::Exact { width, height } => (width, height),
            Resize::ShortestEdge(edge) => shortest_edge(image, edge),
        };
        let (width, height) = self.size();
        let half_to_even = self.crop.is_some_and(|crop| crop.half_to_even);
        let across = Cut::new(resized.0, width, half_to_even);
        let down = Cut::new(resized.1, height, half_to_even);
        let window = Window {
            left: across.start,
            top: down.start,
            width: across.length,
            height: down.length,
        };
        let cut = resize(image, resized, window, self.filter);
        for (channel, values) in self.values.iter().enumerate() {
            let source = self.channels[channel];
            let start = out.len();
            // Black where the picture is smaller than the crop.
            out.resize(start + width as usize * height as usize, values[0]);
            let plane = &mut out[start..];
            for (y, row) in cut.pixels.chunks_exact(cut.width as usize * 3).enumerate() {
                let at = (y + down.border as usize) * width as usize + across.border as usize;
                let line = &mut plane[at..at + cut.width as usize];
                for (value, pixel) in line.iter_mut().zip(row.chunks_exact(3)) {
                    *value = values[usize::from(pixel[source])];
                }
            }
        }
        Ok(())
    }
}

/// What a centre crop to `wanted` keeps of `size` pixels, and how much black it puts before them.
struct Cut {
    start: u32,
    length: u32,
    border: u32,
}

impl Cut {
    fn new(size: u32, wanted: u32, half_to_even: bool) -> Self {
        if size >= wanted {
            let spare = size - wanted;
            let up = half_to_even && spare % 4 == 3;
            Self {
                start: spare / 2 + u32::from(up),
                length: wanted,
                border: 0,
            }
        } else {
            let missing = wanted - size;
            // `transformers` puts the odd pixel before, and torchvision after the picture.
            let border = if half_to_even {
                missing / 2
            } else {
                missing.div_ceil(2)
            };
            Self {
                start: 0,
                length: size,
                border,
            }
        }
    }
}

/// The size at which the shorter side is `edge`; the longer one is rounded down.
fn shortest_edge(image: &RgbImage, edge: u32) -> (u32, u32) {
    let (short, long) = (image.width.min(image.height), image.width.max(image.height));
    let other = (f64::from(edge) * f64::from(long) / f64::from(short)) as u32;
    if image.width <= image.height {
        (edge, other)
    } else {
        (other, edge)
    }
}

/// Width and height written as `{"height", "width"}`, as `[height, width]` or as one number.
fn sides(config: &Config, key: &str) -> Result<(u32, u32), InferenceError> {
    let (width, height) = match config.require::<Value>(key)? {
        Value::Number(_) => {
            let side = config.require(key)?;
            (side, side)
        }
        Value::Array(_) => {
            let [height, width] = config.require(key)?;
            (width, height)
        }
        _ => (
            config.require(&format!("{key}/width"))?,
            config.require(&format!("{key}/height"))?,
        ),
    };
    Ok((at_least_one(config, width)?, at_least_one(config, height)?))
}

/// Sides of towers are far below this; larger ones are a mistake that would cost gigabytes.
const LARGEST_SIDE: u32 = 4096;

fn at_least_one(config: &Config, side: u32) -> Result<u32, InferenceError> {
    if (1..=LARGEST_SIDE).contains(&side) {
        Ok(side)
    } else {
        Err(config.bad(format!("a side of {side} pixels makes no sense")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_crops_round_as_each_reference_does() {
        let starts = |half_to_even| -> Vec<u32> {
            (0..8)
                .map(|spare| Cut::new(32 + spare, 32, half_to_even).start)
                .collect()
        };
        assert_eq!(
            starts(false),
            [0, 0, 1, 1, 2, 2, 3, 3],
            "(size - crop) // 2"
        );
        assert_eq!(
            starts(true),
            [0, 0, 1, 2, 2, 2, 3, 4],
            "round((size - crop) / 2)"
        );
    }
}
