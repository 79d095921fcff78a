//! What the page can reach: what the library holds, and nothing else of the system.

use serde_json::json;

use crate::kit::{Desk, can_run};
use crate::steps::invoke;

#[test]
fn the_protocol_serves_what_the_library_holds_and_the_page_can_do_nothing_else() {
    if !can_run() {
        return;
    }
    let desk = Desk::new();
    let window = desk.open();
    window.reads("Welcome to Rummage");
    let fetched = |address: &str| {
        window.run_async(
            "const [address, done] = arguments; const image = new Image();
             image.onload = () => done(true); image.onerror = () => done(false);
             image.src = address;",
            &json!([address]),
        )
    };
    for address in [
        format!("rummage://localhost/thumbnail/{}", "0".repeat(64)),
        "rummage://localhost/../library.sqlite".to_owned(),
        "rummage://localhost/picture/%2e%2e%2flibrary.sqlite".to_owned(),
        "file:///etc/hostname".to_owned(),
    ] {
        assert_eq!(fetched(&address), json!(false), "{address}");
    }
    for command in [
        "plugin:opener|open_path",
        "plugin:dialog|open",
        "plugin:clipboard-manager|read_text",
    ] {
        let refused = invoke(&window, command, json!({"path": "/etc/hostname"}));
        assert!(
            !refused["error"].is_null(),
            "{command} must be refused: {refused}"
        );
    }
}
