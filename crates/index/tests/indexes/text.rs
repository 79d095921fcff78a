use std::collections::HashSet;
use std::path::Path;

use rummage_core::ContentId;
use rummage_index::{
    IndexError, MatchQuality, TextChange, TextDocument, TextGroup, TextHit, TextIndex, TextQuery,
};

/// Something that happens to the files of an index.
type Damage = fn(&Path);

fn body(id: i64, text: &str) -> TextChange {
    put(
        id,
        TextDocument {
            body: text.into(),
            ..TextDocument::default()
        },
    )
}

fn spoken(id: i64, text: &str) -> TextChange {
    put(
        id,
        TextDocument {
            spoken: text.into(),
            ..TextDocument::default()
        },
    )
}

fn put(id: i64, doc: TextDocument) -> TextChange {
    TextChange {
        content: ContentId(id),
        doc: Some(doc),
    }
}

fn index(changes: &[TextChange]) -> (tempfile::TempDir, TextIndex) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = TextIndex::open_or_create(&dir.path().join("text")).expect("a new index");
    index.apply(changes, 1).expect("the changes");
    (dir, index)
}

fn term(text: &str) -> TextQuery {
    TextQuery::Term {
        text: text.into(),
        prefix: false,
    }
}

fn terms(text: &str) -> TextQuery {
    TextQuery::And(text.split(' ').map(term).collect())
}

fn phrase(text: &str) -> TextQuery {
    TextQuery::Phrase(text.split(' ').map(str::to_owned).collect())
}

fn not(query: TextQuery) -> TextQuery {
    TextQuery::Not(Box::new(query))
}

fn hits(index: &TextIndex, query: &TextQuery) -> Vec<TextHit> {
    index.search(query, None, 100).expect("a search")
}

/// The ids of all hits, best first.
fn ids(index: &TextIndex, query: &TextQuery) -> Vec<i64> {
    hits(index, query).iter().map(|hit| hit.content.0).collect()
}

fn sorted_ids(index: &TextIndex, query: &TextQuery) -> Vec<i64> {
    let mut ids = ids(index, query);
    ids.sort_unstable();
    ids
}

#[test]
fn separators_in_numbers_and_codes_do_not_matter() {
    let (_dir, index) = index(&[
        body(1, "Invoice A-1312/B over 1.471,60 € of the year"),
        body(2, "Invoice B 7 over 1,471.60 USD"),
        body(3, "Nothing of the kind 9"),
    ]);
    for query in ["1312", "A1312B", "a-1312-b", "A-1312/B", "A/1312 B"] {
        assert_eq!(
            ids(&index, &term(query))[..1],
            [1],
            "{query} finds A-1312/B"
        );
    }
    for query in [
        "1471,60", "1471.60", "147160", "1,471.60", "1.471,60", "1471",
    ] {
        assert_eq!(
            sorted_ids(&index, &term(query)),
            [1, 2],
            "{query} finds both amounts"
        );
    }
    assert_eq!(
        ids(&index, &term("1472,60")),
        [0i64; 0],
        "another number is another thing"
    );
}

#[test]
fn case_and_accents_do_not_matter() {
    let (_dir, index) = index(&[body(1, "RÉSUMÉ Straße"), body(2, "something else")]);
    for query in ["resume", "Resumé", "STRASSE", "straße"] {
        let hits = hits(&index, &term(query));
        assert_eq!(hits.len(), 1, "{query}");
        assert_eq!(hits[0].matched[0].quality, MatchQuality::Exact);
    }
}

#[test]
fn a_misspelt_word_is_found_below_the_right_one() {
    let (_dir, index) = index(&[
        body(1, "the insurance of the house"),
        body(2, "the insurence of the house"),
        body(3, "the garden of the house"),
    ]);
    let hits = hits(&index, &term("insurance"));
    let order: Vec<i64> = hits.iter().map(|hit| hit.content.0).collect();
    assert_eq!(order, [1, 2]);
    assert_eq!(hits[0].coverage, 1.0);
    assert!(hits[1].coverage < hits[0].coverage);
    assert_eq!(hits[1].matched[0].quality, MatchQuality::Fuzzy(1));
    assert_eq!(&*hits[1].matched[0].word, "insurence");
    assert_eq!(ids(&index, &term("isnurance"))[0], 1, "neighbours swapped");
    assert!(
        ids(&index, &term("gar")).is_empty(),
        "short words are not stretched"
    );
}

#[test]
fn what_a_recogniser_misheard_is_found() {
    let (_dir, index) = index(&[
        spoken(1, "remember to call the dentest about the apoyntmint"),
        body(2, "remember to call the dentest about the apoyntmint"),
        spoken(3, "we met in the green park"),
    ]);
    let found = hits(&index, &term("appointment"));
    assert_eq!(
        found[0].content,
        ContentId(1),
        "three letters off, as it is heard"
    );
    assert_eq!(found[0].matched[0].group, TextGroup::Spoken);
    assert_eq!(found.len(), 1, "but not as it is printed");
    assert!(ids(&index, &term("queen")).is_empty(), "green is not queen");
}

#[test]
fn coverage_weighs_rare_words_more_and_unknown_ones_most() {
    let mut changes: Vec<TextChange> = (10..30).map(|id| body(id, "the common paper")).collect();
    changes.push(body(1, "the common zebra"));
    let (_dir, index) = index(&changes);
    let coverage = |query: &str, id: i64| {
        hits(&index, &terms(query))
            .into_iter()
            .find(|hit| hit.content == ContentId(id))
            .map_or(0.0, |hit| hit.coverage)
    };
    assert!((coverage("common zebra", 1) - 1.0).abs() < 1e-5);
    assert!(
        coverage("common zebra", 10) < 0.1,
        "the rare word is most of the question"
    );
    assert!(
        coverage("common xylophone", 10) < 0.1,
        "a word that nobody has counts the most"
    );
    assert!(coverage("zebra xylophone", 1) < 0.5);
    assert_eq!(
        ids(&index, &terms("zebra common"))[0],
        1,
        "words in any order"
    );
    assert!(ids(&index, &term("xylophone")).is_empty());
}

#[test]
fn phrases_are_hard_and_stand_in_order() {
    let (_dir, index) = index(&[
        body(1, "a letter from the water works of the city"),
        body(2, "it works with water in the city"),
        spoken(3, "the water works"),
        body(4, "order A-7 water"),
    ]);
    assert_eq!(sorted_ids(&index, &phrase("water works")), [1, 3]);
    assert_eq!(sorted_ids(&index, &phrase("Wäter WORKS")), [1, 3]);
    let both = TextQuery::And(vec![phrase("water works"), term("city")]);
    let found = hits(&index, &both);
    assert_eq!(found[0].content, ContentId(1));
    assert!(
        found.iter().all(|hit| hit.content != ContentId(2)),
        "without the phrase, no answer"
    );
    assert_eq!(
        ids(&index, &phrase("7 water")),
        [4],
        "joined forms do not disturb phrases"
    );
    assert_eq!(ids(&index, &phrase("order A-7")), [4]);
    assert_eq!(sorted_ids(&index, &phrase("works")), [1, 2, 3]);
    let empty = TextQuery::And(vec![phrase("..."), term("letter")]);
    assert_eq!(
        ids(&index, &empty),
        [1],
        "a phrase of nothing asks for nothing"
    );
}

#[test]
fn what_is_not_wanted_is_taken_out_but_nothing_like_it() {
    let (_dir, index) = index(&[
        body(1, "invoice for the garden"),
        body(2, "invoice for the garten"),
        body(3, "invoice for the house"),
    ]);
    let query = TextQuery::And(vec![term("invoice"), not(term("garden"))]);
    assert_eq!(
        sorted_ids(&index, &query),
        [2, 3],
        "a misspelling is not taken out"
    );
    let query = TextQuery::And(vec![term("invoice"), not(terms("the garden"))]);
    assert_eq!(
        sorted_ids(&index, &query),
        [2, 3],
        "all of it must be there to be taken out"
    );
    assert_eq!(sorted_ids(&index, &not(term("garden"))), [2, 3]);
    assert_eq!(
        sorted_ids(&index, &TextQuery::And(vec![not(phrase("the house"))])),
        [1, 2]
    );
    let all: Vec<f32> = hits(&index, &not(term("garden")))
        .iter()
        .map(|h| h.coverage)
        .collect();
    assert_eq!(all, [1.0, 1.0]);
    let either = TextQuery::Or(vec![term("house"), not(term("garden"))]);
    assert_eq!(sorted_ids(&index, &either), [2, 3]);
}

#[test]
fn of_alternatives_the_best_counts() {
    let (_dir, index) = index(&[
        body(1, "a zebra"),
        body(2, "a horse"),
        body(3, "a horse"),
        body(4, "a snail"),
    ]);
    let query = TextQuery::Or(vec![term("zebra"), term("horse")]);
    let found = hits(&index, &query);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|hit| (hit.coverage - 1.0).abs() < 1e-5));
    assert_eq!(found[0].content, ContentId(1), "the rarer one first");
    let nested = TextQuery::And(vec![query, not(term("zebra"))]);
    assert_eq!(sorted_ids(&index, &nested), [2, 3]);
}

#[test]
fn terms_are_numbered_as_they_are_written() {
    let (_dir, index) = index(&[put(
        1,
        TextDocument {
            body: "red water works".into(),
            names: vec!["IMG_0412.jpg".into(), "Water 2024".into()],
            fields: vec!["Acme Ltd".into()],
            ..TextDocument::default()
        },
    )]);
    let query = TextQuery::And(vec![
        term("red"),
        not(term("absent")),
        phrase("water works"),
        TextQuery::Or(vec![term("0412"), term("acme")]),
    ]);
    let found = hits(&index, &query);
    let matched: Vec<(usize, TextGroup, &str)> = found[0]
        .matched
        .iter()
        .map(|matched| (matched.term, matched.group, &*matched.word))
        .collect();
    assert_eq!(
        matched,
        [
            (0, TextGroup::Body, "red"),
            (2, TextGroup::Body, "water works"),
            (3, TextGroup::Names, "0412"),
            (4, TextGroup::Fields, "acme"),
        ]
    );
}

#[test]
fn beginnings_of_words_are_found_on_request() {
    let (_dir, index) = index(&[body(1, "photography"), body(2, "photo"), body(3, "phone")]);
    let prefix = |text: &str| TextQuery::Term {
        text: text.into(),
        prefix: true,
    };
    assert_eq!(
        ids(&index, &prefix("photo")),
        [2, 1],
        "the whole word first"
    );
    assert_eq!(sorted_ids(&index, &prefix("pho")), [1, 2, 3]);
    assert_eq!(sorted_ids(&index, &not(prefix("photo"))), [3]);
}

#[test]
fn only_what_is_allowed_is_found() {
    let (_dir, index) = index(&[body(1, "zebra"), body(2, "zebra"), body(3, "zebra")]);
    let allowed: HashSet<ContentId> = [ContentId(2), ContentId(9)].into();
    let found = index
        .search(&term("zebra"), Some(&allowed), 10)
        .expect("a search");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].content, ContentId(2));
    assert_eq!(
        index
            .search(&term("zebra"), None, 2)
            .expect("a search")
            .len(),
        2
    );
}

#[test]
fn odd_questions_are_no_errors() {
    let (_dir, filled) = index(&[body(1, "zebra")]);
    let (_other, empty) = index(&[]);
    let long = "z".repeat(100_000);
    for index in [&filled, &empty] {
        for query in [
            term(""),
            term("…"),
            term("\0"),
            term(&long),
            term("a b c"),
            TextQuery::Term {
                text: String::new(),
                prefix: true,
            },
            TextQuery::Phrase(Vec::new()),
            TextQuery::And(Vec::new()),
            TextQuery::Or(Vec::new()),
            not(TextQuery::Or(Vec::new())),
            not(not(term("zebra"))),
        ] {
            index.search(&query, None, 10).expect("a search");
        }
    }
    assert_eq!(ids(&filled, &not(not(term("zebra")))), [1]);
    assert_eq!(
        ids(&filled, &TextQuery::And(Vec::new())),
        [1],
        "nothing asked for is everything"
    );
    assert!(ids(&filled, &TextQuery::Or(Vec::new())).is_empty());
}

#[test]
fn a_change_replaces_and_a_deletion_deletes() {
    let (dir, index) = index(&[body(1, "zebra"), body(2, "zebra"), body(1, "horse")]);
    assert_eq!(
        ids(&index, &term("zebra")),
        [2],
        "the later change of one call wins"
    );
    assert_eq!(ids(&index, &term("horse")), [1]);
    index
        .apply(
            &[
                TextChange {
                    content: ContentId(2),
                    doc: None,
                },
                body(1, "snail"),
            ],
            17,
        )
        .expect("the changes");
    assert!(ids(&index, &term("zebra")).is_empty());
    assert!(ids(&index, &term("horse")).is_empty());
    assert_eq!((index.len(), index.watermark().expect("it")), (1, 17));
    drop(index);
    let index = TextIndex::open_or_create(&dir.path().join("text")).expect("it opens again");
    assert_eq!((index.len(), index.watermark().expect("it")), (1, 17));
    assert_eq!(ids(&index, &term("snail")), [1]);
    index.apply(&[], 20).expect("only the watermark");
    assert_eq!(index.watermark().expect("it"), 20);
    index.clear().expect("cleared");
    assert_eq!((index.len(), index.watermark().expect("it")), (0, 0));
    index.apply(&[body(3, "snail")], 2).expect("the changes");
    assert_eq!(ids(&index, &term("snail")), [3]);
}

#[test]
fn a_reader_sees_commits_and_cannot_write() {
    let (dir, index) = index(&[body(1, "zebra")]);
    let path = dir.path().join("text");
    let reader = TextIndex::open_for_reading(&path)
        .expect("it opens")
        .expect("it is there");
    assert_eq!(ids(&reader, &term("zebra")), [1]);
    index.apply(&[body(2, "zebra")], 2).expect("the changes");
    reader.reload().expect("it reloads");
    assert_eq!(sorted_ids(&reader, &term("zebra")), [1, 2]);
    assert_eq!(reader.watermark().expect("it"), 2);
    assert!(matches!(reader.apply(&[], 3), Err(IndexError::ReadOnly)));
    let none = TextIndex::open_for_reading(&dir.path().join("none")).expect("no error");
    assert!(none.is_none());
}

#[test]
fn what_is_damaged_is_begun_anew() {
    let damages: [(&str, Damage); 5] = [
        ("an empty meta file", |dir| {
            std::fs::write(dir.join("meta.json"), "").expect("a write");
        }),
        ("a meta file of nonsense", |dir| {
            std::fs::write(dir.join("meta.json"), "{\"payload\": 7").expect("a write");
        }),
        ("half of every segment file", |dir| {
            each_segment_file(dir, |bytes| bytes.truncate(bytes.len() / 2));
        }),
        ("a bit flipped in every segment file", |dir| {
            each_segment_file(dir, |bytes| {
                let middle = bytes.len() / 3;
                bytes[middle] ^= 0x40;
            });
        }),
        ("a file gone", |dir| {
            let gone = segment_files(dir).pop().expect("a segment file");
            std::fs::remove_file(gone).expect("a removal");
        }),
    ];
    for (what, damage) in damages {
        let (dir, index) = index(&[body(1, "zebra and some more words"), spoken(2, "horse")]);
        drop(index);
        let path = dir.path().join("text");
        damage(&path);
        let index = TextIndex::open_or_create(&path)
            .unwrap_or_else(|error| panic!("{what}: it does not open: {error}"));
        assert_eq!(
            (index.len(), index.watermark().expect("it")),
            (0, 0),
            "{what}"
        );
        index.apply(&[body(1, "zebra")], 5).expect("the changes");
        assert_eq!(ids(&index, &term("zebra")), [1], "{what}");
    }
}

#[test]
fn an_index_of_another_version_is_begun_anew() {
    let (dir, index) = index(&[body(1, "zebra")]);
    drop(index);
    let path = dir.path().join("text");
    let meta = std::fs::read_to_string(path.join("meta.json")).expect("the meta file");
    let other = meta.replace("{\\\"version\\\":1", "{\\\"version\\\":9999");
    assert_ne!(meta, other, "the version stands in the payload");
    std::fs::write(path.join("meta.json"), other).expect("a write");
    let index = TextIndex::open_or_create(&path).expect("it opens");
    assert_eq!((index.len(), index.watermark().expect("it")), (0, 0));
}

fn segment_files(dir: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(dir)
        .expect("the index")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension().is_some_and(|e| {
                ["idx", "term", "pos", "fast", "fieldnorm"]
                    .iter()
                    .any(|x| e == *x)
            })
        })
        .collect()
}

fn each_segment_file(dir: &Path, damage: impl Fn(&mut Vec<u8>)) {
    let files = segment_files(dir);
    assert!(!files.is_empty(), "there is something to damage");
    for file in files {
        let mut bytes = std::fs::read(&file).expect("a file");
        damage(&mut bytes);
        std::fs::write(&file, bytes).expect("a write");
    }
}
