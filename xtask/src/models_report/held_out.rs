//! What the training of the starter models kept out: the rules of models/training, once more.
//!
//! Papers: `sroie` and `einvoices` of layoutlm/real.py. Speech: `held_out` of wav2vec2/pack.py. The
//! rules need no list, so they must be the same to the byte; the tests hold digests that Python made.

use std::collections::{BTreeMap, BTreeSet};

use blake2::digest::consts::U8;
use blake2::{Blake2b, Digest};

/// At least so many receipts are kept out, all of a company or none.
pub const RECEIPTS: usize = 80;

/// The families of e-invoices that are kept out.
const EINVOICE_FAMILIES: [&str; 5] = [
    "OEPNV",
    "Physiotherapeut",
    "Fremdwaehrung",
    "Kostenrechnung",
    "Rabatte",
];

/// The speaker of digits who is kept out.
const SPEAKER_OF_DIGITS: &str = "nicolas";

/// The companies whose receipts are kept out, in lower case: in the order of their digests, until
/// `at_least` receipts are theirs. `companies` names one for each receipt.
pub fn companies(companies: &[&str], at_least: usize) -> BTreeSet<String> {
    let mut receipts: BTreeMap<String, usize> = BTreeMap::new();
    for company in companies {
        *receipts.entry(company.to_lowercase()).or_default() += 1;
    }
    let mut in_order: Vec<(String, usize)> = receipts.into_iter().collect();
    in_order.sort_by_cached_key(|(company, _)| digest(company));
    let mut kept_out = 0;
    let first = in_order.into_iter().take_while(|(_, receipts)| {
        let wanted = kept_out < at_least;
        kept_out += receipts;
        wanted
    });
    first.map(|(company, _)| company).collect()
}

/// Whether the e-invoices of this family are kept out.
pub fn is_family(family: &str) -> bool {
    EINVOICE_FAMILIES.contains(&family)
}

/// Whether a clip of the set with this short name (`an4`, `digits`, `ljspeech`, `speechocean`) is
/// kept out: by its speaker, or by its file where there is one reader.
pub fn is_clip(set: &str, file: &str, speaker: &str) -> bool {
    if set == "digits" {
        return speaker == SPEAKER_OF_DIGITS;
    }
    let key = if set == "ljspeech" { file } else { speaker };
    u64::from_be_bytes(digest(&format!("{set} {key}"))).is_multiple_of(10)
}

/// BLAKE2b with eight bytes, as Python's `blake2b(…, digest_size=8)`.
fn digest(text: &str) -> [u8; 8] {
    Blake2b::<U8>::digest(text.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models_report::material::Material;

    #[test]
    fn digests_are_those_of_python() {
        // python3 -c "from hashlib import blake2b; print(blake2b(b'an4 fjam', digest_size=8).hexdigest())"
        assert_eq!(
            u64::from_be_bytes(digest("an4 fjam")),
            0xa55b_e652_8341_85bc
        );
    }

    #[test]
    fn companies_are_kept_out_whole_in_the_order_of_their_digests() {
        let receipts = [
            "99 SPEED MART S/B",
            "Domino's Pizza",
            "SLF CASH & CARRY",
            "ADVANCO COMPANY",
            "DOMINO'S PIZZA",
            "SLF CASH & CARRY",
        ];
        let names = |at_least| Vec::from_iter(companies(&receipts, at_least));
        assert_eq!(names(0), [""; 0]);
        assert_eq!(names(1), ["slf cash & carry"]);
        assert_eq!(names(2), ["slf cash & carry"]);
        assert_eq!(names(3), ["domino's pizza", "slf cash & carry"]);
        assert_eq!(
            names(5),
            ["advanco company", "domino's pizza", "slf cash & carry"]
        );
        assert_eq!(names(6).len(), 4);
    }

    #[test]
    fn clips_are_kept_out_by_speaker_or_by_file() {
        for (set, file, speaker, kept_out) in [
            ("an4", "audio/an76-fjam-b.opus", "fjam", true),
            ("an4", "audio/an251-fash-b.opus", "fash", false),
            ("speechocean", "audio/004820005.opus", "0482", true),
            ("speechocean", "audio/000010011.opus", "0001", false),
            ("ljspeech", "audio/LJ001-0003.opus", "LJ", true),
            ("ljspeech", "audio/LJ001-0001.opus", "LJ", false),
            ("digits", "audio/0_nicolas_0.flac", "nicolas", true),
            ("digits", "audio/0_george_0.flac", "george", false),
        ] {
            assert_eq!(is_clip(set, file, speaker), kept_out, "{set} {file}");
        }
    }

    #[test]
    fn the_real_material_is_split_as_training_split_it() {
        let Some(material) = Material::find() else {
            println!("skipped: RUMMAGE_DATA is not set");
            return;
        };
        let files = |set| material.files(set).expect("a manifest");
        let receipts = files("docs_sroie_receipts");
        let company = |at: usize| receipts[at].truth["fields"]["company"].as_str();
        let all: Vec<&str> = (0..receipts.len()).filter_map(company).collect();
        let kept_out = companies(&all, RECEIPTS);
        let of_them = all.iter().filter(|c| kept_out.contains(&c.to_lowercase()));
        assert_eq!((kept_out.len(), of_them.count()), (18, 80));

        let invoices = files("docs_einvoices_pdf");
        let of_families = invoices
            .iter()
            .filter(|file| is_family(file.text("family")));
        assert_eq!(of_families.count(), 10);

        for (set, folder, expected) in [
            ("an4", "speech_an4", 114),
            ("digits", "speech_digits", 80),
            ("ljspeech", "speech_ljspeech", 39),
            ("speechocean", "speech_speechocean762", 240),
        ] {
            let clips = files(folder);
            let kept_out = clips
                .iter()
                .filter(|clip| is_clip(set, &clip.name, clip.text("speaker")));
            assert_eq!(kept_out.count(), expected, "{set}");
        }
    }
}
