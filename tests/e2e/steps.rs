//! What several tests do in the window.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::kit::{Desk, Key, Session, Window, root};

/// A few samples of each kind, and a file that cannot be read.
pub fn some_files(desk: &Desk) -> PathBuf {
    let folder = desk.folder("Stuff");
    for name in [
        "DCIM/101MSDCF/DSC00242.JPG",
        "DCIM/100APPLE/IMG_0412.JPG",
        "Pictures/P1010089.JPG",
        "Scans/scan0007.pdf",
        "Downloads/attachment-1.pdf",
        "Recordings/REC_006.mp3",
        "Recordings/REC_004.m4a",
    ] {
        let from = root().join("samples/library").join(name);
        let to = folder.join(Path::new(name).file_name().expect("a name"));
        fs::copy(from, to).expect("a sample");
    }
    fs::write(folder.join("broken.pdf"), b"%PDF-1.7 and no more").expect("a broken file");
    folder
}

/// First steps with a folder that is typed, until everything is read.
pub fn begin(window: &Window, folder: &Path) {
    window.named("button", "Choose folders").click();
    let field = window.find("form input");
    field.type_in(&folder.display().to_string());
    window.press(&[Key::Enter]);
    window.reads(&folder.display().to_string());
    window.named("button", "Start reading").click();
    window.reads("Reading your files");
    let bar = "return [...document.querySelectorAll('[role=progressbar], progress')].length";
    window.until("progress is shown", |page| {
        page.run(bar, &json!([])) != json!(0)
    });
    everything_is_read(window);
}

/// Waits until nothing of [`some_files`] is left to do.
pub fn everything_is_read(window: &Window) {
    window.until("everything is read", |page| {
        let known = library(page);
        let folder = &known["folders"][0];
        known["indexing"]["state"] == "idle" && folder["failed"] == 1 && folder["pending"] == 0
    });
}

/// What the program itself answers to its page.
pub fn invoke(window: &Session, command: &str, arguments: Value) -> Value {
    window.run_async(
        "const [command, args, done] = arguments;
         window.__TAURI_INTERNALS__.invoke(command, args).then(done, (e) => done({error: e}));",
        &json!([command, arguments]),
    )
}

pub fn library(window: &Session) -> Value {
    invoke(window, "library", json!({}))
}

/// Types a query and waits until the whole answer is there and its first result reads `expected`.
pub fn search(window: &Window, query: &str, expected: &str) {
    let field = window.find("input[type=search]");
    field.clear();
    field.type_in(query);
    window.until(&format!("{query:?} finds {expected:?}"), |page| {
        let is_whole = !page.all("main[aria-busy=false]").is_empty();
        let first = page.all("[data-content]").into_iter().next();
        is_whole && first.is_some_and(|first| first.text().contains(expected))
    });
}

/// Waits until a picture of this sort, as the protocol names it, is on the page.
pub fn shows_a(window: &Window, sort: &str) {
    let loaded = "return [...document.images].some((i) => i.src.includes(arguments[0]) && i.naturalWidth > 100)";
    window.until(&format!("a {sort} is shown"), |page| {
        page.run(loaded, &json!([format!("{sort}/")])) == json!(true)
    });
}
