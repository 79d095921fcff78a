//! One window a library.

use std::path::Path;

use serde_json::json;

use crate::kit::{Desk, Session, can_run};

fn is_hidden(page: &Session) -> bool {
    page.run("return document.hidden", &json!([])) == json!(true)
}

#[test]
fn a_second_start_hands_over_to_the_first_and_can_hide_and_show_it() {
    if !can_run() {
        return;
    }
    let desk = Desk::new();
    let window = desk.open();
    window.reads("Welcome to Rummage");
    let start_again = |arguments: &[&str]| {
        let program = Path::new(env!("CARGO_BIN_EXE_rummage-desktop"));
        let ended = desk.command(program).args(arguments).status();
        assert!(ended.expect("it starts").success());
    };
    start_again(&["--toggle"]);
    window.until("the window is hidden", is_hidden);
    start_again(&["--toggle"]);
    window.until("the window is shown", |page| !is_hidden(page));
    start_again(&["--toggle"]);
    window.until("the window is hidden", is_hidden);
    start_again(&[]);
    window.until("a plain start shows it", |page| !is_hidden(page));
}
