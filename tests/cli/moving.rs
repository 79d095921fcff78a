//! Files that move, are copied, go away and come back cost no inference: a content is known by its
//! bytes. Shown twice over: by the counter of model runs, and by there being no models at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::kit::{Library, copy_tree, files_below, hits, paths_of, places, temporary_folder};
use crate::samples;

const PHOTO: &str = "DCIM/100APPLE/IMG_0412.JPG";
const OTHER_PHOTO: &str = "Received/1747573204188.webp";
const PAPER: &str = "Downloads/document (7).pdf";
const VOICE: &str = "Recordings/REC_001.wav";

/// A user's two folders with a few files, in a library that understands them.
struct Moving {
    library: Library,
    folders: TempDir,
    runs: Value,
}

impl Moving {
    /// `phone/DCIM` with two photos and a voice note, `papers` with an invoice.
    fn new() -> Self {
        let folders = temporary_folder();
        let (phone, papers) = (folders.path().join("phone"), folders.path().join("papers"));
        fs::create_dir_all(phone.join("DCIM")).expect("a folder");
        fs::create_dir_all(&papers).expect("a folder");
        for (sample, target) in [
            (PHOTO, phone.join("DCIM/IMG_0412.JPG")),
            (OTHER_PHOTO, phone.join("DCIM/balloons.webp")),
            (VOICE, phone.join("REC_001.wav")),
            (PAPER, papers.join("document (7).pdf")),
        ] {
            fs::copy(samples::file(sample), target).expect("a copy");
        }
        let library = Library::new();
        let report = library
            .run(&["index".as_ref(), phone.as_os_str(), papers.as_os_str()])
            .done();
        assert_eq!(report["understood"], 4);
        let runs = library.model_runs();
        assert!(
            runs.as_object().is_some_and(|runs| runs.len() == 3),
            "all three ran: {runs}"
        );
        Self {
            library,
            folders,
            runs,
        }
    }

    fn at(&self, relative: &str) -> PathBuf {
        self.folders.path().join(relative)
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).expect("a rename");
    }

    /// Scans again where there are no models; the report.
    fn rescan(&self) -> Value {
        let report = self.library.run_without_models(&["index"]).done();
        assert_eq!(report["understood"], 0);
        assert_eq!(self.library.model_runs(), self.runs, "no model ran");
        let known: BTreeSet<PathBuf> = self.library.understood().into_keys().collect();
        let there: BTreeSet<PathBuf> = files_below(self.folders.path()).into_iter().collect();
        assert_eq!(known, there, "what is known is what is there");
        report
    }

    /// Where a query finds something, without models.
    fn places(&self, query: &str) -> Vec<PathBuf> {
        let found = self.library.run_without_models(&["search", query]);
        hits(&found.json).iter().flat_map(places).collect()
    }
}

#[test]
fn a_renamed_file_is_found_under_its_new_name_only() {
    let moving = Moving::new();
    moving.rename("phone/DCIM/IMG_0412.JPG", "phone/DCIM/seaside.jpg");
    let report = moving.rescan();
    assert_eq!(
        (&report["identified"], &report["removed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        moving.places("seaside"),
        [moving.at("phone/DCIM/seaside.jpg")]
    );
    assert_eq!(moving.places("\"img 0412\""), Vec::<PathBuf>::new());
    let old = moving.library.run(&[
        "show".as_ref(),
        moving.at("phone/DCIM/IMG_0412.JPG").as_os_str(),
    ]);
    assert_eq!(old.code, 2, "the old path is gone: {}", old.json);
    let vectors = &moving.library.status()["vector_spaces"][0]["vectors"];
    assert_eq!(vectors, 2, "and it is no second picture");
}

#[test]
fn a_renamed_folder_takes_its_files_along() {
    let moving = Moving::new();
    moving.rename("phone/DCIM", "phone/Holidays");
    assert_eq!(moving.rescan()["removed"], 2);
    let mut found = moving.places("folder:holidays");
    found.sort();
    let expected = [
        "phone/Holidays/IMG_0412.JPG",
        "phone/Holidays/balloons.webp",
    ];
    assert_eq!(found, expected.map(|path| moving.at(path)));
    assert!(moving.places("folder:dcim").is_empty());
}

#[test]
fn a_second_copy_is_the_same_hit_in_two_places() {
    let moving = Moving::new();
    fs::copy(
        moving.at("papers/document (7).pdf"),
        moving.at("phone/copy.pdf"),
    )
    .expect("a copy");
    assert_eq!(moving.rescan()["removed"], 0);
    let found = moving.library.search("kind:paper thistledown");
    assert_eq!(hits(&found).len(), 1, "{found}");
    let mut at = places(&hits(&found)[0]);
    at.sort();
    assert_eq!(
        at,
        [
            moving.at("papers/document (7).pdf"),
            moving.at("phone/copy.pdf")
        ]
    );
    let shown = moving.library.show(&moving.at("phone/copy.pdf"));
    assert_eq!(shown["paths"].as_array().map(Vec::len), Some(2));

    fs::remove_file(moving.at("papers/document (7).pdf")).expect("the first goes");
    fs::write(moving.at("papers/.keep"), b"").expect("the folder is no empty mount point");
    let report = moving.library.run_without_models(&["index"]).done();
    assert_eq!(report["removed"], 1);
    assert_eq!(
        moving.places("kind:paper thistledown"),
        [moving.at("phone/copy.pdf")]
    );
}

#[test]
fn a_file_may_move_from_one_folder_of_the_library_to_another() {
    let moving = Moving::new();
    fs::write(moving.at("papers/notes.txt"), "no media").expect("the folder does not become empty");
    moving.rename("papers/document (7).pdf", "phone/bill.pdf");
    moving.rename("phone/REC_001.wav", "papers/note.wav");
    let report = moving.library.run_without_models(&["index"]).done();
    assert_eq!(
        (&report["understood"], &report["removed"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(moving.library.model_runs(), moving.runs);
    assert_eq!(
        moving.places("kind:paper thistledown"),
        [moving.at("phone/bill.pdf")]
    );
    assert_eq!(moving.places("kind:voice"), [moving.at("papers/note.wav")]);
}

#[test]
fn an_absent_folder_is_offline_and_nothing_is_lost_when_it_comes_back() {
    let moving = Moving::new();
    for absence in [take_away, empty] {
        let before = moving.library.search("kind:voice");
        absence(&moving.at("phone"), &moving.at("elsewhere"));
        let report = moving.library.run_without_models(&["index"]).done();
        assert_eq!(report["removed"], 0);
        let status = moving.library.status();
        assert_eq!(
            (&status["offline_folders"], &status["offline_files"]),
            (&json!(1), &json!(3))
        );
        assert_eq!(status["files"], 4);
        let away = moving.library.search("kind:voice");
        assert_eq!(
            paths_of(&away),
            paths_of(&before),
            "it is found all the same"
        );
        assert_eq!(hits(&away)[0]["offline"], true);
        assert_eq!(
            hits(&moving.library.search("kind:paper thistledown"))[0]["offline"],
            false
        );

        bring_back(&moving.at("elsewhere"), &moving.at("phone"));
        moving.rescan();
        assert_eq!(moving.library.status()["offline_files"], 0);
        assert_eq!(
            hits(&moving.library.search("kind:voice"))[0]["offline"],
            false
        );
    }
}

/// As when a drive is pulled out.
fn take_away(folder: &Path, elsewhere: &Path) {
    fs::rename(folder, elsewhere).expect("the folder goes");
}

/// As when a drive is not mounted where it usually is.
fn empty(folder: &Path, elsewhere: &Path) {
    take_away(folder, elsewhere);
    fs::create_dir(folder).expect("an empty mount point");
}

fn bring_back(elsewhere: &Path, folder: &Path) {
    if folder.is_dir() {
        fs::remove_dir(folder).expect("the mount point goes");
    }
    fs::rename(elsewhere, folder).expect("the folder comes back");
}

#[test]
fn the_whole_library_on_another_drive_costs_no_inference() {
    let library = Library::copy_of_the_samples();
    let runs = library.model_runs();
    let drive = temporary_folder();
    copy_tree(&samples::folder(), drive.path());
    library
        .run(&[
            "folders".as_ref(),
            "remove".as_ref(),
            samples::folder().as_os_str(),
        ])
        .done();
    assert!(
        library.understood().is_empty(),
        "a removed folder is not searched"
    );

    let report = library
        .run_without_models(&["index".as_ref(), drive.path().as_os_str()])
        .done();
    assert_eq!(report["identified"], json!(samples::all().len()));
    assert_eq!(report["understood"], 0);
    assert_eq!(library.model_runs(), runs);
    assert_eq!(library.understood().len(), samples::all().len());
    let found = library.paths("kind:paper larch panels");
    assert_eq!(
        found.first(),
        Some(&drive.path().join("Scans/scan0007.pdf"))
    );
}

#[test]
fn new_files_wait_for_models_that_are_missing() {
    let moving = Moving::new();
    let new = moving.at("phone/DCIM/IMG_0415.JPG");
    fs::copy(samples::file("DCIM/100APPLE/IMG_0415.JPG"), &new).expect("a new photo");
    let refused = moving.library.run_without_models(&["index"]);
    assert_eq!((refused.code, &refused.json), (2, &Value::Null));
    let said = refused.stderr.lines().last().unwrap_or_default();
    assert!(
        said.contains("clip") && said.contains("RUMMAGE_MODELS"),
        "what, and what mends it: {said}"
    );
    let status = moving.library.status();
    assert_eq!(
        (&status["pending"], &status["failed"]),
        (&json!(1), &json!(0)),
        "no file is blamed"
    );

    assert_eq!(moving.library.run(&["index"]).done()["understood"], 1);
    assert!(moving.library.understood().contains_key(&new));
}

#[test]
fn photos_wait_again_when_the_photo_model_is_another() {
    let moving = Moving::new();
    let models = temporary_folder();
    copy_tree(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter"),
        models.path(),
    );
    let notes = models.path().join("clip/rummage.json");
    let mut named: Value =
        serde_json::from_slice(&fs::read(&notes).expect("the package's notes")).expect("JSON");
    named["name"] = json!("another");
    fs::write(&notes, named.to_string()).expect("another package");
    let library = moving.library.with_models(models.path());

    let answer = library.run(&["search", "a dog at the seaside"]);
    let said = answer.json["notes"].to_string();
    assert!(
        said.contains("rummage index"),
        "why, and what to do: {said}"
    );

    assert_eq!(
        library.run(&["index"]).done()["understood"],
        2,
        "the photos"
    );
    assert_eq!(library.run(&["index"]).done()["understood"], 0, "once");
    let answer = library.search("a dog at the seaside");
    assert_eq!(answer["notes"], Value::Null);
    let spaces = library.status()["vector_spaces"].clone();
    assert_eq!(spaces.as_array().map(Vec::len), Some(1), "{spaces}");
}
