//! What a picture's EXIF block says: orientation, date, camera, place (CIPA DC-008).
//!
//! EXIF is written by thousands of careless programs, so nothing in it may fail a picture: whatever
//! is broken or absurd counts as absent.

use std::io::Cursor;

use exif::{Exif, In, Tag, Value};
use jiff::civil::DateTime;
use rummage_core::PhotoFacts;

/// The facts of interest; all `None` where there is no EXIF.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ExifFacts {
    pub(crate) orientation: Option<u16>,
    pub(crate) taken_at: Option<DateTime>,
    pub(crate) camera: Option<String>,
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
}

impl ExifFacts {
    /// Reads the EXIF of a JPEG, PNG, WebP or TIFF file.
    pub(crate) fn of_file(bytes: &[u8]) -> Self {
        let mut reader = exif::Reader::new();
        reader.continue_on_error(true);
        reader
            .read_from_container(&mut Cursor::new(bytes))
            .or_else(|error| error.distill_partial_result(|_| ()))
            .map(|exif| Self::from(&exif))
            .unwrap_or_default()
    }

    /// As facts of a photo whose upright size is given in pixels.
    pub(crate) fn with_size(&self, width: u32, height: u32) -> PhotoFacts {
        PhotoFacts {
            width,
            height,
            taken_at: self.taken_at,
            camera: self.camera.clone(),
            latitude: self.latitude,
            longitude: self.longitude,
        }
    }
}

impl From<&Exif> for ExifFacts {
    fn from(exif: &Exif) -> Self {
        let place = latitude_and_longitude(exif);
        Self {
            orientation: exif
                .get_field(Tag::Orientation, In::PRIMARY)
                .and_then(|field| field.value.get_uint(0))
                .and_then(|value| u16::try_from(value).ok())
                .filter(|value| (1..=8).contains(value)),
            // Scanners, and what rewrites a TIFF, leave only the plain date.
            taken_at: [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime]
                .into_iter()
                .find_map(|tag| moment(&text(exif, tag)?)),
            camera: camera(
                text(exif, Tag::Make).as_deref(),
                text(exif, Tag::Model).as_deref(),
            ),
            latitude: place.map(|(latitude, _)| latitude),
            longitude: place.map(|(_, longitude)| longitude),
        }
    }
}

/// The text of an ASCII field without padding; `None` when nothing is left.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let text = String::from_utf8_lossy(parts.first()?);
    let text: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    (!text.is_empty()).then(|| text.join(" "))
}

/// `2019:07:14 18:03:22`, also with dashes or a `T`. A clock that was never set writes zeros or the
/// first second of its epoch; scans of old prints rightly carry dates long before digital cameras.
fn moment(text: &str) -> Option<DateTime> {
    let numbers: Vec<i64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let [year, month, day, ref time @ ..] = numbers[..] else {
        return None;
    };
    let part = |i: usize| time.get(i).copied().unwrap_or(0);
    let in_range = |value: i64| i8::try_from(value).ok();
    DateTime::new(
        i16::try_from(year).ok()?,
        in_range(month)?,
        in_range(day)?,
        in_range(part(0))?,
        in_range(part(1))?,
        in_range(part(2))?,
        0,
    )
    .ok()
    .filter(|moment| !is_unset_clock(moment) && (FIRST_PHOTOGRAPH..=2100).contains(&moment.year()))
}

const FIRST_PHOTOGRAPH: i16 = 1826;

fn is_unset_clock(moment: &DateTime) -> bool {
    [1904, 1970, 1980]
        .iter()
        .any(|year| *moment == jiff::civil::date(*year, 1, 1).at(0, 0, 0, 0))
}

/// "Canon" + "Canon EOS 80D" is "Canon EOS 80D"; "NIKON CORPORATION" + "NIKON D70" is "NIKON D70".
fn camera(make: Option<&str>, model: Option<&str>) -> Option<String> {
    let (Some(make), Some(model)) = (make, model) else {
        return make.or(model).map(str::to_owned);
    };
    let first_word = |s: &str| s.split(' ').next().unwrap_or_default().to_lowercase();
    if first_word(make) == first_word(model) || model.to_lowercase().contains(&make.to_lowercase())
    {
        Some(model.to_owned())
    } else {
        Some(format!("{make} {model}"))
    }
}

fn latitude_and_longitude(exif: &Exif) -> Option<(f64, f64)> {
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, "S", 90.0)?;
    let longitude = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, "W", 180.0)?;
    // A receiver without a fix writes zeros; nobody takes photos in that piece of the Atlantic.
    (latitude != 0.0 || longitude != 0.0).then_some((latitude, longitude))
}

fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: &str, limit: f64) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let size: f64 = parts
        .iter()
        .zip([1.0, 60.0, 3600.0])
        .map(|(part, unit)| part.to_f64() / unit)
        .sum();
    if parts.is_empty() || !size.is_finite() || size > limit {
        return None;
    }
    let is_negative = text(exif, reference).is_some_and(|r| r.eq_ignore_ascii_case(negative));
    Some(if is_negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_needs_a_real_day_and_a_clock_that_was_set() {
        assert_eq!(
            moment("2019:07:14 18:03:22"),
            Some(jiff::civil::date(2019, 7, 14).at(18, 3, 22, 0))
        );
        assert!(moment("2019-07-14T18:03:22").is_some());
        assert!(moment("1932:05:01 12:00:00").is_some(), "a scanned print");
        for absurd in [
            "0000:00:00 00:00:00",
            "2019:02:30 10:00:00",
            "1970:01:01 00:00:00",
            "    :  :     :  :  ",
            "99999999999999999999",
        ] {
            assert_eq!(moment(absurd), None, "{absurd}");
        }
    }

    #[test]
    fn makers_are_not_named_twice() {
        assert_eq!(
            camera(Some("Canon"), Some("Canon EOS 80D")).as_deref(),
            Some("Canon EOS 80D")
        );
        assert_eq!(
            camera(Some("NIKON CORPORATION"), Some("NIKON D70")).as_deref(),
            Some("NIKON D70")
        );
        assert_eq!(
            camera(Some("Apple"), Some("iPhone 12")).as_deref(),
            Some("Apple iPhone 12")
        );
        assert_eq!(camera(None, Some("X")).as_deref(), Some("X"));
        assert_eq!(camera(None, None), None);
    }
}
