//! Sets up whatever is missing. Says each thing that it does; does nothing the second time.

use anyhow::Result;

use crate::{native_libraries, system_packages, ui};

/// System packages, shared libraries, the window's packages.
pub fn run() -> Result<()> {
    system_packages::install()?;
    native_libraries::install()?;
    ui::check_node()?;
    ui::install()
}
