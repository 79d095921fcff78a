//! N-grams of words with back-offs (Katz 1987), immutable: which words follow which, and how likely they are.
//!
//! Words are numbered in the order of their letters, so that all words with one beginning are
//! neighbours, and the n-grams of each order lie sorted in flat arrays, those that continue one n-gram side
//! by side. A look-up is a binary search, and the best continuation with some beginning a range. Logs are to base 10.
//! Reading files is for [`super::arpa`] and [`super::lexicon`]; what an unknown word costs, for [`super::language`].

use std::ops::Range;

/// The longest n-grams that are held.
pub(super) const HIGHEST_ORDER: usize = 4;

const NOT_LISTED: u32 = u32::MAX;

/// The number of a listed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordId(u32);

impl WordId {
    /// Stands in an [`NGram`]'s places that have no word.
    pub(super) const FILLER: Self = Self(u32::MAX);
}

/// What the words before are remembered as: for each count of them at the end the n-gram that they are, if it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    nodes: [u32; HIGHEST_ORDER - 1],
    /// How many words the longest listed n-gram among them has.
    length: usize,
}

impl State {
    /// No words before, or none that says anything.
    pub(super) const EMPTY: Self = Self {
        nodes: [NOT_LISTED; HIGHEST_ORDER - 1],
        length: 0,
    };
}

/// An n-gram as it is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NGram {
    /// Its words, then [`WordId::FILLER`].
    pub(super) words: [WordId; HIGHEST_ORDER],
    pub(super) log10: f32,
    pub(super) back_off: f32,
    /// Where it was read.
    pub(super) line: usize,
}

/// Why n-grams are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Two n-grams are the same.
    Twice {
        /// The line of the second.
        line: usize,
    },
    /// An n-gram's words but the last are not listed as an n-gram.
    NoContext {
        /// Its line.
        line: usize,
    },
}

/// Words, and n-grams of them with their probabilities.
pub(super) struct NGrams {
    /// Sorted; a word's place is its number.
    words: Vec<Box<str>>,
    orders: Vec<Order>,
    start: State,
    unknown: Option<WordId>,
}

/// All n-grams of one order, sorted by their words.
struct Order {
    /// The last word of each.
    last: Vec<u32>,
    log10: Vec<f32>,
    back_off: Vec<f32>,
    maxima: Maxima,
    /// Where the n-grams of the next order that continue each one begin; one more than there are n-grams. Empty in the highest.
    followers: Vec<u32>,
}

impl NGrams {
    /// A model of single words with the logs of their probabilities and their back-offs, sorted and each but once.
    pub(super) fn of_words(words: Vec<(Box<str>, f32, f32)>) -> Self {
        let log10: Vec<f32> = words.iter().map(|(_, log10, _)| *log10).collect();
        let single = Order {
            last: (0..words.len() as u32).collect(),
            maxima: Maxima::of(&log10),
            log10,
            back_off: words.iter().map(|(_, _, back_off)| *back_off).collect(),
            followers: Vec::new(),
        };
        let mut grams = Self {
            words: words.into_iter().map(|(word, _, _)| word).collect(),
            orders: vec![single],
            start: State::EMPTY,
            unknown: None,
        };
        grams.unknown = grams.id("<unk>");
        grams
    }

    /// Adds the n-grams of the next order.
    pub(super) fn push_order(&mut self, mut grams: Vec<NGram>) -> Result<(), Unfit> {
        let length = self.orders.len() + 1;
        grams.sort_by_key(|gram| (gram.words, gram.line));
        let mut followers = vec![0; self.orders[length - 2].last.len() + 1];
        let mut before: Option<&NGram> = None;
        let mut context = None;
        for gram in &grams {
            if before.is_some_and(|before| before.words == gram.words) {
                return Err(Unfit::Twice { line: gram.line });
            }
            let words = &gram.words[..length - 1];
            if before.is_none_or(|before| before.words[..length - 1] != *words) {
                context = self.node(words);
            }
            let node = context.ok_or(Unfit::NoContext { line: gram.line })?;
            followers[node + 1] += 1;
            before = Some(gram);
        }
        for node in 1..followers.len() {
            followers[node] += followers[node - 1];
        }
        let log10: Vec<f32> = grams.iter().map(|gram| gram.log10).collect();
        self.orders[length - 2].followers = followers;
        self.orders.push(Order {
            last: grams.iter().map(|gram| gram.words[length - 1].0).collect(),
            maxima: Maxima::of(&log10),
            log10,
            back_off: grams.iter().map(|gram| gram.back_off).collect(),
            followers: Vec::new(),
        });
        if let Some(start) = self.id("<s>") {
            self.start = self.after(State::EMPTY, Some(start));
        }
        Ok(())
    }

    /// The number of a listed word.
    pub(super) fn id(&self, word: &str) -> Option<WordId> {
        let place = self.words.binary_search_by(|known| (**known).cmp(word));
        place.ok().map(|place| WordId(place as u32))
    }

    /// Whether some listed word is written with `letters` alone.
    pub(super) fn any_word_of(&self, letters: &[char]) -> bool {
        let writes = |word: &str| word.chars().all(|letter| letters.contains(&letter));
        self.words.iter().any(|word| writes(word))
    }

    /// The listed words that begin with `beginning`.
    pub(super) fn beginning_with(&self, beginning: &str) -> Range<usize> {
        let start = self.words.partition_point(|word| **word < *beginning);
        let count = self.words[start..].partition_point(|word| word.starts_with(beginning));
        start..start + count
    }

    /// Where a text begins: after `<s>` if that is listed.
    pub(super) fn start(&self) -> State {
        self.start
    }

    /// The log of the probability of `word` after `state`.
    pub(super) fn log10(&self, state: State, word: WordId) -> f64 {
        let mut dropped = 0.0;
        for at in (0..state.length).rev() {
            if let Some(node) = self.follower(state, at, word) {
                return dropped + f64::from(self.orders[at + 1].log10[node]);
            }
            dropped += self.back_off(state, at);
        }
        dropped + f64::from(self.orders[0].log10[word.0 as usize])
    }

    /// The sum of all back-offs of `state`.
    pub(super) fn drop(&self, state: State) -> f64 {
        (0..state.length).map(|at| self.back_off(state, at)).sum()
    }

    /// The most that [`Self::log10`] may give for any of `words` after `state`; `words` must not be empty.
    pub(super) fn best_of(&self, state: State, words: &Range<usize>) -> f64 {
        let mut best = f64::NEG_INFINITY;
        let mut dropped = 0.0;
        for at in (0..state.length).rev() {
            if state.nodes[at] == NOT_LISTED {
                continue;
            }
            let order = &self.orders[at + 1];
            let all = self.followers(state, at);
            let last = &order.last[all.clone()];
            let from = all.start + last.partition_point(|word| (*word as usize) < words.start);
            let to = all.start + last.partition_point(|word| (*word as usize) < words.end);
            let greatest = order.maxima.greatest(&order.log10, from..to);
            best = best.max(dropped + f64::from(greatest));
            dropped += self.back_off(state, at);
        }
        let single = &self.orders[0];
        let greatest = single.maxima.greatest(&single.log10, words.clone());
        best.max(dropped + f64::from(greatest))
    }

    /// The state after `state` and a word, `None` for one that is not listed.
    pub(super) fn after(&self, state: State, word: Option<WordId>) -> State {
        let mut next = State::EMPTY;
        let longest = self.orders.len() - 1;
        let Some(word) = word.or(self.unknown).filter(|_| longest > 0) else {
            return next;
        };
        next.nodes[0] = word.0;
        next.length = 1;
        for at in 0..state.length.min(longest - 1) {
            if let Some(node) = self.follower(state, at, word) {
                next.nodes[at + 1] = node as u32;
                next.length = at + 2;
            }
        }
        next
    }

    /// The place of the n-gram `words` among those of its order.
    fn node(&self, words: &[WordId]) -> Option<usize> {
        let (first, rest) = words.split_first()?;
        let mut node = first.0 as usize;
        for (at, word) in rest.iter().enumerate() {
            let order = &self.orders[at];
            let all = order.followers[node] as usize..order.followers[node + 1] as usize;
            let place = self.orders[at + 1].last[all.clone()].binary_search(&word.0);
            node = all.start + place.ok()?;
        }
        Some(node)
    }

    /// The n-grams that continue the last `at + 1` words of `state`, which must be listed.
    fn followers(&self, state: State, at: usize) -> Range<usize> {
        let (order, node) = (&self.orders[at], state.nodes[at] as usize);
        order.followers[node] as usize..order.followers[node + 1] as usize
    }

    /// The place of the n-gram of the last `at + 1` words of `state` and `word`.
    fn follower(&self, state: State, at: usize, word: WordId) -> Option<usize> {
        if state.nodes[at] == NOT_LISTED {
            return None;
        }
        let all = self.followers(state, at);
        let place = self.orders[at + 1].last[all.clone()].binary_search(&word.0);
        Some(all.start + place.ok()?)
    }

    fn back_off(&self, state: State, at: usize) -> f64 {
        match state.nodes[at] {
            NOT_LISTED => 0.0,
            node => f64::from(self.orders[at].back_off[node as usize]),
        }
    }
}

/// The greatest of any range of values without looking at each: that of every block of neighbours is kept.
struct Maxima(Vec<f32>);

impl Maxima {
    const BLOCK: usize = 64;

    fn of(values: &[f32]) -> Self {
        Self(values.chunks(Self::BLOCK).map(greatest).collect())
    }

    /// The greatest of `values[range]`, −∞ of none; `values` must be those that [`Self::of`] saw.
    fn greatest(&self, values: &[f32], range: Range<usize>) -> f32 {
        let (first, last) = (range.start.div_ceil(Self::BLOCK), range.end / Self::BLOCK);
        if first >= last {
            return greatest(&values[range]);
        }
        greatest(&values[range.start..first * Self::BLOCK])
            .max(greatest(&self.0[first..last]))
            .max(greatest(&values[last * Self::BLOCK..range.end]))
    }
}

fn greatest(values: &[f32]) -> f32 {
    values.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_greatest_of_a_range_is_that_of_looking_at_each(
            values in prop::collection::vec(-9.0f32..0.0, 0..400),
            ends in (0usize..400, 0usize..400),
        ) {
            let (a, b) = (ends.0.min(values.len()), ends.1.min(values.len()));
            let range = a.min(b)..a.max(b);
            let found = Maxima::of(&values).greatest(&values, range.clone());
            prop_assert_eq!(found, greatest(&values[range]));
        }
    }

    #[test]
    fn words_with_one_beginning_are_neighbours() {
        let words = ["<s>", "AN", "AND", "ANNA", "B"].map(|word| (word.into(), -1.0, 0.0));
        let grams = NGrams::of_words(words.into());
        assert_eq!(grams.beginning_with("AN"), 1..4);
        assert_eq!(grams.beginning_with("ANN"), 3..4);
        assert!(grams.beginning_with("C").is_empty());
        assert!(grams.beginning_with("AND A").is_empty());
    }
}
