//! How an engine works: where native parts lie, how much it may use, where search cuts off.

use rummage_api::BatteryRule;
use rummage_core::written_date::DayOrder;
use rummage_media::MediaSettings;

use crate::native::Places;

/// Settings of an engine.
#[derive(Clone, Debug)]
pub struct EngineSettings {
    /// Native libraries and model packages.
    pub places: Places,
    /// How files are decoded.
    pub media: MediaSettings,
    /// Which number of a date comes first on papers that do not tell.
    pub day_order: DayOrder,
    /// How many files are in work at a time; bounds the memory for decoded media.
    pub files_at_once: usize,
    /// Only one file at a time for now, to spare the battery.
    pub one_at_a_time: bool,
    /// What indexing does on battery.
    pub on_battery: BatteryRule,
    /// Number of vectors at which a vector space is served by a sealed graph.
    pub seal_at: usize,
}

/// From this number of vectors on, an exact scan is slower than a graph by a margin worth its
/// memory.
const SEAL_AT: usize = 20_000;

/// Names the number of vectors at which a space is sealed; for tests of the graph.
pub const SEAL_AT_VARIABLE: &str = "RUMMAGE_SEAL_AT";

impl EngineSettings {
    /// Settings for this machine, with native parts from the usual places.
    pub fn for_this_machine() -> Self {
        let places = Places::find();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            media: MediaSettings {
                pdfium_library: places.pdfium.clone(),
                ..MediaSettings::default()
            },
            places,
            day_order: DayOrder::default(),
            files_at_once: cores.clamp(1, 8),
            one_at_a_time: false,
            on_battery: BatteryRule::Slow,
            seal_at: std::env::var(SEAL_AT_VARIABLE)
                .ok()
                .and_then(|value| value.parse().ok())
                .unwrap_or(SEAL_AT),
        }
    }

    /// How many files may be in work now.
    pub(crate) fn in_work(&self) -> usize {
        if self.one_at_a_time {
            1
        } else {
            self.files_at_once.max(1)
        }
    }
}
