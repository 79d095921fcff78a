//! On what scale the cosines of a text are to be read: how it stands to pictures of anything.
//!
//! Cosines of one text with all pictures lie close together, and where they lie depends on the text.
//! So a package brings vectors of background pictures, and a text's own mean and deviation over them
//! say what an unremarkable cosine is.

use std::fs;
use std::path::Path;

use rummage_core::Embedding;
use rummage_core::understanding::ConceptScale;
use safetensors::{Dtype, SafeTensors};

use crate::error::InferenceError;
use crate::package::ModelPackage;

/// The vectors of the background pictures and the package's thresholds.
pub(super) struct Background {
    rows: Vec<f32>,
    dimension: usize,
    z_cut: f32,
    cos_cut: f32,
    relative_cut: f32,
}

impl Background {
    /// Reads what rummage.json names under `concept`; `None` when it names nothing.
    pub(super) fn open(package: &ModelPackage) -> Result<Option<Self>, InferenceError> {
        let notes = package.notes();
        let Some(name) = notes.get::<String>("concept/background")? else {
            return Ok(None);
        };
        let (rows, dimension) = vectors(&package.dir().join(name))?;
        Ok(Some(Self {
            rows,
            dimension,
            z_cut: notes.require("concept/z_cut")?,
            cos_cut: notes.require("concept/cos_cut")?,
            relative_cut: notes.require("concept/relative_cut")?,
        }))
    }

    /// Refuses a background of another dimension than the towers'.
    pub(super) fn fits(
        &self,
        package: &ModelPackage,
        dimension: usize,
    ) -> Result<(), InferenceError> {
        if self.dimension == dimension {
            return Ok(());
        }
        Err(package.notes().bad(format!(
            "its background has vectors of dimension {}, the towers make {dimension}",
            self.dimension
        )))
    }

    /// The scale of `text`; `None` when it is of another dimension.
    pub(super) fn scale(&self, text: &Embedding) -> Option<ConceptScale> {
        if text.vector().len() != self.dimension {
            return None;
        }
        let cosines: Vec<f64> = self
            .rows
            .chunks_exact(self.dimension)
            .map(|row| f64::from(text.cosine(row)))
            .collect();
        let mean = cosines.iter().sum::<f64>() / cosines.len() as f64;
        let variance = cosines
            .iter()
            .map(|cosine| (cosine - mean).powi(2))
            .sum::<f64>()
            / cosines.len() as f64;
        Some(ConceptScale {
            background_mean: mean as f32,
            background_deviation: variance.sqrt() as f32,
            z_cut: self.z_cut,
            cos_cut: self.cos_cut,
            relative_cut: self.relative_cut,
        })
    }
}

/// The one tensor [N, D] of a safetensors file, f32 or f16, as rows of unit length.
fn vectors(file: &Path) -> Result<(Vec<f32>, usize), InferenceError> {
    let bad = |what: String| InferenceError::BadConfig {
        file: file.to_owned(),
        what,
    };
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(_) => {
            return Err(InferenceError::MissingFile {
                file: file.to_owned(),
            });
        }
    };
    let tensors = SafeTensors::deserialize(&bytes).map_err(|error| bad(error.to_string()))?;
    let [(_, tensor)] = &tensors.tensors()[..] else {
        return Err(bad("it must hold exactly one tensor".into()));
    };
    let &[count, dimension] = tensor.shape() else {
        return Err(bad(
            "its tensor must have the shape [pictures, dimension]".into()
        ));
    };
    if count < 2 || dimension == 0 {
        return Err(bad("it holds fewer than two vectors".into()));
    }
    let mut rows: Vec<f32> = match tensor.dtype() {
        Dtype::F32 => tensor
            .data()
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect(),
        Dtype::F16 => tensor
            .data()
            .chunks_exact(2)
            .map(|b| half::f16::from_le_bytes([b[0], b[1]]).to_f32())
            .collect(),
        other => return Err(bad(format!("its numbers are {other:?}, not F32 or F16"))),
    };
    for row in rows.chunks_exact_mut(dimension) {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
        if !(length.is_finite() && length > 0.0) {
            return Err(bad("one of its vectors is zero or not finite".into()));
        }
        row.iter_mut().for_each(|x| *x /= length);
    }
    Ok((rows, dimension))
}
