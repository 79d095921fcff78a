//! The built program: runs `rummage` as a line to copy would, and reads its JSON.
//!
//! A command is written as the line that the report prints; words of it in capitals (`LIBRARY`,
//! `FILE`) stand for paths. So what is printed is what was run. Never sees the user's own library.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use tempfile::TempDir;

use crate::native_libraries::{self, NativeLibraries};
use crate::shell::{self, root};

/// Understands one file without a library.
pub const INSPECT: &str = "rummage --json inspect FILE";

/// The same, with the fields that each source alone would give.
pub const INSPECT_BY_SOURCE: &str = "rummage --json inspect FILE --by-source";

/// What came of inspecting one file.
pub enum Inspected {
    /// What the program understands of it.
    Understood(Value),
    /// What the program says of one that it cannot read.
    Refused(String),
}

/// What a capital word of a line stands for.
pub type Named<'a> = (&'a str, &'a Path);

/// `rummage`, built, with the models and libraries of this checkout.
pub struct Program {
    binary: PathBuf,
    libraries: NativeLibraries,
}

impl Program {
    /// The program as it was last built in a profile.
    pub fn built(profile: &str) -> Result<Self> {
        let name = format!("rummage{}", std::env::consts::EXE_SUFFIX);
        let binary = shell::built(profile).join(name);
        if !binary.is_file() {
            bail!(
                "{} is not there; leave --no-build away to build it",
                binary.display()
            );
        }
        Ok(Self {
            binary,
            libraries: native_libraries::installed()?,
        })
    }

    /// The JSON that a line prints; it must end well.
    pub fn json(&self, line: &str, named: &[Named]) -> Result<Value> {
        self.read(line, named, false)
    }

    /// The JSON that a line prints, whether the program takes it for good or for bad news.
    pub fn json_even_if_refused(&self, line: &str, named: &[Named]) -> Result<Value> {
        self.read(line, named, true)
    }

    fn read(&self, line: &str, named: &[Named], even_if_refused: bool) -> Result<Value> {
        let output = self
            .command(line, named)
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("`{line}` could not be started"))?;
        if !output.status.success() && !even_if_refused {
            bail!("`{line}` ended with {}", output.status);
        }
        serde_json::from_slice(&output.stdout)
            .with_context(|| format!("`{line}` ended with {} and no JSON", output.status))
    }

    /// Has the program inspect a file by one of the lines above.
    pub fn inspect(&self, line: &str, file: &Path) -> Result<Inspected> {
        let output = self
            .command(line, &[("FILE", file)])
            .output()
            .with_context(|| format!("`{line}` could not be started"))?;
        // 2 is the program's own refusal; anything else (a signal) is no answer to count.
        match output.status.code() {
            Some(0) => {
                let answer = serde_json::from_slice(&output.stdout);
                let answer = answer.with_context(|| format!("the JSON of `{line}`"))?;
                Ok(Inspected::Understood(answer))
            }
            Some(2) => {
                let said = String::from_utf8_lossy(&output.stderr);
                Ok(Inspected::Refused(said.trim().to_owned()))
            }
            _ => Err(anyhow!(
                "`{line}` ended with {} on {}",
                output.status,
                file.display()
            )),
        }
    }

    fn command(&self, line: &str, named: &[Named]) -> Command {
        let mut command = Command::new(&self.binary);
        for variable in ["RUMMAGE_LIBRARY", "RUMMAGE_SEAL_AT", "RUMMAGE_LOG"] {
            command.env_remove(variable);
        }
        self.libraries.tell(&mut command);
        command
            .env("RUMMAGE_MODELS", root().join("models/starter"))
            .current_dir(root())
            .stdin(Stdio::null());
        for word in line.split_whitespace().skip(1) {
            match named.iter().find(|(name, _)| *name == word) {
                Some((_, path)) => command.arg(path),
                None => command.arg(word),
            };
        }
        command
    }
}

/// A folder that goes away with its owner; its path is spelled as the program spells it.
pub fn temporary_folder() -> Result<TempDir> {
    let temporary = std::env::temp_dir().canonicalize();
    let temporary = temporary.context("there is no place for temporary files")?;
    tempfile::Builder::new()
        .prefix("rummage-report-")
        .tempdir_in(temporary)
        .context("a temporary folder could not be made")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_run_as_it_is_printed() {
        let libraries = NativeLibraries {
            onnxruntime: "ort".into(),
            pdfium: "pdfium".into(),
        };
        let program = Program {
            binary: "rummage".into(),
            libraries,
        };
        let command = program.command(INSPECT, &[("FILE", Path::new("a scan.pdf"))]);
        let words: Vec<_> = command.get_args().collect();
        assert_eq!(words, ["--json", "inspect", "a scan.pdf"]);
    }
}
