"""The sample papers: facts written by hand, layouts of their own, and the wear of a scanner or a phone."""

from .library import make

__all__ = ["make"]
