//! The search finds the best text of all, and the words before decide between words that sound alike.

use std::collections::HashMap;

use ndarray::Array2;
use proptest::prelude::*;

use super::*;
use crate::wav2vec2::arpa;
use crate::wav2vec2::own_words::OwnWords;

/// Blank, delimiter and the letters of `letters`.
fn vocabulary(letters: &str) -> Vocabulary {
    let mut tokens = vec![Token::Silent, Token::Delimiter];
    tokens.extend(letters.chars().map(|letter| Token::Letter(letter.into())));
    Vocabulary { tokens, blank: 0 }
}

fn search(arpa: &str, beam: usize) -> BeamSearch {
    BeamSearch {
        words: LanguageModel {
            grams: arpa::parse(arpa.as_bytes()).expect("a model"),
            unknown: -6.0,
            unknown_letter: 0.5,
            own: OwnWords::default(),
            own_log10: -3.0,
        },
        beam,
        lm_weight: 0.5,
        word_bonus: 1.0,
        token_floor: -50.0,
    }
}

const SHORT_WORDS: &str = "\\data\\\nngram 1=5\nngram 2=4\nngram 3=2\n\n\\1-grams:\n-99\t<s>\t-0.5\n-1.0\tA\t-0.75\n\
    -1.5\tB\t-0.25\n-2.0\tAB\n-3.0\t<unk>\t-1.0\n\n\\2-grams:\n-0.25\t<s> B\t-0.5\n-0.5\tA B\t0.25\n-1.25\tB A\n-0.1\t<unk> A\n\n\
    \\3-grams:\n-0.25\t<s> B A\n-0.05\tA B A\n\n\\end\\\n";

/// All texts of `frames` with the summed probability of their paths, by trying each path.
fn texts_of_all_paths(frames: &Array2<f32>, vocabulary: &Vocabulary) -> HashMap<String, f64> {
    let mut paths = vec![(String::new(), true, 0.0)];
    for frame in frames.rows() {
        let mut longer = Vec::new();
        for (text, parted, log) in paths {
            for (token, value) in frame.iter().enumerate() {
                let log = log + f64::from(*value);
                let letter = vocabulary.letter(token);
                let ends_nothing = letter == Some("|") && (text.is_empty() || text.ends_with('|'));
                let next = match letter {
                    Some(letter) if !ends_nothing => match text.ends_with(letter) && !parted {
                        true => (text.clone(), false, log),
                        false => (format!("{text}{letter}"), false, log),
                    },
                    _ => (text.clone(), true, log),
                };
                longer.push(next);
            }
        }
        paths = longer;
    }
    let mut texts = HashMap::new();
    for (text, _, log) in paths {
        let sum = texts.entry(text).or_insert(f64::NEG_INFINITY);
        *sum = log_add(*sum, log);
    }
    texts
}

/// What `text` is worth as language.
fn language(search: &BeamSearch, text: &str) -> f64 {
    let mut state = search.words.start();
    let mut sum = 0.0;
    for word in text.split('|').filter(|word| !word.is_empty()) {
        sum += search.scale() * search.words.worth(state, word) + search.word_bonus;
        state = search.words.after(state, word);
    }
    sum
}

fn written(tokens: &[usize], vocabulary: &Vocabulary) -> String {
    let letters = tokens.iter().filter_map(|token| vocabulary.letter(*token));
    letters.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// States of the language model that were mixed up in merging would add up to a wrong answer here.
    #[test]
    fn a_beam_that_holds_all_finds_the_best_of_all_texts(
        logits in prop::collection::vec(prop::array::uniform4(-4.0f32..4.0), 1..7),
    ) {
        let vocabulary = vocabulary("AB");
        let search = search(SHORT_WORDS, 100_000);
        let rows = logits.len();
        let logits: Vec<f32> = logits.into_iter().flatten().collect();
        let logits = Array2::from_shape_vec((rows, 4), logits).expect("four tokens a frame");
        let frames = crate::wav2vec2::ctc::log_softmax(logits.view());
        let worth: HashMap<String, f64> = texts_of_all_paths(&frames, &vocabulary)
            .into_iter()
            .map(|(text, heard)| { let worth = heard + language(&search, &text); (text, worth) })
            .collect();
        let best = worth.values().copied().fold(f64::NEG_INFINITY, f64::max);
        let found = written(&search.decode(frames.view(), &vocabulary), &vocabulary);
        prop_assert!(worth[&found] > best - 1e-9, "{} is not the best of {:?}", found, worth);
    }
}

/// Frames that spell `path`, `.` for blanks; for a frame of two letters, as `(RT)`, both are as likely.
fn frames(path: &str, vocabulary: &Vocabulary) -> Array2<f32> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut inside = false;
    for letter in path.chars() {
        let token = vocabulary.tokens.iter().position(|token| match token {
            Token::Letter(known) => *known == letter.to_string(),
            Token::Delimiter => letter == '|',
            Token::Silent => letter == '.',
        });
        match (letter, token) {
            ('(', _) => {
                rows.push(Vec::new());
                inside = true;
            }
            (')', _) => inside = false,
            (_, Some(token)) if inside => rows.last_mut().expect("an open frame").push(token),
            (_, Some(token)) => rows.push(vec![token]),
            (_, None) => panic!("{letter} is no letter"),
        }
    }
    let mut logits = Array2::zeros((rows.len(), vocabulary.tokens.len()));
    for (row, tokens) in rows.into_iter().enumerate() {
        for token in tokens {
            logits[[row, token]] = 7.0;
        }
    }
    crate::wav2vec2::ctc::log_softmax(logits.view())
}

const ALIKE: &str = "\\data\\\nngram 1=5\nngram 2=2\n\n\\1-grams:\n-2\tPAY\t-0.5\n-2\tPITCH\t-0.5\n-2\tRENT\n-2\tTENT\n-2\tTHE\n\n\
    \\2-grams:\n-0.3\tPAY RENT\n-0.3\tPITCH TENT\n\n\\end\\\n";

#[test]
fn the_word_before_decides_between_words_that_sound_alike() {
    let vocabulary = vocabulary("ACEHINPRTY");
    let search = search(ALIKE, 24);
    let read = |path: &str| {
        let frames = frames(path, &vocabulary);
        written(&search.decode(frames.view(), &vocabulary), &vocabulary)
    };
    assert_eq!(read("PAY|(RT)E.NT|"), "PAY|RENT|");
    assert_eq!(read("PITCH|(RT)E.NT|"), "PITCH|TENT|");
}

#[test]
fn a_persons_own_words_are_spelled_as_they_are_given() {
    let vocabulary = vocabulary("ACEHINPRTY");
    let mut search = search(ALIKE, 24);
    let frames = frames("PAY|(EA)NA(PT)(IY)T|", &vocabulary);
    let mut read = |own: &[&str]| {
        let own: Vec<String> = own.iter().map(|word| (*word).to_owned()).collect();
        search.words.own = OwnWords::new(&own, &vocabulary);
        written(&search.decode(frames.view(), &vocabulary), &vocabulary)
    };
    assert_eq!(read(&["Anapyt & Tin"]), "PAY|ANAPYT|");
    assert_eq!(read(&["enatit.pdf"]), "PAY|ENATIT|");
}
