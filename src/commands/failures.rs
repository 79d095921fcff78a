//! `rummage failures`.

use anyhow::Result;
use serde_json::{Value, json};

use super::{Outcome, cancelled_by_the_user, open_to_search, open_to_write};
use crate::arguments::Common;
use crate::{output, progress};

pub async fn run(common: &Common, retry: bool) -> Result<Outcome> {
    let library = if retry {
        let cancel = cancelled_by_the_user()?;
        let library = open_to_write(common).await?;
        let retried = library.retry_failures().await?;
        if retried > 0 {
            library.index(&progress::on_stderr(), &cancel).await?;
        }
        library
    } else {
        open_to_search(common).await?
    };
    let failures = library.failures().await?;
    if common.json {
        let rows: Vec<Value> = failures
            .iter()
            .map(|row| {
                json!({
                    "path": row.paths.first(),
                    "paths": row.paths,
                    "stage": row.failure.stage,
                    "kind": row.failure.kind,
                    "message": row.failure.message,
                    "at_ms": row.at_ms,
                })
            })
            .collect();
        output::json(&json!({ "failures": rows }))?;
    } else if failures.is_empty() {
        output::line("every file was read")?;
    } else {
        for row in &failures {
            for path in &row.paths {
                output::line(output::near(path).display().to_string())?;
            }
            output::line(format!("    {}", row.failure.message))?;
        }
    }
    Ok(Outcome::found(!failures.is_empty() || retry))
}
