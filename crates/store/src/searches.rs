//! Tables `saved_searches` and `recent_searches`: what a person searches for again.

use crate::database::{Store, now_ms};
use crate::error::StoreError;

/// So many recent searches are kept.
const RECENT: i64 = 20;

/// What was searched for within this time, and is the beginning of what is searched for now, was
/// only on the way to it.
const TYPING_MS: i64 = 60_000;

/// A search that is kept under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its number.
    pub id: i64,
    /// What it is called; each name is there once.
    pub name: String,
    /// What is searched for.
    pub query: String,
}

impl Store {
    /// The saved searches, by name.
    pub async fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        let rows: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT id, name, query FROM saved_searches ORDER BY name, id")
                .fetch_all(self.reader())
                .await?;
        Ok(rows
            .into_iter()
            .map(|(id, name, query)| SavedSearch { id, name, query })
            .collect())
    }

    /// Keeps a search under a name, in place of one that had it. Returns its number.
    pub async fn save_search(&self, name: &str, query: &str) -> Result<i64, StoreError> {
        let mut tx = self.write().await?;
        let id = sqlx::query_scalar(
            "INSERT INTO saved_searches (name, query, added_at_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET query = ?2, added_at_ms = ?3 RETURNING id",
        )
        .bind(name)
        .bind(query)
        .bind(now_ms())
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Forgets a saved search; one that is not there is forgotten already.
    pub async fn forget_search(&self, id: i64) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM saved_searches WHERE id = ?")
            .bind(id)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that something was searched for; the oldest of many are forgotten.
    pub async fn note_search(&self, query: &str) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM recent_searches WHERE instr(?, query) = 1 AND at_ms > ?")
            .bind(query)
            .bind(now_ms() - TYPING_MS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO recent_searches (query, at_ms) VALUES (?1, ?2)
             ON CONFLICT (query) DO UPDATE SET at_ms = ?2",
        )
        .bind(query)
        .bind(now_ms())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "DELETE FROM recent_searches WHERE query NOT IN
             (SELECT query FROM recent_searches ORDER BY at_ms DESC, rowid DESC LIMIT ?)",
        )
        .bind(RECENT)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// What was searched for, the latest first.
    pub async fn recent_searches(&self) -> Result<Vec<String>, StoreError> {
        Ok(
            sqlx::query_scalar("SELECT query FROM recent_searches ORDER BY at_ms DESC, rowid DESC")
                .fetch_all(self.reader())
                .await?,
        )
    }
}
