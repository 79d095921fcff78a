//! Walks the user's folders: which files that could be media lie there now.
//!
//! Reads directories and file attributes only, never a file's contents. Symbolic links are not
//! followed: what they lead to is indexed where it really lies, and a loop cannot trap the walk.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rummage_core::CancelToken;
use walkdir::{DirEntry, WalkDir};

use crate::patterns::Patterns;

/// A file as the walk sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenFile {
    /// Relative to the folder that was walked.
    pub relative: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change in nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// All regular files, hidden ones left out.
    pub files: Vec<SeenFile>,
    /// Paths that could not be looked at, with the system's reason.
    pub unreadable: Vec<(PathBuf, std::io::Error)>,
    /// The folder is not there, or is an empty mount point: its files are offline, not gone.
    pub absent: bool,
}

/// Walks `folder`, leaving out what `patterns` do not want. `expects_files` says that files are
/// known to lie there: then an empty folder is taken for the empty mount point of an absent drive.
pub fn walk(folder: &Path, patterns: &Patterns, expects_files: bool, cancel: &CancelToken) -> Walk {
    let mut walk = Walk::default();
    if !folder.is_dir() {
        walk.absent = true;
        return walk;
    }
    let entries = WalkDir::new(folder).follow_links(false).into_iter();
    let relative = |entry: &DirEntry| {
        let path = entry.path();
        path.strip_prefix(folder).unwrap_or(path).to_owned()
    };
    for entry in entries.filter_entry(|entry| {
        entry.depth() == 0 || !(is_hidden(entry) || patterns.exclude(&relative(entry)))
    }) {
        if cancel.is_cancelled() {
            break;
        }
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                if !patterns.include(&relative(&entry)) {
                    continue;
                }
                match seen(folder, &entry) {
                    Ok(file) => walk.files.push(file),
                    Err(error) => walk.unreadable.push((entry.into_path(), error)),
                }
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let error = error
                    .into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("a loop of folders"));
                walk.unreadable.push((path, error));
            }
        }
    }
    walk.absent = expects_files && is_empty(folder);
    walk
}

fn seen(folder: &Path, entry: &DirEntry) -> Result<SeenFile, std::io::Error> {
    let metadata = entry.metadata()?;
    let mtime_ns = metadata
        .modified()?
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
        });
    let relative = entry
        .path()
        .strip_prefix(folder)
        .unwrap_or(entry.path())
        .to_owned();
    Ok(SeenFile {
        relative,
        size: metadata.len(),
        mtime_ns,
    })
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_files_are_left_out_and_an_emptied_mount_point_is_absent() {
        let folder = tempfile::tempdir().expect("a folder");
        let cancel = CancelToken::new();
        let all = Patterns::default();
        assert!(!walk(folder.path(), &all, false, &cancel).absent);
        assert!(walk(folder.path(), &all, true, &cancel).absent);
        assert!(walk(&folder.path().join("gone"), &all, false, &cancel).absent);

        std::fs::create_dir_all(folder.path().join("a/.thumbnails")).expect("folders");
        std::fs::write(folder.path().join("a/.thumbnails/x.jpg"), b"x").expect("a file");
        std::fs::write(folder.path().join("a/y.jpg"), b"yy").expect("a file");
        let seen = walk(folder.path(), &all, true, &cancel);
        assert!(!seen.absent && seen.unreadable.is_empty());
        assert_eq!(seen.files.len(), 1);
        assert_eq!(seen.files[0].relative, Path::new("a/y.jpg"));
        assert_eq!(seen.files[0].size, 2);
    }

    #[test]
    fn what_patterns_leave_out_is_not_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["Private/a.jpg", "Trips/b.jpg", "Trips/c.pdf"] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            std::fs::write(path, b"x").expect("a file");
        }
        let patterns = |include: &[&str], exclude: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            let (include, exclude): (Vec<_>, Vec<_>) = (owned(include), owned(exclude));
            Patterns::parse(&include, &exclude).expect("they are patterns")
        };
        let seen = |patterns: &Patterns| {
            let walk = walk(folder.path(), patterns, false, &CancelToken::new());
            let mut files: Vec<PathBuf> = walk.files.into_iter().map(|it| it.relative).collect();
            files.sort();
            files
        };
        assert_eq!(
            seen(&patterns(&["*.JPG"], &["private"])),
            [Path::new("Trips/b.jpg")]
        );
        assert_eq!(
            seen(&patterns(&[], &["Trips/**"])),
            [Path::new("Private/a.jpg")]
        );
    }
}
