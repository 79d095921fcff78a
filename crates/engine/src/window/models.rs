//! The models in use: packages, sizes, cards.

use std::path::Path;

use rummage_api as api;
use rummage_inference::ModelPackage;

use super::folders::bytes_below;
use crate::error::EngineError;
use crate::lanes::Urgency;
use crate::library::Library;

/// The packages in use and what each understands.
const PACKAGES: [(&str, api::MediaKind); 3] = [
    ("clip", api::MediaKind::Photo),
    ("layoutlm", api::MediaKind::Paper),
    ("wav2vec2", api::MediaKind::Voice),
];

impl Library {
    /// The model packages in use; one that is missing or damaged is left out.
    pub async fn models_page(&self) -> Result<Vec<api::ModelPackage>, EngineError> {
        let Some(folder) = self.settings().places.models else {
            return Ok(Vec::new());
        };
        let read = move || -> Vec<api::ModelPackage> {
            let packages = PACKAGES.iter();
            packages
                .filter_map(|(name, task)| package(&folder, name, *task))
                .collect()
        };
        // Their revisions are hashes of all that they hold.
        let mut packages = tokio::task::spawn_blocking(read)
            .await
            .map_err(EngineError::ended("reading the model packages ended"))?;
        for package in &mut packages {
            package.load_ms = self.load_ms(package.task).await;
        }
        Ok(packages)
    }

    /// How long a model took to load; it is loaded now if it was not. `None` when it cannot be.
    async fn load_ms(&self, task: api::MediaKind) -> Option<u64> {
        let (models, urgency) = (&self.models, Urgency::Interactive);
        let loaded = match task {
            api::MediaKind::Photo => models.pictures.run(urgency, |it| Ok(it.load_ms)).await,
            api::MediaKind::Paper => models.papers.run(urgency, |it| Ok(it.load_ms)).await,
            api::MediaKind::Voice => models.speech.run(urgency, |it| Ok(it.load_ms)).await,
        };
        loaded.ok()
    }
}

fn package(models: &Path, name: &str, task: api::MediaKind) -> Option<api::ModelPackage> {
    let folder = models.join(name);
    let package = ModelPackage::open(&folder).ok()?;
    // A package brings its card as the Hugging Face hub has it; the starter set shares one.
    let card = [folder.join("README.md"), models.join("README.md")]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok());
    Some(api::ModelPackage {
        task,
        name: package.id().to_owned(),
        revision: package.revision().ok()?.to_owned(),
        bytes: bytes_below(&folder),
        licence: package.license().unwrap_or_default().to_owned(),
        card_markdown: card.unwrap_or_default(),
        load_ms: None,
    })
}
