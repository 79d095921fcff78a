//! Folding of text: what counts as the same word when something is searched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, with ligatures and full-width forms resolved: `Résumé` → `resume`.
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' | 'ð' => out.push('d'),
                _ => out.push(c),
            }
            out
        })
}

/// The folded words of `text`: maximal runs of letters and digits, with apostrophes dropped.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .map(|word| word.replace(['\'', '’'], ""))
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_ligatures_do_not_count() {
        assert_eq!(fold("Résumé Straße ﬁn Łódź"), "resume strasse fin lodz");
    }

    #[test]
    fn words_split_at_separators_and_keep_contractions_whole() {
        assert_eq!(
            words("Don't pay A-1312/B!"),
            ["dont", "pay", "a", "1312", "b"]
        );
    }
}
