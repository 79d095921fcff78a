//! The store as the engine sees it, on real files.

mod attempts;
mod changes;
mod extractions;
mod failures;
mod files;
mod filters;
mod kit;
mod opening;
mod operations;
mod own_words;
