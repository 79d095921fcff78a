//! Forgetting everything.

use crate::database::Store;
use crate::error::StoreError;

impl Store {
    /// Deletes all that the library knows: folders, contents, what was understood, corrections,
    /// searches and settings. The bytes are overwritten and the file shrinks. The change log goes
    /// on counting, so that an index that lags behind notices.
    pub async fn wipe(&self) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for table in [
            "DELETE FROM folders",
            "DELETE FROM scans",
            "DELETE FROM contents",
            "DELETE FROM failures",
            "DELETE FROM model_runs",
            "DELETE FROM change_log",
            "DELETE FROM saved_searches",
            "DELETE FROM recent_searches",
            "DELETE FROM settings",
        ] {
            sqlx::query(table).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        // Neither runs within a transaction.
        let writer = self.writer()?;
        sqlx::query("VACUUM").execute(writer).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(writer)
            .await?;
        Ok(())
    }
}
