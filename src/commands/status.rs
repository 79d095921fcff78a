//! `rummage status`.

use anyhow::Result;

use super::{Outcome, library_folder, open_to_search};
use crate::arguments::Common;
use crate::output;

pub async fn run(common: &Common) -> Result<Outcome> {
    let library = open_to_search(common).await?;
    let status = library.status().await?;
    let served = library.vectors_served_by();
    if common.json {
        let mut shown = serde_json::to_value(&status)?;
        shown["library"] = serde_json::to_value(library_folder(common)?)?;
        shown["vector_spaces"] = serde_json::to_value(&served)?;
        return output::json(&shown).map(|()| Outcome::Done);
    }
    output::line(format!("library: {}", library_folder(common)?.display()))?;
    output::line(format!(
        "{} files in {} folders ({} offline)",
        status.files, status.folders, status.offline_folders
    ))?;
    for (kind, count) in &status.by_kind {
        output::line(format!("  {:<6} {count}", kind.as_str()))?;
    }
    output::line(format!(
        "{} waiting, {} not read, {} quarantined",
        status.pending, status.failed, status.quarantined
    ))?;
    for (task, runs) in &status.model_runs {
        output::line(format!("model runs, {task}: {runs}"))?;
    }
    for space in &served {
        output::line(format!(
            "vectors: {} of {}, answered by {}",
            space.vectors, space.space.0, space.by
        ))?;
    }
    Ok(Outcome::Done)
}
