//! The TypeScript of all shapes, as `ui/src/lib/backend/contract.ts` holds it.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{
    CommandError, Estimate, ExampleQuery, FailedFile, FieldsFormat, IndexingState, Library,
    Machine, ModelPackage, Paper, Photo, PlaybackState, SavedSearch, SearchAnswer, SearchRequest,
    Settings, SuggestedFolder, TranscriptFormat, Voice,
};

const HEAD: &str = "\
/**
 * The shapes that cross the seam between the pages and the engine. Types only: how they are
 * fetched is said in `backend.ts`.
 *
 * Made by `cargo xtask bindings` from crates/api; never edit it by hand.
 *
 * Units: times in seconds from the start of a recording (`_s`), moments as ISO 8601 text, money in
 * minor units, boxes in the page's own units with the origin at the top left, offsets in a query in
 * UTF-16 code units, as a browser counts them.
 */
";

/// The declarations of everything that a command takes or answers and an event carries, by name.
pub fn typescript() -> String {
    let mut declarations = Declarations {
        // Every number here is far below 2^53.
        config: Config::new().with_large_int("number"),
        seen: HashSet::new(),
        by_name: BTreeMap::new(),
    };
    declarations.visit::<CommandError>();
    declarations.visit::<SearchRequest>();
    declarations.visit::<SearchAnswer>();
    declarations.visit::<SavedSearch>();
    declarations.visit::<ExampleQuery>();
    declarations.visit::<Photo>();
    declarations.visit::<Paper>();
    declarations.visit::<FieldsFormat>();
    declarations.visit::<Voice>();
    declarations.visit::<TranscriptFormat>();
    declarations.visit::<PlaybackState>();
    declarations.visit::<IndexingState>();
    declarations.visit::<Library>();
    declarations.visit::<SuggestedFolder>();
    declarations.visit::<Estimate>();
    declarations.visit::<FailedFile>();
    declarations.visit::<Settings>();
    declarations.visit::<Machine>();
    declarations.visit::<ModelPackage>();
    let texts: Vec<String> = declarations.by_name.into_values().collect();
    format!("{HEAD}\n{}\n", texts.join("\n\n"))
}

struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    /// In the order of names, because that of dependencies differs from build to build.
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let is_declared = T::output_path().is_some();
        if !is_declared || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        let docs = T::docs().unwrap_or_default();
        let declaration = T::decl(&self.config);
        let text = laid_out(&format!("{docs}export {declaration}"));
        self.by_name.insert(T::name(&self.config), text);
    }
}

/// A declaration as a person would write it: fields indented, a short comment on one line.
fn laid_out(declaration: &str) -> String {
    let short = declaration
        .replace("/**\n * ", "/** ")
        .replace("\n */\n", " */\n")
        .replace(", };", ",\n};");
    let mut text = String::new();
    let mut is_within = false;
    for line in short.lines().map(str::trim_end) {
        is_within &= !line.starts_with('}');
        let indent = if is_within { "  " } else { "" };
        text.push_str(&format!("{indent}{line}\n"));
        is_within |= line.starts_with("export");
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_have_the_types_of_this_crate() {
        let committed = include_str!("../../../ui/src/lib/backend/contract.ts");
        assert!(
            committed == typescript(),
            "ui/src/lib/backend/contract.ts is not what crates/api says: run `cargo xtask bindings`"
        );
    }

    #[test]
    fn what_may_be_absent_is_optional_and_numbers_are_numbers() {
        let text = typescript();
        assert!(text.contains("advice?: string"), "{text}");
        assert!(text.contains("currency: string | null"), "{text}");
        assert!(!text.contains("bigint"), "{text}");
        assert!(
            text.contains("export type Box = [number, number, number, number]"),
            "{text}"
        );
    }
}
