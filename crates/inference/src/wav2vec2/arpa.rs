//! Language models in ARPA format, the text file that SRILM, KenLM and others write: n-grams of words with back-offs.
//!
//! What is in the file is somebody else's: whatever it holds, the answer is a model or an error that names the
//! line. It is read line by line, and nothing is reserved for what its head merely promises.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::ngrams::{HIGHEST_ORDER, NGram, NGrams, Unfit, WordId};
use crate::error::InferenceError;

/// How the binary files of KenLM begin.
const BINARY: &[u8] = b"mmap lm http://kheafield.com/code";

/// Four words and two numbers never need more.
const LONGEST_LINE_BYTES: u64 = 65_536;

/// What is wrong, and in which line.
#[derive(Debug)]
pub(super) struct Fault {
    line: usize,
    what: String,
}

/// Reads the ARPA file `file`.
pub(super) fn read(file: &Path) -> Result<NGrams, InferenceError> {
    let missing = |_| InferenceError::MissingFile {
        file: file.to_owned(),
    };
    let mut reader = BufReader::new(File::open(file).map_err(missing)?);
    if reader.fill_buf().map_err(missing)?.starts_with(BINARY) {
        return Err(InferenceError::BinaryLanguageModel {
            file: file.to_owned(),
        });
    }
    parse(reader).map_err(|fault| InferenceError::BadLanguageModel {
        file: file.to_owned(),
        line: fault.line,
        what: fault.what,
    })
}

/// Reads an ARPA file's text.
pub(super) fn parse(reader: impl BufRead) -> Result<NGrams, Fault> {
    let mut lines = Lines {
        reader,
        text: Vec::new(),
        number: 0,
    };
    let counts = head(&mut lines)?;
    let highest = counts.len();
    let mut grams = single_words(&mut lines, counts[0], highest)?;
    for length in 2..=highest {
        let order = n_grams(&mut lines, &grams, length, counts[length - 1], highest)?;
        grams.push_order(order).map_err(Fault::from)?;
    }
    match lines.next_filled()? {
        Some("\\end\\") => Ok(grams),
        Some(_) => Err(lines.fault("`\\end\\` is missing")),
        None => Err(lines.fault("the file ends before `\\end\\`")),
    }
}

/// The counts of n-grams by order, and reads on to the first section's own line.
fn head<R: BufRead>(lines: &mut Lines<R>) -> Result<Vec<usize>, Fault> {
    loop {
        match lines.next_filled()? {
            Some("\\data\\") => break,
            Some(_) => {}
            None => return Err(lines.fault("there is no `\\data\\`, so this is no ARPA file")),
        }
    }
    let mut counts = Vec::new();
    loop {
        let line = lines.next_filled()?;
        if line == Some("\\1-grams:") {
            break;
        }
        let count = line
            .and_then(|line| line.strip_prefix("ngram"))
            .and_then(|line| line.split_once('='))
            .filter(|(order, _)| order.trim().parse() == Ok(counts.len() + 1))
            .and_then(|(_, count)| count.trim().parse::<u32>().ok());
        let Some(count) = count else {
            return Err(lines.fault(format!(
                "neither `ngram {}=COUNT` nor `\\1-grams:`",
                counts.len() + 1
            )));
        };
        if counts.len() == HIGHEST_ORDER {
            return Err(lines.fault(format!(
                "n-grams of more than {HIGHEST_ORDER} words are not read"
            )));
        }
        counts.push(count as usize);
    }
    if counts.is_empty() {
        return Err(lines.fault("no count of n-grams stands before them"));
    }
    Ok(counts)
}

fn single_words<R: BufRead>(
    lines: &mut Lines<R>,
    count: usize,
    highest: usize,
) -> Result<NGrams, Fault> {
    let mut words: Vec<(Box<str>, f32, f32, usize)> = Vec::new();
    section(lines, 1, count, highest, |entry, line| {
        words.push((entry.words[0].into(), entry.log10, entry.back_off, line));
        Ok(())
    })?;
    words.sort_by(|a, b| a.0.cmp(&b.0).then(a.3.cmp(&b.3)));
    if let Some(pair) = words.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Unfit::Twice { line: pair[1].3 }.into());
    }
    let words = words
        .into_iter()
        .map(|(word, log10, back_off, _)| (word, log10, back_off));
    Ok(NGrams::of_words(words.collect()))
}

fn n_grams<R: BufRead>(
    lines: &mut Lines<R>,
    known: &NGrams,
    length: usize,
    count: usize,
    highest: usize,
) -> Result<Vec<NGram>, Fault> {
    let header = format!("\\{length}-grams:");
    if lines.next_filled()? != Some(&header) {
        return Err(lines.fault(format!("`{header}` is missing")));
    }
    let mut grams = Vec::new();
    section(lines, length, count, highest, |entry, line| {
        let mut words = [WordId::FILLER; HIGHEST_ORDER];
        for (number, word) in words.iter_mut().zip(entry.words) {
            let Some(listed) = known.id(word) else {
                return Err(BadEntry::UnlistedWord);
            };
            *number = listed;
        }
        grams.push(NGram {
            words,
            log10: entry.log10,
            back_off: entry.back_off,
            line,
        });
        Ok(())
    })?;
    Ok(grams)
}

/// Hands the `count` entries of a section to `take`, each with the number of its line.
fn section<R: BufRead>(
    lines: &mut Lines<R>,
    length: usize,
    count: usize,
    highest: usize,
    mut take: impl FnMut(Entry<'_>, usize) -> Result<(), BadEntry>,
) -> Result<(), Fault> {
    for found in 0..count {
        let number = lines.number;
        let Some(line) = lines.next_filled()?.filter(|line| !line.starts_with('\\')) else {
            return Err(lines.fault(format!(
                "{found} n-grams of order {length}, where the head says {count}"
            )));
        };
        let entry = entry(line, length, highest);
        let taken = entry.and_then(|entry| take(entry, number + 1));
        taken.map_err(|bad| lines.fault(bad.to_string()))?;
    }
    Ok(())
}

/// Why a line is no n-gram of its section.
#[derive(Debug, thiserror::Error)]
enum BadEntry {
    #[error("it does not begin with the log of a probability")]
    NoLog,
    #[error("a probability is greater than one")]
    AboveOne,
    #[error("it has fewer than {0} words")]
    TooFewWords(usize),
    #[error("its back-off is no number")]
    NoBackOff,
    #[error("it has more than {0} words and two numbers")]
    TooLong(usize),
    #[error("n-grams of the highest order have no back-off")]
    BackOffAtTheTop,
    #[error("one of its words is not among the single words")]
    UnlistedWord,
}

struct Entry<'a> {
    log10: f32,
    words: Vec<&'a str>,
    back_off: f32,
}

/// An n-gram's line: log, words, and, below the highest order, a back-off that may be left out.
fn entry(line: &str, length: usize, highest: usize) -> Result<Entry<'_>, BadEntry> {
    let mut fields = line.split_ascii_whitespace();
    let number = |field: &str| {
        field
            .parse::<f32>()
            .ok()
            .filter(|number| number.is_finite())
    };
    let log10 = fields.next().and_then(number).ok_or(BadEntry::NoLog)?;
    if log10 > 0.0 {
        return Err(BadEntry::AboveOne);
    }
    let words: Vec<&str> = fields.by_ref().take(length).collect();
    if words.len() < length {
        return Err(BadEntry::TooFewWords(length));
    }
    let back_off = match fields.next() {
        None => 0.0,
        Some(field) => number(field).ok_or(BadEntry::NoBackOff)?,
    };
    if fields.next().is_some() {
        return Err(BadEntry::TooLong(length));
    }
    if length == highest && back_off != 0.0 {
        return Err(BadEntry::BackOffAtTheTop);
    }
    Ok(Entry {
        log10,
        words,
        back_off,
    })
}

/// The lines of a file, counted.
struct Lines<R> {
    reader: R,
    text: Vec<u8>,
    /// Of the line that was read last, from 1.
    number: usize,
}

impl<R: BufRead> Lines<R> {
    /// The next line that is not blank, without the spaces around it.
    fn next_filled(&mut self) -> Result<Option<&str>, Fault> {
        loop {
            self.text.clear();
            self.number += 1;
            let mut reader = self.reader.by_ref().take(LONGEST_LINE_BYTES);
            match reader.read_until(b'\n', &mut self.text) {
                Err(error) => return Err(self.fault(error.to_string())),
                Ok(0) => return Ok(None),
                Ok(_) => {}
            }
            if self.text.len() as u64 == LONGEST_LINE_BYTES {
                return Err(self.fault(format!("it has {LONGEST_LINE_BYTES} bytes or more")));
            }
            if !self.text.trim_ascii().is_empty() {
                break;
            }
        }
        match std::str::from_utf8(self.text.trim_ascii()) {
            Ok(line) => Ok(Some(line)),
            Err(_) => Err(self.fault("it is not UTF-8")),
        }
    }

    fn fault(&self, what: impl Into<String>) -> Fault {
        Fault {
            line: self.number,
            what: what.into(),
        }
    }
}

impl From<Unfit> for Fault {
    fn from(unfit: Unfit) -> Self {
        let (line, what) = match unfit {
            Unfit::Twice { line } => (line, "the same n-gram stands further up"),
            Unfit::NoContext { line } => (
                line,
                "its words without the last are not listed as an n-gram",
            ),
        };
        Self {
            line,
            what: what.into(),
        }
    }
}

#[cfg(test)]
mod tests;
