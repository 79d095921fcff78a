//! What sort of document the words speak for; used where the model is not sure.

use rummage_core::{DocumentKind, KindGuess};

use super::layout::PageLayout;

/// Folded phrases, separated by `|`, and how much each speaks for a kind. A final `*` stands for
/// any ending, a first one for any beginning.
const EVIDENCE: &[(DocumentKind, f32, &str)] = &[
    (
        DocumentKind::Invoice,
        2.5,
        "invoice|rechnung|*rechnung|facture|factura|fattura|factuur|teilrechnung|schlussrechnung|abschlagsrechnung|gutschrift|credit note",
    ),
    (
        DocumentKind::Invoice,
        1.5,
        "invoice no|invoice number|rechnungsnummer|rechnungs nr|rechnungsdatum|invoice date|due date|bill to|payment terms|zahlbar\
        |zahlungsziel|fallig|numero de facture|amount due|factuurnummer|vencimiento|scadenza|ust id nr|leistungszeitraum|lieferdatum",
    ),
    (
        DocumentKind::Receipt,
        2.5,
        "receipt|quittung|kassenbon|kassenzettel|cash bill|cash sales|simplified tax invoice|ticket de caisse|scontrino|kassabon|ticket|bon",
    ),
    (
        DocumentKind::Receipt,
        1.2,
        "cash|change|cashier|ruckgeld|wechselgeld|kasse|kassierer|bar|gegeben|thank you|please come again|rounding|rounding adj|tendered|visa|mastercard\
        |goods sold are not returnable|ec karte|girocard|kartenzahlung|total qty|rendu|especes|efectivo|contanti|wisselgeld|vielen dank fur ihren einkauf|bediener|counter",
    ),
    (
        DocumentKind::Letter,
        2.5,
        "dear|sehr geehrte|sehr geehrter|liebe|lieber|madame monsieur|cher|chere|estimado|estimada|muy senores|gentile|egregio|geachte|beste",
    ),
    (
        DocumentKind::Letter,
        2.0,
        "sincerely|yours faithfully|kind regards|best regards|yours truly|mit freundlichen grussen|freundliche grusse|hochachtungsvoll|cordialement\
        |salutations|atentamente|saludos|distinti saluti|cordiali saluti|hoogachtend|met vriendelijke groet",
    ),
    (
        DocumentKind::Form,
        2.5,
        "form|formular|antrag|application form|registration form|formulaire|formulario|modulo|formulier|fragebogen|questionnaire|anmeldung",
    ),
    (
        DocumentKind::Form,
        1.2,
        "date of birth|geburtsdatum|applicant|antragsteller|please tick|tick one|block letters|fill in|ankreuzen|signature of|unterschrift des\
        |marital status|familienstand|nationality|staatsangehorigkeit|date de naissance|fecha de nacimiento|data di nascita|geboortedatum|first name|surname|vorname|nachname|place of birth",
    ),
    (
        DocumentKind::Statement,
        3.0,
        "account statement|bank statement|statement of account|kontoauszug|releve de compte|estratto conto|extracto de cuenta|rekeningafschrift|statement",
    ),
    (
        DocumentKind::Statement,
        1.5,
        "opening balance|closing balance|previous balance|new balance|balance brought forward|balance carried forward|alter saldo|neuer saldo|anfangssaldo|endsaldo|saldo\
        |balance|buchungstag|wertstellung|withdrawals|deposits|debit|credit|solde|transactions|transaction|umsatze|haben|soll",
    ),
    (
        DocumentKind::Contract,
        3.0,
        "contract|agreement|*vertrag|vertrag|contrat|contrato|contratto|overeenkomst|vereinbarung|mietvertrag|arbeitsvertrag|kaufvertrag|lease",
    ),
    (
        DocumentKind::Contract,
        1.2,
        "the parties|hereby|hereinafter|whereas|party|witness whereof|shall|terminate|termination|tenant|landlord|employer|employee|vertragspartner\
        |vertragsparteien|vertragspartei|mieter|vermieter|arbeitgeber|arbeitnehmer|kundigungsfrist|kundigung|gerichtsstand|bailleur|locataire|arrendador|arrendatario|locatore|conduttore|huurder|verhuurder|clause",
    ),
];

/// A phrase in the head of the first page names the paper.
const IN_HEAD: f32 = 1.6;
const HEAD_OF_PAGE: f32 = 0.3;

/// Below this weight the words speak for nothing.
const LEAST_WEIGHT: f32 = 2.0;

/// What the words of these pages speak for; [`DocumentKind::Other`] when for nothing.
pub fn kind_by_rule(pages: &[PageLayout]) -> KindGuess {
    let mut weights = [0.0_f32; DocumentKind::ALL.len()];
    for &(kind, weight, phrases) in EVIDENCE {
        for phrase in phrases.split('|') {
            if let Some(in_head) = place_of(pages, phrase) {
                weights[kind as usize] += weight * if in_head { IN_HEAD } else { 1.0 };
            }
        }
    }
    weights[DocumentKind::Receipt as usize] += slip(pages);
    weights[DocumentKind::Form as usize] += blanks(pages);

    let (best, weight) = DocumentKind::ALL
        .into_iter()
        .map(|kind| (kind, weights[kind as usize]))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((DocumentKind::Other, 0.0));
    if weight < LEAST_WEIGHT {
        return KindGuess {
            label: DocumentKind::Other,
            confidence: 0.4,
        };
    }
    let others: f32 = weights.iter().sum::<f32>() - weight;
    KindGuess {
        label: best,
        confidence: (weight / (weight + 0.6 * others + 1.0)).min(0.95),
    }
}

/// Whether the phrase stands on the pages, and if so, whether in the head of the first.
fn place_of(pages: &[PageLayout], phrase: &str) -> Option<bool> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let fits = |token: &str, wanted: &str| match wanted.strip_prefix('*') {
        Some(ending) => token.len() > ending.len() && token.ends_with(ending),
        None => token == wanted,
    };
    let mut found = None;
    for (number, page) in pages.iter().enumerate() {
        for line in &page.lines {
            let here = line.tokens.windows(wanted.len()).any(|window| {
                window
                    .iter()
                    .zip(&wanted)
                    .all(|(token, wanted)| fits(&token.text, wanted))
            });
            if here {
                let in_head = number == 0 && line.bbox.center_y() <= HEAD_OF_PAGE * page.height;
                if in_head {
                    return Some(true);
                }
                found = Some(false);
            }
        }
    }
    found
}

/// A till's slip is one narrow column.
fn slip(pages: &[PageLayout]) -> f32 {
    let [page] = pages else { return 0.0 };
    let left = page
        .lines
        .iter()
        .map(|line| line.bbox.x0)
        .fold(f32::INFINITY, f32::min);
    let right = page
        .lines
        .iter()
        .map(|line| line.bbox.x1)
        .fold(0.0, f32::max);
    let width = (right - left).max(0.0);
    const LEAST_LINES: usize = 8;
    if page.lines.len() >= LEAST_LINES
        && page.height > 1.5 * width
        && width < 32.0 * page.usual_height()
    {
        3.5
    } else {
        0.0
    }
}

/// Lines to write on and boxes to tick.
fn blanks(pages: &[PageLayout]) -> f32 {
    let count = pages
        .iter()
        .flat_map(|page| &page.lines)
        .flat_map(|line| &line.words)
        .filter(|word| {
            word.text.contains("___")
                || word.text.contains(".....")
                || word.text.contains(['☐', '□', '❏', '❑'])
        })
        .count();
    (count as f32 * 0.5).min(3.0)
}

#[cfg(test)]
mod tests {
    use super::super::grid::page;
    use super::*;

    fn kind_of(lines: &[&str]) -> DocumentKind {
        kind_by_rule(&[PageLayout::of(0, &page(lines))]).label
    }

    #[test]
    fn each_sort_of_document_is_known_by_its_words() {
        for (kind, lines) in [
            (
                DocumentKind::Invoice,
                [
                    "Müller GmbH",
                    "Rechnung",
                    "Rechnungsnummer 4711",
                    "Zahlbar bis 01.03.2026",
                ],
            ),
            (
                DocumentKind::Receipt,
                ["KEDAI BUKU", "CASHIER: CN", "CASH 70.30", "CHANGE 10.00"],
            ),
            (
                DocumentKind::Letter,
                [
                    "Dear Ms Harper,",
                    "thank you for your note",
                    "of last week.",
                    "Kind regards",
                ],
            ),
            (
                DocumentKind::Form,
                [
                    "Application form",
                    "Surname ________",
                    "Date of birth ________",
                    "☐ yes ☐ no",
                ],
            ),
            (
                DocumentKind::Statement,
                [
                    "Kontoauszug 3/2026",
                    "Alter Saldo 12,00",
                    "Buchungstag",
                    "Neuer Saldo 7,00",
                ],
            ),
            (
                DocumentKind::Contract,
                [
                    "Mietvertrag",
                    "zwischen dem Vermieter",
                    "und dem Mieter",
                    "Kündigungsfrist",
                ],
            ),
            (
                DocumentKind::Other,
                ["Pancakes", "200 g flour", "2 eggs", "milk"],
            ),
        ] {
            assert_eq!(kind_of(&lines), kind, "{lines:?}");
        }
    }
}
