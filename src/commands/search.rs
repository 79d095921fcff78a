//! `rummage search`.

use anyhow::Result;
use rummage_engine::search::{Evidence, Hit, SearchOptions, Source, Why};

use super::{Outcome, open_to_search};
use crate::arguments::{Common, EvidenceArgument, SearchArguments};
use crate::output;

pub async fn run(common: &Common, arguments: &SearchArguments) -> Result<Outcome> {
    let library = open_to_search(common).await?;
    let options = SearchOptions {
        limit: arguments.limit,
        only: arguments.by.map(source),
        ..SearchOptions::default()
    };
    let response = library.search(&arguments.query.join(" "), options).await?;
    for note in &response.notes {
        eprintln!("rummage: {note}");
    }
    if common.json {
        output::json(&response)?;
    } else if response.hits.is_empty() {
        output::line("nothing found")?;
    } else {
        for hit in &response.hits {
            print_hit(hit)?;
        }
        let hidden = response.total.saturating_sub(response.hits.len());
        if hidden > 0 {
            output::line(format!("and {hidden} more; --limit shows them"))?;
        }
    }
    Ok(Outcome::found(!response.hits.is_empty()))
}

pub fn source(argument: EvidenceArgument) -> Source {
    match argument {
        EvidenceArgument::Text => Source::Text,
        EvidenceArgument::Concept => Source::Concept,
    }
}

fn print_hit(hit: &Hit) -> Result<()> {
    output::line(format!(
        "{:<6} {}",
        hit.kind.as_str(),
        output::near(&hit.path).display()
    ))?;
    for why in &hit.why {
        output::line(format!("       {}", describe(why)))?;
    }
    Ok(())
}

fn describe(why: &Why) -> String {
    let snippet = why.snippet.as_deref().unwrap_or_default();
    let page = why
        .page
        .map_or(String::new(), |page| format!(" on page {}", page + 1));
    match why.by {
        Evidence::Text => format!("text{page}: … {snippet} …"),
        Evidence::Field => {
            let name = why.field.map_or("field", rummage_core::FieldName::as_str);
            format!("{name}{page}: {snippet}")
        }
        Evidence::Concept => "shows it".to_owned(),
        Evidence::Spoken => {
            format!(
                "said at {}: … {snippet} …",
                output::clock(why.start_ms.unwrap_or(0))
            )
        }
        Evidence::Name => format!("name: {snippet}"),
    }
}
