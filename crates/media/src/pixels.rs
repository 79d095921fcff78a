//! Pixels between decoding and understanding: to upright sRGB on white, smaller, turned, as a JPEG.
//!
//! Knows nothing of files. Resizing to a model's input is not done here: that belongs to inference.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage};
use rummage_core::RgbImage;

use crate::error::MediaError;

const THUMBNAIL_QUALITY: u8 = 80;

/// Applies an EXIF orientation (1 to 8; anything else counts as 1) and flattens to RGB, with
/// transparent parts on white.
pub(crate) fn flatten(mut image: DynamicImage, exif_orientation: Option<u16>) -> RgbImage {
    let orientation = exif_orientation
        .and_then(|value| u8::try_from(value).ok())
        .and_then(Orientation::from_exif);
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    let rgb = if image.color().has_alpha() {
        let rgba = image.into_rgba8();
        let mut rgb = image::RgbImage::new(rgba.width(), rgba.height());
        for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
            let alpha = u32::from(from[3]);
            for channel in 0..3 {
                let on_white = u32::from(from[channel]) * alpha + 255 * (255 - alpha);
                to[channel] = ((on_white + 127) / 255) as u8;
            }
        }
        rgb
    } else {
        image.into_rgb8()
    };
    from_buffer(rgb)
}

/// The picture with its longer side at most `max_side_px`; never larger than it was.
pub(crate) fn shrink(image: RgbImage, max_side_px: u32) -> RgbImage {
    let max_side_px = max_side_px.max(1);
    let longer = image.width.max(image.height);
    if longer <= max_side_px {
        return image;
    }
    let scale = f64::from(max_side_px) / f64::from(longer);
    let side = |px: u32| ((f64::from(px) * scale).round() as u32).max(1);
    let (width, height) = (side(image.width), side(image.height));
    let buffer = into_buffer(image);
    // The box filter is as good as any at strong reductions, and many times faster.
    from_buffer(if scale < 0.5 {
        imageops::thumbnail(&buffer, width, height)
    } else {
        imageops::resize(&buffer, width, height, FilterType::Triangle)
    })
}

/// The picture turned clockwise by quarter turns.
pub(crate) fn turn(image: RgbImage, quarter_turns: u8) -> RgbImage {
    let buffer = into_buffer(image);
    from_buffer(match quarter_turns % 4 {
        0 => buffer,
        1 => imageops::rotate90(&buffer),
        2 => imageops::rotate180(&buffer),
        _ => imageops::rotate270(&buffer),
    })
}

/// Luma of the picture.
pub(crate) fn to_grey(image: &RgbImage) -> GrayImage {
    let luma = image
        .pixels
        .chunks_exact(3)
        .map(|p| {
            ((u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29 + 128) >> 8) as u8
        })
        .collect();
    GrayImage::from_raw(image.width, image.height, luma).expect("one byte per pixel")
}

/// A JPEG of the picture with its longer side at most `max_side_px`.
///
/// # Errors
/// [`MediaError::Internal`] when the picture's pixels do not match its size.
pub fn thumbnail(image: &RgbImage, max_side_px: u32) -> Result<Vec<u8>, MediaError> {
    let expected = u64::from(image.width) * u64::from(image.height) * 3;
    if image.width == 0 || image.height == 0 || image.pixels.len() as u64 != expected {
        return Err(MediaError::Internal(format!(
            "a picture of {} x {} pixels has {} bytes",
            image.width,
            image.height,
            image.pixels.len()
        )));
    }
    let small = into_buffer(shrink(image.clone(), max_side_px));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, THUMBNAIL_QUALITY)
        .encode_image(&small)
        .map_err(|error| MediaError::Internal(format!("a thumbnail could not be made: {error}")))?;
    Ok(jpeg)
}

pub(crate) fn from_buffer(buffer: image::RgbImage) -> RgbImage {
    RgbImage {
        width: buffer.width(),
        height: buffer.height(),
        pixels: buffer.into_raw(),
    }
}

fn into_buffer(image: RgbImage) -> image::RgbImage {
    image::RgbImage::from_raw(image.width, image.height, image.pixels)
        .expect("three bytes per pixel")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient(width: u32, height: u32) -> RgbImage {
        let pixels = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, 7]))
            .collect();
        RgbImage {
            width,
            height,
            pixels,
        }
    }

    #[test]
    fn transparency_lies_on_white() {
        let mut image = image::RgbaImage::new(2, 1);
        image.put_pixel(0, 0, image::Rgba([10, 20, 30, 0]));
        image.put_pixel(1, 0, image::Rgba([0, 0, 0, 128]));
        let rgb = flatten(DynamicImage::ImageRgba8(image), None);
        assert_eq!(rgb.pixels, [255, 255, 255, 127, 127, 127]);
    }

    #[test]
    fn shrinking_keeps_the_shape_and_never_enlarges() {
        let small = shrink(gradient(100, 50), 20);
        assert_eq!((small.width, small.height), (20, 10));
        let same = shrink(gradient(10, 5), 20);
        assert_eq!((same.width, same.height), (10, 5));
        let sliver = shrink(gradient(200, 1), 20);
        assert_eq!((sliver.width, sliver.height), (20, 1));
    }

    #[test]
    fn four_quarter_turns_restore_the_picture() {
        let image = gradient(5, 3);
        let turned = (0..4).fold(image.clone(), |image, _| turn(image, 1));
        assert_eq!(image, turned);
        assert_eq!(turn(turn(image.clone(), 1), 3), image);
    }

    #[test]
    fn a_picture_that_lies_about_its_size_gets_no_thumbnail() {
        let lie = RgbImage {
            width: 9,
            height: 9,
            pixels: vec![0; 3],
        };
        assert!(thumbnail(&lie, 100).is_err());
    }
}
