//! `rummage index`.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::{Outcome, cancelled_by_the_user, open_to_write};
use crate::arguments::Common;
use crate::{output, progress};

pub async fn run(common: &Common, paths: &[PathBuf]) -> Result<Outcome> {
    let cancel = cancelled_by_the_user()?;
    let library = open_to_write(common).await?;
    for path in paths {
        library.add_folder(path).await?;
    }
    if library.folders().await?.is_empty() {
        bail!(
            "the library has no folders yet: name those that hold your files, `rummage index PATH…`"
        );
    }
    let report = library.index(&progress::on_stderr(), &cancel).await?;
    if common.json {
        output::json(&report)?;
    } else {
        output::line(format!(
            "{} files; {} new or changed, {} understood, {} not read, {} gone",
            report.files, report.identified, report.understood, report.failed, report.removed
        ))?;
        if report.failed > 0 {
            output::line("`rummage failures` says why files were not read")?;
        }
    }
    if report.stopped {
        bail!("stopped; what was done is kept, and the next `rummage index` goes on from there");
    }
    Ok(Outcome::Done)
}
