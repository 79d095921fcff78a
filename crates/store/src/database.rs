//! Opening a library: its folder, the writer's lock, the connections and the migrations.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{SqlSafeStr, Sqlite, Transaction};

use crate::error::StoreError;
use crate::lock::WriterLock;

/// The tables of all versions, oldest first. A file that was released is never changed.
const MIGRATIONS: [(i64, &str, &str); 5] = [
    (
        1,
        "library",
        include_str!("../../../migrations/0001_library.sql"),
    ),
    (
        2,
        "spoken evidence",
        include_str!("../../../migrations/0002_spoken_evidence.sql"),
    ),
    (
        3,
        "line items",
        include_str!("../../../migrations/0003_line_items.sql"),
    ),
    (
        4,
        "window",
        include_str!("../../../migrations/0004_window.sql"),
    ),
    (
        5,
        "own words",
        include_str!("../../../migrations/0005_own_words.sql"),
    ),
];

/// Searches are short and few at a time; each connection is a thread.
const READERS: u32 = 3;

/// Long enough for any transaction of ours before us in the queue.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; one process per library at a time.
    Write,
    /// Reading beside whoever writes. The library must exist.
    Read,
}

/// An open library. Clones are not needed: all methods take `&self`.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    reader: SqlitePool,
    writer: Option<SqlitePool>,
    // Fields drop in order: the lock goes after the connections.
    _lock: Option<WriterLock>,
}

impl Store {
    /// Opens the library in `dir`; with [`Access::Write`] makes it where there is none, private to
    /// its owner, and brings its tables up to date.
    pub async fn open(dir: &Path, access: Access) -> Result<Self, StoreError> {
        let database = dir.join("library.sqlite");
        let lock = match access {
            Access::Write => {
                create_private(dir)?;
                Some(WriterLock::take(dir)?)
            }
            Access::Read if !database.is_file() => {
                return Err(StoreError::NoLibrary { dir: dir.into() });
            }
            Access::Read => None,
        };
        let options = SqliteConnectOptions::new()
            .filename(&database)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(200);

        let writer = match access {
            Access::Read => None,
            Access::Write => {
                let options = options
                    .clone()
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full);
                let pool = pool(1).connect_with(options).await?;
                migrator().run(&pool).await?;
                Some(pool)
            }
        };
        let reader = pool(READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        if writer.is_none() {
            refuse_other_versions(&reader).await?;
        }
        Ok(Self {
            dir: dir.into(),
            reader,
            writer,
            _lock: lock,
        })
    }

    /// The library's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Ends all connections; the write-ahead log is folded into the database. Dropping a store is
    /// safe too, only the log then stays until the next opening.
    pub async fn close(self) {
        self.reader.close().await;
        if let Some(writer) = &self.writer {
            writer.close().await;
        }
    }

    pub(crate) fn reader(&self) -> &SqlitePool {
        &self.reader
    }

    /// Begins the one write that may be under way. It is rolled back unless committed.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer()?.begin_with("BEGIN IMMEDIATE").await?)
    }

    pub(crate) fn writer(&self) -> Result<&SqlitePool, StoreError> {
        self.writer.as_ref().ok_or(StoreError::ReadOnly)
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .acquire_timeout(2 * BUSY_TIMEOUT)
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS
        .into_iter()
        .map(|(version, name, sql)| {
            let sql = sql.into_sql_str();
            Migration::new(version, name.into(), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}

async fn refuse_other_versions(reader: &SqlitePool) -> Result<(), StoreError> {
    let found: Option<i64> =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
            .fetch_one(reader)
            .await?;
    let ours = MIGRATIONS.map(|(version, ..)| version).into_iter().max();
    match found.cmp(&ours) {
        std::cmp::Ordering::Less => Err(StoreError::OlderLibrary),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::NewerLibrary),
    }
}

/// Makes the folder if it is missing and closes it to others: it holds what is in one's papers.
fn create_private(dir: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700);
        builder
            .create(dir)
            .map_err(StoreError::io("creating", dir))?;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700))
            .map_err(StoreError::io("closing to others", dir))
    }
    #[cfg(not(unix))]
    builder.create(dir).map_err(StoreError::io("creating", dir))
}

/// Milliseconds since 1970, by the system's clock.
pub(crate) fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn commits_are_forced_to_disk_and_references_are_kept() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(dir.path(), Access::Write)
            .await
            .expect("a new library");
        let writer = store.writer.as_ref().expect("a writer");
        let (journal, synchronous, foreign_keys): (String, i64, i64) = sqlx::query_as(
            "SELECT * FROM pragma_journal_mode(), pragma_synchronous(), pragma_foreign_keys()",
        )
        .fetch_one(writer)
        .await
        .expect("the settings");
        assert_eq!((journal.as_str(), synchronous, foreign_keys), ("wal", 2, 1));
        let query_only: i64 = sqlx::query_scalar("PRAGMA query_only")
            .fetch_one(store.reader())
            .await
            .expect("the setting");
        assert_eq!(query_only, 1, "readers cannot write");
    }

    #[tokio::test]
    async fn a_library_of_a_newer_version_is_left_alone() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(dir.path(), Access::Write)
            .await
            .expect("a new library");
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'from the future', 1, x'00', 0)",
        )
        .execute(store.writer.as_ref().expect("a writer"))
        .await
        .expect("a migration of later");
        store.close().await;
        for access in [Access::Write, Access::Read] {
            let opened = Store::open(dir.path(), access).await;
            assert!(
                matches!(opened, Err(StoreError::NewerLibrary)),
                "{access:?} gave {opened:?}"
            );
        }
    }
}
