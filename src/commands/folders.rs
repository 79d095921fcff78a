//! `rummage folders`.

use anyhow::Result;
use serde_json::{Value, json};

use super::{Outcome, open_to_search, open_to_write};
use crate::arguments::{Common, FolderAction};
use crate::output;

pub async fn run(common: &Common, action: FolderAction) -> Result<Outcome> {
    let library = match action {
        FolderAction::Add { paths } => {
            let library = open_to_write(common).await?;
            for path in &paths {
                library.add_folder(path).await?;
            }
            library
        }
        FolderAction::Remove { paths } => {
            let library = open_to_write(common).await?;
            for path in &paths {
                library.remove_folder(path).await?;
            }
            library
        }
        FolderAction::List => open_to_search(common).await?,
    };
    let folders = library.folders().await?;
    if common.json {
        let rows: Vec<Value> = folders
            .iter()
            .map(|folder| json!({ "path": folder.path, "files": folder.files, "offline": folder.offline }))
            .collect();
        output::json(&json!({ "folders": rows }))?;
    } else {
        for folder in &folders {
            let offline = if folder.offline { " (offline)" } else { "" };
            output::line(format!(
                "{} ({} files){offline}",
                folder.path.display(),
                folder.files
            ))?;
        }
    }
    Ok(Outcome::Done)
}
