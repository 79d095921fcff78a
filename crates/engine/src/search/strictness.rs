//! How well something must fit to be found: the person's hand on the cut-offs.

/// Where each source of evidence cuts off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Only what fits well.
    Strict,
    /// As measured.
    #[default]
    Usual,
    /// Also what fits a little.
    Loose,
    /// Nothing is cut off; everything is ranked.
    Everything,
}

impl Strictness {
    /// By what the measured cut-offs of photos and recordings are multiplied; `None` where nothing
    /// is cut off.
    pub(super) fn factor(self) -> Option<f32> {
        match self {
            Self::Strict => Some(1.3),
            Self::Usual => Some(1.0),
            Self::Loose => Some(0.7),
            Self::Everything => None,
        }
    }

    /// Whether a text that holds this share (0..1) of a query's weight is found.
    pub(super) fn has_words(self, coverage: f32) -> bool {
        let least = match self {
            Self::Strict => 0.9,
            Self::Usual => 0.6,
            Self::Loose => 0.35,
            Self::Everything => 0.0,
        };
        coverage >= least
    }
}
