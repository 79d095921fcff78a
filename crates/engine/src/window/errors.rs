//! The engine's errors as the pages get them: a code to branch on, what happened, what to do.

use rummage_api::{CommandError, ErrorCode};
use rummage_core::ErrorKind;
use rummage_store::StoreError;

use crate::error::EngineError;

impl From<EngineError> for CommandError {
    fn from(error: EngineError) -> Self {
        let code = code(&error);
        // Our messages say what happened and, behind a semicolon, what to do.
        let text = error.to_string();
        let (message, advice) = match text.split_once("; ") {
            Some((message, advice)) => (message.to_owned(), Some(advice.to_owned())),
            None => (text, None),
        };
        Self {
            code,
            message,
            advice,
        }
    }
}

fn code(error: &EngineError) -> ErrorCode {
    match error {
        EngineError::Store(error) => store_code(error),
        EngineError::Models(_) | EngineError::OtherPictureModel => ErrorCode::ModelMissing,
        EngineError::File { failure, .. } => match failure.kind {
            ErrorKind::NotFound => ErrorCode::NotFound,
            ErrorKind::Io | ErrorKind::PermissionDenied | ErrorKind::TimedOut => ErrorCode::Io,
            ErrorKind::Model | ErrorKind::MissingDependency => ErrorCode::ModelMissing,
            ErrorKind::Internal => ErrorCode::Internal,
            _ => ErrorCode::Unsupported,
        },
        EngineError::NotInLibrary(_)
        | EngineError::UnknownContent(_)
        | EngineError::Absent(_)
        | EngineError::NoDataFolder
        | EngineError::NoSamples => ErrorCode::NotFound,
        EngineError::NotAFolder(_)
        | EngineError::NotThatKind { .. }
        | EngineError::NoFieldValue { .. }
        | EngineError::NoPattern { .. }
        | EngineError::NotConfirmed
        | EngineError::Queries { .. } => ErrorCode::InvalidQuery,
        EngineError::Io { .. } => ErrorCode::Io,
        EngineError::Index(_) | EngineError::Cancelled => ErrorCode::Internal,
    }
}

fn store_code(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::Locked { .. } => ErrorCode::BusyElsewhere,
        StoreError::ReadOnly => ErrorCode::ReadOnly,
        StoreError::Io { .. } | StoreError::DiskFull | StoreError::Database(_) => ErrorCode::Io,
        StoreError::NoLibrary { .. }
        | StoreError::UnknownFolder(_)
        | StoreError::UnknownContent(_)
        | StoreError::UnknownFile(_) => ErrorCode::NotFound,
        StoreError::NotAFolder { .. }
        | StoreError::FolderOverlap { .. }
        | StoreError::PathNotUnicode { .. }
        | StoreError::PathOutside { .. } => ErrorCode::InvalidQuery,
        StoreError::NewerLibrary | StoreError::OlderLibrary => ErrorCode::Unsupported,
        StoreError::Damaged { .. } | StoreError::Migration(_) => ErrorCode::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_stands_apart_from_what_happened() {
        let error = CommandError::from(EngineError::NotAFolder("/x".into()));
        assert_eq!(error.code, ErrorCode::InvalidQuery);
        assert_eq!(error.message, "/x is not a folder");
        assert_eq!(
            error.advice.as_deref(),
            Some("name a folder that holds your files")
        );
        let locked = EngineError::Store(StoreError::Locked { pid: Some(7) });
        assert_eq!(CommandError::from(locked).code, ErrorCode::BusyElsewhere);
    }
}
