//! The real window on a screen of its own, steered through WebKitGTK's WebDriver.

mod bus;
mod processes;
mod screen;
mod webdriver;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;

pub use webdriver::{Key, Session};

/// What the tests need that is not built from this repository; without it they are skipped.
const PROGRAMS: [&str; 3] = ["Xvfb", "WebKitWebDriver", "dbus-daemon"];

/// A home, a library, a screen and a session bus that go away with it.
pub struct Desk {
    home: TempDir,
    library: PathBuf,
    screen: screen::Screen,
    bus: bus::Bus,
}

/// A window that is open.
pub struct Window {
    display: String,
    session: Session,
    driver: Child,
}

/// Whether the tests can run here; says so when they cannot.
pub fn can_run() -> bool {
    let missing: Vec<&str> = PROGRAMS
        .into_iter()
        .filter(|program| !is_installed(program))
        .collect();
    if !missing.is_empty() {
        eprintln!("skipped: {} not installed", missing.join(" and "));
    }
    missing.is_empty()
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).expect("the checkout")
}

impl Desk {
    /// A desk with nothing on it.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        Self::set_up(home.path().join("library"), home)
    }

    /// A desk on which a library that is there lies.
    pub fn at(library: &Path) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        Self::set_up(library.to_owned(), home)
    }

    fn set_up(library: PathBuf, home: TempDir) -> Self {
        Self {
            home,
            library,
            screen: screen::Screen::start(),
            bus: bus::Bus::start(),
        }
    }

    /// A folder in the home, made if need be.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.home.path().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    /// Opens the window on this desk's library and waits until its page is there.
    pub fn open(&self) -> Window {
        self.open_program(Path::new(env!("CARGO_BIN_EXE_rummage-desktop")))
    }

    /// Opens the window of another build.
    pub fn open_program(&self, program: &Path) -> Window {
        let port = free_port();
        let mut command = self.command(Path::new("WebKitWebDriver"));
        command
            .arg("--host=127.0.0.1")
            .arg(format!("--port={port}"))
            // What makes a Tauri window one that can be steered.
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = command.spawn().expect("WebKitWebDriver starts");
        let session = Session::open(port, program);
        Window {
            display: self.screen.name().to_owned(),
            session,
            driver,
        }
    }

    /// A program that is started at this desk.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", self.screen.name())
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", self.folder("data"))
            .env("XDG_CONFIG_HOME", self.folder("config"))
            .env("XDG_CACHE_HOME", self.folder("cache"))
            .env("RUMMAGE_LIBRARY", &self.library)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env_remove("WAYLAND_DISPLAY")
            // Found without help, as an installed program finds them.
            .env_remove("ORT_DYLIB_PATH")
            .env_remove("PDFIUM_LIB_PATH")
            .stdin(Stdio::null());
        command
    }
}

impl Window {
    /// Saves what the screen shows now as `NAME.png` in the folder that RUMMAGE_SCREENSHOTS names,
    /// if it does. Taken by ImageMagick: WebKitGTK's driver gives no picture of a page that is not
    /// composited.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("RUMMAGE_SCREENSHOTS") else {
            return;
        };
        let folder = PathBuf::from(folder);
        fs::create_dir_all(&folder).expect("a folder for screenshots");
        let taken = Command::new("import")
            .args(["-display", &self.display, "-window", "root"])
            .arg(folder.join(format!("{name}.png")))
            .status();
        assert!(taken.expect("ImageMagick is installed").success());
    }

    /// Fails on what axe-core finds serious or critical, as `npm run looks` does in Chromium.
    #[track_caller]
    pub fn is_accessible(&self) {
        let script = fs::read_to_string(root().join("ui/node_modules/axe-core/axe.min.js"));
        self.session
            .run(&script.expect("axe-core is installed"), &json!([]));
        let findings = self.session.run_async(
            "const [done] = arguments;
             window.axe.run().then(({violations}) => done(violations
               .filter(({impact}) => impact === 'serious' || impact === 'critical')
               .map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target).join(' ')}`)));",
            &json!([]),
        );
        assert_eq!(findings, json!([]), "{}", self.session.text());
    }

    /// What the program and the processes of its page hold, in bytes; shared pages count in parts.
    pub fn memory_bytes(&self) -> u64 {
        let started = processes::descendants(self.driver.id());
        started.into_iter().map(processes::memory_bytes).sum()
    }
}

impl std::ops::Deref for Window {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.session.close();
        // A window that is still about to end would take the next start for a second one.
        let gone = || processes::descendants(self.driver.id()).is_empty();
        for _ in 0..100 {
            if gone() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
