//! The JSON descriptions in a package: read by path of keys, with errors that name file and key.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::InferenceError;

/// A JSON file of a package.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    file: PathBuf,
    value: Value,
}

impl Config {
    /// Reads `file`, which must be there.
    pub(crate) fn read(file: &Path) -> Result<Self, InferenceError> {
        Self::read_if_there(file)?.ok_or_else(|| InferenceError::MissingFile {
            file: file.to_owned(),
        })
    }

    /// Reads `file`; `None` when there is no such file.
    pub(crate) fn read_if_there(file: &Path) -> Result<Option<Self>, InferenceError> {
        let bad = |what: String| InferenceError::BadConfig {
            file: file.to_owned(),
            what,
        };
        let text = match fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(bad(error.to_string())),
        };
        let value = serde_json::from_slice(&text).map_err(|error| bad(error.to_string()))?;
        Ok(Some(Self {
            file: file.to_owned(),
            value,
        }))
    }

    /// A description without any key, in the place of an optional file.
    pub(crate) fn empty(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            value: Value::Null,
        }
    }

    /// The part of this description below `path`, if it is there.
    pub(crate) fn part(&self, path: &str) -> Option<Self> {
        self.find(path).map(|value| Self {
            file: self.file.clone(),
            value: value.clone(),
        })
    }

    /// The value at `path` (keys joined by `/`); `None` when it is absent or null.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, InferenceError> {
        self.find(path)
            .map(|value| {
                serde_json::from_value(value.clone())
                    .map_err(|error| self.bad(format!("`{path}`: {error}")))
            })
            .transpose()
    }

    /// The value at `path`, which must be there.
    pub(crate) fn require<T: DeserializeOwned>(&self, path: &str) -> Result<T, InferenceError> {
        self.get(path)?
            .ok_or_else(|| self.bad(format!("`{path}` is missing")))
    }

    /// The whole file.
    pub(crate) fn whole<T: DeserializeOwned>(&self) -> Result<T, InferenceError> {
        serde_json::from_value(self.value.clone()).map_err(|error| self.bad(error.to_string()))
    }

    /// A token that is written as a string or as `{"content": …}`, as tokenizer_config.json does.
    pub(crate) fn token(&self, path: &str) -> Option<String> {
        match self.find(path)? {
            Value::String(token) => Some(token.clone()),
            Value::Object(fields) => Some(fields.get("content")?.as_str()?.to_owned()),
            _ => None,
        }
    }

    /// The complaint `what` about this file.
    pub(crate) fn bad(&self, what: impl Into<String>) -> InferenceError {
        InferenceError::BadConfig {
            file: self.file.clone(),
            what: what.into(),
        }
    }

    fn find(&self, path: &str) -> Option<&Value> {
        let found = path
            .split('/')
            .try_fold(&self.value, |value, key| value.get(key))?;
        (!found.is_null()).then_some(found)
    }
}
