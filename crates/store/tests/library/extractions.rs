use rummage_core::{ContentId, DocumentKind, Extraction, FieldName, MediaKind, VectorSpace};
use rummage_store::StoreError;

use crate::kit::{Kit, hash, invoice, one_run, photo, voice};

#[tokio::test]
async fn what_is_committed_is_what_is_read() {
    let kit = Kit::new().await;
    for (path, extraction) in [
        ("a.jpg", photo("Canon EOS", "2025-06-01T10:20:30.25")),
        ("plain.jpg", photo("", "")),
        ("b.pdf", invoice("Acme GmbH", -147_160, "2026-03-01")),
        ("c.wav", voice("call the dentist \"tomorrow\"")),
        ("nothing.wav", Extraction::empty(MediaKind::Voice)),
    ] {
        let content = kit.understood(path, &extraction).await;
        let read = kit
            .store
            .extraction(content)
            .await
            .expect("a read")
            .expect("understood");
        let (mut read, mut expected) = (read, extraction);
        let (a, b) = (read.embedding.take(), expected.embedding.take());
        assert_eq!(read, expected, "{path}");
        assert_eq!(a.is_some(), b.is_some());
        if let (Some(a), Some(b)) = (a, b) {
            assert_eq!(a.space, b.space);
            assert!(
                (a.cosine(b.vector()) - 1.0).abs() < 1e-6,
                "the vector is kept"
            );
        }
    }
}

#[tokio::test]
async fn committing_twice_leaves_one_of_everything() {
    let kit = Kit::new().await;
    let content = kit
        .understood("b.pdf", &invoice("Acme", 100, "2026-03-01"))
        .await;
    let again = invoice("Acme Ltd", 200, "2026-03-02");
    for _ in 0..2 {
        kit.store
            .commit_extraction(content, &again, &[one_run("paper")])
            .await
            .expect("a commit");
    }
    let read = kit
        .store
        .extraction(content)
        .await
        .expect("a read")
        .expect("understood");
    assert_eq!(read, again);
    let status = kit.store.status().await.expect("status");
    assert_eq!(status.by_kind[&MediaKind::Paper], 1);
    assert_eq!(
        status.model_runs["paper"], 2,
        "runs are counted however often they led to the same"
    );
    assert_eq!(status.model_runs["photo"], 1);
}

#[tokio::test]
async fn nothing_of_a_refused_commit_remains() {
    let kit = Kit::new().await;
    let content = kit.file("b.pdf", "b").await;
    let before = kit.store.last_change().await.expect("the log");
    let mut bad = invoice("Acme", 100, "2026-03-01");
    // The table refuses what is not a number, after other tables were written.
    bad.fields[2].confidence = f32::NAN;
    let refused = kit
        .store
        .commit_extraction(content, &bad, &[one_run("paper")])
        .await;
    assert!(
        matches!(refused, Err(StoreError::Database(_))),
        "{refused:?}"
    );
    assert!(
        kit.store
            .extraction(content)
            .await
            .expect("a read")
            .is_none()
    );
    assert_eq!(kit.store.last_change().await.expect("the log"), before);
    assert!(
        kit.store
            .status()
            .await
            .expect("status")
            .model_runs
            .is_empty()
    );
    assert_eq!(kit.store.pending(9).await.expect("pending").len(), 1);

    let nobody = kit
        .store
        .commit_extraction(ContentId(99), &photo("", ""), &[])
        .await;
    assert!(matches!(nobody, Err(StoreError::UnknownContent(_))));
}

#[tokio::test]
async fn an_index_is_given_names_text_and_fields() {
    let kit = Kit::new().await;
    let content = kit
        .understood(
            "tax/2025/scan0007.pdf",
            &invoice("Acme", 147_160, "2026-03-01"),
        )
        .await;
    kit.file("copies/scan0007.pdf", "tax/2025/scan0007.pdf")
        .await;
    let indexable = kit
        .store
        .indexable(content)
        .await
        .expect("a read")
        .expect("it is there");
    assert_eq!(indexable.kind, MediaKind::Paper);
    assert_eq!(
        indexable.names,
        ["scan0007.pdf", "pictures", "copies", "tax", "2025"]
    );
    assert_eq!(indexable.text, "Invoice A-1312/B Acme");
    assert_eq!(indexable.document_kind, Some(DocumentKind::Invoice));
    assert_eq!(
        indexable.fields,
        [
            (FieldName::Vendor, "Acme".to_owned()),
            (FieldName::Total, "as written 1471.60 EUR".to_owned()),
            (FieldName::InvoiceDate, "on a day 2026-03-01".to_owned()),
        ]
    );
    let spoken = kit.understood("c.wav", &voice("call the dentist")).await;
    let indexable = kit
        .store
        .indexable(spoken)
        .await
        .expect("a read")
        .expect("it is there");
    assert_eq!(indexable.spoken, "call the dentist");
    let waiting = kit.file("d.jpg", "d").await;
    assert!(
        kit.store
            .indexable(waiting)
            .await
            .expect("a read")
            .is_none()
    );
}

#[tokio::test]
async fn vectors_come_by_space_in_pages() {
    let kit = Kit::new().await;
    let mut contents = Vec::new();
    for name in ["a", "b", "c"] {
        contents.push(kit.understood(name, &photo("", "")).await);
    }
    let space = VectorSpace("clip@1".into());
    assert_eq!(
        kit.store.spaces().await.expect("spaces"),
        [(space.clone(), 3)]
    );
    let first = kit.store.embeddings(&space, None, 2).await.expect("a page");
    assert_eq!(
        first.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        contents[..2]
    );
    assert_eq!(first[0].1, [0.6, 0.8]);
    let rest = kit
        .store
        .embeddings(&space, Some(contents[1]), 2)
        .await
        .expect("a page");
    assert_eq!(
        rest.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        contents[2..]
    );
    let other = kit
        .store
        .embeddings(&VectorSpace("clip@2".into()), None, 2)
        .await
        .expect("a page");
    assert!(other.is_empty(), "spaces do not mix");
}

#[tokio::test]
async fn a_list_of_hits_gets_its_facts_in_the_order_asked_for() {
    let kit = Kit::new().await;
    let paper = kit
        .understood("b.pdf", &invoice("Acme", 147_160, "2026-03-01"))
        .await;
    let shot = kit
        .understood("a.jpg", &photo("Canon", "2025-06-01T10:20:30"))
        .await;
    let note = kit.understood("c.wav", &voice("hello")).await;
    let facts = kit
        .store
        .facts_for_hits(&[note, ContentId(99), shot, paper])
        .await
        .expect("facts");
    let order: Vec<ContentId> = facts.iter().map(|facts| facts.content).collect();
    assert_eq!(order, [note, shot, paper]);
    assert_eq!(facts[0].duration_ms, Some(12_345));
    assert_eq!(
        facts[1].taken_at,
        Some("2025-06-01T10:20:30".parse().expect("a time"))
    );
    assert_eq!(facts[1].hash, hash("a.jpg"));
    assert_eq!(facts[1].paths, [kit.pictures().join("a.jpg")]);
    assert_eq!(facts[2].document_kind, Some(DocumentKind::Invoice));
    let expected = invoice("Acme", 147_160, "2026-03-01").fields;
    assert_eq!(facts[2].fields, expected);
    assert!(facts.iter().all(|facts| !facts.offline));
}

#[tokio::test]
async fn pictures_of_another_space_wait_again_and_keep_what_is_known() {
    let kit = Kit::new().await;
    let picture = kit.understood("a.jpg", &photo("", "")).await;
    kit.understood("b.wav", &voice("no picture")).await;
    let mark = async |space: &str| {
        let space = VectorSpace(space.into());
        let marked = kit.store.mark_other_spaces_pending(&space).await;
        let waiting = kit.store.pending_count().await;
        (marked.expect("a write"), waiting.expect("a count"))
    };
    assert_eq!(mark("clip@1").await, (0, 0), "it is of this space");
    assert_eq!(mark("clip@2").await, (1, 1));
    assert_eq!(mark("clip@2").await, (0, 1), "it waits already");
    let waiting = kit.store.pending(9).await.expect("pending");
    assert_eq!(waiting[0].content, picture);
    let known = kit.store.extraction(picture).await.expect("a read");
    assert!(known.is_some(), "until it is understood again");
}
