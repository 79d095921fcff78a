"""EXIF as a phone or a camera writes it: time, make and model, place, orientation. Nothing that describes the picture."""

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

# Model -> make. All invented.
CAMERAS = {
    "Birnbaum P6": "Birnbaum",
    "Birnbaum P9 Pro": "Birnbaum",
    "Optiq D310": "Optiq",
    "Halde Compact 20": "Halde",
    "Nordkap Z5": "Nordkap",
}


def degrees(value):
    value = abs(value)
    whole, minutes = int(value), int(value * 60) % 60
    return (float(whole), float(minutes), round((value * 3600) % 60, 2))


def exif_of(taken_at, camera, place, orientation):
    """EXIF for a picture taken at `taken_at` (ISO, local time) with `camera` at `place` (latitude, longitude) or None."""
    stamp = taken_at.replace("-", ":").replace("T", " ")
    exif = Image.Exif()
    exif[Base.Make] = CAMERAS[camera]
    exif[Base.Model] = camera
    exif[Base.Orientation] = orientation
    exif[Base.DateTime] = stamp
    details = exif.get_ifd(IFD.Exif)
    details[Base.DateTimeOriginal] = stamp
    details[Base.DateTimeDigitized] = stamp
    if place:
        latitude, longitude = place
        gps = exif.get_ifd(IFD.GPSInfo)
        gps[GPS.GPSLatitudeRef] = "N" if latitude >= 0 else "S"
        gps[GPS.GPSLatitude] = degrees(latitude)
        gps[GPS.GPSLongitudeRef] = "E" if longitude >= 0 else "W"
        gps[GPS.GPSLongitude] = degrees(longitude)
    return exif
