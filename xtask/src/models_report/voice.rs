//! Transcripts of speakers and clips that the speech model's training never heard.

use std::collections::BTreeSet;

use anyhow::Result;

use super::held_out;
use super::markdown::{commands, share, table};
use super::material::{Labelled, Material};
use super::program::{INSPECT, Inspected, Program};
use super::scoring::{Edits, normalised};
use crate::shell::say;

/// Each set by the short name that the rule of what is kept out goes by, and its folder.
const SETS: [(&str, &str); 4] = [
    ("an4", "speech_an4"),
    ("digits", "speech_digits"),
    ("ljspeech", "speech_ljspeech"),
    ("speechocean", "speech_speechocean762"),
];

/// So many clips of each set, unless told otherwise.
const CLIPS: usize = 40;

const SAY_EVERY: usize = 10;

/// Inspects the clips of each set and counts the edits.
pub fn report(program: &Program, material: &Material, limit: Option<usize>) -> Result<()> {
    let limit = limit.unwrap_or(CLIPS);
    let mut rows = Vec::new();
    for (set, folder) in SETS {
        let clips: Vec<Labelled> = material
            .files(folder)?
            .into_iter()
            .filter(|clip| held_out::is_clip(set, &clip.name, clip.text("speaker")))
            .filter(|clip| !normalised(clip.text("text")).is_empty())
            .collect();
        let (measured, kept_out) = (&clips[..clips.len().min(limit)], clips.len());
        rows.push(measure(program, folder, measured, kept_out)?);
    }
    println!("{}", commands(&[INSPECT]));
    println!(
        "FILE is each clip in turn: of those that models/training/wav2vec2/pack.py keeps out, at \
         most {limit} of each set, the first of its manifest. Truth and transcript are normalised \
         as training does: capitals, apostrophes inside words, one space between words.\n"
    );
    let head = [
        "set",
        "clips",
        "of held-out clips",
        "speakers",
        "word error rate",
        "character error rate",
        "not read",
    ];
    print!("{}", table(&head, &rows));
    Ok(())
}

/// The row of one set.
fn measure(
    program: &Program,
    set: &str,
    clips: &[Labelled],
    kept_out: usize,
) -> Result<Vec<String>> {
    let (mut words, mut characters) = (Edits::default(), Edits::default());
    let mut not_read = 0;
    for (number, clip) in clips.iter().enumerate() {
        if number % SAY_EVERY == 0 {
            say(&format!("{set}: {number} of {}", clips.len()));
        }
        let heard = match program.inspect(INSPECT, &clip.path)? {
            Inspected::Understood(inspected) => {
                let heard = inspected["transcript"]["text"].as_str();
                heard.unwrap_or_default().to_owned()
            }
            Inspected::Refused(said) => {
                say(&format!("{} is not read: {said}", clip.path.display()));
                not_read += 1;
                String::new()
            }
        };
        let (truth, heard) = (normalised(clip.text("text")), normalised(&heard));
        words.add(&split(&truth), &split(&heard));
        characters.add(truth.as_bytes(), heard.as_bytes());
    }
    let speakers: BTreeSet<&str> = clips.iter().map(|clip| clip.text("speaker")).collect();
    Ok(vec![
        set.to_owned(),
        clips.len().to_string(),
        kept_out.to_string(),
        speakers.len().to_string(),
        share(words.rate()),
        share(characters.rate()),
        not_read.to_string(),
    ])
}

fn split(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}
