//! TIFF 6.0: any number of pages, in the kinds of pixels that scanners and photo programs write.
//!
//! Read through the `tiff` crate itself rather than `image`, which gives only the first page and
//! refuses YCbCr and two or four bits of grey. Palettes are refused by both.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageBuffer, Luma, Rgb, Rgba};
use rummage_core::RgbImage;
use tiff::decoder::{ChunkType, Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use crate::MediaSettings;
use crate::error::MediaError;
use crate::photo::{check_budget, ends_early};
use crate::pixels;
use crate::sniff::FileFormat;

const WHAT: &str = "TIFF picture";

/// An open TIFF file.
pub(crate) struct TiffPages {
    decoder: Decoder<Cursor<Vec<u8>>>,
    current: usize,
    /// Directories that hold a page; others hold a smaller copy of one.
    pages: Vec<usize>,
    pixel_budget: u64,
}

/// One page.
pub(crate) struct TiffPage {
    /// Upright.
    pub(crate) image: RgbImage,
    /// Upright.
    pub(crate) full_size: (u32, u32),
    /// One bit a pixel: a fax or a scan, never a photo.
    pub(crate) bilevel: bool,
}

impl TiffPages {
    /// Reads the directory of pages.
    pub(crate) fn open(bytes: Vec<u8>, settings: &MediaSettings) -> Result<Self, MediaError> {
        let pages = page_directories(&bytes, settings.max_pages)?;
        let mut limits = Limits::default();
        limits.decoding_buffer_size =
            usize::try_from(settings.pixel_budget.saturating_mul(8)).unwrap_or(usize::MAX);
        limits.intermediate_buffer_size = limits.decoding_buffer_size;
        Ok(Self {
            decoder: Decoder::new(Cursor::new(bytes))
                .map_err(fail)?
                .with_limits(limits),
            current: 0,
            pages,
            pixel_budget: settings.pixel_budget,
        })
    }

    /// How many pages there are, at least 1.
    pub(crate) fn count(&self) -> usize {
        self.pages.len()
    }

    /// Decodes a page, counted from 0.
    pub(crate) fn decode(&mut self, page: usize) -> Result<TiffPage, MediaError> {
        let directory = *self.pages.get(page).ok_or_else(|| {
            MediaError::Internal(format!("page {page} of {} was asked for", self.pages.len()))
        })?;
        if directory != self.current {
            self.decoder.seek_to_image(directory).map_err(fail)?;
            self.current = directory;
        }
        let size = self.decoder.dimensions().map_err(fail)?;
        check_budget(FileFormat::Tiff, size, self.pixel_budget)?;
        let color = self.decoder.colortype().map_err(fail)?;
        let orientation = self
            .decoder
            .find_tag_unsigned::<u16>(Tag::Orientation)
            .unwrap_or(None);
        let samples = self.read_samples()?;
        let image = to_image(size, color, samples)?;
        let image = pixels::flatten(image, orientation);
        Ok(TiffPage {
            full_size: (image.width, image.height),
            image,
            bilevel: color == ColorType::Gray(1),
        })
    }

    /// All samples of the page, interleaved.
    fn read_samples(&mut self) -> Result<DecodingResult, MediaError> {
        let planes = self.decoder.image_buffer_layout().map_err(fail)?.planes;
        if planes > 1 && self.decoder.get_chunk_type() == ChunkType::Tile {
            // The decoder asserts on the last tiles of such files.
            return Err(MediaError::Unsupported {
                what: WHAT,
                detail: "tiles with their colours in separate planes are not read".to_owned(),
            });
        }
        let mut samples = DecodingResult::U8(Vec::new());
        let layout = self
            .decoder
            .read_image_to_buffer(&mut samples)
            .map_err(fail)?;
        if layout.planes <= 1 {
            return Ok(samples);
        }
        let plane_bytes = layout.plane_stride.map_or(0, usize::from);
        Ok(match samples {
            DecodingResult::U8(planar) => {
                DecodingResult::U8(interleave(&planar, plane_bytes, layout.planes))
            }
            DecodingResult::U16(planar) => {
                DecodingResult::U16(interleave(&planar, plane_bytes / 2, layout.planes))
            }
            other => other,
        })
    }
}

fn page_directories(bytes: &[u8], max_pages: usize) -> Result<Vec<usize>, MediaError> {
    const REDUCED_COPY: u32 = 1;
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(fail)?;
    let mut pages = Vec::new();
    for directory in 0.. {
        let kind: Option<u32> = decoder
            .find_tag_unsigned(Tag::NewSubfileType)
            .unwrap_or(None);
        if kind.unwrap_or(0) & REDUCED_COPY == 0 || directory == 0 {
            pages.push(directory);
        }
        if pages.len() > max_pages {
            return Err(MediaError::TooLarge {
                what: WHAT,
                detail: format!("it has more than {max_pages} pages"),
            });
        }
        if !decoder.more_images() {
            break;
        }
        decoder.next_image().map_err(fail)?;
    }
    Ok(pages)
}

fn interleave<T: Copy>(planar: &[T], plane_samples: usize, planes: usize) -> Vec<T> {
    (0..plane_samples)
        .flat_map(|i| {
            (0..planes).filter_map(move |plane| planar.get(plane * plane_samples + i).copied())
        })
        .collect()
}

fn to_image(
    (width, height): (u32, u32),
    color: ColorType,
    samples: DecodingResult,
) -> Result<DynamicImage, MediaError> {
    use DecodingResult::{F32, U8, U16};
    let columns = width as usize;
    let image = match (color, samples) {
        (ColorType::Gray(8), U8(data)) => grey(width, height, data),
        (ColorType::Gray(bits @ (1 | 2 | 4)), U8(data)) => {
            let full_scale = 255 / ((1u16 << bits) - 1) as u8;
            let data = unpack_rows(&data, columns, bits)
                .map(|v| v * full_scale)
                .collect();
            grey(width, height, data)
        }
        (ColorType::RGB(8), U8(data)) => rgb(width, height, data),
        (ColorType::YCbCr(8), U8(mut data)) => {
            data.chunks_exact_mut(3)
                .for_each(|p| p.copy_from_slice(&ycbcr_to_rgb([p[0], p[1], p[2]])));
            rgb(width, height, data)
        }
        (ColorType::CMYK(8), U8(data)) => {
            let data = data
                .chunks_exact(4)
                .flat_map(|p| {
                    [0, 1, 2].map(|i| {
                        let light = (255 - u32::from(p[i])) * (255 - u32::from(p[3]));
                        ((light + 127) / 255) as u8
                    })
                })
                .collect();
            rgb(width, height, data)
        }
        (ColorType::RGBA(8), U8(data)) => {
            ImageBuffer::<Rgba<u8>, _>::from_raw(width, height, data).map(DynamicImage::ImageRgba8)
        }
        (ColorType::GrayA(8), U8(data)) => {
            ImageBuffer::from_raw(width, height, data).map(DynamicImage::ImageLumaA8)
        }
        (ColorType::Gray(16), U16(data)) => {
            ImageBuffer::<Luma<u16>, _>::from_raw(width, height, data)
                .map(DynamicImage::ImageLuma16)
        }
        (ColorType::RGB(16), U16(data)) => {
            ImageBuffer::<Rgb<u16>, _>::from_raw(width, height, data).map(DynamicImage::ImageRgb16)
        }
        (ColorType::RGBA(16), U16(data)) => {
            ImageBuffer::<Rgba<u16>, _>::from_raw(width, height, data)
                .map(DynamicImage::ImageRgba16)
        }
        (ColorType::RGB(32), F32(data)) => {
            ImageBuffer::<Rgb<f32>, _>::from_raw(width, height, data).map(DynamicImage::ImageRgb32F)
        }
        // Grey with further samples, of which the first is alpha if it is the only one.
        (
            ColorType::Multiband {
                bit_depth: 8,
                num_samples: 2,
            },
            U8(data),
        ) => ImageBuffer::from_raw(width, height, data).map(DynamicImage::ImageLumaA8),
        (color, _) => {
            return Err(MediaError::Unsupported {
                what: WHAT,
                detail: format!("pixels of the kind {color:?} are not read"),
            });
        }
    };
    image.ok_or(MediaError::Truncated { what: WHAT })
}

fn grey(width: u32, height: u32, data: Vec<u8>) -> Option<DynamicImage> {
    GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8)
}

fn rgb(width: u32, height: u32, data: Vec<u8>) -> Option<DynamicImage> {
    image::RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8)
}

/// Samples of 1, 2, 4 or 8 bits, rows padded to whole bytes, the high bits first.
fn unpack_rows(data: &[u8], width: usize, bits: u8) -> impl Iterator<Item = u8> {
    let per_byte = usize::from(8 / bits);
    let mask = ((1u16 << bits) - 1) as u8;
    data.chunks(width.div_ceil(per_byte)).flat_map(move |row| {
        (0..width).filter_map(move |x| {
            let shift = 8 - bits * (x % per_byte + 1) as u8;
            row.get(x / per_byte).map(|byte| (byte >> shift) & mask)
        })
    })
}

/// ITU-R BT.601, full range, as JPEG has it.
fn ycbcr_to_rgb([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [
        y + 1.402 * cr,
        y - 0.344_136 * cb - 0.714_136 * cr,
        y + 1.772 * cb,
    ]
    .map(|value| value.round().clamp(0.0, 255.0) as u8)
}

fn fail(error: TiffError) -> MediaError {
    match error {
        TiffError::UnsupportedError(error) => MediaError::Unsupported {
            what: WHAT,
            detail: error.to_string(),
        },
        TiffError::LimitsExceeded | TiffError::IntSizeError => MediaError::TooLarge {
            what: WHAT,
            detail: "decoding it takes more memory than is allowed".to_owned(),
        },
        error if ends_early(&error) => MediaError::Truncated { what: WHAT },
        error => MediaError::Malformed {
            what: WHAT,
            detail: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_rows_start_at_whole_bytes() {
        let bits: Vec<u8> = unpack_rows(&[0b1010_0000, 0b0100_0000], 3, 1).collect();
        assert_eq!(bits, [1, 0, 1, 0, 1, 0]);
        let nibbles: Vec<u8> = unpack_rows(&[0x12, 0x30], 3, 4).collect();
        assert_eq!(nibbles, [1, 2, 3]);
    }

    #[test]
    fn planes_are_interleaved() {
        assert_eq!(
            interleave(&[1, 2, 10, 20, 100, 200], 2, 3),
            [1, 10, 100, 2, 20, 200]
        );
    }

    #[test]
    fn neutral_chroma_is_grey() {
        assert_eq!(ycbcr_to_rgb([77, 128, 128]), [77, 77, 77]);
    }
}
