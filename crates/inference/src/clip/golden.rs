//! The goldens of models/export/goldens/clip.py: the same numbers as the reference implementations
//! make, and wrong variants of each package, every one of which must be told from the right one.

use std::path::Path;

use rummage_core::RgbImage;
use rummage_core::understanding::PictureModel;

use super::*;
use crate::testing::*;

/// In units after normalisation; the reference resamples with the same arithmetic, so what remains
/// is the rounding of the division by the deviation.
const PIXEL_TOLERANCE: f32 = 0.02;
const VECTOR_TOLERANCE: f32 = 1e-3;

#[derive(serde::Deserialize)]
struct Golden {
    texts: Vec<String>,
    pictures: usize,
    wrong: Vec<Wrong>,
}

fn load(package: &Path) -> Clip {
    runtime();
    let package = ModelPackage::open(package).expect("the golden's package");
    load_clip(&package, SessionOptions::default()).expect("the golden's model")
}

fn pictures(count: usize) -> Vec<RgbImage> {
    let tensors = Tensors::read(&golden("clip/pictures.safetensors"));
    (0..count)
        .map(|index| {
            let (shape, pixels) = tensors.bytes(&format!("picture.{index}"));
            RgbImage {
                width: shape[1] as u32,
                height: shape[0] as u32,
                pixels,
            }
        })
        .collect()
}

/// The comparisons of `clip` with what the reference made, as the names of those that fail.
fn failures(clip: &mut Clip, folder: &Path) -> Vec<&'static str> {
    let golden: Golden = json(&folder.join("golden.json"));
    let expected = Tensors::read(&folder.join("golden.safetensors"));
    let pictures = pictures(golden.pictures);
    let mut failed = Vec::new();

    let mut values = Vec::new();
    for picture in &pictures {
        clip.preprocessing
            .apply(picture, &mut values)
            .expect("a picture");
    }
    let pixels = largest_difference(&values, &expected.floats("pixel_values").1);
    if pixels > PIXEL_TOLERANCE {
        failed.push("pixel_values");
    }
    if let Ok(vectors) = clip.embed_pictures(&pictures) {
        let difference = vector_difference(&vectors, &expected.floats("image_embeds"));
        println!(
            "{}: pixels {pixels:e}, picture vectors {difference:e}",
            folder.display()
        );
        if difference > VECTOR_TOLERANCE {
            failed.push("image_embeds");
        }
    } else {
        failed.push("image_embeds");
    }

    let mut ids = Vec::new();
    let mut lengths = Vec::new();
    for text in &golden.texts {
        let row = clip.tokens.encode(text).expect("a text").ids;
        lengths.push(row.len() as i64);
        ids.extend(row);
    }
    if (ids, lengths) != (expected.whole("ids").1, expected.whole("lengths").1) {
        failed.push("ids");
    }
    let vectors: Vec<Embedding> = golden
        .texts
        .iter()
        .map(|text| clip.embed_text(text).expect("a text"))
        .collect();
    let difference = vector_difference(&vectors, &expected.floats("text_embeds"));
    println!("{}: text vectors {difference:e}", folder.display());
    if difference > VECTOR_TOLERANCE {
        failed.push("text_embeds");
    }
    failed
}

/// Compares with the reference's vectors, which are not of unit length.
fn vector_difference(vectors: &[Embedding], (shape, values): &(Vec<usize>, Vec<f32>)) -> f32 {
    let expected: Vec<f32> = values
        .chunks_exact(shape[1])
        .flat_map(|row| {
            let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
            row.iter().map(move |x| x / length)
        })
        .collect();
    let got: Vec<f32> = vectors.iter().flat_map(|v| v.vector().to_vec()).collect();
    largest_difference(&got, &expected)
}

fn agrees_and_tells_wrong_variants_apart(name: &str) {
    let folder = golden(name);
    let failed = failures(&mut load(&folder), &folder);
    assert!(
        failed.is_empty(),
        "{name} differs from the reference in {failed:?}"
    );

    let golden: Golden = json(&folder.join("golden.json"));
    assert!(golden.wrong.len() >= 4, "a golden carries wrong variants");
    for wrong in golden.wrong {
        let variant = copy_of(&folder);
        merge_into(&variant.path().join(&wrong.file), &wrong.patch);
        let failed = failures(&mut load(variant.path()), &folder);
        assert!(
            failed.contains(&wrong.fails.as_str()),
            "{name}: `{}` must fail in {}, but only {failed:?} fail",
            wrong.name,
            wrong.fails
        );
        if wrong.fails == "pixel_values" {
            assert!(
                failed.contains(&"image_embeds"),
                "{name}: `{}` must be seen in the vectors too",
                wrong.name
            );
        }
    }
}

#[test]
fn a_hugging_face_package_agrees_with_transformers() {
    agrees_and_tells_wrong_variants_apart("clip/hugging_face");
}

#[test]
fn a_siglip_package_agrees_with_transformers() {
    agrees_and_tells_wrong_variants_apart("clip/siglip");
}

#[test]
fn an_open_clip_package_agrees_with_its_reference() {
    agrees_and_tells_wrong_variants_apart("clip/open_clip");
}

#[test]
fn the_picture_values_are_the_references_to_the_bit_of_their_bytes() {
    for name in ["clip/hugging_face", "clip/siglip", "clip/open_clip"] {
        let folder = golden(name);
        let clip = load(&folder);
        let expected = Tensors::read(&folder.join("golden.safetensors"));
        let mut values = Vec::new();
        for picture in &pictures(6) {
            clip.preprocessing
                .apply(picture, &mut values)
                .expect("a picture");
        }
        let difference = largest_difference(&values, &expected.floats("pixel_values").1);
        // One step of a byte is 0.0078 or more in these units.
        assert!(difference < 1e-5, "{name} differs by {difference}");
    }
}

#[test]
fn a_vector_does_not_depend_on_the_batch_it_was_in() {
    for name in ["clip/hugging_face", "clip/siglip", "clip/open_clip"] {
        let mut clip = load(&golden(name));
        let pictures = pictures(6);
        let together = clip.embed_pictures(&pictures).expect("a batch");
        for (picture, expected) in pictures.iter().zip(&together) {
            let alone = clip
                .embed_pictures(std::slice::from_ref(picture))
                .expect("one");
            let difference = largest_difference(alone[0].vector(), expected.vector());
            assert!(difference < 1e-5, "{name} differs by {difference}");
        }
    }
}

#[test]
fn a_graph_that_quantises_dynamically_takes_one_picture_at_a_time() {
    let package = copy_of(&golden("clip/hugging_face"));
    let onnx = package.path().join("onnx");
    std::fs::remove_file(onnx.join("vision_model.onnx")).expect("the full graph");
    assert!(
        onnx.join("vision_model_quantized.onnx").is_file(),
        "the golden brings a quantised tower"
    );
    let mut clip = load(package.path());
    assert_eq!(clip.batch, 1);
    assert_eq!(load(&golden("clip/hugging_face")).batch, MOST_PICTURES);
    let pictures = pictures(3);
    let together = clip.embed_pictures(&pictures).expect("pictures");
    let alone = clip.embed_pictures(&pictures[1..2]).expect("a picture");
    assert!(largest_difference(alone[0].vector(), together[1].vector()) < 1e-5);
}

#[test]
fn spaces_differ_by_revision_and_not_by_place() {
    let folder = golden("clip/hugging_face");
    let moved = copy_of(&folder);
    assert_eq!(load(&folder).space(), load(moved.path()).space());
    merge_into(
        &moved.path().join("preprocessor_config.json"),
        &serde_json::json!({"resample": 2}),
    );
    assert_ne!(load(&folder).space(), load(moved.path()).space());
}

#[derive(serde::Deserialize)]
struct Scales {
    mean: Vec<f32>,
    deviation: Vec<f32>,
    wrong: std::collections::HashMap<String, Vec<f32>>,
}

#[test]
fn a_text_is_scaled_by_what_the_background_says_of_it() {
    let folder = golden("clip/hugging_face");
    let mut clip = load(&folder);
    let texts: Golden = json(&folder.join("golden.json"));
    let scales: Scales = json(&folder.join("scale.json"));
    let mut found = Vec::new();
    for text in &texts.texts {
        let vector = clip.embed_text(text).expect("a text");
        found.push(
            clip.concept_scale(&vector)
                .expect("the package brings a background"),
        );
    }
    let means: Vec<f32> = found.iter().map(|scale| scale.background_mean).collect();
    let deviations: Vec<f32> = found
        .iter()
        .map(|scale| scale.background_deviation)
        .collect();
    assert!(largest_difference(&means, &scales.mean) < 1e-5);
    assert!(largest_difference(&deviations, &scales.deviation) < 1e-5);
    for (name, wrong) in &scales.wrong {
        assert!(
            largest_difference(&means, wrong) > 1e-5,
            "`{name}` must fail"
        );
    }
    let cuts = (found[0].z_cut, found[0].cos_cut, found[0].relative_cut);
    assert_eq!(cuts, (2.5, 0.1, 0.8));
}

#[test]
fn without_a_background_a_text_has_no_scale() {
    let mut clip = load(&golden("clip/siglip"));
    let vector = clip.embed_text("snow").expect("a text");
    assert_eq!(clip.concept_scale(&vector), None);
}
