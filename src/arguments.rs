//! What can be typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Finds your own photos, papers and voice notes again, on your machine.
#[derive(Debug, Parser)]
#[command(name = "rummage", version)]
pub struct Arguments {
    /// Everything that all commands take.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    /// What was typed, flags of `search` before or behind its words.
    pub fn read() -> Self {
        Self::parse_from(flags_first(std::env::args_os().collect()))
    }
}

/// Puts the flags of `search` before the words of its query. There a minus sign means "without", so
/// clap has to leave everything behind the first word alone, flags included.
fn flags_first(typed: Vec<OsString>) -> Vec<OsString> {
    let is_command = |at: &usize| typed[*at] == "search" && typed[at - 1] != "--library";
    let Some(command) = (1..typed.len()).find(is_command) else {
        return typed;
    };
    let mut flags = typed[..=command].to_vec();
    let mut words = Vec::new();
    let mut rest = typed[command + 1..].iter().cloned();
    while let Some(word) = rest.next() {
        match word.to_str().unwrap_or_default() {
            "--" => words.extend(rest.by_ref()),
            "--json" | "--help" | "-h" => flags.push(word),
            "--library" | "--limit" | "--by" => {
                flags.push(word);
                flags.extend(rest.next());
            }
            flag if ["--library=", "--limit=", "--by="]
                .iter()
                .any(|name| flag.starts_with(name)) =>
            {
                flags.push(word);
            }
            _ => words.push(word),
        }
    }
    if !words.is_empty() {
        flags.push("--".into());
    }
    flags.extend(words);
    flags
}

/// Everything that all commands take.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The library: the folder that holds the index [default: the platform's data directory]
    #[arg(long, global = true, value_name = "DIR", env = "RUMMAGE_LIBRARY")]
    pub library: Option<PathBuf>,
    /// Print the answer as JSON (docs/json.md)
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add folders and index what is new or changed in all folders
    Index {
        /// Folders to add; none: rescan those known
        paths: Vec<PathBuf>,
    },
    /// Find photos, papers and voice notes
    Search(SearchArguments),
    /// Show what is known of a file in the library
    Show {
        /// The file
        file: PathBuf,
    },
    /// Show what would be understood of a file, without a library
    Inspect {
        /// The file
        file: PathBuf,
        /// Add the image vector
        #[arg(long)]
        embedding: bool,
        /// Add the fields that the layout model and the rules would each give alone
        #[arg(long)]
        by_source: bool,
    },
    /// What the library holds and what is left to do
    Status,
    /// Files that could not be read, with the reason
    Failures {
        /// Try all of them again
        #[arg(long)]
        retry: bool,
    },
    /// The folders of the library
    Folders {
        #[command(subcommand)]
        action: FolderAction,
    },
    /// Build the indexes anew from the stored facts, without running a model
    Rebuild {
        /// Which index [default: both]
        index: Option<RebuildTarget>,
    },
    /// Measure search on labelled queries (lines of {"query": …, "relevant": […]})
    Eval {
        /// The file of queries; its paths are relative to it
        queries: PathBuf,
        /// Use one source of evidence only
        #[arg(long)]
        by: Option<EvidenceArgument>,
        /// Rank everything, as if photos and recordings had no cut-off
        #[arg(long)]
        no_cut_off: bool,
        /// Also print each query with its recall and first hits
        #[arg(long)]
        details: bool,
    },
    /// Play a recording
    Play {
        /// The file
        file: PathBuf,
        /// Start here
        #[arg(long, value_name = "SECONDS", default_value_t = 0.0)]
        at: f64,
    },
    /// Open the window on the library
    Open {
        /// Return only when the window is closed
        #[arg(long)]
        wait: bool,
        /// Hide the window if it is shown; for a key of your desktop
        #[arg(long)]
        toggle: bool,
    },
    /// Check that everything Rummage needs is there
    Doctor,
}

/// A search.
#[derive(Debug, Args)]
pub struct SearchArguments {
    /// The query, as one or several words (docs/search.md)
    #[arg(required = true, allow_hyphen_values = true, trailing_var_arg = true)]
    pub query: Vec<String>,
    /// At most so many hits
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: usize,
    /// Use one source of evidence only
    #[arg(long)]
    pub by: Option<EvidenceArgument>,
}

/// Sources of evidence that can be asked for alone.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EvidenceArgument {
    /// Words: on pages, in fields, spoken, in names
    Text,
    /// What a picture shows
    Concept,
}

/// What to do with folders.
#[derive(Debug, Subcommand)]
pub enum FolderAction {
    /// Add folders without indexing them yet
    Add {
        /// The folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Remove folders; your files stay where they are
    Remove {
        /// The folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// List the folders
    List,
}

/// What can be rebuilt.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RebuildTarget {
    /// The text index
    Text,
    /// The vectors
    Vectors,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(typed: &str) -> (Common, SearchArguments) {
        let typed = typed.split(' ').map(OsString::from).collect();
        let arguments = Arguments::try_parse_from(flags_first(typed)).expect("a search");
        match arguments.command {
            Command::Search(search) => (arguments.common, search),
            other => panic!("a search, not {other:?}"),
        }
    }

    #[test]
    fn flags_may_stand_before_or_behind_the_words_of_a_query() {
        for typed in [
            "rummage --library L --json search --limit 3 red car -dog",
            "rummage search red car -dog --limit=3 --library L --json",
            "rummage search red --json car --library=L -dog --limit 3",
        ] {
            let (common, search) = search(typed);
            assert_eq!(search.query, ["red", "car", "-dog"], "{typed}");
            assert_eq!((search.limit, common.json), (3, true), "{typed}");
            assert_eq!(common.library, Some("L".into()), "{typed}");
        }
    }

    #[test]
    fn what_is_no_flag_is_searched() {
        assert_eq!(search("rummage search -dog").1.query, ["-dog"]);
        assert_eq!(
            search("rummage search --colour red").1.query,
            ["--colour", "red"]
        );
        assert_eq!(search("rummage search -- --json").1.query, ["--json"]);
        assert_eq!(search("rummage search search").1.query, ["search"]);
    }
}
