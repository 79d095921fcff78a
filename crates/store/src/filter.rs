//! Conditions on facts, as a value, and their translation to SQL. Everything that a user typed is a
//! bound parameter; the text of the statement consists of constants only.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rummage_core::{ContentId, DocumentKind, FieldName, MediaKind, text};
use sqlx::{QueryBuilder, Sqlite};

use crate::database::Store;
use crate::error::StoreError;

/// A condition on the facts of a content. Texts are folded before they are compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these; true when empty.
    All(Vec<Filter>),
    /// At least one of these; false when empty.
    Any(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// Of this kind of media.
    Kind(MediaKind),
    /// Of this sort of document.
    DocumentKind(DocumentKind),
    /// A field's text holds this text.
    FieldText {
        /// Which field.
        name: FieldName,
        /// The text to be found in it.
        contains: String,
    },
    /// A field's amount, whatever its currency.
    FieldMoney {
        /// Which field.
        name: FieldName,
        /// How it compares, in minor units.
        is: Comparison,
    },
    /// A date lies in a range of days, both ends included; `None` is open.
    FieldDate {
        /// Which date.
        field: DateField,
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
    /// The camera's maker and model hold this text.
    Camera(String),
    /// A folder in which a file lies, from the added folder's own name on, holds this text; with
    /// `/` in it, several folders in a row.
    Folder(String),
    /// A file has one of these extensions, with or without the dot.
    Ext(Vec<String>),
}

/// How an amount compares, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Less than.
    Lt(i64),
    /// At most.
    Le(i64),
    /// More than.
    Gt(i64),
    /// At least.
    Ge(i64),
    /// Exactly.
    Eq(i64),
    /// Between, both ends included.
    Between(i64, i64),
}

/// Which date of a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateField {
    /// When a photo was taken or a paper was issued; for recordings, and where neither is known,
    /// when a file was last modified (in the system's time zone).
    Any,
    /// A field of a paper.
    Field(FieldName),
}

impl Store {
    /// All contents that are understood, have a path and meet the condition.
    pub async fn filter(&self, filter: &Filter) -> Result<HashSet<ContentId>, StoreError> {
        let mut sql = QueryBuilder::new(
            "SELECT c.id FROM contents c
             WHERE c.kind IS NOT NULL AND c.orphaned_at_ms IS NULL AND ",
        );
        push(&mut sql, filter);
        let ids: Vec<i64> = sql.build_query_scalar().fetch_all(self.reader()).await?;
        Ok(ids.into_iter().map(ContentId).collect())
    }
}

fn push(sql: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    match filter {
        Filter::All(parts) => push_joined(sql, parts, " AND ", "1"),
        Filter::Any(parts) => push_joined(sql, parts, " OR ", "0"),
        Filter::Not(part) => {
            sql.push("NOT ");
            push(sql, part);
        }
        Filter::Kind(kind) => {
            sql.push("(c.kind = ").push_bind(kind.as_str()).push(")");
        }
        Filter::DocumentKind(kind) => {
            sql.push("EXISTS (SELECT 1 FROM documents o WHERE o.content_id = c.id AND o.kind = ")
                .push_bind(kind.as_str())
                .push(")");
        }
        Filter::FieldText { name, contains } => {
            push_field(sql, *name)
                .push("instr(x.text_folded, ")
                .push_bind(text::fold(contains))
                .push("))");
        }
        Filter::FieldMoney { name, is } => {
            push_field(sql, *name);
            push_comparison(sql, *is);
            sql.push(")");
        }
        Filter::FieldDate { field, from, to } => match field {
            DateField::Field(name) => {
                push_field(sql, *name).push("x.date BETWEEN ");
                push_days(sql, *from, *to);
                sql.push(")");
            }
            DateField::Any => push_any_date(sql, *from, *to),
        },
        Filter::Camera(contains) => {
            sql.push(
                "EXISTS (SELECT 1 FROM photos p WHERE p.content_id = c.id
                 AND instr(p.camera_folded, ",
            )
            .push_bind(text::fold(contains))
            .push("))");
        }
        Filter::Folder(contains) => {
            let contains = text::fold(&contains.replace('\\', "/"));
            sql.push(
                "EXISTS (SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id
                 WHERE f.content_id = c.id AND instr(d.name_folded || '/' || f.dir_folded, ",
            )
            .push_bind(contains.trim_matches('/').to_owned())
            .push("))");
        }
        Filter::Ext(extensions) => {
            sql.push(
                "EXISTS (SELECT 1 FROM files f WHERE f.content_id = c.id AND f.extension IN (",
            );
            let mut list = sql.separated(", ");
            for extension in extensions {
                list.push_bind(extension.trim_start_matches('.').to_lowercase());
            }
            sql.push("))");
        }
    }
}

fn push_joined(sql: &mut QueryBuilder<Sqlite>, parts: &[Filter], glue: &str, empty: &str) {
    sql.push("(");
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            sql.push(glue);
        }
        push(sql, part);
    }
    if parts.is_empty() {
        sql.push(empty);
    }
    sql.push(")");
}

/// Opens a condition on a field of this name, to be continued and closed by one parenthesis.
fn push_field(sql: &mut QueryBuilder<Sqlite>, name: FieldName) -> &mut QueryBuilder<Sqlite> {
    sql.push("EXISTS (SELECT 1 FROM fields x WHERE x.content_id = c.id AND x.name = ")
        .push_bind(name.as_str())
        .push(" AND ")
}

fn push_comparison(sql: &mut QueryBuilder<Sqlite>, is: Comparison) {
    let (operator, minor) = match is {
        Comparison::Lt(minor) => ("<", minor),
        Comparison::Le(minor) => ("<=", minor),
        Comparison::Gt(minor) => (">", minor),
        Comparison::Ge(minor) => (">=", minor),
        Comparison::Eq(minor) => ("=", minor),
        Comparison::Between(low, high) => {
            sql.push("x.minor BETWEEN ")
                .push_bind(low)
                .push(" AND ")
                .push_bind(high);
            return;
        }
    };
    sql.push("x.minor ")
        .push(operator)
        .push(" ")
        .push_bind(minor);
}

/// Days are compared as `YYYY-MM-DD`, which sorts as they do.
fn push_days(sql: &mut QueryBuilder<Sqlite>, from: Option<Date>, to: Option<Date>) {
    let from = from.map_or("0000-00-00".to_owned(), |day| day.to_string());
    let to = to.map_or("9999-99-99".to_owned(), |day| day.to_string());
    sql.push_bind(from).push(" AND ").push_bind(to);
}

fn push_any_date(sql: &mut QueryBuilder<Sqlite>, from: Option<Date>, to: Option<Date>) {
    const TAKEN: &str =
        "(SELECT substr(p.taken_at, 1, 10) FROM photos p WHERE p.content_id = c.id)";
    const ISSUED: &str = "(SELECT x.date FROM fields x WHERE x.content_id = c.id
                          AND x.name = 'invoice_date' AND x.date IS NOT NULL LIMIT 1)";
    sql.push("coalesce(CASE c.kind WHEN 'photo' THEN coalesce(")
        .push(TAKEN)
        .push(", ")
        .push(ISSUED)
        .push(") WHEN 'paper' THEN coalesce(")
        .push(ISSUED)
        .push(", ")
        .push(TAKEN)
        .push(") END BETWEEN ");
    push_days(sql, from, to);
    // A comparison with NULL is NULL: then the file's own date decides.
    sql.push(", EXISTS (SELECT 1 FROM files f WHERE f.content_id = c.id AND f.mtime_ns BETWEEN ")
        .push_bind(from.map_or(i64::MIN, first_ns))
        .push(" AND ")
        .push_bind(
            to.and_then(|day| day.tomorrow().ok())
                .map_or(i64::MAX, |day| first_ns(day) - 1),
        )
        .push("))");
}

/// The first nanosecond of a day in the system's time zone; the ends of time where it overflows.
fn first_ns(day: Date) -> i64 {
    let ns = TimeZone::system()
        .to_timestamp(day.at(0, 0, 0, 0))
        .map(|start| start.as_nanosecond())
        .unwrap_or(0);
    i64::try_from(ns).unwrap_or(if ns < 0 { i64::MIN + 1 } else { i64::MAX })
}
