//! What a photo shows, in a word or two: zero-shot classification over a list of everyday things
//! (CLIP, Radford et al. 2021, section 3.1).

use rummage_api as api;
use rummage_core::Embedding;
use rummage_core::understanding::ConceptScale;

use super::Viewed;
use crate::error::EngineError;
use crate::lanes::Urgency;
use crate::library::Library;
use crate::search::stands_out;

const NAMES: &str = include_str!("labels.txt");
/// The scale of cosines before the softmax, at which CLIP's is capped.
const LOGIT_SCALE: f32 = 100.0;
/// At most so many labels are given …
const GIVEN: usize = 4;
/// … and none that is less probable than this among all of the list.
const LEAST_PROBABLE: f32 = 0.05;

/// A label with its vector.
pub struct LabelVector {
    name: &'static str,
    vector: Embedding,
    scale: Option<ConceptScale>,
}

impl Library {
    /// What the viewed photo shows, the surest first; nothing without a photo model, or when none
    /// of the list stands out.
    pub(super) async fn labels_of(&self, viewed: &Viewed) -> Result<Vec<api::Label>, EngineError> {
        let Some(picture) = &viewed.extraction.embedding else {
            return Ok(Vec::new());
        };
        let labels = match self.labels.get_or_try_init(|| self.embed_labels()).await {
            Ok(labels) => labels,
            Err(EngineError::Models(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if labels
            .iter()
            .any(|label| label.vector.space != picture.space)
        {
            return Ok(Vec::new());
        }
        Ok(given(picture, labels))
    }

    async fn embed_labels(&self) -> Result<Vec<LabelVector>, EngineError> {
        let mut labels = Vec::new();
        for name in NAMES.lines() {
            // One at a time, so that a query never waits for the whole list.
            let label = self
                .models
                .pictures
                .run(Urgency::Interactive, move |pictures| {
                    let vector = pictures.model.embed_text(&format!("a photo of {name}"))?;
                    let scale = pictures.model.concept_scale(&vector);
                    Ok(LabelVector {
                        name: bare(name),
                        vector,
                        scale,
                    })
                })
                .await?;
            labels.push(label);
        }
        Ok(labels)
    }
}

fn given(picture: &Embedding, labels: &[LabelVector]) -> Vec<api::Label> {
    let cosines: Vec<f32> = labels
        .iter()
        .map(|label| label.vector.cosine(picture.vector()))
        .collect();
    let best = cosines.iter().copied().fold(f32::MIN, f32::max);
    let weights: Vec<f32> = cosines
        .iter()
        .map(|cosine| (LOGIT_SCALE * (cosine - best)).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    let mut given: Vec<api::Label> = labels
        .iter()
        .zip(cosines.iter().zip(&weights))
        .map(|(label, (cosine, weight))| (label, *cosine, weight / sum))
        .filter(|(label, cosine, probability)| {
            *probability >= LEAST_PROBABLE && stands_out(*cosine, label.scale.as_ref())
        })
        .map(|(label, _, probability)| api::Label {
            name: label.name.to_owned(),
            confidence: probability,
        })
        .collect();
    given.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    given.truncate(GIVEN);
    given
}

/// Without the article, which only the sentence for the model needs.
fn bare(name: &str) -> &str {
    let articles = ["a ", "an ", "the "];
    articles
        .iter()
        .find_map(|article| name.strip_prefix(article))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rummage_core::VectorSpace;

    fn vector(components: &[f32]) -> Embedding {
        Embedding::normalised(VectorSpace("test".into()), components.to_vec()).expect("a vector")
    }

    #[test]
    fn a_label_must_be_probable_and_stand_out_from_the_background() {
        let scale = Some(ConceptScale {
            background_mean: 0.1,
            background_deviation: 0.1,
            z_cut: 2.0,
            cos_cut: 0.2,
            relative_cut: 0.5,
        });
        let label = |name, components: &[f32]| LabelVector {
            name,
            vector: vector(components),
            scale,
        };
        let labels = [
            label("dog", &[1.0, 0.1, 0.0]),
            label("cat", &[0.0, 1.0, 0.0]),
        ];
        let names = |picture: &[f32]| -> Vec<String> {
            let given = given(&vector(picture), &labels);
            given.into_iter().map(|label| label.name).collect()
        };
        assert_eq!(names(&[1.0, 0.0, 0.0]), ["dog"]);
        assert!(names(&[0.1, 0.1, 1.0]).is_empty(), "neither stands out");
    }

    #[test]
    fn articles_are_for_the_model_alone() {
        assert_eq!(
            (bare("an apple"), bare("snow"), bare("a dog")),
            ("apple", "snow", "dog")
        );
    }
}
