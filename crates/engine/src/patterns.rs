//! Which paths within a folder are wanted: patterns as in a shell, whatever the case.
//!
//! A pattern without `/` is about the name of a file or folder (`*.raw`, `Private`); one with it is
//! about the path within the added folder (`Trips/2024/**`).

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::EngineError;

/// The patterns of one folder.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    /// `None`: every file is wanted.
    include: Option<Names>,
    exclude: Names,
}

#[derive(Clone, Debug, Default)]
struct Names {
    by_name: GlobSet,
    by_path: GlobSet,
}

impl Patterns {
    /// Reads patterns.
    ///
    /// # Errors
    /// [`EngineError::NoPattern`] with the one that cannot be read.
    pub fn parse(include: &[String], exclude: &[String]) -> Result<Self, EngineError> {
        Ok(Self {
            include: match include {
                [] => None,
                _ => Some(Names::parse(include)?),
            },
            exclude: Names::parse(exclude)?,
        })
    }

    /// Whether a file, by its path within the folder, is among those that are wanted.
    pub fn include(&self, path: &Path) -> bool {
        self.include.as_ref().is_none_or(|names| names.hold(path))
    }

    /// Whether a file or folder, by its path within the folder, is left out with all below it.
    pub fn exclude(&self, path: &Path) -> bool {
        self.exclude.hold(path)
    }
}

impl Names {
    fn parse(patterns: &[String]) -> Result<Self, EngineError> {
        let (mut by_name, mut by_path) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        let unreadable = |pattern: &str, error: globset::Error| EngineError::NoPattern {
            pattern: pattern.to_owned(),
            why: error.kind().to_string(),
        };
        for pattern in patterns {
            let text = pattern.trim().trim_matches('/');
            let glob = GlobBuilder::new(text)
                .case_insensitive(true)
                .literal_separator(true)
                .build()
                .map_err(|error| unreadable(pattern, error))?;
            if text.contains('/') {
                by_path.add(glob);
            } else {
                by_name.add(glob);
            }
        }
        let build = |set: GlobSetBuilder| {
            let patterns = patterns.join(", ");
            set.build().map_err(|error| unreadable(&patterns, error))
        };
        Ok(Self {
            by_name: build(by_name)?,
            by_path: build(by_path)?,
        })
    }

    fn hold(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        self.by_name.is_match(name) || self.by_path.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_cannot_be_read_is_named() {
        let error = Patterns::parse(&["[".to_owned()], &[]).expect_err("it is none");
        assert!(error.to_string().contains('['), "{error}");
    }
}
