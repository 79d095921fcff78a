//! The three models, each in its lane, loaded from packages when first needed.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rummage_core::understanding::{PaperModel, PictureModel, SpeechModel, UnderstandError};
use rummage_core::{ErrorKind, VectorSpace};
use rummage_inference::{InferenceError, ModelPackage, SessionOptions};

use crate::error::EngineError;
use crate::lanes::{Lane, Urgency};
use crate::native::{MODELS_VARIABLE, ONNXRUNTIME_VARIABLE, Places};

/// A model with the name of the package that it came from.
pub struct Loaded<M: ?Sized> {
    /// Package name and revision.
    pub package: String,
    /// The model.
    pub model: Box<M>,
    /// How long loading took.
    pub load_ms: u64,
}

/// The lanes.
pub struct Models {
    clip: Source,
    /// Pictures and texts.
    pub pictures: Lane<Loaded<dyn PictureModel>>,
    /// Fields and sorts of papers.
    pub papers: Lane<Loaded<dyn PaperModel>>,
    /// Speech.
    pub speech: Lane<Loaded<dyn SpeechModel>>,
}

impl Models {
    /// Lanes that load the packages `clip`, `layoutlm` and `wav2vec2` of `places.models`.
    pub fn from_packages(places: &Places) -> Result<Self, EngineError> {
        let thread = EngineError::io("a thread for a model could not be started");
        let clip = Source::new(places, "clip");
        let pictures = clip.clone();
        let layoutlm = Source::new(places, "layoutlm");
        let wav2vec2 = Source::new(places, "wav2vec2");
        let start = || -> std::io::Result<Self> {
            Ok(Self {
                clip,
                pictures: Lane::start("pictures", move || {
                    pictures.load(|package, options| {
                        Ok(Box::new(rummage_inference::load_clip(package, options)?)
                            as Box<dyn PictureModel>)
                    })
                })?,
                papers: Lane::start("papers", move || {
                    layoutlm.load(|package, options| {
                        Ok(
                            Box::new(rummage_inference::load_layoutlm(package, options)?)
                                as Box<dyn PaperModel>,
                        )
                    })
                })?,
                speech: Lane::start("speech", move || {
                    wav2vec2.load(|package, options| {
                        Ok(
                            Box::new(rummage_inference::load_wav2vec2(package, options)?)
                                as Box<dyn SpeechModel>,
                        )
                    })
                })?,
            })
        };
        start().map_err(thread)
    }

    /// The vector space of the picture package that lies there now; `None` when there is none that
    /// can be read. Loads no model.
    pub async fn picture_space(&self) -> Option<VectorSpace> {
        let folder = self.clip.package.clone()?;
        // It hashes the whole package.
        let space = tokio::task::spawn_blocking(move || {
            let package = ModelPackage::open(&folder).ok()?;
            rummage_inference::vector_space(&package).ok()
        });
        space.await.ok()?
    }

    /// Loads all three now, so that a missing package ends a run before it begins and no file is
    /// blamed for it.
    pub async fn load_all(&self) -> Result<(), UnderstandError> {
        self.pictures.run(Urgency::Background, |_| Ok(())).await?;
        self.papers.run(Urgency::Background, |_| Ok(())).await?;
        self.speech.run(Urgency::Background, |_| Ok(())).await
    }
}

/// Where one model comes from.
#[derive(Clone)]
struct Source {
    runtime: Option<PathBuf>,
    package: Option<PathBuf>,
    name: &'static str,
}

impl Source {
    fn new(places: &Places, name: &'static str) -> Self {
        Self {
            runtime: places.onnxruntime.clone(),
            package: places.models.as_ref().map(|models| models.join(name)),
            name,
        }
    }

    fn load<M: ?Sized>(
        &self,
        load: impl FnOnce(&ModelPackage, SessionOptions) -> Result<Box<M>, InferenceError>,
    ) -> Result<Loaded<M>, UnderstandError> {
        let runtime = self.runtime.as_deref().ok_or_else(|| {
            missing(format!(
                "ONNX Runtime, which runs the models, was not found; run `cargo xtask setup`, or \
                 name its shared library in {ONNXRUNTIME_VARIABLE}"
            ))
        })?;
        let folder = self
            .package
            .as_deref()
            .filter(|folder| folder.is_dir())
            .ok_or_else(|| {
                missing(format!(
                    "the model package `{}` was not found{}; put it back, or name the folder of \
                 packages in {MODELS_VARIABLE}",
                    self.name,
                    self.package
                        .as_deref()
                        .map(|at| format!(" at {}", at.display()))
                        .unwrap_or_default(),
                ))
            })?;
        self.open(runtime, folder, load)
            .map_err(|error| missing(error.to_string()))
    }

    fn open<M: ?Sized>(
        &self,
        runtime: &Path,
        folder: &Path,
        load: impl FnOnce(&ModelPackage, SessionOptions) -> Result<Box<M>, InferenceError>,
    ) -> Result<Loaded<M>, InferenceError> {
        let began = Instant::now();
        rummage_inference::load_runtime(runtime)?;
        let package = ModelPackage::open(folder)?;
        let model = load(&package, SessionOptions::default())?;
        Ok(Loaded {
            package: package.id().to_owned(),
            model,
            load_ms: began.elapsed().as_millis() as u64,
        })
    }
}

fn missing(message: String) -> UnderstandError {
    UnderstandError {
        kind: ErrorKind::Model,
        message,
    }
}
