//! What a file is, by its bytes and never by its name.
//!
//! A format is recognised here even where nothing decodes it yet (HEIC, AVIF, JPEG 2000, JPEG XL), so
//! that its owner reads "cannot be read" instead of finding it silently left out.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::error::MediaError;

/// How many bytes from the start of a file [`sniff`] wants to see.
pub const HEAD_BYTES: usize = 8 * 1024;

/// A file format that holds media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each name is the format's own
pub enum FileFormat {
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
    Tiff,
    Heic,
    Avif,
    Jpeg2000,
    JpegXl,
    Pdf,
    Wav,
    Aiff,
    Mp3,
    Aac,
    M4a,
    Flac,
    OggVorbis,
    OggOpus,
    /// Ogg with another codec inside (Speex, FLAC, video).
    OggOther,
    /// AMR, as old phones record.
    Amr,
}

/// The family that a format belongs to; a picture may turn out to be a photo or a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaFamily {
    /// Pixels.
    Picture,
    /// Pages.
    Document,
    /// Sound.
    Recording,
}

impl FileFormat {
    /// The family.
    pub fn media_family(self) -> MediaFamily {
        match self {
            Self::Jpeg
            | Self::Png
            | Self::WebP
            | Self::Gif
            | Self::Bmp
            | Self::Tiff
            | Self::Heic
            | Self::Avif
            | Self::Jpeg2000
            | Self::JpegXl => MediaFamily::Picture,
            Self::Pdf => MediaFamily::Document,
            Self::Wav
            | Self::Aiff
            | Self::Mp3
            | Self::Aac
            | Self::M4a
            | Self::Flac
            | Self::OggVorbis
            | Self::OggOpus
            | Self::OggOther
            | Self::Amr => MediaFamily::Recording,
        }
    }

    /// What a person calls it, as in "this … is damaged".
    pub fn describe(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG picture",
            Self::Png => "PNG picture",
            Self::WebP => "WebP picture",
            Self::Gif => "GIF picture",
            Self::Bmp => "BMP picture",
            Self::Tiff => "TIFF picture",
            Self::Heic => "HEIC picture",
            Self::Avif => "AVIF picture",
            Self::Jpeg2000 => "JPEG 2000 picture",
            Self::JpegXl => "JPEG XL picture",
            Self::Pdf => "PDF",
            Self::Wav => "WAV recording",
            Self::Aiff => "AIFF recording",
            Self::Mp3 => "MP3 recording",
            Self::Aac => "AAC recording",
            Self::M4a => "M4A recording",
            Self::Flac => "FLAC recording",
            Self::OggVorbis => "Ogg Vorbis recording",
            Self::OggOpus => "Ogg Opus recording",
            Self::OggOther => "Ogg recording",
            Self::Amr => "AMR recording",
        }
    }
}

/// The format of a file that starts with `head` (4 kB at least, or the whole file); `None` when it
/// is no media. An MP4 container counts as [`FileFormat::M4a`] unless a video track shows in `head`;
/// [`identify`] looks further.
pub fn sniff(head: &[u8]) -> Option<FileFormat> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|s| s.starts_with(magic));

    if starts(&[0xFF, 0xD8, 0xFF]) {
        Some(FileFormat::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(FileFormat::Png)
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        Some(FileFormat::WebP)
    } else if (starts(b"RIFF") || starts(b"RF64")) && at(8, b"WAVE") {
        Some(FileFormat::Wav)
    } else if starts(b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) {
        Some(FileFormat::Aiff)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Some(FileFormat::Gif)
    } else if is_bmp(head) {
        Some(FileFormat::Bmp)
    } else if starts(b"II*\0")
        || starts(b"MM\0*")
        || starts(b"II+\0\x08\0")
        || starts(b"MM\0+\0\x08")
    {
        Some(FileFormat::Tiff)
    } else if at(4, b"ftyp") {
        sniff_iso_media(head)
    } else if starts(b"\0\0\0\x0cjP  \r\n\x87\n") || starts(&[0xFF, 0x4F, 0xFF, 0x51]) {
        Some(FileFormat::Jpeg2000)
    } else if starts(b"\0\0\0\x0cJXL \r\n\x87\n") || starts(&[0xFF, 0x0A]) {
        Some(FileFormat::JpegXl)
    } else if starts(b"fLaC") {
        Some(FileFormat::Flac)
    } else if starts(b"OggS") {
        Some(sniff_ogg(head))
    } else if starts(b"#!AMR") {
        Some(FileFormat::Amr)
    } else if is_pdf(head) {
        Some(FileFormat::Pdf)
    } else {
        sniff_bare_frames(head)
    }
}

/// Readers accept a PDF whose header stands within the first kilobyte (ISO 32000-1, annex H).
fn is_pdf(head: &[u8]) -> bool {
    head[..head.len().min(1024 + 5)]
        .windows(5)
        .any(|window| window == b"%PDF-")
}

/// "BM" alone is too short to tell: the header that follows must have a known size.
fn is_bmp(head: &[u8]) -> bool {
    let header_bytes = head
        .get(14..18)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    head.starts_with(b"BM") && matches!(header_bytes, Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124))
}

fn sniff_iso_media(head: &[u8]) -> Option<FileFormat> {
    let box_bytes = u32::from_be_bytes(head.get(..4)?.try_into().ok()?) as usize;
    let brands = head.get(8..box_bytes.min(head.len()).max(12))?;
    // The major brand, then (after a version) the compatible ones.
    let mut names = brands
        .chunks_exact(4)
        .enumerate()
        .filter(|(i, _)| *i != 1)
        .map(|(_, name)| name);
    let major = names.clone().next()?;
    let any = |wanted: &[&[u8]]| names.clone().any(|name| wanted.contains(&name));
    if any(&[b"avif", b"avis"]) {
        Some(FileFormat::Avif)
    } else if any(&[b"heic", b"heix", b"hevc", b"heim", b"heis"])
        || matches!(major, b"mif1" | b"msf1")
    {
        Some(FileFormat::Heic)
    } else if matches!(major, b"M4A " | b"M4B " | b"M4P ") {
        Some(FileFormat::M4a)
    } else if names.any(|name| {
        matches!(
            name,
            b"mp41" | b"mp42" | b"isom" | b"iso2" | b"iso5" | b"iso6" | b"dash"
        ) || name.starts_with(b"3gp")
    }) {
        (!has_video_handler(head)).then_some(FileFormat::M4a)
    } else {
        None
    }
}

/// A handler box of a video track: `hdlr`, version and flags, predefined, `vide`.
fn has_video_handler(bytes: &[u8]) -> bool {
    bytes
        .windows(16)
        .any(|window| window.starts_with(b"hdlr") && window.ends_with(b"vide"))
}

fn sniff_ogg(head: &[u8]) -> FileFormat {
    // The first packet follows the page header of 27 bytes and its segment table.
    let first_packet = head
        .get(26)
        .and_then(|segments| head.get(27 + usize::from(*segments)..))
        .unwrap_or_default();
    if first_packet.starts_with(b"OpusHead") {
        FileFormat::OggOpus
    } else if first_packet.starts_with(b"\x01vorbis") {
        FileFormat::OggVorbis
    } else {
        FileFormat::OggOther
    }
}

/// MP3 and ADTS streams have no magic, only frame headers: two in a row at the right distance
/// count, or one directly after an ID3 tag.
fn sniff_bare_frames(head: &[u8]) -> Option<FileFormat> {
    if head.starts_with(b"ID3") {
        let size = head.get(6..10)?;
        let tag_bytes = size
            .iter()
            .fold(0usize, |sum, byte| sum << 7 | usize::from(byte & 0x7F));
        // The audio often lies beyond the head (a cover picture); MP3 is what carries such tags.
        return match head.get(10 + tag_bytes..) {
            Some(rest) if adts_frame_bytes(rest).is_some() => Some(FileFormat::Aac),
            Some(rest) if rest.starts_with(b"fLaC") => Some(FileFormat::Flac),
            _ => Some(FileFormat::Mp3),
        };
    }
    let repeats = |frame_bytes: fn(&[u8]) -> Option<usize>| {
        frame_bytes(head).is_some_and(|bytes| {
            head.get(bytes..).is_some_and(|rest| {
                rest.is_empty() || rest.len() < 7 || frame_bytes(rest).is_some()
            })
        })
    };
    if repeats(adts_frame_bytes) {
        Some(FileFormat::Aac)
    } else if repeats(mpeg_frame_bytes) {
        Some(FileFormat::Mp3)
    } else {
        None
    }
}

/// The length of the MPEG audio frame (ISO 11172-3, 13818-3; layers II and III) that starts here.
fn mpeg_frame_bytes(bytes: &[u8]) -> Option<usize> {
    let [a, b, c, _] = *bytes.first_chunk::<4>()?;
    if a != 0xFF || b & 0xE0 != 0xE0 {
        return None;
    }
    let version = (b >> 3) & 3; // 0: 2.5, 2: 2, 3: 1
    let layer = (b >> 1) & 3; // 1: III, 2: II
    let bitrate_index = usize::from(c >> 4);
    let rate_index = usize::from((c >> 2) & 3);
    if version == 1 || !(1..=2).contains(&layer) || rate_index == 3 {
        return None;
    }
    const V1_L3: [usize; 16] = [
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0,
    ];
    const V1_L2: [usize; 16] = [
        0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0,
    ];
    const V2: [usize; 16] = [
        0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0,
    ];
    let kbit = match (version, layer) {
        (3, 1) => V1_L3,
        (3, _) => V1_L2,
        _ => V2,
    }[bitrate_index];
    if kbit == 0 {
        return None;
    }
    let rate = [44_100, 48_000, 32_000][rate_index] / [4, 1, 2, 1][usize::from(version)];
    let per_frame = if layer == 1 && version != 3 { 72 } else { 144 };
    Some(per_frame * kbit * 1000 / rate + usize::from((c >> 1) & 1))
}

/// The length of the ADTS frame (ISO 13818-7) that starts here.
fn adts_frame_bytes(bytes: &[u8]) -> Option<usize> {
    let [a, b, c, d, e, f, _] = *bytes.first_chunk::<7>()?;
    if a != 0xFF || b & 0xF6 != 0xF0 || (c >> 2) & 0xF > 12 {
        return None;
    }
    let frame = usize::from(d & 3) << 11 | usize::from(e) << 3 | usize::from(f >> 5);
    (frame > 7).then_some(frame)
}

const PICTURE_EXTENSIONS: [&str; 18] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "dib", "tif", "tiff", "heic",
    "heif", "avif", "jp2", "j2k", "jxl", "apng",
];
const RECORDING_EXTENSIONS: [&str; 17] = [
    "wav", "wave", "aif", "aiff", "aifc", "mp3", "m4a", "m4b", "aac", "flac", "ogg", "oga", "opus",
    "spx", "amr", "3ga", "mp2",
];

/// What the file's name says that it is; `None` where it does not say that it is media.
pub fn claimed_family(path: &Path) -> Option<MediaFamily> {
    let extension = extension(path)?;
    let is_one_of = |extensions: &[&str]| extensions.contains(&extension.as_str());
    if extension == "pdf" {
        Some(MediaFamily::Document)
    } else if is_one_of(&PICTURE_EXTENSIONS) {
        Some(MediaFamily::Picture)
    } else if is_one_of(&RECORDING_EXTENSIONS) {
        Some(MediaFamily::Recording)
    } else {
        None
    }
}

/// Whether the file's name says that it is media.
pub fn claims_to_be_media(path: &Path) -> bool {
    claimed_family(path).is_some()
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// Opens the file and says what it is: `Ok(None)` for what is no media and does not claim to be.
///
/// # Errors
/// [`MediaError::Empty`] and [`MediaError::Mislabelled`] for files whose name promises media;
/// [`MediaError::Io`] when the file cannot be read.
pub fn identify(path: &Path) -> Result<Option<FileFormat>, MediaError> {
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.by_ref()
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)?;
    match sniff(&head) {
        Some(FileFormat::M4a) if holds_video(&mut file).unwrap_or(false) => Ok(None),
        Some(format) => Ok(Some(format)),
        None if !claims_to_be_media(path) => Ok(None),
        None if head.is_empty() => Err(MediaError::Empty),
        None => Err(MediaError::Mislabelled {
            extension: extension(path).unwrap_or_default(),
        }),
    }
}

/// Whether an MP4 file has a video track: finds `moov` among the top-level boxes, wherever it lies.
fn holds_video(file: &mut File) -> std::io::Result<bool> {
    const MOOV_LIMIT_BYTES: u64 = 4 * 1024 * 1024;
    let end = file.seek(SeekFrom::End(0))?;
    let mut at = 0u64;
    while at + 8 <= end {
        file.seek(SeekFrom::Start(at))?;
        let mut header = [0u8; 16];
        file.read_exact(&mut header[..8])?;
        let short = u32::from_be_bytes([header[0], header[1], header[2], header[3]]);
        let (size, header_bytes) = match short {
            0 => (end - at, 8),
            1 => {
                file.read_exact(&mut header[8..])?;
                let long: [u8; 8] = header[8..].try_into().expect("eight bytes");
                (u64::from_be_bytes(long), 16)
            }
            short => (u64::from(short), 8),
        };
        if size < header_bytes {
            return Ok(false);
        }
        if &header[4..8] == b"moov" {
            let mut moov = Vec::new();
            file.take((size - header_bytes).min(MOOV_LIMIT_BYTES))
                .read_to_end(&mut moov)?;
            return Ok(has_video_handler(&moov));
        }
        at = at.saturating_add(size);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bitmap_needs_more_than_its_two_letters() {
        assert_eq!(sniff(b"BMW service booklet, not a picture at all"), None);
    }

    #[test]
    fn a_byte_order_mark_is_no_mp3() {
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("notes".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(sniff(&utf16), None);
    }

    #[test]
    fn two_frames_at_the_right_distance_are_mp3() {
        // MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
        let mut stream = vec![0u8; 417 * 2];
        for frame in [0, 417] {
            stream[frame..frame + 4].copy_from_slice(&[0xFF, 0xFB, 0x90, 0x00]);
        }
        assert_eq!(sniff(&stream), Some(FileFormat::Mp3));
        stream[417] = 0;
        assert_eq!(sniff(&stream), None);
    }

    #[test]
    fn a_video_is_not_taken_for_a_recording() {
        let mut mp4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
        assert_eq!(sniff(&mp4), Some(FileFormat::M4a));
        mp4.extend_from_slice(b"\0\0\0\x20hdlr\0\0\0\0\0\0\0\0vide");
        assert_eq!(sniff(&mp4), None);
    }

    #[test]
    fn a_pdf_may_have_junk_before_its_header() {
        assert_eq!(sniff(b"\xEF\xBB\xBF\n%PDF-1.7\n"), Some(FileFormat::Pdf));
    }

    #[test]
    fn text_and_archives_are_no_media() {
        for head in [&b"PK\x03\x04docx"[..], b"Dear diary", b"", b"<html>"] {
            assert_eq!(sniff(head), None);
        }
    }

    #[test]
    fn names_claim_whatever_their_case() {
        assert!(claims_to_be_media(Path::new("/a/IMG_0001.JPG")));
        assert!(!claims_to_be_media(Path::new("/a/notes.txt")));
        assert!(!claims_to_be_media(Path::new("/a/jpg")));
    }
}
