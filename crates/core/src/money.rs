//! Amounts of money, in minor units, and how people write them.

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency with this code, whatever its case.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(bytes.map(|byte| byte.to_ascii_uppercase())))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a code is three ASCII letters")
    }
}

/// What was given for a currency is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a currency code of three letters")]
pub struct NoCurrencyCode(pub String);

impl TryFrom<String> for Currency {
    type Error = NoCurrencyCode;
    fn try_from(code: String) -> Result<Self, NoCurrencyCode> {
        Self::from_code(&code).ok_or(NoCurrencyCode(code))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// An amount in minor units (cents) of a currency, which may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Hundredths (or whatever the currency's minor unit is).
    pub minor: i64,
    /// `None` when the paper does not say.
    pub currency: Option<Currency>,
}

impl Currency {
    /// How many digits its minor unit has after the point (ISO 4217).
    pub fn minor_digits(&self) -> u32 {
        match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
            | "UGX" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        }
    }

    /// The currency that a paper means by this sign, word or code (`€`, `Euro`, `RM`, `chf`).
    ///
    /// `Some(None)` is a sign of money that several currencies share (`kr`); `None` is no sign of
    /// money at all.
    pub fn from_sign(sign: &str) -> Option<Option<Self>> {
        let upper = sign.trim().trim_end_matches('.').to_uppercase();
        if matches!(upper.as_str(), "KR" | "KRONER" | "KRONOR") {
            return Some(None);
        }
        let code = SIGNS
            .iter()
            .find_map(|(written, code)| (*written == upper).then_some(*code))
            .or_else(|| CODES.split(' ').find(|code| *code == upper))?;
        Some(Self::from_code(code))
    }
}

/// Signs and words, in upper case without a final point, and the code of what they mean.
const SIGNS: [(&str, &str); 45] = [
    ("€", "EUR"),
    ("EURO", "EUR"),
    ("EUROS", "EUR"),
    ("$", "USD"),
    ("US$", "USD"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("円", "JPY"),
    ("元", "CNY"),
    ("FR", "CHF"),
    ("SFR", "CHF"),
    ("RM", "MYR"),
    ("ZŁ", "PLN"),
    ("RP", "IDR"),
    ("KČ", "CZK"),
    ("FT", "HUF"),
    ("LEI", "RON"),
    ("ЛВ", "BGN"),
    ("₹", "INR"),
    ("RS", "INR"),
    ("₺", "TRY"),
    ("TL", "TRY"),
    ("₽", "RUB"),
    ("РУБ", "RUB"),
    ("₴", "UAH"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₱", "PHP"),
    ("₦", "NGN"),
    ("R$", "BRL"),
    ("S$", "SGD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("MX$", "MXN"),
    ("DOLLAR", "USD"),
    ("DOLLARS", "USD"),
    ("POUNDS", "GBP"),
    ("FRANKEN", "CHF"),
];

/// The ISO 4217 codes that are taken for currencies on papers; any three letters would be too many.
const CODES: &str = "AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR \
    ILS INR ISK JOD JPY KES KRW KWD LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD \
    RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR";

/// Reads an amount as people write it, whatever the country: `1.471,60 €`, `1,471.60`,
/// `1 471,60`, `1'471.60`, `EUR 12`, `$12.5`, `(12.00)`, `12,00-`, `RM 60.30`, `12,-`; spaces that
/// recognition put beside a separator do not count. `None` for anything else: a share (`19 %`), a
/// date, a quantity with three decimals, words.
///
/// The last separator marks the decimals if one or two digits follow it; three digits after the
/// only separator are thousands, except in a currency whose minor unit has three.
pub fn parse_amount(raw: &str) -> Option<Money> {
    let text: String = raw.trim().chars().map(plain).collect();
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    let before = affix(&text[..first])?;
    let after = affix(&text[last + 1..])?;
    let sign_of = match (before.sign, after.sign) {
        (Some(sign), _) | (None, Some(sign)) => Some(sign),
        (None, None) => None,
    };
    if before.opens != after.closes || before.closes || after.opens {
        return None;
    }
    let currency = sign_of.flatten();
    let minor_digits = currency.map_or(2, |currency| currency.minor_digits());
    let number = number(&text[first..=last], before.ends_in_separator, minor_digits)?;

    // Yen have no decimals, and the yuan shares their sign.
    let yuan = Currency::from_code("CNY");
    let (currency, minor_digits) = match currency {
        Some(_) if text.contains('¥') && number.decimals.len() == 2 => (yuan, 2),
        other => (other, minor_digits),
    };
    let whole: i64 = number.whole.parse().ok()?;
    let scale = 10_i64.pow(minor_digits);
    let decimals = number.decimals.as_str();
    let fraction: i64 = match decimals.len() as u32 {
        0 => 0,
        digits if digits <= minor_digits => {
            decimals.parse::<i64>().ok()? * 10_i64.pow(minor_digits - digits)
        }
        _ if decimals.bytes().all(|digit| digit == b'0') => 0,
        _ => return None,
    };
    let magnitude = whole.checked_mul(scale)?.checked_add(fraction)?;
    // A dash after an open separator stands for absent decimals ("12,-"), not for a minus.
    let negative = before.minus || before.opens || (after.minus && !after.starts_with_separator);
    Some(Money {
        minor: if negative { -magnitude } else { magnitude },
        currency,
    })
}

/// Spaces, dashes and apostrophes in their plainest form.
fn plain(c: char) -> char {
    match c {
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '’' | '‘' | '`' | '´' => '\'',
        '￥' => '¥',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// What stands before or after the digits of an amount.
#[derive(Default)]
struct Affix {
    sign: Option<Option<Currency>>,
    minus: bool,
    opens: bool,
    closes: bool,
    starts_with_separator: bool,
    ends_in_separator: bool,
}

/// Reads an affix; `None` when it holds anything that does not belong to an amount.
fn affix(text: &str) -> Option<Affix> {
    let mut found = Affix {
        starts_with_separator: text.starts_with(['.', ',']),
        ..Affix::default()
    };
    let mut sign = String::new();
    for c in text.chars() {
        match c {
            '-' => found.minus = true,
            '(' => found.opens = true,
            ')' => found.closes = true,
            ' ' | '+' | '*' | ':' | '=' | ',' | '\'' => {}
            _ => sign.push(c),
        }
    }
    let sign = sign.trim_start_matches('.');
    let letters = sign.trim_end_matches('.');
    if !letters.is_empty() {
        found.sign = Some(Currency::from_sign(letters)?);
    }
    let written_with_point = matches!(letters.to_uppercase().as_str(), "FR" | "SFR" | "RS" | "RP");
    let points = text
        .chars()
        .rev()
        .take_while(|c| matches!(c, '.' | ','))
        .count();
    found.ends_in_separator = points == 1 && !written_with_point;
    Some(found)
}

struct Number {
    whole: String,
    decimals: String,
}

/// Takes a run of digits and separators apart. `open` says that a separator stands right before it
/// (`.50`).
fn number(text: &str, open: bool, minor_digits: u32) -> Option<Number> {
    const MAX_DIGITS: usize = 13;
    let characters: Vec<char> = text.chars().collect();
    let beside_separator = |at: usize| {
        let separator = |at: Option<usize>| {
            at.and_then(|at| characters.get(at))
                .is_some_and(|c| matches!(c, '.' | ','))
        };
        separator(at.checked_sub(1)) || separator(Some(at + 1))
    };
    let mut groups: Vec<String> = vec![String::new()];
    let mut separators: Vec<char> = Vec::new();
    for (at, &c) in characters.iter().enumerate() {
        match c {
            '0'..='9' => groups.last_mut()?.push(c),
            ' ' if beside_separator(at) => {}
            '.' | ',' | '\'' | ' ' => {
                separators.push(c);
                groups.push(String::new());
            }
            _ => return None,
        }
    }
    if groups.iter().any(String::is_empty)
        || groups.iter().map(String::len).sum::<usize>() > MAX_DIGITS
    {
        return None;
    }
    if open {
        return (separators.is_empty() && groups[0].len() == 2).then(|| Number {
            whole: "0".into(),
            decimals: groups.swap_remove(0),
        });
    }

    let decimals = match separators.last() {
        Some(&last) if matches!(last, '.' | ',') => {
            let digits = groups.last()?.len();
            let other = separators.iter().any(|&c| c != last);
            let once = separators.iter().filter(|&&c| c == last).count() == 1;
            let marks_decimals = match digits {
                1 => once,
                // Recognition takes a comma for a point: "1.471.60".
                2 => once || !other,
                3 => minor_digits == 3 && once,
                _ => return None,
            };
            if marks_decimals {
                separators.pop();
                groups.pop()?
            } else if other {
                // "1,234.567" is a quantity, "1.471.60,5" is nothing.
                return None;
            } else {
                String::new()
            }
        }
        _ => String::new(),
    };
    if let Some(grouping) = separators.first() {
        let leading = &groups[0];
        let well_grouped = separators.iter().all(|c| c == grouping)
            && leading.len() <= 3
            && !leading.starts_with('0')
            && groups[1..].iter().all(|group| group.len() == 3);
        if !well_grouped {
            return None;
        }
    }
    Some(Number {
        whole: groups.concat(),
        decimals,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(raw: &str) -> Option<(i64, Option<&'static str>)> {
        let money = parse_amount(raw)?;
        let code = money
            .currency
            .map(|currency| &*currency.as_str().to_owned().leak());
        Some((money.minor, code))
    }

    #[test]
    fn amounts_are_read_as_each_country_writes_them() {
        for (raw, minor, currency) in [
            ("1.471,60 €", 147_160, Some("EUR")),
            ("1,471.60", 147_160, None),
            ("1 471,60", 147_160, None),
            ("1\u{202f}471,60\u{a0}€", 147_160, Some("EUR")),
            ("1'471.60", 147_160, None),
            ("CHF 1’471.60", 147_160, Some("CHF")),
            ("EUR 12", 1_200, Some("EUR")),
            ("$12.5", 1_250, Some("USD")),
            ("35,27", 3_527, None),
            ("(12.00)", -1_200, None),
            ("-12,00", -1_200, None),
            ("−12,00 €", -1_200, Some("EUR")),
            ("12,00-", -1_200, None),
            ("€-12.00", -1_200, Some("EUR")),
            ("RM 60.30", 6_030, Some("MYR")),
            ("RM60.30", 6_030, Some("MYR")),
            ("Fr. 12.50", 1_250, Some("CHF")),
            ("Fr.12.50", 1_250, Some("CHF")),
            ("Rs.1200", 120_000, Some("INR")),
            ("120 kr", 12_000, None),
            ("99,90 zł", 9_990, Some("PLN")),
            ("Rp 15.000", 1_500_000, Some("IDR")),
            ("¥1,471", 1_471, Some("JPY")),
            ("1471 JPY", 1_471, Some("JPY")),
            ("¥12.50", 1_250, Some("CNY")),
            ("KWD 12.500", 12_500, Some("KWD")),
            ("S$4.20", 420, Some("SGD")),
            ("12,-", 1_200, None),
            ("CHF 12.–", 1_200, Some("CHF")),
            (".50", 50, None),
            ("1.471.600", 147_160_000, None),
            ("***12.00", 1_200, None),
        ] {
            assert_eq!(parsed(raw), Some((minor, currency)), "{raw:?}");
        }
    }

    #[test]
    fn what_recognition_does_to_an_amount_is_forgiven() {
        for raw in [
            "1. 471,60",
            "1.471, 60",
            "1.471 ,60",
            "1.471.60",
            "1 471. 60",
        ] {
            assert_eq!(parsed(raw), Some((147_160, None)), "{raw:?}");
        }
    }

    #[test]
    fn three_digits_after_the_only_separator_are_thousands() {
        assert_eq!(parsed("1.471"), Some((147_100, None)));
        assert_eq!(parsed("1,471"), Some((147_100, None)));
        assert_eq!(parsed("0.125"), None, "an eighth of something is no amount");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for raw in [
            "",
            "-",
            "Total",
            "19 %",
            "19%",
            "01.03.2026",
            "1/3/26",
            "2026-03-01",
            "1.2345",
            "14 71,60",
            "2 10.00",
            "12 kg",
            "A-1312",
            "1,234.567",
            "12:30",
            "(12.00",
            "12.00)",
            "99999999999999999999",
            "1..2",
            "€",
        ] {
            assert_eq!(parsed(raw), None, "{raw:?}");
        }
    }

    #[test]
    fn signs_that_several_currencies_share_name_none() {
        assert_eq!(Currency::from_sign("kr."), Some(None));
        assert_eq!(Currency::from_sign("tax"), None);
        assert_eq!(Currency::from_sign("zł"), Some(Currency::from_code("PLN")));
    }

    /// How one country groups digits and marks decimals.
    const LOCALES: [(&str, &str); 9] = [
        (".", ","),
        (",", "."),
        (" ", ","),
        ("\u{a0}", ","),
        ("\u{202f}", ","),
        ("'", "."),
        ("’", "."),
        ("", "."),
        ("", ","),
    ];

    fn written(
        minor: i64,
        currency: Option<&str>,
        locale: (&str, &str),
        code_first: bool,
    ) -> String {
        let digits = currency
            .and_then(Currency::from_code)
            .map_or(2, |c| c.minor_digits());
        let scale = 10_u64.pow(digits);
        let whole = (minor.unsigned_abs() / scale).to_string();
        let mut number = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                number.push_str(locale.0);
            }
            number.push(digit);
        }
        if digits > 0 {
            let fraction = minor.unsigned_abs() % scale;
            number += &format!("{}{fraction:0width$}", locale.1, width = digits as usize);
        }
        let sign = if minor < 0 { "-" } else { "" };
        match currency {
            None => format!("{sign}{number}"),
            Some(code) if code_first => format!("{code} {sign}{number}"),
            Some(code) => format!("{sign}{number} {code}"),
        }
    }

    proptest! {
        #[test]
        fn what_a_locale_writes_is_read_back(
            minor in -99_999_999_999_i64..=99_999_999_999,
            currency in prop::sample::select(vec![
                None, Some("EUR"), Some("USD"), Some("CHF"), Some("JPY"), Some("KWD"), Some("MYR"),
            ]),
            locale in prop::sample::select(LOCALES.to_vec()),
            code_first in any::<bool>(),
        ) {
            let raw = written(minor, currency, locale, code_first);
            let expected = Money { minor, currency: currency.and_then(Currency::from_code) };
            prop_assert_eq!(parse_amount(&raw), Some(expected), "{}", raw);
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(raw in ".{0,24}") {
            let _ = parse_amount(&raw);
        }

        #[test]
        fn any_jumble_of_an_amounts_signs_is_read_or_refused(raw in "[-0-9.,' ()€$]{0,20}") {
            let _ = parse_amount(&raw);
        }
    }
}
