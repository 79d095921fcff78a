//! When two words are near enough to be the same one misspelt, or misheard.

/// The edit distance of two words in characters, where swapping neighbours counts as one change
/// (optimal string alignment); `None` when it is above `limit`.
pub(crate) fn distance(a: &[char], b: &[char], limit: u8) -> Option<u8> {
    let limit = usize::from(limit);
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let width = b.len() + 1;
    let mut before = vec![0usize; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0usize; width];
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > limit {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    (last[b.len()] <= limit).then_some(last[b.len()] as u8)
}

/// How many changes a written word may have: words of up to three letters none, and numbers and
/// codes none at all, because another number is another thing.
pub(crate) fn written_limit(word: &[char]) -> u8 {
    match word.len() {
        _ if word.iter().any(char::is_ascii_digit) => 0,
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// How many changes a spoken word may have: a recogniser that spells by ear is further off than a
/// typist. Beyond [`written_limit`] the consonants must agree too ([`sounds_alike`]).
pub(crate) fn spoken_limit(word: &[char]) -> u8 {
    match word.len() {
        _ if word.iter().any(char::is_ascii_digit) => 0,
        0..=2 => 0,
        3..=4 => 1,
        5..=7 => 2,
        _ => 3,
    }
}

/// Whether the consonants of two words sound alike, one after the other; for words with many of
/// them, all but one.
pub(crate) fn sounds_alike(a: &[char], b: &[char]) -> bool {
    let (a, b) = (consonants(a), consonants(b));
    let slack = u8::from(a.len().min(b.len()) >= 4);
    !a.is_empty() && distance(&a, &b, slack).is_some()
}

/// The consonants as they sound in English, roughly: letters that are spelt for one another become
/// one, doubles are dropped.
fn consonants(word: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(word.len());
    for (i, c) in word.iter().enumerate() {
        let next = word.get(i + 1);
        let sound = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => continue,
            'p' if next == Some(&'h') => 'f',
            'c' if matches!(next, Some('e' | 'i' | 'y')) => 's',
            'c' | 'q' | 'x' => 'k',
            'z' => 's',
            'd' => 't',
            'b' => 'p',
            'v' => 'f',
            'g' | 'j' => 'j',
            other => *other,
        };
        if out.last() != Some(&sound) {
            out.push(sound);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn a_swap_of_neighbours_is_one_change() {
        assert_eq!(distance(&chars("invocie"), &chars("invoice"), 2), Some(1));
        assert_eq!(distance(&chars("invoice"), &chars("invoice"), 0), Some(0));
        assert_eq!(distance(&chars("kitten"), &chars("sitting"), 3), Some(3));
        assert_eq!(distance(&chars("kitten"), &chars("sitting"), 2), None);
    }

    #[test]
    fn numbers_are_never_misspelt() {
        assert_eq!(written_limit(&chars("1312")), 0);
        assert_eq!(spoken_limit(&chars("a1312b")), 0);
    }

    #[test]
    fn what_a_recogniser_hears_sounds_alike() {
        for (said, heard) in [
            ("dentist", "dentest"),
            ("photo", "foto"),
            ("kitchen", "citchin"),
            ("bathroom", "bathrum"),
        ] {
            assert!(
                sounds_alike(&chars(said), &chars(heard)),
                "{said} and {heard} sound alike"
            );
        }
        assert!(!sounds_alike(&chars("green"), &chars("queen")));
        assert!(!sounds_alike(&chars("table"), &chars("cable")));
    }

    /// The textbook recursion, without any limit or band.
    fn oracle(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([a0 @ .., x], [b0 @ .., y]) => {
                let mut best = (oracle(a0, b0) + usize::from(x != y))
                    .min(oracle(a0, b) + 1)
                    .min(oracle(a, b0) + 1);
                if let ([a1 @ .., v], [b1 @ .., w]) = (a0, b0)
                    && x == w
                    && v == y
                {
                    best = best.min(oracle(a1, b1) + 1);
                }
                best
            }
        }
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_textbook(a in "[abc]{0,6}", b in "[abc]{0,6}", limit in 0u8..4) {
            let (a, b) = (chars(&a), chars(&b));
            let expected = oracle(&a, &b);
            let found = distance(&a, &b, limit);
            prop_assert_eq!(found, (expected <= usize::from(limit)).then_some(expected as u8));
        }
    }
}
