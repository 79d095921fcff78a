//! Stretches of days as they are typed: `2026`, `2026-03`, `2026-03-01`, `2026-01..2026-03`.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days from `first` to `last`, both included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

impl Period {
    /// The year, month or day that `text` names; `None` when it names none.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        if !parts
            .iter()
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
        {
            return None;
        }
        let year: i16 = (parts[0].len() == 4).then(|| parts[0].parse().ok())??;
        let number = |part: &str| (part.len() <= 2).then(|| part.parse::<i8>().ok()).flatten();
        let (first, last) = match parts[1..] {
            [] => (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?),
            [month] => {
                let first = Date::new(year, number(month)?, 1).ok()?;
                (first, first.last_of_month())
            }
            [month, day] => {
                let day = Date::new(year, number(month)?, number(day)?).ok()?;
                (day, day)
            }
            _ => return None,
        };
        Some(Self {
            first: Some(first),
            last: Some(last),
        })
    }

    /// `a..b`, `a..`, `..b` or a single period.
    pub fn parse_range(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once("..") else {
            return Self::parse(text);
        };
        let first = if from.is_empty() {
            None
        } else {
            Self::parse(from)?.first
        };
        let last = if to.is_empty() {
            None
        } else {
            Self::parse(to)?.last
        };
        (first.is_some() || last.is_some()).then_some(Self { first, last })
    }

    /// All days before this period.
    pub fn before(self) -> Option<Self> {
        let last = self.first?.checked_sub(1.day()).ok()?;
        Some(Self {
            first: None,
            last: Some(last),
        })
    }

    /// All days after this period.
    pub fn after(self) -> Option<Self> {
        let first = self.last?.checked_add(1.day()).ok()?;
        Some(Self {
            first: Some(first),
            last: None,
        })
    }

    /// This period and all days before it.
    pub fn until(self) -> Self {
        Self {
            first: None,
            last: self.last,
        }
    }

    /// This period and all days after it.
    pub fn since(self) -> Self {
        Self {
            first: self.first,
            last: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_has_its_last_day() {
        let february = Period::parse("2024-02").expect("a month");
        assert_eq!(february.last, Some(date(2024, 2, 29)));
        assert_eq!(
            february.before().expect("days before").last,
            Some(date(2024, 1, 31))
        );
        assert_eq!(
            february.after().expect("days after").first,
            Some(date(2024, 3, 1))
        );
    }

    #[test]
    fn what_names_no_day_is_no_period() {
        for odd in [
            "",
            "march",
            "2026-13",
            "26-03",
            "2026-02-30",
            "2026-1-2-3",
            "20260",
            "..",
        ] {
            assert_eq!(Period::parse_range(odd), None, "{odd:?}");
        }
    }
}
