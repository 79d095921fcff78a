//! What a package is worth without its training: the same graphs with their weights shuffled.
//!
//! Used by the ablation tests only. Every floating-point tensor keeps its size, mean and scale, and
//! loses its order, so whatever still works with such a package was not learned.

use std::fs;
use std::path::Path;

use crate::error::InferenceError;
use crate::onnx;

/// Copies the graph `source` to `target` with the elements of each floating-point tensor in a seeded
/// random order.
///
/// # Errors
/// [`InferenceError::BadGraph`] when the graph cannot be read, is not ONNX, keeps its weights in
/// another file, or cannot be written.
pub fn randomise_weights(source: &Path, target: &Path, seed: u64) -> Result<(), InferenceError> {
    let fault = |what: String| InferenceError::BadGraph {
        file: source.to_owned(),
        what,
    };
    let mut bytes = fs::read(source).map_err(|error| fault(error.to_string()))?;
    let weights = onnx::read(&bytes)
        .map_err(|error| fault(error.to_string()))?
        .weights;
    if weights
        .iter()
        .all(|tensor| tensor.bytes.len() <= tensor.element_bytes)
    {
        return Err(fault("there are no weights in the file to shuffle".into()));
    }
    let mut random = SplitMix(seed);
    for tensor in weights {
        shuffle(&mut bytes[tensor.bytes], tensor.element_bytes, &mut random);
    }
    fs::write(target, bytes).map_err(|error| fault(error.to_string()))
}

/// Copies the package in the folder `source` to the new folder `target`, its graphs with shuffled
/// weights and everything else as it is.
///
/// # Errors
/// [`InferenceError::BadGraph`] as [`randomise_weights`], or naming the file that cannot be copied.
pub fn randomise_package(source: &Path, target: &Path, seed: u64) -> Result<(), InferenceError> {
    let fault = |error: std::io::Error| InferenceError::BadGraph {
        file: source.to_owned(),
        what: error.to_string(),
    };
    fs::create_dir_all(target).map_err(fault)?;
    for entry in fs::read_dir(source).map_err(fault)? {
        let from = entry.map_err(fault)?.path();
        let Some(name) = from.file_name() else {
            continue;
        };
        let to = target.join(name);
        if from.is_dir() {
            randomise_package(&from, &to, seed)?;
        } else if from
            .extension()
            .is_some_and(|extension| extension == "onnx")
        {
            randomise_weights(&from, &to, seed)?;
        } else {
            fs::copy(&from, &to).map_err(fault)?;
        }
    }
    Ok(())
}

/// Fisher and Yates.
fn shuffle(bytes: &mut [u8], element_bytes: usize, random: &mut SplitMix) {
    for last in (1..bytes.len() / element_bytes).rev() {
        let other = random.below(last as u64 + 1) as usize;
        for offset in 0..element_bytes {
            bytes.swap(
                last * element_bytes + offset,
                other * element_bytes + offset,
            );
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): enough for a shuffle, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; the bias of the multiplication is far below what a shuffle shows.
    fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_keeps_the_elements_and_changes_their_order() {
        let mut bytes: Vec<u8> = (0..=255).collect();
        shuffle(&mut bytes, 2, &mut SplitMix(1));
        let mut elements: Vec<[u8; 2]> = bytes.chunks(2).map(|c| [c[0], c[1]]).collect();
        let moved = elements
            .iter()
            .enumerate()
            .filter(|(i, e)| e[0] as usize != i * 2)
            .count();
        assert!(moved > 100, "almost every element moves");
        elements.sort();
        assert!(
            elements
                .iter()
                .enumerate()
                .all(|(i, e)| e[0] as usize == i * 2 && e[1] == e[0] + 1)
        );
    }
}
