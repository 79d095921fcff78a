//! The store as the engine sees it, on real files.

mod attempts;
mod changes;
mod corrections;
mod extractions;
mod failures;
mod files;
mod filters;
mod kept;
mod kit;
mod opening;
mod operations;
mod own_words;
