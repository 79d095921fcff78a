use std::collections::HashSet;
use std::path::Path;

use rummage_core::{ContentId, DocumentKind, FieldName, MediaKind};
use rummage_store::{Comparison, DateField, Filter};

use crate::kit::{Kit, hash, invoice, photo, voice};

struct Shelf {
    kit: Kit,
    canon: ContentId,
    nikon: ContentId,
    acme: ContentId,
    beta: ContentId,
    note: ContentId,
}

impl Shelf {
    async fn new() -> Self {
        let kit = Kit::new().await;
        let canon = kit
            .understood(
                "2024/Été/a.JPG",
                &photo("Canon EOS R6", "2024-07-14T09:00:00"),
            )
            .await;
        let nikon = kit
            .understood("2025/b.png", &photo("Nikon Z6", "2025-01-02T09:00:00"))
            .await;
        let acme = kit
            .understood("tax/acme.pdf", &invoice("Café Acme", 147_160, "2026-03-01"))
            .await;
        let beta = kit
            .understood(
                "tax/beta.pdf",
                &invoice("Beta%_\"; DROP TABLE files; --", 9_900, "2025-12-31"),
            )
            .await;
        let (note, _) = kit
            .store
            .upsert_content(hash("note"), 4, "wav")
            .await
            .expect("a content");
        let noon = "2025-06-15T12:00:00Z"
            .parse::<jiff::Timestamp>()
            .expect("a time");
        let mtime_ns = i64::try_from(noon.as_nanosecond()).expect("it fits");
        kit.store
            .record_file(kit.folder, Path::new("note.wav"), 4, mtime_ns, Some(note))
            .await
            .expect("a file");
        kit.store
            .commit_extraction(note, &voice("hello"), &[])
            .await
            .expect("a commit");
        kit.file("waiting.jpg", "waiting").await;
        Self {
            kit,
            canon,
            nikon,
            acme,
            beta,
            note,
        }
    }

    async fn expect(&self, filter: Filter, expected: &[ContentId]) {
        let found = self.kit.store.filter(&filter).await.expect("a filter");
        let expected: HashSet<ContentId> = expected.iter().copied().collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

fn money(is: Comparison) -> Filter {
    Filter::FieldMoney {
        name: FieldName::Total,
        is,
    }
}

fn dated(field: DateField, from: &str, to: &str) -> Filter {
    let day = |text: &str| (!text.is_empty()).then(|| text.parse().expect("a day"));
    Filter::FieldDate {
        field,
        from: day(from),
        to: day(to),
    }
}

#[tokio::test]
async fn kinds_texts_cameras_folders_and_extensions() {
    let s = Shelf::new().await;
    s.expect(Filter::Kind(MediaKind::Photo), &[s.canon, s.nikon])
        .await;
    s.expect(
        Filter::DocumentKind(DocumentKind::Invoice),
        &[s.acme, s.beta],
    )
    .await;
    s.expect(Filter::DocumentKind(DocumentKind::Letter), &[])
        .await;
    let vendor = |contains: &str| Filter::FieldText {
        name: FieldName::Vendor,
        contains: contains.into(),
    };
    s.expect(vendor("CAFE acme"), &[s.acme]).await;
    s.expect(vendor("%_\"; drop table"), &[s.beta]).await;
    s.expect(vendor("%"), &[s.beta]).await;
    s.expect(Filter::Camera("canon".into()), &[s.canon]).await;
    s.expect(Filter::Folder("ete".into()), &[s.canon]).await;
    s.expect(Filter::Folder("/2024/Été/".into()), &[s.canon])
        .await;
    s.expect(Filter::Folder("tax".into()), &[s.acme, s.beta])
        .await;
    s.expect(
        Filter::Folder("pictures".into()),
        &[s.canon, s.nikon, s.acme, s.beta, s.note],
    )
    .await;
    s.expect(Filter::Folder("acme".into()), &[]).await;
    s.expect(
        Filter::Ext(vec!["jpg".into(), ".PNG".into()]),
        &[s.canon, s.nikon],
    )
    .await;
    s.expect(Filter::Ext(Vec::new()), &[]).await;
}

#[tokio::test]
async fn amounts_compare_in_minor_units() {
    let s = Shelf::new().await;
    s.expect(money(Comparison::Lt(9_900)), &[]).await;
    s.expect(money(Comparison::Le(9_900)), &[s.beta]).await;
    s.expect(money(Comparison::Gt(9_900)), &[s.acme]).await;
    s.expect(money(Comparison::Ge(9_900)), &[s.acme, s.beta])
        .await;
    s.expect(money(Comparison::Eq(147_160)), &[s.acme]).await;
    s.expect(money(Comparison::Between(1, 9_900)), &[s.beta])
        .await;
}

#[tokio::test]
async fn dates_are_those_that_a_person_means() {
    let s = Shelf::new().await;
    s.expect(
        dated(DateField::Any, "2024-07-14", "2024-07-14"),
        &[s.canon],
    )
    .await;
    s.expect(
        dated(DateField::Any, "2025-01-01", "2025-12-31"),
        &[s.nikon, s.beta, s.note],
    )
    .await;
    s.expect(dated(DateField::Any, "2025-12-31", ""), &[s.acme, s.beta])
        .await;
    s.expect(dated(DateField::Any, "", "2024-12-31"), &[s.canon])
        .await;
    s.expect(
        dated(DateField::Any, "", ""),
        &[s.canon, s.nikon, s.acme, s.beta, s.note],
    )
    .await;
    let issued = DateField::Field(FieldName::InvoiceDate);
    s.expect(dated(issued, "2026-01-01", ""), &[s.acme]).await;
    s.expect(dated(DateField::Field(FieldName::DueDate), "", ""), &[])
        .await;
}

#[tokio::test]
async fn conditions_combine() {
    let s = Shelf::new().await;
    let photos = || Filter::Kind(MediaKind::Photo);
    let papers = || Filter::Kind(MediaKind::Paper);
    let all = [s.canon, s.nikon, s.acme, s.beta, s.note];
    s.expect(Filter::All(Vec::new()), &all).await;
    s.expect(Filter::Any(Vec::new()), &[]).await;
    s.expect(Filter::Not(Box::new(photos())), &[s.acme, s.beta, s.note])
        .await;
    s.expect(
        Filter::All(vec![papers(), money(Comparison::Gt(10_000))]),
        &[s.acme],
    )
    .await;
    s.expect(
        Filter::Any(vec![
            Filter::Camera("nikon".into()),
            money(Comparison::Lt(10_000)),
        ]),
        &[s.nikon, s.beta],
    )
    .await;
    let neither = Filter::Any(vec![photos(), dated(DateField::Any, "2026-01-01", "")]);
    s.expect(Filter::Not(Box::new(neither)), &[s.beta, s.note])
        .await;
    // A condition about a field that a content does not have is false, and its negation true.
    s.expect(
        Filter::Not(Box::new(money(Comparison::Gt(0)))),
        &[s.canon, s.nikon, s.note],
    )
    .await;
}
