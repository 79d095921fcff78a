//! Whole files through the public functions: what comes out, and what a person is told when nothing does.

use std::path::{Path, PathBuf};

use rummage_core::{
    CancelToken, DecodedMedia, DecodedPage, DecodedPaper, DecodedPhoto, ErrorKind, RgbImage,
};
use rummage_media::{
    FileFormat, MediaError, MediaSettings, decode, decode_photo, identify, render_page,
};

mod kit;
use kit::{fixture, pdf_settings};

fn decode_file(path: &Path) -> Result<DecodedMedia, MediaError> {
    let format = identify(path)?.expect("the file is media");
    decode(path, format, &pdf_settings(), &CancelToken::new())
}

fn photo(name: &str) -> DecodedPhoto {
    let path = fixture(name);
    let format = identify(&path).expect("readable").expect("a picture");
    decode_photo(&path, format, &MediaSettings::default())
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn paper(name: &str) -> DecodedPaper {
    match decode_file(&fixture(name)) {
        Ok(DecodedMedia::Paper { paper, .. }) => paper,
        other => panic!("{name} is a paper, not {other:?}"),
    }
}

fn text_of(page: &DecodedPage) -> String {
    let words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// The quadrants of the fixture picture: red, green, blue, near white.
fn assert_quadrants(image: &RgbImage, tolerance: i32, name: &str) {
    assert_eq!((image.width, image.height), (48, 32), "{name}");
    let expected = [
        ((12, 8), [200, 30, 30]),
        ((36, 8), [30, 160, 30]),
        ((12, 24), [30, 30, 200]),
        ((36, 24), [250, 250, 250]),
    ];
    for ((x, y), colour) in expected {
        let at = ((y * image.width + x) * 3) as usize;
        for (found, wanted) in image.pixels[at..at + 3].iter().zip(colour) {
            let difference = (i32::from(*found) - wanted).abs();
            assert!(
                difference <= tolerance,
                "{name} at ({x}, {y}): {found} for {wanted}"
            );
        }
    }
}

#[test]
fn every_exif_orientation_gives_the_same_upright_picture() {
    for orientation in 1..=8 {
        let name = format!("orientation_{orientation}.jpg");
        let photo = photo(&name);
        assert_quadrants(&photo.image, 12, &name);
        assert_eq!((photo.facts.width, photo.facts.height), (48, 32), "{name}");
    }
}

#[test]
fn every_kind_of_pixels_gives_the_same_colours() {
    for name in [
        "progressive.jpg",
        "palette.png",
        "rgb16.png",
        "plain.bmp",
        "plain.webp",
        "animated.gif",
        "lzw.tif",
        "deflate.tif",
        "jpeg.tif",
        "packbits.tif",
    ] {
        assert_quadrants(&photo(name).image, 14, name);
    }
    // Pillow converts to CMYK without black, so that the way back is exact up to JPEG.
    for name in ["cmyk.jpg", "cmyk.tif"] {
        assert_quadrants(&photo(name).image, 20, name);
    }
}

#[test]
fn transparent_is_white_and_sixteen_bits_keep_their_order() {
    assert!(
        photo("transparent.png")
            .image
            .pixels
            .iter()
            .all(|v| *v == 255)
    );
    let ramp = photo("grey16.png").image.pixels;
    assert_eq!((ramp[0], ramp[ramp.len() - 1]), (0, 255));
    assert!(ramp.is_sorted(), "a ramp from black to white");
}

#[test]
fn exif_tells_date_camera_and_place_in_every_container() {
    for name in ["facts.jpg", "facts.png", "facts.webp", "facts.tif"] {
        let facts = photo(name).facts;
        let taken_at = jiff::civil::date(2019, 7, 14).at(18, 3, 22, 0);
        assert_eq!(facts.taken_at, Some(taken_at), "{name}");
        assert_eq!(facts.camera.as_deref(), Some("Canon EOS 80D"), "{name}");
        let latitude = facts.latitude.expect(name);
        let longitude = facts.longitude.expect(name);
        assert!((latitude + 33.856_666).abs() < 1e-4, "{name}: {latitude}");
        assert!((longitude + 70.5).abs() < 1e-4, "{name}: {longitude}");
    }
}

#[test]
fn absurd_and_broken_exif_is_absent_and_fails_nothing() {
    for name in ["absurd_exif.jpg", "broken_exif.jpg"] {
        let photo = photo(name);
        assert_quadrants(&photo.image, 12, name);
        assert_eq!(photo.facts.taken_at, None, "{name}");
        assert_eq!(photo.facts.latitude, None, "{name}");
    }
    assert_eq!(photo("absurd_exif.jpg").facts.camera, None);
}

#[test]
fn a_picture_without_text_is_a_photo() {
    let decoded = decode_file(&fixture("facts.jpg")).expect("a photo");
    assert!(matches!(decoded, DecodedMedia::Photo(_)), "{decoded:?}");
}

#[test]
fn the_text_layer_has_the_words_that_pypdfium2_has() {
    let golden: Vec<Vec<String>> =
        serde_json::from_slice(&std::fs::read(fixture("text.pdf.words.json")).expect("committed"))
            .expect("lists of words");
    let paper = paper("text.pdf");
    assert_eq!(paper.pages.len(), golden.len());
    for (page, golden) in paper.pages.iter().zip(golden) {
        let mut words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
        let mut golden: Vec<&str> = golden.iter().map(String::as_str).collect();
        words.sort_unstable();
        golden.sort_unstable();
        assert_eq!(words, golden);
        assert!(!page.recognised);
        assert!(page.words.iter().all(|word| word.confidence == 1.0));
    }
}

#[test]
fn boxes_lie_where_the_words_are_shown_also_on_turned_pages() {
    let paper = paper("text.pdf");
    let first = &paper.pages[0];
    assert_eq!((first.width, first.height), (595.0, 842.0));
    let harbour = &first.words[0];
    assert_eq!(harbour.text, "Harbour");
    // Drawn at x = 72 with its base line 760 points above the bottom, 11 points high.
    let bbox = harbour.bbox;
    assert!((bbox.x0 - 72.0).abs() < 2.0 && bbox.x1 < 125.0, "{bbox:?}");
    assert!((bbox.y1 - 82.0).abs() < 3.0 && bbox.y0 > 70.0, "{bbox:?}");

    let turned = &paper.pages[1];
    assert_eq!((turned.width, turned.height), (595.0, 842.0));
    // Drawn at (72, 400), then turned clockwise by a quarter: it runs down from (400, 72).
    for word in &turned.words {
        assert!(word.bbox.x0 > 390.0 && word.bbox.x1 < 415.0, "{word:?}");
        assert!(word.bbox.y0 > 70.0 && word.bbox.y1 < 350.0, "{word:?}");
    }
    let first = turned
        .words
        .iter()
        .find(|word| word.text == "A")
        .expect("read");
    assert!((first.bbox.y0 - 72.0).abs() < 2.0, "{first:?}");
    assert!(paper.pages[2].words.is_empty(), "the last page is blank");
}

#[test]
fn what_was_filled_into_a_form_is_read() {
    let paper = paper("form.pdf");
    assert_eq!(text_of(&paper.pages[0]), "Name: Rosalind Quarrie");
    let name = paper.pages[0].words[1].bbox;
    assert!(
        name.x0 > 85.0 && name.y0 > 30.0 && name.y1 < 70.0,
        "{name:?}"
    );
}

#[test]
fn a_scan_in_a_pdf_is_read_and_its_boxes_are_in_points() {
    let paper = paper("scan.pdf");
    let [page] = paper.pages.as_slice() else {
        panic!("one page");
    };
    assert!(page.recognised);
    assert_eq!((page.width, page.height), (480.0, 528.0));
    let text = text_of(page);
    for words in [
        "Harbour Lane Joinery",
        "chairs will be delivered on Thursday",
        "Agnes Thorne",
    ] {
        assert!(text.contains(words), "{text}");
    }
    // "Dear" is drawn at pixel (80, 248) of a picture of 1000 x 1100 pixels.
    let dear = page
        .words
        .iter()
        .find(|word| word.text == "Dear")
        .expect("read");
    assert!((dear.bbox.x0 - 80.0 * 0.48).abs() < 4.0, "{:?}", dear.bbox);
    assert!((dear.bbox.y0 - 254.0 * 0.48).abs() < 6.0, "{:?}", dear.bbox);
}

#[test]
fn a_picture_of_a_letter_is_a_paper() {
    let paper = paper("letter.jpg");
    let text = text_of(&paper.pages[0]);
    assert!(text.contains("thank you for your order"), "{text}");
}

#[test]
fn a_page_on_its_side_is_read_upright() {
    let paper = paper("letter_on_its_side.png");
    let page = &paper.pages[0];
    assert_eq!((page.width, page.height), (1000.0, 1100.0));
    assert!(
        text_of(page).contains("thank you for your order"),
        "{}",
        text_of(page)
    );
    let dear = page
        .words
        .iter()
        .find(|word| word.text == "Dear")
        .expect("read");
    assert!((dear.bbox.x0 - 80.0).abs() < 8.0, "{:?}", dear.bbox);

    let path = fixture("letter_on_its_side.png");
    let shown = render_page(&path, FileFormat::Png, 0, 1100, &pdf_settings()).expect("shown");
    assert_eq!(
        (shown.width, shown.height),
        (1100, 1000),
        "as it lies in the file"
    );
    let turned = rummage_media::turn_as_read(shown, page.width, page.height, &page.words);
    assert_eq!((turned.width, turned.height), (1000, 1100));
    // The first line begins at the top left: ink there, none at the bottom right.
    let ink = |x0: u32, y0: u32| {
        (y0..y0 + 60)
            .flat_map(|y| (x0..x0 + 300).map(move |x| (y, x)))
            .filter(|(y, x)| turned.pixels[((y * 1000 + x) * 3) as usize] < 128)
            .count()
    };
    assert!(
        ink(70, 70) > 200 && ink(650, 1000) == 0,
        "{} {}",
        ink(70, 70),
        ink(650, 1000)
    );
}

#[test]
fn all_pages_of_a_fax_are_read() {
    let paper = paper("two_pages.tif");
    assert_eq!(paper.pages.len(), 2);
    assert!(text_of(&paper.pages[0]).contains("Harbour Lane"));
    assert!(text_of(&paper.pages[1]).contains("Second page"));
    assert_eq!(
        (paper.pages[0].width, paper.pages[0].height),
        (1000.0, 1100.0)
    );
    let one = self::paper("fax.tif");
    assert!(text_of(&one.pages[0]).contains("Agnes Thorne"));
}

#[test]
fn pages_render_within_the_size_that_is_asked_for() {
    let settings = pdf_settings();
    let cases: [(&str, FileFormat, usize, (u32, u32)); 4] = [
        ("text.pdf", FileFormat::Pdf, 0, (141, 200)),
        ("scan.pdf", FileFormat::Pdf, 0, (182, 200)),
        ("two_pages.tif", FileFormat::Tiff, 1, (182, 200)),
        ("orientation_6.jpg", FileFormat::Jpeg, 0, (48, 32)),
    ];
    for (name, format, page, size) in cases {
        let image = render_page(&fixture(name), format, page, 200, &settings).expect(name);
        assert_eq!((image.width, image.height), size, "{name}");
    }
    let missing = render_page(&fixture("text.pdf"), FileFormat::Pdf, 99, 200, &settings);
    assert_eq!(
        missing.expect_err("there are three pages").kind(),
        ErrorKind::Malformed
    );
}

#[test]
fn a_password_is_asked_for_only_where_one_is_needed() {
    let error = decode_file(&fixture("encrypted.pdf")).expect_err("it has a password");
    assert_eq!(error.kind(), ErrorKind::Encrypted);
    assert!(error.to_string().contains("password"), "{error}");
    assert!(text_of(&paper("restricted.pdf").pages[0]).contains("Harbour"));
}

#[test]
fn a_paper_of_too_many_pages_is_refused() {
    let error = decode(
        &fixture("text.pdf"),
        FileFormat::Pdf,
        &MediaSettings {
            max_pages: 2,
            ..pdf_settings()
        },
        &CancelToken::new(),
    )
    .expect_err("it has three");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn a_cancelled_decode_says_so() {
    let cancel = CancelToken::new();
    cancel.cancel();
    for (name, format) in [
        ("text.pdf", FileFormat::Pdf),
        ("letter.jpg", FileFormat::Jpeg),
        ("two_pages.tif", FileFormat::Tiff),
    ] {
        let error = decode(&fixture(name), format, &pdf_settings(), &cancel).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{name}");
    }
}

/// A copy of part of a file under a name of its own.
fn copy_as(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a temporary folder takes files");
    path
}

#[test]
fn empty_truncated_and_mislabelled_files_are_told_apart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, kept) in [
        ("orientation_1.jpg", 0.6),
        ("facts.png", 0.6),
        ("plain.webp", 0.6),
        // Its first frame, which is all that is read, lies in the first half.
        ("animated.gif", 0.3),
        ("plain.bmp", 0.6),
        ("lzw.tif", 0.6),
        ("text.pdf", 0.6),
    ] {
        let empty = copy_as(folder.path(), name, b"");
        let error = identify(&empty).expect_err("nothing in it");
        assert_eq!(error.kind(), ErrorKind::Empty, "{name}");

        let prose = copy_as(folder.path(), name, b"Dear diary, today nothing happened.");
        let error = identify(&prose).expect_err("prose is no media");
        assert_eq!(error.kind(), ErrorKind::Malformed, "{name}");
        assert!(error.to_string().contains("is named ."), "{error}");

        let whole = std::fs::read(fixture(name)).expect("committed");
        let cut = copy_as(
            folder.path(),
            name,
            &whole[..(whole.len() as f64 * kept) as usize],
        );
        let error = decode_file(&cut).expect_err(name);
        assert_eq!(error.kind(), ErrorKind::Truncated, "{name}: {error}");
    }
    let notes = copy_as(folder.path(), "notes.txt", b"");
    assert!(
        matches!(identify(&notes), Ok(None)),
        "an empty text file is nobody's business"
    );
    let gone = identify(&folder.path().join("gone.jpg")).expect_err("it was never there");
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

#[test]
fn a_file_is_what_its_bytes_say_whatever_its_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bytes = std::fs::read(fixture("facts.png")).expect("committed");
    let path = copy_as(folder.path(), "holiday.jpg", &bytes);
    assert_eq!(identify(&path).expect("readable"), Some(FileFormat::Png));
    assert!(decode_file(&path).is_ok());
}
