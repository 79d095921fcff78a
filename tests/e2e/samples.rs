//! The sample library in the window: the other way to begin, and what its examples find. The
//! pictures of README are taken here.

use std::time::Duration;

use serde_json::json;

use crate::kit::{Desk, Key, can_run};
use crate::steps::{library, search, shows_a};

/// A hundred files are read within this time also on a busy machine.
const LONG: Duration = Duration::from_secs(600);

#[test]
fn the_sample_library_is_one_click_away_and_its_examples_find_something() {
    if !can_run() {
        return;
    }
    let desk = Desk::new();
    let window = desk.open();
    window.named("button", "sample library").click();
    window.reads("Reading your files");
    window.until_within(LONG, "everything is read", |page| {
        let known = library(page);
        known["indexing"]["state"] == "idle" && known["folders"][0]["pending"] == 0
    });
    let examples = "section[aria-labelledby=examples] button";
    window.until("three examples are there", |page| {
        page.all(examples).len() == 3
    });
    window.find(examples).click();
    window.find("[data-content]");

    search(&window, "cats", "");
    window.until("the thumbnails are there", |page| {
        let all = "return [...document.querySelectorAll('[data-content] img')].every((i) => i.complete && i.naturalWidth > 0)";
        page.run(all, &json!([])) == json!(true)
    });
    window.picture("results");
    search(&window, "vendor:zwirbel total>500", "");
    window.find("[data-content]").click();
    shows_a(&window, "page");
    window.picture("paper");
    window.press(&[Key::Escape]);
    search(
        &window,
        "trim the roses before the guests arrive",
        "REC_006",
    );
    window.find("[data-content]").click();
    window.find("[data-word].matched");
    window.picture("voice");
}
