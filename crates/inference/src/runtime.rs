//! ONNX Runtime itself: one shared library and one environment for the life of the process.

use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use ort::environment::Environment;

use crate::error::InferenceError;

static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
static LOADING: Mutex<()> = Mutex::new(());

/// Loads ONNX Runtime from the shared library at `library` and sets up its environment.
///
/// Does nothing when it is loaded already; may be tried again after a failure. Telemetry is off.
///
/// # Errors
/// [`InferenceError::Runtime`] when there is no such file, when it is not ONNX Runtime, or when it is
/// older than the interface that is needed.
pub fn load_runtime(library: &Path) -> Result<(), InferenceError> {
    let _one_at_a_time = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    if ENVIRONMENT.get().is_some() {
        return Ok(());
    }
    let fault = |reason: String| InferenceError::Runtime {
        library: library.to_owned(),
        reason,
    };
    // Made absolute here, because `ort` would look for a relative path beside the executable.
    let file = library
        .canonicalize()
        .map_err(|error| fault(error.to_string()))?;
    if !file.is_file() {
        return Err(fault("it is not a file".into()));
    }
    let environment = ort::init_from(&file)
        .map_err(|error| fault(error.to_string()))?
        .with_name("rummage")
        .with_telemetry(false)
        .build()
        .map_err(|error| fault(error.to_string()))?;
    tracing::debug!(library = %file.display(), "ONNX Runtime loaded");
    ENVIRONMENT.get_or_init(|| environment);
    Ok(())
}

/// The environment that every session is made in.
pub(crate) fn environment() -> Result<&'static Environment, InferenceError> {
    ENVIRONMENT.get().ok_or(InferenceError::RuntimeNotLoaded)
}
