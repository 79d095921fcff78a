//! Table `own_words`, and the column `asked` of `transcripts`: which recordings were asked for which
//! words of the person's own.

use std::collections::HashSet;

use rummage_core::{ContentId, SpokenWord};

use crate::database::Store;
use crate::error::StoreError;
use crate::{change_log, transcripts};

impl Store {
    /// Texts that hold words of the person's own: paths of files within their folders, names of
    /// folders, vendors and customers. Each once, in no order.
    pub async fn own_texts(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT rel_path FROM files UNION SELECT name_folded FROM folders
             UNION SELECT text FROM fields WHERE name IN ('vendor', 'customer') AND text IS NOT NULL",
        )
        .fetch_all(self.reader())
        .await?)
    }

    /// The words for which recordings were asked.
    pub async fn own_words(&self) -> Result<HashSet<String>, StoreError> {
        let words: Vec<String> = sqlx::query_scalar("SELECT word FROM own_words")
            .fetch_all(self.reader())
            .await?;
        Ok(words.into_iter().collect())
    }

    /// The recordings that were asked for all own words.
    pub async fn asked_recordings(&self) -> Result<HashSet<ContentId>, StoreError> {
        let asked: Vec<i64> =
            sqlx::query_scalar("SELECT content_id FROM transcripts WHERE asked = 1")
                .fetch_all(self.reader())
                .await?;
        Ok(asked.into_iter().map(ContentId).collect())
    }

    /// From now on every asked recording was asked for `words` too.
    pub async fn add_own_words(&self, words: &[String]) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for word in words {
            sqlx::query("INSERT INTO own_words (word) VALUES (?) ON CONFLICT DO NOTHING")
                .bind(word.as_str())
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Marks recordings as asked, and writes the words of those that are spelled otherwise now, for
    /// which it tells the change log.
    pub async fn respell(
        &self,
        asked: &[ContentId],
        spelled: &[(ContentId, Vec<SpokenWord>)],
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for content in asked {
            sqlx::query("UPDATE transcripts SET asked = 1 WHERE content_id = ?")
                .bind(content.0)
                .execute(&mut *tx)
                .await?;
        }
        for (content, words) in spelled {
            transcripts::set_words(&mut tx, content.0, words).await?;
            change_log::append(&mut tx, content.0).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
