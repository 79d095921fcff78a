//! Tesseract, run as a program and never linked: a fault in it costs a page, and it can be stopped.
//!
//! One thread, a time limit, and it is killed when somebody asks to stop.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use image::GrayImage;
use rummage_core::CancelToken;

use super::Reading;
use super::output::{parse_orientation, parse_tsv};
use crate::MediaSettings;
use crate::error::MediaError;

const POLL_INTERVAL: Duration = Duration::from_millis(15);

/// The program, with the languages that are both wanted and installed, at work on one page: its time
/// runs from [`Tesseract::find`] over all runs.
pub(super) struct Tesseract<'a> {
    program: &'a Path,
    languages: String,
    has_orientation_data: bool,
    time_limit: Duration,
    started: Instant,
}

impl<'a> Tesseract<'a> {
    pub(super) fn find(settings: &'a MediaSettings) -> Result<Self, MediaError> {
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
            started: Instant::now(),
        })
    }

    pub(super) fn read(
        &self,
        page: &GrayImage,
        cancel: &CancelToken,
    ) -> Result<Reading, MediaError> {
        let arguments = [
            "-l",
            &self.languages,
            "--psm",
            "4",
            "-c",
            "tessedit_create_tsv=1",
        ];
        let tsv = self.run(page, &arguments, "tsv", cancel)?;
        tsv.as_deref()
            .map(parse_tsv)
            .ok_or_else(|| MediaError::Internal("Tesseract gave up on a page".to_owned()))
    }
    /// The quarter turns, clockwise, that would make the page upright; `None` when Tesseract cannot
    /// say, or lacks the data to.
    pub(super) fn orientation(
        &self,
        page: &GrayImage,
        cancel: &CancelToken,
    ) -> Result<Option<u8>, MediaError> {
        if !self.has_orientation_data {
            return Ok(None);
        }
        match self.run(page, &["-l", "osd", "--psm", "0"], "osd", cancel) {
            Ok(report) => Ok(report.as_deref().and_then(parse_orientation)),
            Err(MediaError::TimedOut { .. }) => Ok(None),
            Err(error) => Err(error),
        }
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
        let succeeded = Running(child).wait(self.started, self.time_limit, cancel)?;
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
    fn wait(
        mut self,
        started: Instant,
        limit: Duration,
        cancel: &CancelToken,
    ) -> Result<bool, MediaError> {
        loop {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status.success());
            }
            if cancel.is_cancelled() {
                return Err(MediaError::Cancelled);
            }
            if started.elapsed() >= limit {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_the_command_that_installs_it() {
        let settings = MediaSettings {
            tesseract: PathBuf::from("/nowhere/tesseract"),
            ..MediaSettings::default()
        };
        let error = Tesseract::find(&settings)
            .map(|_| ())
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
        let error = sleeper().wait(start, Duration::from_secs(60), &cancelled);
        assert!(matches!(error, Err(MediaError::Cancelled)));
        let error = sleeper().wait(start, Duration::from_millis(50), &CancelToken::new());
        assert!(matches!(error, Err(MediaError::TimedOut { .. })));
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
