//! The commands, one file each for those that are more than a few lines.

mod doctor;
mod eval;
mod failures;
mod folders;
mod index;
mod inspect;
mod open;
mod play;
mod search;
mod status;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use rummage_core::CancelToken;
use rummage_engine::inspect::Wanted;
use rummage_engine::library::usual_folder;
use rummage_engine::{EngineSettings, Library};

use crate::arguments::{Arguments, Command, Common, RebuildTarget};
use crate::output;

/// How a command ended, other than by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, or found.
    Done,
    /// A search, or a question about a file, that nothing answers.
    NothingFound,
}

impl Outcome {
    /// `Done` if something was found.
    fn found(is_found: bool) -> Self {
        if is_found {
            Self::Done
        } else {
            Self::NothingFound
        }
    }
}

/// Runs what was typed.
pub async fn run(arguments: Arguments) -> Result<Outcome> {
    let Arguments { common, command } = arguments;
    match command {
        Command::Index { paths } => index::run(&common, &paths).await,
        Command::Search(arguments) => search::run(&common, &arguments).await,
        Command::Show { file } => inspect::show(&common, &file).await,
        Command::Inspect {
            file,
            embedding,
            by_source,
        } => {
            let wanted = Wanted {
                embedding,
                fields_by_source: by_source,
            };
            inspect::run(&common, &file, wanted).await
        }
        Command::Status => status::run(&common).await,
        Command::Failures { retry } => failures::run(&common, retry).await,
        Command::Folders { action } => folders::run(&common, action).await,
        Command::Rebuild { index } => rebuild(&common, index).await,
        Command::Eval {
            queries,
            by,
            no_cut_off,
            details,
        } => eval::run(&common, &queries, by, no_cut_off, details).await,
        Command::Play { file, at } => play::run(&common, &file, at).await,
        Command::Open { wait, toggle } => open::run(&common, wait, toggle),
        Command::Doctor => doctor::run(&common).await,
    }
}

async fn rebuild(common: &Common, index: Option<RebuildTarget>) -> Result<Outcome> {
    let library = open_to_write(common).await?;
    if matches!(index, None | Some(RebuildTarget::Text)) {
        library.rebuild_text().await?;
    }
    if matches!(index, None | Some(RebuildTarget::Vectors)) {
        library.rebuild_vectors().await?;
    }
    if common.json {
        output::json(&serde_json::json!({ "rebuilt": true }))?;
    } else {
        output::line("rebuilt from the stored facts; no model was run")?;
    }
    Ok(Outcome::Done)
}

/// The library that was asked for, or the user's own.
fn library_folder(common: &Common) -> Result<PathBuf> {
    match &common.library {
        Some(folder) => Ok(folder.clone()),
        None => Ok(usual_folder()?),
    }
}

async fn open_to_write(common: &Common) -> Result<Arc<Library>> {
    let folder = library_folder(common)?;
    let library = Library::open(&folder, EngineSettings::for_this_machine()).await?;
    Ok(Arc::new(library))
}

async fn open_to_search(common: &Common) -> Result<Arc<Library>> {
    let folder = library_folder(common)?;
    let library = Library::open_for_search(&folder, EngineSettings::for_this_machine()).await?;
    Ok(Arc::new(library))
}

/// A token that Ctrl-C (and a polite request to end) cancels; the second one ends at once.
fn cancelled_by_the_user() -> Result<CancelToken> {
    let token = CancelToken::new();
    let cancel = token.clone();
    ctrlc::set_handler(move || {
        if cancel.is_cancelled() {
            std::process::exit(2);
        }
        eprintln!("stopping …");
        cancel.cancel();
    })
    .context("Ctrl-C cannot be caught")?;
    Ok(token)
}
