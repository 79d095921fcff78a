//! From one term of a question to the words of the index that it may mean, and to the documents that
//! have them.

use std::collections::HashMap;
use std::sync::Arc;

use rummage_core::ContentId;
use tantivy::postings::Postings;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EnableScoring, FuzzyTermQuery, PhraseQuery, Query,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::TextIndex;
use super::query::{MatchQuality, TextGroup};
use super::spelling;
use super::tokenizer::{Chain, chains};
use crate::error::IndexError;

/// A beginning that more words share than this says too little to follow all of them.
const MAX_PREFIX_WORDS: usize = 300;

/// What a misspelt word counts for, by its distance.
const FUZZY_CREDIT: [f32; 4] = [1.0, 0.7, 0.5, 0.35];

/// What the beginning of a longer word counts for.
const PREFIX_CREDIT: f32 = 0.9;

/// A word that the documents do have is probably meant as it was typed: then a similar one is more
/// likely to be another word than the same one misspelt.
const KNOWN_WORD_DISCOUNT: f32 = 0.5;

/// Where a hit is worth more than in running text.
fn group_weight(group: TextGroup) -> f32 {
    match group {
        TextGroup::Body | TextGroup::Spoken => 1.0,
        TextGroup::Names => 1.1,
        TextGroup::Fields => 1.3,
    }
}

/// One term in one document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// BM25, discounted by the credit, over all groups.
    pub(crate) score: f32,
    /// 0..1, the best of all groups.
    pub(crate) credit: f32,
    /// The best word in each group.
    pub(crate) words: Vec<(TextGroup, MatchQuality, Arc<str>)>,
}

/// One term in all documents.
#[derive(Debug, Default)]
pub(crate) struct Leaf {
    pub(crate) found: HashMap<ContentId, Found>,
    /// How rare the term is: the weight that it has in the coverage.
    pub(crate) idf: f32,
}

/// A term as it was asked for.
struct Asked<'a> {
    chain: &'a Chain,
    prefix: bool,
    strict: bool,
    /// Whether any document has it as it is.
    is_known: bool,
}

/// A word of the index that a term may mean.
struct Candidate {
    word: Arc<str>,
    quality: MatchQuality,
    credit: f32,
}

/// The contents of a segment's documents, by document number.
pub(crate) fn contents(
    segment: &SegmentReader,
) -> Result<impl Fn(u32) -> Option<ContentId>, IndexError> {
    let column = segment.fast_fields().i64("content_id")?;
    Ok(move |doc| column.first(doc).map(ContentId))
}

/// Looks a plain term up. With `strict` only as it is written, separators aside.
pub(crate) fn term(
    index: &TextIndex,
    searcher: &Searcher,
    text: &str,
    prefix: bool,
    strict: bool,
) -> Result<Leaf, IndexError> {
    let chains = chains(text);
    let [chain] = chains.as_slice() else {
        // White space in a term: its words belong together.
        let words: Vec<String> = chains.into_iter().flat_map(|chain| chain.parts).collect();
        return phrase(index, searcher, &words);
    };
    let mut is_known = false;
    for (_, field) in index.groups {
        is_known |= known(searcher, field, &chain.joined())?;
    }
    let asked = Asked {
        chain,
        prefix,
        strict,
        is_known,
    };
    let mut by_group = Vec::new();
    for (group, field) in index.groups {
        by_group.push((group, field, candidates(searcher, field, group, &asked)?));
    }
    let mut leaf = words_in_documents(searcher, &by_group)?;
    if chain.parts.len() > 1 {
        // `A-1312/B` also means `A 1312 B`.
        let apart = phrase(index, searcher, &chain.parts)?;
        for (content, found) in apart.found {
            let entry = leaf.found.entry(content).or_default();
            if found.credit > entry.credit {
                *entry = found;
            }
        }
        let known = leaf.found.values().filter(|f| f.credit == 1.0).count();
        leaf.idf = idf(known, searcher);
    }
    Ok(leaf)
}

/// Looks words up that stand one after the other in one group.
pub(crate) fn phrase(
    index: &TextIndex,
    searcher: &Searcher,
    words: &[String],
) -> Result<Leaf, IndexError> {
    let words: Vec<String> = words
        .iter()
        .flat_map(|text| chains(text))
        .flat_map(|chain| chain.parts)
        .collect();
    let mut leaf = Leaf::default();
    match words.as_slice() {
        [] => return Ok(leaf),
        [word] => {
            let exact = |field| {
                known(searcher, field, word).map(|known| {
                    let word = Arc::from(word.as_str());
                    let exact = Candidate {
                        word,
                        quality: MatchQuality::Exact,
                        credit: 1.0,
                    };
                    if known { vec![exact] } else { Vec::new() }
                })
            };
            let mut by_group = Vec::new();
            for (group, field) in index.groups {
                by_group.push((group, field, exact(field)?));
            }
            return words_in_documents(searcher, &by_group);
        }
        _ => {}
    }
    let shown: Arc<str> = words.join(" ").into();
    for (group, field) in index.groups {
        let terms = words
            .iter()
            .map(|word| Term::from_field_text(field, word))
            .collect();
        let weight =
            PhraseQuery::new(terms).weight(EnableScoring::enabled_from_searcher(searcher))?;
        for segment in searcher.segment_readers() {
            let content_of = contents(segment)?;
            let mut scorer = weight.scorer(segment, group_weight(group))?;
            let mut doc = scorer.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc)
                    && let Some(content) = content_of(doc)
                {
                    let found = leaf.found.entry(content).or_default();
                    found.score += scorer.score();
                    found.credit = 1.0;
                    found
                        .words
                        .push((group, MatchQuality::Exact, shown.clone()));
                }
                doc = scorer.advance();
            }
        }
    }
    leaf.idf = idf(leaf.found.len(), searcher);
    Ok(leaf)
}

/// The words of a group that the term may mean.
fn candidates(
    searcher: &Searcher,
    field: Field,
    group: TextGroup,
    asked: &Asked<'_>,
) -> Result<Vec<Candidate>, IndexError> {
    let word = asked.chain.joined();
    let single = asked.chain.parts.len() == 1;
    let mut out: HashMap<String, (MatchQuality, f32)> = HashMap::new();
    let mut offer = |word: String, quality, credit: f32| {
        let entry = out.entry(word).or_insert((quality, credit));
        if entry.1 < credit {
            *entry = (quality, credit);
        }
    };
    if asked.prefix {
        let credit = if asked.strict { 1.0 } else { PREFIX_CREDIT };
        for longer in words_beginning(searcher, field, &word)? {
            offer(longer, MatchQuality::Prefix, credit);
        }
    }
    if !asked.strict && single {
        let discount = if asked.is_known {
            KNOWN_WORD_DISCOUNT
        } else {
            1.0
        };
        for (similar, distance) in similar_words(searcher, field, group, &word)? {
            let credit = FUZZY_CREDIT[usize::from(distance).min(FUZZY_CREDIT.len() - 1)];
            offer(similar, MatchQuality::Fuzzy(distance), credit * discount);
        }
    }
    if known(searcher, field, &word)? {
        let quality = if single {
            MatchQuality::Exact
        } else {
            MatchQuality::Joined
        };
        out.insert(word, (quality, 1.0));
    }
    Ok(out
        .into_iter()
        .map(|(word, (quality, credit))| Candidate {
            word: word.into(),
            quality,
            credit,
        })
        .collect())
}

fn known(searcher: &Searcher, field: Field, word: &str) -> Result<bool, IndexError> {
    Ok(searcher.doc_freq(&Term::from_field_text(field, word))? > 0)
}

fn words_beginning(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
) -> Result<Vec<String>, IndexError> {
    let mut words = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(prefix.as_bytes())
            .into_stream()
            .map_err(tantivy::TantivyError::from)?;
        while words.len() < MAX_PREFIX_WORDS && stream.advance() {
            if !stream.key().starts_with(prefix.as_bytes()) {
                break;
            }
            words.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
        }
    }
    words.sort_unstable();
    words.dedup();
    Ok(words)
}

/// The words of a group that differ from `word` by less than they agree, with their distances.
fn similar_words(
    searcher: &Searcher,
    field: Field,
    group: TextGroup,
    word: &str,
) -> Result<Vec<(String, u8)>, IndexError> {
    let chars: Vec<char> = word.chars().collect();
    let written = spelling::written_limit(&chars);
    let mut words: HashMap<String, u8> = HashMap::new();
    let mut other = Vec::new();
    if group == TextGroup::Spoken {
        // A full pass over the vocabulary: tantivy's automata end at two changes.
        let spoken = spelling::spoken_limit(&chars);
        if spoken == 0 {
            return Ok(Vec::new());
        }
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted
                .terms()
                .stream()
                .map_err(tantivy::TantivyError::from)?;
            while stream.advance() {
                let Ok(text) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                other.clear();
                other.extend(text.chars());
                if let Some(distance) = spelling::distance(&chars, &other, spoken)
                    && distance > 0
                    && (distance <= written || spelling::sounds_alike(&chars, &other))
                    && !words.contains_key(text)
                {
                    words.insert(text.to_owned(), distance);
                }
            }
        }
    } else if written > 0 {
        let term = Term::from_field_text(field, word);
        let query = FuzzyTermQuery::new(term, written, true);
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted
                .terms()
                .search(query.automaton()?)
                .into_stream()
                .map_err(tantivy::TantivyError::from)?;
            while stream.advance() {
                let Ok(text) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                other.clear();
                other.extend(text.chars());
                if let Some(distance) = spelling::distance(&chars, &other, written)
                    && distance > 0
                {
                    words.insert(text.to_owned(), distance);
                }
            }
        }
    }
    // Another number is another thing, whatever the letters around it.
    words.retain(|text, _| !text.bytes().any(|b| b.is_ascii_digit()));
    Ok(words.into_iter().collect())
}

/// Reads the postings of all candidates into one leaf. The weight of each is that of the term, not of
/// the candidate: a rare misspelling is not worth more than the word itself.
fn words_in_documents(
    searcher: &Searcher,
    by_group: &[(TextGroup, Field, Vec<Candidate>)],
) -> Result<Leaf, IndexError> {
    struct Posting {
        content: ContentId,
        group: TextGroup,
        field: Field,
        norm: u8,
        frequency: u32,
        candidate: usize,
    }
    let candidates: Vec<&Candidate> = by_group.iter().flat_map(|(.., list)| list).collect();
    let mut postings: Vec<Posting> = Vec::new();
    for segment in searcher.segment_readers() {
        let content_of = contents(segment)?;
        let mut next = 0;
        for (group, field, list) in by_group {
            let inverted = segment.inverted_index(*field)?;
            let norms = segment.get_fieldnorms_reader(*field)?;
            for candidate in list {
                let position = next;
                next += 1;
                let term = Term::from_field_text(*field, &candidate.word);
                let Some(mut docs) = inverted
                    .read_postings(&term, IndexRecordOption::WithFreqs)
                    .map_err(tantivy::TantivyError::from)?
                else {
                    continue;
                };
                let mut doc = docs.doc();
                while doc != TERMINATED {
                    if !segment.is_deleted(doc)
                        && let Some(content) = content_of(doc)
                    {
                        postings.push(Posting {
                            content,
                            group: *group,
                            field: *field,
                            norm: norms.fieldnorm_id(doc),
                            frequency: docs.term_freq(),
                            candidate: position,
                        });
                    }
                    doc = docs.advance();
                }
            }
        }
    }

    let mut full: Vec<ContentId> = postings
        .iter()
        .filter(|posting| candidates[posting.candidate].credit == 1.0)
        .map(|posting| posting.content)
        .collect();
    full.sort_unstable();
    full.dedup();
    let documents = searcher.total_num_docs()?;
    let mut weights: HashMap<Field, Bm25Weight> = HashMap::new();
    for (_, field, _) in by_group {
        let words = searcher.total_num_tokens(*field)?;
        let average = words as f32 / documents.max(1) as f32;
        // The average must not be 0, by which it divides; a group without words has no postings.
        let weight = Bm25Weight::for_one_term_without_explain(
            (full.len() as u64).min(documents),
            documents,
            average.max(f32::MIN_POSITIVE),
        );
        weights.insert(*field, weight);
    }

    // Per document and group the best candidate counts, not their sum.
    let mut best: HashMap<(ContentId, TextGroup), (f32, usize)> = HashMap::new();
    for posting in &postings {
        let credit = candidates[posting.candidate].credit;
        let bm25 = weights[&posting.field].score(posting.norm, posting.frequency);
        let score = bm25 * credit * group_weight(posting.group);
        let entry = best
            .entry((posting.content, posting.group))
            .or_insert((f32::MIN, posting.candidate));
        let better_word = candidates[entry.1].credit < credit;
        entry.0 = entry.0.max(score);
        if better_word {
            entry.1 = posting.candidate;
        }
    }
    let mut leaf = Leaf {
        idf: idf(full.len(), searcher),
        ..Leaf::default()
    };
    for ((content, group), (score, candidate)) in best {
        let candidate = candidates[candidate];
        let found = leaf.found.entry(content).or_default();
        found.score += score;
        found.credit = found.credit.max(candidate.credit);
        found
            .words
            .push((group, candidate.quality, candidate.word.clone()));
    }
    leaf.found
        .values_mut()
        .for_each(|found| found.words.sort_by_key(|(group, ..)| *group));
    Ok(leaf)
}

/// The usual inverse document frequency of BM25; never below 0, highest for what nobody has.
fn idf(having: usize, searcher: &Searcher) -> f32 {
    let all = searcher.num_docs() as f32;
    let having = (having as f32).min(all);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}
