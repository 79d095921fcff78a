//! The town near which a photo was taken, from a list of places (GeoNames) inside the program.

use std::sync::OnceLock;

use reverse_geocoder::ReverseGeocoder;

/// Farther than this from any known place is nowhere in particular.
const NEAR_KM: f64 = 50.0;
const EARTH_RADIUS_KM: f64 = 6371.0;

/// The name of the town nearest to a position in degrees north and east, with its country's code.
pub fn name_of((latitude, longitude): (f64, f64)) -> Option<String> {
    // Reading the list takes a moment, and many libraries have no positions.
    static TOWNS: OnceLock<ReverseGeocoder> = OnceLock::new();
    if !(latitude.abs() <= 90.0 && longitude.abs() <= 180.0) {
        return None;
    }
    let found = TOWNS
        .get_or_init(ReverseGeocoder::new)
        .search((latitude, longitude));
    // The distance is that of two points on a sphere of radius 1, squared.
    let near = NEAR_KM / EARTH_RADIUS_KM;
    (found.distance <= near * near).then(|| format!("{}, {}", found.record.name, found.record.cc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_placed_by_the_nearest_town() {
        let hamburg = name_of((53.5503, 9.9920)).expect("Hamburg is known");
        assert!(hamburg.ends_with(", DE"), "{hamburg}");
        assert_eq!(name_of((0.0, -30.0)), None, "the middle of the Atlantic");
        assert_eq!(name_of((f64::NAN, 0.0)), None);
        assert_eq!(name_of((91.0, 0.0)), None);
    }
}
