"""The nouns: enums and frozen values that every room shares. No behaviour beyond reading themselves."""
