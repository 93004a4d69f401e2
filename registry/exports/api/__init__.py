"""The JSON and CSV of the API, with its schema."""
