//! The little of WebDriver (W3C) that the tests speak.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// What must come comes within this time, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A window under control.
pub struct Session {
    address: String,
}

/// A key, in WebDriver's spelling (W3C WebDriver, 17.4.2).
#[derive(Clone, Copy)]
pub enum Key {
    Tab,
    Enter,
    Escape,
    Down,
    Of(char),
    Ctrl(char),
    Shift(char),
}

impl Key {
    fn actions(self) -> Vec<Value> {
        let down = |key: char| json!({"type": "keyDown", "value": key.to_string()});
        let up = |key: char| json!({"type": "keyUp", "value": key.to_string()});
        let held = |with: char, key: char| vec![down(with), down(key), up(key), up(with)];
        let pressed = |key: char| vec![down(key), up(key)];
        match self {
            Self::Tab => pressed('\u{E004}'),
            Self::Enter => pressed('\u{E007}'),
            Self::Escape => pressed('\u{E00C}'),
            Self::Down => pressed('\u{E015}'),
            Self::Of(key) => pressed(key),
            Self::Ctrl(key) => held('\u{E009}', key),
            Self::Shift(key) => held('\u{E008}', key),
        }
    }
}

/// An element of its page.
#[derive(Clone)]
pub struct Element<'a> {
    session: &'a Session,
    id: String,
}

impl Session {
    /// Starts `program` through the driver on `port`.
    pub fn open(port: u16, program: &Path) -> Self {
        let server = format!("http://127.0.0.1:{port}");
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": program, "args": []}}}});
        let opened = eventually(PATIENCE, || {
            post(&format!("{server}/session"), &wanted).ok()
        });
        let opened = opened.expect("the window opens");
        let id = opened["sessionId"].as_str().expect("a session has an id");
        Self {
            address: format!("{server}/session/{id}"),
        }
    }

    /// Ends the program.
    pub fn close(&self) {
        let _ = request("DELETE", &self.address, None);
    }

    /// The first element that this selector finds, once there is one.
    #[track_caller]
    pub fn find(&self, css: &str) -> Element<'_> {
        self.wait_for(&format!("there is {css}"), || {
            self.all(css).into_iter().next()
        })
    }

    /// All elements that this selector finds now.
    pub fn all(&self, css: &str) -> Vec<Element<'_>> {
        let wanted = json!({"using": "css selector", "value": css});
        let found = post(&format!("{}/elements", self.address), &wanted).unwrap_or_default();
        let list = found.as_array().cloned().unwrap_or_default();
        let ids = list.iter().filter_map(|element| element[ELEMENT].as_str());
        ids.map(|id| Element {
            session: self,
            id: id.to_owned(),
        })
        .collect()
    }

    /// The first element of this selector whose text, or name for those who cannot see, holds
    /// `text`, once there is one.
    #[track_caller]
    pub fn named(&self, css: &str, text: &str) -> Element<'_> {
        let script = "const [css, text] = arguments;
            const named = (e) => (e.getAttribute('aria-label') ?? '') + ' ' + e.textContent;
            return [...document.querySelectorAll(css)].find((e) => named(e).includes(text));";
        self.wait_for(&format!("there is {css} named {text:?}"), || {
            let found = self.run(script, &json!([css, text]));
            let id = found[ELEMENT].as_str()?.to_owned();
            Some(Element { session: self, id })
        })
    }

    /// Runs a script in the page; what it returns.
    #[track_caller]
    pub fn run(&self, script: &str, arguments: &Value) -> Value {
        let call = json!({"script": script, "args": arguments});
        post(&format!("{}/execute/sync", self.address), &call)
            .unwrap_or_else(|error| panic!("the script runs: {error}"))
    }

    /// Runs a script whose last argument is a function that takes its answer.
    #[track_caller]
    pub fn run_async(&self, script: &str, arguments: &Value) -> Value {
        let call = json!({"script": script, "args": arguments});
        post(&format!("{}/execute/async", self.address), &call)
            .unwrap_or_else(|error| panic!("the script runs: {error}"))
    }

    /// Waits until the page's text holds `text`.
    #[track_caller]
    pub fn reads(&self, text: &str) {
        self.until(&format!("the page reads {text:?}"), |page| {
            page.text().contains(text)
        });
    }

    /// All that stands on the page.
    pub fn text(&self) -> String {
        let text = self.run("return document.body.innerText", &json!([]));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something holds.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        self.until_within(PATIENCE, what, holds);
    }

    /// Waits for as long as that until something holds.
    #[track_caller]
    pub fn until_within(&self, time: Duration, what: &str, holds: impl Fn(&Self) -> bool) {
        self.look(time, what, || holds(self).then_some(()));
    }

    /// What `look` gives, once it does.
    #[track_caller]
    fn wait_for<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        self.look(PATIENCE, what, look)
    }

    #[track_caller]
    fn look<T>(&self, time: Duration, what: &str, look: impl Fn() -> Option<T>) -> T {
        eventually(time, look).unwrap_or_else(|| panic!("waited in vain: {what}\n{}", self.text()))
    }

    /// Presses keys one after the other, whatever has the focus.
    pub fn press(&self, keys: &[Key]) {
        let actions: Vec<Value> = keys.iter().flat_map(|key| key.actions()).collect();
        let actions = json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]});
        post(&format!("{}/actions", self.address), &actions).expect("keys are pressed");
    }

    /// Presses Tab until the focus is on what has this name for those who cannot see.
    #[track_caller]
    pub fn tab_to(&self, name: &str) {
        let script = "const focused = document.activeElement;
            return (focused?.getAttribute('aria-label') ?? focused?.labels?.[0]?.textContent ?? focused?.textContent ?? '').trim()";
        let mut passed = Vec::new();
        for _ in 0..60 {
            self.press(&[Key::Tab]);
            let focused = self.run(script, &json!([]));
            let focused = focused.as_str().unwrap_or_default();
            if focused.starts_with(name) {
                return;
            }
            passed.push(focused.to_owned());
        }
        panic!("Tab never leads to {name:?}, but to {passed:?}");
    }
}

impl Element<'_> {
    /// Clicks it.
    #[track_caller]
    pub fn click(&self) {
        let address = self.address("click");
        let clicked = eventually(PATIENCE, || post(&address, &json!({})).ok());
        clicked.unwrap_or_else(|| panic!("it cannot be clicked\n{}", self.session.text()));
    }

    /// Types into it.
    #[track_caller]
    pub fn type_in(&self, text: &str) {
        let typed = json!({"text": text});
        post(&self.address("value"), &typed).unwrap_or_else(|error| panic!("it types: {error}"));
    }

    /// Empties it.
    #[track_caller]
    pub fn clear(&self) {
        post(&self.address("clear"), &json!({})).unwrap_or_else(|error| panic!("clears: {error}"));
    }

    /// What it reads.
    pub fn text(&self) -> String {
        let script = "return arguments[0].innerText";
        let text = self.session.run(script, &json!([self.reference()]));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Whether it has this class now.
    pub fn has_class(&self, class: &str) -> bool {
        let script = "return arguments[0].classList.contains(arguments[1])";
        self.session.run(script, &json!([self.reference(), class])) == json!(true)
    }

    /// As an argument of a script.
    pub fn reference(&self) -> Value {
        json!({ELEMENT: self.id})
    }

    fn address(&self, what: &str) -> String {
        format!("{}/element/{}/{what}", self.session.address, self.id)
    }
}

/// Looks again and again until `look` gives something, or the time is over.
fn eventually<T>(time: Duration, look: impl Fn() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + time;
    while Instant::now() < deadline {
        if let Some(found) = look() {
            return Some(found);
        }
        thread::sleep(LOOK_EVERY);
    }
    None
}

fn post(address: &str, body: &Value) -> Result<Value, String> {
    request("POST", address, Some(body))
}

/// The `value` of what WebDriver answers, or its error.
fn request(method: &str, address: &str, body: Option<&Value>) -> Result<Value, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .build()
        .into();
    let answer = match (method, body) {
        ("DELETE", _) => agent.delete(address).call(),
        ("GET", _) => agent.get(address).call(),
        (_, body) => agent.post(address).send_json(body.unwrap_or(&json!({}))),
    };
    let mut answer = answer.map_err(|error| error.to_string())?;
    let is_done = answer.status().is_success();
    let document: Value = answer
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_json()
        .map_err(|error| error.to_string())?;
    let value = document["value"].clone();
    if is_done {
        Ok(value)
    } else {
        Err(value.to_string())
    }
}
