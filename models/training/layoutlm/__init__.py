"""Training, evaluation and export of the starter LayoutLM (fields and kind of a paper). README.md has the commands."""
