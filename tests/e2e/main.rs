//! The real window, end to end: the built program on real files, its page steered as a person would.
//!
//! Each test has a home, a library, a screen and a session bus of its own. Where Xvfb, WebKitGTK's
//! WebDriver or dbus-daemon is not installed the tests say that they are skipped.

mod bundle;
mod figures;
mod instance;
mod jobs;
mod keyboard;
mod kit;
mod safety;
mod samples;
mod steps;
