//! Pictures by what they show: cosine with the query's vector, cut off on the query's own scale.

use std::collections::HashSet;

use rummage_core::ContentId;
use rummage_core::understanding::ConceptScale;

use super::{CANDIDATES, Strictness};
use crate::error::EngineError;
use crate::lanes::Urgency;
use crate::library::Library;
use crate::query::{Atom, Query};

/// For a package that brings no background sample: the scale is then unknown, and only a cosine
/// that is high for every model of this kind counts.
const UNKNOWN_SCALE: ConceptScale = ConceptScale {
    background_mean: 0.0,
    background_deviation: 1.0,
    z_cut: 0.0,
    cos_cut: 0.25,
    relative_cut: 0.8,
};

/// A picture that shows what was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The picture.
    pub content: ContentId,
    /// How near it is to the words.
    pub cosine: f32,
    /// Whether a strict search would find it too.
    pub fits_well: bool,
}

/// Whether a query can be asked of pictures: it has words, and no phrase, which only text can hold.
pub fn asks(query: &Query) -> bool {
    let wanted = query.clauses.iter().filter(|clause| !clause.negated);
    let mut atoms = wanted.flat_map(|clause| &clause.alternatives);
    !query.plain_text().is_empty() && !atoms.any(|atom| matches!(atom, Atom::Phrase(_)))
}

impl Library {
    /// The pictures that show what the query's words say, best first.
    pub(super) async fn concept_candidates(
        &self,
        query: &Query,
        allowed: Option<&HashSet<ContentId>>,
        strictness: Strictness,
    ) -> Result<Vec<Shown>, EngineError> {
        self.showing(query.plain_text(), allowed, strictness).await
    }

    /// The pictures that show something behind a minus sign.
    pub(super) async fn showing_unwanted(
        &self,
        query: &Query,
    ) -> Result<HashSet<ContentId>, EngineError> {
        let mut unwanted = HashSet::new();
        for text in query.negated_texts() {
            let shown = match self.showing(text.to_owned(), None, Strictness::Usual).await {
                // Without a picture model no picture is found, so none need be left out.
                Err(EngineError::Models(_) | EngineError::OtherPictureModel) => continue,
                shown => shown?,
            };
            unwanted.extend(shown.into_iter().map(|shown| shown.content));
        }
        Ok(unwanted)
    }

    async fn showing(
        &self,
        text: String,
        allowed: Option<&HashSet<ContentId>>,
        strictness: Strictness,
    ) -> Result<Vec<Shown>, EngineError> {
        if self.indexes.has_no_vectors() {
            return Ok(Vec::new());
        }
        let (vector, scale) = self
            .models
            .pictures
            .run(Urgency::Interactive, move |pictures| {
                let vector = pictures.model.embed_text(&text)?;
                let scale = pictures.model.concept_scale(&vector);
                Ok((vector, scale))
            })
            .await?;
        if !self.indexes.has_space(&vector.space) {
            return Err(EngineError::OtherPictureModel);
        }
        let found = self.indexes.similar(&vector, CANDIDATES, allowed)?;
        // The cut relative to the best counts from the best of all pictures, not of those allowed.
        let best = match allowed {
            Some(_) => self
                .indexes
                .similar(&vector, 1, None)?
                .first()
                .map(|(_, cosine)| *cosine),
            None => found.first().map(|(_, cosine)| *cosine),
        };
        let scale = scale.unwrap_or(UNKNOWN_SCALE);
        Ok(found
            .into_iter()
            .filter(|(_, cosine)| counts(*cosine, best, &scale, strictness))
            .map(|(content, cosine)| Shown {
                content,
                cosine,
                fits_well: counts(cosine, best, &scale, Strictness::Strict),
            })
            .collect())
    }
}

/// Whether a picture is so near to a text that it shows what the text says.
pub(crate) fn stands_out(cosine: f32, scale: Option<&ConceptScale>) -> bool {
    counts(
        cosine,
        None,
        scale.unwrap_or(&UNKNOWN_SCALE),
        Strictness::Usual,
    )
}

fn counts(cosine: f32, best: Option<f32>, scale: &ConceptScale, strictness: Strictness) -> bool {
    let Some(factor) = strictness.factor() else {
        return true;
    };
    let above = cosine - scale.background_mean;
    let best_above = best.unwrap_or(cosine) - scale.background_mean;
    // However strict, the best itself must be able to count.
    let relative_cut = (scale.relative_cut * factor).min(1.0);
    cosine >= scale.cos_cut * factor
        && above >= scale.z_cut * factor * scale.background_deviation
        && above >= relative_cut * best_above
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_must_stand_out_from_the_background_and_not_fall_far_behind_the_best() {
        let scale = ConceptScale {
            background_mean: 0.1,
            background_deviation: 0.05,
            z_cut: 3.0,
            cos_cut: 0.2,
            relative_cut: 0.5,
        };
        let usual = |cosine, best| counts(cosine, Some(best), &scale, Strictness::Usual);
        assert!(usual(0.30, 0.4));
        assert!(
            !usual(0.24, 0.4),
            "less than three deviations above the mean"
        );
        assert!(!usual(0.26, 0.6), "less than half of what the best has");
        let near_miss = |strictness| counts(0.24, Some(0.4), &scale, strictness);
        assert!(near_miss(Strictness::Loose) && near_miss(Strictness::Everything));
        assert!(!counts(0.28, Some(0.3), &scale, Strictness::Strict));
    }
}
