//! A session bus of its own, over which one start of the program finds another.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running bus.
pub struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    /// Starts it.
    pub fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let mut address = String::new();
        let stdout = daemon.stdout.take().expect("it was piped");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("dbus-daemon names its address");
        Self {
            daemon,
            address: address.trim().to_owned(),
        }
    }

    /// As `DBUS_SESSION_BUS_ADDRESS` names it.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
