//! Tables and commands as Markdown.

use anyhow::{Context, Result};
use serde_json::Value;

/// The command lines that gave a table, to be put above it.
pub fn commands(lines: &[&str]) -> String {
    format!("```\n{}\n```\n", lines.join("\n"))
}

/// A table.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&name| name.to_owned()).collect();
    let mut table = line(&head) + &format!("|{}\n", "---|".repeat(head.len()));
    for row in rows {
        table += &line(row);
    }
    table
}

/// A share or a rate as it stands in tables.
pub fn share(value: f64) -> String {
    format!("{value:.3}")
}

/// Measures of `rummage eval` as they stand in tables.
pub fn measured(measures: &Value, names: &[&str]) -> Result<Vec<String>> {
    let measure = |name: &&str| {
        let value = measures[*name].as_f64();
        value
            .map(share)
            .with_context(|| format!("the program measured no {name}"))
    };
    names.iter().map(measure).collect()
}

/// A count in the program's JSON.
pub fn count(answer: &Value, name: &str) -> Result<String> {
    let count = answer[name].as_u64();
    let count = count.with_context(|| format!("the program counted no {name}"))?;
    Ok(count.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_table_has_a_head_and_a_line_for_each_row() {
        let row = vec!["all".to_owned(), share(2.0 / 3.0)];
        assert_eq!(
            table(&["", "recall@1"], &[row]),
            "|  | recall@1 |\n|---|---|\n| all | 0.667 |\n"
        );
    }

    #[test]
    fn a_figure_that_is_not_there_is_an_error() {
        let answer = json!({"recall@1": 0.5, "queries": 2, "mrr": null});
        let measures = measured(&answer, &["recall@1"]).expect("a measure");
        assert_eq!(measures, ["0.500"]);
        assert_eq!(count(&answer, "queries").expect("a count"), "2");
        assert!(measured(&answer, &["recall@1", "mrr"]).is_err());
        assert!(count(&answer, "failed").is_err());
    }
}
