//! Paths as text and back, without loss: names that are not Unicode are legal on Unix, and a file
//! must not become invisible because of its name.
//!
//! A byte that is not UTF-8 is written as U+FDD0 (a noncharacter, reserved for such inner use) and
//! two hexadecimal digits; a real U+FDD0 in a name is escaped the same way, byte by byte.

use std::path::{Component, Path, PathBuf};

use crate::error::StoreError;

#[cfg(unix)]
const ESCAPE: char = '\u{FDD0}';

/// The text of a path.
#[cfg(unix)]
pub(crate) fn to_text(path: &Path) -> Result<String, StoreError> {
    use std::os::unix::ffi::OsStrExt;
    if let Some(text) = path.to_str()
        && !text.contains(ESCAPE)
    {
        return Ok(text.to_owned());
    }
    let escape = |out: &mut String, bytes: &[u8]| {
        for byte in bytes {
            out.push(ESCAPE);
            out.push_str(&format!("{byte:02x}"));
        }
    };
    let mut out = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == ESCAPE {
                escape(&mut out, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                out.push(c);
            }
        }
        escape(&mut out, chunk.invalid());
    }
    Ok(out)
}

/// The path that [`to_text`] wrote down.
#[cfg(unix)]
pub(crate) fn to_path(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut pieces = text.split(ESCAPE);
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let byte = piece.get(..2).and_then(|d| u8::from_str_radix(d, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend_from_slice(&piece.as_bytes()[2..]);
            }
            None => bytes.extend_from_slice(piece.as_bytes()),
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// The text of a path.
#[cfg(not(unix))]
pub(crate) fn to_text(path: &Path) -> Result<String, StoreError> {
    path.to_str()
        .map(str::to_owned)
        .ok_or_else(|| StoreError::PathNotUnicode { path: path.into() })
}

/// The path that [`to_text`] wrote down.
#[cfg(not(unix))]
pub(crate) fn to_path(text: &str) -> PathBuf {
    text.into()
}

/// The text of a path within a folder: its parts joined by `/` on every system.
pub(crate) fn rel_to_text(path: &Path) -> Result<String, StoreError> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(to_text(Path::new(part))?),
            Component::CurDir => {}
            _ => return Err(StoreError::PathOutside { path: path.into() }),
        }
    }
    if parts.is_empty() {
        return Err(StoreError::PathOutside { path: path.into() });
    }
    Ok(parts.join("/"))
}

/// The path within a folder that [`rel_to_text`] wrote down.
pub(crate) fn rel_to_path(text: &str) -> PathBuf {
    text.split('/').map(to_path).collect()
}

/// The absolute path of a file from the texts of its folder and of its path within.
pub(crate) fn join(folder: &str, rel: &str) -> PathBuf {
    to_path(folder).join(rel_to_path(rel))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn names_that_are_not_unicode_survive() {
        for bytes in [
            b"plain/name.jpg".to_vec(),
            b"caf\xe9/\xff\xfe.jpg".to_vec(),
            "a\u{FDD0}ffb".as_bytes().to_vec(),
            b"\xef\xb7".to_vec(),
        ] {
            let path: PathBuf = std::ffi::OsString::from_vec(bytes).into();
            let text = rel_to_text(&path).expect("a path within a folder");
            assert_eq!(rel_to_path(&text), path, "written as {text:?}");
        }
    }

    #[test]
    fn a_path_that_leaves_its_folder_is_refused() {
        for path in ["../x", "/x", "a/../../x", ""] {
            assert!(
                matches!(
                    rel_to_text(Path::new(path)),
                    Err(StoreError::PathOutside { .. })
                ),
                "{path:?} was taken"
            );
        }
    }
}
