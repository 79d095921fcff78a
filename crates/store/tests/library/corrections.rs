use rummage_core::{ContentId, Currency, FieldName, FieldSource, FieldValue, Money};
use rummage_store::{Comparison, Filter};

use crate::kit::{Kit, invoice};

async fn total(kit: &Kit, content: ContentId) -> (FieldValue, FieldSource) {
    let extraction = kit.store.extraction(content).await.expect("a read");
    let fields = extraction.expect("it is understood").fields;
    let field = fields.into_iter().find(|it| it.name == FieldName::Total);
    let field = field.expect("a total");
    (field.value, field.source)
}

fn euros(minor: i64) -> FieldValue {
    FieldValue::Money(Money {
        minor,
        currency: Currency::from_code("EUR"),
    })
}

async fn correct(kit: &Kit, content: ContentId, minor: i64) {
    kit.store
        .correct_field(content, FieldName::Total, euros(minor), "typed")
        .await
        .expect("a correction");
}

#[tokio::test]
async fn a_persons_value_stands_above_all_that_is_read_until_it_is_undone() {
    let kit = Kit::new().await;
    let content = kit
        .understood("a.pdf", &invoice("Acme", 100, "2026-03-01"))
        .await;
    correct(&kit, content, 200).await;
    correct(&kit, content, 300).await;
    assert_eq!(total(&kit, content).await, (euros(300), FieldSource::User));

    // Understood anew, and read otherwise: the person is still right.
    kit.store
        .commit_extraction(content, &invoice("Acme", 150, "2026-03-01"), &[])
        .await
        .expect("a commit");
    assert_eq!(total(&kit, content).await, (euros(300), FieldSource::User));
    let kept = kit.store.corrections(content).await.expect("corrections");
    assert_eq!(kept.len(), 1);
    let original = kept[0].original.as_ref().expect("something was read");
    assert_eq!(original.value, euros(150));

    kit.store
        .undo_correction(content, FieldName::Total)
        .await
        .expect("undone");
    assert_eq!(total(&kit, content).await, (euros(150), FieldSource::Model));
    assert!(
        kit.store
            .corrections(content)
            .await
            .expect("a read")
            .is_empty()
    );
}

#[tokio::test]
async fn a_correction_is_searched_for_told_to_the_indexes_and_shown_where_the_field_stood() {
    let kit = Kit::new().await;
    let content = kit
        .understood("a.pdf", &invoice("Acme", 100, "2026-03-01"))
        .await;
    let before = kit.store.last_change().await.expect("a position");
    correct(&kit, content, 7_700).await;
    assert!(kit.store.last_change().await.expect("a position") > before);
    let above = Filter::FieldMoney {
        name: FieldName::Total,
        is: Comparison::Gt(5_000),
    };
    assert!(
        kit.store
            .filter(&above)
            .await
            .expect("a filter")
            .contains(&content)
    );
    let facts = kit.store.facts_for_hits(&[content]).await.expect("facts");
    let fields = &facts[0].fields;
    let names: Vec<FieldName> = fields.iter().map(|field| field.name).collect();
    assert_eq!(
        names,
        [FieldName::Vendor, FieldName::Total, FieldName::InvoiceDate],
        "it keeps its place"
    );
    assert_eq!(
        fields[1].bbox, fields[0].bbox,
        "the kit gives all the same box"
    );
    assert_eq!(fields[1].raw, "typed");
}

#[tokio::test]
async fn a_field_that_nobody_read_comes_with_its_correction_and_goes_with_it() {
    let kit = Kit::new().await;
    let content = kit
        .understood("a.pdf", &invoice("Acme", 100, "2026-03-01"))
        .await;
    let customer = FieldValue::Text("Bob".into());
    kit.store
        .correct_field(content, FieldName::Customer, customer, "Bob")
        .await
        .expect("a correction");
    let kept = kit.store.corrections(content).await.expect("corrections");
    assert_eq!(kept[0].original, None);
    kit.store
        .undo_correction(content, FieldName::Customer)
        .await
        .expect("undone");
    let extraction = kit.store.extraction(content).await.expect("a read");
    assert_eq!(extraction.expect("understood").fields.len(), 3);
}

#[tokio::test]
async fn what_is_not_understood_cannot_be_corrected() {
    let kit = Kit::new().await;
    let content = kit.file("a.pdf", "x").await;
    let refused = kit
        .store
        .correct_field(content, FieldName::Total, euros(1), "1")
        .await;
    assert!(refused.is_err());
}
