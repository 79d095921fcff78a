//! Days as people write them on papers: which day `01.03.2026`, `March 1st, 2026` or `1er mars` is.
//!
//! Knows the month names of English, German, French, Spanish, Italian and Dutch. Never guesses a
//! day, month or year that is not written; where day and month could be told apart only by the
//! country, the caller's preference decides and the answer says so.

use jiff::civil::Date;

use crate::text::fold;

/// Which number comes first where both orders are possible, as in `03/04/2026`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// As nearly everywhere.
    #[default]
    DayFirst,
    /// As in the United States.
    MonthFirst,
}

/// A day that was read off a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// The day.
    pub date: Date,
    /// Whether day and month could also be the other way round.
    pub ambiguous: bool,
}

/// Papers are of these years; anything else is a number that looks like a date.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i16> = 1950..=2100;

/// Folded month names and their short forms, January first.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jaenner", "janner", "janvier", "janv", "enero", "ene",
        "gennaio", "gen", "januari",
    ],
    &[
        "february", "feb", "februar", "fevrier", "fevr", "fev", "febrero", "febbraio", "februari",
    ],
    &[
        "march", "mar", "marz", "maerz", "mrz", "mars", "marzo", "maart", "mrt",
    ],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "mag", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu"],
    &[
        "july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug",
    ],
    &["august", "aug", "aout", "agosto", "ago", "augustus"],
    &[
        "september",
        "sep",
        "sept",
        "septembre",
        "septiembre",
        "settembre",
        "set",
    ],
    &[
        "october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott",
    ],
    &["november", "nov", "novembre", "noviembre"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "decembre",
        "diciembre",
        "dic",
        "dicembre",
    ],
];

/// Words that stand in and around dates and say nothing.
const FILLERS: &str = "st nd rd th er o a de del of the le den der am on am pm uhr \
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo \
    lunedi martedi mercoledi giovedi venerdi sabato domenica \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag";

/// Reads a day: ISO (`2026-03-01`, with or without a time), `01.03.2026`, `1/3/26`, `20260301`,
/// `1 March 2026`, `March 1st, 2026`, `1. März 2026`, `01-Mar-26`. Two-digit years are of 1970 to
/// 2069. `None` for anything else, a missing year and days that do not exist included.
pub fn parse_written_date(raw: &str, order: DayOrder) -> Option<WrittenDate> {
    let mut numbers: Vec<&str> = Vec::new();
    let mut month: Option<(i8, usize)> = None;
    let folded = fold(raw);
    for part in without_time(&folded)
        .split_whitespace()
        .filter(|part| !part.contains(':'))
    {
        for token in tokens(part) {
            if token.starts_with(|c: char| c.is_ascii_digit()) {
                numbers.push(token);
            } else if let Some(named) = month_named(token) {
                if month.replace((named, numbers.len())).is_some() {
                    return None;
                }
            } else if !FILLERS.split_whitespace().any(|filler| filler == token) {
                return None;
            }
        }
    }
    match (month, numbers.as_slice()) {
        (None, [all]) if all.len() == 8 => {
            let (head, tail) = (&all[..4], &all[4..]);
            day(head, &tail[..2], &tail[2..])
                .map(certain)
                .or_else(|| day_and_month(&all[..2], &all[2..4], tail, order))
        }
        (None, [year, month, date]) if year.len() == 4 => day(year, month, date).map(certain),
        (None, [a, b, year]) => day_and_month(a, b, year, order),
        (Some((month, 1)), [date, year]) if date.len() <= 2 => named_day(year, month, date),
        (Some((month, 1)), [year, date]) => named_day(year, month, date),
        (Some((month, 0)), [date, year]) => named_day(year, month, date),
        _ => None,
    }
}

fn certain(date: Date) -> WrittenDate {
    WrittenDate {
        date,
        ambiguous: false,
    }
}

fn named_day(year: &str, month: i8, date: &str) -> Option<WrittenDate> {
    day(year, &month.to_string(), date).map(certain)
}

/// `a` and `b` are day and month in one order or the other.
fn day_and_month(a: &str, b: &str, year: &str, order: DayOrder) -> Option<WrittenDate> {
    let day_first = day(year, b, a);
    let month_first = day(year, a, b);
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => Some(certain(one)),
        (Some(day_first), Some(month_first)) => Some(WrittenDate {
            date: match order {
                DayOrder::DayFirst => day_first,
                DayOrder::MonthFirst => month_first,
            },
            ambiguous: true,
        }),
        (one, other) => one.or(other).map(certain),
    }
}

fn day(year: &str, month: &str, date: &str) -> Option<Date> {
    if month.len() > 2 || date.len() > 2 {
        return None;
    }
    let written: i16 = year.parse().ok()?;
    let year = match (year.len(), written) {
        (4, year) => year,
        (2, 0..70) => written + 2000,
        (2, _) => written + 1900,
        _ => return None,
    };
    if !PLAUSIBLE_YEARS.contains(&year) {
        return None;
    }
    Date::new(year, month.parse().ok()?, date.parse().ok()?).ok()
}

/// The text without an ISO time (`2026-03-01T12:30`).
fn without_time(folded: &str) -> &str {
    let bytes = folded.as_bytes();
    let time = bytes.windows(3).position(|window| {
        window[0].is_ascii_digit() && window[1] == b't' && window[2].is_ascii_digit()
    });
    time.map_or(folded, |at| &folded[..=at])
}

/// Runs of digits and runs of letters.
fn tokens(part: &str) -> impl Iterator<Item = &str> {
    let is_digit = |c: char| c.is_ascii_digit();
    part.split(|c: char| !c.is_alphanumeric())
        .flat_map(move |run| {
            let mut rest = run;
            std::iter::from_fn(move || {
                let first = rest.chars().next()?;
                let end = rest
                    .find(|c| is_digit(c) != is_digit(first))
                    .unwrap_or(rest.len());
                let (token, after) = rest.split_at(end);
                rest = after;
                Some(token)
            })
        })
}

fn month_named(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(raw: &str) -> Option<(String, bool)> {
        parse_written_date(raw, DayOrder::DayFirst).map(|d| (d.date.to_string(), d.ambiguous))
    }

    #[test]
    fn days_are_read_as_each_country_writes_them() {
        for raw in [
            "2026-03-31",
            "2026-03-31T12:30:00Z",
            "2026/03/31",
            "31.03.2026",
            "31. 03. 2026",
            "31.3.26",
            "31/3/26",
            "3/31/2026",
            "31-03-2026",
            "31 March 2026",
            "31st of March, 2026",
            "March 31st, 2026",
            "Mar 31 2026",
            "31. März 2026",
            "31. Maerz 2026",
            "Dienstag, den 31. März 2026",
            "31 mars 2026",
            "31 de marzo de 2026",
            "31 marzo 2026",
            "31 maart 2026",
            "31-Mar-26",
            "31MAR2026",
            "20260331",
            "31032026",
            "31/03/2026 20:49:59",
            "31/03/2026 8:49 PM",
        ] {
            assert_eq!(read(raw), Some(("2026-03-31".into(), false)), "{raw:?}");
        }
    }

    #[test]
    fn the_preference_decides_only_where_both_orders_are_possible() {
        let month_first = |raw| parse_written_date(raw, DayOrder::MonthFirst);
        assert_eq!(read("01.03.2026"), Some(("2026-03-01".into(), true)));
        let american = month_first("01/03/2026").expect("a day");
        assert_eq!(
            (american.date.to_string(), american.ambiguous),
            ("2026-01-03".into(), true)
        );
        let certain = month_first("31/03/2026").expect("a day");
        assert_eq!(
            (certain.date.to_string(), certain.ambiguous),
            ("2026-03-31".into(), false)
        );
        assert_eq!(read("03.03.2026"), Some(("2026-03-03".into(), false)));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for raw in [
            "",
            "2026",
            "March 2026",
            "31.02.2026",
            "32/01/2026",
            "13/13/2026",
            "01.03.1850",
            "01.03.2101",
            "1.471,60",
            "12:30",
            "Total 01.03.2026 12.00",
            "1 2 3 4",
            "010326",
            "+49 89 123456",
            "99999999",
            "March March 1 2026",
        ] {
            assert_eq!(read(raw), None, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_from_every_style(
            year in 1970_i16..2070, month in 1_i8..=12, day in 1_i8..=28, name in 0_usize..4,
        ) {
            let date = Date::new(year, month, day).expect("every month has 28 days");
            let names = MONTHS[usize::try_from(month - 1).expect("1..=12")];
            let name = names[name % names.len()];
            let short_year = year.rem_euclid(100);
            for raw in [
                date.to_string(),
                format!("{day:02}.{month:02}.{year}"),
                format!("{day}/{month}/{short_year:02}"),
                format!("{day} {name} {year}"),
                format!("{name} {day}, {year}"),
                format!("{day:02}-{name}-{short_year:02}"),
                format!("{year}{month:02}{day:02}"),
            ] {
                let read = parse_written_date(&raw, DayOrder::DayFirst);
                prop_assert_eq!(read.map(|read| read.date), Some(date), "{}", raw);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(raw in ".{0,32}") {
            let _ = parse_written_date(&raw, DayOrder::DayFirst);
        }
    }
}
