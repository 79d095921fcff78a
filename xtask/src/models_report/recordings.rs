//! Whether a recording is found by three words that were said in it, among many.

use std::path::Path;

use anyhow::Result;

use super::markdown::{commands, count, measured, table};
use super::program::{Program, temporary_folder};

const INDEX: &str = "rummage --library LIBRARY --json index RECORDINGS";
const EVALUATE: &str = "rummage --library LIBRARY --json eval QUERIES";

/// Indexes the folder that models/training/wav2vec2/two_hundred.py wrote and asks its questions.
pub fn report(program: &Program, folder: &Path) -> Result<()> {
    let library = temporary_folder()?;
    let queries = folder.join("queries.jsonl");
    let named = [
        ("LIBRARY", library.path()),
        ("RECORDINGS", folder),
        ("QUERIES", &queries),
    ];
    let indexed = program.json(INDEX, &named)?;
    let evaluation = program.json(EVALUATE, &named)?;
    println!("\n### Recordings by three words\n");
    println!("{}", commands(&[INDEX, EVALUATE]));
    println!(
        "RECORDINGS is what models/training/wav2vec2/two_hundred.py writes: held-out memos in \
         held-out synthetic voices, and clips of held-out people. Each question is three words \
         that were said in one of them.\n"
    );
    let recalls = ["recall@1", "recall@5", "recall@10"];
    let mut row = vec![
        count(&indexed, "understood")?,
        count(&evaluation["all"], "queries")?,
    ];
    row.extend(measured(&evaluation["all"], &recalls)?);
    let head = [&["recordings", "questions"][..], &recalls].concat();
    print!("{}", table(&head, &[row]));
    Ok(())
}
