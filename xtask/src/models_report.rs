//! `cargo xtask models-report`: the figures of the starter models, through the program itself.
//!
//! Builds `rummage`, asks it over its command line and its JSON (docs/json.md), and prints Markdown
//! on stdout, progress on stderr. Each part stands in a file of its own. No model is run in here and
//! nothing is written but temporary folders: what is printed is what a user's program does.

mod held_out;
mod markdown;
mod material;
mod papers;
mod photos;
mod program;
mod recordings;
mod samples;
mod scoring;
mod voice;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::setup;
use crate::shell::{self, cargo, say};
use material::Material;
use program::Program;

const USAGE: &str = "cargo xtask models-report [--only samples|photos|papers|folds|voice] [--limit N] \
                     [--recordings DIR] [--profile PROFILE] [--no-build]";

/// What is measured, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Samples,
    Photos,
    Papers,
    Folds,
    Voice,
}

impl Part {
    const ALL: [Self; 5] = [
        Self::Samples,
        Self::Photos,
        Self::Papers,
        Self::Folds,
        Self::Voice,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Samples => "samples",
            Self::Photos => "photos",
            Self::Papers => "papers",
            Self::Folds => "folds",
            Self::Voice => "voice",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Samples => "The sample library",
            Self::Photos => "Photos by their captions",
            Self::Papers => "Fields and kinds of papers",
            Self::Folds => "Receipts in five folds",
            Self::Voice => "Transcripts",
        }
    }
}

/// What was typed.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    only: Option<Part>,
    /// At most so many files of each set of real material.
    limit: Option<usize>,
    /// The recordings with questions that belong to the voice part.
    recordings: Option<PathBuf>,
    profile: String,
    /// Whether to set up and build first.
    build: bool,
}

impl Options {
    fn parse(mut typed: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self {
            only: None,
            limit: None,
            recordings: None,
            profile: "release".to_owned(),
            build: true,
        };
        while let Some(option) = typed.next() {
            let mut value = || {
                typed
                    .next()
                    .with_context(|| format!("{option} needs a value: {USAGE}"))
            };
            match option.as_str() {
                "--only" => {
                    let name = value()?;
                    let part = Part::ALL.into_iter().find(|part| part.name() == name);
                    let part = part.with_context(|| format!("there is no part {name}: {USAGE}"))?;
                    options.only = Some(part);
                }
                "--limit" => {
                    let number = value()?;
                    let limit = number.parse().ok().filter(|limit| *limit > 0);
                    let limit = limit
                        .with_context(|| format!("{number} is no number of files: {USAGE}"))?;
                    options.limit = Some(limit);
                }
                "--recordings" => options.recordings = Some(value()?.into()),
                "--profile" => options.profile = value()?,
                "--no-build" => options.build = false,
                _ => bail!("{option} is no option: {USAGE}"),
            }
        }
        Ok(options)
    }
}

/// Measures what was asked for and prints it.
pub fn run(typed: impl Iterator<Item = String>) -> Result<()> {
    let typed: Vec<String> = typed.collect();
    let options = Options::parse(typed.iter().cloned())?;
    if options.build {
        setup::run()?;
        say(&format!("building rummage ({})", options.profile));
        shell::run(cargo().args([
            "build",
            "--profile",
            &options.profile,
            "--package",
            "rummage",
        ]))
        .context("rummage could not be built, so there is nothing to measure")?;
    }
    let program = Program::built(&options.profile)?;
    introduce(&program, &typed)?;
    let material = Material::find();
    for part in Part::ALL {
        if options.only.is_some_and(|only| only != part) {
            continue;
        }
        println!("\n## {}\n", part.title());
        let started = Instant::now();
        match (part, &material) {
            (Part::Samples, _) => samples::report(&program)?,
            (Part::Photos, Some(material)) => photos::report(&program, material, options.limit)?,
            (Part::Papers, Some(material)) => papers::report(&program, material, options.limit)?,
            (Part::Folds, Some(material)) => {
                papers::folds::report(&program, material, options.limit)?
            }
            (Part::Voice, Some(material)) => {
                voice::report(&program, material, options.limit)?;
                if let Some(folder) = &options.recordings {
                    recordings::report(&program, folder)?;
                }
            }
            (_, None) => {
                let why = "RUMMAGE_DATA does not name the folder of the real material";
                println!("**Skipped**: {why}.");
                say(&format!("{} skipped: {why}", part.name()));
                continue;
            }
        }
        say(&format!("{}: {:.0?}", part.name(), started.elapsed()));
    }
    Ok(())
}

/// Says which models are measured. Fails if anything is missing that the program needs, because
/// every figure would then be of that.
fn introduce(program: &Program, typed: &[String]) -> Result<()> {
    const DOCTOR: &str = "rummage --json doctor";
    let doctor = program.json_even_if_refused(DOCTOR, &[])?;
    let checks = doctor["checks"].as_array().map_or(&[][..], Vec::as_slice);
    let said = |check: &Value, key: &str| check[key].as_str().unwrap_or_default().to_owned();
    if let Some(missing) = checks.iter().find(|check| check["ok"] != true) {
        bail!("{}: {}", said(missing, "name"), said(missing, "detail"));
    }
    println!("# The starter models, measured\n");
    let task = [&["cargo xtask models-report".to_owned()], typed].concat();
    println!("Printed by `{}` through `rummage`.\n", task.join(" "));
    println!("{}", markdown::commands(&[DOCTOR]));
    for check in checks {
        println!("- {}: {}", said(check, "name"), said(check, "detail"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str) -> Result<Options> {
        Options::parse(typed.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn everything_is_measured_on_a_release_unless_told_otherwise() {
        let options = parse("").expect("no options");
        assert_eq!((options.only, options.limit), (None, None));
        assert_eq!((options.profile.as_str(), options.build), ("release", true));
        let options = parse("--only voice --limit 3 --recordings R --profile dev --no-build")
            .expect("options");
        assert_eq!(options.recordings, Some(PathBuf::from("R")));
        assert_eq!((options.only, options.limit), (Some(Part::Voice), Some(3)));
        assert_eq!((options.profile.as_str(), options.build), ("dev", false));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for typed in ["--only music", "--limit", "--limit 0", "--limit few", "all"] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}
