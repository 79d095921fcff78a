//! The processes that a test started, as Linux tells of them (proc(5)).

use std::collections::HashMap;
use std::fs;

/// Everything that `ancestor` started, itself left out.
pub fn descendants(ancestor: u32) -> Vec<u32> {
    let parents: HashMap<u32, u32> = fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|process| Some((process, number(process, "status", "PPid:")?)))
        .collect();
    let descends = |process: u32| {
        let mut at = process;
        while let Some(parent) = parents.get(&at) {
            if *parent == ancestor {
                return true;
            }
            at = *parent;
        }
        false
    };
    let all = parents.keys().copied();
    all.filter(|process| descends(*process)).collect()
}

/// The proportional set size of a process in bytes: what it shares with others counts in part.
pub fn memory_bytes(process: u32) -> u64 {
    let kilobytes = number(process, "smaps_rollup", "Pss:");
    u64::from(kilobytes.unwrap_or_default()) * 1024
}

/// The number behind a name in one of a process's files.
fn number(process: u32, file: &str, name: &str) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{process}/{file}")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
