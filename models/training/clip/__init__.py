"""Trains, exports and judges the starter CLIP: a photo and a sentence in one vector space."""
