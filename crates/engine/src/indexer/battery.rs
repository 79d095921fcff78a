//! Whether the machine runs on its battery.

use starship_battery::{Manager, State};

/// Whether a battery is being emptied; false on machines without one, and where it cannot be told.
pub fn is_discharging() -> bool {
    let Ok(batteries) = Manager::new().and_then(|manager| manager.batteries()) else {
        return false;
    };
    batteries
        .filter_map(Result::ok)
        .any(|battery| battery.state() == State::Discharging)
}
