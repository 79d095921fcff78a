//! Everything without a mouse.

use serde_json::json;

use crate::kit::{Desk, Key, Session, Window, can_run};
use crate::steps::{everything_is_read, some_files};

/// What has the focus, as a selector would find it.
fn has_focus(page: &Session, css: &str) -> bool {
    let script = "return document.activeElement?.matches(arguments[0]) ?? false";
    page.run(script, &json!([css])) == json!(true)
}

fn focus_goes_to(window: &Window, css: &str) {
    window.until(&format!("the focus is on {css}"), |page| {
        has_focus(page, css)
    });
}

fn type_text(window: &Window, text: &str) {
    let keys: Vec<Key> = text.chars().map(Key::Of).collect();
    window.press(&keys);
}

#[test]
fn a_person_without_a_mouse_gets_from_the_first_start_to_a_memo_and_back() {
    if !can_run() {
        return;
    }
    let desk = Desk::new();
    let folder = some_files(&desk);
    let window = desk.open();
    window.reads("Welcome to Rummage");
    window.tab_to("Choose folders");
    window.press(&[Key::Enter]);
    window.reads("Which folders?");
    window.until("the step's title has the focus", |page| {
        has_focus(page, "h1")
    });
    while !has_focus(&window, "form input") {
        window.press(&[Key::Tab]);
    }
    type_text(&window, &folder.display().to_string());
    window.press(&[Key::Enter]);
    window.until("the folder is chosen", |page| {
        page.all("input[type=checkbox]:checked").len() == 1
    });
    window.tab_to("Start reading");
    window.press(&[Key::Enter]);
    window.reads("Reading your files");
    everything_is_read(&window);
    window.tab_to("To the search");
    window.press(&[Key::Enter]);
    focus_goes_to(&window, "input[type=search]");

    type_text(&window, "roses before the guests arrive");
    window.until("the memo is found", |page| {
        let first = page.all("[data-content]").into_iter().next();
        first.is_some_and(|first| first.text().contains("REC_006"))
    });
    window.press(&[Key::Down]);
    focus_goes_to(&window, "[data-content]");
    window.press(&[Key::Enter]);
    window.find("[data-word]");
    window.press(&[Key::Shift('?')]);
    window.reads("Play");
    window.find("dialog[open]");
    window.press(&[Key::Escape]);
    window.until("the keys are gone", |page| {
        page.all("dialog[open]").is_empty()
    });
    window.press(&[Key::Escape]);
    // Back where it was left, the query as it was.
    focus_goes_to(&window, "[data-content]");
    window.press(&[Key::Of('/')]);
    focus_goes_to(&window, "input[type=search]");
    let query = "return document.querySelector('input[type=search]').value";
    assert_eq!(
        window.run(query, &json!([])),
        json!("roses before the guests arrive")
    );

    window.press(&[Key::Ctrl(',')]);
    window.reads("Privacy");
    window.press(&[Key::Escape]);
    window.press(&[Key::Ctrl('f')]);
    focus_goes_to(&window, "input[type=search]");
}
