//! `rummage doctor`.

use anyhow::{Result, bail};
use rummage_engine::{EngineSettings, doctor::diagnose};
use serde_json::json;

use super::{Outcome, library_folder};
use crate::arguments::Common;
use crate::output;

pub async fn run(common: &Common) -> Result<Outcome> {
    let checks = diagnose(&EngineSettings::for_this_machine()).await?;
    let is_well = checks.iter().all(|check| check.ok);
    if common.json {
        output::json(
            &json!({ "ok": is_well, "library": library_folder(common)?, "checks": checks }),
        )?;
    } else {
        output::line(format!("library: {}", library_folder(common)?.display()))?;
        for check in &checks {
            let mark = if check.ok { "ok     " } else { "MISSING" };
            output::line(format!("{mark} {}: {}", check.name, check.detail))?;
        }
    }
    if !is_well {
        bail!("something is missing; the lines above say what mends it");
    }
    Ok(Outcome::Done)
}
