//! Prints how well text coverage tells 100 papers from 100 photos, all real.
//!
//!     RUMMAGE_DATA=DIR cargo run --release -p rummage-media --example text_coverage [-- tuning] [-- list]
//!
//! The papers: all pictures of `docs_scanned_invoices` and `docs_scans_and_odd` of which every second
//! is taken, filled up with receipts; the photos: an even sample of `photos_flickr8k`. With `tuning`
//! the other half is taken, by which the thresholds were chosen.

use std::path::{Path, PathBuf};

use rummage_media::{FileFormat, MediaSettings, decode_photo, identify, text_coverage};

const EACH: usize = 100;

fn main() {
    let Some(data) = std::env::var_os("RUMMAGE_DATA").map(PathBuf::from) else {
        println!("skipped: RUMMAGE_DATA is not set");
        return;
    };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let half = usize::from(has("tuning"));
    let mut papers = every_second(&pictures(&data.join("docs_scanned_invoices/files")), half);
    papers.extend(every_second(
        &pictures(&data.join("docs_scans_and_odd/files")),
        half,
    ));
    let receipts = every_second(&pictures(&data.join("docs_sroie_receipts/images")), half);
    let missing = EACH.saturating_sub(papers.len());
    papers.extend(evenly(&receipts, missing));
    let photos = every_second(&pictures(&data.join("photos_flickr8k/images")), half);
    let photos = evenly(&photos, EACH);

    let settings = MediaSettings::default();
    println!(
        "paper from {:.2}, both from {:.2}\n\n| taken for | photo | both | paper |\n|---|---|---|---|",
        settings.paper_coverage, settings.both_coverage
    );
    let mut listing = Vec::new();
    for (name, files) in [("papers", papers), ("photos", photos)] {
        let mut counts = [0; 3];
        let mut scores = Vec::new();
        for path in files {
            let Some(score) = score(&path, &settings) else {
                continue;
            };
            let taken = if score >= settings.paper_coverage {
                2
            } else {
                usize::from(score >= settings.both_coverage)
            };
            counts[taken] += 1;
            scores.push(score);
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            listing.push(format!("{score:.3} {name} {file}"));
        }
        println!(
            "| {} {name} | {} | {} | {} |",
            scores.len(),
            counts[0],
            counts[1],
            counts[2]
        );
    }
    if has("list") {
        listing.sort();
        println!("\n{}", listing.join("\n"));
    }
}

fn score(path: &Path, settings: &MediaSettings) -> Option<f32> {
    let format = identify(path).ok()??;
    let photo = decode_photo(path, format, settings).ok()?;
    Some(text_coverage(&photo.image))
}

/// The picture files of a folder, by name.
fn pictures(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| matches!(identify(path), Ok(Some(format)) if ![FileFormat::Pdf, FileFormat::Heic].contains(&format)))
        .collect();
    files.sort();
    files
}

fn every_second(files: &[PathBuf], from: usize) -> Vec<PathBuf> {
    files.iter().skip(from).step_by(2).cloned().collect()
}

fn evenly(files: &[PathBuf], count: usize) -> Vec<PathBuf> {
    (0..count.min(files.len()))
        .map(|i| files[i * files.len() / count].clone())
        .collect()
}
