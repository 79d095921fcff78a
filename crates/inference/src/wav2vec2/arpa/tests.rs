//! ARPA files: right ones give the probabilities that the format defines, and no other ends in a panic.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use super::super::ngrams::State;
use super::*;

const SMALL: &str = "made by hand\n\n\\data\\\nngram 1=4\nngram 2=2\n\n\\1-grams:\n-99\t<s>\t-0.5\n-1.0\tA\t-0.25\n\
                     -1.5\tB\n-2.0\t</s>\n\n\\2-grams:\n-0.5\t<s> A\n-0.75\tA B\n\n\\end\\\n";

/// N-grams of words by their words, each with log and back-off.
type Listed = BTreeMap<Vec<usize>, (f32, f32)>;

/// Models in which every n-gram's words without the last are listed too, as the format asks.
fn models() -> impl Strategy<Value = (usize, Listed)> {
    let log = || (-900i32..0).prop_map(|hundredths| hundredths as f32 / 100.0);
    let weight = || (-200i32..100).prop_map(|hundredths| hundredths as f32 / 100.0);
    let grams = prop::collection::vec(prop::collection::vec(0usize..6, 2..=HIGHEST_ORDER), 0..40);
    (1..=HIGHEST_ORDER, grams)
        .prop_flat_map(move |(highest, grams)| {
            let mut keys: Vec<Vec<usize>> = (0..6).map(|word| vec![word]).collect();
            for gram in grams {
                keys.extend((2..=gram.len().min(highest)).map(|length| gram[..length].to_vec()));
            }
            keys.sort();
            keys.dedup();
            let count = keys.len();
            let values = prop::collection::vec((log(), weight()), count);
            (Just(highest), Just(keys), values)
        })
        .prop_map(|(highest, keys, values)| {
            let no_back_off = |key: &Vec<usize>, (log10, back_off)| {
                (log10, if key.len() == highest { 0.0 } else { back_off })
            };
            let listed = keys.into_iter().zip(values);
            let listed = listed.map(|(key, value)| (key.clone(), no_back_off(&key, value)));
            (highest, listed.collect())
        })
}

fn name(word: usize) -> &'static str {
    ["<s>", "A", "AB", "ABC", "B", "</s>"][word]
}

fn written(highest: usize, listed: &Listed) -> String {
    let mut text = "\\data\\\n".to_owned();
    let of_length = |length: usize| listed.iter().filter(move |(key, _)| key.len() == length);
    for length in 1..=highest {
        text += &format!("ngram {length}={}\n", of_length(length).count());
    }
    for length in 1..=highest {
        text += &format!("\n\\{length}-grams:\n");
        for (key, (log10, back_off)) in of_length(length) {
            let words: Vec<&str> = key.iter().map(|word| name(*word)).collect();
            text += &format!("{log10}\t{}", words.join(" "));
            if length < highest {
                text += &format!("\t{back_off}");
            }
            text += "\n";
        }
    }
    text + "\n\\end\\\n"
}

/// The format's own definition.
fn by_definition(listed: &Listed, before: &[usize], word: usize) -> f64 {
    let mut whole = before.to_vec();
    whole.push(word);
    if let Some((log10, _)) = listed.get(&whole) {
        return f64::from(*log10);
    }
    let back_off = listed.get(before).map_or(0.0, |(_, back_off)| *back_off);
    f64::from(back_off) + by_definition(listed, &before[1..], word)
}

fn fault(text: &str) -> (usize, String) {
    let fault = parse(text.as_bytes()).err().expect("refused");
    (fault.line, fault.what)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_text_has_the_probability_that_the_format_defines(
        (highest, listed) in models(),
        text in prop::collection::vec(0usize..6, 0..12),
    ) {
        let grams = parse(written(highest, &listed).as_bytes()).expect("a model");
        let mut state = grams.start();
        let mut before = vec![0];
        for word in text {
            let from = before.len().saturating_sub(highest - 1);
            let expected = by_definition(&listed, &before[from..], word);
            let id = grams.id(name(word)).expect("listed");
            let log10 = grams.log10(state, id);
            prop_assert!((log10 - expected).abs() < 1e-5, "{} for {}", log10, expected);
            for length in 1..=name(word).len() {
                let alike = grams.beginning_with(&name(word)[..length]);
                prop_assert!(grams.best_of(state, &alike) >= log10, "never less than the word itself");
            }
            state = grams.after(state, Some(id));
            before.push(word);
        }
    }

    #[test]
    fn a_damaged_file_is_a_model_or_an_error_with_a_line_of_the_file(
        (highest, listed) in models(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(any::<u8>())), 1..6),
    ) {
        let mut bytes = written(highest, &listed).into_bytes();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            match byte {
                Some(byte) => bytes[place] = byte,
                None => { bytes.remove(place); }
            }
        }
        if let Err(fault) = parse(&bytes[..]) {
            let lines = bytes.split(|byte| *byte == b'\n').count();
            prop_assert!((1..=lines + 1).contains(&fault.line) && !fault.what.is_empty());
        }
    }

    #[test]
    fn lines_that_are_left_out_doubled_or_swapped_never_end_in_a_panic(
        (highest, listed) in models(),
        first in any::<prop::sample::Index>(),
        second in any::<prop::sample::Index>(),
    ) {
        let text = written(highest, &listed);
        let lines: Vec<&str> = text.lines().collect();
        let (first, second) = (first.index(lines.len()), second.index(lines.len()));
        let mut variants = vec![lines.clone(); 3];
        variants[0].remove(first);
        variants[1].insert(first, lines[second]);
        variants[2].swap(first, second);
        for variant in variants {
            // Both answers are right: a head that is left out may leave a smaller model whole.
            let _ = parse(variant.join("\n").as_bytes());
        }
    }

    #[test]
    fn any_bytes_at_all_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(parse(&bytes[..]).is_err());
    }
}

#[test]
fn text_before_the_data_and_words_without_a_back_off_are_read() {
    let grams = parse(SMALL.as_bytes()).expect("a model");
    let id = |word| grams.id(word).expect("listed");
    assert_eq!(grams.log10(grams.start(), id("A")), -0.5);
    assert_eq!(grams.log10(grams.start(), id("B")), -2.0);
    let after = grams.after(grams.start(), Some(id("A")));
    assert_eq!(grams.log10(after, id("B")), -0.75);
    assert_eq!(grams.drop(after), -0.25);
    assert_eq!(grams.after(after, None), State::EMPTY);
    let windows = SMALL.replace('\n', "\r\n");
    assert!(parse(windows.as_bytes()).is_ok());
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let with = |from: &str, to: &str| fault(&SMALL.replacen(from, to, 1));
    for (from, to, line, said) in [
        ("\\data\\", "data", 18, "no ARPA file"),
        ("ngram 2=2", "ngram 3=2", 5, "ngram 2=COUNT"),
        ("ngram 2=2", "ngram 2=two", 5, "ngram 2=COUNT"),
        ("ngram 1=4", "ngram 1=5", 13, "4 n-grams of order 1"),
        ("ngram 1=4", "ngram 1=3", 11, "2-grams"),
        ("ngram 2=2", "ngram 2=3", 17, "2 n-grams of order 2"),
        ("-1.0\tA", "one\tA", 9, "log of a probability"),
        ("-1.0\tA", "nan\tA", 9, "log of a probability"),
        ("-1.0\tA", "1.0\tA", 9, "greater than one"),
        ("-1.5\tB", "-1.5", 10, "fewer than 1 words"),
        ("-1.5\tB", "-1.5\tB C", 10, "back-off is no number"),
        ("-1.5\tB", "-1.5\tB -1 C", 10, "more than 1 words"),
        ("-1.5\tB", "-1.5\tA", 10, "stands further up"),
        (
            "-0.5\t<s> A",
            "-0.5\t<s> X",
            14,
            "not among the single words",
        ),
        ("-0.5\t<s> A", "-0.5\t<s> A -0.1", 14, "highest order"),
        ("-0.5\t<s> A", "-0.5\tA B", 15, "stands further up"),
        ("\\2-grams:", "\\3-grams:", 13, "is missing"),
        ("\\end\\", "", 18, "ends before"),
        ("\\end\\", "-1\tC", 17, "is missing"),
    ] {
        let (found, what) = with(from, to);
        assert!(what.contains(said), "{from} → {to}: {what}");
        assert_eq!(found, line, "{from} → {to}: {what}");
    }
    let five = "\\data\\\nngram 1=1\nngram 2=1\nngram 3=1\nngram 4=1\nngram 5=1\n";
    assert!(fault(five).1.contains("more than 4 words"));
    assert_eq!(fault(five).0, 6);
    let three = SMALL
        .replacen("ngram 2=2", "ngram 2=2\nngram 3=1", 1)
        .replacen("\\end\\", "\\3-grams:\n-0.5\tB A B\n\n\\end\\", 1);
    assert_eq!(fault(&three).0, 19);
    assert!(fault(&three).1.contains("without the last"));
    let endless = "x".repeat(100_000);
    assert_eq!(fault(&endless).0, 1);
}

#[test]
fn binary_files_are_refused_with_the_way_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("words.bin");
    let mut bytes = b"mmap lm http://kheafield.com/code format version 5\n\0".to_vec();
    bytes.extend([0xff; 200]);
    fs::write(&file, bytes).expect("written");
    let error = read(&file).err().expect("refused");
    assert!(matches!(error, InferenceError::BinaryLanguageModel { .. }));
    assert!(error.to_string().contains("ARPA"), "{error}");
    let absent = read(&folder.path().join("none.arpa")).err();
    assert!(matches!(absent, Some(InferenceError::MissingFile { .. })));
    fs::write(&file, SMALL.replacen("-1.0", "?", 1)).expect("written");
    let bad = read(&file).err().expect("refused");
    assert!(matches!(
        bad,
        InferenceError::BadLanguageModel { line: 9, .. }
    ));
}
