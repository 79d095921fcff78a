//! Whole papers through the rules and the choice, drawn as text grids.

use jiff::civil::date;
use rummage_core::understanding::PaperReading;
use rummage_core::written_date::DayOrder;
use rummage_core::{
    BBox, Currency, DecodedPage, DocumentKind, Field, FieldName, FieldSource, FieldValue,
    KindGuess, Money, Word,
};

use super::grid::page;
use super::layout::PageLayout;
use super::{Candidates, FieldsOutcome, values};

fn understood(lines: &[&str]) -> FieldsOutcome {
    Candidates::of(&[page(lines)], &PaperReading::default(), DayOrder::DayFirst).together()
}

fn money(minor: i64, code: &str) -> FieldValue {
    FieldValue::Money(Money {
        minor,
        currency: Currency::from_code(code),
    })
}

fn text(value: &str) -> FieldValue {
    FieldValue::Text(value.into())
}

#[track_caller]
fn assert_fields(outcome: &FieldsOutcome, expected: &[(FieldName, FieldValue)]) {
    for (name, value) in expected {
        let found = outcome.fields.iter().find(|field| field.name == *name);
        assert_eq!(
            found.map(|field| &field.value),
            Some(value),
            "{} of {:#?}",
            name.as_str(),
            outcome.fields
        );
    }
}

const GERMAN_INVOICE: &[&str] = &[
    "Lieferant GmbH",
    "Lieferantenstraße 20, 80333 München",
    "",
    "Lieferant GmbH · Lieferantenstraße 20 · 80333 München",
    "Kunden AG Mitte                                     Rechnungsdatum:     05.03.2018",
    "Kundenstraße 15                                     Rechnungsnummer:    471102",
    "69876 Frankfurt                                     Kundennummer:       GE2020211",
    "",
    "Rechnung",
    "",
    "Pos.    Bezeichnung          Menge      Einzelpreis     Gesamtpreis",
    "1       Trennblätter A4      20         9,90            198,00",
    "2       Joghurt Banane       50         5,50            275,00",
    "",
    "Zwischensumme                                           473,00 €",
    "Umsatzsteuer 7,00 %                                     19,25 €",
    "Umsatzsteuer 19,00 %                                    37,62 €",
    "Gesamtsteuer                                            56,87 €",
    "Rechnungsbetrag                                         529,87 €",
    "",
    "Zahlbar innerhalb 30 Tagen netto bis 04.04.2018, 3 % Skonto innerhalb 10 Tagen.",
    "IBAN DE02120300000000202051",
];

#[test]
fn a_german_invoice() {
    let outcome = understood(GERMAN_INVOICE);
    assert_eq!(outcome.document_kind.label, DocumentKind::Invoice);
    assert_fields(
        &outcome,
        &[
            (FieldName::Vendor, text("Lieferant GmbH")),
            (FieldName::InvoiceNumber, text("471102")),
            (FieldName::InvoiceDate, FieldValue::Date(date(2018, 3, 5))),
            (FieldName::DueDate, FieldValue::Date(date(2018, 4, 4))),
            (FieldName::Currency, text("EUR")),
            (FieldName::Subtotal, money(47_300, "EUR")),
            (FieldName::Tax, money(5_687, "EUR")),
            (FieldName::Total, money(52_987, "EUR")),
            (FieldName::Customer, text("Kunden AG Mitte")),
        ],
    );
    assert!(
        outcome
            .fields
            .iter()
            .all(|field| field.source == FieldSource::Rule)
    );
}

#[test]
fn a_value_keeps_its_words_and_place() {
    let outcome = understood(GERMAN_INVOICE);
    let total = outcome
        .fields
        .iter()
        .find(|f| f.name == FieldName::Total)
        .expect("a total");
    assert_eq!(total.raw, "529,87 €");
    assert_eq!(total.page, 0);
    let line = 40.0 + 18.0 * 15.0;
    assert_eq!((total.bbox.y0, total.bbox.y1), (line, line + 12.0));
}

#[test]
fn an_english_invoice_with_values_below_their_labels() {
    let outcome = understood(&[
        "Northwind Tools Ltd",
        "14 Mill Lane, Leeds",
        "",
        "INVOICE",
        "",
        "Bill to                     Invoice no        Invoice date      Due date",
        "Harper & Sons               INV-2026-0117     March 1st, 2026   31 March 2026",
        "3 Station Road",
        "",
        "Description                 Qty     Unit price     Amount",
        "Bench vice                  2       45.00          90.00",
        "Chisel set                  1       60.00          60.00",
        "",
        "                                    Subtotal       £150.00",
        "                                    VAT 20%        £30.00",
        "                                    Total due      £180.00",
    ]);
    assert_fields(
        &outcome,
        &[
            (FieldName::Vendor, text("Northwind Tools Ltd")),
            (FieldName::InvoiceNumber, text("INV-2026-0117")),
            (FieldName::InvoiceDate, FieldValue::Date(date(2026, 3, 1))),
            (FieldName::DueDate, FieldValue::Date(date(2026, 3, 31))),
            (FieldName::Subtotal, money(15_000, "GBP")),
            (FieldName::Tax, money(3_000, "GBP")),
            (FieldName::Total, money(18_000, "GBP")),
            (FieldName::Customer, text("Harper & Sons")),
        ],
    );
}

#[test]
fn a_receipt() {
    let outcome = understood(&[
        "INDAH GIFT & HOME DECO SDN BHD",
        "27, JALAN DEDAP 13,",
        "81100 JOHOR BAHRU",
        "TEL:07-3507405",
        "19/10/2018 20:49:59 #01",
        "CASHIER: CN",
        "DESC/ITEM   QTY   PRICE   AMT(RM)",
        "TABLE LAMP   1   55.90   55.90",
        "TOTAL QTY   2",
        "TOTAL AMT........ RM   60.31",
        "ROUNDING ADJ.....   -0.01",
        "RM   60.30",
        "CASH............. RM   70.30",
        "CHANGE........... RM   10.00",
        "THANK YOU ! PLEASE COME AGAIN !",
    ]);
    assert_eq!(outcome.document_kind.label, DocumentKind::Receipt);
    assert_fields(
        &outcome,
        &[
            (FieldName::Vendor, text("INDAH GIFT & HOME DECO SDN BHD")),
            (FieldName::InvoiceDate, FieldValue::Date(date(2018, 10, 19))),
            (FieldName::Total, money(6_030, "MYR")),
            (FieldName::Currency, text("MYR")),
        ],
    );
}

#[test]
fn a_french_invoice() {
    let outcome = understood(&[
        "Boulangerie Martin SARL",
        "12 rue des Lilas, 69003 Lyon",
        "",
        "Facture n° 2026-044          Date de facture : 3 mars 2026",
        "Facturé à : Café du Port     Échéance : 2 avril 2026",
        "",
        "Total HT        1 200,00 €",
        "TVA 5,5 %       66,00 €",
        "Total TTC       1 266,00 €",
    ]);
    assert_fields(
        &outcome,
        &[
            (FieldName::InvoiceNumber, text("2026-044")),
            (FieldName::InvoiceDate, FieldValue::Date(date(2026, 3, 3))),
            (FieldName::DueDate, FieldValue::Date(date(2026, 4, 2))),
            (FieldName::Subtotal, money(120_000, "EUR")),
            (FieldName::Tax, money(6_600, "EUR")),
            (FieldName::Total, money(126_600, "EUR")),
            (FieldName::Customer, text("Café du Port")),
        ],
    );
}

#[test]
fn a_due_day_that_is_nowhere_written_is_absent() {
    let outcome = understood(&[
        "Kern & Söhne KG",
        "Rechnung Nr. 88-17",
        "Rechnungsdatum: 02.05.2026",
        "Gesamtbetrag: 99,00 EUR",
        "Zahlbar innerhalb von 14 Tagen ohne Abzug.",
    ]);
    assert_fields(&outcome, &[(FieldName::Total, money(9_900, "EUR"))]);
    assert!(
        outcome
            .fields
            .iter()
            .all(|field| field.name != FieldName::DueDate)
    );
}

#[test]
fn a_letter_has_no_total_and_a_recipe_no_fields() {
    let letter = understood(&[
        "Anna Berg",
        "",
        "Sehr geehrte Frau Kaya,",
        "vielen Dank für Ihren Brief und das Buch.",
        "Mit freundlichen Grüßen",
    ]);
    assert_eq!(letter.document_kind.label, DocumentKind::Letter);
    assert!(letter.fields.iter().all(|f| f.name != FieldName::Total));
    let nothing = Candidates::of(&[], &PaperReading::default(), DayOrder::DayFirst).together();
    assert!(nothing.fields.is_empty());
    assert_eq!(nothing.document_kind.label, DocumentKind::Other);
}

fn model_candidate(name: FieldName, raw: &str, confidence: f32) -> Field {
    Field {
        name,
        value: FieldValue::Text(raw.into()),
        raw: raw.into(),
        page: 0,
        bbox: BBox::new(1.0, 2.0, 3.0, 4.0),
        confidence,
        source: FieldSource::Model,
    }
}

#[test]
fn what_the_model_saw_is_typed_and_what_is_of_no_type_dropped() {
    let reading = PaperReading {
        candidates: vec![
            model_candidate(FieldName::Total, "Total: 1.471,60 €", 0.9),
            model_candidate(FieldName::InvoiceDate, "yesterday", 0.9),
            model_candidate(FieldName::DueDate, "31. März 2026", 0.8),
        ],
        kind: Some(KindGuess {
            label: DocumentKind::Invoice,
            confidence: 0.97,
        }),
        ..PaperReading::default()
    };
    let outcome = Candidates::of(&[page(&["Hello"])], &reading, DayOrder::DayFirst).together();
    assert_eq!(outcome.document_kind.label, DocumentKind::Invoice);
    assert_fields(
        &outcome,
        &[
            (FieldName::Total, money(147_160, "EUR")),
            (FieldName::DueDate, FieldValue::Date(date(2026, 3, 31))),
        ],
    );
    assert!(
        outcome
            .fields
            .iter()
            .all(|field| field.name != FieldName::InvoiceDate)
    );
    let total = outcome
        .fields
        .iter()
        .find(|f| f.name == FieldName::Total)
        .expect("a total");
    assert_eq!(total.source, FieldSource::Model);
    assert_eq!(total.bbox, BBox::new(1.0, 2.0, 3.0, 4.0));
}

#[test]
fn sources_can_be_looked_at_alone() {
    let pages: Vec<DecodedPage> = vec![page(GERMAN_INVOICE)];
    let reading = PaperReading {
        candidates: vec![model_candidate(FieldName::Vendor, "Lieferant GmbH", 0.7)],
        ..PaperReading::default()
    };
    let candidates = Candidates::of(&pages, &reading, DayOrder::DayFirst);
    let by_model = candidates.by_model();
    assert_eq!(by_model.len(), 1);
    assert_eq!(by_model[0].name, FieldName::Vendor);
    let by_rules = candidates.by_rules();
    assert!(by_rules.len() > 1);
    assert!(by_rules.iter().all(|f| f.source == FieldSource::Rule));
}

#[test]
fn a_lone_digit_belongs_to_the_thousands_although_it_is_less_high() {
    let word = |text: &str, x0: f32, x1: f32, height: f32| Word {
        text: text.to_owned(),
        bbox: BBox::new(x0, 10.0 - height, x1, 10.0),
        confidence: 1.0,
    };
    let page = DecodedPage {
        width: 100.0,
        height: 20.0,
        words: vec![word("1", 0.0, 3.5, 7.0), word("069,90", 7.1, 30.0, 8.4)],
        recognised: false,
    };
    let layout = PageLayout::of(0, &page);
    let found = values::amounts(&layout.lines[0], 0);
    assert_eq!(found[0].money.minor, 106_990);
}
