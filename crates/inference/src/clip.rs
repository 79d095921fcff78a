//! Pictures and texts in one vector space: CLIP (Radford et al. 2021) and its kin, as two towers.
//!
//! The image tower takes what [`preprocess`] makes of a picture, the text tower the ids of
//! [`tokenize`]; [`scale`] says how the cosines of a text are to be read.

mod preprocess;
mod resample;
mod scale;
mod tokenize;

use ndarray::{ArrayD, Axis};
use rummage_core::understanding::{ConceptScale, PictureModel, UnderstandError};
use rummage_core::{Embedding, RgbImage, VectorSpace};

use crate::config::Config;
use crate::error::InferenceError;
use crate::graph::{Feed, Graph, SessionOptions};
use crate::package::{Graphs, ModelPackage, ModelTask, TowerLayout};
use preprocess::Preprocessing;
use scale::Background;
use tokenize::TextTokens;

const PICTURE_INPUTS: [&str; 3] = ["pixel_values", "image", "input"];
const TEXT_INPUTS: [&str; 3] = ["input_ids", "text", "input"];
const MASK_INPUT: &str = "attention_mask";
const PICTURE_OUTPUTS: [&str; 4] = ["image_embeds", "pooler_output", "embedding", "output"];
const TEXT_OUTPUTS: [&str; 4] = ["text_embeds", "pooler_output", "embedding", "output"];

/// Pictures in one run. The starter gains nothing from more (39 ms a picture alone and in fours, 52 ms in
/// eights, one thread), and a query never waits for longer than one run.
const MOST_PICTURES: usize = 4;

/// A picture model whose two towers are loaded.
pub struct Clip {
    space: VectorSpace,
    preprocessing: Preprocessing,
    tokens: TextTokens,
    background: Option<Background>,
    picture: Tower,
    text: Tower,
    batch: usize,
}

/// A graph and the names by which it is fed and read.
struct Tower {
    graph: Graph,
    input: String,
    output: String,
}

/// Loads the picture model of `package`.
///
/// # Errors
/// Any [`InferenceError`] but `Run`, `NotFinite` and `Cancelled`.
pub fn load_clip(package: &ModelPackage, options: SessionOptions) -> Result<Clip, InferenceError> {
    let Graphs::Towers {
        picture,
        text,
        layout,
    } = package.graphs()
    else {
        return Err(package.wrong_task(ModelTask::PictureText));
    };
    let preprocessing = match layout {
        TowerLayout::HuggingFace => {
            Preprocessing::from_hugging_face(&package.preprocessor("image_processor")?)?
        }
        TowerLayout::OpenClip => Preprocessing::from_open_clip(&Config::read(
            &package.dir().join("visual/preprocess_cfg.json"),
        )?)?,
    };

    let picture = Tower::open(
        Graph::open(picture, options)?,
        &PICTURE_INPUTS,
        &PICTURE_OUTPUTS,
    )?;
    picture.graph.takes_only(&PICTURE_INPUTS)?;
    let sizes = &picture.declared_sizes()[..];
    let (width, height) = preprocessing.size();
    let fits = |declared: &Option<usize>, size: u32| declared.is_none_or(|d| d == size as usize);
    match sizes {
        [_, channels, h, w] if fits(channels, 3) && fits(h, height) && fits(w, width) => {}
        _ => {
            return Err(picture.graph.bad(format!(
                "it does not take the pictures of {width}x{height} pixels that the package describes"
            )));
        }
    }
    let batch = picture.graph.batch(&picture.input, MOST_PICTURES)?;

    let text = Tower::open(Graph::open(text, options)?, &TEXT_INPUTS, &TEXT_OUTPUTS)?;
    text.graph
        .takes_only(&[&TEXT_INPUTS[..], &[MASK_INPUT]].concat())?;
    let [_, fixed] = text.declared_sizes()[..] else {
        return Err(text.graph.bad("it does not take one row of ids per text"));
    };
    let config = package.config();
    let folder = match layout {
        TowerLayout::HuggingFace => package.dir().to_owned(),
        TowerLayout::OpenClip => package.dir().join("textual"),
    };
    let most = match config.get("text_config/max_position_embeddings")? {
        None => config.get("text_cfg/context_length")?,
        stated => stated,
    };
    let is_siglip = config
        .get::<String>("model_type")?
        .is_some_and(|kind| kind.starts_with("siglip"));
    let pad_id = config.get("text_config/pad_token_id")?;
    let background = Background::open(package)?;
    if let (Some(background), Some(dimension)) = (&background, picture.declared_dimension()) {
        background.fits(package, dimension)?;
    }
    Ok(Clip {
        space: vector_space(package)?,
        tokens: TextTokens::open(&folder, fixed, most, is_siglip, pad_id)?,
        background,
        preprocessing,
        picture,
        text,
        batch,
    })
}

/// The space of the vectors that the CLIP package makes: its name, its revision and how pictures are
/// prepared for it. Reads the package's files, loads no model.
///
/// # Errors
/// As [`ModelPackage::revision`].
pub fn vector_space(package: &ModelPackage) -> Result<VectorSpace, InferenceError> {
    Ok(VectorSpace(format!(
        "clip/{}@{}/{}",
        package.id(),
        package.short_revision()?,
        preprocess::VERSION
    )))
}

impl Tower {
    fn open(graph: Graph, inputs: &[&str], outputs: &[&str]) -> Result<Self, InferenceError> {
        let input = graph.input(inputs).map(|input| input.name.clone());
        let output = graph.output(outputs).map(|output| output.name.clone());
        match (input, output) {
            (Some(input), Some(output)) => Ok(Self {
                graph,
                input,
                output,
            }),
            (None, _) => Err(graph.bad(format!("it has none of the inputs {inputs:?}"))),
            (_, None) => Err(graph.bad(format!("it has none of the outputs {outputs:?}"))),
        }
    }

    fn declared_sizes(&self) -> Vec<Option<usize>> {
        self.graph
            .input(&[&self.input])
            .map(|input| input.sizes.clone())
            .unwrap_or_default()
    }

    /// The dimension of the vectors, where the graph says it.
    fn declared_dimension(&self) -> Option<usize> {
        *self.graph.output(&[&self.output])?.sizes.last()?
    }

    /// Runs on `count` items and returns one vector per item.
    fn vectors(
        &mut self,
        count: usize,
        feeds: Vec<(&str, Vec<usize>, Feed)>,
        space: &VectorSpace,
    ) -> Result<Vec<Embedding>, InferenceError> {
        let answer: ArrayD<f32> = self.graph.run(feeds, &[&self.output])?.remove(0);
        if answer.ndim() != 2 || answer.len_of(Axis(0)) != count {
            return Err(self.graph.bad(format!(
                "its output `{}` is not one vector per item",
                self.output
            )));
        }
        answer
            .axis_iter(Axis(0))
            .map(|row| {
                Embedding::normalised(space.clone(), row.iter().copied().collect())
                    .ok_or_else(|| self.graph.not_finite(&self.output))
            })
            .collect()
    }
}

impl Clip {
    fn pictures(&mut self, pictures: &[RgbImage]) -> Result<Vec<Embedding>, InferenceError> {
        let (width, height) = self.preprocessing.size();
        let (width, height) = (width as usize, height as usize);
        let mut vectors = Vec::with_capacity(pictures.len());
        for batch in pictures.chunks(self.batch) {
            let mut values = Vec::with_capacity(batch.len() * 3 * width * height);
            for picture in batch {
                self.preprocessing.apply(picture, &mut values)?;
            }
            let input = self.picture.input.clone();
            let sizes = vec![batch.len(), 3, height, width];
            let feeds = vec![(input.as_str(), sizes, Feed::Floats(values))];
            vectors.extend(self.picture.vectors(batch.len(), feeds, &self.space)?);
        }
        Ok(vectors)
    }

    fn text(&mut self, text: &str) -> Result<Embedding, InferenceError> {
        let row = self.tokens.encode(text)?;
        let sizes = vec![1, row.ids.len()];
        let input = self.text.input.clone();
        let mut feeds = vec![(input.as_str(), sizes.clone(), Feed::Whole(row.ids))];
        if self.text.graph.input(&[MASK_INPUT]).is_some() {
            feeds.push((MASK_INPUT, sizes, Feed::Whole(row.mask)));
        }
        Ok(self.text.vectors(1, feeds, &self.space)?.remove(0))
    }
}

impl PictureModel for Clip {
    fn space(&self) -> &VectorSpace {
        &self.space
    }

    fn embed_pictures(&mut self, pictures: &[RgbImage]) -> Result<Vec<Embedding>, UnderstandError> {
        Ok(self.pictures(pictures)?)
    }

    fn embed_text(&mut self, text: &str) -> Result<Embedding, UnderstandError> {
        Ok(self.text(text)?)
    }

    fn concept_scale(&self, text: &Embedding) -> Option<ConceptScale> {
        self.background.as_ref()?.scale(text)
    }
}

#[cfg(test)]
mod golden;
