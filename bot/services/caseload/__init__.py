"""A physiotherapist sees her runners: list, client card, mornings, letters, files, the end."""
