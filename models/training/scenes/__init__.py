"""Rendered scenes of recognisable things, with exact truth about what each one shows."""
