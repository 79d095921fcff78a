//! How an engine works: where native parts lie, how much it may use, where search cuts off.

use rummage_media::MediaSettings;

use crate::native::Places;

/// Settings of an engine.
#[derive(Clone, Debug)]
pub struct EngineSettings {
    /// Native libraries and model packages.
    pub places: Places,
    /// How files are decoded.
    pub media: MediaSettings,
    /// How many files are in work at a time; bounds the memory for decoded media.
    pub files_at_once: usize,
    /// Number of vectors at which a vector space is served by a sealed graph.
    pub seal_at: usize,
    /// The share of a query's weight (0..1) that a text must hold to be found.
    pub text_coverage: f32,
}

/// From this number of vectors on, an exact scan is slower than a graph by a margin worth its
/// memory.
const SEAL_AT: usize = 20_000;
const TEXT_COVERAGE: f32 = 0.6;

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
            files_at_once: cores.clamp(1, 8),
            seal_at: std::env::var(SEAL_AT_VARIABLE)
                .ok()
                .and_then(|value| value.parse().ok())
                .unwrap_or(SEAL_AT),
            text_coverage: TEXT_COVERAGE,
        }
    }
}
