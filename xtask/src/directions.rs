//! Dependencies point one way, and each heavy native part stays in its room.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell::{cargo, read};

/// Which packages of the workspace a package may depend on, dev-dependencies included.
const ALLOWED: &[(&str, &[&str])] = &[
    ("rummage-core", &[]),
    ("rummage-api", &["rummage-core"]),
    ("rummage-media", &["rummage-core"]),
    ("rummage-playback", &["rummage-core"]),
    ("rummage-inference", &["rummage-core"]),
    ("rummage-store", &["rummage-core"]),
    ("rummage-index", &["rummage-core"]),
    (
        "rummage-engine",
        &[
            "rummage-core",
            "rummage-api",
            "rummage-media",
            "rummage-playback",
            "rummage-inference",
            "rummage-store",
            "rummage-index",
        ],
    ),
    (
        "rummage",
        &["rummage-engine", "rummage-core", "rummage-api"],
    ),
    ("rummage-desktop", &["rummage-engine", "rummage-api"]),
    ("xtask", &["rummage-core", "rummage-api"]),
];

/// The rooms in which heavy native parts may be used.
const FENCED: &[(&str, &str)] = &[
    ("pdfium-render", "rummage-media"),
    ("image", "rummage-media"),
    ("symphonia", "rummage-media"),
    ("rodio", "rummage-playback"),
    ("ort", "rummage-inference"),
    ("tokenizers", "rummage-inference"),
    ("sqlx", "rummage-store"),
    ("tantivy", "rummage-index"),
    ("hnsw_rs", "rummage-index"),
    ("tauri", "rummage-desktop"),
];

/// Fails with every edge that breaks a rule.
pub fn check() -> Result<()> {
    let metadata = read(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value =
        serde_json::from_str(&metadata).context("the output of cargo metadata")?;
    let broken = broken_rules(&metadata);
    if !broken.is_empty() {
        bail!(
            "dependencies in the wrong direction:\n  {}",
            broken.join("\n  ")
        );
    }
    Ok(())
}

fn broken_rules(metadata: &Value) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let fenced: BTreeMap<&str, &str> = FENCED.iter().copied().collect();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut broken = Vec::new();
    for package in list(&metadata["packages"]) {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(may_use) = allowed.get(name) else {
            broken.push(format!(
                "{name} has no rule: add it to xtask/src/directions.rs"
            ));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let used = dependency["name"].as_str().unwrap_or_default();
            if dependency["path"].is_string() && !may_use.contains(&used) {
                broken.push(format!("{name} must not depend on {used}"));
            }
            if let Some(room) = fenced.get(used)
                && *room != name
            {
                broken.push(format!(
                    "{name} must not use {used}, which belongs to {room}"
                ));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_sibling_and_a_fenced_crate_are_refused() {
        let metadata = json!({"packages": [
            {"name": "rummage-media", "dependencies": [
                {"name": "rummage-core", "path": "/x"},
                {"name": "rummage-store", "path": "/x", "kind": "dev"},
                {"name": "ort"}, {"name": "image"}]},
            {"name": "rummage-new", "dependencies": []}]});
        let broken = broken_rules(&metadata);
        assert_eq!(broken.len(), 3, "{broken:?}");
        assert!(broken[0].contains("rummage-store"));
        assert!(broken[1].contains("ort"));
        assert!(broken[2].contains("no rule"));
    }
}
