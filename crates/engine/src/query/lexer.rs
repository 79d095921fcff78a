//! Cuts a query into tokens. Never fails: an unclosed quotation mark ends at the end.

use std::ops::Range;

/// A piece of the query.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// `OR` or `|`.
    Or,
    /// Everything else.
    Item {
        /// Whether a minus sign stood before it.
        negated: bool,
        /// What stood before the quotation mark (`vendor:` in `vendor:"acme corp"`), or the word.
        head: String,
        /// The quoted text, if any.
        quoted: Option<String>,
    },
}

/// The tokens, each with the bytes of `text` in which it stands.
pub(super) fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if is_quote(first) {
            let (quoted, after) = read_quoted(rest, first);
            (
                Token::Item {
                    negated: false,
                    head: String::new(),
                    quoted: Some(quoted),
                },
                after,
            )
        } else {
            read_item(rest)
        };
        tokens.push((token, text.len() - rest.len()..text.len() - after.len()));
        rest = after.trim_start();
    }
    tokens
}

fn read_item(text: &str) -> (Token, &str) {
    let negated = text.starts_with(['-', '−'])
        && text
            .chars()
            .nth(1)
            .is_some_and(|c| !c.is_whitespace() && c != '-');
    let body = if negated {
        text.trim_start_matches(['-', '−'])
    } else {
        text
    };
    let end = body
        .find(|c: char| c.is_whitespace() || is_quote(c))
        .unwrap_or(body.len());
    let (head, after) = body.split_at(end);
    let opens = after.chars().next().filter(|c| is_quote(*c));
    // A quotation mark belongs to the item behind `name:` or a minus sign; otherwise it begins
    // an item of its own (`5"` is five inches).
    match opens {
        Some(mark) if head.ends_with([':', '=']) || (negated && head.is_empty()) => {
            let (quoted, after) = read_quoted(after, mark);
            (
                Token::Item {
                    negated,
                    head: head.to_owned(),
                    quoted: Some(quoted),
                },
                after,
            )
        }
        _ if !negated && matches!(head, "OR" | "|" | "||") => (Token::Or, after),
        _ => (
            Token::Item {
                negated,
                head: head.to_owned(),
                quoted: None,
            },
            after,
        ),
    }
}

fn read_quoted(text: &str, mark: char) -> (String, &str) {
    let body = &text[mark.len_utf8()..];
    let closes = |c: char| match mark {
        '"' | '„' | '“' | '”' => matches!(c, '"' | '“' | '”'),
        _ => c == '»' || c == '«',
    };
    match body.find(closes) {
        Some(end) => {
            let width = body[end..].chars().next().map_or(0, char::len_utf8);
            (body[..end].to_owned(), &body[end + width..])
        }
        None => (body.to_owned(), ""),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}
