//! Reads `name:value` and `name<value` as a condition, or says that it is none.

use rummage_core::{DocumentKind, FieldName, MediaKind, money, text};

use super::ast::{Comparison, Constraint};
use super::period::Period;
use super::vocabulary;

/// The condition that `head` (with the quoted value behind it, if any) states.
pub(super) fn read(head: &str, quoted: Option<&str>) -> Option<Constraint> {
    let at = head.find([':', '<', '>', '='])?;
    let name = text::fold(&head[..at]);
    let (operator, rest) = split_operator(&head[at..]);
    let value = match quoted {
        Some(value) if rest.is_empty() => value,
        Some(_) => return None,
        None => rest,
    };
    if value.trim().is_empty() {
        return None;
    }
    let is_named = matches!(operator, ":" | "=");
    match name.as_str() {
        "kind" | "in" if is_named => {
            vocabulary::media_kind(&text::fold(value)).map(Constraint::Kind)
        }
        "type" if is_named => {
            vocabulary::document_kind(&text::fold(value)).map(Constraint::DocumentKind)
        }
        "camera" if is_named => Some(Constraint::Camera(text::fold(value))),
        "folder" | "path" if is_named => Some(Constraint::Folder(text::fold(value))),
        "ext" if is_named => {
            let extension = value.trim_start_matches('.').to_ascii_lowercase();
            (!extension.is_empty()).then_some(Constraint::Extension(extension))
        }
        "date" => date(None, operator, value),
        "before" => Some(Constraint::Date(None, Period::parse(value)?.before()?)),
        "after" => Some(Constraint::Date(None, Period::parse(value)?.after()?)),
        _ => field(vocabulary::field(&name)?, operator, value),
    }
}

fn field(name: FieldName, operator: &str, value: &str) -> Option<Constraint> {
    match name {
        FieldName::Subtotal | FieldName::Tax | FieldName::Total => amount(name, operator, value),
        FieldName::InvoiceDate | FieldName::DueDate => date(Some(name), operator, value),
        FieldName::Vendor
        | FieldName::InvoiceNumber
        | FieldName::Currency
        | FieldName::Customer => {
            matches!(operator, ":" | "=").then(|| Constraint::FieldText(name, text::fold(value)))
        }
    }
}

fn amount(name: FieldName, operator: &str, value: &str) -> Option<Constraint> {
    let hundredths = |text: &str| Some(money::parse_amount(text)?.minor);
    let comparison = match (operator, value.split_once("..")) {
        (":" | "=", Some((from, ""))) => Comparison::AtLeast(hundredths(from)?),
        (":" | "=", Some(("", to))) => Comparison::AtMost(hundredths(to)?),
        (":" | "=", Some((from, to))) => Comparison::Between(hundredths(from)?, hundredths(to)?),
        (":" | "=", None) => Comparison::Equal(hundredths(value)?),
        ("<", None) => Comparison::Less(hundredths(value)?),
        ("<=", None) => Comparison::AtMost(hundredths(value)?),
        (">", None) => Comparison::Greater(hundredths(value)?),
        (">=", None) => Comparison::AtLeast(hundredths(value)?),
        _ => return None,
    };
    Some(Constraint::FieldAmount(name, comparison))
}

fn date(name: Option<FieldName>, operator: &str, value: &str) -> Option<Constraint> {
    let period = match operator {
        ":" | "=" => Period::parse_range(value)?,
        "<" => Period::parse(value)?.before()?,
        "<=" => Period::parse(value)?.until(),
        ">" => Period::parse(value)?.after()?,
        ">=" => Period::parse(value)?.since(),
        _ => return None,
    };
    Some(Constraint::Date(name, period))
}

/// `:<=500` and `:>500` are taken as `<=500` and `>500`.
fn split_operator(text: &str) -> (&str, &str) {
    let text = match text.strip_prefix(':') {
        Some(rest) if rest.starts_with(['<', '>', '=']) => rest,
        _ => text,
    };
    let width = if text.starts_with("<=") || text.starts_with(">=") {
        2
    } else {
        1
    };
    text.split_at(width)
}

/// How a condition is written, for the list of what was understood.
impl std::fmt::Display for Constraint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kind(kind) => write!(f, "kind:{}", MediaKind::as_str(*kind)),
            Self::DocumentKind(kind) => write!(f, "type:{}", DocumentKind::as_str(*kind)),
            Self::FieldText(name, value) => write!(f, "{}:{}", name.as_str(), quote(value)),
            Self::FieldAmount(name, comparison) => {
                let name = name.as_str();
                match *comparison {
                    Comparison::Less(x) => write!(f, "{name}<{}", units(x)),
                    Comparison::AtMost(x) => write!(f, "{name}<={}", units(x)),
                    Comparison::Greater(x) => write!(f, "{name}>{}", units(x)),
                    Comparison::AtLeast(x) => write!(f, "{name}>={}", units(x)),
                    Comparison::Equal(x) => write!(f, "{name}:{}", units(x)),
                    Comparison::Between(a, b) => write!(f, "{name}:{}..{}", units(a), units(b)),
                }
            }
            Self::Date(name, Period { first, last }) => {
                let name = name.map_or("date", FieldName::as_str);
                match (first, last) {
                    (Some(first), Some(last)) if first == last => write!(f, "{name}:{first}"),
                    (Some(first), Some(last)) => write!(f, "{name}:{first}..{last}"),
                    (Some(first), None) => write!(f, "{name}>={first}"),
                    (None, Some(last)) => write!(f, "{name}<={last}"),
                    (None, None) => write!(f, "{name}:any"),
                }
            }
            Self::Camera(value) => write!(f, "camera:{}", quote(value)),
            Self::Folder(value) => write!(f, "folder:{}", quote(value)),
            Self::Extension(value) => write!(f, "ext:{value}"),
        }
    }
}

fn quote(value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("\"{value}\"")
    } else {
        value.to_owned()
    }
}

fn units(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let hundredths = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}
