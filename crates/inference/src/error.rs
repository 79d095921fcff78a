//! Why a model could not be loaded or gave no answer, told so that a person can mend it.

use std::path::PathBuf;

use rummage_core::ErrorKind;
use rummage_core::understanding::UnderstandError;

/// A fault of the runtime, of a model package, or of what was asked of it.
#[derive(Debug, thiserror::Error)]
pub enum InferenceError {
    /// The shared library of ONNX Runtime is absent, damaged or of another version.
    #[error(
        "ONNX Runtime could not be loaded from {}: {reason}; run `cargo xtask setup`, or let ORT_DYLIB_PATH name the library",
        library.display()
    )]
    Runtime {
        /// The library that was asked for.
        library: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// A model was asked for before [`crate::load_runtime`] succeeded.
    #[error("ONNX Runtime is not loaded yet, so no model can be opened")]
    RuntimeNotLoaded,
    /// A file that the package needs is not there.
    #[error("the model package lacks {}; install the package again", file.display())]
    MissingFile {
        /// The file that is missing.
        file: PathBuf,
    },
    /// A description in the package cannot be read, contradicts itself or asks for what is not known.
    #[error("{} does not describe a model that can be used: {what}", file.display())]
    BadConfig {
        /// The description.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A language model is not written as ARPA files are.
    #[error("{}, line {line}: {what}", file.display())]
    BadLanguageModel {
        /// The language model.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// A language model in the binary format of KenLM.
    #[error(
        "{} is a binary file of KenLM; Rummage reads the ARPA file from which `build_binary` made it",
        file.display()
    )]
    BinaryLanguageModel {
        /// The binary file.
        file: PathBuf,
    },
    /// A graph cannot be opened, or its inputs and outputs are not those of its task.
    #[error("the graph {} cannot be used: {what}", file.display())]
    BadGraph {
        /// The graph.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// One graph for pictures and texts, as optimum exports CLIP: each text would cost a picture.
    #[error(
        "{} is one graph for pictures and texts; split it into two with `python models/export/split_clip.py {} OUT`",
        file.display(), package.display()
    )]
    JointClip {
        /// The joint graph.
        file: PathBuf,
        /// Its package.
        package: PathBuf,
    },
    /// The package is for another task.
    #[error("{} is a package for {found}, not for {wanted}", package.display())]
    WrongTask {
        /// The package.
        package: PathBuf,
        /// The task that was asked for.
        wanted: &'static str,
        /// The task that it is for.
        found: &'static str,
    },
    /// ONNX Runtime failed while running a graph.
    #[error("the graph {} failed: {reason}", file.display())]
    Run {
        /// The graph.
        file: PathBuf,
        /// ONNX Runtime's own words.
        reason: String,
    },
    /// The graph answered with numbers that are none, or with zero vectors.
    #[error("the graph {} gave numbers that cannot be used ({output} is not finite, or zero); the package is damaged", file.display())]
    NotFinite {
        /// The graph.
        file: PathBuf,
        /// The output.
        output: String,
    },
    /// What was handed in breaks the caller's side of the contract.
    #[error("{0}")]
    BadInput(String),
    /// Somebody asked to stop.
    #[error("stopped")]
    Cancelled,
}

impl From<InferenceError> for UnderstandError {
    fn from(error: InferenceError) -> Self {
        let kind = match error {
            InferenceError::Cancelled => ErrorKind::Cancelled,
            InferenceError::BadInput(_) => ErrorKind::Internal,
            _ => ErrorKind::Model,
        };
        Self {
            kind,
            message: error.to_string(),
        }
    }
}
