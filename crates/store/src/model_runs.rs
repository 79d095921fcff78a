//! Table `model_runs`: how often models have run, ever. It is how one sees that a moved file, a
//! second copy or a rebuilt index cost no inference.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::database::Store;
use crate::error::StoreError;

/// How often one model package ran for one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelUse {
    /// What for, as in `photo`, `paper`, `speech`.
    pub task: String,
    /// The id of the package.
    pub package: String,
    /// How many times.
    pub runs: u64,
}

impl Store {
    /// Counts model runs that led to no extraction, because the file failed or the user cancelled.
    pub async fn count_model_runs(&self, uses: &[ModelUse]) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        add(&mut tx, uses).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(crate) async fn add(tx: &mut SqliteConnection, uses: &[ModelUse]) -> Result<(), StoreError> {
    for ModelUse {
        task,
        package,
        runs,
    } in uses
    {
        sqlx::query(
            "INSERT INTO model_runs (task, package, runs) VALUES (?1, ?2, ?3)
             ON CONFLICT (task, package) DO UPDATE SET runs = runs + ?3",
        )
        .bind(task.as_str())
        .bind(package.as_str())
        .bind(i64::try_from(*runs).unwrap_or(i64::MAX))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

pub(crate) async fn by_task(
    connection: &mut SqliteConnection,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT task, sum(runs) FROM model_runs GROUP BY task")
            .fetch_all(connection)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(task, runs)| (task, runs as u64))
        .collect())
}
