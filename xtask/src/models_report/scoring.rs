//! Measures: edits of transcripts, F1 of fields.

use std::ops::AddAssign;

/// Edits against what they were counted over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Edits {
    edits: usize,
    length: usize,
}

impl Edits {
    /// Counts the edits that turn `heard` into `truth`.
    pub fn add<T: PartialEq>(&mut self, truth: &[T], heard: &[T]) {
        self.edits += distance(truth, heard);
        self.length += truth.len();
    }

    /// Edits per true word or character.
    pub fn rate(self) -> f64 {
        self.edits as f64 / self.length.max(1) as f64
    }
}

/// Insertions, deletions and replacements (Levenshtein, 1966).
fn distance<T: PartialEq>(truth: &[T], heard: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (above, expected) in truth.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (at, found) in heard.iter().enumerate() {
            let replaced = diagonal + usize::from(expected != found);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[heard.len()]
}

/// Capitals, apostrophes inside words, one space between them: `normalise` of wav2vec2/text.py.
pub fn normalised(text: &str) -> String {
    let upper = text.to_uppercase().replace('’', "'");
    let runs = upper.split(|c: char| !c.is_ascii_uppercase() && c != '\'');
    let words: Vec<&str> = runs
        .flat_map(|run| run.split("''"))
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// How many fields are right, were given, and there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldCounts {
    /// Answers that equal the truth.
    pub right: usize,
    /// Answers.
    pub given: usize,
    /// True fields.
    pub there: usize,
}

impl FieldCounts {
    /// Counts one field that is there, by the answer to it if there is one.
    pub fn add(&mut self, truth: &str, answer: Option<&str>) {
        self.there += 1;
        self.given += usize::from(answer.is_some());
        self.right += usize::from(answer == Some(truth));
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.given + self.there).max(1) as f64
    }
}

impl AddAssign for FieldCounts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.given += other.given;
        self.there += other.there;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_over_what_was_said() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(distance(&words("A B C D"), &words("A X C")), 2);
        assert_eq!(distance(b"KITTEN", b"SITTING"), 3);
        assert_eq!(distance(b"AB", b""), 2);
        assert_eq!(distance(b"", b"AB"), 2);
        let mut edits = Edits::default();
        edits.add(b"ABCD", b"ABXD");
        edits.add(b"ABCD", b"");
        assert!((edits.rate() - 5.0 / 8.0).abs() < 1e-12);
    }

    #[test]
    fn transcripts_are_normalised_as_training_does() {
        // As Python's re.findall(r"[A-Z]+(?:'[A-Z]+)*", …) takes them apart.
        for (text, normal) in [
            ("Don’t  buy 'oat-milk'!", "DON'T BUY OAT MILK"),
            ("rock'n'roll a''b 4 c'", "ROCK'N'ROLL A B C"),
            ("Straße", "STRASSE"),
            (" '", ""),
        ] {
            assert_eq!(normalised(text), normal);
        }
    }

    #[test]
    fn f1_weighs_what_was_given_against_what_is_there() {
        let mut counts = FieldCounts::default();
        counts.add("A", Some("A"));
        counts.add("B", Some("A"));
        counts.add("C", None);
        assert_eq!((counts.right, counts.given, counts.there), (1, 2, 3));
        assert!((counts.f1() - 2.0 / 5.0).abs() < 1e-12);
        assert!(FieldCounts::default().f1().abs() < 1e-12);
        let mut sum = counts;
        sum += counts;
        assert_eq!((sum.right, sum.given, sum.there), (2, 4, 6));
    }
}
