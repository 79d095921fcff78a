//! What the tests of this crate share: the runtime, the goldens, and packages with one thing changed.

use std::fs;
use std::path::{Path, PathBuf};

use safetensors::SafeTensors;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::TempDir;

use crate::load_runtime;

/// Loads the runtime that ORT_DYLIB_PATH names; a test that needs it fails without.
pub(crate) fn runtime() {
    let library = std::env::var_os("ORT_DYLIB_PATH").expect(
        "ORT_DYLIB_PATH is not set; `cargo xtask test` sets it to the library that `cargo xtask setup` fetched",
    );
    load_runtime(Path::new(&library)).expect("ONNX Runtime loads");
}

/// A folder under tests/golden.
pub(crate) fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/golden")
        .join(name)
}

/// A JSON file.
pub(crate) fn json<T: DeserializeOwned>(file: &Path) -> T {
    let text = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The tensors of a safetensors file.
pub(crate) struct Tensors(Vec<u8>);

impl Tensors {
    pub(crate) fn read(file: &Path) -> Self {
        Self(fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
    }

    fn get<const N: usize, T>(&self, name: &str, read: fn([u8; N]) -> T) -> (Vec<usize>, Vec<T>) {
        let tensors = SafeTensors::deserialize(&self.0).expect("a safetensors file");
        let tensor = tensors.tensor(name).expect("the golden holds this tensor");
        let values = tensor
            .data()
            .chunks_exact(N)
            .map(|bytes| read(bytes.try_into().expect("N bytes")))
            .collect();
        (tensor.shape().to_vec(), values)
    }

    pub(crate) fn floats(&self, name: &str) -> (Vec<usize>, Vec<f32>) {
        self.get(name, f32::from_le_bytes)
    }

    pub(crate) fn whole(&self, name: &str) -> (Vec<usize>, Vec<i64>) {
        self.get(name, i64::from_le_bytes)
    }

    pub(crate) fn bytes(&self, name: &str) -> (Vec<usize>, Vec<u8>) {
        self.get(name, u8::from_le_bytes)
    }
}

/// A variant of a package that a golden calls wrong: `patch` merged into `file` makes the comparison
/// `fails` fail.
#[derive(serde::Deserialize)]
pub(crate) struct Wrong {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) patch: Value,
    pub(crate) fails: String,
}

/// A copy of the package `source`.
pub(crate) fn copy_of(source: &Path) -> TempDir {
    fn copy(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).expect("a folder") {
            let from = entry.expect("an entry").path();
            let to = to.join(from.file_name().expect("a name"));
            if from.is_dir() {
                fs::create_dir(&to).expect("a new folder");
                copy(&from, &to);
            } else {
                fs::copy(&from, &to).expect("a copy");
            }
        }
    }
    let target = tempfile::tempdir().expect("a temporary folder");
    copy(source, target.path());
    target
}

/// Merges `patch` into the JSON file `file`; keys of objects one by one.
pub(crate) fn merge_into(file: &Path, patch: &Value) {
    fn merge(value: &mut Value, patch: &Value) {
        match (value, patch) {
            (Value::Object(value), Value::Object(patch))
                if !patch.contains_key("shortest_edge") && !patch.contains_key("height") =>
            {
                for (key, patch) in patch {
                    merge(value.entry(key).or_insert(Value::Null), patch);
                }
            }
            (value, patch) => *value = patch.clone(),
        }
    }
    let mut value: Value = json(file);
    merge(&mut value, patch);
    fs::write(file, value.to_string()).expect("the patched file");
}

/// The largest distance of two numbers at the same place; infinite when there are not as many.
pub(crate) fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
    if a.len() != b.len() {
        return f32::INFINITY;
    }
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max)
}
