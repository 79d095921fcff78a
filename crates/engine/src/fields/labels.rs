//! The words that announce a field, in English, German, French, Spanish, Italian and Dutch, and
//! where they stand. What looks like a label but announces something else is listed as well, so
//! that "total qty" is not a total and "VAT no" no tax.

use rummage_core::FieldName;

use super::layout::Line;

/// How far a label can be trusted to announce its field.
const STRONG: f32 = 0.8;
const FAIR: f32 = 0.6;
const WEAK: f32 = 0.4;

/// A label found on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// What it announces; `None` for something that is no field.
    pub field: Option<FieldName>,
    /// 0..1.
    pub trust: f32,
    /// Index of the first word.
    pub first_word: usize,
    /// Index of the last word.
    pub last_word: usize,
}

/// What a phrase says.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    /// It announces a field.
    Announces(FieldName),
    /// It says that a sum includes the tax ("total *incl. VAT*"); alone it announces one weakly.
    WithTax,
    /// It says that a sum does not include the tax.
    WithoutTax,
    /// It announces something that is no field.
    SomethingElse,
}

/// Folded phrases, separated by `|`; a `*` stands for any beginning of a word.
const VOCABULARY: &[(Meaning, f32, &str)] = &[
    (
        Meaning::Announces(FieldName::Total),
        STRONG,
        "grand total|total due|amount due|total amount due|balance due|amount payable|total payable\
        |total amount payable|total to pay|to pay|invoice total|total invoice amount|invoice amount|bill total\
        |total incl gst|total incl vat|total inc vat|total inc gst|total including gst|total including vat\
        |total inclusive gst|total inclusive of gst|total sales inclusive gst|total sales inclusive of gst\
        |total sales incl gst|total amt incl gst|total amount incl gst|total amount inclusive gst\
        |total rounded|rounded total|total after rounding|total payment|nett total|nett amount|total rm|total usd|total eur|total gbp\
        |gesamtbetrag|gesamtsumme|rechnungsbetrag|rechnungssumme|zu zahlen|zahlbetrag|zu zahlender betrag|endbetrag\
        |endsumme|bruttobetrag|bruttosumme|gesamt brutto|gesamtbrutto|summe brutto|brutto summe|gesamtbetrag brutto|falliger betrag\
        |zu uberweisender betrag|offener betrag|summe eur|gesamt eur|rechnungsendbetrag|rechnungsbeitrag|gesamtrechnungsbetrag|forderungsbetrag|total rounding|gesamtpreis brutto\
        |total ttc|montant ttc|montant total|montant total ttc|net a payer|total a payer|reste a payer|montant du|montant a payer\
        |importe total|total factura|total a pagar|total con iva|total iva incluido\
        |totale fattura|totale documento|totale da pagare|netto a pagare|totale ivato|importo totale\
        |totaalbedrag|totaal te betalen|te betalen|totaal incl btw|totaal inclusief btw|factuurbedrag|factuurtotaal",
    ),
    (
        Meaning::Announces(FieldName::Total),
        FAIR,
        "total|total amount|total amt|total sales|total price|summe|gesamt|gesamtpreis|total general|totale|totaal|net total|total net amount|nett",
    ),
    (
        Meaning::Announces(FieldName::Total),
        WEAK,
        "amount|betrag|endpreis|montant|importe|importo|bedrag",
    ),
    (
        Meaning::Announces(FieldName::Subtotal),
        STRONG,
        "subtotal|sub total|subttl|sub ttl|zwischensumme|nettobetrag|nettosumme|summe netto|netto summe|gesamt netto|gesamtnetto|gesamtbetrag netto\
        |net amount|amount net|total excl gst|total excl vat|total excluding gst|total excluding vat|total ex vat|total exclusive of gst|total before tax\
        |total without vat|amount excl gst|taxable amount|total taxable|steuerbasisbetrag|warenwert|rechnungsbetrag netto|nettowert|netto gesamt|positionssumme|summe positionen\
        |total ht|montant ht|total hors taxe|total hors taxes|sous total|montant total ht|total net ht\
        |base imponible|total sin iva|suma|imponibile|totale imponibile|totale netto|subtotaal|totaal excl btw|totaal exclusief btw|netto bedrag",
    ),
    (
        Meaning::Announces(FieldName::Tax),
        STRONG,
        "vat amount|total vat|tax amount|total tax|sales tax|total gst|gst amount|gst payable|service tax|sst|total sst\
        |umsatzsteuer|mehrwertsteuer|versicherungssteuer|versicherungsteuer|steuergesamtbetrag|steuerbetrag|mwst betrag|ust betrag|umsatzsteuerbetrag|zzgl mwst|zzgl ust|zzgl umsatzsteuer|summe umsatzsteuer|summe mwst|gesamtsteuer|gesamtsteuerbetrag\
        |montant tva|total tva|dont tva|cuota iva|total iva|importe iva|importo iva|imposta|btw bedrag|totaal btw|waarvan btw",
    ),
    (
        Meaning::Announces(FieldName::Tax),
        FAIR,
        "vat|mwst|ust|tva|iva|btw|gst|tax|steuer|taxes",
    ),
    (
        Meaning::Announces(FieldName::InvoiceNumber),
        STRONG,
        "invoice no|invoice number|invoice nr|invoice num|invoice id|inv no|inv number|tax invoice no|tax invoice number|bill no|bill number|bill nr\
        |receipt no|receipt number|receipt nr|receipt id|rcpt no|document no|document number|doc no|document nr|cash bill no|slip no|trn no|transaction no|reference invoice\
        |rechnungsnummer|rechnungs nr|*rechnung nr|*gutschrift nr|rechnung nr|rechnungsnr|rechnung nummer|rechnungs nummer|belegnummer|beleg nr|belegnr|bon nr|rg nr|re nr|quittung nr|gutschriftsnummer|gutschrift nr\
        |facture n|facture no|facture numero|numero de facture|numero facture|n facture|no facture|n de facture|no de facture|facture nr\
        |factura n|factura no|factura num|numero de factura|n factura|no factura|n de factura|fattura n|fattura nr|fattura no|numero fattura|n fattura\
        |factuurnummer|factuur nr|factuurnr|factuur nummer",
    ),
    (
        Meaning::Announces(FieldName::InvoiceNumber),
        WEAK,
        "invoice|tax invoice|rechnung|facture|factura|fattura|factuur|bill|cs no|chk no|check|gutschrift",
    ),
    (
        Meaning::Announces(FieldName::InvoiceDate),
        STRONG,
        "invoice date|date of issue|issue date|issued on|date issued|bill date|date of invoice|receipt date|inv date|tax point\
        |rechnungsdatum|belegdatum|beleg datum|rechnungs datum|ausstellungsdatum|datum der rechnung|rechnung vom\
        |date de facture|date facture|date de la facture|date d emission|demission|date demission|facture du\
        |fecha de factura|fecha factura|fecha de emision|fecha emision|data fattura|data documento|data emissione|data di emissione|factuurdatum|datum factuur",
    ),
    (
        Meaning::Announces(FieldName::InvoiceDate),
        FAIR,
        "date|datum|vom|fecha|data|dated|date time|tanggal|tarikh",
    ),
    (
        Meaning::Announces(FieldName::DueDate),
        STRONG,
        "due date|payment due|payment due date|due by|due on|pay by|payable by|date due|please pay by|payment date|pay before|due\
        |fallig am|fallig|falligkeitsdatum|falligkeit|zahlbar bis|zahlbar bis zum|zahlbar bis spatestens|zu zahlen bis|zahlungsziel|zahlung bis|zahlungsfrist|zahlungstermin|fallig bis\
        |date d echeance|date decheance|echeance|a payer avant|a payer avant le|payable le|date limite de paiement\
        |vencimiento|fecha de vencimiento|fecha vencimiento|scadenza|data scadenza|data di scadenza|scadenza pagamento|vervaldatum|te betalen voor|uiterste betaaldatum|vervaldag",
    ),
    (
        Meaning::Announces(FieldName::DueDate),
        FAIR,
        "zahlbar|zahlbar innerhalb|payable|spatestens|bis spatestens|bis zum|until|no later than|au plus tard|au plus tard le|entro il|uiterlijk|antes del",
    ),
    (
        Meaning::Announces(FieldName::Customer),
        STRONG,
        "bill to|billed to|invoice to|invoiced to|sold to|customer name|customer|client|invoice address|billing address|attn\
        |kunde|rechnungsempfanger|rechnungsadresse|rechnung an|rechnungsanschrift|kaufer|auftraggeber|leistungsempfanger|empfanger\
        |facture a|factures a|facturer a|adresse de facturation|destinataire|facturar a|cliente|facturado a|datos del cliente|spett le|spettle|intestatario|destinatario\
        |klant|factuur aan|factuuradres|afnemer",
    ),
    (
        Meaning::Announces(FieldName::Vendor),
        STRONG,
        "seller|vendor|supplier|sold by|issued by|invoice from|merchant|verkaufer|rechnungssteller|rechnungsersteller|lieferant|leistungserbringer|auftragnehmer\
        |vendeur|fournisseur|emetteur|vendedor|proveedor|emisor|fornitore|venditore|emittente|leverancier|verkoper",
    ),
    (
        Meaning::WithTax,
        WEAK,
        "brutto|gross|ttc|inkl ust|inkl mwst|inkl umsatzsteuer|incl ust|incl mwst|incl vat|inc vat|incl gst|inc gst|incl tax|inc tax|incl sst|including gst|including vat|including tax\
        |inclusive gst|inclusive of gst|inclusive vat|inclusive of vat|inclusive of tax|inclusive sst|inclusive of sst|gst incl|gst inclusive|vat included|tax included|gst included\
        |iva incluido|iva inclusa|iva compresa|incl btw|inclusief btw|with tax|with gst|mit mwst|after rounding|with sst",
    ),
    (
        Meaning::WithoutTax,
        WEAK,
        "netto|net|ht|hors taxe|hors taxes|excl ust|exkl ust|exkl mwst|excl mwst|ohne ust|ohne mwst|ohne steuer|excl vat|ex vat|excl gst|ex gst|exc gst|excluding gst|excluding vat|excluding tax\
        |exclusive of gst|exclusive gst|exclusive of vat|exclusive of tax|excl tax|exc tax|before tax|before gst|before vat|without tax|without vat|without gst|sin iva|iva escl|iva esclusa\
        |excl btw|exclusief btw|excl sst|excluding sst",
    ),
    (
        Meaning::SomethingElse,
        1.0,
        "total qty|total quantity|total items|total item|total no of items|total savings|total saving|total discount|total points|total hours|total disc|total qty sold|total article|total articles\
        |tax id|tax no|tax number|tax invoice|tax code|tax rate|tax point|tax summary|vat id|vat no|vat number|vat reg no|vat registration no|vat rate|vat reg|gst no|gst id|gst reg no|gst reg|gst registration no|gst summary|gst rate|gst id no|sst no|sst id|sst reg no\
        |ust id|ust idnr|ust id nr|ust nr|ust satz|umsatzsteuer id|umsatzsteuer identifikationsnummer|steuernummer|steuer nr|steuersatz|mwst satz|mwst nr|mwst in|ust in\
        |tva intracommunautaire|n tva|no tva|numero tva|taux tva|tva intra|tipo iva|n iva|partita iva|p iva|btw nr|btw nummer|btw id\
        |leistungs datum|liefer datum|vertrags datum|lieferschein datum|auftrag datum|auftrags datum|bestell datum|delivery date|date of delivery|shipping date|ship date|order date|print date|date of birth|lieferdatum|leistungsdatum|bestelldatum|auftragsdatum|geburtsdatum|leistungszeitraum|datum der leistung|date de livraison|date de commande|date de naissance|fecha de entrega|fecha de pedido|data consegna|leverdatum|besteldatum|liefertermin|lieferung vom|bestellung vom|lieferschein vom|auftrag vom\
        |order no|order number|po no|po number|purchase order|delivery note|bestellnummer|bestell nr|auftragsnummer|auftrag nr|auftrags nr|lieferscheinnummer|lieferschein nr|lieferschein|projektnummer|vertragsnummer\
        |kundennummer|kunden nr|kundennr|kd nr|customer no|customer number|customer id|customer code|client no|client number|account no|account number|acc no|konto nr|kontonummer|lieferantennummer|lieferanten nr|artikelnummer|artikel nr|art nr|item no|part no|pos nr\
        |numero client|n client|numero de client|no client|code client|numero de cliente|codice cliente|klantnummer|klant nr\
        |tel no|telephone no|phone no|fax no|telefon nr|registration no|reg no|company no|co no|co reg no|business reg no|roc no|table no|counter no|cashier no|pos no|terminal no|handelsregister nr|hausnummer|card no|approval no|auth no|batch no|trace no|member no\
        |cash|change|rounding|rounding adj|rounding adjustment|paid|amount paid|amount tendered|amount received|tendered|given|bar|gegeben|ruckgeld|wechselgeld|bereits gezahlt|anzahlung|paid amount|total paid|discount|rabatt|skonto|remise|acompte|descuento|sconto|korting\
        |warenempfanger|lieferempfanger|unit price|price|preis|einzelpreis|prix unitaire|line total|item total|ship to|deliver to|lieferadresse|lieferanschrift|customer service|customer copy|customer care|dear customer|client service|valued customer|kundendienst|kundenservice|kunde nr",
    ),
];

/// The labels of a line, from the left; where several fit, the longest. What says whether a sum
/// includes the tax belongs to the label before it.
pub fn labels_of(line: &Line) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    let mut at = 0;
    while at < line.tokens.len() {
        let Some((meaning, mut label, length)) = longest_at(line, at) else {
            at += 1;
            continue;
        };
        at += length;
        let sum = match meaning {
            Meaning::WithTax => FieldName::Total,
            Meaning::WithoutTax => FieldName::Subtotal,
            Meaning::Announces(_) | Meaning::SomethingElse => {
                found.push(label);
                continue;
            }
        };
        let is_sum = |label: &&mut Label| {
            matches!(label.field, Some(FieldName::Total | FieldName::Subtotal))
        };
        match found
            .last_mut()
            .filter(|last| last.last_word + 2 >= label.first_word)
            .filter(is_sum)
        {
            Some(last) => {
                last.field = Some(sum);
                last.last_word = label.last_word;
            }
            None => {
                label.field = Some(sum);
                found.push(label);
            }
        }
    }
    found
}

fn longest_at(line: &Line, at: usize) -> Option<(Meaning, Label, usize)> {
    let mut best: Option<(Meaning, Label, usize)> = None;
    let first_word = line.tokens[at].word;
    let within_word = at > 0 && line.tokens[at - 1].word == first_word;
    for &(meaning, trust, phrases) in VOCABULARY {
        for phrase in phrases.split('|') {
            let Some(length) = length_of(line, at, phrase) else {
                continue;
            };
            // "Musterkunde-Kunde": a part of another word announces nothing.
            if within_word && !phrase.contains(' ') {
                continue;
            }
            if best.as_ref().is_none_or(|(.., longest)| length > *longest) {
                let last_word = line.tokens[at + length - 1].word;
                let field = match meaning {
                    Meaning::Announces(field) => Some(field),
                    Meaning::WithTax | Meaning::WithoutTax | Meaning::SomethingElse => None,
                };
                best = Some((
                    meaning,
                    Label {
                        field,
                        trust,
                        first_word,
                        last_word,
                    },
                    length,
                ));
            }
        }
    }
    best
}

/// How many tokens from `at` on the phrase takes; `None` when it does not stand there. A number in
/// brackets in the middle does not count: "Rechnung (380) Nr.".
fn length_of(line: &Line, at: usize, phrase: &str) -> Option<usize> {
    let mut length = 0;
    for wanted in phrase.split(' ') {
        let mut token = line.tokens.get(at + length)?;
        let in_brackets = length > 0
            && line.words[token.word].text.starts_with('(')
            && token.text.bytes().all(|byte| byte.is_ascii_digit());
        if in_brackets {
            length += 1;
            token = line.tokens.get(at + length)?;
        }
        if !same_word(&token.text, wanted) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// Whether a token on paper is a word of the vocabulary; recognition may have one letter of a long
/// word wrong.
fn same_word(token: &str, wanted: &str) -> bool {
    if let Some(ending) = wanted.strip_prefix('*') {
        return token.ends_with(ending);
    }
    if token == wanted {
        return true;
    }
    let length = wanted.len();
    length >= 6
        && token.len() == length
        && token
            .bytes()
            .zip(wanted.bytes())
            .filter(|(a, b)| a != b)
            .count()
            == 1
}

#[cfg(test)]
mod tests {
    use super::super::grid::page;
    use super::super::layout::PageLayout;
    use super::*;

    fn fields_of(text: &str) -> Vec<Option<FieldName>> {
        let layout = PageLayout::of(0, &page(&[text]));
        let labels = &layout.lines[0].labels;
        labels.iter().map(|label| label.field).collect()
    }

    #[test]
    fn the_longest_label_wins() {
        assert_eq!(fields_of("Total GST 3.41"), [Some(FieldName::Tax)]);
        assert_eq!(
            fields_of("Total Sales (Inclusive of GST) RM 60.30"),
            [Some(FieldName::Total)]
        );
        assert_eq!(fields_of("Total Qty 2"), [None]);
        assert_eq!(
            fields_of("Handelsrechnung (380) Nr. 4711"),
            [Some(FieldName::InvoiceNumber)]
        );
        assert_eq!(fields_of("GST Reg No: 001234"), [None]);
        assert_eq!(
            fields_of("Tax Invoice No.: 77"),
            [Some(FieldName::InvoiceNumber)]
        );
    }

    #[test]
    fn a_sum_is_with_or_without_tax() {
        assert_eq!(
            fields_of("Rechnungssumme Netto (excl. USt.) 473,00"),
            [Some(FieldName::Subtotal)]
        );
        assert_eq!(
            fields_of("Rechnungssumme Brutto (inkl. USt.) 529,87"),
            [Some(FieldName::Total)]
        );
        assert_eq!(
            fields_of("Total (Excluding GST) 60.00"),
            [Some(FieldName::Subtotal)]
        );
        assert_eq!(fields_of("Netto 473,00"), [Some(FieldName::Subtotal)]);
    }

    #[test]
    fn a_part_of_a_word_is_no_label() {
        assert!(fields_of("MUSTER-KUNDE GMBH").is_empty());
    }

    #[test]
    fn a_wrong_letter_of_recognition_is_forgiven_in_long_words_only() {
        assert_eq!(fields_of("Gesamtbetraq 12,00"), [Some(FieldName::Total)]);
        assert!(fields_of("tat 12,00").is_empty());
    }

    #[test]
    fn all_phrases_are_folded_as_the_words_on_paper_are() {
        for (_, _, phrases) in VOCABULARY {
            for phrase in phrases.split('|') {
                let folded = rummage_core::text::words(phrase).join(" ");
                assert_eq!(
                    phrase.trim_start_matches('*'),
                    folded,
                    "a label that is not folded is never found"
                );
            }
        }
    }
}
