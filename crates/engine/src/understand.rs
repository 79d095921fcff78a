//! From decoded media to an extraction, through the models' lanes.
//!
//! Touches no file and no store; what it returns is what is committed or, for `inspect`, printed.

use rummage_core::understanding::UnderstandError;
use rummage_core::written_date::DayOrder;
use rummage_core::{
    CancelToken, DecodedMedia, DecodedPaper, DecodedPhoto, Embedding, ErrorKind, Extraction,
    MediaKind, Page, RgbImage, Word,
};
use rummage_store::ModelUse;

use crate::fields::Candidates;
use crate::lanes::Urgency;
use crate::models::Models;

/// An extraction and the models that made it.
#[derive(Debug)]
pub struct Understood {
    /// What was understood.
    pub extraction: Extraction,
    /// Which models ran for it.
    pub uses: Vec<ModelUse>,
    /// What the fields were chosen from, for papers.
    pub candidates: Option<Candidates>,
}

/// Understands one content. `day_order` is for papers whose dates do not tell.
pub async fn understand(
    media: DecodedMedia,
    models: &Models,
    day_order: DayOrder,
    urgency: Urgency,
    cancel: &CancelToken,
) -> Result<Understood, UnderstandError> {
    match media {
        DecodedMedia::Photo(photo) => {
            let mut understood = Understood::nothing(MediaKind::Photo);
            understood.look(photo, models, urgency).await?;
            Ok(understood)
        }
        DecodedMedia::Paper { paper, picture } => {
            let mut understood = Understood::nothing(kind_of_both(&paper, picture.as_ref()));
            understood
                .read(paper, models, day_order, urgency, cancel)
                .await?;
            if let Some(picture) = picture {
                understood.look(picture, models, urgency).await?;
            }
            Ok(understood)
        }
        DecodedMedia::Voice(audio) => {
            let mut understood = Understood::nothing(MediaKind::Voice);
            understood.extraction.duration_ms = Some(audio.duration_ms());
            let cancel = cancel.clone();
            let (package, transcript) = models
                .speech
                .run(urgency, move |speech| {
                    Ok((
                        speech.package.clone(),
                        speech.model.transcribe(&audio, &cancel)?,
                    ))
                })
                .await?;
            understood.uses.push(ModelUse {
                task: "speech".into(),
                package,
                runs: 1,
            });
            understood.extraction.transcript = Some(transcript);
            Ok(understood)
        }
    }
}

impl Understood {
    fn nothing(kind: MediaKind) -> Self {
        Self {
            extraction: Extraction::empty(kind),
            uses: Vec::new(),
            candidates: None,
        }
    }

    /// The picture's vector and facts.
    async fn look(
        &mut self,
        photo: DecodedPhoto,
        models: &Models,
        urgency: Urgency,
    ) -> Result<(), UnderstandError> {
        let DecodedPhoto { image, facts } = photo;
        let (package, embedding) = embed(image, models, urgency).await?;
        self.uses.push(ModelUse {
            task: "pictures".into(),
            package,
            runs: 1,
        });
        self.extraction.photo = Some(facts);
        self.extraction.embedding = Some(embedding);
        Ok(())
    }

    /// The words, fields and sort of a paper.
    async fn read(
        &mut self,
        paper: DecodedPaper,
        models: &Models,
        day_order: DayOrder,
        urgency: Urgency,
        cancel: &CancelToken,
    ) -> Result<(), UnderstandError> {
        let cancel = cancel.clone();
        let (package, pages, candidates) = models
            .papers
            .run(urgency, move |papers| {
                let reading = papers.model.read(&paper.pages, &cancel)?;
                let candidates = Candidates::of(&paper.pages, &reading, day_order);
                Ok((papers.package.clone(), paper.pages, candidates))
            })
            .await?;
        self.uses.push(ModelUse {
            task: "papers".into(),
            package,
            runs: 1,
        });
        let outcome = candidates.together();
        self.candidates = Some(candidates);
        self.extraction.fields = outcome.fields;
        self.extraction.line_items = outcome.line_items;
        self.extraction.document_kind = Some(outcome.document_kind);
        self.extraction.pages = pages
            .into_iter()
            .map(|page| Page {
                width: page.width,
                height: page.height,
                words: page.words,
            })
            .collect();
        Ok(())
    }
}

pub(crate) async fn embed(
    image: RgbImage,
    models: &Models,
    urgency: Urgency,
) -> Result<(String, Embedding), UnderstandError> {
    models
        .pictures
        .run(urgency, move |pictures| {
            let mut vectors = pictures
                .model
                .embed_pictures(std::slice::from_ref(&image))?;
            let vector = vectors.pop().ok_or_else(|| UnderstandError {
                kind: ErrorKind::Internal,
                message: "the picture model gave no vector".into(),
            })?;
            Ok((pictures.package.clone(), vector))
        })
        .await
}

/// What a page that could also be a photo is taken for: the larger evidence. A paper is carried by
/// words that were recognised with some certainty; a street sign in a photo has few of them.
fn kind_of_both(paper: &DecodedPaper, picture: Option<&DecodedPhoto>) -> MediaKind {
    const CERTAIN: f32 = 0.6;
    const WORDS_OF_A_PAPER: usize = 12;
    let is_certain = |word: &&Word| {
        word.confidence >= CERTAIN && word.text.chars().filter(|c| c.is_alphanumeric()).count() >= 2
    };
    let certain = paper
        .pages
        .iter()
        .flat_map(|page| &page.words)
        .filter(is_certain)
        .count();
    if picture.is_some() && certain < WORDS_OF_A_PAPER {
        MediaKind::Photo
    } else {
        MediaKind::Paper
    }
}
