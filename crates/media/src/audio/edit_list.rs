//! Which part of an MP4's sound is shown (ISO/IEC 14496-12, 8.6.6).
//!
//! AAC encoders put 20 to 130 ms of padding before the first sample; the edit list says how much.
//! symphonia reads it but does not apply it, so a word would be found later than it is heard.
//! Reads only the few boxes on the way; every size in them is doubted.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

/// No more boxes than this are looked at; real files have a few dozen before the edit list.
const MAX_BOXES: usize = 4096;

/// The part of the sound that is shown; all of it for anything that is no MP4 or has no edits.
#[derive(Debug, Default, PartialEq)]
pub struct EditList {
    /// Start and length in seconds, as exact fractions.
    shown: Option<(Fraction, Fraction)>,
    lacks_index: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Fraction {
    ticks: u64,
    per_second: u32,
}

impl Fraction {
    fn in_frames(self, sample_rate: u32) -> u64 {
        let scaled = u128::from(self.ticks) * u128::from(sample_rate) / u128::from(self.per_second);
        u64::try_from(scaled).unwrap_or(u64::MAX)
    }
}

impl EditList {
    /// Reads the edit list of the first sound track, and rewinds. A file that is no MP4, or whose
    /// boxes make no sense, has none.
    pub fn read<R: Read + Seek>(file: &mut R) -> std::io::Result<Self> {
        file.rewind()?;
        let length = file.seek(SeekFrom::End(0))?;
        let mut boxes = Boxes {
            file,
            left: MAX_BOXES,
        };
        let is_mp4 = boxes.start_as_mp4().unwrap_or_default();
        let movie = if is_mp4 {
            boxes.find(0..length, b"moov").unwrap_or_default()
        } else {
            None
        };
        let lacks_index = is_mp4 && movie.is_none();
        let shown = movie.and_then(|movie| boxes.shown(movie).unwrap_or_default());
        file.rewind()?;
        Ok(Self { shown, lacks_index })
    }

    /// Whether this is an MP4 without an index: recorders write it last, so the file was cut or its
    /// recording never ended.
    pub fn lacks_index(&self) -> bool {
        self.lacks_index
    }

    /// The frames of the track that are shown, at `sample_rate`.
    pub fn shown_frames(&self, sample_rate: u32) -> Range<u64> {
        match self.shown {
            None => 0..u64::MAX,
            Some((start, length)) => {
                let start = start.in_frames(sample_rate);
                start..start.saturating_add(length.in_frames(sample_rate))
            }
        }
    }
}

struct Boxes<'a, R> {
    file: &'a mut R,
    left: usize,
}

impl<R: Read + Seek> Boxes<'_, R> {
    /// Whether the file starts as an MP4 does.
    fn start_as_mp4(&mut self) -> std::io::Result<bool> {
        let mut magic = [0; 8];
        self.file.rewind()?;
        self.file.read_exact(&mut magic)?;
        Ok(&magic[4..] == b"ftyp")
    }

    /// Start and length of what the first sound track shows.
    fn shown(&mut self, movie: Range<u64>) -> std::io::Result<Option<(Fraction, Fraction)>> {
        let Some(per_second) = self.timescale(movie.clone(), b"mvhd")? else {
            return Ok(None);
        };
        let mut rest = movie;
        while let Some(track) = self.find(rest.clone(), b"trak")? {
            rest.start = track.end;
            let Some(media) = self.find(track.clone(), b"mdia")? else {
                continue;
            };
            if !self.is_sound(media.clone())? {
                continue;
            }
            let Some(media_per_second) = self.timescale(media, b"mdhd")? else {
                return Ok(None);
            };
            let Some(edits) = self.find(track, b"edts")? else {
                return Ok(None);
            };
            let Some(list) = self.find(edits, b"elst")? else {
                return Ok(None);
            };
            return self.only_edit(list, per_second, media_per_second);
        }
        Ok(None)
    }

    /// The one edit of the list, leaving aside empty ones; `None` when the sound is cut into pieces.
    fn only_edit(
        &mut self,
        list: Range<u64>,
        per_second: u32,
        media_per_second: u32,
    ) -> std::io::Result<Option<(Fraction, Fraction)>> {
        self.file.seek(SeekFrom::Start(list.start))?;
        let version = self.number(4)? >> 24;
        let count = self.number(4)?;
        let width = if version == 1 { 8 } else { 4 };
        let mut only = None;
        for _ in 0..count.min(16) {
            let length = self.number(width)?;
            let start = self.number(width)?;
            self.number(4)?;
            let is_empty = start >> (width * 8 - 1) == 1;
            if is_empty {
                continue;
            }
            if only.is_some() || length == 0 {
                return Ok(None);
            }
            only = Some((
                Fraction {
                    ticks: start,
                    per_second: media_per_second,
                },
                Fraction {
                    ticks: length,
                    per_second,
                },
            ));
        }
        Ok(only)
    }

    fn is_sound(&mut self, media: Range<u64>) -> std::io::Result<bool> {
        let Some(handler) = self.find(media, b"hdlr")? else {
            return Ok(false);
        };
        self.file.seek(SeekFrom::Start(handler.start + 8))?;
        Ok(self.number(4)? == u64::from(u32::from_be_bytes(*b"soun")))
    }

    /// Ticks per second in a movie or media header; `None` when it is missing or zero.
    fn timescale(&mut self, parent: Range<u64>, name: &[u8; 4]) -> std::io::Result<Option<u32>> {
        let Some(header) = self.find(parent, name)? else {
            return Ok(None);
        };
        self.file.seek(SeekFrom::Start(header.start))?;
        let times = if self.number(4)? >> 24 == 1 { 16 } else { 8 };
        self.file.seek(SeekFrom::Current(times))?;
        Ok(u32::try_from(self.number(4)?)
            .ok()
            .filter(|&ticks| ticks > 0))
    }

    /// The contents of the first box called `name` within `parent`.
    fn find(&mut self, parent: Range<u64>, name: &[u8; 4]) -> std::io::Result<Option<Range<u64>>> {
        let mut at = parent.start;
        while at.saturating_add(8) <= parent.end && self.left > 0 {
            self.left -= 1;
            self.file.seek(SeekFrom::Start(at))?;
            let short = self.number(4)?;
            let mut found = [0; 4];
            self.file.read_exact(&mut found)?;
            let (header, size) = match short {
                0 => (8, parent.end - at),
                1 => (16, self.number(8)?),
                size => (8, size),
            };
            let end = at.saturating_add(size);
            if size < header || end > parent.end {
                return Ok(None);
            }
            if &found == name {
                return Ok(Some(at + header..end));
            }
            at = end;
        }
        Ok(None)
    }

    /// A big-endian number of `width` bytes.
    fn number(&mut self, width: usize) -> std::io::Result<u64> {
        let mut bytes = [0; 8];
        self.file.read_exact(&mut bytes[8 - width..])?;
        Ok(u64::from_be_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn boxed(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        let mut out = (contents.len() as u32 + 8).to_be_bytes().to_vec();
        out.extend(name);
        out.extend(contents);
        out
    }

    fn header(ticks: u32) -> Vec<u8> {
        [[0; 12].as_slice(), &ticks.to_be_bytes(), &[0; 8]].concat()
    }

    fn movie(edits: &[(u32, i32)]) -> Vec<u8> {
        let mut list = vec![0; 4];
        list.extend((edits.len() as u32).to_be_bytes());
        for (length, start) in edits {
            list.extend(length.to_be_bytes());
            list.extend(start.to_be_bytes());
            list.extend([0, 1, 0, 0]);
        }
        let handler = [[0; 8].as_slice(), b"soun", &[0; 12]].concat();
        let media = [boxed(b"mdhd", &header(16_000)), boxed(b"hdlr", &handler)].concat();
        let track = [
            boxed(b"edts", &boxed(b"elst", &list)),
            boxed(b"mdia", &media),
        ]
        .concat();
        let movie = [boxed(b"mvhd", &header(1000)), boxed(b"trak", &track)].concat();
        [boxed(b"ftyp", b"M4A \0\0\0\0"), boxed(b"moov", &movie)].concat()
    }

    fn shown(bytes: Vec<u8>) -> Range<u64> {
        EditList::read(&mut Cursor::new(bytes))
            .expect("memory can be read")
            .shown_frames(16_000)
    }

    #[test]
    fn the_padding_before_the_first_sample_is_not_shown() {
        assert_eq!(shown(movie(&[(2_500, 1024)])), 1024..41_024);
    }

    #[test]
    fn an_empty_edit_before_it_is_left_aside() {
        assert_eq!(shown(movie(&[(100, -1), (2_500, 1024)])), 1024..41_024);
    }

    #[test]
    fn sound_that_is_cut_into_pieces_is_shown_whole() {
        assert_eq!(shown(movie(&[(10, 0), (10, 500)])), 0..u64::MAX);
    }

    #[test]
    fn a_missing_index_is_noticed() {
        let read = |bytes: &[u8]| EditList::read(&mut Cursor::new(bytes.to_vec())).expect("memory");
        let whole = movie(&[(2_500, 1024)]);
        assert!(!read(&whole).lacks_index());
        assert!(read(&whole[..16]).lacks_index());
        assert!(!read(b"RIFF....WAVEfmt ").lacks_index());
    }

    #[test]
    fn what_is_no_mp4_or_is_cut_is_shown_whole() {
        let whole = movie(&[(2_500, 1024)]);
        assert_eq!(shown(b"RIFF....WAVEfmt ".to_vec()), 0..u64::MAX);
        for length in 0..whole.len() {
            assert_eq!(
                shown(whole[..length].to_vec()),
                0..u64::MAX,
                "cut after {length} bytes"
            );
        }
    }
}
