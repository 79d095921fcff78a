//! The jobs of a person: first steps, finding a photo, a paper and a memo, putting a field right.

use serde_json::json;

use crate::kit::{Desk, Key, can_run};
use crate::steps::{begin, invoke, library, search, shows_a, some_files};

#[test]
fn a_person_finds_a_photo_a_paper_and_a_memo_and_puts_a_field_right() {
    if !can_run() {
        return;
    }
    let desk = Desk::new();
    let folder = some_files(&desk);
    let window = desk.open();
    window.reads("Welcome to Rummage");
    window.picture("welcome");
    window.is_accessible();
    begin(&window, &folder);
    window.named("button", "To the search").click();

    search(&window, "five penguins in winter", "DSC00242");
    window.is_accessible();
    window.find("[data-content]").click();
    window.named("main", "DSC00242");
    shows_a(&window, "picture");
    window.picture("photo");
    window.is_accessible();
    window.press(&[Key::Escape]);

    search(&window, "vendor:hobnail total>2000", "Hobnail Tarn");
    window.find("[data-content]").click();
    let total = window.find("[data-field=total]");
    let read = total.text();
    shows_a(&window, "page");
    let box_of_total = window.find("rect[data-field=total]");
    window.until("pointing at the field shows its box", |page| {
        page.run(
            "arguments[0].dispatchEvent(new PointerEvent('pointerenter'))",
            &json!([window.find("[data-field=total]").reference()]),
        );
        box_of_total.has_class("pointed")
    });
    window.is_accessible();
    window.named("button", "Correct Total").click();
    let field = window.find("[data-field=total] input");
    field.clear();
    field.type_in("4321.00 EUR");
    window.press(&[Key::Enter]);
    window.reads("corrected by you");
    assert!(!read.contains("4,321") && !read.contains("4321"), "{read}");
    window.press(&[Key::Escape]);

    search(&window, "roses before the guests arrive", "REC_006");
    window.find("[data-content]").click();
    window.find("[data-word]");
    let heard = "return document.querySelectorAll('[data-word].matched').length";
    window.until("the words are marked", |page| {
        page.run(heard, &json!([])) != json!(0)
    });
    window.run(
        "window.told = []; window.__TAURI_INTERNALS__.invoke('plugin:event|listen', {event: 'playback',
         target: {kind: 'Any'}, handler: window.__TAURI_INTERNALS__.transformCallback((e) => window.told.push(e.payload))})",
        &json!([]),
    );
    window.find("[data-word].matched").click();
    let moved = "return window.told.some((s) => s.playing && s.position_s > 0.3)";
    window.until("it plays", |page| {
        page.run(moved, &json!([])) == json!(true)
    });
    let at = "return Number(document.querySelector('[aria-current=true][data-word]')?.dataset.word ?? -1)";
    let first = window.run(at, &json!([])).as_i64();
    window.until("the transcript follows", |page| {
        page.run(at, &json!([])).as_i64() > first
    });
    window.is_accessible();
    window.press(&[Key::Escape]);

    window.named("button", "Library").click();
    window.reads("broken.pdf");
    window.picture("library");
    window.is_accessible();
    window.press(&[Key::Ctrl(',')]);
    window.reads("Privacy");
    window.picture("settings");
    window.is_accessible();
    drop(window);

    // Everything is kept over a restart.
    let window = desk.open();
    search(&window, "total>4000", "Hobnail Tarn");
    window.find("[data-content]").click();
    window.reads("corrected by you");
    let known = library(&window);
    assert_eq!(known["folders"][0]["failed"], 1, "{known}");
    let failures = invoke(&window, "failures", json!({}));
    let path = failures[0]["path"].as_str().unwrap_or_default();
    assert!(path.ends_with("broken.pdf"), "{failures}");
}
