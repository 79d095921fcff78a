//! Photos asked for by their captions: the 1,000 test photos of Flickr8k, which no training saw.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::markdown::{commands, count, measured, table};
use super::material::{Labelled, Material};
use super::program::{Program, temporary_folder};
use crate::shell::{root, say};

const INDEX: &str = "rummage --library LIBRARY --json index PHOTOS";
const STATUS: &str = "rummage --library LIBRARY --json status";
const EVALUATE: &str = "rummage --library LIBRARY --json eval QUERIES --by concept --no-cut-off";

/// Stages the photos under names that tell nothing, indexes them, asks for each by its caption.
pub fn report(program: &Program, material: &Material, limit: Option<usize>) -> Result<()> {
    let photos = test_photos(material.files("photos_flickr8k")?)?;
    let photos = &photos[..photos.len().min(limit.unwrap_or(usize::MAX))];
    let (stage, library) = (temporary_folder()?, temporary_folder()?);
    let (folder, queries) = (
        stage.path().join("photos"),
        stage.path().join("queries.jsonl"),
    );
    say(&format!("copying {} photos", photos.len()));
    fs::write(&queries, copy(photos, &folder)?).context("the queries could not be written")?;

    let named = [
        ("LIBRARY", library.path()),
        ("PHOTOS", &folder),
        ("QUERIES", &queries),
    ];
    let indexed = program.json(INDEX, &named)?;
    let kinds = program.json(STATUS, &named)?["by_kind"].clone();
    let evaluation = program.json(EVALUATE, &named)?;

    println!("{}", commands(&[INDEX, STATUS, EVALUATE]));
    println!(
        "PHOTOS holds copies of the photos of models/training/clip/flickr8k_test_ids.txt under \
         numbers for names; QUERIES asks for each by its first caption, without the final stop and \
         with what the query language (docs/search.md) would take for an operator made harmless: \
         quotation marks, `:`, `<`, `>`, `=`, `|` become spaces, a minus sign before a word goes, \
         `OR` is written small. `eval` looks ten hits deep, so nothing beyond recall@10 is known.\n"
    );
    let all = &evaluation["all"];
    let recalls = ["recall@1", "recall@5", "recall@10"];
    let mut row = vec![count(all, "queries")?];
    row.extend(measured(all, &recalls)?);
    row.push(count(&kinds, "photo")?);
    row.push(count(&indexed, "failed")?);
    let head = [
        &["photos, each asked for once"][..],
        &recalls,
        &["taken for photos", "not read"],
    ];
    print!("{}", table(&head.concat(), &[row]));
    Ok(())
}

/// Those of the manifest whose names stand in the list of test photos.
fn test_photos(files: Vec<Labelled>) -> Result<Vec<Labelled>> {
    let list = root().join("models/training/clip/flickr8k_test_ids.txt");
    let ids = fs::read_to_string(&list)
        .with_context(|| format!("{} could not be read", list.display()))?;
    let ids: HashSet<&str> = ids.split_whitespace().collect();
    let photos: Vec<Labelled> = files
        .into_iter()
        .filter(|file| {
            let stem = file.path.file_stem().and_then(|stem| stem.to_str());
            stem.is_some_and(|stem| ids.contains(stem))
        })
        .collect();
    if photos.len() != ids.len() {
        bail!(
            "only {} of the {} test photos are in the manifest",
            photos.len(),
            ids.len()
        );
    }
    Ok(photos)
}

/// Copies the photos, because a scan follows no links; the lines of their queries.
fn copy(photos: &[Labelled], folder: &Path) -> Result<String> {
    fs::create_dir(folder).context("the folder of the photos could not be made")?;
    let mut lines = String::new();
    for (number, photo) in photos.iter().enumerate() {
        let extension = photo.path.extension().unwrap_or_default().to_string_lossy();
        let name = format!("{number:04}.{extension}");
        fs::copy(&photo.path, folder.join(&name))
            .with_context(|| format!("{} could not be copied", photo.path.display()))?;
        let caption = photo.truth["captions"][0].as_str();
        let caption = caption.with_context(|| format!("{} has no caption", photo.name))?;
        let relevant = [format!("photos/{name}")];
        let line = json!({ "query": plain_words(caption), "relevant": relevant });
        writeln!(lines, "{line}")?;
    }
    Ok(lines)
}

/// A caption as a query of plain words: nothing in it is an operator of the query language.
fn plain_words(caption: &str) -> String {
    let is_operator = |c: char| "\"“”„«»:<>=|".contains(c);
    let words = caption
        .trim()
        .trim_end_matches('.')
        .replace(is_operator, " ");
    let words = words
        .split_whitespace()
        .map(|word| word.trim_start_matches(['-', '−']));
    let words: Vec<&str> = words
        .map(|word| if word == "OR" { "or" } else { word })
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_holds_no_operator() {
        for (caption, query) in [
            ("Two dogs on pavement .", "Two dogs on pavement"),
            (
                "A man in front of a sign that says \" HELL \" .",
                "A man in front of a sign that says HELL",
            ),
            (
                "cross-country skis , not -snow",
                "cross-country skis , not snow",
            ),
            (
                "kind:photo total>5 black OR white",
                "kind photo total 5 black or white",
            ),
            ("a dog - running", "a dog running"),
        ] {
            assert_eq!(plain_words(caption), query);
        }
    }
}
