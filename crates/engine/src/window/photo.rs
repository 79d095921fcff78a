//! The photo viewer: what the file says, what is written in it, what looks like it, what was taken
//! around the same time.

use jiff::ToSpan;
use rummage_api as api;
use rummage_core::MediaKind;

use super::cards::{Reasons, file_name_of, places_of};
use super::paper::text_of_page;
use super::{Viewed, places};
use crate::error::EngineError;
use crate::library::Library;

/// Photos this long before and after belong to the same moment.
const MOMENT_HOURS: i64 = 3;
const MOMENT_PHOTOS: usize = 60;

impl Library {
    /// A photo with everything that is known of it.
    ///
    /// # Errors
    /// [`EngineError::UnknownContent`] for what the library does not hold,
    /// [`EngineError::NotThatKind`] for what is no photo.
    pub async fn photo_page(&self, content: &str) -> Result<api::Photo, EngineError> {
        let viewed = self.viewed(content).await?;
        if viewed.facts.kind != MediaKind::Photo {
            return Err(EngineError::NotThatKind { wanted: "photo" });
        }
        let similar = self.similar_cards(&viewed).await?;
        let moment = self.moment_cards(&viewed).await?;
        let labels = self.labels_of(&viewed).await?;
        let Viewed { facts, extraction } = viewed;
        let picture = extraction.photo.unwrap_or_default();
        let position = picture.latitude.zip(picture.longitude);
        let written: Vec<String> = extraction.pages.iter().map(text_of_page).collect();
        Ok(api::Photo {
            content: facts.hash.into(),
            file_name: file_name_of(&facts),
            places: places_of(&facts),
            width: picture.width,
            height: picture.height,
            when: picture.taken_at.map(|at| at.to_string()),
            place: position.and_then(places::name_of),
            facts: facts_of(picture.camera, position),
            labels,
            text: written.join("\n\n"),
            similar,
            moment,
        })
    }

    async fn moment_cards(&self, viewed: &Viewed) -> Result<Vec<api::Hit>, EngineError> {
        let Some(at) = viewed.facts.taken_at else {
            return Ok(Vec::new());
        };
        let hours = MOMENT_HOURS.hours();
        let (first, last) = (at.saturating_sub(hours), at.saturating_add(hours));
        let around = self.store.photos_taken(first, last, MOMENT_PHOTOS).await?;
        let mut cards = Vec::with_capacity(around.len());
        for facts in self.store.facts_for_hits(&around).await? {
            cards.push(self.card(&facts, &Reasons::none()).await?);
        }
        Ok(cards)
    }
}

fn facts_of(camera: Option<String>, position: Option<(f64, f64)>) -> Vec<api::Fact> {
    let fact = |name: &str, value: String| api::Fact {
        name: name.to_owned(),
        value,
    };
    let camera = camera.map(|camera| fact("camera", camera));
    let position = position
        .map(|(latitude, longitude)| fact("position", format!("{latitude:.5}, {longitude:.5}")));
    camera.into_iter().chain(position).collect()
}
