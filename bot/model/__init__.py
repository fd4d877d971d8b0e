"""The nouns: enums and frozen values that every room shares. They only read themselves."""
