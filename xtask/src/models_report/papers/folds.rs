//! Receipts in five folds, all of a company in one.
//!
//! The first fold is what training keeps out. The shipped model saw the receipts of the other four, so on
//! those its figures are of training; the rules and the regular expressions saw none of them as data, and
//! their spread over the folds says how far one fold can be trusted.

use std::collections::BTreeSet;

use anyhow::Result;

use super::answers::Source;
use super::score::Score;
use super::{head, read_all};
use crate::models_report::held_out;
use crate::models_report::markdown::{commands, share, table};
use crate::models_report::material::{Labelled, Material};
use crate::models_report::program::{INSPECT_BY_SOURCE, Program};

const FOLDS: usize = 5;

/// The receipts by fold; the first one, two, three and four have at least so many times [`held_out::RECEIPTS`].
pub fn of_receipts(receipts: Vec<Labelled>) -> Vec<Vec<Labelled>> {
    let companies: Vec<String> = receipts.iter().map(company).collect();
    let companies: Vec<&str> = companies.iter().map(String::as_str).collect();
    let upto: Vec<BTreeSet<String>> = (1..FOLDS)
        .map(|fold| held_out::companies(&companies, fold * held_out::RECEIPTS))
        .collect();
    let mut folds: Vec<Vec<Labelled>> = Vec::new();
    folds.resize_with(FOLDS, Vec::new);
    for receipt in receipts {
        let company = company(&receipt).to_lowercase();
        let fold = upto.iter().position(|names| names.contains(&company));
        folds[fold.unwrap_or(FOLDS - 1)].push(receipt);
    }
    folds
}

fn company(receipt: &Labelled) -> String {
    let company = receipt.truth["fields"]["company"].as_str();
    company.unwrap_or_default().to_owned()
}

/// Inspects the receipts and prints a line for each fold, and mean and standard deviation over them.
pub fn report(program: &Program, material: &Material, limit: Option<usize>) -> Result<()> {
    let mut scores = Vec::new();
    for (number, fold) in of_receipts(material.files("docs_sroie_receipts")?)
        .into_iter()
        .enumerate()
    {
        let name = format!("receipts, fold {}", number + 1);
        let limit = limit.unwrap_or(usize::MAX);
        let read = read_all(program, &name, "receipt", fold, limit)?;
        scores.push(Score::of(&read));
    }
    println!("{}", commands(&[INSPECT_BY_SOURCE]));
    println!(
        "Receipts in five folds by company. The model was trained on folds 2 to 5 and not on fold 1, \
         so for it, and for both together, only fold 1 is held out. The rules were written with \
         receipts of all folds in view.\n"
    );
    let mut rows: Vec<Vec<String>> = scores
        .iter()
        .enumerate()
        .map(|(number, score)| score.row(&format!("fold {}", number + 1)))
        .collect();
    let mut spread = vec!["mean ± deviation".to_owned(), String::new(), String::new()];
    spread.extend(Source::ALL.map(|source| {
        let (mean, deviation) =
            mean_and_deviation(scores.iter().map(|score| score.by(source).f1()));
        format!("{} ± {}", share(mean), share(deviation))
    }));
    let head = head();
    spread.resize(head.len(), String::new());
    rows.push(spread);
    print!("{}", table(&head, &rows));
    Ok(())
}

fn mean_and_deviation(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.collect();
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_company_is_in_one_fold_and_no_receipt_is_lost() {
        let receipts: Vec<Labelled> = (0..400)
            .map(|number| Labelled {
                path: "a".into(),
                name: number.to_string(),
                truth: json!({"fields": {"company": format!("Shop {}", number % 90)}}),
            })
            .collect();
        let folds = of_receipts(receipts);
        let companies: Vec<BTreeSet<String>> = folds
            .iter()
            .map(|fold| fold.iter().map(company).collect())
            .collect();
        assert_eq!(folds.iter().map(Vec::len).sum::<usize>(), 400);
        assert_eq!(companies.iter().map(BTreeSet::len).sum::<usize>(), 90);
        let mut so_far = 0;
        for (number, fold) in folds[..4].iter().enumerate() {
            so_far += fold.len();
            assert!(so_far >= 80 * (number + 1), "up to fold {}", number + 1);
        }
    }

    #[test]
    fn the_spread_is_the_deviation_of_the_folds_themselves() {
        assert_eq!(mean_and_deviation([0.5, 0.7].into_iter()).0, 0.6);
        assert!((mean_and_deviation([0.5, 0.7].into_iter()).1 - 0.1).abs() < 1e-12);
    }
}
