//! The real material: the folder that RUMMAGE_DATA names, and the manifests in it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

/// The folder of the real material, which is no part of the project.
pub struct Material(PathBuf);

impl Material {
    /// The folder that RUMMAGE_DATA names; `None` where it is not set.
    pub fn find() -> Option<Self> {
        let folder = std::env::var_os("RUMMAGE_DATA").filter(|value| !value.is_empty())?;
        // The program is run from the root of the checkout, wherever we are.
        Some(Self(std::path::absolute(folder).ok()?))
    }

    /// The files of a set in the order of its manifest, with what is known of them.
    pub fn files(&self, set: &str) -> Result<Vec<Labelled>> {
        let folder = self.0.join(set);
        let manifest = folder.join("manifest.jsonl");
        let text = fs::read_to_string(&manifest)
            .with_context(|| format!("{} could not be read", manifest.display()))?;
        let lines = text.lines().enumerate();
        lines
            .map(|(number, line)| {
                let place = || format!("{}, line {}", manifest.display(), number + 1);
                let truth: Value = serde_json::from_str(line).with_context(place)?;
                let name = truth["file"].as_str().with_context(place)?;
                Ok(Labelled {
                    path: folder.join(name),
                    name: name.to_owned(),
                    truth,
                })
            })
            .collect()
    }
}

/// A file of the real material.
pub struct Labelled {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name as the manifest writes it, relative to the set.
    pub name: String,
    /// Its line of the manifest.
    pub truth: Value,
}

impl Labelled {
    /// A text of its line; empty where there is none.
    pub fn text(&self, key: &str) -> &str {
        self.truth[key].as_str().unwrap_or_default()
    }
}
