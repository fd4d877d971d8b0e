"""A physiotherapist changes plan, level and numbers of a runner, and signs the rule book."""
