//! The inference room: model packages on disk become models that answer.
//!
//! It reads a package as the Hugging Face hub lays it out ([`ModelPackage`]), opens its graphs in
//! ONNX Runtime and implements the traits of `rummage_core::understanding`: pictures and texts
//! ([`Clip`]), fields of papers ([`LayoutLm`]), speech ([`Wav2Vec2`]). Nothing is hard-coded to one
//! checkpoint: sizes, normalisation, resampling, tokeniser, labels and vocabulary come from the
//! package, and inputs are taken by what the graph declares.
//!
//! Everything here blocks and is called from a model's own thread. What is understood of an input
//! does not depend on the batch it was in. Contents and transcripts are never logged, and nothing
//! here opens a user's file or touches the network.

pub mod ablation;
mod clip;
mod config;
mod error;
mod graph;
mod layoutlm;
mod onnx;
mod package;
mod runtime;
#[cfg(test)]
mod testing;
mod wav2vec2;

pub use clip::{Clip, load_clip, vector_space};
pub use error::InferenceError;
pub use graph::SessionOptions;
pub use layoutlm::{LayoutLm, load_layoutlm};
pub use package::{ModelPackage, ModelTask};
pub use runtime::load_runtime;
pub use wav2vec2::{Wav2Vec2, load_wav2vec2};
