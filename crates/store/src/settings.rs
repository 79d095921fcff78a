//! Table `settings`: what a person has set, as one JSON value that this crate does not read.

use crate::database::Store;
use crate::error::StoreError;

impl Store {
    /// What was kept last; `None` when nothing was.
    pub async fn settings(&self) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT value FROM settings")
            .fetch_optional(self.reader())
            .await?)
    }

    /// Keeps `value` in place of what was there.
    pub async fn keep_settings(&self, value: &str) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO settings (id, value) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET value = ?1",
        )
        .bind(value)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
