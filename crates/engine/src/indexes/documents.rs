//! What the text index is told about a content, beyond what stands in it: people ask for an
//! invoice where the paper says "Rechnung", and for March where it says 01.03.

use rummage_core::DocumentKind;
use rummage_index::TextDocument;
use rummage_store::Indexable;

use crate::query::period::Period;

/// The text of one content, by the groups of the index.
pub fn text_document(indexable: Indexable) -> TextDocument {
    let mut fields: Vec<String> = Vec::new();
    for (_, text) in indexable.fields {
        fields.extend(text.split_whitespace().filter_map(month_and_year));
        fields.push(text);
    }
    let kind = indexable
        .document_kind
        .filter(|kind| *kind != DocumentKind::Other);
    fields.extend(kind.map(|kind| kind.as_str().to_owned()));
    fields.extend(indexable.camera);
    TextDocument {
        body: indexable.text,
        spoken: indexable.spoken,
        names: indexable.names,
        fields,
    }
}

/// `2026-03-01` as `March 2026`.
fn month_and_year(word: &str) -> Option<String> {
    let is_iso_day = word.len() == 10 && word.as_bytes()[4] == b'-';
    let day = Period::parse(word).filter(|_| is_iso_day)?.first?;
    Some(day.strftime("%B %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_known_by_their_month() {
        assert_eq!(month_and_year("2026-03-01").as_deref(), Some("March 2026"));
        assert_eq!(month_and_year("1471.60"), None);
        assert_eq!(month_and_year("2026-13-01"), None);
    }
}
