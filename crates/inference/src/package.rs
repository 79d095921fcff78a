//! A model package: a folder as the Hugging Face hub lays it out, or as Immich publishes OpenCLIP.
//!
//! Opening one reads descriptions only and says for which task it is, which graphs it brings and
//! which revision it is. It opens no graph: that is for the model of each task.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::error::InferenceError;

/// What a package is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelTask {
    /// Pictures and texts in one vector space.
    PictureText,
    /// Fields and sort of a paper.
    PaperFields,
    /// Speech to words.
    Speech,
}

impl ModelTask {
    /// The task in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PictureText => "pictures and texts",
            Self::PaperFields => "the fields of papers",
            Self::Speech => "speech",
        }
    }
}

/// A package whose description has been read.
#[derive(Debug)]
pub struct ModelPackage {
    dir: PathBuf,
    id: String,
    task: ModelTask,
    license: Option<String>,
    config: Config,
    notes: Config,
    graphs: Graphs,
    revision: OnceLock<String>,
}

/// The graphs that a package brings.
#[derive(Clone, Debug)]
pub(crate) enum Graphs {
    /// Two towers, with the folders in which each one's descriptions lie.
    Towers {
        picture: PathBuf,
        text: PathBuf,
        layout: TowerLayout,
    },
    /// One graph.
    Single(PathBuf),
}

/// Where the descriptions of two towers lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TowerLayout {
    /// preprocessor_config.json and tokenizer.json at the root.
    HuggingFace,
    /// visual/preprocess_cfg.json and textual/tokenizer.json.
    OpenClip,
}

/// The descriptions on which answers depend, besides the graphs.
const DESCRIPTIONS: [&str; 10] = [
    "config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.json",
    "lexicon.txt",
    "textual/tokenizer.json",
    "textual/tokenizer_config.json",
    "visual/preprocess_cfg.json",
];

impl ModelPackage {
    /// Reads the package in the folder `dir`.
    ///
    /// # Errors
    /// [`InferenceError::MissingFile`] when the folder, its config.json or a graph is not there,
    /// [`InferenceError::BadConfig`] when a description cannot be read or names an architecture that is
    /// not known, [`InferenceError::JointClip`] when pictures and texts share one graph.
    pub fn open(dir: &Path) -> Result<Self, InferenceError> {
        let config_file = dir.join("config.json");
        let has_towers = dir.join("visual").is_dir() && dir.join("textual").is_dir();
        let config = match Config::read_if_there(&config_file)? {
            Some(config) => config,
            None if has_towers => Config::empty(&config_file),
            None => return Err(InferenceError::MissingFile { file: config_file }),
        };
        let notes_file = dir.join("rummage.json");
        let notes =
            Config::read_if_there(&notes_file)?.unwrap_or_else(|| Config::empty(&notes_file));
        let (task, graphs) = if has_towers {
            let graphs = Graphs::Towers {
                picture: graph(dir, &["visual/model"])?,
                text: graph(dir, &["textual/model"])?,
                layout: TowerLayout::OpenClip,
            };
            (ModelTask::PictureText, graphs)
        } else {
            let task = task(&config)?;
            let graphs = match task {
                ModelTask::PictureText => towers(dir)?,
                ModelTask::PaperFields | ModelTask::Speech => {
                    Graphs::Single(graph(dir, &["onnx/model", "model"])?)
                }
            };
            (task, graphs)
        };
        let id = match notes.get("name")? {
            Some(name) => name,
            None => folder_name(dir),
        };
        let license = match notes.get("license")? {
            Some(license) => Some(license),
            None => license_in_readme(&dir.join("README.md")),
        };
        Ok(Self {
            dir: dir.to_owned(),
            id,
            task,
            license,
            config,
            notes,
            graphs,
            revision: OnceLock::new(),
        })
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The name that rummage.json gives the package, or else the folder's.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the package is for.
    pub fn task(&self) -> ModelTask {
        self.task
    }

    /// The licence that rummage.json or the head of README.md states.
    pub fn license(&self) -> Option<&str> {
        self.license.as_deref()
    }

    /// SHA-256 in hex over names and bytes of the graphs and of the descriptions on which answers
    /// depend. Read once and kept; a full-size package takes a second or two.
    ///
    /// # Errors
    /// [`InferenceError::MissingFile`] when a graph has vanished since the package was opened.
    pub fn revision(&self) -> Result<&str, InferenceError> {
        if let Some(revision) = self.revision.get() {
            return Ok(revision);
        }
        let mut hash = Sha256::new();
        let mut add = |file: &Path| -> Result<(), InferenceError> {
            let name = file.strip_prefix(&self.dir).unwrap_or(file);
            let missing = |_| InferenceError::MissingFile {
                file: file.to_owned(),
            };
            let mut reader = fs::File::open(file).map_err(missing)?;
            let length = reader.metadata().map_err(missing)?.len();
            hash.update(name.to_string_lossy().replace('\\', "/"));
            hash.update([0]);
            hash.update(length.to_le_bytes());
            std::io::copy(&mut reader, &mut hash).map_err(missing)?;
            Ok(())
        };
        for graph in self.graphs.files() {
            add(graph)?;
            // Weights of graphs above 2 GB, or of careless exports, lie beside the graph.
            let data = graph.with_extension("onnx_data");
            if data.is_file() {
                add(&data)?;
            }
        }
        for name in DESCRIPTIONS {
            let file = self.dir.join(name);
            if file.is_file() {
                add(&file)?;
            }
        }
        if let Some(name) = self.notes.get::<String>("decoder/language_model")? {
            add(&self.dir.join(name))?;
        }
        // Cut-offs of search may change without anything being understood anew; decoding may not.
        if let Some(decoder) = self.notes.part("decoder") {
            hash.update(decoder.whole::<serde_json::Value>()?.to_string());
        }
        let revision = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(self.revision.get_or_init(|| revision))
    }

    /// The beginning of [`Self::revision`], for names of vector spaces.
    pub(crate) fn short_revision(&self) -> Result<&str, InferenceError> {
        Ok(&self.revision()?[..12])
    }

    /// config.json.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// rummage.json: what Rummage itself has to say about the package; empty without one.
    pub(crate) fn notes(&self) -> &Config {
        &self.notes
    }

    pub(crate) fn graphs(&self) -> &Graphs {
        &self.graphs
    }

    /// The one graph of the package, which must be for `task`.
    pub(crate) fn single_graph(&self, task: ModelTask) -> Result<&Path, InferenceError> {
        match &self.graphs {
            Graphs::Single(file) if self.task == task => Ok(file),
            _ => Err(self.wrong_task(task)),
        }
    }

    pub(crate) fn wrong_task(&self, wanted: ModelTask) -> InferenceError {
        InferenceError::WrongTask {
            package: self.dir.clone(),
            wanted: wanted.as_str(),
            found: self.task.as_str(),
        }
    }

    /// preprocessor_config.json, or the part called `part` of processor_config.json, where newer
    /// versions of `transformers` write it.
    pub(crate) fn preprocessor(&self, part: &str) -> Result<Config, InferenceError> {
        let file = self.dir.join("preprocessor_config.json");
        if let Some(config) = Config::read_if_there(&file)? {
            return Ok(config);
        }
        Config::read_if_there(&self.dir.join("processor_config.json"))?
            .and_then(|config| config.part(part))
            .ok_or(InferenceError::MissingFile { file })
    }
}

impl Graphs {
    fn files(&self) -> Vec<&Path> {
        match self {
            Self::Towers { picture, text, .. } => vec![picture, text],
            Self::Single(file) => vec![file],
        }
    }
}

fn task(config: &Config) -> Result<ModelTask, InferenceError> {
    let architecture: String = config.require("model_type")?;
    match architecture.as_str() {
        "clip" | "siglip" | "siglip2" | "vision-text-dual-encoder" | "mobileclip" => {
            Ok(ModelTask::PictureText)
        }
        "layoutlm" | "layoutlmv3" | "lilt" => Ok(ModelTask::PaperFields),
        "wav2vec2" | "hubert" | "wavlm" => Ok(ModelTask::Speech),
        other => Err(config.bad(format!(
            "the architecture `{other}` is not known; known are CLIP, SigLIP, LayoutLM, LiLT, Wav2Vec2, HuBERT and WavLM"
        ))),
    }
}

fn towers(dir: &Path) -> Result<Graphs, InferenceError> {
    let picture = graph(dir, &["onnx/vision_model", "vision_model"]);
    let text = graph(dir, &["onnx/text_model", "text_model"]);
    if picture.is_err()
        && text.is_err()
        && let Ok(file) = graph(dir, &["onnx/model", "model"])
    {
        return Err(InferenceError::JointClip {
            file,
            package: dir.to_owned(),
        });
    }
    Ok(Graphs::Towers {
        picture: picture?,
        text: text?,
        layout: TowerLayout::HuggingFace,
    })
}

/// The graph with one of these names, in full precision if it is there, else smaller.
fn graph(dir: &Path, names: &[&str]) -> Result<PathBuf, InferenceError> {
    for variant in ["", "_fp16", "_quantized", "_int8"] {
        for name in names {
            let file = dir.join(format!("{name}{variant}.onnx"));
            if file.is_file() {
                return Ok(file);
            }
        }
    }
    Err(InferenceError::MissingFile {
        file: dir.join(format!("{}.onnx", names[0])),
    })
}

fn folder_name(dir: &Path) -> String {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    dir.file_name().map_or_else(
        || "model".into(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The line `license: …` of the front matter of a model card.
fn license_in_readme(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let (front, _) = text.strip_prefix("---")?.split_once("\n---")?;
    front
        .lines()
        .find_map(|line| line.strip_prefix("license:"))
        .map(|license| license.trim().to_owned())
}
