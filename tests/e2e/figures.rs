//! How quick and how small the window is; printed as Markdown by `cargo xtask window-report`, which
//! makes the libraries that the variables name.

use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::kit::{Desk, Window, can_run};
use crate::steps::library as library_page;

/// Typed letter by letter: a photo, a paper and a memo.
const QUERIES: [&str; 3] = [
    "five penguins in winter",
    "type:invoice",
    "roses before the guests",
];
const STARTS: usize = 5;

#[test]
#[ignore = "prints figures for `cargo xtask window-report`"]
fn figures_of_the_window() {
    assert!(can_run(), "nothing can be measured here");
    let library = |variable: &str| std::env::var(variable).expect("cargo xtask window-report");
    println!("| | sample library | large library |\n|---|---|---|");
    let small = measured(Path::new(&library("RUMMAGE_SMALL_LIBRARY")));
    let large = measured(Path::new(&library("RUMMAGE_LARGE_LIBRARY")));
    for ((what, small), (_, large)) in small.iter().zip(&large) {
        println!("| {what} | {small} | {large} |");
    }
}

fn measured(library: &Path) -> Vec<(&'static str, String)> {
    let desk = Desk::at(library);
    // The first start reads the program and the library from the disk; it counts as well.
    let mut starts: Vec<f64> = (0..STARTS).map(|_| start(&desk).0).collect();
    let first = starts[0];
    starts.sort_by(f64::total_cmp);
    let (_, window) = start(&desk);
    window.until("the scan is done", |page| {
        library_page(page)["indexing"]["state"] == "idle"
    });
    let folder = library_page(&window)["folders"][0].clone();
    let files: u64 = ["photo", "paper", "voice"]
        .iter()
        .filter_map(|kind| folder[kind].as_u64())
        .sum();
    thread::sleep(Duration::from_secs(5));
    let at_rest = window.memory_bytes();
    let typed: Vec<Value> = QUERIES.iter().map(|query| typed(&window, query)).collect();
    let first_paint = figures(&typed, "painted");
    let whole = figures(&typed, "whole");
    let scrolled = scrolled(&window);
    vec![
        ("files", files.to_string()),
        (
            "start to a usable search box, the first, s",
            format!("{first:.1}"),
        ),
        (
            "the same, median of five, s",
            format!("{:.1}", starts[STARTS / 2]),
        ),
        ("memory at rest, MB", (at_rest / 1_000_000).to_string()),
        (
            "keystroke to the first painted result, median and p95, ms",
            spread(&first_paint),
        ),
        (
            "keystroke to the whole answer painted, median and p95, ms",
            spread(&whole),
        ),
        (
            "frames while scrolling, median and p95, ms",
            spread(&numbers(&scrolled["frames"])),
        ),
        (
            "elements in the list, most",
            scrolled["elements"].to_string(),
        ),
    ]
}

/// Opens the window; how long it took until the search box could be typed into.
fn start(desk: &Desk) -> (f64, Window) {
    let begun = SystemTime::now().duration_since(UNIX_EPOCH);
    let window = desk.open();
    let usable_at = window.run_async(
        "const [done] = arguments;
         const look = () => document.activeElement?.matches('input[type=search]')
           ? done(Date.now()) : requestAnimationFrame(look);
         look();",
        &json!([]),
    );
    let begun_ms = begun.expect("a clock").as_secs_f64() * 1000.0;
    (
        (usable_at.as_f64().expect("a moment") - begun_ms) / 1000.0,
        window,
    )
}

/// Types a query letter by letter, each when the answer to the one before is painted. For each
/// letter: when the first change to the list of results was painted, and when the whole answer was, in ms.
fn typed(window: &Window, query: &str) -> Value {
    window.run_async(
        "const [query, done] = arguments;
         const box = document.querySelector('input[type=search]');
         const results = document.querySelector('main[aria-label=Results]');
         const frame = () => new Promise(requestAnimationFrame);
         const painted = async () => { await frame(); await frame(); return performance.now(); };
         (async () => {
           const told = [];
           for (let end = 1; end <= query.length; end++) {
             let first;
             const inList = ({target, addedNodes}) => target.parentElement?.closest('ul[aria-label=Results]')
               || [...addedNodes].some((node) => node.querySelector?.('[data-content]'));
             const seen = new MutationObserver((changes) => {
               if (changes.some(inList)) first ??= painted();
             });
             seen.observe(results, {subtree: true, childList: true, characterData: true});
             const at = performance.now();
             box.value = query.slice(0, end);
             box.dispatchEvent(new InputEvent('input', {bubbles: true}));
             do await frame(); while (results.ariaBusy === 'true');
             const whole = await painted() - at;
             seen.disconnect();
             told.push({whole, painted: first ? await first - at : undefined});
           }
           box.value = '';
           box.dispatchEvent(new InputEvent('input', {bubbles: true}));
           done(told);
         })();",
        &json!([query]),
    )
}

/// Scrolls through everything for five seconds: the time of each frame in ms, and how many elements
/// the list ever had.
fn scrolled(window: &Window) -> Value {
    window
        .find("section[aria-labelledby=browse] button")
        .click();
    window.find("[data-content]");
    window.run_async(
        "const [done] = arguments;
         const list = document.querySelector('ul[aria-label=Results]');
         const scroller = list.parentElement;
         const frames = []; let elements = 0, last; const begun = performance.now();
         const step = (now) => {
           if (last !== undefined) frames.push(now - last);
           last = now;
           elements = Math.max(elements, list.querySelectorAll('*').length);
           scroller.scrollTop += 90;
           if (now - begun < 5000) requestAnimationFrame(step);
           else done({frames, elements});
         };
         requestAnimationFrame(step);",
        &json!([]),
    )
}

fn figures(typed: &[Value], which: &str) -> Vec<f64> {
    let letters = typed.iter().filter_map(Value::as_array).flatten();
    letters
        .filter_map(|letter| letter[which].as_f64())
        .collect()
}

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_f64).collect()
}

fn spread(figures: &[f64]) -> String {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    format!("{:.0}, {:.0}", at(0.5), at(0.95))
}
