//! Reading a picture of a page with Tesseract.
//!
//! Tesseract is run as a program, never linked: a fault in it costs a page, and it can be stopped.
//! One thread, a time limit, and it is killed when somebody asks to stop. Pages that lie on their
//! side or head are turned upright first; what is read is never logged.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use image::GrayImage;
use image::imageops::{self, FilterType};
use rummage_core::{BBox, CancelToken, Word};

use crate::MediaSettings;
use crate::coverage;
use crate::error::MediaError;

/// Receipts are read best (79 to 80 % of their words) when enlarged to this height of letters.
const LETTER_HEIGHT_PX: f32 = 30.0;
const MAX_OCR_PIXELS: f32 = 24_000_000.0;
/// Below this mean confidence a page is tried in other orientations.
const POOR_CONFIDENCE: f32 = 0.65;
/// Above this confidence Tesseract's orientation detection was not seen to err; at 2.4 it was.
const SURE_ORIENTATION: f32 = 5.0;
/// Fewer letters are a caption, not worth three more readings.
const MIN_LETTERS_TO_TURN: usize = 24;
const POLL_INTERVAL: Duration = Duration::from_millis(15);

/// What was read off a page.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// In Tesseract's order, boxes in pixels of the page after turning.
    pub(crate) words: Vec<Word>,
    /// How often the page was turned clockwise to stand upright, 0..=3.
    pub(crate) quarter_turns: u8,
    /// How far lines fall to the right, in heights by widths: a sheet that lay askew.
    pub(crate) skew: f32,
}

impl Reading {
    /// Words of two letters or digits and more that Tesseract is fairly sure of.
    pub(crate) fn sure_words(&self) -> usize {
        self.words
            .iter()
            .filter(|word| word.confidence >= 0.6 && letters_and_digits(&word.text) >= 2)
            .count()
    }

    /// Mean confidence by letter, and the sum: how much was read, and how surely.
    fn quality(&self) -> (f32, f32) {
        let (sum, letters) = self.words.iter().fold((0.0, 0.0), |(sum, letters), word| {
            let count = letters_and_digits(&word.text) as f32;
            (sum + count * word.confidence, letters + count)
        });
        let mean = if letters > 0.0 { sum / letters } else { 0.0 };
        // Squared, because a page on its head gives as many letters, only worse ones.
        (mean, sum * mean)
    }
}

fn letters_and_digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Reads a page, turned upright if need be.
pub(crate) fn read_page(
    page: &GrayImage,
    settings: &MediaSettings,
    cancel: &CancelToken,
) -> Result<Reading, MediaError> {
    let tesseract = Tesseract::find(settings)?;
    let letter_height_px = coverage::measure(page).letter_height_px;
    let scale = ocr_scale(page, letter_height_px);
    let page = resized(page, scale);
    let mut best = tesseract.read(&page, cancel)?;
    if best.quality().0 < POOR_CONFIDENCE {
        for quarter_turns in tesseract.turns_to_try(&page, &best, cancel)? {
            let mut reading = tesseract.read(&turned(&page, quarter_turns), cancel)?;
            reading.quarter_turns = quarter_turns;
            if reading.quality().1 > best.quality().1 {
                best = reading;
            }
            if best.quality().0 >= POOR_CONFIDENCE {
                break;
            }
        }
    }
    for word in &mut best.words {
        let [x0, y0, x1, y1] = <[f32; 4]>::from(word.bbox).map(|v| v / scale);
        word.bbox = BBox::new(x0, y0, x1, y1);
    }
    Ok(best)
}

fn ocr_scale(page: &GrayImage, letter_height_px: Option<f32>) -> f32 {
    let wanted = letter_height_px.map_or(1.0, |height| {
        (LETTER_HEIGHT_PX / height.max(1.0)).clamp(0.5, 3.0)
    });
    // Small steps cost sharpness and gain nothing.
    let wanted = if (0.8..1.25).contains(&wanted) {
        1.0
    } else {
        wanted
    };
    let pixels = page.width() as f32 * page.height() as f32;
    wanted.min((MAX_OCR_PIXELS / pixels.max(1.0)).sqrt())
}

fn resized(page: &GrayImage, scale: f32) -> GrayImage {
    if scale == 1.0 {
        return page.clone();
    }
    let side = |px: u32| ((px as f32 * scale).round() as u32).max(1);
    let filter = if scale > 1.0 {
        FilterType::CatmullRom
    } else {
        FilterType::Triangle
    };
    imageops::resize(page, side(page.width()), side(page.height()), filter)
}

fn turned(page: &GrayImage, quarter_turns: u8) -> GrayImage {
    match quarter_turns % 4 {
        0 => page.clone(),
        1 => imageops::rotate90(page),
        2 => imageops::rotate180(page),
        _ => imageops::rotate270(page),
    }
}

/// The program, with the languages that are both wanted and installed.
struct Tesseract<'a> {
    program: &'a Path,
    languages: String,
    has_orientation_data: bool,
    time_limit: Duration,
}

impl<'a> Tesseract<'a> {
    fn find(settings: &'a MediaSettings) -> Result<Self, MediaError> {
        let installed = installed_languages(&settings.tesseract)?;
        let is_installed = |language: &str| installed.iter().any(|have| have == language);
        let languages: Vec<&str> = settings
            .ocr_languages
            .split('+')
            .filter(|language| is_installed(language))
            .collect();
        if languages.is_empty() {
            return Err(MediaError::MissingDependency(format!(
                "Tesseract has no data for the languages {}; {}",
                settings.ocr_languages,
                how_to_install(&settings.ocr_languages)
            )));
        }
        Ok(Self {
            program: &settings.tesseract,
            languages: languages.join("+"),
            has_orientation_data: is_installed("osd"),
            time_limit: settings.ocr_timeout,
        })
    }

    fn read(&self, page: &GrayImage, cancel: &CancelToken) -> Result<Reading, MediaError> {
        let arguments = [
            "-l",
            &self.languages,
            "--psm",
            "4",
            "-c",
            "tessedit_create_tsv=1",
        ];
        let tsv = self.run(page, &arguments, "tsv", cancel)?;
        Ok(tsv.as_deref().map(parse_tsv).unwrap_or_default())
    }

    /// The turn that Tesseract's own orientation detection names, or all three where it cannot say
    /// although there is something to read.
    fn turns_to_try(
        &self,
        page: &GrayImage,
        as_it_lies: &Reading,
        cancel: &CancelToken,
    ) -> Result<Vec<u8>, MediaError> {
        if self.has_orientation_data {
            let report = self.run(page, &["-l", "osd", "--psm", "0"], "osd", cancel)?;
            if let Some(turns) = report.as_deref().and_then(parse_orientation) {
                return Ok(if turns == 0 { Vec::new() } else { vec![turns] });
            }
        }
        let letters: usize = as_it_lies
            .words
            .iter()
            .map(|word| letters_and_digits(&word.text))
            .sum();
        Ok(if letters >= MIN_LETTERS_TO_TURN {
            vec![1, 3, 2]
        } else {
            Vec::new()
        })
    }

    /// Runs Tesseract on the page and returns what it wrote; `None` when it gave up on the page.
    fn run(
        &self,
        page: &GrayImage,
        arguments: &[&str],
        extension: &str,
        cancel: &CancelToken,
    ) -> Result<Option<String>, MediaError> {
        let folder = tempfile::tempdir()?;
        let picture = folder.path().join("page.pgm");
        write_pgm(page, &picture)?;
        let output = folder.path().join("out");
        let child = Command::new(self.program)
            .arg(&picture)
            .arg(&output)
            .args(["--dpi", "300"])
            .args(arguments)
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| missing_program(self.program, &error))?;
        let succeeded = Running(child).wait(self.time_limit, cancel)?;
        match std::fs::read(output.with_extension(extension)) {
            Ok(bytes) if succeeded => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            // An assertion failed, or the page has nothing to find an orientation by.
            _ => Ok(None),
        }
    }
}

/// A child process that does not outlive its owner.
struct Running(Child);

impl Running {
    fn wait(mut self, limit: Duration, cancel: &CancelToken) -> Result<bool, MediaError> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status.success());
            }
            if cancel.is_cancelled() {
                return Err(MediaError::Cancelled);
            }
            if start.elapsed() >= limit {
                return Err(MediaError::TimedOut {
                    what: "reading a page",
                    limit,
                });
            }
            std::thread::sleep(POLL_INTERVAL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when the process is gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asked once for every program: the answer changes only when somebody installs something.
fn installed_languages(program: &Path) -> Result<Vec<String>, MediaError> {
    static KNOWN: Mutex<Option<HashMap<PathBuf, Vec<String>>>> = Mutex::new(None);
    let mut known = KNOWN
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let known = known.get_or_insert_default();
    if let Some(languages) = known.get(program) {
        return Ok(languages.clone());
    }
    let output = Command::new(program)
        .arg("--list-langs")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing_program(program, &error))?;
    // Tesseract 3 listed them on stderr; later versions use stdout.
    let mut text = output.stdout;
    text.extend_from_slice(&output.stderr);
    let languages: Vec<String> = String::from_utf8_lossy(&text)
        .lines()
        .filter(|line| !line.contains(' '))
        .map(|line| line.trim().to_owned())
        .collect();
    if languages.iter().any(|language| language != "osd") {
        known.insert(program.to_owned(), languages.clone());
    }
    Ok(languages)
}

fn missing_program(program: &Path, error: &std::io::Error) -> MediaError {
    MediaError::MissingDependency(format!(
        "Tesseract, which reads scanned papers, could not be started as {} ({error}); {}",
        program.display(),
        how_to_install("eng+deu")
    ))
}

fn how_to_install(languages: &str) -> String {
    if cfg!(target_os = "macos") {
        "install it with: brew install tesseract tesseract-lang".to_owned()
    } else if cfg!(target_os = "windows") {
        "install it with: winget install UB-Mannheim.TesseractOCR".to_owned()
    } else {
        let packages: String = languages
            .split('+')
            .map(|language| format!(" tesseract-ocr-{}", language.replace('_', "-")))
            .collect();
        format!("install it with: sudo apt-get install tesseract-ocr{packages}")
    }
}

fn write_pgm(page: &GrayImage, path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    write!(file, "P5\n{} {}\n255\n", page.width(), page.height())?;
    file.write_all(page.as_raw())?;
    file.flush()
}

/// Tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence,
/// text; level 5 is a word.
fn parse_tsv(tsv: &str) -> Reading {
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
fn parse_orientation(report: &str) -> Option<u8> {
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

    #[test]
    fn a_missing_program_is_named_with_the_command_that_installs_it() {
        let settings = MediaSettings {
            tesseract: PathBuf::from("/nowhere/tesseract"),
            ..MediaSettings::default()
        };
        let error = read_page(&GrayImage::new(8, 8), &settings, &CancelToken::new())
            .expect_err("there is no such program");
        assert_eq!(error.kind(), rummage_core::ErrorKind::MissingDependency);
        assert!(error.to_string().contains("install"), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn a_run_without_end_is_stopped_at_its_limit_and_on_request() {
        let sleeper = || Running(Command::new("sleep").arg("60").spawn().expect("sleep runs"));
        let cancelled = CancelToken::new();
        cancelled.cancel();
        let start = Instant::now();
        let error = sleeper().wait(Duration::from_secs(60), &cancelled);
        assert!(matches!(error, Err(MediaError::Cancelled)));
        let error = sleeper().wait(Duration::from_millis(50), &CancelToken::new());
        assert!(matches!(error, Err(MediaError::TimedOut { .. })));
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
